"""At a section's head: which job it takes next, and from where.

Heads that wait for a job, and ends that wait for room, are served longest waiting
first, then by the section's number.
"""

from __future__ import annotations

from naive.agenda import ENDS, HEADS, INSIDE, RIPE, post
from naive.chance import ticks
from naive.conveyor import move, moves_with_gap, note_rest, opens
from naive.inside import let_go, start
from naive.kits import awaited, give_kits
from naive.sources import enter, new_job, next_class
from naive.stores import choose, put, take_out
from naive.world import Buffer, Job, Kit, Section, World


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
        post(world, again, HEADS, section.number, "head_tries", section)


def draw_job(world: World, section: Section) -> None:
    """Take the next job of a source that is for this section alone."""
    assert section.source is not None
    job = new_job(world, section.source)
    has_come(world, section, job)
    start(world, section.head, job, "starved")


def has_come(world: World, section: Section, job: Job) -> None:
    """Count that a job has been taken by a section, its first visit apart."""
    job.been[section.spec.route] += 1
    if world.now >= world.count_from:
        section.came[0] += 1
        section.came[1] += job.been[section.spec.route] == 1


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
    again = may_begin(world, section)
    if again > world.now:
        post(world, again, HEADS, section.number, "head_tries", section)
        return False
    feed = feed_ready(world, section)
    if feed is None or kit_awaited(world, section, feed) is not None:
        return False
    if section.spec.intake == "source":
        assert section.source is not None
        job, there = new_job(world, section.source), world.now
    elif section.spec.intake == "each":
        parts = [take_from(world, buffer, section) for buffer, _ in section.feeds]
        job, there = parts[0][0], max(when for _, when in parts)
        world.gone += len(parts) - 1
    else:
        section.taken[feed] += 1
        job, there = take_from(world, section.feeds[feed][0], section)
    section.idle_since = None
    has_come(world, section, job)
    give_kits(world, section, job)
    if section.needs is not None:
        section.needs.free -= 1
    if section.spec.motion is not None:
        post(world, there, INSIDE, 0, "conveyor_starts", section, job, waited_for)
    else:
        post(world, there, INSIDE, 0, "start", section.head, job, waited_for)
    return True


def feed_ready(world: World, section: Section) -> int | None:
    """Give which feed the next job comes from (the first, of a source or of all)."""
    if section.spec.intake == "source":
        return 0
    offers = [offered(world, buffer, section) for buffer, _ in section.feeds]
    if section.spec.intake == "each":
        return None if None in offers else 0
    return chosen_feed(section, offers)


def kit_awaited(world: World, section: Section, feed: int) -> Kit | None:
    """Give the kit that the next job of a feed would have to wait for."""
    return awaited(world, section, *next_job(world, section, feed))


def kit_missing(world: World, section: Section) -> Kit | None:
    """Give the kit for want of which a head is idle, though a job is there."""
    needed = section.kits
    section.kits = []  # which job there is does not depend on kits
    feed = feed_ready(world, section)
    job = None if feed is None else next_job(world, section, feed)
    section.kits = needed
    return None if job is None else awaited(world, section, *job)


def next_job(world: World, section: Section, feed: int) -> tuple[int, frozenset[str]]:
    """Give the kind of the next job of a feed, and the kits that it lacks."""
    source = section.source
    if section.spec.intake != "source":
        buffer = section.feeds[feed][0]
        source = buffer.source
        giver = longest_held(buffer)
        job = giver.end.job if giver is not None else None
        if buffer.places > 0:
            waiting = choose(world, buffer, section)
            assert waiting is not None
            job = waiting.job
        if job is not None:
            return job.kind, job.lacks
    assert source is not None
    return next_class(world, source).kind, frozenset()


def conveyor_starts(
    world: World, section: Section, job: Job | None, waited_for: str
) -> None:
    """Begin a conveyor's next move, with a job at its head or without."""
    note_rest(world, section, waited_for)
    section.idle_since = None
    if job is not None:
        section.head.job, job.came = job, world.now
    end = move(world, section)
    post(world, end, ENDS, section.number, "conveyor_stops", section)


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
    post(world, world.now, RIPE, buffer.number, "serve_takers", buffer)
    return waiting.job, world.now


def come_into(world: World, buffer: Buffer, job: Job) -> None:
    """Put a job into a buffer, from which it can be had after its transit."""
    ripe = put(world, buffer, job)
    if ripe > world.now:
        post(world, ripe, RIPE, buffer.number, "serve_takers", buffer)


def serve_takers(world: World, buffer: Buffer) -> None:
    """Let waiting heads take from a buffer for as long as one can."""
    while any(take_next(world, taker, "starved") for taker in in_turn(buffer.takers)):
        pass


def in_turn(sections: list[Section]) -> list[Section]:
    """Give the sections whose heads wait, longest waiting first."""
    waiting = [section for section in sections if section.idle_since is not None]
    return sorted(waiting, key=lambda s: (s.idle_since, s.number))
