"""Which days a calendar works, month by month, and which of them lie at holidays."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from zauyt.arrays.calendar import windows
from zauyt.arrays.turns import public_holidays
from zauyt.plant.checks.legal import breaks_of, paid_min
from zauyt.plant.plant import Plant
from zauyt.plant.time import Calendar, clock_min, weekdays
from zauyt.plant.workforce import MONTHS

_DAY = datetime.timedelta(days=1)
DAYS_A_YEAR = 365


@dataclass(frozen=True)
class Year:
    """The workdays of a calendar.

    ``beside`` says of each workday whether the one before or after it is parted from
    it by a public holiday or closure that would have been a workday. ``holidays`` are
    the public holidays of the period, on whatever day of the week.
    """

    first: datetime.date
    days: int
    worked: tuple[datetime.date, ...]
    beside: tuple[bool, ...]
    holidays: int

    @property
    def beside_share(self) -> float:
        """Give the share of workdays that lie at a holiday or closure."""
        return sum(self.beside) / len(self.beside) if self.beside else 0.0

    def by_month(self) -> dict[str, int]:
        """Give the workdays of every month of the period, also of one without any."""
        return dict(_by_month(self))


@lru_cache(maxsize=64)
def _by_month(year: Year) -> dict[str, int]:
    counts: dict[str, int] = {}
    for place in range(year.days):
        counts.setdefault(f"{year.first + place * _DAY:%Y-%m}", 0)
    for day in year.worked:
        counts[f"{day:%Y-%m}"] += 1
    return counts


def years(plant: Plant, *, first: datetime.date, days: int) -> Mapping[str, Year]:
    """Give the workdays of every calendar of a plant."""
    return {
        name: _year(plant, name, calendar, first, days)
        for name, calendar in plant.calendars.items()
    }


def _year(
    plant: Plant, name: str, calendar: Calendar, first: datetime.date, days: int
) -> Year:
    closed = windows(calendar, site=plant.site, first_day=first, days=days,
                     path=f"calendars.{name}")  # fmt: skip
    places = sorted({int(day) for day in closed.shift_day if 0 <= day < days})
    worked = [first + place * _DAY for place in places]
    usual = set(weekdays(calendar.days))
    at_work = set(worked)
    would = {
        first + place * _DAY
        for place in range(-1, days + 1)
        if (first + place * _DAY).weekday() in usual
    }
    shut = would - at_work - {first - _DAY, first + days * _DAY}
    beside = tuple(
        _meets(day, -_DAY, at_work, shut) or _meets(day, _DAY, at_work, shut)
        for day in worked
    )
    holidays = 0
    if plant.site.holidays is not None:
        last = first + (days - 1) * _DAY
        found = public_holidays(plant.site.holidays, range(first.year, last.year + 1))
        holidays = sum(first <= day <= last for day in found)
    return Year(first, days, tuple(worked), beside, holidays)


def _meets(
    day: datetime.date,
    step: datetime.timedelta,
    at_work: set[datetime.date],
    shut: set[datetime.date],
) -> bool:
    """Tell whether a closed day comes before the next workday in a direction."""
    for _ in range(14):
        day += step
        if day in at_work:
            return False
        if day in shut:
            return True
    return False


def week_h(calendar: Calendar, shift: str, unpaid: tuple[str, ...]) -> float:
    """Give the working time of whoever works a shift on all days of a week."""
    return paid_min(calendar, shift, unpaid) * len(weekdays(calendar.days)) / 60


def open_h(calendar: Calendar, year: Year) -> float:
    """Give the hours that all shifts of a calendar work in the period."""
    minutes = 0.0
    for shift, clock in calendar.shifts.items():
        begin, end = clock_min(clock)
        minutes += max(0.0, end - begin - sum(breaks_of(calendar, shift).values()))
    return minutes / 60 * len(year.worked)


def leave_weights(plant: Plant, year: Year) -> tuple[float, ...]:
    """Give how much leave a workday of each month has; the mean over workdays is 1."""
    by_name = plant.workforce.leave_months if plant.workforce is not None else {}
    months = year.by_month()
    weights = [by_name.get(MONTHS[int(m[5:]) - 1], 1.0) for m in months]
    total = sum(w * d for w, d in zip(weights, months.values(), strict=True))
    scale = len(year.worked) / total if total else 0.0
    return tuple(weight * scale for weight in weights)
