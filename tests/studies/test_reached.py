"""When the people wanted are there, with the doubt in the pipeline's numbers."""

from __future__ import annotations

import datetime

import pytest
from plant.reading import problems_of

import zauyt
from zauyt.plots import text

PLANT = """
format: 1
plant: t
calendars: {c: {shifts: {day: "06:00-14:00", late: "14:00-22:00"}}}
people: {welder: {absence: 0.05, absence_days: 4}, fitter: {}}
lines:
  a: {cycle_s: 60, stations: {value: 10, low: 8, high: 12}, crew: {welder: 1}}
  b: {after: a, buffer_before: 2, cycle_s: 60, stations: 4, crew: {fitter: 1}}
pipeline:
  start: 2026-01-01
  wanted_share: {2026-04-01: 0.5, 2026-08-01: 1}
  wanted: {fitter: {2026-02-01: 8}}
  experienced: {welder: {value: 6, low: 2, high: 10}, fitter: 8}
  skilled:
    welder: {people: 60, arrivals_per_month: {value: 3, low: 1, high: 5}}
    fitter: {people: 60, arrivals_per_month: 2}
  untrained: {people: 300, arrivals_per_month: 6}
  courses:
    weld: {skill: welder, months: 2, passed: {value: 0.8, low: 0.5, high: 0.95}}
  centre: {places: 8, trainers: 2}
  leaving: {first_year: {value: 0.02, low: 0, high: 0.06}, later: 0.01}
"""


@pytest.fixture(scope="module")
def result() -> zauyt.Result:
    return zauyt.staff(zauyt.read_text(PLANT), draws=60, rosters=False)


def test_the_share_wanted_is_of_the_people_counted(result):
    people = {row["skill"]: 0 for row in result.tables["headcount"].rows()}
    for row in result.tables["headcount"].rows():
        people[row["skill"]] += row["people"]
    wanted = {
        (row["skill"], row["month"]): row["wanted"]
        for row in result.tables["monthly_plan"].rows()
    }
    assert wanted["welder", datetime.date(2026, 3, 1)] == 0
    assert wanted["welder", datetime.date(2026, 4, 1)] == -(-people["welder"] // 2)
    assert wanted["welder", datetime.date(2026, 8, 1)] == people["welder"]
    assert wanted["fitter", datetime.date(2026, 8, 1)] == 8, "as the file says"


def test_who_knows_the_draw_is_never_later_nor_dearer_than_the_plan(result):
    runs = list(result.tables["runs"].rows())
    assert len(runs) == 60
    assert all(row["replanned_cost"] <= row["planned_cost"] + 1e-6 for row in runs)
    assert any(row["replanned_cost"] < row["planned_cost"] - 1 for row in runs)
    rows = {(r["reading"], r["skill"]): r
            for r in result.tables["pipeline_reached"].rows()}  # fmt: skip
    assert (
        rows["planned", "all"]["within_chance"]
        <= rows["replanned", "all"]["within_chance"]
    )


def test_the_band_holds_its_median_and_whoever_is_missing(result):
    for row in result.tables["pipeline_band"].rows():
        for name in ("wanted", "counting", "short"):
            ends = [row[f"{name}_{end}"] for end in ("low", "median", "high")]
            assert ends == sorted(ends)
        assert row["short_low"] >= 0
        assert 0 <= row["there_chance"] <= 1


def test_all_are_there_no_sooner_than_the_last_skill(result):
    for reading in ("planned", "replanned"):
        rows = [r for r in result.tables["pipeline_reached"].rows()
                if r["reading"] == reading]  # fmt: skip
        (whole,) = (row for row in rows if row["skill"] == "all")
        for row in rows:
            assert row["within_chance"] >= whole["within_chance"]
            if whole["median"] is not None:
                assert row["median"] <= whole["median"]


def test_a_number_without_doubt_leaves_the_band_out():
    plant = zauyt.read_text(PLANT)
    stated = zauyt.staff(plant, draws=0, rosters=False)
    assert "pipeline_band" not in stated.tables
    assert stated.headline["pipeline_missing"].low is None
    assert len(stated.tables["runs"]) == 1
    assert "missing" in text(stated)


def test_more_people_of_the_region_move_the_plan_as_the_ledger_says(result):
    rows = {row["fact"]: row for row in result.tables["pipeline_ledger"].rows()}
    arrivals = rows["pipeline.skilled.welder.arrivals_per_month"]
    assert arrivals["missing_at_low"] > arrivals["missing_at_high"]
    leaving = rows["pipeline.leaving.first_year"]
    assert leaving["missing_at_low"] < leaving["missing_at_high"]


def test_the_answer_and_the_months_are_told(result):
    shown = " ".join(text(result).split())
    assert "By the stated numbers the crews are complete" in shown
    assert "planned anew: welder" in shown
    assert "Beginning a month earlier" in shown


def test_a_crew_that_nobody_teaches_is_named_where_all_are_wanted():
    told = problems_of(
        PLANT.partition("plant: t\n")[2]
        .replace("    fitter: {people: 60, arrivals_per_month: 2}\n", "")
        .replace("  wanted: {fitter: {2026-02-01: 8}}\n", "")
    )
    (problem,) = (p for p in told if p.path == "pipeline.wanted_share")
    assert "nobody teaches fitter and none can be hired" in problem.message
    assert problem.line


def test_results_of_two_plants_are_compared_draw_by_draw(tmp_path):
    plant = zauyt.read_text(PLANT)
    more = plant.change({"pipeline.centre.trainers": 3, "lines.a.crew.welder": 2})
    first, second = (
        zauyt.staff(each, draws=20, rosters=False) for each in (plant, more)
    )
    rows = {r["measure"]: r for r in
            zauyt.compare(second, first).tables["differences"].rows()}  # fmt: skip
    assert rows["people"]["difference"] > 0
    assert rows["people"]["clear"]
    assert rows["people"]["runs"] == 20
    assert "replanned_missing" in rows
    shown = " ".join(text(zauyt.compare(second, first)).split())
    assert f"{rows['people']['difference']:+,.0f} people (" in shown
    assert "20 pairs of draws" in shown
    stated = [zauyt.staff(each, draws=0, rosters=False) for each in (plant, more)]
    shown = text(zauyt.compare(stated[1], stated[0]))
    assert "people, by the stated numbers." in shown
