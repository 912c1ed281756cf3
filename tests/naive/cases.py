"""Random rosters: small ones that can be tried out, and larger ones."""

from __future__ import annotations

import dataclasses
import datetime
import random

from zauyt.studies.staffing.rosters import Case, Limits, Person, Turn

MONDAY = datetime.date(2026, 3, 2)
SHIFTS = (
    Turn("day", 7 * 60, 15 * 60 + 30, 480),
    Turn("late", 15 * 60 + 30, 24 * 60, 480),
    Turn("night", 23 * 60, 31 * 60, 450),
)
LONG = (
    Turn("day", 7 * 60, 17 * 60 + 30, 600),
    Turn("night", 20 * 60, 32 * 60, 690),
)
"""Shifts that are longer than a day by law."""


def random_case(number: int, *, small: bool) -> Case:
    """Give a roster by its number: about half of them can be filled."""
    draw = random.Random(number)
    days = draw.randint(2, 4) if small else draw.randint(7, 21)
    long = draw.random() < 0.25
    turns = (LONG if long else SHIFTS)[: draw.randint(1, 2 if small or long else 3)]
    skills = ["a", "b"][: draw.randint(1, 2)]
    first = MONDAY + datetime.timedelta(days=draw.randint(0, 6))
    dates = tuple(first + datetime.timedelta(days=at) for at in range(days))
    needs = {skill: draw.randint(1, 1 if small else 2) for skill in skills}
    posts = len(turns) * sum(needs.values())
    people = draw.randint(1, 4) if small else posts + draw.randint(0, posts + 2)
    names = [turn.name for turn in turns]
    persons = {
        f"p{place}": Person(
            skills=frozenset(draw.sample(skills, draw.randint(1, len(skills)))),
            shifts=frozenset(names if draw.random() < 0.8 else draw.sample(names, 1)),
            leave=frozenset(day for day in dates if draw.random() < 0.06),
            wishes=frozenset(day for day in dates if draw.random() < 0.08),
            overtime_before_min=draw.choice([0, 0, 0, 6960, 7200]),
        )
        for place in range(people)
    }
    limits = Limits(
        week_min=draw.choice([None, 2400, 2160, 1000]),
        day_min=draw.choice([None, 480, 432]),
        accounting_weeks=draw.choice([None, None, 1, 2, 4]),
        overtime=draw.random() < 0.4,
        overtime_day_min=draw.choice([60, 120]),
        overtime_month_min=draw.choice([300, 720]),
        overtime_year_min=draw.choice([7200, 7200, 240]),
        daily_rest_min=draw.choice([0, 660, 720]),
        weekly_rest_days=draw.choice([0, 1, 2]),
        most_in_row=draw.choice([2, 5, 6]),
    )
    if limits.accounting_weeks is not None or limits.week_min is None:
        limits = dataclasses.replace(limits, day_min=None)
    open_days = tuple(draw.random() < 0.8 for _ in dates)
    norm = tuple(day.weekday() < 5 and draw.random() < 0.95 for day in dates)
    return Case("t", dates, open_days, turns, needs, persons, limits, norm)
