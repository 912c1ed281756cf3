"""Safety stocks that meet a service at least cost.

Raising a safety stock by a piece raises the stock of every day by one, whatever comes
when: orders are the same. So one set of runs in which everything is built as planned,
and stock may fall below zero, tells the service of any safety stocks: the share of
workdays on which no stock is below zero. The search begins where every material has the
same share of days of its own, lowers each stock as far as the service allows, the
dearest first, and exchanges stock between pairs as long as that saves money.

No stocks can be cheaper than those with which each material by itself meets the
service: how far the answer is from that bound is told.
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
from zauyt.studies.supplying.outcome import carried_out

DAYS_A_YEAR = 365.0
HALVINGS = 30
ROUNDS = 20


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
        begin = int(np.searchsorted(self.ordered[number], -more, side="right"))
        count = self.net.shape[1]
        held = self.above[number, begin] + more * (count - begin)
        return float(self.holding[number] * held / count)

    def alone(self, number: int, share: float) -> int:
        """Give the least change with which a material alone meets a service."""
        count = self.net.shape[1]
        place = count - math.ceil(share * count - 1e-9)
        need = -int(self.ordered[number, min(place, count - 1)])
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


def searched(paths: Paths, service: float, *, exchanged: bool = True) -> Levels:
    """Search the safety stocks that meet a service at least cost.

    ``exchanged`` says whether stock is exchanged between pairs, which takes longest.
    """
    count = len(paths.net)
    low, high = service, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        more = np.array([paths.alone(number, middle) for number in range(count)])
        low, high = (low, middle) if paths.service(more) >= service else (middle, high)
    found = _Stocks(paths, [paths.alone(number, high) for number in range(count)])
    found.lower(service)
    if exchanged:
        found = _exchanged(found, service)
    bound = math.fsum(
        paths.cost_of(number, paths.alone(number, service)) for number in range(count)
    )
    more = np.array(found.more)
    safety = tuple(k + base for k, base in zip(found.more, paths.base, strict=True))
    return Levels(safety, paths.service(more), found.cost, bound)


class _Stocks:
    """Changes of all stocks, and on which days each of them is short."""

    def __init__(self, paths: Paths, more: list[int]) -> None:
        self.paths = paths
        self.more = list(more)
        self.short = paths.net < -np.array(more)[:, None]
        self.count = self.short.sum(axis=0)

    def other(self) -> _Stocks:
        """Give a copy."""
        found = object.__new__(_Stocks)
        found.paths, found.more = self.paths, list(self.more)
        found.short, found.count = self.short.copy(), self.count.copy()
        return found

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
        days = self.paths.net.shape[1]
        allowed = days - math.ceil(service * days - 1e-9)
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


def _exchanged(found: _Stocks, service: float) -> _Stocks:
    """Raise one stock and lower the others as long as that saves money."""
    best, cost = found, found.cost
    for _ in range(ROUNDS):
        better: _Stocks | None = None
        for number in range(len(best.more)):
            for step in _steps(best.paths, np.array(best.more), number):
                trial = best.other()
                trial.put(number, trial.more[number] + step)
                trial.lower(service)
                spent = trial.cost
                if spent < cost * (1 - 1e-9):
                    better, cost = trial, spent
        if better is None:
            return best
        best = better
    return best


def _steps(paths: Paths, more: Whole, number: int) -> list[int]:
    """Give by how much a stock may be raised: to where some more days become whole."""
    short = -(paths.net[number] + more[number])
    short = np.sort(short[short > 0])
    if not len(short):
        return []
    places = sorted({len(short) // 16, len(short) // 4, len(short) // 2})
    return sorted({int(short[place]) for place in places})
