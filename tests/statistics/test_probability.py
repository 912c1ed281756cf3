"""Bounds of a probability, and staged verdicts on it, hold at their level."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from zauyt.errors import WrongInput
from zauyt.statistics.probability import (
    least_runs,
    probability_at_least,
    probability_at_most,
    probability_interval,
    prospect,
    stages,
    verdict,
)


@pytest.mark.parametrize("method", ["greater", "less", "two-sided"])
@pytest.mark.parametrize("k", [0, 1, 30, 58, 59])
def test_bounds_agree_with_the_reference(k, method):
    reference = stats.binomtest(k, 59, alternative=method).proportion_ci(0.95)
    found = {
        "greater": (probability_at_least(k, 59), 1),
        "less": (0, probability_at_most(k, 59)),
        "two-sided": (
            probability_interval(k, 59).low,
            probability_interval(k, 59).high,
        ),
    }[method]
    assert found == pytest.approx(tuple(reference), abs=1e-9)


@given(st.integers(1, 120), st.floats(0.001, 0.999), st.floats(0.5, 0.999))
@settings(max_examples=150, deadline=None)
def test_lower_bound_exceeds_the_truth_no_more_often_than_its_level(
    runs, probability, level
):
    bounds = np.array([probability_at_least(k, runs, level) for k in range(runs + 1)])
    chances = stats.binom(runs, probability).pmf(np.arange(runs + 1))
    assert chances[bounds > probability].sum() <= 1 - level + 1e-9


def test_probability_bounds_hold_at_their_level_over_2000_experiments():
    rng = np.random.default_rng(7)
    for truth in (0.5, 0.9, 0.95, 0.99):
        counts = rng.binomial(200, truth, 2000)
        low = np.mean([probability_at_least(int(k), 200) <= truth for k in counts])
        both = [probability_interval(int(k), 200) for k in counts]
        inside = np.mean([found.low <= truth <= found.high for found in both])
        # A discrete count lets an exact bound hold more often than asked.
        assert 0.94 <= low <= 1
        assert 0.94 <= inside <= 1


def test_59_of_59_is_the_least_that_proves_95_percent_at_95_percent():
    assert least_runs(0.95) == 59
    assert probability_at_least(59, 59) >= 0.95 > probability_at_least(58, 58)


@given(st.floats(0.01, 0.999), st.floats(0.5, 0.999))
@settings(max_examples=200, deadline=None)
def test_least_runs_prove_and_one_less_does_not(probability, level):
    runs = least_runs(probability, level)
    error = (1 - level) * (1 + 1e-12)
    assert probability**runs <= error
    assert runs == 1 or probability ** (runs - 1) > error


def test_least_runs_take_levels_as_they_are_written():
    assert least_runs(0.1, 0.9) == 1
    assert least_runs(0.5, 0.75) == 2


def test_certainty_is_refused_in_words():
    with pytest.raises(WrongInput, match="no number of runs proves certainty"):
        least_runs(1.0)


def test_one_stage_is_the_plain_exact_test():
    (stage,) = stages(0.95, [59])
    assert (stage.runs, stage.met_from) == (59, 59)
    assert stats.binom(59, 0.95).cdf(stage.missed_to) <= 0.05
    assert stats.binom(59, 0.95).cdf(stage.missed_to + 1) > 0.05


def test_too_few_runs_settle_nothing():
    (stage,) = stages(0.95, [58])
    assert stage.met_from == 59
    assert verdict([stage], [58]) == "too_close_to_tell"
    (single,) = stages(0.5, [1])
    assert (single.met_from, single.missed_to) == (2, -1)


PLANS = [
    (0.95, [59, 200, 800], 0.95, None),
    (0.95, [100, 200, 400, 800], 0.9, [0.1, 0.2, 0.3, 0.4]),
    (0.5, [10, 20, 30, 40, 50, 60], 0.8, None),
]


@pytest.mark.parametrize(("wanted", "runs", "level", "split"), PLANS)
def test_staged_verdict_errs_no_more_often_than_its_level(wanted, runs, level, split):
    plan = stages(wanted, runs, level=level, split=split)
    for truth in np.linspace(0.01, 0.99, 99):
        end = prospect(plan, truth)
        assert end.met + end.missed + end.too_close_to_tell == pytest.approx(1)
        assert (end.met if truth < wanted else end.missed) <= 1 - level + 1e-9
    at_the_edge = prospect(plan, wanted)
    assert max(at_the_edge.met, at_the_edge.missed) <= 1 - level + 1e-9


def test_looking_often_without_the_split_would_break_the_level():
    looks = [20, 40, 60, 80, 100, 120, 140, 160]
    careless = [stages(0.5, [runs], level=0.9)[0] for runs in looks]
    assert prospect(careless, 0.5).met > 0.2
    assert prospect(stages(0.5, looks, level=0.9), 0.5).met <= 0.1


def test_prospect_agrees_with_simulated_plans():
    wanted, runs, level, split = PLANS[0]
    plan = stages(wanted, runs, level=level, split=split)
    rng = np.random.default_rng(8)
    truth, plans = 0.97, 4000
    steps = np.diff([0, *runs])
    ends = []
    for row in rng.binomial(steps, truth, (plans, len(runs))).cumsum(axis=1).tolist():
        looks = 1
        while (end := verdict(plan, row[:looks])) == "more_runs":
            looks += 1
        ends.append((end, runs[looks - 1]))
    expected = prospect(plan, truth)
    for name in ("met", "missed", "too_close_to_tell"):
        share = np.mean([end == name for end, _ in ends])
        assert share == pytest.approx(getattr(expected, name), abs=0.03)
    assert np.mean([count for _, count in ends]) == pytest.approx(
        expected.mean_runs, rel=0.05
    )


def test_verdict_asks_for_more_runs_only_while_looks_are_left():
    plan = stages(0.95, [100, 200])
    assert verdict(plan, []) == "more_runs"
    assert verdict(plan, [95]) == "more_runs"
    assert verdict(plan, [95, 190]) == "too_close_to_tell"
    assert verdict(plan, [100]) == "met"
    assert verdict(plan, [80]) == "missed"


def test_successes_that_do_not_fit_the_runs_are_our_bug():
    plan = stages(0.95, [10, 20])
    with pytest.raises(AssertionError, match="do not fit"):
        verdict(plan, [9, 8])
    with pytest.raises(AssertionError, match="do not fit"):
        verdict(plan, [11])


@pytest.mark.parametrize(
    ("runs", "split"),
    [
        ([], None),
        ([100, 100], None),
        ([0, 5], None),
        ([10, 20], [1.0]),
        ([10, 20], [0.5, 0.6]),
        ([10, 20], [1.0, 0.0]),
        ([10, 20], [math.nan, 0.5]),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_in_words(runs, split):
    with pytest.raises(WrongInput):
        stages(0.95, runs, split=split)
