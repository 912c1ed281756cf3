"""Shift patterns side by side: teams, hours, people, law; one is chosen and filled.

Three patterns that plants use stand beside those of the file: 2x8 and 3x8 on five days,
turning by the week, and 4 on 2 off on all seven. A pattern without a cycle is filled by
the solver of rosters with teams for people, from the least number of teams that the law
allows on.

Chosen is the pattern that keeps the law, opens the line at least as long as the plant's
calendar does, and takes fewest people; where none opens so long, the one that opens
longest; fewer night hours decide between equals.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zauyt.plant.checks.employment import calendar_by_name
from zauyt.plant.checks.legal import breaks_of
from zauyt.plant.checks.patterns import (
    OFF,
    Load,
    Plan,
    breaches,
    gaps,
    least_weeks,
    load_of,
    night_of,
    open_week_h,
    paid_h,
    plan_of,
    week_hours,
)
from zauyt.plant.labour import LabourLaw, law_for
from zauyt.plant.plant import Plant
from zauyt.plant.time import Calendar, clock_min, weekdays
from zauyt.plant.workforce import Pattern, Workforce
from zauyt.results.column import Column
from zauyt.results.result import Note, Table, of_rows
from zauyt.studies.staffing.groups import CREW
from zauyt.studies.staffing.pools import Pool
from zauyt.studies.staffing.rosters import Case, Limits, Person, Turn
from zauyt.studies.staffing.solver import Undecided, fill

MONDAY = datetime.date(2001, 1, 1)
"""A Monday: rounds of patterns begin on one, holidays left aside."""

WEEKS = 4
MOST_TEAMS = 8
_MEAL = {"meal": 30.0}
_WEEK = 5

STANDARD = {
    "2x8": Pattern(
        days="mon-fri",
        shifts={"day": "07:00-15:30", "late": "15:30-00:00"},
        breaks_min=_MEAL,
        cycle=("day",) * 5 + (OFF,) * 2 + ("late",) * 5 + (OFF,) * 2,
        teams=2,
    ),
    "3x8": Pattern(
        days="mon-fri",
        shifts={"day": "06:00-14:00", "late": "14:00-22:00", "night": "22:00-06:00"},
        breaks_min=_MEAL,
        cycle=("day",) * 5 + (OFF,) * 2 + ("late",) * 5 + (OFF,) * 2
        + ("night",) * 5 + (OFF,) * 2,
        teams=3,
    ),
    "4 on 2 off": Pattern(
        days="mon-sun",
        shifts={"day": "07:00-15:30", "late": "15:30-00:00"},
        breaks_min=_MEAL,
        cycle=("day",) * 4 + (OFF,) * 2 + ("late",) * 4 + (OFF,) * 2,
        teams=3,
        step_days=4,
    ),
}  # fmt: skip
"""Patterns that plants use."""


@dataclass(frozen=True)
class Judged:
    """A pattern with the days of its teams, what it asks and whether the law allows."""

    name: str
    pattern: Pattern
    plan: Plan | None
    load: Load | None
    broken: str
    people: int | None
    weeks_in_sum: int | None = None
    """Weeks whose mean keeps the law's week: 1 where each does by itself."""

    @property
    def legal(self) -> bool:
        """Tell whether it can be worked and keeps the law."""
        return self.plan is not None and not self.broken


def judged(
    plant: Plant, pools: Sequence[Pool], *, effort: float, seed: int
) -> list[Judged]:
    """Judge the plant's patterns and those that plants use."""
    law = law_for(plant.workforce)
    return [
        _judged(plant, pools, name, pattern, law, effort=effort, seed=seed)
        for name, pattern in {**plant.patterns, **STANDARD}.items()
    ]


def _judged(
    plant: Plant,
    pools: Sequence[Pool],
    name: str,
    pattern: Pattern,
    law: LabourLaw | None,
    *,
    effort: float,
    seed: int,
) -> Judged:
    workforce = plant.workforce or Workforce()
    unpaid = workforce.unpaid_breaks
    if pattern.cycle:
        plan: Plan | None = plan_of(pattern)
    else:
        plan = found_plan(pattern, law, workforce, effort=effort, seed=seed)
    if plan is None:
        return Judged(name, pattern, None, None, "no_plan", None)
    assert not list(gaps(pattern, plan)), f"{name} leaves shifts without a team"
    broken = (
        [] if law is None else [b.rule for b in breaches(pattern, plan, law, workforce)]
    )
    sums = None if law is None else least_weeks(
        week_hours(pattern, plan, unpaid),
        law.value("harmful_week_h" if pattern.harmful else "week_h"),
    )  # fmt: skip
    people = len(plan) * people_of_a_shift(pools)
    load = load_of(pattern, plan, unpaid, night_of(law))
    return Judged(name, pattern, plan, load, ", ".join(broken), people, sums)


def people_of_a_shift(pools: Sequence[Pool]) -> int:
    """Give the people on the books for the crews of the shift with most posts.

    Shorter hours are left aside: how long a team works is the pattern's.
    """
    by_shift: dict[str, int] = {}
    for pool in pools:
        if pool.group.terms.kind == CREW:
            leave = max(pool.leave_share)
            people = math.ceil(pool.due / (1 - leave) - 1e-9)
            shift = pool.group.shift
            by_shift[shift] = by_shift.get(shift, 0) + people
    return max(by_shift.values(), default=0)


def found_plan(
    pattern: Pattern, law: LabourLaw | None, workforce: Workforce, *,
    effort: float, seed: int,
) -> Plan | None:  # fmt: skip
    """Find the days of as few teams as will do; None if no number of them will."""
    unpaid = workforce.unpaid_breaks
    hours = {shift: paid_h(pattern, shift, unpaid) for shift in pattern.shifts}
    week = sum(hours.values()) * len(weekdays(pattern.days))
    least = len(pattern.shifts)
    if law is not None:
        limit = law.value("harmful_week_h" if pattern.harmful else "week_h")
        least = max(least, math.ceil(week / limit - 1e-9))
    numbers = [pattern.teams] if pattern.teams else range(least, MOST_TEAMS + 1)
    for teams in numbers:
        case = _case(pattern, law, workforce, teams)
        try:
            filled = fill(case, effort=effort, seed=seed)
        except Undecided:
            continue
        if filled is not None:
            names = list(case.people)
            plan = [[OFF] * len(case.days) for _ in names]
            for person, place, turn, _ in filled.posts:
                plan[names.index(person)][place] = case.turns[turn].name
            if law is None or not list(breaches(pattern, plan, law, workforce)):
                return plan
    return None


def _case(
    pattern: Pattern, law: LabourLaw | None, workforce: Workforce, teams: int
) -> Case:
    """Give the roster of some teams over a few weeks without holidays."""
    unpaid = workforce.unpaid_breaks
    turns = tuple(
        Turn(shift, *clock_min(clock), round(60 * paid_h(pattern, shift, unpaid)))
        for shift, clock in pattern.shifts.items()
    )
    limits = Limits(most_in_row=6)
    if law is not None:
        limit = law.value("harmful_week_h" if pattern.harmful else "week_h")
        weeks = workforce.accounting_weeks
        day = law.value("harmful_day_h" if pattern.harmful else "day_h")
        limits = Limits(
            week_min=round(60 * limit),
            day_min=None if weeks else round(60 * day),
            accounting_weeks=None if weeks is None else min(weeks, WEEKS),
            daily_rest_min=round(60 * law.value("daily_rest_h")),
            weekly_rest_days=round(law.value("weekly_rest_days")),
            most_in_row=6,
        )
    days = tuple(MONDAY + datetime.timedelta(days=at) for at in range(7 * WEEKS))
    worked = set(weekdays(pattern.days))
    every = frozenset(pattern.shifts)
    people = {
        f"team {chr(ord('A') + place)}": Person(frozenset({"team"}), every)
        for place in range(teams)
    }
    open_days = tuple(day.weekday() in worked for day in days)
    return Case("teams", days, open_days, turns, {"team": 1}, people, limits)


def chosen(plant: Plant, found: Sequence[Judged]) -> Judged | None:
    """Give the pattern that is chosen, if one keeps the law."""
    wanted = wanted_week_h(plant)
    legal = [each for each in found if each.legal]
    enough = [each for each in legal if open_week_h(each.pattern) >= wanted - 1e-9]

    def night(each: Judged) -> float:
        return each.load.night_week_h if each.load is not None else math.inf

    if enough:
        return min(enough, key=lambda each: (each.people or 0, night(each)))
    return max(
        legal,
        key=lambda each: (open_week_h(each.pattern), -(each.people or 0), -night(each)),
        default=None,
    )


def wanted_week_h(plant: Plant) -> float:
    """Give the hours a week in which the plant's own calendar works."""
    calendar = calendar_by_name(plant, None)
    if calendar is None:
        calendar = next(iter(plant.calendars.values()))
    return sum(_open_h(calendar, shift) for shift in calendar.shifts)


def _open_h(calendar: Calendar, shift: str) -> float:
    begin, end = clock_min(calendar.shifts[shift])
    minutes = end - begin - sum(breaks_of(calendar, shift).values())
    return minutes * len(weekdays(calendar.days)) / 60


def tables(plant: Plant, found: Sequence[Judged]) -> Mapping[str, Table]:
    """Give the patterns side by side, and the days of the teams of the chosen one."""
    pick = chosen(plant, found)
    rows = []
    for each in found:
        load = each.load
        rows.append(
            (
                each.name, len(each.pattern.shifts), len(weekdays(each.pattern.days)),
                len(each.plan) if each.plan else 0, open_week_h(each.pattern),
                load.week_mean_h if load else math.nan,
                load.week_most_h if load else math.nan,
                load.rest_least_h if load else math.nan,
                load.days_in_row if load else 0,
                load.night_week_h if load else math.nan,
                each.people or 0, each.weeks_in_sum or 0, each.legal, each.broken,
                each is pick,
            )
        )  # fmt: skip
    columns = (
        Column("pattern", "", "pattern of the file, or one that plants use", "text"),
        Column("shifts", "1", "shifts a day", "whole"),
        Column("days", "d", "days a week", "whole"),
        Column("teams", "1", "teams, each as large as the crews of a shift", "whole"),
        Column("open_h", "h", "hours a week in which the line works", "number"),
        Column("week_mean_h", "h", "a person's mean week, of the team with most",
               "number"),
        Column("week_most_h", "h", "a person's longest week; above the law's, working"
               " time is accounted in sum", "number"),
        Column("rest_least_h", "h", "shortest rest between two shifts", "number"),
        Column("days_in_row", "d", "longest run of days at work", "whole"),
        Column("night_h", "h", "night hours of a person's mean week", "number"),
        Column("people", "1", "people of the crews on the books", "whole"),
        Column("weeks_in_sum", "1", "weeks over which working time must be accounted"
               " in sum; 1: every week keeps the law's by itself; 0: none does, or no"
               " law is named", "whole"),
        Column("legal", "", "whether it keeps the law", "flag"),
        Column("broken", "", "rules that it breaks; no_plan: no teams were found",
               "text"),
        Column("chosen", "", "whether it is the one chosen", "flag"),
    )  # fmt: skip
    return {"patterns": of_rows(rows, *columns), **_teams(pick)}


def notes(plant: Plant, found: Sequence[Judged]) -> list[Note]:
    """Tell which pattern is chosen, and why."""
    pick = chosen(plant, found)
    wanted = wanted_week_h(plant)
    if pick is None or pick.plan is None:
        return [Note("staff.pattern.none", {"wanted": wanted})]
    opens = open_week_h(pick.pattern)
    numbers = {
        "pattern": pick.name, "teams": len(pick.plan), "wanted": wanted,
        "open": opens, "people": pick.people,
    }  # fmt: skip
    key = "enough" if opens >= wanted - 1e-9 else "most"
    return [Note(f"staff.pattern.{key}", numbers)]


def _teams(pick: Judged | None) -> dict[str, Table]:
    """Give the days of every team of a pattern, one round of it."""
    if pick is None or pick.plan is None:
        return {}
    rows = [
        (pick.name, f"team {chr(ord('A') + number)}", day // 7 + 1,
         ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][day % 7], shift)
        for number, team in enumerate(pick.plan)
        for day, shift in enumerate(team)
    ]  # fmt: skip
    columns = (
        Column("pattern", "", "the pattern chosen", "text"),
        Column("team", "", "team", "text"),
        Column("week", "1", "week of the round", "whole"),
        Column("weekday", "", "day of it", "text"),
        Column("shift", "", "shift worked, or off", "text"),
    )
    return {"teams": of_rows(rows, *columns)}
