"""The monthly plan of people against every plan there is, and against its own laws."""

from __future__ import annotations

import datetime
import itertools

import numpy as np
import pytest
from plant.reading import HEAD, problems_of

from zauyt.plant.checks.lint import lint
from zauyt.plant.pipeline import Pipeline
from zauyt.plant.reading.file import read_text, text_of
from zauyt.studies.staffing.pipeline import (
    pipeline_plan,
    solved,
    wanted_by_month,
    worth,
)

LINES = (
    "calendars: {c: {shifts: {day: '06:00-14:00', late: '14:00-22:00'},"
    " shifts_from: {late: 2026-06-01}}}\n"
    "people: {welder: {by_shift: 20}, fitter: {by_shift: {day: 4, late: 2}}}\n"
    "lines: {a: {cycle_s: 1, stations: 10, crew: {welder: 2}},"
    " b: {after: a, buffer_before: 2, cycle_s: 1, crew: {fitter: 2}}}\n"
)


def plant_of(pipeline: str) -> str:
    return f"{LINES}pipeline: {{start: 2026-01-01, {pipeline}}}\n"


def pipeline_of(**keys) -> Pipeline:
    return Pipeline.model_validate({"start": datetime.date(2026, 1, 1), **keys})


COURSE = {"skill": "welder", "months": 2, "passed": 0.5, "trainees_per_trainer": 2}
SMALL = {
    "experienced": {"welder": 1},
    "skilled": {"welder": {"people": 3, "arrivals_per_month": 1}},
    "untrained": {"people": 5, "arrivals_per_month": 2},
    "courses": {"weld": COURSE},
    "centre": {"places": 3, "trainers": 1},
    "on_the_job": {"months": 1, "output": 0.5, "mentor": 0.25},
    "leaving": {"first_year": 0.1, "later": 0.05},
    "costs": {"wage_per_month": 1.0, "hire": 0.5, "short_per_month": 7.0},
}


def cost_by_hand(wanted, hires, starts):
    """Give a plan's cost by following the people month by month; inf if not allowed."""
    months = len(wanted)
    cost, old, cohorts, trainees = 0.0, 1.0, [], 0
    if sum(hires) > 3 or sum(starts) > 5:
        return np.inf
    for month in range(months):
        if month:
            old *= 0.95
            cohorts = [(came, n * 0.9) for came, n in cohorts]
        inside = sum(starts[max(month - 1, 0) : month + 1])
        if inside > 3 or inside / 2 > 1:
            return np.inf
        trainees = inside
        arrived = hires[month] + (0.5 * starts[month - 2] if month >= 2 else 0)
        cohorts.append((month, arrived))
        cost += 0.5 * (hires[month] + starts[month]) + trainees
        there = sum(n for _, n in cohorts)
        cost += there
        work = old + sum(n * (0.25 if came == month else 1) for came, n in cohorts)
        cost += 7.0 * max(wanted[month] - work, 0)
        if wanted[month] - work > wanted[month]:
            return np.inf
    return cost


@pytest.mark.parametrize(
    "wanted", [[1, 1, 2, 2], [0, 0, 0, 3], [2, 3, 3, 4], [1, 1, 1, 1]]
)
def test_the_plan_costs_as_little_as_the_best_of_all_plans(wanted):
    pipeline = pipeline_of(**SMALL)
    plan, _, _ = solved(pipeline, {"welder": np.array(wanted, dtype=float)})
    every = itertools.product(
        itertools.product(range(2), repeat=4), itertools.product(range(3), repeat=4)
    )
    best = min(cost_by_hand(wanted, hires, starts) for hires, starts in every)
    assert plan.cost == pytest.approx(best, rel=2e-3)
    chosen = [
        [round(plan.number(kind, name, m)) for m in range(4)]
        for kind, name in (("hire", "welder"), ("course", "weld"))
    ]
    assert cost_by_hand(wanted, *chosen) == pytest.approx(plan.cost)
    assert plan.bound <= plan.cost + 1e-9


def test_people_are_hired_as_late_as_they_can_be():
    pipeline = pipeline_of(
        skilled={"welder": {"people": 100, "arrivals_per_month": 5}},
        on_the_job={"months": 0},
    )
    wanted = {"welder": np.array([0, 0, 0, 0, 12, 12.0])}
    plan, _, _ = solved(pipeline, wanted)
    hired = [plan.number("hire", "welder", month) for month in range(6)]
    assert sum(hired) == 12
    assert hired[:2] == [0, 0]
    assert hired[3:5] == [5, 5]
    assert plan.number("short", "welder", 4) == 0


def test_a_place_is_worth_its_dual_where_that_holds():
    """Nobody can be hired: a place more for two months gives half a welder more."""
    keys = {**SMALL, "skilled": {}, "leaving": {}, "on_the_job": {"months": 0},
            "untrained": {"people": 500, "arrivals_per_month": 50},
            "centre": {"places": 3, "trainers": 9}}  # fmt: skip
    wanted = {"welder": np.array([1, 1, 1, 9, 9, 9.0])}
    rows = {
        row["what"]: row
        for row in worth(pipeline_of(**keys), wanted)["pipeline_worth"].rows()
    }
    # A start in month 0 counts half from month 2 on, one in month 2 from 4 on; each
    # saves 7 a month short in months 3 to 5 (4, 5) and costs wages and its hiring.
    first = 3 * 0.5 * 7 - (0.5 + 2 + 4 * 0.5)
    second = 2 * 0.5 * 7 - (0.5 + 2 + 2 * 0.5)
    assert rows["places"]["saves"] == pytest.approx(first + second)
    assert rows["places"]["how"] == "dual"
    assert rows["places"]["person_months"] == pytest.approx(3 * 0.5 + 2 * 0.5)
    assert rows["trainers"]["saves"] == 0


def test_a_month_earlier_gives_another_class():
    keys = {**SMALL, "skilled": {}, "leaving": {}, "on_the_job": {"months": 0},
            "untrained": {"people": 500, "arrivals_per_month": 50},
            "centre": {"places": 4, "trainers": 9}}  # fmt: skip
    wanted = {"welder": np.array([1, 3, 3, 3.0])}
    base, _, _ = solved(pipeline_of(**keys), wanted, whole=False)
    rows = worth(pipeline_of(**keys), wanted)["pipeline_worth"].rows()
    (earlier,) = (row for row in rows if row["what"] == "month_earlier")
    short = sum(base.number("short", "welder", month) for month in range(4))
    assert short == pytest.approx(2)
    # Begun in the month before, the class of four is there a month sooner.
    assert earlier["person_months"] == pytest.approx(2)


@pytest.mark.parametrize("seed", range(12))
def test_more_of_anything_never_costs_more(seed):
    random = np.random.default_rng(seed)
    keys = {
        **SMALL,
        "centre": {"places": int(random.integers(0, 9)),
                   "trainers": int(random.integers(0, 4))},
        "skilled": {"welder": {"people": 30,
                               "arrivals_per_month": int(random.integers(0, 4))}},
        "untrained": {"people": 60, "arrivals_per_month": int(random.integers(0, 6))},
        "leaving": {"first_year": float(random.uniform(0, 0.1)), "later": 0.01},
    }  # fmt: skip
    wanted = {"welder": np.sort(random.integers(0, 20, size=14)).astype(float)}
    for row in worth(pipeline_of(**keys), wanted)["pipeline_worth"].rows():
        assert row["saves"] >= -1e-6, row
        if row["what"] != "month_earlier":
            assert row["how"] in ("dual", "solved again")


def test_people_add_up_from_month_to_month():
    plant = read_text(HEAD + plant_of(PLANNED))
    rows = [
        row for row in pipeline_plan(plant)["monthly_plan"].rows()
        if row["skill"] == "welder"
    ]  # fmt: skip
    before = 10.0
    for row in rows:
        came = row["hired"] + row["from_schools"] + row["from_courses"]
        gone = row["left"] + row["transferred"]
        assert row["people"] == pytest.approx(before + came - gone, abs=1e-6)
        assert row["left"] >= -1e-9
        assert row["counting"] + row["short"] >= row["wanted"] - 1e-6
        before = row["people"]


PLANNED = (
    "experienced: {welder: 10, fitter: 6},"
    " untrained: {people: 300, arrivals_per_month: 30, young: 0.6},"
    " schools: {college: {skill: welder, intake: {2025-09-01: 20}, months: 9,"
    " finish: 0.9, join: 0.5}},"
    " courses: {weld: {skill: welder, months: 3, passed: 0.8},"
    " cross: {skill: fitter, from_skill: welder, months: 1}},"
    " centre: {places: 24, trainers: 3, opens: 2026-02-01},"
    " leaving: {first_year: 0.03, later: 0.01}"
)


def test_graduates_come_in_their_month_and_no_course_before_the_centre_opens():
    plant = read_text(HEAD + plant_of(PLANNED))
    tables = pipeline_plan(plant)
    taken = {
        row["month"]: row["people"] for row in tables["pipeline"].rows()
        if row["kind"] == "school"
    }  # fmt: skip
    assert {m for m, n in taken.items() if n} <= {datetime.date(2026, 6, 1)}
    assert max(taken.values()) <= 9
    inside = [r for r in tables["pipeline"].rows() if r["kind"] == "centre"]
    assert inside[0]["people"] == 0
    assert 0 < max(row["people"] for row in inside) <= 24


def test_what_is_wanted_is_on_the_books_of_the_shifts_that_are_worked():
    plant = read_text(HEAD + plant_of(PLANNED))
    wanted = wanted_by_month(plant)
    assert wanted["welder"].tolist() == [20] * 5 + [40] * 7
    assert wanted["fitter"].tolist() == [4] * 5 + [6] * 7
    stated = plant.change({"pipeline.wanted": {"welder": {"2026-03-15": 7}}})
    assert wanted_by_month(stated)["welder"].tolist() == [0, 0] + [7] * 10


WRONG = {
    "a skill nobody teaches": (
        "skilled: {fitter: {people: 9, arrivals_per_month: 1}}",
        ("pipeline", "nobody teaches it and none can be hired"),
    ),
    "a stated skill nobody teaches": (
        "experienced: {fitter: 9}, wanted: {welder: {2026-03-01: 5}}",
        ("pipeline.wanted.welder", "5 of welder are wanted and 0 are there"),
    ),
    "more trainees than people": (
        PLANNED.replace("people: 300", "people: 20").replace("month: 30", "month: 5")
        .replace("from_skill: welder, ", ""),
        ("pipeline.centre.places", "24 trainees at once, but there are only 20 people"),
    ),
    "more arrivals than people": (
        PLANNED.replace("people: 300", "people: 25"),
        ("pipeline.untrained.arrivals_per_month", "there are only 25 people in reach"),
    ),
    "a negative rate": (
        PLANNED.replace("first_year: 0.03", "first_year: -0.03"),
        ("pipeline.leaving.first_year", "-0.03 is below 0"),
    ),
    "a skill that is not there": (
        PLANNED.replace("{skill: fitter", "{skill: fiter"),
        ("pipeline.courses.cross.skill", "did you mean fitter?"),
    ),
    "people wanted after the last month of any plan": (
        f"{PLANNED}, wanted: {{welder: {{2036-01-01: 5}}}}",
        ("pipeline.wanted.welder.2036-01-01", "a plan has 60 months from 2026-01-01"),
    ),
    "courses without a centre": (
        PLANNED.replace("centre: {places: 24, trainers: 3, opens: 2026-02-01},", ""),
        ("pipeline.courses", "need a training centre"),
    ),
}  # fmt: skip


BROUGHT = (
    "skilled: {welder: {people: 99, arrivals_per_month: 9}}, experienced: {fitter: 9}"
)
USELESS = {
    "graduates before the pipeline begins": (
        f"{BROUGHT}, schools: {{old: {{skill: welder, intake: {{2024-09-01: 5}},"
        " months: 9}}",
        ("pipeline.schools.old.intake.2024-09-01", "they graduate before"),
    ),
    "a centre without trainers": (
        PLANNED.replace("trainers: 3", "trainers: 0"),
        ("pipeline.centre.trainers", "no course ever begins"),
    ),
    "newcomers who take more than they bring": (
        f"{BROUGHT}, on_the_job: {{output: 0.2, mentor: 0.4}}",
        ("pipeline.on_the_job.mentor", "each makes the others fewer"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", USELESS)
def test_what_brings_nobody_is_warned_of(name):
    text, (path, message) = USELESS[name]
    found = [p for p in lint(read_text(HEAD + plant_of(text))) if p.path == path]
    assert found
    assert message in found[0].message
    assert found[0].severity == "warning"


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_pipeline_is_told_at_its_place(name):
    text, (path, message) = WRONG[name]
    found = [p for p in problems_of(plant_of(text)) if p.path == path]
    assert found, [str(problem) for problem in problems_of(plant_of(text))]
    assert any(message in problem.message for problem in found), found
    assert all(problem.line for problem in found), "without its line"


def test_a_pipeline_is_written_and_read_back():
    plant = read_text(HEAD + plant_of(PLANNED))
    assert read_text(text_of(plant)) == plant
