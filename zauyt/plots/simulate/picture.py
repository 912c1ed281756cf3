"""A simulation as one page: ladder, losses, states, months, probability."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from zauyt.plots.simulate import drawn
from zauyt.plots.simulate.words import cause_words, month_name
from zauyt.plots.states import LOOKS
from zauyt.results.language import sentence, word
from zauyt.results.number import axis_number, axis_percent, number
from zauyt.results.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#343a46"
TARGET = "#cf3a34"
LEVEL_COLOURS = {"shop": "#343a46", "line": "#3572d4", "station": "#9db8e8"}
KIND_LOOKS = {
    "ideal": ("#343a46", ""),
    "loss": ("#cf3a34", "///"),
    "gain": ("#2f9e5f", "\\\\\\"),
    "out": ("#2f9e5f", ""),
}
WIDTH_INCHES = 11.0
ROW_INCHES = 0.19
TITLE_INCHES = 1.05
BOTTOM_INCHES = 0.7


def picture(result: Result) -> Figure:
    """Draw a simulation; what its result lacks is left out."""
    from matplotlib.figure import Figure

    ladder, falls = drawn.speeds(result), drawn.losses(result)
    bars, made = drawn.states(result), drawn.months(result)
    chances = drawn.probabilities(result)
    rows = (
        max(len(ladder or ()), len(falls or ()), 6),
        max(len(bars or ()) + 2, 9),
    )
    heights = [ROW_INCHES * count + 0.75 for count in rows]
    height = sum(heights) + TITLE_INCHES + BOTTOM_INCHES
    figure = Figure(figsize=(WIDTH_INCHES, height), facecolor="white")
    _head(figure, result, height)
    grid = figure.add_gridspec(
        2,
        12,
        height_ratios=heights,
        left=0.115,
        right=0.98,
        bottom=BOTTOM_INCHES / height,
        top=1 - TITLE_INCHES / height,
        hspace=0.75 / (sum(heights) / 2),
        wspace=1.0,
    )
    for table, place, draw in (
        (ladder, grid[0, :5], _speeds),
        (falls, grid[0, 7:], _losses),
        (bars, grid[1, :5], _states),
        (made, grid[1, 6:10], _months),
        (chances, grid[1, 10:], _probabilities),
    ):
        if table is not None:
            draw(figure.add_subplot(place), table)
    return figure


def _head(figure: Figure, result: Result, height: float) -> None:
    figure.text(
        0.015, 1 - 0.18 / height, result.plant, size=13, weight="bold", va="top"
    )
    said = textwrap.fill(sentence(drawn.answer(result)), 150)
    figure.text(0.015, 1 - 0.45 / height, said, size=9, va="top")


def _rows(axes: Axes, names: list[str]) -> range:
    """Name the rows from the top down, and give their places."""
    places = range(len(names))
    axes.set_yticks(places, [textwrap.shorten(n, 34, placeholder="…") for n in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    return places


def _speeds(axes: Axes, table: Table) -> None:
    rows = list(table.rows())
    top = max(max(row["jph_alone"] or 0, row["jph_takt"] or 0) for row in rows)
    places = _rows(axes, [row["name"] for row in rows])
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if row["level"] == "shop" else "normal")
    for place, row in zip(places, rows, strict=True):
        alone, takt = row["jph_alone"] or 0.0, row["jph_takt"]
        axes.barh(place, alone, height=0.7, color=LEVEL_COLOURS[row["level"]])
        axes.text(alone, place, f" {number(alone, '1', 1)}", va="center", size=7)
        if takt:
            axes.plot([takt, takt], [place - 0.5, place + 0.5], color=TARGET, lw=1.4)
    axes.set_xlim(0, top * 1.12)
    axes.set_title(word("shown.ladder.short"))
    axes.set_xlabel(word("shown.ladder.axis"))


def _losses(axes: Axes, table: Table) -> None:
    rows = list(table.rows())
    top = max(max(row["begin"], row["end"]) for row in rows)
    names = [cause_words(row) for row in rows]
    for place, row in zip(_rows(axes, names), rows, strict=True):
        change = row["end"] - row["begin"]
        colour, hatch = KIND_LOOKS[row["kind"]]
        axes.barh(
            place,
            change,
            left=row["begin"],
            height=0.7,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            linewidth=0,
        )
        # However small a bar is, its end is seen.
        axes.vlines(row["end"], place - 0.35, place + 0.35, color=colour, lw=1)
        is_whole = row["kind"] in ("ideal", "out")
        shown = number(change, "1", 0, signed=not is_whole)
        axes.text(
            max(row["begin"], row["end"]), place, f" {shown}", va="center", size=7
        )
    axes.set_xlim(0, top * 1.14)
    axes.locator_params(axis="x", nbins=5)
    axes.xaxis.set_major_formatter(axis_number)
    axes.set_title(word("shown.waterfall.short"))


def _states(axes: Axes, table: Table) -> None:
    rows = list(table.rows())
    names = [column.name for column in table.columns if column.unit == "share"]
    used = [name for name in names if any(row[name] >= 0.0005 for row in rows)]
    places = _rows(axes, [row["place"] for row in rows])
    begins = [0.0] * len(rows)
    for name in used:
        look = LOOKS[name]
        shares = [row[name] * 100 for row in rows]
        axes.barh(
            places,
            shares,
            left=begins,
            height=0.7,
            color=look.colour,
            hatch=look.hatch,
            edgecolor="white",
            linewidth=0,
            label=word(f"state.{name}"),
        )
        begins = [begin + share for begin, share in zip(begins, shares, strict=True)]
    axes.set_xlim(0, 100)
    axes.xaxis.set_major_formatter(axis_percent)
    axes.set_title(word("shown.states.short"))
    below: dict[str, Any] = {"loc": "upper center", "bbox_to_anchor": (0.45, -0.1)}
    axes.legend(ncols=len(used), frameon=False, fontsize=7, handlelength=1.4, **below)


def _months(axes: Axes, table: Table) -> None:
    rows = list(table.rows())
    places = range(len(rows))
    made = [row["vehicles"] for row in rows]
    axes.bar(places, made, width=0.7, color=LOOKS["working"].colour)
    spans = [
        (place, row)
        for place, row in zip(places, rows, strict=True)
        if row["p05"] is not None and row["p95"] is not None
    ]
    if spans:
        axes.vlines(
            [place for place, _ in spans],
            [row["p05"] for _, row in spans],
            [row["p95"] for _, row in spans],
            color=INK,
            lw=1.6,
        )
    if all(row["target"] is not None for row in rows):
        edges = [place - 0.5 for place in range(len(rows) + 1)]
        axes.stairs(
            [row["target"] for row in rows],
            edges,
            baseline=None,
            color=TARGET,
            lw=1.4,
            ls="--",
            label=word("shown.target"),
        )
        axes.legend(frameon=False, fontsize=7, loc="upper left", ncols=2)
    tops = [row[key] or 0 for row in rows for key in ("vehicles", "p95", "target")]
    axes.set_ylim(0, max(tops) * 1.18)
    axes.yaxis.set_major_formatter(axis_number)
    axes.set_xticks(places, [month_name(row["month"]) for row in rows])
    if len(rows) > 8:
        axes.tick_params(axis="x", labelrotation=90)
    axes.set_title(word("shown.months"))


def _probabilities(axes: Axes, table: Table) -> None:
    rows = list(table.rows())
    places = range(len(rows))
    looks = [("#9db8e8", "..."), ("#3572d4", "")]
    for place, row, (colour, hatch) in zip(places, rows, looks, strict=False):
        value = (row["value"] or 0.0) * 100
        axes.bar(
            place, value, width=0.6, color=colour, hatch=hatch, edgecolor="white", lw=0
        )
        bounds = [row["low"], row["high"]]
        top = value
        if None not in bounds:
            top = row["high"] * 100
            axes.vlines(place, row["low"] * 100, top, color=INK, lw=1.6)
        shown = number(row["value"], "share", 1)
        axes.text(place, top + 1.5, shown, ha="center", va="bottom", size=7)
    names = [textwrap.fill(word(f"shown.{row['reading']}"), 10) for row in rows]
    axes.set_xticks(places, names, size=6.5)
    axes.set_xlim(-0.6, len(rows) - 0.4)
    axes.set_ylim(0, 112)
    axes.set_yticks(range(0, 101, 25))
    axes.set_ylabel("%")
    axes.set_title(word("shown.probability.short"))
