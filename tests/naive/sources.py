"""Where jobs begin: what a source sends next."""

from __future__ import annotations

from naive.world import Buffer, Job, Source, World
from zauyt.arrays.expanded import Class


def enter(world: World, buffer: Buffer) -> Job:
    """Let in a job that waits outside for a buffer."""
    assert buffer.source is not None
    buffer.source.outside -= 1
    return new_job(world, buffer.source)


def new_job(world: World, source: Source) -> Job:
    """Make the source's next job."""
    each = next_class(world, source)
    serial = source.number + source.made * len(world.sources)
    source.made += 1
    world.made += 1
    return Job(serial, each.kind, each.model, each.colour, world.now)


def next_class(world: World, source: Source) -> Class:
    """Give what the source would send now: what is planned next, its class drawn."""
    number = source.made
    mix = [phase for begin, phase in source.phases if begin <= world.now][-1]
    if mix is not source.mix:
        source.mix, source.mixed_from = mix, number  # its order begins anew
    place = 0
    if mix.order.size:
        place = mix.order[(number - source.mixed_from) % mix.order.size]
    classes = mix.classes[place]
    share = source.stream.share(2 * number)
    total = sum(each.share for each in classes)
    upto = 0.0
    for each in classes:
        upto += each.share
        if share < upto / total:
            break
    return each
