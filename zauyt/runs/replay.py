"""History on demand: a run carried out again, part by part, the last part first.

The draws are by number and the state at a mark is complete, so a part carried
out again is the same to the bit. A part whose history is still too large is
carried out with marks of its own first. So memory does not grow with the
length of a run, and time by one pass for each level of marks.

References: Griewank, Walther (2000), Algorithm 799: revolve, ACM TOMS 26, on
what to keep and what to compute again when a computation is gone through
backwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed
from zauyt.runs.memory import (
    Mark,
    Memory,
    Rings,
    history_bytes,
    moved,
    rings_between,
)
from zauyt.runs.single import PART_BYTES, Run, go_on, marked, most_marks, stops

Least = tuple[NDArray[np.int64], NDArray[np.int64]]
"""From which operation on history is at hand (stations), and up to which move of a
conveyor it is not (sections)."""

Look = Callable[[Memory, Least], bool]
"""Takes a memory and what of its history is at hand, and tells whether earlier
history is wanted."""


def look_back(
    packed: Packed, run: Run, look: Look, *, most_bytes: int = 2 * PART_BYTES
) -> None:
    """Show all of a run's history, from its end to its beginning."""
    if not run.marks:
        none = np.zeros(run.sections.size, dtype=np.int64)
        look(run.kept, (np.zeros(run.stations.size, dtype=np.int64), none))
        return
    _look_back(packed, list(run.marks), run.kept, packed.length_ticks, look, most_bytes)


def _look_back(
    packed: Packed, marks: list[Mark], end: Memory, end_ticks: int, look: Look,
    most_bytes: int,
) -> bool:  # fmt: skip
    """Show the history from the first mark to a later moment, backwards."""
    while marks:
        mark = marks.pop()
        if not _part(packed, mark, end, end_ticks, look, most_bytes):
            return False
        end, end_ticks = mark.memory, mark.ticks
    return True


def _part(
    packed: Packed, mark: Mark, end: Memory, end_ticks: int, look: Look,
    most_bytes: int,
) -> bool:  # fmt: skip
    """Show the history between a mark and a later moment of the run."""
    size = history_bytes(mark.memory, end)
    # Room that is not written to takes no memory.
    repairs = mark.memory.header("repairs_made") + size // 256 + 1024
    if size > most_bytes and end_ticks - mark.ticks > 1:
        most = min(most_marks(mark.memory), end_ticks - mark.ticks)
        parts = min(math.ceil(size / most_bytes), most)
        ends = stops(mark.ticks, end_ticks, parts)
        while True:
            again = moved(mark.memory, Rings(repairs=repairs))
            _, inner, met = marked(packed, again, ends, mark.ticks)
            if met <= repairs:
                # A run that locked itself up ended with the last of these parts.
                ended = ends[len(inner) - 1]
                return _look_back(packed, inner, end, ended, look, most_bytes)
            repairs = 2 * met
    while True:
        rings = rings_between(mark.memory, end, repairs=repairs)
        again = moved(mark.memory, rings)
        go_on(packed, again, end_ticks)
        met = again.header("repairs_made")
        if met <= repairs:
            sections = mark.memory.sections
            # The newest operation of each station came along with the mark, but not
            # all that it may lead to on a conveyor. The next move of one that waits
            # for a job is yet to begin.
            along = 0 if sections["conveyor"].any() else 1
            least = np.maximum(mark.memory.stations["left"] - along, 0)
            return look(again, (least, sections["move"] - sections["idle"]))
        repairs = met
