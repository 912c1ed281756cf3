"""Crow-AMSAA against worked examples that are printed elsewhere."""

import math

import numpy as np
import pytest

from zauyt.statistics.growth import PowerLaw, crow_amsaa, duane

PROTOTYPE_H = [
    2.7, 10.3, 12.5, 30.6, 57.0, 61.3, 80.0, 109.5, 125.0, 128.6, 143.8, 167.9, 229.2,
    296.7, 320.6, 328.2, 366.2, 396.7, 421.1, 438.2, 501.2, 620.0,
]  # fmt: skip
"""ReliaWiki, Crow-AMSAA parameter estimation example."""
IMPROVEMENT_H = [5, 40, 43, 175, 389, 712, 747, 795, 1299, 1478]
"""NIST/SEMATECH e-Handbook, 8.2.2.3, case study 1: a test of 1,500 hours."""


def test_a_test_ended_by_a_failure_gives_the_printed_likelihood_estimates():
    law = crow_amsaa(PROTOTYPE_H, 620, ended_by="failure")
    assert round(law.shape, 4) == 0.6142
    assert round(law.scale, 4) == 0.4239
    assert round(1 / law.mtbf_h(620), 5) == 0.02179
    assert round(law.expected(620), 6) == 22


def test_a_test_ended_by_time_gives_the_handbooks_growth_without_bias():
    law = crow_amsaa(IMPROVEMENT_H, 1500, ended_by="time", without_bias=True)
    assert round(1 - law.shape, 6) == 0.516494
    assert round(law.scale, 4) == 0.2913
    assert round(law.mtbf_h(1500)) == 310


def test_the_mature_mtbf_caps_the_growth():
    law = PowerLaw(shape=0.5, scale=1.0)
    assert law.mtbf_h(100, mature_h=30) == pytest.approx(20)
    assert law.mtbf_h(1000, mature_h=30) == 30


def test_duane_draws_the_line_through_points_that_lie_on_one():
    law = PowerLaw(shape=0.6, scale=0.4)
    on_line = [(n / law.scale) ** (1 / law.shape) for n in range(1, 30)]
    found = duane(on_line)
    assert found.shape == pytest.approx(law.shape)
    assert found.scale == pytest.approx(law.scale)


def test_the_estimate_finds_the_shape_that_the_failures_were_drawn_from():
    """Mean over 2,000 tests of 20 failures; without bias its error is chance's."""
    random = np.random.default_rng(1)
    shape, count = 0.6, 20
    found = []
    for _ in range(2000):
        ends = np.cumsum(random.exponential(size=count)) ** (1 / shape)
        law = crow_amsaa(
            ends.tolist(), float(ends[-1]), ended_by="failure", without_bias=True
        )
        found.append(law.shape)
    error = np.std(found, ddof=1) / math.sqrt(len(found))
    assert abs(np.mean(found) - shape) < 4 * error
