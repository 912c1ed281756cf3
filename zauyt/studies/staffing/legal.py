"""What each rule of the law does to the plant's people."""

from __future__ import annotations

import math
from collections.abc import Sequence

from zauyt.plant.checks.legal import breaks_of, followed, paid_min
from zauyt.plant.labour import LabourLaw, law_for
from zauyt.plant.plant import Plant
from zauyt.plant.time import Calendar, clock_min, weekdays
from zauyt.results.column import Column
from zauyt.results.result import Note, Table
from zauyt.studies.staffing.pools import Pool, leave_days, week_limit_h
from zauyt.studies.staffing.year import week_h

Effect = tuple[str, str, float]
"""Whether a rule binds (``binds``, ``shapes`` or nothing), where, and its number."""


def table(plant: Plant, pools: Sequence[Pool]) -> dict[str, Table]:
    """Give every rule of the law, what it bounds here, and how near the plant is."""
    law = law_for(plant.workforce)
    if law is None:
        return {}
    effects = _effects(plant, pools, law)
    rows = [
        (name, rule.value, rule.unit, *effects.get(name, ("", "", math.nan)),
         rule.says, rule.article, rule.verified, rule.source)
        for name, rule in law.rules.items()
    ]  # fmt: skip
    columns = (
        Column("rule", "", "rule of the law", "text"),
        Column("value", "by row", "number that it sets", "number"),
        Column("unit", "", "its unit", "text"),
        Column("effect", "", "binds: the plant would need fewer people without it;"
               " shapes: it sets a number; nothing: it has room", "text"),
        Column("where", "", "whom or which shift it touches most", "text"),
        Column("found", "by row", "the plant's own number there", "number"),
        Column("says", "", "what it says, in our words", "text"),
        Column("article", "", "where it stands in the law", "text"),
        Column("verified", "", "what was seen of it: text, quoted, or no", "text"),
        Column("source", "", "what was read", "text"),
    )  # fmt: skip
    data = {
        column: [row[place] for row in rows] for place, column in enumerate(columns)
    }
    return {"law": Table(data)}


def notes(plant: Plant) -> list[Note]:
    """Tell by which law, and how many of its rules nobody has verified."""
    law = law_for(plant.workforce)
    assert law is not None, "a workforce with a law"
    unseen = sum(rule.verified != "text" for rule in law.rules.values())
    return [
        Note(
            "staff.law",
            {"title": law.title, "rules": len(law.rules), "unseen": unseen},
        )
    ]


def _effects(plant: Plant, pools: Sequence[Pool], law: LabourLaw) -> dict[str, Effect]:
    found = {**_of_weeks(plant, pools, law), **_of_leave(plant, pools, law)}
    for calendar, shifts in followed(plant).items():
        for shift in shifts.shifts:
            where = f"calendars.{calendar}.shifts.{shift}"
            for rule, effect in _of_shift(plant, shifts, shift, where, law).items():
                if rule not in found or found[rule][2] < effect[2]:
                    found[rule] = effect
    return found


def _of_weeks(plant: Plant, pools: Sequence[Pool], law: LabourLaw) -> dict[str, Effect]:
    """Tell whose week is longest against what a person may work."""
    assert plant.workforce is not None
    found: dict[str, Effect] = {}
    for pool in pools:
        terms = pool.group.terms
        rule = "harmful_week_h" if terms.harmful else "week_h"
        limit = week_limit_h(law, harmful=terms.harmful)
        for name in pool.group.calendars:
            hours = week_h(
                plant.calendars[name], pool.group.shift, plant.workforce.unpaid_breaks
            )
            effect = "binds" if hours > limit - 1e-9 else ""
            where = f"{pool.group.skill}, {pool.group.shift}"
            if rule not in found or hours > found[rule][2]:
                found[rule] = (effect, where, hours)
    return found


def _of_leave(plant: Plant, pools: Sequence[Pool], law: LabourLaw) -> dict[str, Effect]:
    """Tell who has how much leave."""
    found: dict[str, Effect] = {}
    for pool in pools:
        terms = pool.group.terms
        days = leave_days(plant, law, harmful=False)
        effect = "shapes" if days <= law.value("leave_days") else ""
        found.setdefault("leave_days", (effect, "all", days))
        if terms.harmful:
            more = leave_days(plant, law, harmful=True) - days
            effect = "shapes" if more <= law.value("harmful_leave_days") else ""
            found.setdefault("harmful_leave_days", (effect, pool.group.skill, more))
    return found


def _of_shift(
    plant: Plant, calendar: Calendar, shift: str, where: str, law: LabourLaw
) -> dict[str, Effect]:
    """Tell what the law's rules on a day are to a shift."""
    assert plant.workforce is not None
    hours = paid_min(calendar, shift, plant.workforce.unpaid_breaks) / 60
    meal = max(breaks_of(calendar, shift).values(), default=0.0)
    most_h, least_min = law.value("shift_h"), law.value("meal_break_min")
    found: dict[str, Effect] = {
        "shift_h": ("binds" if hours > most_h - 1e-9 else "", where, hours),
        "day_h": ("binds" if hours > law.value("day_h") - 1e-9 else "", where, hours),
        "meal_break_min": ("binds" if meal <= least_min else "", where, meal),
        "weekly_rest_days": ("", where, 7.0 - len(weekdays(calendar.days))),
    }
    night = night_h(calendar.shifts[shift], law)
    if night:
        found["night_from_h"] = ("", where, night)
    return found


def night_h(clock: str, law: LabourLaw) -> float:
    """Give the hours of a shift that lie in the night."""
    begin, end = clock_min(clock)
    first = law.value("night_from_h") * 60
    last = law.value("night_to_h") * 60 + 1440
    return sum(
        max(0.0, min(end, last + move) - max(begin, first + move)) / 60
        for move in (-1440, 0)
    )
