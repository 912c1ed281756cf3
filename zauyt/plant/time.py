"""Calendars, shifts and breaks in real dates."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from zauyt.plant.record import Name, Record, StationName, Wanted
from zauyt.units import Minutes, PositiveCount

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def weekdays(days: str) -> tuple[int, ...]:
    """Give the weekdays that ``mon-thu,sat`` means, Monday being 0, sorted.

    A range may run over the week's end: ``sat-mon``.

    Raises
    ------
    ValueError
        A part is not a weekday.
    """
    found: set[int] = set()
    for part in days.split(","):
        ends = part.split("-")
        for end in ends:
            if end not in WEEKDAYS:
                raise ValueError(f"{end} is not a weekday: {', '.join(WEEKDAYS)}")
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return tuple(sorted(found))


def clock_min(clock: str) -> tuple[int, int]:
    """Give the beginning and end of ``"22:00-06:00"`` in minutes from midnight.

    The end is above the beginning: on the next day it is 1440 or more.

    Raises
    ------
    ValueError
        An hour is above 23 or a minute above 59.
    """
    ends = []
    for time in clock.split("-"):
        hour, minute = (int(part) for part in time.split(":"))
        if hour > 23 or minute > 59:
            hint = "; midnight is 00:00" if time == "24:00" else ""
            raise ValueError(f"{time} is not a time of day{hint}")
        ends.append(60 * hour + minute)
    begin, end = ends
    return begin, end if end > begin else end + 1440


def _real_days(days: str) -> str:
    weekdays(days)
    return days


def _real_clock(clock: str) -> str:
    clock_min(clock)
    return clock


def _real_day(day: str) -> str:
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        raise ValueError(f"{day} is not in any calendar") from None
    return day


Days = Annotated[
    str,
    Field(
        pattern=r"^[a-z]{3}(-[a-z]{3})?(,[a-z]{3}(-[a-z]{3})?)*$",
    ),
    Wanted("weekdays like mon-fri or mon-thu,sat"),
    AfterValidator(_real_days),
]
"""Weekdays: ``mon-fri``, or ``mon-thu,sat``."""

Clock = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$",
    ),
    Wanted('from and to like "07:00-15:30"'),
    AfterValidator(_real_clock),
]
"""From and to, in local time: ``"07:00-15:30"``; an end at or before its
beginning is on the next day."""


Day = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    ),
    Wanted("a date like 2026-01-15"),
    AfterValidator(_real_day),
]
"""A date as the key of an entry: ``2026-01-15``; as text it sorts by time."""


class Shutdown(Record):
    """Days on which nobody works, from the first to the last, both closed."""

    first: datetime.date
    """First closed day."""
    last: datetime.date
    """Last closed day."""
    reason: str = "shutdown"
    """What the days are for, as shown in the loss waterfall."""

    @model_validator(mode="after")
    def _first_before_last(self) -> Shutdown:
        if self.last < self.first:
            raise ValueError(f"ends on {self.last}, before it begins on {self.first}")
        return self


class Calendar(Record):
    """When a line is open: weekdays, shifts, breaks, holidays, shutdowns."""

    days: Days = "mon-fri"
    """Weekdays on which the shifts are worked (by the day a shift begins)."""
    shifts: Annotated[dict[Name, Clock], Field(min_length=1)]
    """Shifts by name, each from and to in local time."""
    shifts_from: dict[Name, datetime.date] = Field(default_factory=dict)
    """First day of a shift that is added while the plant runs up (from the
    beginning, if none is stated)."""
    breaks_min: dict[Name, Minutes] = Field(default_factory=dict)
    """Breaks in every shift, by name and length, spread evenly over it."""
    breaks: dict[Name, Clock] = Field(default_factory=dict)
    """Breaks at fixed times of day, by name."""
    holidays: bool = True
    """Whether the public holidays of ``site.holidays`` are closed."""
    open_days: tuple[datetime.date, ...] = ()
    """Single days worked although the weekday or a holiday says otherwise."""
    closed_days: tuple[datetime.date, ...] = ()
    """Single days closed although the weekday says otherwise."""
    shutdowns: tuple[Shutdown, ...] = ()
    """Longer closures."""


class Maintenance(Record):
    """Planned maintenance: stations closed at a fixed time of some weeks."""

    lines: tuple[Name, ...] = ()
    """Lines that are closed (all, if neither lines nor stations are named)."""
    stations: tuple[StationName, ...] = ()
    """Single stations that are closed: ``final.S3``."""
    days: Days
    """Weekdays on which it is done."""
    clock: Clock
    """From and to in local time."""
    every_weeks: PositiveCount = 1
    """Weeks from one time to the next; that of ``first`` is the first."""
    first: datetime.date | None = None
    """First day on which it may be done (from the beginning, if not stated)."""
