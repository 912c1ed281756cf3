"""By how much two runs on the same random numbers differ, block by block of days.

The difference of a whole period is the sum of its blocks'. Its spread is judged
inside each block between pairs, so that a block whose difference is large by the
calendar (a holiday, a shutdown) is not taken for chance. Blocks have to be long
beside the time a vehicle takes: differences of neighbours count as independent.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from zauyt.statistics.beta import t_quantile
from zauyt.statistics.interval import Interval, checked_level


def summed_difference(
    values: ArrayLike, base: ArrayLike, *, block: int, level: float = 0.95
) -> Interval:
    """Tell by how much a period's sum exceeds the base's, mean over pairs.

    Parameters
    ----------
    values, base
        One number a pair and a day, (pairs, days).
    block
        Days a block, 1 or more; what is left over joins the last block.
    level
        Confidence level, above 0 and below 1. One pair leaves the bounds unknown.
    """
    difference = np.asarray(values, dtype=np.float64) - np.asarray(base)
    assert difference.ndim == 2, "values are (pairs, days)"
    assert block >= 1, "a block of no days"
    level = checked_level(level)
    pairs, days = difference.shape
    blocks = max(days // block, 1)
    sums = np.stack(
        [
            difference[
                :, place * block : days if place == blocks - 1 else (place + 1) * block
            ].sum(axis=1)
            for place in range(blocks)
        ],
        axis=1,
    )
    total = float(sums.mean(axis=0).sum())
    if pairs < 2:
        return Interval(total, math.nan, math.nan, level, pairs)
    error = math.sqrt(float(sums.var(axis=0, ddof=1).sum()) / pairs)
    half = t_quantile(blocks * (pairs - 1), (1 + level) / 2) * error
    return Interval(total, total - half, total + half, level, pairs)
