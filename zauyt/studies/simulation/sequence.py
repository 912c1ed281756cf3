"""Sequence and colour: what goes into a store and out of it, and set-ups.

A job's planned turn is that in which its source made it. Passing a point it is *in
order* if no job planned later passed before it; it is *displaced* by the places
between its turn and its turn by the plan among the jobs that passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from zauyt.arrays.pack import STATES
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.results.summary import bounded
from zauyt.runs.batch import Setting
from zauyt.runs.measure import Measured
from zauyt.runs.passages import SEQUENCE
from zauyt.statistics.interval import interval
from zauyt.studies.simulation.quality import over
from zauyt.units import TICKS_PER_HOUR

Runs = Sequence[Measured]
SIDES = ("entry", "release")


def sequence_table(setting: Setting, runs: Runs) -> Table | None:
    """Give the sequence into and out of every store, if there is one."""
    network = setting.packed.network
    stores = [b.name for b in network.buffers if b.name in network.plant.stores]
    if not stores:
        return None
    every = np.array([run.sequences for run in runs], dtype=np.float64)
    flat = every.reshape(len(runs), -1, len(SEQUENCE))
    bodies, in_order, displaced, most, changes = flat.transpose(2, 0, 1)
    shares = [interval(column) for column in over(in_order, bodies).T]
    batches = over(bodies, np.where(bodies > 0, changes + 1, 0.0))
    return Table({
        Column("store", "", "store", "text"): [n for n in stores for _ in SIDES],
        Column("where", "", "at entry or at release", "text"): [
            *SIDES
        ] * len(stores),
        Column("bodies", "jobs", "jobs that passed, mean over runs", "number"):
            bodies.mean(axis=0),
        **bounded("in_order", "share", "not behind one that was planned later", shares),
        Column("mean_displacement", "places", "mean places off the planned turn",
               "number"): over(displaced, bodies).mean(axis=0),
        Column("largest_displacement", "places", "most of these in any run", "number"):
            most.max(axis=0),
        Column("colour_changes", "1", "neighbours of two colours", "number"):
            changes.mean(axis=0),
        Column("colour_batch", "jobs", "mean run of one colour", "number"):
            batches.mean(axis=0),
    })  # fmt: skip


def set_ups_table(setting: Setting, runs: Runs) -> Table | None:
    """Give how often stations with a set-up were set up, if there is one."""
    packed = setting.packed
    stops: dict[str, list[int]] = {}
    for number, stop in enumerate(packed.stops):
        if stop.work.setup_s:
            stops.setdefault(stop.station, []).append(number)
    if not stops:
        return None
    column = STATES.index("set_up")
    rows: dict[str, list[Any]] = {}
    batches = []
    for station, numbers in stops.items():
        stop = packed.stops[numbers[0]]
        ticks = np.array([run.spent[numbers, column].sum() for run in runs])
        jobs = np.array([float(run.finished[numbers].sum()) for run in runs])
        # One that the counted time begins or ends in counts in part.
        times = ticks / (stop.work.setup_s * 1000.0)
        batches.append(interval(over(jobs, times)))
        for name, value in (
            ("station", station), ("line", stop.line), ("on", stop.work.setup_on),
            ("jobs", jobs.mean()), ("times", times.mean()),
            ("hours", ticks.mean() / TICKS_PER_HOUR),
        ):  # fmt: skip
            rows.setdefault(name, []).append(value)
    return Table({
        Column("station", "", "station with a set-up", "text"): rows["station"],
        Column("line", "", "its line", "text"): rows["line"],
        Column("setup_on", "", "what change needs it", "text"): rows["on"],
        Column("jobs", "jobs", "jobs that left, mean over runs"): rows["jobs"],
        Column("set_ups", "1", "set-ups, mean over runs"): rows["times"],
        **bounded("batch", "jobs", "mean run of jobs without a set-up", batches),
        Column("set_up_h", "h", "hours of set-up"): rows["hours"],
    })  # fmt: skip
