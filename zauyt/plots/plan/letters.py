"""A plan as a planner reads it on a terminal, top down."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from zauyt.plots.plan import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import number
from zauyt.results.result import Note, Result, Table
from zauyt.results.text import clean, fit, sparkline

FIGURES = 11

_WORTH = {"at": 0, "worth": 2, "holds_to": 0, "worth_less": 2, "holds_from": 0}
"""Columns of what limits are worth, and the decimals shown."""


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a plan as text: answer, plants, months, markets, reasons, worth, notes."""
    parts = [
        _head(result, width),
        _by_year(drawn.plants(result), "plan.plants", "made", width),
        _months(result, width=width, ascii_only=ascii_only),
        _by_year(drawn.markets(result), "plan.markets", "sold", width),
        _reasons(drawn.reasons(result), width),
        _worth(result, width),
        _facts(result, width),
        _published(result, width),
        _money(result, width),
        _notes(result, width),
        "\n".join(textwrap.wrap(word("plan.more"), width)),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(result: Result, width: int) -> str:
    options = ", ".join(f"{n} {value}" for n, value in result.options.items())
    title = clean(f"{result.plant}: {result.study} ({options})")
    said = " ".join(sentence(note) for note in drawn.answer(result))
    said_lines = textwrap.wrap(clean(said), width)
    return "\n".join([*textwrap.wrap(title, width), "", *said_lines])


def _by_year(table: Table, title: str, what: str, width: int) -> str:
    """Set names with a column a year, then the last ones of the table."""
    keys = [column.name for column in table.columns if column.kind == "number"]
    units = {column.name: column.unit for column in table.columns}
    heads = [
        key.removeprefix(f"{what}_")
        if key.startswith(f"{what}_")
        else word(f"plan.head.{key}")
        for key in keys
    ]
    sizes = [max(FIGURES, len(head) + 2) for head in heads]
    room = max(20, width - sum(sizes))
    lines = [fit(word(title), room) + _right(heads, sizes)]
    rows = list(table.rows())
    first = table.columns[0].name
    for row in rows:
        cells = [number(row[key], units[key], 0) for key in keys]
        lines.append(fit(_name(row[first]), room) + _right(cells, sizes))
    sums = [
        ""
        if units[key] == "share"
        else number(sum(row[key] or 0.0 for row in rows), "1", 0)
        for key in keys
    ]
    lines.append(fit(word("plan.total"), room) + _right(sums, sizes))
    return "\n".join(lines)


def _name(name: str) -> str:
    return clean(name).replace("_", " ")


def _right(cells: Sequence[str], sizes: Sequence[int]) -> str:
    return "".join(
        fit(cell, size, right=True) for cell, size in zip(cells, sizes, strict=True)
    ).rstrip()


def _months(result: Result, *, width: int, ascii_only: bool) -> str:
    """Draw what is made in each month, and the least and most."""
    made: dict[str, float] = {}
    for row in drawn.months(result).rows():
        made[row["month"]] = made.get(row["month"], 0.0) + row["made"]
    if len(made) < 2:
        return ""
    values = list(made.values())
    line = sparkline(values, min(width, len(values)), ascii_only=ascii_only)
    first, last = next(iter(made)), list(made)[-1]
    numbers = {"first": first, "last": last, "low": min(values), "high": max(values)}
    said = sentence(Note("plan.by_month", numbers))
    return f"{word('plan.months')}\n{line}  {said}"


def _reasons(table: Table, width: int) -> str:
    if not len(table):
        return ""
    room = width - FIGURES
    lines = [word("plan.unmet")]
    for row in table.rows():
        said = sentence(Note(*drawn.reason_note(row["reason"], _name(row["name"]))))
        shown = number(row["vehicles"], "1", 0)
        lines.append(fit(f"  {said}", room) + shown.rjust(FIGURES))
    return "\n".join(lines)


def _worth(result: Result, width: int) -> str:
    """Set what one vehicle a month more is worth, and for which range."""
    if "worth" not in result.tables:
        return ""
    table = result.tables["worth"]
    if not len(table):
        return word("plan.worth.none")
    unit = next(column.unit for column in table.columns if column.name == "worth")
    heads = [word(f"plan.worth.{key}") for key in _WORTH]
    sizes = [max(FIGURES, len(head) + 2) for head in heads]
    room = max(20, width - sum(sizes))
    title = sentence(Note("plan.worth", {"unit": unit}))
    lines = [fit(title, room) + _right(heads, sizes)]
    for row in table.rows():
        name = sentence(Note(f"plan.limit.{row['limit']}", {"name": row["name"]}))
        cells = [number(row[key], "1", places) for key, places in _WORTH.items()]
        shown = f"  {_name(name)} {row['year']}".rstrip()
        lines.append(fit(shown, room) + _right(cells, sizes))
    return "\n".join(lines)


def _facts(result: Result, width: int) -> str:
    """Set the numbers in doubt that move the profit most, at both ends."""
    table = drawn.facts(result)
    if table is None or not len(table):
        return ""
    heads = [word("shown.at_low"), word("shown.at_high")]
    sizes = [max(FIGURES, len(head) + 2) for head in heads]
    room = max(20, width - sum(sizes))
    title = sentence(Note("plan.ledger", {"unit": result.headline["profit"].unit}))
    lines = [fit(title, room) + _right(heads, sizes)]
    for row in table.rows():
        cells = [number(row[f"profit_at_{end}"], "1", 0) for end in ("low", "high")]
        lines.append(fit(f"  {clean(row['fact'])}", room) + _right(cells, sizes))
    return "\n".join(lines)


def _published(result: Result, width: int) -> str:
    """Set the plan beside what was published, with the reason of each difference."""
    if "published" not in result.tables:
        return ""
    heads = [word("plan.published.planned"), word("plan.published.known"),
             word("shown.difference.short")]  # fmt: skip
    sizes = [max(FIGURES, len(head) + 2) for head in heads]
    room = max(20, width - sum(sizes))
    lines = [fit(word("plan.published"), room) + _right(heads, sizes)]
    for row in result.tables["published"].rows():
        share = row["difference_share"]
        shown = "-" if share is None else number(share, "share", 1, signed=True)
        cells = [number(row["planned"], "1", 0), number(row["published"], "1", 0),
                 shown]  # fmt: skip
        name = f"{_name(row['name'])}: {row['what']} {row['year']}"
        lines.append(fit(name, room) + _right(cells, sizes))
        if row["why"]:
            lines += textwrap.wrap(
                clean(row["why"]), width, initial_indent="  ", subsequent_indent="  "
            )
    return "\n".join(lines)


def _money(result: Result, width: int) -> str:
    rows: list[dict[str, Any]] = list(result.tables["money"].rows())
    unit = next(c.unit for c in result.tables["money"].columns if c.name == "amount")
    room = width - 2 * FIGURES
    lines = [fit(word("plan.money"), room) + unit.rjust(2 * FIGURES)]
    for row in rows:
        if row["amount"]:
            shown = number(row["amount"], "1", 0).rjust(2 * FIGURES)
            lines.append(fit(f"  {word('plan.money.' + row['kind'])}", room) + shown)
    return "\n".join(lines)


def _notes(result: Result, width: int) -> str:
    return "\n".join(
        line
        for note in result.notes
        for line in textwrap.wrap(
            clean(sentence(note)), width, initial_indent="- ", subsequent_indent="  "
        )
    )
