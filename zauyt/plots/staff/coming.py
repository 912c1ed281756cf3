"""The monthly plan of people on a terminal: who comes, who is missing, what helps."""

from __future__ import annotations

from typing import Any

from zauyt.results.language import sentence, word
from zauyt.results.number import number
from zauyt.results.result import Note, Result
from zauyt.results.text import fit, sparkline

FIGURES = 9
MOST_WORTH = 4
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
    worth = sorted(
        result.tables["pipeline_worth"].rows(), key=lambda row: -row["saves"]
    )
    for row in worth[:MOST_WORTH]:
        if row["saves"] > 0:
            numbers = {
                "what": _more(row),
                "saves": row["saves"], "months": row["person_months"],
                "how": word(f"staff.worth.{row['how'].replace(' ', '_')}"),
            }  # fmt: skip
            lines.append(sentence(Note("staff.worth", numbers)))
    return "\n".join(lines)


def _more(row: dict[str, Any]) -> str:
    """Say of what there is one more."""
    key = f"staff.worth.{row['what']}"
    named = {"name": row["name"].replace("_", " ")} if row["what"] == "hire" else {}
    return sentence(Note(key, named))
