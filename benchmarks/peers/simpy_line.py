"""Line L in SimPy: a process for each station, a Store for the places between."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Generator
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

Process = Generator[simpy.Event, Any, None]

VERSION = importlib.metadata.version("simpy")


def departures(given: NDArray[np.int64], places: int) -> NDArray[np.int64]:
    """Give when every job leaves the last station (jobs), times in ms as given."""
    environment = simpy.Environment()
    stations = given.shape[0]
    between = [simpy.Store(environment, places) for _ in range(stations - 1)]
    left: list[int] = []

    def first(times: list[int]) -> Process:
        for job, time in enumerate(times):
            yield environment.timeout(time)
            yield between[0].put(job)

    def middle(times: list[int], before: simpy.Store, after: simpy.Store) -> Process:
        for time in times:
            job = yield before.get()
            yield environment.timeout(time)
            yield after.put(job)

    def last(times: list[int]) -> Process:
        for time in times:
            yield between[-1].get()
            yield environment.timeout(time)
            left.append(environment.now)

    rows = given.tolist()
    environment.process(first(rows[0]))
    for station in range(1, stations - 1):
        environment.process(
            middle(rows[station], between[station - 1], between[station])
        )
    environment.process(last(rows[-1]))
    environment.run()
    return np.array(left, dtype=np.int64)
