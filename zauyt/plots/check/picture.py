"""Commitments as one page: the chance of each with its proven bounds, and the mends."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from zauyt.plots.check import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import percent
from zauyt.results.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#343a46"
LOOKS = {
    "met": ("#2f9e5f", ""), "at_risk": ("#f0c233", "///"), "missed": ("#cf3a34", "xxx"),
    "declared": ("#9aa3b2", "..."), "cannot_be_told": ("#c9cfda", ""),
}  # fmt: skip
"""Colour and hatching of each verdict, so that they are told apart without colour."""


def picture(result: Result) -> Figure:
    """Draw the verdicts; below them, in words, what would mend what falls short."""
    from matplotlib.figure import Figure

    rows = drawn.commitments(result)
    mends = [
        f"{row['commitment'].replace('_', ' ')}: {sentence(mend)}"
        for row in rows
        if (mend := drawn.mend(result, row["commitment"])) is not None
    ]
    lines = [line for each in mends for line in textwrap.wrap(each, 165)]
    height = 1.9 + 0.42 * len(rows) + 0.17 * len(lines)
    figure = Figure(figsize=(11.0, height), facecolor="white")
    figure.text(0.015, 1 - 0.2 / height, result.plant, size=13, weight="bold", va="top")
    said = textwrap.fill(sentence(drawn.answer(result)), 150)
    figure.text(0.015, 1 - 0.5 / height, said, size=8.5, va="top")
    bottom = (0.75 + 0.17 * len(lines)) / height
    axes = figure.add_axes((0.36, bottom, 0.46, 1 - 1.15 / height - bottom))
    _chances(axes, rows)
    figure.text(0.015, bottom - 0.55 / height, "\n".join(lines), size=7, va="top")
    return figure


def _chances(axes: Axes, rows: list[drawn.Row]) -> None:
    """Draw a bar a commitment, the wanted chance as a mark, the verdict in words."""
    for place, row in enumerate(rows):
        colour, hatch = LOOKS[row["verdict"]]
        name = row["commitment"].replace("_", " ")
        said = " ".join(part for part in (drawn.promised(row), drawn.when(row)) if part)
        axes.text(-0.76, place, name, size=8, va="center", weight="bold")
        axes.text(-0.02, place, said, size=7.5, va="center", ha="right")
        verdict, made = word(f"check.{row['verdict']}"), drawn.came(row)
        axes.text(1.02, place, f"{verdict}\n{made}" if made else verdict, size=7,
                  va="center")  # fmt: skip
        axes.barh(place, 1.0, height=0.62, color="#f3f4f7")
        if row["chance"] is None:
            continue
        axes.barh(place, row["chance"], height=0.62, color=colour, hatch=hatch,
                  edgecolor="white", linewidth=0)  # fmt: skip
        axes.plot([row["proven_low"], row["proven_high"]], [place, place], color=INK,
                  lw=1.2, marker="|", ms=7)  # fmt: skip
        axes.plot([row["wanted_chance"]] * 2, [place - 0.36, place + 0.36], color=INK,
                  lw=2)  # fmt: skip
    axes.set_xlim(0, 1)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.set_major_formatter(lambda value, _: percent(value))
    axes.set_xlabel(word("check.axis"), size=7.5)
    axes.tick_params(labelsize=7)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
