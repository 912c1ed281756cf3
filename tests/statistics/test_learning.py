"""Learning curves against printed tables and their own closed forms."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zauyt.statistics.learning import (
    average_time,
    curve_steps,
    retained,
    total_time,
    unit_times,
    units_to_plateau,
)

LAWS = ("crawford", "wright")


@pytest.mark.parametrize(
    ("progress", "unit", "alone", "together"),
    [
        # Heizer and Render, Operations Management, module E, table E.3
        (0.85, 2, 0.850, 1.850), (0.85, 3, 0.773, 2.623), (0.85, 4, 0.723, 3.345),
        (0.85, 10, 0.583, 7.116), (0.85, 20, 0.495, 12.402),
        (0.80, 4, 0.640, 3.142), (0.80, 10, 0.477, 6.315), (0.80, 20, 0.381, 10.485),
    ],
)  # fmt: skip
def test_the_unit_curve_is_the_printed_table_of_coefficients(
    progress, unit, alone, together
):
    curve = {"first": 1.0, "progress": progress, "law": "crawford"}
    assert unit_times(unit, **curve) == pytest.approx(alone, abs=0.000501)
    assert total_time(unit, **curve) == pytest.approx(together, abs=0.000501)


@pytest.mark.parametrize(
    ("units", "average", "together"),
    [(1, 100, 100), (2, 80, 160), (4, 64, 256), (8, 51.2, 409.6), (16, 40.96, 655.36)],
)
def test_the_average_curve_is_the_printed_table_of_a_textbook(units, average, together):
    """A first unit of 100 hours at 80 %, as management accounting teaches it."""
    curve = {"first": 100.0, "progress": 0.8, "law": "wright"}
    assert average_time(units, **curve) == pytest.approx(average, rel=1e-12)
    assert total_time(units, **curve) == pytest.approx(together, rel=1e-12)
    single = unit_times(np.arange(1, units + 1), **curve)
    assert single.sum() == pytest.approx(together, rel=1e-12)


@given(
    st.floats(1, 5), st.floats(0.6, 0.99), st.sampled_from(LAWS), st.integers(0, 2000)
)
def test_steps_spend_at_each_end_what_the_curve_spends(first, progress, law, before):
    steps = curve_steps(first=first, progress=progress, law=law, before=before)
    alone = float(unit_times(before + 1, first=1, progress=progress, law=law))
    curve = {"first": first / alone, "progress": progress, "law": law}
    assert [start for start, _ in steps] == sorted({start for start, _ in steps})
    assert steps[0][0] == 0
    factors = [factor for _, factor in steps]
    assert factors == sorted(factors, reverse=True)
    spent = 0.0
    for (start, factor), (end, _) in itertools.pairwise(steps):
        spent += (end - start) * factor
        if end > 30_000:
            break
        wanted = total_time(before + end, **curve) - total_time(before, **curve)
        assert spent == pytest.approx(wanted, rel=1e-9)


def test_long_blocks_are_summed_as_well_as_short_ones():
    curve = {"first": 4.0, "progress": 0.9, "law": "crawford"}
    steps = [step for step in curve_steps(**curve) if step[0] <= 40_000]
    spent = sum((b[0] - a[0]) * a[1] for a, b in itertools.pairwise(steps))
    end = steps[-1][0]
    assert end > 3000  # its last block has more than a thousand units
    assert spent == pytest.approx(total_time(end, **curve), rel=1e-12)


def test_the_first_unit_takes_what_is_said_whatever_was_made_before():
    for before in (0, 5, 400):
        steps = curve_steps(first=1.8, progress=0.8, law="crawford", before=before)
        assert steps[0][1] == pytest.approx(1.8, rel=0.2)
        assert steps[-1][1] == 1
    slow, quick = (
        curve_steps(first=1.8, progress=0.8, law="crawford", before=b)[-1][0]
        for b in (400, 0)
    )
    assert slow > 100 * quick


@given(st.floats(1.01, 5), st.floats(0.6, 0.95), st.sampled_from(LAWS))
def test_the_plateau_begins_with_the_first_unit_that_is_mature(first, progress, law):
    curve = {"first": first, "progress": progress, "law": law}
    unit = units_to_plateau(**curve)
    assert unit_times(unit, **curve) <= 1 + 1e-9
    if unit > 1:
        assert unit_times(unit - 1, **curve) > 1


def test_experience_is_lost_as_for_the_liberty_ships():
    """Argote, Beckman and Epple, 1990: of a stock 3.2 % are left after a year."""
    stock = retained([1000, *[0] * 12], kept=0.75)
    assert round(stock[-1] / stock[0], 3) == 0.032
    assert list(retained([5, 5, 5], kept=1)) == [5, 10, 15]
    assert list(retained([5, 5, 5], kept=0)) == [5, 5, 5]
