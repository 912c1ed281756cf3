"""What is drawn of a headcount, as small tables: the first step of every picture."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from zauyt.results.column import Column
from zauyt.results.result import Note, Result, Table, of_rows

SURE, UNSURE = 0.95, 0.05
"""Shares of the draws from which the announced number is called enough or short."""

MOST_FACTS = 6


def answer(result: Result) -> Note:
    """Give the answer as one sentence, with the announced number where there is one."""
    head = result.headline
    numbers: dict[str, Any] = {
        "people": head["people"].value,
        "low": head["people"].low,
        "high": head["people"].high,
        "crew": head["people_crew"].value if "people_crew" in head else 0.0,
        "wanted": head["presence_wanted"].value,
    }
    if head["people"].low is None:
        del numbers["low"], numbers["high"]
        if "announced" not in head:
            return Note("staff.answer.plain", numbers)
        numbers["announced"] = head["announced"].value
        return Note("staff.answer.compared", numbers)
    if "announced_enough" not in head:
        return Note("staff.answer.open", numbers)
    enough = head["announced_enough"].value
    assert isinstance(enough, float), "a chance that is no number"
    verdict = "enough" if enough >= SURE else "short" if enough <= UNSURE else "unsure"
    numbers |= {"announced": head["announced"].value, "enough": enough}
    return Note(f"staff.answer.{verdict}", numbers)


def steps(result: Result) -> Table:
    """Give the way from posts to people, the steps that add nobody left out."""
    rows = [r for r in result.tables["steps"].rows() if abs(r["people"]) >= 0.5]
    return of_rows(
        rows,
        Column("step", "", "what it is", "text"),
        Column("people", "1", "people that it adds", "number"),
        Column("total", "1", "people so far", "number"),
    )


def skills(result: Result) -> Table:
    """Give people by skill over all shops: posts, each shift, in all, the range."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    shifts = list(dict.fromkeys(result.tables["headcount"]["shift"]))
    for row in result.tables["headcount"].rows():
        key = (row["role"], row["skill"])
        own = found.setdefault(
            key,
            {"role": row["role"], "skill": row["skill"], "posts": 0.0, "people": 0.0}
            | {f"shift_{place}": 0.0 for place in range(len(shifts))},
        )
        own["posts"] += row["posts"]
        own["people"] += row["people"]
        own[f"shift_{shifts.index(row['shift'])}"] += row["people"]
    return of_rows(
        list(found.values()),
        Column("role", "", "what they are for", "text"),
        Column("skill", "", "skill or role", "text"),
        Column("posts", "1", "posts in all shifts", "number"),
        *(
            Column(f"shift_{place}", "1", f"people of shift {shift}", "number")
            for place, shift in enumerate(shifts)
        ),
        Column("people", "1", "people in all", "number"),
    )


def months(result: Result) -> Table:
    """Give, by month and role, who would do, as it is stacked in the chart."""
    rows = list(result.tables["months"].rows())
    return of_rows(
        [
            {key: row[key] for key in ("month", "role", "needed", "people")}
            for row in rows
        ],
        Column("month", "", "month", "text"),
        Column("role", "", "what they are for", "text"),
        Column("needed", "1", "people who would do", "number"),
        Column("people", "1", "people on the books", "number"),
    )


def facts(result: Result, *, count: int = MOST_FACTS) -> Table | None:
    """Give the numbers in doubt that move the headcount most."""
    if "ledger" not in result.tables:
        return None
    rows = list(result.tables["ledger"].rows())[:count]
    return of_rows(
        rows,
        Column("fact", "", "number, or fact that several share", "text"),
        Column("people_at_low", "1", "people at its low end", "number"),
        Column("people_at_high", "1", "people at its high end", "number"),
    )


def rules(result: Result) -> list[dict[str, Any]]:
    """Give the rules of the law that bind or shape, with what they meet."""
    if "law" not in result.tables:
        return []
    return [row for row in result.tables["law"].rows() if row["effect"]]


def coming(result: Result) -> dict[str, Table]:
    """Give, by skill, those wanted and there in every month, with the band of draws.

    The band is of plans made anew; without draws there is none.
    """
    if "monthly_plan" not in result.tables:
        return {}
    band: dict[tuple[str, datetime.date], dict[str, Any]] = {}
    if "pipeline_band" in result.tables:
        band = {
            (row["skill"], row["month"]): row
            for row in result.tables["pipeline_band"].rows()
            if row["reading"] == "replanned"
        }
    found: dict[str, list[dict[str, Any]]] = {}
    for row in result.tables["monthly_plan"].rows():
        drawn = band.get((row["skill"], row["month"]), {})
        ends = {key: drawn.get(f"counting_{key}") for key in ("low", "median", "high")}
        found.setdefault(row["skill"], []).append(row | ends)
    return {
        skill: of_rows(
            rows,
            Column("month", "", "first day of the month", "date"),
            Column("wanted", "1", "people wanted", "number"),
            Column("counting", "1", "people there, as stated", "number"),
            Column("low", "1", "people there, 5 % of the draws", "number"),
            Column("median", "1", "people there, half of the draws", "number"),
            Column("high", "1", "people there, 95 % of the draws", "number"),
        )
        for skill, rows in found.items()
    }


class Week(NamedTuple):
    """A roster as it is drawn: days, a letter for each shift, a line a person.

    ``lines`` holds for each person what each day is: the number of a shift, or a word
    of the table (``off``, ``leave``, ``wish``, ``closed``).
    """

    name: str
    days: list[datetime.date]
    shifts: list[str]
    lines: dict[str, list[int | str]]


def rosters(result: Result) -> list[Week]:
    """Give the rosters of a result, each person's days in a line."""
    if "roster" not in result.tables:
        return []
    rows = list(result.tables["roster"].rows())
    found = []
    for name in dict.fromkeys(row["roster"] for row in rows):
        own = [row for row in rows if row["roster"] == name]
        shifts = sorted({row["shift"] for row in own} - {""})
        lines: dict[str, list[int | str]] = {}
        for row in own:
            works = row["kind"] == "work"
            each = shifts.index(row["shift"]) if works else row["kind"]
            lines.setdefault(row["person"], []).append(each)
        days = list(dict.fromkeys(row["date"] for row in own))
        found.append(Week(name, days, shifts, lines))
    return found


def patterns(result: Result) -> list[dict[str, Any]]:
    """Give the shift patterns side by side, the chosen one first."""
    if "patterns" not in result.tables:
        return []
    rows = list(result.tables["patterns"].rows())
    return sorted(rows, key=lambda row: not row["chosen"])


def teams(result: Result) -> dict[str, list[str]]:
    """Give the days of each team of the chosen pattern, one round of it."""
    found: dict[str, list[str]] = {}
    if "teams" in result.tables:
        for row in result.tables["teams"].rows():
            found.setdefault(row["team"], []).append(row["shift"])
    return found


def shift_letters(shifts: Sequence[str]) -> list[str]:
    """Give a letter for each shift: its first, or A, B, C where two are alike."""
    firsts = [shift[:1].upper() for shift in shifts]
    if len(set(firsts)) == len(firsts):
        return firsts
    return [chr(ord("A") + place) for place in range(len(shifts))]
