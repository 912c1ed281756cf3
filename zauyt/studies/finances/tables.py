"""The plant's money as tables: years, months, a vehicle's price, models, scenarios."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Any

from zauyt.plant.finance import Scenario
from zauyt.plant.money import in_account
from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Table, of_rows
from zauyt.studies.finances.accounts import (
    COSTS,
    OF_KIT,
    Accounts,
    accounts,
    at_gate,
    buyers_price,
    mean_factor,
    shares,
)
from zauyt.studies.finances.doubted import Drawn, Moved
from zauyt.studies.finances.judged import (
    Worth,
    break_even_factor,
    judged,
    year_break_even,
)

STATED = "as_stated"


@dataclass(frozen=True)
class Answer:
    """What was found, and all that it was found from."""

    plant: Plant
    everything: bool
    case: Scenario
    found: Accounts
    worth: Worth
    drawn: tuple[Drawn, ...]
    moved: tuple[Moved, ...]

    @property
    def currency(self) -> str:
        """Give the currency of answers."""
        assert self.plant.money is not None
        return self.plant.money.currency

    @property
    def at(self) -> int:
        """Give the year of a vehicle's price: the last whose volume is stated."""
        last = max(int(year) for year in self.plant.volumes)
        return min(self.found.years.index(last), len(self.found.years) - 1)


def every_table(answer: Answer) -> dict[str, Table]:
    """Give all tables."""
    found = {
        "years": _years(answer),
        "months": _months(answer),
        "capital": _capital(answer),
        "waterfall": _waterfall(answer),
        "markets": _markets(answer),
        "models": _models(answer),
        "scenarios": _scenarios(answer),
        "break_even": _break_even(answer),
        "rates": _rates(answer),
    }
    found["runs"] = _runs(answer)
    if answer.drawn:
        found["ledger"] = _ledger(answer)
    return found


def _years(answer: Answer) -> Table:
    got, money = answer.found, answer.currency
    lines: dict[str, Any] = {
        "revenue": (got.revenue, "what vehicles bring at the gate"),
        **{name: (got.costs[name], f"cost: {name}") for name in COSTS},
        "capital": (got.capital, "paid for what is bought once"),
        "depreciation": (got.depreciation, "wear; no money"),
        "support": (got.support, "incentives had"),
        "repaid": (got.repaid, "incentives paid back"),
        "tax": (got.tax, "profit tax, less what is forgiven"),
        "binding": (got.binding, "put into working capital"),
        "left": (got.left, "capital sold and working capital freed at the end"),
        "flow": (got.flow, "money in less money out"),
    }
    columns = {
        Column("year", "", "year", "whole"): list(got.years),
        Column("vehicles", "1", "vehicles made", "number"): list(got.vehicles),
    }
    for name, (values, meaning) in lines.items():
        columns[Column(name, money, meaning, "number")] = [float(v) for v in values]
    total = 0.0
    sums = []
    for value in got.flow:
        total += float(value)
        sums.append(total)
    columns[Column("so_far", money, "flows so far", "number")] = sums
    return Table(columns)


def _months(answer: Answer) -> Table:
    first = answer.found.years[0]
    rows, total = [], 0.0
    for at, flow in enumerate(answer.found.months):
        total += float(flow)
        day = datetime.date(first + at // 12, at % 12 + 1, 1)
        rows.append((day, float(flow), total))
    return of_rows(
        rows,
        Column("month", "", "first day of the month", "date"),
        Column("flow", answer.currency, "money in less money out", "number"),
        Column("so_far", answer.currency, "flows so far", "number"),
    )


def _capital(answer: Answer) -> Table:
    finance, money = answer.plant.finance, answer.plant.money
    assert finance is not None
    assert money is not None
    rows = []
    for name, each in finance.capital.items():
        amount = in_account(money, each.amount, each.currency)
        for at, year in enumerate(answer.found.years):
            age = answer.found.years[at] - each.use_from
            worn = 0.0
            if age >= 0:
                worn = amount * max(0.0, min(1.0, each.life_years - age))
                worn /= each.life_years
            paid = amount * each.years.get(str(year), 0.0)
            if paid or worn:
                rows.append((name, year, paid, worn))
    return of_rows(
        rows,
        Column("item", "", "what is bought", "text"),
        Column("year", "", "year", "whole"),
        Column("paid", answer.currency, "money paid", "number"),
        Column("depreciation", answer.currency, "wear", "number"),
    )


def _waterfall(answer: Answer) -> Table:
    """Give a vehicle's way from its buyer's price to what is left of it."""
    plant, got, at = answer.plant, answer.found, answer.at
    finance, money = plant.finance, plant.money
    assert finance is not None
    assert money is not None
    weights = shares({name: each.share for name, each in finance.markets.items()})
    factor = mean_factor(finance, "price_factor")
    lines = dict.fromkeys(
        ("price", "dealers", "sales_tax", "fees", "duty_abroad", "transport"), 0.0
    )
    for name, each in finance.markets.items():
        price = factor * buyers_price(plant, each, answer.case)
        without = price * (1 - each.dealer_share)
        taxed = without / (1 + each.sales_tax_share)
        fee, way = (in_account(money, amount, each.currency)
                    for amount in (each.fee, each.transport))  # fmt: skip
        landed = taxed - fee
        steps = {
            "price": price, "dealers": without - price, "sales_tax": taxed - without,
            "fees": -fee, "duty_abroad": landed / (1 + each.duty_share) - landed,
            "transport": -way,
        }  # fmt: skip
        for key, value in steps.items():
            lines[key] += weights[name] * value
    vehicles = float(got.vehicles[at]) or math.nan
    for name in COSTS:
        lines[name] = -float(got.costs[name][at]) / vehicles
    lines["depreciation"] = -float(got.depreciation[at]) / vehicles
    lines["tax"] = -float(got.tax[at]) / vehicles
    lines["left"] = math.fsum(lines.values())
    return of_rows(
        [(step, amount) for step, amount in lines.items()],
        Column("step", "", "price of a buyer, what is taken off it, what is left",
               "text"),
        Column("amount", answer.currency, "for a vehicle", "number"),
    )  # fmt: skip


def _markets(answer: Answer) -> Table:
    plant = answer.plant
    assert plant.finance is not None
    assert plant.money is not None
    factor = mean_factor(plant.finance, "price_factor")
    costs = sum(float(answer.found.costs[name][answer.at]) for name in COSTS)
    vehicles = float(answer.found.vehicles[answer.at])
    rows = []
    for name, each in plant.finance.markets.items():
        price = factor * buyers_price(plant, each, answer.case)
        gate = at_gate(each, plant.money, price)
        left = gate - costs / vehicles if vehicles else None
        rows.append((name, each.share, price, gate, left))
    money = answer.currency
    return of_rows(
        rows,
        Column("market", "", "where vehicles are sold", "text"),
        Column("share", "share", "of vehicles", "number"),
        Column("price", money, "what a buyer pays", "number"),
        Column("gate", money, "what is left of it at the plant's gate", "number"),
        Column("left", money, "the same less what running costs a vehicle", "number"),
    )


def _models(answer: Answer) -> Table:
    """Give what a vehicle of each model costs and brings."""
    finance = answer.plant.finance
    assert finance is not None
    got, at = answer.found, answer.at
    vehicles = float(got.vehicles[at])
    if not vehicles or not finance.models:
        names: dict[str, tuple[float, float, float]] = {"every": (1.0, 1.0, 1.0)}
    else:
        names = {
            name: (each.kit_factor, each.work_factor, each.price_factor)
            for name, each in finance.models.items()
        }
    means = [mean_factor(finance, f"{of}_factor") for of in ("kit", "work", "price")]
    rows = []
    for name, (kit, work, price) in names.items():
        lines = []
        for cost in COSTS:
            factor = kit / means[0] if cost in OF_KIT else work / means[1]
            whole = float(got.costs[cost][at]) / vehicles if vehicles else 0.0
            lines.append(whole * (1.0 if cost == "upkeep" else factor))
        gate = _gate_of(answer, price)
        rows.append((name, *lines, sum(lines), gate, gate - sum(lines)))
    money = answer.currency
    return of_rows(
        rows,
        Column("model", "", "model", "text"),
        *(Column(cost, money, f"{cost}, a vehicle", "number") for cost in COSTS),
        Column("cost", money, "what running costs a vehicle", "number"),
        Column("gate", money, "what it brings at the gate, mean of markets", "number"),
        Column("left", money, "the difference", "number"),
    )


def _gate_of(answer: Answer, factor: float) -> float:
    plant = answer.plant
    assert plant.finance is not None
    assert plant.money is not None
    markets = plant.finance.markets
    weights = shares({name: each.share for name, each in markets.items()})
    return math.fsum(
        weights[name]
        * at_gate(each, plant.money, factor * buyers_price(plant, each, answer.case))
        for name, each in markets.items()
    )


def _scenarios(answer: Answer) -> Table:
    plant = answer.plant
    assert plant.finance is not None
    assert plant.money is not None
    rate = plant.money.discount_share
    rows = []
    for name, case in {STATED: Scenario(), **plant.finance.scenarios}.items():
        got = accounts(plant, everything=answer.everything, case=case)
        worth = judged(got, rate)
        irr = worth.rates[0] if len(worth.rates) == 1 else None
        rows.append((name, worth.npv, irr, worth.payback_years, len(worth.rates)))
    return of_rows(
        rows,
        Column("scenario", "", "scenario", "text"),
        Column("npv", answer.currency, "present value", "number"),
        Column("irr", "share", "rate of return, where there is exactly one", "number"),
        Column("payback_years", "y", "years until all is back", "number"),
        Column("rates", "1", "rates of return that there are", "whole"),
    )


def _break_even(answer: Answer) -> Table:
    """Give the volumes at which running pays, wear is earned, the plant is worth it."""
    got, at = answer.found, answer.at
    planned = float(got.vehicles[at])
    running, worn = year_break_even(got, at)
    factor = break_even_factor(
        answer.plant, everything=answer.everything, case=answer.case
    )
    rows = [
        ("running", running, running / planned if running and planned else None),
        ("with_wear", worn, worn / planned if worn and planned else None),
        ("npv", None if factor is None else factor * planned, factor),
    ]
    return of_rows(
        rows,
        Column("what", "", "running pays; wear is earned too; present value is nothing",
               "text"),
        Column("vehicles", "1", "vehicles a year, in the year of a vehicle's price",
               "number"),
        Column("of_planned", "1", "as a multiple of the planned ones", "number"),
    )  # fmt: skip


def _rates(answer: Answer) -> Table:
    return of_rows(
        [(rate,) for rate in answer.worth.rates],
        Column("rate", "share", "rate at which yearly flows are worth nothing",
               "number"),
    )  # fmt: skip


def _runs(answer: Answer) -> Table:
    """Give a row a draw; where there is none, one of the numbers as stated."""
    stated = Drawn(answer.found, answer.worth, math.inf)
    rows = []
    for run, each in enumerate(answer.drawn) if answer.drawn else [(-1, stated)]:
        got, at = each.found, answer.at
        capacity = each.capacity if math.isfinite(each.capacity) else None
        rates = each.worth.rates
        vehicles = float(got.vehicles[at])
        costs = sum(float(got.costs[name][at]) for name in COSTS)
        rows.append((
            run, each.npv, rates[0] if len(rates) == 1 else None,
            each.worth.payback_years, float(got.capital.sum()),
            float(got.revenue[at]) / vehicles if vehicles else None,
            costs / vehicles if vehicles else None, float(got.tax.sum()),
            float(got.support.sum() - got.repaid.sum()), vehicles, capacity,
        ))  # fmt: skip
    money = answer.currency
    return of_rows(
        rows,
        Column("run", "1", "number of the draw; -1 for the numbers as stated", "whole"),
        Column("npv", money, "present value", "number"),
        Column("irr", "share", "rate of return, where there is exactly one", "number"),
        Column("payback_years", "y", "years until all is back", "number"),
        Column("capital", money, "paid for what is bought once, in all years",
               "number"),
        Column("gate", money, "what it brings at the gate, mean of markets",
               "number"),
        Column("cost", money, "what running costs a vehicle", "number"),
        Column("tax", money, "profit tax in all years, less what is forgiven",
               "number"),
        Column("support", money, "incentives had in all years less those paid back",
               "number"),
        Column("vehicles", "1", "vehicles in the year of a vehicle's price", "number"),
        Column("capacity", "1", "most vehicles a year, from a simulated run", "number"),
    )  # fmt: skip


def _ledger(answer: Answer) -> Table:
    return of_rows(
        [
            (each.fact, each.path, each.numbers, each.at_low, each.at_high,
             each.at_high - each.at_low)
            for each in answer.moved
        ],
        Column("fact", "", "number, or the fact that several numbers share", "text"),
        Column("path", "", "the number, or the first of several", "text"),
        Column("numbers", "1", "numbers that it is", "whole"),
        Column("at_low", answer.currency, "present value at its low end", "number"),
        Column("at_high", answer.currency, "present value at its high end", "number"),
        Column("difference", answer.currency, "high less low", "number"),
    )  # fmt: skip
