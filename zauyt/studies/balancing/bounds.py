"""What no balance can be below: stations for a takt, or takt for stations.

A measure gives tasks values and a station a capacity such that no set of tasks that
fits into a station is worth more (a dual feasible function): time itself, halves and
thirds, and others. The sum of values by capacity is a bound, also for the tasks before
or after a task, which says where it may stand at the earliest and at the latest. A
number of stations is refuted where some stretch of them must take more than it can.

References: Scholl, Becker (2006), State-of-the-art exact and heuristic solution
procedures for simple assembly line balancing, European Journal of Operational Research
168 (bounds LM1 to LM4); Fekete, Schepers (2001), New classes of fast lower bounds for
bin packing problems, Mathematical Programming 91; Carlier, Clautiaux, Moukrim (2007),
New reduction procedures and lower bounds for the two-dimensional bin packing problem
with fixed orientation, Computers & Operations Research 34.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.balancing import Graph, Measures, Whole

MOST_MEASURES = 6
MOST_SPLITS = 500
"""Divisors that are tried for each kind of measure, at most."""


def measures(times: Whole, cycle: int) -> Measures:
    """Give time itself and the few measures by which most stations are needed."""
    values, capacity = _candidates(times, cycle)
    share = values.sum(axis=1) / capacity
    order = np.argsort(-share, kind="stable")
    kept = [0]
    for row in order.tolist():
        if len(kept) == MOST_MEASURES:
            break
        scaled = values[row] * int(capacity[kept[-1]])
        if (scaled != values[kept[-1]] * int(capacity[row])).any() and row:
            kept.append(row)
    return Measures(values[kept], capacity[kept])


def _candidates(times: Whole, cycle: int) -> tuple[Whole, Whole]:
    """Give many measures: values (measures, tasks) and capacities, time the first."""
    rows, most = [times], [cycle]
    for parts in range(1, 21):
        exact = (times * (parts + 1)) % cycle == 0
        rows.append(
            np.where(exact, times * parts, times * (parts + 1) // cycle * cycle)
        )
        most.append(parts * cycle)
    splits = np.unique(times[(times > 0) & (2 * times <= cycle)])
    if splits.size > MOST_SPLITS:
        splits = splits[np.linspace(0, splits.size - 1, MOST_SPLITS).astype(int)]
    for least in splits.tolist():
        large = times > cycle - least
        rows.append(np.where(large, cycle, np.where(times < least, 0, times)))
        most.append(cycle)
    unit = np.arange(1, cycle // 2 + 1)
    if unit.size > MOST_SPLITS:
        unit = np.unique(np.concatenate([splits, cycle // np.arange(2, MOST_SPLITS)]))
    for part in unit[unit > 0].tolist():
        whole = cycle // part
        half = np.where(2 * times == cycle, whole, 2 * (times // part))
        large = 2 * (whole - (cycle - times) // part)
        rows.append(np.where(2 * times > cycle, large, half))
        most.append(2 * whole)
    return np.array(rows, dtype=np.int64), np.array(most, dtype=np.int64)


def tails(graph: Graph, worth: Measures) -> Whole:
    """Give how many stations each task and all that follows need at least."""
    cycle = int(worth.capacity[0])
    share = graph.times / cycle
    behind = np.zeros(graph.count)
    needed = np.zeros(graph.count, dtype=np.int64)
    for task in graph.order[::-1]:
        after = np.flatnonzero(graph.after[task])
        if after.size:
            behind[task] = _behind(share[after], behind[after])
        own = worth.values[:, task] + worth.values[:, after].sum(axis=1)
        by_worth = int((-(-own // worth.capacity)).max())
        by_order = int(np.ceil(share[task] + behind[task] - 1e-9))
        needed[task] = max(by_worth, by_order, 1)
        whole = np.ceil(behind[task] - 1e-9)
        if share[task] + behind[task] > whole + 1e-9:
            # it does not fit beside what must follow in the first of those stations
            behind[task] = whole
    return needed


def _behind(share: np.ndarray, behind: np.ndarray) -> float:
    """Give the stations after a task by one machine that does all that follows."""
    order = np.argsort(-behind, kind="stable")
    return float((np.cumsum(share[order]) + behind[order]).max())


def must_rows(needed: Whole) -> NDArray[np.bool_]:
    """Give, by the number of stations left, which tasks no longer fit (rows, tasks)."""
    rows = np.arange(int(needed.max(initial=1)) + 1)
    fits = (needed[None, :] <= rows[:, None]) & (rows[:, None] > 0)
    return np.asarray(~fits, dtype=bool)


def least_stations(graph: Graph, cycle: int) -> int:
    """Give the stations that no balance for a takt can be below."""
    worth = measures(graph.times, cycle)
    # a task of no time before all others
    first = np.column_stack([np.full(graph.count, graph.count), np.arange(graph.count)])
    every = Graph(np.append(graph.times, 0), np.concatenate([graph.arcs, first]))
    after, before = tails(graph, worth), tails(graph.turned, worth)
    total = worth.values.sum(axis=1)
    least = int((-(-total // worth.capacity)).max())
    least = max(least, int((after + before - 1).max(initial=1)))
    padded = Measures(
        np.column_stack([worth.values, np.zeros(len(worth.values), dtype=np.int64)]),
        worth.capacity,
    )
    least = max(least, int(tails(every, padded)[-1]))
    while is_refuted(worth, before, after, least):
        least += 1
    return least


def is_refuted(worth: Measures, before: Whole, after: Whole, stations: int) -> bool:
    """Tell whether tasks that must lie in some stretch of stations are too many."""
    first, last = before - 1, stations - after
    if (first > last).any():
        return True
    for values, most in zip(worth.values, worth.capacity.tolist(), strict=True):
        inside = np.zeros((stations, stations), dtype=np.int64)
        np.add.at(inside, (first, last), values)
        # from the first station on, and up to the last
        sums = np.cumsum(np.cumsum(inside[::-1], axis=0)[::-1], axis=1)
        length = np.arange(stations)[None, :] - np.arange(stations)[:, None] + 1
        if (np.triu(sums) > np.maximum(length, 0) * most).any():
            return True
    return False
