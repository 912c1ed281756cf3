"""What is drawn of a simulation, as small tables: the first step of every picture.

The terminal, the static picture and the page are drawn from the same tables. A part
whose table the result lacks is ``None`` and is not drawn.
"""

from __future__ import annotations

import calendar
import datetime
import math
from collections import Counter
from typing import Any

from zauyt.plots.states import LOOKS, state_of
from zauyt.results.column import Column
from zauyt.results.result import Figure, Note, Result, Table

MOST_STATIONS = 6
MOST_LOSSES = 14
MOST_ROWS = 5
LEVELS = ("shop", "line", "station")
UNSURE = Figure(None)


NOTHING = "simulate.none."
"""Notes that say why no vehicle comes out; one of them is the answer."""


def answer(result: Result) -> Note:
    """Give the answer as one sentence: the target is met, missed, or undecided.

    Where no vehicle comes out at all, the sentence says why.
    """
    for note in result.notes:
        if note.key.startswith(NOTHING):
            return note
    head = result.headline
    made = head["vehicles_per_year"]
    numbers: dict[str, Any] = {
        "vehicles": made.value,
        "low": made.low,
        "high": made.high,
        "bottleneck": head.get("bottleneck", UNSURE).value,
    }
    found = head.get("target_probability")
    if found is None:
        return Note("simulate.answer.open", numbers)
    numbers |= {
        "probability": found.value,
        "probability_low": found.low,
        "probability_high": found.high,
    }
    if "target" not in head:
        return Note("simulate.answer.likely", numbers)
    numbers |= {"target": head["target"].value, "wanted": head["target_wanted"].value}
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


def speeds(
    result: Result, *, lines: int | None = None, rungs: int | None = None
) -> Table | None:
    """Give the speed ladder: shops, each with its lines, then the slowest stations.

    What has least to spare over its takt comes first. At most ``lines`` of each shop
    are given, none of a shop that is one line, and stations only up to ``rungs`` rows
    in all.
    """
    if "ladder" not in result.tables:
        return None
    rows = list(result.tables["ladder"].rows())
    kept = []
    for shop in (row for row in rows if row["level"] == "shop"):
        of_shop = [
            row
            for row in rows
            if row["level"] == "line" and row["shop"] == shop["name"]
        ]
        if lines is not None and len(of_shop) == 1:
            of_shop = []
        kept += [shop, *sorted(of_shop, key=_slack)[:lines]]
    stations = [row for row in rows if row["level"] == "station"]
    room = MOST_STATIONS if rungs is None else min(MOST_STATIONS, rungs - len(kept))
    kept += sorted(stations, key=_slack)[: max(room, 0)]
    return _table(
        kept,
        Column("level", "", "shop, line or station", "text"),
        Column("name", "", "its name", "text"),
        Column("jph_alone", "1/h", "vehicles an hour if never held up", "number"),
        Column("jph_takt", "1/h", "vehicles an hour that the target asks", "number"),
        Column("availability", "share", "share of time not down", "number"),
    )


def _slack(row: dict[str, Any]) -> tuple[float, float]:
    """Give how much faster than its takt something is; without a takt, how fast."""
    alone, takt = row["jph_alone"] or 0.0, row["jph_takt"]
    if takt is None:
        return alone, 0.0
    # What the target asks nothing of, such as rework, comes last.
    return (alone / takt, alone) if takt > 0 else (math.inf, alone)


def losses(result: Result, *, count: int = MOST_LOSSES) -> Table | None:
    """Give the waterfall: what each bar spans, and what it is.

    The result counts vehicles lost, so that a gain is below zero; bars go the other
    way. The largest are bars of their own; those that remain are one bar that says
    how many they are.
    """
    if "waterfall" not in result.tables:
        return None
    rows = list(result.tables["waterfall"].rows())
    steps = [row for row in rows if row["kind"] in ("loss", "gain")]
    largest = sorted(steps, key=lambda row: -abs(row["vehicles_per_year"]))
    kept = [row for row in steps if row in largest[:count]]
    smaller = [row for row in steps if row not in kept]
    shown = [row for row in rows if row["kind"] == "ideal"]
    shown += [row for row in kept if row["kind"] == "loss"]
    if len(smaller) == 1:
        shown += smaller
    elif smaller:
        total = sum(row["vehicles_per_year"] for row in smaller)
        kind = "loss" if total >= 0 else "gain"
        shown.append({"count": len(smaller), "vehicles_per_year": total, "kind": kind})
    shown += [row for row in kept if row["kind"] == "gain"]
    shown += [row for row in rows if row["kind"] == "out"]
    return _table(
        _spans(shown),
        Column("cause", "", "root cause; none for several together", "text"),
        Column("count", "1", "causes in this bar", "whole"),
        Column("kind", "", "ideal, loss, gain or out", "text"),
        Column("begin", "1", "vehicles a year at which the bar begins", "number"),
        Column("end", "1", "vehicles a year at which the bar ends", "number"),
        Column("without", "1", "made more without the cause", "number"),
        Column("without_low", "1", "its lower bound", "number"),
        Column("without_high", "1", "its upper bound", "number"),
    )


def _spans(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give rows of the waterfall with where each bar begins and ends."""
    spans: list[dict[str, Any]] = []
    level = 0.0
    for row in rows:
        if row["kind"] in ("ideal", "out"):
            begin, level = 0.0, row["vehicles_per_year"]
        else:
            begin, level = level, level - row["vehicles_per_year"]
        spans.append({"count": 1} | row | {"begin": begin, "end": level})
    return spans


def states(result: Result, *, count: int = MOST_STATIONS) -> Table | None:
    """Give how the busiest stations spend the time they are open.

    A station is the busier the less it starves and is blocked.
    """
    if "stations" not in result.tables:
        return None
    table = result.tables["stations"]
    state_by_column = {
        each.name: state for each in table.columns if (state := state_of(each.name))
    }
    rows = []
    for row in table.rows():
        shares = dict.fromkeys(LOOKS, 0.0)
        for column, state in state_by_column.items():
            shares[state] += row[column] or 0.0
        open_share = sum(shares.values()) - shares["closed"]
        if open_share > 0:
            inside = {name: shares[name] / open_share for name in LOOKS}
            idle = inside["starved"] + inside["blocked"]
            rows.append({"place": row["station"], "idle": idle} | inside)
    rows.sort(key=lambda row: row["idle"])
    return _table(
        rows[:count],
        Column("place", "", "station", "text"),
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
        Column("p05", "1", "5 % of runs are below", "number"),
        Column("p95", "1", "95 % of runs are below", "number"),
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
    head = result.headline
    made_with_doubt = head.get("vehicles_per_year_with_doubt")
    readings = [
        ("target_probability_chance_only", head.get("vehicles_per_year")),
        ("target_probability", made_with_doubt or head.get("vehicles_per_year")),
    ]
    return _table(
        [
            {
                "reading": name,
                "value": head[name].value,
                "low": head[name].low,
                "high": head[name].high,
                "vehicles_per_year": (made or UNSURE).value,
            }
            for name, made in readings
            if name in head
        ],
        Column("reading", "", "figure of the headline", "text"),
        Column("value", "share", "probability of the target", "number"),
        Column("low", "share", "lower bound", "number"),
        Column("high", "share", "upper bound", "number"),
        Column("vehicles_per_year", "1", "mean of the runs of this reading", "number"),
    )


def doubts(result: Result, *, count: int = MOST_ROWS) -> Table | None:
    """Give the numbers in doubt that move the answer most, as far as that is clear."""
    if "ledger" not in result.tables:
        return None
    rows = [
        row | {"path": row["shared"] or row["path"]}
        for row in result.tables["ledger"].rows()
        if row["difference_low"] is not None
        and row["difference_low"] * row["difference_high"] > 0
    ]
    return _table(
        rows[:count],
        Column("path", "", "number in the plant file, or what shares it", "text"),
        Column("value", "as stated", "its value", "number"),
        Column("low", "as stated", "5 % point", "number"),
        Column("high", "as stated", "95 % point", "number"),
        Column("vehicles_at_low", "1", "vehicles a year at its low end", "number"),
        Column("vehicles_at_high", "1", "vehicles a year at its high end", "number"),
        Column("difference", "1", "high less low", "number"),
        Column("difference_low", "1", "its lower bound", "number"),
        Column("difference_high", "1", "its upper bound", "number"),
    )


def places(result: Result, *, count: int = MOST_ROWS) -> Table | None:
    """Give what one more place or carrier is worth, where that is clear."""
    if "value_of_places" not in result.tables:
        return None
    return _table(
        [
            row
            for row in result.tables["value_of_places"].rows()
            if row["low"] is not None and row["low"] > 0
        ][:count],
        Column("what", "", "place or carrier", "text"),
        Column("name", "", "buffer, station behind the place, or carrier", "text"),
        Column("vehicles_per_year", "1", "gained by one more", "number"),
        Column("low", "1", "its lower bound", "number"),
        Column("high", "1", "its upper bound", "number"),
    )


def values(result: Result, *, count: int = MOST_ROWS) -> Table | None:
    """Give what one step better is worth at the stations where it is worth most."""
    if "value" not in result.tables:
        return None
    return _table(
        list(result.tables["value"].head(count).rows()),
        Column("station", "", "station", "text"),
        Column("per_second_of_cycle", "1", "for one second less", "number"),
        Column("per_stop_avoided", "1", "for one stop a year less", "number"),
        Column("per_minute_of_repair", "1", "for a minute less of MTTR", "number"),
    )


def _table(rows: list[dict[str, Any]], *columns: Column) -> Table | None:
    """Give rows as a table; what a row lacks is not known; no rows are no table."""
    if not rows:
        return None
    return Table({c: [row.get(c.name) for row in rows] for c in columns})
