"""Whether a plant's capital, markets, models and support fit together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from zauyt.errors import Problem
from zauyt.plant.finance import Finance
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean, listed

TOLERANCE = 1e-6


def check_finance(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with the plant's money."""
    finance = plant.finance
    if finance is None:
        return
    if plant.money is None:
        message = "needs money.currency: in which money it is counted"
        yield Problem("finance", message, "no_money")
    else:
        yield from _currencies(plant, finance)
    for name, each in finance.capital.items():
        yield from _adds_up(f"finance.capital.{name}.years", each.years.values())
        early = [year for year in each.years if int(year) > finance.last_year]
        if early or each.use_from > finance.last_year:
            message = f"lies after last_year, {finance.last_year}"
            yield Problem(f"finance.capital.{name}", message, "year_outside")
    for kind in ("markets", "models"):
        stated = getattr(finance, kind)
        if stated:
            shares = (each.share for each in stated.values())
            yield from _adds_up(f"finance.{kind}", shares)
    for name in finance.models:
        if plant.models and name not in plant.models:
            known = plant.models
            hint = did_you_mean(name, known) or f"; there are {listed(known)}"
            message = f"there is no model {name}{hint}"
            yield Problem(f"finance.models.{name}", message, "unknown_reference")
    yield from _support(finance)


def _adds_up(path: str, shares: Iterable[float]) -> Iterator[Problem]:
    total = math.fsum(shares)
    if abs(total - 1) > TOLERANCE:
        message = f"the shares add up to {total:.6g}; 1 is wanted"
        yield Problem(path, message, "shares")


def _support(finance: Finance) -> Iterator[Problem]:
    for name, each in finance.incentives.items():
        path = f"finance.incentives.{name}"
        if not each.amounts and not each.tax_relief:
            message = "needs amounts, tax_relief or both: what it gives"
            yield Problem(path, message, "no_amount")
        claw = each.clawback
        if claw is not None and claw.year >= finance.last_year:
            message = f"it would be paid back after last_year, {finance.last_year}"
            yield Problem(f"{path}.clawback.year", message, "year_outside")


def _currencies(plant: Plant, finance: Finance) -> Iterator[Problem]:
    assert plant.money is not None
    used: list[tuple[str, str | None]] = []
    for kind in ("capital", "markets", "incentives"):
        for name, each in getattr(finance, kind).items():
            used.append((f"finance.{kind}.{name}.currency", each.currency))
    for name, scenario in finance.scenarios.items():
        for rated in scenario.rates:
            used.append((f"finance.scenarios.{name}.rates.{rated}", rated))
            if rated == plant.money.currency:
                message = f"{rated} is the currency of answers: it is always worth 1"
                path = f"finance.scenarios.{name}.rates.{rated}"
                yield Problem(path, message, "own_currency")
    for path, currency in used:
        if currency not in (None, plant.money.currency, *plant.money.rates):
            message = f"{currency} has no rate; write money.rates.{currency}: what one"
            message += f" is worth in {plant.money.currency}"
            yield Problem(path, message, "no_rate")
