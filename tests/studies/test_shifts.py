"""Shift patterns are compared, chosen, and filled where they state no cycle."""

from __future__ import annotations

import pytest
from naive.rosters import broken

import zauyt
from zauyt.plant.checks.patterns import breaches, gaps
from zauyt.plant.labour import law_of
from zauyt.plant.workforce import Pattern, Workforce
from zauyt.plots import text
from zauyt.studies.staffing.shifts import STANDARD, _case, found_plan
from zauyt.studies.staffing.solver import fill

LAW = law_of("kazakhstan")
WORKFORCE = Workforce(law="kazakhstan")

PLANT = """
format: 1
plant: test
calendars:
  c: {shifts: {day: "07:00-15:30", late: "15:30-00:00"}, breaks_min: {meal: 30}}
workforce: {law: kazakhstan}
people: {a: {}}
lines: {x: {cycle_s: 60, stations: 5, crew: {a: 1}}}
"""


def rows(plant, **options):
    result = zauyt.staff(plant, draws=0, **options)
    return {row["pattern"]: row for row in result.tables["patterns"].rows()}, result


@pytest.fixture(scope="module")
def plant():
    return zauyt.read_text(PLANT)


@pytest.mark.parametrize(
    ("clocks", "teams"),
    [
        ({"day": "07:00-15:30", "late": "15:30-00:00"}, 3),
        ({"a": "06:00-14:00", "b": "14:00-22:00", "c": "22:00-06:00"}, 5),
    ],
)
def test_teams_are_found_that_keep_the_law_and_no_fewer_would_do(clocks, teams):
    one = Pattern(shifts=clocks, breaks_min={"meal": 30.0})
    plan = found_plan(one, LAW, WORKFORCE, effort=2.0, seed=1)
    assert plan is not None
    assert len(plan) == teams
    assert not list(gaps(one, plan))
    assert not list(breaches(one, plan, LAW, WORKFORCE))
    case = _case(one, LAW, WORKFORCE, teams)
    names = list(case.people)
    posts = [
        (names[number], day, list(clocks).index(shift), "team")
        for number, team in enumerate(plan)
        for day, shift in enumerate(team)
        if shift != "off"
    ]
    assert not broken(case, posts)
    assert fill(_case(one, LAW, WORKFORCE, teams - 1), effort=2.0, seed=1) is None


def test_the_pattern_with_fewest_people_that_opens_long_enough_is_chosen(plant):
    found, _ = rows(plant)
    assert found["2x8"]["chosen"]
    assert set(STANDARD) <= set(found)
    shifts = {"d": "06:00-14:00", "l": "14:00-22:00", "n": "22:00-06:00"}
    longer, _ = rows(plant.change({"calendars.c.shifts": shifts}))
    # 37.5 h a week in each of three shifts: only 3x8 opens so long, in five days.
    assert longer["3x8"]["chosen"]


def test_people_are_a_shifts_crews_by_the_teams(plant):
    found, result = rows(plant.change({"workforce.agreed": {"leave_days": 0}}))
    assert found["2x8"]["people"] == result.headline["people_crew"].value == 10
    assert found["4 on 2 off"]["people"] == 15


def test_a_pattern_that_an_agreement_forbids_is_not_chosen_and_says_why(plant):
    agreed = {"workforce.agreed": {"week_h": 38}}
    found, result = rows(plant.change(agreed))
    assert (found["2x8"]["legal"], found["2x8"]["broken"]) == (False, "week_h")
    # Four days of six: weeks of 40 h and of 32 h, three of 40 h in a row in some places
    # of the round; 37.3 h in the mean of six, which is in sum alone.
    assert found["4 on 2 off"]["broken"] == "week_h"
    assert found["4 on 2 off"]["weeks_in_sum"] == 6
    assert "week_h: in sum over 6 wk" in text(result)
    short, _ = rows(plant.change(agreed | {"workforce.accounting_weeks": 2}))
    assert short["4 on 2 off"]["broken"] == "accounting_weeks"
    found, result = rows(plant.change(agreed | {"workforce.accounting_weeks": 6}))
    assert found["4 on 2 off"]["chosen"], "fewer hours a person, more teams"
    assert "4 on 2 off with 3 teams keeps the law" in " ".join(text(result).split())


def test_a_pattern_for_which_no_teams_are_found_says_so(plant):
    long = {"shifts": {"day": "06:00-19:00"}, "breaks_min": {"meal": 30}, "teams": 1}
    found, _ = rows(plant.change({"patterns": {"alone": long}}))
    assert found["alone"]["broken"] == "no_plan"
    assert not found["alone"]["legal"]


def test_the_chosen_pattern_is_shown_team_by_team(plant):
    _, result = rows(plant)
    shown = text(result).splitlines()
    at = next(k for k, line in enumerate(shown) if line.startswith("  team A"))
    assert shown[at].split()[2:] == ["DDDDD..", "LLLLL.."]
    assert shown[at + 1].split()[2:] == ["LLLLL..", "DDDDD.."]
