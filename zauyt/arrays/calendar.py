"""From a calendar to the stretches of time in which a line is closed, and why.

Ticks are milliseconds of real time since local midnight of the first day. A day
on which the clocks are changed has 23 or 25 hours; a time that the clocks skip is
the moment of the change, one that they show twice is the first of the two.
Shifts begin and end by the clock, breaks keep their length.

What holds where several would: a break at a fixed time inside a shift; then a
shift at work; then a break spread over a shift (so a break in one of two
overlapping shifts does not close the line); then what closes the day, over the
hours that its shifts would have had; then ``off_shift``. A shift belongs to the
day on which it begins, also when it ends on the next, closed one.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from zauyt.arrays.clock import local_clock
from zauyt.arrays.painting import NO_REASON, Ticks, kept, painted
from zauyt.arrays.turns import Turns, spread_breaks, turns_of
from zauyt.errors import Problem, WrongInput
from zauyt.plant.checks.hours import holiday_countries, is_time_zone, time_zones
from zauyt.plant.plant import Site
from zauyt.plant.reading.nearest import did_you_mean
from zauyt.plant.time import Calendar, clock_min
from zauyt.units import TICKS_PER_SECOND

OFF_SHIFT = "off_shift"

_DAY = datetime.timedelta(days=1)
_TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND


@dataclass(frozen=True, eq=False)
class ClosedWindows:
    """When a line is closed, for which reason, and whose shift it is.

    Windows and shifts are each in order and do not overlap; all times are ticks
    from local midnight of the first day. A shift lasts from its beginning to
    its end, breaks included; where two overlap, the earlier keeps the time. Its
    day is that on which it begins, counted from the first day.
    """

    length_ms: int
    start_ms: Ticks
    end_ms: Ticks
    reason: Ticks
    reasons: tuple[str, ...]
    shift_start_ms: Ticks
    shift_end_ms: Ticks
    shift: Ticks
    shift_day: Ticks
    shifts: tuple[str, ...]


def windows(
    calendar: Calendar | None,
    *,
    site: Site,
    first_day: datetime.date,
    days: int,
    path: str = "calendar",
) -> ClosedWindows:
    """Say when a line is closed, and why, from a first day on.

    Parameters
    ----------
    calendar
        The line's calendar; without one it is always open.
    site
        Gives the time zone and the country of the public holidays.
    first_day, days
        First day and number of days, 1 or more.
    path
        Plant path of the calendar, for messages.

    Raises
    ------
    WrongInput
        With everything that ``calendar_problems`` finds.
    """
    assert days >= 1, "a calendar of no days"
    return _windows(_Asked(repr(calendar), repr(site), first_day, days,
                           calendar, site, path))  # fmt: skip


def midnights(site: Site, *, first_day: datetime.date, days: int) -> Ticks:
    """Give the ticks at which days begin, and the end of the last (days + 1)."""
    return _midnights(_Asked("", repr(site), first_day, days, None, site))


@dataclass(frozen=True)
class _Asked:
    """What was asked for; two that read the same are the same."""

    calendar_text: str
    site_text: str
    first_day: datetime.date
    days: int
    calendar: Calendar | None = field(compare=False)
    site: Site = field(compare=False)
    path: str = field(default="", compare=False)

    def without_spread_breaks(self) -> _Asked:
        """Give what is asked without what only cuts shifts into parts."""
        assert self.calendar is not None, "no calendar to have breaks"
        bare = self.calendar.model_copy(update={"breaks_min": {}})
        return replace(self, calendar=bare, calendar_text=repr(bare))


@lru_cache(maxsize=64)
def _midnights(asked: _Asked) -> Ticks:
    clock = local_clock(asked.site, asked.first_day)
    ends = [clock(asked.first_day + day * _DAY, 0) for day in range(asked.days + 1)]
    return kept(np.array(ends, dtype=np.int64))


@lru_cache(maxsize=64)
def _windows(asked: _Asked) -> ClosedWindows:
    calendar = asked.calendar
    problems = calendar_problems(calendar, site=asked.site, path=asked.path)
    if problems:
        raise WrongInput(problems)
    if calendar is None:
        clock = local_clock(asked.site, asked.first_day)
        length_ms = clock(asked.first_day + asked.days * _DAY, 0)
        none = kept(np.empty(0, dtype=np.int64))
        return ClosedWindows(
            length_ms, none, none, none, (), none, none, none, none, ()
        )
    turns = _turns(asked.without_spread_breaks())
    rests, work = spread_breaks(calendar, turns.worked)
    layers = [turns.closed, rests, work, turns.fixed_breaks]
    start, end, reason, reasons = painted(layers, turns.length_ms, beneath=OFF_SHIFT)
    closed = reason != NO_REASON
    return ClosedWindows(
        length_ms=turns.length_ms,
        start_ms=kept(start[closed]),
        end_ms=kept(end[closed]),
        reason=kept(reason[closed]),
        reasons=reasons,
        shift_start_ms=turns.shift_start_ms,
        shift_end_ms=turns.shift_end_ms,
        shift=turns.shift,
        shift_day=turns.shift_day,
        shifts=tuple(calendar.shifts),
    )


# A number in doubt changes the breaks of a calendar, but seldom its shifts.
@lru_cache(maxsize=64)
def _turns(asked: _Asked) -> Turns:
    calendar = asked.calendar
    assert calendar is not None, "the shifts of no calendar"
    return turns_of(calendar, asked.site, first_day=asked.first_day, days=asked.days)


def open_ms(
    closed: ClosedWindows, *, start_ms: int = 0, end_ms: int | None = None
) -> int:
    """Count the open ticks between two (the whole, unless said)."""
    end = closed.length_ms if end_ms is None else end_ms
    shut = np.minimum(closed.end_ms, end) - np.maximum(closed.start_ms, start_ms)
    return end - start_ms - int(np.maximum(shut, 0).sum())


def hours_open(
    closed: ClosedWindows, *, start_ms: int = 0, end_ms: int | None = None
) -> float:
    """Count the open hours between two ticks (the whole, unless said)."""
    ticks = open_ms(closed, start_ms=start_ms, end_ms=end_ms)
    return ticks / (60 * _TICKS_PER_MINUTE)


def calendar_problems(
    calendar: Calendar | None, *, site: Site, path: str = "calendar"
) -> list[Problem]:
    """Find what is wrong with a calendar at a site.

    Unknown time zone or country, days both open and closed, breaks that leave
    nothing of a shift. ``path`` is the calendar's plant path, for the messages.
    """
    problems = []
    if not is_time_zone(site.time_zone):
        near = did_you_mean(site.time_zone, sorted(time_zones()))
        message = f"there is no time zone {site.time_zone}{near}"
        problems.append(Problem("site.time_zone", message, "unknown_zone"))
    if calendar is None:
        return problems
    if calendar.holidays and site.holidays is not None:
        problems += _country_problems(site.holidays)
    for day in sorted(set(calendar.open_days) & set(calendar.closed_days)):
        message = f"{day} is among closed_days too"
        problems.append(Problem(f"{path}.open_days", message, "open_and_closed"))
    total = sum(calendar.breaks_min.values())
    for name, text in calendar.shifts.items():
        begin, end = clock_min(text)
        if total >= end - begin:
            message = (
                f"breaks of {total:g} min leave nothing of shift {name},"
                f" which is {end - begin} min long"
            )
            problems.append(Problem(f"{path}.breaks_min", message, "breaks_too_long"))
    return problems


def _country_problems(country: str) -> list[Problem]:
    if country in holiday_countries():
        return []
    near = did_you_mean(country, sorted(holiday_countries()))
    message = f"no holidays are known for {country}{near or '; write a code like KZ'}"
    return [Problem("site.holidays", message, "unknown_country")]
