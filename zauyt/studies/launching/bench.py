"""What every run of a launch shares, and the runs of it, with doubt and without."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from zauyt.arrays.network import network
from zauyt.errors import Problem, WrongInput
from zauyt.plant.plant import Plant
from zauyt.runs.batch import Period, Setting
from zauyt.studies.launching.doubts import Doubts, doubts_of
from zauyt.studies.launching.forgetting import forgetful, with_forgetting
from zauyt.studies.launching.months import Months, months_of
from zauyt.studies.launching.people import counted_people, plan_of, with_people
from zauyt.studies.launching.run import Start, Way, launched, made_ready
from zauyt.studies.simulation.doubt import felt
from zauyt.studies.simulation.nothing import too_much
from zauyt.studies.staffing.pipeline import Plan

Tell = Callable[[int], None]


@dataclass(frozen=True)
class Bench:
    """A launch: the plant with its people, its months, where vehicles are counted.

    ``plant`` has what the simulator reads and no more, ``stated`` is all of the file;
    ``people`` are those counted by skill, for whom ``plan`` was made.
    """

    plant: Plant
    stated: Plant
    plan: Plan | None
    people: Mapping[str, int] | None
    span: Months
    point: str
    seed: int
    workers: int

    @property
    def period(self) -> Period:
        """Give the days, of which none fills the plant unseen."""
        return Period(self.span.start, self.span.days, 0)

    @property
    def doubts(self) -> Doubts:
        """Give what is in doubt."""
        return doubts_of(self.plant, self.stated, self.plan)

    def launched(self, starts: Sequence[Start], tell: Tell) -> list[Way]:
        """Carry out runs with their gates."""
        return launched(
            starts, self.period, seed=self.seed, workers=self.workers, tell=tell
        )


def bench_of(plant: Plant, *, months: int, seed: int, workers: int) -> Bench:
    """Give the launch of a plant that has a ramp, over so many months of it.

    Raises
    ------
    WrongInput
        When a run would not end in time, or none of the ways out is counted.
    """
    assert plant.ramp is not None, "a launch without a ramp"
    people = counted_people(plant)
    plan = plan_of(plant, people)
    manned = with_people(plant, plan)
    # The months of a skill are read off the pipeline, whatever its numbers' doubt.
    read = felt(manned).model_copy(update={"pipeline": plant.pipeline})
    span = months_of(plant.ramp.start, months)
    bench = Bench(
        read, plant, plan, people, span, "", seed, workers or os.cpu_count() or 1
    )
    return _remembering(replace(bench, point=_count_point(bench)))


def in_doubt(bench: Bench, count: int, tell: Tell) -> list[Way]:
    """Carry out runs in which every number with a range is drawn anew."""
    doubts = bench.doubts

    def drawn(run: int) -> tuple[Plant, Setting]:
        other = doubts.drawn(seed=bench.seed, run=run)
        return made_ready(other, bench.period, bench.point)

    starts = [Start(functools.partial(drawn, run), run) for run in range(count)]
    return bench.launched(starts, tell)


def by_chance(bench: Bench, count: int, tell: Tell) -> list[Way]:
    """Carry out runs that differ by chance alone."""
    as_stated = made_ready(bench.plant, bench.period, bench.point)
    starts = [Start(lambda: as_stated, run) for run in range(count)]
    return bench.launched(starts, tell)


def _remembering(bench: Bench) -> Bench:
    """Give the bench whose plant forgets what its curves say is forgotten."""
    if not forgetful(bench.plant):
        return bench
    (way,) = by_chance(bench, 1, lambda _: None)
    made = bench.span.sums(way.by_day(bench.point))
    return replace(bench, plant=with_forgetting(bench.plant, bench.span, made))


def _count_point(bench: Bench) -> str:
    """Give where vehicles are counted: the target's, buy-off, or nearest to the end."""
    expanded = network(bench.plant)
    problems = too_much(expanded, bench.period)
    if not expanded.points:
        message = "no vehicle is ever counted: every way out is scrap or uncounted"
        problems.append(Problem("lines", message, "count_point"))
    if problems:
        raise WrongInput(problems)
    if bench.plant.target is not None:
        return bench.plant.target.count_point
    return "buy_off" if "buy_off" in expanded.points else expanded.points[0]
