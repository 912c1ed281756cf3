"""When what leaves a supplier arrives: every lane, every day on which it could leave.

Times are days from the first simulated one. A leg begins on the first day on which it
may leave its place, takes its days and a delay, if its week has one. What arrives in
the course of a day is there on the next.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.laws import law_tables
from zauyt.arrays.supply.bill import Floats, Whole
from zauyt.arrays.supply.plan import DAY, run_key
from zauyt.kernels.chance import fill
from zauyt.kernels.supply.layout import NEVER
from zauyt.plant.inbound import Disruption, Lane, Leg, Supply
from zauyt.plant.law import CONSTANT, EXPONENTIAL, Law, Uniform
from zauyt.plant.time import weekdays
from zauyt.plant.workforce import MONTHS

BEYOND = 1500
"""Days beyond the last simulated one up to which ways are followed."""


@dataclass(frozen=True, eq=False)
class Trips:
    """The trips of a lane in a run, by the day of leaving (days).

    ``leaves`` and ``arrives`` are by leg, in days and parts of them; ``there`` is the
    day on which it can be used, -1 where it is lost.
    """

    leaves: tuple[Floats, ...]
    arrives: tuple[Floats, ...]
    there: Whole


@dataclass(frozen=True, eq=False)
class Opening:
    """On which days something may leave a supplier and each place of a lane.

    ``onward`` is the first day from each on when it may (days beyond the last, too).
    """

    onward: tuple[Whole, ...]
    lost: NDArray[np.bool_]


def opening(
    supply: Supply, name: str, *, first: datetime.date, days: int,
    disruption: Disruption | None = None,
) -> Opening:  # fmt: skip
    """Give on which days the legs of a lane can begin, with a disruption or without."""
    lane = supply.lanes[name]
    total = days + BEYOND
    closed_days = supply.suppliers[lane.supplier].closed_days
    at_supplier = _on(lane.leaves, first, total) & _on(
        lane.legs[0].leaves, first, total
    )
    for date in closed_days:
        if 0 <= (date - first).days < total:
            at_supplier[(date - first).days] = False
    open_days = [at_supplier]
    open_days += [_on(leg.leaves, first, total) for leg in lane.legs[1:]]
    lost = np.zeros(days, dtype=np.bool_)
    if disruption is not None:
        begin = max((disruption.first - first).days, 0)
        end = max((disruption.first - first).days + disruption.days, 0)
        places = [lane.supplier, *(leg.to for leg in lane.legs[:-1])]
        for place, is_open in zip(places, open_days, strict=True):
            if place in disruption.closed_places:
                is_open[begin:end] = False
        if lane.supplier in disruption.closed_suppliers:
            open_days[0][begin:end] = False
        if name in disruption.lost_lanes:
            lost[begin:end] = True
    return Opening(tuple(_onward(each) for each in open_days), lost)


def _on(days: str, first: datetime.date, total: int) -> NDArray[np.bool_]:
    week = np.zeros(7, dtype=np.bool_)
    week[list(weekdays(days))] = True
    return np.resize(np.roll(week, -first.weekday()), total)


def _onward(is_open: NDArray[np.bool_]) -> Whole:
    """Give the first open day from each day on; past the end, every day is."""
    count = len(is_open)
    at = np.where(is_open, np.arange(count), count)
    found: Whole = np.minimum.accumulate(at[::-1])[::-1]
    return found


def order_days(
    supply: Supply, name: str, *, first: datetime.date, days: int
) -> NDArray[np.bool_]:
    """Give on which days the orders of a lane are placed, from the first Monday on."""
    supplier = supply.suppliers[supply.lanes[name].supplier]
    week = (np.arange(days) + first.toordinal() - 1) // 7
    since = week - (supply.first.toordinal() - 1) // 7
    found: NDArray[np.bool_] = _on(supplier.orders, first, days)
    found &= since % supplier.every_weeks == 0
    return found


def departures(
    supply: Supply, name: str, opened: Opening, ordered: NDArray[np.bool_]
) -> tuple[Whole, NDArray[np.bool_]]:
    """Give when an order of each day leaves, and on which days anything may leave.

    Where trains have room for all, they run for orders only.
    """
    lane, days = supply.lanes[name], len(ordered)
    frozen = supply.suppliers[lane.supplier].frozen_days
    first = opened.onward[0]
    ready: Whole = first[np.minimum(np.arange(days) + frozen, len(first) - 1)]
    if lane.urgent or lane.most_containers is not None:
        return ready, first[:days] == np.arange(days)
    runs = np.zeros(days, dtype=np.bool_)
    leaving = ready[ordered]
    runs[leaving[leaving < days]] = True
    return ready, runs


def trips(
    name: str, lane: Lane, opened: Opening, runs: NDArray[np.bool_], *,
    first: datetime.date, seed: int, run: int,
) -> Trips:  # fmt: skip
    """Draw the trips of a lane in a run, one a day on which something may leave.

    On the other days, and on lanes that stand still, it is never there.
    """
    days = len(runs)
    on = np.flatnonzero(runs)
    time = on.astype(np.float64)
    empty = np.full(days, np.inf)
    # Numbers of draws are dates, so that a longer run-up draws the same.
    key = (seed, run, first.toordinal())
    leaves: list[Floats] = []
    arrives: list[Floats] = []
    for place, (leg, onward) in enumerate(zip(lane.legs, opened.onward, strict=True)):
        day = np.minimum(time.astype(np.int64), len(onward) - 1)
        begin = np.where(onward[day] > day, onward[day].astype(np.float64), time)
        where = f"supply.lanes.{name}.{place}"
        law = leg.law or CONSTANT
        took = leg.days * _draws(where, "days", law, days, key)[on]
        if leg.delay_share and leg.delay_days:
            took = took + _delays(where, leg, begin, first, seed, run)
        time = begin + took
        if lane.in_order:
            time = np.maximum.accumulate(time)
        for found, values in ((leaves, begin), (arrives, time)):
            all_days = empty.copy()
            all_days[on] = values
            found.append(all_days)
    there = np.full(days, NEVER, dtype=np.int64)
    there[on] = np.maximum(np.ceil(time - 1e-9).astype(np.int64), on + 1)
    there[opened.lost] = NEVER
    return Trips(tuple(leaves), tuple(arrives), there)


def _delays(
    where: str, leg: Leg, begin: Floats, first: datetime.date, seed: int, run: int
) -> Floats:
    """Draw the delays of a leg for what begins it at some times: one for each week."""
    if not len(begin):
        return begin
    week = (begin.astype(np.int64) + first.toordinal() - 1) // 7
    law = leg.delay_law or EXPONENTIAL
    even = Uniform(type="uniform", spread=1.0)
    since, count = int(week.min()), int(week.max() - week.min()) + 1
    key = (seed, run, since)
    long = leg.delay_days * _draws(where, "delay", law, count, key)[week - since]
    u = _draws(where, "delayed", even, count, key)[week - since]
    chance = leg.delay_share * _by_month(leg.delay_months, first, begin)
    delays: Floats = np.where(u / 2 < chance, long, 0.0)
    return delays


def _by_month(
    factors: Mapping[str, float], first: datetime.date, begin: Floats
) -> Floats:
    if not factors:
        return np.ones(len(begin))
    last = int(begin.max()) + 1
    months = _months(first, last)
    by_month = np.array([factors.get(name, 1.0) for name in MONTHS])
    found: Floats = by_month[months[begin.astype(np.int64)]]
    return found


@lru_cache(maxsize=64)
def _months(first: datetime.date, days: int) -> Whole:
    return np.array([(first + day * DAY).month - 1 for day in range(days + 1)])


def _draws(
    where: str, what: str, law: Law, count: int, key: tuple[int, int, int]
) -> Floats:
    """Draw by a law; the key is seed, run and the number of the first draw."""
    seed, run, since = key
    out = np.empty(count)
    tables, row = _table(law)
    fill(out, tables, row, run_key(where, what, seed=seed, run=run), np.uint64(since))
    return out


@lru_cache(maxsize=64)
def _table(law: Law) -> tuple[Floats, int]:
    tables, rows = law_tables([law])
    return tables, int(rows[0])


def usual_days(lane: Lane) -> int:
    """Give the days that a lane takes in the mean: legs, delays, waits to leave."""
    total = 0.0
    for place, leg in enumerate(lane.legs):
        total += leg.days
        months = [leg.delay_months.get(name, 1.0) for name in MONTHS]
        chance = math.fsum(min(leg.delay_share * each, 1.0) for each in months) / 12
        total += chance * leg.delay_days
        if place:
            total += _mean_wait(leg.leaves)
    return max(math.ceil(total - 1e-9), 1)


def _mean_wait(days: str) -> float:
    """Give the mean days from any time of a week to the next day of some weekdays."""
    on = sorted(weekdays(days))
    if len(on) == 7:
        return 0.0
    gaps = [
        (on[(place + 1) % len(on)] - day - 1) % 7 + 1 for place, day in enumerate(on)
    ]
    return math.fsum((gap - 1) * gap / 2 for gap in gaps) / 7


def places_of(supply: Supply) -> tuple[str, ...]:
    """Give the places between suppliers and the plant, in the order of the file."""
    found: dict[str, None] = {}
    for lane in supply.lanes.values():
        found |= dict.fromkeys(leg.to for leg in lane.legs[:-1])
    return tuple(found)


def leaving_places(supply: Supply) -> Set[str]:
    """Give all places that something leaves."""
    return set(places_of(supply)) | set(supply.suppliers)
