"""The supply that a simulated line feels: kits come as they are ordered, day by day.

Materials that name a kit are taken by the line; all others as the plan needs them, so
that they fill trains and the yard as they would.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.supply.block import block_of, rules_of
from zauyt.arrays.supply.case import Case, Stretch, case_of, drawn
from zauyt.arrays.supply.lanes import usual_days
from zauyt.kernels.supply.days import close_day, hand_over, open_day
from zauyt.kernels.supply.layout import H, P
from zauyt.plant.plant import Plant

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Felt:
    """A supply over the days of a run.

    ``materials`` are the numbers and pieces a kit of what is in each kit, by the kit's
    name.
    """

    case: Case
    materials: dict[str, tuple[tuple[int, int], ...]]


def felt_kits(plant: Plant) -> tuple[str, ...]:
    """Give the kits that come as the supply's materials are ordered, by name."""
    if plant.supply is None:
        return ()
    named = {each.kit for each in plant.supply.materials.values()}
    return tuple(kit for kit in sorted(plant.kits) if kit in named)


def felt_supply(plant: Plant, *, first_day: datetime.date, days: int) -> Felt | None:
    """Give the supply over the days of a run, if any kit comes as it is ordered."""
    kits = felt_kits(plant)
    supply = plant.supply
    if not kits or supply is None:
        return None
    disruption = supply.disruptions.get(supply.felt_disruption or "")
    case = case_of(plant, disruption, Stretch(first_day, days))
    return Felt(case, {
        kit: tuple(
            (number, supply.materials[name].per_vehicle)
            for number, name in enumerate(case.bill.materials)
            if supply.materials[name].kit == kit
        )
        for kit in kits
    })  # fmt: skip


def with_planned_days(plant: Plant) -> Plant:
    """Give the plant whose orders reckon with what its lanes take by the file."""
    supply = plant.supply
    assert supply is not None
    lanes = {
        name: lane.model_copy(
            update={"planned_days": lane.planned_days or usual_days(lane)}
        )
        for name, lane in supply.lanes.items()
    }
    other = supply.model_copy(update={"lanes": lanes})
    return plant.model_copy(update={"supply": other})


class Ordering:
    """A supply in one run: it is told what a line takes, and tells what comes."""

    def __init__(self, felt: Felt, *, seed: int, run: int) -> None:
        self.felt = felt
        case = felt.case
        self.block = block_of(case, drawn(case, seed=seed, run=run), rules_of(case))
        hand_over(self.block, case.before)

    def morning(self, day: int) -> dict[str, int]:
        """Give how many kits are whole when a day begins, by kit."""
        open_day(self.block, self.felt.case.before + day)
        begin = int(self.block[H.material]) + P.stock
        return {
            kit: max(min(int(self.block[begin + number * P.size]) // pieces
                         for number, pieces in materials), 0)
            for kit, materials in self.felt.materials.items()
        }  # fmt: skip

    def evening(self, day: int, taken: dict[str, int]) -> None:
        """Take what a line has taken in the course of a day, and order."""
        begin = int(self.block[H.taken])
        for kit, materials in self.felt.materials.items():
            for number, pieces in materials:
                self.block[begin + number] = taken[kit] * pieces
        close_day(self.block, self.felt.case.before + day)
