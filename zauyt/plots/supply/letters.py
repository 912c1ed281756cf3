"""A supply as a planner reads it on a terminal, top down."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from zauyt.plots.supply import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import percent
from zauyt.results.result import Note, Result
from zauyt.results.text import clean, fit, sparkline

MOST_ROWS = 20
SPARK = 42


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a supply as text: answer, materials, ways, money, what may go wrong."""
    parts = [
        _head(result, width),
        _materials(result, width, ascii_only=ascii_only),
        _cover(result, width, ascii_only=ascii_only),
        _containers(result, width, ascii_only=ascii_only),
        _lanes(result, width, ascii_only=ascii_only),
        _money(result, width, ascii_only=ascii_only),
        _policies(result, width, ascii_only=ascii_only),
        _disruptions(result, width),
        _facts(result, width, ascii_only=ascii_only),
        _notes(result, width),
        "\n".join(textwrap.wrap(word("supply.more"), width)),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(result: Result, width: int) -> str:
    options = ", ".join(f"{n} {value}" for n, value in result.options.items())
    title = clean(f"{result.plant}: {result.study} ({options}, seed {result.seed})")
    said = " ".join(clean(sentence(each)) for each in drawn.answer(result))
    return "\n".join([*textwrap.wrap(title, width), "", *textwrap.wrap(said, width)])


def _table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], width: int, *,
    ascii_only: bool,
) -> str:  # fmt: skip
    """Set names at the left and figures at the right, each column as wide as needed."""
    sizes = [
        2 + max(len(each) for each in column)
        for column in zip(heads, *(row[1:] for row in rows), strict=True)
    ]
    room = max(width - sum(sizes), 12)
    lines = [
        fit(title, room, ascii_only=ascii_only)
        + "".join(head.rjust(size) for head, size in zip(heads, sizes, strict=True))
    ]
    for name, *cells in rows:
        lines.append(
            fit(f"  {name}".replace("_", " "), room, ascii_only=ascii_only)
            + "".join(c.rjust(size) for c, size in zip(cells, sizes, strict=True))
        )
    return "\n".join(line.rstrip() for line in lines)


def _materials(result: Result, width: int, *, ascii_only: bool) -> str:
    table = drawn.materials(result)
    rows = [
        (row["material"], f"{row['need']:,.0f}", f"{row['lead_days']}",
         f"{row['cover_days']:,.0f}", f"{row['cover_low_days']:,.0f}",
         f"{row['safety_stock']:,}", f"{row['best_safety_stock']:,}",
         f"{row['best_days']:,.1f}", percent(row["missing_chance"]),
         f"{row['late']:,.0f}")
        for row in table.head(MOST_ROWS).rows()
    ]  # fmt: skip
    heads = [word(f"supply.{key}") for key in
             ("need", "lead", "cover", "least", "safety", "best", "best_days",
              "missing", "late")]  # fmt: skip
    text = _table(word("supply.materials"), heads, rows, width, ascii_only=ascii_only)
    left = len(table) - len(rows)
    if left:
        text += "\n  " + sentence(Note("supply.others", {"count": left}))
    return text


def _cover(result: Result, width: int, *, ascii_only: bool) -> str:
    table = drawn.cover_by_week(result)
    order = list(drawn.materials(result)["material"])[: drawn.MOST_MATERIALS]
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in table.rows():
        by_name.setdefault(row["material"], []).append(row)
    rows = [
        (name,
         sparkline([each["cover_low_days"] for each in by_name[name]], SPARK,
                   ascii_only=ascii_only),
         f"{min(each['cover_low_days'] for each in by_name[name]):,.0f}",
         f"{max(each['cover_low_days'] for each in by_name[name]):,.0f}")
        for name in order
    ]  # fmt: skip
    heads = ["", word("supply.least"), word("supply.most")]
    return _table(word("supply.cover_weeks"), heads, rows, width, ascii_only=ascii_only)


def _containers(result: Result, width: int, *, ascii_only: bool) -> str:
    by_lane: dict[str, list[dict[str, Any]]] = {}
    for row in drawn.containers(result).rows():
        by_lane.setdefault(row["lane"], []).append(row)
    rows = []
    for name, each in by_lane.items():
        came = [row["came"] for row in each]
        if not any(came):
            continue
        high = max(row["came_high"] for row in each)
        loaded = [row["wagons"] for row in each if row["wagons"] is not None]
        wagons = f"{sum(loaded) / len(loaded):,.1f}" if loaded else "-"
        drawn_came = sparkline(came, SPARK, ascii_only=ascii_only)
        mean = f"{sum(came) / len(came):,.1f}"
        rows.append((name, drawn_came, mean, f"{high:,.0f}", wagons))
    heads = ["", word("supply.mean"), word("supply.high"), word("supply.wagons")]
    return _table(word("supply.containers"), heads, rows, width, ascii_only=ascii_only)


def _lanes(result: Result, width: int, *, ascii_only: bool) -> str:
    rows = [
        (f"{row['lane']} ({row['mode']})", f"{row['planned_days']}",
         _days(row["days"]), f"{_days(row['low_days'])}-{_days(row['high_days'])}",
         "-" if row["late_share"] is None else percent(row["late_share"]),
         drawn.millions(row["freight"]), drawn.millions(row["day_less"]))
        for row in drawn.lanes(result)
    ]  # fmt: skip
    heads = [word(f"supply.{key}") for key in
             ("planned", "days", "band", "later", "freight", "day_less")]  # fmt: skip
    return _table(word("supply.lanes"), heads, rows, width, ascii_only=ascii_only)


def _days(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"


def _money(result: Result, width: int, *, ascii_only: bool) -> str:
    rows = [
        (word(f"supply.item.{row['item']}"), drawn.millions(row["mean"]),
         drawn.millions(row["low"]), drawn.millions(row["high"]),
         drawn.millions(row["best"]))
        for row in drawn.money(result).rows()
    ]  # fmt: skip
    heads = [word(f"supply.{key}") for key in ("now", "low", "high", "at_best")]
    title = sentence(Note("supply.money", {"currency": drawn.currency(result)}))
    return _table(title, heads, rows, width, ascii_only=ascii_only)


def _policies(result: Result, width: int, *, ascii_only: bool) -> str:
    rows = [
        (word(f"supply.policy.{row['policy']}")
         + (f" ({word('supply.stated')})" if row["stated"] else ""),
         percent(row["whole_days"], 1), f"{row['late']:,.0f}", f"{row['lost']:,.0f}",
         f"{row['stopped_days']:,.1f}", f"{row['parked']:,.0f}")
        for row in drawn.policies(result)
    ]  # fmt: skip
    heads = [word(f"supply.{key}") for key in
             ("whole", "late", "lost", "stood", "parked")]  # fmt: skip
    return _table(word("supply.policies"), heads, rows, width, ascii_only=ascii_only)


def _disruptions(result: Result, width: int) -> str:
    lines = []
    for row in drawn.disruptions(result):
        said = [_disruption(row, drawn.currency(result)), *_bands(row)]
        lines += textwrap.wrap(
            clean(" ".join(sentence(note) for note in said)), width,
            initial_indent="  ", subsequent_indent="    ",
        )  # fmt: skip
    return "\n".join([word("supply.disruptions"), *lines]) if lines else ""


def _disruption(row: dict[str, Any], currency: str) -> Note:
    name = row["disruption"].replace("_", " ")
    numbers = {"name": name, "first": str(row["first"]), "days": row["days"],
               "carried": f"{drawn.millions(row['carried_by'])} m {currency}",
               "keeping": f"{drawn.millions(row['carried_cost'])} m"}  # fmt: skip
    if row["breaks"] is None or row["stood"] < 0.5:
        return Note("supply.disruption.none", numbers)
    return Note("supply.disruption", numbers | {
        "lost": row["lost"], "stood": row["stood"], "chance": row["chance"],
        "breaks": str(row["breaks"]), "material": row["material"],
        "recovers": str(row["recovers"]),
    })  # fmt: skip


def _bands(row: dict[str, Any]) -> list[Note]:
    """Give how far what a disruption does may go, and what the stocks found do."""
    found = []
    if row["stood_high"] >= 0.5:
        numbers = {"low": round(row["stood_low"]), "high": round(row["stood_high"]),
                   "best": round(row["best_stood"])}  # fmt: skip
        found.append(Note("supply.disruption.band", numbers))
    if row["doubt_stood"] is not None and row["doubt_high"] >= 0.5:
        numbers = {"stood": round(row["doubt_stood"]), "low": round(row["doubt_low"]),
                   "high": round(row["doubt_high"])}  # fmt: skip
        found.append(Note("supply.disruption.doubt", numbers))
    return found


def _facts(result: Result, width: int, *, ascii_only: bool) -> str:
    found = drawn.facts(result)
    rows = [
        (row["fact"], f"{row['correlation']:+.2f}", f"{row['low']:+.2f}",
         f"{row['high']:+.2f}")
        for row in found
    ]  # fmt: skip
    if not rows:
        return ""
    heads = [word(f"supply.{key}") for key in ("correlation", "low", "high")]
    return _table(word("supply.ledger"), heads, rows, width, ascii_only=ascii_only)


def _notes(result: Result, width: int) -> str:
    return "\n".join(
        line
        for note in result.notes
        for line in textwrap.wrap(
            clean(sentence(note)), width, initial_indent="- ", subsequent_indent="  "
        )
    )
