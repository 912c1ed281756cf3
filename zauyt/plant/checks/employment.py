"""Whether roles and rosters can be worked out: rules, shifts, skills, days."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from zauyt.errors import Problem
from zauyt.plant.line import stations_of
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.time import Calendar
from zauyt.plant.workforce import MONTHS, Member, Role, Roster

RULES = ("count", "per_people", "share", "moves_per_vehicle", "repairs")
"""Keys of a role that say how many; each role has one of them."""

MOST_MEMBERS = 300


def check_employment(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with roles and rosters; calendars must exist."""
    months = plant.workforce.leave_months if plant.workforce is not None else {}
    if len(months) == len(MONTHS) and not any(months.values()):
        message = "all months have 0; leave is taken in one of them"
        yield Problem("workforce.leave_months", message, "all_zero")
    for name, role in plant.roles.items():
        path = f"roles.{name}"
        if name in plant.people:
            message = f"{name} is also a skill of people; two names are wanted"
            yield Problem(path, message, "name_twice")
        yield from _rule(path, role, plant)
        yield from _counted(path, role, plant)
        yield from _role_shifts(path, role, plant)
    yield from _circles(plant)
    for name, roster in plant.rosters.items():
        yield from _roster(f"rosters.{name}", roster, plant)


def calendar_by_name(plant: Plant, name: str | None) -> Calendar | None:
    """Give the calendar of that name; without one the plant's, if there is one."""
    chosen = name or plant.calendar
    if chosen is None and len(plant.calendars) == 1:
        return next(iter(plant.calendars.values()))
    return plant.calendars.get(chosen) if chosen else None


def crewed_skills(plant: Plant) -> list[str]:
    """Give the skills that stations' crews need, in order of flow in the file."""
    found: dict[str, None] = {}
    for line in plant.lines.values():
        for station in stations_of(line).values():
            found.update(dict.fromkeys(station.crew))
    return list(found)


def _rule(path: str, role: Role, plant: Plant) -> Iterator[Problem]:
    given = [key for key in RULES if getattr(role, key) not in (None, ())]
    if len(given) != 1:
        found = " and ".join(given) if given else "none"
        message = f"needs exactly one of {', '.join(RULES)}; {found} given"
        yield Problem(path, message, "role_rule")
        return
    if given == ["moves_per_vehicle"]:
        if role.move_min is None:
            message = "needs move_min: how many minutes a move takes"
            yield Problem(path, message, "role_rule")
        if plant.target is None:
            message = "needs target.vehicles_per_year: moves are counted by vehicle"
            yield Problem(f"{path}.moves_per_vehicle", message, "role_rule")
    if role.absence and role.absence_days is None:
        message = "needs absence_days: how many workdays an absence lasts"
        yield Problem(f"{path}.absence", message, "absence")
    elif role.absence_days is not None:
        most = role.absence_days / (role.absence_days + 1)
        if role.absence > most:
            message = (
                f"absences of {role.absence_days:g} days with at least a day between"
                f" them make a share of {most:.3g} at most"
            )
            yield Problem(f"{path}.absence", message, "absence")


def _counted(path: str, role: Role, plant: Plant) -> Iterator[Problem]:
    known = [*plant.people, *plant.roles]
    for place, name in enumerate(role.of):
        if name not in known:
            hint = did_you_mean(name, known) or f"; there are {listed(known)}"
            message = f"there is no skill or role {name}{hint}"
            yield Problem(f"{path}.of.{place}", message, "unknown_reference")


def _circles(plant: Plant) -> Iterator[Problem]:
    """Yield the first role of each circle of roles that count one another."""
    left = {name: set(role.of) & set(plant.roles) for name, role in plant.roles.items()}
    while free := [name for name, of in left.items() if not of]:
        left = {n: of - set(free) for n, of in left.items() if n not in free}
    if left:
        names = ", ".join(left)
        message = f"{names} count one another; one of them needs another rule"
        yield Problem(f"roles.{next(iter(left))}.of", message, "role_circle")


def _role_shifts(path: str, role: Role, plant: Plant) -> Iterator[Problem]:
    calendar = calendar_by_name(plant, role.calendar)
    if calendar is None:
        message = "people come to a shift; name a calendar"
        yield Problem(path, message, "crew_without_shift")
        return
    for place, shift in enumerate(role.shifts):
        yield from _shift(f"{path}.shifts.{place}", shift, calendar)


def _shift(path: str, shift: str, calendar: Calendar) -> Iterator[Problem]:
    if shift not in calendar.shifts:
        known = calendar.shifts
        hint = did_you_mean(shift, known) or f"; there are {listed(known)}"
        message = f"the calendar has no shift {shift}{hint}"
        yield Problem(path, message, "unknown_reference")


def _roster(path: str, roster: Roster, plant: Plant) -> Iterator[Problem]:
    calendar = calendar_by_name(plant, roster.calendar)
    if calendar is None:
        message = "a roster has shifts; name a calendar"
        yield Problem(path, message, "crew_without_shift")
        return
    if len(roster.members) > MOST_MEMBERS:
        message = f"{len(roster.members)} members; {MOST_MEMBERS} at most"
        yield Problem(f"{path}.members", message, "too_many")
    held = {skill for each in roster.members.values() for skill in each.skills}
    for skill, wanted in roster.needs.items():
        if wanted and skill not in held:
            hint = did_you_mean(skill, held) or f"; they have {listed(sorted(held))}"
            message = f"nobody in the team has the skill {skill}{hint}"
            yield Problem(f"{path}.needs.{skill}", message, "nobody")
    last = roster.first + datetime.timedelta(days=roster.days - 1)
    for name, member in roster.members.items():
        inner = f"{path}.members.{name}"
        yield from _member(inner, member, roster.first, last)
        for place, skill in enumerate(member.skills):
            if skill not in roster.needs:
                hint = did_you_mean(skill, roster.needs)
                message = f"the team's needs do not have the skill {skill}{hint}"
                yield Problem(
                    f"{inner}.skills.{place}", message, "skill_unused",
                    severity="warning",
                )  # fmt: skip
        for place, shift in enumerate(member.shifts):
            yield from _shift(f"{inner}.shifts.{place}", shift, calendar)


def _member(
    path: str, member: Member, first: datetime.date, last: datetime.date
) -> Iterator[Problem]:
    for key in ("leave", "wishes"):
        for place, day in enumerate(getattr(member, key)):
            if not first <= day <= last:
                message = f"{day} is not planned here: from {first} to {last}"
                yield Problem(
                    f"{path}.{key}.{place}", message, "day_outside", severity="warning"
                )
