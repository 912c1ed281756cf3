"""Shift patterns: which team works when, whether every shift is manned, and the law.

A pattern goes round: after the least common multiple of its cycle and a week every team
begins anew, so that what holds in that time, its end joined to its beginning, holds for
ever. Holidays are left aside.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from zauyt.errors import Problem
from zauyt.plant.labour import LabourLaw, law_for, laws
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.time import clock_min, weekdays
from zauyt.plant.workforce import Pattern, Workforce

OFF = "off"
"""A day without work in a cycle."""

Plan = list[list[str]]
"""For each team, its shift or ``off`` on every day of the round; day 0 is a Monday."""


@dataclass(frozen=True)
class Breach:
    """A rule that a plan breaks: which, where in the round, found and allowed."""

    rule: str
    team: int
    day: int
    found: float
    allowed: float


@dataclass(frozen=True)
class Load:
    """What a plan asks of a person; the worst over teams and weeks."""

    week_mean_h: float
    week_most_h: float
    rest_least_h: float
    days_in_row: int
    night_week_h: float


def plan_of(pattern: Pattern) -> Plan:
    """Give the days of every team of a pattern that states its cycle."""
    assert pattern.cycle, "a pattern without a cycle"
    assert pattern.teams is not None, "a cycle without a number of teams"
    length = len(pattern.cycle)
    worked = set(weekdays(pattern.days))
    return [
        [
            pattern.cycle[(day + team * pattern.step_days) % length]
            if day % 7 in worked
            else OFF
            for day in range(math.lcm(length, 7))
        ]
        for team in range(pattern.teams)
    ]


def gaps(pattern: Pattern, plan: Plan) -> Iterator[tuple[int, str]]:
    """Yield the days of the round and shifts that no team works."""
    worked = weekdays(pattern.days)
    for day in range(len(plan[0])):
        if day % 7 in worked:
            there = {team[day] for team in plan}
            for shift in pattern.shifts:
                if shift not in there:
                    yield day, shift


def paid_h(pattern: Pattern, shift: str, unpaid: tuple[str, ...]) -> float:
    """Give the working time of a shift: its length without its unpaid breaks."""
    begin, end = clock_min(pattern.shifts[shift])
    rests = pattern.breaks_min
    return (end - begin - sum(rests[name] for name in rests if name in unpaid)) / 60


def open_week_h(pattern: Pattern) -> float:
    """Give the hours in which the line works in a week, breaks left out."""
    minutes = sum(
        clock_min(clock)[1] - clock_min(clock)[0] - sum(pattern.breaks_min.values())
        for clock in pattern.shifts.values()
    )
    return minutes * len(weekdays(pattern.days)) / 60


def rest_h(pattern: Pattern, before: str, after: str, *, days: int = 1) -> float:
    """Give the rest between a shift and one some days later."""
    _, end = clock_min(pattern.shifts[before])
    begin, _ = clock_min(pattern.shifts[after])
    return (1440 * days + begin - end) / 60


def load_of(
    pattern: Pattern, plan: Plan, unpaid: tuple[str, ...], night: tuple[float, float]
) -> Load:
    """Give what a plan asks of a person.

    Parameters
    ----------
    pattern, plan
        The pattern, and the days of its teams.
    unpaid
        Breaks that are no working time.
    night
        Hours at which night begins and ends.
    """
    hours = {shift: paid_h(pattern, shift, unpaid) for shift in pattern.shifts}
    weeks = [
        sum(hours.get(each, 0.0) for each in team[first : first + 7])
        for team in plan
        for first in range(0, len(team), 7)
    ]
    by_team = [
        sum(hours.get(each, 0.0) for each in team) * 7 / len(team) for team in plan
    ]
    nights = [
        sum(night_h(pattern.shifts[each], night) for each in team if each != OFF)
        * 7 / len(team)
        for team in plan
    ]  # fmt: skip
    rests = [rest for team in plan for _, rest in _rests(pattern, team)]
    return Load(
        week_mean_h=max(by_team),
        week_most_h=max(weeks),
        rest_least_h=min(rests, default=math.inf),
        days_in_row=max(_longest_run(team) for team in plan),
        night_week_h=max(nights),
    )


NIGHT = (22.0, 6.0)
"""Night where no law says when it is."""


def night_of(law: LabourLaw | None) -> tuple[float, float]:
    """Give the hours at which night begins and ends."""
    if law is None:
        return NIGHT
    return law.value("night_from_h"), law.value("night_to_h")


def night_h(clock: str, night: tuple[float, float]) -> float:
    """Give the hours of a shift that lie in the night."""
    begin, end = clock_min(clock)
    first, last = night[0] * 60, night[1] * 60 + 1440
    return sum(
        max(0.0, min(end, last + move) - max(begin, first + move)) / 60
        for move in (-1440, 0)
    )


def breaches(
    pattern: Pattern, plan: Plan, law: LabourLaw, workforce: Workforce
) -> Iterator[Breach]:
    """Yield the rules of a law that a plan breaks, each where it does so first."""
    unpaid = workforce.unpaid_breaks
    hours = {shift: paid_h(pattern, shift, unpaid) for shift in pattern.shifts}
    longest = max(hours, key=lambda shift: hours[shift])
    day = plan[0].index(longest) if longest in plan[0] else 0
    most = [("shift_h", law.value("shift_h"))]
    if workforce.accounting_weeks is None:
        rule = "harmful_day_h" if pattern.harmful else "day_h"
        most.append((rule, law.value(rule)))
    for rule, allowed in most:
        if hours[longest] > allowed + 1e-9:
            yield Breach(rule, 0, day, hours[longest], allowed)
    rest = max(pattern.breaks_min.values(), default=0.0)
    if rest < law.value("meal_break_min"):
        yield Breach("meal_break_min", 0, 0, rest, law.value("meal_break_min"))
    yield from _of_teams(pattern, plan, law)
    yield from _of_weeks(pattern, plan, law, workforce)


def _of_weeks(
    pattern: Pattern, plan: Plan, law: LabourLaw, workforce: Workforce
) -> Iterator[Breach]:
    """Yield the hours a week that are too long, in the mean of a time of account."""
    rule = "harmful_week_h" if pattern.harmful else "week_h"
    limit = law.value(rule)
    weeks = week_hours(pattern, plan, workforce.unpaid_breaks)
    allowed = workforce.accounting_weeks
    for number, each in enumerate(weeks):
        mean = sum(each) / len(each)
        worst = max(range(len(each)), key=lambda week: each[week])
        if mean > limit + 1e-9:
            yield Breach(rule, number, 0, mean, limit)
            return
        if allowed is None and each[worst] > limit + 1e-9:
            yield Breach(rule, number, 7 * worst, each[worst], limit)
            return
        if allowed is not None and not _holds(each, allowed, limit):
            wanted = float(least_weeks([each], limit) or 0)
            yield Breach("accounting_weeks", number, 0, wanted, float(allowed))
            return


def week_hours(
    pattern: Pattern, plan: Plan, unpaid: tuple[str, ...]
) -> list[list[float]]:
    """Give the hours of every team in every week of the round."""
    hours = {shift: paid_h(pattern, shift, unpaid) for shift in pattern.shifts}
    return [
        [
            math.fsum(hours.get(each, 0.0) for each in team[first : first + 7])
            for first in range(0, len(team), 7)
        ]
        for team in plan
    ]


def least_weeks(weeks: list[list[float]], limit: float) -> int | None:
    """Give the fewest weeks over which the mean of any in a row keeps a limit.

    None is given where no number of weeks does.
    """
    for size in range(1, max(len(each) for each in weeks) + 1):
        if all(_holds(each, size, limit) for each in weeks):
            return size
    return None


def _holds(weeks: list[float], size: int, limit: float) -> bool:
    """Tell whether any so many weeks in a row, round the end, keep a mean."""
    rounds = weeks * (size // len(weeks) + 2)
    return all(
        math.fsum(rounds[first : first + size]) <= limit * size + 1e-9
        for first in range(len(weeks))
    )


def _of_teams(pattern: Pattern, plan: Plan, law: LabourLaw) -> Iterator[Breach]:
    """Yield the first rest that is too short, and the first week without days off."""
    least = law.value("daily_rest_h")
    short = [
        Breach("daily_rest_h", number, day, rest, least)
        for number, team in enumerate(plan)
        for day, rest in _rests(pattern, team)
        if rest < least - 1e-9
    ]
    wanted = law.value("weekly_rest_days")
    tired = [
        Breach("weekly_rest_days", number, first, float(off), wanted)
        for number, team in enumerate(plan)
        for first in range(0, len(team), 7)
        if (off := team[first : first + 7].count(OFF)) < wanted
    ]
    yield from short[:1]
    yield from tired[:1]


def _rests(pattern: Pattern, team: list[str]) -> Iterator[tuple[int, float]]:
    """Yield the days worked and the rest until the next, round the end."""
    days = [day for day, shift in enumerate(team) if shift != OFF]
    for place, day in enumerate(days):
        after = days[(place + 1) % len(days)]
        apart = (after - day) % len(team) or len(team)
        yield day, rest_h(pattern, team[day], team[after], days=apart)


def _longest_run(team: list[str]) -> int:
    """Give the longest run of days at work, round the end."""
    if OFF not in team:
        return len(team)
    runs, run = [0], 0
    for shift in team * 2:
        run = 0 if shift == OFF else run + 1
        runs.append(run)
    return max(runs)


def check_patterns(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with the plant's patterns, and what no law allows."""
    for name, pattern in plant.patterns.items():
        path = f"patterns.{name}"
        problems = list(_form(path, pattern))
        yield from problems
        if problems or not pattern.cycle:
            continue
        plan = plan_of(pattern)
        for day, shift in gaps(pattern, plan):
            message = (
                f"no team works shift {shift} on day {day + 1} of the round of"
                f" {len(plan[0])}; more teams, or another step_days or cycle"
            )
            yield Problem(f"{path}.cycle", message, "pattern_gap")
            break
        yield from _unlawful(plant, path, pattern, plan)


def _form(path: str, pattern: Pattern) -> Iterator[Problem]:
    known = [*pattern.shifts, OFF]
    if OFF in pattern.shifts:
        yield Problem(f"{path}.shifts.{OFF}", "off is no shift's name", "name_twice")
    for place, shift in enumerate(pattern.cycle):
        if shift not in known:
            hint = did_you_mean(shift, known) or f"; there are {listed(known)}"
            message = f"there is no shift {shift}{hint}"
            yield Problem(f"{path}.cycle.{place}", message, "unknown_reference")
    if pattern.cycle and pattern.teams is None:
        message = "needs teams: how many go through the cycle"
        yield Problem(f"{path}.cycle", message, "pattern_teams")
    if pattern.cycle and set(pattern.cycle) == {OFF}:
        yield Problem(f"{path}.cycle", "nobody ever works", "pattern_gap")
    for shift, clock in pattern.shifts.items():
        begin, end = clock_min(clock)
        if sum(pattern.breaks_min.values()) >= end - begin:
            message = f"the breaks leave nothing of shift {shift}"
            yield Problem(f"{path}.breaks_min", message, "breaks_too_long")


def _unlawful(
    plant: Plant, path: str, pattern: Pattern, plan: Plan
) -> Iterator[Problem]:
    """Yield the breaches of a cycle, each at the day of the cycle where it is."""
    workforce = plant.workforce or Workforce()
    law = law_for(workforce) if workforce.law in laws() else None
    if law is None:
        return
    length = len(pattern.cycle)
    for breach in breaches(pattern, plan, law, workforce):
        at = (breach.day + breach.team * pattern.step_days) % length
        rule = law.rules[breach.rule]
        cited = f"rule {breach.rule} of {law.law} (article {rule.article})"
        numbers = f"{breach.found:.4g} {rule.unit} found"
        said, place = SAID[breach.rule], f"{path}.cycle"
        if breach.rule == "daily_rest_h":
            place = f"{path}.cycle.{at}"
        elif breach.rule in ("shift_h", "day_h", "harmful_day_h"):
            place = f"{path}.shifts.{pattern.cycle[at]}"
        elif breach.rule == "meal_break_min":
            place = f"{path}.shifts"
        bound = "at most" if breach.found > breach.allowed else "at least"
        message = f"{said}: {numbers}; {cited} wants {bound} {breach.allowed:g}"
        message += f" {rule.unit}{_in_sum(pattern, plan, law, workforce, breach)}"
        yield Problem(place, message, f"law_{breach.rule}")


def _in_sum(
    pattern: Pattern, plan: Plan, law: LabourLaw, workforce: Workforce, breach: Breach
) -> str:
    """Say over how many weeks time would have to be accounted, where that helps."""
    if breach.rule not in ("week_h", "harmful_week_h", "day_h", "harmful_day_h"):
        return ""
    limit = law.value("harmful_week_h" if pattern.harmful else "week_h")
    weeks = least_weeks(week_hours(pattern, plan, workforce.unpaid_breaks), limit)
    if workforce.accounting_weeks is not None or weeks is None:
        return ""
    return f"; it may be more if time is accounted in sum: accounting_weeks: {weeks}"


SAID = {
    "shift_h": "the longest shift's work",
    "meal_break_min": "the longest break",
    "daily_rest_h": "the rest after this day's shift",
    "weekly_rest_days": "days off in a week of this cycle",
    "day_h": "the longest shift's work",
    "harmful_day_h": "the longest shift's work",
    "week_h": "a week of this cycle, or its mean",
    "harmful_week_h": "a week of this cycle, or its mean",
    "accounting_weeks": "weeks over which the mean of this cycle keeps the week",
}
"""What each rule on patterns counts."""
