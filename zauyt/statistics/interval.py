"""How far a figure computed from a sample of runs can be trusted.

Runs are independent and alike; nothing else is assumed of percentiles. Means and
ratios rest on Student's t, exact for normal values and good for means of years,
which are sums of many days. Sums are exact (``math.fsum``), so the order of the
runs changes no bit. A bound that the sample cannot give is ``nan``: unknown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zauyt.errors import Problem, WrongInput
from zauyt.statistics.beta import beta_share, met, t_quantile

FloatArray = NDArray[np.float64]
QUANTILE_SHARES = (0.05, 0.25, 0.50, 0.75, 0.95)


@dataclass(frozen=True)
class Interval:
    """An estimate between the bounds of its confidence interval.

    ``nan`` stands for unknown; ``count`` is the number of values it rests on.
    """

    value: float
    low: float
    high: float
    level: float
    count: int

    @property
    def known(self) -> bool:
        """Whether both bounds are known."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def half_width(self) -> float:
        """Half the distance between the bounds; nan where one is unknown."""
        return (self.high - self.low) / 2


def interval(values: ArrayLike, level: float = 0.95) -> Interval:
    """Give the bounds between which the mean lies: a t interval.

    One value, or any value that is not finite, leaves the bounds unknown.

    Parameters
    ----------
    values
        One number a run.
    level
        Confidence level, above 0 and below 1.

    Raises
    ------
    WrongInput
        When the level is not between 0 and 1.
    """
    sample = _sample(values)
    level = checked_level(level)
    if not np.isfinite(sample).all() or sample.size == 0:
        return Interval(math.nan, math.nan, math.nan, level, sample.size)
    mean = _mean(sample)
    if sample.size == 1:
        return Interval(mean, math.nan, math.nan, level, 1)
    error = math.sqrt(_covariance(sample, sample) / sample.size)
    half = t_quantile(sample.size - 1, (1 + level) / 2) * error
    return Interval(mean, mean - half, mean + half, level, sample.size)


def paired_difference(
    values: ArrayLike, base: ArrayLike, level: float = 0.95
) -> Interval:
    """Tell by how much values exceed the base, run by run.

    Both hold one number a run, of the same runs in the same order; on the same
    random numbers the difference varies far less than either of them.
    """
    sample, other = _sample(values), _sample(base)
    assert sample.size == other.size, "a pair lacks its other half"
    if not (np.isfinite(sample).all() and np.isfinite(other).all()):
        level = checked_level(level)
        return Interval(math.nan, math.nan, math.nan, level, sample.size)
    return interval(sample - other, level)


def ratio_of_means(
    numerator: ArrayLike, denominator: ArrayLike, level: float = 0.95
) -> Interval:
    """Give the ratio of two means, such as vehicles to hours (JPH).

    Fieller's interval, which keeps its level for normal values where the delta
    method does not. Where the denominator's mean cannot be told from zero every
    ratio is possible, and the bounds are unknown.

    References
    ----------
    E. C. Fieller (1954), Some problems in interval estimation, JRSS B 16, 175-185.
    """
    above, below = _sample(numerator), _sample(denominator)
    level = checked_level(level)
    count = above.size
    assert count == below.size, "a pair lacks its other half"
    unknown = Interval(math.nan, math.nan, math.nan, level, count)
    if count == 0 or not (np.isfinite(above).all() and np.isfinite(below).all()):
        return unknown
    mean_below = _mean(below)
    if mean_below == 0:
        return unknown
    ratio = _mean(above) / mean_below
    if count == 1:
        return Interval(ratio, math.nan, math.nan, level, 1)
    # With residuals e = above - ratio * below, of mean zero, a ratio r + d is kept
    # when (mean d)^2 <= t^2 var(e - d below): a quadratic free of cancellation.
    residual = above - ratio * below
    t_squared = t_quantile(count - 1, (1 + level) / 2) ** 2 / count
    square = mean_below**2 - t_squared * _covariance(below, below)
    if square <= 0:
        return unknown
    half = t_squared * _covariance(residual, below)
    root = math.sqrt(half**2 + square * t_squared * _covariance(residual, residual))
    low, high = ratio + (-half - root) / square, ratio + (-half + root) / square
    return Interval(ratio, low, high, level, count)


def percentile(values: ArrayLike, share: float, level: float = 0.95) -> Interval:
    """Give the value below which this share of runs lies.

    The bounds lie between neighbouring order statistics, at the place where each
    side is missed with half of the rest (Hutson's fractional order statistics): whole
    order statistics alone would hold more often than asked, with 20 runs up to 98 %.
    So the interval holds its level for every continuous law, to within one percent
    from 20 runs on; counts, which come in steps, it covers somewhat more often. Too
    few runs leave a bound unknown: the 5 % point needs 72 runs for its lower one.

    Parameters
    ----------
    values
        One number a run.
    share
        Share of runs below, above 0 and below 1.
    level
        Confidence level, above 0 and below 1.

    References
    ----------
    A. D. Hutson (1999), Calculating nonparametric confidence intervals for quantiles
    using fractional order statistics, J. Applied Statistics 26, 343-353.
    """
    sample = np.sort(_sample(values))
    level = checked_level(level)
    assert 0 < share < 1, f"a share of {share:g} is not between 0 and 1"
    count = sample.size
    if count == 0 or not np.isfinite(sample).all():
        return Interval(math.nan, math.nan, math.nan, level, count)
    missed = (1 - level) / 2
    low = high = math.nan
    if (1 - share) ** count <= missed:  # all runs above the percentile
        low = _between(sample, _place(count, share, 1 - missed))
    if share**count <= missed:
        high = _between(sample, _place(count, share, missed))
    value = _between(sample, 1 + share * (count - 1))
    # Interpolation can step past a bound by a part of a gap in tiny samples.
    value = max(value, low) if not math.isnan(low) else value
    value = min(value, high) if not math.isnan(high) else value
    return Interval(value, low, high, level, count)


@lru_cache(maxsize=1024)
def _place(count: int, share: float, chance: float) -> float:
    """Give the rank, from 1 to the count, that is below the percentile by this chance.

    The i-th smallest of ``count`` does so with the chance that a beta variate of
    (i, count + 1 - i) is below ``share``; between whole ranks that is taken to hold.
    """

    def above(rank: float) -> float:
        return -beta_share(rank, count + 1 - rank, share)

    return met(above, -chance, 1.0, float(count))


def _between(sample: FloatArray, place: float) -> float:
    """Give the value at a rank of a sorted sample, from 1, between two neighbours."""
    below = min(int(place), sample.size - 1) or 1
    above = min(below, sample.size - 1)
    first, second = float(sample[below - 1]), float(sample[above])
    return first + (second - first) * (place - below)


def points(values: ArrayLike, shares: Sequence[float]) -> FloatArray:
    """Give what each share of values lies below, along the first axis.

    As numpy's own does (which loads its masked arrays for it, a fiftieth of a short
    command's time), between neighbours where it lies between two of them.
    """
    sample = np.asarray(values)
    place = np.array(shares) * (len(sample) - 1)
    below = place.astype(np.int64)
    above = np.minimum(below + 1, len(sample) - 1)
    known = np.partition(sample, [*below, *above], axis=0)
    part = (place - below).reshape(-1, *[1] * (sample.ndim - 1))
    found: FloatArray = known[below] + (known[above] - known[below]) * part
    return found


def quantiles(
    values: ArrayLike,
    shares: Sequence[float] = QUANTILE_SHARES,
    level: float = 0.95,
) -> dict[float, Interval]:
    """Tell how the runs are spread: percentiles by share, each with its interval."""
    sample = _sample(values)
    return {share: percentile(sample, share, level) for share in shares}


def checked_level(level: float) -> float:
    """Give the level back; WrongInput unless it lies between 0 and 1."""
    if not 0 < level < 1:
        message = f"{level:g} is not a confidence level above 0 and below 1"
        raise WrongInput([Problem("level", message, "level")])
    return float(level)


def _sample(values: ArrayLike) -> FloatArray:
    sample = np.asarray(values, dtype=np.float64)
    assert sample.ndim == 1, f"{sample.ndim} dimensions where one is wanted"
    return sample


def _mean(sample: FloatArray) -> float:
    return math.fsum(sample.tolist()) / sample.size


def _covariance(sample: FloatArray, other: FloatArray) -> float:
    products = (sample - _mean(sample)) * (other - _mean(other))
    return math.fsum(products.tolist()) / (sample.size - 1)
