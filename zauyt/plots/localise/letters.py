"""A roadmap as a planner reads it on a terminal, top down."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from zauyt.plots.localise import drawn
from zauyt.results.language import sentence, word
from zauyt.results.result import Note, Result, Table
from zauyt.results.text import bar, clean, fit

RULE = 26
CELL = 8


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a roadmap as text: answer, content, parts, commitments, frontier, doubt."""
    parts = [
        _head(result, width),
        _content(drawn.staircase(result), width, ascii_only=ascii_only),
        _parts(drawn.parts(result), width, ascii_only=ascii_only),
        _commitments(result, width),
        _frontier(drawn.frontier(result), width, ascii_only=ascii_only),
        _facts(drawn.facts(result), width, ascii_only=ascii_only),
        _notes(result, width),
        "\n".join(textwrap.wrap(word("localise.more"), width)),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(result: Result, width: int) -> str:
    options = ", ".join(f"{n} {value}" for n, value in result.options.items())
    title = clean(f"{result.plant}: {result.study} ({options}, seed {result.seed})")
    said = [sentence(drawn.answer(result))]
    if result.reason is not None:
        said.insert(0, sentence(result.reason))
    lines = [line for each in said for line in textwrap.wrap(clean(each), width)]
    return "\n".join([*textwrap.wrap(title, width), "", *lines])


def _content(table: Table, width: int, *, ascii_only: bool) -> str:
    """Set content by rule and year; below each rule what is wanted, if anything is."""
    rows = list(table.rows())
    years = sorted({row["year"] for row in rows})
    shown = years[-((width - RULE) // CELL) :]
    form = {"ascii_only": ascii_only}
    heads = [str(year) for year in shown]
    lines = [_row(word("localise.content"), heads, **form)]
    for rule in dict.fromkeys(row["rule"] for row in rows):
        own = {row["year"]: row for row in rows if row["rule"] == rule}
        unit = own[years[0]]["unit"]
        cells = [drawn.content_text(own[y]["content"], unit) for y in shown]
        lines.append(_row(rule, cells, **form))
        wanted = [drawn.content_text(own[y]["wanted"], unit) for y in shown]
        if any(wanted):
            lines.append(_row("  " + word("localise.wanted"), wanted, **form))
    return "\n".join(lines)


def _row(name: str, cells: Sequence[str], *, ascii_only: bool) -> str:
    row = fit(name, RULE, ascii_only=ascii_only) + "".join(
        cell.rjust(CELL) for cell in cells
    )
    return row.rstrip()


def _parts(table: Table, width: int, *, ascii_only: bool) -> str:
    heads = [word(f"localise.{key}") for key in
             ("decided", "from", "gain", "worth", "pays_from")]  # fmt: skip
    sizes = [9, 9, 16, 10, 14]
    room = width - sum(sizes)
    lines = [
        fit(word("localise.roadmap"), room, ascii_only=ascii_only)
        + "".join(h.rjust(size) for h, size in zip(heads, sizes, strict=True))
    ]
    for row in table.rows():
        volume = row["break_even_volume"]
        cells = [
            str(row["decided"]), row["supply_from"], f"{row['gain']:,.0f}",
            drawn.money(row["worth"]),
            word("localise.never") if volume is None else f"{volume:,.0f}",
        ]  # fmt: skip
        name = f"{row['part']}: {row['candidate']}".replace("_", " ")
        if row["candidate"] != row["kind"]:
            name += f" ({row['kind']})"
        lines.append(
            fit(name, room, ascii_only=ascii_only)
            + "".join(cell.rjust(size) for cell, size in zip(cells, sizes, strict=True))
        )
    return "\n".join(lines)


def _commitments(result: Result, width: int) -> str:
    lines = []
    for row in drawn.commitments(result):
        text = sentence(_commitment(row, drawn.currency(result)))
        lines += textwrap.wrap(
            clean(text), width, initial_indent="  ", subsequent_indent="    "
        )
    return "\n".join([word("localise.commitments"), *lines]) if lines else ""


def _commitment(row: dict[str, Any], currency: str) -> Note:
    names = {"commitment": row["commitment"], "rule": row["rule"]}
    if row["met"] and not row["binds"]:
        unit = row["unit"]
        return Note("localise.slack", names | {
            "reached": drawn.content_text(row["reached"], unit),
            "wanted": drawn.content_text(row["wanted"], unit),
        })  # fmt: skip
    ends = [
        word("localise.no_end") if row[key] is None else f"{row[key]:+.2g}"
        for key in ("holds_from", "holds_to")
    ]
    kind = "percent" if row["unit"] == "share" else "point"
    numbers = names | {
        "unit": word(f"localise.{kind}"),
        "fixed": f"{drawn.money(row['next_fixed'])} m {currency}",
        "low": ends[0], "high": ends[1],
    }  # fmt: skip
    if not row["met"]:
        return Note("localise.missed", numbers)
    free = row["next_free"]
    said = word("localise.out_of_reach")
    if free is not None:
        said = f"{drawn.money(free)} m {currency}"
    more = {"year": str(row["tightest_year"]), "free": said}
    return Note("localise.binds", numbers | more)


def _frontier(table: Table | None, width: int, *, ascii_only: bool) -> str:
    if table is None or len(table) < 2:
        return ""
    rows = list(table.rows())
    unit = rows[0]["unit"]
    kind = word("localise.percent" if unit == "share" else "localise.point")
    numbers = {"rule": rows[0]["rule"], "year": str(rows[0]["year"])}
    head = sentence(Note("localise.frontier", numbers))
    nexts = sentence(Note("localise.next", {"unit": kind}))
    size = max(14, len(nexts) + 2)
    room = max(10, width - 10 - 12 - size)
    lines = [
        *textwrap.wrap(head, width),
        " " * (10 + room) + word("localise.cost").rjust(12) + nexts.rjust(size),
    ]
    top = max(row["cost"] for row in rows) or 1.0
    for row in rows:
        line = bar(max(row["cost"], 0.0) / top, room, ascii_only=ascii_only)
        lines.append(
            drawn.content_text(row["content"], unit).ljust(10)
            + fit(line, room, ascii_only=ascii_only)
            + drawn.money(row["cost"]).rjust(12)
            + drawn.money(row["next_cost"]).rjust(size)
        )
    return "\n".join(lines)


def _facts(table: Table | None, width: int, *, ascii_only: bool) -> str:
    if table is None or not len(table):
        return ""
    heads = (word("shown.at_low"), word("shown.at_high"))
    sizes = [max(12, len(head) + 2) for head in heads]
    room = width - sum(sizes)
    lines = [
        fit(word("localise.ledger"), room, ascii_only=ascii_only)
        + "".join(h.rjust(size) for h, size in zip(heads, sizes, strict=True))
    ]
    for row in table.rows():
        figures = (
            drawn.money(row[key]).rjust(size)
            for key, size in zip(("worth_at_low", "worth_at_high"), sizes, strict=True)
        )
        name = fit(f"  {row['fact']}", room, ascii_only=ascii_only)
        lines.append(name + "".join(figures))
    return "\n".join(lines)


def _notes(result: Result, width: int) -> str:
    millions = Note("localise.millions", {"currency": drawn.currency(result)})
    return "\n".join(
        line
        for note in (*result.notes, millions)
        for line in textwrap.wrap(
            clean(sentence(note)), width, initial_indent="- ", subsequent_indent="  "
        )
    )
