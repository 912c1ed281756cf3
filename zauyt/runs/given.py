"""Operation times that are given beforehand instead of drawn."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed, records
from zauyt.kernels import layout


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
    begin = packed.memory.size
    addresses = {}
    parts = [packed.memory]
    for name, times in ticks.items():
        if times.size and int(times.min()) < 1:
            raise ValueError(f"{name}: {times.min()} ticks; at least 1 is allowed")
        addresses[numbers[name]] = begin
        parts += [times, np.array([packed.length_ticks], dtype=np.int64)]
        begin += times.size + 1
    memory = np.concatenate(parts)
    count = int(memory[layout.H.stations_count])
    stations = records(memory, "stations", count, layout.S)
    for number, address in addresses.items():
        stations["given"][number] = address
    return dataclasses.replace(
        packed,
        memory=memory,
        again=lambda room: with_given_times(packed.again(room), ticks),
    )
