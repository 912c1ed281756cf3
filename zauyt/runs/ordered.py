"""Kits that come as they are ordered: the supply goes along with a run, day by day.

The run is stopped at each midnight. What the line has taken is told to the supply,
which orders; what is unpacked for the new day is written into the run as a delivery.
What came by day is all that the run needs to be carried out again as a whole, to the
same bits, with its history.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed, records
from zauyt.arrays.supply.felt import Ordering
from zauyt.kernels.flow import layout
from zauyt.runs.memory import Memory, Rings
from zauyt.runs.single import begun, delivery_steps, go_on
from zauyt.runs.waiting import full_buffers

Whole = NDArray[np.int64]


class Orders:
    """The supply of a run that is carried out from midnight to midnight."""

    def __init__(self, packed: Packed, memory: Memory, *, seed: int, run: int) -> None:
        assert packed.felt is not None, "orders without a supply"
        self._supply = Ordering(packed.felt, seed=seed, run=run)
        self._steps = delivery_steps(packed, memory.block)
        count = memory.header("pools_count")
        self._pools = records(memory.block, "pools", count, layout.P)
        self._numbers = {kit: number for kit, (number, _) in self._steps.items()}
        self._there = dict.fromkeys(self._steps, 0)
        _, first = next(iter(self._steps.values()))
        self.midnights = first["start"].copy()
        self.day = 0

    @property
    def tick(self) -> int | None:
        """Give when the next day begins, if there is one."""
        return int(self.midnights[self.day]) if self.day < len(self.midnights) else None

    def day_begins(self) -> None:
        """Order by what was taken on the day before; let in what is unpacked."""
        free = {kit: int(self._pools["free"][n]) for kit, n in self._numbers.items()}
        if self.day:
            taken = {kit: self._there[kit] - free[kit] for kit in free}
            self._supply.evening(self.day - 1, taken)
        if self.day < len(self.midnights) - 1:
            whole = self._supply.morning(self.day)
            for kit, (_, steps) in self._steps.items():
                assert whole[kit] >= free[kit], "kits that no material is there for"
                steps["value"][self.day] = whole[kit] - free[kit]
            self._there = whole
        self.day += 1

    def came(self) -> Whole:
        """Give how many kits came each day (kits, days and 1)."""
        return np.stack([steps["value"].copy() for _, steps in self._steps.values()])


def ordered(packed: Packed, *, seed: int, run: int) -> Whole | None:
    """Give the kits that come each day in a run, if the supply brings any.

    The run is carried out for it, without a history.
    """
    if packed.felt is None:
        return None
    while True:
        memory = begun(packed, Rings(), seed=seed, run=run)
        orders = Orders(packed, memory, seed=seed, run=run)
        ended = layout.DONE
        while orders.tick is not None and ended == layout.DONE:
            ended = go_on(packed, memory, orders.tick)
            if ended == layout.DONE:
                orders.day_begins()
        if ended != layout.FULL:
            return orders.came()
        packed = packed.roomier(full_buffers(packed, memory))
