"""A team to be planned person by person: what the solver and its checker start from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from zauyt.plant.checks.employment import calendar_by_name
from zauyt.plant.checks.legal import paid_min
from zauyt.plant.labour import law_for
from zauyt.plant.plant import Plant
from zauyt.plant.time import clock_min
from zauyt.plant.workforce import Roster, Workforce
from zauyt.studies.staffing.groups import calendar_name
from zauyt.studies.staffing.year import years

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Turn:
    """A shift: its name, begin and end in minutes from midnight, its working time."""

    name: str
    begin_min: int
    end_min: int
    work_min: int


@dataclass(frozen=True)
class Person:
    """A member: what they can do, when they may not, when they would rather not."""

    skills: frozenset[str]
    shifts: frozenset[str]
    leave: frozenset[datetime.date] = frozenset()
    wishes: frozenset[datetime.date] = frozenset()


@dataclass(frozen=True)
class Limits:
    """What one person may work; times in minutes, ``None`` where there is no limit.

    ``overtime`` says whether the roster may plan with it: in a week as much as its
    days at work allow, in the weeks that begin in a month no more than the month's.
    """

    week_min: int | None = None
    overtime: bool = False
    overtime_day_min: int = 0
    overtime_month_min: int = 0
    daily_rest_min: int = 0
    weekly_rest_days: int = 0
    most_in_row: int = 31


@dataclass(frozen=True)
class Case:
    """Days, shifts, posts and people of one roster.

    ``open_days`` says of each day whether the shifts are worked; ``needs`` is the
    people wanted in every shift, by skill.
    """

    name: str
    days: tuple[datetime.date, ...]
    open_days: tuple[bool, ...]
    turns: tuple[Turn, ...]
    needs: Mapping[str, int]
    people: Mapping[str, Person]
    limits: Limits

    @property
    def weeks(self) -> list[list[int]]:
        """Give the places of the days of each week, Monday to Sunday."""
        found: dict[datetime.date, list[int]] = {}
        for place, day in enumerate(self.days):
            found.setdefault(day - day.weekday() * _DAY, []).append(place)
        return list(found.values())

    @property
    def months(self) -> list[list[int]]:
        """Give the numbers of the weeks that begin in each month."""
        found: dict[str, list[int]] = {}
        for number, week in enumerate(self.weeks):
            found.setdefault(f"{self.days[week[0]]:%Y-%m}", []).append(number)
        return list(found.values())

    def may_work(self, person: str, place: int, turn: int, skill: str) -> bool:
        """Tell whether someone may fill a post, leave and rest left aside."""
        one = self.people[person]
        return (
            self.open_days[place]
            and skill in one.skills
            and self.turns[turn].name in one.shifts
        )

    def rest_min(self, before: int, after: int) -> int:
        """Give the rest between a shift and one on the next day."""
        return 1440 + self.turns[after].begin_min - self.turns[before].end_min


def case_of(plant: Plant, name: str) -> Case:
    """Give what a roster of the plant is planned from."""
    roster = plant.rosters[name]
    calendar = calendar_by_name(plant, roster.calendar)
    assert calendar is not None, "a roster without a calendar"
    which = calendar_name(plant, roster.calendar)
    workforce = plant.workforce or Workforce()
    year = years(plant, first=roster.first, days=roster.days)[which]
    days = tuple(roster.first + place * _DAY for place in range(roster.days))
    worked = set(year.worked)
    turns = []
    for shift, clock in calendar.shifts.items():
        begin, end = clock_min(clock)
        minutes = round(paid_min(calendar, shift, workforce.unpaid_breaks))
        turns.append(Turn(shift, begin, end, minutes))
    every = frozenset(calendar.shifts)
    people = {
        member: Person(
            skills=frozenset(each.skills),
            shifts=frozenset(each.shifts) or every,
            leave=frozenset(each.leave),
            wishes=frozenset(each.wishes),
        )
        for member, each in roster.members.items()
    }
    return Case(
        name=name,
        days=days,
        open_days=tuple(day in worked for day in days),
        turns=tuple(turns),
        needs=dict(roster.needs),
        people=people,
        limits=_limits(plant, roster),
    )


def _limits(plant: Plant, roster: Roster) -> Limits:
    law = law_for(plant.workforce)
    if law is None:
        return Limits(most_in_row=roster.most_shifts_in_row)
    week_h = law.value("harmful_week_h" if roster.harmful else "week_h")
    day = "harmful_overtime_day_h" if roster.harmful else "overtime_day_h"
    return Limits(
        week_min=round(week_h * 60),
        overtime=roster.overtime,
        overtime_day_min=round(law.value(day) * 60),
        overtime_month_min=round(law.value("overtime_month_h") * 60),
        daily_rest_min=round(law.value("daily_rest_h") * 60),
        weekly_rest_days=round(law.value("weekly_rest_days")),
        most_in_row=roster.most_shifts_in_row,
    )
