"""The clock on a site's wall, and the ticks that pass by it.

A day on which the clocks are changed has 23 or 25 hours; a time that the clocks skip
is the moment of the change, one that they show twice is the first of the two.
"""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from zauyt.plant.plant import Site
from zauyt.units import TICKS_PER_SECOND

LocalClock = Callable[[datetime.date, int], int]
"""From a date and minutes past its midnight by the clock to a tick."""


def local_clock(site: Site, first_day: datetime.date) -> LocalClock:
    """Give the clock of a site, counting ticks from midnight of the first day."""
    zone = zoneinfo.ZoneInfo(site.time_zone)

    def offset_s(instant_s: int) -> int:
        moment = datetime.datetime.fromtimestamp(instant_s, zone)
        shift = moment.utcoffset()
        assert shift is not None
        return round(shift.total_seconds())

    def instant_s(date: datetime.date, minutes: int) -> int:
        local = datetime.datetime.combine(date, datetime.time.min)
        local += datetime.timedelta(minutes=minutes)
        before = round(local.replace(tzinfo=zone, fold=0).timestamp())
        after = round(local.replace(tzinfo=zone, fold=1).timestamp())
        if before <= after:
            return before
        # The clocks skip this time: look for the second in which they do.
        low, high = after - 1, before
        while high - low > 1:
            middle = (low + high) // 2
            if offset_s(middle) == offset_s(high):
                high = middle
            else:
                low = middle
        return high

    origin_s = instant_s(first_day, 0)

    def tick(date: datetime.date, minutes: int) -> int:
        return (instant_s(date, minutes) - origin_s) * TICKS_PER_SECOND

    return tick


def hours_by_clock(
    site: Site,
    *,
    first_day: datetime.date,
    midnights: npt.NDArray[np.int64],
    first_number: int,
) -> npt.NDArray[np.int64]:
    """Give the ticks at which the 24 hours of days begin by the clock.

    ``midnights`` are those of the days, and of the day after the last; the first of
    them is day ``first_number`` of the run, which begins on ``first_day``. An hour
    that the clocks skip begins with the next.
    """
    hour = 3600 * TICKS_PER_SECOND
    starts: npt.NDArray[np.int64] = midnights[:-1, None] + hour * np.arange(24)
    odd = np.flatnonzero(np.diff(midnights) != 24 * hour)
    if odd.size:
        clock = local_clock(site, first_day)
        for day in odd.tolist():
            date = first_day + datetime.timedelta(days=first_number + day)
            starts[day] = [clock(date, 60 * number) for number in range(24)]
    return starts.ravel()
