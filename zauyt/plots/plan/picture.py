"""A plan as one page: the map with its flows, plant to market, the stacked months."""

from __future__ import annotations

import json
import textwrap
from importlib import resources
from typing import TYPE_CHECKING, Any

from zauyt.plots.plan import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import axis_number
from zauyt.results.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#343a46"
LAND, BORDER, FLOW = "#eef0f3", "#b9bec8", "#3572d4"
LOOKS = (
    ("#3572d4", ""), ("#f0c233", "///"), ("#2f9e5f", "\\\\\\"), ("#cf3a34", "..."),
    ("#8d6cc0", "xxx"), ("#9db8e8", "++"), ("#8b919c", ""),
)  # fmt: skip
"""Colour and hatching of each plant, so that it is read without colour, too."""

WIDEST = 7.0
"""Line width of the strongest flow on the map, in points."""

MARGIN_DEG = 3.0


def picture(result: Result) -> Figure:
    """Draw a plan; without places the map is left out."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11.0, 8.2), facecolor="white")
    figure.text(0.015, 0.98, result.plant, size=13, weight="bold", va="top")
    said = " ".join(sentence(note) for note in drawn.answer(result))
    figure.text(0.015, 0.945, textwrap.fill(said, 150), size=9, va="top")
    grid = figure.add_gridspec(
        2, 2, left=0.06, right=0.98, bottom=0.07, top=0.85, hspace=0.25, wspace=0.2,
        width_ratios=(1.25, 1.0), height_ratios=(1.35, 1.0),
    )  # fmt: skip
    flows, places = drawn.flows(result), drawn.places(result)
    if places is not None:
        _map(figure.add_subplot(grid[0, 0]), flows, places)
    _sankey(figure.add_subplot(grid[0, 1]), flows, drawn.kits(result))
    _months(figure.add_subplot(grid[1, :]), drawn.months(result))
    return figure


def borders() -> dict[str, Any]:
    """Give the borders of countries with their source: rings of longitude, latitude."""
    file = resources.files("zauyt.plots.plan") / "borders.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _map(axes: Axes, flows: Table, places: Table) -> None:
    rows = list(places.rows())
    homes = {(row["kind"], row["name"]): row for row in rows}
    for rings in borders()["rings"].values():
        for ring in rings:
            axes.fill(ring[::2], ring[1::2], facecolor=LAND, edgecolor=BORDER, lw=0.6)
    towns: dict[tuple[str, str], float] = {}
    for row in flows.rows():
        ends = homes["plant", row["plant"]], homes["market", row["market"]]
        key = (ends[0]["place"], ends[1]["place"])
        towns[key] = towns.get(key, 0.0) + row["vehicles"]
    where = {row["place"]: (row["longitude"], row["latitude"]) for row in rows}
    most = max(towns.values(), default=0.0)
    for (begin, end), vehicles in sorted(towns.items()):
        if begin != end and vehicles > 0:
            width = max(0.4, WIDEST * vehicles / most)
            axes.annotate(
                "", xy=where[end], xytext=where[begin],
                arrowprops={"arrowstyle": "-|>", "lw": width, "color": FLOW,
                            "alpha": 0.55, "mutation_scale": 6 + width,
                            "connectionstyle": "arc3,rad=0.18"},
            )  # fmt: skip
    plants = {row["place"] for row in rows if row["kind"] == "plant"}
    for place, (x, y) in where.items():
        here = place in plants
        axes.plot(x, y, "s" if here else "o", color=INK, ms=4.5 if here else 3.5)
        beside = (4, 4) if here else (4, -10)
        axes.annotate(place, (x, y), xytext=beside, textcoords="offset points", size=7)
    xs, ys = zip(*where.values(), strict=True)
    axes.set_xlim(min(xs) - MARGIN_DEG, max(xs) + MARGIN_DEG)
    axes.set_ylim(min(ys) - MARGIN_DEG, max(ys) + MARGIN_DEG)
    axes.set_aspect(1.55)  # a degree of longitude at 50 degrees north
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_title(word("plan.map"))
    axes.set_xlabel(word("plan.map.source"), size=6, loc="left")


def _sankey(axes: Axes, flows: Table, kits: Table) -> None:
    """Draw kits from suppliers to plants, vehicles from plants to markets, as bands."""
    rows = [(row["plant"], row["market"], row["vehicles"]) for row in flows.rows()]
    brought = [(row["supplier"], row["plant"], row["kits"]) for row in kits.rows()]
    left = _stacked([(plant, size) for plant, _, size in rows])
    right = _stacked([(market, size) for _, market, size in rows])
    first = _stacked([(supplier, size) for supplier, _, size in brought])
    colours = {
        name: LOOKS[min(place, len(LOOKS) - 1)][0] for place, name in enumerate(left)
    }
    _bands(axes, rows, (left, right), colours, over=(0.0, 1.0))
    _bands(
        axes,
        brought,
        (first, left),
        dict.fromkeys(first, BORDER),
        over=(SUPPLIERS, 0.0),
    )
    _ends(axes, right, side=1.0, to="left")
    _ends(axes, left, side=0.0, to="right")
    _ends(axes, first, side=SUPPLIERS, to="right", apart="\n")
    axes.set_xlim(*((-2.15, 2.05) if first else (-0.75, 1.6)))
    axes.axis("off")
    axes.set_title(word("plan.flows.kits" if first else "plan.flows"))


SUPPLIERS = -1.5
"""Where suppliers stand; plants stand at 0 and markets at 1."""

Ends = dict[str, tuple[float, float]]
"""The top and the size of each name."""


def _bands(
    axes: Axes, rows: list[tuple[str, str, float]], ends: tuple[Ends, Ends],
    colours: dict[str, str], *, over: tuple[float, float],
) -> None:  # fmt: skip
    """Draw the bands from the names of one side to those of the other."""
    sizes: dict[tuple[str, str], float] = {}
    for one, other, size in rows:
        sizes[one, other] = sizes.get((one, other), 0.0) + size
    used, taken = ({name: top for name, (top, _) in side.items()} for side in ends)
    for one in ends[0]:
        for other in ends[1]:
            size = sizes.get((one, other), 0.0)
            if size > 0:
                heights = (used[one], taken[other])
                _band(axes, heights, size, colours[one], over=over)
                used[one] -= size
                taken[other] -= size


def _ends(axes: Axes, ends: Ends, *, side: float, to: str, apart: str = "  ") -> None:
    for name, (top, size) in ends.items():
        axes.plot([side, side], [top - size, top], color=INK, lw=3)
        label = f"{name.replace('_', ' ')}{apart}{size:,.0f}"
        away = -0.03 if to == "right" else 0.03
        axes.text(side + away, top - size / 2, label, ha=to, va="center", size=7)


def _stacked(parts: list[tuple[str, float]]) -> dict[str, tuple[float, float]]:
    """Give the top and the size of each name, the largest first, with gaps between."""
    sizes: dict[str, float] = {}
    for name, size in parts:
        sizes[name] = sizes.get(name, 0.0) + size
    whole = sum(sizes.values())
    top, found = 0.0, {}
    for name in sorted(sizes, key=lambda each: (-sizes[each], each)):
        found[name] = (top, sizes[name])
        top -= max(sizes[name], 0.03 * whole) + 0.02 * whole
    return found


def _band(
    axes: Axes,
    heights: tuple[float, float],
    size: float,
    colour: str,
    *,
    over: tuple[float, float],
) -> None:
    """Draw one flow as a band between two heights."""
    import numpy as np

    x = np.linspace(0.01, 0.99, 40)
    share = x * x * (3 - 2 * x)
    top = heights[0] + (heights[1] - heights[0]) * share
    axes.fill_between(
        over[0] + (over[1] - over[0]) * x,
        top - size,
        top,
        color=colour,
        alpha=0.5,
        lw=0,
    )


def _months(axes: Axes, table: Table) -> None:
    rows = list(table.rows())
    months = list(dict.fromkeys(row["month"] for row in rows))
    names = list(dict.fromkeys(row["plant"] for row in rows))
    names.sort(key=lambda name: (name == "", -_of(rows, name)))
    base = dict.fromkeys(months, 0.0)
    for place, name in enumerate(names):
        colour, hatch = LOOKS[min(place, len(LOOKS) - 1)]
        own = {row["month"]: row["made"] for row in rows if row["plant"] == name}
        values = [own[month] for month in months]
        label = name.replace("_", " ") if name else word("plan.other")
        axes.bar(range(len(months)), values, bottom=list(base.values()), width=0.8,
                 color=colour, hatch=hatch, edgecolor="white", linewidth=0,
                 label=label)  # fmt: skip
        base = {month: base[month] + own[month] for month in months}
    step = max(1, len(months) // 16)
    axes.set_xticks(range(0, len(months), step), months[::step], rotation=30)
    axes.yaxis.set_major_formatter(axis_number)
    axes.legend(ncols=4, frameon=False, fontsize=7, loc="upper left")
    axes.set_ylim(0, max(base.values()) * 1.25)
    axes.set_title(word("plan.stack"))


def _of(rows: list[dict[str, Any]], name: str) -> float:
    return sum(float(row["made"]) for row in rows if row["plant"] == name)
