"""Vehicles may be counted where they leave a store as well as a line."""

from __future__ import annotations

import pytest

from zauyt.plant.reading.file import read_text
from zauyt.studies.simulate import simulate

PLANT = """
format: 1
plant: p
calendars: {c: {days: mon-sun, holidays: false, shifts: {d: '06:00-22:00'}}}
lines:
  a: {cycle_s: 60}
  b: {after: s, %s}
stores: {s: {after: a, places: 5, count_point: stored}}
target: {vehicles_per_year: 1000, count_point: stored}
"""


def test_a_way_of_weight_nought_bounds_no_line():
    text = """
format: 1
plant: p
lines:
  a: {cycle_s: 60}
  b: {cycle_s: 90}
  c: {after: {a: 1, b: 0}, strict: true, cycle_s: 30}
"""
    result = simulate(
        read_text(text), days=7, warm_up_days=1, runs=1, doubt_runs=0, pairs=0,
        workers=1,
    )  # fmt: skip
    assert result.headline["jph_net"].value == pytest.approx(60, rel=1e-3)


@pytest.mark.parametrize(
    ("line", "cycle_s"),
    [
        ("cycle_s: 120, stations: 3", 120),
        ("cycle_s: 30, stations: 3", 60),
        ("paced: {pitch_time_s: 120}, stations: 3", 120),
    ],
)
def test_what_leaves_a_store_has_its_hours_and_its_waterfall(line, cycle_s):
    result = simulate(
        read_text(PLANT % line), days=28, warm_up_days=7, runs=1, doubt_runs=0,
        pairs=0, workers=1,
    )  # fmt: skip
    made = 365 * 16 * 3600 / cycle_s
    figures = {name: figure.value for name, figure in result.headline.items()}
    assert figures["vehicles_per_year"] == pytest.approx(made)
    assert figures["jph_net"] == pytest.approx(3600 / cycle_s)
    rows = {
        row["cause"]: row["vehicles_per_year"]
        for row in result.tables["waterfall"].rows()
    }
    assert rows["off_shift"] == pytest.approx(rows["ideal"] / 3)
    assert rows["ideal"] - rows["off_shift"] == pytest.approx(made, rel=1e-3)
    assert rows.get("filling", 0) < 1e-3 * made
