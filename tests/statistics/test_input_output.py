"""Input-output arithmetic against slow obvious twins."""

from __future__ import annotations

import math

import numpy as np
import pytest

from zauyt.statistics.input_output import (
    closed,
    inverse,
    is_productive,
    location_quotients,
    own_supply,
    regional_share,
    size_factor,
)


def drawn_shares(seed, size=5):
    shares = np.random.default_rng(seed).random((size, size))
    return 0.8 * shares / shares.sum(axis=0)


def round_by_round(shares, demand):
    """Give all output, order after order, until nothing more is ordered."""
    total, order = np.zeros(len(demand)), np.array(demand, dtype=float)
    while order.max() > 1e-15:
        total += order
        order = np.array([
            sum(row[j] * order[j] for j in range(len(order))) for row in shares
        ])  # fmt: skip
    return total


@pytest.mark.parametrize("seed", range(5))
def test_the_inverse_is_all_rounds_of_orders_together(seed):
    shares = drawn_shares(seed)
    for at in range(5):
        unit = [float(place == at) for place in range(5)]
        found = inverse(shares)[:, at]
        assert found == pytest.approx(round_by_round(shares, unit), rel=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_households_are_one_more_round_of_orders(seed):
    generator = np.random.default_rng(seed)
    shares = drawn_shares(seed)
    pay, spent = 0.15 * generator.random(5), 0.15 * generator.random(5)
    whole = closed(shares, pay, spent)
    unit = [0.0] * 5 + [1.0]
    assert inverse(whole)[:, 5] == pytest.approx(round_by_round(whole, unit), rel=1e-9)


def test_what_needs_itself_without_end_is_not_productive():
    assert is_productive(np.array([[0.5, 0.6], [0.6, 0.2]]))
    assert not is_productive(np.array([[0.5, 0.7], [0.8, 0.5]]))


def test_flegg_and_webbers_quotients_by_hand():
    national, regional = [400.0, 300.0, 300.0], [20.0, 30.0, 10.0]
    quotients = location_quotients(regional, national)
    assert quotients == pytest.approx([20 / 60 / 0.4, 0.5 / 0.3, 10 / 60 / 0.3])
    size = 60 / 1000
    factor = math.log2(1.06) ** 0.25
    assert size_factor(size, 0.25) == pytest.approx(factor)
    found = regional_share(quotients, region_share=size, delta=0.25)
    for i in range(3):
        for j in range(3):
            cross = quotients[i] if i == j else quotients[i] / quotients[j]
            assert found[i, j] == pytest.approx(min(cross * factor, 1.0))
    kept = own_supply(quotients, region_share=size, delta=0.25)
    assert kept == pytest.approx([min(q * factor, 1.0) for q in quotients])


def test_a_larger_region_and_a_smaller_delta_keep_more():
    quotients = np.array([0.5, 1.0, 2.0])
    small = regional_share(quotients, region_share=0.03, delta=0.25)
    large = regional_share(quotients, region_share=0.3, delta=0.25)
    keen = regional_share(quotients, region_share=0.03, delta=0.2)
    assert (large >= small).all()
    assert (keen >= small).all()


def test_a_sector_that_a_region_has_not_sells_nothing_there():
    found = regional_share([0.0, 1.0], region_share=0.1, delta=0.25)
    assert (found[0] == 0).all()
    assert (found[:, 0] == 0).all()
