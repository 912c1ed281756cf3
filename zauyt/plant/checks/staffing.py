"""Whether there are people for the work: skills, shifts, numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from zauyt.errors import Problem
from zauyt.plant.checks.hours import calendar_of
from zauyt.plant.line import Line, Station, stations_of
from zauyt.plant.people import Skill, on_books
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean, listed


def check_staffing(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with people and crews; references must exist."""
    needs = _needs(plant)
    for name, skill in plant.people.items():
        yield from _absence(f"people.{name}", skill)
        if skill.by_shift is not None:
            yield from _shifts(f"people.{name}", skill, needs[name])
        if not needs[name]:
            yield Problem(
                f"people.{name}",
                f"no station has a crew of {name}",
                "people_unused",
                severity="warning",
            )
    for name, line in plant.lines.items():
        if not plant.calendars and _crews(line):
            yield Problem(
                f"lines.{name}.crew",
                "people come to a shift, and the line has no calendar with shifts",
                "crew_without_shift",
            )


def _crews(line: Line) -> list[Station]:
    """Give the stations of a line that have a crew."""
    return [station for station in stations_of(line).values() if station.crew]


def _needs(plant: Plant) -> dict[str, dict[str, float]]:
    """Give the people that all stations need, by skill and shift."""
    needs: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for line in plant.lines.values():
        calendar = calendar_of(plant, line)
        for station in _crews(line) if calendar else ():
            assert calendar is not None
            for skill, count in station.crew.items():
                for shift in calendar.shifts:
                    needs[skill][shift] += count * station.positions
    return needs


def _absence(path: str, skill: Skill) -> Iterator[Problem]:
    if skill.absence_days is None:
        if skill.absence:
            message = "needs absence_days: how many workdays an absence lasts"
            yield Problem(f"{path}.absence", message, "absence")
        return
    # A spell can begin at the earliest on the day after the one before.
    most = skill.absence_days / (skill.absence_days + 1)
    if skill.absence > most:
        yield Problem(
            f"{path}.absence",
            f"absences of {skill.absence_days:g} days with at least a day between them"
            f" make a share of {most:.3g} at most",
            "absence",
        )


def _shifts(path: str, skill: Skill, needs: Mapping[str, float]) -> Iterator[Problem]:
    if isinstance(skill.by_shift, dict):
        for shift in skill.by_shift:
            if needs and shift not in needs:
                hint = did_you_mean(shift, needs) or f"; there are {listed(needs)}"
                yield Problem(
                    f"{path}.by_shift.{shift}",
                    f"no line that needs them has a shift {shift}{hint}",
                    "unknown_reference",
                )
        for shift in needs:
            if shift not in skill.by_shift:
                yield Problem(
                    f"{path}.by_shift",
                    f"says nothing of shift {shift}, on which a line needs them",
                    "shift_without_people",
                )
    by_shift = skill.by_shift if isinstance(skill.by_shift, dict) else None
    for shift, needed in sorted(needs.items(), key=lambda entry: -entry[1]):
        there = on_books(skill, shift)
        if there == 0 and (by_shift is None or shift in by_shift):
            yield Problem(
                f"{path}.by_shift",
                f"nobody is on shift {shift}, which needs {needed:g}",
                "nobody",
            )
        elif 0 < there < needed * (1 - 1e-9):
            yield Problem(
                f"{path}.by_shift",
                f"the crews of shift {shift} need {needed:g}, and {there} are on the"
                " books: someone is short even when nobody is absent",
                "people_few",
                severity="warning",
            )
        if by_shift is None:
            break  # one number serves all shifts: the one that needs most
