"""How equipment fails less as its faults are found: Crow-AMSAA and Duane.

Failures are a Poisson process whose mean is ``scale t^shape`` after ``t`` hours of
operation. Below a shape of 1 it fails ever less; its growth rate is 1 - shape. The
power law has no end, so a mature MTBF caps it.

References
----------
L. H. Crow, Reliability analysis for complex, repairable systems, 1974; MIL-HDBK-189.
NIST/SEMATECH e-Handbook, 8.4.5.2 (its estimate is the one without bias). J. T. Duane,
Learning curve approach to reliability monitoring, 1964.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

EndedBy = Literal["time", "failure"]


@dataclass(frozen=True)
class PowerLaw:
    """Failures that come as a Poisson process of mean ``scale t^shape``."""

    shape: float
    scale: float

    def expected(self, time_h: float) -> float:
        """Give how many failures come up to a time on average."""
        return self.scale * math.pow(time_h, self.shape)

    def mtbf_h(self, time_h: float, *, mature_h: float = math.inf) -> float:
        """Give the mean time between failures at a time, never above the mature."""
        assert time_h > 0, "at the very beginning the law has no rate"
        rate = self.scale * self.shape * math.pow(time_h, self.shape - 1)
        return min(1 / rate, mature_h)


def crow_amsaa(
    failures_h: Sequence[float],
    end_h: float,
    *,
    ended_by: EndedBy,
    without_bias: bool = False,
) -> PowerLaw:
    """Estimate how equipment grows more reliable from when it failed.

    Parameters
    ----------
    failures_h
        Hours of operation at each failure, rising; at least 2, and 3 without bias.
    end_h
        Hours at the end of the observation; the last failure's if that ended it.
    ended_by
        Whether a given time or a failure ended it.
    without_bias
        Whether the shape is corrected for its bias, as NIST does; else it is the
        maximum likelihood.
    """
    count = len(failures_h)
    assert count >= 2 + without_bias, f"{count} failures are too few"
    ordered = all(a <= b for a, b in itertools.pairwise(failures_h))
    assert ordered, "failures are not in order"
    assert failures_h[0] > 0, "a failure before the first hour"
    assert failures_h[-1] <= end_h, "a failure after the end"
    logs = math.fsum(math.log(end_h / time) for time in failures_h)
    assert logs > 0, "all failures at the end"
    degrees = count
    if without_bias:
        degrees = count - 1 if ended_by == "time" else count - 2
    shape = degrees / logs
    return PowerLaw(shape, count / math.pow(end_h, shape))


def duane(failures_h: Sequence[float]) -> PowerLaw:
    """Fit the straight line of Duane's plot: log cumulative MTBF over log time.

    Least squares; the points are not independent, so its errors say nothing, and
    `crow_amsaa` is the better estimate.
    """
    assert len(failures_h) >= 2, "a line takes two points"
    x = [math.log(time) for time in failures_h]
    y = [math.log(time / n) for n, time in enumerate(failures_h, start=1)]
    middle_x, middle_y = math.fsum(x) / len(x), math.fsum(y) / len(y)
    spread = math.fsum((each - middle_x) ** 2 for each in x)
    slope = (
        math.fsum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True))
        / spread
    )
    return PowerLaw(1 - slope, math.exp(-(middle_y - slope * middle_x)))
