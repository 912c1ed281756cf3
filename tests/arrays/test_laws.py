"""Rows of the table are the laws, to the digits promised, whoever asks for them."""

import hashlib
import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from zauyt.arrays import laws, quantiles
from zauyt.arrays.laws import exact_sum, law_tables, stream_key
from zauyt.kernels.chance import (
    CELLS,
    CURVE,
    HEADER,
    OCTAVES,
    POINTS,
    VALUES,
    WIDTH,
    unit,
)
from zauyt.plant.law import (
    Constant,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Geometric,
    Lognormal,
    Triangular,
    Uniform,
    Weibull,
)

# Folded shares from 2^-53 to a half, then on to 1 - 2^-53.
SHARES = np.array(
    [
        math.ldexp(1 + cell / CELLS, octave - 53)
        for octave in range(OCTAVES)
        for cell in range(CELLS)
    ]
    + [0.5]
)
BELOW = np.concatenate([SHARES, 1 - SHARES[-2::-1]])
ABOVE = BELOW[::-1]


def lognormal(cv):
    sigma = math.sqrt(math.log1p(cv * cv))
    law = stats.lognorm(sigma, scale=math.exp(-sigma * sigma / 2))
    return Lognormal(type="lognormal", cv=cv), law


def gamma(cv):
    law = stats.gamma(1 / cv**2, scale=cv**2)
    return Gamma(type="gamma", cv=cv), law


def erlang(phases):
    law = stats.gamma(phases, scale=1 / phases)
    return Erlang(type="erlang", phases=phases), law


def weibull(shape):
    law = stats.weibull_min(shape, scale=1 / math.gamma(1 + 1 / shape))
    return Weibull(type="weibull", shape=shape), law


def uniform(spread):
    law = stats.uniform(1 - spread, 2 * spread)
    return Uniform(type="uniform", spread=spread), law


def triangular(ends):
    low, high = ends
    peak = min(max((3 - low - high - low) / (high - low), 0), 1)
    law = stats.triang(peak, loc=low, scale=high - low)
    return Triangular(type="triangular", low=low, high=high), law


def _ends(peak_share, width):
    """Give low and high such that the mean of low, peak and high is 1."""
    low = 1 - width * (1 + peak_share) / 3
    return low, low + width


CONTINUOUS = st.one_of(
    st.just((Exponential(type="exponential"), stats.expon())),
    st.floats(0.005, 16).map(lognormal),
    st.floats(0.005, 20).map(gamma),
    st.integers(1, 1000).map(erlang),
    st.floats(0.12, 100).map(weibull),
    st.floats(0.001, 1).map(uniform),
    st.builds(_ends, st.floats(0.01, 0.99), st.floats(0.001, 1.5)).map(triangular),
)


def curve(law):
    """Give the quantile function in the table, at ``BELOW``."""
    tables, rows = law_tables([law])
    row = tables[rows[0]]
    assert row[0] == CURVE
    points = row[HEADER:]
    return np.concatenate([points[:POINTS], points[POINTS:][-2::-1]])


def _drawn(x):
    """Give mean and cv of all that can be drawn from a quantile function.

    The 2^52 numbers fill each cell evenly down to 2^-46; the 64 below are listed
    here and read with numpy's own interpolation.
    """
    means, squares = [], []
    wide = SHARES >= 2.0**-46
    rare = (np.arange(64) + 0.5) * 2.0**-52
    for side in (x[:POINTS], x[-1 : -POINTS - 1 : -1]):
        width = np.diff(SHARES[wide])
        low, high = side[wide][:-1], side[wide][1:]
        means += (width * (low + high) / 2).tolist()
        low, high = low - 1, high - 1
        squares += (width * (low**2 + low * high + high**2) / 3).tolist()
        single = np.interp(rare, SHARES, side)
        means += (single * 2.0**-52).tolist()
        squares += ((single - 1) ** 2 * 2.0**-52).tolist()
    return math.fsum(means), math.sqrt(math.fsum(squares))


@given(CONTINUOUS)
@settings(max_examples=80, deadline=None)
def test_a_continuous_law_keeps_its_mean_its_cv_and_its_shape(pair):
    law, true = pair
    x = curve(law)
    assert np.all(np.diff(x) >= 0)
    assert x[0] >= 0
    mean, cv = _drawn(x)
    assert mean == pytest.approx(1, abs=1e-12)
    assert cv == pytest.approx(true.std(), rel=1e-4)
    for within in (0.0, 0.2, 0.4, 0.5, 0.6, 0.8):
        value = x[:-1] + within * np.diff(x)
        share = BELOW[:-1] + within * np.diff(BELOW)
        away = np.abs(true.cdf(value) - share)
        assert away[value > 1e-3].max() < 1e-4


def test_laws_that_do_not_vary_are_row_zero():
    tables, rows = law_tables(
        [
            Constant(type="constant"),
            Geometric(type="geometric", mean_steps=1),
            Empirical(type="empirical", values=(3.0, 3.0)),
            Lognormal(type="lognormal", cv=1e-300),
            Gamma(type="gamma", cv=5e-324),
        ]
    )
    assert rows.tolist() == [0] * 5
    assert tables.shape == (1, WIDTH)
    assert unit(tables, 0, np.uint64(1), 0) == 1.0


def test_no_laws_still_give_the_constant():
    tables, rows = law_tables([])
    assert tables.shape == (1, WIDTH)
    assert rows.tolist() == []


def test_equal_laws_share_a_row_and_the_order_is_that_of_first_use():
    several = [
        Exponential(type="exponential"),
        Lognormal(type="lognormal", cv=0.2),
        Constant(type="constant"),
        Exponential(type="exponential"),
        Lognormal(type="lognormal", cv=0.2),
        Lognormal(type="lognormal", cv=0.3),
    ]
    tables, rows = law_tables(several)
    assert rows.tolist() == [1, 2, 0, 1, 2, 3]
    assert len(tables) == 4


def test_a_table_can_be_changed_without_changing_the_next():
    law = Exponential(type="exponential")
    first, _ = law_tables([law])
    kept = first.copy()
    first[:] = 0
    assert np.array_equal(law_tables([law])[0], kept)


@given(
    st.lists(st.floats(0, 1e9), min_size=1, max_size=40).filter(lambda v: max(v) > 0)
)
def test_listed_values_are_scaled_to_mean_one_and_sorted(values):
    tables, rows = law_tables([Empirical(type="empirical", values=tuple(values))])
    if rows[0] == 0:
        assert min(values) == max(values)
        return
    found = tables[rows[0], HEADER : HEADER + len(values)]
    assert np.all(np.diff(found) >= 0)
    assert math.fsum(found) / len(found) == pytest.approx(1, rel=1e-12)
    mean = math.fsum(values) / len(values)
    assert found == pytest.approx(np.sort(values) / mean, rel=1e-12)


def test_many_listed_values_run_on_over_rows_and_the_next_law_comes_after():
    count = 2 * VALUES + 3
    listed = Empirical(type="empirical", values=tuple(float(v) for v in range(count)))
    tables, rows = law_tables([listed, Exponential(type="exponential")])
    assert rows.tolist() == [1, 4]
    drawn = [unit(tables, 1, np.uint64(5), k) for k in range(4000)]
    steps = np.rint(np.array(drawn) * (count - 1) / 2)
    assert drawn == pytest.approx(steps * 2 / (count - 1), abs=1e-12)
    assert 0 <= steps.min() < count / 500
    assert count - count / 500 < steps.max() < count
    assert tables[4, 0] == CURVE


@given(st.floats(1, 1e6, exclude_min=True))
def test_geometric_steps_end_with_the_stated_chance(mean_steps):
    tables, rows = law_tables([Geometric(type="geometric", mean_steps=mean_steps)])
    _, inverse, mean = tables[rows[0], :3]
    assert mean == mean_steps
    assert 1 / inverse == pytest.approx(
        special.log1p(-1 / mean_steps)
        if mean_steps > 2
        else math.log((mean_steps - 1) / mean_steps),
        rel=1e-14,
    )


@pytest.mark.parametrize("cv", [1e-9, 1e-6, 1e-4])
def test_a_nearly_constant_gamma_law_is_normal_with_its_skewness(cv):
    z = stats.norm.ppf(BELOW[:POINTS])
    z = np.concatenate([z, -z[-2::-1]])
    # Cornish and Fisher (1938): the next term is of the order cv^2 z^3 / 36.
    expected = z + cv / 3 * (z * z - 1)
    found = (quantiles.gamma(BELOW, ABOVE, cv=cv) - 1) / cv
    assert found == pytest.approx(expected, abs=30 * cv * cv + 4e-16 / cv)


def test_elementary_functions_are_right_to_the_last_digits():
    x = np.exp(np.linspace(-300, 300, 20_000))
    assert quantiles.logarithm(x) == pytest.approx(np.log(x), rel=4e-16)
    small = np.concatenate([-x[x < 0.5], x[x < 1e6]])
    assert quantiles.logarithm_above_one(small) == pytest.approx(
        np.log1p(small), rel=8e-16
    )
    power = np.linspace(-700, 700, 20_001)
    assert quantiles.exponential(power) == pytest.approx(np.exp(power), rel=4e-16)
    assert quantiles.exponential(np.array([-1e9]))[0] == 0.0
    z = stats.norm.ppf(BELOW[: POINTS - 1])
    assert quantiles.normal(BELOW, ABOVE)[: POINTS - 1] == pytest.approx(z, rel=2e-15)


TABLE_HASH = """
import hashlib
from zauyt.arrays.laws import law_tables
from zauyt.plant import law
laws = [law.Exponential(type="exponential")]
laws += [law.Lognormal(type="lognormal", cv=cv) for cv in (0.01, 0.25, 3.0)]
laws += [law.Gamma(type="gamma", cv=cv) for cv in (0.01, 0.5, 9.0)]
laws += [law.Weibull(type="weibull", shape=s) for s in (0.5, 1.7, 30.0)]
laws += [law.Triangular(type="triangular", low=0.7, high=1.5)]
laws += [law.Uniform(type="uniform", spread=0.3)]
laws += [law.Geometric(type="geometric", mean_steps=m) for m in (1.5, 70.0)]
laws += [law.Empirical(type="empirical", values=(0.1, 0.7, 0.2))]
print(hashlib.sha256(law_tables(laws)[0].tobytes()).hexdigest())
"""


def _table_hash(**setting):
    done = subprocess.run(
        [sys.executable, "-c", TABLE_HASH],
        env={**os.environ, **setting},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_tables_are_the_same_bits_without_the_processor_s_extensions():
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    plain = _table_hash(NPY_DISABLE_CPU_FEATURES=" ".join(found))
    assert plain == _table_hash()
    frozen = "6e5db09d1b8755c6d660b439f941b8a191b82a82a573493cf5e2cd7256c8d1ea"
    assert plain == frozen


def test_stream_keys_are_64_bits_and_tell_names_from_purposes():
    keys = {
        stream_key(name, purpose)
        for name in ("a", "b", "a:b", "a:b:c", "")
        for purpose in ("a", "b", "b:c", "c", "")
    }
    assert len(keys) == 25
    assert all(0 <= key < 2**64 for key in keys)
    text = b"9:trim.T12a:cycle".replace(b"a:", b":").replace(b"9", b"8")
    digest = hashlib.blake2b(text, digest_size=8).digest()
    assert stream_key("trim.T12", "cycle") == int.from_bytes(digest, "little")


def test_a_curve_of_no_law_is_our_bug():
    with pytest.raises(AssertionError):
        laws._quantile(Constant(type="constant"), laws.LOWER)


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=50))
def test_a_sum_is_rounded_once_like_that_of_the_standard_library(numbers):
    assert exact_sum(np.array(numbers)) == math.fsum(numbers)


def test_a_sum_of_many_sizes_loses_nothing():
    numbers = np.ldexp(1.0 + np.arange(60) / 64, np.arange(-900, 900, 30))
    assert exact_sum(numbers) == math.fsum(numbers)
