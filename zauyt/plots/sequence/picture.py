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

GIVEN, TROUBLE, OVER = "#c3c8ce", "#cf3a34", "#e8875b"
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
    panels = [_rules, _progress]
    for table, panel in MORE.items():
        if table in result.tables:
            panels.append(panel)
    lines = -(-len(panels) // 2)
    height = 1.8 + strip + 3.3 * lines
    figure = Figure(figsize=(11.0, height), facecolor="white")
    figure.text(
        0.015, 1 - 0.18 / height, result.plant, size=13, weight="bold", va="top"
    )
    said = textwrap.fill(sentence(drawn.answer(result)), 150)
    figure.text(0.015, 1 - 0.48 / height, said, size=9, va="top")
    grid = figure.add_gridspec(
        1 + lines, 2, left=0.17, right=0.97, bottom=0.45 / height, top=1 - 1.2 / height,
        hspace=0.45, wspace=0.45, height_ratios=(strip, *(2.9,) * lines),
    )  # fmt: skip
    _strip(figure.add_subplot(grid[0, :]), result)
    for place, panel in enumerate(panels):
        panel(figure.add_subplot(grid[1 + place // 2, place % 2]), result)
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
        if row["overload_s"]:
            axes.bar(column, 0.14, width=1.0, bottom=-line - 0.94, color=OVER)
    lines = -(-len(rows) // ROW)
    axes.set_yticks([-line - 0.5 for line in range(lines)],
                    [f"{line * ROW + 1}" for line in range(lines)])  # fmt: skip
    axes.set_xlim(-0.5, ROW - 0.5)
    axes.set_ylim(-lines, 0.1)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    over = "_over" if any(row["overload_s"] for row in rows) else ""
    axes.set_title(word(f"sequence.day.drawn{over}"))
    if 1 < len(names) <= len(SHADES):
        marks = [axes.plot([], [], "s", color=shades[name])[0] for name in names]
        axes.legend(marks, names, frameon=False, fontsize=6.5, ncols=len(names),
                    loc="upper center", bbox_to_anchor=(0.5, 0.0))  # fmt: skip


def _rules(axes: Axes, result: Result) -> None:
    rows = list(drawn.rules(result, count=MOST_RULES).rows())
    _beside(
        axes, [f"{r['rule']}  {r['most']}/{r['span']}" for r in rows],
        {word("sequence.given"): [row["excess_given"] for row in rows],
         word("sequence.now"): [row["excess"] for row in rows]},
    )  # fmt: skip
    axes.set_title(word("sequence.troubles"))


def _overload(axes: Axes, result: Result) -> None:
    rows = list(result.tables["overload"].rows())[:MOST_RULES]
    _beside(
        axes, [row["station"] for row in rows],
        {word("sequence.given"): [row["overload_given"] for row in rows],
         word("sequence.now"): [row["overload"] for row in rows]},
        shade=OVER,
    )  # fmt: skip
    axes.set_title(word("sequence.overload.short"))


def _prices(axes: Axes, result: Result) -> None:
    table = drawn.prices(result, count=MOST_RULES)
    assert table is not None, "drawn without prices"
    _beside(
        axes, list(table["rule"]),
        {word("sequence.at_once"): list(table["at_once"]),
         word("sequence.sought"): list(table["sought"])},
        shade="#3572d4",
    )  # fmt: skip
    axes.set_title(word("sequence.prices.short"))


def _on_line(axes: Axes, result: Result) -> None:
    """Draw what the sequence makes more than others, with its interval."""
    rows = [
        row
        for row in result.tables["on_line"].rows()
        if row["order"] != "sequence" and row["gain_low"] is not None
    ]
    for place, row in enumerate(rows):
        axes.plot([row["gain_low"], row["gain_high"]], [place, place], color="#3572d4",
                  lw=3, solid_capstyle="butt")  # fmt: skip
        axes.plot([row["gain"]], [place], "o", color="#3572d4", ms=5)
    names = [
        f"{drawn.plain(row['where'])}: {word('sequence.on_line.' + row['order'])}"
        for row in rows
    ]
    axes.axvline(0, color=GIVEN, lw=1)
    axes.set_yticks(range(len(rows)), [textwrap.fill(n, 26) for n in names])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelsize=7)
    axes.set_title(word("sequence.gain.short"))


def _beside(
    axes: Axes, names: list[str], sides: dict[str, list[float]], shade: str = TROUBLE
) -> None:
    """Draw two bars a name, the first of them grey."""
    for number, (label, values) in enumerate(sides.items()):
        places = [place + 0.4 * number - 0.2 for place in range(len(names))]
        axes.barh(places, values, height=0.4, label=label,
                  color=shade if number else GIVEN)  # fmt: skip
    axes.set_yticks(range(len(names)), [textwrap.shorten(n, 34) for n in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelsize=7)
    axes.legend(frameon=False, fontsize=7)


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


MORE = {"overload": _overload, "prices": _prices, "on_line": _on_line}
"""What is drawn below, where the result has the table."""
