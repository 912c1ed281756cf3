"""A study that starts from a saved state is the study that was not disturbed."""

import dataclasses
import datetime
import json

import numpy as np
import pytest
from click.testing import CliRunner

from tests.naive.plants import random_plant
from zauyt.arrays.network import network
from zauyt.arrays.pack import pack
from zauyt.cli.ask import command
from zauyt.errors import WrongInput
from zauyt.kernels.flow import layout
from zauyt.plant.reading.examples import read
from zauyt.runs.memory import Mark
from zauyt.runs.single import Room, carry_out, fill
from zauyt.runs.state import load_state, save_state, state_of
from zauyt.studies.simulate import simulate

START = datetime.date(2026, 3, 20)
ASKED = {"days": 10, "runs": 2, "seed": 4}


@pytest.fixture(scope="module")
def plant():
    return read("small")


@pytest.fixture(scope="module")
def state(plant):
    return state_of(plant, start=START, warm_up_days=5, **ASKED)


@pytest.mark.parametrize("number", range(40))
def test_a_run_goes_on_from_a_state_to_the_bit(number):
    packed = pack(
        network(random_plant(number)),
        first_day=START,
        days=9,
        warm_up_days=4,
        record=True,
    )
    once, room = carry_out(packed, seed=3, run=5, room=Room())
    mark = Mark(packed.count_from_ticks, fill(packed, seed=3, run=5))
    few = max(room.history_bytes // 3, 1)
    for most in (2**40, few):
        again, _ = carry_out(
            packed, seed=3, run=5, room=room, begin=mark, most_history_bytes=most
        )
        assert again.ended == once.ended
        assert np.array_equal(again.passages, once.passages)
        assert np.array_equal(again.spent, once.spent)
        assert np.array_equal(again.stations["left"], once.stations["left"])
        assert np.array_equal(again.buffers["area"], once.buffers["area"])
        assert again.header("stayed") == once.header("stayed")
        assert again.ended != layout.FULL


def test_a_study_from_a_saved_state_gives_every_table_to_the_bit(
    plant, state, tmp_path
):
    file = save_state(state, tmp_path / "monday.npz")
    once = simulate(plant, start=START, warm_up_days=5, doubt_runs=0, **ASKED)
    again = simulate(plant, start=load_state(file), doubt_runs=0, **ASKED)
    assert again.headline == once.headline
    assert again.options == once.options
    for name, table in once.tables.items():
        for column, values in table.data.items():
            # Unknown is equal to unknown here.
            np.testing.assert_array_equal(
                again.tables[name].data[column], values, err_msg=f"{name} {column.name}"
            )


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"days": 11}, "is for days 10, asked are 11"),
        ({"seed": 5}, "is of the seed 4, asked is 5"),
        ({"runs": 3}, "holds 2 runs, 3 are asked for"),
    ],
)
def test_a_state_of_another_study_is_refused_in_words(plant, state, asked, told):
    with pytest.raises(WrongInput, match=told):
        simulate(plant, start=state, doubt_runs=0, **(ASKED | asked))


def test_a_state_of_another_plant_or_simulator_is_refused(plant, state):
    other = plant.change({next(iter(numbers(plant))): 481})
    with pytest.raises(WrongInput, match="is of the plant"):
        simulate(other, start=state, doubt_runs=0, **ASKED)
    old = dataclasses.replace(state, simulator="0123")
    with pytest.raises(WrongInput, match="is of the simulator 0123"):
        simulate(plant, start=old, doubt_runs=0, **ASKED)


def numbers(plant):
    for name, line in plant.lines.items():
        for label in line.stations:
            yield f"lines.{name}.stations.{label}.cycle_s"


def test_a_file_that_is_no_state_is_refused_in_words(state, tmp_path):
    with pytest.raises(WrongInput, match="no such file"):
        load_state(tmp_path / "none.npz")
    half = save_state(state, tmp_path / "half.npz")
    half.write_bytes(half.read_bytes()[:-200])
    with pytest.raises(WrongInput, match="not a state, or not whole"):
        load_state(half)
    (tmp_path / "text.npz").write_text("no state")
    with pytest.raises(WrongInput, match="not a state, or not whole"):
        load_state(tmp_path / "text.npz")
    with pytest.raises(WrongInput, match=r"does not end in \.npz"):
        save_state(state, tmp_path / "monday.txt")


def test_the_command_saves_a_state_and_goes_on_from_it(tmp_path):
    file = tmp_path / "state.npz"
    asked = ["small", "--days", "5", "--runs", "2", "--doubt-runs", "0"]
    given = []
    for more in (["--state", str(file)], ["--from", str(file)]):
        done = CliRunner().invoke(
            command("simulate"), [*asked, *more, "--json"], standalone_mode=False
        )
        assert done.exception is None, done.output
        given.append(json.loads(done.stdout)["tables"])
    assert given[0] == given[1]
