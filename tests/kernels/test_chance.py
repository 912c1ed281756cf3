"""Draws are what they should be: the law, independent, the same bits anywhere.

``ZAUYT_DRAWS`` sets the number of draws of each statistical test, 1e6 unless
set; the bounds are z-scores, so that they hold for any number.
"""

import hashlib
import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zauyt.arrays.laws import law_tables, stream_key
from zauyt.kernels import chance
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

DRAWS = int(os.environ.get("ZAUYT_DRAWS", "1000000"))
BLOCK = 1_000_000
KEY = np.uint64(stream_key("lines.trim.stations.T12", "cycle"))
KEYS = st.integers(0, 2**64 - 1).map(np.uint64)

LAWS = {
    "constant": Constant(type="constant"),
    "exponential": Exponential(type="exponential"),
    "lognormal": Lognormal(type="lognormal", cv=0.25),
    "gamma": Gamma(type="gamma", cv=0.7),
    "erlang": Erlang(type="erlang", phases=3),
    "weibull": Weibull(type="weibull", shape=1.5),
    "triangular": Triangular(type="triangular", low=0.8, high=1.4),
    "uniform": Uniform(type="uniform", spread=0.1),
    "geometric": Geometric(type="geometric", mean_steps=12.5),
    "empirical": Empirical(type="empirical", values=(3.0, 1.0, 1.0, 7.0, 2.0)),
}
TABLES, ROWS = law_tables(list(LAWS.values()))
ROW = dict(zip(LAWS, ROWS.tolist(), strict=True))
# The law of u itself, as a row: what a uniform draw between 0 and 2 halves to.
EVEN, EVEN_ROWS = law_tables([Uniform(type="uniform", spread=1.0)])

FINGERPRINT = """
import hashlib, sys
import numpy as np
from zauyt.kernels import chance
tables = np.load(sys.argv[1])
digest = hashlib.sha256()
for key in (0, 1, 2**63, 2**64 - 1, 0x9123456789ABCDEF):
    key = np.uint64(key)
    for counter in range(40):
        key = np.uint64(chance.mix(key, counter))
        digest.update(key.tobytes())
        digest.update(np.float64(chance.uniform(key, counter)).tobytes())
        for row in range(len(tables)):
            draw = chance.unit(tables, row, key, counter)
            digest.update(np.float64(draw).tobytes())
    for row in range(len(tables)):
        out = np.empty(67)
        chance.fill(out, tables, row, key, 5)
        digest.update(out.tobytes())
print(digest.hexdigest())
"""


def draws(row, key, count, first=0, tables=TABLES):
    out = np.empty(count)
    chance.fill(out, tables, row, np.uint64(key), first)
    return out


def blocks(count):
    return [(first, min(BLOCK, count - first)) for first in range(0, count, BLOCK)]


def test_bits_are_those_of_splitmix64_from_seed_zero():
    # Vigna's splitmix64.c, seed 0; its state is a multiple of the odd constant.
    published = (
        0xE220A8397B1DCDAF,
        0x6E789E6AA1B965F4,
        0x06C45D188009454F,
        0xF88BB8A8724C81EC,
        0x1B39896A51A8749B,
    )
    found = [int(chance._bits(np.uint64(0), np.uint64(k))) for k in range(1, 6)]
    assert found == list(published)


def test_same_bits_compiled_interpreted_and_on_a_generic_processor(tmp_path):
    path = tmp_path / "tables.npy"
    np.save(path, TABLES)

    def fingerprint(**setting):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", FINGERPRINT, str(path)],
            env={**os.environ, **setting},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    compiled = fingerprint(NUMBA_DISABLE_JIT="0")
    assert fingerprint(NUMBA_DISABLE_JIT="1") == compiled
    assert fingerprint(NUMBA_CPU_NAME="generic", NUMBA_CPU_FEATURES="") == compiled


@given(key=KEYS, first=st.integers(0, 2**40), count=st.integers(0, 70))
@settings(max_examples=60, deadline=None)
def test_fill_gives_the_bits_of_single_draws(key, first, count):
    for row in ROW.values():
        single = [chance.unit(TABLES, row, key, first + i) for i in range(count)]
        assert draws(row, key, count, first).tolist() == single


def test_uniform_numbers_lie_symmetrically_inside_zero_and_one():
    least = chance._uniform(np.uint64(0))
    most = chance._uniform(np.uint64(2**64 - 1))
    assert least == 2.0**-53
    assert most == 1.0 - 2.0**-53
    bits = [np.uint64(0x0123456789ABC000 * k % 2**64) for k in range(1, 200)]
    for each in bits:
        mirrored = np.uint64(int(each) ^ (2**64 - 1))
        assert chance._uniform(each) + chance._uniform(mirrored) == 1.0


@pytest.mark.parametrize("name", [name for name in LAWS if name != "constant"])
def test_extreme_uniform_numbers_give_the_ends_of_the_table(name):
    row = ROW[name]
    ends = [np.uint64(0), np.uint64(2**63 - 1), np.uint64(2**63), np.uint64(2**64 - 1)]
    form = TABLES[row, 0]
    if form == chance.CURVE:
        found = [chance._curve(bits, TABLES[row]) for bits in ends]
        lower = TABLES[row, chance.HEADER : chance.HEADER + chance.POINTS]
        upper = TABLES[row, chance.HEADER + chance.POINTS :]
        assert found[0] == lower[0]
        assert found[3] == upper[0]
        assert found[1:3] == pytest.approx([lower[-1], upper[-1]], rel=1e-12)
    elif form == chance.GEOMETRIC:
        found = [chance._geometric(bits, TABLES[row]) for bits in ends]
        assert found[0] == 1 / 12.5
        survival = -53 * math.log(2) / math.log1p(-1 / 12.5)
        assert found[3] == (1 + math.floor(survival)) / 12.5
    else:
        found = [chance._empirical(bits, TABLES, row) for bits in ends]
        assert found == pytest.approx([1 / 2.8, 2 / 2.8, 2 / 2.8, 7 / 2.8])


@pytest.mark.parametrize("name", list(LAWS))
def test_a_larger_uniform_number_never_gives_a_smaller_draw(name):
    u = np.array([chance.uniform(KEY, k) for k in range(20_000)])
    assert np.all(np.diff(draws(ROW[name], KEY, 20_000)[np.argsort(u)]) >= 0)


def test_half_chance_geometric_steps_count_halvings_exactly():
    tables, rows = law_tables([Geometric(type="geometric", mean_steps=2)])
    near = [
        (2**52 - 2**power + step) << 12
        for power in range(53)
        for step in (-1, 0, 1)
        if 0 <= 2**52 - 2**power + step < 2**52
    ]
    for bits in near:
        # u = (m + 1/2) / 2^52, so 1 - u = (2^53 - 2 m - 1) / 2^53.
        left = 2**53 - 2 * (bits >> 12) - 1
        steps = 54 if left == 1 else 54 - left.bit_length()
        assert 2 * chance._geometric(np.uint64(bits), tables[rows[0]]) == steps


@given(st.floats(2.0**-53, 1 - 2.0**-53))
def test_logarithm_is_right_to_the_last_digits(v):
    assert chance._log(v) == pytest.approx(math.log(v), rel=4e-16, abs=0)


@pytest.mark.parametrize("name", list(LAWS))
def test_moments_are_those_of_the_law(name):
    cv = {
        "constant": 0.0,
        "exponential": 1.0,
        "lognormal": 0.25,
        "gamma": 0.7,
        "erlang": 3**-0.5,
        "weibull": math.sqrt(math.gamma(7 / 3) / math.gamma(5 / 3) ** 2 - 1),
        "triangular": math.sqrt((0.64 + 1.96 + 0.64 - 1.12 - 0.64 - 1.12) / 18),
        "uniform": 0.1 / math.sqrt(3),
        "geometric": math.sqrt(1 - 1 / 12.5),
        "empirical": math.sqrt((9 + 1 + 1 + 49 + 4) / 5 / 2.8**2 - 1),
    }[name]
    total = square = fourth = 0.0
    for first, count in blocks(DRAWS):
        away = draws(ROW[name], KEY, count, first) - 1.0
        total += away.sum()
        square += (away**2).sum()
        fourth += (away**4).sum()
    if name == "constant":
        assert total == square == 0
        return
    assert abs(total / (cv * math.sqrt(DRAWS))) < 4
    spread = math.sqrt(fourth / DRAWS - cv**4)
    assert abs((square / DRAWS - cv * cv) / (spread / math.sqrt(DRAWS))) < 4


@pytest.mark.parametrize(
    "name",
    ["exponential", "lognormal", "gamma", "erlang", "weibull", "triangular", "uniform"],
)
def test_draws_follow_the_distribution_function_of_the_law(name):
    from scipy import stats

    sigma = math.sqrt(math.log1p(0.25**2))
    law = {
        "exponential": stats.expon(),
        "lognormal": stats.lognorm(sigma, scale=math.exp(-sigma * sigma / 2)),
        "gamma": stats.gamma(1 / 0.49, scale=0.49),
        "erlang": stats.gamma(3, scale=1 / 3),
        "weibull": stats.weibull_min(1.5, scale=1 / math.gamma(5 / 3)),
        "triangular": stats.triang(0.0, loc=0.8, scale=0.6),
        "uniform": stats.uniform(0.9, 0.2),
    }[name]
    count = min(DRAWS, 10 * BLOCK)
    drawn = np.sort(draws(ROW[name], KEY, count))
    share = law.cdf(drawn)
    place = np.arange(count)
    distance = max((share - place / count).max(), ((place + 1) / count - share).max())
    assert distance * math.sqrt(count) < 1.95  # passed by 99.9 % of true samples


def test_steps_and_listed_values_come_as_often_as_they_should():
    steps = np.rint(draws(ROW["geometric"], KEY, DRAWS) * 12.5).astype(int)
    chance_left = np.power(1 - 1 / 12.5, np.arange(60))
    expected = DRAWS * chance_left / 12.5
    found = np.bincount(steps, minlength=61)[1:61]
    assert ((found - expected) ** 2 / expected).sum() < 60 + 4 * math.sqrt(120)
    listed = draws(ROW["empirical"], KEY, DRAWS)
    for value, share in ((1, 0.4), (2, 0.2), (3, 0.2), (7, 0.2)):
        times = np.count_nonzero(listed == value / 2.8)
        assert abs(times - share * DRAWS) < 4 * math.sqrt(DRAWS * share * (1 - share))


def _even(key, count, first=0):
    """Give draws that are even between -sqrt 3 and sqrt 3, of variance 1."""
    return (draws(EVEN_ROWS[0], key, count, first, EVEN) - 1.0) * math.sqrt(3)


def _z_of_products(pairs):
    """Give z-scores of the product and of the product of squares of pairs."""
    count = linear = squared = 0.0
    for left, right in pairs:
        count += len(left)
        linear += (left * right).sum()
        squared += ((left * left - 1) * (right * right - 1)).sum()
    # The variance of the square of an even number of variance 1 is 4 / 5.
    return linear / math.sqrt(count), squared / (0.8 * math.sqrt(count))


def test_neighbouring_counters_are_independent():
    for lag in (1, 2, 3, 64, 1024):
        z = _z_of_products(
            (_even(KEY, count, first), _even(KEY, count, first + lag))
            for first, count in blocks(DRAWS)
        )
        assert max(map(abs, z)) < 4


def test_neighbouring_keys_are_independent():
    for flip in (1, 2, 3, 1 << 20, 1 << 63):
        other = np.uint64(int(KEY) ^ flip)
        z = _z_of_products(
            (_even(KEY, count, first), _even(other, count, first))
            for first, count in blocks(DRAWS)
        )
        assert max(map(abs, z)) < 4


def _run_key(name, seed, run):
    key = np.uint64(stream_key(name, "cycle"))
    for value in (seed, run):
        key = np.uint64(chance.mix(key, value))
    return key


def _runs(name, seed, numbers, length=50):
    found = np.empty((len(numbers), length))
    for place, run in enumerate(numbers):
        found[place] = _even(_run_key(name, seed, run), length)
    return found.ravel()


@pytest.mark.parametrize(
    ("name", "seed", "later"), [("a", 1, 1), ("a", 2, 0), ("b", 1, 0)]
)
def test_neighbouring_runs_seeds_and_stations_are_independent(name, seed, later):
    z = _z_of_products(
        (
            _runs("a", 1, range(first, first + 2000)),
            _runs(name, seed, range(first + later, first + 2000 + later)),
        )
        for first in range(0, DRAWS // 50, 2000)
    )
    assert max(map(abs, z)) < 4


def test_keys_do_not_depend_on_one_part_alone_and_keep_the_order():
    keys = {
        int(chance.mix(np.uint64(chance.mix(np.uint64(name), seed)), run))
        for name in range(20)
        for seed in range(20)
        for run in range(20)
    }
    assert len(keys) == 8000
    assert int(chance.mix(np.uint64(0), 0)) not in (0, 1)


def _words(key):
    found = [chance._bits(key, np.uint64(k)) for k in range(4096)]
    return np.array(found, dtype=np.uint64)


def _ones(words):
    """Count the ones at each of the 64 places."""
    places = np.arange(64, dtype=np.uint64)
    return ((words[:, None] >> places) & np.uint64(1)).sum(0).astype(int)


def test_each_bit_of_a_draw_is_even_and_turns_half_of_the_time_with_a_key_bit():
    bits = _words(KEY)
    assert np.abs(_ones(bits) - 2048).max() < 4.5 * 32
    for flip in range(64):
        turned = bits ^ _words(np.uint64(int(KEY) ^ (1 << flip)))
        assert np.abs(_ones(turned) - 2048).max() < 5 * 32


def test_a_name_keeps_its_draws_from_version_to_version():
    tables, rows = law_tables([LAWS["lognormal"], LAWS["exponential"]])
    digest = hashlib.sha256()
    for row in rows:
        digest.update(draws(row, _run_key("trim", 1, 0), 1000, tables=tables).tobytes())
    frozen = "3f7fa9fcda6933cff01db28666880517354387bb9a3e064b920f284cb0e59bfa"
    assert digest.hexdigest() == frozen
