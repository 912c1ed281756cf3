"""How many people are absent on a day, and for how many days in a row too many.

Each person is a chain of two states, independent of the others: at work, or absent
in spells. On workday d a person is absent with chance ``p[d]``; from one workday to
the next an absence goes on with chance ``stays``, and begins with the chance that
makes ``p[d + 1]`` of ``p[d]``. On one day the number absent is then binomial; over
days it is a chain on 0 .. n, whose steps are sums of two binomials. Everything here
is exact, nothing is simulated.

References
----------
S. M. Ross, Introduction to Probability Models, 10th edition, example 4.2 and section
4.4: two-state chains and their long-run proportions. The
number absent is the sum of independent equal chains.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Chances = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Days:
    """Kinds of workday: the chance of absence on each, and the share of days."""

    chance: tuple[float, ...]
    share: tuple[float, ...]


def kinds_of_day(mean: float, factor: float, share: float) -> Days:
    """Give the chances of absence on ordinary days and beside holidays.

    Parameters
    ----------
    mean
        Share of workdays on which a person is absent, over all days.
    factor
        How much likelier absence is beside holidays, 1 or more.
    share
        Share of workdays that are beside holidays.
    """
    assert 0 <= mean < 1, f"a share of {mean}"
    assert factor >= 1, f"a factor of {factor}"
    if share <= 0 or share >= 1 or factor == 1 or mean == 0:
        return Days((mean,), (1.0,))
    ordinary = mean / (1 - share + share * factor)
    beside = ordinary * factor
    if beside > 1:  # everyone is away beside holidays; the rest is on other days
        beside = 1.0
        ordinary = max(0.0, (mean - share) / (1 - share))
    return Days((ordinary, beside), (1 - share, share))


def whole_chance(people: int, needed: int, days: Days) -> float:
    """Give the chance that at least ``needed`` of ``people`` are there on a day."""
    from scipy.special import bdtr

    spare = people - needed
    if spare < 0:
        return 0.0
    if spare >= people:
        return 1.0
    return float(
        sum(
            share * bdtr(spare, people, chance)
            for chance, share in zip(days.chance, days.share, strict=True)
        )
    )


def least_people(needed: int, days: Days, probability: float) -> int:
    """Give the least number of people of whom enough are there with a probability.

    The chance grows with each further person, so the first number that reaches it is
    the least; it is looked for by doubling and halving.
    """
    assert 0 < probability < 1, f"a probability of {probability}"
    if needed == 0:
        return 0
    assert max(days.chance) < 1 or days.share[-1] < 1 - probability, (
        "nobody is ever there"
    )
    low, high = needed, needed
    while whole_chance(high, needed, days) < probability:
        low, high = high + 1, high * 2 + 8
    while low < high:
        middle = (low + high) // 2
        if whole_chance(middle, needed, days) >= probability:
            high = middle
        else:
            low = middle + 1
    return high


def step_chances(before: float, after: float, mean_days: float) -> tuple[float, float]:
    """Give the chances that an absence goes on, and that one begins, over a night.

    Absences last ``mean_days`` workdays on average where the chance of absence is the
    same on both days. Where fewer are absent after than could stay on, more come back.
    """
    stays = 1 - 1 / mean_days
    begins = (after - before * stays) / (1 - before) if before < 1 else 0.0
    if begins < 0:
        return after / before, 0.0
    if begins > 1:
        return (after - (1 - before)) / before, 1.0
    return stays, begins


def no_short_day(
    people: int, needed: int, chances: Sequence[float], mean_days: float
) -> float:
    """Give the chance that on none of some workdays in a row too few are there.

    Parameters
    ----------
    people, needed
        On the books of the shift, and at work.
    chances
        Chance of absence on each of the days.
    mean_days
        Mean length of an absence, in workdays.
    """
    spare = people - needed
    if spare < 0:
        return 0.0
    if not chances:
        return 1.0
    states = min(spare, people) + 1
    state = _binomial(people, chances[0], states)
    steps: dict[tuple[float, float], Chances] = {}
    for before, after in itertools.pairwise(chances):
        if (before, after) not in steps:
            steps[before, after] = _step(
                people, states, *step_chances(before, after, mean_days)
            )
        state = state @ steps[before, after]
    return float(min(1.0, state.sum()))


def short_spell_days(
    people: int, needed: int, chance: float, mean_days: float
) -> float | None:
    """Give the mean number of workdays in a row with too few, once there are too few.

    It is the chance of a short day over the chance that one begins; ``None`` where
    there is never a short day.
    """
    short = 1 - whole_chance(people, needed, Days((chance,), (1.0,)))
    both_whole = no_short_day(people, needed, (chance, chance), mean_days)
    begins = (1 - short) - both_whole
    return short / begins if begins > 1e-300 and short > 1e-12 else None


def _step(people: int, states: int, stays: float, begins: float) -> Chances:
    """Give the chances to go from so many absent to so many, as far as wanted."""
    rows = np.zeros((states, states))
    for absent in range(states):
        still = _binomial(absent, stays, states)
        new = _binomial(people - absent, begins, states)
        rows[absent] = np.convolve(still, new)[:states]
    return rows


def _binomial(count: int, chance: float, most: int) -> Chances:
    """Give the chances of 0, 1 .. successes, of the first ``most`` numbers."""
    from scipy.special import gammaln, xlog1py, xlogy

    chances = np.zeros(most)
    k = np.arange(min(count + 1, most), dtype=np.float64)
    ways = gammaln(count + 1) - gammaln(k + 1) - gammaln(count - k + 1)
    chances[: k.size] = np.exp(ways + xlogy(k, chance) + xlog1py(count - k, -chance))
    return chances
