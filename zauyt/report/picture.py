"""The plant as a picture: its lines and stores in rows, and the ways between them.

A line stands right of what it takes from, in the row of its shop; ways that lead back
(rework) stand under the others. This is the table that is drawn; ``page/charts.js``
draws it.
"""

from __future__ import annotations

from typing import Any

from zauyt.plant.flow import flow_of
from zauyt.plant.line import Line, stations_of
from zauyt.plant.plant import Plant
from zauyt.report.blocks import Block, plain, say
from zauyt.report.gathered import Report
from zauyt.results.number import number
from zauyt.results.result import Result


def plant_picture(report: Report) -> Block:
    """Give the shops, their lines and stores with their places, and the ways."""
    plant = report.plant
    ladder = _speeds(report.results.get("simulate"))
    places = layout(plant)
    nodes = []
    for name, (shop, column, row) in places.items():
        node = plant.lines.get(name) or plant.stores[name]
        nodes.append({
            "key": name, "name": plain(name), "shop": shop, "column": column,
            "row": row, "look": "line" if isinstance(node, Line) else "store",
            "about": _about(node), "also": ladder.get(name, ""),
        })  # fmt: skip
    flow = flow_of(plant)
    edges = [
        {"from": way.giver, "to": way.taker, "name": plain(way.outcome),
         "look": "join" if way.joins else "way",
         "back": places[way.taker][1] <= places[way.giver][1]
         and places[way.taker][0] == places[way.giver][0]}
        for ways in flow.into.values() for way in ways
    ]  # fmt: skip
    shops = [{"key": shop, "name": plain(shop)} for shop in shops_of(plant)]
    return {
        "kind": "chart", "chart": "flow", "title": say("report.picture"),
        "about": say("report.picture.about"), "shops": shops, "nodes": nodes,
        "edges": edges, "table": None,
    }  # fmt: skip


def shops_of(plant: Plant) -> list[str]:
    """Give the shops in the order in which jobs end in them."""
    flow = flow_of(plant)
    depth: dict[str, int] = {}
    for name in _ordered(plant):
        before = [depth.get(way.giver, 0) for way in flow.into.get(name, ())]
        depth[name] = 1 + max(before, default=0)
    last: dict[str, int] = {}
    for name, deep in depth.items():
        shop = _node(plant, name).shop
        last[shop] = max(last.get(shop, 0), deep)
    return sorted(last, key=lambda shop: last[shop])


def layout(plant: Plant) -> dict[str, tuple[str, int, int]]:
    """Give for each line and store its shop, its column and its row there.

    A column is one more than that of what gives to it inside the same shop; no two
    share a place.
    """
    flow = flow_of(plant)
    order = _ordered(plant)
    rank = {name: place for place, name in enumerate(order)}
    found: dict[str, tuple[str, int, int]] = {}
    taken: set[tuple[str, int, int]] = set()
    for name in order:
        shop = _node(plant, name).shop
        before = [
            found[way.giver][1] + 1
            for way in flow.into.get(name, ())
            if rank[way.giver] < rank[name] and found[way.giver][0] == shop
        ]
        column, row = max(before, default=0), 0
        while (shop, column, row) in taken:
            row += 1
        taken.add((shop, column, row))
        found[name] = (shop, column, row)
    return found


def _node(plant: Plant, name: str) -> Any:
    return plant.lines.get(name) or plant.stores[name]


def _ordered(plant: Plant) -> list[str]:
    """Give lines and stores, each after what gives to it as far as there is no loop.

    Of a loop, what comes first in the file is first.
    """
    flow = flow_of(plant)
    left, order = list(flow.nodes), []
    while left:
        ready = [
            name for name in left
            if all(way.giver not in left or way.giver == name
                   for way in flow.into.get(name, ()))
        ]  # fmt: skip
        if not ready:
            # Part of a loop: whoever waits for the fewest others goes on.
            ready = [min(left, key=lambda name: _waiting(flow, name, left))]
        order.append(ready[0])
        left.remove(ready[0])
    return order


def _waiting(flow: Any, name: str, left: list[str]) -> tuple[bool, int, int]:
    waits = [way.giver for way in flow.into.get(name, ()) if way.giver in left]
    begun = any(way.giver not in left for way in flow.into.get(name, ()))
    return not begun, len(waits), left.index(name)


def _about(node: Any) -> str:
    if isinstance(node, Line):
        count = len(stations_of(node)) * node.positions
        if node.cycle_s is None:
            return say("report.stations", count=count)
        cycle = number(node.cycle_s)
        return say("report.stations.cycle", count=count, cycle=cycle)
    if node.places == "unlimited":
        return say("report.places.unlimited")
    return say("report.places", count=node.places)


def _speeds(result: Result | None) -> dict[str, str]:
    """Give vehicles an hour by line, as far as the speed ladder has them."""
    if result is None or "ladder" not in result.tables:
        return {}
    return {
        row["name"]: say("report.jph", jph=row["jph_alone"])
        for row in result.tables["ladder"].rows()
        if row["level"] == "line" and row["jph_alone"] is not None
    }
