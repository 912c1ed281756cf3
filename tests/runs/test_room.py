"""What a run writes down finds room the first time; else it would be run twice."""

import datetime

import pytest

from zauyt.plant.reading.examples import read
from zauyt.runs.batch import Period, first_room, ready
from zauyt.runs.single import carry_out

PERIOD = Period(datetime.date(2026, 1, 5), 21, 7)


@pytest.mark.parametrize("record", [False, True])
@pytest.mark.parametrize(
    "name", ["small", "trim_chassis_final", "kostanay", "kostanay/whole"]
)
def test_the_first_run_of_an_example_has_enough_room(name, record):
    plant = read(name)
    point = plant.target.count_point if plant.target else "buy_off"
    setting = ready(plant, PERIOD, point=point, record=record)
    guess = first_room(setting)
    run, room = carry_out(setting.packed, seed=1, run=0, room=guess)
    assert (room.passages, room.operations, room.repairs, room.moves) == (
        guess.passages,
        guess.operations,
        guess.repairs,
        guess.moves,
    )
    assert guess.passages < 4 * run.header("passages_made") + 1000
