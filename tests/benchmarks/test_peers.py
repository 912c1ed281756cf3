"""The engines that are compared compute the same thing."""

import datetime

import numpy as np

from benchmarks import line
from benchmarks.peers import simpy_line, simpy_plant
from zauyt.plant.mature import matured
from zauyt.plant.reading.examples import read
from zauyt.runs.batch import Period, ready
from zauyt.runs.single import Room, carry_out


def test_simpy_gives_the_departures_of_the_recursion():
    given = line.drawn_ticks(8, 200)
    departures = simpy_line.departures(given, line.PLACES)
    assert np.array_equal(departures, line.recursion(given))


def test_the_whole_plant_in_simpy_gives_as_many_vehicles_within_chance():
    first_day, days = datetime.date(2026, 2, 2), 3
    period = Period(first_day, days, 0)
    packed = ready(
        matured(read("kostanay")), period, point="buy_off", record=False
    ).packed
    peer = simpy_plant.Plant(
        packed,
        seed=1,
        day_of=lambda date: (date - first_day).days * 86_400_000,
    )
    peer.run(packed.length_ticks)
    number = packed.points.index("line_off")
    ours = []
    for run in range(12):
        done, _ = carry_out(packed, seed=1, run=run, room=Room(4_000))
        ours.append((done.passages["point"] == number).sum())
    apart = len(peer.passed["line_off"]) - np.mean(ours)
    assert abs(apart) < 4.5 * np.std(ours, ddof=1)
