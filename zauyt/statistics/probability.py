"""What runs that reached the target, and runs that did not, prove.

The number of successes in ``runs`` independent runs is binomial, and every bound
here is exact: it holds at its level for every probability and every number of
runs, at the price of being somewhat wide. Looking again after more runs is
allowed only by a plan fixed beforehand, which splits the error over its stages.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.statistics.beta import beta_quantile, beta_share
from zauyt.statistics.interval import FloatArray, Interval, checked_level

Verdict = Literal["met", "missed", "too_close_to_tell", "more_runs"]


@dataclass(frozen=True)
class Stage:
    """One look at the runs so far, and the successes that settle it.

    ``met_from`` successes or more prove the target, ``missed_to`` or fewer
    disprove it; ``runs + 1`` and ``-1`` mean that no number does.
    """

    runs: int
    met_from: int
    missed_to: int


def probability_interval(successes: int, runs: int, level: float = 0.95) -> Interval:
    """Give the bounds between which the probability lies: Clopper-Pearson, two-sided.

    Each side is wrong with at most half of ``1 - level``.

    References
    ----------
    C. J. Clopper, E. S. Pearson (1934), Biometrika 26, 404-413.
    """
    level = checked_level(level)
    one_sided = (1 + level) / 2
    low = probability_at_least(successes, runs, one_sided)
    high = probability_at_most(successes, runs, one_sided)
    return Interval(successes / runs, low, high, level, runs)


def probability_at_least(successes: int, runs: int, level: float = 0.95) -> float:
    """Give the probability proven at this level: the one-sided lower bound."""
    _check_counts(successes, runs)
    error = 1 - checked_level(level)
    if successes == 0:
        return 0.0
    return beta_quantile(successes, runs - successes + 1, error)


def probability_at_most(successes: int, runs: int, level: float = 0.95) -> float:
    """Give the probability not exceeded at this level: the one-sided upper bound."""
    return 1 - probability_at_least(runs - successes, runs, level)


def least_runs(probability: float, level: float = 0.95) -> int:
    """Tell how many runs, all of them successes, prove a probability at a level.

    59 for 95 % at 95 %: the least n with ``probability ** n <= 1 - level``.
    """
    error = 1 - checked_level(level)
    probability = _checked_probability(probability)
    # 1 - 0.9 is a hair below 0.1; the factor keeps 0.1 ** 1 good enough for it.
    error *= 1 + 1e-12
    runs = max(1, math.floor(math.log(error) / math.log(probability)) - 1)
    while probability**runs > error:
        runs += 1
    return runs


def stages(
    probability: float,
    runs: Sequence[int],
    *,
    level: float = 0.95,
    split: Sequence[float] | None = None,
) -> tuple[Stage, ...]:
    """Plan after which runs to look, and what settles the target there.

    Let a be ``1 - level``, split into a_1 + a_2 + .. = a, and B_j the binomial of
    ``runs[j]`` and the wanted probability. Stage j says *met* from the least k with
    P(B_j >= k) <= a_j and *missed* up to the greatest k with P(B_j <= k) <= a_j.

    Proof that the level holds however the looks end. Suppose the true probability is
    below the wanted one. A binomial's upper tail grows with its probability, so each
    stage by itself says *met* with chance at most a_j. Saying *met* at all needs some
    stage to say it, and the chance of a union is at most the sum, a. In the same way
    the chance of *missed* is at most a where the target is truly met. Stopping early,
    or never, only takes chances away.

    Parameters
    ----------
    probability
        The wanted probability, above 0 and below 1.
    runs
        Runs in total at each look, growing.
    level
        Confidence level of the verdict, above 0 and below 1.
    split
        Share of the error spent at each look, adding up to 1; equal unless stated.
    """
    error = 1 - checked_level(level)
    probability = _checked_probability(probability)
    shares = [1 / max(1, len(runs))] * len(runs) if split is None else list(split)
    _check_plan(runs, shares)
    return tuple(
        _stage(total, probability, error * share * (1 + 1e-12))
        for total, share in zip(runs, shares, strict=True)
    )


def _stage(runs: int, probability: float, spent: float) -> Stage:
    """Give what settles the target after so many runs, with this error spent."""
    met_from = _first(
        runs + 1, lambda k: k > 0 and beta_share(k, runs - k + 1, probability) <= spent
    )
    not_missed = _first(
        runs, lambda k: beta_share(k + 1, runs - k, probability) < 1 - spent
    )
    return Stage(runs, met_from, not_missed - 1)


def _first(end: int, holds: Callable[[int], bool]) -> int:
    """Give the first number for which what holds from there on holds, or the end."""
    low, high = 0, end
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def verdict(plan: Sequence[Stage], successes: Sequence[int]) -> Verdict:
    """Tell whether the target is met, after the looks taken so far.

    Parameters
    ----------
    plan
        From :func:`stages`.
    successes
        Successes in total at each look taken, the first look first.

    Returns
    -------
    Verdict
        ``met`` or ``missed`` at the first look that settles it; ``more_runs`` while
        looks are left; ``too_close_to_tell`` when none is.
    """
    assert len(successes) <= len(plan), "more looks than the plan has"
    runs_before = successes_before = 0
    for stage, total in zip(plan, successes, strict=False):
        new = total - successes_before
        assert 0 <= new <= stage.runs - runs_before, "successes do not fit the runs"
        if total >= stage.met_from:
            return "met"
        if total <= stage.missed_to:
            return "missed"
        runs_before, successes_before = stage.runs, total
    return "more_runs" if len(successes) < len(plan) else "too_close_to_tell"


@dataclass(frozen=True)
class Prospect:
    """With which chances a plan ends how, and after how many runs on average."""

    met: float
    missed: float
    too_close_to_tell: float
    mean_runs: float


def prospect(plan: Sequence[Stage], probability: float) -> Prospect:
    """Tell how a plan would end if this were the true probability.

    Every path is counted: the chances of the successes of undecided plans are
    carried from look to look, so nothing is simulated.
    """
    met = missed = mean_runs = 0.0
    undecided = np.ones(1)
    runs_before = 0
    for stage in plan:
        new_runs = stage.runs - runs_before
        mean_runs += new_runs * float(undecided.sum())
        undecided = np.convolve(undecided, _binomial(new_runs, probability))
        met += float(undecided[stage.met_from :].sum())
        missed += float(undecided[: stage.missed_to + 1].sum())
        undecided[stage.met_from :] = 0
        undecided[: stage.missed_to + 1] = 0
        runs_before = stage.runs
    return Prospect(met, missed, float(undecided.sum()), mean_runs)


def _binomial(runs: int, probability: float) -> FloatArray:
    from scipy.special import gammaln, xlog1py, xlogy

    k = np.arange(runs + 1, dtype=np.float64)
    ways = gammaln(runs + 1) - gammaln(k + 1) - gammaln(runs - k + 1)
    chances = np.exp(ways + xlogy(k, probability) + xlog1py(runs - k, -probability))
    return np.asarray(chances, dtype=np.float64)


def _check_counts(successes: int, runs: int) -> None:
    assert runs >= 1, "no runs"
    assert 0 <= successes <= runs, f"{successes} successes in {runs} runs"


def _checked_probability(probability: float) -> float:
    if not 0 < probability < 1:
        message = f"{probability:g} is not a probability above 0 and below 1"
        note = "; no number of runs proves certainty" if probability == 1 else ""
        raise WrongInput([Problem("probability", message + note, "probability")])
    return float(probability)


def _check_plan(runs: Sequence[int], split: Sequence[float]) -> None:
    problems = []
    if not runs or runs[0] < 1 or any(np.diff(runs) <= 0):
        message = f"{list(runs)}: each look needs more runs than the one before"
        problems.append(Problem("runs", message, "stages"))
    if len(split) != len(runs):
        message = f"{len(split)} shares of the error for {len(runs)} looks"
        problems.append(Problem("split", message, "stages"))
    elif runs and not (min(split) > 0 and abs(math.fsum(split) - 1) <= 1e-9):
        message = f"{list(split)}: shares of the error are above 0 and add up to 1"
        problems.append(Problem("split", message, "stages"))
    if problems:
        raise WrongInput(problems)
