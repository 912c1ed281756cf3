"""People and experience as a launch feels them: small plants, worked by hand."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from tests.studies.launches import launch_of
from zauyt.plant.mature import matured
from zauyt.studies.launch import launch
from zauyt.studies.launching.limits import Limit, Lost
from zauyt.studies.simulate import simulate

DAY = datetime.date
QUICK = {"runs": 1, "doubt_runs": 0, "pairs": 0}
JANUARY_S = 31 * 8 * 3600


def january(plant, **options):
    """Give the launch of January, and the vehicles that it makes."""
    result = launch(plant, months=1, **(QUICK | options))
    return result, float(result.tables["months"]["vehicles"][0])


def learning(factor, scales="work"):
    """Give a launch that multiplies something throughout January."""
    return f"launch: {{new: {{scales: {scales}, by_date: {{2026-01-01: {factor}}}}}}}\n"


@pytest.mark.parametrize(("factor", "cycle_s"), [(1.0, 60), (1.1, 66), (1.5, 90)])
def test_by_hand_work_takes_longer_by_what_is_not_learnt(factor, cycle_s):
    _, made = january(launch_of("{a: {cycle_s: 60}}", more=learning(factor)))
    assert made == pytest.approx(JANUARY_S / cycle_s, abs=2)


@pytest.mark.parametrize(("factor", "move_s"), [(1.0, 60), (1.1, 60), (1.5, 75)])
def test_a_conveyor_stops_only_for_work_beyond_its_pitch(factor, move_s):
    """Work of 50 s at a pitch of 60: 55 s are not seen, 75 s stop it for 15."""
    line = "{a: {stations: 4, cycle_s: 50, paced: {pitch_time_s: 60}}}"
    result, made = january(launch_of(line, more=learning(factor)))
    assert made == pytest.approx(JANUARY_S / move_s, abs=6)
    lost = {row["cause"]: row["vehicles"] for row in result.tables["limits"].rows()}
    overload = JANUARY_S / 60 - JANUARY_S / move_s
    assert lost.get("launch", 0) == pytest.approx(overload, abs=8)


PEOPLE = (
    "people: {fitter: {}}\n"
    "pipeline: {start: 2026-01-01, experienced: {fitter: %s},"
    " skilled: {fitter: {people: 90, arrivals_per_month: %d}},"
    " wanted: {fitter: {2026-01-01: 20}},"
    " on_the_job: {months: 1, output: 1, mentor: 0%s}, leaving: {later: 0}}\n"
)
CREWED = "{a: {cycle_s: 60, crew: {fitter: 2}%s}}"


def test_who_is_missing_of_those_wanted_slows_crews_whose_number_is_not_stated():
    """Fifteen of twenty are there: work takes 80 s, and people are what limits."""
    result, made = january(launch_of(CREWED % "", more=PEOPLE % (15, 0, "")))
    assert made == pytest.approx(JANUARY_S / 80, abs=2)
    (row,) = result.tables["months"].rows()
    assert row["limit"] == "crew"
    assert row["limit_share"] == 1
    assert row["limit_vehicles"] == pytest.approx(JANUARY_S / 60 - made, abs=3)


def test_newcomers_pass_fewer_vehicles_at_first():
    """Eight of twenty are new and double the 10 % that are scrapped: 14 %."""
    keys = ", outcomes: {good: 0.9, scrap: 0.1}"
    more = PEOPLE % (12, 8, ", rejects: 2")
    _, made = january(launch_of(CREWED % keys, more=more), runs=4)
    assert made == pytest.approx(JANUARY_S / 60 * (1 - 0.1 * 1.4), rel=0.005)


def test_absence_takes_people_at_random():
    """Of ten who are needed each is away on a tenth of the days, one day at a time."""
    people = "people: {fitter: {by_shift: 10, absence: 0.1, absence_days: 1}}\n"
    line = "{a: {cycle_s: 60, crew: {fitter: 10}}}"
    result, _ = january(launch_of(line, more=people), runs=40)
    made = np.array(result.tables["runs"]["vehicles"])
    assert made.mean() == pytest.approx(0.9 * JANUARY_S / 60, rel=0.01)
    # A day's people are binomial: 10 x 0.1 x 0.9, over 31 days of 48 for each.
    assert made.std() == pytest.approx(48 * np.sqrt(31 * 0.9), rel=0.3)


def test_the_numbers_of_the_pipeline_are_in_doubt_with_all_others():
    experienced = "{value: 15, low: 12, high: 18}"
    plant = launch_of(CREWED % "", more=PEOPLE % (experienced, 0, ""))
    result = launch(plant, months=1, runs=1, doubt_runs=30, pairs=0)
    (row,) = result.tables["months"].rows()
    most = JANUARY_S / 60
    # The ends of the range are its 5 and 95 % points; people come whole, so of 30
    # draws these may be one person off.
    assert row["p05"] == pytest.approx(most * 12 / 20, abs=most / 20 + 2)
    assert row["p95"] == pytest.approx(most * 18 / 20, abs=most / 20 + 2)
    assert result.notes[0].numbers["numbers"] == 1


def test_kits_of_the_ramp_are_short_in_a_launch_and_never_afterwards():
    kits = "kits: {sets: {line: a, stock: 300, deliveries: {2026-01-11: 100}}}\n"
    plant = launch_of("{a: {cycle_s: 60}}", more=kits, ramp=", kits: [sets]")
    result, made = january(plant)
    assert made == 400
    assert list(result.tables["months"]["limit"]) == ["kit:sets"]
    assert matured(plant).kits == {}
    options = {"days": 20, "runs": 1, "doubt_runs": 0, "pairs": 0}
    mature = simulate(plant, start=DAY(2026, 3, 1), **options)
    assert mature.headline["vehicles"].value == 20 * 960


def test_a_kit_by_model_and_line_is_its_own_start():
    """What comes painted begins with its first kits, what is welded here earlier."""
    lines = (
        "{weld: {cycle_s: 60, source: {models: {van: 1}}}, skd: {cycle_s: 60,"
        " source: {models: {van: 1}}}, trim: {after: [weld, skd], cycle_s: 10}}"
    )
    more = (
        "models: {van: {}}\nkits: {sets: {line: skd, deliveries: {2026-02-01: 300}}}\n"
    )
    result = launch(launch_of(lines, more=more), months=2, **QUICK)
    first, second = result.tables["months"]["vehicles"]
    assert first == pytest.approx(JANUARY_S / 60, abs=3)
    assert second == pytest.approx(28 * 480 + 300, abs=3)


def test_what_limits_a_month_is_what_took_most_in_most_runs():
    two_of_three = np.array([[[5.0], [1.0]], [[4.0], [3.0]], [[0.0], [40.0]]])
    lost = Lost(("kit:sets", "crew"), two_of_three)
    assert lost.shares()[:, 0].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert lost.most(0) == Limit("kit:sets", 3.0, pytest.approx(2 / 3))
    nothing = Lost((), np.zeros((3, 0, 1)))
    assert nothing.most(0) == Limit(None, 0.0, 0.0)


def test_a_shift_and_a_fitter_more_are_worth_what_they_make():
    """The second shift comes on 30 January; one fitter more halves the wait."""
    failures = (
        "failures: {stop: {mtbf_h: 1, mttr_min: 30, repair_crew: fitters}}\n"
        "repair_crews: {fitters: 1}\n"
    )
    lines = "{a: {cycle_s: 60, failure: stop}, b: {cycle_s: 60, failure: stop}}"
    result = launch(
        launch_of(lines, more=failures), months=3, runs=1, doubt_runs=0, pairs=3
    )
    rows = {row["what_if"]: row for row in result.tables["what_ifs"].rows()}
    a_day = float(result.tables["months"]["vehicles"][0]) / 31
    assert rows["shifts"]["vehicles"] == pytest.approx(30 * a_day, rel=0.05)
    # Two machines and one fitter: a machine is up for 2 of 2.5 h, not for 2 of 3.
    by_two = 2 * 480 / 1.5
    assert rows["repair_crew:fitters"]["low"] > 0
    gained = rows["repair_crew:fitters"]["vehicles"] / (31 + 28 + 31 * 2)
    assert a_day + gained == pytest.approx(by_two, rel=0.03)
