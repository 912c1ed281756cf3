"""The least takt for a number of stations, by asking for takts one after the other.

A takt for which a balance was found is an upper bound, one that was refuted a lower
one; what was left open is asked again with more loads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from zauyt.arrays.balancing import Graph, Whole
from zauyt.studies.balancing.bounds import least_stations
from zauyt.studies.balancing.search import Clock, Effort, Favour, searched

FIRST_LOADS = 400_000
"""Loads for which a takt is asked for the first time."""
GROWTH = 4
NEAR = 50
"""Part by which a takt is longer than the bound, or than one asked for in vain, that is
asked for before any answer is known."""


@dataclass(frozen=True)
class Takt:
    """The least takt found, the station of each task, and what none can be below."""

    cycle: int
    least: int
    answer: Whole
    steps: tuple[tuple[int, int], ...]


def least_cycle(graph: Graph, stations: int) -> int:
    """Give the takt that no balance over so many stations can be below."""
    total, longest = int(graph.times.sum()), int(graph.times.max())
    low = max(longest, -(-total // stations), 1)
    high = low
    while least_stations(graph, high) > stations:
        low, high = high + 1, 2 * high
    while low < high:
        middle = (low + high) // 2
        if least_stations(graph, middle) > stations:
            low = middle + 1
        else:
            high = middle
    return low


def least_takt(graph: Graph, *, stations: int, effort: Effort) -> Takt:
    """Look for the least takt of a line of so many stations."""
    clock = effort.clock
    least = least_cycle(graph, stations)
    best, answer = int(graph.times.sum()), np.ones(graph.count, dtype=np.int64)
    steps = [(0, best)]
    loads, low, favour = FIRST_LOADS, least, Favour()
    while least < best and not clock.is_over():
        middle = _next(low, best, graph, again=loads > FIRST_LOADS)
        part = replace(clock, loads=_until(clock, loads))
        found = searched(
            graph, cycle=middle, target=stations, least=stations,
            effort=replace(effort, clock=part, tell=_tells_nobody), favour=favour,
        )  # fmt: skip
        clock.spent, clock.stopped = part.spent, part.stopped
        if found is None:
            low = middle + 1
        elif found.refuted:
            least = low = middle + 1
        else:
            answer = found.answer
            best = int(np.bincount(answer, weights=graph.times).max())
            steps.append((clock.spent, best))
        effort.tell(clock.spent, best)
        if low >= best and least < best:
            low, loads = least, loads * GROWTH
    return Takt(best, least, answer, tuple(steps))


def _tells_nobody(_: int, __: float) -> None:
    """Say nothing: the stations of a single takt are not the answer."""


def _until(clock: Clock, loads: int) -> int:
    """Give the count of loads at which a question ends."""
    end = clock.spent + loads
    return min(end, clock.loads) if clock.loads else end


def _next(low: int, best: int, graph: Graph, *, again: bool) -> int:
    """Give the takt to ask for: near the bound, then half way, then near the best.

    What was asked in vain before costs the more the deeper it lies below the best.
    """
    if best == int(graph.times.sum()):
        return min(best - 1, low + max(1, low // NEAR))
    return (low + 3 * best) // 4 if again else (low + best) // 2
