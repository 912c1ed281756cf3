"""The beta and Student's t distribution, without a library that is slow to load.

scipy's special functions take longer to import than a small study to answer; the
few that every study needs are here, and scipy checks them in the tests.

References: DLMF 8.17.22, the continued fraction of the incomplete beta function,
by the method of Lentz; Press et al. (2007), Numerical Recipes, section 6.4.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

_TINY = 1e-300
_MOST_STEPS = 100_000
"""Enough for a million runs; each step brings the sum nearer."""


def beta_share(a: float, b: float, x: float) -> float:
    """Give the probability that a beta variate of (a, b) is at most x."""
    assert a > 0, f"a = {a}"
    assert b > 0, f"b = {b}"
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _tail(b, a, 1 - x, math.log1p(-x), math.log(x))
    return _tail(a, b, x, math.log(x), math.log1p(-x))


def _tail(a: float, b: float, x: float, log_x: float, log_rest: float) -> float:
    """Give the share below an x on the near side of the mean."""
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(log_front + a * log_x + b * log_rest) / a
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, _MOST_STEPS):
        before = fraction
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            fraction *= c * d
        if abs(fraction - before) <= 1e-16 * abs(fraction):
            break
    return front * fraction


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


@lru_cache(maxsize=4096)
def beta_quantile(a: float, b: float, share: float) -> float:
    """Give the value that a beta variate of (a, b) stays below with this chance."""
    return _met(lambda x: beta_share(a, b, x), share, 0.0, 1.0)


@lru_cache(maxsize=4096)
def t_quantile(degrees: float, share: float) -> float:
    """Give the value that Student's t stays below with this probability."""
    if share < 0.5:
        return -t_quantile(degrees, 1 - share)
    above = 2 * (1 - share)  # on both sides together

    def inside(t: float) -> float:
        return 1 - beta_share(degrees / 2, 0.5, degrees / (degrees + t * t))

    high = 1.0
    while inside(high) < 1 - above:
        high *= 2
    return _met(inside, 1 - above, 0.0, high)


def _met(
    rising: Callable[[float], float], aim: float, low: float, high: float
) -> float:
    """Give where a rising function meets a value, as closely as numbers lie."""
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return middle
        if rising(middle) < aim:
            low = middle
        else:
            high = middle
