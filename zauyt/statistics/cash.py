"""What a row of payments is worth: present value, rates of return, payback.

Payments stand at equal distances, the first of them now. Spreadsheets' NPV puts its
first value one distance away; ``present_value`` begins at once, as
``=A1+NPV(r, B1:...)`` does. A row of payments whose sign changes more than once may
have several rates of return, or none: all are found, and nobody is given one as if it
were the only one.

References
----------
R. A. Brealey, S. C. Myers, F. Allen, Principles of Corporate Finance, chapter 5.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyxirr
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HIGHEST_RATE = 1e6
"""Rates of return beyond it are no longer looked for."""


def present_value(rate: float, payments: Sequence[float] | Floats) -> float:
    """Tell what payments are worth now; ``rate`` is that of one distance, above -1."""
    assert rate > -1, f"a rate of {rate}"
    flows = np.asarray(payments, dtype=np.float64)
    if not flows.size:
        return 0.0
    worth = pyxirr.npv(rate, flows, start_from_zero=True)
    assert worth is not None, "payments without a value"
    return float(worth)


def rates_of_return(payments: Sequence[float] | Floats) -> list[float]:
    """Give every rate at which payments are worth nothing, the least first.

    A single one comes from pyxirr; else all real roots of the polynomial in
    1 / (1 + rate), each found again where the value changes its sign.
    """
    flows = np.trim_zeros(np.asarray(payments, dtype=np.float64))
    if flows.size < 2 or flows.min() >= 0 or flows.max() <= 0:
        return []
    signs = np.sign(flows[flows != 0])
    if (np.diff(signs) != 0).sum() == 1:
        only = pyxirr.irr(flows)
        if only is not None and np.isfinite(only) and only > -1:
            return [float(only)]
    return _roots(flows)


def _roots(flows: Floats) -> list[float]:
    """Give the rates between places where the value has changed its sign."""
    found = np.roots(flows[::-1] / np.abs(flows).max())
    real = found[np.abs(found.imag) < 1e-7 * (1 + np.abs(found))].real
    factors = np.unique(real[real > 0])
    rates = []
    for factor in factors:
        better = _polished(flows, float(factor))
        rate = 1 / better - 1
        if -1 < rate < HIGHEST_RATE:
            rates.append(rate)
    rates.sort()
    return [
        rate
        for at, rate in enumerate(rates)
        if not at or rate - rates[at - 1] > 1e-9 * (1 + abs(rate))
    ]


def _polished(flows: Floats, factor: float) -> float:
    """Give a root of the polynomial in the discount factor by Newton's steps."""
    value = np.polynomial.Polynomial(flows / np.abs(flows).max())
    slope = value.deriv()
    for _ in range(20):
        rise = float(slope(factor))
        step = float(value(factor)) / rise if rise else 0.0
        if not abs(step) > 1e-16 * abs(factor) or factor - step <= 0:
            break
        factor -= step
    return factor


def payback(payments: Sequence[float] | Floats, rate: float = 0.0) -> float | None:
    """Tell how many distances after the first payment all paid out is back, if it is.

    The last time that the sum of payments so far, each discounted by ``rate``, rises
    above nothing; between two payments the later one is taken to come evenly.
    """
    flows = np.asarray(payments, dtype=np.float64)
    worth = flows / (1 + rate) ** np.arange(len(flows))
    sums = np.cumsum(worth)
    # What is left of a sum by the machine's arithmetic alone is nothing.
    least = -1e-12 * np.abs(worth).sum()
    if not len(flows) or sums[-1] < least:
        return None
    below = np.flatnonzero(sums < least)
    if not below.size:
        return 0.0
    last = int(below[-1])
    return last + float(-sums[last] / worth[last + 1])


def yearly_payment(rate: float, years: float, amount: float) -> float:
    """Give the equal payments at the end of each year that repay an amount."""
    if rate == 0:
        return amount / years
    paid = pyxirr.pmt(rate, years, -amount)
    assert paid is not None, "a loan without payments"
    return float(paid)
