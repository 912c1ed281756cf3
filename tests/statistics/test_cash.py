"""Payments against a spreadsheet's definitions, and flows that are unusual."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import pyxirr

from zauyt.statistics.cash import (
    payback,
    present_value,
    rates_of_return,
    yearly_payment,
)


def drawn(seed):
    generator = np.random.default_rng(seed)
    flows = generator.uniform(-50, 100, generator.integers(3, 30))
    flows[0] = -abs(flows[0]) - 100
    return flows, float(generator.uniform(-0.2, 0.8))


def spreadsheet_npv(rate, values):
    """Give NPV as a spreadsheet defines it, in fractions: its first value a year on."""
    growth = 1 + Fraction(rate)
    return sum(Fraction(v) / growth**at for at, v in enumerate(values, start=1))


@pytest.mark.parametrize("seed", range(40))
def test_present_value_is_the_spreadsheets_npv(seed):
    flows, rate = drawn(seed)
    whole = Fraction(flows[0]) + spreadsheet_npv(rate, flows[1:])
    assert present_value(rate, flows) == pytest.approx(float(whole), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_a_rate_of_return_makes_the_spreadsheets_npv_nothing(seed):
    """For investments: paid first, got back after; exactly one rate above -1."""
    generator = np.random.default_rng(seed)
    flows = np.concatenate(
        [-generator.uniform(10, 100, 3), generator.uniform(5, 60, 15)]
    )
    (rate,) = rates_of_return(flows)
    assert rate == pytest.approx(pyxirr.irr(flows), rel=1e-9)
    step = Fraction(1, 10**9) * (1 + abs(Fraction(rate)))
    below, above = (
        flows[0] + spreadsheet_npv(Fraction(rate) + side * step, flows[1:])
        for side in (-1, 1)
    )
    assert below > 0 > above


@pytest.mark.parametrize("seed", range(40))
def test_equal_payments_repay_the_amount(seed):
    generator = np.random.default_rng(seed)
    rate, years = float(generator.uniform(0, 0.3)), int(generator.integers(1, 40))
    paid = yearly_payment(rate, years, 1000.0)
    assert float(spreadsheet_npv(rate, [paid] * years)) == pytest.approx(1000, rel=1e-9)
    assert yearly_payment(0.0, 4, 1000.0) == 250


def test_published_functions_of_spreadsheets():
    """The examples of the pages on IRR and NPV of a common spreadsheet."""
    flows = [-70000, 12000, 15000, 18000, 21000, 26000]
    assert rates_of_return(flows)[0] == pytest.approx(0.0866, abs=5e-5)
    assert rates_of_return(flows[:5])[0] == pytest.approx(-0.0212, abs=5e-5)
    worth = present_value(0.1, [0, -10000, 3000, 4200, 6800])
    assert worth == pytest.approx(1188.44, abs=0.005)


def test_flows_of_one_sign_have_no_rate():
    assert rates_of_return([100, 20, 30]) == []
    assert rates_of_return([-100, -20]) == []
    assert rates_of_return([]) == []
    assert rates_of_return([0, 0]) == []


def test_flows_that_no_rate_makes_nothing_have_none():
    assert rates_of_return([100, -150, 100]) == []


def test_all_of_several_rates_are_found():
    """Built of their roots: worth nothing at 10, 25 and 60 %."""
    flows = np.array([1.0])
    for rate in (0.1, 0.25, 0.6):
        flows = np.convolve(flows, [-1.0, 1 + rate])
    assert rates_of_return(1000 * flows) == pytest.approx([0.1, 0.25, 0.6], rel=1e-9)
    assert rates_of_return([-1600, 10000, -10000]) == pytest.approx([0.25, 4.0])


def test_payback_is_when_the_last_sum_rises_above_nothing():
    assert payback([-100, 50, 25, 50]) == pytest.approx(2.5)
    assert payback([-100, 200, -150, 100]) == pytest.approx(2.5)
    assert payback([-100, 50]) is None
    assert payback([10, 5]) == 0
    assert payback([-100, 110], rate=0.1) == pytest.approx(1)
    assert payback([-100, 109], rate=0.1) is None
