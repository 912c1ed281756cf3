"""What is drawn of commitments, as small tables: the first step of every picture."""

from __future__ import annotations

import math
from typing import Any

from zauyt.results.language import sentence, word, written
from zauyt.results.result import Note, Result

Row = dict[str, Any]

ORDER = ("missed", "at_risk", "cannot_be_told", "declared", "met")
"""Verdicts, those first that want something done."""


def amount(value: float | None, unit: str) -> str:
    """Show an amount of a measure: shares in percent, counts whole."""
    if value is None or math.isnan(value):
        return "-"
    if unit == "share" or (unit == "share or points" and value <= 1):
        return written(f"{value:.1%}")
    if unit == "jobs a plant job":
        return written(f"{value:.1f}")
    return written(f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.4g}")


def promised(row: Row) -> str:
    """Say what was promised: how much, and when."""
    if row["by"] is not None:
        return sentence(Note("check.by", {"day": str(row["by"])}))
    key = "check.at_least" if row["at_most"] is None else "check.at_most"
    value = row["at_least"] if row["at_most"] is None else row["at_most"]
    return sentence(Note(key, {"amount": amount(value, row["unit"])}))


def when(row: Row) -> str:
    """Say which year counts."""
    if row["year"] is None:
        return ""
    return word("check.mature") if row["year"] == "mature" else str(row["year"])


def came(row: Row) -> str:
    """Say what came of it: the value and where most runs lie."""
    if row["value"] is None:
        return "-"
    if row["measure"] == "first_vehicle":
        return ""
    unit = row["unit"]
    text = amount(row["value"], unit)
    if row["p05"] is not None and row["p05"] != row["p95"]:
        text += f" ({amount(row['p05'], unit)} - {amount(row['p95'], unit)})"
    return text


def answer(result: Result) -> Note:
    """Give the answer as one sentence."""
    counts = {name: result.headline[name].value for name in ORDER}
    total = result.headline["commitments"].value
    if counts["met"] == total:
        return Note("check.answer.kept", {"total": total})
    return Note("check.answer", counts | {"total": total})


def commitments(result: Result) -> list[Row]:
    """Give the commitments, what wants something done first."""
    rows = list(result.tables["commitments"].rows())
    return sorted(rows, key=lambda row: ORDER.index(row["verdict"]))


def of(result: Result, table: str, commitment: str) -> list[Row]:
    """Give a commitment's rows of a table, none where there is no such table."""
    if table not in result.tables:
        return []
    rows = result.tables[table].rows()
    return [row for row in rows if row["commitment"] == commitment]


def mend(result: Result, commitment: str) -> Note | None:
    """Give what would mend a commitment, or how far the levers go, as one sentence."""
    left = of(result, "unmended", commitment)
    if left:
        (row,) = left
        unit = next(r["unit"] for r in of(result, "commitments", commitment))
        numbers = {"value": amount(row["value"], unit), "chance": row["chance"],
                   "runs": row["runs"]}  # fmt: skip
        named = row["levers"].split(" and ")
        if len(named) > 2:
            return Note("check.beyond.all", numbers | {"count": len(named)})
        levers = row["levers"].replace("_", " ")
        return Note("check.beyond", numbers | {"levers": levers})
    rows = of(result, "mends", commitment)
    if not rows:
        return None
    first = rows[0]
    if first["decision"]:
        parts = [
            f"{row['path'].rpartition('.')[2]} ({row['decision']})".replace("_", " ")
            for row in rows
        ]
        numbers = {"parts": parts, "chance": first["fresh_chance"]}
        return Note("check.mend.parts", numbers)
    numbers = {
        "levers": first["levers"].replace("_", " "), "change": first["change"],
        "path": first["path"], "before": first["from_value"],
        "after": first["to_value"], "chance": first["fresh_chance"],
        "more": "" if len(rows) == 1
        else sentence(Note("check.and_more", {"count": len(rows) - 1})),
    }  # fmt: skip
    return Note("check.mend", numbers)
