"""A plant's effects as one page: jobs by year, places, the claim's map, sectors."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from zauyt.plots.impact import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import axis_number, axis_percent
from zauyt.results.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#343a46"
MARK = "#cf3a34"
LOOKS = {
    "direct": ("#343a46", ""), "suppliers": ("#3572d4", "///"),
    "further_tiers": ("#2f9e5f", "..."), "induced": ("#f0c233", "\\\\\\"),
}  # fmt: skip
"""Colour and hatch of each effect, so that they are told apart without colour."""
POINTS = {"plan": "o", "no_parts": "v", "every_part": "s"}


def picture(result: Result) -> Figure:
    """Draw a plant's effects; what its result lacks is left out."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11.0, 8.2), facecolor="white")
    figure.text(0.015, 0.978, result.plant, size=13, weight="bold", va="top")
    said = " ".join(sentence(note) for note in drawn.answer(result))
    figure.text(0.015, 0.945, textwrap.fill(said, 165), size=8, va="top")
    left, right = (
        figure.add_gridspec(2, 1, left=begin, right=end, bottom=0.075, top=0.83,
                            hspace=0.36)
        for begin, end in ((0.145, 0.47), (0.675, 0.97))
    )  # fmt: skip
    _years(figure.add_subplot(left[0]), result)
    _places(figure.add_subplot(left[1]), result)
    if drawn.claim_map(result):
        _map(figure.add_subplot(right[0]), result)
    _sectors(figure.add_subplot(right[1]), result)
    return figure


def _years(axes: Axes, result: Result) -> None:
    rows = list(drawn.years(result).rows())
    places = [row["year"] for row in rows]
    bottom = np.zeros(len(rows))
    for effect, (colour, hatch) in LOOKS.items():
        heights = np.array([row[effect] for row in rows])
        axes.bar(
            places, heights, bottom=bottom, width=0.62, color=colour, hatch=hatch,
            edgecolor="white", linewidth=0, label=word(f"impact.{effect}"),
        )  # fmt: skip
        bottom += heights
    for row, top in zip(rows, bottom, strict=True):
        axes.text(row["year"], top, f"{row['ratio']:.1f}", ha="center", va="bottom",
                  size=7, color=INK)  # fmt: skip
    axes.set_xticks(places)
    axes.set_ylim(0, bottom.max() * 1.12)
    axes.yaxis.set_major_formatter(axis_number)
    axes.legend(frameon=False, fontsize=6.5, loc="upper center", ncols=4,
                bbox_to_anchor=(0.5, -0.09))  # fmt: skip
    axes.set_title(word("impact.chart_years"), x=-0.36)


def _places(axes: Axes, result: Result) -> None:
    rows = drawn.multipliers(result)[::-1]
    for at, row in enumerate(rows):
        axes.barh(at, row["further_per_job"], height=0.5, color="#9db8e8")
        axes.plot([row["net_per_job"]] * 2, [at - 0.25, at + 0.25], color=INK, lw=1.6)
        if row["low"] is not None:
            axes.plot([row["low"], row["high"]], [at, at], color=INK, lw=1)
            axes.plot([row["low"], row["high"]], [at, at], ls="", marker="|", color=INK)
        end = max(row["further_per_job"], row["high"] or 0.0)
        axes.text(end, at, f"  {row['further_per_job']:.2f}", va="center", size=7)
    names = [
        f"{word('impact.' + row['place'])},\n{word('impact.' + row['counted'])}"
        for row in rows
    ]
    axes.set_yticks(range(len(rows)), names, size=6.5)
    axes.tick_params(axis="y", length=0)
    if "claim_needs" in result.tables:
        wanted = [row["wanted"] for row in result.tables["claim_needs"].rows()]
        axes.axvspan(
            wanted[0], max(wanted[-1], wanted[0] + 0.02), color=MARK, alpha=0.2
        )
        axes.text(
            wanted[0], len(rows) - 0.45, word("impact.said"), size=6.5, color=MARK
        )
    axes.set_xlim(left=0)
    axes.set_ylim(-0.5, len(rows) - 0.2)
    axes.set_title(word("impact.chart_places"), x=-0.36)


def _map(axes: Axes, result: Result) -> None:
    cells = drawn.claim_map(result)
    volumes = sorted({cell["vehicles"] for cell in cells})
    shares = sorted({cell["domestic_share"] for cell in cells})
    level = np.full((len(shares), len(volumes)), np.nan)
    for cell in cells:
        level[shares.index(cell["domestic_share"]), volumes.index(cell["vehicles"])] = (
            cell["further_per_job"]
        )
    percent = [share * 100 for share in shares]
    thousands = [volume / 1000 for volume in volumes]
    shown = axes.contourf(
        thousands, percent, level, levels=np.arange(0, 13), extend="max", cmap="YlGnBu"
    )
    wanted = sorted({row["wanted"] for row in result.tables["claim_needs"].rows()})
    lines = axes.contour(thousands, percent, level, levels=wanted, colors=MARK,
                         linewidths=1.4)  # fmt: skip
    axes.clabel(lines, fmt="%g", fontsize=7)
    for row in result.tables["claim_points"].rows():
        said = f"{word('impact.' + row['point'])}: {row['further_per_job']:.1f}"
        axes.plot(
            row["vehicles"] / 1000, row["domestic_share"] * 100, ls="", ms=6,
            marker=POINTS[row["point"]], mfc="white", mec=INK, label=said,
        )  # fmt: skip
    axes.figure.colorbar(shown, ax=axes, pad=0.02)
    axes.set_xlabel(word("impact.axis_vehicles"))
    axes.set_ylim(0, percent[-1])
    axes.yaxis.set_major_formatter(axis_percent)
    axes.legend(frameon=True, fontsize=6.5, loc="upper left", framealpha=0.85)
    axes.set_title(word("impact.chart_map"), x=-0.55)


def _sectors(axes: Axes, result: Result) -> None:
    rows = list(drawn.sectors(result).rows())[::-1]
    left = np.zeros(len(rows))
    for effect in drawn.EFFECTS[1:]:
        colour, hatch = LOOKS[effect]
        lengths = np.array([row[effect] for row in rows])
        axes.barh(range(len(rows)), lengths, left=left, height=0.62, color=colour,
                  hatch=hatch, edgecolor="white", linewidth=0)  # fmt: skip
        left += lengths
    names = [textwrap.shorten(row["name"], 36, placeholder="…") for row in rows]
    axes.set_yticks(range(len(rows)), names, size=6.5)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(axis_number)
    axes.set_title(word("impact.chart_sectors"), x=-0.55)
