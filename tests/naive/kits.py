"""Kits: sets of parts without which jobs do not go in, or go in short."""

from __future__ import annotations

from naive.agenda import TOKENS, post
from naive.chance import ticks
from naive.world import Job, Kit, Section, World


def needed_by(world: World, kit: Kit, kind: int) -> bool:
    """Tell whether vehicles of a kind need a kit."""
    return not kit.spec.models or world.network.kinds[kind].model in kit.spec.models


def wants(world: World, section: Section, job: Job) -> bool:
    """Tell whether a section takes a job: its models, and whose kits are there.

    A kit that is missing and lets another model go first keeps its own out.
    """
    models = section.spec.models
    if not models and not section.kits:
        return True
    if models and world.network.kinds[job.kind].model not in models:
        return False
    return not any(
        kit.free == 0
        and kit.spec.when_missing == "other_model"
        and needed_by(world, kit, job.kind)
        for kit in section.kits
    )


def awaited(
    world: World, section: Section, kind: int, lacks: frozenset[str]
) -> Kit | None:
    """Give the kit for which a job would have to wait, if there is one."""
    missing = [
        kit
        for kit in section.kits
        if kit.free == 0
        and kit.spec.when_missing != "build_short"
        and needed_by(world, kit, kind)
    ]
    missing += [k for k in section.retrofits if k.free == 0 and k.name in lacks]
    return missing[0] if missing else None


def give_kits(world: World, section: Section, job: Job) -> None:
    """Give a job what it needs to go in; what is missing it lacks from now on."""
    lacked = job.lacks
    for kit in section.kits:
        if needed_by(world, kit, job.kind):
            if kit.free == 0:
                job.lacks |= {kit.name}
            else:
                kit.free -= 1
    for kit in section.retrofits:
        if kit.name in lacked and kit.free > 0:
            kit.free -= 1
            job.lacks -= {kit.name}


def plan_kits(world: World, kit: Kit) -> None:
    """Put the next coming of kits on the agenda: a lot, or what comes on a date."""
    coming = [time for time, _ in kit.deliveries]
    if kit.spec.lot is not None:
        assert kit.spec.every_h is not None
        if kit.next_lot <= world.now:
            mean, law = ticks(kit.spec.every_h * 3600), kit.spec.interval_law
            kit.next_lot += kit.stream.ticks(kit.lots, mean, law)
            kit.lots += 1
        coming.append(kit.next_lot)
    if coming:
        post(world, min(coming), TOKENS, kit.number, "kits_come", kit)


def take_in(world: World, kit: Kit) -> None:
    """Add what has come to what there is."""
    if kit.spec.lot is not None and kit.next_lot <= world.now:
        kit.free += kit.spec.lot
    kit.free += sum(count for time, count in kit.deliveries if time <= world.now)
    kit.deliveries = [each for each in kit.deliveries if each[0] > world.now]
