"""What the simulated plan makes of a commitment, in every run with doubt.

Each measure is asked of the study that answers it, with the commitment's year, count
point and shift pattern put into the plant; several commitments of one launch are one
call.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zauyt.arrays.network import calendar_of
from zauyt.plant.agreement import Obligation
from zauyt.plant.localisation import Commitment
from zauyt.plant.plant import Plant
from zauyt.results.result import Result
from zauyt.studies.impact import impact
from zauyt.studies.launch import launch
from zauyt.studies.localise import localise
from zauyt.studies.simulate import simulate
from zauyt.studies.simulation import doubt
from zauyt.studies.staffing import draws as staff_draws
from zauyt.studies.staffing.count import people_by_row
from zauyt.studies.staffing.groups import groups
from zauyt.studies.staffing.pools import pools
from zauyt.studies.staffing.year import years

Tell = Callable[[], None]

MATURE = "mature"
FIRST_DAY = datetime.date(2026, 1, 1)
CHANCE_RUNS = 2
"""Runs by chance alone beside those with doubt: they tell how much chance does."""


@dataclass(frozen=True)
class Sample:
    """What the runs with doubt made of a commitment.

    ``values`` has one number a run, in the order of the runs' numbers; they are empty
    where the study says only in how many ``kept`` of ``runs`` it was kept.
    """

    study: str
    table: str
    value: float
    kept: int
    runs: int
    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class Asked:
    """How many runs, from which seed, on how many threads."""

    runs: int
    seed: int
    workers: int


def sample_of(
    plant: Plant, names: Sequence[str], asked: Asked
) -> dict[str, Sample | None]:
    """Give what becomes of commitments, which need no more definition.

    There is none where the plant has nothing that could answer.
    """
    assert plant.agreement is not None, "a plant without an agreement"
    every = plant.agreement.commitments
    found: dict[str, Sample | None] = {}
    dated = [name for name in names if of_launch(plant, every[name])]
    if dated:
        found |= _launched(plant, {name: every[name] for name in dated}, asked)
    jobs = {n: every[n] for n in names if every[n].measure == "further_jobs"}
    if jobs:
        found |= _further_jobs(plant, jobs, asked)
    for name in names:
        if name not in found:
            found[name] = _ASKED[every[name].measure](plant, every[name], asked)
    return found


def of_launch(plant: Plant, each: Obligation) -> bool:
    """Tell whether a commitment is one of the plant's launch."""
    if plant.ramp is None:
        return False
    if each.measure == "first_vehicle":
        return True
    return each.measure in ("vehicles", "ckd_share") and isinstance(each.year, int)


def kept(each: Obligation, value: float) -> bool:
    """Tell whether a value keeps a commitment."""
    if each.at_most is not None:
        return value <= each.at_most
    assert each.at_least is not None, "an amount that was checked"
    return value >= each.at_least


def wanted(each: Obligation) -> float:
    """Give the amount promised; of a first vehicle, one."""
    if each.at_least is not None:
        return each.at_least
    return each.at_most if each.at_most is not None else 1.0


def on_calendar(plant: Plant, name: str | None) -> Plant:
    """Give the plant whose lines work by another shift pattern.

    Lines that share the calendar of the line where vehicles are counted move to it;
    those with calendars of their own keep them.
    """
    main = main_calendar(plant)
    if name is None or main is None or name == main:
        return plant
    changes: dict[str, Any] = {
        f"lines.{line}.calendar": name
        for line, each in plant.lines.items()
        if calendar_of(plant, each) == main
    }
    return plant.change(changes)


def main_calendar(plant: Plant) -> str | None:
    """Give the calendar of the line where vehicles are counted."""
    point = plant.target.count_point if plant.target is not None else "buy_off"
    counted = [
        line for line in plant.lines.values() if line.count_point in (point, None)
    ]
    named = [line for line in counted if line.count_point == point]
    return calendar_of(plant, (named or counted)[-1])


def _measured(each: Obligation, study: str, table: str, values: Sequence[float],
              told: float | None = None) -> Sample:  # fmt: skip
    numbers = tuple(float(value) for value in values)
    mean = sum(numbers) / len(numbers) if told is None else told
    count = sum(kept(each, value) for value in numbers)
    return Sample(study, table, mean, count, len(numbers), numbers)


def _doubted(result: Result) -> list[dict[str, Any]]:
    """Give the rows of the runs with doubt, or of all runs where there is no doubt."""
    rows = list(result.tables["runs"].rows())
    return [row for row in rows if row["reading"] == "doubt"] or rows


def _simulated(plant: Plant, each: Obligation, asked: Asked) -> list[float]:
    """Give the vehicles a year past a commitment's count point, by run."""
    point = each.count_point or "buy_off"
    target = {"vehicles_per_year": max(wanted(each), 1e-3), "count_point": point,
              "probability": 0.95}  # fmt: skip
    changed = on_calendar(plant, each.calendar).change({"target": target})
    ranges = doubt.doubtful(changed)
    year = each.year if isinstance(each.year, int) else FIRST_DAY.year
    result = simulate(
        changed, start=datetime.date(year, 1, 1), mature=not isinstance(each.year, int),
        runs=CHANCE_RUNS if ranges else asked.runs, doubt_runs=asked.runs, pairs=0,
        seed=asked.seed, workers=asked.workers,
    )  # fmt: skip
    return [row["vehicles_per_year"] for row in _doubted(result)]


def _vehicles(plant: Plant, each: Obligation, asked: Asked) -> Sample:
    return _measured(each, "simulate", "runs", _simulated(plant, each, asked))


def _ckd_share(plant: Plant, each: Obligation, asked: Asked) -> Sample:
    """Give the share of vehicles past one point of those past another, run by run.

    The two are counted in different calls on the same random numbers.
    """
    part = _simulated(plant, with_amount(each, 1.0), asked)
    whole = _simulated(plant, with_amount(each, 1.0, point=each.of), asked)
    shares = [a / b if b else 0.0 for a, b in zip(part, whole, strict=True)]
    return _measured(each, "simulate", "runs", shares)


def with_amount(
    each: Obligation, amount: float, point: str | None = None
) -> Obligation:
    """Give a commitment to another amount, maybe past another count point."""
    changed: dict[str, Any] = {"at_least": amount, "at_most": None}
    if point is not None:
        changed["count_point"] = point
    return each.model_copy(update=changed)


def _people(plant: Plant, each: Obligation, asked: Asked) -> Sample | None:
    """Give the people due in all, by draw."""
    if not plant.roles and not plant.people and not plant.rosters:
        return None
    year = each.year if isinstance(each.year, int) else FIRST_DAY.year
    worked = years(plant, first=datetime.date(year, 1, 1), days=365)
    ranges = staff_draws.ranges(plant)

    def people(other: Plant) -> float:
        due = pools(other, groups(other, worked), worked)
        return float(sum(people_by_row(due).values()))

    if not ranges:
        return _measured(each, "staff", "headcount", [people(plant)] * asked.runs)
    drawn = functools.partial(staff_draws.drawn, plant, ranges, seed=asked.seed)
    values = [people(drawn(run=run)) for run in range(asked.runs)]
    return _measured(each, "staff", "headcount", values)


def _content(plant: Plant, each: Obligation, asked: Asked) -> Sample | None:
    """Give in how many draws a roadmap keeps a content commitment.

    The roadmap is made for it and for those stated under content, but for those of
    the same rule that contradict it: a higher share before, or a lower one after.
    """
    content = plant.content
    if content is None or not any(part.candidates for part in plant.parts.values()):
        return None
    assert isinstance(each.year, int), "a year that was checked"
    assert each.at_least is not None, "an amount that was checked"
    stated = (each.rule, each.year, each.at_least)
    changes: dict[str, Any] = {}
    key = ""
    for name, other in content.commitments.items():
        if (other.rule, other.year, other.least) == stated:
            key = name
        elif other.rule == each.rule and _contradicts(other, each.year, each.at_least):
            changes[f"content.commitments.{name}"] = None
    if not key:
        key = "agreed"
        changes["content.commitments.agreed"] = {
            "rule": each.rule, "year": each.year, "least": each.at_least,
        }  # fmt: skip
    changed = plant.change(changes) if changes else plant
    result = localise(changed, points=0, draws=asked.runs, seed=asked.seed)
    rows = list(result.tables["commitments"].rows())
    (row,) = [row for row in rows if row["commitment"] == key]
    chance = row["chance"]  # none where no number that counts has a range
    share = float(row["met"]) if chance is None else chance
    kept_in = round(share * asked.runs)
    return Sample("localise", "commitments", row["reached"], kept_in, asked.runs)


def _further_jobs(
    plant: Plant, every: Mapping[str, Obligation], asked: Asked
) -> dict[str, Sample | None]:
    """Give the further jobs for each at the plant, by draw, from one call."""
    if plant.economy is None:
        return dict.fromkeys(every)
    result = impact(plant, draws=asked.runs, seed=asked.seed)
    drawn = "runs" in result.tables and len(result.tables["runs"]) > 0
    table = "runs" if drawn else "multipliers"
    rows = list(result.tables[table].rows())
    found: dict[str, Sample | None] = {}
    for name, each in every.items():
        assert each.scope is not None, "a scope that was checked"
        if drawn:
            made = [row[each.scope] for row in rows]
        else:
            made = [
                row["further_per_job"]
                for row in rows
                if f"{row['place']}_{row['counted']}" == each.scope
            ] * asked.runs
        found[name] = _measured(each, "impact", table, made)
    return found


def _contradicts(other: Commitment, year: int, least: float) -> bool:
    if other.year == year:
        return True
    return other.least > least if other.year < year else other.least < least


def _launched(
    plant: Plant, every: Mapping[str, Obligation], asked: Asked
) -> dict[str, Sample | None]:
    """Ask one launch about all commitments of one shift pattern."""
    assert plant.ramp is not None, "a launch without a ramp"
    found: dict[str, Sample | None] = {}
    for calendar in dict.fromkeys(each.calendar for each in every.values()):
        own = {n: each for n, each in every.items() if each.calendar == calendar}
        changed = on_calendar(plant, calendar)
        milestones: dict[str, dict[str, Any]] = {}
        for place, each in enumerate(own.values()):
            milestones |= _milestones(changed, f"m{place}", each)
        months = _months(plant.ramp.start, max(m["last"] for m in milestones.values()))
        asking = changed.change({"ramp.milestones": milestones})
        result = launch(
            asking, months=months, runs=1 if doubt.doubtful(asking) else asked.runs,
            doubt_runs=asked.runs, pairs=0, seed=asked.seed, workers=asked.workers,
        )  # fmt: skip
        columns = {name: n for n, name in enumerate(milestones, start=1)}
        rows = _doubted(result)
        for place, (name, each) in enumerate(own.items()):
            made = [row[f"milestone_{columns[f'm{place}']}"] for row in rows]
            if each.measure == "ckd_share":
                of = [row[f"milestone_{columns[f'm{place}_of']}"] for row in rows]
                made = [a / b if b else 0.0 for a, b in zip(made, of, strict=True)]
            if each.measure == "first_vehicle":
                each = with_amount(each, 1.0)
            found[name] = _measured(each, "launch", "runs", made)
    return found


def _milestones(plant: Plant, key: str, each: Obligation) -> dict[str, dict[str, Any]]:
    """Give what `launch` has to count for a commitment."""
    assert plant.ramp is not None, "a launch without a ramp"
    if each.measure == "first_vehicle":
        assert each.by is not None, "a date that was checked"
        span = (plant.ramp.start, each.by)
    else:
        assert isinstance(each.year, int), "a year that was checked"
        first = max(datetime.date(each.year, 1, 1), plant.ramp.start)
        span = (first, datetime.date(each.year, 12, 31))
    row = {"first": span[0], "last": span[1], "vehicles": 1}
    found = {key: row | {"count_point": each.count_point}}
    if each.measure == "ckd_share":
        found[f"{key}_of"] = row | {"count_point": each.of}
    return found


def _months(first: datetime.date, last: datetime.date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month + 1


_ASKED: dict[str, Callable[[Plant, Obligation, Asked], Sample | None]] = {
    "vehicles": _vehicles,
    "ckd_share": _ckd_share,
    "people": _people,
    "local_content": _content,
    "first_vehicle": lambda plant, each, asked: None,
}
