"""A balance as one page: each line's station loads by model, and the precedence."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from zauyt.plots.balance import drawn
from zauyt.results.language import sentence, word
from zauyt.results.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, TAKT = "#343a46", "#cf3a34"
SHADES = ("#3572d4", "#2f9e5f", "#f0c233", "#8d6cc0", "#e8875b", "#7fd0d6")
"""Colours of models."""
MOST_ARCS = 4_000


def picture(result: Result) -> Figure:
    """Draw a balance: for each line the bars of its stations, and its tasks."""
    from matplotlib.figure import Figure

    names = drawn.lines(result)
    height = 1.0 + 4.4 * len(names)
    figure = Figure(figsize=(11.0, height), facecolor="white")
    figure.text(
        0.015, 1 - 0.18 / height, result.plant, size=13, weight="bold", va="top"
    )
    said = textwrap.fill(sentence(drawn.answer(result)), 150)
    figure.text(0.015, 1 - 0.48 / height, said, size=9, va="top")
    grid = figure.add_gridspec(
        2 * len(names), 1, left=0.07, right=0.97, bottom=0.4 / height,
        top=1 - 1.05 / height, hspace=0.45, height_ratios=(1.0, 1.0) * len(names),
    )  # fmt: skip
    for place, line in enumerate(names):
        _yamazumi(figure.add_subplot(grid[2 * place]), result, line)
        _precedence(figure.add_subplot(grid[2 * place + 1]), result, line)
    return figure


def _yamazumi(axes: Axes, result: Result, line: str) -> None:
    """Draw a bar for each station and model: seconds of work by post, and the takt."""
    from matplotlib.ticker import MaxNLocator

    models = drawn.models(result)
    rows = list(drawn.stations(result, line).rows())
    wide = 0.84 / len(models)
    for number, model in enumerate(models):
        table = list(drawn.loads(result, line, model).rows())
        places = [r["station"] - 0.42 + wide * (number + 0.5) for r in table]
        heights = [
            r["work_s"] / max(s["posts"], 1) for r, s in zip(table, rows, strict=True)
        ]
        axes.bar(places, heights, width=wide, color=SHADES[number % len(SHADES)],
                 label=model or None)  # fmt: skip
    takt = result.tables["lines"]["takt_s"][drawn.lines(result).index(line)]
    axes.axhline(takt, color=TAKT, linewidth=1.0)
    axes.set_xlim(0.3, len(rows) + 0.7)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel(word("balance.seconds"))
    axes.set_title(f"{line}: {word('balance.yamazumi')}", size=9, loc="left")
    axes.tick_params(labelsize=7)
    if len(models) > 1:
        axes.legend(
            frameon=False,
            fontsize=7,
            ncols=len(models),
            loc="lower right",
            bbox_to_anchor=(1.0, 1.0),
        )


def _precedence(axes: Axes, result: Result, line: str) -> None:
    """Draw the tasks above their station, longer ones larger, and what comes before."""
    from matplotlib.ticker import MaxNLocator

    rows = list(drawn.precedence(result, line).rows())
    place: dict[str, tuple[float, float]] = {}
    filled: dict[int, int] = {}
    for row in rows:
        at = filled.get(row["station"], 0)
        filled[row["station"]] = at + 1
        place[row["task"]] = (row["station"] + 0.12 * (at % 3 - 1), at)
    arcs = [(one, row["task"]) for row in rows for one in row["after"].split()]
    for one, other in arcs[:MOST_ARCS]:
        (x, y), (u, v) = place[one], place[other]
        axes.plot([x, u], [y, v], color="#c3c8ce", linewidth=0.4, zorder=1)
    longest = max(row["time_s"] for row in rows) or 1.0
    sizes = [4 + 26 * row["time_s"] / longest for row in rows]
    points = [place[row["task"]] for row in rows]
    axes.scatter([x for x, _ in points], [y for _, y in points], s=sizes, color=INK,
                 zorder=2)  # fmt: skip
    axes.set_xlim(0.3, len(filled) + 0.7)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_yticks([])
    axes.tick_params(labelsize=7)
    axes.set_title(f"{line}: {word('balance.precedence')}", size=9, loc="left")
