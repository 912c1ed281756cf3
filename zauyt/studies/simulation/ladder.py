"""The speed ladder: what each station, line and shop would make alone.

A station alone is its operation time for the mix, its positions and its own
failures. A line or a shop alone is simulated: always fed, never held up, always
open, on the same numbers. Blocked and starved are not its own losses, so they are
not in it. The takt is what the target asks of it in its open hours.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from typing import Any

from zauyt.arrays.network import Stop, members
from zauyt.arrays.ticks import failure_mean
from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.runs.batch import Period, Setting, carry_out_all, ready
from zauyt.runs.measure import Measured
from zauyt.studies.simulation.alone import alone
from zauyt.studies.simulation.waterfall import kind_shares, usual_ticks, visits

ALONE = Period(datetime.date(2026, 1, 1), 30, 3)
"""A line alone runs for 30 days without a break, after three to fill it."""

FASTEST_S = 0.5
"""A line quicker than this is rated by its slowest station, without a run."""


def stop_hours(setting: Setting, stop: Stop) -> float:
    """Give the open hours of a station in the counted time."""
    begin, end = (int(setting.counted.day_starts[place]) for place in (0, -1))
    if stop.calendar is None:
        return (end - begin) / 3_600_000
    closed = setting.packed.calendars[stop.calendar]
    inside = (closed.end_ms.clip(begin, end) - closed.start_ms.clip(begin, end)).sum()
    return (end - begin - int(inside)) / 3_600_000


def own_availability(plant: Plant, stop: Stop, usual_ticks_each: float) -> float:
    """Give the share of its working and repair time in which a station is up."""
    repair_per_tick = 0.0
    for name in stop.failures:
        failure = plant.failures[name]
        mean = float(failure_mean(failure))
        if failure.clock == "operations":
            mean *= usual_ticks_each
        repair_per_tick += failure.mttr_min * 60_000 / mean
    return 1.0 / (1.0 + repair_per_tick)


def ladder(
    setting: Setting, plant: Plant, runs: Sequence[Measured], period: Period, *,
    seed: int, workers: int,
) -> Table:  # fmt: skip
    """Give stand-alone JPH against takt for every shop, line and station.

    JPH counts vehicles of the plant: a line that only a part of the vehicles
    visits is rated by those, and its takt is lower.
    """
    packed = setting.packed
    usual = usual_ticks(packed, kind_shares(packed, runs))
    seen = visits(packed, runs)
    first_of: dict[str, Stop] = {}
    rows: list[dict[str, Any]] = []
    known: set[str] = set()
    for number, stop in enumerate(packed.stops):
        if stop.station in known:
            continue
        known.add(stop.station)
        up = own_availability(plant, stop, usual[number])
        rows.append({
            "level": "station",
            "name": stop.station,
            "line": stop.line,
            "shop": stop.shop,
            "jph_alone": _jph(usual[number], stop) * up,
            "availability": up,
            "jph_takt": _takt(setting, plant, stop, seen, period),
        })  # fmt: skip
        first_of.setdefault(stop.line, stop)
    parts = [("line", line, frozenset((line,)), stop)
             for line, stop in first_of.items()]  # fmt: skip
    shops: dict[str, list[str]] = {}
    for name, record in members(plant).items():
        shops.setdefault(record.shop, []).append(name)
    parts += [
        ("shop", shop, frozenset(names), _last_stop(packed.stops, names))
        for shop, names in shops.items()
        if any(name in plant.lines for name in names)
    ]
    slowest = [_slowest(rows, names) for _, _, names, _ in parts]
    figures = _alone(plant, [names for _, _, names, _ in parts], slowest, seed=seed,
                     workers=workers)  # fmt: skip
    whole = [
        {
            "level": level,
            "name": name,
            "line": name if level == "line" else "",
            "shop": name if level == "shop" else plant.lines[name].shop,
            **alone_figures,
            "jph_takt": _takt(setting, plant, stop, seen, period),
        }
        for (level, name, _, stop), alone_figures in zip(parts, figures, strict=True)
    ]
    whole.sort(key=lambda row: row["level"] != "shop")
    every = [*whole, *rows]
    return _table(every)


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
    return 3_600_000 / usual_ticks_each * stop.positions


def _last_stop(stops: Sequence[Stop], names: list[str]) -> Stop:
    """Give the shop's station nearest to the end of the plant."""
    return next(stop for stop in stops if stop.line in names)


def _takt(
    setting: Setting, plant: Plant, stop: Stop, seen: dict[str, float], period: Period
) -> float:
    """Give the jobs an hour that the target asks of a station's open hours."""
    if plant.target is None:
        return float("nan")
    wanted = plant.target.vehicles_per_year * period.days / 365
    hours = stop_hours(setting, stop)
    return wanted * seen[stop.station] / hours if hours else float("nan")


def _slowest(rows: list[dict[str, Any]], names: frozenset[str]) -> dict[str, Any]:
    """Give the row of the station that makes least alone."""
    inside = [row for row in rows if row["line"] in names]
    return min(inside, key=lambda row: row["jph_alone"])


def _alone(
    plant: Plant, parts: Sequence[frozenset[str]], slowest: Sequence[dict[str, Any]],
    *, seed: int, workers: int,
) -> list[dict[str, float]]:  # fmt: skip
    """Give what each line or shop makes alone, and that over its set speed."""
    run = [row["jph_alone"] <= 3600 / FASTEST_S for row in slowest]
    settings = [
        _ready_alone(plant, names) for names, wanted in zip(parts, run, strict=True)
        if wanted
    ]  # fmt: skip
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


def _ready_alone(plant: Plant, names: frozenset[str]) -> Setting:
    """Make a line or shop ready to run alone."""
    part = alone(plant, names, point="alone")
    assert part is not None, f"no line in {names}"
    return ready(part, ALONE, point="alone", record=False)


def _alone_figures(setting: Setting, run: Measured) -> dict[str, float]:
    """Give what a line or shop makes alone, and that over its set speed."""
    jph = run.vehicles / (setting.counted.ticks / 3_600_000)
    usual = usual_ticks(setting.packed, kind_shares(setting.packed, [run]))
    set_speed = min(
        _jph(usual[number], each)
        for number, each in enumerate(setting.packed.stops)
        if run.served[number] > 0
    ) if run.vehicles else float("nan")  # fmt: skip
    return {"jph_alone": jph, "availability": min(jph / set_speed, 1.0)}
