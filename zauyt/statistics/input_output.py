"""Input-output arithmetic: multipliers with and without households, and for a region.

A table's column says what a sector buys for one unit of its output. With A the part of
that which is made in the country, x = (I - A)^-1 f is all output that final demand f
asks for, tier by tier (type I). With households as one more sector, whose row is pay
and whose column is what pay is spent on, it counts what pay brings about, too
(type II). Prices, recipes and shares of imports stay as they are in the table, and
nothing runs out of capacity.

References
----------
R. E. Miller, P. D. Blair (2009), Input-Output Analysis, 2nd ed., chapters 2, 3 and 6.
A. T. Flegg, C. D. Webber (1997), Regional Studies 31(8), 795-805: the FLQ formula.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def coefficients(use: ArrayLike, output: ArrayLike) -> Floats:
    """Tell what each sector buys for one unit of its output.

    Parameters
    ----------
    use
        Money paid for products (rows) by sectors (columns): domestic products alone,
        where effects in the country are asked for.
    output
        Output of each sector; one without output must not use anything.
    """
    bought, made = np.asarray(use, dtype=np.float64), np.asarray(output, np.float64)
    assert not bought[:, made == 0].any(), "a sector without output buys"
    return np.divide(bought, made, out=np.zeros_like(bought), where=made != 0)


def inverse(shares: ArrayLike) -> Floats:
    """Give all output of each sector (rows) that one unit of demand (columns) needs.

    ``shares`` is what `coefficients` or `closed` gives. Each unit must need less than
    one unit of itself in the end, else no output is enough.
    """
    each = np.asarray(shares, dtype=np.float64)
    assert is_productive(each), "a unit of output needs more than a unit"
    return np.asarray(np.linalg.inv(np.eye(len(each)) - each))


def is_productive(shares: Floats) -> bool:
    """Tell whether finite output meets any demand: the spectral radius is below 1."""
    return bool(np.abs(np.linalg.eigvals(shares)).max(initial=0.0) < 1)


def closed(shares: ArrayLike, pay: ArrayLike, spent: ArrayLike) -> Floats:
    """Give coefficients with households as the last sector (Miller and Blair 2.5).

    Parameters
    ----------
    shares
        Coefficients without households.
    pay
        Pay for one unit of each sector's output, that part of it which is spent.
    spent
        Domestic products bought for one unit of money spent; imports and taxes are
        what is missing to 1.
    """
    inside = np.asarray(shares, dtype=np.float64)
    size = len(inside)
    whole = np.zeros((size + 1, size + 1))
    whole[:size, :size] = inside
    whole[size, :size] = pay
    whole[:size, size] = spent
    return whole


def location_quotients(regional: ArrayLike, national: ArrayLike) -> Floats:
    """Tell how much larger a sector's share of jobs is in a region than in the country.

    A sector that the country has not has a quotient of 0.
    """
    here = np.asarray(regional, dtype=np.float64)
    there = np.asarray(national, dtype=np.float64)
    share = here / here.sum()
    usual = there / there.sum()
    return np.asarray(
        np.divide(share, usual, out=np.zeros_like(share), where=usual > 0)
    )


def size_factor(region_share: float, delta: float) -> float:
    """Give lambda: what is left of a small region's own supply, log2(1 + share)^delta.

    ``region_share`` is the region's share of all jobs, ``delta`` commonly 0.2 to 0.3.
    """
    return float(np.log2(1 + region_share) ** delta)


def regional_share(
    quotients: ArrayLike, *, region_share: float, delta: float
) -> Floats:
    """Tell which part of what a sector (column) buys comes from its region, by product.

    FLQ of Flegg and Webber: the seller's quotient over the buyer's, times the size
    factor, 1 at most; on the diagonal the sector's own quotient in its place.
    """
    quotient = np.asarray(quotients, dtype=np.float64)
    factor = size_factor(region_share, delta)
    sellers, buyers = quotient[:, None], quotient[None, :]
    cross = np.divide(
        sellers, buyers, out=np.zeros((len(quotient),) * 2), where=buyers > 0
    )
    np.fill_diagonal(cross, quotient)
    return np.asarray(np.minimum(cross * factor, 1.0))


def own_supply(quotients: ArrayLike, *, region_share: float, delta: float) -> Floats:
    """Tell which part of what others in a region buy comes from it, by product.

    For buyers without a quotient of their own: households, a single plant.
    """
    quotient = np.asarray(quotients, dtype=np.float64)
    return np.asarray(np.minimum(quotient * size_factor(region_share, delta), 1.0))
