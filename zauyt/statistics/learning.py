"""How work gets quicker with the units made, and how experience is lost.

Two readings of "a curve of 80 %" that are often mixed up: Crawford's unit curve
lets the *n*-th unit take ``first n^b``, Wright's lets the *average* of the first *n*
take that, so that its *n*-th unit takes less: ``first (n^(1+b) - (n-1)^(1+b))``.
``b = log2(progress)``. A plateau is where it ends: no unit takes less.

References
----------
T. P. Wright, Factors affecting the cost of airplanes, 1936. J. R. Crawford, Learning
curve, ship curve, ratios, related data, 1944. L. Argote, S. L. Beckman, D. Epple, The
persistence and transfer of learning in industrial settings, Management Science
36(2), 1990 (experience that is lost month by month).
"""

from __future__ import annotations

import itertools
import math
from typing import Literal, TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

Law = Literal["crawford", "wright"]
FloatArray = NDArray[np.float64]


def exponent(progress: float) -> float:
    """Give the exponent of a curve that falls to ``progress`` at each doubling.

    ``progress`` lies above 0 and at most at 1 (no learning): 0.8 is "80 %".
    """
    assert 0 < progress <= 1, f"a progress of {progress}"
    return math.log2(progress)


def unit_times(
    units: ArrayLike, *, first: float, progress: float, law: Law
) -> FloatArray:
    """Give what single units take, counted from 1.

    ``first`` is what the first unit takes, in any unit of time.
    """
    number = np.asarray(units, dtype=np.float64)
    assert (number >= 1).all(), "units are counted from 1"
    slope = exponent(progress)
    if law == "crawford":
        return first * number**slope
    whole: FloatArray = first * (number ** (1 + slope) - (number - 1) ** (1 + slope))
    return whole


def total_time(units: int, *, first: float, progress: float, law: Law) -> float:
    """Give what the first so many units take together."""
    if units == 0:
        return 0.0
    if law == "wright":
        return first * math.pow(units, 1 + exponent(progress))
    numbers = np.arange(1, units + 1)
    return math.fsum(unit_times(numbers, first=first, progress=progress, law=law))


def average_time(units: int, *, first: float, progress: float, law: Law) -> float:
    """Give what each of the first so many units takes on average."""
    return total_time(units, first=first, progress=progress, law=law) / units


def units_to_plateau(*, first: float, progress: float, law: Law) -> int:
    """Give the first unit that takes no more than 1, the mature time.

    Of a curve without learning (``progress`` 1) that begins above 1 there is none.
    """
    if first <= 1:
        return 1
    assert progress < 1, "a curve that never comes down"
    slope = exponent(progress)
    # Wright's unit curve is (1 + b) of Crawford's, nearly; exact from there.
    start = first if law == "crawford" else first * (1 + slope)
    unit = max(1, math.ceil(math.pow(max(start, 1.0), -1 / slope) - 1e-9))
    while unit_times(unit, first=first, progress=progress, law=law) > 1 + 1e-12:
        unit += 1
    while unit > 1 and (
        unit_times(unit - 1, first=first, progress=progress, law=law) <= 1 + 1e-12
    ):
        unit -= 1
    return unit


MOST_UNITS = 10**8
"""Units up to which a curve is followed."""


def curve_steps(
    *, first: float, progress: float, law: Law, before: int = 0
) -> list[tuple[int, float]]:
    """Give a curve as steps: from which unit on, counted from 0, what factor holds.

    Parameters
    ----------
    first
        What the first unit counted here takes, in mature times, 1 or more.
    progress, law
        As of `unit_times`.
    before
        Units that were made before it: the more, the slower the factor falls.

    Returns
    -------
        Steps, two while the units double, whose last is 1, the plateau, unless that
        lies beyond `MOST_UNITS`. The factor of each is the mean of its units, so
        that at the end of every step the time spent is the curve's.
    """
    if first <= 1:
        return [(0, 1.0)]
    start = first / float(unit_times(before + 1, first=1, progress=progress, law=law))
    curve: _Curve = {"first": start, "progress": progress, "law": law}
    last = before + MOST_UNITS
    slope = exponent(progress)
    if slope < 0 and -math.log2(start) / slope < math.log2(last):
        last = max(units_to_plateau(**curve), before + 2)
    edges = [before + 1]
    while edges[-1] < last:
        edges.append(min(max(edges[-1] + 1, round(edges[-1] * math.sqrt(2))), last))
    found = [
        (begin - 1 - before, _mean(begin, end, **curve))
        for begin, end in itertools.pairwise(edges)
    ]
    final = float(unit_times(last, **curve))
    return [*found, (last - 1 - before, max(final, 1.0))]


class _Curve(TypedDict):
    first: float
    progress: float
    law: Law


_SUMMED = 1000
"""Units that are added one by one; more are summed by Euler and Maclaurin."""


def _mean(begin: int, end: int, *, first: float, progress: float, law: Law) -> float:
    """Give the mean time of units from one to the one before another."""
    slope = exponent(progress)
    if law == "wright":
        power = 1 + slope
        whole = math.pow(end - 1, power) - math.pow(begin - 1, power)
        return first * whole / (end - begin)
    if end - begin <= _SUMMED:
        numbers = np.arange(begin, end)
        return float(
            unit_times(numbers, first=first, progress=progress, law=law).mean()
        )
    # A block as long as this begins far from 1, where the series is exact.
    whole = (math.pow(end, slope + 1) - math.pow(begin, slope + 1)) / (slope + 1)
    whole -= (math.pow(end, slope) - math.pow(begin, slope)) / 2
    whole += slope * (math.pow(end, slope - 1) - math.pow(begin, slope - 1)) / 12
    return first * whole / (end - begin)


def retained(made: ArrayLike, *, kept: float) -> FloatArray:
    """Give the experience there is after each month, in units.

    ``made`` are the units of each month; of what there was before, the share
    ``kept`` (0 to 1) is left a month later: ``K_t = kept K_(t-1) + made_t``.
    With 0.75, which was found for the Liberty ships, 3.2 % are left after a year.
    """
    assert 0 <= kept <= 1, f"a share of {kept}"
    stock, found = 0.0, []
    for units in np.asarray(made, dtype=np.float64).tolist():
        stock = kept * stock + units
        found.append(stock)
    return np.array(found)
