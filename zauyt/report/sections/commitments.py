"""The commitments: what was promised, what comes of it, what would mend it."""

from __future__ import annotations

from typing import Any

from zauyt.plots.check import drawn
from zauyt.report.blocks import (
    Block,
    bars,
    called,
    columns_block,
    paragraph,
    plain,
    say,
    span,
)
from zauyt.report.gathered import Report
from zauyt.results.language import sentence, word
from zauyt.results.named import label
from zauyt.results.number import number
from zauyt.results.result import Note

SIGNS = {"met": "✓", "at_risk": "~", "missed": "✗", "declared": "·",
         "cannot_be_told": "?"}  # fmt: skip


def commitments(report: Report) -> list[Block]:
    """Give the table of commitments, their chances, what is open, what would help."""
    result = report.results["check"]
    rows = drawn.commitments(result)
    blocks = [paragraph([drawn.answer(result)], tone="lead"), _table(rows)]
    known = [row for row in rows if row["chance"] is not None]
    if known:
        blocks.append(bars(
            say("report.chances"), [_chance(row) for row in known], unit="share",
            about=say("report.chances.about"),
            legend={row["verdict"]: _verdict(row) for row in known},
        ))  # fmt: skip
    moved = [
        [plain(row["commitment"]), plain(each["fact"]),
         number(each["correlation"], "1", 2, signed=True)]
        for row in rows for each in drawn.of(result, "movers", row["commitment"])
    ]  # fmt: skip
    if moved:
        heads = [word("check.name"), label("fact"), label("correlation")]
        blocks.append(
            columns_block(heads, moved, title=say("report.movers"), right={2})
        )
    for row in rows:
        mend = drawn.mend(result, row["commitment"])
        if mend is not None:
            text = f"{plain(row['commitment'])}: {sentence(mend)}"
            blocks.append(paragraph(text, tone="note"))
    opened = [
        [plain(row["commitment"]), _reading(each["reading"]),
         _amount(each, row["unit"]), number(each["chance"], "share"),
         plain(each["why_not"])]
        for row in rows for each in drawn.of(result, "readings", row["commitment"])
    ]  # fmt: skip
    if opened:
        heads = [word("check.name"), label("reading"), word("check.came"),
                 word("check.chance"), label("why_not")]  # fmt: skip
        title = say("report.readings")
        blocks.append(columns_block(heads, opened, title=title, right={2, 3}))
    if not result.options["mend"]:
        blocks.append(paragraph(say("report.no_mend"), tone="note"))
    return blocks


def _table(rows: list[dict[str, Any]]) -> Block:
    keys = ("name", "verdict", "promised", "year", "came", "chance")
    heads = [*(word(f"check.{key}") for key in keys), label("source")]
    cells = [
        [plain(row["commitment"]), f"{SIGNS[row['verdict']]} {_verdict(row)}",
         drawn.promised(row), drawn.when(row), drawn.came(row),
         number(row["chance"], "share"), row["source"]]
        for row in rows
    ]  # fmt: skip
    block = columns_block(heads, cells, right={4, 5}, most=len(cells))
    return block | {"looks": [row["verdict"] for row in rows], "look_column": 1}


def _verdict(row: dict[str, Any]) -> str:
    return sentence(Note(f"check.{row['verdict']}"))


def _chance(row: dict[str, Any]) -> Block:
    """Give a commitment's chance, its proven bounds, and the chance wanted."""
    return {
        "name": plain(row["commitment"]),
        "spans": [span(0.0, row["chance"], row["verdict"])],
        "low": row["proven_low"], "high": row["proven_high"],
        "mark": row["wanted_chance"], "label": number(row["chance"], "share"),
    }  # fmt: skip


def _reading(words: str) -> str:
    """Say how a commitment is read: ``scope region_with_pay, year 2027``."""
    said = []
    for each in words.split(", "):
        key, _, value = each.partition(" ")
        said.append(f"{called(key)}: {plain(label(value))}")
    return "; ".join(said)


def _amount(row: dict[str, Any], unit: str) -> str:
    return drawn.amount(row["value"], unit)
