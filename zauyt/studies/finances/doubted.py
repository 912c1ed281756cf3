"""The plant's worth with doubt: every number with a range drawn anew, and its output.

With a saved result of `simulate`, each draw has the output of one of its runs as the
most that can be made in a year: a distribution, not a point.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zauyt.plant.evidence import Evidence
from zauyt.plant.finance import Scenario
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import value_at
from zauyt.studies.finances.accounts import Accounts, accounts
from zauyt.studies.finances.judged import Worth, judged, npv
from zauyt.studies.localisation.draws import with_values
from zauyt.studies.simulation.doubt import draws as draws_of
from zauyt.studies.simulation.doubt import ranged
from zauyt.studies.staffing.draws import facts

READ = ("money", "volumes", "content", "economy", "finance")
"""Parts of a plant that its money rests on, besides the parts it takes."""
UNREAD = (
    "content.commitments", "content.ckd_share", "content.most_", "content.ex_works",
    "content.conversion_cost", "economy.price_factor", "economy.spent_share",
    "economy.building", "economy.downstream", "economy.region", "economy.claim",
    "economy.displaced_share", "economy.freight_domestic_share", "economy.depreciation",
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """One draw: its accounts, what they are worth, the capacity of its run."""

    found: Accounts
    worth: Worth
    capacity: float

    @property
    def npv(self) -> float:
        """Give its present value."""
        return self.worth.npv


def ranges(plant: Plant) -> dict[str, Evidence]:
    """Give the numbers with a range that the plant's money rests on."""
    return {path: each for path, each in ranged(plant).items() if _counts(path)}


def _counts(path: str) -> bool:
    steps = path.split(".")
    if steps[0] != "parts":
        return steps[0] in READ and not path.startswith(UNREAD)
    return steps[-1] not in ("lead_months", "ramp_months", "investment", "tooling")


def draw(
    plant: Plant, found: Mapping[str, Evidence], outputs: Sequence[float], *,
    draws: int, seed: int, everything: bool, case: Scenario,
    told: Callable[[], None],
) -> list[Drawn]:  # fmt: skip
    """Carry every draw through; ``outputs`` are a year's vehicles by simulated run."""
    order = np.random.default_rng(seed).permutation(len(outputs))
    drawn = []
    for run in range(draws):
        values = {
            path: max(value, float(value_at(plant, path)) / 100)
            for path, value in draws_of(plant, found, seed=seed, run=run).items()
        }
        other = with_values(plant, values)
        capacity = math.inf
        if len(outputs):
            capacity = float(outputs[order[run % len(outputs)]])
        got = accounts(other, everything=everything, case=case, capacity=capacity)
        assert other.money is not None
        drawn.append(Drawn(got, judged(got, other.money.discount_share), capacity))
        told()
    return drawn


@dataclass(frozen=True)
class Moved:
    """Present value with one fact at the ends of its range."""

    fact: str
    path: str
    numbers: int
    at_low: float
    at_high: float


def tornado(
    plant: Plant, found: Mapping[str, Evidence], *, everything: bool, case: Scenario
) -> list[Moved]:
    """Give the facts in doubt by how much they move present value, the most first."""

    def worth(other: Plant) -> float:
        assert other.money is not None
        got = accounts(other, everything=everything, case=case)
        return npv(got, other.money.discount_share)

    moved = []
    for name, paths in facts(found).items():
        ends = [
            worth(with_values(plant, {p: float(getattr(found[p], end)) for p in paths}))
            for end in ("low", "high")
        ]
        if ends[0] != ends[1]:
            moved.append(Moved(name, paths[0], len(paths), *ends))
    return sorted(moved, key=lambda each: (-abs(each.at_high - each.at_low), each.fact))
