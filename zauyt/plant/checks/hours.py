"""When calendars are open in a week, and whether shifts, breaks and places are real.

A week is minutes from Monday 00:00; holidays, shutdowns and single days are left
out, so planned hours are those of a week without them.
"""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Iterator, Set
from pathlib import Path

from zauyt.errors import Problem
from zauyt.plant.line import Line
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean, listed, nearest
from zauyt.plant.time import Calendar, clock_min, weekdays

DAY_MIN = 24 * 60
WEEK_MIN = 7 * DAY_MIN

Spans = list[tuple[int, int]]
"""From and to, in minutes of the week, sorted and apart."""


def calendar_of(plant: Plant, line: Line) -> Calendar | None:
    """Give the calendar of a line; None if it is always open or none is decided."""
    name = line.calendar or plant.calendar
    if name is None and len(plant.calendars) == 1:
        return next(iter(plant.calendars.values()))
    return plant.calendars.get(name) if name else None


def open_week(calendar: Calendar) -> Spans:
    """Give when a week's shifts are on, breaks included, in minutes from Monday."""
    spans = []
    for clock in calendar.shifts.values():
        begin, end = clock_min(clock)
        for day in weekdays(calendar.days):
            spans.append((day * DAY_MIN + begin, day * DAY_MIN + end))
    return _apart(spans)


def _apart(spans: Spans) -> Spans:
    """Fold spans into the week, sort them and unite those that overlap."""
    folded = []
    for begin, end in spans:
        if end > WEEK_MIN:
            folded += [(begin, WEEK_MIN), (0, end - WEEK_MIN)]
        else:
            folded.append((begin, end))
    united: Spans = []
    for begin, end in sorted(folded):
        if united and begin <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((begin, end))
    return united


def shared_min(first: Spans, second: Spans) -> int:
    """Give the minutes in which both are open."""
    total, a, b = 0, 0, 0
    while a < len(first) and b < len(second):
        begin = max(first[a][0], second[b][0])
        end = min(first[a][1], second[b][1])
        total += max(0, end - begin)
        if first[a][1] <= second[b][1]:
            a += 1
        else:
            b += 1
    return total


def planned_week_min(calendar: Calendar | None) -> float:
    """Give the working minutes of a week without holidays, breaks taken off."""
    if calendar is None:
        return WEEK_MIN
    week = open_week(calendar)
    fixed = [
        (day * DAY_MIN + begin, day * DAY_MIN + end)
        for begin, end in (clock_min(clock) for clock in calendar.breaks.values())
        for day in range(7)
    ]
    spread = sum(calendar.breaks_min.values())
    spread *= len(weekdays(calendar.days)) * len(calendar.shifts)
    whole = sum(end - begin for begin, end in week)
    return max(0.0, whole - shared_min(week, _apart(fixed)) - spread)


def check_hours(plant: Plant) -> list[Problem]:
    """Give what is wrong with calendars, time zone and country of holidays."""
    problems = [*_site(plant), *_resolved(plant)]
    for name, calendar in plant.calendars.items():
        problems += _calendar(name, calendar)
    return problems


@functools.cache
def time_zones() -> Set[str]:
    """Give the names of all time zones."""
    return zoneinfo.available_timezones()


def is_time_zone(name: str) -> bool:
    """Tell whether there is a time zone of this name; its case counts."""
    # To list all zones, every file of theirs is opened; one is quickly found.
    own = name.split("/")
    return any(_is_file(Path(place), own) for place in zoneinfo.TZPATH) or (
        name == "UTC" or name in time_zones()
    )


_OTHER_CLOCKS = ("posix", "right", "posixrules")
"""What lies beside the time zones and is none, as `zoneinfo` has it."""


def _is_file(folder: Path, name: list[str]) -> bool:
    if not folder.is_dir() or name[0] in _OTHER_CLOCKS:
        return False
    for part in name:
        # Some file systems find a file by any case of its name.
        if not folder.is_dir() or all(each.name != part for each in folder.iterdir()):
            return False
        folder /= part
    return folder.is_file() and folder.read_bytes()[:4] == b"TZif"


@functools.cache
def holiday_countries() -> Set[str]:
    """Give the ISO codes of the countries whose public holidays are known."""
    # Heavy, and most plants are checked once; the holidays of all need not be loaded.
    from holidays.registry import EntityLoader

    return set(EntityLoader.get_country_codes())


def _site(plant: Plant) -> Iterator[Problem]:
    zone, country = plant.site.time_zone, plant.site.holidays
    if not is_time_zone(zone):
        hint = did_you_mean(zone, sorted(time_zones()), most=2) or _city(zone)
        yield Problem(
            "site.time_zone", f"there is no time zone {zone}{hint}", "unknown_zone"
        )
    if country is not None and country not in holiday_countries():
        known = sorted(holiday_countries())
        hint = did_you_mean(country, known, most=3)
        yield Problem(
            "site.holidays",
            f"no holidays are known for {country}{hint or '; write a code like KZ'}",
            "unknown_country",
        )


def _city(zone: str) -> str:
    cities = {name.rpartition("/")[2]: name for name in sorted(time_zones())}
    found = nearest(zone.rpartition("/")[2], cities)
    return (
        f"; did you mean {cities[found[0]]}?"
        if found
        else "; write one like Asia/Almaty"
    )


def _resolved(plant: Plant) -> Iterator[Problem]:
    if len(plant.calendars) < 2 or plant.calendar is not None:
        return
    for name, line in plant.lines.items():
        if line.calendar is None:
            yield Problem(
                f"lines.{name}",
                f"no calendar is stated, and there are {', '.join(plant.calendars)};"
                " name one here, or one for the whole plant under calendar",
                "no_calendar",
            )


def _calendar(name: str, calendar: Calendar) -> Iterator[Problem]:
    path = f"calendars.{name}"
    breaks_min = sum(calendar.breaks_min.values())
    total_min = 0
    for shift, clock in calendar.shifts.items():
        begin, end = clock_min(clock)
        total_min += end - begin
        if breaks_min >= end - begin:
            yield Problem(
                f"{path}.breaks_min",
                f"breaks of {breaks_min:g} min leave nothing of shift {shift}, which"
                f" is {end - begin} min long",
                "breaks_too_long",
            )
    for shift in calendar.shifts_from:
        if shift not in calendar.shifts:
            near = did_you_mean(shift, calendar.shifts)
            hint = near or f"; there are {listed(calendar.shifts)}"
            yield Problem(
                f"{path}.shifts_from.{shift}",
                f"there is no shift {shift}{hint}",
                "unknown_reference",
            )
    week = open_week(calendar)
    if sum(end - begin for begin, end in week) < total_min * len(
        weekdays(calendar.days)
    ):
        yield Problem(
            f"{path}.shifts",
            f"the shifts {', '.join(calendar.shifts)} overlap",
            "shifts_overlap",
            severity="warning",
        )
    for rest, clock in calendar.breaks.items():
        begin, end = clock_min(clock)
        days = [(d * DAY_MIN + begin, d * DAY_MIN + end) for d in range(7)]
        shared = shared_min(week, _apart(days))
        if shared == 0:
            yield Problem(
                f"{path}.breaks.{rest}",
                f"the break {clock} is in no shift",
                "break_outside",
                severity="warning",
            )
    if planned_week_min(calendar) == 0 and breaks_min == 0:
        yield Problem(
            f"{path}.breaks",
            "the breaks leave nothing of the shifts",
            "breaks_too_long",
        )
