"""The plan: workdays, vehicles of each day, what they need, and how it turns out.

Days are numbered from the first simulated one, which lies before the first that counts
where the plant begins as if supplied for long. Volumes of a year that is not stated are
those of the nearest one that is.
"""

from __future__ import annotations

import bisect
import datetime
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.calendar import windows
from zauyt.arrays.laws import law_tables, stream_key
from zauyt.arrays.supply.bill import Bill, Floats, Whole
from zauyt.kernels.chance import fill, mix
from zauyt.plant.law import Gamma
from zauyt.plant.plant import Plant
from zauyt.plant.time import Calendar

DAY = datetime.timedelta(days=1)
LEAST_FACTOR = 0.05
"""A month has at least this share of what was planned."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What is planned by day, beyond the days that are simulated.

    ``vehicles`` are those of each day; ``shares`` of models add up to 1 (days, models);
    ``needed`` is what the plan needs before a day (materials, days + 1).
    """

    first: datetime.date
    days: int
    workday: NDArray[np.bool_]
    vehicles: Floats
    shares: Floats
    needed: Floats
    month: Whole


def plan_of(
    plant: Plant, bill: Bill, *, first: datetime.date, days: int, ahead: int
) -> Plan:
    """Give the plan of so many days, and of those ahead that orders look at."""
    total = days + ahead
    workday = workdays(plant, first=first, days=total)
    vehicles = np.where(workday, _rates(plant, first, total), 0.0)
    shares = _shares(plant, bill, first, total)
    mean = bill.mean_needs()
    needs = (vehicles[:, None] * shares) @ mean
    needed = np.zeros((len(bill.materials), total + 1))
    needed[:, 1:] = np.cumsum(needs, axis=0).T
    dates = [first + day * DAY for day in range(total)]
    month = np.array([date.year * 12 + date.month - 1 for date in dates])
    return Plan(first, days, workday, vehicles, shares, needed, month)


def calendar_of(plant: Plant) -> Calendar | None:
    """Give the calendar of the supply: its own, the plant's, or the only one."""
    assert plant.supply is not None
    name = plant.supply.calendar or plant.calendar
    if name is None and len(plant.calendars) == 1:
        name = next(iter(plant.calendars))
    return None if name is None else plant.calendars[name]


def workdays(plant: Plant, *, first: datetime.date, days: int) -> NDArray[np.bool_]:
    """Give which days are worked (days)."""
    calendar = calendar_of(plant)
    if calendar is None:
        return np.ones(days, dtype=np.bool_)
    found = np.zeros(days, dtype=np.bool_)
    closed = windows(calendar, site=plant.site, first_day=first, days=days)
    on = np.asarray(closed.shift_day)
    found[on[(on >= 0) & (on < days)]] = True
    return found


def _rates(plant: Plant, first: datetime.date, days: int) -> Floats:
    """Give vehicles of a workday, day by day."""
    supply = plant.supply
    assert supply is not None
    dates = [first + day * DAY for day in range(days)]
    if supply.per_workday:
        begins = sorted(supply.per_workday)
        found = []
        for date in dates:
            place = bisect.bisect_right(begins, date.isoformat()) - 1
            # Before its first date the plan is taken to have been the same.
            found.append(supply.per_workday[begins[max(place, 0)]])
        return np.array(found, dtype=np.float64)
    years = {int(year): volume for year, volume in plant.volumes.items()}
    rate = {}
    for year in {date.year for date in dates}:
        nearest = min((abs(stated - year), stated) for stated in years)[1]
        rate[year] = years[nearest] / max(_workdays_of_year(plant, year), 1)
    return np.array([rate[date.year] for date in dates], dtype=np.float64)


def _workdays_of_year(plant: Plant, year: int) -> int:
    first = datetime.date(year, 1, 1)
    days = (datetime.date(year + 1, 1, 1) - first).days
    return int(workdays(plant, first=first, days=days).sum())


def _shares(plant: Plant, bill: Bill, first: datetime.date, days: int) -> Floats:
    """Give the shares of models by day; of a day before all of them, as after."""
    supply = plant.supply
    assert supply is not None
    weights = np.array([
        supply.mix.get(name, 0.0) if supply.mix
        else plant.models[name].share if name in plant.models else 1.0
        for name in bill.models
    ])  # fmt: skip
    found = np.tile(weights, (days, 1))
    for place, name in enumerate(bill.models):
        begin = plant.models[name].from_date if name in plant.models else None
        if begin is not None:
            found[: max((begin - first).days, 0), place] = 0.0
    empty = found.sum(axis=1) == 0
    found[empty] = weights
    shares: Floats = found / found.sum(axis=1, keepdims=True)
    return shares


@dataclass(frozen=True, eq=False)
class Turnout:
    """How the plan turned out in a run: first vehicle of each day, shares of models."""

    due: Whole
    shares: Floats


def turnout(plant: Plant, bill: Bill, plan: Plan, *, seed: int, run: int) -> Turnout:
    """Draw the vehicles of each day, and their mix, month by month."""
    supply = plant.supply
    assert supply is not None
    months = plan.month[: plan.days]
    vehicles = plan.vehicles[: plan.days]
    shares = plan.shares[: plan.days]
    if supply.volume_cv:
        drawn = monthly(months, "volume", supply.volume_cv, seed=seed, run=run)
        vehicles = vehicles * drawn
    if supply.mix_cv and len(bill.models) > 1:
        factors = [
            monthly(months, f"mix:{name}", supply.mix_cv, seed=seed, run=run)
            for name in bill.models
        ]
        shares = shares * np.stack(factors, axis=1)
        shares = shares / shares.sum(axis=1, keepdims=True)
    due = np.zeros(plan.days + 1, dtype=np.int64)
    due[1:] = np.floor(np.cumsum(vehicles) + 1e-9)
    return Turnout(due, shares)


def monthly(months: Whole, what: str, cv: float, *, seed: int, run: int) -> Floats:
    """Draw a factor of mean 1 for each month; give it by day."""
    tables, rows = _gamma(cv)
    first, last = int(months[0]), int(months[-1])
    out = np.empty(last - first + 1)
    key = run_key("supply.plan", what, seed=seed, run=run)
    fill(out, tables, rows, key, np.uint64(first))
    found: Floats = np.maximum(out, LEAST_FACTOR)[months - first]
    return found


@lru_cache(maxsize=16)
def _gamma(cv: float) -> tuple[Floats, int]:
    tables, rows = law_tables([Gamma(type="gamma", cv=cv)])
    return tables, int(rows[0])


def run_key(name: str, purpose: str, *, seed: int, run: int) -> np.uint64:
    """Give the key of what is drawn for a purpose in a run."""
    key = np.uint64(stream_key(name, purpose))
    for below in (seed, run):
        key = np.uint64(mix(key, np.uint64(below)))
    return key
