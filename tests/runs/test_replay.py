"""A run in parts, its history had again part by part, is the run as a whole."""

import datetime

import numpy as np
import pytest

from tests.naive.plants import random_plant
from zauyt.arrays.network import network
from zauyt.arrays.pack import pack
from zauyt.kernels.flow import layout
from zauyt.runs.attribution import attribute
from zauyt.runs.replay import look_back
from zauyt.runs.single import Room, carry_out

DAYS = 12
WHOLE = 2**40


def ready(number):
    return pack(
        network(random_plant(number)),
        first_day=datetime.date(2026, 3, 20),
        days=DAYS,
        warm_up_days=2,
        record=True,
    )


def books(packed, run, most_history_bytes):
    point = packed.points[0]
    ends = np.linspace(2, DAYS, DAYS - 1) * 86_400_000
    return attribute(
        packed,
        run,
        point=point,
        day_starts=ends.astype(np.int64),
        most_history_bytes=most_history_bytes,
    )


@pytest.mark.parametrize("number", range(40))
def test_a_run_in_parts_is_the_same_to_the_bit(number):
    packed = ready(number)
    whole, room = carry_out(
        packed, seed=3, run=5, room=Room(), most_history_bytes=WHOLE
    )
    few = max(room.history_bytes // 3, 1)
    parts, _ = carry_out(packed, seed=3, run=5, room=room, most_history_bytes=few)
    assert parts.ended == whole.ended
    assert parts.ended == layout.STUCK or len(parts.marks) >= 2
    assert np.array_equal(parts.passages, whole.passages)
    assert np.array_equal(parts.spent, whole.spent)
    assert np.array_equal(parts.stations["left"], whole.stations["left"])
    assert np.array_equal(parts.buffers["area"], whole.buffers["area"])
    if any(section.motion for section in packed.network.sections):
        return  # the path through a conveyor is tested with its own rules
    at_once = books(packed, whole, WHOLE)
    # A fifth of each part: carried out in parts once more.
    for most in (few, few // 5 + 1):
        by_parts = books(packed, parts, most)
        assert np.array_equal(by_parts.days, at_once.days)
        assert np.array_equal(by_parts.stations, at_once.stations)
        assert by_parts.steps == at_once.steps


def test_all_history_is_shown_again_from_the_end_to_the_beginning():
    packed = ready(0)
    whole, room = carry_out(
        packed, seed=3, run=5, room=Room(), most_history_bytes=WHOLE
    )
    parts, _ = carry_out(packed, seed=3, run=5, room=room, most_history_bytes=4_000)
    shown = [whole.stations["left"].copy()]

    def look(memory, at_hand):
        least, _ = at_hand
        for row, (begin, end) in enumerate(zip(least, shown[-1], strict=True)):
            counts = np.arange(begin, end)
            again = memory.history[memory.history_at(row, counts)]
            before = whole.history[whole.kept.history_at(row, counts)]
            assert np.array_equal(again, before)
        shown.append(least)
        return True

    look_back(packed, parts, look, most_bytes=2_000)
    assert len(shown) > 10
    assert not shown[-1].any()
