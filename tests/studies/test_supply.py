"""What a planner sees of `supply`."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest

import zauyt
from tests.studies import supplies
from zauyt.errors import WrongInput
from zauyt.results.result import Result

RUNS = 20


@cache
def _result() -> Result:
    return zauyt.supply(zauyt.read_text(supplies.TWO_MODELS), runs=RUNS)


def _row(table: str, key: str, name: str) -> dict:
    return next(r for r in _result().tables[table].rows() if r[key] == name)


def test_the_stocks_found_meet_the_service_in_the_runs_and_go_into_the_file() -> None:
    result = _result()
    assert result.headline["best_whole_days"].value >= 0.98
    plant = zauyt.read_text(supplies.TWO_MODELS).change(dict(result.changes))
    again = zauyt.supply(plant, runs=RUNS, what_ifs=False)
    assert again.headline["whole_days"] == result.headline["best_whole_days"]
    assert again.headline["cost"].value == pytest.approx(
        result.headline["best_cost"].value
    )


def test_the_same_seed_gives_the_same_answer() -> None:
    plant = zauyt.read_text(supplies.TWO_MODELS)
    one, two = (zauyt.supply(plant, runs=4, what_ifs=False) for _ in range(2))
    assert zauyt.to_json(one) == zauyt.to_json(two)


def test_more_runs_begin_with_the_same_runs() -> None:
    plant = zauyt.read_text(supplies.TWO_MODELS)
    few = zauyt.supply(plant, runs=4, what_ifs=False).tables["runs"]
    assert list(few.rows()) == list(_result().tables["runs"].head(4).rows())


def test_vehicles_late_add_up_over_materials() -> None:
    late = sum(row["late"] for row in _result().tables["materials"].rows())
    told = next(r for r in _result().tables["policies"].rows() if r["stated"])
    assert late == pytest.approx(told["late"])


def test_money_adds_up() -> None:
    rows = {row["item"]: row["mean"] for row in _result().tables["money"].rows()}
    parts = sum(v for k, v in rows.items() if k != "total" and "tied" not in k)
    assert rows["total"] == pytest.approx(parts)
    tied = rows["tied_under_way"] + rows["tied_stock"]
    assert _result().headline["tied"].value == pytest.approx(tied)


def test_a_disruption_costs_vehicles_and_names_what_breaks() -> None:
    row = _row("disruptions", "disruption", "border_closed")
    assert row["stood"] >= row["lost"] > 0
    assert row["material"] in ("kit_suv", "kit_car", "roof")
    assert row["breaks"] > row["first"]
    assert row["recovers"] >= row["breaks"]
    assert row["carried_by"] > 0
    switched = _row("disruptions", "disruption", "switched")
    assert switched["lost"] < row["lost"]


def test_the_stock_that_carries_a_disruption_carries_it() -> None:
    plant = zauyt.read_text(supplies.TWO_MODELS)
    plant = plant.change(dict(_result().changes))
    base = zauyt.supply(plant, runs=RUNS)
    more = {
        row["material"]: row["more"]
        for row in base.tables["carrying"].rows()
        if row["disruption"] == "border_closed"
    }
    assert more
    assert plant.supply is not None
    changes = {
        f"supply.materials.{name}.safety_stock":
            plant.supply.materials[name].safety_stock + pieces
        for name, pieces in more.items()
    }  # fmt: skip
    carried = zauyt.supply(plant.change(changes), runs=RUNS)

    def hit(result: Result) -> float:
        rows = result.tables["disruptions"].rows()
        return next(r["chance"] for r in rows if r["disruption"] == "border_closed")

    assert hit(base) > 0.5
    assert hit(carried) <= 0.15


def test_a_higher_service_costs_more() -> None:
    plant = zauyt.read_text(supplies.TWO_MODELS)
    low, high = (
        zauyt.supply(plant, runs=RUNS, service=service, what_ifs=False)
        for service in (0.9, 0.995)
    )
    assert low.headline["best_tied"].value < high.headline["best_tied"].value
    assert low.options["service"] == 0.9


def test_cover_says_for_how_long_stock_lasts() -> None:
    plant = supplies.one_part(
        materials__part__safety_stock=40, weeks=8, per_workday={"2027-01-01": 4}
    )
    rows = list(zauyt.supply(plant, runs=2, what_ifs=False).tables["stock"].rows())
    # Daily orders of a constant need: the safety stock is all that lies there.
    assert {row["plant"] for row in rows} == {40.0}
    assert {row["cover_days"] for row in rows} == {10.0}


def test_a_late_train_waits_in_the_yard_and_costs_demurrage() -> None:
    plant = supplies.one_part(
        weeks=8, suppliers__maker__orders="mon", materials__part__lot=28,
        unpacking__containers_per_day=2, unpacking__demurrage=7,
        materials__part__safety_stock=400,
    )  # fmt: skip
    result = zauyt.supply(plant, runs=2, what_ifs=False)
    money = {row["item"]: row["mean"] for row in result.tables["money"].rows()}
    # 28 containers come a week and 2 are opened a day: all else waits, more each week.
    assert money["demurrage"] > 7 * 28 * 10


def test_simulate_feels_the_stocks_that_were_found() -> None:
    plant = zauyt.read_text(supplies.TWO_MODELS).change({
        "kits.suv_set": {"line": "trim", "models": ["suv"]},
        "supply.materials.kit_suv.kit": "suv_set",
        "supply.materials.kit_suv.safety_stock": 0,
        "supply.weeks": 8,
        "lines.trim.cycle_s": 760,
    })  # fmt: skip
    found = zauyt.supply(plant, runs=4, doubt_runs=0, what_ifs=False)
    assert found.changes["supply.materials.kit_suv.safety_stock"] > 0
    made = [
        zauyt.simulate(each, start=plant.supply.first, days=56, runs=3, pairs=0)
        .headline["vehicles"]
        .value
        for each in (plant, plant.change(dict(found.changes)))
    ]
    assert made[1] > made[0]


def test_stock_stated_is_what_there_is_on_the_first_day() -> None:
    plant = supplies.one_part(
        weeks=4, opening="stated", materials__part__stock=7,
        materials__part__deliveries={"2027-01-06": 20},
    )  # fmt: skip
    result = zauyt.supply(plant, runs=2, what_ifs=False)
    stock = [row["plant"] for row in result.tables["stock"].rows()]
    # Four a day: 7 last for one day, and orders of the first day come on the fourth.
    assert stock[0] == 3.0
    assert result.headline["whole_days"].value < 1
    assert result.headline["lost"].value > 0


@pytest.mark.parametrize(
    ("option", "value"), [("runs", 1), ("runs", 20_000), ("service", 1.0), ("seed", -1)]
)
def test_an_option_out_of_range_is_refused(option: str, value: float) -> None:
    with pytest.raises(WrongInput, match=option):
        zauyt.supply(zauyt.read_text(supplies.ONE), **{option: value})


def test_a_plant_without_a_supply_is_told_what_is_needed() -> None:
    with pytest.raises(WrongInput, match="materials, suppliers, lanes"):
        zauyt.supply(zauyt.read("small"))


DOUBTFUL = "days: {value: 3, low: 1, high: 9}"


def test_doubt_in_the_days_of_a_lane_is_felt_and_named() -> None:
    sure = supplies.ONE.replace("price: 100", "price: 100, safety_stock: 8")
    unsure = sure.replace("days: 3", DOUBTFUL)
    assert unsure != sure
    result = zauyt.supply(zauyt.read_text(unsure), runs=4, doubt_runs=40)
    # By chance alone nothing varies; in doubt a longer way is never reckoned with.
    assert result.headline["whole_days"].value == 1.0
    assert result.headline["doubt_whole_days"].low < 0.7
    assert 0.2 < result.headline["service_probability"].value < 0.9
    row = next(result.tables["ledger"].rows())
    assert row["path"] == "supply.lanes.road.legs.0.days"
    assert row["correlation"] > 0.7
    plain = zauyt.supply(zauyt.read_text(sure), runs=4, doubt_runs=40)
    assert "doubt_whole_days" not in plain.headline
    assert plain.options["doubt_runs"] == 0


def test_the_answer_survives_being_stored() -> None:
    text = zauyt.to_json(_result())
    assert zauyt.from_json(text) == _result()
    assert json.loads(text)["study"] == "supply"


def test_orders_are_whole_lots_on_days_of_orders() -> None:
    for row in _result().tables["orders"].rows():
        if row["lane"] == "train":
            assert row["ordered"].weekday() == 0
            assert (row["leaves"] - row["ordered"]).days >= 10
            assert row["low"] % (18 if "kit" in row["material"] else 20) == 0 or (
                not np.isclose(row["low"], row["high"])
            )
