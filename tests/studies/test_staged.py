"""More runs in stages: they stop when the target is settled, and not before."""

import pytest

from zauyt.errors import WrongInput
from zauyt.plant.reading.file import read_text
from zauyt.results.as_json import to_json
from zauyt.runs.state import state_of
from zauyt.studies.simulate import simulate

DAYS = 2


def answer(target, *, cycle="100", wanted=0.9, **options):
    """Give the answer of one station of 100 s on average, 864 vehicles a day."""
    plant = read_text(f"""
format: 1
plant: p
target: {{vehicles_per_year: {target}, probability: {wanted}}}
lines:
  a: {{cycle_s: {cycle}, cycle_law: {{type: exponential}}, count_point: buy_off}}
""")
    given = {"days": DAYS, "warm_up_days": 0, "runs": 10, "pairs": 0, "workers": 1}
    return simulate(plant, **(given | options))


def verdict_of(result):
    """Give the verdict, and what is said about it in words that can be written."""
    assert '"target.' in to_json(result)
    (note,) = [note for note in result.notes if note.key.startswith("target.")]
    return note.key.removeprefix("target."), note.numbers


def test_a_target_that_every_run_reaches_is_proven_by_as_many_as_that_takes():
    # 1.7 % of error at each of three looks: 0.9 ** 39 is the first below it.
    verdict, numbers = verdict_of(answer(200_000, looks=3))
    assert (verdict, numbers["successes"], numbers["runs"]) == ("met", 40, 40)
    assert numbers["low"] == pytest.approx((0.05 / 3) ** (1 / 40))


def test_a_target_out_of_reach_is_settled_at_the_first_look():
    result = answer(500_000, looks=4)
    assert verdict_of(result)[0] == "missed"
    assert len(result.tables["runs"]["run"]) == 10


def test_a_target_at_the_edge_stays_too_close_to_tell():
    result = answer(864 * 365, wanted=0.5, looks=3)
    assert verdict_of(result)[0] == "too_close_to_tell"
    assert len(result.tables["runs"]["run"]) == 40
    found = result.headline["target_probability"]
    assert found.low < 0.5 < found.high


def test_runs_with_doubt_are_staged_where_there_is_doubt():
    cycle = "{value: 100, low: 98, high: 102}"
    result = answer(200_000, cycle=cycle, looks=2, doubt_runs=30)
    reading = list(result.tables["runs"]["reading"])
    assert (reading.count("chance"), reading.count("doubt")) == (10, 60)
    assert verdict_of(result)[0] == "met"
    # The first runs are those of the study with a single look.
    alone = answer(200_000, cycle=cycle, doubt_runs=30)
    vehicles = list(result.tables["runs"]["vehicles"])
    assert vehicles[:40] == list(alone.tables["runs"]["vehicles"])


def test_59_of_59_runs_are_the_least_that_prove_95_in_100():
    for runs, said in ((59, "met"), (58, "too_close_to_tell")):
        verdict, numbers = verdict_of(answer(200_000, wanted=0.95, runs=runs))
        assert (verdict, numbers["successes"]) == (said, runs)
    assert numbers["low"] == pytest.approx(0.05 ** (1 / 58))


def test_a_target_that_must_be_certain_is_not_judged_from_runs():
    result = answer(200_000, wanted=1, looks=3)
    assert not [note for note in result.notes if note.key.startswith("target.")]


def test_a_state_must_hold_the_runs_of_the_last_look():
    plant = read_text("""
format: 1
plant: p
target: {vehicles_per_year: 300000}
lines:
  a: {cycle_s: 100, cycle_law: {type: exponential}, count_point: buy_off}
""")
    state = state_of(plant, days=DAYS, warm_up_days=1, runs=4)
    with pytest.raises(WrongInput, match="the state holds 4 runs, 8 are asked for"):
        simulate(plant, start=state, days=DAYS, runs=4, looks=2, pairs=0)


def test_looks_are_counted_from_1():
    with pytest.raises(WrongInput, match="looks: 0 is out of range"):
        answer(200_000, looks=0)
