"""The headline and the tables of `launch`, from its runs.

Bands are the 5 and 95 % points over the runs, interpolated between them: with 16 runs
the ends are little more than the least and the greatest. A date by which something
has come about with a probability is the earliest on which that share of runs has it.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from zauyt.plant.plant import Plant
from zauyt.plant.ramp import Milestone
from zauyt.results.column import Column
from zauyt.results.result import Figure, Note, Table
from zauyt.results.summary import mean_figure, probability_figure, summary
from zauyt.runs.batch import Period
from zauyt.statistics.probability import probability_interval
from zauyt.studies.launching.limits import Lost
from zauyt.studies.launching.limits import table as limits_table
from zauyt.studies.launching.months import Floats, Months
from zauyt.studies.launching.run import Way

SUSTAINED_DAYS = 20
"""Working days over which a rate has to be kept."""

Ways = Sequence[Way]


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked: the plant, over which months, where counted, at which rate.

    ``hours`` are the open hours of the line that counts, by day.
    """

    plant: Plant
    period: Period
    span: Months
    point: str
    rate: float
    hours: Floats
    models: tuple[str, ...]


def rate_day(asked: Asked, way: Way) -> int | None:
    """Give the day up to which, for 20 working days, a run first kept the rate.

    A working day's part of the rate is that of the year's days at the end of the
    months, when all shifts are worked.
    """
    if not asked.rate:
        return None
    worked = np.flatnonzero(asked.hours > 0)
    year = asked.hours[-365:]
    a_year = np.count_nonzero(year > 0) * 365 / max(year.size, 1)
    if worked.size < SUSTAINED_DAYS or not a_year:
        return None
    made = np.concatenate([[0], np.cumsum(way.by_day(asked.point))])
    # What is made on a closed day counts for the working day before it.
    ends = np.append(worked[1:], asked.hours.size)
    begins = np.append(0, ends[:-1])
    first = begins[: begins.size - SUSTAINED_DAYS + 1]
    last = ends[SUSTAINED_DAYS - 1 :]
    kept = made[last] - made[first] >= asked.rate / a_year * SUSTAINED_DAYS
    place = np.flatnonzero(kept)
    return int(worked[place[0] + SUSTAINED_DAYS - 1]) if place.size else None


def by_share(days: Sequence[int | None], share: float) -> int | None:
    """Give the earliest day by which a share of runs had come so far."""
    known = sorted(math.inf if day is None else day for day in days)
    found = known[max(math.ceil(share * len(known) - 1e-9), 1) - 1]
    return None if math.isinf(found) else int(found)


def made_of(asked: Asked, milestone: Milestone, way: Way) -> int:
    """Give the vehicles of a run that count towards a milestone."""
    chosen = [asked.models.index(name) for name in milestone.models]
    by_day = way.by_day(milestone.count_point or asked.point, chosen)
    first = (milestone.first - asked.period.first_day).days
    last = (milestone.last - asked.period.first_day).days
    return int(by_day[max(first, 0) : last + 1].sum())


def whole_milestones(asked: Asked) -> dict[str, Milestone]:
    """Give the milestones that end inside the months that are looked at."""
    assert asked.plant.ramp is not None, "a plant without a ramp"
    end = asked.span.date(asked.span.days - 1)
    return {
        name: milestone
        for name, milestone in asked.plant.ramp.milestones.items()
        if milestone.last <= end
    }


def beyond(asked: Asked) -> list[Note]:
    """Say which milestones end beyond the months asked for, and are not judged."""
    assert asked.plant.ramp is not None, "a plant without a ramp"
    inside = whole_milestones(asked)
    later = [name for name in asked.plant.ramp.milestones if name not in inside]
    return [Note("launch.beyond", {"milestones": ", ".join(later)})] if later else []


def headline(asked: Asked, ways: Ways) -> dict[str, Figure]:
    """Give the figures that are read first."""
    promised = whole_milestones(asked)
    figures = {
        "vehicles": mean_figure([way.by_day(asked.point).sum() for way in ways],
                                "vehicles"),
    }  # fmt: skip
    if promised:
        figures["plan_probability"] = probability_figure(
            [
                all(made_of(asked, each, way) >= each.vehicles
                    for each in promised.values())
                for way in ways
            ]
        )  # fmt: skip
    if asked.rate:
        days = [rate_day(asked, way) for way in ways]
        figures["rate"] = Figure(asked.rate, unit="vehicles/year")
        figures["rate_probability"] = probability_figure([d is not None for d in days])
        for name, share in (("rate_half_by", 0.5), ("rate_likely_by", 0.95)):
            day = by_share(days, share)
            text = None if day is None else asked.span.date(day).isoformat()
            figures[name] = Figure(text, unit="")
    return figures


def tables(
    asked: Asked, by_chance: Ways, with_doubt: Ways, lost: Lost
) -> dict[str, Table]:
    """Give all tables but those of what-ifs."""
    ways = with_doubt or by_chance
    runs = runs_table(asked, by_chance, with_doubt)
    found = {
        "runs": runs,
        "summary": summary(runs_table(asked, (), ways)),
        "months": months_table(asked, ways, lost),
        "models": models_table(asked, ways),
        "limits": limits_table(lost, asked.span),
    }
    if asked.plant.ramp is not None and asked.plant.ramp.gates:
        found["gates"] = gates_table(asked, ways)
    if whole_milestones(asked):
        found["milestones"] = milestones_table(asked, ways)
    return found


def runs_table(asked: Asked, by_chance: Ways, with_doubt: Ways) -> Table:
    """Give one row a run: those by chance alone, then those with doubt."""
    every = [*by_chance, *with_doubt]
    assert asked.plant.ramp is not None, "a plant without a ramp"
    data: dict[Column, Any] = {
        Column("run", "1", "number of the run"): range(len(every)),
        Column("reading", "", "chance alone, or chance with doubt", "text"): [
            *["chance"] * len(by_chance), *["doubt"] * len(with_doubt),
        ],
        Column("vehicles", "vehicles", "vehicles past the count point"): [
            int(way.by_day(asked.point).sum()) for way in every
        ],
    }  # fmt: skip
    for number, milestone in enumerate(whole_milestones(asked).values(), start=1):
        column = Column(f"milestone_{number}", "vehicles", "made of this milestone")
        data[column] = [made_of(asked, milestone, way) for way in every]
    for number, gate in enumerate(asked.plant.ramp.gates, start=1):
        column = Column(f"gate_{number}_days", "d", "delay of this gate", "number")
        data[column] = [_delay(asked, way, number - 1, gate.date) for way in every]
    data[Column("rate_days", "d", "from the start till the rate is kept", "number")] = [
        _number(rate_day(asked, way)) for way in every
    ]
    return Table(data)


def _delay(asked: Asked, way: Way, gate: int, planned: datetime.date) -> float:
    if gate >= len(way.passing.taken):
        return math.nan
    return (asked.span.date(way.passing.taken[gate]) - planned).days


def _number(day: int | None) -> float:
    return math.nan if day is None else float(day)


def _band(sample: ArrayLike, *, of: str = "") -> dict[Column, Any]:
    """Give mean and band over runs, the first axis."""
    values = np.asarray(sample, dtype=np.float64)
    low, high = np.quantile(values, [0.05, 0.95], axis=0)
    name, what = (
        (of or "vehicles"),
        ("since the start" if of else "past the count point"),
    )
    return {
        Column(name, "vehicles", f"{what}, mean over runs", "number"):
            values.mean(axis=0),
        Column(f"{of}_p05" if of else "p05", "vehicles", "5 % of runs are below",
               "number"): low,
        Column(f"{of}_p95" if of else "p95", "vehicles", "95 % of runs are below",
               "number"): high,
    }  # fmt: skip


def months_table(asked: Asked, ways: Ways, lost: Lost) -> Table:
    """Give one row a month: vehicles, in all so far, hours, what held it back."""
    span = asked.span
    made = np.stack([span.sums(way.by_day(asked.point)) for way in ways])
    hours = span.sums(asked.hours)
    worked = span.sums(asked.hours > 0)
    year = asked.hours[-365:]
    a_year = np.count_nonzero(year > 0) * 365 / max(year.size, 1)
    causes = [lost.most(month) for month in range(len(span.firsts))]
    with np.errstate(invalid="ignore", divide="ignore"):
        jph = np.where(hours > 0, made.mean(axis=0) / hours, np.nan)
    return Table({
        Column("month", "", "first day of the month", "date"): span.firsts,
        Column("working_days", "d", "days on which the counting line is open"):
            worked.astype(np.int64),
        Column("planned_h", "h", "open hours of the counting line"): hours,
        **_band(made),
        Column("at_rate", "vehicles", "at the rate asked for", "number"):
            worked * asked.rate / a_year if asked.rate and a_year
            else np.full(len(hours), np.nan),
        Column("jph_net", "1/h", "good vehicles per planned hour", "number"): jph,
        **_band(made.cumsum(axis=1), of="so_far"),
        Column("limit", "", "what took most, but for closed hours", "text"):
            [limit.cause for limit in causes],
        Column("limit_vehicles", "vehicles", "what it took, mean over recorded runs",
               "number"): [limit.vehicles for limit in causes],
        Column("limit_share", "share", "recorded runs in which it took most",
               "number"): [limit.share for limit in causes],
        Column("gate_waiting", "share", "runs with a gate overdue at the month's end",
               "number"): _waiting(asked, ways),
    })  # fmt: skip


def _waiting(asked: Asked, ways: Ways) -> list[float]:
    """Give the share of runs in which a gate is overdue when a month ends."""
    assert asked.plant.ramp is not None, "a plant without a ramp"
    found = []
    for month in range(len(asked.span.firsts)):
        last = int(np.searchsorted(asked.span.of_day, month, side="right")) - 1
        due = sum(gate.date <= asked.span.date(last) for gate in asked.plant.ramp.gates)
        late = [sum(day <= last for day in way.passing.taken) < due for way in ways]
        found.append(float(np.mean(late)))
    return found


def models_table(asked: Asked, ways: Ways) -> Table:
    """Give one row a month and model, from each model's first month on."""
    rows: list[tuple[datetime.date, str]] = []
    columns: list[Floats] = []
    for place, model in enumerate(asked.models):
        made = np.stack([
            asked.span.sums(way.by_day(asked.point, (place,))) for way in ways
        ])  # fmt: skip
        some = np.flatnonzero(made.any(axis=0))
        for month in range(int(some[0]) if some.size else made.shape[1], made.shape[1]):
            rows.append((asked.span.firsts[month], model))
            columns.append(made[:, month])
    order = sorted(range(len(rows)), key=lambda place: rows[place])
    sample = (
        np.stack([columns[place] for place in order], axis=1)
        if order
        else np.zeros((1, 0))
    )
    return Table({
        Column("month", "", "first day of the month", "date"): [
            rows[place][0] for place in order
        ],
        Column("model", "", "model", "text"): [rows[place][1] for place in order],
        **_band(sample),
    })  # fmt: skip


def gates_table(asked: Asked, ways: Ways) -> Table:
    """Give one row a gate: when it is passed, and what it waits for."""
    assert asked.plant.ramp is not None, "a plant without a ramp"
    gates = asked.plant.ramp.gates
    taken = [
        [way.passing.taken[g] if g < len(way.passing.taken) else None for way in ways]
        for g in range(len(gates))
    ]

    def dates(share: float) -> list[datetime.date | None]:
        found = [by_share(days, share) for days in taken]
        return [None if day is None else asked.span.date(day) for day in found]

    on_time = [
        np.mean([d is not None and asked.span.date(d) <= gate.date for d in days])
        for days, gate in zip(taken, gates, strict=True)
    ]
    return Table({
        Column("gate", "1", "number of the gate"): range(1, len(gates) + 1),
        Column("date", "", "day on which it is due", "date"): [g.date for g in gates],
        Column("on_time", "share", "runs that pass it on that day", "number"): on_time,
        Column("passed", "share", "runs that pass it in these months", "number"): [
            np.mean([day is not None for day in days]) for days in taken
        ],
        Column("half_by", "", "day by which half of the runs have", "date"): dates(0.5),
        Column("likely_by", "", "day by which 95 % of them have", "date"): dates(0.95),
        Column("held_by", "", "what it waits for most often", "text"): [
            _held_by(ways, number) for number in range(len(gates))
        ],
    })  # fmt: skip


def _held_by(ways: Ways, gate: int) -> str | None:
    """Give what a gate was not passed for at most looks: ``uptime:final``."""
    missed = [
        f"{each.kind}:{each.line}"
        for way in ways
        for each in way.passing.missed
        if each.gate == gate
    ]
    return max(sorted(set(missed)), key=missed.count) if missed else None


def milestones_table(asked: Asked, ways: Ways) -> Table:
    """Give one row a milestone: what is made of it, and with what probability."""
    promised = whole_milestones(asked)
    made = np.array([
        [made_of(asked, each, way) for each in promised.values()] for way in ways
    ])  # fmt: skip
    wanted = np.array([each.vehicles for each in promised.values()])
    chances = [
        probability_interval(int(count), len(ways)) for count in (made >= wanted).sum(0)
    ]
    return Table({
        Column("milestone", "", "name", "text"): list(promised),
        Column("first", "", "first day that counts", "date"): [
            each.first for each in promised.values()
        ],
        Column("last", "", "last day that counts", "date"): [
            each.last for each in promised.values()
        ],
        Column("point", "", "where it is counted", "text"): [
            each.count_point or asked.point for each in promised.values()
        ],
        Column("at_count_point", "share", "whether that is where all are counted"): [
            each.count_point in (None, asked.point) and not each.models
            for each in promised.values()
        ],
        Column("wanted", "vehicles", "promised"): wanted,
        **_band(made),
        Column("probability", "share", "runs that keep it", "number"): [
            chance.value for chance in chances
        ],
        Column("probability_low", "share", "its lower 95 % bound", "number"): [
            chance.low for chance in chances
        ],
        Column("probability_high", "share", "its upper 95 % bound", "number"): [
            chance.high for chance in chances
        ],
    })  # fmt: skip
