"""The runs with doubt: in each, every number that has a range is drawn anew.

Where the plant is the same all year, what its numbers are moves a run far more than
chance does, and some weeks tell as much as the year. How much wider chance spreads in
so short a run is known from the runs of the year; where it would be felt beside the
doubt, the runs are carried out over the whole period instead.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from zauyt.errors import NoAnswer
from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.results.result import Note
from zauyt.runs.batch import Period, Setting, carry_out_all, ready
from zauyt.runs.measure import Measured
from zauyt.statistics.interval import FloatArray
from zauyt.studies.simulation import doubt, staged
from zauyt.studies.simulation.span import Span, spanned, stretch
from zauyt.studies.simulation.staged import Looks
from zauyt.studies.simulation.stuck import explain
from zauyt.studies.simulation.trial import Bench

FELT = 0.05
"""Share of the variance above which chance in short runs is felt: at 5 % the spread is
2.5 % too wide, which moves a probability of a normal law by 0.6 points at most."""
PILOT, CLEAR = 12, 3
"""The first so many short runs may show so many times that share: then the others would
be carried out for nothing."""


@dataclass(frozen=True)
class Unsure:
    """Runs with doubt, the values drawn for each, and the time they count."""

    runs: Sequence[Measured]
    drawn: Sequence[Mapping[str, float]]
    span: Span
    by_chance: float = 0.0
    """Share of chance in the variance of short runs."""

    @property
    def vehicles_per_year(self) -> FloatArray:
        """Give each run's vehicles as vehicles in a year."""
        return np.array([self.span.a_year(run) for run in self.runs])


def carried_out(
    bench: Bench, span: Span, by_chance: Sequence[Measured],
    ranges: Mapping[str, Evidence], count: int, plan: Looks | None,
    tell: Callable[[int], None],
) -> Unsure:  # fmt: skip
    """Carry out the runs with doubt, over as little of the period as they can.

    ``span`` is that of the period, ``by_chance`` are runs over it.
    """
    if not count:
        return Unsure((), (), span)
    series = _Series(bench, ranges, tell)
    short = stretch(bench.plant, bench.period)
    if short != bench.period and min(len(by_chance), count) > 1:
        within = spanned(_ready(bench, bench.plant, short), span)
        spread = _spread_by_chance(by_chance, within)
        runs = series.carry(range(min(PILOT, count)), short)
        if spread <= CLEAR * FELT * _variance(runs, within):
            runs += series.carry(range(len(runs), count), short)
            variance = _variance(runs, within)
            if spread <= FELT * variance:
                staged.go_on(
                    plan, runs, lambda n: series.carry(n, short), within.a_year
                )
                return Unsure(runs, series.drawn_for(runs), within, spread / variance)
    runs = series.carry(range(count), bench.period)
    staged.go_on(plan, runs, lambda n: series.carry(n, bench.period), span.a_year)
    return Unsure(runs, series.drawn_for(runs), span)


def in_brief(bench: Bench, count: int) -> FloatArray | None:
    """Give the vehicles a year of runs with doubt over some weeks of the period.

    None where nothing is in doubt or the plant changes in its course, so that weeks
    do not stand for the year.

    Raises
    ------
    NoAnswer
        When the plant locks itself up; the message says where.
    """
    ranges = doubt.doubtful(bench.plant)
    short = stretch(bench.plant, bench.period)
    if not ranges or short == bench.period:
        return None
    within = spanned(
        _ready(bench, bench.plant, short),
        spanned(_ready(bench, bench.plant, bench.period)),
    )
    runs = _Series(bench, ranges, lambda _: None).carry(range(count), short)
    stuck = next((run for run in runs if run.stuck), None)
    if stuck is not None:
        raise NoAnswer(explain(_ready(bench, bench.plant, short), stuck))
    return np.array([within.a_year(run) for run in runs])


def told(unsure: Unsure, days: int) -> list[Note]:
    """Say so where the runs with doubt are shorter than the others."""
    if not unsure.runs or unsure.span.days == days:
        return []
    numbers = {"days": unsure.span.days, "share": unsure.by_chance}
    return [Note("simulate.short_doubt", numbers)]


@dataclass
class _Series:
    """Runs of a plant with other numbers in each, and the numbers drawn for them."""

    bench: Bench
    ranges: Mapping[str, Evidence]
    tell: Callable[[int], None]
    drawn: dict[int, dict[str, float]] = field(default_factory=dict)
    done: int = 0

    def carry(self, numbers: range, period: Period) -> list[Measured]:
        """Carry out the runs of these numbers."""
        before, self.done = self.done, self.done + len(numbers)
        return carry_out_all(
            [(functools.partial(self._ready, run, period), run) for run in numbers],
            seed=self.bench.seed, workers=self.bench.workers,
            progress=lambda done: self.tell(before + done),
        )  # fmt: skip

    def drawn_for(self, runs: Sequence[Measured]) -> list[dict[str, float]]:
        """Give the values drawn for each run."""
        return [self.drawn[number] for number in range(len(runs))]

    def _ready(self, run: int, period: Period) -> Setting:
        seed = self.bench.seed
        other, drawn = doubt.doubted(self.bench.plant, self.ranges, seed=seed, run=run)
        self.drawn[run] = drawn
        return _ready(self.bench, other, period)


def _ready(bench: Bench, plant: Plant, period: Period) -> Setting:
    return ready(plant, period, point=bench.point, record=False)


def _variance(runs: Sequence[Measured], span: Span) -> float:
    """Give the variance of runs' vehicles as vehicles in a year."""
    return float(np.var([span.a_year(run) for run in runs], ddof=1))


def _spread_by_chance(runs: Sequence[Measured], short: Span) -> float:
    """Give the variance by chance alone of a year's vehicles told from short runs.

    It is that between runs inside each stretch of the year, so that what the
    calendar does to a stretch is not taken for chance.
    """
    by_day = np.array([run.by_day.sum(axis=1) for run in runs], dtype=np.float64)
    stretches = by_day.shape[1] // short.days
    parts = by_day[:, : stretches * short.days]
    made = parts.reshape(len(runs), stretches, short.days).sum(axis=2)
    return float(made.var(axis=0, ddof=1).mean()) * short.year**2
