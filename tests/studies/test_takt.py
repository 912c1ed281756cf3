"""Steps in the takt of lines that are no conveyors."""

from __future__ import annotations

import datetime

import pytest

from tests.studies.launches import launch_of
from zauyt.plant.mature import matured
from zauyt.runs.batch import Period
from zauyt.studies.launch import launch
from zauyt.studies.launching.gates import as_taken
from zauyt.studies.launching.run import Start, launched, made_ready
from zauyt.studies.simulate import simulate

DAY = datetime.date
QUICK = {"runs": 1, "doubt_runs": 0, "pairs": 0}

HAND = (
    "{trim: {stations: 3, cycle_s: 60,"
    " takt_steps: {2026-01-01: 120, 2026-02-01: 60}%s}}"
)
"""By hand: 240 vehicles a day in January, 480 in February, then 960 in two shifts."""


def made(result):
    """Give the vehicles by month."""
    return [round(v) for v in result.tables["months"]["vehicles"]]


def test_a_line_without_conveyor_is_worked_at_its_takt():
    january, february, march = made(launch(launch_of(HAND % ""), months=3, **QUICK))
    assert january == pytest.approx(31 * 240, abs=3)
    assert february == pytest.approx(28 * 480, abs=3)
    assert march == pytest.approx(31 * 960, abs=3)


def test_before_its_last_step_the_line_loses_to_its_speed():
    result = launch(launch_of(HAND % ""), months=2, **QUICK)
    row = next(iter(result.tables["limits"].rows()))
    assert row["cause"] == "launch"
    # At 60 s there would be 480 a day.
    assert row["vehicles"] == pytest.approx(31 * 240, rel=0.01)


def test_the_slowest_position_has_the_takt_and_the_others_are_in_proportion():
    lines = (
        "{trim: {stations: {one: {cycle_s: 80, positions: 2}, two: {cycle_s: 30}},"
        " takt_steps: {2026-01-01: 120, 2026-02-01: 40}}}"
    )
    january, february = made(launch(launch_of(lines), months=2, **QUICK))
    assert january == pytest.approx(31 * 240, abs=5)
    assert february == pytest.approx(28 * 720, abs=5)


@pytest.mark.parametrize(("factor", "a_day"), [(1.8, 240), (3, 160)])
def test_what_is_not_learnt_yet_hides_behind_the_takt(factor, a_day):
    """At 120 s work of 60 s may take 1.8 times as long; 3 times is felt."""
    hands = f"launch: {{hands: {{scales: work, by_date: {{2026-01-01: {factor}}}}}}}\n"
    result = launch(launch_of(HAND % "", more=hands), months=1, **QUICK)
    assert made(result)[0] == pytest.approx(31 * a_day, abs=3)


def test_gates_hold_the_steps_of_a_takt_as_those_of_a_conveyor():
    """As with a conveyor: 80 % are reached after 19.6 days, on 11 March."""
    gate = ", gates: [{date: 2026-02-01, first_time_through: {trim: 0.8}}]"
    more = (
        "launch: {quality: {scales: rejects,"
        " by_date: {2026-01-01: 2, 2026-02-20: 0.1}}}\n"
    )
    keys = ", outcomes: {good: 0.7, scrap: 0.3}, cycle_law: {type: gamma, cv: 1}"
    plant = launch_of(HAND % keys, ramp=gate, more=more)
    period = Period(DAY(2026, 1, 1), 120, 0)

    def run_of(given):
        ready = made_ready(given, period, "buy_off")
        start = Start(lambda: ready, 3)
        return launched([start], period, seed=5, workers=1, tell=lambda _: None)[0]

    way = run_of(plant)
    assert way.passing.taken == [73]
    again = run_of(plant.change(as_taken(plant, way.passing, period)))
    assert (again.by_point["buy_off"] == way.by_point["buy_off"]).all()


def test_a_month_earlier_brings_what_the_faster_takt_makes():
    result = launch(
        launch_of(HAND % ""), months=2, runs=1, doubt_runs=0, pairs=2, seed=1
    )
    rows = {row["what_if"]: row for row in result.tables["what_ifs"].rows()}
    # The step of 1 February comes on 2 January.
    assert rows["steps"]["vehicles"] == pytest.approx(30 * 240, abs=5)


def test_the_mature_line_has_its_own_times():
    plant = launch_of(HAND % "")
    assert matured(plant).lines["trim"].takt_steps == {}
    options = {"days": 20, "runs": 1, "doubt_runs": 0, "pairs": 0}
    result = simulate(plant, start=DAY(2026, 3, 1), **options)
    assert result.headline["vehicles"].value == 20 * 960
