"""What is in doubt is drawn anew in each run, and shared doubt is drawn once."""

from __future__ import annotations

import numpy as np

from zauyt.plant.reading.file import read_text
from zauyt.studies.simulate import simulate
from zauyt.studies.simulation import doubt

HEAD = "format: 1\nplant: p\ntarget: {vehicles_per_year: 500000}\n"


def two_lines(shared: str):
    cycle = f"{{value: 60, low: 50, high: 70{shared}}}"
    wider = f"{{value: 60, low: 40, high: 80{shared}}}"
    return read_text(
        f"{HEAD}lines:\n  a: {{cycle_s: {cycle}}}\n"
        f"  b: {{after: a, cycle_s: {wider}, count_point: buy_off}}\n"
    )


def drawn(shared: str, runs: int = 200):
    plant = two_lines(shared)
    ranges = doubt.doubtful(plant)
    return np.array(
        [list(doubt.draws(plant, ranges, seed=3, run=run).values())
         for run in range(runs)]
    )  # fmt: skip


def test_numbers_that_share_their_doubt_lie_alike_in_their_ranges():
    a, b = drawn(", shared: pace").T
    assert np.allclose(b - 60, 2 * (a - 60))


def test_numbers_that_share_nothing_are_drawn_apart():
    a, b = drawn("").T
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.2


def test_five_in_a_hundred_draws_lie_beyond_each_end_of_a_range():
    a, _ = drawn("", runs=4000).T
    assert 0.04 < np.mean(a < 50) < 0.06
    assert 0.04 < np.mean(a > 70) < 0.06


def test_doubt_that_is_shared_costs_less_than_doubt_apart():
    """The slower of two lines rules: alike, they are slow together."""

    def vehicles(shared):
        result = simulate(two_lines(shared), days=2, warm_up_days=0, runs=1,
                          doubt_runs=40)  # fmt: skip
        return result.headline["vehicles_per_year_with_doubt"].value

    assert vehicles(", shared: pace") > vehicles("") + 5_000


def test_what_the_simulator_does_not_read_makes_no_difference_to_a_run():
    plant = read_text(f"""{HEAD}models: {{van: {{options: {{hook: 0.3}}}}}}
sequence: {{rules: {{hook: {{of: hook, most: 1, span: 3}}}}}}
volumes: {{2026: {{value: 900, low: 800, high: 1000}}}}
lines: {{a: {{cycle_s: {{value: 60, low: 50, high: 70}}, count_point: buy_off}}}}
""")
    bare = doubt.felt(plant)
    assert (bare.sequence, bare.volumes) == (None, {})
    assert set(bare.evidence) == {"lines.a.cycle_s"}
    asked = {"days": 2, "warm_up_days": 0, "runs": 2, "doubt_runs": 3}
    one, other = simulate(plant, **asked), simulate(bare, **asked)
    assert one.tables == other.tables
