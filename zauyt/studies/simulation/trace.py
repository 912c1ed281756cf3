"""Where every job was, and when: one run of `simulate`, written down whole."""

from __future__ import annotations

import datetime
import zoneinfo

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed
from zauyt.errors import Problem, WrongInput
from zauyt.plant.plant import Plant
from zauyt.results.trace import MOMENTS, Trace
from zauyt.runs.batch import Period, Setting, ready
from zauyt.runs.ordered import ordered
from zauyt.runs.single import Room, carry_out

MOST_STAYS = 4_000_000
"""Stays that a trace may have; more would take gigabytes."""

IN_ONE_PART = 2**62
"""Bytes of history that no trace has: stays are not kept of runs in parts."""

_GRID = datetime.timedelta(minutes=15)
"""Clocks are changed at quarters of an hour only."""


def trace(
    plant: Plant,
    *,
    start: datetime.date = datetime.date(2026, 1, 1),
    days: int = 1,
    warm_up_days: int = 7,
    seed: int = 1,
    run: int = 0,
) -> Trace:
    """Where was every job, and when? The stays of one run of `simulate`.

    Parameters
    ----------
    plant
        The plant, free of `lint`'s errors.
    start, days, warm_up_days, seed
        As for `simulate`; stays that reach into the counted days are given.
    run
        Number of the run by chance alone, from 0.

    Raises
    ------
    WrongInput
        So many days have more stays than a trace may have.
    """
    period = Period(start, days, warm_up_days)
    point = plant.target.count_point if plant.target else "buy_off"
    setting = ready(plant, period, point=point, record=True)
    packed = setting.packed
    expected = _expected(packed)
    if expected > MOST_STAYS:
        message = (
            f"some {expected:,} stays at stations in {days} days; a trace may have"
            f" {MOST_STAYS:,}: choose fewer --days"
        )
        raise WrongInput([Problem("--trace", message, "size")])
    room = Room(expected, 0, 0, 0, 0, expected)
    done, _ = carry_out(
        packed, seed=seed, run=run, room=room, most_history_bytes=IN_ONE_PART,
        came=ordered(packed, seed=seed, run=run),
    )  # fmt: skip
    return _trace(plant, setting, done.stays, period)


def _expected(packed: Packed) -> int:
    """Guess how many stays a run has."""
    seconds = packed.length_ticks / 1000
    slowest = max(min(stop.cycle_s) / stop.positions for stop in packed.stops)
    stations = sum(1 / stop.positions for stop in packed.stops)
    return int(seconds / slowest * stations)


def _trace(
    plant: Plant, setting: Setting, stays: NDArray[np.void], period: Period
) -> Trace:
    """Give names and times to the stays that reach into the counted days."""
    packed = setting.packed
    stays = stays[np.lexsort((stays["leave"], stays["serial"]))]
    begin = stays["begin"].copy()
    before = np.roll(stays["leave"], 1)
    on_the_way = begin < 0  # on a conveyor: since it left the place before
    begin[on_the_way] = before[on_the_way]
    first, last = (int(setting.counted.day_starts[at]) for at in (0, -1))
    kept = (stays["leave"] > first) & (begin < last)
    order = np.flatnonzero(kept)
    order = order[np.lexsort((stays["serial"][order], stays["leave"][order]))]
    chosen = stays[order]
    ticks = {"begin": begin[order], "ready": chosen["ready"], "leave": chosen["leave"]}
    utc_ms = {each: _midnight_ms(plant, period) + ticks[each] for each in MOMENTS}
    network = packed.network
    stops = [packed.stops[station] for station in chosen["station"].tolist()]
    kinds = [network.kinds[kind] for kind in chosen["kind"].tolist()]
    return Trace(
        plant=plant.plant,
        job=chosen["serial"],
        model=tuple(kind.model for kind in kinds),
        colour=tuple(
            network.colours[colour] if network.colours else ""
            for colour in chosen["colour"].tolist()
        ),
        line=tuple(stop.line for stop in stops),
        station=tuple(stop.name for stop in stops),
        utc_ms=utc_ms,
        offset_ms={each: _offset_ms(plant, utc_ms[each]) for each in MOMENTS},
    )


def _midnight_ms(plant: Plant, period: Period) -> int:
    """Give the moment of the run's tick 0, in milliseconds from 1970."""
    day = period.first_day - datetime.timedelta(days=period.warm_up_days)
    zone = zoneinfo.ZoneInfo(plant.site.time_zone)
    midnight = datetime.datetime.combine(day, datetime.time(), zone)
    return round(midnight.timestamp() * 1000)


def _offset_ms(plant: Plant, utc_ms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give what local time adds to moments."""
    if not utc_ms.size:
        return utc_ms
    zone = zoneinfo.ZoneInfo(plant.site.time_zone)
    step = round(_GRID.total_seconds() * 1000)
    quarters = utc_ms // step
    first = int(quarters.min())
    offsets = []
    for quarter in range(first, int(quarters.max()) + 1):
        moment = datetime.datetime.fromtimestamp(quarter * step / 1000, zone)
        offset = moment.utcoffset()
        assert offset is not None, "a zone has an offset"
        offsets.append(round(offset.total_seconds() * 1000))
    table: NDArray[np.int64] = np.array(offsets, dtype=np.int64)[quarters - first]
    return table
