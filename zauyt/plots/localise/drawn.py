"""What is drawn of a roadmap, as small tables: the first step of every picture."""

from __future__ import annotations

import math
from typing import Any

from zauyt.results.column import BY_ROW, Column
from zauyt.results.language import written
from zauyt.results.named import unit_label
from zauyt.results.number import number
from zauyt.results.result import Note, Result, Table, of_rows

MILLION = 1e6
MOST_FACTS = 6


def money(value: float | None, *, places: int = 0) -> str:
    """Show money in millions; an unknown amount as a dash."""
    if value is None or math.isnan(value):
        return "-"
    text = f"{value / MILLION:,.{places}f}"
    return written(text.lstrip("-") if float(text.replace(",", "")) == 0 else text)


def content_text(value: float | None, unit: str) -> str:
    """Show content: a share in percent, points whole; nothing where there is none."""
    if value is None or math.isnan(value):
        return ""
    return number(value, unit, 1 if unit == "share" else 0)


def currency(result: Result) -> str:
    """Give the currency of the answer."""
    return result.headline["worth"].unit


def answer(result: Result) -> Note:
    """Give the answer as one sentence."""
    head = result.headline
    millions = " " + unit_label(f"m {currency(result)}")
    worth, low, high = head["worth"].value, head["worth"].low, head["worth"].high
    assert isinstance(worth, float), "a worth that is no number"
    spent = head["investment"].value
    assert isinstance(spent, float), "an investment that is no number"
    numbers: dict[str, Any] = {
        "parts": head["local_parts"].value,
        "year": str(result.tables["years"]["year"][-1]),
        "invested": money(spent) + millions,
        "worth": money(worth) + millions,
    }
    if low is None:
        return Note("localise.answer", numbers)
    numbers |= {"low": money(low), "high": money(high)}
    return Note("localise.answer.doubt", numbers)


def staircase(result: Result) -> Table:
    """Give content by rule and year, with what is wanted and with nothing from here."""
    keys = ("rule", "unit", "year", "content", "imported", "wanted")
    rows = [{key: row[key] for key in keys} for row in result.tables["content"].rows()]
    return of_rows(
        rows,
        Column("rule", "", "rule", "text"),
        Column("unit", "", "share or points", "text"),
        Column("year", "", "year", "whole"),
        Column("content", BY_ROW, "content of the year", "number"),
        Column("imported", BY_ROW, "content with every part imported", "number"),
        Column("wanted", BY_ROW, "committed content", "number"),
    )


def parts(result: Result) -> Table:
    """Give the parts made here: who, when decided, from when, what they are worth."""
    rows = list(result.tables["roadmap"].rows())
    return of_rows(
        rows,
        Column("part", "", "part", "text"),
        Column("candidate", "", "who makes it", "text"),
        Column("kind", "", "existing, cluster or new", "text"),
        Column("decided", "", "year of the decision", "whole"),
        Column("supply_from", "", "month of the first parts", "text"),
        Column("gain", currency(result), "saved a vehicle", "number"),
        Column("investment", currency(result), "tools and plant", "number"),
        Column("worth", currency(result), "present value", "number"),
        Column(
            "break_even_volume", "1", "vehicles a year from which it pays", "number"
        ),
    )


def frontier(result: Result) -> Table | None:
    """Give cost and cost of the next percent by content."""
    if "frontier" not in result.tables:
        return None
    return of_rows(
        list(result.tables["frontier"].rows()),
        Column("rule", "", "rule", "text"),
        Column("year", "", "year", "whole"),
        Column("unit", "", "share or points", "text"),
        Column("content", BY_ROW, "content", "number"),
        Column("cost", currency(result), "present value given up", "number"),
        Column("next_cost", currency(result), "of one more", "number"),
    )


def facts(result: Result, *, count: int = MOST_FACTS) -> Table | None:
    """Give the numbers in doubt that move the worth most."""
    if "ledger" not in result.tables:
        return None
    return of_rows(
        list(result.tables["ledger"].rows())[:count],
        Column("fact", "", "number, or fact that several share", "text"),
        Column("worth_at_low", currency(result), "worth at its low end", "number"),
        Column("worth_at_high", currency(result), "worth at its high end", "number"),
    )


def commitments(result: Result) -> list[dict[str, Any]]:
    """Give the commitments with what one more of each costs."""
    if "commitments" not in result.tables:
        return []
    return list(result.tables["commitments"].rows())
