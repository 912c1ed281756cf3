"""A sequence as one page: the day as a strip, the rules, how the cost fell."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from zauyt.plots.sequence import drawn
from zauyt.results.language import sentence, word
from zauyt.results.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, TROUBLE = "#343a46", "#cf3a34"
SHADES = (
    "#3572d4", "#9db8e8", "#2f9e5f", "#a8dcbd", "#f0c233", "#8d6cc0", "#c9b6e4",
    "#e8875b", "#7fd0d6", "#b5763a", "#c3c8ce", "#5b6472",
)  # fmt: skip
"""Colours of the strip, since a car's own colour is only a name."""

ROW = 160
"""Cars in a row of the strip."""
MOST_RULES = 14


def picture(result: Result) -> Figure:
    """Draw a sequence; what its result lacks is left out."""
    from matplotlib.figure import Figure

    rows = -(-len(result.tables["sequence"]["position"]) // ROW)
    strip = 0.9 + 0.45 * rows
    height = 4.8 + strip
    figure = Figure(figsize=(11.0, height), facecolor="white")
    figure.text(
        0.015, 1 - 0.18 / height, result.plant, size=13, weight="bold", va="top"
    )
    said = textwrap.fill(sentence(drawn.answer(result)), 150)
    figure.text(0.015, 1 - 0.48 / height, said, size=9, va="top")
    grid = figure.add_gridspec(
        2, 2, left=0.17, right=0.97, bottom=0.45 / height, top=1 - 1.2 / height,
        hspace=0.35, wspace=0.3, height_ratios=(strip, 3.0),
    )  # fmt: skip
    _strip(figure.add_subplot(grid[0, :]), result)
    _rules(figure.add_subplot(grid[1, 0]), result)
    _progress(figure.add_subplot(grid[1, 1]), result)
    return figure


def _strip(axes: Axes, result: Result) -> None:
    """Draw each car as a cell of its colour, red on top where it is in trouble."""
    rows = list(drawn.strip(result).rows())
    names = drawn.colours_in_order([row["colour"] for row in rows])
    shades = {name: SHADES[place % len(SHADES)] for place, name in enumerate(names)}
    for place, row in enumerate(rows):
        line, column = divmod(place, ROW)
        axes.bar(
            column, 0.62, width=1.0, bottom=-line - 0.8, color=shades[row["colour"]]
        )
        if row["too_many"]:
            axes.bar(column, 0.16, width=1.0, bottom=-line - 0.18, color=TROUBLE)
    lines = -(-len(rows) // ROW)
    axes.set_yticks([-line - 0.5 for line in range(lines)],
                    [f"{line * ROW + 1}" for line in range(lines)])  # fmt: skip
    axes.set_xlim(-0.5, ROW - 0.5)
    axes.set_ylim(-lines, 0.1)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    axes.set_title(word("sequence.day"))
    if 1 < len(names) <= len(SHADES):
        marks = [axes.plot([], [], "s", color=shades[name])[0] for name in names]
        axes.legend(marks, names, frameon=False, fontsize=6.5, ncols=len(names),
                    loc="upper center", bbox_to_anchor=(0.5, 0.0))  # fmt: skip


def _rules(axes: Axes, result: Result) -> None:
    rows = list(drawn.rules(result, count=MOST_RULES).rows())
    names = [f"{r['rule']}  {r['most']}/{r['span']}" for r in rows]
    sides = (
        ("excess_given", "#c3c8ce", -0.2, word("sequence.given")),
        ("excess", TROUBLE, 0.2, word("sequence.now")),
    )
    for key, colour, shift, label in sides:
        places = [place + shift for place in range(len(rows))]
        axes.barh(places, [row[key] for row in rows], height=0.4, color=colour,
                  label=label)  # fmt: skip
    axes.set_yticks(range(len(rows)), [textwrap.shorten(n, 34) for n in names])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelsize=7)
    axes.legend(frameon=False, fontsize=7)
    axes.set_title(word("sequence.troubles"))


def _progress(axes: Axes, result: Result) -> None:
    table = result.tables["progress"]
    moves = [max(each, 1) for each in table["moves"]]
    for rank, name in enumerate(result.tables["objectives"]["objective"]):
        costs = list(table[f"cost_{rank + 1}"])
        shade = SHADES[2 * rank % len(SHADES)]
        axes.step(moves, costs, where="post", color=shade, label=drawn.plain(name))
    axes.set_xscale("log")
    axes.set_yscale("symlog")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, fontsize=7)
    axes.set_title(word("sequence.progress"))
