"""Tasks to be shared out over the stations of a line, and the rules for that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.errors import Problem

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Rules:
    """What binds tasks besides their order, each by task.

    ``posts`` people at most stand at a station, those of odd number on its left; a
    post's tasks take ``use`` of the takt at most. ``first`` and ``last`` are stations
    from 1 between which a task must lie (0: no last one), ``barred`` those where it
    cannot. ``sides`` are ``L``, ``R`` or ``E``; ``tools`` what the task's station
    needs, ``""`` for nothing, ``tool_stations`` at how many stations each can be.
    ``apart`` are pairs that must not share a station.
    """

    posts: int
    sides: tuple[str, ...]
    use: float = 1.0
    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    barred: tuple[tuple[int, ...], ...] = ()
    tools: tuple[str, ...] = ()
    tool_stations: tuple[tuple[str, int], ...] = ()
    strain: tuple[float, ...] = ()
    most_strain: float | None = None
    apart: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, eq=False)
class TaskList:
    """Tasks in order of the file: names, times (tasks), pairs of which one is before.

    ``by_model_s`` (models, tasks) has the times of each model where there are several,
    ``shares`` what part of the vehicles each is; ``times_s`` is their mean then.
    ``takt_s`` and ``stations`` are those that a file states. ``rules`` are None where
    the order of tasks is all that counts. ``file`` and the ``lines`` of tasks in it,
    or the ``path`` of the tasks in a plant, say where they come from.
    """

    title: str
    names: tuple[str, ...]
    times_s: Real
    pairs: tuple[tuple[int, int], ...]
    takt_s: float | None = None
    stations: int | None = None
    models: tuple[str, ...] = ()
    by_model_s: Real | None = None
    shares: tuple[float, ...] = ()
    rules: Rules | None = None
    path: str = ""
    file: str | None = None
    lines: tuple[int, ...] = ()

    def problem(self, task: int, message: str) -> Problem:
        """Give what is wrong with the time of a task, at the place it has."""
        if self.path:
            path = f"{self.path}.{self.names[task]}.time_s"
            return Problem(path, message, "tasks")
        said = f"task {self.names[task]} {message}"
        line = self.lines[task] if self.lines else None
        return Problem("", said, "tasks", self.file, line)

    @property
    def count(self) -> int:
        """Give the number of tasks."""
        return len(self.names)

    @property
    def id(self) -> str:
        """Give 16 letters that stand for everything that an answer depends on."""
        digest = hashlib.blake2b(digest_size=8)
        for part in (self.names, self.pairs, self.takt_s, self.stations, self.models,
                     self.shares, self.rules):  # fmt: skip
            digest.update(repr(part).encode() + b"\0")
        digest.update(self.times_s.tobytes())
        if self.by_model_s is not None:
            digest.update(self.by_model_s.tobytes())
        return digest.hexdigest()

    @property
    def arcs(self) -> Whole:
        """Give the pairs as rows (pairs, 2)."""
        return np.array(self.pairs, dtype=np.int64).reshape(-1, 2)


def cycle_in(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Give tasks each of which comes before the next, and the last before the first.

    Empty, if there is no such ring.
    """
    follows: list[list[int]] = [[] for _ in range(count)]
    waits = [0] * count
    for one, other in pairs:
        follows[one].append(other)
        waits[other] += 1
    free = [task for task in range(count) if not waits[task]]
    for task in free:
        for other in follows[task]:
            waits[other] -= 1
            if not waits[other]:
                free.append(other)
    stuck = set(range(count)) - set(free)
    if not stuck:
        return []
    before = {other: one for one in stuck for other in follows[one] if other in stuck}
    # from any of them back, until one is met again
    way = [min(before)]
    while before[way[-1]] not in way:
        way.append(before[way[-1]])
    ring = way[way.index(before[way[-1]]) :][::-1]
    first = ring.index(min(ring))
    return ring[first:] + ring[:first]


def said_ring(names: Sequence[str], ring: Sequence[int]) -> str:
    """Say a ring of tasks: ``a -> b -> a``."""
    return " -> ".join(names[task] for task in [*ring, ring[0]])
