"""What-ifs are paired runs: the same plant, the same random numbers, one change."""

from __future__ import annotations

import functools

import pytest

from zauyt.plant.reading.file import read_text
from zauyt.results.result import Result
from zauyt.studies.simulate import simulate

PLANT = """
format: 1
plant: line
target: {vehicles_per_year: 150000}
calendars:
  day: {days: mon-sun, holidays: false, shifts: {all: "06:00-22:00"},
        breaks_min: {lunch: 40}}
failures:
  stop: {mtbf_h: {value: 3, low: 2, high: 5}, mttr_min: {value: 12, low: 10, high: 14}}
models: {van: {share: 0.5}, bus: {share: 0.5}}
lines:
  a:
    cycle_s: 100
    cycle_by_model: {bus: 112}
    setup_s: 6
    stations:
      weld: {failure: stop, cycle_s: {value: 105, low: 100, high: 110}}
      trim: {buffer_before: 0, cycle_law: {type: lognormal, cv: 0.4}}
      test: {buffer_before: 1, cycle_s: {value: 60, low: 55, high: 65}}
"""
DAYS = 42


@functools.cache
def answered(text: str = PLANT, pairs: int = 2, workers: int = 0) -> Result:
    return simulate(
        read_text(text), days=DAYS, runs=2, doubt_runs=8, pairs=pairs, workers=workers
    )


def rows(name: str, key: str, result: Result | None = None) -> dict[str, dict]:
    return {row[key]: row for row in (result or answered()).tables[name].rows()}


def made(text: str) -> float:
    """Give the vehicles a year of a plant file, on the same random numbers."""
    return float(answered(text, pairs=0).headline["vehicles_per_year"].value)


@pytest.mark.parametrize(
    ("cause", "here", "there"),
    [
        ("failure:stop", "failure: stop, ", ""),
        ("set_up", "setup_s: 6", "setup_s: 0"),
        ("cycle_variation", ", cv: 0.4}", ", cv: 0.000001}"),
        ("break:lunch", "breaks_min: {lunch: 40}", "breaks_min: {}"),
    ],
)
def test_a_gain_is_that_of_the_file_without_the_cause(cause, here, there):
    found = rows("waterfall", "cause")[cause]["without"]
    assert found == pytest.approx(made(PLANT.replace(here, there)) - made(PLANT), abs=9)


def test_one_more_place_gains_what_the_larger_file_makes_more():
    found = rows("value_of_places", "name")["a.trim"]["vehicles_per_year"]
    larger = PLANT.replace("buffer_before: 0", "buffer_before: 1")
    assert found == pytest.approx(made(larger) - made(PLANT))


def test_vehicles_at_the_ends_of_a_range_are_those_of_the_changed_file():
    row = rows("ledger", "path")["failures.stop.mtbf_h"]
    low = PLANT.replace("{value: 3, low: 2, high: 5}", "2")
    high = PLANT.replace("{value: 3, low: 2, high: 5}", "5")
    assert row["vehicles_at_low"] == pytest.approx(made(low))
    assert row["vehicles_at_high"] == pytest.approx(made(high))
    assert row["difference"] == pytest.approx(made(high) - made(low))
    assert row["how"] == "paired runs"


def test_what_moves_nothing_is_no_finding():
    row = rows("ledger", "path")["lines.a.stations.test.cycle_s"]
    assert row["difference_low"] <= 0 <= row["difference_high"]


def test_without_pairs_there_are_guesses_and_no_findings():
    result = answered(pairs=0)
    assert "value_of_places" not in result.tables
    for row in result.tables["ledger"].rows():
        assert row["how"] in ("derivative", "rank correlation")
        assert row["difference"] is None
    assert all(row["without"] is None for row in result.tables["waterfall"].rows())


def test_any_number_of_workers_gives_the_same_what_ifs():
    one, three = answered(workers=1), answered(workers=3)
    assert one.tables == three.tables
