"""The months of a launch: its days by month, and the days on which it works."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.calendar import open_ms
from zauyt.runs.batch import Setting, counting_stop
from zauyt.units import TICKS_PER_HOUR

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Months:
    """The first days of months, and to which of them each day belongs.

    The first month begins with the launch.
    """

    start: datetime.date
    firsts: tuple[datetime.date, ...]
    of_day: Whole

    @property
    def days(self) -> int:
        """Give the number of days."""
        return int(self.of_day.size)

    def sums(self, by_day: NDArray[np.generic]) -> Floats:
        """Add up what is given by day, the last axis, by month."""
        values = np.asarray(by_day, dtype=np.float64)
        edges = np.searchsorted(self.of_day, np.arange(len(self.firsts)))
        sums: Floats = np.add.reduceat(values, edges, axis=-1)
        return sums

    def date(self, day: int) -> datetime.date:
        """Give the date of a day, counted from 0."""
        return self.start + datetime.timedelta(days=int(day))


def months_of(start: datetime.date, count: int) -> Months:
    """Give so many months, the first from a day on to the month's end."""
    firsts = [start]
    for _ in range(count):
        year, month = divmod(firsts[-1].year * 12 + firsts[-1].month, 12)
        firsts.append(datetime.date(year, month + 1, 1))
    lengths = [(b - a).days for a, b in itertools.pairwise(firsts)]
    return Months(start, tuple(firsts[:-1]), np.repeat(np.arange(count), lengths))


def planned_hours(setting: Setting) -> Floats:
    """Give the open hours by day of the line at whose end vehicles are counted."""
    starts = setting.counted.day_starts
    calendar = counting_stop(setting.packed, setting.counted.point).calendar
    if calendar is None:
        return np.diff(starts) / TICKS_PER_HOUR
    closed = setting.packed.calendars[calendar]
    ticks = [
        open_ms(closed, start_ms=int(begin), end_ms=int(end))
        for begin, end in itertools.pairwise(starts)
    ]
    return np.array(ticks) / TICKS_PER_HOUR
