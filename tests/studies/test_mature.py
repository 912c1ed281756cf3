"""The mature plant and the plant in its launch are two answers, and say which."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from zauyt.plant.plant import Plant
from zauyt.plant.reading.file import read_text
from zauyt.results.result import Result
from zauyt.runs.state import load_state, save_state, state_of
from zauyt.studies.simulate import simulate

TEXT = """
format: 1
plant: p
models: {old: {share: 1}, new: {share: 1, from_date: 2026-06-01}}
launch: {learning: {scales: work, by_date: {2026-01-01: 2, 2026-02-01: 1}}}
lines: {a: {cycle_s: 60, cycle_by_model: {new: 120}}}
"""
PLANT = read_text(TEXT)
FIRST = datetime.date(2026, 1, 5)


def answer(plant: Plant, *, first: datetime.date = FIRST, mature: bool) -> Result:
    return simulate(plant, start=first, days=20, warm_up_days=0, runs=1, mature=mature)


def keys(result: Result) -> set[str]:
    return {note.key for note in result.notes} & {"simulate.mature", "simulate.launch"}


def test_the_mature_plant_has_all_models_and_nothing_left_to_learn() -> None:
    result = answer(PLANT, mature=True)
    assert result.headline["vehicles"].value == pytest.approx(20 * 24 * 60 / 1.5, abs=2)
    assert keys(result) == {"simulate.mature"}
    assert result.options["mature"] is True
    assert result.plant_id == PLANT.id


def test_in_its_launch_the_plant_is_slow_and_builds_what_there_is() -> None:
    result = answer(PLANT, mature=False)
    assert result.headline["vehicles"].value == pytest.approx(20 * 24 * 30, abs=2)
    assert keys(result) == {"simulate.launch"}
    later = answer(PLANT, first=datetime.date(2026, 3, 1), mature=False)
    assert later.headline["vehicles"].value == pytest.approx(20 * 24 * 60, abs=2)


def test_a_plant_without_a_launch_is_the_same_either_way() -> None:
    plain = read_text(TEXT.replace("launch:", "launch: {} #").replace(
        ", from_date: 2026-06-01", ""))  # fmt: skip
    one, other = answer(plain, mature=True), answer(plain, mature=False)
    assert one.headline == other.headline
    assert keys(one) == keys(other) == set()


def test_a_state_of_the_mature_plant_goes_on_as_the_mature_plant(
    tmp_path: Path,
) -> None:
    from zauyt.plant.mature import matured

    options = {"start": FIRST, "days": 20, "warm_up_days": 2, "runs": 1, "seed": 1}
    state = load_state(
        save_state(state_of(matured(PLANT), **options), tmp_path / "s.npz")
    )
    resumed = simulate(PLANT, start=state, days=20, runs=1)
    whole = simulate(PLANT, start=FIRST, days=20, warm_up_days=2, runs=1)
    assert resumed.headline == whole.headline
