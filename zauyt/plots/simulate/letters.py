"""A simulation as a planner reads it on a terminal, top down."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from zauyt.plots.simulate import drawn
from zauyt.plots.simulate.words import cause_words, month_name
from zauyt.plots.states import LOOKS
from zauyt.results.language import sentence, word
from zauyt.results.number import number
from zauyt.results.result import Note, Result, Table
from zauyt.results.text import (
    bar,
    clean,
    display_width,
    fit,
    sparkline,
    waterfall,
)

ANSWERS = ("target.met", "target.missed", "target.too_close_to_tell")
"""Notes that the first sentence says already."""

LEAST_BAR = 6
"""Columns that a bar has at least."""

BESIDE = 22
"""Columns beside the waterfall for what the plant would make without a cause."""

MOST_LINES = 2
MOST_RUNGS = 12
MOST_LOSSES = 8
MOST_STATES = 4
MOST_VALUES = 3
"""Rows that a planner reads first; the tables have all."""

EXPLAINED = ("simulate.waterfall", "simulate.path")
"""Notes that a guide says better than the first screen."""

FIGURES = ("jph_net", "jph_gross", "lead_time_h", "wip", "direct_run")

UNTOLD = ("workers", "warm_up_days", "pairs")
"""Options that the first line leaves out."""


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a simulation as text: answer, ladder, losses, states, probability, year.

    It is what a planner reads first; the rest is in the tables.
    """
    form: dict[str, Any] = {"width": width, "ascii_only": ascii_only}
    parts = [
        _head(result, width),
        _figures(result, width),
        _speeds(drawn.speeds(result, lines=MOST_LINES, rungs=MOST_RUNGS), **form),
        _losses(drawn.losses(result, count=MOST_LOSSES), **form),
        _states(drawn.states(result, count=MOST_STATES), **form),
        _probabilities(drawn.probabilities(result), **form),
        _months(drawn.months(result), **form),
        _values(drawn.values(result, count=MOST_VALUES), width=width),
        _places(drawn.places(result), **form),
        _doubts(drawn.doubts(result), **form),
        _notes(result, width),
        _more(width),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(result: Result, width: int) -> str:
    asked = ", ".join(_asked(result.options))
    title = clean(f"{result.plant}: {result.study}{f' ({asked})' if asked else ''}")
    said = sentence(drawn.answer(result))
    return "\n".join(
        [*textwrap.wrap(title, width), "", *textwrap.wrap(clean(said), width)]
    )


def _asked(options: Mapping[str, Any]) -> Iterator[str]:
    """Yield the options as they were asked, a switch by its name."""
    for name, value in options.items():
        shown = name.replace("_", " ")
        if value is True:
            yield shown
        elif value is not None and value is not False and name not in UNTOLD:
            yield f"{shown} {value}"


def _speeds(table: Table | None, *, width: int, ascii_only: bool) -> str:
    if table is None:
        return ""
    rows = list(table.rows())
    top = max(max(row["jph_alone"] or 0.0, row["jph_takt"] or 0.0) for row in rows)
    names = [f"{'  ' * drawn.LEVELS.index(row['level'])}{row['name']}" for row in rows]
    longest = min(30, max(display_width(name) for name in names))
    space = width - longest - 32
    heads = ("shown.alone", "shown.takt", "shown.available")
    columns = "".join(fit(word(key), 10, right=True) for key in heads)
    lines = [fit(word("shown.ladder"), width - 30) + columns]
    mark = "|" if ascii_only else "│"
    for row, name in zip(rows, names, strict=True):
        alone, takt = row["jph_alone"], row["jph_takt"]
        line = bar((alone or 0.0) / top if top else 0.0, space, ascii_only=ascii_only)
        if takt:
            at = min(space - 1, int(takt / top * space))
            line = line[:at] + mark + line[at + 1 :]
        figures = (
            number(alone, "1/h", 1),
            number(takt, "1/h", 1),
            number(row["availability"], "share", 1),
        )
        indent = " " * (len(name) - len(name.lstrip()))
        shown = indent + fit(
            name.lstrip(), longest - len(indent), ascii_only=ascii_only
        )
        lines.append(f"{shown}  {line}" + "".join(each.rjust(10) for each in figures))
    return "\n".join(lines)


def _losses(table: Table | None, *, width: int, ascii_only: bool) -> str:
    if table is None:
        return ""
    first, *steps, last = table.rows()
    mark = _plus_minus(ascii_only=ascii_only)
    tried = any(row["without"] is not None for row in steps)
    room = width - BESIDE if tried else width
    chart = waterfall(
        (cause_words(first), first["end"]),
        [(cause_words(row), row["end"] - row["begin"]) for row in steps],
        cause_words(last),
        width=room,
        ascii_only=ascii_only,
    )
    lines = [word("shown.waterfall"), *chart.splitlines()]
    if tried:
        beside = [
            word("shown.without"),
            "",
            *(_without(row, mark) for row in steps),
            "",
        ]
        lines = [
            (fit(line, room) + fit(each, BESIDE, right=True)).rstrip()
            for line, each in zip(lines, beside, strict=True)
        ]
    return "\n".join(lines)


def _without(row: Mapping[str, Any], mark: str) -> str:
    """Give what would be made more without a cause, and how sure that is."""
    return _with_half(row["without"], row["without_low"], row["without_high"], mark)


def _plus_minus(*, ascii_only: bool) -> str:
    return "+-" if ascii_only else "±"


def _with_half(
    value: float | None, low: float | None, high: float | None, mark: str
) -> str:
    """Give a difference with half the width of its interval."""
    if value is None:
        return ""
    shown = number(value, "1", 0, signed=True)
    if low is None or high is None:
        return shown
    return f"{shown} {mark} {number((high - low) / 2, '1', 0)}"


def _states(table: Table | None, *, width: int, ascii_only: bool) -> str:
    if table is None:
        return ""
    names = [column.name for column in table.columns if column.unit == "share"]
    rows = list(table.rows())
    used = [name for name in names if any(row[name] >= 0.0005 for row in rows)]
    widest = max(display_width(row["place"]) for row in rows)
    longest = min(26, widest, width - LEAST_BAR - 2 - 10 * len(used))
    space = width - longest - 2 - 10 * len(used)
    heads = (
        f"{_letter(name, ascii_only=ascii_only)} {word(f'state.{name}')}"
        for name in used
    )
    lines = [
        word("shown.states"),
        " " * (longest + 2 + space) + "".join(head.rjust(10) for head in heads),
    ]
    for row in rows:
        shares = [row[name] for name in used]
        line = stacked(shares, used, space, ascii_only=ascii_only)
        shown = fit(row["place"], longest, ascii_only=ascii_only)
        figures = "".join(number(each, "share", 1).rjust(10) for each in shares)
        lines.append(f"{shown}  {line}{figures}")
    return "\n".join(lines)


def _letter(state: str, *, ascii_only: bool) -> str:
    look = LOOKS[state]
    return look.ascii_letter if ascii_only else look.letter


def stacked(
    shares: list[float], states: list[str], width: int, *, ascii_only: bool = False
) -> str:
    """Draw shares that add up to 1 as one bar, each in the letter of its state."""
    ends = [round(end * width) for end in itertools.accumulate(shares)]
    return "".join(
        _letter(state, ascii_only=ascii_only) * (end - begin)
        for state, (begin, end) in zip(
            states, itertools.pairwise([0, *ends]), strict=True
        )
    )


def _probabilities(table: Table | None, *, width: int, ascii_only: bool) -> str:
    if table is None:
        return ""
    rows = list(table.rows())
    names = [word(f"shown.{row['reading']}") for row in rows]
    longest = max(display_width(name) for name in names)
    space = max(10, width - longest - 52)
    head = fit(word("shown.mean"), 20, right=True)
    lines = [fit(word("shown.probability"), width - 20) + head]
    for row, name in zip(rows, names, strict=True):
        value, low, high = (
            number(row[key], "share", 1) for key in ("value", "low", "high")
        )
        drawn_bar = bar(row["value"] or 0.0, space, ascii_only=ascii_only)
        bounds = sentence(Note("range", {"low": low, "high": high}))
        made = number(row["vehicles_per_year"], "1", 0)
        line = f"{fit(name, longest)}  {drawn_bar}  {value.rjust(7)}  {bounds}"
        lines.append(fit(line, width - 20) + made.rjust(20))
    return "\n".join(lines)


def _months(table: Table | None, *, width: int, ascii_only: bool) -> str:
    if table is None or len(table) < 2:
        return ""
    rows = list(table.rows())
    made = [row["vehicles"] for row in rows]
    wide = max(len(number(max(made), "1", 0)), 3) + 2
    shown = rows[: width // wide]
    spark = sparkline(made[: len(shown)], ascii_only=ascii_only)
    lines = [
        word("shown.months"),
        "".join(letter.rjust(wide) for letter in spark),
        "".join(number(row["vehicles"], "1", 0).rjust(wide) for row in shown),
        "".join(month_name(row["month"]).rjust(wide) for row in shown),
    ]
    return "\n".join(line.rstrip() for line in lines)


def _values(table: Table | None, *, width: int) -> str:
    if table is None:
        return ""
    rows = list(table.rows())
    names = [column.name for column in table.columns if column.name != "station"]
    cells = [[number(row[name], "1", 1, signed=True) for name in names] for row in rows]
    return _listed(
        word("shown.value"),
        [word(f"shown.{name}") for name in names],
        [row["station"] for row in rows],
        cells,
        width,
    )


def _doubts(table: Table | None, *, width: int, ascii_only: bool) -> str:
    if table is None:
        return ""
    mark = _plus_minus(ascii_only=ascii_only)
    rows = list(table.rows())
    cells = []
    for row in rows:
        bounds = {name: f"{row[name]:,.6g}" for name in ("low", "high")}
        cells.append(
            [
                f"{row['value']:,.6g}",
                sentence(Note("range", bounds)),
                number(row["vehicles_at_low"], "1", 0),
                number(row["vehicles_at_high"], "1", 0),
                _with_half(
                    row["difference"],
                    row["difference_low"],
                    row["difference_high"],
                    mark,
                ),
            ]
        )
    names = ("stated", "range", "at_low", "at_high", "difference")
    heads = [word(f"shown.{name}") for name in names]
    return _listed(
        word("shown.ledger"), heads, [row["path"] for row in rows], cells, width
    )


def _places(table: Table | None, *, width: int, ascii_only: bool) -> str:
    if table is None:
        return ""
    mark = _plus_minus(ascii_only=ascii_only)
    rows = list(table.rows())
    return _listed(
        word("shown.places"),
        [word("shown.gained")],
        [f"{word('shown.one_' + row['what'])}: {row['name']}" for row in rows],
        [[_with_half(row["vehicles_per_year"], row["low"], row["high"], mark)]
         for row in rows],
        width,
    )  # fmt: skip


def _listed(
    title: str, heads: list[str], names: list[str], cells: list[list[str]], width: int
) -> str:
    """Set names at the left and cells at the right, under their headings."""
    columns = zip(heads, *cells, strict=True)
    sizes = [max(map(display_width, column)) + 2 for column in columns]
    space = width - sum(sizes)
    lines = []
    for name, row in zip([title, *names], [heads, *cells], strict=True):
        figures = (fit(c, size, right=True) for c, size in zip(row, sizes, strict=True))
        lines.append(fit(name, space) + "".join(figures))
    return "\n".join(lines)


def _figures(result: Result, width: int) -> str:
    """Give the rest of the headline in a line or two."""
    parts = []
    for name in FIGURES:
        figure = result.headline.get(name)
        if figure is not None and isinstance(figure.value, int | float):
            unit = figure.unit if figure.unit == "h" else ""
            kind = "share" if figure.unit == "share" else "1"
            shown = f"{number(figure.value, kind, 1)} {unit}".strip()
            parts.append(f"{word(f'shown.{name}')} {shown}")
    return "\n".join(textwrap.wrap(", ".join(parts), width))


def _notes(result: Result, width: int) -> str:
    notes = [
        sentence(note)
        for note in result.notes
        if note.key not in (*ANSWERS, *EXPLAINED)
        and not note.key.startswith(drawn.NOTHING)
    ]
    return "\n".join(
        line
        for note in notes
        for line in textwrap.wrap(
            clean(note), width, initial_indent="- ", subsequent_indent="  "
        )
    )


def _more(width: int) -> str:
    """Say where the rest is."""
    return "\n".join(textwrap.wrap(word("shown.more"), width))
