"""A team to be planned person by person: what the solver and its checker start from."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from zauyt.arrays.turns import public_holidays
from zauyt.plant.checks.employment import calendar_by_name
from zauyt.plant.checks.legal import paid_min
from zauyt.plant.checks.patterns import night_h, night_of
from zauyt.plant.labour import law_for
from zauyt.plant.plant import Plant
from zauyt.plant.time import Calendar, clock_min
from zauyt.plant.workforce import Roster, Workforce
from zauyt.studies.staffing.groups import calendar_name
from zauyt.studies.staffing.year import years

_DAY = datetime.timedelta(days=1)
FIVE = 5
"""Workdays of a week by the norm, Monday to Friday."""

YEAR, MONTH = "%Y", "%Y-%m"


@dataclass(frozen=True)
class Turn:
    """A shift: name, begin and end in minutes from midnight, working time, night."""

    name: str
    begin_min: int
    end_min: int
    work_min: int
    night_min: int = 0


@dataclass(frozen=True)
class Person:
    """A member: what they can do, when they may not, when they would rather not."""

    skills: frozenset[str]
    shifts: frozenset[str]
    leave: frozenset[datetime.date] = frozenset()
    wishes: frozenset[datetime.date] = frozenset()
    overtime_before_min: int = 0


@dataclass(frozen=True)
class Limits:
    """What one person may work; times in minutes, ``None`` where there is no limit.

    ``week_min`` is a week's time. Where working time is accounted in sum, it is the
    mean of each ``accounting_weeks`` in a row, the first of which begin with the
    roster's first week; else each week keeps it, and each day ``day_min``.
    ``overtime`` says whether the roster may plan with what is beyond: in a day as much
    as is allowed a day, in a week (or time of account) as much as its days at work
    allow, in the weeks that begin in a month no more than the month's, where time is
    not accounted in sum, and in those that begin in a year no more than the year's.
    """

    week_min: int | None = None
    day_min: int | None = None
    accounting_weeks: int | None = None
    overtime: bool = False
    overtime_day_min: int = 0
    overtime_month_min: int = 0
    overtime_year_min: int = 0
    daily_rest_min: int = 0
    weekly_rest_days: int = 0
    most_in_row: int = 31


@dataclass(frozen=True)
class Case:
    """Days, shifts, posts and people of one roster.

    ``open_days`` says of each day whether the shifts are worked, ``norm`` whether it
    is a workday of the country (Monday to Friday, if not stated); ``needs`` is the
    people wanted in every shift, by skill.
    """

    name: str
    days: tuple[datetime.date, ...]
    open_days: tuple[bool, ...]
    turns: tuple[Turn, ...]
    needs: Mapping[str, int]
    people: Mapping[str, Person]
    limits: Limits
    norm: tuple[bool, ...] = ()
    harmful: bool = False

    @property
    def accounts(self) -> list[list[int]]:
        """Give the places of the days of each time of account: weeks, or several."""
        weeks, size = self.weeks, self.limits.accounting_weeks or 1
        return [
            [place for week in weeks[first : first + size] for place in week]
            for first in range(0, len(weeks), size)
        ]

    def allowed_min(self, person: str, account: list[int]) -> int | None:
        """Give what a person may work in a time of account, without overtime.

        In sum it is a fifth of the week's for every workday by the norm, those on
        leave left out; else the week's, however many of its days are planned.
        """
        limits = self.limits
        if limits.week_min is None or limits.accounting_weeks is None:
            return limits.week_min
        leave = self.people[person].leave
        days = sum(self.is_norm(at) and self.days[at] not in leave for at in account)
        return limits.week_min * days // FIVE

    def is_norm(self, place: int) -> bool:
        """Tell whether a day is a workday by the norm."""
        return self.norm[place] if self.norm else self.days[place].weekday() < FIVE

    def overtime_min(self, person: str, mine: Mapping[int, int]) -> list[int]:
        """Give the overtime of each time of account, for the shift of each day."""
        day_min = self.limits.day_min
        found = []
        for account in self.accounts:
            most = self.allowed_min(person, account)
            lengths = [self.turns[mine[at]].work_min for at in account if at in mine]
            beyond = sum(max(0, n - day_min) for n in lengths) if day_min else 0
            over = 0 if most is None else sum(lengths) - most
            found.append(max(0, over, beyond))
        return found

    def by_begin(self, form: str) -> list[list[int]]:
        """Give the numbers of the accounts that begin in each month or year."""
        found: dict[str, list[int]] = {}
        for number, account in enumerate(self.accounts):
            found.setdefault(f"{self.days[account[0]]:{form}}", []).append(number)
        return list(found.values())

    @property
    def weeks(self) -> list[list[int]]:
        """Give the places of the days of each week, Monday to Sunday."""
        found: dict[datetime.date, list[int]] = {}
        for place, day in enumerate(self.days):
            found.setdefault(day - day.weekday() * _DAY, []).append(place)
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
        at_night = round(60 * night_h(clock, night_of(law_for(workforce))))
        turns.append(Turn(shift, begin, end, minutes, at_night))
    every = frozenset(calendar.shifts)
    people = {
        member: Person(
            skills=frozenset(each.skills),
            shifts=frozenset(each.shifts) or every,
            leave=frozenset(each.leave),
            wishes=frozenset(each.wishes),
            overtime_before_min=round(each.overtime_before_h * 60),
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
        harmful=roster.harmful,
        norm=tuple(_is_norm(plant, calendar, day) for day in days),
    )


def _is_norm(plant: Plant, calendar: Calendar, day: datetime.date) -> bool:
    """Tell whether a day counts as a workday by the norm, as the file moves them."""
    if day in calendar.open_days or day in calendar.closed_days:
        return day in calendar.open_days
    country = plant.site.holidays
    free = country is not None and day in public_holidays(
        country, range(day.year, day.year + 1)
    )
    return day.weekday() < FIVE and not free


def _free(country: str, year: int) -> Collection[datetime.date]:
    return public_holidays(country, range(year, year + 1))


def _limits(plant: Plant, roster: Roster) -> Limits:
    law = law_for(plant.workforce)
    if law is None:
        return Limits(most_in_row=roster.most_shifts_in_row)
    workforce = plant.workforce or Workforce()
    harmful = "harmful_" if roster.harmful else ""
    weeks = workforce.accounting_weeks
    return Limits(
        week_min=round(law.value(f"{harmful}week_h") * 60),
        day_min=None if weeks else round(law.value(f"{harmful}day_h") * 60),
        accounting_weeks=weeks,
        overtime=roster.overtime,
        overtime_day_min=round(law.value(f"{harmful}overtime_day_h") * 60),
        overtime_month_min=round(law.value("overtime_month_h") * 60),
        overtime_year_min=round(law.value("overtime_year_h") * 60),
        daily_rest_min=round(law.value("daily_rest_h") * 60),
        weekly_rest_days=round(law.value("weekly_rest_days")),
        most_in_row=roster.most_shifts_in_row,
    )
