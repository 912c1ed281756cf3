"""The monthly plan of people on a terminal: who comes, who is missing, what helps."""

from __future__ import annotations

import datetime
import textwrap
from typing import Any

from zauyt.results.language import sentence, word
from zauyt.results.number import number
from zauyt.results.result import Note, Result
from zauyt.results.text import fit, sparkline

FIGURES = 9
MOST_WORTH = 7
MOST_FACTS = 4
SUMS = ("hired", "from_schools", "from_courses", "short")


def coming(result: Result, *, width: int, ascii_only: bool) -> str:
    """Give the plan by skill: people by month, who came from where, who is missing."""
    if "monthly_plan" not in result.tables:
        return ""
    by_skill: dict[str, list[dict[str, Any]]] = {}
    for row in result.tables["monthly_plan"].rows():
        by_skill.setdefault(row["skill"], []).append(row)
    names = 14
    room = width - names - FIGURES * (len(SUMS) + 1) - 2
    heads = [word(f"staff.coming.{key}") for key in ("people", *SUMS)]
    lines = [fit(word("staff.coming"), names + room + 2)
             + "".join(fit(head, FIGURES, right=True) for head in heads)]  # fmt: skip
    for skill, rows in by_skill.items():
        drawn = sparkline([row["people"] for row in rows], room, ascii_only=ascii_only)
        figures = [number(rows[-1]["people"])]
        figures += [number(sum(row[key] for row in rows)) for key in SUMS]
        name = fit(skill.replace("_", " "), names, ascii_only=ascii_only)
        cells = "".join(figure.rjust(FIGURES) for figure in figures)
        lines.append(f"{name}  {fit(drawn, room)}{cells}")
    parts = [
        "\n".join(lines), _told(result, width), _reached(result, width),
        _worth(result, width), _facts(result, width),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def answer(result: Result) -> Note | None:
    """Give in one sentence when the wanted people are there, if that was planned."""
    if "pipeline_reached" not in result.tables:
        return None
    rows = {
        row["reading"]: row
        for row in result.tables["pipeline_reached"].rows()
        if row["skill"] == "all"
    }
    anew, head = rows["replanned"], result.headline
    numbers = {
        "stated": _month(anew["stated"]), "early": _month(anew["early"]),
        "median": _month(anew["median"]), "late": _month(anew["late"]),
        "within": anew["within_chance"], "planned": rows["planned"]["within_chance"],
        "missing": head["pipeline_missing"].value,
    }  # fmt: skip
    return Note("staff.coming.answer", numbers)


def _month(day: datetime.date | None) -> str:
    return word("staff.coming.later") if day is None else f"{day:%Y-%m}"


def _told(result: Result, width: int) -> str:
    said = answer(result)
    return "" if said is None else "\n".join(textwrap.wrap(sentence(said), width))


def _reached(result: Result, width: int) -> str:
    """Set side by side from which month on each skill is there, by both readings."""
    if "pipeline_reached" not in result.tables:
        return ""
    keys = ("stated", "early", "median", "late")
    heads = [word(f"staff.coming.{key}") for key in (*keys, "within")]
    room = width - FIGURES * len(heads)
    cells = "".join(fit(head, FIGURES, right=True) for head in heads)
    lines = [fit(word("staff.coming.reached"), room) + cells]
    for row in sorted(
        result.tables["pipeline_reached"].rows(), key=lambda row: row["reading"],
        reverse=True,
    ):  # fmt: skip
        if row["reading"] == "planned" and row["skill"] != "all":
            continue
        skill = word("staff.coming.all") if row["skill"] == "all" else row["skill"]
        name = f"  {word('staff.coming.' + row['reading'])}: {skill}".replace("_", " ")
        shown = [_month(row[key]) for key in keys]
        shown.append(number(row["within_chance"], "share", 0))
        lines.append(fit(name, room) + "".join(each.rjust(FIGURES) for each in shown))
    return "\n".join(lines)


def _worth(result: Result, width: int) -> str:
    """Set side by side what one more of something saves."""
    rows = [row for row in result.tables["pipeline_worth"].rows() if row["saves"] > 0]
    heads = [word(f"staff.worth.{key}") for key in ("saves", "person_months", "how")]
    sizes = (12, 12, 16)
    room = width - sum(sizes)
    cells = "".join(
        fit(head, size, right=True) for head, size in zip(heads, sizes, strict=True)
    )
    lines = [fit(word("staff.coming.worth"), room) + cells]
    for row in sorted(rows, key=lambda row: -row["saves"])[:MOST_WORTH]:
        how = word(f"staff.worth.{row['how'].replace(' ', '_')}")
        lines.append(
            fit(f"  {_more(row)}", room)
            + number(row["saves"], "1", 1).rjust(12)
            + number(row["person_months"], "1", 1).rjust(12)
            + how.rjust(16)
        )
    return "\n".join(lines) if len(lines) > 1 else ""


def _facts(result: Result, width: int) -> str:
    """Tell which facts in doubt move the months of a missing person most."""
    if "pipeline_ledger" not in result.tables:
        return ""
    heads = (word("shown.at_low"), word("shown.at_high"))
    room = width - 24
    cells = "".join(fit(head, 12, right=True) for head in heads)
    lines = [fit(word("staff.coming.ledger"), room) + cells]
    for row in list(result.tables["pipeline_ledger"].rows())[:MOST_FACTS]:
        both = (row["missing_at_low"], row["missing_at_high"])
        figures = "".join(number(each, "1", 0).rjust(12) for each in both)
        lines.append(fit(f"  {row['fact']}", room) + figures)
    return "\n".join(lines)


def _more(row: dict[str, Any]) -> str:
    """Say of what there is one more."""
    key = f"staff.worth.{row['what']}"
    named = {"name": row["name"].replace("_", " ")} if row["what"] == "hire" else {}
    return sentence(Note(key, named))
