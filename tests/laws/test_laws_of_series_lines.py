"""What holds in lines in series: nothing that helps a station loses a vehicle.

Two runs have the same draws, so that every single departure is compared.
``ZAUYT_PLANTS`` says how many random lines are tried (200 unless stated).
"""

import copy
import random

import numpy as np
from naive.compared import Case, by_kernel, prepared
from naive.plants import as_plant
from naive.provisions import LAWS

from tests.tried import tried
from zauyt.runs.given import with_given_times
from zauyt.runs.single import Room, carry_out

LINES = tried("ZAUYT_PLANTS", 200)


def a_line(number, *, clock):
    """Give a random line of stations in series that fail on a clock."""
    chance = random.Random(f"series {number}")
    stations = {}
    for place in range(chance.randint(1, 6)):
        stations[f"S{place}"] = {
            "cycle_s": chance.choice([60, 120, 120, 240, round(chance.random() * 300)]),
            "cycle_law": chance.choice(LAWS),
            "buffer_before": chance.choice([0, 0, 1, 2, 5]),
            "transit_before_s": chance.choice([0, 0, 0, 90]),
            "failure": chance.choice([[], ["jam"], ["jam", "crash"]]),
            "at_window": chance.choice(["pause", "finish", "do_not_start"]),
            "setup_s": chance.choice([0, 0, 45]),
        }
        stations[f"S{place}"]["cycle_s"] += 1
    for key in ("buffer_before", "transit_before_s"):
        del stations["S0"][key]  # a source always has a job at hand
    rate = {"mtbf_operations": 30, "clock": clock}
    if clock == "busy":
        rate = {"mtbf_h": 1.5}
    return {
        "format": 1,
        "plant": "p",
        "models": {"a": {"share": 2}, "b": {"share": 1}},
        "calendars": {
            "c": {
                "days": "mon-sun",
                "shifts": {"day": "06:00-14:00", "late": "14:00-23:00"},
                "breaks_min": {"meal": 30, "rest": 10},
            }
        },
        "failures": {
            "jam": {**rate, "mttr_min": 4},
            "crash": {**rate, "mttr_min": 20, "repair_needs_shift": False},
        },
        "lines": {"a": {"stations": stations}},
    }


def departures(tree, number):
    case = Case(as_plant(tree), seed=number)
    return by_kernel(case, operations=20_000).departures


def never_later(before, after):
    """Tell whether no departure came later, and none was lost."""
    return all(
        len(after[name]) >= len(times)
        and all(b <= a for a, b in zip(times, after[name], strict=False))
        for name, times in before.items()
    )


def test_more_buffer_never_delays_a_vehicle():
    sooner = 0
    for number in LINES:
        tree = a_line(number, clock="busy")
        before = departures(tree, number)
        chance = random.Random(f"more {number}")
        for station in list(tree["lines"]["a"]["stations"].values())[1:]:
            station["buffer_before"] += chance.choice([0, 1, 4])
        after = departures(tree, number)
        assert never_later(before, after), number
        sooner += before != after
    assert sooner > len(LINES) / 3


def test_a_faster_station_never_delays_a_vehicle_when_failures_count_operations():
    sooner = 0
    for number in LINES:
        tree = a_line(number, clock="operations")
        before = departures(tree, number)
        chance = random.Random(f"faster {number}")
        stations = list(tree["lines"]["a"]["stations"].values())
        chance.choice(stations)["cycle_s"] *= 0.9
        after = departures(tree, number)
        assert never_later(before, after), number
        sooner += before != after
    assert sooner > len(LINES) / 3


def makespan(times, buffers):
    """Give when the last of the jobs leaves a line with given operation times.

    ``times`` (stations, jobs) in ticks; ``buffers`` stand between stations.
    """
    count, jobs = times.shape
    stations = {f"S{n}": {"cycle_s": 1} for n in range(count)}
    for place, buffer in enumerate(buffers, start=1):
        stations[f"S{place}"]["buffer_before"] = buffer
    tree = {"format": 1, "plant": "p", "lines": {"a": {"stations": stations}}}
    packed = with_given_times(
        prepared(Case(as_plant(tree)), operations=2 * jobs),
        {f"a.S{place}": times[place] for place in range(count)},
    )
    run, _ = carry_out(packed, seed=1, run=0, room=Room(passages=jobs + 8))
    passages = run.passages
    assert len(passages) == jobs
    return int(passages["time"].max())


def test_reversed_stations_and_jobs_keep_the_makespan():
    seen = set()
    for number in LINES:
        chance = np.random.default_rng(number)
        count = int(chance.integers(1, 7))
        times = chance.integers(1, 500_000, size=(count, 40))
        if number % 2:
            times = times // 50_000 * 50_000 + 50_000  # so that many are equal
        buffers = chance.choice([0, 0, 1, 2, 6], size=count - 1).tolist()
        forward = makespan(times, buffers)
        assert forward == makespan(times[::-1, ::-1], buffers[::-1]), number
        seen.add(forward)
    assert len(seen) > len(LINES) / 2


def test_all_times_and_the_tick_ten_times_as_long_give_the_same_ticks():
    for number in LINES:
        chance = random.Random(f"scaled {number}")
        tree = {"format": 1, "plant": "p", "lines": {}}
        tree["lines"] = {
            "a": {"cycle_s": chance.randint(60, 300), "stations": 3, "positions": 2,
                  "buffer_between": chance.randint(0, 2),
                  "transit_between_s": chance.randint(0, 20)},
            "b": {"cycle_s": chance.randint(60, 300), "after": "a",
                  "buffer_before": 1},
        }  # fmt: skip
        short = departures(tree, number)
        longer = copy.deepcopy(tree)
        for line in longer["lines"].values():
            line["cycle_s"] *= 10
            if "transit_between_s" in line:
                line["transit_between_s"] *= 10
        for name, times in departures(longer, number).items():
            assert times == [10 * time for time in short[name]][: len(times)], number
            assert len(times) > 10


def test_given_times_are_those_that_are_worked():
    times = np.array([[1000, 7000, 2000], [5000, 1000, 1000]])
    assert makespan(times, [0]) == 1000 + 7000 + 2000 + 1000
