"""A plant's money as one page: flows, a vehicle's price, the doubt, the tornado."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from zauyt.plots.finance import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import axis_number
from zauyt.results.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, MARK = "#343a46", "#cf3a34"
LOOKS = {
    "revenue": ("#3572d4", ""), "running": ("#9db8e8", "///"),
    "capital": ("#343a46", ""), "tax": ("#f0c233", "..."),
    "other": ("#2f9e5f", "\\\\\\"),
}  # fmt: skip
"""Colour and hatch of each line, so that they are told apart without colour."""
UP, DOWN = "#3572d4", "#f0a08c"


def picture(result: Result) -> Figure:
    """Draw a plant's money; what its result lacks is left out."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11.0, 8.2), facecolor="white")
    figure.text(0.015, 0.978, result.plant, size=13, weight="bold", va="top")
    said = " ".join(sentence(note) for note in drawn.answer(result))
    figure.text(0.015, 0.945, textwrap.fill(said, 165), size=8, va="top")
    left, right = (
        figure.add_gridspec(2, 1, left=begin, right=end, bottom=0.075, top=0.85,
                            hspace=0.34)
        for begin, end in ((0.065, 0.47), (0.7, 0.97))
    )  # fmt: skip
    _flows(figure.add_subplot(left[0]), result)
    _waterfall(figure.add_subplot(right[0]), result)
    if "ledger" in result.tables:
        _spread(figure.add_subplot(left[1]), result)
        _tornado(figure.add_subplot(right[1]), result)
    return figure


def _flows(axes: Axes, result: Result) -> None:
    rows = list(drawn.years(result).rows())
    places = [row["year"] for row in rows]
    above, below = np.zeros(len(rows)), np.zeros(len(rows))
    for name, (colour, hatch) in LOOKS.items():
        values = np.array([row[name] for row in rows])
        base = np.where(values >= 0, above, below)
        axes.bar(
            places, values, bottom=base, width=0.7, color=colour, hatch=hatch,
            edgecolor="white", linewidth=0, label=word(f"finance.{name}"),
        )  # fmt: skip
        above += np.maximum(values, 0)
        below += np.minimum(values, 0)
    axes.axhline(0, color=INK, lw=0.6)
    so_far = [row["so_far"] for row in rows]
    axes.plot(places, so_far, color=MARK, marker="o", ms=3, lw=1.2,
              label=word("finance.so_far"))  # fmt: skip
    axes.yaxis.set_major_formatter(axis_number)
    axes.locator_params(axis="x", integer=True)
    axes.legend(frameon=False, fontsize=6.5, loc="upper center", ncols=6,
                bbox_to_anchor=(0.5, -0.08))  # fmt: skip
    axes.set_title(f"{word('finance.chart_flows')}, bn {drawn.currency(result)}")


def _waterfall(axes: Axes, result: Result) -> None:
    steps = drawn.waterfall(result)
    at = 0.0
    for place, step in enumerate(steps):
        amount = step["amount"]
        begin = 0.0 if step["step"] in ("price", "left") else at
        colour = INK if step["step"] in ("price", "left") else DOWN
        axes.barh(place, amount, left=begin, height=0.62, color=colour)
        end = max(begin, begin + amount)
        axes.text(end, place, f" {amount:,.2f}", va="center", size=6.5)
        at = begin + amount if step["step"] != "left" else at
    names = [word(f"finance.step.{step['step']}") for step in steps]
    axes.set_yticks(range(len(steps)), names, size=6.5)
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_title(f"{word('finance.chart_waterfall')}, m {drawn.currency(result)}",
                   x=-0.45)  # fmt: skip


def _spread(axes: Axes, result: Result) -> None:
    values = np.array(result.tables["runs"]["npv"]) / drawn.BILLION
    axes.hist(values, bins=min(30, max(5, len(values) // 4)), color="#9db8e8",
              edgecolor="white")  # fmt: skip
    axes.axvline(0, color=MARK, lw=1.4)
    stated = result.headline["npv"].value
    assert isinstance(stated, float), "a worth that is no number"
    axes.axvline(stated / drawn.BILLION, color=INK, lw=1.2, ls="--")
    axes.xaxis.set_major_formatter(axis_number)
    axes.set_title(f"{word('finance.chart_spread')}, bn {drawn.currency(result)}")


def _tornado(axes: Axes, result: Result) -> None:
    rows = drawn.facts(result)
    stated = result.headline["npv"].value
    assert isinstance(stated, float), "a worth that is no number"
    for place, row in enumerate(rows):
        for key, colour, hatch in (("at_low", DOWN, "///"), ("at_high", UP, "")):
            axes.barh(place, (row[key] - stated) / drawn.BILLION, height=0.62,
                      left=stated / drawn.BILLION, color=colour, hatch=hatch,
                      edgecolor="white", linewidth=0,
                      label=word(f"shown.{key}") if not place else None)  # fmt: skip
    names = [textwrap.shorten(row["fact"], 44, placeholder="…") for row in rows]
    axes.set_yticks(range(len(rows)), names, size=6)
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.axvline(stated / drawn.BILLION, color=INK, lw=0.8)
    axes.xaxis.set_major_formatter(axis_number)
    axes.legend(frameon=False, fontsize=6.5, loc="lower right")
    axes.set_title(f"{word('finance.chart_tornado')}, bn {drawn.currency(result)}",
                   x=-0.45)  # fmt: skip
