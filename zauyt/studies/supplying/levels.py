"""Safety stocks that meet a service at least cost.

Raising a safety stock by a piece raises the stock of every day by one, whatever comes
when: orders are the same. So one set of runs in which everything is built as planned,
and stock may fall below zero, tells the service of any safety stocks: the share of
workdays on which no stock is below zero. On these paths the cheapest stocks are found
by a linear program with a bound below them (`cheapest`), and each stock is lowered as
far as the service still allows, the dearest first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from zauyt.arrays.supply.bill import Floats, Whole
from zauyt.arrays.supply.block import Rules, rules_of
from zauyt.arrays.supply.case import Case, Drawn
from zauyt.plant.money import in_account
from zauyt.studies.supplying.cheapest import cheapest
from zauyt.studies.supplying.outcome import carried_out

DAYS_A_YEAR = 365.0
HALVINGS = 30


@dataclass(frozen=True, eq=False)
class Paths:
    """Stock by material and workday of all runs, as if no vehicle ever waited.

    ``net`` is what lies there with the safety stocks ``base`` (materials, workdays);
    ``least`` are changes that leave no safety stock below zero; ``holding`` is what a
    piece costs a year. ``ordered`` are the stocks of each material from the lowest,
    ``rank`` their days, ``above`` the sum of each and all higher ones.
    """

    case: Case
    base: tuple[int, ...]
    net: Whole
    least: Whole
    holding: Floats
    ordered: Whole = field(init=False)
    rank: Whole = field(init=False)
    above: Floats = field(init=False)

    def __post_init__(self) -> None:
        rank = np.argsort(self.net, axis=1, kind="stable")
        ordered = np.take_along_axis(self.net, rank, axis=1)
        above = np.zeros((len(self.net), self.net.shape[1] + 1))
        above[:, :-1] = np.cumsum(ordered[:, ::-1], axis=1)[:, ::-1]
        for name, values in (("rank", rank), ("ordered", ordered), ("above", above)):
            object.__setattr__(self, name, values)

    def service(self, more: Whole) -> float:
        """Give the share of workdays without a stock below zero."""
        return float(np.all(self.net >= -more[:, None], axis=0).mean())

    def cost(self, more: Sequence[int]) -> float:
        """Give what the stock at the plant costs a year."""
        return math.fsum(self.cost_of(number, k) for number, k in enumerate(more))

    def cost_of(self, number: int, more: int) -> float:
        """Give what the stock of one material costs a year."""
        return float(self.costs_of(number, np.array([more]))[0])

    def costs_of(self, number: int, more: Whole) -> Floats:
        """Give the same for several changes of a stock."""
        begin = np.searchsorted(self.ordered[number], -more, side="right")
        count = self.net.shape[1]
        held = self.above[number, begin] + more * (count - begin)
        costs: Floats = self.holding[number] * held / count
        return costs

    def allowed(self, share: float) -> int:
        """Give how many days may be short at a service."""
        count = int(self.net.shape[1])
        return count - math.ceil(share * count - 1e-9)

    def alone(self, number: int, share: float) -> int:
        """Give the least change with which a material alone meets a service."""
        place = min(self.allowed(share), self.net.shape[1] - 1)
        need = -int(self.ordered[number, place])
        return max(need, int(self.least[number]))


@dataclass(frozen=True, eq=False)
class Levels:
    """Safety stocks found, their service and yearly cost, and the bound below it."""

    safety: tuple[int, ...]
    service: float
    cost: float
    bound: float


def holding_of(case: Case) -> Floats:
    """Give what a piece of each material costs a year: interest and storage."""
    share = case.supply.interest_per_year + case.supply.storage_share
    return share * prices_of(case)


def prices_of(case: Case) -> Floats:
    """Give the price of each bought material, in the currency of answers."""
    money = case.plant.money
    assert money is not None, "prices without money"
    return np.array([
        in_account(money, each.price, each.currency)
        for each in (case.supply.materials[name] for name in case.bill.materials)
    ])  # fmt: skip


def paths_of(case: Case, draws: tuple[Drawn, ...]) -> Paths:
    """Give the stock of every material as if everything were built as planned."""
    usual = rules_of(case)
    owed = carried_out(case, draws, Rules("owed", usual.safety, urgent=False))
    net = owed.stocks[:, owed.workday].reshape(-1, len(case.bill.materials)).T
    least = []
    for name, stock in zip(case.bill.materials, usual.safety, strict=True):
        stated = case.supply.materials[name].reorder_level
        least.append(-stock if stated is None else -stated)
    return Paths(case, usual.safety, net.astype(np.int64), np.array(least),
                 holding_of(case))  # fmt: skip


def searched(paths: Paths, service: float) -> Levels:
    """Search the safety stocks that meet a service at least cost."""
    count = len(paths.net)
    lowest = [paths.alone(number, service) for number in range(count)]
    best = cheapest(
        -paths.net, np.array(lowest), paths.costs_of, allowed=paths.allowed(service)
    )
    if best is None:
        more = _of_one_share(paths, service)
        bound = math.fsum(paths.cost_of(n, least) for n, least in enumerate(lowest))
    else:
        more, bound = list(best.levels), best.bound
    found = _Stocks(paths, more)
    found.lower(service)
    safety = tuple(k + base for k, base in zip(found.more, paths.base, strict=True))
    return Levels(safety, paths.service(np.array(found.more)), found.cost, bound)


def _of_one_share(paths: Paths, service: float) -> list[int]:
    """Give the stocks that meet a service with the same share of days for each."""
    low, high = service, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        more = np.array([paths.alone(n, middle) for n in range(len(paths.net))])
        low, high = (low, middle) if paths.service(more) >= service else (middle, high)
    return [paths.alone(number, high) for number in range(len(paths.net))]


class _Stocks:
    """Changes of all stocks, and on which days each of them is short."""

    def __init__(self, paths: Paths, more: list[int]) -> None:
        self.paths = paths
        self.more = list(more)
        self.short = paths.net < -np.array(more)[:, None]
        self.count = self.short.sum(axis=0)

    def put(self, number: int, more: int) -> None:
        """Change one stock."""
        self.count -= self.short[number]
        self.short[number] = self.paths.net[number] < -more
        self.count += self.short[number]
        self.more[number] = more

    def lower(self, service: float) -> None:
        """Lower each stock as far as the service allows, the dearest first.

        Of the days on which a stock is lowest only as many matter as may be short.
        """
        allowed = self.paths.allowed(service)
        for place in np.argsort(-self.paths.holding, kind="stable"):
            number = int(place)
            others = self.count > self.short[number]
            left = allowed - int(np.count_nonzero(others))
            if left < 0:
                continue
            lowest = self.paths.rank[number, : allowed + 1]
            own = lowest[~others[lowest]]
            least = int(self.paths.least[number])
            if left < len(own):
                least = max(least, -int(self.paths.net[number, own[left]]))
            if least < self.more[number]:
                self.put(number, least)

    @property
    def cost(self) -> float:
        """Give what they cost a year."""
        return self.paths.cost(self.more)
