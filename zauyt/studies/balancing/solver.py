"""Proof, and balances that move few tasks, by CP-SAT.

One choice of station and post a task. Where several people share a station, a proof
leaves aside that somebody may have to wait there, so that its bound holds for every
balance; a balance that is taken from here puts tasks of which one is before the other
at one post of a station, or at different stations, so that nobody waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zauyt.errors import NotInstalled
from zauyt.studies.balancing.ruled import Book, Place

MOST_CHOICES = 20_000
"""Choices of station and post up to which the solver is asked."""
EFFORT = 4.0
"""Seconds of the solver's own, deterministic time for one question."""


@dataclass(frozen=True)
class Solved:
    """A balance if one was found, and what none can be below."""

    place: Place | None
    value: int
    bound: int


def cp_model() -> Any:
    """Give the solver's module.

    Raises
    ------
    NotInstalled
        OR-Tools is not there.
    """
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise NotInstalled(
            "--proof and --keep need OR-Tools; install it by: pip install"
            " 'zauyt[people]', or leave them out"
        ) from error
    return cp_model


class Model:
    """The choices and rules of one line as a model of CP-SAT."""

    def __init__(self, book: Book, *, cycle: int, stations: int, strict: bool) -> None:
        self.cp = cp_model()
        self.model = self.cp.CpModel()
        self.book, self.cycle, self.stations, self.strict = (
            book, cycle, stations, strict,
        )  # fmt: skip
        self.at: list[Any] = []
        self.choices: list[dict[tuple[int, int], Any]] = []
        for task in range(book.graph.count):
            self._choose(task)
        self._order()
        self._posts()
        self._station_rules()

    def _choose(self, task: int) -> None:
        """Let a task stand at one station and post that its own rules allow."""
        book, rules = self.book, self.book.rules
        own = {}
        for station in range(book.first[task], min(book.last[task], self.stations) + 1):
            if station in book.barred[task]:
                continue
            for post in range(rules.posts):
                if rules.posts > 1 and rules.sides[task] == "RL"[post % 2]:
                    continue
                own[station, post] = self.model.new_bool_var("")
        self.choices.append(own)
        self.model.add_exactly_one(own.values())
        at = self.model.new_int_var(1, self.stations, "")
        self.model.add(at == sum(key[0] * var for key, var in own.items()))
        self.at.append(at)

    def _order(self) -> None:
        for one, other in self.book.graph.needed.tolist():
            self.model.add(self.at[one] <= self.at[other])
            if not self.strict or self.book.rules.posts == 1:
                continue
            for (station, post), var in self.choices[one].items():
                elsewhere = [
                    each
                    for key, each in self.choices[other].items()
                    if key[0] == station and key[1] != post
                ]
                if elsewhere:
                    self.model.add_at_most_one([var, *elsewhere])

    def _posts(self) -> None:
        """Keep the takt and the strain of every post."""
        rules, times = self.book.rules, self.book.graph.times.tolist()
        work: dict[tuple[int, int], list[tuple[int, Any]]] = defaultdict(list)
        for task, own in enumerate(self.choices):
            for key, var in own.items():
                work[key].append((task, var))
        for every in work.values():
            self.model.add(sum(times[task] * var for task, var in every) <= self.cycle)
            if rules.most_strain is not None and rules.strain:
                strain = sum(round(1000 * rules.strain[t]) * var for t, var in every)
                self.model.add(strain <= round(1000 * rules.most_strain))

    def _station_rules(self) -> None:
        """Keep apart what must be, and tools at no more stations than there are."""
        rules = self.book.rules
        for one, other in rules.apart:
            self.model.add(self.at[one] != self.at[other])
        for tool, most in rules.tool_stations:
            users = [task for task, each in enumerate(rules.tools) if each == tool]
            here = []
            for station in range(1, self.stations + 1):
                has = self.model.new_bool_var("")
                here.append(has)
                for task in users:
                    for key, var in self.choices[task].items():
                        if key[0] == station:
                            self.model.add_implication(var, has)
            self.model.add(sum(here) <= most)

    def fewest_stations(self, effort: float, seed: int) -> Solved:
        """Ask for the fewest stations."""
        last = self.model.new_int_var(1, self.stations, "")
        for at in self.at:
            self.model.add(at <= last)
        self.model.minimize(last)
        return self._solved(effort, seed)

    def fewest_moves(self, old: Sequence[int], effort: float, seed: int) -> Solved:
        """Ask for a balance that leaves as many tasks as can be at their stations."""
        moved = []
        for task, station in enumerate(old):
            stays = [v for key, v in self.choices[task].items() if key[0] == station]
            moved.append(1 - sum(stays))
            self.model.add_hint(self.at[task], min(max(station, 1), self.stations))
        self.model.minimize(sum(moved))
        return self._solved(effort, seed)

    def _solved(self, effort: float, seed: int) -> Solved:
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed % 2**31
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(self.model)
        bound = -(-round(solver.best_objective_bound * 1000) // 1000)
        if status == self.cp.INFEASIBLE:
            return Solved(None, 0, self.stations + 1)
        if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            return Solved(None, 0, bound)
        keys = [
            next(key for key, var in own.items() if solver.value(var))
            for own in self.choices
        ]
        place = placed(self.book, [k[0] for k in keys], [k[1] + 1 for k in keys])
        return Solved(place, round(solver.objective_value), bound)


def placed(book: Book, station: list[int], post: list[int]) -> Place:
    """Give stations and posts with the beginnings of tasks, in the tasks' order."""
    ends: dict[tuple[int, int], int] = defaultdict(int)
    start = [0] * len(station)
    for task in book.graph.order:
        key = (station[task], post[task])
        ready = [
            start[each] + int(book.graph.times[each])
            for each in book.before[task]
            if station[each] == station[task]
        ]
        start[task] = max([ends[key], *ready])
        ends[key] = start[task] + int(book.graph.times[task])
    return Place(tuple(station), tuple(post), tuple(start))


def too_many(book: Book, stations: int) -> bool:
    """Tell whether a line has too many choices for the solver."""
    return book.graph.count * stations * book.rules.posts > MOST_CHOICES
