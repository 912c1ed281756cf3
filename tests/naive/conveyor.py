"""A conveyor: places, one a station, whose jobs all move on together.

A move takes the pitch, or longer where the work of a station, together with what
it is behind, runs over by more than may drift; and every repair on top, since a
stop stops all.
"""

from __future__ import annotations

import datetime

from naive.chance import ticks
from naive.closings import closed_between, open_ticks_later
from naive.world import Section, Station, World, slowed
from zauyt.plant.motion import Indexed, Paced

Failing = tuple[int, int, int]
"""After how much of a move's running time, at which place, which failure comes."""


def pitch(world: World, section: Section) -> int:
    """Give the ticks of a move that nothing prolongs, if it begins now."""
    motion = section.spec.motion
    if not isinstance(motion, Paced):
        return 0
    seconds = motion.pitch_time_s
    for place, (date, step) in enumerate(sorted(motion.pitch_steps.items())):
        if place == 0 or world.tick_of(datetime.date.fromisoformat(date)) <= world.now:
            seconds = step
    return ticks(seconds)


def is_empty(section: Section) -> bool:
    """Tell whether no job is on the conveyor."""
    return all(station.job is None for station in section.stations)


def moves_with_gap(section: Section) -> bool:
    """Tell whether the conveyor moves on although no job has come to its head."""
    motion = section.spec.motion
    waits = isinstance(motion, Paced) and motion.when_empty == "stop"
    return not waits and not is_empty(section)


def opens(world: World, section: Section) -> int:
    """Give from when on a job may come on to the head.

    Where it is not to be inside at a closing, it must leave before the next one.
    """
    motion = section.spec.motion
    time = world.now
    if not isinstance(motion, Paced) or not motion.run_empty:
        return time
    inside = pitch(world, section) * len(section.stations)
    while True:
        in_the_way = [
            window.end
            for window in section.head.time.windows
            if window.end > time and window.begin < time + inside and not window.hard
        ]
        if not in_the_way:
            return time
        time = min(in_the_way)


def note_rest(world: World, section: Section, head: str = "starved") -> None:
    """Note what everyone has done since the last move ended: nothing."""
    for station in section.stations:
        column = at_rest(station)
        if station is section.head and station.job is None:
            column = head
        station.time.note(station.free_since, world.now, column)
        station.free_since = world.now


def at_rest(station: Station) -> str:
    """Give what a station is that has nothing to do."""
    return "starved" if station.job is None else "blocked"


def move_up(world: World, section: Section) -> None:
    """Let all jobs go one place on; the last one has left."""
    note_rest(world, section)
    jobs = [station.job for station in section.stations]
    for station, job in zip(section.stations, [None, *jobs], strict=False):
        if station.job is not None:
            station.departures.append(world.now)
        station.job = job


def move(world: World, section: Section) -> int:
    """Begin a move, note what everyone does in it, and give its end.

    Work that is put off is done first in the next move. A failure comes when the
    work of its station, or the operations before, have worn it so far, and stops
    the conveyor there; one that comes with work put off stops the next move.
    """
    motion = section.spec.motion
    usual = pitch(world, section)
    limit = int(motion.drift_share * usual) if isinstance(motion, Paced) else 0
    transfer = ticks(motion.transfer_s) if isinstance(motion, Indexed) else 0
    for station in section.stations:
        station.work = _work(world, station)
    longest = max(station.behind + station.work for station in section.stations)
    running = max(usual, transfer + longest - limit)
    time, done = world.now, 0
    while True:
        failing = _next_failure(section, done)
        if failing is None or failing[0] > running:
            break
        time, done = _run_on(section, time, done, failing[0]), failing[0]
        time = _mend(section, failing, time)
    end = _run_on(section, time, done, running)
    for station in section.stations:
        station.behind = max(station.behind + station.work - running, 0)
        station.time.worn += station.work
        station.time.served += station.job is not None
        station.free_since = end
    return end


def _work(world: World, station: Station) -> int:
    """Draw the work on the job at a station, 0 where there is none."""
    if station.job is None:
        return 0
    mean = ticks(station.stop.cycle_s[station.job.kind])
    law = station.stop.work.cycle_law
    if not mean:
        return 0
    return slowed(world, station, station.cycles.ticks(station.time.served, mean, law))


def _next_failure(section: Section, done: int) -> Failing | None:
    """Give what fails next in a move that has run for `done` ticks, if anything."""
    found: list[Failing] = []
    for place, station in enumerate(section.stations):
        for number, mode in enumerate(station.time.modes):
            if station.job is None:
                continue
            if mode.by_operations and mode.due <= station.time.served:
                found.append((done, place, number))
            ahead = mode.due - station.time.worn
            if not mode.by_operations and ahead <= station.work:
                found.append((max(ahead, done), place, number))
    return min(found, default=None)


def _run_on(section: Section, time: int, done: int, upto: int) -> int:
    """Let a move run on from one point of its running time to another."""
    windows = section.head.time.windows
    end = open_ticks_later(windows, time, upto - done)
    for station in section.stations:
        work = max(min(station.behind + station.work, upto) - done, 0)
        worked = open_ticks_later(windows, time, work)
        station.time.note(time, worked, "working")
        station.time.note(worked, end, at_rest(station))
    return end


def _mend(section: Section, failing: Failing, time: int) -> int:
    """Mend what has failed, while all stand still."""
    done, place, number = failing
    windows = section.head.time.windows
    failed = section.stations[place]
    mode = failed.time.modes[number]
    end = time + mode.repair_ticks()
    if mode.failure.repair_needs_shift:
        end = open_ticks_later(windows, time, mode.repair_ticks())
    for station in section.stations:
        column = f"failure:{mode.name}" if station is failed else at_rest(station)
        station.time.note(time, end, column)
    lost = end - time - closed_between(windows, time, end)
    failed.time.repairs.append((failed.time.served, number, lost))
    mode.count += 1
    worn = failed.time.worn + min(done, failed.work)
    mean = failed.time.mean_of(mode, end, failed.time.served)
    mode.plan_next(failed.time.served if mode.by_operations else worn, mean)
    return end
