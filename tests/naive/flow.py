"""How jobs flow through a plant: the definition, event by event.

Every end of an operation and every movement is an event of its own, in time order.
What happens stands in rooms of its own: `inside` sections, at their `ends` and
`heads`, and as `arrivals` from outside.
"""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Callable
from dataclasses import dataclass

from naive.agenda import head_is_free
from naive.arrivals import job_arrives, kits_come, plan_arrival, token_is_back
from naive.conditions import Conditions
from naive.ends import conveyor_stops, end_is_reached
from naive.heads import (
    conveyor_starts,
    draw_job,
    head_takes,
    head_tries,
    kit_missing,
    may_begin,
    serve_takers,
)
from naive.inside import come_on, crew_is_called, man_is_free, operation_ends, start
from naive.kits import plan_kits
from naive.operation import booked
from naive.stores import measure
from naive.world import Station, World, built
from zauyt.arrays.expanded import Network

EVENTS: dict[str, Callable[..., object]] = {
    happens.__name__: happens
    for happens in (
        come_on,
        conveyor_starts,
        conveyor_stops,
        crew_is_called,
        draw_job,
        end_is_reached,
        head_takes,
        head_tries,
        job_arrives,
        kits_come,
        man_is_free,
        operation_ends,
        serve_takers,
        start,
        token_is_back,
    )
}


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
    network: Network, *, length: int, conditions: Conditions, seed: int,
    tick_of: Callable[[datetime.date], int], count_from: int = 0, run: int = 0,
) -> Outcome:  # fmt: skip
    """Run a plant from tick 0 up to, and without, tick `length`.

    `tick_of` gives the tick of a date's midnight.
    """
    world = built(
        network, until=length, count_from=count_from, conditions=conditions, seed=seed,
        run=run, tick_of=tick_of,
    )  # fmt: skip
    for section in world.sections:
        head_is_free(world, section)
    for kit in world.kits:
        plan_kits(world, kit)
    for source in world.sources:
        if source.spec.buffer is not None:
            plan_arrival(world, source)
    while world.agenda and world.agenda[0][0] < length:
        count_inside(world, world.agenda[0][0])
        world.now, _, _, _, happens, whom = heapq.heappop(world.agenda)
        EVENTS[happens](world, *whom)
    return told(world)


def count_inside(world: World, until: int) -> None:
    """Add up the counted job ticks inside the plant up to the next event."""
    counted = until - max(world.now, world.count_from)
    world.inside += (world.made - world.gone) * max(counted, 0)


def waits_for(world: World, station: Station) -> str:
    """Give what an empty station is: a head may wait for a token or a kit."""
    section = station.section
    if station is not section.head or section.idle_since is None:
        return "starved"
    if section.needs is not None and section.needs.free == 0:
        return "waiting"
    if may_begin(world, section) > world.now:
        return "starved"
    kit = kit_missing(world, section)
    return "starved" if kit is None else f"kit:{kit.name}"


def told(world: World) -> Outcome:
    """Close the books at the end, and tell what the run came to."""
    departures, spent, repairs = {}, {}, []
    for crew in world.crews.values():
        for called, _, station, _ in crew.calls:
            station.time.note(called, world.until, f"repair_crew:{crew.name}")
    count_inside(world, world.until)
    world.now = world.until - 1
    for station in (station for s in world.sections for station in s.stations):
        name, time = station.stop.name, station.time
        if station.section.spec.motion is not None and station.job is not None:
            time.note(station.free_since, world.until, "blocked")
        elif station.job is None:
            time.note(station.free_since, world.until, waits_for(world, station))
        elif station.ready is not None:
            time.note(station.ready, world.until, "blocked")
        departures[name] = station.departures
        spent[name] = dict(booked(time, count_from=world.count_from, until=world.until))
        repairs += [
            (name, operation, time.modes[mode].name, lost)
            for operation, mode, lost in time.repairs
        ]
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
