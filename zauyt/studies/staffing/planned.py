"""Rosters as tables: who works when, how even it is, what gives, who is irreplaceable.

Where no roster keeps every rule, each rule is loosened by itself, as little as will do
(`relaxations`), and the roster shown is that of the first rule that the plant itself
may loosen: overtime within the law, granted leave, days in a row, posts left empty.

Someone is a single point of failure of a skill when a day's posts cannot all be filled
without them, whatever the shifts of the others (`single_points`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Note, Table, of_rows
from zauyt.studies.staffing.rosters import MONTH, YEAR, Case, case_of
from zauyt.studies.staffing.solver import (
    LAWFUL,
    PERMITTED,
    UNITS,
    Filled,
    Loosened,
    Rule,
    Undecided,
    fill,
    loosen,
)

WORK, OFF, LEAVE, WISH, CLOSED = "work", "off", "leave", "wish", "closed"


@dataclass(frozen=True)
class Planned:
    """A roster of one team: filled as asked, or with one rule loosened."""

    case: Case
    filled: Filled | None
    loosened: tuple[Loosened, ...] = ()
    undecided: bool = False

    @property
    def given(self) -> Loosened | None:
        """Give the rule that was loosened for the roster shown, if one was."""
        return next(
            (
                each
                for each in self.loosened
                if each.rule in PERMITTED and each.filled is not None
            ),
            None,
        )

    @property
    def shown(self) -> Filled | None:
        """Give the roster that is shown."""
        if self.filled is not None:
            return self.filled
        return self.given.filled if self.given is not None else None


def planned(
    plant: Plant, *, effort: float, seed: int, told: Callable[[], None] = lambda: None
) -> list[Planned]:
    """Plan every roster of a plant."""
    found = []
    for name in plant.rosters:
        found.append(plan(case_of(plant, name), effort=effort, seed=seed))
        told()
    return found


def plan(case: Case, *, effort: float, seed: int) -> Planned:
    """Plan one roster; where none keeps all rules, see what would have to give."""
    try:
        filled = fill(case, effort=effort, seed=seed)
    except Undecided:
        given = loosen(case, "posts", effort=effort, seed=seed)
        return Planned(case, None, (given,), undecided=True)
    if filled is not None:
        return Planned(case, filled)
    rules = [rule for rule in (*PERMITTED, *LAWFUL) if _may_bind(case, rule)]
    return Planned(
        case,
        None,
        tuple(loosen(case, rule, effort=effort, seed=seed) for rule in rules),
    )


def _may_bind(case: Case, rule: Rule) -> bool:
    """Tell whether a rule bounds the roster at all."""
    limits = case.limits
    if rule in ("leave", "days_in_row", "posts", "daily_rest_h", "weekly_rest"):
        return True
    if limits.week_min is None:
        return False
    summed = limits.accounting_weeks is not None
    return {
        "overtime": not limits.overtime,
        "week_h": True,
        "day_h": limits.day_min is not None,
        "overtime_month_h": limits.overtime and not summed,
        "overtime_year_h": limits.overtime,
        "accounting_weeks": True,
    }[rule]


def tables(found: Sequence[Planned]) -> dict[str, Table]:
    """Give the tables of all rosters."""
    if not found:
        return {}
    return {
        "roster": _days(found),
        "roster_people": _people(found),
        "single_points": _single_points(found),
        **_relaxations(found),
    }


def notes(found: Sequence[Planned]) -> list[Note]:
    """Tell which rosters cannot keep every rule, and what would have to give."""
    told = []
    for each in found:
        name = each.case.name
        given = each.given
        if each.undecided:
            told.append(Note("staff.roster.undecided", {"roster": name}))
        elif each.filled is None and given is not None:
            numbers = {"roster": name, "amount": given.amount}
            told.append(Note(f"staff.roster.gives.{given.rule}", numbers))
        elif each.filled is None:
            told.append(Note("staff.roster.none", {"roster": name}))
        law = [
            loosened.rule
            for loosened in each.loosened
            if loosened.rule in LAWFUL and loosened.amount is not None
            and loosened.rule != "accounting_weeks"
        ]  # fmt: skip
        if law:
            told.append(Note("staff.roster.law", {"roster": name, "rules": law}))
        for one in each.loosened:
            if one.rule == "accounting_weeks" and one.amount is not None:
                numbers = {"roster": name, "weeks": one.amount}
                told.append(Note("staff.roster.in_sum", numbers))
    return told


def most_overtime(case: Case, filled: Filled) -> dict[str, tuple[str, float]]:
    """Give, by rule, who has most overtime in a day, a month and a year, in hours."""
    found: dict[str, tuple[str, float]] = {}

    def tell(rule: str, person: str, minutes: float) -> None:
        if minutes / 60 > found.get(rule, ("", -1.0))[1]:
            found[rule] = (person, minutes / 60)

    for person, one in case.people.items():
        mine = {place: turn for p, place, turn, _ in filled.posts if p == person}
        over = case.overtime_min(person, mine)
        if any(over):
            per_day = [
                minutes / max(1, sum(day in mine for day in account))
                for minutes, account in zip(over, case.accounts, strict=True)
            ]
            tell("overtime_day_h", person, max(per_day))
        if case.limits.accounting_weeks is None:
            for months in case.by_begin(MONTH):
                tell("overtime_month_h", person, sum(over[n] for n in months))
        before = one.overtime_before_min
        for years in case.by_begin(YEAR):
            tell("overtime_year_h", person, before + sum(over[n] for n in years))
            before = 0
    return found


def _days(found: Sequence[Planned]) -> Table:
    rows = []
    for each in found:
        case = each.case
        at = {(p, d): (t, s) for p, d, t, s in each.shown.posts} if each.shown else {}
        for person, one in case.people.items():
            for place, day in enumerate(case.days):
                turn, skill = at.get((person, place), (None, ""))
                if turn is not None:
                    kind = WORK
                elif day in one.leave:
                    kind = LEAVE
                elif not case.open_days[place]:
                    kind = CLOSED
                else:
                    kind = WISH if day in one.wishes else OFF
                shift = "" if turn is None else case.turns[turn].name
                rows.append((case.name, person, day, kind, shift, skill))
    columns = (
        Column("roster", "", "roster", "text"),
        Column("person", "", "member", "text"),
        Column("date", "", "day", "date"),
        Column("kind", "", "work, off, leave, wish (off as wished), or closed", "text"),
        Column("shift", "", "shift worked", "text"),
        Column("skill", "", "post filled", "text"),
    )
    return of_rows(rows, *columns)


def _people(found: Sequence[Planned]) -> Table:
    rows = []
    for each in found:
        case = each.case
        posts = each.shown.posts if each.shown else frozenset()
        for person, one in case.people.items():
            mine = {place: turn for p, place, turn, _ in posts if p == person}
            minutes = [
                sum(case.turns[mine[place]].work_min for place in week if place in mine)
                for week in case.weeks
            ]
            turns = Counter(mine.values())
            most = max(turns.values(), default=0)
            weekend = sum(case.days[place].weekday() >= 5 for place in mine)
            denied = sum(case.days[place] in one.wishes for place in mine)
            rows.append(
                (
                    case.name, person, ", ".join(sorted(one.skills)), len(mine),
                    sum(minutes) / 60, max(minutes, default=0) / 60,
                    sum(case.overtime_min(person, mine)) / 60,
                    sum(case.turns[turn].night_min for turn in mine.values()) / 60,
                    len(mine) - most, weekend, len(one.wishes), denied,
                    "proven" if each.shown and each.shown.proven else "best",
                )
            )  # fmt: skip
    columns = (
        Column("roster", "", "roster", "text"),
        Column("person", "", "member", "text"),
        Column("skills", "", "what the person can do", "text"),
        Column("days", "1", "days at work", "whole"),
        Column("hours_h", "h", "hours of work in all", "number"),
        Column("week_most_h", "h", "hours in the longest week", "number"),
        Column("overtime_h", "h", "hours beyond those of the law's day, week or time"
               " of account", "number"),
        Column("night_h", "h", "hours at night", "number"),
        Column("other_shift_days", "1", "days in another shift than the usual one",
               "whole"),
        Column("weekend_days", "1", "Saturdays and Sundays at work", "whole"),
        Column("wishes", "1", "days off wished for", "whole"),
        Column("wishes_denied", "1", "of these, worked", "whole"),
        Column("how", "", "proven: no roster is better; best: the best found", "text"),
    )  # fmt: skip
    return of_rows(rows, *columns)


def _relaxations(found: Sequence[Planned]) -> dict[str, Table]:
    rows = [
        (
            each.case.name, one.rule, one.amount, UNITS[one.rule],
            one.rule in PERMITTED, one.amount is not None,
            "proven" if one.proven else "best found",
        )
        for each in found
        for one in each.loosened
    ]  # fmt: skip
    if not rows:
        return {}
    columns = (
        Column("roster", "", "roster that cannot keep every rule", "text"),
        Column("rule", "", "the one rule that gives", "text"),
        Column("amount", "by row", "the least by which it must give: hours, days or"
               " posts over all people", "number"),
        Column("unit", "", "its unit", "text"),
        Column("permitted", "", "whether the plant may loosen it", "flag"),
        Column("enough", "", "whether that alone makes a roster", "flag"),
        Column("how", "", "proven, or the best that was found in time", "text"),
    )  # fmt: skip
    return {"relaxations": of_rows(rows, *columns)}


def _single_points(found: Sequence[Planned]) -> Table:
    rows = []
    for each in found:
        case = each.case
        alone = irreplaceable(case)
        for skill, needed in case.needs.items():
            holders = [p for p, one in case.people.items() if skill in one.skills]
            posts = needed * len(case.turns)
            names = [person for person in holders if person in alone]
            rows.append(
                (
                    case.name, skill, len(holders), posts, len(holders) - posts,
                    len(names), ", ".join(names),
                )
            )  # fmt: skip
    columns = (
        Column("roster", "", "roster", "text"),
        Column("skill", "", "skill", "text"),
        Column("holders", "1", "people who have it", "whole"),
        Column("posts_a_day", "1", "posts of it on an open day", "whole"),
        Column("spare", "1", "holders less posts", "whole"),
        Column("single_points", "1", "holders without whom a day's posts cannot all"
               " be filled", "whole"),
        Column("people", "", "who they are", "text"),
    )  # fmt: skip
    return of_rows(rows, *columns)


def irreplaceable(case: Case) -> set[str]:
    """Give who is needed on a day on which everyone else is there.

    A day is looked at alone: posts by shift and skill against people, by augmenting
    paths. Where a day cannot be filled even by all, everyone with one of the skills
    that are wanted is needed.
    """
    posts = [
        (turn.name, skill)
        for turn in case.turns
        for skill, needed in case.needs.items()
        for _ in range(needed)
    ]
    fits = {
        person: [
            place
            for place, (shift, skill) in enumerate(posts)
            if shift in one.shifts and skill in one.skills
        ]
        for person, one in case.people.items()
    }
    return {
        person
        for person in fits
        if fits[person]
        and _matched({p: f for p, f in fits.items() if p != person}) < len(posts)
    }


def _matched(fits: Mapping[str, Sequence[int]]) -> int:
    """Give how many posts can be filled at once."""
    holder: dict[int, str] = {}

    def placed(person: str, seen: set[int]) -> bool:
        for post in fits[person]:
            if post not in seen:
                seen.add(post)
                if post not in holder or placed(holder[post], seen):
                    holder[post] = person
                    return True
        return False

    return sum(placed(person, set()) for person in fits)
