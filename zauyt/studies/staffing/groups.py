"""Whom the work asks for: posts of crews by shop, skill and shift, and roles by rule.

A post is the place of one person in one shift. Crews have the posts that their
stations state. A role has

- ``count`` posts,
- one for every ``per_people`` posts of those it counts, in each shop and shift,
- ``share`` of their posts,
- for moves: vehicles an hour x moves a vehicle x minutes a move / 60 x people a move
  / share of time at it, where vehicles an hour are the target over the year's hours,
- for repairs: the repairs under way at a time, were every unit always at work, x
  people a repair / share of time at it. A unit that fails after MTBF and is mended in
  MTTR is under repair for MTTR / (MTBF + MTTR) of the time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from zauyt.plant.employment import calendar_by_name
from zauyt.plant.hours import calendar_of
from zauyt.plant.legal import breaks_of
from zauyt.plant.line import Failure, Line, stations_of
from zauyt.plant.plant import Plant
from zauyt.plant.time import Calendar, clock_min
from zauyt.plant.workforce import Role
from zauyt.studies.staffing.year import Year, open_h

CREW = "crew"
"""Kind of the people who stand at stations."""

PLANT_SHOP = "plant"


@dataclass(frozen=True)
class Terms:
    """How people of a skill or role are employed."""

    kind: str
    absence: float
    absence_days: float
    harmful: bool
    relieved: bool


@dataclass
class Group:
    """People of one skill or role in one shift, over all shops.

    ``posts`` are counted by shop, ``calendars`` by the calendar that they follow;
    ``breaks`` are further posts for those who step in at breaks.
    """

    skill: str
    shift: str
    terms: Terms
    posts: dict[str, float] = field(default_factory=dict)
    calendars: dict[str, float] = field(default_factory=dict)
    breaks: float = 0.0

    @property
    def all_posts(self) -> float:
        """Give the posts over all shops."""
        return math.fsum(self.posts.values())

    def add(self, shop: str, calendar: str, posts: float) -> None:
        """Add posts of a shop that follow a calendar."""
        self.posts[shop] = self.posts.get(shop, 0.0) + posts
        self.calendars[calendar] = self.calendars.get(calendar, 0.0) + posts


Groups = dict[tuple[str, str], Group]
"""Groups by skill or role and shift."""


def groups(plant: Plant, years: Mapping[str, Year]) -> Groups:
    """Give all people that the plant's work asks for, crews before roles."""
    found: Groups = {}
    for line in plant.lines.values():
        _add_crews(found, plant, line)
    for name in _in_order(plant):
        _add_role(found, plant, name, plant.roles[name], years)
    return found


def calendar_name(plant: Plant, name: str | None) -> str:
    """Give the name of the calendar that is meant."""
    chosen = name or plant.calendar or next(iter(plant.calendars), None)
    assert chosen is not None, "people without a calendar"
    return chosen


def _add_crews(found: Groups, plant: Plant, line: Line) -> None:
    calendar = calendar_of(plant, line)
    for station in stations_of(line).values():
        for skill, count in station.crew.items():
            assert calendar is not None, "a crew without a calendar"
            stated = plant.people[skill]
            terms = Terms(CREW, stated.absence, stated.absence_days or 1.0,
                          stated.harmful, relieved=True)  # fmt: skip
            posts = count * station.positions
            for shift in calendar.shifts:
                group = found.setdefault((skill, shift), Group(skill, shift, terms))
                group.add(line.shop, calendar_name(plant, line.calendar), posts)
                group.breaks += posts * _step_in(plant, calendar, shift)


def _step_in(plant: Plant, calendar: Calendar, shift: str) -> float:
    """Give the people who step in at breaks, for one post.

    Everyone rests for ``rest_min``; what the line does not stand still in that time
    is worked by others, who rest as long themselves.
    """
    rest = plant.workforce.rest_min if plant.workforce is not None else None
    if rest is None:
        return 0.0
    begin, end = clock_min(calendar.shifts[shift])
    uncovered = max(0.0, rest - sum(breaks_of(calendar, shift).values()))
    return uncovered / (end - begin - rest) if end - begin > rest else 0.0


def _in_order(plant: Plant) -> list[str]:
    """Give the roles, each after those that it counts."""
    done: list[str] = []
    left = list(plant.roles)
    while left:
        ready = [n for n in left if not set(plant.roles[n].of) & set(left)]
        assert ready, "roles that count one another"
        done += ready
        left = [name for name in left if name not in ready]
    return done


def _add_role(
    found: Groups, plant: Plant, name: str, role: Role, years: Mapping[str, Year]
) -> None:
    calendar = calendar_by_name(plant, role.calendar)
    assert calendar is not None, "a role without a calendar"
    which = calendar_name(plant, role.calendar)
    terms = Terms(role.kind, role.absence, role.absence_days or 1.0,
                  role.harmful, role.relieved)  # fmt: skip
    for shift in role.shifts or tuple(calendar.shifts):
        posts = _posts(found, plant, role, shift, open_h(calendar, years[which]))
        group = Group(name, shift, terms)
        for shop, count in posts.items():
            if count > 0:
                group.add(shop, which, count)
                if terms.relieved:
                    group.breaks += count * _step_in(plant, calendar, shift)
        if group.posts:
            found[name, shift] = group


def _posts(
    found: Groups, plant: Plant, role: Role, shift: str, hours: float
) -> dict[str, float]:
    """Give the posts of a role in a shift, by shop."""
    shop = role.shop or PLANT_SHOP
    if role.count is not None:
        return {shop: role.count}
    if role.per_people is not None:
        led = _counted(found, plant, role, shift)
        if role.shop is not None:
            led = {role.shop: math.fsum(led.values())}
        # A little less than a whole number is that number: sums of parts are inexact.
        return {s: math.ceil(p / role.per_people - 1e-9) for s, p in led.items()}
    if role.share is not None:
        return {shop: role.share * sum(_counted(found, plant, role, shift).values())}
    if role.moves_per_vehicle is not None:
        assert plant.target is not None, "moves without a target"
        assert role.move_min is not None, "moves without their time"
        rate = plant.target.vehicles_per_year / hours if hours else 0.0
        minutes = rate * role.moves_per_vehicle * role.move_min
        return {shop: minutes / 60 * role.people_per_repair / role.busy_share}
    load = sum(repairs_under_way(plant, name, shift) for name in role.repairs)
    return {shop: load * role.people_per_repair / role.busy_share}


def _counted(found: Groups, plant: Plant, role: Role, shift: str) -> dict[str, float]:
    """Give the posts that a role counts in a shift, by shop."""
    names = role.of or tuple(plant.people)
    counted: dict[str, float] = {}
    for name in names:
        group = found.get((name, shift))
        for shop, posts in (group.posts if group is not None else {}).items():
            counted[shop] = counted.get(shop, 0.0) + posts
    return counted


def repairs_under_way(plant: Plant, name: str, shift: str) -> float:
    """Give the repairs of a failure under way at a time, all units being at work."""
    failure, total = plant.failures[name], 0.0
    for line in plant.lines.values():
        calendar = calendar_of(plant, line)
        if calendar is not None and shift not in calendar.shifts:
            continue
        suffering = [
            station
            for station in stations_of(line).values()
            if name in ((station.failure,) if isinstance(station.failure, str)
                        else station.failure)
        ]  # fmt: skip
        if not suffering:
            continue
        cycle_s = max((each.cycle_s or 0.0) for each in suffering)
        units = sum(each.positions for each in suffering)
        if failure.scope == "zone":
            units = min(line.zones, len(suffering))
        total += units * down_share(failure, cycle_s)
    return total


def down_share(failure: Failure, cycle_s: float) -> float:
    """Give the share of time that a unit always at work is under repair."""
    if failure.availability is not None:
        return 1 - failure.availability
    repair_h = failure.mttr_min / 60
    between_h = failure.mtbf_h
    if between_h is None:
        assert failure.mtbf_operations is not None, "a failure without a rate"
        between_h = failure.mtbf_operations * cycle_s / 3600
    return repair_h / (between_h + repair_h)
