"""Laws of chance as rows of a table that the kernels draw from.

Every row is a law of mean 1 in the form that ``zauyt.kernels.chance`` reads; the
mean stands with whoever draws. A continuous law is its quantile function at
6,658 points, divided by the mean of exactly the numbers that can be drawn from
them, so that the mean is 1 to the last digits. What linear interpolation costs:
the distribution function is off by less than 1e-4 wherever values are above a
thousandth of the mean, and the cv by less than 1e-4 of itself unless so much
of it comes from events rarer than 2^-53 that no simulation would see them
(lognormal above a cv of 16, Weibull below a shape of 0.12).

Equal laws share a row. Geometric and empirical laws are exact.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from zauyt.arrays import quantiles
from zauyt.arrays.quantiles import Floats
from zauyt.kernels.chance import (
    CELLS,
    CONSTANT,
    CURVE,
    EMPIRICAL,
    GEOMETRIC,
    HEADER,
    OCTAVES,
    POINTS,
    VALUES,
    WIDTH,
)
from zauyt.plant.law import (
    Constant,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Geometric,
    Law,
    Lognormal,
    Triangular,
    Uniform,
    Weibull,
)

# 1 + 8.3 cv, the farthest draw of a normal law, is 1 in doubles below this.
_LEAST_CV = 1e-17


@lru_cache(maxsize=2**14)  # every what-if asks for the same
def stream_key(name: str, purpose: str) -> int:
    """Give the 64-bit key of what is drawn for one purpose at one place.

    A name keeps its key whatever else the plant contains. In the kernel it is
    mixed with the seed and the number of the run, in this order:
    ``mix(mix(key, seed), run)``.

    Parameters
    ----------
    name
        Dotted name of the station, line or other part.
    purpose
        What the chance decides: ``cycle``, ``repair:robot``.
    """
    # The length keeps ("a", "b:c") apart from ("a:b", "c").
    text = f"{len(name)}:{name}:{purpose}"
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def law_tables(laws: Sequence[Law]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Give the table of all laws, and the row in which each law begins.

    Row 0 is the constant 1, whether asked for or not. An empirical law of many
    values takes several rows; otherwise a law takes one.

    Returns
    -------
    tables
        Laws (rows, ``WIDTH``).
    rows
        Row of each law, in the order given (laws).
    """
    blocks = [_constant()]
    row_of_law: dict[Law, int] = {}
    end = 1
    same = {id(law): law for law in laws}  # few of many stations' are not one
    for law in same.values():
        if law in row_of_law:
            continue
        if _is_constant(law):
            row_of_law[law] = 0
            continue
        block = _block(law)
        row_of_law[law] = end
        blocks.append(block)
        end += len(block)
    row_of = {key: row_of_law[law] for key, law in same.items()}
    rows = np.array([row_of[id(law)] for law in laws], dtype=np.int64)
    return np.concatenate(blocks), rows


def _constant() -> Floats:
    block = np.ones((1, WIDTH))
    block[0, :HEADER] = 0.0
    block[0, 0] = CONSTANT
    return block


def _is_constant(law: Law) -> bool:
    match law:
        case Constant():
            return True
        case Lognormal() | Gamma():
            return law.cv < _LEAST_CV
        case Geometric():
            return law.mean_steps == 1
        case Empirical():
            return min(law.values) == max(law.values)
        case _:
            return False


# A slider or a sweep asks for the same laws again and again.
@lru_cache(maxsize=256)
def _block(law: Law) -> Floats:
    """Give the rows of a law that is not constant (rows, ``WIDTH``)."""
    match law:
        case Geometric():
            block = _geometric(law)
        case Empirical():
            block = _empirical(law)
        case _:
            block = _curve(law)
    block.flags.writeable = False
    return block


def _geometric(law: Geometric) -> Floats:
    block = np.zeros((1, WIDTH))
    chance = np.array([1.0 / law.mean_steps])
    if law.mean_steps < 2:
        stay = quantiles.logarithm((law.mean_steps - 1.0) * chance)
    else:
        stay = quantiles.logarithm_above_one(-chance)
    block[0, :3] = GEOMETRIC, 1.0 / stay[0], law.mean_steps
    return block


def _empirical(law: Empirical) -> Floats:
    values = np.sort(np.array(law.values, dtype=np.float64))
    values /= math.fsum(values) / len(values)
    block = np.zeros((-(-len(values) // VALUES), WIDTH))
    for row, first in enumerate(range(0, len(values), VALUES)):
        part = values[first : first + VALUES]
        block[row, HEADER : HEADER + len(part)] = part
    block[0, :2] = EMPIRICAL, len(values)
    return block


def _curve(law: Law) -> Floats:
    block = np.zeros((1, WIDTH))
    block[0, 0] = CURVE
    lower, upper = _quantiles(law)
    mean = exact_sum(np.concatenate([_parts(lower), _parts(upper)]))
    block[0, HEADER : HEADER + POINTS] = lower / mean
    block[0, HEADER + POINTS :] = upper / mean
    return block


LOWER, UPPER = 0, 1
"""The sides of a law: below its median and above it."""


@cache
def _shares() -> Floats:
    """Give the folded uniform number at each point of one side."""
    octave = np.ldexp(1.0, np.arange(-53, -53 + OCTAVES))
    share = np.outer(octave, 1.0 + np.arange(CELLS) / CELLS).ravel()
    return _kept(np.append(share, 0.5))


def _kept(points: Floats) -> Floats:
    """Give an array that many share, and none may write to."""
    points.flags.writeable = False
    return points


def _below_and_above(side: int) -> tuple[Floats, Floats]:
    """Give the shares below and above each point of a side."""
    shares = _shares()
    return (shares, 1.0 - shares) if side == LOWER else (1.0 - shares, shares)


# What follows is of no law's numbers, and most of the time that a curve takes.
@cache
def _normal(side: int) -> Floats:
    return _kept(quantiles.normal(*_below_and_above(side)))


@cache
def _hazard(side: int) -> Floats:
    return _kept(quantiles.hazard(*_below_and_above(side)))


@cache
def _log_hazard(side: int) -> Floats:
    return _kept(quantiles.logarithm(_hazard(side)))


@cache
def _rare() -> tuple[npt.NDArray[np.int64], Floats]:
    """Give the cells of the 64 least numbers, and where in them each lies."""
    shares = _shares()
    rare = np.ldexp(np.arange(64) + 0.5, -52)
    cell = np.searchsorted(shares, rare, side="right") - 1
    return cell, (rare - shares[cell]) / (shares[cell + 1] - shares[cell])


def _parts(points: Floats) -> Floats:
    """Give what adds up to one side's part of the mean, over all that is drawn.

    The numbers drawn lie evenly, 2^-52 apart: down to 2^-46 they fill each
    cell, and their mean is the cell's; the 64 below are taken one by one.
    """
    shares = _shares()
    whole = 7 * CELLS
    cell, within = _rare()
    cells = np.diff(shares[whole:]) * (points[whole:-1] + points[whole + 1 :]) * 0.5
    low, high = points[cell], points[cell + 1]
    return np.append(cells, (low + (high - low) * within) * 2.0**-52)


def exact_sum(numbers: Floats) -> float:
    """Give the sum of numbers, rounded once, as `math.fsum` does, but sooner."""
    parts, exponents = np.frexp(numbers)
    least = int(exponents.min())
    whole = np.ldexp(parts, 53).astype(np.int64)
    # Sums of 27 bits each are whole numbers of doubles, too.
    high = np.bincount(exponents - least, weights=whole >> 27)
    low = np.bincount(exponents - least, weights=whole & (2**27 - 1))
    total = sum(
        ((int(upper) << 27) + int(lower)) << place
        for place, (upper, lower) in enumerate(zip(high, low, strict=True))
    )
    up = least - 53
    return total / 2**-up if up < 0 else float(total << up)


def _quantiles(law: Law) -> tuple[Floats, Floats]:
    """Give the quantiles of a continuous law on its two sides, up to a factor."""
    if isinstance(law, Lognormal):
        variance = quantiles.logarithm_above_one(np.array([law.cv * law.cv]))
        spread = np.sqrt(variance)
        lower, upper = _normal(LOWER), _normal(UPPER)
        return (
            quantiles.exponential(spread * lower),
            quantiles.exponential(spread * upper),
        )
    return _quantile(law, LOWER), _quantile(law, UPPER)


def _quantile(law: Law, side: int) -> Floats:
    """Give the quantiles of a continuous law on a side, up to a factor."""
    below, above = _below_and_above(side)
    match law:
        case Exponential():
            return _hazard(side)
        case Weibull():
            return quantiles.exponential(_log_hazard(side) / law.shape)
        case Gamma():
            return quantiles.gamma(below, above, cv=law.cv)
        case Erlang():
            return quantiles.gamma(below, above, cv=1.0 / math.sqrt(law.phases))
        case Triangular():
            return quantiles.triangular(below, above, low=law.low, high=law.high)
        case Uniform():
            return 1.0 + law.spread * (below - above)
        case _:
            raise AssertionError(f"no quantiles of {law!r}")
