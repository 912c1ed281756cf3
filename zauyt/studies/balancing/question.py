"""What is asked of a balance: whole times, the takt, the stations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from zauyt.arrays.balancing import Graph
from zauyt.errors import Problem, WrongInput
from zauyt.plant.tasks.task_list import TaskList

Goal = Literal["stations", "takt", "efficiency", "smooth", "moves"]
PARTS_OF_SECOND = 10
"""Into so many parts seconds are cut where times are not whole."""


@dataclass(frozen=True)
class Question:
    """Whole times on a graph, and what is wanted: fewest stations, the least takt.

    ``scale`` is how many units of the graph a second has. ``cycle`` is the takt in
    those units, or the part of it that a post may use, 0 if it is wanted, ``takt_s``
    the takt itself; ``stations`` and ``most_stations`` are 0 likewise.
    """

    graph: Graph
    scale: int
    goal: Goal
    cycle: int
    stations: int
    most_stations: int
    takt_s: float = 0.0

    def seconds(self, units: float) -> float:
        """Give whole units as seconds."""
        return units / self.scale


def questions(
    every: Sequence[TaskList], *, cycle: float, stations: int, most_stations: int
) -> list[Question]:
    """Give what is asked of every line.

    Raises
    ------
    WrongInput
        What `question` refuses, of all lines at once.
    """
    found: list[Question] = []
    problems: list[Problem] = []
    for tasks in every:
        try:
            one = question(
                tasks, cycle=cycle, stations=stations, most_stations=most_stations
            )
        except WrongInput as error:
            problems += error.problems
        else:
            found.append(one)
    if problems:
        raise WrongInput(list(dict.fromkeys(problems)))
    return found


def question(
    tasks: TaskList, *, cycle: float, stations: int, most_stations: int
) -> Question:
    """Give what is asked, the file's own takt or stations where nothing is stated.

    Raises
    ------
    WrongInput
        Neither takt nor stations are stated, or a task is longer than the takt.
    """
    if not cycle and not stations:
        cycle = tasks.takt_s or 0.0
        stations = 0 if cycle else tasks.stations or 0
    if not cycle and not stations:
        message = "state --cycle, the takt in seconds, or --stations; the file has none"
        raise WrongInput([Problem("cycle", message, "option")])
    if most_stations and (cycle or most_stations < stations):
        message = "is the end of a range that begins with --stations, without --cycle"
        raise WrongInput([Problem("most_stations", message, "option")])
    whole = bool((tasks.times_s == np.floor(tasks.times_s)).all()) and cycle % 1 == 0
    scale = 1 if whole else PARTS_OF_SECOND
    use = tasks.rules.use if tasks.rules is not None else 1.0
    if tasks.rules is not None and most_stations:
        message = "is not looked for where a line has rules; state --stations alone"
        raise WrongInput([Problem("most_stations", message, "option")])
    if cycle:
        longest = [
            tasks.problem(task, f"takes {time:g} s, longer than the takt of"
                          f" {cycle:g} s{_of_use(use)}")
            for task, time in enumerate(tasks.times_s.tolist())
            if time > cycle * use + 1e-9
        ]  # fmt: skip
        if longest:
            raise WrongInput(longest)
    times = np.ceil(tasks.times_s * scale - 1e-9).astype(np.int64)
    goal: Goal = "takt"
    if cycle:
        goal = "smooth" if stations else "stations"
    elif most_stations:
        goal = "efficiency"
    return Question(
        graph=Graph(times, tasks.arcs),
        scale=scale,
        goal=goal,
        cycle=math.floor(cycle * use * scale + 1e-9),
        stations=stations,
        most_stations=most_stations,
        takt_s=cycle,
    )


def _of_use(use: float) -> str:
    return f", of which {use:.0%} may be used" if use < 1 else ""
