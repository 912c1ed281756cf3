"""Whether what `check` proposes mends a promise, and runs are shared rightly."""

from __future__ import annotations

import numpy as np
import pytest

import zauyt
from zauyt import plots
from zauyt.plant.reading.file import read_text
from zauyt.studies.check import check
from zauyt.studies.checking.content import content
from zauyt.studies.checking.sample import Asked
from zauyt.studies.checking.samples import sample_of
from zauyt.studies.localisation.choices import choices

QUICK = {"workers": 1, "mend": False}

LAUNCH = """\
format: 1
plant: a launch in doubt
calendars:
  one: {shifts: {day: "08:00-16:00"}}
  two: {shifts: {day: "06:00-14:00", late: "14:00-22:00"}}
calendar: one
target: {vehicles_per_year: 9000, count_point: buy_off}
lines:
  body: {stations: 2, cycle_s: 600, count_point: body_off}
  main:
    after: body
    count_point: buy_off
    stations: {only: {cycle_s: {value: 650, low: 600, high: 700}}}
ramp:
  start: 2026-03-10
  milestones:
    half: {first: 2026-03-10, last: 2026-06-30, vehicles: 100}
    body: {first: 2026-03-10, last: 2026-12-31, vehicles: 100, count_point: body_off}
agreement:
  commitments:
    made: {measure: vehicles, at_least: 8000, year: 2026, count_point: buy_off,
           calendar: one}
    welded: {measure: vehicles, at_least: 8000, year: 2026, count_point: body_off,
             calendar: one}
    begun: {measure: first_vehicle, by: 2026-06-30, count_point: buy_off}
    by_two: {measure: vehicles, at_least: 9000, year: 2026, count_point: buy_off,
             calendar: two}
"""


def rows_of(result, table):
    return {row["commitment"]: row for row in result.tables[table].rows()}


def test_one_launch_a_shift_pattern_answers_as_the_study_does():
    plant = read_text(LAUNCH)
    asked = Asked(6, 1, 1)
    names = tuple(plant.agreement.commitments)
    found = sample_of(plant, names, asked)
    assert len(asked.known) == 2  # shift patterns, not commitments
    study = zauyt.launch(plant, months=10, doubt_runs=6, pairs=0, workers=1, recorded=0)
    runs = [r for r in study.tables["runs"].rows() if r["reading"] == "doubt"]
    begun = [days >= 0 for days in found["begun"].values]
    assert begun == [row["milestone_1"] > 0 for row in runs]
    assert found["welded"].values == tuple(row["milestone_2"] for row in runs)
    assert found["made"].values == tuple(row["vehicles"] for row in runs)
    assert min(found["by_two"].values) > max(found["made"].values)
    # Alone or together with others, a commitment comes to the same.
    for name in names:
        alone = sample_of(plant, [name], Asked(6, 1, 1))[name]
        assert np.allclose(alone.values, found[name].values)


def test_brief_runs_are_those_of_the_study():
    text = LAUNCH.replace("ramp:", "unread:").partition("unread:")[0] + (
        "agreement: {commitments: {full: {measure: vehicles, at_least: 9000,"
        " year: mature, count_point: buy_off, calendar: two}}}\n"
    )
    plant = read_text(text)
    whole = sample_of(plant, ["full"], Asked(9, 4, 1))["full"]
    brief = sample_of(plant, ["full"], Asked(9, 4, 1, brief=True))["full"]
    assert brief.values == pytest.approx(whole.values)


PEOPLE = """\
format: 1
plant: crews
calendars: {one: {shifts: {day: "08:00-16:00"}}}
people:
  welder: {absence: {value: 0.08, low: 0.05, high: 0.12}, absence_days: 4}
  fitter: {}
lines:
  body: {stations: 10, cycle_s: 60, crew: {welder: 2.0}}
  trim: {after: body, stations: 4, cycle_s: 60, crew: {fitter: 1.0}}
agreement:
  commitments:
    jobs: {measure: people, at_least: 31}
"""


def test_people_are_mended_by_the_crews_that_bear_on_them_most():
    plant = read_text(PEOPLE)
    result = check(plant, workers=1)
    assert rows_of(result, "commitments")["jobs"]["verdict"] == "missed"
    mend = rows_of(result, "mends")["jobs"]
    assert mend["levers"] in ("crews_of_welder", "crews_of_welder and crews_of_fitter")
    for seed in (77, 78):
        again = check(plant.change(result.changes), seed=seed, **QUICK)
        assert rows_of(again, "commitments")["jobs"]["verdict"] == "met"


def with_content(level, **more):
    row = {"measure": "local_content", "rule": "kz_ex_works", "year": 2029,
           "at_least": level} | more  # fmt: skip
    return zauyt.read("kostanay").change({"agreement": {"commitments": {"local": row}}})


def test_content_is_that_of_the_parts_the_file_decides_on():
    plant = with_content(0.2)
    each = plant.agreement.commitments["local"]
    none = content(plant, each, Asked(59, 1, 1))
    road = zauyt.localise(plant, points=0, draws=0)
    decided = content(plant.change(dict(road.changes)), each, Asked(59, 1, 1))
    reached = [row["content"] for row in road.tables["content"].rows()
               if row["rule"] == "kz_ex_works" and row["year"] >= 2029]  # fmt: skip
    assert decided.value == pytest.approx(min(reached), rel=0.05)
    assert none.value < decided.value


def test_content_is_mended_by_few_parts():
    plant = with_content(0.22)
    result = check(plant, workers=1)
    assert rows_of(result, "commitments")["local"]["verdict"] == "at_risk"
    assert {row["levers"] for row in result.tables["mends"].rows()} == {"parts"}
    new = dict(result.changes)
    for seed in (77, 78):
        again = check(plant.change(new), seed=seed, **QUICK)
        assert rows_of(again, "commitments")["local"]["verdict"] == "met"
    told = " ".join(plots.text(result, width=100).split())
    assert "It would be kept with parts from here" in told
    # None of them is idle: without any of them there is less content.
    each = plant.agreement.commitments["local"]
    assert len(new) < len({choice.part for choice in choices(plant).all}) / 2
    whole = content(plant.change(new), each, Asked(59, 1, 1))
    for left in new:
        fewer = {path: value for path, value in new.items() if path != left}
        less = content(plant.change(fewer), each, Asked(59, 1, 1))
        assert less.value < whole.value


def test_content_that_no_parts_reach_is_left_unmended():
    result = check(with_content(0.9), workers=1)
    assert not result.changes
    (note,) = [note for note in result.notes if note.key == "check.no_mend"]
    assert note.numbers["names"] == ["local"]


def test_levers_that_are_not_enough_are_told_with_what_they_come_to():
    levers = {"a_little": {"paths": ["lines.main.stations.only.cycle_s"],
                           "towards": "less", "most_change": 0.01}}  # fmt: skip
    plant = read_text(LAUNCH).change({"agreement.levers": levers})
    result = check(plant, runs=20, workers=1)
    row = rows_of(result, "unmended")["made"]
    base = rows_of(result, "commitments")["made"]
    # A tenth more than the plan cannot come of a cycle that is 1 % shorter.
    assert base["value"] < row["value"] < 1.02 * base["value"]
    assert "What can be moved is not enough" in plots.text(result, width=100)


def test_a_whole_number_counts_for_as_much_as_it_moves():
    levers = {
        "stands": {"paths": ["lines.main.positions"], "towards": "more",
                   "most_change": 0.5},
        "speed": {"paths": ["lines.main.cycle_s"], "towards": "less"},
    }  # fmt: skip
    plant = read_text("""\
format: 1
plant: three stands
calendars: {always: {days: mon-sun, shifts: {a: "00:00-12:00", b: "12:00-00:00"}}}
lines: {main: {count_point: buy_off, positions: 3,
               cycle_s: {value: 1800, low: 1790, high: 1810}}}
agreement: {commitments: {more: {measure: vehicles, at_least: 55000, year: mature,
                                 calendar: always}}}
""").change({"agreement.levers": levers})
    result = check(plant, workers=1)
    mend = rows_of(result, "mends")["more"]
    # 52,560 a year: 5 % less of the cycle, and not a fourth stand, which is a third.
    assert mend["levers"] == "speed"
    assert mend["change"] == pytest.approx(0.06, abs=0.011)
