"""What is drawn of a supply, as small tables: the first step of every picture."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from zauyt.results.column import Column
from zauyt.results.language import written
from zauyt.results.named import unit_label
from zauyt.results.result import Note, Result, Table, of_rows

MILLION = 1e6
MOST_MATERIALS = 8
WEEK = 7


def millions(value: float | None) -> str:
    """Show money in millions; an unknown amount as a dash."""
    if value is None or np.isnan(value):
        return "-"
    places = 0 if abs(value) >= 100 * MILLION else 1
    text = f"{value / MILLION:,.{places}f}"
    return written(text.lstrip("-") if float(text.replace(",", "")) == 0 else text)


def currency(result: Result) -> str:
    """Give the currency of the answer."""
    return result.headline["tied"].unit


def answer(result: Result) -> list[Note]:
    """Give the answer as sentences: as it is, and with the stocks found."""
    head = result.headline
    worst = head["worst"].value
    numbers: dict[str, Any] = {
        "whole": head["whole_days"].value,
        "wanted": result.options["service"],
        "stop": head["stop_probability"].value,
        "lost": head["lost"].value, "low": head["lost"].low, "high": head["lost"].high,
        "planned": head["planned"].value,
    }  # fmt: skip
    said = Note("supply.answer", numbers)
    if head["lost"].value and worst != "none":
        said = Note("supply.answer.worst", {**numbers, "worst": worst})
    unit = " " + unit_label(f"m {currency(result)}")
    best = Note("supply.answer.best", {
        "whole": head["unseen_whole_days"].value, "lost": head["best_lost"].value,
        "tied": _money(head["tied"].value) + unit,
        "best_tied": _money(head["best_tied"].value) + unit,
        "cost": _money(head["cost"].value) + unit,
        "best_cost": _money(head["best_cost"].value) + unit,
    })  # fmt: skip
    if "doubt_whole_days" not in head:
        return [said, best]
    doubted = Note("supply.answer.doubt", {
        "whole": head["doubt_whole_days"].value,
        "low": head["doubt_whole_days"].low, "high": head["doubt_whole_days"].high,
        "chance": head["service_probability"].value,
        "least": head["service_probability"].low,
        "most": head["service_probability"].high,
    })  # fmt: skip
    return [said, doubted, best]


def _money(value: Any) -> str:
    return millions(float(value))


def materials(result: Result) -> Table:
    """Give the materials that matter most: late vehicles first, then value."""
    levels = {row["material"]: row for row in result.tables["levels"].rows()}
    rows = sorted(
        result.tables["materials"].rows(), key=lambda row: (-row["late"], -row["value"])
    )
    told = [
        (row["material"], row["need"], row["lead_days"], row["cover_days"],
         row["cover_low_days"], row["safety_stock"],
         levels[row["material"]]["best_safety_stock"],
         levels[row["material"]]["best_days"], row["missing_chance"], row["late"])
        for row in rows
    ]  # fmt: skip
    return of_rows(
        told,
        Column("material", "", "kit or part", "text"),
        Column("need", "1", "pieces a workday", "number"),
        Column("lead_days", "d", "from order to arrival", "whole"),
        Column("cover_days", "d", "days that the stock lasts", "number"),
        Column("cover_low_days", "d", "least of them", "number"),
        Column("safety_stock", "1", "safety stock", "whole"),
        Column("best_safety_stock", "1", "safety stock found", "whole"),
        Column("best_days", "d", "days of need that it is", "number"),
        Column("missing_chance", "share", "runs in which it is missing", "number"),
        Column("late", "1", "vehicles late for want of it", "number"),
    )


def cover_by_week(result: Result) -> Table:
    """Give the least cover of each week and material, mean and low end."""
    table = result.tables["stock"]
    names = list(dict.fromkeys(table["material"]))
    size = (-1, len(names))
    mean = np.asarray(table["cover_days"]).reshape(size)
    low = np.asarray(table["cover_low_days"]).reshape(size)
    dates = list(table["date"])[:: len(names)]
    rows: list[tuple[datetime.date, str, float, float]] = []
    for number, name in enumerate(names):
        for begin in range(0, len(dates), WEEK):
            week = slice(begin, begin + WEEK)
            rows.append((dates[begin], name, float(mean[week, number].mean()),
                         float(low[week, number].min())))  # fmt: skip
    return of_rows(
        rows,
        Column("week", "", "first day of the week", "date"),
        Column("material", "", "kit or part", "text"),
        Column("cover_days", "d", "mean over the week", "number"),
        Column("cover_low_days", "d", "least of the week, low end", "number"),
    )


def containers(result: Result) -> Table:
    """Give containers that come by week and lane."""
    return of_rows(
        list(result.tables["weeks"].rows()),
        Column("week", "", "first day of the week", "date"),
        Column("lane", "", "lane", "text"),
        Column("came", "1", "containers that come", "number"),
        Column("came_low", "1", "low end", "number"),
        Column("came_high", "1", "high end", "number"),
        Column("wagons", "1", "wagons that leave", "number"),
    )


def money(result: Result) -> Table:
    """Give what is tied up and spent, as it is and with the stocks found."""
    unit = currency(result)
    return of_rows(
        list(result.tables["money"].rows()),
        Column("item", "", "what", "text"),
        Column("mean", unit, "as it is", "number"),
        Column("low", unit, "low end", "number"),
        Column("high", unit, "high end", "number"),
        Column("best", unit, "with the stocks found", "number"),
    )


def facts(result: Result, *, count: int = 6) -> list[dict[str, Any]]:
    """Give the numbers in doubt that vehicles late follow most closely."""
    if "ledger" not in result.tables:
        return []
    rows = list(result.tables["ledger"].rows())
    return [row for row in rows if row["correlation"] is not None][:count]


def disruptions(result: Result) -> list[dict[str, Any]]:
    """Give the disruptions, if they were tried."""
    if "disruptions" not in result.tables:
        return []
    return list(result.tables["disruptions"].rows())


def lanes(result: Result) -> list[dict[str, Any]]:
    """Give the lanes."""
    return list(result.tables["lanes"].rows())


def policies(result: Result) -> list[dict[str, Any]]:
    """Give what lacking something does by policy."""
    return list(result.tables["policies"].rows())
