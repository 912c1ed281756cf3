"""Quantile functions whose last bit does not depend on the processor.

Libraries of mathematics differ from one machine to the next in the last place,
and a draw that differs there may fall into another millisecond. Everything here
is made of + - * /, square roots and powers of two, which IEEE 754 fixes to the
bit, in an order that is fixed too.

A probability is given twice, as the share below and the share above it, so that
both tails keep their digits. No function here rescales to a mean of 1 unless it
says so.

References: Wichura (1988), Algorithm AS 241, Applied Statistics 37(3)
(``normal``, PPND16); Abramowitz, Stegun (1964), table 25.4 (nodes of the
Gauss-Legendre rule).
"""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_LN_2_HIGH = 0.6931471803691238
_LN_2_LOW = 1.9082149292705877e-10
_SQRT_HALF = 0.7071067811865476

_NEAR = (
    (
        3.3871328727963666080e0,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ),
    (
        1.0,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ),
)
_MIDDLE = (
    (
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ),
    (
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ),
)
_FAR = (
    (
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ),
    (
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ),
)
_GAUSS_NODES = (
    0.1834346424956498,
    0.5255324099163290,
    0.7966664774136267,
    0.9602898564975363,
)
_GAUSS_WEIGHTS = (
    0.3626837833783620,
    0.3137066458778873,
    0.2223810344533745,
    0.1012285362903763,
)


_INVERSE_FACTORIALS = tuple(
    itertools.accumulate(range(1, 15), lambda value, n: value / n, initial=1.0)
)
_ODD_INVERSES = tuple(1.0 / odd for odd in range(1, 38, 2))


def _polynomial(x: Floats, coefficients: tuple[float, ...]) -> Floats:
    """Give the polynomial with these coefficients, the constant one first."""
    value = np.full_like(x, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        value *= x
        value += coefficient
    return value


def _area_tangent(s: Floats) -> Floats:
    """Give 2 artanh(s) for s up to 1/3 in size."""
    series = _polynomial(s * s, _ODD_INVERSES)
    return 2.0 * s * series


def logarithm(x: Floats) -> Floats:
    """Give ln x for x above 0."""
    mantissa, exponent = np.frexp(x)
    small = mantissa < _SQRT_HALF
    mantissa = np.where(small, 2.0 * mantissa, mantissa)
    twos = (exponent - small).astype(np.float64)
    rest = _area_tangent((mantissa - 1.0) / (mantissa + 1.0))
    return twos * _LN_2_HIGH + (rest + twos * _LN_2_LOW)


def logarithm_above_one(x: Floats) -> Floats:
    """Give ln(1 + x) for x from -1/2 up, exact near 0."""
    near = x < 0.5
    inside = np.where(near, x, 0.0)
    return np.where(near, _area_tangent(inside / (2.0 + inside)), logarithm(1.0 + x))


def exponential(x: Floats) -> Floats:
    """Give e^x; 0 where it would be below the least double."""
    x = np.maximum(x, -800.0)
    twos = np.rint(x / (_LN_2_HIGH + _LN_2_LOW))
    rest = (x - twos * _LN_2_HIGH) - twos * _LN_2_LOW
    power = _polynomial(rest, _INVERSE_FACTORIALS)
    return np.ldexp(power, twos.astype(np.int64))


def hazard(below: Floats, above: Floats) -> Floats:
    """Give the quantile of the exponential law of mean 1."""
    lower = below < 0.5
    return np.where(
        lower,
        -logarithm_above_one(-np.where(lower, below, 0.0)),
        -logarithm(above),
    )


def normal(below: Floats, above: Floats) -> Floats:
    """Give the quantile of the normal law of mean 0 and deviation 1."""
    tail = np.minimum(below, above)
    central = 0.5 - tail
    near = 0.180625 - central * central
    z_near = central * _polynomial(near, _NEAR[0]) / _polynomial(near, _NEAR[1])
    root = np.sqrt(-logarithm(tail))
    middle, far = root - 1.6, root - 5.0
    z_middle = _polynomial(middle, _MIDDLE[0]) / _polynomial(middle, _MIDDLE[1])
    z_far = _polynomial(far, _FAR[0]) / _polynomial(far, _FAR[1])
    z_tail = np.where(root <= 5.0, z_middle, z_far)
    z = np.where(central <= 0.425, z_near, z_tail)
    return np.where(below < above, -z, z)


_RISES = tuple(
    itertools.accumulate(range(3, 19), lambda value, n: value / n, initial=0.5)
)
"""The coefficients of (e^s - 1 - s) / s^2 in powers of s."""


def _rise(s: Floats) -> Floats:
    """Give (e^s - 1 - s) / s^2, exact near 0."""
    near = np.abs(s) < 0.5
    if near.all():
        return _polynomial(s, _RISES)
    found = np.empty_like(s)
    found[near] = _polynomial(s[near], _RISES)
    outside = s[~near]
    found[~near] = (exponential(outside) - 1.0 - outside) / (outside * outside)
    return found


def _log_gamma_density(s: Floats, cv: float) -> Floats:
    """Give the density of the gamma law in s = ln x, its peak being 1."""
    y = s / cv
    return exponential(-(y * y) * _rise(s))


def _mass(start: Floats, end: Floats, cv: float) -> Floats:
    """Give the integral of the density above from start to end, at most a panel."""
    middle, half = (start + end) * 0.5, (end - start) * 0.5
    total = np.zeros_like(middle)
    for node, weight in zip(_GAUSS_NODES, _GAUSS_WEIGHTS, strict=True):
        left = _log_gamma_density(middle - half * node, cv)
        right = _log_gamma_density(middle + half * node, cv)
        total = total + weight * (left + right)
    return total * half


def _edges(cv: float) -> Floats:
    """Give panel edges in ln x outside of which the density is below e^-60.

    To the left of -40 the density is a plain exponential, so it may end there.
    """
    low = 15.5 * cv if 15.5 * cv < 1.5 else min(40.0, 60.0 * cv * cv + 1.5)
    bound = float(logarithm(np.array([1.0 + 60.0 * cv * cv]))[0])
    high = min(11.0 * cv, bound + 1.5)
    width = 0.5 * min(1.0, cv)
    panels = int((low + high) / width) + 1
    return -low + width * np.arange(panels + 1, dtype=np.float64)


def gamma(below: Floats, above: Floats, *, cv: float) -> Floats:
    """Give the quantile of the gamma law of mean 1.

    The density in ln x is integrated panel by panel from either end, and the
    logarithm of the mass, concave in ln x, is solved by Newton's method.
    """
    edges = _edges(cv)
    panel = _mass(edges[:-1], edges[1:], cv)
    ends = edges[[0, -1]]
    slope = np.abs(ends + ends * ends * _rise(ends))
    ends_mass = _log_gamma_density(ends, cv) / slope * (cv * cv)
    lower = np.cumsum(np.concatenate([ends_mass[:1], panel]))
    upper = np.cumsum(np.concatenate([ends_mass[1:], panel[::-1]]))
    total = lower[-1] + ends_mass[1]
    on_left = below < above
    share = np.where(on_left, below, above)
    target = share * total
    from_left = np.maximum(np.searchsorted(lower, target, side="right") - 1, 0)
    from_right = np.maximum(np.searchsorted(upper, target, side="right") - 1, 0)
    start = np.where(on_left, edges[from_left], edges[::-1][from_right])
    before = np.where(on_left, lower[from_left], upper[from_right])
    direction = np.where(on_left, 1.0, -1.0)
    s = start.copy()
    inside = target >= before
    log_target = logarithm(target)
    # What a step leaves as it was is left so by all further ones, too.
    moving = np.flatnonzero(inside)
    for _ in range(7):
        at, toward = s[moving], direction[moving]
        mass = before[moving] + toward * _mass(start[moving], at, cv)
        excess = logarithm(mass) - log_target[moving]
        then = at - toward * excess * mass / _log_gamma_density(at, cv)
        s[moving] = then
        moving = moving[then != at]
    # Below the first edge the mass falls by e for every cv^2 in ln x.
    beyond = start + (log_target - logarithm(before)) * (cv * cv)
    return exponential(np.where(inside, s, beyond))


def triangular(below: Floats, above: Floats, *, low: float, high: float) -> Floats:
    """Give the quantile of the triangular law of mean 1 between two values."""
    peak = min(max(3.0 - low - high, low), high)
    width = high - low
    rising = low + np.sqrt(below * width * (peak - low))
    falling = high - np.sqrt(above * width * (high - peak))
    return np.where(below * width <= peak - low, rising, falling)
