"""Whether the ways and places stated before stations and stores are there at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zauyt.errors import Problem
from zauyt.plant.flow import Flow, flow_of
from zauyt.plant.line import Line, Store, moves_together
from zauyt.plant.plant import Plant
from zauyt.plant.record import joined

_KEYS = ("buffer_before", "transit_before_s")
_AT_STORE = {"buffer_before": "places", "transit_before_s": "transit_s"}


def check_before(plant: Plant) -> Iterator[Problem]:
    """Yield ways and places that no job would ever use; references must exist."""
    flow = flow_of(plant)
    for name, line in plant.lines.items():
        path = joined("lines", name)
        givers = [way.giver for way in flow.into.get(name, [])]
        if givers and all(giver in plant.stores for giver in givers):
            yield from _after_stores(path, line, givers)
        elif not givers and (line.source is None or line.source.type == "saturated"):
            yield from _after_source(path, line)
        if isinstance(line.stations, Mapping) and not moves_together(line):
            yield from _first_station(path, line)
    for name, store in plant.stores.items():
        yield from _store(plant, flow, name, store)


def _after_stores(path: str, line: Line, stores: list[str]) -> Iterator[Problem]:
    for key in _KEYS:
        if getattr(line, key):
            own = " and ".join(f"stores.{name}.{_AT_STORE[key]}" for name in stores)
            yield Problem(
                f"{path}.{key}",
                f"{getattr(line, key)} is of no effect: the line takes directly from"
                f" {' and '.join(stores)}; state it as {own}",
                "before_after_store",
            )


def _after_source(path: str, line: Line) -> Iterator[Problem]:
    for key in _KEYS:
        if getattr(line, key):
            yield Problem(
                f"{path}.{key}",
                "does nothing, since nothing feeds the line and its source always has"
                " a job at hand",
                "before_source",
                severity="warning",
            )


def _first_station(path: str, line: Line) -> Iterator[Problem]:
    assert isinstance(line.stations, Mapping)
    name, station = next(iter(line.stations.items()))
    for key in _KEYS:
        own = getattr(station, key)
        if own is not None and own != getattr(line, key):
            yield Problem(
                joined(f"{path}.stations", f"{name}.{key}"),
                f"{own} is of no effect: {name} is the first station, and what lies"
                f" before it is stated by the line; write {path}.{key}",
                "before_first",
            )


def _store(plant: Plant, flow: Flow, name: str, store: Store) -> Iterator[Problem]:
    path = joined("stores", name)
    for way in flow.into.get(name, []):
        if way.giver in plant.stores:
            yield Problem(
                way.path,
                f"{way.giver} is a store, too, and jobs go from a store to a line; make"
                " one store of both, or put a line in between",
                "store_after_store",
            )
    if isinstance(store.after, Mapping) and len(store.after) > 1:
        yield Problem(
            f"{path}.after",
            "a store lets in what comes first and takes nothing in proportions; write"
            f" after: [{', '.join(store.after)}]",
            "store_weights",
        )
