"""The difference of two runs, block by block, and how sure it is."""

from __future__ import annotations

import numpy as np
import pytest

from zauyt.statistics.blocks import summed_difference


def test_the_difference_is_that_of_the_sums_whatever_the_blocks():
    chance = np.random.default_rng(1)
    values, base = chance.normal(size=(3, 100)), chance.normal(size=(3, 100))
    wanted = float((values - base).sum(axis=1).mean())
    for block in (1, 7, 33, 200):
        found = summed_difference(values, base, block=block)
        assert found.value == pytest.approx(wanted)


def test_a_closed_day_alike_in_all_pairs_is_not_taken_for_chance():
    values = np.zeros((2, 28))
    values[:, 3] = 1000.0
    found = summed_difference(values, np.zeros((2, 28)), block=7)
    assert (found.low, found.value, found.high) == (1000.0, 1000.0, 1000.0)


def test_one_pair_tells_no_bounds():
    found = summed_difference(np.ones((1, 9)), np.zeros((1, 9)), block=3)
    assert found.value == 9.0
    assert not found.known


def test_bounds_hold_at_their_level_with_two_pairs():
    chance = np.random.default_rng(7)
    truth, met = 5.0 * 84, 0
    for _ in range(2000):
        values = chance.normal(5.0, 2.0, size=(2, 84))
        found = summed_difference(values, np.zeros((2, 84)), block=14)
        met += found.low <= truth <= found.high
    assert 0.94 <= met / 2000 <= 0.965
