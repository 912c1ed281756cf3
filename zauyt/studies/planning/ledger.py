"""The assumption ledger of a plan: which number in doubt moves the profit most.

Every fact (a number with a range, or several that share their doubt) is judged at both
ends by the prices of the plan: what the amounts as planned earn there, and what the
limits that then differ are worth. That is exact for small changes, with the levels of
shifts and the lots as planned. The leading dozen are solved again at both ends.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from zauyt.plant.evidence import Evidence
from zauyt.plant.network import Network
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.statistics.apart import least_cost_apart
from zauyt.statistics.program import Priced
from zauyt.statistics.stages import side_by_side
from zauyt.studies.planning.doubted import GAP, as_decided, ranges, with_values
from zauyt.studies.planning.frame import Numbers, frame, scenarios_of
from zauyt.studies.planning.rows import Goal, Planned, Risk, planned
from zauyt.studies.planning.told import MILLION, SOME, Plan, table
from zauyt.studies.staffing.draws import facts

DOZEN = 12
"""Facts that are solved again."""

ENDS = ("low", "high")


@dataclass(frozen=True)
class Moved:
    """A fact, and what the plan comes to with it at its low and its high end."""

    fact: str
    paths: list[str]
    profit: tuple[float, float]
    missed: tuple[float, float] = (math.nan, math.nan)

    @property
    def solved(self) -> bool:
        """Tell whether it was solved again."""
        return not math.isnan(self.missed[0])

    @property
    def difference(self) -> float:
        """Give how far the ends are apart."""
        return self.profit[1] - self.profit[0]


@dataclass(frozen=True)
class Asked:
    """A plan with its prices, and what it was asked for."""

    plan: Plan
    prices: Priced
    goal: Goal
    risk: Risk

    @property
    def network(self) -> Network:
        """Give the network of the plan."""
        return self.plan.planned.frame.network


def ledger(asked: Asked) -> Iterator[Moved]:
    """Yield the facts in doubt: those that move the profit most, solved again, first.

    The others follow by what prices say of them.
    """
    found = ranges(asked.network)
    judged = [
        Moved(name, paths, _judged(asked, found, paths))
        for name, paths in facts(found).items()
    ]
    judged.sort(key=lambda each: (-abs(each.difference), each.fact))
    count = max(DOZEN, sum(not math.isfinite(each.difference) for each in judged))
    leading = [(each, end) for each in judged[:count] for end in ENDS]
    solved = side_by_side(
        lambda each: _solved(asked, _at(found, each[0].paths, each[1])), leading
    )
    again = []
    for each in judged[:count]:
        low, high = next(solved), next(solved)
        again.append(Moved(each.fact, each.paths, (low[0], high[0]), (low[1], high[1])))
    again.sort(key=lambda each: (-abs(each.difference), each.fact))
    yield from again
    yield from judged[count:]


def _at(found: Mapping[str, Evidence], paths: list[str], end: str) -> dict[str, float]:
    return {path: float(getattr(found[path], end)) for path in paths}


def _judged(
    asked: Asked, found: Mapping[str, Evidence], paths: list[str]
) -> tuple[float, float]:
    """Give the profit at both ends by the prices of the plan."""
    plan, prices = asked.plan, asked.prices
    base = float(plan.planned.frame.probability @ plan.profit)
    ends = []
    for end in ENDS:
        other = planned(
            frame(with_values(asked.network, _at(found, paths, end))),
            goal=asked.goal, risk=asked.risk,
        )  # fmt: skip
        program = other.program
        if other.columns.shapes != plan.planned.columns.shapes:
            # A lot of nothing is no lot: told by solving, whatever prices say.
            return -math.inf, math.inf
        bound = np.where(
            np.isfinite(program.row_high), program.row_high, program.row_low
        )
        # Sums of products: a threaded dot product waits where threads are busy.
        cost = np.sum(program.cost * plan.x)
        cost += np.sum(prices.row_price * (bound - program.matrix @ plan.x))
        free = ~program.whole
        for price, side in (
            (prices.low_price, program.low),
            (prices.high_price, program.high),
        ):
            held = free & (price != 0) & np.isfinite(side)
            cost += np.sum(price[held] * (side[held] - plan.x[held]))
        ends.append(base + prices.cost - float(cost))
    return ends[0], ends[1]


def _solved(asked: Asked, values: Mapping[str, float]) -> tuple[float, float]:
    """Give profit and vehicles missed of what is promised, with other numbers.

    Levels of shifts are as planned, lots too where that leaves an answer.
    """
    network = with_values(asked.network, values)
    profit = missed = 0.0
    for place, (name, case) in enumerate(scenarios_of(network).items()):
        alone = {name: case.model_copy(update={"probability": 1})}
        own = network.model_copy(update={"scenarios": alone})
        program = planned(frame(own), goal=asked.goal)
        made = Plan(program, _amounts(asked.plan, place, program))
        profit += case.probability * float(made.profit[0])
        missed += case.probability * float(made.of("missed").sum())
    return profit, missed


def _amounts(plan: Plan, scenario: int, program: Planned) -> Numbers:
    """Give the best amounts of one scenario with the levels of a plan."""
    given = as_decided(program, plan)
    runs = plan.planned.columns.values("runs", plan.x)
    own = program.columns.of("runs")
    if own[0].shape == runs[scenario].shape:
        low, high = given.low.copy(), given.high.copy()
        low[own[0]] = high[own[0]] = np.rint(runs[scenario])
        found = least_cost_apart(replace(given, low=low, high=high), gap=GAP)
        if found is not None:
            return found.x
    anew = least_cost_apart(given, gap=GAP)
    assert anew is not None, "what is promised may be missed"
    return anew.x


def told(asked: Asked, moved: list[Moved]) -> Table:
    """Give the ledger as a table."""
    unit = f"m {asked.network.currency}"
    rows = [
        (each.fact, each.paths[0], len(each.paths), each.solved,
         *(profit / MILLION for profit in each.profit), each.difference / MILLION,
         *(0.0 if lost < SOME else lost for lost in each.missed))
        for each in moved
    ]  # fmt: skip
    return table(
        rows,
        Column("fact", "", "number, or the fact that several numbers share", "text"),
        Column("path", "", "the number, or the first of several", "text"),
        Column("numbers", "1", "numbers that it is", "whole"),
        Column("solved", "", "whether it was solved again; else prices tell the most"
               " that the profit can be, lots as planned", "flag"),
        Column("profit_at_low", unit, "profit at its low end", "number"),
        Column("profit_at_high", unit, "profit at its high end", "number"),
        Column("difference", unit, "high less low", "number"),
        Column("missed_at_low", "1", "vehicles promised and missed at its low end;"
               " none where it was not solved again", "number"),
        Column("missed_at_high", "1", "vehicles promised and missed at its high end",
               "number"),
    )  # fmt: skip
