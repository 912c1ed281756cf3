"""A supply as one page: cover, containers, money, what goes wrong."""

from __future__ import annotations

import datetime
import textwrap
from typing import TYPE_CHECKING, Any

from zauyt.plots.supply import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import axis_number
from zauyt.results.result import Note, Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#343a46"
START = datetime.date(1970, 1, 1)
LOOKS = (
    ("#3572d4", "-"), ("#cf3a34", "--"), ("#2f9e5f", "-."), ("#8d6cc0", ":"),
    ("#c58a00", "-"), ("#343a46", "--"),
)  # fmt: skip
"""Colour and line of each material, so that they are told apart without colour."""
FILLS = (
    ("#3572d4", ""), ("#f0c233", "///"), ("#2f9e5f", "..."), ("#8d6cc0", "\\\\\\"),
    ("#9db8e8", "xxx"), ("#6b7280", "|||"),
)  # fmt: skip


def picture(result: Result) -> Figure:
    """Draw a supply; what its result lacks is left out."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11.0, 8.4), facecolor="white")
    figure.text(0.015, 0.977, result.plant, size=13, weight="bold", va="top")
    said = " ".join(sentence(each) for each in drawn.answer(result))
    figure.text(0.015, 0.943, textwrap.fill(said, 150), size=8.5, va="top")
    grid = figure.add_gridspec(2, 2, left=0.12, right=0.97, bottom=0.07, top=0.84,
                               hspace=0.34, wspace=0.28)  # fmt: skip
    _cover(figure.add_subplot(grid[0, 0]), result)
    _containers(figure.add_subplot(grid[0, 1]), result)
    _money(figure.add_subplot(grid[1, 0]), result)
    if drawn.disruptions(result):
        _disruptions(figure.add_subplot(grid[1, 1]), result)
    else:
        _late(figure.add_subplot(grid[1, 1]), result)
    return figure


def _cover(axes: Axes, result: Result) -> None:
    """Draw for how long stock lasts, week by week: mean as lines, low ends as bands."""
    order = list(drawn.materials(result)["material"])[: len(LOOKS)]
    rows = list(drawn.cover_by_week(result).rows())
    for name, (colour, line) in zip(order, LOOKS, strict=False):
        own = [row for row in rows if row["material"] == name]
        weeks: list[Any] = [row["week"] for row in own]
        axes.plot(weeks, [row["cover_days"] for row in own], color=colour, ls=line,
                  lw=1.3, label=name.replace("_", " "))  # fmt: skip
        axes.fill_between(weeks, [row["cover_low_days"] for row in own],
                          [row["cover_days"] for row in own], color=colour,
                          alpha=0.12, lw=0)  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.set_ylabel(word("supply.axis_days"))
    axes.legend(frameon=False, fontsize=6.5, ncols=3, loc="upper center",
                bbox_to_anchor=(0.5, -0.08))  # fmt: skip
    _months(axes)
    axes.set_title(word("supply.cover_title"))


def _containers(axes: Axes, result: Result) -> None:
    rows = list(drawn.containers(result).rows())
    lanes = sorted(
        {row["lane"] for row in rows},
        key=lambda name: -sum(row["came"] for row in rows if row["lane"] == name),
    )
    weeks: list[Any] = sorted({row["week"] for row in rows})
    bottom = [0.0] * len(weeks)
    for place, name in enumerate(lanes):
        colour, hatch = FILLS[place % len(FILLS)]
        came = [row["came"] for row in rows if row["lane"] == name]
        if not any(came):
            continue
        label = name.replace("_", " ")
        axes.bar(weeks, came, width=6, bottom=bottom, color=colour, hatch=hatch,
                 edgecolor="white", linewidth=0, label=label)  # fmt: skip
        bottom = [a + b for a, b in zip(bottom, came, strict=True)]
    axes.legend(frameon=False, fontsize=6.5, ncols=4, loc="upper center",
                bbox_to_anchor=(0.5, -0.08))  # fmt: skip
    _months(axes)
    axes.set_title(word("supply.containers"))


def _months(axes: Axes) -> None:
    """Mark dates, which are days since 1970, as months."""
    axes.xaxis.set_major_formatter(
        lambda value, _: f"{START + datetime.timedelta(days=value):%Y-%m}"
    )
    axes.tick_params(axis="x", labelsize=6.5)


def _money(axes: Axes, result: Result) -> None:
    """Draw what is tied up and spent: as it is, and with the stocks found."""
    rows = [row for row in drawn.money(result).rows() if row["mean"] or row["best"]]
    names = [word(f"supply.item.{row['item']}") for row in rows]
    for shift, key, colour, hatch in (
        (-0.2, "mean", "#3572d4", ""), (0.2, "best", "#2f9e5f", "///"),
    ):  # fmt: skip
        label = word("supply.now" if key == "mean" else "supply.at_best")
        values = [row[key] / drawn.MILLION for row in rows]
        places = [place + shift for place in range(len(rows))]
        axes.barh(places, values, height=0.36, color=colour, hatch=hatch,
                  edgecolor="white", linewidth=0, label=label)  # fmt: skip
        for place, value in zip(places, values, strict=True):
            axes.text(value, place, f" {value:,.0f}", va="center", size=6, color=INK)
    axes.set_yticks(range(len(rows)), names, size=7)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.xaxis.set_major_formatter(axis_number)
    axes.legend(frameon=False, fontsize=6.5, ncols=2, loc="upper center",
                bbox_to_anchor=(0.5, -0.06))  # fmt: skip
    numbers = {"currency": drawn.currency(result)}
    axes.set_title(sentence(Note("supply.money", numbers)))


def _disruptions(axes: Axes, result: Result) -> None:
    """Draw what the line stands longer, and what of it is lost in the end (marks)."""
    rows = drawn.disruptions(result)
    names = [row["disruption"].replace("_", " ") for row in rows]
    values = [max(row["stood"], 0.0) for row in rows]
    axes.barh(range(len(rows)), values, height=0.5, color="#cf3a34", hatch="///",
              edgecolor="white", linewidth=0)  # fmt: skip
    for place, row in enumerate(rows):
        axes.plot([max(row["lost"], 0.0)] * 2, [place - 0.32, place + 0.32],
                  color=INK, lw=1.6)  # fmt: skip
        said = Note("supply.carried", {
            "stood": row["stood"], "value": drawn.millions(row["carried_by"]),
        })  # fmt: skip
        axes.text(values[place], place, "  " + sentence(said), va="center", size=6.5)
    axes.set_yticks(range(len(rows)), [textwrap.fill(name, 16) for name in names],
                    size=7)  # fmt: skip
    axes.set_ylim(len(rows) - 0.5, -0.5)
    most = max([*values, 1.0])
    axes.set_xlim(0, most * 1.8)
    axes.xaxis.set_major_formatter(axis_number)
    axes.set_title(textwrap.fill(word("supply.disruptions_title"), 44))


def _late(axes: Axes, result: Result) -> None:
    rows = list(drawn.materials(result).rows())[: drawn.MOST_MATERIALS]
    names = [row["material"].replace("_", " ") for row in rows]
    axes.barh(range(len(rows)), [row["late"] for row in rows], height=0.5,
              color="#cf3a34", hatch="///", edgecolor="white", linewidth=0)  # fmt: skip
    axes.set_yticks(range(len(rows)), names, size=7)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_title(word("supply.late_title"))
