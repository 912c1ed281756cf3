"""Given operation times are served as they are, and nothing but them."""

import numpy as np
import pytest

from benchmarks import line
from zauyt.runs.given import with_given_times
from zauyt.runs.single import Room, carry_out


def left(packed):
    return carry_out(packed, seed=1, run=0, room=Room())[0].passages["time"]


def test_given_times_leave_the_line_when_the_recursion_says():
    given = line.drawn_ticks(12, 300)
    assert np.array_equal(left(line.packed(given)), line.recursion(given))


def test_a_station_without_a_further_time_gives_no_more_jobs():
    given = line.drawn_ticks(3, 5)
    assert left(line.packed(given)).size == 5


def test_a_time_of_no_ticks_is_refused():
    packed = line.packed(None)
    with pytest.raises(ValueError, match="at least 1"):
        with_given_times(packed, {"line.S1": np.array([10, 0], dtype=np.int64)})
