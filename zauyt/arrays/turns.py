"""The shifts of a calendar day by day, before its breaks are spread over them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from zauyt.arrays.clock import LocalClock, local_clock
from zauyt.arrays.painting import OPEN, Layer, Ticks, kept, layer
from zauyt.plant.plant import Site
from zauyt.plant.time import Calendar, clock_min, weekdays
from zauyt.units import TICKS_PER_SECOND

CLOSED_DAY = "closed_day"
SHUTDOWN = "shutdown"

_DAY = datetime.timedelta(days=1)
_TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND


@dataclass(frozen=True, eq=False)
class Turns:
    """Shifts of all days that would be worked, in order of beginning.

    ``worked`` are those that are, ``closed`` the others with the reason;
    ``fixed_breaks`` the breaks at fixed times as far as they lie inside a shift.
    The shifts of `zauyt.arrays.calendar.ClosedWindows` are here, too.
    """

    length_ms: int
    worked: Layer
    closed: Layer
    fixed_breaks: Layer
    shift_start_ms: Ticks
    shift_end_ms: Ticks
    shift: Ticks
    shift_day: Ticks


@dataclass(frozen=True)
class _Span:
    """One shift of one day in ticks; ``closed`` says why it is not worked."""

    date: datetime.date
    shift: int
    start_ms: int
    end_ms: int
    closed: str


def turns_of(
    calendar: Calendar, site: Site, *, first_day: datetime.date, days: int
) -> Turns:
    """Give the shifts that begin from the eve of the first day on."""
    clock = local_clock(site, first_day)
    length_ms = clock(first_day + days * _DAY, 0)
    dates = [first_day + place * _DAY for place in range(-1, days)]
    spans = _spans(calendar, site=site, clock=clock, dates=dates)
    worked = [span for span in spans if not span.closed]
    rests = [rest for span in worked for rest in _fixed_breaks(calendar, span, clock)]
    return Turns(
        length_ms,
        _layer([(span.start_ms, span.end_ms, OPEN) for span in worked]),
        _layer([(s.start_ms, s.end_ms, s.closed) for s in spans if s.closed]),
        _layer(rests),
        *_in_turn(worked, length_ms, first_day),
    )


def spread_breaks(calendar: Calendar, worked: Layer) -> tuple[Layer, Layer]:
    """Give the breaks that cut shifts into equal parts of work, and the parts."""
    lengths = [round(m * _TICKS_PER_MINUTE) for m in calendar.breaks_min.values()]
    end_ms = worked.end_ms
    # A shift within the hour that the clocks skip may be shorter than its breaks.
    work = np.maximum(end_ms - worked.start_ms - sum(lengths), 0)
    parts = len(lengths) + 1
    bounds = [worked.start_ms]
    for place, length in enumerate(lengths):
        part = work * (place + 1) // parts - work * place // parts
        rest_ms = np.minimum(bounds[-1] + part, end_ms)
        bounds += [rest_ms, np.minimum(rest_ms + length, end_ms)]
    bounds.append(end_ms)
    table = np.stack(bounds, axis=1)
    number = np.tile(np.arange(len(lengths)), len(table))
    names = tuple(f"break:{name}" for name in calendar.breaks_min)
    rests = Layer(table[:, 1:-1:2].ravel(), table[:, 2:-1:2].ravel(), number, names)
    return rests, layer(table[:, 0::2].ravel(), table[:, 1::2].ravel(), OPEN)


def public_holidays(country: str, years: Iterable[int]) -> dict[datetime.date, str]:
    """Give the public holidays and what they are called in English.

    Dates that the country fixes late are those expected, marked ``(estimated)``.
    """
    return dict(_public_holidays(country, tuple(years)))


@lru_cache(maxsize=64)
def _public_holidays(
    country: str, years: tuple[int, ...]
) -> tuple[tuple[datetime.date, str], ...]:
    import holidays

    found = holidays.country_holidays(country, years=years)
    if "en_US" in found.supported_languages:
        found = holidays.country_holidays(country, years=years, language="en_US")
    return tuple(sorted(found.items()))


def _layer(rows: Sequence[tuple[int, int, str]]) -> Layer:
    """Give stretches, each with its reason."""
    names = tuple(dict.fromkeys(reason for *_, reason in rows))
    table = np.array(
        [(start, end, names.index(reason)) for start, end, reason in rows],
        dtype=np.int64,
    ).reshape(-1, 3)
    start, end, reason = (kept(column.copy()) for column in table.T)
    return Layer(start, end, reason, names)


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
    shifts = [
        (*clock_min(text), calendar.shifts_from.get(name, datetime.date.min))
        for name, text in calendar.shifts.items()
    ]
    spans = []
    for date in dates:
        if date.weekday() not in usual and date not in calendar.open_days:
            continue
        closed = _closed_by(calendar, date, holidays)
        for shift, (begin, end, first) in enumerate(shifts):
            if first <= date:
                spans.append(
                    _Span(date, shift, clock(date, begin), clock(date, end), closed)
                )
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


def _fixed_breaks(
    calendar: Calendar, span: _Span, clock: LocalClock
) -> list[tuple[int, int, str]]:
    """Give the breaks at fixed times as far as they lie inside a shift."""
    found = []
    for name, text in sorted(calendar.breaks.items()):
        begin, end = clock_min(text)
        for date in (span.date - _DAY, span.date, span.date + _DAY):
            start_ms = clock(date, begin)
            end_ms = min(start_ms + (end - begin) * _TICKS_PER_MINUTE, span.end_ms)
            start_ms = max(start_ms, span.start_ms)
            if start_ms < end_ms:
                found.append((start_ms, end_ms, f"break:{name}"))
    return found


def _in_turn(
    worked: Sequence[_Span], length_ms: int, first_day: datetime.date
) -> tuple[Ticks, Ticks, Ticks, Ticks]:
    """Give start, end, number and day of the shifts, one after the other."""
    rows = []
    free_ms = 0
    for span in worked:
        start_ms, end_ms = max(span.start_ms, free_ms), min(span.end_ms, length_ms)
        if start_ms < end_ms:
            rows.append((start_ms, end_ms, span.shift, (span.date - first_day).days))
            free_ms = end_ms
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    start, end, shift, day = (kept(column.copy()) for column in table.T)
    return start, end, shift, day
