"""The people of a pipeline as they come, skill by skill: wanted, there, the band."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from zauyt.results.language import word
from zauyt.results.number import axis_number
from zauyt.results.result import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, THERE, BAND = "#343a46", "#3572d4", "#c9d8f3"


def coming(
    figure: Figure, skills: Mapping[str, Table], *, top: float, height: float
) -> None:
    """Draw one small chart a skill, beside each other."""
    count = len(skills)
    figure.text(0.06, 1 - (top - 0.1) / height, word("staff.coming"), size=10,
                weight="bold", va="bottom")  # fmt: skip
    for place, (skill, table) in enumerate(skills.items()):
        left = 0.06 + place * 0.91 / count
        box = (left, 1 - (top + 1.8) / height, 0.91 / count - 0.05, 1.5 / height)
        _chart(figure.add_axes(box), skill, table, legend=place == 0)


def _chart(axes: Axes, skill: str, table: Table, *, legend: bool) -> None:
    rows = list(table.rows())
    at = range(len(rows))
    if all(row["low"] is not None for row in rows):
        lows, highs = ([row[key] for row in rows] for key in ("low", "high"))
        axes.fill_between(at, lows, highs, color=BAND, lw=0,
                          label=word("staff.coming.band"))  # fmt: skip
        axes.plot(at, [row["median"] for row in rows], color=THERE, lw=1.2, ls="--",
                  label=word("staff.coming.counting"))  # fmt: skip
    axes.plot(at, [row["counting"] for row in rows], color=THERE, lw=1.4,
              label=word("staff.coming.as_stated"))  # fmt: skip
    axes.step(at, [row["wanted"] for row in rows], where="mid", color=INK, lw=1.2,
              label=word("staff.coming.wanted"))  # fmt: skip
    ticks = [n for n in at if rows[n]["month"].month == 1]
    axes.set_xticks(ticks, [f"{rows[n]['month']:%Y-%m}" for n in ticks], fontsize=6.5)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(axis_number)
    axes.set_title(skill.replace("_", " "), fontsize=9)
    if legend:
        axes.legend(frameon=False, fontsize=6, loc="upper left")
