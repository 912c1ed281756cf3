"""What moves: from a balance that is there, or when the takt becomes another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from zauyt.errors import NoAnswer, Problem, WrongInput
from zauyt.kernels.balancing.filling import FEW_MOVES
from zauyt.plant.reading.table import rows_of
from zauyt.plant.tasks.task_list import Rules, TaskList
from zauyt.results.column import Column
from zauyt.results.result import Table, of_rows
from zauyt.studies.balancing.answer import Answer
from zauyt.studies.balancing.question import Question
from zauyt.studies.balancing.ruled import Book, Place, Run, Start, book_of
from zauyt.studies.balancing.search import Clock
from zauyt.studies.balancing.solver import EFFORT, Model, too_many

Home = tuple[int, int, int]
"""Station and post (0: any) where a task is now, and when it begins there."""

REPAIRS, REPAIR_PASSES = 6, 3_000
"""Runs by which a balance is kept as far as can be, and passes of each."""
MORE_STATIONS = 6
"""Stations more than there were that a balance may take where none of as many is
found, if none are stated."""


def rules_of(tasks: TaskList) -> Rules:
    """Give the rules of tasks; one post and no side where there are none."""
    return tasks.rules or Rules(posts=1, sides=("E",) * tasks.count)


def kept(file: Path, every: Sequence[TaskList]) -> dict[str, list[Home]]:
    """Read a balance that is there: task and station, maybe post and line.

    Raises
    ------
    WrongInput
        A column is missing, a task is unknown, missing or there twice: every problem.
    """
    head, *rows = rows_of(file, "tasks")
    needed = ["task", "station", *(["line"] if len(every) > 1 else [])]
    problems = [
        Problem("", f"the column {name} is missing", "keep", str(file), head.number)
        for name in needed
        if name not in head.cells
    ]
    if problems:
        raise WrongInput(problems)
    found: dict[tuple[str, str], Home] = {}
    known = {(tasks.title, name) for tasks in every for name in tasks.names}
    for row in rows:
        cells = dict(zip(head.cells, row.cells, strict=False))
        line = cells.get("line") if len(every) > 1 else every[0].title
        key, station = (line or "", cells.get("task", "")), cells.get("station", "")
        post = cells.get("post", "") or "0"
        wrong = ""
        if key not in known:
            wrong = f"there is no task {key[1]}"
        elif key in found:
            wrong = f"task {key[1]} is given twice"
        elif not station.isdecimal() or int(station) < 1:
            wrong = f"station {station}: a whole number from 1 on is wanted"
        elif not post.isdecimal():
            wrong = f"post {post}: a whole number, or nothing, is wanted"
        if wrong:
            problems.append(Problem("", wrong, "keep", str(file), row.number))
        else:
            found[key] = (int(station), int(post), 0)
    missing = sorted(known - set(found))
    if missing and not problems:
        message = f"{len(missing)} tasks are missing, the first is {missing[0][1]}"
        problems.append(Problem("", message, "keep", str(file)))
    if problems:
        raise WrongInput(problems)
    return {t.title: [found[t.title, name] for name in t.names] for t in every}


def rebalanced(
    tasks: TaskList, asked: Question, old: Sequence[Home], *, seed: int
) -> Answer:
    """Give the balance of a takt that moves fewest tasks away from their stations.

    Passes that let every task stay or move on come first; the solver then looks for
    fewer moves, if there are not too many choices for it.

    Raises
    ------
    NoAnswer
        None was found within the stations there are.
    """
    book = book_of(asked.graph, rules_of(tasks))
    now = max(each[0] for each in old)
    numbers = range(now, now + MORE_STATIONS + 1)
    for stations in [asked.stations] if asked.stations else numbers:
        place, least = _kept_at(book, asked, old, stations=stations, seed=seed)
        if place is not None:
            break
    else:
        raise NoAnswer(
            f"{tasks.title}: no balance of {stations} stations was found that keeps a"
            f" takt of {asked.takt_s:g} s with these tasks"
        )
    moved = _moves(place, old)
    return Answer(
        tasks=tasks, question=replace(asked, goal="moves"),
        station=np.array(place.station), posts=np.array(place.post),
        start_s=np.array(place.start) * asked.seconds(1),
        stations=max(place.station), takt_s=asked.takt_s, least=least,
        proven=moved <= least, steps=((0, moved),), moved=moved,
    )  # fmt: skip


def _kept_at(
    book: Book, asked: Question, old: Sequence[Home], *, stations: int, seed: int
) -> tuple[Place | None, int]:
    """Give the balance of so many stations with few moves, and what none is below."""
    place = repaired(book, old, cycle=asked.cycle, stations=stations, seed=seed)
    if too_many(book, stations) or (place is not None and not _moves(place, old)):
        return place, 0
    model = Model(book, cycle=asked.cycle, stations=stations, strict=True)
    solved = model.fewest_moves([each[0] for each in old], EFFORT, seed)
    # where people share a station, waiting could save a move that the model misses
    least = solved.bound if book.rules.posts == 1 else 0
    if solved.place is None:
        return place, 0
    if place is not None and _moves(place, old) <= solved.value:
        return place, least
    return solved.place, least


def _moves(place: Place, old: Sequence[Home]) -> int:
    pairs = zip(place.station, old, strict=True)
    return sum(1 for station, home in pairs if station != home[0])


def repaired(
    book: Book, old: Sequence[Home], *, cycle: int, stations: int, seed: int
) -> Place | None:
    """Give a balance in which tasks stay or move on to later stations, few of them.

    In some runs a few tasks may move to earlier stations, too.
    """
    stations_of = np.array([each[0] for each in old])
    begin = np.array([each[2] for each in old], dtype=float)
    draw = np.random.default_rng([seed, 7])
    best: Place | None = None
    for number in range(REPAIRS):
        freed = draw.random(begin.size) < (0.0, 0.0, 0.03, 0.1)[number % 4]
        first = np.maximum(book.first, np.where(freed, 1, stations_of))
        held = replace(book, first=first.tolist())
        # in the order of now; what comes from before is last, or sometimes first
        way = -1e6 if number % 2 else 1e6
        order = [int(each) for each in way * stations_of - begin]
        run = Run.of(held, seed=seed + number, home=[each[:2] for each in old])
        start = Start.of(order, spread=bool(number % 4 > 1))
        run.begin(start, cycle=cycle, most=stations, wish=FEW_MOVES)
        if not run.go_on(REPAIR_PASSES, Clock()):
            continue
        place = run.place()
        if best is None or _moves(place, old) < _moves(best, old):
            best = place
        if _moves(best, old) == 0:
            break
    return best


def other_takts(
    answers: Sequence[Answer], questions: Sequence[Question], *, seed: int
) -> Table:
    """Tell how many tasks move at a few other takts, each line with its own."""
    rows: list[tuple[str, float, int | None, int | None, str]] = []
    for answer, asked in zip(answers, questions, strict=True):
        begin = [round(each) for each in (answer.start_s * asked.scale).tolist()]
        stations, posts = answer.station.tolist(), answer.posts.tolist()
        old, takt_s = list(zip(stations, posts, begin, strict=True)), asked.takt_s
        try:
            new = rebalanced(answer.tasks, replace(asked, stations=0), old, seed=seed)
        except NoAnswer:
            rows.append((answer.tasks.title, takt_s, None, None, ""))
            continue
        names = [
            f"{name}:{before}>{after}"
            for name, before, after in zip(
                answer.tasks.names, stations, new.station.tolist(), strict=True
            )
            if before != after
        ]
        rows.append((
            answer.tasks.title, takt_s, new.stations, len(names),
            " ".join(names),
        ))  # fmt: skip
    return of_rows(
        rows,
        Column("line", "", "line, or the file of tasks", "text"),
        Column("takt_s", "s", "takt then"),
        Column("stations", "1", "stations then; unknown where none was found"),
        Column("moved", "1", "tasks that leave their station"),
        Column("moves", "", "each of them: task:from>to", "text"),
    )
