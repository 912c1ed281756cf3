"""A plant's money as it is read on a terminal, top down."""

from __future__ import annotations

import textwrap
from typing import Any

from zauyt.plots.finance import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import percent
from zauyt.results.result import Result
from zauyt.results.text import bar, clean, fit

CELL = 9
WIDE = 96
"""Columns from which on a model's costs are all told."""


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give the money as text: answer, years, a vehicle's price, scenarios, doubt."""
    form: dict[str, Any] = {"width": width, "ascii_only": ascii_only}
    parts = [
        _head(result, width),
        _years(result, **form),
        _waterfall(result, **form),
        _models(result, **form),
        _break_even(result, **form),
        _scenarios(result, **form),
        _facts(result, **form),
        _notes(result, width),
        "\n".join(textwrap.wrap(word("finance.more"), width)),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(result: Result, width: int) -> str:
    options = ", ".join(f"{n} {value}" for n, value in result.options.items() if value)
    title = clean(f"{result.plant}: {result.study} ({options}, seed {result.seed})")
    said = " ".join(sentence(note) for note in drawn.answer(result))
    return "\n".join(
        [*textwrap.wrap(title, width), "", *textwrap.wrap(clean(said), width)]
    )


def _table(
    heads: list[str], rows: list[list[str]], *, width: int, ascii_only: bool
) -> str:
    """Set rows below their heads; the first cell takes the room that is left."""
    size = [max(CELL, len(head) + 2) for head in heads[1:]]
    room = max(12, width - sum(size))
    return "\n".join(
        (
            fit(cells[0], room, ascii_only=ascii_only)
            + "".join(c.rjust(s) for c, s in zip(cells[1:], size, strict=True))
        ).rstrip()
        for cells in [heads, *rows]
    )


def _years(result: Result, *, width: int, ascii_only: bool) -> str:
    keys = ("revenue", "running", "capital", "tax", "other", "flow", "so_far")
    heads = [word("finance.years"), *(word(f"finance.{key}") for key in keys)]
    rows = [
        [f"{row['year']}  {row['vehicles']:>7,.0f}",
         *(drawn.billions(row[key] * drawn.BILLION) for key in keys)]
        for row in drawn.years(result).rows()
    ]  # fmt: skip
    return _table(heads, rows, width=width, ascii_only=ascii_only)


def _waterfall(result: Result, *, width: int, ascii_only: bool) -> str:
    steps = drawn.waterfall(result)
    most = max(abs(step["amount"]) for step in steps) or 1.0
    room = width - 28 - 10
    lines = textwrap.wrap(word("finance.waterfall"), width)
    for step in steps:
        line = bar(abs(step["amount"]) / most, room, ascii_only=ascii_only)
        lines.append(
            (
                fit("  " + word(f"finance.step.{step['step']}"), 28,
                    ascii_only=ascii_only)
                + f"{step['amount']:,.2f}".rjust(9) + " " + line
            ).rstrip()
        )  # fmt: skip
    return "\n".join(lines)


def _models(result: Result, *, width: int, ascii_only: bool) -> str:
    found = drawn.models(result)
    keys: tuple[str, ...] = (
        "kits",
        "freight",
        "parts",
        "services",
        "pay",
        "cost",
        "gate",
        "left",
    )
    if width < WIDE:
        keys = tuple(key for key in keys if key not in ("freight", "services", "pay"))
    heads = [word("finance.models"), *(word(f"finance.step.{key}") for key in keys)]
    rows = [
        [f"  {row['model']}", *(f"{row[key] / drawn.MILLION:,.2f}" for key in keys)]
        for row in found
    ]
    return _table(heads, rows, width=width, ascii_only=ascii_only)


def _break_even(result: Result, *, width: int, ascii_only: bool) -> str:
    heads = [word("finance.break_even"), word("finance.vehicles"),
             word("finance.of_planned")]  # fmt: skip
    rows = []
    for row in result.tables["break_even"].rows():
        none = row["vehicles"] is None
        rows.append([
            "  " + word(f"finance.even.{row['what']}"),
            word("finance.at_none") if none else f"{row['vehicles']:,.0f}",
            "" if none else percent(row["of_planned"]),
        ])  # fmt: skip
    return _table(heads, rows, width=width, ascii_only=ascii_only)


def _scenarios(result: Result, *, width: int, ascii_only: bool) -> str:
    found = drawn.scenarios(result)
    if len(found) < 2:
        return ""
    heads = [word("finance.scenarios"), word("finance.npv"), word("finance.irr_head"),
             word("finance.payback_head")]  # fmt: skip
    rows = []
    for row in found:
        rate = percent(row["irr"], 1) if row["irr"] is not None else str(row["rates"])
        if row["irr"] is None:
            rate = word("finance.no_rate") if not row["rates"] else rate
        back = row["payback_years"]
        rows.append([
            "  " + row["scenario"].replace("_", " "), drawn.billions(row["npv"]), rate,
            "-" if back is None else f"{back:.1f}",
        ])  # fmt: skip
    return _table(heads, rows, width=width, ascii_only=ascii_only)


def _facts(result: Result, *, width: int, ascii_only: bool) -> str:
    found = drawn.facts(result)
    if not found:
        return ""
    heads = [word("finance.ledger"), word("shown.at_low"), word("shown.at_high")]
    rows = [
        [f"  {row['fact']}", drawn.billions(row["at_low"]),
         drawn.billions(row["at_high"])]
        for row in found
    ]  # fmt: skip
    return _table(heads, rows, width=width, ascii_only=ascii_only)


def _notes(result: Result, width: int) -> str:
    return "\n".join(
        line
        for note in result.notes
        for line in textwrap.wrap(
            clean(sentence(note)), width, initial_indent="- ", subsequent_indent="  "
        )
    )
