"""A way through a store as a planner reads it on a terminal, top down."""

from __future__ import annotations

import textwrap

from zauyt.plots.resequence import drawn
from zauyt.plots.sequence.drawn import colours_in_order
from zauyt.results.language import sentence, word
from zauyt.results.result import Result
from zauyt.results.text import bar, clean, fit

MOST_BODIES = 1_000
"""Bodies of a day that are shown one by one."""
MOST_LANES = 12
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a way as text: answer, both sides of the store, its lanes, notes."""
    parts = [
        _head(result, width),
        _side(result, "paint", word("resequence.paint"), width, legend=True),
        _side(result, "line", word("resequence.line"), width),
        _lanes(result, width=width, ascii_only=ascii_only),
        _notes(result, width),
        "\n".join(textwrap.wrap(word("resequence.more"), width)),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(result: Result, width: int) -> str:
    options = ", ".join(f"{n} {value}" for n, value in result.options.items())
    title = clean(f"{result.plant}: {result.study} ({options}, seed {result.seed})")
    said = textwrap.wrap(clean(sentence(drawn.answer(result))), width)
    return "\n".join([*textwrap.wrap(title, width), "", *said])


def _side(
    result: Result, side: str, head: str, width: int, *, legend: bool = False
) -> str:
    """Draw one side of the store: a letter a body for its colour, its trouble below."""
    rows = list(drawn.strip(result, side).rows())
    if len(rows) > MOST_BODIES:
        return ""
    names = colours_in_order([row["colour"] for row in rows])
    signs = {name: SIGNS[place % len(SIGNS)] for place, name in enumerate(names)}
    lines = [head]
    if legend and len(names) > 1:
        told = "  ".join(f"{signs[name]} {clean(name)}" for name in names)
        lines += textwrap.wrap(told, width)
    room = width - 6
    for begin in range(0, len(rows), room):
        part = rows[begin : begin + room]
        lines.append(f"{begin + 1:>5} " + "".join(signs[row["colour"]] for row in part))
        trouble = "".join(
            f"{min(row['too_many'], 9)}" if row["too_many"] else " " for row in part
        )
        if trouble.strip():
            lines.append(" " * 6 + trouble.rstrip())
    return "\n".join(lines)


def _lanes(result: Result, *, width: int, ascii_only: bool) -> str:
    """Set the lanes with a bar of the bodies that went through each."""
    table = drawn.lanes(result, count=MOST_LANES)
    if table["places"][0] == 1:
        return ""
    most = max([*table["bodies"], 1])
    lines = [word("resequence.lanes_used")]
    for row in table.rows():
        drawn_bar = bar(row["bodies"] / most, width - 40, ascii_only=ascii_only)
        used = f"{row['most']} of {row['places']} at once"
        lines.append(
            f"{row['lane']:>5} {fit(drawn_bar, width - 38)}"
            f"{row['bodies']:>7,} {used:>20}"
        )
    return "\n".join(lines)


def _notes(result: Result, width: int) -> str:
    return "\n".join(
        line
        for note in result.notes
        for line in textwrap.wrap(
            clean(sentence(note)), width, initial_indent="- ", subsequent_indent="  "
        )
    )
