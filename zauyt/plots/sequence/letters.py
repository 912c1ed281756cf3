"""A sequence as a planner reads it on a terminal, top down."""

from __future__ import annotations

import textwrap
from typing import Any

from zauyt.plots.sequence import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import number
from zauyt.results.result import Note, Result
from zauyt.results.text import bar, clean, fit

MOST_RULES = 12
MOST_CARS = 2_000
"""Cars of a day that are shown one by one."""
NAME = 26
FIGURE = 10
MARKS = "123456789"


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a sequence as text: answer, rules, the day as a strip, notes."""
    parts = [
        _head(result, width),
        _rules(result, width=width, ascii_only=ascii_only),
        _terms(result, width, ascii_only=ascii_only),
        _prices(result, width, ascii_only=ascii_only),
        _unserved(result, width),
        _on_line(result, width, ascii_only=ascii_only),
        _day(result, width),
        _notes(result, width),
        "\n".join(textwrap.wrap(word("sequence.more"), width)),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(result: Result, width: int) -> str:
    options = ", ".join(f"{n} {value}" for n, value in result.options.items())
    title = clean(f"{result.plant}: {result.study} ({options}, seed {result.seed})")
    said = textwrap.wrap(clean(sentence(drawn.answer(result))), width)
    return "\n".join([*textwrap.wrap(title, width), "", *said])


def _rules(result: Result, *, width: int, ascii_only: bool) -> str:
    """Set the rules with a bar of their use, and the cars too many before and now."""
    table = drawn.rules(result, count=MOST_RULES)
    if not len(table):
        return ""
    room = width - NAME - 5 * FIGURE + 4
    heads = [word("sequence.given"), word("sequence.now")]
    lines = [
        word("sequence.rules"),
        " " * (NAME + FIGURE)
        + fit(word("sequence.use"), room + FIGURE)
        + "".join(fit(head, FIGURE, right=True) for head in heads),
    ]
    for row in table.rows():
        ratio = f"{row['most']} / {row['span']}"
        use = bar(min(row["use"], 1.0), room, ascii_only=ascii_only)
        line = fit(clean(row["rule"]), NAME, ascii_only=ascii_only)
        figures = (
            number(row["use"], "share", 0),
            f"{row['excess_given']:,}",
            f"{row['excess']:,}",
        )
        line += fit(ratio, FIGURE) + fit(use, room)
        lines.append(line + "".join(figure.rjust(FIGURE) for figure in figures))
    return "\n".join(lines)


def _terms(result: Result, width: int, *, ascii_only: bool) -> str:
    """Set overload by station and even use by what is used, before and now."""
    blocks = []
    for key, name, columns in (
        ("overload", "station", ("overload_given", "overload", "cars")),
        ("even_use", "of", ("off_given", "off")),
    ):
        if key not in result.tables:
            continue
        lines = [word(f"sequence.{key}")]
        for row in list(result.tables[key].rows())[:MOST_RULES]:
            line = fit(clean(row[name]), width - 3 * FIGURE, ascii_only=ascii_only)
            figures = [drawn.figure(row[column]).rjust(FIGURE) for column in columns]
            lines.append(line + "".join(figures))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _prices(result: Result, width: int, *, ascii_only: bool) -> str:
    """Set what each rule that is not kept would give if it let through one more."""
    if "prices" not in result.tables:
        return ""
    ranks = len(result.tables["objectives"])
    lines = textwrap.wrap(word("sequence.prices"), width)
    for row in list(result.tables["prices"].rows())[:MOST_RULES]:
        looser = f"{row['rule']}  {row['most']} -> {row['most'] + 1} / {row['span']}"
        line = fit(clean(looser), NAME + FIGURE, ascii_only=ascii_only)
        for kind in ("gain", "sought"):
            figures = (drawn.figure(row[f"{kind}_{n + 1}"]) for n in range(ranks))
            line += ", ".join(figures).rjust(2 * FIGURE + 6)
        lines.append(line)
    return "\n".join(lines)


MOST_ORDERS = 12
"""Orders that are named of those that a rule has no place for."""


def _unserved(result: Result, width: int) -> str:
    """Name the orders that each rule has no place for."""
    rows = {row["rule"]: row for row in result.tables["rules"].rows()}
    lines = textwrap.wrap(word("sequence.unserved"), width)
    found = drawn.unserved(result)
    for name in sorted(found, key=lambda name: (-len(found[name]), name))[:MOST_RULES]:
        row = rows[name]
        orders = ", ".join(clean(order) for order in found[name][:MOST_ORDERS])
        said = Note("sequence.unserved.rule", {
            "rule": clean(name), "most": row["most"], "span": row["span"],
            "count": row["unserved"], "least": row["unserved_at_least"],
            "orders": orders + (", ..." if len(found[name]) > MOST_ORDERS else ""),
        })  # fmt: skip
        lines += textwrap.wrap(sentence(said), width, subsequent_indent="  ")
    return "\n".join(lines) if found else ""


def _on_line(result: Result, width: int, *, ascii_only: bool) -> str:
    """Set what each order of the day makes when it is simulated, pair by pair."""
    if "on_line" not in result.tables:
        return ""
    lines = textwrap.wrap(word("sequence.on_line"), width)
    room = width - 2 * FIGURE - 24 - 16
    for row in result.tables["on_line"].rows():
        name = word(f"sequence.on_line.{row['order']}")
        line = fit(clean(f"{drawn.plain(row['where'])}: {name}"), room,
                   ascii_only=ascii_only)  # fmt: skip
        line += f"{row['per_day']:,.2f}".rjust(FIGURE)
        gain = f"{row['gain']:+.2f} ({row['gain_low']:+.2f} to {row['gain_high']:+.2f})"
        line += ("" if row["order"] == "sequence" else gain).rjust(24 + FIGURE)
        opened = f"{row['most_open']}"
        if row["allowed_open"]:
            opened += f" / {row['allowed_open']}"
        lines.append(line + f"{word('sequence.on_line.open')} {opened}".rjust(16))
    return "\n".join(lines)


def _day(result: Result, width: int) -> str:
    """Draw the day: a letter a car for its colour, below it its windows of trouble."""
    rows: list[dict[str, Any]] = list(drawn.strip(result).rows())
    if len(rows) > MOST_CARS:
        return ""
    names = drawn.colours_in_order([row["colour"] for row in rows])
    signs = {name: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[place % 52]
             for place, name in enumerate(names)}  # fmt: skip
    lines = [word("sequence.day")]
    if len(names) > 1:
        legend = "  ".join(f"{signs[name]} {clean(name)}" for name in names)
        lines += textwrap.wrap(legend, width)
    room = width - 6
    for begin in range(0, len(rows), room):
        part = rows[begin : begin + room]
        lines.append(f"{begin + 1:>5} " + "".join(signs[row["colour"]] for row in part))
        trouble = "".join(
            " " if not row["too_many"] else MARKS[min(row["too_many"], 9) - 1]
            for row in part
        )
        if trouble.strip():
            lines.append(" " * 6 + trouble.rstrip())
    return "\n".join(lines)


def _notes(result: Result, width: int) -> str:
    return "\n".join(
        line
        for note in result.notes
        for line in textwrap.wrap(
            clean(sentence(note)), width, initial_indent="- ", subsequent_indent="  "
        )
    )
