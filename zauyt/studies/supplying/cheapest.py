"""The cheapest levels with which only so many days are short, and a bound below them.

A day is short when any level is below what it needs. With a number between 0 and 1 for
each level that may be too low (y) and for each day that may be short (z)

    least  sum over materials of  cost of the highest level - saved by each y
    y of a level <= y of the next higher one,  y <= z of each day that needs it,
    sum of z <= days that may be short

the rows but for the last are those of a closure in a graph, all of whose corners are
whole. So the program's least cost lies on the lower hull of what is possible: the bound
is off by less than what one step along the hull costs.

References: Luedtke, Ahmed and Nemhauser (2010), An integer programming approach for
linear programs with probabilistic constraints, Mathematical Programming 122, section 3;
Picard (1976), Maximal closure of a graph, Management Science 22.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from zauyt.arrays.supply.bill import Floats, Whole
from zauyt.statistics.program import Program, least_cost

MOST_PAIRS = 12_000
"""Pairs of a material and a day that it may leave short, beyond which the program is
not tried."""
WHOLE = 1.0 - 1e-6


@dataclass(frozen=True)
class Cheapest:
    """Levels found, of each material, and a cost that no levels can be below."""

    levels: tuple[int, ...]
    bound: float


@dataclass(frozen=True, eq=False)
class _Steps:
    """The levels of a material beyond its lowest, what each step up to one costs."""

    lowest: int
    levels: Whole
    cost: Floats
    days: Whole
    step_of_day: Whole


def cheapest(
    needs: Whole, lowest: Whole, costs_of: Callable[[int, Whole], Floats], *,
    allowed: int,
) -> Cheapest | None:  # fmt: skip
    """Give the cheapest levels, or nothing where there is too much to be reckoned.

    Parameters
    ----------
    needs
        Level that each day needs (materials, days).
    lowest
        Level that none may be below (materials); with it alone no more days are short
        than may be.
    costs_of
        Gives what some levels of a material cost; more for a higher one.
    allowed
        Days that may be short.
    """
    if np.count_nonzero(needs > lowest[:, None]) > MOST_PAIRS:
        return None
    steps, highest = [], 0.0
    for number, least in enumerate(lowest):
        days = np.flatnonzero(needs[number] > least)
        levels, step = np.unique(needs[number, days], return_inverse=True)
        costs = costs_of(number, np.concatenate([[least], levels]))
        highest += float(costs[-1])
        steps.append(_Steps(int(least), levels, np.diff(costs), days, step))
    if not any(len(each.levels) for each in steps):
        return Cheapest(tuple(int(least) for least in lowest), highest)
    program, begins = _program(steps, allowed)
    best = least_cost(program)
    assert best is not None, "levels that are high enough are among those tried"
    return Cheapest(
        tuple(
            _level(each, best.x[begin : begin + len(each.levels)])
            for each, begin in zip(steps, begins, strict=True)
        ),
        highest + best.bound,
    )


def _level(steps: _Steps, too_low: Floats) -> int:
    """Give the highest level that is not wholly given up."""
    kept = np.flatnonzero(too_low < WHOLE)
    return int(steps.levels[kept[-1]]) if len(kept) else steps.lowest


def _program(steps: list[_Steps], allowed: int) -> tuple[Program, Whole]:
    """Give the program, and where the levels of each material begin in it."""
    counts = [len(each.levels) for each in steps]
    begins = np.concatenate([[0], np.cumsum(counts)])
    levels = int(begins[-1])
    days = np.unique(np.concatenate([each.days for each in steps]))
    less, than = [], []
    for each, begin in zip(steps, begins[:-1], strict=True):
        chain = begin + np.arange(len(each.levels))
        less += [chain[:-1], begin + each.step_of_day]
        than += [chain[1:], levels + np.searchsorted(days, each.days)]
    low, high = np.concatenate(less), np.concatenate(than)
    rows, columns = np.arange(len(low)), levels + np.arange(len(days))
    count = levels + len(days)
    program = Program.of(
        rows=np.concatenate([rows, rows, np.full(len(days), len(low))]),
        columns=np.concatenate([low, high, columns]),
        entries=np.concatenate(
            [np.ones(len(low)), -np.ones(len(low)), np.ones(len(days))]
        ),
        cost=np.concatenate([*(-each.cost for each in steps), np.zeros(len(days))]),
        row_low=np.full(len(low) + 1, -np.inf),
        row_high=np.append(np.zeros(len(low)), float(allowed)),
        low=np.zeros(count),
        high=np.ones(count),
        whole=np.zeros(count, dtype=np.bool_),
        first=np.zeros(count, dtype=np.bool_),
    )
    return program, begins[:-1]
