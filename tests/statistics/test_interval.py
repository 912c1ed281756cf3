"""Intervals of means, differences, ratios and percentiles hold what they say."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from zauyt.errors import WrongInput
from zauyt.statistics.interval import (
    interval,
    paired_difference,
    percentile,
    points,
    quantiles,
    ratio_of_means,
)

# An exact interval leaves 94 to 96 % in one of 25 batches of 2,000 experiments; in
# 10,000 it practically never does, so that no seed needs to be chosen.
EXPERIMENTS = 10_000
numbers = st.floats(-1e9, 1e9)


def coverage(intervals, truth):
    return np.mean([found.low <= truth <= found.high for found in intervals])


def test_mean_interval_covers_the_true_mean_in_94_to_96_percent_of_experiments():
    draws = np.random.default_rng(2).normal(70_000, 900, (EXPERIMENTS, 8))
    assert 0.94 <= coverage([interval(row) for row in draws], 70_000) <= 0.96


def test_paired_interval_covers_the_true_difference_in_94_to_96_percent():
    rng = np.random.default_rng(3)
    common = rng.normal(0, 50, (EXPERIMENTS, 6))
    base = 900 + common
    better = 903 + common + rng.normal(0, 2, common.shape)
    found = [paired_difference(*pair) for pair in zip(better, base, strict=True)]
    assert 0.94 <= coverage(found, 3) <= 0.96


def test_ratio_interval_covers_the_true_ratio_in_94_to_96_percent():
    rng = np.random.default_rng(4)
    hours = rng.normal(10, 2.5, (EXPERIMENTS, 7))
    vehicles = 21 * hours + rng.normal(0, 30, hours.shape)
    found = [ratio_of_means(*pair) for pair in zip(vehicles, hours, strict=True)]
    assert 0.94 <= coverage(found, 21) <= 0.96


LAWS = {
    "normal": stats.norm(70_000, 900),
    "skewed": stats.lognorm(1),
    "heavy": stats.lognorm(2),
    "even": stats.uniform(),
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(
    ("runs", "share"),
    [
        *((20, share) for share in (0.25, 0.5, 0.75)),
        *((59, share) for share in (0.25, 0.5, 0.75)),
        *((200, share) for share in (0.05, 0.25, 0.5, 0.75, 0.95)),
    ],
)
def test_percentile_interval_covers_the_truth_in_94_to_96_percent(law, runs, share):
    rng = np.random.default_rng(5)
    shares = np.sort(rng.random((EXPERIMENTS, runs)), axis=1)
    values = LAWS[law].ppf(shares)
    # Its bounds lie at the same ranks of every sample.
    ranks = percentile(np.arange(1.0, runs + 1), share)
    bounds = [
        values[:, int(rank) - 1] * (1 - rank % 1) + values[:, int(rank)] * (rank % 1)
        for rank in (ranks.low, ranks.high)
    ]
    one = percentile(rng.permutation(values[0]), share)
    assert (one.low, one.high) == pytest.approx((bounds[0][0], bounds[1][0]))
    truth = LAWS[law].ppf(share)
    assert 0.94 <= np.mean((bounds[0] <= truth) & (truth <= bounds[1])) <= 0.96
    # Each side is missed with half of the rest, the heavy tail's a little less.
    assert np.mean(bounds[0] > truth) == pytest.approx(0.025, abs=0.01)
    assert np.mean(bounds[1] < truth) == pytest.approx(0.025, abs=0.01)


@given(st.integers(1, 400), st.floats(0.005, 0.995))
@settings(max_examples=200, deadline=None)
def test_percentile_interval_lies_inside_that_of_whole_order_statistics(runs, share):
    found = percentile(np.arange(1.0, runs + 1), share)
    law = stats.binom(runs, share)
    surely_low, surely_high = law.ppf(0.025), law.isf(0.025) + 1
    assert math.isnan(found.low) == (surely_low < 1)
    assert math.isnan(found.high) == (surely_high > runs)
    assert not found.low < surely_low - 1e-9
    assert not found.high > surely_high + 1e-9


def test_lower_bound_of_the_5_percent_point_is_known_from_72_runs():
    assert math.isnan(percentile(np.arange(71.0), 0.05).low)
    assert percentile(np.arange(72.0), 0.05).low == pytest.approx(0, abs=0.01)


@given(st.lists(numbers, min_size=1, max_size=30), st.floats(0.01, 0.99))
@settings(max_examples=200, deadline=None)
def test_percentile_lies_inside_its_own_bounds(values, share):
    found = percentile(values, share)
    assert not found.value < found.low
    assert not found.value > found.high


def test_mean_interval_agrees_with_the_reference():
    values = [5.0, 7.5, 9.0, 12.25, 3.0]
    found = interval(values, 0.9)
    reference = stats.ttest_1samp(values, 0).confidence_interval(0.9)
    assert (found.low, found.high) == pytest.approx(tuple(reference), rel=1e-12)
    assert found.value == 7.35
    assert found.half_width == pytest.approx(found.high - found.value)
    assert found.known


@given(st.lists(numbers, min_size=2, max_size=40), st.randoms())
@settings(max_examples=100, deadline=None)
def test_order_of_the_runs_changes_no_bit(values, random):
    mixed = values.copy()
    random.shuffle(mixed)
    assert interval(values) == interval(mixed)


def test_one_run_gives_a_mean_and_unknown_bounds():
    found = interval([12.0])
    assert found.value == 12
    assert not found.known
    assert math.isnan(found.half_width)


@pytest.mark.parametrize("values", [[], [1.0, math.nan], [1.0, math.inf]])
def test_values_that_are_not_finite_leave_everything_unknown(values):
    for found in (interval(values), percentile(values, 0.5)):
        assert math.isnan(found.value)
        assert not found.known
    assert not paired_difference(values, values).known
    assert not ratio_of_means(values, values).known


def test_constant_values_have_no_doubt():
    found = interval([4.0] * 5)
    assert (found.low, found.value, found.high) == (4, 4, 4)
    same = ratio_of_means([6.0, 6.75, 7.5], [2.0, 2.25, 2.5])
    assert (same.low, same.value, same.high) == (3, 3, 3)


def test_ratio_bounds_solve_fiellers_equation():
    rng = np.random.default_rng(6)
    below = rng.normal(5, 2, 9)
    above = rng.normal(40, 6, 9)
    found = ratio_of_means(above, below)
    for bound in (found.low, found.high):
        held = above - bound * below
        t = held.mean() / (held.std(ddof=1) / 3)
        assert abs(t) == pytest.approx(stats.t(8).ppf(0.975), rel=1e-9)


def test_ratio_over_a_mean_that_may_be_zero_is_unknown():
    assert not ratio_of_means([1.0, 2.0, 3.0], [-1.0, 2.0, 0.5]).known
    assert not ratio_of_means([1.0, 2.0], [-1.0, 1.0]).known


def test_quantile_summary_gives_the_five_usual_points_in_order():
    found = quantiles(np.arange(101.0))
    assert [found[share].value for share in (0.05, 0.25, 0.5, 0.75, 0.95)] == [
        5,
        25,
        50,
        75,
        95,
    ]


@pytest.mark.parametrize("level", [0, 1, 95, -0.1, math.nan])
def test_a_level_outside_0_to_1_is_refused_in_words(level):
    with pytest.raises(WrongInput, match="not a confidence level"):
        interval([1.0, 2.0], level)


@given(st.lists(st.lists(numbers, min_size=2, max_size=2), min_size=1, max_size=30))
def test_points_of_a_sample_are_those_that_numpy_gives(rows):
    shares = [0.05, 0.25, 0.5, 0.95]
    expected = np.quantile(rows, shares, axis=0)
    assert points(rows, shares) == pytest.approx(expected, rel=1e-12, abs=1e-6)
