"""What is drawn of a plan, as small tables: the first step of every picture."""

from __future__ import annotations

import math
from typing import Any

from zauyt.results.column import Column
from zauyt.results.language import sentence
from zauyt.results.result import Note, Result, Table, of_rows

MOST_REASONS = 8
MOST_FACTS = 8
MOST_PLANTS = 7
"""Plants with a colour of their own; the others are taken together."""


def answer(result: Result) -> list[Note]:
    """Give the answer: vehicles, exports, profit, people; what is not met, and why."""
    head = result.headline
    months = list(dict.fromkeys(result.tables["months"]["month"]))
    profit = head["profit"]
    numbers: dict[str, Any] = {
        "made": math.fsum(result.tables["months"]["made"]),
        "first": months[0],
        "last": months[-1],
        "exported": head["exported"].value,
        "profit": profit.value,
        "unit": profit.unit,
        "people": head["people_last"].value,
    }
    notes = [Note("plan.answer", numbers)]
    if len(result.tables["scenarios"]) > 1:
        ends = {"low": profit.low, "high": profit.high}
        notes = [Note("plan.answer.range", numbers | ends)]
    if "profit_with_doubt" in head:
        doubt = head["profit_with_doubt"]
        band = {"low": doubt.low, "high": doubt.high, "unit": doubt.unit}
        notes.append(Note("plan.answer.doubt", band))
    found = reasons(result, count=1)
    if not len(found):
        return [*notes, Note("plan.answer.met")]
    first = next(found.rows())
    name = first["name"].replace("_", " ")
    said = sentence(Note(*reason_note(first["reason"], name)))
    missing = {"unmet": head["unmet"].value, "reason": said}
    return [*notes, Note("plan.answer.unmet", missing)]


def reason_note(reason: str, name: str) -> tuple[str, dict[str, str]]:
    """Give the key and the numbers of a reason."""
    numbers = {} if reason == "not_promised" else {"name": name}
    return f"plan.reason.{reason}", numbers


def reasons(result: Result, *, count: int = MOST_REASONS) -> Table:
    """Give what holds most demand back, over all models, markets and years."""
    found: dict[tuple[str, str], float] = {}
    for row in result.tables["unmet"].rows():
        key = (row["reason"], row["name"])
        found[key] = found.get(key, 0.0) + row["vehicles"]
    rows = sorted(((*key, value) for key, value in found.items()),
                  key=lambda row: (-row[2], row[:2]))[:count]  # fmt: skip
    return of_rows(
        [dict(zip(("reason", "name", "vehicles"), row, strict=True)) for row in rows],
        Column("reason", "", "what holds it back", "text"),
        Column("name", "", "where", "text"),
        Column("vehicles", "1", "vehicles not sold", "number"),
    )


def facts(result: Result) -> Table | None:
    """Give the numbers in doubt that move the profit most."""
    if "ledger" not in result.tables:
        return None
    unit = result.headline["profit"].unit
    return of_rows(
        list(result.tables["ledger"].rows())[:MOST_FACTS],
        Column("fact", "", "number, or fact that several share", "text"),
        Column("profit_at_low", unit, "profit at its low end", "number"),
        Column("profit_at_high", unit, "profit at its high end", "number"),
    )


def plants(result: Result) -> Table:
    """Give what each plant makes by year, and in the last how far it is used."""
    rows = list(result.tables["plants"].rows())
    years = list(dict.fromkeys(row["year"] for row in rows))
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        own = found.setdefault(row["plant"], {"plant": row["plant"]})
        own[f"made_{row['year']}"] = row["made"]
        own["used_share"], own["people"] = row["used_share"], row["people"]
    return of_rows(
        list(found.values()),
        Column("plant", "", "plant", "text"),
        *(Column(f"made_{y}", "1", f"vehicles made in {y}", "number") for y in years),
        Column("used_share", "share", "use of its capacity in the last year", "number"),
        Column("people", "1", "people in the last year", "number"),
    )


def markets(result: Result) -> Table:
    """Give what each market takes by year, and what is not met in all."""
    rows = list(result.tables["markets"].rows())
    years = list(dict.fromkeys(row["year"] for row in rows))
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        blank = {f"sold_{year}": 0.0 for year in years} | {"unmet": 0.0}
        own = found.setdefault(row["market"], {"market": row["market"]} | blank)
        own[f"sold_{row['year']}"] += row["sold"]
        own["unmet"] += row["unmet"]
    return of_rows(
        list(found.values()),
        Column("market", "", "market", "text"),
        *(Column(f"sold_{y}", "1", f"vehicles sold in {y}", "number") for y in years),
        Column(
            "unmet", "1", "vehicles not sold at the full price, all years", "number"
        ),
    )


def months(result: Result) -> Table:
    """Give what is made by month and plant; small plants together, last."""
    rows = list(result.tables["months"].rows())
    totals: dict[str, float] = {}
    for row in rows:
        totals[row["plant"]] = totals.get(row["plant"], 0.0) + row["made"]
    order = sorted(totals, key=lambda name: (-totals[name], name))
    own = order if len(order) <= MOST_PLANTS else order[: MOST_PLANTS - 1]
    found: dict[tuple[str, str], float] = {}
    for row in rows:
        key = (row["month"], row["plant"] if row["plant"] in own else "")
        found[key] = found.get(key, 0.0) + row["made"]
    return of_rows(
        [{"month": m, "plant": p, "made": value} for (m, p), value in found.items()],
        Column("month", "", "month", "text"),
        Column("plant", "", "plant; empty for all others", "text"),
        Column("made", "1", "vehicles made, mean over scenarios", "number"),
    )


def flows(result: Result) -> Table:
    """Give the vehicles from each plant to each market, mean over scenarios."""
    chance = {
        row["scenario"]: row["probability"] for row in result.tables["scenarios"].rows()
    }
    found: dict[tuple[str, str], float] = {}
    for row in result.tables["sent"].rows():
        key = (row["plant"], row["market"])
        found[key] = found.get(key, 0.0) + chance[row["scenario"]] * row["vehicles"]
    return of_rows(
        [{"plant": p, "market": k, "vehicles": v} for (p, k), v in found.items()],
        Column("plant", "", "plant", "text"),
        Column("market", "", "market", "text"),
        Column("vehicles", "1", "vehicles in all months", "number"),
    )


def kits(result: Result) -> Table:
    """Give the kits from each supplier to each plant; no row without suppliers."""
    found: dict[tuple[str, str], float] = {}
    for row in result.tables["kits"].rows() if "kits" in result.tables else ():
        key = (row["supplier"], row["plant"])
        found[key] = found.get(key, 0.0) + row["kits"]
    return of_rows(
        [{"supplier": s, "plant": p, "kits": v} for (s, p), v in found.items()],
        Column("supplier", "", "supplier", "text"),
        Column("plant", "", "plant", "text"),
        Column("kits", "1", "kits in all months", "number"),
    )


def places(result: Result) -> Table | None:
    """Give plants and markets with their place on the map, if all of it is known."""
    if "places" not in result.tables:
        return None
    rows = list(result.tables["places"].rows())
    return of_rows(
        rows,
        Column("kind", "", "plant or market", "text"),
        Column("name", "", "plant or market", "text"),
        Column("place", "", "town", "text"),
        Column("latitude", "1", "degrees north", "number"),
        Column("longitude", "1", "degrees east", "number"),
    )
