"""What a plant file means: stations, sections, buffers, routes, sources.

`network` is the only place where line groups, zones, defaults and references
are expanded. The slow twin of the kernel in the tests starts from the same network.
"""

from __future__ import annotations

import itertools
from collections.abc import Set

from zauyt.arrays.expanded import (
    Buffer,
    Link,
    Network,
    Origin,
    Outlet,
    Section,
    Stop,
)
from zauyt.arrays.origins import cycles_of, in_order, kinds_of, origin_of, ratios_of
from zauyt.plant.flow import zone_firsts
from zauyt.plant.line import (
    Line,
    Outcome,
    Station,
    Store,
    Work,
    moves_together,
    stations_of,
)
from zauyt.plant.plant import Plant

MOST_INSIDE = 1000
"""Most places between two stations of one section; it remembers as many times."""


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
                   lanes, store.count_point, ratios_of(self.plant, store, self.kinds))
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
    cycles = {key: cycles_of(work, builder.kinds) for key, work in distinct.items()}
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
            origin_of(builder.plant, name, line, builder.kinds, builder.colours, buffer)
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
