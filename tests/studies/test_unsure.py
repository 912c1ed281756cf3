"""Runs with doubt are as short as they can be without chance being felt in them."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from zauyt.plant.reading.file import read_text
from zauyt.results.result import Result
from zauyt.studies.simulate import simulate
from zauyt.studies.simulation.span import SHORT_DAYS
from zauyt.studies.simulation.unsure import PILOT

PLANT = """
format: 1
plant: line
target: {vehicles_per_year: 40000}
calendars:
  day: {days: mon-fri, holidays: false, shifts: {all: "06:00-14:00"}}
failures:
  stop: {mtbf_h: 3, mttr_min: 12}
lines:
  a:
    cycle_s: {value: 150, low: 130, high: 170}
    stations: 4
    failure: stop
    buffer_before: 2
"""
NARROW = PLANT.replace("low: 130, high: 170", "low: 149, high: 151")
DATED = PLANT.replace("lines:", 'models: {van: {from_date: "2026-02-01"}}\nlines:')
YEAR = 365


@functools.cache
def answered(text: str = PLANT, *, runs: int = 4, days: int = YEAR) -> Result:
    return simulate(
        read_text(text), days=days, runs=runs, doubt_runs=24, pairs=0, workers=1,
        mature=False,
    )  # fmt: skip


def with_doubt(result: Result, column: str) -> np.ndarray:
    rows = result.tables["runs"]
    return np.array(rows[column])[np.array(rows["reading"]) == "doubt"]


def short_notes(result: Result) -> list[dict]:
    return [n.numbers for n in result.notes if n.key == "simulate.short_doubt"]


def test_where_doubt_is_wide_some_weeks_do():
    result = answered()
    assert set(with_doubt(result, "days")) == {SHORT_DAYS}
    (numbers,) = short_notes(result)
    assert numbers["days"] == SHORT_DAYS
    assert 0 < numbers["share"] < 0.05


def test_short_runs_tell_the_year_that_the_same_numbers_make():
    """A single run by chance knows no spread, so that whole years are run."""
    year = answered(runs=1)
    assert set(with_doubt(year, "days")) == {YEAR}
    of_year = with_doubt(year, "vehicles_per_year")
    difference = with_doubt(answered(), "vehicles_per_year") - of_year
    error = difference.std(ddof=1) / np.sqrt(difference.size)
    # 42 days hold 30 of 261 workdays; what the rest did is chance.
    assert abs(difference.mean()) < 3.5 * error
    assert difference.std(ddof=1) < 0.25 * of_year.std(ddof=1)


@pytest.mark.parametrize("text", [NARROW, DATED], ids=["narrow", "changing"])
def test_where_chance_would_be_felt_or_the_plant_changes_the_whole_year_is_run(text):
    result = answered(text)
    assert set(with_doubt(result, "days")) == {YEAR}
    assert short_notes(result) == []


def test_where_chance_would_be_felt_the_answer_is_that_of_whole_years():
    assert list(with_doubt(answered(NARROW), "vehicles")) == list(
        with_doubt(answered(NARROW, runs=1), "vehicles")
    )


def test_few_short_runs_are_made_where_chance_is_plainly_felt():
    done = []
    simulate(
        read_text(NARROW), runs=4, doubt_runs=24, pairs=0, workers=1, mature=False,
        progress=lambda count, _: done.append(count),
    )  # fmt: skip
    assert done[-1] == 4 + PILOT + 24


def test_hours_and_content_of_a_short_run_are_those_of_its_days():
    short, year = answered(), answered(runs=1)
    for column in ("jph_net", "wip", "lead_time_h"):
        near = with_doubt(short, column).mean()
        assert near == pytest.approx(with_doubt(year, column).mean(), rel=0.02)
