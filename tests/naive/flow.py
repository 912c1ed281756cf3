"""How jobs flow through a plant: the definition, event by event.

Every end of an operation and every movement is an event of its own, in time
order; at the same tick what happens inside sections comes first, then tokens
that return, arrivals, jobs that can be had from buffers, ends of sections, heads
of sections, each in the order of their numbers.

A job whose operation has ended stays on its station until there is room behind
it (blocking after service). Heads that wait for a job, and ends that wait for
room, are served longest waiting first, then by the section's number.
"""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from naive.chance import EXPONENTIAL, ticks
from naive.closings import Window
from naive.conveyor import move, move_up, moves_with_gap, note_rest, opens
from naive.operation import Walk, booked, serve
from naive.stores import choose, measure, put, take_out
from naive.world import (
    Buffer,
    Crew,
    Job,
    Pool,
    Route,
    Section,
    Source,
    Station,
    World,
    built,
    passed,
)
from zauyt.arrays.network import Network
from zauyt.plant.motion import Paced

INSIDE, CALLS, TOKENS, ARRIVALS, RIPE, ENDS, HEADS = range(7)


@dataclass(frozen=True)
class Outcome:
    """What a run came to; times in ticks, by the stations' names."""

    departures: dict[str, list[int]]
    spent: dict[str, dict[str, int]]
    # station, operation, failure, ticks
    repairs: list[tuple[str, int, str, int]]
    passages: list[tuple[int, str, int, int, int, int, bool]]
    came: list[list[int]]  # by section: counted entries, first visits among them
    outcomes: dict[tuple[str, str], tuple[int, int]]  # first visits, later ones
    finished: dict[str, int]  # departures in the counted time
    buffers: list[tuple[int, int, int]]  # job ticks inside, most at once, lost
    made: int
    gone: int
    inside: int  # job ticks inside the plant
    stuck: bool


def run_naively(
    network: Network, *, length: int, windows: Mapping[str, Sequence[Window]],
    seed: int, tick_of: Callable[[datetime.date], int], count_from: int = 0,
    run: int = 0,
) -> Outcome:  # fmt: skip
    """Run a plant from tick 0 up to, and without, tick `length`.

    `tick_of` gives the tick of a date's midnight.
    """
    world = built(
        network, until=length, count_from=count_from, windows=windows, seed=seed,
        run=run, tick_of=tick_of,
    )  # fmt: skip
    for section in world.sections:
        head_is_free(world, section)
    for source in world.sources:
        if source.spec.buffer is not None:
            plan_arrival(world, source)
    while world.agenda and world.agenda[0][0] < length:
        count_inside(world, world.agenda[0][0])
        world.now, _, _, _, happens, whom = heapq.heappop(world.agenda)
        happens(world, *whom)
    return told(world)


def count_inside(world: World, until: int) -> None:
    """Add up the counted job ticks inside the plant up to the next event."""
    counted = until - max(world.now, world.count_from)
    world.inside += (world.made - world.gone) * max(counted, 0)


def post(
    world: World, time: int, kind: int, number: int,
    happens: Callable[..., None], *whom: Any,
) -> None:  # fmt: skip
    """Put an event on the agenda."""
    entry = (time, kind, number, next(world.posted), happens, whom)
    heapq.heappush(world.agenda, entry)


# Inside a section


def start(world: World, station: Station, job: Job, waited_for: str) -> None:
    """Begin the operation on a job that has come to its station."""
    time, stop = station.time, station.stop
    time.note(station.free_since, world.now, waited_for)
    mean = ticks(stop.cycle_s[job.kind])
    work = station.cycles.ticks(time.served, mean, stop.work.cycle_law)
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
            post(world, time, CALLS, -1, man_is_free, world.crews[crew])
            asks, crew, time = next(walk)
        post(world, time, CALLS, section.number, crew_is_called, station, walk, crew)
    except StopIteration as done:
        if station is section.end and not section.end_is_open:
            post(world, done.value, ENDS, section.number, end_is_reached, section)
        else:
            post(world, done.value, INSIDE, 0, operation_ends, station)


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
    post(world, world.now + way.transit, INSIDE, 0, come_on, way.taker)
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


# At a section's end


def end_is_reached(world: World, section: Section) -> None:
    """Decide what comes of the job at a section's end, and where it goes."""
    job = section.end.job
    assert job is not None
    section.end.ready = world.now
    section.outlet = decided(world.routes[section.spec.route], job)
    motion = section.spec.motion
    if isinstance(motion, Paced) and motion.most_dwell_min is not None:
        inside = world.now - job.came
        if inside > ticks(motion.most_dwell_min * 60):
            section.outlet = next(
                outlet
                for outlet in world.network.routes[section.spec.route]
                if outlet.name == motion.over_dwell
            )
    told_apart(world, section, job)
    targets = [
        world.buffers[number]
        for number, models in section.outlet.targets
        if takes(world, models, job)
    ]
    if not targets:
        let_go(world, section)
        world.gone += 1
        return
    buffer = max(targets, key=roominess)  # the first of equals
    if buffer.room > 0:
        come_into(world, buffer, let_go(world, section))
    else:
        section.held, section.held_since = buffer, world.now
    serve_takers(world, buffer)


def told_apart(world: World, section: Section, job: Job) -> None:
    """Count what came of a job, and mark it if that is not the good outcome."""
    route, outlet = world.routes[section.spec.route], section.outlet
    assert outlet is not None
    if outlet is not route.outlets[0]:
        job.rejected = True
    if len(route.outlets) > 1 and world.now >= world.count_from:
        route.outcomes[outlet.name, job.been[section.spec.route] == 1] += 1


def has_come(world: World, section: Section, job: Job) -> None:
    """Count that a job has been taken by a section, its first visit apart."""
    job.been[section.spec.route] += 1
    if world.now >= world.count_from:
        section.came[0] += 1
        section.came[1] += job.been[section.spec.route] == 1


def decided(route: Route, job: Job) -> Any:
    """Draw what comes of a job; what it has had too often turns out good."""
    good = route.outlets[0]
    if len(route.outlets) == 1:
        return good
    share = route.stream.share(route.count)
    route.count += 1
    upto = 0.0
    for outlet in route.outlets:
        upto += outlet.share
        if share < upto:
            break
    if outlet is good or outlet.limit is None:
        return outlet
    if job.visits[route.name, outlet.name] == outlet.limit:
        return good
    job.visits[route.name, outlet.name] += 1
    return outlet


def roominess(buffer: Buffer) -> tuple[float, int]:
    """Give what makes a job choose a buffer: room, and without limit emptiness.

    A buffer without places has room for one if a head waits.
    """
    if buffer.places == 0:
        return float(any(t.idle_since is not None for t in buffer.takers)), 0
    return buffer.room, -len(buffer.jobs) if buffer.spec.places is None else 0


def conveyor_stops(world: World, section: Section) -> None:
    """End a move: the job at the last place leaves, or holds the conveyor up."""
    if section.end.job is not None:
        section.end.ready = world.now
        end_is_reached(world, section)
    else:
        conveyor_goes_on(world, section)


def conveyor_goes_on(world: World, section: Section) -> None:
    """Let all jobs of a conveyor move up, and the head take the next."""
    section.end.ready = None
    move_up(world, section)
    head_is_free(world, section)


def conveyor_starts(
    world: World, section: Section, job: Job | None, waited_for: str
) -> None:
    """Begin a conveyor's next move, with a job at its head or without."""
    note_rest(world, section, waited_for)
    section.idle_since = None
    if job is not None:
        section.head.job, job.came = job, world.now
    end = move(world, section)
    post(world, end, ENDS, section.number, conveyor_stops, section)


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
        post(world, back, TOKENS, section.frees.number, token_is_back, section.frees)
    section.held = None
    if section.spec.motion is not None:
        conveyor_goes_on(world, section)
    else:
        depart(world, station)
        now_empty(world, station)
    return job


# At a section's head


def head_is_free(world: World, section: Section) -> None:
    """Take the next job at once if one is always there, else in turn."""
    if section.never_waits:
        assert section.source is not None
        post(world, max(world.now, section.source.opens), INSIDE, 0, draw_job, section)
    else:
        post(world, world.now, HEADS, section.number, head_takes, section)


def draw_job(world: World, section: Section) -> None:
    """Take the next job of a source that is for this section alone."""
    assert section.source is not None
    job = new_job(world, section.source)
    has_come(world, section, job)
    start(world, section.head, job, "starved")


def head_takes(world: World, section: Section) -> None:
    """Take the next job, or wait for one."""
    section.idle_since = world.now
    head_tries(world, section)


def head_tries(world: World, section: Section) -> None:
    """Take the next job on to a head that waits, at once or when one may come."""
    if section.idle_since is None or take_next(world, section, "starved"):
        return
    if section.spec.motion is not None and moves_with_gap(section):
        conveyor_starts(world, section, None, "starved")
        return
    if may_begin(world, section) > world.now:
        again = may_begin(world, section)
        post(world, again, HEADS, section.number, head_tries, section)


def may_begin(world: World, section: Section) -> int:
    """Give from when on a head may take a job: a source sends, an oven lets in."""
    time = world.now
    if section.spec.intake == "source":
        assert section.source is not None
        time = max(time, section.source.opens)
    if section.spec.motion is not None:
        time = max(time, opens(world, section))
    return time


def take_next(world: World, section: Section, waited_for: str) -> bool:
    """Take the next job on to a waiting head if it can be had; tell whether."""
    if section.needs is not None and section.needs.free == 0:
        return False
    if may_begin(world, section) > world.now:
        return False
    offers = [offered(world, buffer, section) for buffer, _ in section.feeds]
    if section.spec.intake == "source":
        assert section.source is not None
        job, there = new_job(world, section.source), world.now
    elif section.spec.intake == "each":
        if None in offers:
            return False
        parts = [take_from(world, buffer, section) for buffer, _ in section.feeds]
        job, there = parts[0][0], max(when for _, when in parts)
        world.gone += len(parts) - 1
    else:
        feed = chosen_feed(section, offers)
        if feed is None:
            return False
        section.taken[feed] += 1
        job, there = take_from(world, section.feeds[feed][0], section)
    section.idle_since = None
    has_come(world, section, job)
    if section.needs is not None:
        section.needs.free -= 1
    if section.spec.motion is not None:
        post(world, there, INSIDE, 0, conveyor_starts, section, job, waited_for)
    else:
        post(world, there, INSIDE, 0, start, section.head, job, waited_for)
    return True


def chosen_feed(section: Section, offers: list[int | None]) -> int | None:
    """Choose whom to take from: the first to come, or the most behind its weight."""
    able = [feed for feed, came in enumerate(offers) if came is not None]
    weights = [max(round(weight * 1e6), 1) for _, weight in section.feeds]

    def ahead(feed: int) -> float:
        return (section.taken[feed] + 1) / weights[feed]

    if section.spec.intake == "weighted":
        return min(able, key=ahead, default=None)
    if section.spec.intake == "strict":
        feed = min(range(len(offers)), key=ahead)
        return feed if feed in able else None
    return min(able, key=lambda f: offers[f] or 0, default=None)


def offered(world: World, buffer: Buffer, section: Section) -> int | None:
    """Give since when the job waits that a buffer would give, None if none."""
    if buffer.places > 0:
        waiting = choose(world, buffer, section)
        return None if waiting is None else waiting.since
    giver = longest_held(buffer)
    if giver is not None:
        return giver.held_since
    return world.now if buffer.source is not None and buffer.source.outside else None


def longest_held(buffer: Buffer) -> Section | None:
    """Give the section whose end has waited longest for room in a buffer."""
    held = [giver for giver in buffer.givers if giver.held is buffer]
    return min(held, key=lambda giver: giver.held_since, default=None)


def take_from(world: World, buffer: Buffer, section: Section) -> tuple[Job, int]:
    """Take a job from a buffer, let the next move up; give when it will be there."""
    giver = longest_held(buffer)
    if buffer.places == 0:
        job = let_go(world, giver) if giver else enter(world, buffer)
        return job, world.now + ticks(buffer.spec.transit_s)
    waiting = choose(world, buffer, section)
    assert waiting is not None
    take_out(world, buffer, waiting)
    if giver is not None:
        come_into(world, buffer, let_go(world, giver))
    elif buffer.source is not None and buffer.source.outside:
        come_into(world, buffer, enter(world, buffer))
    # What moved up, or stood behind, may be what another head waits for.
    post(world, world.now, RIPE, buffer.number, serve_takers, buffer)
    return waiting.job, world.now


def come_into(world: World, buffer: Buffer, job: Job) -> None:
    """Put a job into a buffer, from which it can be had after its transit."""
    ripe = put(world, buffer, job)
    if ripe > world.now:
        post(world, ripe, RIPE, buffer.number, serve_takers, buffer)


def serve_takers(world: World, buffer: Buffer) -> None:
    """Let waiting heads take from a buffer for as long as one can."""
    while any(take_next(world, taker, "starved") for taker in in_turn(buffer.takers)):
        pass


def in_turn(sections: list[Section]) -> list[Section]:
    """Give the sections whose heads wait, longest waiting first."""
    waiting = [section for section in sections if section.idle_since is not None]
    return sorted(waiting, key=lambda s: (s.idle_since, s.number))


def takes(world: World, models: tuple[str, ...], job: Job) -> bool:
    """Tell whether a job is of one of the models (of any, if none is named)."""
    return not models or world.network.kinds[job.kind].model in models


# Tokens and sources


def token_is_back(world: World, pool: Pool) -> None:
    """Give a token that is back to the head that has waited longest."""
    pool.free += 1
    for section in in_turn([s for s in world.sections if s.needs is pool]):
        if pool.free:
            take_next(world, section, "waiting")


def plan_arrival(world: World, source: Source) -> None:
    """Put the next arrival on the agenda."""
    spec = source.spec.spec
    assert spec.interval_s is not None
    ahead = source.stream.ticks(
        2 * source.arrivals + 1,
        ticks(spec.interval_s),
        spec.interval_law or EXPONENTIAL,
    )
    begin = max(world.now, source.opens)
    post(world, begin + ahead, ARRIVALS, source.number, job_arrives, source)


def job_arrives(world: World, source: Source) -> None:
    """Let an arrival in; if it finds no room it waits outside, or is lost."""
    assert source.spec.buffer is not None
    buffer = world.buffers[source.spec.buffer]
    source.arrivals += 1
    source.outside += 1
    if buffer.room > 0:
        come_into(world, buffer, enter(world, buffer))
    serve_takers(world, buffer)
    if source.outside and source.spec.spec.when_full == "lose":
        source.outside -= 1
        if world.now >= world.count_from:
            buffer.lost += 1
    plan_arrival(world, source)


def enter(world: World, buffer: Buffer) -> Job:
    """Let in a job that waits outside for a buffer."""
    assert buffer.source is not None
    buffer.source.outside -= 1
    return new_job(world, buffer.source)


def new_job(world: World, source: Source) -> Job:
    """Make the source's next job: what is planned next, its class drawn."""
    number = source.made
    source.made += 1
    world.made += 1
    mix = [phase for begin, phase in source.phases if begin <= world.now][-1]
    if mix is not source.mix:
        source.mix, source.mixed_from = mix, number  # its order begins anew
    place = 0
    if mix.order:
        place = mix.order[(number - source.mixed_from) % len(mix.order)]
    classes = mix.classes[place]
    share = source.stream.share(2 * number)
    total = sum(each.share for each in classes)
    upto = 0.0
    for each in classes:
        upto += each.share
        if share < upto / total:
            break
    serial = source.number + number * len(world.sources)
    return Job(serial, each.kind, each.model, each.colour, world.now)


def waits_for(station: Station) -> str:
    """Give what an empty station is: a head may wait for a token."""
    section = station.section
    waits = station is section.head and section.idle_since is not None
    no_token = section.needs is not None and section.needs.free == 0
    return "waiting" if waits and no_token else "starved"


def told(world: World) -> Outcome:
    """Close the books at the end, and tell what the run came to."""
    departures, spent, repairs = {}, {}, []
    for crew in world.crews.values():
        for called, _, station, _ in crew.calls:
            station.time.note(called, world.until, f"repair_crew:{crew.name}")
    for station in (station for s in world.sections for station in s.stations):
        name, time = station.stop.name, station.time
        if station.section.spec.motion is not None and station.job is not None:
            time.note(station.free_since, world.until, "blocked")
        elif station.job is None:
            time.note(station.free_since, world.until, waits_for(station))
        elif station.ready is not None:
            time.note(station.ready, world.until, "blocked")
        departures[name] = station.departures
        spent[name] = dict(booked(time, count_from=world.count_from, until=world.until))
        repairs += [
            (name, operation, time.modes[mode].name, lost)
            for operation, mode, lost in time.repairs
        ]
    count_inside(world, world.until)
    world.now = world.until
    for buffer in world.buffers:
        measure(world, buffer)
    return Outcome(
        departures=departures,
        spent=spent,
        repairs=sorted(repairs),
        passages=sorted(world.passages),
        came=[section.came for section in world.sections],
        outcomes={
            (route.name, outlet.name): (
                route.outcomes[outlet.name, True],
                route.outcomes[outlet.name, False],
            )
            for route in world.routes
            if len(route.outlets) > 1
            for outlet in route.outlets
        },
        finished={
            name: sum(time >= world.count_from for time in times)
            for name, times in departures.items()
        },
        buffers=[(b.area, b.most, b.lost) for b in world.buffers],
        made=world.made,
        gone=world.gone,
        inside=world.inside,
        stuck=not world.agenda,
    )
