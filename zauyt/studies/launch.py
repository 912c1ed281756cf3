"""How does the plant run up, how likely is the plan, what holds it back?

From the first pilot body on, month by month: dated steps of line speed, which wait at
gates until quality and equipment hold; learning, growing reliability and quality;
shifts, models and kits that come on dates. Each is what the simulator does with the
plant's file, so a launch is one long run of it. Where numbers have a range, every run
draws them anew; the band is chance and doubt together.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from zauyt.errors import Problem, WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.plant import Plant
from zauyt.results.result import Note, Result
from zauyt.runs.batch import Period, Setting, carry_out_all, ready
from zauyt.runs.measure import Measured
from zauyt.studies.asked import out_of_range
from zauyt.studies.launching import answer, levers, limits
from zauyt.studies.launching.bench import Bench, bench_of, in_doubt
from zauyt.studies.launching.bench import by_chance as chances
from zauyt.studies.launching.forgetting import forgetful
from zauyt.studies.launching.gates import as_taken
from zauyt.studies.launching.months import planned_hours
from zauyt.studies.launching.people import more_people, plan_of, with_people
from zauyt.studies.launching.run import Way
from zauyt.studies.staffing.pipeline import Plan, missing, months_table

Progress = Callable[[int, int], None]


def launch(
    plant: Plant,
    *,
    months: int = 24,
    runs: int = 1,
    doubt_runs: int = 12,
    recorded: int = 4,
    pairs: int = 2,
    rate: float = 0.0,
    seed: int = 1,
    workers: int = 0,
    progress: Progress | None = None,
) -> Result:
    """How does the plant run up, how likely is the plan, what holds it back?

    Parameters
    ----------
    plant
        The plant, free of `lint`'s errors, with a `ramp`.
    months
        Months from that of the first body on.
    runs
        Runs that differ by chance alone; they are the answer where no number has a
        range, and what-ifs are compared with them.
    doubt_runs
        Runs in which every number with a range is drawn anew. None are made where no
        number has a range.
    recorded
        Runs of the answer that are carried out once more with their history; they
        tell what limits each month. 0 for none.
    pairs
        Pairs of runs behind each what-if: gates open, a step, kits or shifts a month
        earlier, one more class or repair crew, everything learnt; 0 for none of these.
    rate
        Rate in vehicles a year whose date is asked for; 0 takes that of the ramp.
    seed
        Seed of every draw.
    workers
        Threads; 0 takes as many as there are processors.
    progress
        Called with the runs done and the runs in all.

    Raises
    ------
    WrongInput
        When the plant has errors or no ramp, or an option is out of its range.
    NoAnswer
        When the plant locks itself up; the message says where.
    """
    _check(plant, months=months, runs=runs, doubt_runs=doubt_runs, recorded=recorded,
           pairs=pairs, rate=rate, seed=seed, workers=workers)  # fmt: skip
    assert plant.ramp is not None, "a plant without a ramp is refused"
    stated = plant
    bench = bench_of(plant, months=months, seed=seed, workers=workers)
    plant, period, point = bench.plant, bench.period, bench.point
    doubts = bench.doubts
    doubted = doubt_runs if doubts.numbers else 0
    short = levers.horizon(plant, period)
    cases = _cases(bench, short) if pairs else {}
    chosen = min(recorded, doubted or max(runs, pairs))
    total = max(runs, pairs) + doubted + len(cases) * pairs + chosen
    done_before = 0

    def tell(done: int) -> None:
        if progress is not None:
            progress(done_before + done, total)

    by_chance = chances(bench, max(runs, pairs), tell)
    done_before += len(by_chance)
    with_doubt = in_doubt(bench, doubted, tell)
    done_before += doubted
    tried = levers.tried(cases, by_chance, short, point, pairs=pairs, seed=seed,
                         workers=bench.workers, tell=tell)  # fmt: skip
    done_before += len(cases) * pairs
    ways = [
        (way, doubts.drawn(seed=seed, run=way.number) if doubted else plant)
        for way in (with_doubt or by_chance)[:chosen]
    ]
    again = _recorded(bench, ways, point, tell)
    as_stated = ready(plant, period, point=point, record=False)
    models = as_stated.packed.network.models
    asked = answer.Asked(plant, period, bench.span, point, rate or full_rate(plant),
                         planned_hours(as_stated), models)  # fmt: skip
    lost = limits.by_month(again, bench.span)
    return Result(
        study="launch",
        plant=plant.plant,
        plant_id=stated.id,
        options={"months": months, "runs": runs, "doubt_runs": doubted,
                 "recorded": len(ways), "pairs": pairs, "rate": asked.rate},
        seed=seed,
        headline=answer.headline(asked, with_doubt or by_chance),
        tables={**answer.tables(asked, by_chance, with_doubt, lost),
                **levers.table(tried, short),
                **({"people": months_table(bench.plan)} if bench.plan else {})},
        notes=(*answer.beyond(asked), *_notes(doubts.numbers, doubted, len(ways))),
    )  # fmt: skip


def _cases(bench: Bench, period: Period) -> dict[str, Plant]:
    """Give what is tried: steps, gates, kits, learning, and people if any are short."""
    found = levers.cases(bench.plant, period)
    stated = bench.stated
    if bench.plan is not None:
        forgotten = {
            f"launch.{name}": bench.plant.launch[name] for name in forgetful(stated)
        }

        def felt(other: Plant, plan: Plan | None) -> Plant:
            manned = with_people(other, plan)
            return manned.change(forgotten) if forgotten else manned

        found["people"] = felt(stated, None)
        if missing(bench.plan) >= 1:
            for name, other in more_people(stated).items():
                found[name] = felt(other, plan_of(other, bench.people))
    return found


def _recorded(
    bench: Bench,
    ways: Sequence[tuple[Way, Plant]],
    point: str,
    tell: Callable[[int], None],
) -> list[tuple[Setting, Measured]]:
    """Carry runs out once more, gates decided, with the history for attribution."""
    settings = []
    for way, plant in ways:
        stepped = plant.change(as_taken(plant, way.passing, bench.period))
        settings.append(ready(stepped, bench.period, point=point, record=True))
    runs = carry_out_all(
        [
            (functools.partial(lambda given: given, setting), way.number)
            for setting, (way, _) in zip(settings, ways, strict=True)
        ],
        seed=bench.seed,
        workers=bench.workers,
        progress=tell,
    )
    return list(zip(settings, runs, strict=True))


def _notes(numbers: int, doubted: int, recorded: int) -> tuple[Note, ...]:
    """Give what has to be said beside the figures."""
    drawn = {"numbers": numbers, "runs": doubted}
    return (
        Note("launch.doubt", drawn) if doubted else Note("launch.no_doubt", {}),
        *([Note("launch.recorded", {"runs": recorded})] if recorded else []),
        Note("launch.what_ifs", {}),
    )


def _check(plant: Plant, **options: float) -> None:
    """Refuse a plant with errors or without a ramp, and options out of range."""
    allowed = {
        "months": (1, 120),
        "runs": (1, 1000),
        "doubt_runs": (0, 100_000),
        "recorded": (0, 1000),
        "pairs": (0, 1000),
        "rate": (0, 1e8),
        "seed": (0, 2**63 - 1),
        "workers": (0, 1024),
    }
    problems = [problem for problem in lint(plant) if problem.severity == "error"]
    problems += out_of_range(options, allowed)
    if plant.ramp is None:
        message = (
            "the plant has no ramp; give at least ramp: {start: 2026-01-15}, the day"
            " of the first body (the example kostanay has one)"
        )
        problems.append(Problem("ramp", message, "no_ramp"))
    if problems:
        raise WrongInput(problems)


def full_rate(plant: Plant) -> float:
    """Give the rate that the ramp leads to, in vehicles a year; 0 if none is said."""
    assert plant.ramp is not None, "a plant without a ramp"
    if plant.ramp.vehicles_per_year is not None:
        return plant.ramp.vehicles_per_year
    return plant.target.vehicles_per_year if plant.target is not None else 0.0
