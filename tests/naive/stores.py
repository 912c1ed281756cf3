"""What stands in a buffer: where a job is put, and which one leaves next."""

from __future__ import annotations

from naive.chance import ticks
from naive.kits import wants
from naive.world import Buffer, Job, Section, Waiting, World, passed


def measure(world: World, buffer: Buffer) -> None:
    """Add up the counted job ticks since the content changed last."""
    since = max(buffer.changed, world.count_from)
    buffer.area += len(buffer.jobs) * max(min(world.now, world.until) - since, 0)
    buffer.changed = world.now


def put(world: World, buffer: Buffer, job: Job) -> int:
    """Put a job into a buffer with room, and give when it can be had."""
    measure(world, buffer)
    ripe = world.now + ticks(buffer.spec.transit_s)
    buffer.jobs.append(Waiting(job, world.now, ripe, lane_for(buffer, job)))
    buffer.most = max(buffer.most, len(buffer.jobs))
    if buffer.spec.name in world.network.plant.stores:
        passed(world, f"into {buffer.number}", job)
    return ripe


def take_out(world: World, buffer: Buffer, waiting: Waiting) -> None:
    """Take a job out."""
    measure(world, buffer)
    buffer.jobs.remove(waiting)
    buffer.colour = waiting.job.colour
    buffer.released.append(waiting.job.kind)
    if buffer.spec.point is not None:
        passed(world, buffer.spec.point, waiting.job)
    if buffer.spec.name in world.network.plant.stores:
        passed(world, f"out of {buffer.number}", waiting.job)


def choose(world: World, buffer: Buffer, section: Section) -> Waiting | None:
    """Choose the job for a taker by the buffer's rule of release.

    It is there, one that the taker takes, and first in its lane. The
    first come is taken; before it the earliest of the planned sequence, or one
    of the colour released last.
    """
    able = [
        waiting
        for place, waiting in enumerate(buffer.jobs)
        if waiting.ripe <= world.now
        and wants(world, section, waiting.job)
        and not (
            buffer.spec.lanes
            and any(ahead.lane == waiting.lane for ahead in buffer.jobs[:place])
        )
    ]
    if buffer.spec.release == "restore_sequence":
        return min(able, key=lambda waiting: waiting.job.serial, default=None)
    if buffer.spec.release == "colour_batch":
        return min(able, key=lambda w: w.job.colour != buffer.colour, default=None)
    if buffer.spec.release == "ratio":
        return min(able, key=lambda w: breaks_ratio(buffer, w.job), default=None)
    if buffer.spec.release == "sequence_rules":
        return min(able, key=lambda w: too_many(buffer, w.job), default=None)
    return able[0] if able else None


def too_many(buffer: Buffer, job: Job) -> list[int]:
    """Give how many too many there would be, the first priority first."""
    found: dict[int, int] = {}
    for ratio in buffer.spec.ratios:
        before = buffer.released[-(ratio.window - 1) :] if ratio.window > 1 else []
        count = sum(ratio.kinds[kind] for kind in [*before, job.kind])
        more = max(count - ratio.most, 0)
        found[ratio.weight] = found.get(ratio.weight, 0) + more
    return [found[weight] for weight in sorted(found, reverse=True)]


def breaks_ratio(buffer: Buffer, job: Job) -> bool:
    """Tell whether there would be more of the job's kind in a row than may be."""
    for ratio in buffer.spec.ratios:
        before = buffer.released[-(ratio.window - 1) :] if ratio.window > 1 else []
        row = [*before, job.kind]
        if ratio.kinds[job.kind] and sum(ratio.kinds[k] for k in row) > ratio.most:
            return True
    return False


def lane_for(buffer: Buffer, job: Job) -> int:
    """Choose the lane for a job: behind its like, else the shortest, else the first.

    Its like is a job little earlier in the planned sequence, or one of its
    colour, as the rule of release wants it. With the planned sequence an empty
    lane comes before one that ends with a later job.
    """
    if not buffer.spec.lanes:
        return 0
    lanes: list[list[Job]] = [[] for _ in range(buffer.spec.lanes)]
    for waiting in buffer.jobs:
        lanes[waiting.lane].append(waiting.job)
    places = buffer.places // buffer.spec.lanes

    def suits(number: int) -> tuple[int, int]:
        lane = lanes[number]
        if buffer.spec.release == "restore_sequence" and lane:
            behind = job.serial - lane[-1].serial
            return (0, behind) if behind > 0 else (2, len(lane))
        if buffer.spec.release == "colour_batch" and lane:
            return (int(lane[-1].colour != job.colour), len(lane))
        if buffer.spec.release == "sequence_rules" and lane:
            return (int(lane[-1].kind != job.kind), len(lane))
        return (1, len(lane))

    return min(
        (number for number, lane in enumerate(lanes) if len(lane) < places), key=suits
    )
