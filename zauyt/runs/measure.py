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
    those of the warm-up too. ``spent`` (stations, columns) has the ticks of every
    state, ``lead_ticks`` (vehicles) the time from the first station to the count
    point, ``built`` (sections, kinds) the jobs that came in the counted time,
    ``fresh`` (sections) those of them that came for the first time, ``outcomes``
    (outcomes, 2) what came of them on a first visit and on later ones, where a line
    has several outcomes, ``content_ticks`` (buffers) the job ticks spent inside.
    ``inside_ticks`` is the integral of the jobs inside the plant.
    """

    number: int
    ended: int
    by_day: NDArray[np.int64]
    scrapped_by_day: NDArray[np.int64]
    left_in_all: int
    passed: dict[str, int]
    spent: NDArray[np.int64]
    lead_ticks: NDArray[np.int64]
    built: NDArray[np.int64]
    fresh: NDArray[np.int64]
    outcomes: NDArray[np.int64]
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


@dataclass(frozen=True)
class Passed:
    """Passages of count points in the order written down, a column each."""

    time: NDArray[np.int64]
    born: NDArray[np.int64]
    point: NDArray[np.int64]
    kind: NDArray[np.int64]

    def only(self, kept: NDArray[np.bool_]) -> Passed:
        """Give some of the passages."""
        return Passed(
            self.time[kept], self.born[kept], self.point[kept], self.kind[kept]
        )


def _passed(run: Run) -> Passed:
    """Give a run's passages; nothing here depends on their order."""
    made = run.header("passages_made")
    rows = records(run.memory, "passages", made, layout.V)
    return Passed(
        *(
            np.ascontiguousarray(rows[name])
            for name in ("time", "born", "point", "kind")
        )
    )


def inside_ticks(run: Run) -> int:
    """Give the integral of the jobs inside over the counted time.

    A part that is joined to a vehicle counts up to then.
    """
    begin, end = run.header("count_from"), run.header("until")
    alive = end - np.maximum(_alive(run), begin)
    return run.header("stayed") + int(np.maximum(alive, 0).sum())


def built(run: Run, kinds: int) -> NDArray[np.int64]:
    """Give the jobs that every section took in the counted time (sections, kinds)."""
    begin, count = run.header("built"), run.header("sections_count")
    return run.memory[begin : begin + count * kinds].reshape(count, kinds).copy()


def outcomes(run: Run) -> NDArray[np.int64]:
    """Give what came of jobs in the counted time (outcomes; first visit, later)."""
    begin, end = run.header("outcomes"), run.header("targets")
    size = layout.O.size
    rows = run.memory[begin:end].reshape(-1, size)
    return rows[:, [layout.O.first, layout.O.later]].copy()


def finished(run: Run) -> NDArray[np.int64]:
    """Give the jobs that left every station in the counted time (stations)."""
    given: NDArray[np.int64] = _served(run) - run.stations["early"]
    return given


def _by_day(passed: Passed, counted: Counted, kinds: int) -> NDArray[np.int64]:
    """Count passages by day and kind (days, kinds)."""
    days = counted.day_starts.size - 1
    day = np.searchsorted(counted.day_starts, passed.time, side="right") - 1
    counts = np.bincount(day * kinds + passed.kind, minlength=days * kinds)
    return counts.reshape(days, kinds)


def _served(run: Run) -> NDArray[np.int64]:
    """Give the jobs that left every station; the last may leave after the end."""
    stations, sections = run.stations, run.sections
    alone = np.repeat(
        sections["conveyor"] == 0, sections["last"] - sections["first"] + 1
    )
    newest = stations["ring"] + ((stations["left"] - 1) & stations["mask"])
    after_end = alone & (run.memory[newest] >= run.header("until"))
    served: NDArray[np.int64] = stations["left"] - (after_end & (stations["left"] > 0))
    return served


def measure(packed: Packed, run: Run, counted: Counted) -> Measured:
    """Reduce a run to what the study keeps of it."""
    begin = int(counted.day_starts[0])
    passed = _passed(run)
    at_point = passed.point == packed.points.index(counted.point)
    left_in_all = int(at_point.sum())
    kept = passed.time >= begin
    out = passed.only(kept & at_point)
    scrapped = passed.only(kept & (passed.point == packed.points.index("scrapped")))
    by_point = np.bincount(passed.point[kept], minlength=len(packed.points))
    kinds = len(packed.network.kinds)
    attribution = None
    if run.header("record"):
        attribution = attribute(
            packed, run, point=counted.point, day_starts=counted.day_starts
        )
    return Measured(
        number=run.number,
        ended=run.ended,
        by_day=_by_day(out, counted, kinds),
        scrapped_by_day=_by_day(scrapped, counted, kinds).sum(axis=1),
        left_in_all=left_in_all,
        passed=dict(zip(packed.points, by_point.tolist(), strict=True)),
        spent=run.spent,
        lead_ticks=out.time - out.born,
        built=built(run, kinds),
        fresh=run.sections["fresh"].copy(),
        outcomes=outcomes(run),
        served=_served(run),
        content_ticks=run.buffers["area"].copy(),
        most=run.buffers["most"].copy(),
        lost=int(run.buffers["lost"].sum()),
        inside_ticks=inside_ticks(run),
        held=tuple(
            (number, int(buffer))
            for number, buffer in enumerate(run.sections["held"])
            if buffer >= 0
        ),
        stuck_at_ticks=run.header("now"),
        attribution=attribution,
    )
