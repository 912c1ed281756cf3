"""A run that is looked at on the way, and what is decided then.

Between two looks nothing is different from an undisturbed run: no interior runs
ahead of a look. What is changed must lie ahead, such as the speed of a line from now
on; what stations know of it for a while is forgotten at each look.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed, records
from zauyt.kernels.flow import events as kernel
from zauyt.kernels.flow import layout
from zauyt.runs.memory import Memory, Rings
from zauyt.runs.ordered import Orders
from zauyt.runs.single import Run, begun, go_on
from zauyt.runs.waiting import full_buffers

Look = Callable[[int, Run], int | None]
"""What is done at a tick with the run as it is then; gives when it looks next."""


def carry_out_in_steps(
    packed: Packed,
    *,
    seed: int,
    run: int,
    passages: int,
    watch: Callable[[], Look],
) -> Run:
    """Run a plant once without a history, and look at it at some ticks.

    Parameters
    ----------
    packed
        The plant; it keeps no history.
    passages
        Room for so many passages of count points, at first.
    watch
        Gives what is done at each look, the first at 0. It is asked anew, and its
        looks begin anew, when the room turns out to be too small.
    """
    assert not packed.memory[layout.H.record], "a history would not know of the looks"
    while True:
        memory = begun(packed, Rings(passages=passages), seed=seed, run=run)
        orders = None
        if packed.felt is not None:
            orders = Orders(packed, memory, seed=seed, run=run)
        ended = _looked_at(packed, memory, run, watch(), orders)
        if ended == layout.FULL:
            packed = packed.roomier(full_buffers(packed, memory))
            continue
        made = memory.header("passages_made")
        if made <= passages:
            kernel.close_books(memory.block)
            return Run(run, ended, memory)
        passages = made * 11 // 10


def _looked_at(
    packed: Packed, memory: Memory, run: int, look: Look, orders: Orders | None
) -> int:
    """Carry a run out to its end; give how it ended."""
    tick = look(0, Run(run, layout.DONE, memory))
    while True:
        due = orders.tick if orders is not None else None
        if orders is not None and due is not None and (tick is None or due <= tick):
            ended = go_on(packed, memory, due)
            if ended != layout.DONE:
                return ended
            orders.day_begins()
            continue
        if tick is None or tick >= packed.length_ticks:
            break
        ended = go_on(packed, memory, tick)
        if ended != layout.DONE:
            return ended
        tick = look(tick, Run(run, layout.DONE, memory))
        memory.stations["steady_until"] = 0
    return go_on(packed, memory, packed.length_ticks)


def step_starts(run: Run, packed: Packed, line: str) -> list[NDArray[np.int64]]:
    """Give from when on the steps of a line's speed hold; they may be changed.

    Of a paced line those of each of its conveyors, of another those that its stations
    share; in order of time. The last one that has begun, before one that has not,
    holds.
    """
    if line in packed.stated.pitch:
        sections = enumerate(packed.network.sections)
        spans = [
            (run.sections["pitch_from"][number], run.sections["pitch_to"][number])
            for number, section in sections
            if section.line == line
        ]
    else:
        first = next(n for n, stop in enumerate(packed.stops) if stop.line == line)
        spans = [(run.stations["takt_from"][first], run.stations["takt_to"][first])]
    found = []
    for begin, end in spans:
        steps = records(run.memory, "steps", int(end), layout.Z)
        starts: NDArray[np.int64] = steps["start"][begin:end]
        found.append(starts)
    return found


def stated_starts(packed: Packed, line: str) -> NDArray[np.int64]:
    """Give from when on the steps of a line's speed hold as the plant states them."""
    if line in packed.stated.pitch:
        return packed.stated.pitch[line][:, 0]
    return np.array([start for start, _ in packed.stated.takt[line]], dtype=np.int64)
