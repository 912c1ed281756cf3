"""Searches of a roadmap: the best, the nearest to what cannot be met, the frontier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from zauyt.plant.localisation import Commitment, Content
from zauyt.statistics.stages import in_thread
from zauyt.studies.localisation.prices import Price, fixed, price, settled
from zauyt.studies.localisation.program import (
    MARGIN,
    Plan,
    Program,
    Wanted,
    plan_of,
    rule_need,
    rule_row,
    rule_rows,
    solved,
)
from zauyt.studies.localisation.rules import Form

Floats = NDArray[np.float64]
Forms = Mapping[str, Form]

RELAXED = 4 * MARGIN
"""By what a relaxed commitment stays below what was reached, relative to it."""


@dataclass(frozen=True)
class Point:
    """One point of the frontier: content asked for in the last year, and its price."""

    content: float
    plan: Plan


def span(content: Content, name: str) -> list[int]:
    """Give the years in which a commitment holds, counted from the first."""
    own = content.commitments[name]
    later = [
        each.year
        for each in content.commitments.values()
        if each.rule == own.rule and each.year > own.year
    ]
    end = min(later, default=content.first_year + content.years)
    return list(range(own.year - content.first_year, end - content.first_year))


def wanted_by(content: Content) -> dict[tuple[str, int], float]:
    """Give the least content by rule and year that the commitments make."""
    return {
        (each.rule, year): each.least
        for name, each in content.commitments.items()
        for year in span(content, name)
    }


def best(asked: Program, forms: Forms, wanted: Wanted, *, gap: float) -> Plan | None:
    """Give the roadmap worth most, its shares exact; None if none meets all."""
    found = solved(asked, forms, wanted, gap=gap)
    if found is None or not found.decided:
        return found
    exact = settled(fixed(asked, forms, wanted, found), found)
    assert exact is not None, "decisions that meet what they were found to meet"
    return exact


def nearest(
    asked: Program, forms: Forms, wanted: Wanted
) -> dict[tuple[str, int], float]:
    """Give the commitments that can be met and are least below the wanted ones.

    What is least is the sum over rules and years of the shortfall as a share of what
    is wanted.
    """
    rules, needs = rule_rows(asked, forms, wanted, 0.0)
    least = np.array(list(wanted.values()))
    count = len(asked.gain)
    rows = [
        LinearConstraint(
            sparse.hstack([rules, sparse.diags_array(least)]), needs, np.inf
        )
    ]
    if len(asked.high):
        empty = sparse.csr_array((len(asked.high), len(least)))
        rows.append(
            LinearConstraint(sparse.hstack([asked.matrix, empty]), -np.inf, asked.high)
        )
    none = np.zeros(len(least))
    answer = in_thread(
        lambda: milp(
            np.r_[np.zeros(count), none + 1],
            constraints=rows,
            integrality=np.r_[asked.whole, none],
            bounds=Bounds(np.r_[asked.lowest, none], np.r_[asked.highest, none + 1e6]),
            options={"mip_rel_gap": 1e-4},
        )
    )
    assert answer.x is not None, answer.message
    plan = plan_of(asked, answer.x[:count], 0.0, 0.0)
    reached = {name: form.content(plan.local) for name, form in forms.items()}
    return {
        (rule, year): min(level, float(reached[rule][year]) * (1 - RELAXED))
        for (rule, year), level in wanted.items()
    }


def most_content(asked: Program, form: Form, year: int, *, gap: float) -> float:
    """Give the most content by a rule in a year, whatever it costs.

    Where parts change the denominator, too, the ratio is raised step by step
    (W. Dinkelbach, *On nonlinear fractional programming*, 1967).
    """
    content = float(form.base[year] / form.below[year])
    while True:
        weights = rule_row(form, asked.shares, year, content)
        objective = np.r_[np.zeros(len(asked.decisions)), weights]
        plan = solved(asked, {}, {}, gap=gap, objective=objective)
        assert plan is not None, "without commitments there is always a roadmap"
        reached = float(form.content(plan.local)[year])
        if reached <= content * (1 + 1e-6) + 1e-9:
            return max(reached, content)
        content = reached


def frontier(asked: Program, form: Form, *, points: int, gap: float) -> Iterator[Point]:
    """Yield the best roadmap for each level of content in the last year.

    From what pays by itself to the most that can be reached; no other commitment
    holds.
    """
    last = asked.made.years - 1
    name = form.rule.rule
    free = best(asked, {name: form}, {}, gap=gap)
    assert free is not None, "without commitments there is always a roadmap"
    low = float(form.content(free.local)[last])
    yield Point(low, free)
    high = most_content(asked, form, last, gap=gap) * (1 - RELAXED)
    if high <= low * (1 + 1e-4) + 1e-9:
        return
    for level in np.linspace(low, high, points)[1:]:
        found = best(asked, {name: form}, {(name, last): float(level)}, gap=gap)
        if found is not None:
            yield Point(float(level), found)


def commitment_price(
    asked: Program,
    forms: Forms,
    wanted: Wanted,
    plan: Plan,
    years: list[int],
    rule: str,
) -> Price:
    """Give what raising a commitment by one costs, the decisions as they are."""
    form = forms[rule]
    order = list(wanted)
    places = [order.index((rule, year)) for year in years]
    below = form.below + form.below_parts @ plan.local
    steps = (below / form.below)[years]
    return price(fixed(asked, forms, wanted, plan), places, steps)


def raised(
    wanted: Wanted, commitment: Commitment, years: list[int], by: float
) -> dict[tuple[str, int], float]:
    """Give what is wanted with one commitment raised."""
    more = {(commitment.rule, year) for year in years}
    return {key: least + (by if key in more else 0.0) for key, least in wanted.items()}


def meets(form: Form, plan: Plan, year: int, least: float) -> bool:
    """Tell whether a roadmap has the content in a year, but for rounding."""
    shares = [(at, year) for at in range(len(plan.local))]
    row = rule_row(form, shares, year, least)
    return bool(row @ plan.local[:, year] >= rule_need(form, year, least) - 1e-7)
