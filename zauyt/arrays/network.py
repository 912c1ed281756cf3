"""What a plant file means: stations, sections, buffers, routes, sources.

`network` is the only place where line groups, zones, defaults and references
are expanded. Everything still has its name and its shop-floor unit; `pack`
turns it into the kernel's arrays. The slow twin of the kernel in the tests
starts from the same network.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from zauyt.kernels.flow.levelling import level
from zauyt.plant.flow import zone_firsts
from zauyt.plant.law import Law
from zauyt.plant.line import (
    Failure,
    Line,
    Outcome,
    Source,
    Station,
    Store,
    Work,
    moves_together,
    stations_of,
)
from zauyt.plant.motion import Indexed, Paced
from zauyt.plant.plant import Plant
from zauyt.plant.product import Model

Entry = TypeVar("Entry")

MOST_INSIDE = 1000
"""Most places between two stations of one section; it remembers as many times."""

MOST_KINDS = 4096
"""Most combinations of model and options that operation times may tell apart."""


@dataclass(frozen=True)
class Kind:
    """Vehicles that no operation time and no route tells apart."""

    model: str
    options: frozenset[str]


@dataclass(frozen=True)
class Class:
    """A kind in a colour, and its share of a source's mix."""

    kind: int
    model: int
    colour: int
    share: float


@dataclass(frozen=True)
class Stop:
    """A station as it works: one position, doing one job at a time."""

    name: str
    station: str  # without the position, where there are several
    line: str
    shop: str
    calendar: str | None
    cycle_s: tuple[float, ...]  # by kind
    work: Work
    failures: tuple[str, ...]
    positions: int


@dataclass(frozen=True)
class Link:
    """The way from one station of a section to the next."""

    places: int
    transit_s: float


@dataclass(frozen=True)
class Outlet:
    """One outcome at a section's end, and where it leads."""

    name: str
    share: float
    limit: int | None
    point: str | None
    targets: tuple[tuple[int, tuple[str, ...]], ...]  # buffer, models (all if none)
    scrap: bool
    short: bool = False  # for jobs that lack a kit


@dataclass
class Section:
    """Stations in pure series, from a head that takes to an end that gives."""

    name: str
    line: str
    stops: list[Stop]
    links: list[Link]
    feeds: list[tuple[int, float]] = field(default_factory=list)
    intake: str = "source"  # or any, weighted, strict, each
    source: int | None = None
    route: int = -1
    models: tuple[str, ...] = ()
    carrier: str | None = None
    releases: str | None = None
    motion: Paced | Indexed | None = None  # a conveyor, with a place a station
    kits: tuple[str, ...] = ()  # without which jobs do not go in
    retrofits: tuple[str, ...] = ()  # that jobs get which were built without


@dataclass(frozen=True)
class Buffer:
    """Places in front of sections."""

    name: str
    line: str  # or store
    shop: str
    places: int | None  # None is without limit
    transit_s: float
    release: str
    lanes: int
    point: str | None = None
    ratios: tuple[Ratio, ...] = ()


@dataclass(frozen=True)
class Ratio:
    """At most so many of so many in a row are of some kinds."""

    most: int
    window: int
    kinds: tuple[bool, ...]


@dataclass(frozen=True, eq=False)
class Phase:
    """A source's mix from a date on (from the beginning, if there is none)."""

    start: datetime.date | None
    classes: tuple[tuple[Class, ...], ...]  # rows; each row's shares add up to 1
    order: NDArray[np.int64]  # rows in planned sequence; empty: the one row, drawn


@dataclass(frozen=True)
class Origin:
    """A source of jobs: what it sends and when."""

    name: str
    spec: Source
    phases: tuple[Phase, ...]  # by date; before the first one it sends nothing
    buffer: int | None


@dataclass(frozen=True)
class Network:
    """The whole plant, expanded, in the order in which events are settled."""

    plant: Plant
    kinds: tuple[Kind, ...]
    models: tuple[str, ...]
    colours: tuple[str, ...]
    sections: tuple[Section, ...]
    buffers: tuple[Buffer, ...]
    routes: tuple[tuple[Outlet, ...], ...]
    route_names: tuple[str, ...]
    origins: tuple[Origin, ...]
    points: tuple[str, ...]

    def admits(self, models: tuple[str, ...]) -> tuple[bool, ...]:
        """Tell for every kind whether it is of one of the models."""
        return tuple(not models or kind.model in models for kind in self.kinds)


def in_order(entries: Mapping[str, Entry]) -> tuple[tuple[str, Entry], ...]:
    """Give entries by name: their order in the file says nothing."""
    return tuple((name, entries[name]) for name in sorted(entries))


def calendar_of(plant: Plant, line: Line) -> str | None:
    """Give the name of the calendar by which a line works, or None if always."""
    if line.calendar is not None:
        return line.calendar
    if plant.calendar is not None:
        return plant.calendar
    return next(iter(plant.calendars)) if len(plant.calendars) == 1 else None


def members(plant: Plant) -> dict[str, Line | Store]:
    """Give lines and stores by name: what jobs may come from."""
    return {**plant.lines, **plant.stores}


def feeders(line: Line | Store) -> tuple[tuple[str, float], ...]:
    """Give the references a line or store takes any of, each with its weight."""
    after = line.after
    if isinstance(after, str):
        return ((after, 1.0),)
    if isinstance(after, dict):
        return in_order(after)
    return tuple((reference, 1.0) for reference in after)


def failures_of(work: Work) -> tuple[str, ...]:
    """Give the names of the failures a station suffers from."""
    return (work.failure,) if isinstance(work.failure, str) else work.failure


def outcomes_of(line: Line) -> dict[str, Outcome]:
    """Give a line's outcomes with their limits, the good one first."""
    return {
        name: entry if isinstance(entry, Outcome) else Outcome(share=entry)
        for name, entry in line.outcomes.items()
    }


def kinds_of(
    plant: Plant, stations: Mapping[str, Mapping[str, Station]]
) -> tuple[Kind, ...]:
    """Give the kinds of vehicle that operation times or ratio rules tell apart."""
    asked: set[str] = set()
    for of_line in stations.values():
        for station in of_line.values():
            asked.update(station.cycle_by_option_s)
    for store in plant.stores.values():
        asked.update(store.ratios)
    kinds: list[Kind] = []
    for name, model in in_order(plant.models or {"vehicle": Model()}):
        options = sorted(asked & set(model.options))
        for count in range(len(options) + 1):
            for chosen in itertools.combinations(options, count):
                kinds.append(Kind(name, frozenset(chosen)))
    return tuple(kinds)


def _cycles(work: Work, kinds: tuple[Kind, ...]) -> tuple[float, ...]:
    """Give the mean operation time for every kind, in seconds.

    It is 0 for kinds of which `lint` has seen that they never come here.
    """
    default = work.cycle_s if work.cycle_s is not None else 0.0
    if not work.cycle_by_option_s:
        return tuple(work.cycle_by_model.get(kind.model, default) for kind in kinds)
    return tuple(
        work.cycle_by_model.get(kind.model, default)
        + sum(
            work.cycle_by_option_s.get(option, 0.0) for option in sorted(kind.options)
        )
        for kind in kinds
    )


def _classes_of(plant: Plant, kinds: tuple[Kind, ...], model: str, share: float,
                colours: tuple[str, ...]) -> tuple[Class, ...]:  # fmt: skip
    """Give the classes of one model: its option kinds in each of its colours."""
    record = plant.models.get(model)
    rates = record.options if record else {}
    weights = (record.colours if record else {}) or {"": 1.0}
    total = sum(weights.values())
    number = sorted(plant.models).index(model) if plant.models else 0
    classes = []
    for place, kind in enumerate(kinds):
        if kind.model != model:
            continue
        relevant = {
            option
            for other in kinds
            if other.model == model
            for option in other.options
        }
        chance = share
        for option in sorted(relevant):
            rate = rates[option]
            chance *= rate if option in kind.options else 1.0 - rate
        for colour, weight in in_order(weights):
            classes.append(
                Class(place, number, colours.index(colour), chance * weight / total)
            )
    return tuple(classes)


LEVEL = 10_000
"""Length of a levelled sequence before it repeats."""


@lru_cache(maxsize=64)
def levelled(shares: tuple[float, ...], length: int) -> NDArray[np.int64]:
    """Give the sequence in which every share is met as evenly as can be."""
    sequence = np.empty(length, dtype=np.int64)
    level(sequence, np.array(shares), np.zeros(len(shares)))
    sequence.flags.writeable = False
    return sequence


def _order(spec: Source, shares: list[float]) -> NDArray[np.int64]:
    if spec.order == "random" or len(shares) == 1:
        return np.empty(0, dtype=np.int64)
    if spec.order != "batches":
        return levelled(tuple(shares), LEVEL)
    picks = levelled(tuple(shares), LEVEL // spec.lot or 1)
    return np.repeat(picks, spec.lot)


def _origin(
    plant: Plant, name: str, line: Line, kinds: tuple[Kind, ...],
    colours: tuple[str, ...], buffer: int | None,
) -> Origin:  # fmt: skip
    """Give a line's source: its mix as rows of classes, and their order."""
    spec = line.source or Source()
    mix = dict(spec.models) or {
        model: record.share for model, record in plant.models.items()
    }
    mix = {
        model: share
        for model, share in in_order(mix)
        if share > 0 and (not line.models or model in line.models)
    } or dict.fromkeys(line.models or sorted(plant.models) or ("vehicle",), 1.0)
    from_date = {
        model: plant.models[model].from_date if model in plant.models else None
        for model in mix
    }
    starts = sorted({date for date in from_date.values() if date is not None})
    phases = []
    for start in [None, *starts]:
        built = {
            model: share
            for model, share in mix.items()
            if (date := from_date[model]) is None
            or (start is not None and date <= start)
        }
        if built:
            phases.append(_phase(plant, spec, built, kinds, colours, start))
    return Origin(name, spec, tuple(phases), buffer)


def _phase(
    plant: Plant, spec: Source, mix: dict[str, float], kinds: tuple[Kind, ...],
    colours: tuple[str, ...], start: datetime.date | None,
) -> Phase:  # fmt: skip
    """Give one mix as rows of classes, and their order."""
    total = sum(mix.values())
    shares = [share / total for share in mix.values()]
    order = _order(spec, shares)
    rows = [
        _classes_of(plant, kinds, model, 1.0 if order.size else share, colours)
        for model, share in zip(mix, shares, strict=True)
    ]
    if not order.size:
        rows = [tuple(itertools.chain.from_iterable(rows))]
    return Phase(start, tuple(rows), order)


def _ratios(plant: Plant, store: Store, kinds: tuple[Kind, ...]) -> tuple[Ratio, ...]:
    """Give a store's ratio rules, each of a model or of an option."""
    rules = []
    for name, text in store.ratios.items():
        most, _, window = text.partition("/")
        of = tuple(
            kind.model == name if name in plant.models else name in kind.options
            for kind in kinds
        )
        rules.append(Ratio(int(most), int(window), of))
    return tuple(rules)


class _Builder:
    """The expansion under way: what has been numbered so far."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant
        self.stations = {name: stations_of(line) for name, line in plant.lines.items()}
        self.kinds = kinds_of(plant, self.stations)
        self.colours = tuple(
            dict.fromkeys(
                ["", *sorted(c for m in plant.models.values() for c in m.colours)]
            )
        )
        self.sections: list[Section] = []
        self.buffers: list[Buffer] = []
        self.routes: list[tuple[Outlet, ...]] = []
        self.route_names: list[str] = []
        self.origins: list[Origin] = []
        # what leads from a reference: buffer and the models it is for
        self.leads: dict[str, list[tuple[int, tuple[str, ...]]]] = {}

    def reference(self, text: str) -> str:
        """Give a reference with its outcome spelt out: ``inspect.good``."""
        head, _, outcome = text.partition(".")
        if outcome or head in self.plant.stores:
            return text
        outcomes = self.plant.lines[head].outcomes
        return f"{head}.{next(iter(outcomes))}" if outcomes else f"{head}."

    def feed(
        self, text: str, owner: str, record: Line | Store, models: tuple[str, ...]
    ) -> int:
        """Give the buffer through which a line or store is fed by a reference."""
        if text in self.plant.stores:
            return self.store(text)
        if isinstance(record, Store):
            return self.store(owner)
        places = None if record.buffer_before == "unlimited" else record.buffer_before
        self.buffers.append(
            Buffer(
                f"{owner}<{text}", owner, record.shop, places,
                record.transit_before_s, "fifo", 0,
            )
        )  # fmt: skip
        number = len(self.buffers) - 1
        self.leads.setdefault(self.reference(text), []).append((number, models))
        return number

    def store(self, name: str) -> int:
        """Give the number of a store's buffer, made at the first call."""
        for number, buffer in enumerate(self.buffers):
            if buffer.name == name:
                return number
        store = self.plant.stores[name]
        lanes = store.lanes or 0
        places = None if store.places == "unlimited" else store.places
        if lanes and places is not None:
            places = places // lanes * lanes
        self.buffers.append(
            Buffer(name, name, store.shop, places, store.transit_s, store.release,
                   lanes, store.count_point, _ratios(self.plant, store, self.kinds))
        )  # fmt: skip
        number = len(self.buffers) - 1
        for text, _ in feeders(store):
            self.leads.setdefault(self.reference(text), []).append((number, ()))
        return number


def _stops(builder: _Builder, name: str, line: Line) -> list[list[Stop]]:
    """Give a line's stations in order, each as its parallel positions."""
    plant = builder.plant
    calendar = calendar_of(plant, line)
    stations = builder.stations[name]
    # Of stations given by their number all are one.
    distinct = {id(work): work for work in stations.values()}
    cycles = {key: _cycles(work, builder.kinds) for key, work in distinct.items()}
    works = list(stations.values())
    slowest = _slowest(line, [max(cycles[id(w)]) / w.positions for w in works])
    rows: list[list[Stop]] = []
    for place, (label, work) in enumerate(stations.items()):
        full = f"{name}.{label}"
        failures = tuple(
            failure
            for failure in failures_of(work)
            if place in slowest or plant.failures[failure].scope == "station"
        )
        rows.append(
            [
                Stop(
                    name=full if work.positions == 1 else f"{full}#{position}",
                    station=full,
                    line=name,
                    shop=line.shop,
                    calendar=calendar,
                    cycle_s=cycles[id(work)],
                    work=work,
                    failures=failures,
                    positions=work.positions,
                )
                for position in range(1, work.positions + 1)
            ]
        )
    return rows


def _slowest(line: Line, time_s: list[float]) -> set[int]:
    """Give the slowest station of each zone: it alone has the zone's failures."""
    ends = sorted(zone_firsts(len(time_s), line.zones) | {0, len(time_s)})
    return {
        max(range(begin, end), key=lambda place: time_s[place])
        for begin, end in itertools.pairwise(ends)
    }


def _place_before(line: Line, station: Station, place: int, ends: Set[int]) -> Link:
    """Give the way from the station before to this one, inside the line."""
    places = station.buffer_before
    if places is None:
        places = line.buffer_between_zones if place in ends else line.buffer_between
    transit = station.transit_before_s
    return Link(
        -1 if places == "unlimited" else places,
        line.transit_between_s if transit is None else transit,
    )


def _add_line(builder: _Builder, name: str) -> None:
    """Cut a line into sections and number them, the last station first."""
    line = builder.plant.lines[name]
    rows = _stops(builder, name, line)
    stations = list(builder.stations[name].values())
    ends = zone_firsts(len(rows), line.zones)
    groups: list[list[Section]] = []
    ways: list[Link] = []
    for place, row in enumerate(rows):
        way = _place_before(line, stations[place], place, ends)
        before = rows[place - 1]
        if moves_together(line):
            joined = place > 0 and place not in ends
        else:
            joined = (
                place > 0
                and len(row) == len(before) == 1
                and 0 <= way.places <= MOST_INSIDE
                and not crewed(builder.plant, row[0])
                and not crewed(builder.plant, before[0])
            )
        if joined:
            groups[-1][0].stops.append(row[0])
            groups[-1][0].links.append(way)
            continue
        groups.append([Section(stop.name, name, [stop], []) for stop in row])
        ways.append(way)
    _connect(builder, name, line, groups, ways)


def crewed(plant: Plant, stop: Stop) -> bool:
    """Tell whether a repair at the station may have to wait for a crew."""
    return any(plant.failures[name].repair_crew is not None for name in stop.failures)


def _connect(
    builder: _Builder, name: str, line: Line, groups: list[list[Section]],
    ways: list[Link],
) -> None:  # fmt: skip
    """Join a line's groups of sections by buffers and number them."""
    for section in groups[0]:
        section.carrier = line.carrier
        section.models = line.models
        section.kits = tuple(
            kit for kit, spec in sorted(builder.plant.kits.items()) if spec.line == name
        )
        section.retrofits = tuple(
            kit
            for kit, spec in sorted(builder.plant.kits.items())
            if spec.retrofit_line == name
        )
    for section in itertools.chain.from_iterable(groups):
        section.motion = line.paced or line.indexed
    for section in groups[-1]:
        section.releases = line.releases_carrier
        section.route = len(builder.routes)
    builder.routes.append(())  # filled when all leads are known
    builder.route_names.append(name)
    for place in range(1, len(groups)):
        way = ways[place]
        builder.buffers.append(
            Buffer(
                groups[place][0].stops[0].station, name, line.shop,
                None if way.places < 0 else way.places, way.transit_s, "fifo", 0,
            )
        )  # fmt: skip
        number = len(builder.buffers) - 1
        for section in groups[place]:
            section.feeds = [(number, 1.0)]
            section.intake = "any"
        for section in groups[place - 1]:
            section.route = len(builder.routes)
        builder.routes.append(
            (Outlet("", 1.0, None, None, ((number, ()),), scrap=False),)
        )
        builder.route_names.append(groups[place][0].stops[0].station)
    _feed_heads(builder, name, line, groups[0])
    for group in reversed(groups):
        builder.sections.extend(group)


def _feed_heads(builder: _Builder, name: str, line: Line, heads: list[Section]) -> None:
    """Give a line's first sections their buffers or their source."""
    feeds = [
        (builder.feed(text, name, line, line.models), weight)
        for text, weight in feeders(line)
    ]
    feeds += [(builder.feed(text, name, line, ()), 1.0) for text in line.joins]
    intake = "each" if line.joins else "any"
    if isinstance(line.after, dict):
        intake = "strict" if line.strict else "weighted"
    source = None
    if not feeds:
        intake = "source"
        source = len(builder.origins)
        buffer = None
        if line.source is not None and line.source.type == "arrivals":
            intake = "any"
            places = None if line.buffer_before == "unlimited" else line.buffer_before
            builder.buffers.append(
                Buffer(f"{name}<", name, line.shop, places, line.transit_before_s,
                       "fifo", 0)
            )  # fmt: skip
            buffer = len(builder.buffers) - 1
            feeds = [(buffer, 1.0)]
        builder.origins.append(
            _origin(builder.plant, name, line, builder.kinds, builder.colours, buffer)
        )
    for section in heads:
        section.feeds = feeds
        section.intake = intake
        section.source = source


def line_order(plant: Plant) -> tuple[str, ...]:
    """Give the lines from the ends of the plant back to its sources.

    Lists in the file (``after``, ``joins``) give the order of what they name;
    the order of the entries under ``lines`` does not matter.
    """
    taken: set[str] = set()
    for record in members(plant).values():
        for text in (*dict(feeders(record)), *getattr(record, "joins", ())):
            taken.add(text.partition(".")[0])
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in ordered:
            return
        ordered[name] = None
        record = plant.lines.get(name) or plant.stores[name]
        for text in (*dict(feeders(record)), *getattr(record, "joins", ())):
            visit(text.partition(".")[0])

    names = sorted((*plant.lines, *plant.stores))
    for name in [name for name in names if name not in taken] + names:
        visit(name)
    return tuple(name for name in ordered if name in plant.lines)


def _routes(builder: _Builder) -> list[tuple[Outlet, ...]]:
    """Give every route its outcomes, now that all leads are known."""
    routes = list(builder.routes)
    plant = builder.plant
    counted = any(record.count_point for record in members(plant).values())
    for number, name in enumerate(builder.route_names):
        if routes[number]:
            continue
        line = plant.lines[name]
        outcomes = outcomes_of(line) or {"": Outcome(share=1.0)}
        total = sum(outcome.share for outcome in outcomes.values())
        outlets = []
        for place, (label, outcome) in enumerate(outcomes.items()):
            targets = tuple(builder.leads.get(f"{name}.{label}", ()))
            point = line.count_point if place == 0 else None
            if place == 0 and not targets and not counted:
                point = "buy_off"
            outlets.append(
                Outlet(label, outcome.share / total, outcome.limit, point, targets,
                       scrap=label == "scrap" or (place > 0 and not targets),
                       short=outcome.when == "short")
            )  # fmt: skip
        routes[number] = tuple(outlets)
    return routes


def network(plant: Plant) -> Network:
    """Expand a plant that `lint` found fit into what the simulator runs."""
    builder = _Builder(plant)
    for name in line_order(plant):
        _add_line(builder, name)
    routes = _routes(builder)
    points = dict.fromkeys(
        outlet.point for route in routes for outlet in route if outlet.point
    )
    for buffer in builder.buffers:
        if buffer.point:
            points.setdefault(buffer.point)
    return Network(
        plant=plant,
        kinds=builder.kinds,
        models=tuple(sorted(plant.models)) or ("vehicle",),
        colours=builder.colours,
        sections=tuple(builder.sections),
        buffers=tuple(builder.buffers),
        routes=tuple(routes),
        route_names=tuple(builder.route_names),
        origins=tuple(builder.origins),
        points=tuple(points),
    )


__all__ = ["Failure", "Law", "Network", "network"]
