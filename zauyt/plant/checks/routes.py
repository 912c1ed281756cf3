"""Whether jobs can get in, through and out: what the ways between lines allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from zauyt.errors import Problem
from zauyt.plant.checks.hours import (
    calendar_of,
    open_week,
    shared_min,
)
from zauyt.plant.checks.takt import check_takt, kinds_of_station
from zauyt.plant.flow import (
    UNNAMED,
    Flow,
    carriers_held,
    flow_of,
    good_outcome,
    handed_on,
    is_end,
    leaving,
    loops,
    models_through,
    node_path,
    places_of,
    reached,
    takes,
)
from zauyt.plant.line import Line, Station, Store, moves_together
from zauyt.plant.plant import Plant


def check_routes(plant: Plant) -> list[Problem]:
    """Give what is wrong with the ways of jobs; references must exist."""
    flow = flow_of(plant)
    carried = models_through(plant, flow)
    problems = [
        *_entries(plant, flow),
        *_outcomes(plant, flow),
        *_joins(plant, flow),
        *_models(plant, flow, carried),
        *_cycles(plant, carried),
        *_carriers(plant, flow),
        *_count_points(plant),
    ]
    if not problems:
        problems = [
            *_loops(flow),
            *_neighbours(plant, flow),
            *check_takt(plant, flow, carried),
        ]
    return problems


def _entries(plant: Plant, flow: Flow) -> Iterator[Problem]:
    for name, line in plant.lines.items():
        if line.source and flow.into.get(name):
            fed = "joins" if line.joins else "after"
            yield Problem(
                f"lines.{name}.source",
                f"a line with {fed} has no source of its own; give the source to a line"
                f" that this one names under {fed}",
                "source_and_feeder",
            )
    live, out = reached(flow), leaving(flow)
    for name in flow.nodes:
        path = node_path(flow.nodes, name)
        if not flow.into.get(name) and isinstance(flow.nodes[name], Store):
            yield Problem(f"{path}.after", "nothing comes to this store", "no_way_in")
        elif name not in live:
            givers = [way.giver for way in flow.into[name]]
            dead = [giver for giver in givers if giver not in live]
            yield Problem(
                path,
                "no job ever comes here: it waits for " + " and ".join(dead) + ", which"
                " no job reaches without it; begin somewhere with a line without after",
                "no_way_in",
            )
        if name not in out and len(live) == len(flow.nodes):
            yield Problem(
                path, "jobs that come here can never leave the plant", "no_way_out"
            )


def _outcomes(plant: Plant, flow: Flow) -> Iterator[Problem]:
    for name, line in plant.lines.items():
        path = f"lines.{name}.outcomes"
        taken = {way.outcome for way in flow.out_of.get(name, [])}
        good = good_outcome(line)
        if good == "scrap":
            yield Problem(
                f"{path}.scrap",
                "the first outcome is the good one; scrap cannot stand first",
                "scrap_first",
            )
        for outcome in line.outcomes:
            if outcome not in {good, "scrap"} | taken:
                yield Problem(
                    f"{path}.{outcome}",
                    f"nothing takes the jobs with outcome {outcome}; name"
                    f" {name}.{outcome} under after of a line, or call it scrap",
                    "outcome_not_taken",
                )


def _joins(plant: Plant, flow: Flow) -> Iterator[Problem]:
    every = set(plant.models) or {UNNAMED}
    for ways in flow.out_of.values():
        for way in ways:
            if not way.joins:
                continue
            own = takes(flow.nodes[way.taker], every)
            other = next(
                (
                    each
                    for each in ways
                    if each is not way
                    and each.outcome == way.outcome
                    and own & takes(flow.nodes[each.taker], every)
                ),
                None,
            )
            if other:
                yield Problem(
                    way.path,
                    f"{way.giver} also goes to {other.taker}, and one job cannot go to"
                    " both; let the lines take different models, or split it by"
                    " outcomes",
                    "joined_twice",
                )


def _models(
    plant: Plant, flow: Flow, carried: Mapping[str, Set[str]]
) -> Iterator[Problem]:
    every = set(plant.models) or {UNNAMED}
    live = reached(flow)
    for name in flow.nodes:
        path = node_path(flow.nodes, name)
        if not carried[name] and name in live:
            none_built = not flow.into.get(name)
            yield Problem(
                path,
                "none of the models that it takes ever comes here",
                "no_model",
                severity="error" if none_built else "warning",
            )
        by_outcome: dict[str, list[str]] = {}
        for way in flow.out_of.get(name, []):
            by_outcome.setdefault(way.outcome, []).append(way.taker)
        for takers in by_outcome.values():
            if any(takes(flow.nodes[each], every) == every for each in takers):
                continue
            taken = set().union(*(takes(flow.nodes[each], every) for each in takers))
            for model in sorted(carried[name] - taken):
                yield Problem(
                    path,
                    f"model {model} has nowhere to go from here: it is not among the"
                    f" models of {' or '.join(takers)}",
                    "model_stuck",
                )


def _cycles(plant: Plant, carried: Mapping[str, Set[str]]) -> Iterator[Problem]:
    for name, line in plant.lines.items():
        if moves_together(line):
            continue  # no work content means none
        stations = kinds_of_station(line)
        short = {
            key: missing
            for key, station in stations.items()
            if (missing := _without_cycle(station, carried[name]))
        }
        for key, missing in short.items():
            same = len(short) == len(stations)
            of = "" if missing == {UNNAMED} else " for " + ", ".join(sorted(missing))
            yield Problem(
                f"lines.{name}" if same else f"lines.{name}.stations.{key}",
                f"has no cycle_s{of}",
                "no_cycle",
            )
            if same:
                break


def _without_cycle(station: Station, models: Set[str]) -> Set[str]:
    if station.cycle_s is not None:
        return set()
    if not models:
        return set() if station.cycle_by_model else {UNNAMED}
    return models - station.cycle_by_model.keys()


def _carriers(plant: Plant, flow: Flow) -> Iterator[Problem]:
    held = carriers_held(flow)
    for name, carrier in plant.carriers.items():
        path = f"carriers.{name}"
        takers = [each for each, line in plant.lines.items() if line.carrier == name]
        givers = [
            each for each, line in plant.lines.items() if line.releases_carrier == name
        ]
        if takers and not givers:
            yield Problem(
                f"lines.{takers[0]}.carrier",
                f"{name} is never given back: no line has releases_carrier: {name}",
                "carrier_kept",
            )
            continue
        if givers and not takers:
            yield Problem(
                f"lines.{givers[0]}.releases_carrier",
                f"{name} is given back, but no line has carrier: {name}",
                "carrier_not_taken",
            )
            continue
        if not takers:
            yield Problem(
                path, "no line has this carrier", "carrier_unused", severity="warning"
            )
            continue
        yield from _lost(flow, name, held)
        yield from _too_few(flow, name, carrier.count, held)


def _lost(flow: Flow, name: str, held: Mapping[str, Set[str]]) -> Iterator[Problem]:
    for node in flow.nodes:
        if is_end(flow, node) and name in handed_on(flow, node, held[node]):
            yield Problem(
                node_path(flow.nodes, node),
                f"jobs leave the plant from here with their {name}; give it back with"
                f" releases_carrier: {name} here or before",
                "carrier_lost",
            )


def _too_few(
    flow: Flow, name: str, count: int, held: Mapping[str, Set[str]]
) -> Iterator[Problem]:
    path = f"carriers.{name}.count"
    bringing = {
        node: [
            way
            for way in flow.into.get(node, [])
            if name in handed_on(flow, way.giver, held[way.giver])
        ]
        for node in flow.nodes
    }
    needed = {node: sum(way.joins for way in ways) for node, ways in bringing.items()}
    most = max(needed, key=lambda node: needed[node])
    if count < needed[most]:
        yield Problem(
            path,
            f"{count} can never be enough: {most} joins {needed[most]} jobs that each"
            f" hold a {name}",
            "carriers_too_few",
        )
    on_loop = [
        places_of(flow.nodes[node], feeders=len(bringing[node]))
        for node in flow.nodes
        if name in held[node]
    ]
    positions = sum(each for each, _ in on_loop)
    buffers = sum(each for _, each in on_loop)
    if needed[most] <= count < positions + buffers:
        yield Problem(
            path,
            f"{count} are fewer than the places on their loop: {positions} at stations"
            f" and {buffers} in buffers",
            "carriers_few",
            severity="warning",
        )


def count_points(plant: Plant) -> set[str]:
    """Give the count points that the plant has; ``buy_off``, if it names none.

    Then every end of the plant is its buy-off.
    """
    named: list[Line | Store] = [*plant.lines.values(), *plant.stores.values()]
    found = {node.count_point for node in named if node.count_point is not None}
    return found or {"buy_off"}


def _count_points(plant: Plant) -> Iterator[Problem]:
    target, known = plant.target, count_points(plant)
    if target and target.count_point not in known:
        yield Problem(
            "target.count_point",
            f"no line or store has the count point {target.count_point}; there are"
            f" {', '.join(sorted(known))}",
            "unknown_reference",
        )


def _loops(flow: Flow) -> Iterator[Problem]:
    for loop in loops(flow):
        yield Problem(
            node_path(flow.nodes, loop[0]),
            f"the loop {' > '.join(loop)} has a limited number of places; when all are"
            " full nothing in it can move. Give one buffer of it more places than can"
            " ever be in rework, or unlimited",
            "loop_can_deadlock",
            severity="warning",
        )


def _neighbours(plant: Plant, flow: Flow) -> Iterator[Problem]:
    for name, line in plant.lines.items():
        for way in flow.into.get(name, []):
            giver = flow.nodes[way.giver]
            first = calendar_of(plant, giver) if isinstance(giver, Line) else None
            second = calendar_of(plant, line)
            if first is None or second is None or first == second:
                continue
            if shared_min(open_week(first), open_week(second)) == 0:
                yield Problem(
                    way.path,
                    f"{way.giver} and {name} are never open at the same time",
                    "shifts_never_meet",
                    severity="warning",
                )
