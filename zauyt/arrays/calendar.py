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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zauyt.arrays.clock import LocalClock, local_clock
from zauyt.errors import Problem, WrongInput
from zauyt.plant.hours import holiday_countries, time_zones
from zauyt.plant.nearest import did_you_mean
from zauyt.plant.plant import Site
from zauyt.plant.time import Calendar, clock_min, weekdays
from zauyt.units import TICKS_PER_SECOND

Ticks = npt.NDArray[np.int64]

OFF_SHIFT = "off_shift"
CLOSED_DAY = "closed_day"
SHUTDOWN = "shutdown"

_OPEN = ""
_NO_REASON = -1
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


@lru_cache(maxsize=64)
def _midnights(asked: _Asked) -> Ticks:
    clock = local_clock(asked.site, asked.first_day)
    ends = [clock(asked.first_day + day * _DAY, 0) for day in range(asked.days + 1)]
    return _kept(np.array(ends, dtype=np.int64))


def _kept(ticks: Ticks) -> Ticks:
    """Give an array that many share, and none may write to."""
    ticks.flags.writeable = False
    return ticks


@lru_cache(maxsize=64)
def _windows(asked: _Asked) -> ClosedWindows:
    calendar, site, first_day = asked.calendar, asked.site, asked.first_day
    problems = calendar_problems(calendar, site=site, path=asked.path)
    if problems:
        raise WrongInput(problems)
    clock = local_clock(site, first_day)
    length_ms = clock(first_day + asked.days * _DAY, 0)
    if calendar is None:
        none = _kept(np.empty(0, dtype=np.int64))
        return ClosedWindows(
            length_ms, none, none, none, (), none, none, none, none, ()
        )
    dates = [first_day + place * _DAY for place in range(-1, asked.days)]
    spans = _spans(calendar, site=site, clock=clock, dates=dates)
    stretches = [Stretch(0, length_ms, OFF_SHIFT)]
    stretches += _held(calendar, spans, clock)
    start, end, reason, reasons = painted(stretches, length_ms)
    closed = reason != _NO_REASON
    shift_start, shift_end, shift, shift_day = _turns(spans, length_ms, first_day)
    return ClosedWindows(
        length_ms=length_ms,
        start_ms=_kept(start[closed]),
        end_ms=_kept(end[closed]),
        reason=_kept(reason[closed]),
        reasons=reasons,
        shift_start_ms=_kept(shift_start),
        shift_end_ms=_kept(shift_end),
        shift=_kept(shift),
        shift_day=_kept(shift_day),
        shifts=tuple(calendar.shifts),
    )


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


def public_holidays(country: str, years: Iterable[int]) -> dict[datetime.date, str]:
    """Give the public holidays and what they are called in English.

    Dates that the country fixes late are those expected, marked ``(estimated)``.
    """
    import holidays

    found = holidays.country_holidays(country, years=list(years))
    if "en_US" in found.supported_languages:
        found = holidays.country_holidays(country, years=list(years), language="en_US")
    return dict(sorted(found.items()))


def calendar_problems(
    calendar: Calendar | None, *, site: Site, path: str = "calendar"
) -> list[Problem]:
    """Find what is wrong with a calendar at a site.

    Unknown time zone or country, days both open and closed, breaks that leave
    nothing of a shift. ``path`` is the calendar's plant path, for the messages.
    """
    problems = []
    if site.time_zone not in time_zones():
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


@dataclass(frozen=True)
class _Span:
    """One shift of one day in ticks; ``closed`` says why it is not worked."""

    date: datetime.date
    shift: int
    start_ms: int
    end_ms: int
    closed: str


class Stretch(NamedTuple):
    """A stretch of time in ticks and what holds in it (nothing: open)."""

    start_ms: int
    end_ms: int
    reason: str


def _spans(
    calendar: Calendar,
    *,
    site: Site,
    clock: LocalClock,
    dates: Sequence[datetime.date],
) -> list[_Span]:
    """Give the shifts of all days that would be worked, in order of beginning."""
    usual = weekdays(calendar.days)
    holidays: dict[datetime.date, str] = {}
    if calendar.holidays and site.holidays is not None:
        years = range(dates[0].year, dates[-1].year + 1)
        holidays = public_holidays(site.holidays, years)
    spans = []
    for date in dates:
        if date.weekday() not in usual and date not in calendar.open_days:
            continue
        closed = _closed_by(calendar, date, holidays)
        for shift, text in enumerate(calendar.shifts.values()):
            start_ms, end_ms = (clock(date, minutes) for minutes in clock_min(text))
            spans.append(_Span(date, shift, start_ms, end_ms, closed))
    return sorted(spans, key=lambda span: (span.start_ms, span.end_ms, span.shift))


def _closed_by(
    calendar: Calendar, date: datetime.date, holidays: dict[datetime.date, str]
) -> str:
    """Give what closes a day that would be worked, or nothing."""
    if date in holidays and date not in calendar.open_days:
        return f"holiday:{holidays[date]}"
    for shutdown in calendar.shutdowns:
        if shutdown.first <= date <= shutdown.last:
            plain = shutdown.reason == SHUTDOWN
            return SHUTDOWN if plain else f"{SHUTDOWN}:{shutdown.reason}"
    return CLOSED_DAY if date in calendar.closed_days else ""


def _pieces(calendar: Calendar, span: _Span) -> list[Stretch]:
    """Give a shift cut into equal parts of work with its breaks in between."""
    lengths = [round(m * _TICKS_PER_MINUTE) for m in calendar.breaks_min.values()]
    # A shift within the hour that the clocks skip may be shorter than its breaks.
    work = max(span.end_ms - span.start_ms - sum(lengths), 0)
    parts = len(lengths) + 1
    pieces = []
    at_ms = span.start_ms
    for place, (name, length) in enumerate(
        zip(calendar.breaks_min, lengths, strict=True)
    ):
        part = work * (place + 1) // parts - work * place // parts
        rest_ms = min(at_ms + part, span.end_ms)
        pieces.append(Stretch(at_ms, rest_ms, _OPEN))
        at_ms = min(rest_ms + length, span.end_ms)
        pieces.append(Stretch(rest_ms, at_ms, f"break:{name}"))
    pieces.append(Stretch(at_ms, span.end_ms, _OPEN))
    return pieces


def _fixed_breaks(calendar: Calendar, span: _Span, clock: LocalClock) -> list[Stretch]:
    """Give the breaks at fixed times as far as they lie inside a shift."""
    found = []
    for name, text in sorted(calendar.breaks.items()):
        begin, end = clock_min(text)
        for date in (span.date - _DAY, span.date, span.date + _DAY):
            start_ms = clock(date, begin)
            end_ms = min(start_ms + (end - begin) * _TICKS_PER_MINUTE, span.end_ms)
            start_ms = max(start_ms, span.start_ms)
            if start_ms < end_ms:
                found.append(Stretch(start_ms, end_ms, f"break:{name}"))
    return found


def _held(
    calendar: Calendar, spans: Sequence[_Span], clock: LocalClock
) -> list[Stretch]:
    """Give what holds inside the shifts, the stronger after the weaker."""
    worked = [span for span in spans if not span.closed]
    shut = [
        Stretch(span.start_ms, span.end_ms, span.closed)
        for span in spans
        if span.closed
    ]
    pieces = [piece for span in worked for piece in _pieces(calendar, span)]
    pieces.sort(key=lambda piece: piece.reason == _OPEN)
    fixed = [rest for span in worked for rest in _fixed_breaks(calendar, span, clock)]
    return shut + pieces + fixed


def painted(
    stretches: Sequence[Stretch], length_ms: int
) -> tuple[Ticks, Ticks, Ticks, tuple[str, ...]]:
    """Give what holds when each stretch covers those before it.

    Returns start, end and place in the tuple of reasons, which comes last; no
    two neighbours are alike.
    """
    reasons = dict.fromkeys(stretch.reason for stretch in stretches)
    reasons.pop(_OPEN, None)
    place = {reason: index for index, reason in enumerate(reasons)}
    place[_OPEN] = _NO_REASON
    bounds = np.array([stretch[:2] for stretch in stretches], dtype=np.int64)
    bounds = np.clip(bounds, 0, length_ms)
    edges = np.unique(bounds)
    codes = np.zeros(len(edges) - 1, dtype=np.int64)
    cells = np.searchsorted(edges, bounds)
    for stretch, (first, last) in zip(stretches, cells, strict=True):
        codes[first:last] = place[stretch.reason]
    changes = np.flatnonzero(np.diff(codes)) + 1
    firsts = np.concatenate([[0], changes])
    lasts = np.concatenate([changes, [len(codes)]])
    return edges[firsts], edges[lasts], codes[firsts], tuple(reasons)


def _turns(
    spans: Sequence[_Span], length_ms: int, first_day: datetime.date
) -> tuple[Ticks, Ticks, Ticks, Ticks]:
    """Give start, end, number and day of the shifts, one after the other."""
    rows = []
    free_ms = 0
    for span in spans:
        start_ms, end_ms = max(span.start_ms, free_ms), min(span.end_ms, length_ms)
        if not span.closed and start_ms < end_ms:
            rows.append((start_ms, end_ms, span.shift, (span.date - first_day).days))
            free_ms = end_ms
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    start, end, shift, day = (column.copy() for column in table.T)
    return start, end, shift, day
