"""A what-if: another value at a path, everything checked anew."""

from __future__ import annotations

import datetime

import numpy
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reading import FILES

from zauyt.errors import WrongInput
from zauyt.plant.evidence import Evidence
from zauyt.plant.line import Outcome, Station, stations_of
from zauyt.plant.reading.change import value_at
from zauyt.plant.reading.file import read
from zauyt.plant.record import walk

PLANT = read(FILES / "assembly.yaml")
REWORK = read(FILES / "rework.yaml")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("plant", "other"),
        ("site.area_ha", 70.5),
        ("target.probability", 0.5),
        ("lines.trim.cycle_s", 150.0),
        ("lines.trim.stations", 30),
        ("lines.trim.after.store", 5.0),
        ("lines.paint.stations.P2.cycle_law.low", 0.7),
        ("lines.paint.stations.P1.cycle_s", 170.0),
        ("lines.underbody.failure.1", "conveyor"),
        ("lines.inspect.outcomes.spot.limit", 5),
        ("lines.trim.cycle_by_model.sportage", 175.0),
        ("calendars.two_shifts.shutdowns.0.reason", "fair"),
        ("calendars.two_shifts.open_days.0", datetime.date(2026, 3, 21)),
        ("models.sportage.colours.white", 2.0),
        ("repair_crews.electric", 3),
    ],
)
def test_a_change_changes_that_value_and_no_other(path: str, value: object) -> None:
    changed = PLANT.change({path: value})
    before, after = dict(walk(PLANT)), dict(walk(changed))
    assert value_at(changed, path) == value
    differing = {key for key in before | after if before.get(key) != after.get(key)}
    assert differing == {path}
    assert changed.id != PLANT.id
    assert read(FILES / "assembly.yaml") == PLANT


def test_a_change_to_the_same_value_gives_the_same_plant() -> None:
    same = PLANT.change(
        {"lines.trim.cycle_s": 170, "lines.paint.stations.P3.setup_s": 0}
    )
    assert same == PLANT
    assert same.id == PLANT.id


def test_no_change_gives_the_same_plant_whatever_it_holds() -> None:
    for plant in (PLANT, REWORK):
        assert plant.change({}) == plant


def test_one_of_equal_stations_can_be_changed_by_its_number() -> None:
    line = PLANT.change({"lines.trim.stations.S3.cycle_s": 150}).lines["trim"]
    assert isinstance(line.stations, dict)
    assert list(line.stations) == [f"S{place}" for place in range(1, 21)]
    assert line.stations["S3"] == Station(cycle_s=150)
    assert value_at(PLANT, "lines.trim.stations.S3.cycle_s") is None
    one = REWORK.change({"lines.pack.stations.S1.cycle_s": 51}).lines["pack"]
    assert one.stations == {"S1": Station(cycle_s=51)}


def test_equal_stations_written_out_are_the_same_plant() -> None:
    changes = {"lines.trim.stations.S3.positions": 1}
    assert PLANT.change(changes).id == PLANT.id


def test_a_station_with_its_own_time_has_it_for_every_model() -> None:
    line = PLANT.change({"lines.trim.stations.S3.cycle_s": 170}).lines["trim"]
    stations = stations_of(line)
    assert stations["S2"].cycle_by_model == {"sorento": 185}
    assert (stations["S3"].cycle_s, stations["S3"].cycle_by_model) == (170, {})
    both = {"cycle_s": 170, "cycle_by_model": {"sorento": 172}}
    line = PLANT.change({"lines.trim.stations.S3": both}).lines["trim"]
    assert stations_of(line)["S3"].cycle_by_model == {"sorento": 172}


def test_wider_paths_go_first_whatever_their_order() -> None:
    changes = {"lines.trim.stations.S2.cycle_s": 99, "lines.trim.stations": 2}
    line = PLANT.change(changes).lines["trim"]
    assert line.stations == {"S1": Station(), "S2": Station(cycle_s=99)}


def test_a_changed_number_loses_its_evidence_unless_given_new() -> None:
    path = "failures.robot.mtbf_h"
    assert path in PLANT.evidence
    assert path not in PLANT.change({path: 12}).evidence
    changed = PLANT.change({path: {"value": 9, "low": 8, "high": 11}})
    assert changed.evidence[path] == Evidence(low=8, high=11)
    other = PLANT.change({"lines.trim.cycle_s": 150})
    assert other.evidence == PLANT.evidence


def test_a_share_changed_by_itself_keeps_the_limit_beside_it() -> None:
    changed = PLANT.change(
        {"lines.inspect.outcomes.spot": 0.12, "lines.inspect.outcomes.good": 0.87}
    )
    assert changed.lines["inspect"].outcomes["spot"] == Outcome(share=0.12, limit=2)


def test_a_bare_share_can_get_a_limit() -> None:
    changed = REWORK.change({"lines.test.outcomes.scrap.limit": 1})
    assert changed.lines["test"].outcomes["scrap"] == Outcome(share=0.05, limit=1)


def test_records_and_numbers_of_other_libraries_are_taken_as_they_are() -> None:
    changed = PLANT.change(
        {
            "lines.trim.stations": numpy.int64(7),
            "lines.trim.cycle_s": numpy.float32(0.5),
            "lines.skd_bodies.cycle_law": {
                "type": "uniform",
                "spread": numpy.float64(0.1),
            },
            "lines.inspect.outcomes.spot": Outcome(share=0.13),
            "lines.underbody.failure": ("gun",),
        }
    )
    assert changed.lines["trim"].stations == 7
    assert changed.lines["trim"].cycle_s == 0.5
    assert changed.lines["inspect"].outcomes["spot"] == Outcome(share=0.13)


def test_none_takes_away_what_may_be_absent() -> None:
    changed = PLANT.change(
        {
            "lines.trim.cycle_by_option_s": None,
            "lines.trim.cycle_by_model.sorento": None,
        }
    )
    assert changed.lines["trim"].cycle_by_model == {}
    assert changed.lines["trim"].cycle_by_option_s == {}


def test_a_whole_new_entry_can_be_added() -> None:
    changed = PLANT.change(
        {
            "failures.saw": {"mtbf_h": 4, "mttr_min": 2},
            "lines.trim.failure": "saw",
            "site.place": "Saran",
        }
    )
    assert changed.failures["saw"].mttr_min == 2


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("lines.trimm.cycle_s", "there is no trimm in lines; did you mean trim?"),
        (
            "lines.trim.cycle",
            "there is no cycle in lines.trim; did you mean cycle_s or",
        ),
        ("line", "there is no line in a plant; did you mean lines"),
        (
            "lines.trim.stations.T3.cycle_s",
            "there is no T3 in lines.trim.stations; there are S1, S2",
        ),
        ("lines.trim.stations.3.cycle_s", "there is no 3 in lines.trim.stations; "),
        ("lines.trim.stations.S21.cycle_s", "there is no S21 in lines.trim.stations"),
        ("lines.trim.cycle_s.low", "lines.trim.cycle_s has nothing below it"),
        (
            "lines.underbody.failure.2",
            "there is no 2 in lines.underbody.failure; there",
        ),
        (
            "lines.underbody.failure.x",
            "there is no x in lines.underbody.failure; there",
        ),
        (
            "models.sportage.colours.whit",
            "there is no whit in models.sportage.colours;",
        ),
        ("lines..cycle_s", "there is no empty name in lines"),
        ("", "there is no empty name in a plant"),
        ("evidence", "there is no evidence in a plant"),
    ],
)
def test_a_path_that_does_not_exist_is_refused(path: str, message: str) -> None:
    with pytest.raises(WrongInput, match=r"\w") as caught:
        PLANT.change({path: 1})
    (problem,) = caught.value.problems
    assert problem.path == path
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    "path", ["lines.trimm.cycle_s", "lines.trim.stations.S21", "x"]
)
def test_looking_at_a_path_that_does_not_exist_is_refused(path: str) -> None:
    with pytest.raises(WrongInput, match="there is no"):
        value_at(PLANT, path)


def test_every_wrong_change_is_told_at_once() -> None:
    with pytest.raises(WrongInput, match="there is no") as caught:
        PLANT.change({"lines.trimm.cycle_s": 1, "line": 2})
    assert len(caught.value.problems) == 2
    with pytest.raises(WrongInput, match="not above 0") as caught:
        PLANT.change({"lines.trim.cycle_s": -1, "lines.trim.setup_on": "x"})
    assert len(caught.value.problems) == 2


def test_what_makes_the_plant_unusable_is_refused() -> None:
    with pytest.raises(WrongInput, match=r"the shares add up to 1\.09, not to 1"):
        PLANT.change({"lines.inspect.outcomes.scrap": 0.1})
    with pytest.raises(
        WrongInput, match=r"there is no failure robt; did you mean robot"
    ):
        PLANT.change({"lines.trim.failure": "robt"})


ROWS = [
    (path, value)
    for path, value in walk(PLANT)
    if isinstance(value, float) and not isinstance(value, bool) and value > 0
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ROWS), st.floats(0.5, 2))
def test_any_number_of_the_file_can_be_changed(
    row: tuple[str, float], factor: float
) -> None:
    path, value = row
    try:
        changed = PLANT.change({path: value * factor})
    except WrongInput:
        assume(False)  # a share above 1, shares that do not add up
    assert value_at(changed, path) == pytest.approx(value * factor)
