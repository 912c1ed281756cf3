"""What holds in every run of every plant: on random ones with everything on.

``ZAUYT_PLANTS`` says how many are tried (200 unless stated).
"""

import dataclasses

import numpy as np
import pytest
from naive.compared import prepared, random_case

from tests.tried import tried
from zauyt.kernels.flow import layout
from zauyt.runs.attribution import attribute
from zauyt.runs.single import Room, carry_out

PLANTS = tried("ZAUYT_PLANTS", 200)
HOUR = 3_600_000


@pytest.fixture(scope="module")
def broken():
    """Run every random plant, and keep which laws it broke: the runs are large."""
    found = {law: [] for law in LAWS}
    for number in PLANTS:
        case = random_case(number)
        packed = prepared(case, operations=4000)
        room = Room(passages=64, operations=4001, repairs=64)
        run, _ = carry_out(packed, seed=case.seed, run=case.run, room=room)
        for law in LAWS:
            if not law(packed, run):
                found[law].append(number)
    return found


def departed(packed, run, station):
    """Give how many jobs left a station before the end of the run."""
    row = run.stations[station]
    times = run.memory[row["ring"] : row["ring"] + row["left"]]
    return int((times < packed.length_ticks).sum())


def states_add_up(packed, run):
    """Tell whether every tick of every station is in exactly one state."""
    counted = packed.length_ticks - packed.count_from_ticks
    return (run.spent.sum(axis=1) == counted).all() and (run.spent >= 0).all()


def jobs_add_up(packed, run):
    """Tell whether jobs in are out, scrapped, joined or inside."""
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
    return run.header("made") == out + joined + inside


def waterfall_closes(packed, run):
    """Tell whether the waterfall closes every hour, at every count point."""
    hours = np.arange(packed.count_from_ticks, packed.length_ticks + 1, HOUR)
    return all(
        (
            attribute(packed, run, point=point, day_starts=hours).days.sum(axis=1)
            == HOUR
        ).all()
        for point in packed.network.points
    )


LAWS = (states_add_up, jobs_add_up, waterfall_closes)


def test_every_tick_of_every_station_is_in_exactly_one_state(broken):
    assert broken[states_add_up] == []


def test_jobs_in_are_out_or_scrapped_or_joined_or_inside(broken):
    assert broken[jobs_add_up] == []


def test_the_waterfall_closes_every_hour(broken):
    assert broken[waterfall_closes] == []


def test_a_tick_and_a_job_too_many_are_seen():
    case = random_case(1)
    packed = prepared(case, operations=4000)
    room = Room(passages=64, operations=4001, repairs=64)
    run, _ = carry_out(packed, seed=case.seed, run=case.run, room=room)
    assert all(law(packed, run) for law in LAWS)
    longer = dataclasses.replace(packed, length_ticks=packed.length_ticks + 1)
    assert not states_add_up(longer, run)
    run.memory[layout.H.made] += 1
    assert not jobs_add_up(packed, run)
