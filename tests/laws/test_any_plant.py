"""What holds in every run of every plant: on random ones with everything on.

``ZAUYT_PLANTS`` says how many are tried (200 unless stated).
"""

import numpy as np
import pytest
from naive.compared import prepared, random_case

from tests.tried import tried
from zauyt.runs.attribution import attribute
from zauyt.runs.single import Room, carry_out

PLANTS = tried("ZAUYT_PLANTS", 200)
HOUR = 3_600_000


@pytest.fixture(scope="module")
def runs():
    """Run every random plant, all departures kept."""
    found = {}
    for number in PLANTS:
        case = random_case(number)
        packed = prepared(case, operations=4000)
        room = Room(passages=64, operations=4001, repairs=64)
        run, _ = carry_out(packed, seed=case.seed, run=case.run, room=room)
        found[number] = (packed, run)
    return found


def departed(packed, run, station):
    """Give how many jobs left a station before the end of the run."""
    row = run.stations[station]
    times = run.memory[row["ring"] : row["ring"] + row["left"]]
    return int((times < packed.length_ticks).sum())


def test_every_tick_of_every_station_is_in_exactly_one_state(runs):
    for number, (packed, run) in runs.items():
        counted = packed.length_ticks - packed.count_from_ticks
        assert (run.spent.sum(axis=1) == counted).all(), number
        assert (run.spent >= 0).all(), number


def test_jobs_in_are_out_or_scrapped_or_joined_or_inside(runs):
    for number, (packed, run) in runs.items():
        leaving = {
            packed.points.index("scrapped" if outlet.scrap else outlet.point or "left")
            for route in packed.network.routes
            for outlet in route
            if not outlet.targets
        }
        out = int(np.isin(run.passages["point"], list(leaving)).sum())
        inside = int(run.buffers["count"].sum())
        joined = 0
        for place, section in enumerate(packed.network.sections):
            entered = int(run.sections["entered"][place])
            if section.intake == "each":
                joined += entered * (len(section.feeds) - 1)
            inside += entered - departed(packed, run, run.sections["last"][place])
        assert run.header("made") == out + joined + inside, number


def test_the_waterfall_closes_every_hour(runs):
    for number, (packed, run) in runs.items():
        hours = np.arange(packed.count_from_ticks, packed.length_ticks + 1, HOUR)
        for point in packed.network.points:
            path = attribute(packed, run, point=point, day_starts=hours)
            assert (path.days.sum(axis=1) == HOUR).all(), (number, point)
