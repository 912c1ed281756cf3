"""The reference line L: 100 stations in series, 70,000 jobs, times drawn ahead.

The source never runs dry, the end takes everything, two places lie between
stations, a finished job waits on its station until the next place is free.
Operations are lognormal (mean 340 s, cv 0.25), breakdowns come after exponential
busy time (mean 200 operations) and take exponential repair (mean 4 operations),
after which service resumes. At that pace 70,000 jobs take about a year.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.network import network
from zauyt.arrays.pack import Packed, pack
from zauyt.plant.plant import Plant
from zauyt.runs.given import with_given_times

STATIONS = 100
JOBS = 70_000
PLACES = 2
CYCLE_S = 340.0
CV = 0.25
BUSY_TO_FAILURE = 200 * CYCLE_S
REPAIR_S = 4 * CYCLE_S
FIRST_DAY = datetime.date(2026, 1, 1)
DAYS = 375


def drawn_ticks(stations: int, jobs: int, *, seed: int = 1) -> NDArray[np.int64]:
    """Give each operation's time, repairs included, in ms (stations, jobs)."""
    draw = np.random.Generator(np.random.PCG64(seed))
    sigma = np.sqrt(np.log1p(CV**2))
    given = np.empty((stations, jobs), dtype=np.int64)
    for station in range(stations):
        work = CYCLE_S * np.exp(draw.normal(-(sigma**2) / 2, sigma, jobs))
        worn = np.cumsum(work)
        # The failures by the station's busy clock, and in which operation each falls.
        many = int(worn[-1] / BUSY_TO_FAILURE * 1.5) + 100
        fails = np.cumsum(draw.exponential(BUSY_TO_FAILURE, many))
        assert fails[-1] > worn[-1], "too few failures drawn"
        place = np.searchsorted(worn, fails)
        repair = draw.exponential(REPAIR_S, many)
        repairs = np.bincount(place, weights=repair, minlength=jobs + 1)[:jobs]
        given[station] = np.maximum(np.rint((work + repairs) * 1000), 1)
    return given


def plant(stations: int, **line: Any) -> Plant:
    """Give the line as a plant, its times drawn inside by the same laws."""
    return Plant.model_validate({
        "format": 1,
        "plant": "L",
        "failures": {
            "stop": {"mtbf_h": BUSY_TO_FAILURE / 3600, "mttr_min": REPAIR_S / 60}
        },
        "lines": {
            "line": {
                "stations": stations,
                "cycle_s": CYCLE_S,
                "cycle_law": {"type": "lognormal", "cv": CV},
                "buffer_between": PLACES,
                "failure": "stop",
                **line,
            }
        },
    })  # fmt: skip


def packed(given: NDArray[np.int64] | None, *, record: bool = False) -> Packed:
    """Give the line ready to run, by given times (stations, jobs) or its own laws."""
    stations = STATIONS if given is None else given.shape[0]
    line: dict[str, Any] = {}
    if given is not None:
        # Breakdowns are in the given times.
        line = {"failure": (), "cycle_law": {"type": "constant"}}
    ready = pack(
        network(plant(stations, **line)), first_day=FIRST_DAY, days=DAYS, record=record
    )
    if given is None:
        return ready
    return with_given_times(
        ready, {f"line.S{place + 1}": row for place, row in enumerate(given)}
    )


def recursion(given: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give every departure from the last station, by the recursion alone (jobs).

    D[i, k] = max(max(D[i-1, k], D[i, k-1]) + p[i, k], D[i+1, k-b-1]), the slow
    obvious way: an oracle for the engines, not one of them.
    """
    stations, jobs = given.shape
    times = given.tolist()
    left: list[list[int]] = [[0] * jobs for _ in range(stations)]
    for job in range(jobs):
        came = 0
        for station in range(stations):
            before = left[station][job - 1] if job else 0
            done = max(came, before) + times[station][job]
            freed = job - PLACES - 1
            if station + 1 < stations and freed >= 0:
                done = max(done, left[station + 1][freed])
            left[station][job] = came = done
    return np.array(left[-1], dtype=np.int64)


def same(departures: Sequence[NDArray[Any]]) -> bool:
    """Tell whether engines that ran as many jobs gave the same departures."""
    first = np.asarray(departures[0], dtype=np.int64)
    return all(
        np.array_equal(first, np.asarray(other, dtype=np.int64))
        for other in departures[1:]
    )
