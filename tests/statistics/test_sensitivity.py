"""The input that matters most comes first, with an honest interval."""

import math

import numpy as np
import pytest
from scipy import stats

from zauyt.errors import WrongInput
from zauyt.statistics.sensitivity import (
    correlation_ratio,
    rank_correlation,
    rank_regression,
)


def drawn(runs, inputs, seed):
    return np.random.default_rng(seed).uniform(0, 1, (runs, inputs))


def test_inputs_rank_by_how_much_they_move_the_output():
    inputs = drawn(300, 4, 1)
    output = 8 * inputs[:, 2] - 4 * inputs[:, 0] + inputs[:, 3]
    for measure in (rank_regression, rank_correlation, correlation_ratio):
        found = [abs(each.value) for each in measure(inputs, output)]
        assert np.argsort(found)[::-1].tolist()[:2] == [2, 0]


def test_direction_of_the_effect_is_its_sign():
    inputs = drawn(100, 2, 2)
    up, down = rank_regression(inputs, np.exp(5 * inputs[:, 0]) - inputs[:, 1] * 50)
    assert up.value > 0 > down.value
    up, down = rank_correlation(inputs, np.exp(5 * inputs[:, 0]) - inputs[:, 1] * 50)
    assert up.value > 0 > down.value


def test_bent_but_rising_response_is_fully_explained():
    inputs = drawn(60, 1, 3)
    (found,) = rank_correlation(inputs, np.exp(20 * inputs[:, 0]))
    assert found.value == pytest.approx(1)
    assert 0.99 < found.low <= found.value <= found.high
    (found,) = rank_regression(inputs, np.exp(20 * inputs[:, 0]))
    assert found.value == pytest.approx(1)


def test_correlation_ratio_sees_a_response_that_falls_and_rises():
    inputs = drawn(400, 2, 4)
    output = (inputs[:, 0] - 0.5) ** 2
    valley, nothing = correlation_ratio(inputs, output)
    assert valley.value > 0.8
    assert valley.low > 0.7
    assert nothing.low == 0
    assert nothing.value < 0.05
    assert abs(rank_correlation(inputs, output)[0].value) < 0.2


def test_rank_correlation_agrees_with_the_reference_with_ties():
    rng = np.random.default_rng(5)
    inputs = rng.integers(0, 6, (50, 1)).astype(float)
    output = inputs[:, 0] + rng.integers(0, 5, 50)
    (found,) = rank_correlation(inputs, output)
    assert found.value == pytest.approx(stats.spearmanr(inputs[:, 0], output).statistic)


def plant(inputs, noise, rng):
    return inputs @ np.array([3.0, 1.0, 0.0]) + rng.normal(0, noise, len(inputs))


def coverage(measure, runs, noise, experiments):
    rng = np.random.default_rng(6)
    many = rng.uniform(0, 1, (300_000, 3))
    with_all = plant(many, noise, rng)
    if measure is rank_correlation:
        truth = [stats.spearmanr(column, with_all).statistic for column in many.T]
    else:
        ranks = np.column_stack([stats.rankdata(column) for column in many.T])
        truth = np.linalg.lstsq(
            stats.zscore(ranks), stats.zscore(stats.rankdata(with_all))
        )[0]
    inside = np.zeros(3)
    for _ in range(experiments):
        inputs = rng.uniform(0, 1, (runs, 3))
        for place, found in enumerate(measure(inputs, plant(inputs, noise, rng))):
            inside[place] += found.low <= truth[place] <= found.high
    return inside / experiments


@pytest.mark.parametrize("noise", [0.05, 0.4, 2.0])
def test_rank_correlation_covers_strong_weak_and_idle_inputs_at_its_level(noise):
    # Conservative by design: at least 95 %, less three standard errors.
    assert coverage(rank_correlation, 40, noise, 1000).min() >= 0.929


@pytest.mark.parametrize("noise", [0.05, 0.4, 2.0])
def test_rank_regression_covers_strong_weak_and_idle_inputs_at_its_level(noise):
    # 95 % less three standard errors of 250 experiments.
    assert coverage(rank_regression, 30, noise, 250).min() >= 0.908


def test_correlation_ratio_covers_the_true_share_of_strong_and_idle_inputs():
    rng = np.random.default_rng(7)

    def draw(runs):
        inputs = rng.uniform(0, 1, (runs, 3))
        return inputs, plant(inputs, 0.4, rng)

    inputs, output = draw(300_000)
    answer = stats.zscore(stats.rankdata(output))
    truth = []
    for column in inputs.T:
        place = np.minimum((column * 8).astype(int), 7)
        means = np.bincount(place, weights=answer) / np.bincount(place)
        truth.append(np.mean(means**2))
    inside = np.zeros(3)
    for _ in range(150):
        for place, found in enumerate(correlation_ratio(*draw(60))):
            inside[place] += found.low <= truth[place] + 1e-3
            inside[place] -= found.high < truth[place] - 1e-3
    assert truth[0] > 0.7
    assert truth[2] < 1e-3
    assert inside.min() / 150 >= 0.9


def test_an_input_that_never_varied_is_unknown_and_the_others_are_not():
    inputs = drawn(50, 3, 8)
    inputs[:, 1] = 7
    output = inputs[:, 0]
    for measure in (rank_regression, rank_correlation):
        found = measure(inputs, output)
        assert math.isnan(found[1].value)
        assert found[0].value == pytest.approx(1)
    assert math.isnan(correlation_ratio(inputs, output, groups=4)[1].value)


def test_more_inputs_than_runs_need_rank_correlation():
    inputs = drawn(20, 60, 9)
    output = inputs[:, 5]
    assert rank_correlation(inputs, output)[5].value == pytest.approx(1)
    with pytest.raises(WrongInput, match="cannot tell 60 inputs apart"):
        rank_regression(inputs, output)


def test_inputs_that_moved_together_are_refused_in_words():
    inputs = drawn(20, 2, 10)
    inputs[:, 1] = 3 * inputs[:, 0]
    with pytest.raises(WrongInput, match="cannot tell 2 inputs apart"):
        rank_regression(inputs, inputs[:, 0] ** 2)


def test_too_few_runs_for_the_groups_are_refused_in_words():
    with pytest.raises(WrongInput, match="make no 8 groups"):
        correlation_ratio(drawn(20, 1, 11), drawn(20, 1, 12)[:, 0])
