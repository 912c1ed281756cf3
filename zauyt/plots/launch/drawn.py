"""What is drawn of a launch, as small tables: the first step of every picture."""

from __future__ import annotations

import datetime

from zauyt.results.column import Column
from zauyt.results.result import Note, Result, Table, of_rows

GATE_HOLDS = 0.5
"""Share of runs with a gate overdue from which the gate is what limits a month."""

LINE_SPEED = "launch"
"""Cause of what is lost to conveyors that are not yet at their set speed."""


def answer(result: Result) -> list[Note]:
    """Give the answer as sentences: the plan, the rate, what takes most."""
    return [_plan(result), *_rate(result), *_limit(result)]


def _plan(result: Result) -> Note:
    """Say the tightest milestone: the one that the fewest runs keep."""
    if "milestones" not in result.tables:
        rows = list(result.tables["months"].rows())
        last = rows[-1]
        numbers = {
            "vehicles": last["so_far"], "p05": last["so_far_p05"],
            "p95": last["so_far_p95"], "months": len(rows),
        }  # fmt: skip
        return Note("launch.answer.open", numbers)
    rows = list(result.tables["milestones"].rows())
    tightest = min(rows, key=lambda row: (row["probability"], -row["wanted"]))
    whole = result.headline["plan_probability"]
    numbers = {
        "probability": whole.value, "low": whole.low, "high": whole.high,
        "milestone": plain(tightest["milestone"]), "wanted": tightest["wanted"],
        "vehicles": tightest["vehicles"], "p05": tightest["p05"],
        "p95": tightest["p95"], "kept": tightest["probability"],
    }  # fmt: skip
    key = "launch.answer.plan" if len(rows) > 1 else "launch.answer.milestone"
    if key == "launch.answer.milestone":
        del numbers["kept"]
    return Note(key, numbers)


def _rate(result: Result) -> list[Note]:
    head = result.headline
    if "rate" not in head:
        return []
    rate, share = head["rate"].value, head["rate_probability"].value
    half, likely = head["rate_half_by"].value, head["rate_likely_by"].value
    if half is None:
        return [Note("launch.answer.rate_seldom", {"rate": rate, "share": share})]
    if likely is None:
        numbers = {"rate": rate, "half": half, "share": share}
        return [Note("launch.answer.rate_half", numbers)]
    return [Note("launch.answer.rate", {"rate": rate, "half": half, "likely": likely})]


def _limit(result: Result) -> list[Note]:
    """Say what took most of the largest loss of a month, and in how many runs."""
    rows = [row for row in result.tables["limits"].rows() if row["cause"] != LINE_SPEED]
    if not rows:
        return []
    worst = max(rows, key=lambda row: row["vehicles"])
    numbers = {
        "cause": worst["cause"],
        "month": worst["month"].isoformat()[:7],
        "vehicles": worst["vehicles"],
        "low": worst["p05"],
        "high": worst["p95"],
    }
    return [Note("launch.answer.limit", numbers)]


def months(result: Result) -> Table:
    """Give the months with their band, and what held each back.

    ``limit`` is ``gate`` where one is overdue in half of the runs or more.
    """
    rows = []
    for row in result.tables["months"].rows():
        held = row["gate_waiting"] >= GATE_HOLDS
        by_speed = row["limit"] in (LINE_SPEED, None)
        rows.append(row | {"limit": "gate" if held and by_speed else row["limit"]})
    return of_rows(
        rows,
        Column("month", "", "first day of the month", "date"),
        Column("vehicles", "vehicles", "mean over runs", "number"),
        Column("p05", "vehicles", "5 % of runs are below", "number"),
        Column("p95", "vehicles", "95 % of runs are below", "number"),
        Column("at_rate", "vehicles", "at the rate asked for", "number"),
        Column("so_far", "vehicles", "since the start, mean over runs", "number"),
        Column("so_far_p05", "vehicles", "5 % of runs are below", "number"),
        Column("so_far_p95", "vehicles", "95 % of runs are below", "number"),
        Column("limit", "", "what took most, but for the calendar", "text"),
        Column("limit_vehicles", "vehicles", "what it took, mean over runs", "number"),
        Column("limit_share", "share", "runs in which it did", "number"),
        Column("gate_waiting", "share", "runs with a gate overdue", "number"),
    )


def models(result: Result) -> dict[str, list[float]]:
    """Give each model's vehicles by month, in the order in which they begin."""
    dates = list(result.tables["months"]["month"])
    found: dict[str, list[float]] = {}
    for row in result.tables["models"].rows():
        made = found.setdefault(row["model"], [0.0] * len(dates))
        made[dates.index(row["month"])] = row["vehicles"]
    return found


def promised(result: Result) -> list[tuple[datetime.date, datetime.date, float]]:
    """Give what is promised at the count point that is drawn: first, last, vehicles."""
    if "milestones" not in result.tables:
        return []
    rows = list(result.tables["milestones"].rows())
    return [
        (row["first"], row["last"], float(row["wanted"]))
        for row in rows
        if row["at_count_point"]
    ]


def plain(name: str) -> str:
    """Give a name of a file as words."""
    return name.replace("_", " ")
