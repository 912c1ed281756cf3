"""What each rule of the law does to the plant's people."""

from __future__ import annotations

from collections.abc import Sequence

from zauyt.plant.checks.legal import breaks_of, followed, paid_min
from zauyt.plant.checks.patterns import night_h, night_of
from zauyt.plant.labour import LabourLaw, law_for
from zauyt.plant.plant import Plant
from zauyt.plant.time import Calendar, weekdays
from zauyt.results.column import Column
from zauyt.results.result import Note, Table, of_rows
from zauyt.studies.staffing.planned import Planned, most_overtime
from zauyt.studies.staffing.pools import Pool, leave_days, week_limit_h
from zauyt.studies.staffing.solver import LAWFUL
from zauyt.studies.staffing.year import week_h

Effect = tuple[str, str, float]
"""What a rule does (``binds``, ``shapes``, ``counts``, nothing), where, its number."""


KEPT: dict[str, str] = {
    "week_h": "headcount, patterns, rosters",
    "harmful_week_h": "headcount, patterns, rosters",
    "day_h": "headcount, patterns, rosters",
    "harmful_day_h": "headcount, patterns, rosters",
    "shift_h": "calendars, patterns",
    "meal_break_min": "calendars, patterns",
    "daily_rest_h": "patterns, rosters",
    "weekly_rest_days": "calendars, patterns, rosters",
    "night_from_h": "counted: hours at night of patterns and rosters",
    "night_to_h": "counted: hours at night of patterns and rosters",
    "overtime_day_h": "rosters; the headcount plans no overtime",
    "harmful_overtime_day_h": "rosters; the headcount plans no overtime",
    "overtime_month_h": "rosters, where time is not accounted in sum",
    "overtime_year_h": "rosters, with the year's overtime before them",
    "accounting_weeks": "workforce.accounting_weeks, patterns, rosters",
    "leave_days": "workforce.leave_days, headcount",
    "harmful_leave_days": "workforce.harmful_leave_days, headcount",
}
"""Where each rule is kept, so that none is only told."""


def table(
    plant: Plant, pools: Sequence[Pool], teams: Sequence[Planned] = ()
) -> dict[str, Table]:
    """Give every rule of the law, what it bounds here, and how near the plant is."""
    law = law_for(plant.workforce)
    if law is None:
        return {}
    effects = _effects(plant, pools, law)
    for name, effect in _of_rosters(teams, law).items():
        if name not in effects or (effect[0] and not effects[name][0]):
            effects[name] = effect
    rows = [
        (name, rule.value, rule.unit, *effects.get(name, ("", "", None)), KEPT[name],
         rule.says, rule.article, rule.verified, rule.source)
        for name, rule in law.rules.items()
    ]  # fmt: skip
    columns = (
        Column("rule", "", "rule of the law", "text"),
        Column("value", "by row", "number that it sets", "number"),
        Column("unit", "", "its unit", "text"),
        Column("effect", "", "binds: without it fewer people would do, or a roster be"
               " another; shapes: it sets a number; counts: hours are counted by it;"
               " nothing: it has room", "text"),
        Column("where", "", "whom or which shift it touches most", "text"),
        Column("found", "by row", "the plant's own number there", "number"),
        Column("kept", "", "what keeps it", "text"),
        Column("says", "", "what it says, in our words", "text"),
        Column("article", "", "where it stands in the law", "text"),
        Column("verified", "", "what was seen of it: text, quoted, or no", "text"),
        Column("source", "", "what was read", "text"),
    )  # fmt: skip
    return {"law": of_rows(rows, *columns)}


def _of_rosters(teams: Sequence[Planned], law: LabourLaw) -> dict[str, Effect]:
    """Tell how near the rosters come to the rules that only they keep."""
    found: dict[str, Effect] = {}
    for each in teams:
        for rule in _binding(each):
            found[rule] = ("binds", f"roster {each.case.name}", law.value(rule))
        if each.shown is None or not each.case.limits.overtime:
            continue
        for name, (person, hours) in most_overtime(each.case, each.shown).items():
            if name == "overtime_day_h" and each.case.harmful:
                name = "harmful_overtime_day_h"
            if name in found:
                continue
            effect = "binds" if hours > law.value(name) - 1e-9 else ""
            found[name] = (effect, f"{each.case.name}, {person}", hours)
    return found


def _binding(each: Planned) -> list[str]:
    """Give the rules of the law without which alone a roster would exist."""
    named = {"weekly_rest": "weekly_rest_days"}
    harmful = "harmful_" if each.case.harmful else ""
    return [
        f"{harmful}{one.rule}" if one.rule in ("week_h", "day_h")
        else named.get(one.rule, one.rule)
        for one in each.loosened
        if one.rule in LAWFUL and one.amount is not None
        and one.rule != "accounting_weeks"
    ]  # fmt: skip


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
    """Tell whose week and day are longest against what a person may work."""
    assert plant.workforce is not None
    unpaid = plant.workforce.unpaid_breaks
    summed = plant.workforce.accounting_weeks
    found: dict[str, Effect] = {}
    if summed is not None:
        found["accounting_weeks"] = ("counts", "workforce", float(summed))
    for pool in pools:
        terms = pool.group.terms
        rule = "harmful_week_h" if terms.harmful else "week_h"
        limit = week_limit_h(law, harmful=terms.harmful)
        for name in pool.group.calendars:
            hours = week_h(plant.calendars[name], pool.group.shift, unpaid)
            effect = "binds" if hours > limit - 1e-9 else ""
            where = f"{pool.group.skill}, {pool.group.shift}"
            if rule not in found or hours > found[rule][2]:
                found[rule] = (effect, where, hours)
            day = "harmful_day_h" if terms.harmful else "day_h"
            paid_h = paid_min(plant.calendars[name], pool.group.shift, unpaid) / 60
            binds = summed is None and paid_h > law.value(day) - 1e-9
            if day not in found or paid_h > found[day][2]:
                found[day] = ("binds" if binds else "", where, paid_h)
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
        "meal_break_min": ("binds" if meal <= least_min else "", where, meal),
        "weekly_rest_days": ("", where, 7.0 - len(weekdays(calendar.days))),
    }
    night = night_h(calendar.shifts[shift], night_of(law))
    if night:
        found["night_from_h"] = ("counts", where, night)
        found["night_to_h"] = ("", where, night)
    return found
