"""A headcount as one page: the way to it, the months by role, the skills, the doubt."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from zauyt.plots.simulate.words import month_name
from zauyt.plots.staff import drawn
from zauyt.plots.staff.coming import answer
from zauyt.plots.staff.people_coming import coming
from zauyt.results.language import sentence, word
from zauyt.results.number import axis_number, number
from zauyt.results.result import Note, Result, Table

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

SHADES = ("#3572d4", "#9db8e8", "#343a46", "#8d6cc0")
"""Colours of shifts, in order."""

OTHERS = {"off": "#f4f5f6", "closed": "#c3c8ce", "leave": "#f0c233", "wish": "#f7e3a1"}
"""Colours of days without work."""

SIGNS = {"leave": "l", "wish": "w"}
"""Letters of days without work."""

MOST_ROSTERS = 3
MOST_SKILLS = 4
COMING_INCHES = 2.6
SAID_INCHES = 0.36
PAGE_INCHES = 7.6
ROW_INCHES = 0.17

ENDS = {"people_at_low": "#9db8e8", "people_at_high": "#3572d4"}
"""Colours of the ends of a range."""


def picture(result: Result) -> Figure:
    """Draw a headcount; what its result lacks is left out."""
    from matplotlib.figure import Figure

    teams = drawn.rosters(result)[:MOST_ROSTERS]
    sizes = [ROW_INCHES * len(team.lines) + 0.9 for team in teams]
    skills = dict(list(drawn.coming(result).items())[:MOST_SKILLS])
    told = [note for note in (drawn.answer(result), answer(result)) if note]
    below = SAID_INCHES * (len(told) - 1)
    height = PAGE_INCHES + sum(sizes) + below + (COMING_INCHES if skills else 0.0)
    figure = Figure(figsize=(11.0, height), facecolor="white")
    figure.text(
        0.015, 1 - 0.18 / height, result.plant, size=13, weight="bold", va="top"
    )
    said = "\n".join(textwrap.fill(sentence(note), 150) for note in told)
    figure.text(0.015, 1 - 0.48 / height, said, size=9, va="top")
    grid = figure.add_gridspec(
        2, 2, left=0.16, right=0.97, bottom=1 - (7.1 + below) / height,
        top=1 - (1.2 + below) / height,
        hspace=0.42, wspace=0.42,
    )  # fmt: skip
    top = 7.6 + below
    if skills:
        coming(figure, skills, top=top, height=height)
        top += COMING_INCHES
    for team, size in zip(teams, sizes, strict=True):
        place = (0.16, 1 - (top + size - 0.6) / height, 0.81, (size - 0.9) / height)
        _roster(figure.add_axes(place), team)
        top += size
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


def _roster(axes: Axes, team: drawn.Week) -> None:
    """Draw a roster: a row a person, a square a day, in the shift's colour."""
    signs = drawn.shift_letters(team.shifts)
    places = _rows(axes, list(team.lines))
    for place, line in zip(places, team.lines.values(), strict=True):
        for day, each in enumerate(line):
            if isinstance(each, int):
                shade, sign = SHADES[each % len(SHADES)], signs[each]
                ink = INK if each == 1 else "white"
            else:
                shade, sign, ink = OTHERS[each], SIGNS.get(each, ""), INK
            axes.barh(place, 0.94, left=day - 0.47, height=0.86, color=shade)
            axes.text(day, place, sign, ha="center", va="center", size=6, color=ink)
    ticks = [at for at, day in enumerate(team.days) if day.weekday() == 0 or at == 0]
    axes.set_xticks(ticks, [team.days[at].isoformat() for at in ticks])
    axes.set_xlim(-0.6, len(team.days) - 0.4)
    said = ", ".join(f"{s} {n}" for s, n in zip(signs, team.shifts, strict=True))
    numbers = {"roster": team.name, "first": team.days[0], "last": team.days[-1],
               "shifts": said}  # fmt: skip
    axes.set_title(sentence(Note("staff.roster.short", numbers)))
    axes.spines[["left", "bottom"]].set_visible(False)


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
    axes.xaxis.set_major_formatter(axis_number)
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
    axes.yaxis.set_major_formatter(axis_number)
    axes.legend(frameon=False, fontsize=6.5, ncols=4, loc="upper left")
    axes.set_title(word("staff.months"))


def _skills(axes: Axes, table: Table) -> None:
    rows = list(table.rows())
    names = [f"{row['skill']}".replace("_", " ") for row in rows]
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
                  color=SHADES[at % len(SHADES)], linewidth=0, label=shift)  # fmt: skip
        begins = [b + v for b, v in zip(begins, values, strict=True)]
    for place, total in zip(places, begins, strict=True):
        axes.text(total, place, f" {number(total, '1', 0)}", va="center", size=7)
    axes.set_xlim(0, max(begins) * 1.12)
    axes.xaxis.set_major_formatter(axis_number)
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
    axes.xaxis.set_major_formatter(axis_number)
    axes.tick_params(axis="y", labelsize=6)
    axes.set_title(word("staff.ledger"))
