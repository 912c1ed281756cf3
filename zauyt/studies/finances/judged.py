"""What accounts are worth: present value, rates of return, payback, break-even."""

from __future__ import annotations

from dataclasses import dataclass

from zauyt.plant.finance import Scenario
from zauyt.plant.plant import Plant
from zauyt.statistics.cash import payback, present_value, rates_of_return
from zauyt.studies.finances.accounts import AS_STATED, Accounts, accounts

MOST_FACTOR = 16.0
"""Multiples of the planned volumes up to which a break-even is looked for."""


@dataclass(frozen=True)
class Worth:
    """What one case is worth."""

    npv: float
    rates: tuple[float, ...]
    """Every rate of return of the yearly flows: none, one, or several."""
    payback_years: float | None
    """From the beginning of the first year; ``None`` where it never comes back."""
    discounted_years: float | None


def npv(found: Accounts, rate: float) -> float:
    """Give present value at the beginning of the first year, by months.

    A month's money comes in its middle.
    """
    monthly = (1 + rate) ** (1 / 12) - 1
    return float(present_value(monthly, found.months) / (1 + monthly) ** 0.5)


def judged(found: Accounts, rate: float) -> Worth:
    """Give what accounts are worth at a discount rate."""
    monthly = (1 + rate) ** (1 / 12) - 1
    return Worth(
        npv(found, rate), tuple(rates_of_return(found.flow)), _years(found, 0.0),
        _years(found, monthly),
    )  # fmt: skip


def _years(found: Accounts, monthly: float) -> float | None:
    """Give the years from the beginning of the first until all is back."""
    months = payback(found.months, monthly)
    # A month's money comes evenly in it: the first payment takes the first month.
    return None if months is None else (months + 1) / 12 if months else 0.0


def break_even_factor(
    plant: Plant, *, everything: bool, case: Scenario = AS_STATED
) -> float | None:
    """Give the multiple of the planned volumes from which the plant is worth something.

    Halved until it is known to a millionth; ``None`` where no volume up to 16 times the
    planned one does. Support that is paid back below a volume may make it jump.
    """
    assert plant.money is not None
    rate = plant.money.discount_share

    def worth(factor: float) -> float:
        changed = replace_factor(case, factor)
        return npv(accounts(plant, everything=everything, case=changed), rate)

    low, high = 0.0, 1.0
    while worth(high) < 0:
        low, high = high, 2 * high
        if high > MOST_FACTOR:
            return None
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if worth(middle) >= 0 else (middle, high)
    return high


def replace_factor(case: Scenario, factor: float) -> Scenario:
    """Give a scenario with so many times its vehicles."""
    return case.model_copy(update={"volume_factor": case.volume_factor * factor})


def year_break_even(found: Accounts, at: int) -> tuple[float | None, float | None]:
    """Give the vehicles of a year at which running pays, without and with wear.

    What does not change with vehicles is pay, upkeep, wear; purchases by the year are
    taken with those by vehicle, so the figure is a little too low.
    """
    vehicles = float(found.vehicles[at])
    if not vehicles:
        return None, None
    fixed = float(found.costs["pay"][at] + found.costs["upkeep"][at])
    moving = sum(float(found.costs[name][at]) for name in found.costs
                 if name not in ("pay", "upkeep"))  # fmt: skip
    each = (float(found.revenue[at]) - moving) / vehicles
    if each <= 0:
        return None, None
    return fixed / each, (fixed + float(found.depreciation[at])) / each
