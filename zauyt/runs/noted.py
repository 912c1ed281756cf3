"""Passages of count points, out of the few words in which a run writes them down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.kernels.layout import NOTE_BITS, V

PASSAGE = np.dtype(
    [
        (name, np.int64)
        for name in ("time", "serial", "born", "point", "kind", "colour", "rejected")
    ]
)
"""A passage: times in ticks; ``rejected`` is 1 if the job was, once."""
_LOW = 2**NOTE_BITS - 1


def times(noted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give when passages were (passages)."""
    return noted[:, V.time] >> NOTE_BITS


def points(noted: NDArray[np.int64]) -> NDArray[np.int32]:
    """Give where passages were, by number (passages)."""
    found: NDArray[np.int32] = (noted[:, V.time] & _LOW).astype(np.int32)
    return found


def serials(noted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the numbers of the jobs that passed, in the order planned (passages)."""
    return noted[:, V.job] >> NOTE_BITS


def colours(noted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the colours of the jobs that passed (passages)."""
    found: NDArray[np.int64] = noted[:, V.born] & _LOW
    return found


def passed(noted: NDArray[np.int64]) -> NDArray[np.void]:
    """Give passages with all that was written down of them, as `PASSAGE`."""
    rows = np.empty(len(noted), dtype=PASSAGE)
    rows["time"] = times(noted)
    rows["serial"] = serials(noted)
    rows["born"] = noted[:, V.born] >> NOTE_BITS
    rows["point"] = points(noted)
    rows["kind"] = (noted[:, V.job] & _LOW) >> 1
    rows["colour"] = colours(noted)
    rows["rejected"] = noted[:, V.job] & 1
    return rows


@dataclass(frozen=True, eq=False)
class ByPoint:
    """The passages of a run by count point, each point's as they were written down.

    ``order`` has their places in ``noted``, point after point, ``ends`` where each
    point's end in it; from the tick ``begin`` on they count.
    """

    noted: NDArray[np.int64]
    order: NDArray[np.int64]
    ends: NDArray[np.int64]
    begin: int

    def in_all(self, point: int) -> int:
        """Count the passages of a point, those before the counted time too."""
        return int(self.ends[point]) - (int(self.ends[point - 1]) if point else 0)

    def counted(self, point: int) -> NDArray[np.int64]:
        """Give the passages of a point in the counted time (passages, words)."""
        end = int(self.ends[point])
        rows = self.noted[self.order[end - self.in_all(point) : end]]
        return rows[times(rows) >= self.begin]


def by_point(noted: NDArray[np.int64], count: int, *, begin: int) -> ByPoint:
    """Sort passages by the count points that there are, keeping their order."""
    point = points(noted)
    # Numbers of 16 bits are sorted in one pass, larger ones by comparing them.
    narrow = point.astype(np.min_scalar_type(count))
    ends = np.cumsum(np.bincount(point, minlength=count))
    return ByPoint(noted, np.argsort(narrow, kind="stable"), ends, begin)
