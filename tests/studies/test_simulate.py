"""The study `simulate`, as a planner sees it."""

import pytest

from zauyt.plant.plant import Plant
from zauyt.studies.simulate import simulate


def plant(**changes):
    line = {
        "cycle_s": 120.0,
        "cycle_law": {"type": "lognormal", "cv": 0.3},
        "stations": 3,
        "buffer_between": 1,
        "failure": "stop",
    }
    given = {
        "format": 1,
        "plant": "p",
        "target": {"vehicles_per_year": 200_000.0},
        "failures": {"stop": {"mtbf_h": 4.0, "mttr_min": 12.0}},
        "lines": {"a": line},
    }
    return Plant.model_validate(given | changes)


def answer(**options):
    return simulate(plant(), days=20, runs=4, doubt_runs=0, **options)


def test_waterfall_leads_from_the_set_speed_to_the_vehicles_out():
    rows = {row["cause"]: row for row in answer().tables["waterfall"].rows()}
    losses = [
        row["vehicles_per_year"]
        for row in rows.values()
        if row["kind"] in ("loss", "gain")
    ]
    left = rows["ideal"]["vehicles_per_year"] - sum(losses)
    assert left == pytest.approx(rows["out"]["vehicles_per_year"], abs=1e-6)


def test_any_number_of_workers_gives_the_same_bits():
    one, three = answer(workers=1), answer(workers=3)
    assert one.headline == three.headline
    assert one.tables == three.tables


def test_another_seed_gives_another_answer():
    assert answer(seed=1).headline != answer(seed=2).headline
