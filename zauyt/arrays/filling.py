"""A line with rules as the kernel takes it: one block of whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import ArrayLike

from zauyt.arrays.balancing import Graph, Whole, lists
from zauyt.kernels.balancing.layout import F
from zauyt.plant.tasks.task_list import Rules

NO_LIMIT = 1 << 62
STRAIN = 1_000_000
"""Into so many parts strain is cut."""


def filling(
    graph: Graph, rules: Rules, *, first: Sequence[int], last: Sequence[int],
    home: Sequence[tuple[int, int]] = (), stream: int = 1,
) -> Whole:  # fmt: skip
    """Give the block by which a line is filled; ``home`` has station and post by task.

    Takt, stations and orders are put in by whoever fills it.
    """
    count = graph.count
    tools = [name for name, _ in rules.tool_stations]
    numbers = {name: number for number, name in enumerate(tools, start=1)}
    most = rules.most_strain
    apart = [
        pair for one, other in rules.apart for pair in ((one, other), (other, one))
    ]
    barred = [
        (task, station) for task, every in enumerate(rules.barred) for station in every
    ]
    known: dict[str, ArrayLike] = {
        "times": graph.times, "first": first, "last": last,
        "side": ["ELR".index(side) for side in rules.sides] or [0] * count,
        "strain": [round(STRAIN * each) for each in rules.strain] or [0] * count,
        "tool": [numbers.get(name, 0) for name in rules.tools] or [0] * count,
        "tool_most": [0, *(most for _, most in rules.tool_stations)],
        "home_station": [station for station, _ in home],
        "home_post": [post for _, post in home],
        "order": np.arange(count), "kept_order": np.arange(count),
        "degree": np.bincount(graph.arcs[:, 1], minlength=count),
    }  # fmt: skip
    for name, pairs in (
        ("succ", graph.arcs), ("pred", graph.arcs[:, ::-1]),
        ("apart", _pairs(apart)), ("barred", _pairs(barred)),
    ):  # fmt: skip
        known[f"{name}_begin"], known[name] = lists(pairs, count)
    for name in ("trial", "rank", "waits", "heap", "later", "station", "post", "start",
                 "kept_station", "kept_post", "kept_start"):  # fmt: skip
        known[name] = np.zeros(count + 1)
    known |= {name: np.zeros(rules.posts) for name in ("load", "borne")}
    known |= {name: np.zeros(len(tools) + 1) for name in ("tool_at", "tool_used")}
    parts = [np.asarray(each, dtype=np.int64).ravel() for each in known.values()]
    places = list(accumulate((part.size for part in parts), initial=int(F.size)))
    m = np.concatenate([np.zeros(F.size, dtype=np.int64), *parts])
    for name, place in zip(known, places, strict=False):
        m[getattr(F, name)] = place
    fields = {
        "tasks": count, "posts": rules.posts, "tools": len(tools),
        "most_strain": NO_LIMIT if most is None else round(STRAIN * most),
        "homed": int(bool(home)), "stream": stream,
    }  # fmt: skip
    for name, value in fields.items():
        m[getattr(F, name)] = value
    return m


def _pairs(every: Sequence[tuple[int, int]]) -> Whole:
    return np.array(every, dtype=np.int64).reshape(-1, 2)


def column(m: Whole, name: str, count: int) -> Whole:
    """Give so many numbers of a block that lie where a field says."""
    begin = int(m[getattr(F, name)])
    return m[begin : begin + count]
