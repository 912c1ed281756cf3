"""The engines that are compared compute the same thing."""

import numpy as np

from benchmarks import line
from benchmarks.peers import simpy_line


def test_simpy_gives_the_departures_of_the_recursion():
    given = line.drawn_ticks(8, 200)
    departures = simpy_line.departures(given, line.PLACES)
    assert np.array_equal(departures, line.recursion(given))
