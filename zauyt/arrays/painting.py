"""Stretches of time that cover one another, and what is seen of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ticks = npt.NDArray[np.int64]

OPEN = ""
"""The reason of a stretch in which nothing is closed."""
NO_REASON = -1
"""Its place among the reasons."""


@dataclass(frozen=True, eq=False)
class Layer:
    """Stretches of time: from, to, and the place in ``reasons`` of what holds."""

    start_ms: Ticks
    end_ms: Ticks
    reason: Ticks
    reasons: tuple[str, ...]


def layer(start_ms: Ticks, end_ms: Ticks, reason: str) -> Layer:
    """Give stretches in which the same holds."""
    return Layer(start_ms, end_ms, np.zeros(start_ms.size, dtype=np.int64), (reason,))


def kept(ticks: Ticks) -> Ticks:
    """Give an array that many share, and none may write to."""
    ticks.flags.writeable = False
    return ticks


def painted(
    layers: Sequence[Layer], length_ms: int, *, beneath: str
) -> tuple[Ticks, Ticks, Ticks, tuple[str, ...]]:
    """Give what holds when each stretch covers those before it.

    ``beneath`` is what holds where there is none. Returns start, end and place in
    the tuple of reasons, which comes last and is in the order in which reasons
    first come; no two neighbours are alike.
    """
    place: dict[str, int] = {OPEN: NO_REASON}
    for reason in (beneath, *(name for each in layers for name in _in_use(each))):
        place.setdefault(reason, len(place) - 1)
    bounds = np.concatenate(
        [[[0], [length_ms]], *([each.start_ms, each.end_ms] for each in layers)], axis=1
    )
    codes = np.concatenate(
        [[place[beneath]], *(_codes(each, place) for each in layers)]
    )
    bounds = np.clip(bounds, 0, length_ms)
    edges = np.sort(bounds, axis=None)
    edges = edges[np.append(True, edges[1:] > edges[:-1])]
    cells = np.searchsorted(edges, bounds)
    widths = np.maximum(cells[1] - cells[0], 0)
    begins = np.cumsum(widths) - widths
    numbers = np.arange(codes.size)
    covered = np.repeat(cells[0] - begins, widths) + np.arange(widths.sum())
    topmost = np.zeros(edges.size - 1, dtype=np.int64)
    np.maximum.at(topmost, covered, np.repeat(numbers, widths))
    seen = codes[topmost]
    changes = np.flatnonzero(np.diff(seen)) + 1
    firsts = np.concatenate([[0], changes])
    lasts = np.concatenate([changes, [seen.size]])
    reasons = tuple(reason for reason in place if reason != OPEN)
    return edges[firsts], edges[lasts], seen[firsts], reasons


def _in_use(given: Layer) -> list[str]:
    """Give the reasons of a layer in the order in which they first come."""
    if len(given.reasons) == 1:
        return list(given.reasons) if given.reason.size else []
    found, first = np.unique(given.reason, return_index=True)
    return [given.reasons[number] for number in found[np.argsort(first)]]


def _codes(given: Layer, place: dict[str, int]) -> Ticks:
    """Give the place among all reasons of each stretch's own."""
    known = [place.get(reason, NO_REASON) for reason in given.reasons]
    return np.array([*known, NO_REASON], dtype=np.int64)[given.reason]
