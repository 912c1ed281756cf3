"""One way in which a launch may go: a run with its gates, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.effort import effort
from zauyt.errors import NoAnswer
from zauyt.plant.plant import Plant
from zauyt.runs import passages
from zauyt.runs.batch import Period, Setting, ready
from zauyt.runs.measure import Measured, measure
from zauyt.runs.noted import ByPoint, passed, points
from zauyt.runs.stepped import carry_out_in_steps
from zauyt.studies.launching.gates import (
    Passing,
    planned,
    watching,
)
from zauyt.studies.simulation.stuck import explain

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Way:
    """What came of a launch in one run.

    ``by_point`` has the vehicles past each count point by day and model (days,
    models); ``passing`` when the gates were passed.
    """

    number: int
    by_point: Mapping[str, Whole]
    passing: Passing
    measured: Measured

    def by_day(self, point: str, models: Sequence[int] = ()) -> Whole:
        """Give the vehicles past a count point by day, of some models or all."""
        table = self.by_point[point]
        given: Whole = (table[:, list(models)] if models else table).sum(axis=1)
        return given


@dataclass(frozen=True)
class Start:
    """What a run begins with: a plant made ready, and the number of its draws."""

    make: Callable[[], tuple[Plant, Setting]]
    run: int


def launched(
    starts: Sequence[Start],
    period: Period,
    *,
    seed: int,
    workers: int,
    tell: Callable[[int], None],
) -> list[Way]:
    """Carry out runs with their gates, in order; the same for any number of workers.

    Raises
    ------
    NoAnswer
        A plant locks itself up; the message says where.
    """
    done = 0

    def one(start: Start) -> Way:
        nonlocal done
        plant, setting = start.make()
        way = _launched(plant, setting, period, seed=seed, run=start.run)
        done += 1
        tell(done)
        return way

    if workers == 1:
        return [one(start) for start in starts]
    with ThreadPoolExecutor(workers) as threads:
        return list(threads.map(one, starts))


def _launched(
    plant: Plant, setting: Setting, period: Period, *, seed: int, run: int
) -> Way:
    packed, counted = setting.packed, setting.counted
    gates = planned(plant, packed, period)
    passing = Passing()
    day_starts = counted.day_starts
    carried = carry_out_in_steps(
        packed,
        seed=seed,
        run=run,
        passages=_most_passages(setting),
        watch=lambda: watching(packed, gates, day_starts, passing),
    )
    measured = measure(packed, carried, counted)
    if measured.stuck:
        raise NoAnswer(explain(setting, measured))
    network = packed.network
    models = np.array([network.models.index(kind.model) for kind in network.kinds])
    every = ByPoint(carried.noted, points(carried.noted), int(day_starts[0]))
    by_point = {}
    for number, point in enumerate(packed.points):
        if point in network.points:
            out = passed(every.counted(number))
            kinds = passages.by_day(out, day_starts, len(models))
            table = np.zeros((period.days, len(network.models)), dtype=np.int64)
            np.add.at(table.T, models, kinds.T)
            by_point[point] = table
    return Way(run, by_point, passing, measured)


def _most_passages(setting: Setting) -> int:
    """Guess how many passages are written down, a little generously."""
    packed = setting.packed
    days = setting.counted.day_starts.size - 1
    jobs = effort(packed.network).most_a_day * days
    return int(min(jobs, 500 * days)) * len(packed.points) + 1000


def made_ready(plant: Plant, period: Period, point: str) -> tuple[Plant, Setting]:
    """Make a plant ready for runs without a history."""
    return plant, ready(plant, period, point=point, record=False)
