"""What is kept of a run: vehicles, times and states, and no history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed, records
from zauyt.kernels import layout
from zauyt.runs.attribution import Attribution, attribute
from zauyt.runs.single import Run


@dataclass(frozen=True)
class Counted:
    """Where and over which days vehicles are counted.

    ``day_starts`` are the ticks at which the counted days begin, and the end of
    the last one (days + 1).
    """

    point: str
    day_starts: NDArray[np.int64]

    @property
    def ticks(self) -> int:
        """Give the length of the counted time."""
        return int(self.day_starts[-1] - self.day_starts[0])


@dataclass(frozen=True)
class Measured:
    """One run in numbers.

    ``by_day`` (days, kinds) counts vehicles at the count point, ``left_in_all``
    those of the warm-up too, ``spent``
    (stations, columns) the ticks of every state, ``lead_ticks`` (vehicles) the
    time from the first station to the count point, ``fresh`` (sections) the jobs
    that did not come again, ``content_ticks`` (buffers) job ticks spent inside.
    ``inside_ticks`` is the integral of the vehicles inside the plant.
    """

    number: int
    ended: int
    by_day: NDArray[np.int64]
    scrapped_by_day: NDArray[np.int64]
    left_in_all: int
    passed: dict[str, int]
    spent: NDArray[np.int64]
    lead_ticks: NDArray[np.int64]
    fresh: NDArray[np.int64]
    served: NDArray[np.int64]
    content_ticks: NDArray[np.int64]
    most: NDArray[np.int64]
    lost: int
    inside_ticks: int
    held: tuple[tuple[int, int], ...]
    stuck_at_ticks: int
    attribution: Attribution | None

    @property
    def stuck(self) -> bool:
        """Give whether the run ended early, with jobs that no one can move."""
        return self.ended == layout.STUCK and bool(self.held)

    @property
    def vehicles(self) -> int:
        """Give the vehicles counted."""
        return int(self.by_day.sum())


def _alive(run: Run) -> NDArray[np.int64]:
    """Give when the jobs still inside came into being."""
    jobs = records(run.memory, "jobs", run.header("jobs_count"), layout.J)
    free = np.zeros(jobs.size, dtype=bool)
    following = jobs["next"].tolist()
    number = run.header("free_job")
    while number >= 0:
        free[number] = True
        number = following[number]
    born: NDArray[np.int64] = jobs["born"][~free]
    return born


def _inside_ticks(packed: Packed, run: Run, counted: Counted) -> int:
    """Give the integral of the vehicles inside over the counted time."""
    begin, end = int(counted.day_starts[0]), int(counted.day_starts[-1])
    leaving = {
        packed.points.index(outlet.point or ("scrapped" if outlet.scrap else "left"))
        for route in packed.network.routes
        for outlet in route
        if not outlet.targets
    }
    passages = run.passages
    gone = passages[np.isin(passages["point"], list(leaving))]
    stays = np.minimum(gone["time"], end) - np.maximum(gone["born"], begin)
    alive = end - np.maximum(_alive(run), begin)
    return int(np.maximum(stays, 0).sum() + np.maximum(alive, 0).sum())


def _by_day(passages: NDArray[np.void], counted: Counted) -> NDArray[np.int64]:
    """Count passages by day (days)."""
    day = np.searchsorted(counted.day_starts, passages["time"], side="right") - 1
    return np.bincount(day, minlength=counted.day_starts.size - 1)


def measure(packed: Packed, run: Run, counted: Counted) -> Measured:
    """Reduce a run to what the study keeps of it."""
    begin = int(counted.day_starts[0])
    passages = run.passages
    point = packed.points.index(counted.point)
    left_in_all = int((passages["point"] == point).sum())
    passages = passages[passages["time"] >= begin]
    out = passages[passages["point"] == point]
    scrapped = passages[passages["point"] == packed.points.index("scrapped")]
    days = counted.day_starts.size - 1
    kinds = len(packed.network.kinds)
    day = np.searchsorted(counted.day_starts, out["time"], side="right") - 1
    by_day = np.bincount(day * kinds + out["kind"], minlength=days * kinds)
    attribution = None
    if run.header("record"):
        attribution = attribute(
            packed, run, point=counted.point, day_starts=counted.day_starts
        )
    return Measured(
        number=run.number,
        ended=run.ended,
        by_day=by_day.reshape(days, kinds),
        scrapped_by_day=_by_day(scrapped, counted),
        left_in_all=left_in_all,
        passed={
            name: int((passages["point"] == number).sum())
            for number, name in enumerate(packed.points)
        },
        spent=run.spent,
        lead_ticks=out["time"] - out["born"],
        fresh=run.sections["fresh"].copy(),
        served=run.stations["left"].copy(),
        content_ticks=run.buffers["area"].copy(),
        most=run.buffers["most"].copy(),
        lost=int(run.buffers["lost"].sum()),
        inside_ticks=_inside_ticks(packed, run, counted),
        held=tuple(
            (number, int(buffer))
            for number, buffer in enumerate(run.sections["held"])
            if buffer >= 0
        ),
        stuck_at_ticks=run.header("now"),
        attribution=attribution,
    )
