"""Inside a section: operations, their failures, and jobs that move on.

A job whose operation has ended stays on its station until there is room behind
it (blocking after service).
"""

from __future__ import annotations

from naive.agenda import CALLS, ENDS, INSIDE, TOKENS, head_is_free, post
from naive.chance import ticks
from naive.conveyor import move_up
from naive.operation import Walk, serve
from naive.world import Crew, Job, Section, Station, World, passed, slowed


def start(world: World, station: Station, job: Job, waited_for: str) -> None:
    """Begin the operation on a job that has come to its station."""
    time, stop = station.time, station.stop
    time.note(station.free_since, world.now, waited_for)
    mean = ticks(stop.cycle_s[job.kind])
    drawn = station.cycles.ticks(time.served, mean, stop.work.cycle_law)
    work = slowed(world, station, drawn)
    last, alike = station.before, True
    if last is not None and stop.work.setup_on == "model":
        alike = last.model == job.model
    elif last is not None:
        alike = last.colour == job.colour
    set_up = 0 if alike else ticks(stop.work.setup_s)
    station.job, station.before, station.ready = job, job, None
    walk = serve(time, begin=world.now, set_up=set_up, work=work)
    go_on(world, station, walk, None)


def go_on(world: World, station: Station, walk: Walk, answer: int | None) -> None:
    """Walk on through an operation to its end, or to where it calls for a crew."""
    section = station.section
    try:
        asks, crew, time = next(walk) if answer is None else walk.send(answer)
        while asks == "free":
            post(world, time, CALLS, -1, "man_is_free", world.crews[crew])
            asks, crew, time = next(walk)
        post(world, time, CALLS, section.number, "crew_is_called", station, walk, crew)
    except StopIteration as done:
        if station is section.end and not section.end_is_open:
            post(world, done.value, ENDS, section.number, "end_is_reached", section)
        else:
            post(world, done.value, INSIDE, 0, "operation_ends", station)


def crew_is_called(world: World, station: Station, walk: Walk, name: str) -> None:
    """Call for a man of a crew, who comes when those before have been served."""
    crew = world.crews[name]
    crew.calls.append((world.now, station.section.number, station, walk))
    send_out(world, crew)


def man_is_free(world: World, crew: Crew) -> None:
    """Let a man who has mended something go to the next failure."""
    crew.free += 1
    send_out(world, crew)


def send_out(world: World, crew: Crew) -> None:
    """Send men to what failed first, as long as there are both."""
    while crew.free and crew.calls:
        crew.free -= 1
        call = min(crew.calls, key=lambda call: call[:2])
        crew.calls.remove(call)
        go_on(world, call[2], call[3], world.now)


def operation_ends(world: World, station: Station) -> None:
    """Let the job go on to the next station or out of the plant, if it can."""
    station.ready = world.now
    if station.way_out is None:
        section = station.section
        section.outlet = world.network.routes[section.spec.route][0]
        let_go(world, section)
        world.gone += 1
    else:
        move_on(world, station)


def move_on(world: World, station: Station) -> None:
    """Let the job on a station leave for the next, if there is room."""
    way, job = station.way_out, station.job
    assert way is not None
    if job is None or station.ready is None or not way.has_room:
        return
    depart(world, station)
    way.jobs.append((job, world.now + way.transit))
    post(world, world.now + way.transit, INSIDE, 0, "come_on", way.taker)
    now_empty(world, station)


def come_on(world: World, station: Station) -> None:
    """Let the next job come on to an empty station, if it is there."""
    way = station.way_in
    assert way is not None
    if station.job is None and way.jobs and way.jobs[0][1] <= world.now:
        job, _ = way.jobs.popleft()
        start(world, station, job, "starved")


def depart(world: World, station: Station) -> None:
    """Take the job off a station."""
    assert station.ready is not None
    station.time.note(station.ready, world.now, "blocked")
    station.departures.append(world.now)
    station.job, station.ready, station.free_since = None, None, world.now


def now_empty(world: World, station: Station) -> None:
    """Let jobs move up behind one that has departed."""
    if station.way_in is None:
        head_is_free(world, station.section)
    else:
        come_on(world, station)
        move_on(world, station.way_in.giver)


def let_go(world: World, section: Section) -> Job:
    """Take the job off a section's end; it passes its count point there."""
    station, job, outlet = section.end, section.end.job, section.outlet
    assert job is not None
    assert outlet is not None
    point = "scrapped" if outlet.scrap else outlet.point
    if point is None and not outlet.targets:
        point = "left"  # the plant, uncounted
    if point is not None:
        passed(world, point, job)
    if section.frees is not None:
        back = world.now + section.frees.delay
        post(world, back, TOKENS, section.frees.number, "token_is_back", section.frees)
    section.held = None
    if section.spec.motion is not None:
        conveyor_goes_on(world, section)
    else:
        depart(world, station)
        now_empty(world, station)
    return job


def conveyor_goes_on(world: World, section: Section) -> None:
    """Let all jobs of a conveyor move up, and the head take the next."""
    section.end.ready = None
    move_up(world, section)
    head_is_free(world, section)
