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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zauyt.plant.checks.employment import calendar_by_name
from zauyt.plant.checks.hours import calendar_of
from zauyt.plant.checks.legal import breaks_of
from zauyt.plant.line import Failure, Line, Station, stations_of
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

Kinds = Mapping[str, Sequence[tuple[Station, int]]]
"""By line, its stations and how many there are of each, equal ones once."""


def station_kinds(plant: Plant) -> Kinds:
    """Give the stations of every line, those that are equal by their number once."""
    found: dict[str, list[tuple[Station, int]]] = {}
    for name, line in plant.lines.items():
        if isinstance(line.stations, int):
            one = stations_of(line.model_copy(update={"stations": 1}))["S1"]
            found[name] = [(one, line.stations)]
        else:
            found[name] = [(each, 1) for each in stations_of(line).values()]
    return found


def groups(plant: Plant, years: Mapping[str, Year]) -> Groups:
    """Give all people that the plant's work asks for, crews before roles."""
    found: Groups = {}
    kinds = station_kinds(plant)
    for name, line in plant.lines.items():
        _add_crews(found, plant, line, kinds[name])
    for name in _in_order(plant):
        _add_role(found, plant, name, kinds, years)
    return found


def calendar_name(plant: Plant, name: str | None) -> str:
    """Give the name of the calendar that is meant."""
    chosen = name or plant.calendar or next(iter(plant.calendars), None)
    assert chosen is not None, "people without a calendar"
    return chosen


def _add_crews(
    found: Groups, plant: Plant, line: Line, kinds: Sequence[tuple[Station, int]]
) -> None:
    calendar = calendar_of(plant, line)
    for station, equal in kinds:
        for skill, count in station.crew.items():
            assert calendar is not None, "a crew without a calendar"
            stated = plant.people[skill]
            terms = Terms(CREW, stated.absence, stated.absence_days or 1.0,
                          stated.harmful, relieved=True)  # fmt: skip
            posts = count * station.positions * equal
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
    found: Groups, plant: Plant, name: str, kinds: Kinds, years: Mapping[str, Year]
) -> None:
    role = plant.roles[name]
    calendar = calendar_by_name(plant, role.calendar)
    assert calendar is not None, "a role without a calendar"
    which = calendar_name(plant, role.calendar)
    terms = Terms(role.kind, role.absence, role.absence_days or 1.0,
                  role.harmful, role.relieved)  # fmt: skip
    for shift in role.shifts or tuple(calendar.shifts):
        if role.repairs:
            posts = _mending(plant, role, shift, kinds)
        else:
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
    assert role.moves_per_vehicle is not None, "a role without a rule"
    assert plant.target is not None, "moves without a target"
    assert role.move_min is not None, "moves without their time"
    rate = plant.target.vehicles_per_year / hours if hours else 0.0
    minutes = rate * role.moves_per_vehicle * role.move_min
    return {shop: minutes / 60 * role.people_per_repair / role.busy_share}


def _mending(plant: Plant, role: Role, shift: str, kinds: Kinds) -> dict[str, float]:
    """Give the posts of those who mend failures in a shift."""
    load = sum(repairs_under_way(plant, name, shift, kinds) for name in role.repairs)
    posts = load * role.people_per_repair / role.busy_share
    return {role.shop or PLANT_SHOP: posts}


def _counted(found: Groups, plant: Plant, role: Role, shift: str) -> dict[str, float]:
    """Give the posts that a role counts in a shift, by shop."""
    names = role.of or tuple(plant.people)
    counted: dict[str, float] = {}
    for name in names:
        group = found.get((name, shift))
        for shop, posts in (group.posts if group is not None else {}).items():
            counted[shop] = counted.get(shop, 0.0) + posts
    return counted


def repairs_under_way(plant: Plant, name: str, shift: str, kinds: Kinds) -> float:
    """Give the repairs of a failure under way at a time, all units being at work."""
    failure, total = plant.failures[name], 0.0
    for at, line in plant.lines.items():
        calendar = calendar_of(plant, line)
        if calendar is not None and shift not in calendar.shifts:
            continue
        suffering = [
            (station, equal)
            for station, equal in kinds[at]
            if name == station.failure
            or (isinstance(station.failure, tuple) and name in station.failure)
        ]
        if not suffering:
            continue
        cycle_s = max((each.cycle_s or 0.0) for each, _ in suffering)
        units = sum(each.positions * equal for each, equal in suffering)
        if failure.scope == "zone":
            units = min(line.zones, sum(equal for _, equal in suffering))
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
