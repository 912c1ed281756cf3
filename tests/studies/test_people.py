"""Who was there and who worked, counted by hand."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from zauyt.plant.reading.file import read_text
from zauyt.results.result import Result
from zauyt.studies.simulate import simulate

MONDAY = datetime.date(2026, 1, 5)

PLANT = """
format: 1
plant: p
calendars:
  c: {days: mon-fri, holidays: false, breaks_min: {meal: 60},
      shifts: {day: "07:00-16:00", late: "16:00-01:00"}}
people:
  smith: {by_shift: {day: 3, late: 2}}
  porter: {by_shift: 1}
lines:
  a:
    stations:
      S1: {cycle_s: 100, crew: {smith: 2}}
      S2: {cycle_s: 25, crew: {porter: 0.5}}
"""


def answer(text: str, **more: Any) -> Result:
    given = {"start": MONDAY, "warm_up_days": 7, "doubt_runs": 0, "pairs": 0}
    return simulate(read_text(text), **(given | {"days": 7, "runs": 1} | more))


def rows(result: Result, table: str, *keys: str) -> dict[Any, dict[str, Any]]:
    return {tuple(row[k] for k in keys): row for row in result.tables[table].rows()}


def test_on_books_needed_and_present_are_those_of_the_file():
    found = rows(answer(PLANT), "people_by_shift", "skill", "shift")
    named = ("on_books", "needed", "present", "short")
    assert {key: tuple(row[n] for n in named) for key, row in found.items()} == {
        ("porter", "day"): (1, 0.5, 1, 0),
        ("porter", "late"): (1, 0.5, 1, 0),
        ("smith", "day"): (3, 2, 3, 0),
        ("smith", "late"): (2, 2, 2, 0),
    }


def test_use_is_the_share_of_open_hours_present_in_which_the_station_works():
    """S1 works all the time and needs 2 of 3 and of 2; S2 a quarter, for half a man.

    Both shifts last 9 h and have a meal of an hour: 8 h on five days of the week.
    """
    found = rows(answer(PLANT), "people", "skill")
    year = 365 / 7
    smith, porter = found[("smith",)], found[("porter",)]
    assert smith["present_h"] == pytest.approx((3 + 2) * 8 * 5 * year)
    assert smith["working_h"] == pytest.approx((2 + 2) * 8 * 5 * year, rel=1e-3)
    assert smith["use"] == pytest.approx(0.8, rel=1e-3)
    assert porter["use"] == pytest.approx(0.5 * 0.25, rel=1e-3)


def test_absent_people_are_not_present_unless_relief_steps_in():
    absent = "{by_shift: {day: 30, late: 20}, absence: 0.1, absence_days: 3%s}"
    there = {}
    for relief in (0, 100):
        text = PLANT.replace(
            "{by_shift: {day: 3, late: 2}}", absent % f", relief: {relief}"
        )
        found = rows(
            answer(text, days=364, runs=4), "people_by_shift", "skill", "shift"
        )
        there[relief] = found[("smith", "day")]
    assert there[0]["present_low"] < 27 < there[0]["present_high"]
    assert there[100]["present"] == 30


def test_days_with_too_few_are_counted():
    text = PLANT.replace("day: 3, late: 2", "day: 3, late: 1")
    found = rows(answer(text), "people_by_shift", "skill", "shift")
    assert found[("smith", "day")]["short"] == 0
    assert found[("smith", "late")]["short"] == 1


def test_a_plant_without_crews_has_no_such_tables():
    text = PLANT.replace(", crew: {smith: 2}", "").replace(", crew: {porter: 0.5}", "")
    assert not {"people", "people_by_shift"} & set(answer(text).tables)
