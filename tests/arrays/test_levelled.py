"""A levelled sequence keeps to its shares from the first vehicle on."""

from collections import Counter

import numpy as np
import pytest

from zauyt.arrays.origins import levelled


def test_two_of_three_and_one_of_three_alternate_as_by_hand():
    assert levelled((2 / 3, 1 / 3), 6).tolist() == [0, 1, 0, 0, 1, 0]


def test_of_equal_shares_the_first_comes_first():
    assert levelled((0.25, 0.25, 0.25, 0.25), 8).tolist() == [0, 1, 2, 3, 0, 1, 2, 3]


@pytest.mark.parametrize("shares", [(0.4, 0.6), (0.5, 0.3, 0.2), (0.01, 0.99)])
def test_no_model_is_ever_a_whole_vehicle_off_its_share(shares):
    counts = Counter()
    for made, model in enumerate(levelled(shares, 2000).tolist(), start=1):
        counts[model] += 1
        behind = np.array(shares) * made - [counts[m] for m in range(len(shares))]
        assert np.abs(behind).max() < 1.0
