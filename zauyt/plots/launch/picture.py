"""A launch as one page: the ramp with its band, what is promised, losses, models."""

from __future__ import annotations

import bisect
import datetime
import textwrap
from typing import TYPE_CHECKING

import numpy as np

from zauyt.plots.launch import drawn
from zauyt.plots.launch.letters import answer_words
from zauyt.plots.launch.words import limit_words, month_words
from zauyt.results.language import word
from zauyt.results.number import axis_number
from zauyt.results.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#343a46"
MADE = "#2f9e5f"
TARGET = "#cf3a34"
LOOKS = (
    ("#3572d4", ""), ("#9db8e8", "///"), ("#f0c233", "..."), ("#8d6cc0", "++"),
    ("#2f9e5f", "\\\\\\"), ("#cf3a34", "xxx"), ("#c3c8ce", ""),
)  # fmt: skip
"""Colours and hatching of causes and models, so that both read without colour."""
MOST_CAUSES = 6


def picture(result: Result) -> Figure:
    """Draw a launch; what its result lacks is left out."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11.0, 8.2), facecolor="white")
    figure.text(0.015, 0.985, result.plant, size=13, weight="bold", va="top")
    said = textwrap.fill(answer_words(result), 150)
    figure.text(0.015, 0.95, said, size=9, va="top")
    grid = figure.add_gridspec(
        2, 2, left=0.07, right=0.985, bottom=0.12, top=0.83, hspace=0.5, wspace=0.18
    )
    _months(figure.add_subplot(grid[0, 0]), result)
    _so_far(figure.add_subplot(grid[0, 1]), result)
    _losses(figure.add_subplot(grid[1, 0]), result)
    _models(figure.add_subplot(grid[1, 1]), result)
    return figure


def _named(axes: Axes, result: Result) -> range:
    names = [month_words(month) for month in result.tables["months"]["month"]]
    places = range(len(names))
    axes.set_xticks(places, names, rotation=90, size=6.5)
    axes.set_xlim(-0.6, len(names) - 0.4)
    axes.yaxis.set_major_formatter(axis_number)
    return places


def _months(axes: Axes, result: Result) -> None:
    rows = list(drawn.months(result).rows())
    places = _named(axes, result)
    axes.bar(places, [row["vehicles"] for row in rows], width=0.7, color=MADE)
    axes.vlines(
        places, [row["p05"] for row in rows], [row["p95"] for row in rows],
        color=INK, lw=1.6,
    )  # fmt: skip
    if all(row["at_rate"] is not None for row in rows):
        edges = [place - 0.5 for place in range(len(rows) + 1)]
        axes.stairs(
            [row["at_rate"] for row in rows], edges, baseline=None, color=TARGET,
            lw=1.2, ls="--", label=word("launch.at_rate"),
        )  # fmt: skip
        axes.legend(frameon=False, fontsize=7, loc="upper left")
    axes.set_ylim(bottom=0, top=1.12 * axes.get_ylim()[1])
    axes.set_title(word("launch.months.title"))


def _so_far(axes: Axes, result: Result) -> None:
    rows = list(drawn.months(result).rows())
    places = [place + 0.5 for place in _named(axes, result)]
    axes.fill_between(
        [-0.5, *places], [0, *(row["so_far_p05"] for row in rows)],
        [0, *(row["so_far_p95"] for row in rows)], color=MADE, alpha=0.25, lw=0,
        label=word("launch.band.short"),
    )  # fmt: skip
    axes.plot(
        [-0.5, *places], [0, *(row["so_far"] for row in rows)], color=MADE, lw=1.8
    )
    months = [row["month"] for row in rows]

    def place_of(day: datetime.date) -> float:
        number = bisect.bisect_right(months, day) - 1
        first = months[number]
        return float(number + (day - first).days / 31 - 0.5)

    label = word("launch.promised")
    for first, last, wanted in drawn.promised(result):
        begin, end = place_of(first), place_of(last)
        before = float(np.interp(begin, [-0.5, *places],
                                 [0, *(row["so_far"] for row in rows)]))  # fmt: skip
        axes.plot([begin, end], [before, before + wanted], color=TARGET, lw=1.2,
                  ls="--", marker="o", ms=3, label=label)  # fmt: skip
        label = "_"
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, fontsize=7, loc="upper left")
    axes.set_title(word("launch.so_far"))


def _losses(axes: Axes, result: Result) -> None:
    """Stack what was lost each month, the largest causes apart."""
    months = list(result.tables["months"]["month"])
    lost: dict[str, list[float]] = {}
    for row in result.tables["limits"].rows():
        of_cause = lost.setdefault(row["cause"], [0.0] * len(months))
        of_cause[months.index(row["month"])] = row["vehicles"]
    ordered = sorted(lost, key=lambda cause: -sum(lost[cause]))
    places = _named(axes, result)
    begins = np.zeros(len(months))
    stacks = [(limit_words(cause), lost[cause]) for cause in ordered[:MOST_CAUSES]]
    if ordered[MOST_CAUSES:]:
        rest = np.sum([lost[cause] for cause in ordered[MOST_CAUSES:]], axis=0)
        stacks.append((word("launch.further"), rest.tolist()))
    for (name, values), (colour, hatch) in zip(stacks, LOOKS, strict=False):
        axes.bar(
            places, values, bottom=begins, width=0.75, color=colour, hatch=hatch,
            edgecolor="white", linewidth=0, label=name,
        )  # fmt: skip
        begins += values
    axes.set_ylim(top=max(1.35 * float(begins.max()), 1.0))
    axes.legend(frameon=False, fontsize=6.5, loc="upper left", ncols=3)
    axes.set_title(word("launch.lost"))


def _models(axes: Axes, result: Result) -> None:
    places = _named(axes, result)
    begins = np.zeros(len(places))
    for number, (name, made) in enumerate(drawn.models(result).items()):
        colour, hatch = LOOKS[number % len(LOOKS)]
        axes.bar(
            places, made, bottom=begins, width=0.75, color=colour, hatch=hatch,
            edgecolor="white", linewidth=0, label=name,
        )  # fmt: skip
        begins += made
    axes.legend(frameon=False, fontsize=7, loc="upper left")
    axes.set_title(word("launch.models"))
