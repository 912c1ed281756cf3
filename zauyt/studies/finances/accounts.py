"""The plant's money year by year: what comes in, what goes out, what is owed.

Costs are the books of `impact`: kits and what bringing them in costs, parts from here,
purchases, pay. Revenue is what is left at the gate of each market's price.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.finance import Finance, Market, Scenario
from zauyt.plant.money import Money, in_account
from zauyt.plant.plant import Plant
from zauyt.studies.impacts.books import (
    FREIGHT,
    HANDLING,
    KIT,
    PARTS,
    SERVICES,
    books,
    decided,
    every,
)
from zauyt.studies.localisation.choices import choices
from zauyt.studies.localisation.draws import with_values

Floats = NDArray[np.float64]

COSTS = ("kits", "freight", "duty", "handling", "parts", "services", "pay", "upkeep")
"""What running the plant costs."""
BOUGHT = {KIT: "kits", FREIGHT: "freight", HANDLING: "handling", PARTS: "parts",
          SERVICES: "services"}  # fmt: skip
OF_KIT = ("kits", "freight", "duty", "handling", "parts")
OF_WORK = ("services", "pay")
DAYS = 365.0
AS_STATED = Scenario()


@dataclass(frozen=True)
class Accounts:
    """Every line by year, in money of answers; costs above zero."""

    years: tuple[int, ...]
    vehicles: Floats
    revenue: Floats
    costs: Mapping[str, Floats]
    capital: Floats
    depreciation: Floats
    support: Floats
    repaid: Floats
    tax: Floats
    bound: Floats
    """Working capital at the end of the year."""
    left: Floats
    """What capital is sold for, and working capital set free, after the last year."""

    @property
    def operating(self) -> Floats:
        """Give what running the plant leaves, before tax and capital."""
        return np.asarray(self.revenue - sum(self.costs.values()))

    @property
    def binding(self) -> Floats:
        """Give what is put into working capital in each year."""
        return np.diff(self.bound, prepend=0.0)

    @property
    def flow(self) -> Floats:
        """Give the money that comes in, less what goes out."""
        return np.asarray(
            self.operating + self.support - self.repaid - self.tax - self.capital
            - self.binding + self.left
        )  # fmt: skip

    @property
    def months(self) -> Floats:
        """Give the flow by month: evenly in the year, but for what has its month.

        Working capital is bound in January, tax paid in December, and what is left
        comes in the last month.
        """
        even = (self.operating + self.support - self.repaid - self.capital) / 12
        months = np.repeat(even, 12)
        months[0::12] -= self.binding
        months[11::12] += self.left - self.tax
        return months


def at_gate(market: Market, money: Money, price: float) -> float:
    """Give what a plant gets for a vehicle that a buyer pays ``price`` for."""
    fee, transport = (
        in_account(money, amount, market.currency)
        for amount in (market.fee, market.transport)
    )
    landed = price * (1 - market.dealer_share) / (1 + market.sales_tax_share) - fee
    return landed / (1 + market.duty_share) - transport


def buyers_price(plant: Plant, market: Market, case: Scenario) -> float:
    """Give what a buyer pays in a scenario, in money of answers."""
    assert plant.money is not None
    assert plant.content is not None
    price = case.price_factor * in_account(plant.money, market.price, market.currency)
    kit = plant.content.kit.currency
    if market.currency in (None, plant.money.currency) and kit in case.rates:
        price *= 1 + case.passed_share * (case.rates[kit] - 1)
    return price


def in_scenario(plant: Plant, case: Scenario) -> Plant:
    """Give the plant with the scenario's currencies."""
    if not case.rates or plant.money is None:
        return plant
    rates = {
        f"money.rates.{name}": plant.money.rates[name] * factor
        for name, factor in case.rates.items()
    }
    return with_values(plant, rates)


def shares(stated: Mapping[str, float]) -> dict[str, float]:
    """Give shares that add up to 1, as they may not when they are drawn."""
    total = math.fsum(stated.values())
    return {name: each / total for name, each in stated.items()}


def mean_factor(finance: Finance, of: str) -> float:
    """Give the mean of a factor over the models."""
    if not finance.models:
        return 1.0
    weights = shares({name: each.share for name, each in finance.models.items()})
    return math.fsum(
        weights[name] * getattr(each, of) for name, each in finance.models.items()
    )


def span(finance: Finance) -> range:
    """Give the years that are counted."""
    paid = [int(year) for each in finance.capital.values() for year in each.years]
    return range(min(paid), finance.last_year + 1)


def accounts(
    stated: Plant, *, everything: bool, case: Scenario = AS_STATED,
    capacity: float = math.inf,
) -> Accounts:  # fmt: skip
    """Give the accounts of a plant, in a scenario, with a capacity a year at most."""
    plant = in_scenario(stated, case)
    finance, money = plant.finance, plant.money
    assert finance is not None
    assert money is not None
    years = span(finance)
    vehicles = _vehicles(plant, years, case, capacity)
    costs = _costs(plant, years, vehicles, everything=everything)
    gate = gate_price(plant, case)
    revenue = gate * vehicles
    capital, worn, in_use, left = _capital(finance, money, years)
    costs["upkeep"] = finance.upkeep_share * in_use * (vehicles > 0)
    support = _support(finance, money, years)
    profit = revenue - sum(costs.values()) - worn
    profit[-1] += left[0] - left[1]
    tax = _tax(finance, years, profit)
    bound = _bound(finance, revenue, costs)
    ends = np.zeros(len(years))
    ends[-1] = left[0] + bound[-1]
    forgiven = _forgiven(finance, years, tax)
    repaid = _repaid(finance, money, years, vehicles, tax)
    return Accounts(
        years=tuple(years), vehicles=vehicles, revenue=revenue, costs=costs,
        capital=capital, depreciation=worn, support=support, repaid=repaid,
        tax=tax - forgiven, bound=bound, left=ends,
    )  # fmt: skip


def gate_price(plant: Plant, case: Scenario) -> float:
    """Give the mean price at the gate over markets and models."""
    finance, money = plant.finance, plant.money
    assert finance is not None
    assert money is not None
    factor = mean_factor(finance, "price_factor")
    weights = shares({name: each.share for name, each in finance.markets.items()})
    return math.fsum(
        weights[name] * at_gate(each, money, factor * buyers_price(plant, each, case))
        for name, each in finance.markets.items()
    )


def _vehicles(
    plant: Plant, years: range, case: Scenario, capacity: float
) -> Floats:  # fmt: skip
    """Give vehicles by year: those of the last stated year go on."""
    stated = {int(year): value for year, value in plant.volumes.items()}
    found = []
    for year in years:
        before = [each for each in stated if each <= year]
        planned = stated[max(before)] if before else 0.0
        found.append(min(case.volume_factor * planned, capacity))
    return np.array(found)


def _costs(
    plant: Plant, years: range, vehicles: Floats, *, everything: bool
) -> dict[str, Floats]:
    """Give what running costs, line by line."""
    finance = plant.finance
    assert finance is not None
    made = choices(plant)
    local = every(made) if everything else decided(plant, made)
    found = {name: np.zeros(len(years)) for name in COSTS}
    for at, year in enumerate(years):
        if not vehicles[at]:
            continue
        place = min(max(year - made.first_year, 0), made.years - 1)
        share = {key: float(each[place]) for key, each in local.items()}
        year_books = books(plant, made, share, year, float(vehicles[at]))
        for line in year_books.bought:
            found[BOUGHT[line.kind]][at] += line.domestic + line.imported
            found["duty"][at] += line.duty
        found["pay"][at] = year_books.pay + year_books.employer_taxes
    kit, work = (mean_factor(finance, f"{of}_factor") for of in ("kit", "work"))
    factors = dict.fromkeys(OF_KIT, kit) | dict.fromkeys(OF_WORK, work)
    return {name: factors.get(name, 1.0) * values for name, values in found.items()}


def _capital(
    finance: Finance, money: Money, years: range
) -> tuple[Floats, Floats, Floats, tuple[float, float]]:
    """Give money paid, wear, cost of what is in use; what is sold at the end, its book.

    Wear goes on evenly over the life; what the last year leaves in the books stands
    against what it is sold for.
    """
    paid, worn, used = (np.zeros(len(years)) for _ in range(3))
    sold = book = 0.0
    for each in finance.capital.values():
        amount = in_account(money, each.amount, each.currency)
        for at, year in enumerate(years):
            paid[at] += amount * each.years.get(str(year), 0.0)
            age = year - each.use_from
            if age >= 0:
                used[at] += amount
                worn[at] += (
                    amount
                    * max(0.0, min(1.0, each.life_years - age))
                    / (each.life_years)
                )
        past = min(finance.last_year + 1 - each.use_from, each.life_years)
        book += amount * (1 - max(past, 0.0) / each.life_years)
        sold += amount * each.left_share
    return paid, worn, used, (sold, book)


def _support(finance: Finance, money: Money, years: range) -> Floats:
    return np.array([
        math.fsum(
            in_account(money, each.amounts.get(str(year), 0.0), each.currency)
            for each in finance.incentives.values()
        )
        for year in years
    ])  # fmt: skip


def _tax(finance: Finance, years: range, profit: Floats) -> Floats:
    """Give profit tax before relief, losses taken off, the oldest first."""
    losses: list[list[float]] = []
    tax = np.zeros(len(years))
    for at, year in enumerate(years):
        left = float(profit[at])
        if left < 0:
            losses.append([float(year), -left])
            continue
        losses = [each for each in losses if year - each[0] <= finance.loss_years]
        for each in losses:
            used = min(each[1], left)
            each[1] -= used
            left -= used
        tax[at] = finance.profit_tax_share * left
    return tax


def _relief(finance: Finance, name: str, years: range) -> Floats:
    """Give the share of profit tax that one incentive forgives."""
    relief = finance.incentives[name].tax_relief
    return np.array([relief.get(str(year), 0.0) for year in years])


def _forgiven(finance: Finance, years: range, tax: Floats) -> Floats:
    """Give the profit tax forgiven by all incentives together, all of it at most."""
    total = sum((_relief(finance, name, years) for name in finance.incentives),
                np.zeros(len(years)))  # fmt: skip
    return np.asarray(np.minimum(total, 1.0) * tax)


def _repaid(
    finance: Finance, money: Money, years: range, vehicles: Floats, tax: Floats
) -> Floats:
    """Give what is paid back where too few vehicles were made."""
    repaid = np.zeros(len(years))
    for name, each in finance.incentives.items():
        claw = each.clawback
        if claw is None or claw.year not in years:
            continue
        counted = claw.year - years[0]
        if vehicles[counted] >= claw.least_vehicles:
            continue
        had = _relief(finance, name, years) * tax
        for at, year in enumerate(years[: counted + 1]):
            amount = each.amounts.get(str(year), 0.0)
            got = had[at] + in_account(money, amount, each.currency)
            waited = claw.year + 1 - year
            repaid[counted + 1] += (
                claw.repaid_share * got * (1 + claw.interest_share) ** waited
            )
    return repaid


def _bound(finance: Finance, revenue: Floats, costs: Mapping[str, Floats]) -> Floats:
    """Give the working capital of each year."""
    kits = sum(costs[name] for name in ("kits", "freight", "duty"))
    whole = sum(costs[name] for name in COSTS if name != "upkeep")
    suppliers = costs["parts"] + costs["services"]
    return np.asarray(
        (
            finance.kit_days * kits + finance.finished_days * whole
            + finance.buyer_days * revenue - finance.supplier_days * suppliers
        ) / DAYS
    )  # fmt: skip
