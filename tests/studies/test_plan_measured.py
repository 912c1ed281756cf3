"""Capacity and ramp of a network's plants, from what their own files gave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from launches import STEPPED, launch_of
from planning import network

import zauyt
from zauyt.plant.network import Network
from zauyt.results.folder import save

SURE = {"gap": 1e-6, "prices": 0}


def net() -> Network:
    levels = {
        "one": {"vehicles_per_month": 10, "cost_per_month": 1},
        "two": {"vehicles_per_month": 2000, "cost_per_month": 2},
    }
    sale = {"price": 10, "vehicles_per_year": 60_000}
    return network(
        {
            "first_month": "2026-01", "months": 6, "models": {"van": {}},
            "plants": {
                "a": {"makes": {"van": {"cost": 5}}, "shifts": levels},
                "b": {"makes": {"van": {"cost": 5}}, "vehicles_per_month": 7},
            },
            "lanes": {"way": {"plants": ["a", "b"], "markets": ["k"], "cost": 1}},
            "markets": {"k": {"sells": {"van": sale}}},
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, str]:
    result = zauyt.simulate(
        zauyt.read("small"), days=28, runs=2, doubt_runs=12, pairs=0
    )
    return result, str(save(result, tmp_path_factory.mktemp("a") / "simulated"))


@pytest.fixture(scope="module")
def launched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, str]:
    result = zauyt.launch(
        launch_of(STEPPED % ""), months=2, doubt_runs=0, pairs=0, workers=1
    )
    return result, str(save(result, tmp_path_factory.mktemp("b") / "launched"))


def test_a_level_makes_what_simulate_gave_with_its_range(simulated: Any) -> None:
    result, folder = simulated
    plan = zauyt.plan(net(), **SURE, capacity=(f"a.two={folder}", f"b={folder}"))
    rows = list(result.tables["runs"].rows())
    values = [row["vehicles_per_year"] for row in rows if row["reading"] == "doubt"]
    for path in ("shifts.two.vehicles_per_month", "vehicles_per_month"):
        plant = "a" if path.startswith("shifts") else "b"
        told = plan.changes[f"plants.{plant}.{path}"]
        assert told["value"] == pytest.approx(np.mean(values) / 12)
        low, high = np.quantile(values, [0.05, 0.95]) / 12
        assert (told["low"], told["high"]) == pytest.approx((low, high), abs=1e-3)
        assert result.plant_id in told["source"]
    # The answer is that of the changed file, whose range is drawn.
    again = zauyt.plan(net().change(plan.changes), **SURE)
    assert again.headline["profit_with_doubt"] == plan.headline["profit_with_doubt"]
    assert again.tables["made"] == plan.tables["made"]
    assert plan.plant_id == again.plant_id


def test_a_plant_runs_up_as_launch_gave_and_is_whole_afterwards(launched: Any) -> None:
    result, folder = launched
    plan = zauyt.plan(net(), **SURE, capacity=(f"a.two={folder}",))
    months = list(result.tables["months"].rows())
    steps = plan.changes["plants.a.capacity_share"]
    first, second = (str(row["month"])[:7] for row in months)
    for month, row in zip((first, second), months, strict=True):
        assert steps[month]["value"] == pytest.approx(
            min(1.0, row["vehicles"] / 2000), abs=1e-4
        )
    last = sorted(steps)[-1]
    assert last > second
    assert steps[last] == 1.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a.two", "PLANT.LEVEL=FOLDER is wanted"),
        ("c=%s", "there is no plant c"),
        ("a.tow=%s", "there is no level tow"),
        ("a=%s", "a has levels"),
        ("b.two=%s", "b has no levels"),
        ("b=nowhere", "nowhere"),
    ],
)
def test_what_cannot_be_taken_is_named(text: str, said: str, simulated: Any) -> None:
    given = text.replace("%s", simulated[1])
    with pytest.raises(zauyt.WrongInput, match=said):
        zauyt.plan(net(), **SURE, capacity=(given,))


def test_a_result_of_another_study_is_refused(tmp_path: Path) -> None:
    folder = save(zauyt.plan(net(), **SURE), tmp_path / "plan")
    with pytest.raises(zauyt.WrongInput, match="is a result of plan; one of simulate"):
        zauyt.plan(net(), **SURE, capacity=(f"a.two={folder}",))
