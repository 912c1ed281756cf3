"""What a little more of a commitment costs, with the decisions as they are.

With the decisions fixed a linear program over the shares is left. Its dual price is
what a small change of a commitment is worth; how far it holds is found by two linear
programs more: the furthest change at which the worth still lies on the same line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog

from zauyt.studies.localisation.program import (
    Plan,
    Program,
    Wanted,
    plan_of,
    rule_rows,
)
from zauyt.studies.localisation.rules import Form

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fixed:
    """The linear program that is left when decisions are fixed, in scaled money."""

    asked: Program
    gain: Floats
    scale: float
    spent: float
    """What the decisions themselves are worth."""
    at_most: sparse.csr_array
    high: Floats
    rules: sparse.csr_array
    needs: Floats
    wanted: Wanted


@dataclass(frozen=True)
class Price:
    """What one more of a commitment takes off the worth, and how far that holds."""

    cost: float
    low: float
    high: float
    """Changes of the commitment between which it holds."""


def fixed(
    asked: Program, forms: Mapping[str, Form], wanted: Wanted, plan: Plan
) -> Fixed:
    """Give the linear program of a roadmap."""
    decisions = np.array(
        [float(plan.decided.get(at) == year) for at, year in asked.decisions]
    )
    count = len(asked.decisions)
    rules, needs = rule_rows(asked, forms, wanted, 0.0)
    gain = asked.gain[count:]
    scale = float(np.abs(gain).max(initial=0.0)) or 1.0
    whole, shares = asked.matrix[:, :count], asked.matrix[:, count:]
    return Fixed(
        asked, gain / scale, scale, float(asked.gain[:count] @ decisions),
        sparse.csr_array(shares), asked.high - whole @ decisions,
        sparse.csr_array(rules[:, count:]), needs, wanted,
    )  # fmt: skip


def settled(left: Fixed, plan: Plan) -> Plan | None:
    """Give the roadmap with the shares that are worth most; None if none meets all."""
    answer = _solve(left, left.needs)
    if answer is None:
        return None
    worth = left.spent - float(answer.fun) * left.scale
    decisions = [float(plan.decided.get(a) == y) for a, y in left.asked.decisions]
    found = np.r_[decisions, answer.x]
    return plan_of(left.asked, found, worth, max(plan.bound, worth))


def price(left: Fixed, places: list[int], steps: Floats) -> Price:
    """Give the price of moving some rows' needs together, ``steps`` for one unit."""
    answer = _solve(left, left.needs)
    assert answer is not None, "the roadmap meets its own commitments"
    rows = len(left.high)
    marginals = -np.asarray(answer.ineqlin.marginals)[rows:]
    slope = float(marginals[places] @ steps)
    best = -float(answer.fun)
    low, high = (_reach(left, places, steps, (best, slope), side) for side in (-1, 1))
    return Price(slope * left.scale, low, high)


def _solve(left: Fixed, needs: Floats) -> OptimizeResult | None:
    answer = linprog(
        -left.gain,
        A_ub=sparse.vstack([left.at_most, -left.rules], format="csr"),
        b_ub=np.r_[left.high, -needs],
        bounds=(0, 1),
        method="highs-ds",
    )
    return answer if answer.status == 0 else None


def _reach(
    left: Fixed, places: list[int], steps: Floats, line: tuple[float, float], side: int
) -> float:
    """Give how far the needs move until the worth leaves the line."""
    best, slope = line
    moved = np.zeros(len(left.needs))
    moved[places] = steps * side
    limits = sparse.vstack([left.at_most, -left.rules], format="csr")
    column = np.r_[np.zeros(len(left.high)), moved][:, None]
    on_line = np.r_[-left.gain, -slope * side][None, :]
    matrix = sparse.vstack(
        [sparse.hstack([limits, column]), sparse.csr_array(on_line)], format="csr"
    )
    answer = linprog(
        np.r_[np.zeros(len(left.gain)), -1.0],
        A_ub=matrix,
        b_ub=np.r_[left.high, -left.needs, -best],
        bounds=[*[(0, 1)] * len(left.gain), (0, 1e6)],
        method="highs-ds",
    )
    assert answer.status == 0, answer.message
    return side * float(answer.x[-1])
