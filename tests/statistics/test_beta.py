"""The beta and t distribution against scipy's."""

import random

import pytest
from scipy.special import betainc, betaincinv, stdtrit

from zauyt.statistics.beta import beta_quantile, beta_share, t_quantile


def _pairs(count):
    chance = random.Random(1)
    for _ in range(count):
        yield 10 ** chance.uniform(-1, 4), 10 ** chance.uniform(-1, 4), chance


def test_shares_are_those_of_scipy():
    for a, b, chance in _pairs(2000):
        spread = (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5
        x = min(max(chance.gauss(a / (a + b), 2 * spread), 1e-9), 1 - 1e-9)
        exact = betainc(a, b, x)
        assert beta_share(a, b, x) == pytest.approx(exact, rel=1e-9, abs=1e-12)


def test_nothing_lies_below_0_and_all_below_1():
    assert [beta_share(2, 3, x) for x in (-1, 0, 1, 2)] == [0, 0, 1, 1]


def test_quantiles_are_those_of_scipy():
    for a, b, chance in _pairs(200):
        share = chance.choice([0.025, 0.05, 0.5, 0.95, 0.975])
        exact = betaincinv(a, b, share)
        assert beta_quantile(a, b, share) == pytest.approx(exact, rel=1e-9)


def test_a_bound_of_100_000_runs_is_that_of_scipy():
    exact = betaincinv(95_100, 4_901, 0.025)
    assert beta_quantile(95_100, 4_901, 0.025) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize("degrees", [1, 2, 3, 6, 19, 58, 199, 99_999])
@pytest.mark.parametrize("share", [0.005, 0.4, 0.5, 0.9, 0.975, 0.995])
def test_quantiles_of_t_are_those_of_scipy(degrees, share):
    exact = stdtrit(degrees, share)
    assert t_quantile(degrees, share) == pytest.approx(exact, rel=1e-9, abs=1e-9)
