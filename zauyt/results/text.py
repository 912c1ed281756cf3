"""Pictures and tables out of letters: text in, text out, nothing printed.

Widths are columns of the terminal; letters that take two of them (Korean) count as
two. With ``ascii_only`` the drawing keeps to ASCII; names are left as they are.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Sequence

from zauyt.results.column import cells
from zauyt.results.number import decimals, heading, number, units_and_decimals
from zauyt.results.result import Table

WIDTH = 100
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_ASCII_LEVELS = "_.-=+*%#"


def bar(share: float, width: int, *, ascii_only: bool = False) -> str:
    """Draw a share from 0 to 1 of a width as a bar, padded with spaces."""
    share = min(1.0, max(0.0, share)) if not math.isnan(share) else 0.0
    if ascii_only:
        return ("#" * round(share * width)).ljust(width)
    eighths = round(share * width * 8)
    full, part = divmod(eighths, 8)
    drawn = "█" * full + (_EIGHTHS[part] if part else "")
    return drawn.ljust(width)


def sparkline(
    values: Sequence[float], width: int | None = None, *, ascii_only: bool = False
) -> str:
    """Draw a series as one letter a value, from the least to the greatest.

    More values than the width are drawn as means of neighbours. Unknown values are
    spaces; values that are all alike are drawn at the middle height.
    """
    levels = _ASCII_LEVELS if ascii_only else _LEVELS
    series = _narrowed(values, width) if width is not None else list(values)
    known = [each for each in series if math.isfinite(each)]
    if not known:
        return " " * len(series)
    low, high = min(known), max(known)
    top = len(levels) - 1

    def level(value: float) -> str:
        if not math.isfinite(value):
            return " "
        if high == low:
            return levels[top // 2]
        return levels[round((value - low) / (high - low) * top)]

    return "".join(level(each) for each in series)


def bars(
    rows: Sequence[tuple[str, float]],
    *,
    unit: str = "1",
    mark: float | None = None,
    width: int = WIDTH,
    ascii_only: bool = False,
) -> str:
    """Draw a line a name: the name, a bar from zero, and the number.

    ``mark`` is drawn as an upright through the bars, such as the rate that takt
    asks for. Numbers below zero have no bar.
    """
    known = [value for _, value in rows if math.isfinite(value)]
    ends = known if mark is None else [*known, mark]
    top = max([*ends, 0.0])
    places = decimals(known, unit)
    numbers = [number(value, unit, places) for _, value in rows]
    names, drawn, figures = _three([name for name, _ in rows], numbers, width)
    lines = []
    for (name, value), figure in zip(rows, numbers, strict=True):
        share = value / top if top else 0.0
        line = bar(share, drawn, ascii_only=ascii_only)
        if mark is not None and top > 0 and mark >= 0:
            at = min(drawn - 1, int(mark / top * drawn))
            line = line[:at] + ("|" if ascii_only else "│") + line[at + 1 :]
        lines.append(
            _line(fit(name, names, ascii_only=ascii_only), line, figure, figures)
        )
    return "\n".join(lines)


def waterfall(
    start: tuple[str, float],
    steps: Sequence[tuple[str, float]],
    end: str,
    *,
    unit: str = "1",
    width: int = WIDTH,
    ascii_only: bool = False,
) -> str:
    """Draw how a number falls and rises step by step to what is left.

    The first line is the start, each step hangs where it falls (▒, in ASCII ``-``) or
    rises (▓, ``+``), and the last line is the start and all steps added up.
    """
    levels = [start[1]]
    for _, value in steps:
        levels.append(levels[-1] + value)
    assert all(math.isfinite(each) for each in levels), "a waterfall with unknowns"
    rows = [start, *steps, (end, levels[-1])]
    places = decimals([value for _, value in rows], unit)
    signed = [number(value, unit, places, signed=True) for _, value in steps]
    numbers = [
        number(start[1], unit, places),
        *signed,
        number(levels[-1], unit, places),
    ]
    names, drawn, figures = _three([name for name, _ in rows], numbers, width)
    low, high = min(0.0, *levels), max(0.0, *levels)
    full, fall, rise = ("#", "-", "+") if ascii_only else ("█", "▒", "▓")
    spans = [(0.0, levels[0], full)]
    for before, after in itertools.pairwise(levels):
        spans.append((before, after, fall if after < before else rise))
    spans.append((0.0, levels[-1], full))
    lines = []
    for (name, _), (a, b, letter), figure in zip(rows, spans, numbers, strict=True):
        line = _span(a, b, low, high, drawn, letter)
        lines.append(
            _line(fit(name, names, ascii_only=ascii_only), line, figure, figures)
        )
    return "\n".join(lines)


def table_text(table: Table, *, width: int = WIDTH, ascii_only: bool = False) -> str:
    """Set a table in lines: names, units, a rule, then a line a row.

    Numbers stand right with the same decimals all down a column. Columns that do not
    fit into the width follow in a further block, the first column before them.
    """
    set_columns = []
    forms = units_and_decimals(table)
    for column, values in table.data.items():
        entries = cells(values)
        right = column.name in forms
        if right:
            rows = zip(entries, forms[column.name], strict=True)
            texts = [number(each, unit, places) for each, (unit, places) in rows]
        else:
            texts = [_said(each) for each in entries]
        unit = heading(column.unit)
        widest = max(display_width(each) for each in (column.name, unit, *texts))
        size = min(widest, max(8, width // 2 - 1))
        lines = [column.name, unit, None, *texts]
        set_columns.append(_set(lines, size, right=right, ascii_only=ascii_only))
    blocks: list[list[list[str]]] = [[]]
    for column_lines in set_columns:
        block = blocks[-1]
        taken = sum(display_width(each[0]) + 2 for each in [*block, column_lines]) - 2
        if block and taken > width:
            blocks.append([set_columns[0]])
        blocks[-1].append(column_lines)
    return "\n\n".join(_block(block) for block in blocks)


def display_width(text: str) -> int:
    """Tell how many columns of a terminal a text takes."""
    return sum(_columns(letter) for letter in text)


def clean(text: str) -> str:
    """Give a text with control and formatting letters shown as ``?``."""
    return "".join("?" if unicodedata.category(c)[0] == "C" else c for c in text)


def fit(text: str, width: int, *, ascii_only: bool = False, right: bool = False) -> str:
    """Pad a text to a width, or cut it and end it with an ellipsis."""
    text = clean(text)
    taken = display_width(text)
    if taken > width:
        end = ".." if ascii_only else "…"
        kept = ""
        for letter in text:
            if display_width(kept + letter) + len(end) > width:
                break
            kept += letter
        text = (kept + end)[:width] if width < len(end) else kept + end
        taken = display_width(text)
    pad = " " * (width - taken)
    return pad + text if right else text + pad


def _columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _said(value: object) -> str:
    if value is None:
        return "-"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _set(
    lines: Sequence[str | None], size: int, *, right: bool, ascii_only: bool
) -> list[str]:
    rule = ("-" if ascii_only else "─") * size
    return [
        rule if line is None else fit(line, size, ascii_only=ascii_only, right=right)
        for line in lines
    ]


def _block(block: Sequence[Sequence[str]]) -> str:
    """Put columns beside each other; a line of units that has none is left out."""
    lines = ["  ".join(parts).rstrip() for parts in zip(*block, strict=True)]
    return "\n".join([lines[0], *([lines[1]] if lines[1] else []), *lines[2:]])


def _three(
    names: Sequence[str], numbers: Sequence[str], width: int
) -> tuple[int, int, int]:
    """Share a width out among names, drawing and numbers, two spaces between."""
    figures = max((len(each) for each in numbers), default=0)
    widest = max((display_width(each) for each in names), default=0)
    name = min(widest, max(8, width // 3))
    return name, max(1, width - name - figures - 4), figures


def _line(name: str, drawn: str, figure: str, figures: int) -> str:
    return f"{name}  {drawn}  {figure.rjust(figures)}"


def _span(a: float, b: float, low: float, high: float, width: int, letter: str) -> str:
    whole = high - low if high > low else 1.0
    first, last = sorted(round((end - low) / whole * width) for end in (a, b))
    if last == first and a != b:
        # However small a step is, it is seen.
        first, last = (first, first + 1) if first < width else (width - 1, width)
    return (" " * first + letter * (last - first)).ljust(width)


def _narrowed(values: Sequence[float], width: int) -> list[float]:
    count = len(values)
    if count <= width:
        return list(values)
    edges = [place * count // width for place in range(width + 1)]
    means = []
    for first, last in itertools.pairwise(edges):
        known = [each for each in values[first:last] if math.isfinite(each)]
        means.append(math.fsum(known) / len(known) if known else math.nan)
    return means
