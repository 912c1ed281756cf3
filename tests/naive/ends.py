"""At a section's end: what comes of a job, and where it goes."""

from __future__ import annotations

from typing import Any

from naive.chance import ticks
from naive.heads import come_into, serve_takers
from naive.inside import conveyor_goes_on, let_go
from naive.launch import MILLION, by_date, by_units, of_rejects
from naive.world import Buffer, Job, Route, Section, World
from zauyt.plant.motion import Paced


def end_is_reached(world: World, section: Section) -> None:
    """Decide what comes of the job at a section's end, and where it goes."""
    job = section.end.job
    assert job is not None
    section.end.ready = world.now
    section.outlet = decided(world, world.routes[section.spec.route], job)
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


def conveyor_stops(world: World, section: Section) -> None:
    """End a move: the job at the last place leaves, or holds the conveyor up."""
    if section.end.job is not None:
        section.end.ready = world.now
        end_is_reached(world, section)
    else:
        conveyor_goes_on(world, section)


def decided(world: World, route: Route, job: Job) -> Any:
    """Draw what comes of a job; what it has had too often turns out good.

    One that was built short has the outcome for such, if there is one.
    """
    good = route.outlets[0]
    if len(route.outlets) == 1:
        return good
    short = next((outlet for outlet in route.outlets if outlet.short), None)
    if short is not None and job.lacks:
        return short
    share = share_of_mature(world, route, route.stream.share(route.count))
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


def share_of_mature(world: World, route: Route, share: float) -> float:
    """Give where a drawn share would lie if nothing were rejected for a launch.

    The launch multiplies the share of all that is not good, up to 99 %; how that
    divides stays as it is.
    """
    events = of_rejects(world.network.plant, route.name)
    date_factor = by_date(events, world.tick_of, world.now)
    unit_factor = by_units(events, route.count)
    if date_factor == unit_factor == MILLION:
        return share
    good = route.outlets[0].share
    factor = float(date_factor) * float(unit_factor) / 1e12
    bad = min((1 - good) * factor, 0.99)
    if share < 1 - bad:
        return 0.0
    return good + (share - (1 - bad)) / bad * (1 - good)


def roominess(buffer: Buffer) -> tuple[float, int]:
    """Give what makes a job choose a buffer: room, and without limit emptiness.

    A buffer without places has room for one if a head waits.
    """
    if buffer.places == 0:
        return float(any(t.idle_since is not None for t in buffer.takers)), 0
    return buffer.room, -len(buffer.jobs) if buffer.spec.places is None else 0


def takes(world: World, models: tuple[str, ...], job: Job) -> bool:
    """Tell whether a job is of one of the models (of any, if none is named)."""
    return not models or world.network.kinds[job.kind].model in models
