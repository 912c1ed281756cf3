"""The compiled supply is the slow obvious one, on cases drawn at random.

``ZAUYT_SUPPLIES`` says how many are tried (24 unless stated).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import zauyt
from tests.naive import supply as naive
from tests.studies import supplies
from tests.tried import tried
from zauyt.arrays.supply.block import Rules, rules_of
from zauyt.arrays.supply.case import case_of, drawn
from zauyt.plant.plant import Plant
from zauyt.studies.supplying.outcome import carried_out

POLICIES = ("wait", "other_model", "build_short")


def case_at_random(seed: int) -> tuple[Plant, str, str | None]:
    """Give a plant at random, a policy and a disruption."""
    chance = np.random.default_rng(seed)

    def some(low: int, high: int) -> int:
        return int(chance.integers(low, high + 1))

    lane, material = "supply.lanes.train.", "supply.materials."
    changes: dict[str, Any] = {
        "supply.weeks": some(4, 12),
        "supply.per_workday": {"2026-01-01": some(3, 25)},
        "supply.catch_up_share": float(chance.choice([0.0, 0.1, 0.4])),
        "supply.pull_workdays": some(0, 6),
        "supply.park_places": some(0, 8),
        "supply.suppliers.maker.frozen_days": some(0, 12),
        "supply.suppliers.maker.every_weeks": some(1, 2),
        f"{lane}most_containers": some(9, 40),
        f"{lane}in_order": bool(chance.integers(2)),
        "supply.lanes.other_train.weight": float(chance.choice([0.0, 0.5, 1.0])),
        "supply.unpacking.containers_per_day": float(chance.choice([4.5, 9, 100])),
        f"{material}roof.safety_stock": some(0, 40),
        f"{material}tyre.safety_stock": some(0, 300),
        f"{material}tyre.damaged_share": float(chance.choice([0.0, 0.02])),
    }
    for name in ("kit_suv", "kit_car"):
        changes[f"{material}{name}.safety_stock"] = some(0, 60)
    if chance.integers(3) == 0:
        changes[f"{material}tyre.safety_stock"] = 0
        changes[f"{material}tyre.reorder_level"] = some(100, 900)
        changes[f"{material}tyre.order_up_to"] = some(1000, 2000)
    plant = zauyt.read_text(supplies.TWO_MODELS).change(changes)
    assert plant.supply is not None
    trials = [None, *plant.supply.disruptions]
    return plant, str(chance.choice(POLICIES)), trials[some(0, len(trials) - 1)]


def compare(seed: int) -> None:
    """Hold a random case of the kernel against the twin."""
    plant, policy, trial = case_at_random(seed)
    assert plant.supply is not None
    case = case_of(plant, plant.supply.disruptions[trial] if trial else None)
    draw = drawn(case, seed=seed, run=seed % 7)
    rules = Rules(policy, rules_of(case).safety)
    fast = carried_out(case, [draw], rules)
    slow = naive.simulate(case, draw, rules)
    assert np.array_equal(fast.ordered[0].T, slow["ordered"]), seed
    for name in ("made", "stopped", "parked", "stocks", "yards", "missing"):
        assert np.array_equal(getattr(fast, name)[0], slow[name][case.before :]), (
            f"{name} of case {seed}"
        )


@pytest.mark.parametrize("seed", tried("ZAUYT_SUPPLIES", 24))
def test_the_kernel_is_the_twin(seed: int) -> None:
    compare(seed)
