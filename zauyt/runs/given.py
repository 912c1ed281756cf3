"""Operation times that are given beforehand instead of drawn.

They stand behind the laws, in the tables that all runs share. Ticks are whole
numbers far below 2^53, which a float64 holds exactly.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed, records
from zauyt.kernels.flow import layout


def with_given_times(packed: Packed, ticks: Mapping[str, NDArray[np.int64]]) -> Packed:
    """Give the same plant with stations whose operations take the stated times.

    Parameters
    ----------
    packed
        The plant.
    ticks
        By station (`Stop.name`): the ticks that its first, second, ... operation
        takes, each at least 1. A further operation lasts to the end of the run.

    Raises
    ------
    KeyError
        When no station has one of the names.
    ValueError
        When a time is below 1.
    """
    numbers = {stop.name: number for number, stop in enumerate(packed.stops)}
    memory = packed.memory.copy()
    count = int(memory[layout.H.stations_count])
    stations = records(memory, "stations", count, layout.S)
    begin = packed.tables.size
    parts = [packed.tables.ravel()]
    for name, times in ticks.items():
        if times.size and int(times.min()) < 1:
            raise ValueError(f"{name}: {times.min()} ticks; at least 1 is allowed")
        stations["given"][numbers[name]] = begin
        parts += [times.astype(np.float64), np.array([packed.length_ticks], float)]
        begin += times.size + 1
    width = packed.tables.shape[1]
    parts.append(np.zeros(-begin % width))
    return dataclasses.replace(
        packed,
        memory=memory,
        tables=np.concatenate(parts).reshape(-1, width),
        again=lambda room: with_given_times(packed.again(room), ticks),
    )
