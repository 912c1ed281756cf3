"""The loss waterfall: from the set speed of the pace-setting line to vehicles out.

The pace is set by the station whose usual operation time, over its positions and
for the share of vehicles that come to it, is longest. At that pace, over every
hour of the calendar, the plant would make the ideal number of vehicles. The
critical path of a run books every tick to a cause; divided by the pace, that is
vehicles. Work at the usual pace, less what it made, is what buffers and stations
faster than the pace won back (a gain is negative). So the bars close by
construction of the path, in every run and on every day, with nothing left over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed
from zauyt.plant.motion import Paced
from zauyt.runs.measure import Measured

WON_BACK = "won_back"
PASSED_ON = ("pace",)
"""Columns of the path that are no loss by themselves."""


@dataclass(frozen=True)
class Pace:
    """The station that sets the pace, and the ticks it takes a vehicle."""

    station: str
    line: str
    ticks: float


def usual_ticks(packed: Packed, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the ticks of every station's usual operation for a mix of kinds.

    A station of a conveyor has the conveyor's time: its set speed after the
    launch, or its own work if that is longer; or the longest work and the move.
    """
    cycles = np.array([stop.cycle_s for stop in packed.stops]) * 1000.0
    usual: NDArray[np.float64] = cycles @ (shares / shares.sum())
    first = 0
    for section in packed.network.sections:
        own = usual[first : first + len(section.stops)]
        if isinstance(section.motion, Paced):
            own[:] = np.maximum(own, section.motion.pitch_time_s * 1000.0)
        elif section.motion is not None:
            own[:] = own.max() + section.motion.transfer_s * 1000.0
        first += len(section.stops)
    return usual


def kind_shares(packed: Packed, runs: Sequence[Measured]) -> NDArray[np.float64]:
    """Give the mix that left, as shares of kinds (all equal if none left)."""
    built = sum((run.by_day.sum(axis=0) for run in runs), np.zeros(1))
    shares = np.asarray(built, dtype=np.float64)
    if not shares.sum():
        shares = np.ones(len(packed.network.kinds))
    return shares


def visits(packed: Packed, runs: Sequence[Measured]) -> dict[str, float]:
    """Give the first visits to every station for one vehicle that leaves."""
    jobs: dict[str, float] = {}
    for number, section in enumerate(packed.network.sections):
        count = float(sum(int(run.fresh[number]) for run in runs))
        for stop in section.stops:
            jobs[stop.station] = jobs.get(stop.station, 0.0) + count
    # Over the whole run, warm-up included, as the visits are.
    out = float(sum(_left(run) for run in runs)) or 1.0
    return {name: count / out for name, count in jobs.items()}


def _left(run: Measured) -> int:
    return run.left_in_all


def pace(packed: Packed, runs: Sequence[Measured]) -> Pace:
    """Give the station that sets the pace for the mix that was built."""
    usual = usual_ticks(packed, kind_shares(packed, runs))
    seen = visits(packed, runs)
    ticks = [
        usual[number] / stop.positions * min(seen[stop.station], 1.0)
        for number, stop in enumerate(packed.stops)
    ]
    if not any(ticks):  # no vehicle came to any station
        ticks = [
            each / stop.positions
            for each, stop in zip(usual.tolist(), packed.stops, strict=True)
        ]
    slowest = int(np.argmax(ticks))
    stop = packed.stops[slowest]
    return Pace(stop.station, stop.line, float(ticks[slowest]))


def bars(run: Measured, setting: Pace) -> dict[str, NDArray[np.float64]]:
    """Give one run's waterfall by day, in vehicles: ideal, losses, vehicles out.

    ``ideal`` less every other bar but ``out`` is ``out``; a gain is a negative
    loss.
    """
    attribution = run.attribution
    assert attribution is not None, "a run without its history"
    days = attribution.days / setting.ticks
    out = run.by_day.sum(axis=1).astype(np.float64)
    scrapped = run.scrapped_by_day.astype(np.float64)
    given: dict[str, NDArray[np.float64]] = {"ideal": days.sum(axis=1)}
    for column, cause in enumerate(attribution.causes):
        if cause not in PASSED_ON:
            given[cause] = days[:, column].copy()
    given["quality"] += scrapped
    at_pace = days[:, attribution.causes.index("pace")]
    given[WON_BACK] = at_pace - out - scrapped
    given["out"] = out
    return given
