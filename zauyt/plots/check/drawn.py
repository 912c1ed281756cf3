"""What is drawn of commitments, as small tables: the first step of every picture."""

from __future__ import annotations

import datetime
import math
from typing import Any

from zauyt.results.language import sentence, word, written
from zauyt.results.number import percent
from zauyt.results.result import Note, Result

Row = dict[str, Any]

ORDER = ("missed", "at_risk", "cannot_be_told", "declared", "met")
"""Verdicts, those first that want something done."""


def amount(value: float | None, unit: str) -> str:
    """Show an amount of a measure: shares in percent, counts whole."""
    if value is None or math.isnan(value):
        return "-"
    if unit == "share" or (unit == "share or points" and value <= 1):
        return percent(value, 1)
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
    """Say what came of it: the value and where most runs lie; of a day, only these."""
    if row["value"] is None:
        return "-"
    spread = row["p05"] is not None and row["p05"] != row["p95"]
    if row["by"] is not None:
        # The most days to spare make the first day.
        ends = [value_of(row, row[end]) for end in ("p95", "p05")]
        return " - ".join(dict.fromkeys(ends))
    text = value_of(row, row["value"])
    if spread:
        text += f" ({value_of(row, row['p05'])} - {value_of(row, row['p95'])})"
    return text


def value_of(row: Row, value: float) -> str:
    """Show a value of a commitment: days to spare as the day that it is."""
    if row["by"] is not None:
        return str(row["by"] - datetime.timedelta(days=round(value)))
    return amount(value, row["unit"])


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
        return _beyond(left[0], of(result, "commitments", commitment)[0])
    rows = of(result, "mends", commitment)
    if not rows:
        return None
    chance = rows[0]["fresh_chance"]
    if rows[0]["decision"]:
        parts = [
            f"{row['path'].rpartition('.')[2]} ({row['decision']})".replace("_", " ")
            for row in rows
        ]
        return Note("check.mend.parts", {"parts": parts, "chance": chance})
    numbers = {"levers": rows[0]["levers"].replace("_", " "), "chance": chance}
    days = [row["days_earlier"] for row in rows if row["days_earlier"] is not None]
    if days:
        numbers["days"] = max(days)
    moved = [row for row in rows if row["days_earlier"] is None]
    if not moved:
        return Note("check.mend.days", numbers)
    first = moved[0]
    numbers |= {
        "path": first["path"], "before": first["from_value"],
        "after": first["to_value"],
        "more": "" if len(moved) == 1
        else sentence(Note("check.and_more", {"count": len(moved) - 1})),
    }  # fmt: skip
    if days:
        return Note("check.mend.both", numbers)
    return Note("check.mend", numbers | {"change": first["change"]})


def _beyond(left: Row, row: Row) -> Note:
    """Say how far the levers go."""
    if not left["has_effect"]:
        return Note("check.unmoved")
    numbers = {"value": value_of(row, left["value"]), "chance": left["chance"],
               "runs": left["runs"]}  # fmt: skip
    named = left["levers"].split(" and ")
    if len(named) > 2:
        return Note("check.beyond.all", numbers | {"count": len(named)})
    levers = left["levers"].replace("_", " ")
    return Note("check.beyond", numbers | {"levers": levers})


def short(row: Row) -> Note | None:
    """Say by how much a commitment is missed on average, None where it is not."""
    if not row["shortfall"]:
        return None
    if row["by"] is not None:
        return Note("check.late", {"days": row["shortfall"]})
    return Note("check.short", {"amount": amount(row["shortfall"], row["unit"])})
