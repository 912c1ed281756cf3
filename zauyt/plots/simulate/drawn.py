"""What is drawn of a simulation, as small tables: the first step of every picture.

The terminal, the static picture and the page are drawn from the same tables. A part
whose table the result lacks is ``None`` and is not drawn.
"""

from __future__ import annotations

import calendar
import datetime
from collections import Counter
from typing import Any

from zauyt.plots.states import LOOKS, state_of
from zauyt.results.column import Column
from zauyt.results.result import Figure, Note, Result, Table

MOST_STATIONS = 6
MOST_LOSSES = 14
LEVELS = ("shop", "line", "station")
UNSURE = Figure(None)


def answer(result: Result) -> Note:
    """Give the answer as one sentence: the target is met, missed, or undecided."""
    head = result.headline
    made = head["vehicles_per_year"]
    numbers: dict[str, Any] = {
        "vehicles": made.value,
        "low": made.low,
        "high": made.high,
        "bottleneck": head.get("bottleneck", UNSURE).value,
    }
    target = head.get("target")
    if target is None or target.value is None:
        return Note("simulate.answer.open", numbers)
    found = head["target_probability"]
    numbers |= {
        "target": target.value,
        "probability": found.value,
        "probability_low": found.low,
        "probability_high": found.high,
        "wanted": head["target_wanted"].value,
    }
    return Note(f"simulate.answer.{_verdict(result)}", numbers)


def _verdict(result: Result) -> str:
    """Give ``met``, ``missed`` or ``too_close_to_tell``, as the study proved it."""
    said = [n.key.removeprefix("target.") for n in result.notes if _is_verdict(n)]
    if said:
        return said[0]
    found = result.headline["target_probability"]
    wanted = result.headline["target_wanted"].value
    assert isinstance(wanted, float), "a wanted probability that is no number"
    if found.low is not None and found.low >= wanted:
        return "met"
    if found.high is not None and found.high < wanted:
        return "missed"
    return "too_close_to_tell"


def _is_verdict(note: Note) -> bool:
    return note.key in ("target.met", "target.missed", "target.too_close_to_tell")


def speeds(result: Result) -> Table | None:
    """Give the speed ladder: shops, their lines, and the slowest stations."""
    if "ladder" not in result.tables:
        return None
    rows = list(result.tables["ladder"].rows())
    kept = [row for row in rows if row["level"] in LEVELS[:2]]
    stations = [row for row in rows if row["level"] == LEVELS[2]]
    stations.sort(key=lambda row: row["jph_alone"])
    kept += stations[:MOST_STATIONS]
    kept.sort(key=lambda row: LEVELS.index(row["level"]))
    return _table(
        kept,
        Column("level", "", "shop, line or station", "text"),
        Column("name", "", "its name", "text"),
        Column("jph_alone", "1/h", "vehicles an hour if never held up", "number"),
        Column("jph_takt", "1/h", "vehicles an hour that the target asks", "number"),
        Column("availability", "share", "share of time not down", "number"),
    )


def losses(result: Result) -> Table | None:
    """Give the waterfall: what each bar spans, what it is, what its removal gains.

    Losses are below zero. The largest are bars of their own; those that remain are
    one bar that says how many they are.
    """
    if "waterfall" not in result.tables:
        return None
    rows = list(result.tables["waterfall"].rows())
    steps = [row for row in rows if row["kind"] in ("loss", "gain")]
    largest = sorted(steps, key=lambda row: -abs(row["vehicles_per_year"]))
    kept = [row for row in steps if row in largest[:MOST_LOSSES]]
    smaller = [row for row in steps if row not in kept]
    shown = [row for row in rows if row["kind"] == "ideal"] + kept
    if smaller:
        total = sum(row["vehicles_per_year"] for row in smaller)
        kind = "loss" if total < 0 else "gain"
        shown.append({"count": len(smaller), "vehicles_per_year": total, "kind": kind})
    shown += [row for row in rows if row["kind"] == "out"]
    spans: list[dict[str, Any]] = []
    level = 0.0
    for row in shown:
        is_whole = row["kind"] in ("ideal", "out")
        begin = 0.0 if is_whole else level
        level = begin + row["vehicles_per_year"]
        spans.append({"begin": begin, "end": level, "count": 1} | row)
    return _table(
        spans,
        Column("cause", "", "root cause; none for several together", "text"),
        Column("count", "1", "causes in this bar", "whole"),
        Column("kind", "", "ideal, loss, gain or out", "text"),
        Column("begin", "1", "vehicles a year at which the bar begins", "number"),
        Column("end", "1", "vehicles a year at which the bar ends", "number"),
        Column("gain", "1", "vehicles a year won without the cause", "number"),
    )


def states(result: Result, *, count: int = MOST_STATIONS) -> Table | None:
    """Give how the busiest stations spend the time they are open.

    A station is the busier the less it starves and is blocked.
    """
    if "stations" not in result.tables:
        return None
    table = result.tables["stations"]
    columns = [each.name for each in table.columns if each.unit == "share"]
    rows = []
    for row in table.rows():
        shares: Counter[str] = Counter()
        for column in columns:
            shares[state_of(column)] += row[column] or 0.0
        open_share = sum(shares.values()) - shares.pop("closed", 0.0)
        if open_share > 0:
            inside = {name: shares[name] / open_share for name in LOOKS}
            idle = inside["starved"] + inside["blocked"]
            rows.append({"place": f"{row['line']}.{row['station']}", "idle": idle})
            rows[-1] |= inside
    rows.sort(key=lambda row: row["idle"])
    return _table(
        rows[:count],
        Column("place", "", "line and station", "text"),
        *(
            Column(name, "share", f"share of its open time: {name}", "number")
            for name in LOOKS
            if name != "closed"
        ),
    )


def months(result: Result) -> Table | None:
    """Give vehicles month by month beside what the target asks of the days counted."""
    if "output_by_month" not in result.tables:
        return None
    target = result.headline.get("target", UNSURE).value
    rows = list(result.tables["output_by_month"].rows())
    days = _days_by_month(result)
    for row in rows:
        row["month"] = str(row["month"])[:7]
        counted = days.get(row["month"], _days_of(row["month"]))
        if isinstance(target, float | int):
            row["target"] = target * counted / 365
    return _table(
        rows,
        Column("month", "", "year and month", "text"),
        Column("vehicles", "1", "good vehicles, mean over runs", "number"),
        Column("low", "1", "lower bound", "number"),
        Column("high", "1", "upper bound", "number"),
        Column("target", "1", "the target's part of the month", "number"),
    )


def _days_by_month(result: Result) -> Counter[str]:
    if "output_by_day" not in result.tables:
        return Counter()
    table = result.tables["output_by_day"]
    date = next((c.name for c in table.columns if c.kind == "date"), None)
    return Counter(str(day)[:7] for day in table[date]) if date else Counter()


def _days_of(month: str) -> int:
    date = datetime.date.fromisoformat(f"{month}-01")
    return calendar.monthrange(date.year, date.month)[1]


def probabilities(result: Result) -> Table | None:
    """Give the probability of the target in both its readings."""
    readings = ("target_probability_chance_only", "target_probability")
    found = [(name, result.headline[name]) for name in readings if name in result.headline]
    if not found or all(figure.value is None for _, figure in found):
        return None
    return _table(
        [
            {"reading": name, "value": each.value, "low": each.low, "high": each.high}
            for name, each in found
        ],
        Column("reading", "", "figure of the headline", "text"),
        Column("value", "share", "probability of the target", "number"),
        Column("low", "share", "lower bound", "number"),
        Column("high", "share", "upper bound", "number"),
    )


def _table(rows: list[dict[str, Any]], *columns: Column) -> Table | None:
    """Give rows as a table; what a row lacks is not known; no rows are no table."""
    if not rows:
        return None
    return Table({c: [row.get(c.name) for row in rows] for c in columns})
