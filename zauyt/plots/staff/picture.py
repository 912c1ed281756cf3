"""A headcount as one page: the way to it, the months by role, the skills, the doubt."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from zauyt.plots.simulate.words import month_name
from zauyt.plots.staff import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import number
from zauyt.results.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#343a46"
MARK = "#cf3a34"
LOOKS = {
    "crew": ("#3572d4", ""),
    "leading": ("#9db8e8", "///"),
    "maintenance": ("#cf3a34", "xxx"),
    "quality": ("#2f9e5f", "\\\\\\"),
    "logistics": ("#f0c233", "..."),
    "indirect": ("#8d6cc0", "++"),
}
"""Colour and hatching of each role, so that it is read without colour, too."""

ENDS = {"people_at_low": "#9db8e8", "people_at_high": "#3572d4"}
"""Colours of the ends of a range."""


def picture(result: Result) -> Figure:
    """Draw a headcount; what its result lacks is left out."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11.0, 7.6), facecolor="white")
    figure.text(0.015, 0.975, result.plant, size=13, weight="bold", va="top")
    said = textwrap.fill(sentence(drawn.answer(result)), 150)
    figure.text(0.015, 0.935, said, size=9, va="top")
    grid = figure.add_gridspec(
        2, 2, left=0.16, right=0.97, bottom=0.07, top=0.84, hspace=0.42, wspace=0.42
    )
    announced = result.headline.get("announced")
    mark = None if announced is None else float(announced.value or 0.0)
    _steps(figure.add_subplot(grid[0, 0]), drawn.steps(result), mark)
    _months(figure.add_subplot(grid[0, 1]), drawn.months(result), mark)
    _skills(figure.add_subplot(grid[1, 0]), drawn.skills(result))
    facts = drawn.facts(result, count=10)
    if facts is not None:
        value = result.headline["people"].value
        assert isinstance(value, float), "people that are no number"
        _facts(figure.add_subplot(grid[1, 1]), facts, value)
    return figure


def _rows(axes: Axes, names: list[str]) -> range:
    places = range(len(names))
    axes.set_yticks(places, [textwrap.shorten(n, 34, placeholder="…") for n in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    return places


def _steps(axes: Axes, table: Table, mark: float | None) -> None:
    rows = list(table.rows())
    places = _rows(axes, [word(f"staff.step.{row['step']}") for row in rows])
    for place, row in zip(places, rows, strict=True):
        colour, hatch = LOOKS.get(row["step"], LOOKS["crew"])
        begin = row["total"] - row["people"]
        axes.barh(place, row["people"], left=begin, height=0.7, color=colour,
                  hatch=hatch, edgecolor="white", linewidth=0)  # fmt: skip
        axes.text(row["total"], place, f" {number(row['total'], '1', 0)}",
                  va="center", size=7)  # fmt: skip
    top = max(row["total"] for row in rows)
    if mark is not None:
        axes.axvline(mark, color=MARK, lw=1.4, ls="--")
        top = max(top, mark)
    axes.set_xlim(0, top * 1.14)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_title(word("staff.steps.short"))


def _months(axes: Axes, table: Table, mark: float | None) -> None:
    rows = list(table.rows())
    months = list(dict.fromkeys(row["month"] for row in rows))
    base = dict.fromkeys(months, 0.0)
    for role, (colour, hatch) in LOOKS.items():
        own = {row["month"]: row["needed"] for row in rows if row["role"] == role}
        if not own:
            continue
        values = [own.get(month, 0.0) for month in months]
        axes.bar(range(len(months)), values, bottom=list(base.values()), width=0.75,
                 color=colour, hatch=hatch, edgecolor="white", linewidth=0,
                 label=word(f"staff.role.{role}"))  # fmt: skip
        base = {m: base[m] + own.get(m, 0.0) for m in months}
    if mark is not None:
        axes.axhline(mark, color=MARK, lw=1.4, ls="--", label=word("staff.announced"))
    top = max([*base.values(), mark or 0.0])
    axes.set_ylim(0, top * 1.35 or 1)
    axes.set_xticks(range(len(months)), [month_name(month) for month in months])
    axes.tick_params(axis="x", labelrotation=90 if len(months) > 8 else 0)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.legend(frameon=False, fontsize=6.5, ncols=4, loc="upper left")
    axes.set_title(word("staff.months"))


def _skills(axes: Axes, table: Table) -> None:
    rows = list(table.rows())
    names = [f"{row['skill']}".replace("_", " ") for row in rows]
    shades = ("#3572d4", "#9db8e8", "#343a46", "#c3c8ce")
    shifts = [
        (column.name, column.meaning.removeprefix("people of shift "))
        for column in table.columns
        if column.name.startswith("shift_")
    ]
    places = _rows(axes, names)
    begins = [0.0] * len(rows)
    for at, (key, shift) in enumerate(shifts):
        values = [row[key] for row in rows]
        axes.barh(places, values, left=begins, height=0.7, edgecolor="white",
                  color=shades[at % len(shades)], linewidth=0, label=shift)  # fmt: skip
        begins = [b + v for b, v in zip(begins, values, strict=True)]
    for place, total in zip(places, begins, strict=True):
        axes.text(total, place, f" {number(total, '1', 0)}", va="center", size=7)
    axes.set_xlim(0, max(begins) * 1.12)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.legend(frameon=False, fontsize=7, loc="lower right")
    axes.set_title(word("staff.skills"))


def _facts(axes: Axes, table: Table, people: float) -> None:
    rows = list(table.rows())
    places = _rows(axes, [row["fact"].replace("_", " ") for row in rows])
    for place, row in zip(places, rows, strict=True):
        for key, colour in (
            ("people_at_low", "#9db8e8"),
            ("people_at_high", "#3572d4"),
        ):
            axes.barh(place, row[key] - people, left=people, height=0.6, color=colour)
    axes.axvline(people, color=INK, lw=1)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.tick_params(axis="y", labelsize=6)
    axes.set_title(word("staff.ledger"))
