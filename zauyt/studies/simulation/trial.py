"""What-ifs: the plant as it is and changed, on the same random numbers.

A trial runs over the first weeks of the counted days only, and its difference is
taken to the year by the planned hours, unless the plant changes in the course of
the year (a launch, kits, orders) or the change is one of single days.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.without import Reshape
from zauyt.plant.plant import Plant
from zauyt.results.result import Note
from zauyt.runs.batch import Period, Setting, carry_out_all, ready
from zauyt.runs.measure import Measured
from zauyt.statistics.blocks import summed_difference
from zauyt.statistics.interval import Interval
from zauyt.studies.simulation.span import Span, spanned, stretch

BLOCK_DAYS = 7
UNKNOWN = Interval(math.nan, math.nan, math.nan, 0.95, 0)
PAIRED, LOCKED = "paired runs", "locks itself up"
"""How a difference was found, or why there is none."""


@dataclass(frozen=True)
class Case:
    """A changed plant, and whether its change is one of single days."""

    plant: Plant
    reshape: Reshape | None = None
    whole: bool = False


@dataclass
class _Once:
    """A setting that the first to ask makes, and all who ask share."""

    make: Callable[[], Setting]
    lock: threading.Lock = field(default_factory=threading.Lock)
    made: Setting | None = None

    def __call__(self) -> Setting:
        with self.lock:
            if self.made is None:
                self.made = self.make()
            return self.made


@dataclass(frozen=True)
class Bench:
    """What trials are held against: the plant as it is, and how to run it."""

    plant: Plant
    period: Period
    point: str
    pairs: int
    seed: int
    workers: int


def outcomes(
    bench: Bench,
    cases: Mapping[str, Case],
    base: Sequence[Measured],
    span: Span,
    *,
    tell: Callable[[int], None],
) -> Outcomes:
    """Run every case as often as there are pairs.

    ``base`` are runs of the plant as it is over the whole period, by number, and
    ``span`` is theirs.
    """
    short = stretch(bench.plant, bench.period)
    every = {"": Case(bench.plant), **cases}
    makers = {
        name: _Once(
            lambda case=case: _setting(  # type: ignore[misc]
                bench, case, bench.period if case.whole else short
            )
        )
        for name, case in every.items()
    }
    setting = makers[""]
    if len(base) >= bench.pairs:
        del makers[""]  # it has been run already, if over more days
    tasks = [(make, run) for make in makers.values() for run in range(bench.pairs)]
    runs = carry_out_all(tasks, seed=bench.seed, workers=bench.workers, progress=tell)
    by_day = {
        name: np.array(
            [
                run.by_day.sum(axis=1)
                for run in runs[place * bench.pairs : (place + 1) * bench.pairs]
            ]
        )
        for place, name in enumerate(makers)
    }
    of_year = np.array([run.by_day.sum(axis=1) for run in base[: bench.pairs]])
    if "" not in by_day:
        by_day[""] = of_year[:, : short.days]
    within = span if short == bench.period else spanned(setting(), span)
    whole = {name for name, case in cases.items() if case.whole}
    stuck = {
        name
        for (name, _), run in zip(
            product(makers, range(bench.pairs)), runs, strict=True
        )
        if run.stuck
    }
    return Outcomes(by_day, of_year, whole, stuck, span.year, within.year)


@dataclass(frozen=True)
class Outcomes:
    """Vehicles by case, pair and day; ``""`` is the plant as it is."""

    by_day: dict[str, NDArray[np.int64]]
    of_year: NDArray[np.int64]
    whole: set[str]
    stuck: set[str]
    """Cases that locked themselves up: what they made until then says nothing."""
    whole_rate: float
    short_rate: float

    def difference(self, name: str, base: str = "") -> Interval:
        """Give by how many vehicles a year a case exceeds another, or the plant.

        Unknown where one of them locks itself up.
        """
        if {name, base} & self.stuck:
            return UNKNOWN
        whole = name in self.whole
        values = self.by_day[name]
        other = self.of_year if whole and not base else self.by_day[base]
        pairs = min(len(values), len(other))
        found = summed_difference(values[:pairs], other[:pairs], block=BLOCK_DAYS)
        rate = self.whole_rate if whole else self.short_rate
        return Interval(
            found.value * rate, found.low * rate, found.high * rate, found.level, pairs
        )


def locked(tried: Outcomes | None) -> list[Note]:
    """Say of each case that locked itself up that it did."""
    if tried is None:
        return []
    keys = [key for key in tried.by_day if key in tried.stuck]
    return [
        Note(f"simulate.locked.{what}", {"name": name})
        for what, _, name in (key.partition(" ") for key in keys)
    ]


def _setting(bench: Bench, case: Case, period: Period) -> Setting:
    return ready(
        case.plant, period, point=bench.point, record=False, reshape=case.reshape
    )
