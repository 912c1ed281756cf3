"""What is drawn, by the numbers that the kernel draws too.

Draw k of a stream is a function of the stream and k alone, so the twin and the
kernel may draw in any order and get the same. That these draws follow their laws
is tested elsewhere (`tests/kernels/test_chance.py`, `tests/arrays/test_laws.py`).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from zauyt.arrays.laws import law_tables, stream_key
from zauyt.kernels.chance import mix, uniform, unit
from zauyt.plant.law import Exponential, Law
from zauyt.plant.line import Failure

EXPONENTIAL = Exponential(type="exponential")


def ticks(seconds: float) -> int:
    """Give seconds as whole milliseconds, at least 1 of what is not 0."""
    return max(round(seconds * 1000), 1) if seconds > 0 else 0


@dataclass(frozen=True)
class Stream:
    """Everything that is drawn for one purpose at one place, in one run."""

    key: np.uint64

    def below(self, number: int) -> Stream:
        """Give the stream of one of several equal things."""
        return Stream(np.uint64(mix(self.key, np.uint64(number))))

    def share(self, count: int) -> float:
        """Give draw `count` as a number between 0 and 1."""
        return float(uniform(self.key, count))

    def ticks(self, count: int, mean: float, law: Law | None) -> int:
        """Give draw `count` by a law of a mean, in whole ticks, at least 1."""
        table, row = _table(law)
        return max(int(mean * float(unit(table, row, self.key, count)) + 0.5), 1)


def stream(name: str, purpose: str, *, seed: int, run: int) -> Stream:
    """Give the stream of a purpose at a place in a run."""
    key = np.uint64(stream_key(name, purpose))
    for value in (seed, run):
        key = np.uint64(mix(key, np.uint64(value)))
    return Stream(key)


@functools.cache
def _table(
    law: Law | None,
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float64]], int]:
    if law is None:
        return np.zeros((1, 8)), 0
    table, rows = law_tables([law])
    return table, int(rows[0])


@dataclass
class Mode:
    """One way in which a station fails, and when it will next.

    Failure f comes after a time drawn as number 2f, its repair takes the time
    drawn as number 2f + 1. `due` is the work (in ticks, or the number of
    operations) after which it fails next, counted from the end of a repair.
    """

    name: str
    failure: Failure
    stream: Stream
    count: int = 0
    due: int = 0

    @property
    def by_operations(self) -> bool:
        """Tell whether operations wear it, not time at work."""
        return self.failure.clock == "operations"

    def plan_next(self, worn: int, mean: float | None = None) -> None:
        """Draw after how much more work than `worn` it fails next.

        `mean` is that of the moment, where it is not the mature plant's.
        """
        law = self.failure.law or EXPONENTIAL
        if mean is None:
            mean = self.mean()
        self.due = worn + self.stream.ticks(2 * self.count, mean, law)

    def repair_ticks(self) -> int:
        """Draw how long the repair takes."""
        law = self.failure.repair_law or EXPONENTIAL
        mean = ticks(self.failure.mttr_min * 60)
        return self.stream.ticks(2 * self.count + 1, mean, law)

    def mean(self) -> int:
        """Give the mean between failures, in ticks or operations."""
        if self.failure.mtbf_operations is not None:
            return max(round(self.failure.mtbf_operations), 1)
        if self.failure.mtbf_h is not None:
            return ticks(self.failure.mtbf_h * 3600)
        up = self.failure.availability
        assert up is not None, "a failure without a rate"
        return ticks(self.failure.mttr_min * 60 * (up / (1 - up)))
