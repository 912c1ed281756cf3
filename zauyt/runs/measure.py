"""What is kept of a run: vehicles, times and states, and no history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed, records
from zauyt.kernels.flow import layout
from zauyt.runs import passages
from zauyt.runs.attribution import Attribution, attribute
from zauyt.runs.ending import locked
from zauyt.runs.noted import ByPoint, passed, points
from zauyt.runs.single import Run


@dataclass(frozen=True)
class Counted:
    """Where and over which days vehicles are counted.

    ``day_starts`` are the ticks at which the counted days begin, and the end of
    the last one (days + 1), ``hour_starts`` those of their hours by the clock
    (24 x days). ``shift_starts`` and ``shift_ends`` are the shifts of the line at
    whose end vehicles are counted that reach into the counted time; none where it
    is always open.
    """

    point: str
    day_starts: NDArray[np.int64]
    hour_starts: NDArray[np.int64]
    shift_starts: NDArray[np.int64]
    shift_ends: NDArray[np.int64]

    @property
    def ticks(self) -> int:
        """Give the length of the counted time."""
        return int(self.day_starts[-1] - self.day_starts[0])


@dataclass(frozen=True)
class Measured:
    """One run in numbers.

    ``by_day`` (days, kinds) counts vehicles at the count point, ``left_in_all``
    those of the warm-up too. ``by_hour`` (24) and ``by_shift`` (shifts + 1, the last
    outside all) count the same vehicles, ``direct`` (kinds) those that were never
    rejected, and ``lead`` (1 + models, `LEAD`) has their lead times. ``spent``
    (stations, columns) has the ticks of every state, ``finished`` (stations) the
    jobs that left in the counted time, ``sequences`` what entered and left stores,
    ``built`` (sections, kinds) the jobs that came in the counted time,
    ``fresh`` (sections) those of them that came for the first time, ``outcomes``
    (outcomes, 2) what came of them on a first visit and on later ones, where a line
    has several outcomes, ``content_ticks`` (buffers) the job ticks spent inside.
    ``inside_ticks`` is the integral of the jobs inside the plant. Of a run without a
    history there is no ``sequences``, and of ``lead`` the mean of all vehicles only.
    """

    number: int
    ended: int
    by_day: NDArray[np.int64]
    scrapped_by_day: NDArray[np.int64]
    left_in_all: int
    spent: NDArray[np.int64]
    by_hour: NDArray[np.int64]
    by_shift: NDArray[np.int64]
    direct: NDArray[np.int64]
    lead: NDArray[np.float64]
    sequences: NDArray[np.int64]
    built: NDArray[np.int64]
    fresh: NDArray[np.int64]
    outcomes: NDArray[np.int64]
    finished: NDArray[np.int64]
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
    attribution = None
    if run.header("record"):
        # First, since it may take much memory for history.
        attribution = attribute(
            packed, run, point=counted.point, day_starts=counted.day_starts
        )
    every = ByPoint(run.noted, points(run.noted), begin)
    at_point = packed.points.index(counted.point)
    recorded = bool(run.header("record"))
    # What only the tables ask for is left out of runs without a history.
    sequences = passages.sequences(packed, every if recorded else None)
    out = passed(every.counted(at_point))
    scrapped = passed(every.counted(packed.points.index("scrapped")))
    network = packed.network
    kinds = len(network.kinds)
    models = np.array([network.models.index(kind.model) for kind in network.kinds])
    return Measured(
        number=run.number,
        ended=run.ended,
        by_day=passages.by_day(out, counted.day_starts, kinds),
        by_hour=passages.by_hour(out, counted.hour_starts),
        by_shift=passages.by_shift(out, counted.shift_starts, counted.shift_ends),
        direct=np.bincount(out["kind"][out["rejected"] == 0], minlength=kinds),
        lead=passages.lead_times(out, models if recorded else None),
        sequences=sequences,
        scrapped_by_day=passages.by_day(scrapped, counted.day_starts, kinds).sum(
            axis=1
        ),
        left_in_all=every.in_all(at_point),
        spent=run.spent,
        built=built(run, kinds),
        fresh=run.sections["fresh"].copy(),
        outcomes=outcomes(run),
        finished=finished(run),
        served=_served(run),
        content_ticks=run.buffers["area"].copy(),
        most=run.buffers["most"].copy(),
        lost=int(run.buffers["lost"].sum()),
        inside_ticks=inside_ticks(run),
        held=locked(packed, run),
        stuck_at_ticks=run.header("now"),
        attribution=attribution,
    )
