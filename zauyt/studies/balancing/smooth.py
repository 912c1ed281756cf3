"""Levelling a balance: the same stations and takt, loads as alike as can be."""

from __future__ import annotations

from itertools import accumulate

import numpy as np

from zauyt.arrays.balancing import Graph, Whole, lists
from zauyt.arrays.laws import stream_key
from zauyt.kernels.balancing.layout import L
from zauyt.kernels.balancing.level import levelled
from zauyt.kernels.chance import mix

MOVES_OF_TASK = 4_000
MOST_MOVES = 2_000_000


def smooth(graph: Graph, answer: Whole, *, cycle: int, seed: int) -> Whole:
    """Give a balance of the same stations whose loads differ less; stations from 1."""
    count, stations = graph.count, int(answer.max())
    parts: list[Whole] = [
        graph.times,
        answer - 1,
        np.bincount(answer - 1, weights=graph.times, minlength=stations).astype(int),
        *lists(graph.needed, count),
        *lists(graph.needed[:, ::-1], count),
    ]
    places = list(accumulate((part.size for part in parts), initial=int(L.size)))
    m = np.concatenate([np.zeros(L.size, dtype=np.int64), *parts])
    m[L.tasks], m[L.stations], m[L.cycle] = count, stations, cycle
    names = ("times", "station", "load", "succ_begin", "succ", "pred_begin", "pred")
    for name, place in zip(names, places, strict=False):
        m[getattr(L, name)] = place
    key = mix(np.uint64(stream_key("balance", "smooth")), np.uint64(seed))
    m[L.stream] = int(key >> np.uint64(1))
    levelled(m, min(MOVES_OF_TASK * count, MOST_MOVES))
    begin = int(m[L.station])
    return m[begin : begin + count] + 1
