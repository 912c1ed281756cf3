"""What a line or a shop would make alone: fed, manned, kitted, never held up."""

from __future__ import annotations

from zauyt.arrays.network import feeders, members
from zauyt.plant.line import Line, Store
from zauyt.plant.mature import matured
from zauyt.plant.plant import Plant


def _heads(record: Line | Store) -> set[str]:
    """Give the lines and stores that a line or store takes from."""
    joins = record.joins if isinstance(record, Line) else ()
    return {text.partition(".")[0] for text in (*dict(feeders(record)), *joins)}


def _members(plant: Plant, names: frozenset[str]) -> frozenset[str]:
    """Give the names without stores that nothing inside feeds or takes from."""
    inside = {name: record for name, record in members(plant).items() if name in names}
    while True:
        taken = set().union(*(_heads(record) for record in inside.values()))
        useless = [
            name
            for name, record in inside.items()
            if isinstance(record, Store)
            and (name not in taken or not _heads(record) & inside.keys())
        ]
        if not useless:
            return frozenset(inside)
        for name in useless:
            del inside[name]


def _cut(
    line: Line, inside: frozenset[str], point: str | None, gate: str
) -> tuple[Line, bool]:
    """Give a line that takes only from what is inside, and is always open.

    Also tells whether the line ``gate`` has to stand in for what fed it from
    outside, because it is fed from inside, too.
    """
    after = {
        text: weight
        for text, weight in feeders(line)
        if text.partition(".")[0] in inside
    }
    outside = {text: weight for text, weight in feeders(line) if text not in after}
    joins = tuple(text for text in line.joins if text.partition(".")[0] in inside)
    gated = bool(outside) and bool(after or joins)
    if gated:
        after[gate] = sum(outside.values())
    saturated = line.source is not None and line.source.type == "saturated"
    return line.model_copy(
        update={
            "after": after if isinstance(line.after, dict) else tuple(after),
            "joins": joins,
            "source": line.source if saturated else None,
            "calendar": None,
            "carrier": None,
            "releases_carrier": None,
            "count_point": point,
            **_limited(line),
        }
    ), gated


def _manned(line: Line) -> Line:
    """Give a line that has all its people."""
    if isinstance(line.stations, int):
        return line.model_copy(update={"crew": {}})
    stations = {
        name: station.model_copy(update={"crew": {}})
        for name, station in line.stations.items()
    }
    return line.model_copy(update={"crew": {}, "stations": stations})


def _limited(line: Line) -> dict[str, object]:
    """Give a line's unlimited places as many, but not without end.

    What is always fed would fill them without end, wherever a slower station
    follows.
    """
    keys = ("buffer_before", "buffer_between", "buffer_between_zones")
    limits: dict[str, object] = {
        key: PLACES for key in keys if getattr(line, key) == "unlimited"
    }
    if not isinstance(line.stations, int):
        limits["stations"] = {
            name: station.model_copy(update={"buffer_before": PLACES})
            if station.buffer_before == "unlimited"
            else station
            for name, station in line.stations.items()
        }
    return limits


GATE_S = 0.001
"""A gate passes a job on in one tick."""

PLACES = 1000
"""Places that stand for an unlimited number."""


def alone(plant: Plant, names: frozenset[str], *, point: str) -> Plant | None:
    """Give the plant that consists of some lines and what lies between them.

    What fed them from outside is replaced by sources that never run dry, and what
    they give is taken at once and counted at ``point``. People and kits are there,
    maintenance is done at other times, and the launch is over. None if no line is
    among the names.
    """
    plant = matured(plant)
    inside = _members(plant, names)
    good = {
        text.partition(".")[0]
        for name, record in members(plant).items()
        if name in inside
        for text in (*dict(feeders(record)), *getattr(record, "joins", ()))
        if _is_good(plant, text)
    }
    lines: dict[str, Line] = {}
    for name, line in plant.lines.items():
        if name not in inside:
            continue
        gate = f"{name}__gate"
        goes_out = None if name in good else point
        lines[name], gated = _cut(_manned(line), inside, goes_out, gate)
        if gated:
            lines[gate] = Line(cycle_s=GATE_S, models=line.models)
    if not lines:
        return None
    stores = {
        name: store.model_copy(
            update={
                "after": tuple(
                    text
                    for text, _ in feeders(store)
                    if text.partition(".")[0] in inside
                ),
                "places": PLACES if store.places == "unlimited" else store.places,
            }
        )
        for name, store in plant.stores.items()
        if name in inside
    }
    return plant.model_copy(
        update={
            "lines": lines,
            "stores": stores,
            "calendars": {},
            "calendar": None,
            "carriers": {},
            "people": {},
            "kits": {},
            "maintenance": {},
            "target": None,
        }
    )


def _is_good(plant: Plant, text: str) -> bool:
    """Tell whether a reference is to a line's or store's ordinary output."""
    head, _, outcome = text.partition(".")
    if not outcome or head in plant.stores:
        return True
    return outcome == next(iter(plant.lines[head].outcomes))
