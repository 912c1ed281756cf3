"""A roadmap as one page: content as a staircase, parts in time, cost, the doubt."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from zauyt.plots.localise import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import axis_number, axis_percent
from zauyt.results.result import Note, Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#343a46"
MARK = "#cf3a34"
LOOKS = (
    ("#3572d4", "-", "o"), ("#2f9e5f", "--", "s"), ("#8d6cc0", "-.", "^"),
    ("#c58a00", ":", "D"), ("#343a46", "-", "v"), ("#9db8e8", "--", "P"),
    ("#6b7280", "-.", "X"),
)  # fmt: skip
"""Colour, line and mark of each rule, so that they are told apart without colour."""

KINDS = {"existing": ("#2f9e5f", ""), "cluster": ("#3572d4", "///"),
         "new": ("#f0c233", "...")}  # fmt: skip


def picture(result: Result) -> Figure:
    """Draw a roadmap; what its result lacks is left out."""
    from matplotlib.figure import Figure

    parts = drawn.parts(result)
    height = max(7.6, 3.0 + 0.17 * len(parts))
    figure = Figure(figsize=(11.0, height), facecolor="white")
    figure.text(0.015, 1 - 0.2 / height, result.plant, size=13, weight="bold", va="top")
    said = sentence(drawn.answer(result))
    if result.reason is not None:
        said = f"{sentence(result.reason)} {said}"
    figure.text(0.015, 1 - 0.5 / height, textwrap.fill(said, 150), size=8.5, va="top")
    grid = figure.add_gridspec(
        2, 2, left=0.08, right=0.945, bottom=0.5 / height, top=1 - 1.35 / height,
        hspace=0.4, wspace=0.42,
    )  # fmt: skip
    _staircase(figure.add_subplot(grid[0, 0]), drawn.staircase(result))
    if len(parts):
        _parts(figure.add_subplot(grid[:, 1]), parts, result)
    cost = drawn.frontier(result)
    if cost is not None and len(cost) > 1:
        _frontier(figure.add_subplot(grid[1, 0]), cost, drawn.currency(result))
    return figure


def _staircase(axes: Axes, table: Table) -> None:
    """Draw content by year as stairs, each rule its own; commitments as thick bars."""
    rows = [row for row in table.rows() if row["unit"] == "share"]
    rules = list(dict.fromkeys(row["rule"] for row in rows))
    at_level = _sharing(rows)
    years = sorted({row["year"] for row in rows})
    for rule, (colour, line, mark) in zip(rules, LOOKS, strict=False):
        own = {row["year"]: row for row in rows if row["rule"] == rule}
        values = [own[year]["content"] * 100 for year in years]
        axes.step(years, values, where="mid", color=colour, ls=line, lw=1.4)
        axes.plot(years, values, ls="", marker=mark, ms=4, color=colour,
                  label=rule.replace("_", " "))  # fmt: skip
        wanted = {
            y: r["wanted"] * 100 for y, r in own.items() if r["wanted"] is not None
        }
        for year, level in wanted.items():
            sharing = at_level[year, level]
            place = sharing.index(rule) / len(sharing)
            begin, wide = year - 0.5 + place, 1 / len(sharing)
            axes.plot([begin, begin + wide], [level, level], color=colour, lw=3,
                      alpha=0.45, solid_capstyle="butt")  # fmt: skip
            if year == min(wanted) and rule == sharing[0]:
                axes.annotate(word("localise.wanted"), (year - 0.45, level + 1), size=6,
                              color=INK if len(sharing) > 1 else colour)  # fmt: skip
    axes.set_xticks(years)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(axis_percent)
    axes.legend(frameon=False, fontsize=6.5, loc="upper center", ncols=3,
                bbox_to_anchor=(0.5, -0.08))  # fmt: skip
    axes.set_title(word("localise.content"))


def _sharing(rows: list[dict[str, Any]]) -> dict[tuple[int, float], list[str]]:
    """Give the rules that want the same in a year: each has its share of the bar."""
    found: dict[tuple[int, float], list[str]] = {}
    for row in rows:
        if row["wanted"] is not None:
            found.setdefault((row["year"], row["wanted"] * 100), []).append(row["rule"])
    return found


def _parts(axes: Axes, table: Table, result: Result) -> None:
    """Draw each part: from the decision thin, from the first parts on thick."""
    rows = list(table.rows())
    last = int(result.tables["years"]["year"][-1]) + 1
    names = [textwrap.shorten(f"{r['part']}: {r['candidate']}".replace("_", " "), 34,
                              placeholder="…") for r in rows]  # fmt: skip
    axes.set_yticks(range(len(rows)), names, size=6.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    seen: set[str] = set()
    for place, row in enumerate(rows):
        begin = _since(row["supply_from"])
        colour, hatch = KINDS[row["kind"]]
        axes.plot([row["decided"], begin], [place, place], color=INK, lw=0.8)
        label: dict[str, Any] = {} if row["kind"] in seen else {"label": row["kind"]}
        seen.add(row["kind"])
        axes.barh(place, max(last - begin, 0.0), left=begin, height=0.62, color=colour,
                  hatch=hatch, edgecolor="white", linewidth=0, **label)  # fmt: skip
        axes.text(last, place, f" {drawn.money(row['worth'])}", va="center", size=6)
    axes.set_xlim(min(row["decided"] for row in rows), last)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
    axes.legend(frameon=False, fontsize=6.5, ncols=3, loc="upper center",
                bbox_to_anchor=(0.5, -0.03))  # fmt: skip
    money = f"{word('localise.worth')}, m {drawn.currency(result)}"
    axes.set_title(f"{word('localise.roadmap')} ({money})")


def _since(month: str) -> float:
    """Give a month like 2027-04 as a point in time."""
    year, number = month.split("-")
    return int(year) + (int(number) - 1) / 12


def _frontier(axes: Axes, table: Table, currency: str) -> None:
    rows = list(table.rows())
    scale = 100 if rows[0]["unit"] == "share" else 1
    axes.plot([row["content"] * scale for row in rows],
              [row["cost"] / drawn.MILLION for row in rows],
              color=MARK, marker="o", ms=3.5, lw=1.4)  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(axis_number)
    axes.xaxis.set_major_formatter(axis_percent if scale == 100 else axis_number)
    axes.set_ylabel(f"m {currency}")
    numbers = {"rule": rows[0]["rule"], "year": str(rows[0]["year"])}
    said = sentence(Note("localise.frontier", numbers))
    axes.set_title(textwrap.fill(said, 60))
