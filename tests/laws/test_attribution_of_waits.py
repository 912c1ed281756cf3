"""Waits of a head though a job is there are booked to what it waits for.

Two days of constant times, counted by hand in minutes. Kits come at 2:00, 4:00 and so
on, a hundred for a hundred minutes of work: 120 minutes are waited at first and 20
before each of the 23 lots that follow, the last of which comes when the days are over.
The minute before the first job reaches a line is not waited for kits, nor are the two
in which the last one goes on through a conveyor.
"""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from zauyt.arrays.network import network
from zauyt.arrays.pack import pack
from zauyt.plant.reading.file import read_text
from zauyt.runs.attribution import attribute
from zauyt.runs.single import Room, carry_out

MONDAY = datetime.date(2026, 1, 5)
DAYS = 2
MINUTE = 60_000
KITS = "kits: {k: {line: b, lot: 100, every_h: 2}}\n"
A = "a: {cycle_s: 60}"

WAITS = {
    "kits behind a source": (
        KITS + "lines: {b: {cycle_s: 60}}",
        {"kit:k": 580},
    ),
    "kits behind arrivals without places": (
        KITS + "lines: {b: {cycle_s: 60, source: {type: arrivals, interval_s: 30,"
        " interval_law: {type: constant}}}}",
        {"kit:k": 579.5, "orders": 0.5},
    ),
    "kits behind arrivals in places": (
        KITS + "lines: {b: {cycle_s: 60, buffer_before: 2, source: {type: arrivals,"
        " interval_s: 30, interval_law: {type: constant}}}}",
        {"kit:k": 579.5, "orders": 0.5},
    ),
    "kits directly behind a line": (
        KITS + f"lines: {{{A}, b: {{cycle_s: 60, after: a}}}}",
        {"kit:k": 579},
    ),
    "kits behind a buffer": (
        KITS + f"lines: {{{A}, b: {{cycle_s: 60, after: a, buffer_before: 2}}}}",
        {"kit:k": 579},
    ),
    "kits where parts are joined": (
        KITS + f"lines: {{{A}, c: {{cycle_s: 60}}, b: {{cycle_s: 60, joins: [a, c]}}}}",
        {"kit:k": 579},
    ),
    "kits of a conveyor that moves on empty": (
        KITS + "lines: {b: {stations: 3, paced: {pitch_time_s: 60}}}",
        {"kit:k": 578},
    ),
    "kits of a conveyor directly behind a line": (
        KITS + f"lines: {{{A}, b: {{after: a, stations: 3, cycle_s: 60,"
        " indexed: {transfer_s: 0}}}",
        {"kit:k": 577},
    ),
    "kits that come a little after the job": (
        # Every two minutes; the line before is done ten seconds earlier.
        "kits: {k: {line: b, lot: 1, every_h: {value: 0.0333333333333}}}\n"
        "lines: {a: {cycle_s: 110}, b: {cycle_s: 60, after: a}}",
        {"kit:k": 1440 / 6},
    ),
    "an oven that runs empty directly behind a line": (
        # The last job of Monday enters three minutes before the end and is done at
        # the head after one; on Tuesday the path begins with such a job.
        "calendars: {c: {days: mon-sun, shifts: {d: '06:00-22:00'}}}\n"
        f"lines: {{{A}, b: {{after: a, stations: 3,"
        " paced: {pitch_time_s: 60, run_empty: true}}}",
        {"empty_places": 2, "off_shift": 2 * 8 * 60},
    ),
    "an oven that runs empty behind places": (
        "calendars: {c: {days: mon-sun, shifts: {d: '06:00-22:00'}}}\n"
        f"lines: {{{A}, b: {{after: a, stations: 3, buffer_before: 4,"
        " paced: {pitch_time_s: 60, run_empty: true}}}",
        {"empty_places": 2, "off_shift": 2 * 8 * 60},
    ),
    "a closed day between two nights where work begun is finished": (
        "calendars: {c: {days: mon-sun, shifts: {d: '06:00-22:00'},"
        " closed_days: [2026-01-05]}}\n"
        "lines: {a: {cycle_s: 60, at_window: finish}}",
        {"off_shift": 2 * 8 * 60, "closed_day": 16 * 60},
    ),
}


@pytest.mark.parametrize("name", WAITS)
def test_a_wait_is_booked_to_what_is_waited_for(name: str) -> None:
    text, expected = WAITS[name]
    packed = pack(
        network(read_text(f"format: 1\nplant: p\n{text}\n")),
        first_day=MONDAY, days=DAYS, record=True,
    )  # fmt: skip
    run, _ = carry_out(packed, seed=1, run=0, room=Room(operations=4000))
    day_starts = np.arange(DAYS + 1) * 1440 * MINUTE
    path = attribute(packed, run, point="buy_off", day_starts=day_starts)
    booked = dict(
        zip(path.causes, (path.days.sum(axis=0) / MINUTE).tolist(), strict=True)
    )
    waits = {
        cause: minutes
        for cause, minutes in booked.items()
        if minutes and cause not in ("pace", "filling")
    }
    assert waits == pytest.approx(expected, abs=1)
    assert booked["filling"] <= 3
    assert sum(booked.values()) == DAYS * 1440
