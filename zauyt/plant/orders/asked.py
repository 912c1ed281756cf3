"""What a plant asks of the order of its vehicles, as counted on a day's cars."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence as Listed
from typing import Any

import numpy as np

from zauyt.plant.line import Station, stations_of
from zauyt.plant.orders.cars import (
    Cars,
    Dues,
    Level,
    Load,
    OpenLots,
    Rule,
    Whole,
    Wishes,
)
from zauyt.plant.orders.order import Order
from zauyt.plant.plant import Plant
from zauyt.plant.sequence import OpenKits, Sequence, differs


def asked_of(plant: Plant, orders: list[Order]) -> Cars:
    """Give a day's cars with everything that the plant asks of their order."""
    asked = plant.sequence
    assert asked is not None, "a plant without rules"
    ranked = sorted(_priorities(asked))
    rules = [
        Rule(name, rule.most, rule.span, ranked.index(rule.priority), cut=True,
             weight=rule.weight)
        for name, rule in sorted(asked.rules.items())
    ]  # fmt: skip
    names = sorted({order.colour for order in orders})
    colours = asked.colours
    return Cars(
        title=plant.plant,
        names=tuple(order.name for order in orders),
        options=_has(orders, [asked.rules[rule.name].of for rule in rules]),
        colours=np.array([names.index(order.colour) for order in orders]),
        colour_names=tuple(names),
        tail=sum(order.tail for order in orders),
        rules=tuple(rules),
        objectives=tuple(_objective(asked, priority) for priority in ranked),
        colour_rank=-1 if colours is None else ranked.index(colours.priority),
        batch_limit=None if colours is None else colours.batch_limit,
        **_levels(asked, orders, ranked),
        **_loads(plant, asked, orders, ranked),
        **_places(asked, orders, ranked),
    )


def _priorities(asked: Sequence) -> set[int]:
    found = {rule.priority for rule in asked.rules.values()}
    found |= {even.priority for even in asked.even_use.values()}
    each = (asked.colours, asked.overload, asked.wishes, asked.due, asked.open_kits)
    return found | {one.priority for one in each if one is not None}


def _objective(asked: Sequence, priority: int) -> str:
    """Name what has a priority: what is alone in it, or its number."""
    alone = {
        "colour_changes": asked.colours,
        "overload_s": asked.overload,
        "places_off_wish": asked.wishes,
        "places_late": asked.due,
        "open_lots_too_many": asked.open_kits,
    }
    found = [
        name
        for name, one in alone.items()
        if one is not None and one.priority == priority
    ]
    if any(even.priority == priority for even in asked.even_use.values()):
        found.append("uneven_use")
    ruled = any(rule.priority == priority for rule in asked.rules.values())
    if len(found) == 1 and not ruled:
        return found[0]
    return f"too_many_priority_{priority}"


def _has(orders: list[Order], counted: list[str]) -> Whole:
    """Give 1 where an order is of a model or has an option, by order and name."""
    has = [[int(of == o.model or of in o.options) for of in counted] for o in orders]
    return np.array(has, dtype=np.int64).reshape(len(orders), len(counted))


def _levels(asked: Sequence, orders: list[Order], ranked: list[int]) -> dict[str, Any]:
    """Give what is to be used evenly: each at its share of the day."""
    if not asked.even_use:
        return {}
    evens = sorted(asked.even_use.items())
    uses = _has(orders, [even.of for _, even in evens])
    tail = sum(order.tail for order in orders)
    shares = uses[tail:].mean(axis=0)
    levels = tuple(
        Level(name, float(share), ranked.index(even.priority), even.weight)
        for (name, even), share in zip(evens, shares, strict=True)
    )
    return {"levels": levels, "uses": uses, "level_unit": len(orders) - tail}


def _loads(
    plant: Plant, asked: Sequence, orders: list[Order], ranked: list[int]
) -> dict[str, Any]:
    """Give the stations of the line whose work depends on the vehicle."""
    if asked.overload is None:
        return {}
    line = plant.lines[asked.overload.line]
    assert line.paced is not None, "a line that is not paced"
    pitch_s, drift = line.paced.pitch_time_s, asked.overload.drift_share
    share = line.paced.drift_share if drift is None else drift
    stations = {n: work for n, work in stations_of(line).items() if differs(work)}
    rank = ranked.index(asked.overload.priority)
    work = [
        [round(1000 * (_work_s(station, order) - pitch_s)) for order in orders]
        for station in stations.values()
    ]
    loads = tuple(Load(name, round(1000 * share * pitch_s), rank) for name in stations)
    return {"loads": loads, "work_ms": np.array(work, dtype=np.int64).T.copy()}


def _work_s(station: Station, order: Order) -> float:
    """Give the work of a station on an order, of each of its positions."""
    work = station.cycle_by_model.get(order.model, station.cycle_s or 0.0)
    work += sum(station.cycle_by_option_s.get(option, 0.0) for option in order.options)
    return work / station.positions


def _places(asked: Sequence, orders: list[Order], ranked: list[int]) -> dict[str, Any]:
    """Give wished places, those by which orders are due, and lots of kits."""
    given: dict[str, Any] = {}
    if asked.wishes is not None:
        rank = ranked.index(asked.wishes.priority)
        given["wishes"] = Wishes(rank, asked.wishes.weight)
        given["wished"] = np.array([order.wish - 1 for order in orders])
    if asked.due is not None:
        given["dues"] = Dues(ranked.index(asked.due.priority), asked.due.weight)
        given["due"] = _last_in_time(orders)
    kits = asked.open_kits
    if kits is not None:
        rank = ranked.index(kits.priority)
        given["open_lots"] = OpenLots(kits.most, rank, kits.weight)
        lots = lots_of(orders, kits)
        names = sorted({lot for lot in lots if lot})
        given["lots"] = np.array([names.index(lot) if lot else -1 for lot in lots])
    return given


def _last_in_time(orders: list[Order]) -> Whole:
    """Give the last position from 0 at which an order can be in time, -1 for none.

    It is that behind which every order of the day that is due no later has its place.
    """
    moments = sorted(
        order.due for order in orders if not order.tail and order.due is not None
    )
    return np.array([
        -1 if order.tail or order.due is None else bisect_right(moments, order.due) - 1
        for order in orders
    ])  # fmt: skip


def lots_of(orders: Listed[Order], kits: OpenKits | None) -> list[str]:
    """Give each order's lot as stated, or so many of a model as given are one.

    Where nothing is asked of kits, a lot has the size that it has by default.
    """
    stated = [order.lot for order in orders]
    if any(stated):
        return stated
    size = (kits or OpenKits(most=1)).size
    seen: dict[str, int] = {}
    lots = []
    for order in orders:
        number = seen.get(order.model, 0)
        seen[order.model] = number + 1
        lots.append("" if order.tail else f"{order.model} {number // size}")
    return lots
