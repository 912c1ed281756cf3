"""What there is in the plant: stations, sections, buffers, sources, tokens, jobs.

One object for each thing that a planner could point at, made from the expanded
plant (`zauyt.arrays.network`). Nothing here moves; `flow` moves it.
"""

from __future__ import annotations

import datetime
import itertools
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from naive import chance, launch
from naive.chance import Mode, Stream, ticks
from naive.closings import Window
from naive.conditions import Conditions
from naive.operation import Timeline, Walk
from zauyt.arrays import network as expanded
from zauyt.arrays.expanded import Network
from zauyt.plant import supply


@dataclass(eq=False)
class Job:
    """A body that becomes a vehicle."""

    serial: int
    kind: int
    model: int
    colour: int
    born: int
    came: int = 0  # on to the conveyor that it is on
    visits: Counter[tuple[str, str]] = field(default_factory=Counter)
    been: Counter[int] = field(default_factory=Counter)  # at groups, by route
    rejected: bool = False
    lacks: frozenset[str] = frozenset()  # kits that it was built without


@dataclass(eq=False)
class Station:
    """One position; `job` is the job on it, `ready` when its operation ended."""

    stop: expanded.Stop
    section: Section
    time: Timeline
    cycles: Stream
    way_in: Way | None = None
    way_out: Way | None = None
    job: Job | None = None
    before: Job | None = None
    ready: int | None = None
    free_since: int = 0
    work: int = 0  # ticks in the present move of a conveyor
    behind: int = 0  # ticks put off from moves before
    departures: list[int] = field(default_factory=list)


@dataclass(eq=False)
class Way:
    """The way between two stations of a section, with places to wait in order."""

    giver: Station
    taker: Station
    places: int
    transit: int
    jobs: deque[tuple[Job, int]] = field(default_factory=deque)  # and when there

    @property
    def has_room(self) -> bool:
        """Tell whether one more may leave for it: the taker counts as a place."""
        return len(self.jobs) + (self.taker.job is not None) <= self.places


@dataclass(eq=False)
class Section:
    """Stations in series; `idle_since` if its head waits, `held` if its end does."""

    number: int
    spec: expanded.Section
    feeds: list[tuple[Buffer, float]] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    stations: list[Station] = field(default_factory=list)
    source: Source | None = None
    needs: Pool | None = None
    frees: Pool | None = None
    kits: list[Kit] = field(default_factory=list)  # without which jobs do not go in
    retrofits: list[Kit] = field(default_factory=list)  # for those built without
    idle_since: int | None = None
    held: Buffer | None = None
    held_since: int = 0
    outlet: expanded.Outlet | None = None
    never_waits: bool = False  # a job is always there, for this section alone
    end_is_open: bool = False  # whatever is ready leaves the plant at once
    came: list[int] = field(default_factory=lambda: [0, 0])  # counted; first visits

    @property
    def head(self) -> Station:
        """Give the first station."""
        return self.stations[0]

    @property
    def end(self) -> Station:
        """Give the last station."""
        return self.stations[-1]


@dataclass(eq=False)
class Waiting:
    """A job in a buffer: since when, from when it can be had, in which lane."""

    job: Job
    since: int
    ripe: int
    lane: int


@dataclass(eq=False)
class Buffer:
    """Places in front of sections, and who takes from and gives to them."""

    number: int
    spec: expanded.Buffer
    takers: list[Section] = field(default_factory=list)
    givers: list[Section] = field(default_factory=list)
    source: Source | None = None
    jobs: list[Waiting] = field(default_factory=list)
    colour: int | None = None
    released: list[int] = field(default_factory=list)  # the kinds of all that left
    area: int = 0
    changed: int = 0
    most: int = 0
    lost: int = 0

    @property
    def places(self) -> float:
        """Give how many jobs have place."""
        return float("inf") if self.spec.places is None else self.spec.places

    @property
    def room(self) -> float:
        """Give how many more jobs have place."""
        return self.places - len(self.jobs)


@dataclass(eq=False)
class Source:
    """Where jobs begin; `outside` of them wait for a place in its buffer."""

    number: int
    spec: expanded.Origin
    stream: Stream
    phases: list[tuple[int, expanded.Phase]]  # and from when on
    mix: expanded.Phase | None = None
    mixed_from: int = 0
    made: int = 0
    arrivals: int = 0
    outside: int = 0

    @property
    def opens(self) -> int:
        """Give the first time at which there is a model that is built."""
        return self.phases[0][0]


@dataclass(eq=False)
class Pool:
    """Tokens that circulate: carriers."""

    number: int
    free: int
    delay: int


@dataclass(eq=False)
class Kit:
    """Sets of parts that come in lots and on dates; `deliveries` are those ahead."""

    number: int
    name: str
    spec: supply.Kit
    stream: Stream
    free: int
    deliveries: list[tuple[int, int]]  # when, how many
    next_lot: int = 0
    lots: int = 0


@dataclass(eq=False)
class Crew:
    """Men who mend what has failed, first come, first served."""

    name: str
    free: int
    calls: list[tuple[int, int, Station, Walk]] = field(default_factory=list)


@dataclass(eq=False)
class Route:
    """What comes of the jobs at the end of a line, and how many were decided."""

    name: str
    outlets: tuple[expanded.Outlet, ...]
    stream: Stream
    count: int = 0
    outcomes: Counter[tuple[str, bool]] = field(default_factory=Counter)


@dataclass(eq=False)
class World:
    """The plant under way."""

    network: Network
    until: int
    count_from: int
    tick_of: Callable[[datetime.date], int]
    sections: list[Section] = field(default_factory=list)
    buffers: list[Buffer] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    kits: list[Kit] = field(default_factory=list)
    shortage: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    crews: dict[str, Crew] = field(default_factory=dict)
    now: int = 0
    made: int = 0
    gone: int = 0
    inside: int = 0
    passages: list[tuple[int, str, int, int, int, int, bool]] = field(
        default_factory=list
    )
    agenda: list[tuple[int, int, int, int, str, tuple[Any, ...]]] = field(
        default_factory=list
    )
    posted: itertools.count[int] = field(default_factory=itertools.count)


def passed(world: World, point: str, job: Job) -> None:
    """Write down that a job passes a count point."""
    world.passages.append(
        (world.now, point, job.serial, job.born, job.kind, job.colour, job.rejected)
    )


def slowed(world: World, station: Station, work: int) -> int:
    """Give how long some work takes that could begin now.

    A launch makes it longer, by date and by the jobs that the station has done, and
    so do people who are missing in the last shift that has begun; a line's takt
    hides what is shorter than it.
    """
    events = launch.of_station(world.network.plant, "work", station.stop)
    learning = launch.by_date(events, world.tick_of, world.now)
    begun = [
        factor
        for start, factor in world.shortage.get(station.stop.name, ())
        if start <= world.now
    ]
    short = begun[-1] if begun else launch.MILLION
    by_units = launch.by_units(events, station.time.served)
    plant, line = world.network.plant, station.stop.line
    takt = launch.of_takt(plant, line, world.tick_of, world.now)
    return launch.longer(work, launch.multiplied((learning, short)), by_units, takt)


def built(
    network: Network, *, until: int, count_from: int,
    conditions: Conditions, seed: int, run: int,
    tick_of: Callable[[datetime.date], int],
) -> World:  # fmt: skip
    """Give the plant as it stands before the first event."""
    world = World(network, until, count_from, tick_of, shortage=conditions.shortage)
    draws = {"seed": seed, "run": run}
    world.buffers = [Buffer(n, spec) for n, spec in enumerate(network.buffers)]
    world.sources = [
        Source(
            n,
            spec,
            chance.stream(spec.name, "source", **draws),
            [(tick_of(p.start) if p.start else 0, p) for p in spec.phases],
        )
        for n, spec in enumerate(network.origins)
    ]
    world.routes = [
        Route(name, outlets, chance.stream(name, "outcome", **draws))
        for name, outlets in zip(network.route_names, network.routes, strict=True)
    ]
    pools = {
        name: Pool(n, carrier.count, ticks(carrier.return_s))
        for n, (name, carrier) in enumerate(sorted(network.plant.carriers.items()))
    }
    world.pools = list(pools.values())
    world.kits = [
        _kit(name, spec, len(pools) + n, tick_of, draws)
        for n, (name, spec) in enumerate(sorted(network.plant.kits.items()))
    ]
    world.crews = {
        name: Crew(name, count) for name, count in network.plant.repair_crews.items()
    }
    for number, spec in enumerate(network.sections):
        section = Section(number, spec)
        section.feeds = [(world.buffers[n], weight) for n, weight in spec.feeds]
        section.taken = [0 for _ in spec.feeds]
        section.source = None if spec.source is None else world.sources[spec.source]
        section.needs = pools[spec.carrier] if spec.carrier else None
        section.frees = pools[spec.releases] if spec.releases else None
        section.kits = [kit for kit in world.kits if kit.name in spec.kits]
        section.retrofits = [kit for kit in world.kits if kit.name in spec.retrofits]
        _join_up(world, section)
        section.stations = [
            _station(world, section, stop, conditions.windows[stop.name], draws)
            for stop in spec.stops
        ]
        _link(section)
        world.sections.append(section)
    for source in world.sources:
        if source.spec.buffer is not None:
            world.buffers[source.spec.buffer].source = source
    return world


def _join_up(world: World, section: Section) -> None:
    """Tell the buffers whom they serve, and the section whether it is free of them."""
    network, spec = world.network, section.spec
    outlets = network.routes[spec.route]
    targets = {number for outlet in outlets for number, _ in outlet.targets}
    for buffer, _ in section.feeds:
        buffer.takers.append(section)
    for number in sorted(targets):
        world.buffers[number].givers.append(section)
    section.end_is_open = len(outlets) == 1 and not targets and section.frees is None
    heads = sum(other.source == spec.source for other in network.sections)
    # Who may call for a repair crew takes jobs in turn, so that calls have an order.
    section.never_waits = (
        spec.intake == "source"
        and heads == 1
        and section.needs is None
        and not section.kits
        and spec.motion is None
        and not any(expanded.crewed(network.plant, stop) for stop in spec.stops)
    )


def _station(
    world: World, section: Section, stop: expanded.Stop, windows: Sequence[Window],
    draws: dict[str, int],
) -> Station:  # fmt: skip
    plant = world.network.plant
    modes = [
        Mode(
            name,
            plant.failures[name],
            chance.stream(stop.name, f"failure:{name}", **draws),
        )
        for name in stop.failures
        if plant.failures[name].clock != "calendar"
    ]
    events = launch.of_station(plant, "failures", stop)

    def mean_of(mode: Mode, time: int, operations: int) -> int:
        """Give the mean time to failure, or operations, that holds from then on."""
        date_factor = launch.by_date(events, world.tick_of, time)
        unit_factor = launch.by_units(events, operations)
        return launch.shorter(mode.mean(), date_factor, unit_factor)

    for mode in modes:
        mode.plan_next(0, mean_of(mode, 0, 0))
    time = Timeline(windows, stop.work.at_window, modes, mean_of)
    return Station(stop, section, time, chance.stream(stop.name, "cycle", **draws))


def _kit(
    name: str, spec: supply.Kit, number: int, tick_of: Callable[[datetime.date], int],
    draws: dict[str, int],
) -> Kit:  # fmt: skip
    """Give a kit; deliveries before the first day are there when it begins."""
    deliveries = sorted(
        (max(tick_of(datetime.date.fromisoformat(day)), 0), count)
        for day, count in spec.deliveries.items()
    )
    stream = chance.stream(f"kits.{name}", "interval", **draws)
    return Kit(number, name, spec, stream, spec.stock, deliveries)


def _link(section: Section) -> None:
    ways = zip(itertools.pairwise(section.stations), section.spec.links, strict=True)
    for (giver, taker), link in ways:
        way = Way(giver, taker, link.places, ticks(link.transit_s))
        giver.way_out = taker.way_in = way
