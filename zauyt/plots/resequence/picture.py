"""A way through a store as one page: paint, lanes and line, body by body."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from zauyt.plots.resequence import drawn
from zauyt.plots.sequence.drawn import colours_in_order
from zauyt.plots.sequence.picture import SHADES, TROUBLE
from zauyt.results.language import sentence, word
from zauyt.results.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW = 160
"""Bodies in a row of a strip."""
MOST_LANES = 20


def picture(result: Result) -> Figure:
    """Draw a way through a store."""
    from matplotlib.figure import Figure

    rows = -(-len(result.tables["line"]) // ROW)
    strip = 0.75 + 0.5 * rows
    height = 5.0 + 2 * strip
    figure = Figure(figsize=(11.0, height), facecolor="white")
    figure.text(
        0.015, 1 - 0.18 / height, result.plant, size=13, weight="bold", va="top"
    )
    said = textwrap.fill(sentence(drawn.answer(result)), 150)
    figure.text(0.015, 1 - 0.48 / height, said, size=9, va="top")
    grid = figure.add_gridspec(
        3, 2, left=0.08, right=0.97, bottom=0.5 / height, top=1 - 1.25 / height,
        hspace=0.55, wspace=0.25, height_ratios=(strip, strip, 2.6),
    )  # fmt: skip
    _strip(figure.add_subplot(grid[0, :]), result, "paint", word("resequence.paint"))
    _strip(figure.add_subplot(grid[1, :]), result, "line", word("resequence.line"))
    _lanes(figure.add_subplot(grid[2, 0]), result)
    _progress(figure.add_subplot(grid[2, 1]), result)
    return figure


def _strip(axes: Axes, result: Result, side: str, title: str) -> None:
    """Draw each body as a cell of its colour, red on top where it is in trouble."""
    rows = list(drawn.strip(result, side).rows())
    names = colours_in_order([row["colour"] for row in rows])
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
    axes.set_xlim(-0.5, min(ROW, len(rows)) - 0.5)
    axes.set_ylim(-lines, 0.1)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    axes.set_title(title)
    if 1 < len(names) <= len(SHADES) and side == "paint":
        marks = [axes.plot([], [], "s", color=shades[name])[0] for name in names]
        axes.legend(marks, names, frameon=False, fontsize=6.5, ncols=len(names),
                    loc="upper center", bbox_to_anchor=(0.5, 0.0))  # fmt: skip


def _lanes(axes: Axes, result: Result) -> None:
    rows = list(drawn.lanes(result, count=MOST_LANES).rows())
    places = range(len(rows))
    axes.barh(places, [row["bodies"] for row in rows], color=SHADES[1], height=0.7)
    axes.set_yticks(places, [f"{row['lane']}" for row in rows])
    for place, row in enumerate(rows):
        told = f"  {row['bodies']}  ({row['most']}/{row['places']})"
        axes.text(row["bodies"], place, told, va="center", size=7)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.margins(x=0.15)
    axes.tick_params(axis="y", length=0)
    axes.set_title(word("resequence.lanes_used"))


def _progress(axes: Axes, result: Result) -> None:
    table = result.tables["progress"]
    rounds, scores = list(table["rounds"]), list(table["score"])
    rounds.append(result.options["rounds"])
    scores.append(scores[-1])
    axes.step(rounds, scores, where="post", color=SHADES[0])
    axes.set_yscale("log")
    axes.set_title(word("resequence.progress"))
