"""The headline and the tables of `simulate`, from what was kept of each run."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from zauyt.arrays.pack import STATES
from zauyt.kernels.flow.path import STATION_COLUMNS
from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.results.column import BY_ROW, Column
from zauyt.results.result import Figure, Note, Table
from zauyt.results.summary import mean_figure, probability_figure, summary
from zauyt.runs.attribution import cycles_on_path
from zauyt.runs.batch import Period, Setting
from zauyt.runs.measure import Measured
from zauyt.runs.passages import LEAD
from zauyt.statistics.interval import interval
from zauyt.studies.simulation.ladder import ladder
from zauyt.studies.simulation.oee import oee_table
from zauyt.studies.simulation.output import output_tables
from zauyt.studies.simulation.pace import pace
from zauyt.studies.simulation.people import people_tables
from zauyt.studies.simulation.quality import (
    direct_share,
    first_time_through,
    lead_times,
    models_table,
)
from zauyt.studies.simulation.reasons import DOWN, MISSING, closed_places, places
from zauyt.studies.simulation.removal import gains
from zauyt.studies.simulation.sequence import sequence_table, set_ups_table
from zauyt.studies.simulation.span import Span
from zauyt.studies.simulation.trial import Outcomes
from zauyt.studies.simulation.unsure import Unsure
from zauyt.studies.simulation.waterfall import WON_BACK, bars
from zauyt.units import TICKS_PER_HOUR

Runs = Sequence[Measured]


def runs_table(setting: Setting, plant: Plant, runs: Runs, span: Span,
               unsure: Unsure | None = None) -> Table:  # fmt: skip
    """Give one row a run: those by chance alone, then those with doubt."""
    doubted = unsure.runs if unsure else ()
    every = [*runs, *doubted]
    spans = [span] * len(runs) + [unsure.span if unsure else span] * len(doubted)
    per_year = [s.a_year(run) for run, s in zip(every, spans, strict=True)]
    data: dict[Column, Any] = {
        Column("run", "1", "number of the run"): range(len(every)),
        Column("reading", "", "chance alone, or chance with doubt", "text"): [
            *["chance"] * len(runs),
            *["doubt"] * len(doubted),
        ],
        Column("days", "d", "counted days"): [s.days for s in spans],
        Column("vehicles", "vehicles", "vehicles past the count point"): [
            run.vehicles for run in every
        ],
        Column("vehicles_per_year", "vehicles/year", "as vehicles in 365 days"): (
            per_year
        ),
        Column("jph_net", "1/h", "good vehicles per planned hour"): [
            _per_hour(run, s.hours) for run, s in zip(every, spans, strict=True)
        ],
        Column("lead_time_h", "h", "mean time from the first station", "number"): [
            _lead_h(run) for run in every
        ],
        Column("direct_run", "share", "vehicles never rejected", "number"): [
            direct_share(run) for run in every
        ],
        Column("wip", "vehicles", "mean number of vehicles and parts inside"): [
            run.inside_ticks / s.ticks for run, s in zip(every, spans, strict=True)
        ],
        Column("scrapped", "vehicles", "jobs scrapped"): [
            int(run.scrapped_by_day.sum()) for run in every
        ],
    }
    if any(
        origin.spec.when_full == "lose" for origin in setting.packed.network.origins
    ):
        data[Column("lost", "vehicles", "arrivals that found no room")] = [
            run.lost for run in every
        ]
    if plant.target is not None:
        wanted = plant.target.vehicles_per_year
        data[Column("target_met", "share", "whether the target was reached")] = [
            made >= wanted for made in per_year
        ]
    return Table(data)


def _per_hour(run: Measured, hours: float) -> float:
    """Give vehicles an hour; unknown where no hour was planned."""
    return run.vehicles / hours if hours else float("nan")


def _lead_h(run: Measured) -> float:
    """Give the mean lead time of a run's vehicles; unknown if there are none."""
    return float(run.lead[0, LEAD.index("mean")]) / TICKS_PER_HOUR


def headline(setting: Setting, plant: Plant, runs: Runs, span: Span,
             unsure: Unsure) -> dict[str, Figure]:  # fmt: skip
    """Give the figures that a planner reads first."""
    setter = pace(setting.packed, runs, setting.counted.point)
    per_year = [span.a_year(run) for run in runs]
    lead = [_lead_h(run) for run in runs if run.vehicles]
    direct = [direct_share(run) for run in runs if run.vehicles]
    figures = {
        "vehicles": mean_figure([run.vehicles for run in runs], "vehicles"),
        "vehicles_per_year": mean_figure(per_year, "vehicles/year"),
        "jph_net": mean_figure([_per_hour(run, span.hours) for run in runs], "1/h"),
        "jph_gross": Figure(TICKS_PER_HOUR / setter.ticks, unit="1/h"),
    }
    if plant.target is not None:
        wanted = plant.target.vehicles_per_year
        by_chance = [made >= wanted for made in per_year]
        # Without a number in doubt the two readings are one.
        both = [made >= wanted for made in unsure.vehicles_per_year] or by_chance
        figures["target"] = Figure(wanted, unit="vehicles/year")
        figures["target_wanted"] = Figure(plant.target.probability, unit="share")
        figures["target_probability"] = probability_figure(both)
        figures["target_probability_chance_only"] = probability_figure(by_chance)
    figures["lead_time_h"] = mean_figure(lead, "h") if lead else Figure(None, unit="h")
    if any(len(outlets) > 1 for outlets in setting.packed.network.routes) and direct:
        figures["direct_run"] = mean_figure(direct, "share")
    inside = [run.inside_ticks / span.ticks for run in runs]
    figures["wip"] = mean_figure(inside, "vehicles")
    figures["bottleneck"] = Figure(bottleneck(setting, runs), unit="")
    if unsure.runs:
        figures["vehicles_per_year_with_doubt"] = mean_figure(
            unsure.vehicles_per_year, "vehicles/year"
        )
    return figures


def path_ticks(setting: Setting, runs: Runs) -> dict[str, float]:
    """Give the mean ticks that the critical path spent at every station."""
    spent: dict[str, float] = {}
    for run in runs:
        assert run.attribution is not None, "a run without its history"
        table = run.attribution.stations
        for number, stop in enumerate(setting.packed.stops):
            usual = float(np.mean(stop.cycle_s)) * 1000
            ticks = (
                table[number, STATION_COLUMNS.index("operations")] * usual
                + table[number, STATION_COLUMNS.index("variation_ticks")]
                + table[number, STATION_COLUMNS.index("repair_ticks")]
            )
            spent[stop.station] = spent.get(stop.station, 0.0) + ticks / len(runs)
    return spent


def bottleneck(setting: Setting, runs: Runs) -> str:
    """Give the station at which the critical path spent most time."""
    spent = path_ticks(setting, runs)
    return max(spent, key=lambda station: spent[station])


def waterfall_table(
    setting: Setting, runs: Runs, days: int, tried: Outcomes | None
) -> Table:
    """Give the bars of the waterfall in vehicles a year, means over runs.

    Beside the largest losses stands what the plant would make more without them.
    """
    setter = pace(setting.packed, runs, setting.counted.point)
    by_run = [
        {
            cause: float(per_day.sum()) * 365 / days
            for cause, per_day in bars(run, setter).items()
        }
        for run in runs
    ]
    causes = [cause for cause in by_run[0] if cause not in ("ideal", "out", WON_BACK)]
    causes = [
        cause for cause in causes if any(abs(run[cause]) > 1e-9 for run in by_run)
    ]
    causes.sort(key=lambda cause: -sum(run[cause] for run in by_run))
    order = ["ideal", *causes, WON_BACK, "out"]
    means = [interval([run[cause] for run in by_run]) for cause in order]
    kinds = ["ideal", *["loss"] * len(causes), "gain", "out"]
    without = [None, *gains(tried, causes), None, None]
    return Table({
        Column("cause", "", "what the time went to", "text"): order,
        Column("kind", "", "start, loss, gain or what is left", "text"): kinds,
        Column("vehicles_per_year", "vehicles/year", "vehicles lost in 365 days"): [
            mean.value for mean in means
        ],
        Column("low", "vehicles/year", "lower 95 % bound of the mean"): [
            mean.low for mean in means
        ],
        Column("high", "vehicles/year", "upper 95 % bound of the mean"): [
            mean.high for mean in means
        ],
        Column("without", "vehicles/year", "made more without the cause", "number"): [
            np.nan if each is None else each.value for each in without
        ],
        Column("without_low", "vehicles/year", "its lower 95 % bound", "number"): [
            np.nan if each is None else each.low for each in without
        ],
        Column("without_high", "vehicles/year", "its upper 95 % bound", "number"): [
            np.nan if each is None else each.high for each in without
        ],
    })  # fmt: skip


def daily_losses_table(setting: Setting, runs: Runs, period: Period) -> Table:
    """Give the waterfall of the first run, day by day, in vehicles."""
    rows = bars(runs[0], pace(setting.packed, runs, setting.counted.point))
    dates = [period.first_day + datetime.timedelta(days=d) for d in range(period.days)]
    data: dict[Column, Any] = {Column("date", "", "day", "date"): dates}
    for cause, per_day in rows.items():
        name = cause.replace(":", "_").replace(" ", "_").lower()
        safe = "".join(c if c.isalnum() or c == "_" else "_" for c in name)
        column = Column(_plain_name(safe), "vehicles", f"vehicles: {cause}")
        data[column] = per_day
    return Table(data)


def _plain_name(text: str) -> str:
    """Give a name as columns take it: small Latin letters, digits, ``_``."""
    kept = "".join(c if c.isascii() else f"u{ord(c):x}" for c in text)[:60]
    return kept if kept[:1].isalpha() else f"c{kept}"[:60]


def stations_table(setting: Setting, runs: Runs) -> Table:
    """Give every station's time by state, and what a second of its cycle is worth."""
    packed = setting.packed
    ticks = float(setting.counted.ticks)
    spent = np.mean([run.spent for run in runs], axis=0) / ticks
    states = spent[:, : len(STATES)]
    states[:, STATES.index("waiting")] += spent[:, places(packed, *MISSING)].sum(axis=1)
    on_path = path_ticks(setting, runs)
    data: dict[Column, Any] = {
        Column("station", "", "station, and position if it has several", "text"): [
            stop.name for stop in packed.stops
        ],
        Column("line", "", "line", "text"): [stop.line for stop in packed.stops],
        Column("shop", "", "shop", "text"): [stop.shop for stop in packed.stops],
    }
    for place, name in enumerate(STATES):
        data[Column(name, "share", f"share of the calendar {name}")] = states[:, place]
    data[Column("down", "share", "share of the calendar down")] = spent[
        :, places(packed, *DOWN)
    ].sum(axis=1)
    data[Column("off_shift", "share", "share of the calendar closed by plan")] = spent[
        :, closed_places(packed)
    ].sum(axis=1)
    data[
        Column("path_share", "share", "share of the calendar on the critical path")
    ] = [on_path[stop.station] / ticks / stop.positions for stop in packed.stops]
    return Table(data)


def value_table(setting: Setting, runs: Runs, span: Span) -> Table:
    """Give what one second, one stop, one minute of repair is worth, by derivative."""
    packed = setting.packed
    open_ticks = span.hours * TICKS_PER_HOUR
    rows: dict[str, list[float]] = {}
    for run in runs:
        assert run.attribution is not None, "a run without its history"
        rate = span.a_year(run) / open_ticks if open_ticks else 0.0
        table = run.attribution.stations
        for number, stop in enumerate(packed.stops):
            _, _, _, stops, repair, *_ = table[number].tolist()
            row = rows.setdefault(stop.station, [0.0, 0.0, 0.0])
            cycles = cycles_on_path(run.attribution, number, stop)
            row[0] += cycles * 1000 * rate / len(runs)
            row[1] += (repair / stops if stops else 0.0) * rate / len(runs)
            row[2] += stops * 60_000 * rate / len(runs)
    ordered = sorted(rows, key=lambda name: -rows[name][0])
    by_name = {stop.station: stop for stop in packed.stops}
    return Table({
        Column("station", "", "station", "text"): ordered,
        Column("line", "", "line", "text"): [by_name[n].line for n in ordered],
        Column("per_second_of_cycle", "vehicles/year", "for one second less"): [
            rows[name][0] for name in ordered
        ],
        Column("per_stop_avoided", "vehicles/year", "for one stop a year less"): [
            rows[name][1] for name in ordered
        ],
        Column("per_minute_of_repair", "vehicles/year", "for a minute less of MTTR"): [
            rows[name][2] for name in ordered
        ],
        Column("how", "", "how it was found", "text"): ["derivative"] * len(ordered),
    })  # fmt: skip


def buffers_table(setting: Setting, runs: Runs) -> Table:
    """Give how full buffers and stores were."""
    ticks = float(setting.counted.ticks)
    buffers = setting.packed.network.buffers
    content = np.mean([run.content_ticks for run in runs], axis=0) / ticks
    most = np.max([run.most for run in runs], axis=0)
    return Table({
        Column("buffer", "", "buffer or store", "text"): [b.name for b in buffers],
        Column("line", "", "line or store", "text"): [b.line for b in buffers],
        Column("places", "1", "places (unknown: without limit)", "number"): [
            np.nan if b.places is None else float(b.places) for b in buffers
        ],
        Column("mean", "jobs", "mean content", "number"): content.astype(np.float64),
        Column("most", "jobs", "largest content", "number"): most.astype(np.float64),
    })  # fmt: skip


def tables(setting: Setting, plant: Plant, runs: Runs, unsure: Unsure, period: Period,
           *, span: Span, seed: int, workers: int,
           tried: Outcomes | None) -> dict[str, Table]:  # fmt: skip
    """Give all tables of the answer."""
    days = period.days
    given = {
        "runs": runs_table(setting, plant, runs, span, unsure),
        "summary": summary(runs_table(setting, plant, runs, span)),
        "ladder": ladder(setting, plant, runs, period, seed=seed, workers=workers),
        "waterfall": waterfall_table(setting, runs, days, tried),
        "waterfall_by_day": daily_losses_table(setting, runs, period),
        "stations": stations_table(setting, runs),
        "value": value_table(setting, runs, span),
        **output_tables(setting, runs, period),
        "models": models_table(setting.packed, runs),
        "lead_time": lead_times(setting.packed, runs, setting.counted.point),
        "oee": oee_table(setting, runs),
        **people_tables(setting, runs, seed=seed),
    }
    if setting.packed.network.buffers:
        given["buffers"] = buffers_table(setting, runs)
    some = {
        "first_time_through": first_time_through(setting.packed, runs),
        "sequence": sequence_table(setting, runs),
        "set_ups": set_ups_table(setting, runs),
    }
    return given | {name: table for name, table in some.items() if table is not None}


def notes(plant: Plant, ranges: Mapping[str, Evidence], *,
          doubt_runs: int) -> list[Note]:  # fmt: skip
    """Give what has to be said beside the figures."""
    said = []
    if doubt_runs:
        said.append(
            Note("simulate.doubt", {"numbers": len(ranges), "runs": doubt_runs})
        )
    elif plant.target is not None and not ranges:
        said.append(Note("simulate.no_doubt", {}))
    said.append(Note("simulate.waterfall", {}))
    said.append(Note("simulate.path", {}))
    return said


__all__ = ["BY_ROW", "headline", "notes", "tables"]
