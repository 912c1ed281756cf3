"""Which task at which station of a line: few stations, a short takt, even loads.

Own search first, by filling stations with whole loads, with memory and beams from both
ends of the line; bounds say how far from the best an answer may be.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from zauyt.errors import NoAnswer, Problem, WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.plant import Plant
from zauyt.plant.tasks.task_list import TaskList
from zauyt.results.result import Figure, Note, Result
from zauyt.studies.asked import out_of_range
from zauyt.studies.balancing.answer import Answer, answered
from zauyt.studies.balancing.question import Question, question
from zauyt.studies.balancing.search import Clock, Effort
from zauyt.studies.balancing.tables import tables, work_by_post

Progress = Callable[[int, int], None]

MILLION = 1_000_000
SECONDS = 5.0
"""Time of a search for which nothing is stated."""


def balance(
    tasks: TaskList | Plant,
    *,
    cycle: float = 0.0,
    stations: int = 0,
    most_stations: int = 0,
    seconds: float = 0.0,
    moves: int = 0,
    seed: int = 1,
    workers: int = 1,
    progress: Progress | None = None,
) -> Result:
    """Which task at which station: fewest stations, least takt, even loads?

    Parameters
    ----------
    tasks
        A plant with lines that have tasks, or a file of tasks as it is: ``.IN2``,
        ``.alb``.
    cycle
        Takt in seconds; the fewest stations are looked for.
    stations
        Stations; the least takt is looked for, or with a takt the smoothest balance.
    most_stations
        Of so many stations at most and ``--stations`` at least, the best efficiency.
    seconds
        Time to search; 0 for no limit but that of moves, or 5 where that is 0, too.
    moves
        Loads of stations to try; 0 for no limit but time. The same moves give the same
        balance on every machine.
    seed
        Seed of every draw.
    workers
        Threads; 0 takes as many as there are processors.
    progress
        Called with the millions of moves done and in all, 0 where only time limits it.

    Raises
    ------
    WrongInput
        When the tasks are wrong, or one is longer than the takt.
    NoAnswer
        When no balance keeps both takt and stations, or none was found.
    """
    _check(tasks, cycle=cycle, stations=stations, most_stations=most_stations,
           seconds=seconds, moves=moves, seed=seed, workers=workers)  # fmt: skip
    assert isinstance(tasks, TaskList)
    asked = question(tasks, cycle=cycle, stations=stations, most_stations=most_stations)
    limit = seconds or (0.0 if moves else SECONDS)
    clock = Clock(moves, time.monotonic() + limit if limit else None)

    def tell(done: int, _: float) -> None:
        if progress is not None:
            progress(done // MILLION, moves // MILLION)

    effort = Effort(clock, seed, workers or os.cpu_count() or 1, tell)
    found = answered(tasks, asked, effort)
    if found is None:
        raise NoAnswer(_unmet(asked))
    return Result(
        study="balance",
        plant=tasks.title,
        plant_id=tasks.id,
        options={
            name: value
            for name, value in {
                "cycle": cycle, "stations": stations, "most_stations": most_stations,
                "moves": clock.spent,
            }.items()
            if value
        },
        seed=seed,
        headline=_headline(found, clock),
        tables=tables([found]),
        notes=_notes(found, clock),
    )  # fmt: skip


def _headline(found: Answer, clock: Clock) -> dict[str, Figure]:
    """Give stations and takt, what bounds them, how even the loads are."""
    work = work_by_post(found, found.tasks.times_s)
    idle = found.takt_s - work[work > 0]
    total = float(found.tasks.times_s.sum())
    unit = "s" if found.question.goal == "takt" else ""
    return {
        "stations": Figure(found.stations, unit=""),
        "takt": Figure(found.takt_s, unit="s"),
        "lower_bound": Figure(found.least, unit=unit),
        "optimal": Figure("yes" if found.proven else "not proven", unit=""),
        "gap": Figure(found.goal_value / found.least - 1, unit="share"),
        "moves": Figure(clock.spent, unit=""),
        "people": Figure(found.people, unit=""),
        "efficiency": Figure(total / (found.people * found.takt_s), unit="share"),
        "smoothness": Figure(float((idle**2).sum() ** 0.5), unit="s"),
    }


def _notes(found: Answer, clock: Clock) -> tuple[Note, ...]:
    notes = []
    if clock.stopped:
        notes.append(Note("balance.stopped", {"moves": clock.spent}))
    if not found.proven:
        notes.append(Note("balance.gap", {"least": found.least}))
    notes.append(Note("balance.again", {"moves": clock.spent}))
    return tuple(notes)


def _unmet(asked: Question) -> str:
    """Say that no balance was found for a takt and stations, and what would do."""
    from zauyt.studies.balancing.bounds import least_stations

    least = least_stations(asked.graph, asked.cycle)
    takt = asked.seconds(asked.cycle)
    if asked.stations and least > asked.stations:
        return (
            f"{asked.stations} stations are too few for a takt of {takt:g} s: at least"
            f" {least} are needed"
        )
    return (
        f"no balance of {asked.stations or asked.graph.count} stations was found for a"
        f" takt of {takt:g} s; more --seconds may find one, --stations alone says which"
        " takt would do"
    )


def _check(tasks: TaskList | Plant, **options: float) -> None:
    """Refuse a plant with errors and options out of range, all at once."""
    problems = []
    if isinstance(tasks, Plant):
        problems = [p for p in lint(tasks) if p.severity == "error"]
        message = "has no tasks; a file of tasks is meant"
        problems.append(Problem("lines", message, "tasks"))
    allowed = {
        "cycle": (0, 1e9), "stations": (0, 20_000), "most_stations": (0, 20_000),
        "seconds": (0, 86_400), "moves": (0, 10**12), "seed": (0, 2**63 - 1),
        "workers": (0, 1024),
    }  # fmt: skip
    problems += out_of_range(options, allowed)
    if problems:
        raise WrongInput(problems)
