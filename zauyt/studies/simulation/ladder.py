"""The speed ladder: what each station, line and shop would make alone.

A station alone is its operation time for the mix, its positions and its own
failures. A line or a shop alone is simulated: always fed, never held up, always
open, on the same numbers. Blocked and starved are not its own losses, so they are
not in it. The takt is what the target asks of it in its open hours: of a station
every operation, second visits too, of a line or a shop what it must pass on as good.

A failure on the calendar's clock comes also while the station is closed; one whose
repair needs a shift is then met at the next opening. What share of the open time it
leaves follows from the calendar (`up_while_open`).
"""

from __future__ import annotations

import datetime
import functools
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zauyt.arrays.expanded import Stop
from zauyt.arrays.network import members
from zauyt.arrays.pack import Packed
from zauyt.arrays.ticks import failure_mean
from zauyt.plant.line import Failure
from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.runs.batch import Period, Setting, carry_out_all, ready
from zauyt.runs.measure import Measured
from zauyt.studies.simulation.alone import alone
from zauyt.studies.simulation.pace import mixes, pace, usual_ticks, visits
from zauyt.units import TICKS_PER_HOUR

ALONE = Period(datetime.date(2026, 1, 1), 30, 3)
"""A line alone runs for 30 days without a break, after three to fill it."""

FASTEST_S = 0.5
"""A line quicker than this is rated by its slowest station, without a run."""


def stop_hours(setting: Setting, stop: Stop) -> float:
    """Give the open hours of a station in the counted time."""
    begin, end = (int(setting.counted.day_starts[place]) for place in (0, -1))
    if stop.calendar is None:
        return (end - begin) / TICKS_PER_HOUR
    closed = setting.packed.calendars[stop.calendar]
    inside = (closed.end_ms.clip(begin, end) - closed.start_ms.clip(begin, end)).sum()
    return (end - begin - int(inside)) / TICKS_PER_HOUR


def waits_for_shift(failure: Failure) -> bool:
    """Tell whether a failure comes while closed, too, but is mended in the shift."""
    return failure.clock == "calendar" and failure.repair_needs_shift


def up_while_open(setting: Setting, calendar: str, failure: Failure) -> float:
    """Give the share of open time left by a failure on the wall, mended in the shift.

    The chance to be up falls at the rate of failures, open or closed, and rises at
    that of repairs while open; exact where both times are exponential.
    """
    closed = setting.packed.calendars[calendar]
    fails, mends = 1 / failure_mean(failure), 1 / (failure.mttr_min * 60_000)
    both = fails + mends
    first, last = (int(setting.counted.day_starts[place]) for place in (0, -1))
    edges = sorted({0, first, last, *closed.start_ms.tolist(), *closed.end_ms.tolist()})
    starts, ends = set(closed.start_ms.tolist()), set(closed.end_ms.tolist())
    up, of_open, up_open, shut = 1.0, 0.0, 0.0, False
    for begin, end in itertools.pairwise(edge for edge in edges if edge <= last):
        # Where one window ends and the next begins, it stays shut.
        shut = begin in starts or (shut and begin not in ends)
        ticks = end - begin
        if shut:
            up *= math.exp(-fails * ticks)
            continue
        settled = mends / both
        above = (up - settled) * -math.expm1(-both * ticks)
        if begin >= first:
            of_open += ticks
            up_open += settled * ticks + above / both
        up -= above
    return up_open / of_open if of_open else 1.0


def own_availability(
    setting: Setting, plant: Plant, stop: Stop, usual_ticks_each: float
) -> float:
    """Give the share of its working and repair time in which a station is up."""
    repair_per_tick = 0.0
    for name in stop.failures:
        failure = plant.failures[name]
        mean = float(failure_mean(failure))
        if failure.clock == "operations":
            mean *= usual_ticks_each
        elif waits_for_shift(failure) and stop.calendar is not None:
            up = up_while_open(setting, stop.calendar, failure)
            repair_per_tick += 1.0 / up - 1.0
            continue
        repair_per_tick += failure.mttr_min * 60_000 / mean
    return 1.0 / (1.0 + repair_per_tick)


def ladder(
    setting: Setting, plant: Plant, runs: Sequence[Measured], period: Period, *,
    seed: int, workers: int,
) -> Table:  # fmt: skip
    """Give stand-alone JPH against takt for every shop, line and station.

    A line that only a part of the vehicles visits has a lower takt, one that they
    visit again a higher one.
    """
    packed = setting.packed
    usual = usual_ticks(packed, mixes(packed, runs))
    seen = visits(packed, runs)
    good = good_exits(packed, runs)
    first_of: dict[str, Stop] = {}
    rows: list[dict[str, Any]] = []
    known: set[str] = set()
    for number, stop in enumerate(packed.stops):
        if stop.station in known:
            continue
        known.add(stop.station)
        up = own_availability(setting, plant, stop, usual[number])
        rows.append({
            "level": "station",
            "name": stop.station,
            "line": stop.line,
            "shop": stop.shop,
            "jph_alone": _jph(usual[number], stop) * up,
            "availability": up,
            "jph_takt": _takt(setting, plant, stop, seen[stop.station], period),
        })  # fmt: skip
        first_of.setdefault(stop.line, stop)
    parts = _parts(_always_open(setting, plant), first_of)
    slowest = [_slowest(rows, part.lines) for part in parts]
    figures = _alone(parts, slowest, seed=seed, workers=workers)
    whole = [
        {
            "level": part.level,
            "name": part.name,
            "line": part.name if part.level == "line" else "",
            "shop": part.stop.shop,
            **alone_figures,
            "jph_takt": _takt(
                setting, plant, part.stop, sum(good[line] for line in part.ends), period
            ),
        }
        for part, alone_figures in zip(parts, figures, strict=True)
    ]
    whole.sort(key=lambda row: row["level"] != "shop")
    return _table([*whole, *rows])


@dataclass(frozen=True)
class _Part:
    """A line or a shop: its lines, those it gives by, its last station, it alone."""

    level: str
    name: str
    lines: frozenset[str]
    ends: tuple[str, ...]
    stop: Stop
    alone: Plant


def _parts(plant: Plant, first_of: Mapping[str, Stop]) -> list[_Part]:
    """Give every line, and every shop that has lines, as a plant of its own."""
    shops: dict[str, list[str]] = {}
    for name, record in members(plant).items():
        shops.setdefault(record.shop, []).append(name)
    named = [("line", line, [line]) for line in first_of]
    named += [("shop", shop, names) for shop, names in shops.items()]
    parts = []
    for level, name, names in named:
        part = alone(plant, frozenset(names), point="alone")
        if part is not None:
            stop = next(stop for line, stop in first_of.items() if line in names)
            ends = tuple(
                line for line, each in part.lines.items() if each.count_point == "alone"
            )
            inside = frozenset(names) & plant.lines.keys()
            parts.append(_Part(level, name, inside, ends, stop, part))
    return parts


def _table(every: list[dict[str, Any]]) -> Table:
    return Table({
        Column("level", "", "shop, line or station", "text"): [
            row["level"] for row in every
        ],
        Column("name", "", "its name", "text"): [row["name"] for row in every],
        Column("line", "", "line of a station", "text"): [
            row["line"] for row in every
        ],
        Column("shop", "", "shop", "text"): [row["shop"] for row in every],
        Column("jph_alone", "1/h", "what it would make alone", "number"): [
            row["jph_alone"] for row in every
        ],
        Column("jph_takt", "1/h", "what the target asks of it", "number"): [
            row["jph_takt"] for row in every
        ],
        Column("availability", "share", "its own, or made of its set speed"): [
            row["availability"] for row in every
        ],
    })  # fmt: skip


def _jph(usual_ticks_each: float, stop: Stop) -> float:
    """Give what a station's positions do in an hour; unknown for a mix without work."""
    if not usual_ticks_each:
        return float("nan")
    return TICKS_PER_HOUR / usual_ticks_each * stop.positions


def good_exits(packed: Packed, runs: Sequence[Measured]) -> dict[str, float]:
    """Give the jobs that each line passes on as good for one vehicle that leaves."""
    network = packed.network
    counts = np.sum([run.outcomes for run in runs], axis=0).sum(axis=1)
    first = np.cumsum([0, *(len(outlets) for outlets in network.routes)])
    took: dict[int, float] = {}
    for number, section in enumerate(network.sections):
        built = float(sum(int(run.built[number].sum()) for run in runs))
        took[section.route] = took.get(section.route, 0.0) + built
    out = float(sum(run.vehicles for run in runs)) or 1.0
    return {
        network.route_names[route]: (
            float(counts[first[route]])
            if len(network.routes[route]) > 1
            else took[route]
        )
        / out
        for route in took
        if network.route_names[route] in network.plant.lines
    }


def _always_open(setting: Setting, plant: Plant) -> Plant:
    """Give the plant with failures on the wall as rare as they are while it is open.

    Its lines are to run without closings.
    """
    failures = dict(plant.failures)
    calendars = {stop.line: stop.calendar for stop in setting.packed.stops}

    def renamed(names: str | tuple[str, ...], calendar: str) -> tuple[str, ...]:
        given = []
        for name in (names,) if isinstance(names, str) else names:
            new, failure = name, plant.failures[name]
            waits = waits_for_shift(failure)
            up = up_while_open(setting, calendar, failure) if waits else 1.0
            if up < 1.0:
                new = f"{name}__{calendar}"
                mtbf_h = failure.mttr_min / 60 * up / (1.0 - up)
                changes = {"mtbf_h": mtbf_h, "availability": None}
                failures[new] = failure.model_copy(update=changes)
            given.append(new)
        return tuple(given)

    lines = dict(plant.lines)
    for name, line in plant.lines.items():
        calendar = calendars[name]
        if calendar is None:
            continue
        update: dict[str, Any] = {"failure": renamed(line.failure, calendar)}
        if not isinstance(line.stations, int):
            update["stations"] = {
                label: station.model_copy(
                    update={"failure": renamed(station.failure, calendar)}
                )
                if station.failure
                else station  # without its own, or with those of the line
                for label, station in line.stations.items()
            }
        lines[name] = line.model_copy(update=update)
    return plant.model_copy(update={"lines": lines, "failures": failures})


def _takt(
    setting: Setting, plant: Plant, stop: Stop, seen: float, period: Period
) -> float:
    """Give the jobs an hour that the target asks of a station's open hours.

    ``seen`` of them come for one vehicle.
    """
    if plant.target is None:
        return float("nan")
    wanted = plant.target.vehicles_per_year * period.days / 365
    hours = stop_hours(setting, stop)
    return wanted * seen / hours if hours else float("nan")


def _slowest(rows: list[dict[str, Any]], names: frozenset[str]) -> dict[str, Any]:
    """Give the row of the station that makes least alone."""
    inside = [row for row in rows if row["line"] in names]
    return min(inside, key=lambda row: row["jph_alone"])


def _alone(
    parts: Sequence[_Part], slowest: Sequence[dict[str, Any]], *, seed: int,
    workers: int,
) -> list[dict[str, float]]:  # fmt: skip
    """Give what each line or shop makes alone, and that over its set speed."""
    run = [row["jph_alone"] <= 3600 / FASTEST_S for row in slowest]
    settings = [
        ready(part.alone, ALONE, point="alone", record=False)
        for part, wanted in zip(parts, run, strict=True)
        if wanted
    ]
    made = carry_out_all(
        [(functools.partial(_same, of_part), 0) for of_part in settings],
        seed=seed, workers=workers,
    )  # fmt: skip
    by_run = (_alone_figures(*pair) for pair in zip(settings, made, strict=True))
    return [
        next(by_run)
        if wanted
        else {key: row[key] for key in ("jph_alone", "availability")}
        for row, wanted in zip(slowest, run, strict=True)
    ]


def _same(setting: Setting) -> Setting:
    return setting


def _alone_figures(setting: Setting, run: Measured) -> dict[str, float]:
    """Give what a line or shop makes alone, and that over its set speed."""
    jph = run.vehicles / (setting.counted.ticks / TICKS_PER_HOUR)
    set_speed = TICKS_PER_HOUR / pace(setting.packed, [run], "alone").ticks
    return {"jph_alone": jph, "availability": min(jph / set_speed, 1.0)}
