"""How many vehicles leave, what stops them, where do they wait?

The answer is the capacity of a plant that is saturated, kitted and manned, unless
its file limits it by arrivals. Some runs differ by chance alone; in others every
number that has a range is drawn anew, and they give the probability of the target.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from zauyt.arrays.expanded import Network
from zauyt.arrays.network import network
from zauyt.arrays.pack import Packed
from zauyt.errors import NoAnswer, Problem, WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.evidence import Evidence
from zauyt.plant.mature import matured
from zauyt.plant.plant import Plant
from zauyt.results.result import Note, Result
from zauyt.runs.batch import Period, Setting, carry_out_all, ready
from zauyt.runs.measure import Measured
from zauyt.runs.memory import Mark
from zauyt.runs.state import State
from zauyt.studies.asked import out_of_range
from zauyt.studies.simulation import (
    answer,
    doubt,
    ledger,
    nothing,
    removal,
    staged,
    unsure,
)
from zauyt.studies.simulation.screening import Fact, known
from zauyt.studies.simulation.screening import facts as screened
from zauyt.studies.simulation.span import spanned
from zauyt.studies.simulation.staged import Looks
from zauyt.studies.simulation.stuck import explain
from zauyt.studies.simulation.trial import Bench, Outcomes, locked, outcomes

Progress = Callable[[int, int], None]


def simulate(
    plant: Plant,
    *,
    start: datetime.date | State = datetime.date(2026, 1, 1),
    days: int = 365,
    warm_up_days: int = 7,
    runs: int = 6,
    doubt_runs: int = 59,
    mature: bool = True,
    looks: int = 1,
    pairs: int = 2,
    seed: int = 1,
    workers: int = 0,
    progress: Progress | None = None,
) -> Result:
    """How many vehicles leave, what stops them, where do they wait?

    Parameters
    ----------
    plant
        The plant, free of `lint`'s errors.
    start
        First counted day, or a state saved on it (a file), from which the runs by
        chance go on.
    days
        Counted days.
    warm_up_days
        Days before the first counted one, in which the plant fills.
    runs
        Runs that differ by chance alone.
    doubt_runs
        Runs in which every number with a range is drawn anew; 59 is the least
        that can prove 95 % at 95 %. None are made where no number has a range.
    looks
        Looks at the target: with 2 or more, the runs that its probability is read
        from (those with doubt, or by chance where there is no doubt) are doubled at
        each further look, until they prove that it is met or missed.
    mature
        Whether the plant is taken as it is after its launch: without ``launch``,
        at its set speeds, with all models from the first day.
    pairs
        Pairs of runs behind each what-if: a cause of loss gone, the dozen leading
        numbers at both ends of their range, one place more; 0 for none of these.
    seed
        Seed of every draw.
    workers
        Threads; 0 takes as many as there are processors.
    progress
        Called with the runs done and the runs in all.

    Raises
    ------
    WrongInput
        When the plant has errors or an option is out of its range.
    NoAnswer
        When the plant locks itself up, or jobs pile up without end; the message
        says where.
    """
    _check(plant, days=days, warm_up_days=warm_up_days, runs=runs,
           doubt_runs=doubt_runs, looks=looks, pairs=pairs, seed=seed,
           workers=workers)  # fmt: skip
    whole, plant = plant, matured(plant) if mature else plant
    ranges = doubt.doubtful(plant)
    doubted = doubt_runs if ranges else 0
    plan = staged.planned(plant, first=doubted or runs, looks=looks)
    begins: Mapping[int, Mark] = {}
    if isinstance(start, State):
        most = plan.most_runs if plan is not None and not doubted else runs
        begins = _checked_marks(start, plant, days=days, runs=most, seed=seed)
        warm_up_days, start = start.warm_up_days, start.start
    expanded = network(plant)
    workers = workers or os.cpu_count() or 1
    period = Period(start, days, warm_up_days)
    point = _count_point(plant, expanded, period)
    done_before = 0

    def tell(done: int) -> None:
        if progress is not None:
            progress(done_before + done, max(runs + doubted, done_before + done))

    setting = replace(ready(plant, period, point=point, record=True), begins=begins)
    span = spanned(setting)
    bench = Bench(doubt.felt(plant), period, point, pairs, seed, workers)
    by_chance = _by_chance(bench, setting, runs, None if doubted else plan, tell)
    done_before = len(by_chance)
    doubts = unsure.carried_out(bench, span, by_chance, ranges, doubted, plan, tell)
    _check_free(setting, doubts.runs)
    done_before += len(doubts.runs)
    facts = screened(plant, ranges, doubts.drawn, doubts.vehicles_per_year,
                     known(setting, by_chance, span))  # fmt: skip
    tried = _tried(bench, setting, by_chance, ranges, facts, tell)
    made = sum(map(span.a_year, by_chance)) / len(by_chance)
    head = answer.headline(setting, plant, by_chance, span, doubts)
    notes = _capacity(setting, by_chance, period)
    notes += staged.told(plan, head)
    notes += answer.notes(plant, ranges, doubt_runs=len(doubts.runs))
    notes += unsure.told(doubts, days)
    notes += _launched(whole, period, mature=mature)
    notes += _what_ifs(tried, pairs)
    return Result(
        study="simulate",
        plant=plant.plant,
        plant_id=whole.id,
        options={
            "start": start, "days": days, "warm_up_days": warm_up_days, "runs": runs,
            "doubt_runs": doubted, "mature": mature, "pairs": pairs,
            **({"looks": looks} if looks > 1 else {}),
        },
        seed=seed,
        headline=head,
        tables={
            **answer.tables(setting, plant, by_chance, doubts, period, span=span,
                            seed=seed, workers=workers, tried=tried),
            **removal.table(tried),
            **ledger.table(plant, ranges, facts, tried, made),
        },
        notes=tuple(notes),
    )  # fmt: skip


def _capacity(
    setting: Setting, by_chance: Sequence[Measured], period: Period
) -> list[Note]:
    """Say whether anything comes out, and whether it is what the plant can make."""
    notes = nothing.no_vehicle(setting, by_chance, period)
    if setting.packed.felt is not None:
        return [*notes, Note("simulate.supplied")]
    return [*notes, Note("simulate.capacity")] if _saturated(setting.packed) else notes


def _what_ifs(tried: Outcomes | None, pairs: int) -> list[Note]:
    """Say how what-ifs were tried, and which of them locked the plant up."""
    return [Note("simulate.without", {"pairs": pairs}), *locked(tried)] if tried else []


def _checked_marks(
    state: State, plant: Plant, *, days: int, runs: int, seed: int
) -> Mapping[int, Mark]:
    """Give where a saved state left the runs, if it fits what is asked."""
    problems = state.problems(plant, days=days, runs=runs, seed=seed)
    if problems:
        raise WrongInput(problems)
    return state.marks()


def _by_chance(
    bench: Bench, setting: Setting, count: int, plan: Looks | None,
    tell: Callable[[int], None],
) -> list[Measured]:  # fmt: skip
    """Give the runs that differ by chance alone."""

    def carry(numbers: range) -> list[Measured]:
        return carry_out_all(
            [((lambda: setting), run) for run in numbers],
            seed=bench.seed, workers=bench.workers,
            progress=lambda done: tell(numbers.start + done),
        )  # fmt: skip

    runs = carry(range(count))
    staged.go_on(plan, runs, carry, spanned(setting).a_year)
    _check_free(setting, runs)
    return runs


def _launched(plant: Plant, period: Period, *, mature: bool) -> list[Note]:
    """Say whether the answer is for the plant after its launch, if it has one."""
    if plant == matured(plant):
        return []
    last = period.first_day + datetime.timedelta(days=period.days - 1)
    key = "simulate.mature" if mature else "simulate.launch"
    return [Note(key, {"first": period.first_day, "last": last})]


def _tried(
    bench: Bench, setting: Setting, by_chance: Sequence[Measured],
    ranges: Mapping[str, Evidence], facts: Sequence[Fact],
    tell: Callable[[int], None],
) -> Outcomes | None:  # fmt: skip
    """Carry out the what-ifs, if any are wanted and anything is made at all."""
    if bench.pairs == 0 or not any(run.vehicles for run in by_chance):
        return None
    cases = {
        **removal.removals(bench.plant, setting, by_chance, bench.period),
        **removal.enlargements(bench.plant, setting, by_chance),
        **ledger.cases(bench.plant, ranges, facts[: ledger.DOZEN]),
    }
    if setting.begins:
        # These runs began where others had left the plant, not empty.
        by_chance = ()
        cases = {name: replace(case, whole=False) for name, case in cases.items()}
    return outcomes(bench, cases, by_chance, spanned(setting), tell=tell)


def _count_point(plant: Plant, expanded: Network, period: Period) -> str:
    """Give where vehicles are counted: buy-off, or else nearest to the end.

    Raises
    ------
    WrongInput
        When a run would not end in time, or none of the ways out is counted.
    """
    problems = nothing.too_much(expanded, period)
    if not expanded.points:
        message = "no vehicle is ever counted: every way out is scrap or uncounted"
        problems.append(Problem("lines", message, "count_point"))
    if problems:
        raise WrongInput(problems)
    if plant.target is not None:
        return plant.target.count_point
    return "buy_off" if "buy_off" in expanded.points else expanded.points[0]


def _check_free(setting: Setting, runs: Sequence[Measured]) -> None:
    """Say where the plant locks itself up, if it does in any of the runs."""
    stuck = [run for run in runs if run.stuck]
    if stuck:
        raise NoAnswer(explain(setting, stuck[0]))


def _saturated(packed: Packed) -> bool:
    return all(origin.spec.type == "saturated" for origin in packed.network.origins)


def _check(plant: Plant, **options: int) -> None:
    """Refuse a plant with errors and options out of range, all at once."""
    allowed = {
        "days": (1, 36600),
        "warm_up_days": (0, 3660),
        "runs": (1, 100_000),
        "doubt_runs": (0, 100_000),
        "looks": (1, 10),
        "pairs": (0, 1000),
        "seed": (0, 2**63 - 1),
        "workers": (0, 1024),
    }
    problems = [problem for problem in lint(plant) if problem.severity == "error"]
    problems += out_of_range(options, allowed)
    if problems:
        raise WrongInput(problems)
