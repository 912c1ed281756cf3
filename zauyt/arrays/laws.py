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
from functools import lru_cache

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
    for law in laws:
        if law in row_of_law:
            continue
        if _is_constant(law):
            row_of_law[law] = 0
            continue
        block = _block(law)
        row_of_law[law] = end
        blocks.append(block)
        end += len(block)
    rows = np.array([row_of_law[law] for law in laws], dtype=np.int64)
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
    shares = _shares()
    lower = _quantile(law, below=shares, above=1.0 - shares)
    upper = _quantile(law, below=1.0 - shares, above=shares)
    mean = math.fsum(np.concatenate([_parts(lower), _parts(upper)]))
    block[0, HEADER : HEADER + POINTS] = lower / mean
    block[0, HEADER + POINTS :] = upper / mean
    return block


def _shares() -> Floats:
    """Give the folded uniform number at each point of one side."""
    octave = np.ldexp(1.0, np.arange(-53, -53 + OCTAVES))
    share = np.outer(octave, 1.0 + np.arange(CELLS) / CELLS).ravel()
    return np.append(share, 0.5)


def _parts(points: Floats) -> Floats:
    """Give what adds up to one side's part of the mean, over all that is drawn.

    The numbers drawn lie evenly, 2^-52 apart: down to 2^-46 they fill each
    cell, and their mean is the cell's; the 64 below are taken one by one.
    """
    shares = _shares()
    whole = 7 * CELLS
    cells = np.diff(shares[whole:]) * (points[whole:-1] + points[whole + 1 :]) * 0.5
    rare = np.ldexp(np.arange(64) + 0.5, -52)
    cell = np.searchsorted(shares, rare, side="right") - 1
    low, high = points[cell], points[cell + 1]
    within = (rare - shares[cell]) / (shares[cell + 1] - shares[cell])
    return np.append(cells, (low + (high - low) * within) * 2.0**-52)


def _quantile(law: Law, *, below: Floats, above: Floats) -> Floats:
    """Give the quantiles of a continuous law, up to a factor."""
    match law:
        case Exponential():
            return quantiles.hazard(below, above)
        case Weibull():
            log_hazard = quantiles.logarithm(quantiles.hazard(below, above))
            return quantiles.exponential(log_hazard / law.shape)
        case Lognormal():
            variance = quantiles.logarithm_above_one(np.array([law.cv * law.cv]))
            return quantiles.exponential(
                np.sqrt(variance) * quantiles.normal(below, above)
            )
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
