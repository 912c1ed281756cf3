"""Passages of count points, out of the few words in which a run writes them down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.kernels.flow.layout import NOTE_BITS, V

PASSAGE = np.dtype(
    [(name, np.int64) for name in ("time", "serial", "born")]
    + [(name, np.int32) for name in ("point", "kind", "colour", "rejected")]
)
"""A passage: times in ticks; ``rejected`` is 1 if the job was, once."""
_LOW = 2**NOTE_BITS - 1


def times(noted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give when passages were (passages)."""
    return noted[:, V.time] >> NOTE_BITS


def points(noted: NDArray[np.int64]) -> NDArray[np.int32]:
    """Give where passages were, by number (passages)."""
    found = np.empty(len(noted), dtype=np.int32)
    np.bitwise_and(noted[:, V.time], _LOW, out=found, casting="same_kind")
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
    """The passages of a run, in the order written down, to be had by count point.

    ``point`` says where each was; from the tick ``begin`` on they count.
    """

    noted: NDArray[np.int64]
    point: NDArray[np.int32]
    begin: int

    def in_all(self, point: int) -> int:
        """Count the passages of a point, those before the counted time too."""
        return int(np.count_nonzero(self.point == point))

    def counted(self, point: int) -> NDArray[np.int64]:
        """Give the passages of a point in the counted time (passages, words)."""
        rows = self.noted[np.flatnonzero(self.point == point)]
        return rows[times(rows) >= self.begin]
