"""The ways of jobs between lines and stores, and what follows from them alone."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from zauyt.plant.checks.references import givers_of
from zauyt.plant.line import Line, Outcome, Places, Store, stations_of
from zauyt.plant.plant import Plant

UNNAMED = ""
"""The one model of a plant that states none."""


@dataclass(frozen=True)
class Way:
    """One reference: jobs of ``giver`` with an outcome go to ``taker``."""

    giver: str
    outcome: str
    taker: str
    key: str
    path: str

    @property
    def joins(self) -> bool:
        """Whether each job of the taker needs one from here."""
        return self.key == "joins"


@dataclass(frozen=True)
class Flow:
    """All ways of a plant whose references exist, by giver and by taker."""

    nodes: Mapping[str, Line | Store]
    into: Mapping[str, list[Way]]
    out_of: Mapping[str, list[Way]]


def flow_of(plant: Plant) -> Flow:
    """Give the ways of a plant; its references must exist."""
    nodes: dict[str, Line | Store] = {**plant.lines, **plant.stores}
    into: dict[str, list[Way]] = defaultdict(list)
    out_of: dict[str, list[Way]] = defaultdict(list)
    for name, node in nodes.items():
        for key, place, reference in givers_of(node):
            giver, _, outcome = reference.partition(".")
            way = Way(
                giver=giver,
                outcome=outcome or good_outcome(nodes[giver]),
                taker=name,
                key=key,
                path=f"{node_path(nodes, name)}.{key}{place}",
            )
            into[name].append(way)
            out_of[giver].append(way)
    return Flow(nodes, dict(into), dict(out_of))


def node_path(nodes: Mapping[str, Line | Store], name: str) -> str:
    """Give the path of a line or store."""
    return f"{'lines' if isinstance(nodes[name], Line) else 'stores'}.{name}"


def good_outcome(node: Line | Store) -> str:
    """Give the name of the first outcome; nothing, if there is no inspection."""
    return next(iter(node.outcomes), "") if isinstance(node, Line) else ""


def outcome_shares(line: Line) -> dict[str, float]:
    """Give the share of each outcome; of a line without inspection, 1."""
    shares = {
        name: outcome.share if isinstance(outcome, Outcome) else outcome
        for name, outcome in line.outcomes.items()
    }
    return shares or {"": 1.0}


def happens(line: Line, outcome: str) -> bool:
    """Tell whether a job can leave a line by an outcome at all."""
    entry = line.outcomes.get(outcome)
    forced = isinstance(entry, Outcome) and entry.when is not None
    over = line.paced is not None and line.paced.over_dwell == outcome
    return forced or over or outcome_shares(line)[outcome] > 0


def reached(flow: Flow) -> Set[str]:
    """Give the lines and stores to which jobs can come at all.

    A line that joins waits for one job of each; ``after`` needs any one way.
    """
    live: set[str] = set()
    waiting = deque(name for name in flow.nodes if not flow.into.get(name))
    while waiting:
        name = waiting.popleft()
        if name in live or not _can_start(flow.into.get(name, []), live):
            continue
        live.add(name)
        waiting.extend(way.taker for way in flow.out_of.get(name, []))
    return live


def _can_start(ways: list[Way], live: Set[str]) -> bool:
    after = [way for way in ways if not way.joins]
    return all(way.giver in live for way in ways if way.joins) and (
        not after or any(way.giver in live for way in after)
    )


def is_end(flow: Flow, name: str) -> bool:
    """Tell whether good jobs leave the plant from here."""
    good = good_outcome(flow.nodes[name])
    return not any(way.outcome == good for way in flow.out_of.get(name, []))


def leaving(flow: Flow) -> Set[str]:
    """Give the lines and stores from which jobs can leave the plant at last."""
    found: set[str] = set()
    waiting = deque(name for name in flow.nodes if _leaves(flow, name))
    while waiting:
        name = waiting.popleft()
        if name in found:
            continue
        found.add(name)
        for way in flow.into.get(name, []):
            giver = flow.nodes[way.giver]
            if not isinstance(giver, Line) or happens(giver, way.outcome):
                waiting.append(way.giver)
    return found


def _leaves(flow: Flow, name: str) -> bool:
    node = flow.nodes[name]
    if not isinstance(node, Line):
        return is_end(flow, name)
    by_end = is_end(flow, name) and happens(node, good_outcome(node))
    return by_end or ("scrap" in node.outcomes and happens(node, "scrap"))


def models_through(plant: Plant, flow: Flow) -> dict[str, Set[str]]:
    """Give the models that can be on each line and in each store."""
    built = {name for name, model in plant.models.items() if model.share > 0}
    every = built if plant.models else {UNNAMED}
    carried: dict[str, set[str]] = {name: set() for name in flow.nodes}
    waiting = deque(name for name in flow.nodes if not flow.into.get(name))
    for name in waiting:
        node = flow.nodes[name]
        mix = node.source.models if isinstance(node, Line) and node.source else {}
        own = {model for model, weight in mix.items() if weight > 0} or every
        carried[name] = own & takes(node, every)
    while waiting:
        name = waiting.popleft()
        for way in flow.out_of.get(name, []):
            if way.joins and any(not each.joins for each in flow.into[way.taker]):
                continue  # the job is the one that comes by `after`
            more = carried[name] & takes(flow.nodes[way.taker], every)
            if not more <= carried[way.taker]:
                carried[way.taker] |= more
                waiting.append(way.taker)
    return dict(carried)


def takes(node: Line | Store, every: Set[str]) -> Set[str]:
    """Give the models that a line or store lets in."""
    if isinstance(node, Line) and node.models:
        return every & set(node.models)
    return every


def carriers_held(flow: Flow) -> dict[str, Set[str]]:
    """Give the carriers that a job may hold while it is on each line or store."""
    held: dict[str, set[str]] = {name: set() for name in flow.nodes}
    waiting = deque(flow.nodes)
    for name, node in flow.nodes.items():
        if isinstance(node, Line) and node.carrier:
            held[name].add(node.carrier)
    while waiting:
        name = waiting.popleft()
        passed_on = handed_on(flow, name, held[name])
        for way in flow.out_of.get(name, []):
            if not passed_on <= held[way.taker]:
                held[way.taker] |= passed_on
                waiting.append(way.taker)
    return dict(held)


def handed_on(flow: Flow, name: str, held: Set[str]) -> Set[str]:
    """Give the carriers that a job still holds on leaving a line or store."""
    node = flow.nodes[name]
    return held - {node.releases_carrier} if isinstance(node, Line) else held


def loops(flow: Flow) -> list[list[str]]:
    """Give one loop of each knot of lines and stores whose places are all finite."""
    finite = {name for name, node in flow.nodes.items() if not _absorbs(node)}
    found = []
    for knot in _knots(flow, finite):
        start = next(name for name in flow.nodes if name in knot)
        found.append(_around(flow, start, knot))
    return found


def _absorbs(node: Line | Store) -> bool:
    """Tell whether a place in it never fills, so that it never blocks."""
    if isinstance(node, Store):
        return node.places == "unlimited"
    count = node.stations if isinstance(node.stations, int) else len(node.stations)
    own = (
        ()
        if isinstance(node.stations, int)
        else [station.buffer_before for station in node.stations.values()]
    )
    return (
        node.buffer_before == "unlimited"
        or (node.buffer_between == "unlimited" and count > 1)
        or (node.buffer_between_zones == "unlimited" and node.zones > 1)
        or "unlimited" in own
    )


def _around(flow: Flow, start: str, knot: Set[str]) -> list[str]:
    """Give the shortest way from a node back to itself inside a knot."""
    before: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        for way in flow.out_of.get(name, []):
            if way.taker == start:
                loop = [start, name]
                while name != start:
                    name = before[name]
                    loop.append(name)
                return loop[::-1] if len(loop) > 2 else [start, start]
            if way.taker in knot and way.taker not in before:
                before[way.taker] = name
                waiting.append(way.taker)
    raise AssertionError(f"no way from {start} to itself in {sorted(knot)}")


def _knots(flow: Flow, nodes: Set[str]) -> list[Set[str]]:
    """Give the strongly connected sets of nodes that hold a loop.

    Kosaraju's two passes, without recursion.
    """
    order: list[str] = []
    seen: set[str] = set()
    for first in flow.nodes:
        if first not in nodes or first in seen:
            continue
        seen.add(first)
        stack = [(first, iter(flow.out_of.get(first, [])))]
        while stack:
            name, ways = stack[-1]
            taker = next(
                (w.taker for w in ways if w.taker in nodes and w.taker not in seen),
                None,
            )
            if taker is None:
                order.append(name)
                stack.pop()
            else:
                seen.add(taker)
                stack.append((taker, iter(flow.out_of.get(taker, []))))
    return [knot for knot in _backwards(flow, order, nodes) if _has_loop(flow, knot)]


def _backwards(flow: Flow, order: list[str], nodes: Set[str]) -> list[Set[str]]:
    knots: list[Set[str]] = []
    assigned: set[str] = set()
    for last in reversed(order):
        if last in assigned:
            continue
        knot = {last}
        waiting = [last]
        assigned.add(last)
        while waiting:
            for way in flow.into.get(waiting.pop(), []):
                if way.giver in nodes and way.giver not in assigned:
                    assigned.add(way.giver)
                    knot.add(way.giver)
                    waiting.append(way.giver)
        knots.append(knot)
    return knots


def _has_loop(flow: Flow, knot: Set[str]) -> bool:
    if len(knot) > 1:
        return True
    (name,) = knot
    return any(way.taker == name for way in flow.out_of.get(name, []))


def jobs_per_vehicle(flow: Flow, counted: list[str]) -> dict[str, float]:
    """Give the least jobs that a line does for one vehicle at the count point.

    Only the main ways count: first outcomes, from where jobs enter. Where a line
    takes from several, each gives an equal part. Nodes on a loop of main ways
    have no entry.
    """
    main = _main(flow)
    ways = {
        name: [
            way
            for way in flow.into.get(name, [])
            if way.giver in main and _is_good(flow, way)
        ]
        for name in main
    }
    takers: dict[str, int] = defaultdict(int)
    for into in ways.values():
        for way in into:
            takers[way.giver] += 1
    needed: dict[str, float] = dict.fromkeys(main, 0.0)
    for name in counted:
        if name in main:
            needed[name] = 1 / len(counted)
    waiting = deque(name for name in flow.nodes if name in main and not takers[name])
    done: dict[str, float] = {}
    while waiting:
        name = waiting.popleft()
        done[name] = needed[name]
        after = sum(not way.joins for way in ways[name])
        for way in ways[name]:
            needed[way.giver] += needed[name] / (1 if way.joins else after)
            takers[way.giver] -= 1
            if not takers[way.giver]:
                waiting.append(way.giver)
    return done


def _is_good(flow: Flow, way: Way) -> bool:
    return way.outcome == good_outcome(flow.nodes[way.giver])


def _main(flow: Flow) -> Set[str]:
    main: set[str] = set()
    waiting = deque(name for name in flow.nodes if not flow.into.get(name))
    while waiting:
        name = waiting.popleft()
        if name not in main:
            main.add(name)
            waiting.extend(
                way.taker for way in flow.out_of.get(name, []) if _is_good(flow, way)
            )
    return main


def places_of(node: Line | Store, *, feeders: int = 1) -> tuple[int, int]:
    """Give (working positions, finite buffer places) of a line or store.

    A line has its ``buffer_before`` once for each of its feeders.
    """
    if isinstance(node, Store):
        return 0, node.places if isinstance(node.places, int) else 0
    if isinstance(node.stations, int):
        positions = node.stations * node.positions
        own: Sequence[Places | None] = [None] * (node.stations - 1)
    else:
        stations = stations_of(node)
        positions = sum(station.positions for station in stations.values())
        own = [station.buffer_before for station in stations.values()][1:]
    zone_starts = zone_firsts(len(own) + 1, node.zones)
    buffers: list[Places | None] = [node.buffer_before] * feeders
    for place, buffer in enumerate(own, start=1):
        otherwise = (
            node.buffer_between_zones if place in zone_starts else node.buffer_between
        )
        buffers.append(otherwise if buffer is None else buffer)
    return positions, sum(each for each in buffers if isinstance(each, int))


def zone_firsts(stations: int, zones: int) -> Set[int]:
    """Give the places, from 0, of the first station of each zone but the first."""
    return {stations * zone // zones for zone in range(1, min(zones, stations))}
