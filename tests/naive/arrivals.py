"""What comes from outside: tokens and jobs."""

from __future__ import annotations

from naive.agenda import ARRIVALS, post
from naive.chance import EXPONENTIAL, ticks
from naive.heads import come_into, in_turn, serve_takers, take_next
from naive.kits import plan_kits, take_in
from naive.sources import enter
from naive.world import Kit, Pool, Source, World


def token_is_back(world: World, pool: Pool) -> None:
    """Give a token that is back to the head that has waited longest."""
    pool.free += 1
    for section in in_turn([s for s in world.sections if s.needs is pool]):
        if pool.free:
            take_next(world, section, "waiting")


def kits_come(world: World, kit: Kit) -> None:
    """Take in the kits that have come, and let heads that wait for them go on."""
    take_in(world, kit)
    plan_kits(world, kit)
    for section in in_turn(world.sections):
        if kit.free and kit in (*section.kits, *section.retrofits):
            take_next(world, section, f"kit:{kit.name}")


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
    post(world, begin + ahead, ARRIVALS, source.number, "job_arrives", source)


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
