"""What is drawn of a plant's money, as small tables: first step of every picture."""

from __future__ import annotations

from typing import Any

from zauyt.results.column import Column
from zauyt.results.language import written
from zauyt.results.named import unit_label
from zauyt.results.number import percent
from zauyt.results.result import Note, Result, Table, of_rows

MILLION, BILLION = 1e6, 1e9
STATED = "as_stated"
"""The scenario that is none."""
MOST_FACTS = 8
SHOWN_COSTS = ("kits", "freight", "duty", "handling", "parts", "services", "pay",
               "upkeep")  # fmt: skip


def currency(result: Result) -> str:
    """Give the currency of the answer."""
    return result.headline["npv"].unit


def billions(value: float) -> str:
    """Show money in billions; what rounds to nothing without a sign."""
    text = f"{value / BILLION:,.1f}"
    return written(text.lstrip("-") if float(text.replace(",", "")) == 0 else text)


def answer(result: Result) -> list[Note]:
    """Give the answer as sentences: worth, rate, payback, break-even, the doubt."""
    head = result.headline
    unit = " " + unit_label(f"bn {currency(result)}")
    npv = head["npv"]
    assert isinstance(npv.value, float), "a worth that is no number"
    numbers: dict[str, Any] = {"npv": billions(npv.value) + unit}
    told = []
    if npv.low is None or npv.high is None:
        told.append(Note("finance.answer", numbers))
    else:
        numbers |= {"low": billions(npv.low), "high": billions(npv.high),
                    "chance": head["npv_chance"].value}  # fmt: skip
        told.append(Note("finance.answer.doubt", numbers))
    told += [_rate(result), _back(result), _even(result)]
    return told


def _rate(result: Result) -> Note:
    """Say the rate of return, that there is none, or that there are several."""
    rates = [row["rate"] for row in result.tables["rates"].rows()]
    if len(rates) == 1:
        return Note("finance.irr", {"rate": rates[0]})
    if not rates:
        return Note("finance.rates.none")
    said = [percent(rate, 1) for rate in rates]
    return Note("finance.rates.several", {"rates": said})


def _back(result: Result) -> Note:
    years = result.headline["payback_years"].value
    if years is None:
        return Note("finance.never")
    assert isinstance(years, float), "years that are no number"
    first = int(result.tables["years"]["year"][0])
    return Note("finance.payback", {"years": years, "year": str(int(first + years))})


def _even(result: Result) -> Note:
    rows = {row["what"]: row for row in result.tables["break_even"].rows()}
    vehicles = rows["npv"]["vehicles"]
    if vehicles is None:
        return Note("finance.no_even")
    return Note("finance.even", {
        "vehicles": vehicles, "share": rows["npv"]["of_planned"],
    })  # fmt: skip


def years(result: Result) -> Table:
    """Give the main lines by year, in billions."""
    rows = []
    for row in result.tables["years"].rows():
        costs = sum(row[name] for name in SHOWN_COSTS)
        other = row["support"] - row["repaid"] - row["binding"] + row["left"]
        rows.append(
            (row["year"], row["vehicles"], row["revenue"] / BILLION, -costs / BILLION,
             -row["capital"] / BILLION, -row["tax"] / BILLION, other / BILLION,
             row["flow"] / BILLION, row["so_far"] / BILLION)
        )  # fmt: skip
    unit = f"bn {currency(result)}"
    return of_rows(
        rows,
        Column("year", "", "year", "whole"),
        Column("vehicles", "1", "vehicles", "number"),
        Column("revenue", unit, "revenue", "number"),
        Column("running", unit, "what running costs", "number"),
        Column("capital", unit, "what is bought once", "number"),
        Column("tax", unit, "profit tax", "number"),
        Column("other", unit, "support, working capital, what is left", "number"),
        Column("flow", unit, "money in less money out", "number"),
        Column("so_far", unit, "flows so far", "number"),
    )


def waterfall(result: Result) -> list[dict[str, Any]]:
    """Give the steps of a vehicle's price that are not nothing, in millions."""
    return [
        {"step": row["step"], "amount": row["amount"] / MILLION}
        for row in result.tables["waterfall"].rows()
        if row["amount"] or row["step"] == "left"
    ]


def facts(result: Result, *, count: int = MOST_FACTS) -> list[dict[str, Any]]:
    """Give the numbers in doubt that move the worth most."""
    if "ledger" not in result.tables:
        return []
    return list(result.tables["ledger"].rows())[:count]


def scenarios(result: Result) -> list[dict[str, Any]]:
    """Give the scenarios' worth."""
    return list(result.tables["scenarios"].rows())


def models(result: Result) -> list[dict[str, Any]]:
    """Give what each model costs and brings."""
    return list(result.tables["models"].rows())
