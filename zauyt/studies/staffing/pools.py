"""How many people keep the posts filled: absence, hours of the law, leave.

From posts to people, step by step, each by skill and shift:

1. at work: posts, and those who step in at breaks, rounded up;
2. due: the least number of whom enough come with the wanted chance, a day taken at
   random, ordinary or beside holidays;
3. on the roster: due x hours of the shift a week / hours that the law allows, where
   the shift is longer than a person may work;
4. on the books: on the roster / (1 - share on leave), of the month with most leave,
   rounded up.

People who are not relieved are as many as their posts, rounded up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zauyt.plant.checks.legal import paid_min
from zauyt.plant.labour import LabourLaw, law_for
from zauyt.plant.people import on_books
from zauyt.plant.plant import Plant
from zauyt.plant.workforce import Workforce
from zauyt.statistics.absence import (
    Days,
    kinds_of_day,
    least_people,
    no_short_day,
    short_spell_days,
    whole_chance,
)
from zauyt.studies.staffing.groups import Group, Groups
from zauyt.studies.staffing.year import DAYS_A_YEAR, Year, leave_weights, week_h

_ENOUGH = 1e-9
"""What sums of parts may miss of a whole number."""

WEEK_DAYS = 5

MOST_SPARE = 500
"""People to spare up to whom spells are counted: the work grows by their square."""


@dataclass(frozen=True)
class Pool:
    """The people of one group, step by step from posts to the books."""

    group: Group
    days: Days
    at_work: int
    due: int
    rotating: float
    leave_share: tuple[float, ...]
    """Share of the people on leave on a workday of each month."""
    people: int

    @property
    def by_month(self) -> tuple[int, ...]:
        """Give the people who would do in each month."""
        if not self.group.terms.relieved:
            return (self.people,) * len(self.leave_share)
        return tuple(
            math.ceil(self.rotating / (1 - share) - _ENOUGH)
            for share in self.leave_share
        )

    @property
    def whole_chance(self) -> float:
        """Give the chance that all posts are filled on a workday."""
        return whole_chance(self.due, self.at_work, self.days)

    @property
    def whole_week_chance(self) -> float | None:
        """Give the chance that all posts are filled on five ordinary workdays."""
        if self.due - self.at_work > MOST_SPARE:
            return None
        chances = [self.days.chance[0]] * WEEK_DAYS
        mean = self.group.terms.absence_days
        return no_short_day(self.due, self.at_work, chances, mean)

    @property
    def short_days(self) -> float | None:
        """Give how many workdays in a row posts stay empty, once one is."""
        if self.due - self.at_work > MOST_SPARE:
            return None
        terms = self.group.terms
        return short_spell_days(
            self.due, self.at_work, self.days.chance[0], terms.absence_days
        )


def stated(plant: Plant, pool: Pool) -> tuple[int, float] | None:
    """Give the people that the file states for a pool, and how often they fill it.

    They are those of ``by_shift``, of whom nobody is on leave, and ``relief``, who step
    in for absent ones and are never absent themselves: as the simulator has it.
    """
    skill = plant.people.get(pool.group.skill)
    if skill is None or skill.by_shift is None:
        return None
    books = on_books(skill, pool.group.shift)
    if books < pool.at_work:
        return books + skill.relief, 0.0
    spare = books + skill.relief - pool.at_work
    chance = whole_chance(books, books - min(spare, books), pool.days)
    return books + skill.relief, chance


def pools(plant: Plant, found: Groups, years: Mapping[str, Year]) -> list[Pool]:
    """Give the people of every group."""
    law = law_for(plant.workforce)
    return [_pool(plant, group, years, law) for group in found.values()]


def hours_factor(plant: Plant, group: Group, law: LabourLaw | None) -> float:
    """Give how many people share the weekly hours of one post.

    Where time is not accounted in sum, nobody works longer in a day than the law's
    day either: others do the rest of a longer shift.
    """
    if law is None or plant.workforce is None:
        return 1.0
    workforce, harmful = plant.workforce, group.terms.harmful
    limit = week_limit_h(law, harmful=harmful)
    day_h = law.value("harmful_day_h" if harmful else "day_h")
    total = math.fsum(group.calendars.values())
    factor = 0.0
    for name, posts in group.calendars.items():
        calendar = plant.calendars[name]
        shares = week_h(calendar, group.shift, workforce.unpaid_breaks) / limit
        if workforce.accounting_weeks is None:
            paid_h = paid_min(calendar, group.shift, workforce.unpaid_breaks) / 60
            shares = max(shares, paid_h / day_h)
        factor += max(1.0, shares) * posts / total
    return factor


def week_limit_h(law: LabourLaw, *, harmful: bool) -> float:
    """Give the hours that a person may work in a week."""
    return law.value("harmful_week_h" if harmful else "week_h")


def leave_days(plant: Plant, law: LabourLaw | None, *, harmful: bool) -> float:
    """Give the calendar days of leave that a person has in a year."""
    workforce = plant.workforce
    if workforce is None:
        return 0.0
    usual, further = workforce.leave_days, workforce.harmful_leave_days
    if usual is None:
        usual = law.value("leave_days") if law is not None else 0.0
    if further is None:
        further = law.value("harmful_leave_days") if law is not None else 0.0
    return usual + (further if harmful else 0.0)


def leave_shares(
    plant: Plant, year: Year, law: LabourLaw | None, *, harmful: bool
) -> tuple[float, ...]:
    """Give the share of people on leave on a workday of each month.

    Leave is counted in calendar days without public holidays, so that its share of
    them is its share of workdays. No month has more than 90 % on leave.
    """
    days = leave_days(plant, law, harmful=harmful)
    open_to_leave = year.days - year.holidays
    share = days * year.days / DAYS_A_YEAR / open_to_leave if open_to_leave else 0.0
    return tuple(min(0.9, share * weight) for weight in leave_weights(plant, year))


def _pool(
    plant: Plant, group: Group, years: Mapping[str, Year], law: LabourLaw | None
) -> Pool:
    terms = group.terms
    main = max(group.calendars, key=lambda name: (group.calendars[name], name))
    year = years[main]
    workforce = plant.workforce or Workforce()
    days = kinds_of_day(terms.absence, workforce.holiday_factor, year.beside_share)
    at_work = math.ceil(group.all_posts + group.breaks - _ENOUGH)
    leave = leave_shares(plant, year, law, harmful=terms.harmful)
    if not terms.relieved:
        return Pool(group, days, at_work, at_work, float(at_work), leave, at_work)
    due = least_people(at_work, days, workforce.presence_probability)
    rotating = due * hours_factor(plant, group, law)
    months = year.by_month()
    most = max(
        (s for s, worked in zip(leave, months.values(), strict=True) if worked),
        default=0.0,
    )
    people = math.ceil(rotating / (1 - most) - _ENOUGH)
    return Pool(group, days, at_work, due, rotating, leave, people)


def apportioned(whole: int, parts: Sequence[float]) -> list[int]:
    """Divide a whole number in proportion, by largest remainders, first ones first."""
    total = math.fsum(parts)
    exact = [whole * part / total for part in parts]
    given = [math.floor(each + _ENOUGH) for each in exact]
    order = sorted(range(len(parts)), key=lambda at: (given[at] - exact[at], at))
    for place in order[: whole - sum(given)]:
        given[place] += 1
    return given
