"""Small launches whose course is known by hand."""

from __future__ import annotations

from zauyt.plant.plant import Plant
from zauyt.plant.reading.file import read_text

HEAD = "format: 1\nplant: launch\n"
CALENDAR = (
    'calendars: {day: {days: mon-sun, holidays: false, shifts: {early: "06:00-14:00",'
    ' late: "14:00-22:00"}, shifts_from: {late: 2026-03-01}}}\n'
)


def launch_of(lines: str, *, ramp: str = "", more: str = "") -> Plant:
    """Give a plant that starts on Thursday, 1 January 2026, eight hours a day."""
    start = "start: 2026-01-01"
    return read_text(f"{HEAD}{CALENDAR}{more}ramp: {{{start}{ramp}}}\nlines: {lines}\n")


STEPPED = (
    "{trim: {stations: 1, paced: {pitch_time_s: 60,"
    " pitch_steps: {2026-01-01: 120, 2026-02-01: 60}}%s}}"
)
"""A conveyor of one place: 240 vehicles a day in January, 480 in February, and from
March on 960 in two shifts."""
