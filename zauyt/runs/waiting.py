"""Places that fill up: where more room is wanted, and where none would do."""

from __future__ import annotations

import numpy as np

from zauyt.arrays.pack import Packed, records
from zauyt.errors import NoAnswer
from zauyt.kernels.flow import layout
from zauyt.runs.memory import Memory
from zauyt.units import TICKS_PER_HOUR

MOST_WAITING = 2**19
"""More jobs than this in one place mean that they pile up without end."""


def full_buffers(packed: Packed, memory: Memory) -> list[int]:
    """Give the buffers that have no room left for the jobs that wait in them.

    Raises
    ------
    NoAnswer
        When jobs pile up without end.
    """
    count = memory.header("buffers_count")
    buffers = records(memory.block, "buffers", count, layout.B)
    full = np.flatnonzero(buffers["count"] == buffers["room"])
    full = full[buffers["room"][full] < buffers["places"][full]]
    for number in full:
        waiting = int(buffers["count"][number])
        if waiting >= MOST_WAITING:
            hours = memory.header("now") / TICKS_PER_HOUR
            name = packed.network.buffers[number].line
            raise NoAnswer(
                f"jobs pile up without end in front of {name}: {waiting:,} wait there"
                f" after {hours:,.1f} h. What comes to it is faster than {name} is;"
                " limit its places (buffer_before, places), slow what feeds it, or"
                f" make {name} faster."
            )
    return [int(number) for number in full]
