"""What no run may break: every tick and every job is accounted for."""

import datetime

import numpy as np
import pytest

from zauyt.arrays.network import network
from zauyt.arrays.pack import pack
from zauyt.plant.plant import Plant
from zauyt.runs.attribution import attribute
from zauyt.runs.single import Room, carry_out

DAY = 86_400_000


def plant(**changes):
    lines = {
        "a": {
            "cycle_s": 60.0,
            "cycle_law": {"type": "exponential"},
            "stations": 3,
            "buffer_between": 2,
            "failure": "stop",
        },
        "b": {
            "after": ("a", "inspect.bad"),
            "cycle_s": 40.0,
            "stations": 2,
            "buffer_before": 3,
        },
        "inspect": {
            "after": "b",
            "cycle_s": 20.0,
            "buffer_before": 1,
            "outcomes": {"good": 0.8, "bad": 0.2},
        },
        "out": {
            "after": "inspect",
            "cycle_s": 70.0,
            "positions": 2,
            "buffer_before": 5,
        },
    }
    given = {
        "format": 1,
        "plant": "p",
        "failures": {"stop": {"mtbf_h": 5.0, "mttr_min": 10.0}},
        "calendars": {
            "c": {"shifts": {"day": "07:00-15:30"}, "breaks_min": {"meal": 30.0}}
        },
        "lines": lines,
    }
    return Plant.model_validate(given | changes)


def a_run(days=30, record=True, seed=1):
    packed = pack(
        network(plant()),
        first_day=datetime.date(2026, 1, 5),
        days=days,
        warm_up_days=3,
        record=record,
    )
    run, _ = carry_out(packed, seed=seed, run=0, room=Room(100, 100, 10))
    return packed, run


def test_every_tick_of_every_station_is_in_exactly_one_state():
    packed, run = a_run()
    counted = packed.length_ticks - packed.count_from_ticks
    assert (run.spent.sum(axis=1) == counted).all()
    assert (run.spent >= 0).all()


def test_jobs_made_are_gone_or_inside():
    _, run = a_run()
    inside = run.sections["entered"] - run.stations["left"][run.sections["last"]]
    waiting = run.buffers["count"].sum()
    assert run.header("made") == run.header("gone") + inside.sum() + waiting


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_critical_path_closes_every_day_to_the_tick(seed):
    packed, run = a_run(seed=seed)
    starts = np.arange(3, 31, dtype=np.int64) * DAY
    path = attribute(packed, run, point="buy_off", day_starts=starts)
    assert (path.days.sum(axis=1) == DAY).all()


def test_keeping_the_history_changes_no_bit():
    _, kept = a_run(record=True)
    _, bare = a_run(record=False)
    assert (kept.passages == bare.passages).all()
    assert (kept.spent == bare.spent).all()


def test_more_buffer_never_loses_a_vehicle_in_a_series_line():
    made = []
    for buffer in (0, 1, 2, 3, 4, 5, 6, 8, 13, 40):
        line = {
            "cycle_s": 60.0,
            "cycle_law": {"type": "gamma", "cv": 0.7},
            "stations": 5,
            "buffer_between": buffer,
        }
        packed = pack(
            network(plant(lines={"a": line}, calendars={})),
            first_day=datetime.date(2026, 1, 5),
            days=60,
        )
        run, _ = carry_out(packed, seed=3, run=0, room=Room(90_000))
        made.append(run.header("passages_made"))
    assert made == sorted(made)
