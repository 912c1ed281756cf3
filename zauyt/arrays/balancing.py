"""Tasks as the search takes them: one block of whole numbers, for each direction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zauyt.kernels.balancing.layout import BITS, H, S

Whole = NDArray[np.int64]
Put = Callable[[ArrayLike], int]
Space = Callable[[int], int]

MOST_EXCHANGED = 400
"""Tasks up to which loads are compared by exchanging single tasks."""
MEMORY_WORDS = 20_000_000
"""Words that the states of one search may take."""


@dataclass(frozen=True, eq=False)
class Graph:
    """Tasks by number: whole times, and which comes before which at once (pairs)."""

    times: Whole
    arcs: Whole

    @property
    def count(self) -> int:
        """Give the number of tasks."""
        return int(self.times.size)

    @cached_property
    def after(self) -> NDArray[np.bool_]:
        """Give all that follows each task, at once or later (tasks, tasks)."""
        found = np.zeros((self.count, self.count), dtype=bool)
        for task in self.order[::-1]:
            for other in self.next_of[task]:
                found[task, other] = True
                found[task] |= found[other]
        return found

    @cached_property
    def next_of(self) -> list[list[int]]:
        """Give what follows each task at once."""
        found: list[list[int]] = [[] for _ in range(self.count)]
        for one, other in self.arcs.tolist():
            found[one].append(other)
        return found

    @cached_property
    def order(self) -> list[int]:
        """Give the tasks, each after those before it; fewer if there is a ring."""
        left = np.bincount(self.arcs[:, 1], minlength=self.count).tolist()
        found = [task for task in range(self.count) if not left[task]]
        for task in found:
            for other in self.next_of[task]:
                left[other] -= 1
                if not left[other]:
                    found.append(other)
        return found

    @cached_property
    def needed(self) -> Whole:
        """Give the arcs that no others imply."""
        after = self.after.astype(np.float32)
        implied = (after @ after) > 0
        return np.argwhere(self.after & ~implied).astype(np.int64).reshape(-1, 2)

    @cached_property
    def exchanges(self) -> tuple[Whole, Whole]:
        """Give what may take each task's place: no shorter, before no fewer (lists)."""
        count = self.count
        if count > MOST_EXCHANGED:
            return np.zeros(count + 1, dtype=np.int64), np.zeros(0, dtype=np.int64)
        small = self.after.astype(np.float32)
        # all that follows i follows h, too, where nothing is left over
        covers = (small @ (1 - small).T) == 0
        both = covers & (self.times[None, :] >= self.times[:, None])
        equal = both & both.T
        numbers = np.arange(count)
        both &= ~equal | (numbers[None, :] < numbers[:, None])
        both &= ~self.after & ~self.after.T
        np.fill_diagonal(both, val=False)
        return lists(np.argwhere(both).astype(np.int64).reshape(-1, 2), count)

    @cached_property
    def turned(self) -> Graph:
        """Give the same tasks from the end of the line to its beginning."""
        return Graph(self.times, self.arcs[:, ::-1].copy())


@dataclass(frozen=True, eq=False)
class Measures:
    """Values of tasks (measures, tasks) and what a station takes of each (measures)."""

    values: Whole
    capacity: Whole


def block(
    graph: Graph,
    measures: Measures,
    *,
    cycle: int,
    must: NDArray[np.bool_],
    target: int,
    stream: int,
    most_width: int = 0,
) -> Whole:
    """Give the block of a search for a balance of ``target`` stations or fewer.

    ``must`` (stations left, tasks) tells what can no longer be done in them, from 0
    on; ``most_width`` is the widest beam, 0 for a search with memory.
    """
    count, words = graph.count, -(-graph.count // BITS)
    kinds = len(measures.capacity)
    size = S.size + kinds + words
    begins, succ = lists(graph.needed, count)
    dom_begin, dom = graph.exchanges
    draw = np.random.default_rng(stream)
    root = np.zeros(size, dtype=np.int64)
    root[S.size : S.size + kinds] = measures.values.sum(axis=1)
    parts: list[tuple[int, Whole]] = []
    begin: int = H.size

    def space(length: int) -> int:
        nonlocal begin
        place, begin = begin, begin + length
        return place

    def put(values: ArrayLike) -> int:
        flat = np.asarray(values, dtype=np.int64).ravel()
        parts.append((begin, flat))
        return space(int(flat.size))

    fields = {
        "tasks": count, "cycle": cycle, "words": words, "measures": kinds,
        "state_size": size, "times": put(graph.times), "succ_begin": put(begins),
        "succ": put(succ), "degree": put(_degrees(graph.needed, count)),
        "zobrist": put(draw.integers(1, 2**62, count)),
        "value": put(measures.values), "capacity": put(measures.capacity),
        "must": put(_packed(must, words)), "must_rows": len(must),
        "dom_begin": put(dom_begin), "dom": put(dom),
        "worth": space(count), "key": put(graph.times),
        "sorted": put(np.argsort(-graph.times, kind="stable")),
        "stations": target + 1, "target": target, "answer": space(count),
        "stream": stream, "limit": 10_000,
    }  # fmt: skip
    for name in ("eligible", "inside", "left"):
        fields[name] = space(count)
    for name in ("chosen", "at", "upto", "rest", "any"):
        fields[name] = space(count + 1)
    fields["child"] = space(size)
    if most_width:
        fields |= _beam(put, space, root, target=target, width=most_width)
    else:
        fields |= _memory(put, space, root, target=target)
    made = np.zeros(begin, dtype=np.int64)
    for field, value in fields.items():
        made[getattr(H, field)] = value
    for place, values in parts:
        made[place : place + values.size] = values
    return made


def _memory(put: Put, space: Space, root: Whole, *, target: int) -> dict[str, int]:
    """Give the fields of a search with memory, its room made, the empty state in it."""
    size = root.size
    room = MEMORY_WORDS // (size + 4)
    slots = 1 << (2 * room - 1).bit_length()
    store = put(root)
    space((room - 1) * size)
    heaps = put([store, *[0] * (target + 1)])
    table = space(slots)
    return {
        "heaps": heaps, "table": table, "mask": slots - 1, "store": store,
        "room": room, "count": 1, "waiting": 1,
    }  # fmt: skip


MOST_KEPT = 12
"""Candidates that a state of the beam keeps, at most."""


def _beam(
    put: Put, space: Space, root: Whole, *, target: int, width: int
) -> dict[str, int]:
    """Give the fields of a beam, its room made, the empty state as its first level."""
    size = root.size
    rooms = 1 + width * (target + 2)
    slots = 1 << (4 * width).bit_length()
    rows = put(root)
    space((rooms - 1) * size)
    return {
        "rows": rows, "rows_room": rooms, "levels": space(target + 4),
        "pool": space(width * MOST_KEPT * size), "ranked": space(width * MOST_KEPT),
        "seen": space(slots), "seen_mask": slots - 1,
    }  # fmt: skip


def lists(arcs: Whole, count: int) -> tuple[Whole, Whole]:
    """Give where the second ones of each first of some pairs begin, and all."""
    order = np.lexsort((arcs[:, 1], arcs[:, 0]))
    begins = np.searchsorted(arcs[order, 0], np.arange(count + 1))
    return begins.astype(np.int64), arcs[order, 1]


def _degrees(arcs: Whole, count: int) -> Whole:
    return np.bincount(arcs[:, 1], minlength=count).astype(np.int64)


def _packed(must: NDArray[np.bool_], words: int) -> Whole:
    """Give rows of flags as bits of words."""
    rows = np.zeros((len(must), words), dtype=np.int64)
    for task in range(must.shape[1]):
        rows[:, task // BITS] |= must[:, task].astype(np.int64) << (task % BITS)
    return rows
