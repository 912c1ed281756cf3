"""Which task at which station of a line: few stations, a short takt, even loads.

Own search first, by filling stations with whole loads, with memory and beams from both
ends of the line; bounds say how far from the best an answer may be.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from zauyt.errors import WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.plant import Plant
from zauyt.plant.tasks.task_list import Real, TaskList
from zauyt.results.result import Figure, Note, Result, Table
from zauyt.studies.asked import out_of_range
from zauyt.studies.balancing.answer import Answer
from zauyt.studies.balancing.changes import changes
from zauyt.studies.balancing.lines import changed_takts, found_for, parts
from zauyt.studies.balancing.moved import kept
from zauyt.studies.balancing.question import questions
from zauyt.studies.balancing.search import Clock, Effort
from zauyt.studies.balancing.tables import loads, tables, work_by_post
from zauyt.studies.balancing.varied import varied

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
    line: str = "",
    orders: Path | None = None,
    keep: Path | None = None,
    takt_change_s: float = 0.0,
    proof: bool = False,
    variation: float = 0.0,
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
        A plant with ``balance``, the tasks of its lines, or a file of tasks as it is:
        ``.IN2``, ``.alb``, two-sided ones in ``.txt``.
    cycle
        Takt in seconds (a plant's lines have their own); the fewest stations are
        looked for.
    stations
        Stations; the least takt is looked for, or with a takt the smoothest balance.
    most_stations
        Of so many stations at most and ``--stations`` at least, the best efficiency.
    line
        Line of a plant, if not all that have tasks.
    orders
        Orders of a plant (as `sequence` reads them) whose mix weights the models,
        instead of the plant's.
    keep
        A balance that is there (CSV or Excel: line, task, station): the one that moves
        fewest tasks is looked for, by OR-Tools.
    takt_change_s
        Tells what moves when the takt becomes longer or shorter by so many seconds, by
        OR-Tools.
    proof
        Whether OR-Tools is asked to raise the bound where the search proved nothing.
    variation
        Spread of operators' times, as a share of the mean; above 0 the lines of a
        plant are simulated with it, and with absence.
    seconds
        Time to search; 0 for no limit but that of moves, or 5 where that is 0, too.
    moves
        Loads of stations to try, or passes where a line has rules; 0 for no limit but
        time. The same moves give the same balance on every machine.
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
    NotInstalled
        When OR-Tools is asked for and not there.
    """
    _check(tasks, cycle=cycle, stations=stations, most_stations=most_stations,
           takt_change_s=takt_change_s, variation=variation, seconds=seconds,
           moves=moves, seed=seed, workers=workers)  # fmt: skip
    plant = tasks if isinstance(tasks, Plant) else None
    every = parts(tasks, line=line, orders=orders)
    asked = questions(
        every, cycle=cycle, stations=stations, most_stations=most_stations
    )
    limit = seconds or (0.0 if moves else SECONDS)
    clock = Clock(moves, time.monotonic() + limit if limit else None)

    def tell(done: int, _: float) -> None:
        if progress is not None:
            progress(done // MILLION, moves // MILLION)

    effort = Effort(clock, seed, workers or os.cpu_count() or 1, tell)
    old = kept(keep, every) if keep is not None else None
    found = found_for(every, asked, effort, old=old, proof=proof)
    more: dict[str, Table] = {}
    if takt_change_s:
        more["takt_changes"] = changed_takts(found, asked, takt_change_s, seed=seed)
    if plant is not None and variation:
        more["variation"] = varied(
            plant, found, variation=variation, seed=seed, workers=effort.workers
        )
    chosen = {
        "cycle": cycle, "stations": stations, "most_stations": most_stations,
        "line": line, "takt_change_s": takt_change_s, "proof": proof,
        "variation": variation, "moves": clock.spent,
    }  # fmt: skip
    return Result(
        study="balance",
        plant=every[0].title if plant is None else plant.plant,
        plant_id=every[0].id if plant is None else plant.id,
        options={name: value for name, value in chosen.items() if value},
        seed=seed,
        headline=_headline(found, clock),
        tables=tables(found) | more,
        changes=changes(plant, found) if plant is not None else {},
        notes=_notes(found, clock, more),
    )


def _headline(found: Sequence[Answer], clock: Clock) -> dict[str, Figure]:
    """Give stations and takt of all lines, what bounds them, how even the loads are."""
    idle = np.concatenate([_idle(answer) for answer in found])
    room = sum(answer.people * answer.takt_s for answer in found)
    total = sum(float(answer.tasks.times_s.sum()) for answer in found)
    least = sum(answer.least for answer in found)
    value = sum(answer.goal_value for answer in found)
    unit = "s" if found[0].question.goal == "takt" else ""
    figures = {
        "stations": Figure(sum(answer.stations for answer in found), unit=""),
        "takt": Figure(max(answer.takt_s for answer in found), unit="s"),
        "lower_bound": Figure(least, unit=unit),
        "optimal": Figure(
            "yes" if all(answer.proven for answer in found) else "not proven", unit=""
        ),
        "gap": Figure(value / least - 1 if least else None, unit="share"),
        "moves": Figure(clock.spent, unit=""),
        "people": Figure(sum(answer.people for answer in found), unit=""),
        "efficiency": Figure(total / room if room else None, unit="share"),
        "smoothness": Figure(float((idle**2).sum() ** 0.5), unit="s"),
    }
    if found[0].moved is not None:
        figures["moved_tasks"] = Figure(sum(a.moved or 0 for a in found), unit="")
    return figures


def _idle(answer: Answer) -> Real:
    """Give what each post with work has left of the takt."""
    work = work_by_post(answer, answer.tasks.times_s)
    count = work_by_post(answer, np.ones(answer.tasks.count))
    return np.asarray(answer.takt_s - work[count > 0])


def _notes(
    found: Sequence[Answer], clock: Clock, more: Mapping[str, Table]
) -> tuple[Note, ...]:
    notes = []
    if clock.stopped:
        notes.append(Note("balance.stopped", {"moves": clock.spent}))
    over = sum(1 for answer in found for row in loads(answer) if row[-1] > 0)
    if over:
        notes.append(Note("balance.over", {"count": over}))
    if "takt_changes" in more:
        notes += [_takt_changed(row) for row in more["takt_changes"].rows()]
    if "variation" in more:
        worst = min(more["variation"].rows(), key=lambda row: row["share"])
        notes.append(Note("balance.varied", {
            "line": worst["line"], "share": worst["share"], "case": worst["case"],
        }))  # fmt: skip
    notes.append(Note("balance.again", {"moves": clock.spent}))
    return tuple(notes)


def _takt_changed(row: Mapping[str, Any]) -> Note:
    """Say how many tasks of a line move at another takt."""
    said = {"line": row["line"], "takt": row["takt_s"]}
    if row["moved"] is None:
        return Note("balance.takt_unknown", said)
    counts = {"stations": int(row["stations"]), "moved": int(row["moved"])}
    return Note("balance.takt_changed", said | counts)


def _check(tasks: TaskList | Plant, **options: float) -> None:
    """Refuse a plant with errors and options out of range, all at once."""
    problems = []
    if isinstance(tasks, Plant):
        problems = [p for p in lint(tasks) if p.severity == "error"]
    allowed = {
        "cycle": (0, 1e9), "stations": (0, 20_000), "most_stations": (0, 20_000),
        "takt_change_s": (0, 1e6), "variation": (0, 1), "seconds": (0, 86_400),
        "moves": (0, 10**12), "seed": (0, 2**63 - 1), "workers": (0, 1024),
    }  # fmt: skip
    problems += out_of_range(options, allowed)
    if problems:
        raise WrongInput(problems)
