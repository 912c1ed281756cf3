"""A launch as it is seen: in letters and as a page."""

from __future__ import annotations

import datetime
import hashlib

import pytest

import zauyt
from zauyt.plots import draw, text
from zauyt.plots.launch import drawn
from zauyt.results.text import display_width

PLANT = """
format: 1
plant: Қостанай зауыты
target: {vehicles_per_year: 100000}
calendars: {day: {days: mon-sun, shifts: {day: "06:00-14:00"}}}
models: {van: {}, bus: {from_date: 2026-02-01}}
lines:
  trim:
    paced: {pitch_time_s: 100, pitch_steps: {2026-01-01: 200, 2026-02-01: 100}}
    outcomes: {good: 0.7, scrap: {value: 0.3, low: 0.2, high: 0.4}}
ramp:
  start: 2026-01-05
  gates: [{date: 2026-02-01, first_time_through: {trim: 0.9}}]
  milestones:
    spring: {first: 2026-02-01, last: 2026-02-28, vehicles: 2800}
    buses: {first: 2026-02-01, last: 2026-03-31, vehicles: 900, models: [bus]}
"""


@pytest.fixture(scope="module")
def result():
    return zauyt.launch(zauyt.read_text(PLANT), months=3, doubt_runs=6)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_terminal(result, width, ascii_only):
    shown = text(result, width=width, ascii_only=ascii_only)
    assert max(display_width(line) for line in shown.splitlines()) <= width


def test_plain_letters_are_plain_but_for_names(result):
    shown = text(result, ascii_only=True)
    assert shown.replace("Қостанай зауыты", "").isascii()


def test_the_picture_is_the_same_again(result, tmp_path):
    first, second = (
        hashlib.sha256(draw(result, tmp_path / name).read_bytes()).hexdigest()
        for name in ("a.svg", "b.svg")
    )
    assert first == second


def test_the_answer_names_the_milestone_that_fewest_runs_keep(result):
    rows = list(result.tables["milestones"].rows())
    tightest = min(rows, key=lambda row: row["probability"])
    plan = drawn.answer(result)[0]
    assert plan.key == "launch.answer.plan"
    assert plan.numbers["milestone"] == tightest["milestone"]
    assert plan.numbers["kept"] == tightest["probability"]


def test_a_month_is_held_by_its_gate_where_half_of_the_runs_wait_for_it(result):
    assert list(drawn.months(result)["limit"]) == ["launch", "gate", "gate"]


def test_models_add_up_to_the_months(result):
    made = list(map(sum, zip(*drawn.models(result).values(), strict=True)))
    assert made == pytest.approx(list(drawn.months(result)["vehicles"]))


def test_only_what_counts_all_vehicles_is_drawn_as_promised(result):
    first, last = datetime.date(2026, 2, 1), datetime.date(2026, 2, 28)
    assert drawn.promised(result) == [(first, last, 2800)]


def test_a_result_goes_to_a_folder_and_json_and_back(result, tmp_path):
    zauyt.save(result, tmp_path / "saved")
    assert zauyt.load(tmp_path / "saved").tables == result.tables
    assert zauyt.from_json(zauyt.to_json(result)).headline == result.headline
