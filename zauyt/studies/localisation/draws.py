"""A roadmap with doubt: it stays as decided while every number is drawn anew.

Where supply turns out larger or smaller, the plant takes the same share of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.plant.record import Record
from zauyt.studies.localisation.choices import Choices, choices
from zauyt.studies.localisation.program import Plan
from zauyt.studies.localisation.rules import forms
from zauyt.studies.simulation import doubt

Floats = NDArray[np.float64]

READ = ("money", "volumes", "parts", "operations", "content")
"""Parts of a plant that a roadmap rests on."""

SHARES = frozenset(
    (
        "share",
        "fitted_share",
        "deletion_credit",
        "part_least_share",
        "imported_share",
        "vehicle_share",
        "spent_share",
        "displaced_share",
        "freight_domestic_share",
        "residents_share",
        "jobs_share",
        "delta",
        "dealer_share",
        "left_share",
        "profit_tax_share",
        "passed_share",
        "upkeep_share",
    )
)
"""Numbers that are shares of 1, whatever is drawn; rejects stay below it."""


def ranges(plant: Plant, plan: Plan, made: Choices) -> dict[str, Evidence]:
    """Give the numbers with a range that a roadmap rests on, by path."""
    chosen = {(made.all[at].part, made.all[at].candidate) for at in plan.decided}
    return {
        path: evidence
        for path, evidence in doubt.ranged(plant).items()
        if _read(path.split("."), chosen)
    }


def _read(steps: list[str], chosen: set[tuple[str, str]]) -> bool:
    if steps[0] != "parts":
        return steps[0] in READ
    if steps[2] != "candidates":
        return any(part == steps[1] for part, _ in chosen)
    return (steps[1], steps[3]) in chosen and steps[4] != "jobs"


def drawn(plant: Plant, found: Mapping[str, Evidence], *, seed: int, run: int) -> Plant:
    """Give the plant of one draw."""
    return with_values(plant, doubt.draws(plant, found, seed=seed, run=run))


def with_values(plant: Plant, values: Mapping[str, float]) -> Plant:
    """Give the plant with other numbers, each kept inside what makes sense."""
    inside = {}
    for path, value in values.items():
        steps = path.split(".")
        most = 1.0 if steps[-1] in SHARES or "ckd_share" in steps else np.inf
        most = 0.99 if steps[-1] == "reject_share" else most
        inside[path] = min(max(value, 0.0), most)
    changed: Plant = laid(plant, inside)
    return changed


def laid(record: Any, values: Mapping[str, float]) -> Any:
    """Give a record with other numbers at dotted paths, which are not checked."""
    tree: dict[str, Any] = {}
    for path, value in values.items():
        steps = path.split(".")
        below = tree
        for step in steps[:-1]:
            below = below.setdefault(step, {})
        below[steps[-1]] = value
    return _laid(record, tree)


def _laid(value: Any, tree: Mapping[str, Any]) -> Any:
    """Give a record, mapping or list with other numbers below it."""
    if isinstance(value, Record):
        return value.model_copy(
            update={n: _below(getattr(value, n), below) for n, below in tree.items()}
        )
    if isinstance(value, tuple):
        return tuple(
            _below(entry, tree[str(place)]) if str(place) in tree else entry
            for place, entry in enumerate(value)
        )
    return {**value, **{name: _below(value[name], b) for name, b in tree.items()}}


def _below(value: Any, below: Any) -> Any:
    return _laid(value, below) if isinstance(below, Mapping) else below


def judged(
    plant: Plant, plan: Plan, stated: Choices, names: tuple[str, ...]
) -> tuple[float, dict[str, Floats]]:
    """Give what a roadmap is worth with other numbers, and its content by rule."""
    made = choices(plant)
    local = taken(plan, stated, made)
    worth = 0.0
    for at, year in plan.decided.items():
        choice = made.all[at]
        saved = float((local[at] * made.volumes) @ made.saving_factor)
        worth += choice.gain * saved
        worth -= choice.investment * float(made.investment_factor[year])
    found = forms(plant, made, names)
    return worth, {name: form.content(local) for name, form in found.items()}


def taken(plan: Plan, stated: Choices, made: Choices) -> Floats:
    """Give the shares of vehicles when the same share of what is supplied is taken."""
    local = np.zeros_like(plan.local)
    for at, year in plan.decided.items():
        before = stated.all[at].supply[year]
        share = np.divide(
            plan.local[at], before, out=np.ones_like(before), where=before > 0
        )
        local[at] = share * made.all[at].supply[year]
    numbers = made.of_part()
    # A part goes into no more vehicles than the part it is built into.
    for part in _inward(made.parents):
        own = numbers.get(part, [])
        most = local[numbers.get(made.parents[part], [])].sum(axis=0)
        total = local[own].sum(axis=0)
        scale = np.divide(most, total, out=np.ones_like(total), where=total > most)
        local[own] *= scale
    return local


def _inward(parents: Mapping[str, str]) -> list[str]:
    """Give the parts that are built into another one, the larger ones first."""

    def depth(part: str) -> int:
        return 1 + depth(parents[part]) if part in parents else 0

    return sorted(parents, key=depth)
