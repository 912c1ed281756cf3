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
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or _TINY)
    fraction = d
    for m in range(1, _MOST_STEPS):
        before = fraction
        odd = a + 2 * m
        term = m * (b - m) * x / ((odd - 1) * odd)
        d = 1 / (1 + term * d or _TINY)
        c = 1 + term / c or _TINY
        fraction *= c * d
        term = -(a + m) * (a + b + m) * x / (odd * (odd + 1))
        d = 1 / (1 + term * d or _TINY)
        c = 1 + term / c or _TINY
        fraction *= c * d
        if abs(fraction - before) <= 1e-16 * abs(fraction):
            break
    return front * fraction


@lru_cache(maxsize=4096)
def beta_quantile(a: float, b: float, share: float) -> float:
    """Give the value that a beta variate of (a, b) stays below with this chance."""
    return met(lambda x: beta_share(a, b, x), share, 0.0, 1.0)


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
    return met(inside, 1 - above, 0.0, high)


def met(rising: Callable[[float], float], aim: float, low: float, high: float) -> float:
    """Give where a rising function meets a value, as closely as numbers lie.

    It lies below the value at ``low`` and not at ``high``. Where the last three points
    bend little, the next is where the curve through them has the value, else halfway.

    References
    ----------
    Chandrupatla (1997), Advances in Engineering Software 28, 145-149.
    """
    newer, older = high, low
    at_newer, at_older = rising(newer) - aim, rising(older) - aim
    share = 0.5
    while at_newer and at_older and newer != older:
        nearest = newer if abs(at_newer) < abs(at_older) else older
        least = math.ulp(nearest) / abs(older - newer)
        if least > 0.5:
            break
        between = newer + min(max(share, least), 1 - least) * (older - newer)
        at_between = rising(between) - aim
        if (at_between > 0) == (at_newer > 0):
            third, at_third = newer, at_newer
        else:
            third, at_third = older, at_older
            older, at_older = newer, at_newer
        newer, at_newer = between, at_between
        share = _share_of_way((newer, at_newer), (older, at_older), (third, at_third))
    return newer if abs(at_newer) < abs(at_older) else older


Point = tuple[float, float]


def _share_of_way(newer: Point, older: Point, third: Point) -> float:
    """Give how far from the newer point to the older one to try next."""
    (a, fa), (b, fb), (c, fc) = newer, older, third
    if fb == fc or fa == fc:
        return 0.5
    way, height = (a - b) / (c - b), (fa - fb) / (fc - fb)
    if height**2 >= way or (1 - height) ** 2 >= 1 - way:
        return 0.5
    beyond = (c - a) / (b - a) * fa / (fc - fa)
    return fa / (fb - fa) * fc / (fb - fc) + beyond * fb / (fc - fb)
