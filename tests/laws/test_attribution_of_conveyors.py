"""Bookkeeping of lines that move together, people, kits and launches."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest

from zauyt.arrays.network import network
from zauyt.arrays.pack import pack
from zauyt.plant.plant import Plant
from zauyt.runs.attribution import attribute
from zauyt.runs.batch import Period, carry_out_all, ready
from zauyt.runs.single import Room, carry_out

MONDAY = datetime.date(2026, 1, 5)
TWO_SHIFTS = {"shifts": {"day": "06:00-14:00", "late": "14:00-22:00"}}
BASE: dict[str, Any] = {
    "format": 1,
    "plant": "conveyors",
    "calendars": {"c": TWO_SHIFTS | {"holidays": False}},
    "models": {"m1": {"share": 0.5}, "m2": {"share": 0.5}},
    "failures": {"f": {"mtbf_h": 3.0, "mttr_min": 10.0}},
}
VARIED = {"type": "lognormal", "cv": 0.3}
BODY = {"cycle_s": 40.0, "stations": 3, "failure": "f", "buffer_between": 1}
FINAL = {"after": "b", "cycle_s": 48.0, "buffer_before": 2, "cycle_law": VARIED}

PLANTS: dict[str, dict[str, Any]] = {
    "paced with drift, held up and starved": {
        "lines": {
            "a": BODY,
            "b": {
                "after": "a", "stations": 5, "cycle_s": 45.0, "cycle_law": VARIED,
                "failure": "f", "buffer_before": 5,
                "paced": {"pitch_time_s": 50.0, "drift_share": 0.1},
            },
            "c": FINAL,
        },
    },
    "indexed, with people and a launch": {
        "launch": {"l": {"scales": "work", "by_date": {"2026-01-01": 1.3,
                                                        "2026-01-09": 1.0}}},
        "people": {"w": {"by_shift": 10, "absence": 0.1, "absence_days": 3.0}},
        "lines": {
            "a": BODY | {"crew": {"w": 3.0}},
            "b": {"after": "a", "stations": 4, "cycle_s": 45.0, "failure": "f",
                  "buffer_before": 5, "indexed": {"transfer_s": 5.0}},
            "c": FINAL,
        },
    },
    "paced in zones, stopping when it is empty": {
        "lines": {
            "a": BODY | {"cycle_law": VARIED},
            "b": {"after": "a", "stations": 6, "zones": 2, "buffer_before": 1,
                  "buffer_between_zones": 2,
                  "paced": {"pitch_time_s": 42.0, "when_empty": "stop"}},
            "c": FINAL,
        },
    },
    "kits for the conveyor": {
        "kits": {"k": {"line": "b", "stock": 10, "lot": 90, "every_h": 6.0}},
        "lines": {
            "a": BODY,
            "b": {"after": "a", "stations": 4, "buffer_before": 3,
                  "paced": {"pitch_time_s": 50.0}},
        },
    },
    "orders for the conveyor": {
        "lines": {
            "b": {"stations": 4, "buffer_before": 3, "paced": {"pitch_time_s": 50.0},
                  "source": {"type": "arrivals", "interval_s": 70.0}},
            "c": FINAL,
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTS)
def test_every_day_is_booked_to_the_tick(name):
    plant = Plant.model_validate(BASE | PLANTS[name])
    setting = ready(plant, Period(MONDAY, 12, 2), point="buy_off", record=True)
    run = carry_out_all([((lambda: setting), 0)], seed=3, workers=1)[0]
    assert run.attribution is not None
    booked = run.attribution.days.sum(axis=1)
    assert run.vehicles > 500
    assert booked.tolist() == np.diff(setting.counted.day_starts).tolist()


@pytest.mark.parametrize("name", PLANTS)
def test_state_times_of_every_station_add_up_to_the_calendar(name):
    plant = Plant.model_validate(BASE | PLANTS[name])
    packed = pack(network(plant), first_day=MONDAY, days=12, warm_up_days=2)
    run, _ = carry_out(packed, seed=3, run=0, room=Room())
    ticks = packed.length_ticks - packed.count_from_ticks
    assert (run.spent.sum(axis=1) == ticks).all()


@pytest.mark.parametrize("name", PLANTS)
def test_a_path_walked_part_by_part_is_the_same(name):
    plant = Plant.model_validate(BASE | PLANTS[name])
    setting = ready(plant, Period(MONDAY, 12, 2), point="buy_off", record=True)
    paths = []
    for most in (2**40, 100_000):
        run, room = carry_out(setting.packed, seed=3, run=0, room=Room())
        run, _ = carry_out(
            setting.packed, seed=3, run=0, room=room, most_history_bytes=most
        )
        paths.append(
            attribute(
                setting.packed,
                run,
                point="buy_off",
                day_starts=setting.counted.day_starts,
                most_history_bytes=most,
            )
        )
    assert (paths[0].days == paths[1].days).all()
    assert (paths[0].stations == paths[1].stations).all()
