"""Kits that come as they are ordered: a line feels its supply, and orders the line.

The slow twin carries the line out anew for every day, with all deliveries so far
written into the plant file, and orders with the supply of plain Python.
"""

from __future__ import annotations

import datetime

import numpy as np
import pytest

import zauyt
from tests.naive import supply as naive
from tests.tried import tried
from zauyt.arrays.pack import records
from zauyt.arrays.supply.block import rules_of
from zauyt.arrays.supply.case import drawn
from zauyt.kernels.flow import layout
from zauyt.plant.plant import Plant
from zauyt.runs.batch import Period, Setting, carry_out_all, first_room, ready
from zauyt.runs.ordered import ordered
from zauyt.runs.single import carry_out

FIRST = datetime.date(2027, 1, 4)

TEXT = """
format: 1
plant: Two models whose kits come by train
site: {time_zone: Asia/Qostanay}
calendars: {day: {shifts: {day: "07:00-15:30"}}}
calendar: day
money: {currency: KZT}
models: {suv: {share: 0.6}, car: {share: 0.4}}
lines:
  trim: {cycle_s: 400, cycle_law: {type: lognormal, cv: 0.3}}
kits:
  suv_set: {line: trim, models: [suv]}
  car_set: {line: trim, models: [car]}
supply:
  first: 2027-01-04
  weeks: 8
  per_workday: {2026-01-01: 70}
  mix_cv: 0.1
  suppliers: {maker: {orders: "mon,wed", frozen_days: 2}}
  lanes:
    train:
      supplier: maker
      materials: [kit_suv, kit_car, seat, glass]
      leaves: mon,thu
      most_containers: 40
      legs:
        - {to: border, days: 2, law: {type: gamma, cv: 0.3}}
        - {to: plant, days: 2, delay_share: 0.3, delay_days: 6}
  unpacking: {containers_per_day: 20}
  materials:
    kit_suv: {models: [suv], lot: 9, per_container: 9, safety_stock: 90, kit: suv_set}
    seat: {models: [suv], per_vehicle: 5, lot: 50, per_container: 100,
           safety_stock: 500, damaged_share: 0.02, kit: suv_set}
    kit_car: {models: [car], lot: 9, per_container: 9, safety_stock: 40, kit: car_set}
    glass: {lot: 30, per_container: 60, safety_stock: 100}
  disruptions:
    closed: {first: 2027-01-18, days: 14, closed_places: [border]}
"""


def _plant(**changes: object) -> Plant:
    return zauyt.read_text(TEXT).change(
        {key.replace("__", "."): value for key, value in changes.items()}
    )


def _ready(plant: Plant, days: int, *, record: bool = False) -> Setting:
    return ready(plant, Period(FIRST, days, 0), point="buy_off", record=record)


def _kits_left(setting: Setting, came: np.ndarray | None, run: int) -> list[int]:
    """Give the kits that a run ends with, by kit."""
    done, _ = carry_out(
        setting.packed, seed=1, run=run, room=first_room(setting), came=came
    )
    count = done.header("pools_count")
    return records(done.memory, "pools", count, layout.P)["free"].tolist()


def _came_slowly(plant: Plant, days: int, run: int) -> np.ndarray:
    """Give the kits that come each day, the line carried out anew for each."""
    felt = _ready(plant, days).packed.felt
    assert felt is not None
    case = felt.case
    world = naive.handed_over(case, drawn(case, seed=1, run=run), rules_of(case))
    kits = sorted(felt.materials)
    deliveries: dict[str, dict[str, int]] = {kit: {} for kit in kits}
    free = dict.fromkeys(kits, 0)
    there = dict.fromkeys(kits, 0)
    came = np.zeros((len(kits), days + 1), dtype=np.int64)
    for day in range(days):
        stocks = naive.day_opens(world, case.before + day)
        date = (FIRST + datetime.timedelta(days=day)).isoformat()
        for place, kit in enumerate(kits):
            there[kit] = min(stocks[n] // each for n, each in felt.materials[kit])
            came[place, day] = there[kit] - free[kit]
            if came[place, day]:
                deliveries[kit][date] = int(came[place, day])
        stated = plant.change(
            {"supply": None}
            | {f"kits.{kit}.deliveries": dict(deliveries[kit]) for kit in kits}
            | {f"kits.{kit}.stock": 0 for kit in kits}
        )
        left = _kits_left(_ready(stated, day + 1), None, run)
        taken = {}
        for kit, now in zip(kits, left, strict=True):
            free[kit] = now
            for number, each in felt.materials[kit]:
                taken[number] = (there[kit] - now) * each
        naive.day_closes(world, case.before + day, taken)
    return came


def compare(seed: int) -> None:
    """Hold a random supply and line against the twin."""
    chance = np.random.default_rng(seed)
    plant = _plant(
        lines__trim__cycle_s=int(chance.integers(250, 700)),
        supply__per_workday={"2026-01-01": int(chance.integers(30, 90))},
        supply__unpacking__containers_per_day=float(chance.integers(8, 30)),
        supply__materials__kit_suv__safety_stock=int(chance.integers(0, 90)),
        supply__materials__seat__safety_stock=int(chance.integers(0, 500)),
        supply__felt_disruption=str(chance.choice(["closed", ""])) or None,
    )
    days, run = 24, seed % 5
    fast = ordered(_ready(plant, days).packed, seed=1, run=run)
    assert fast is not None
    assert np.array_equal(fast, _came_slowly(plant, days, run)), seed
    assert fast.sum() > 0


@pytest.mark.parametrize("seed", tried("ZAUYT_ORDERED", 3))
def test_kits_come_as_the_slow_twin_says(seed: int) -> None:
    compare(seed)


def _runs(plant: Plant, days: int = 56, count: int = 3) -> np.ndarray:
    setting = _ready(plant, days)
    tasks = [((lambda: setting), run) for run in range(count)]
    done = carry_out_all(tasks, seed=1, workers=1)
    return np.array([each.by_day.sum(axis=1) for each in done])


def test_a_closed_border_stops_the_line_weeks_later_and_nothing_before() -> None:
    usual = _runs(_plant())
    hit = _runs(_plant(supply__felt_disruption="closed"))
    assert np.array_equal(usual[:, :14], hit[:, :14])
    assert (hit[:, 14:].sum(axis=1) < usual[:, 14:].sum(axis=1)).all()


def test_a_slower_line_orders_less_not_what_the_plan_says() -> None:
    slow = _plant(lines__trim__cycle_s=800)
    came = ordered(_ready(slow, 56).packed, seed=1, run=0)
    assert came is not None
    made = int(_runs(slow, count=1).sum())
    plan = 70 * 40
    assert made < 0.6 * plan
    # Beyond what was there or ordered for the plan, as many come as are taken.
    assert came.sum() < made + 0.35 * plan
    stated = _plant(lines__trim__cycle_s=400)
    more = ordered(_ready(stated, 56).packed, seed=1, run=0)
    assert more is not None
    assert more.sum() > came.sum() * 1.2


def test_a_run_with_its_history_is_the_run_that_was_ordered_for() -> None:
    plant = _plant()
    plain = _ready(plant, 40)
    with_history = _ready(plant, 40, record=True)
    came = ordered(plain.packed, seed=1, run=2)
    assert np.array_equal(came, ordered(with_history.packed, seed=1, run=2))
    parts, _ = carry_out(
        with_history.packed, seed=1, run=2, room=first_room(with_history),
        came=came, most_history_bytes=20_000,
    )  # fmt: skip
    whole, _ = carry_out(plain.packed, seed=1, run=2, room=first_room(plain), came=came)
    assert parts.marks
    assert np.array_equal(parts.noted, whole.noted)


def test_the_answer_is_the_same_on_any_number_of_threads_and_from_a_state() -> None:
    plant = _plant()
    asked = {"days": 21, "runs": 3, "pairs": 0}
    one = zauyt.simulate(plant, start=FIRST, workers=1, **asked)
    two = zauyt.simulate(plant, start=FIRST, workers=2, **asked)
    assert one.tables == two.tables
    state = zauyt.state_of(plant, start=FIRST, days=21, runs=3)
    later = zauyt.simulate(plant, start=state, workers=1, **asked)
    assert later.headline == one.headline


def test_the_missing_kit_is_named_in_the_waterfall() -> None:
    plant = _plant(supply__felt_disruption="closed")
    result = zauyt.simulate(plant, start=FIRST, days=42, runs=3, pairs=0)
    rows = {row["cause"]: row for row in result.tables["waterfall"].rows()}
    lost = [name for name in rows if name.startswith("kit:")]
    assert sum(rows[name]["vehicles_per_year"] for name in lost) > 1000
    assert {note.key for note in result.notes} >= {"simulate.supplied"}


def test_doubt_in_a_lane_is_felt_by_the_line_while_orders_reckon_as_stated() -> None:
    text = TEXT.replace("{to: plant, days: 2,", "{to: plant, days: {value: 2, low: 1.9,"
                        " high: 20},")  # fmt: skip
    plant = zauyt.read_text(text)
    result = zauyt.simulate(plant, start=FIRST, days=56, runs=2, doubt_runs=12,
                            pairs=0)  # fmt: skip
    row = next(result.tables["ledger"].rows())
    assert row["path"] == "supply.lanes.train.legs.1.days"
    assert row["correlation"] < -0.5
    # A way that turns out as the file says loses nothing by it.
    made = [r["vehicles"] for r in result.tables["runs"].rows()]
    assert min(made) < 0.8 * max(made)


def test_a_kit_of_the_supply_has_no_deliveries_of_its_own() -> None:
    faults = {
        "kits.suv_set.stock": ({"kits.suv_set.stock": 5}, "leave it out"),
        "supply.materials.seat.kit": (
            {"supply.materials.seat.models": ["car"]}, "the same models"),
        "supply.felt_disruption": (
            {"supply.felt_disruption": "clsed"}, "did you mean closed"),
        "supply.materials.seat.option": (
            {"models.suv.options": {"roof": 0.5},
             "supply.materials.seat.option": "roof"}, "leave option out"),
    }  # fmt: skip
    for path, (changes, said) in faults.items():
        with pytest.raises(zauyt.WrongInput) as caught:
            zauyt.read_text(TEXT).change(changes)
        found = [p for p in caught.value.problems if p.path == path]
        assert found, caught.value.problems
        assert said in found[0].message
