"""What is told of a way through a store: paint, lanes, line, rules, the search."""

from __future__ import annotations

import numpy as np

from zauyt.plant.orders.bodies import Bodies
from zauyt.plant.orders.cars import Whole, excess, units
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.studies.resequencing.search import Found, Way
from zauyt.studies.sequencing.tables import troubles


def tables(bodies: Bodies, found: Found) -> dict[str, Table]:
    """Give all tables of a way through a store."""
    way = found.way
    return {
        "paint": _paint(bodies, way),
        "line": _line(bodies, way),
        "objectives": _objectives(bodies, found),
        "lanes": _lanes(bodies, way),
        **({"rules": _rules(bodies, found)} if bodies.cars.rules else {}),
        **({"again": _again(bodies, way)} if bodies.lanes.again else {}),
        "progress": Table({
            Column("rounds", "1", "rounds"): [rounds for rounds, _ in found.steps],
            Column("score", "", "best score", "number"): [s for _, s in found.steps],
        }),
    }  # fmt: skip


def _turns(cars: Whole, first: int) -> Whole:
    """Give at which place of an order each car of the day stands, from 0."""
    found = np.empty(cars.size, dtype=np.int64)
    found[cars - first] = np.arange(cars.size)
    return found


def _paint(bodies: Bodies, way: Way) -> Table:
    """Give the bodies as they come out of paint, and the lane that each enters."""
    cars = bodies.cars
    left = _turns(way.released, cars.tail)[way.painted - cars.tail]
    return Table({
        Column("position", "1", "position out of paint, from 1"): (
            range(1, cars.count + 1)
        ),
        Column("order", "", "number of the order", "text"): [
            cars.names[car] for car in way.painted
        ],
        Column("model", "", "model", "text"): [
            bodies.model_names[bodies.models[car]] for car in way.painted
        ],
        Column("colour", "", "colour", "text"): [
            cars.colour_names[cars.colours[car]] for car in way.painted
        ],
        Column("lane", "1", "lane that it enters, from 1"): way.lanes + 1,
        Column("leaves_as", "1", "position into the line"): left + 1,
    })  # fmt: skip


def _line(bodies: Bodies, way: Way) -> Table:
    """Give the bodies as they go into the line."""
    cars = bodies.cars
    order = np.concatenate([np.arange(cars.tail), way.released])
    came = _turns(way.painted, cars.tail)[way.released - cars.tail]
    return Table({
        Column("position", "1", "position into the line, from 1"): (
            range(1, cars.count + 1)
        ),
        Column("order", "", "number of the order", "text"): [
            cars.names[car] for car in way.released
        ],
        Column("model", "", "model", "text"): [
            bodies.model_names[bodies.models[car]] for car in way.released
        ],
        Column("colour", "", "colour", "text"): [
            cars.colour_names[cars.colours[car]] for car in way.released
        ],
        Column("lane", "1", "lane that it entered"): way.lanes[came] + 1,
        Column("came_as", "1", "position out of paint"): came + 1,
        Column("overtaken", "1", "bodies that came after it and left before it"): [
            int((came[:place] > each).sum()) for place, each in enumerate(came)
        ],
        Column("too_many", "1", "windows with too many that it stands in"): (
            troubles(cars, order)
        ),
    })  # fmt: skip


def _objectives(bodies: Bodies, found: Found) -> Table:
    """Give what each objective costs, of the way and of first come first served."""
    cars, ways = bodies.cars, (found.first_come.cost, found.way.cost)
    rows: list[tuple[str, float, float, float]] = []
    for rank, (name, unit) in enumerate(zip(cars.objectives, units(cars), strict=True)):
        if rank != cars.colour_rank or any(each.ranks[rank] for each in ways):
            costs = [cost.ranks[rank] / unit for cost in ways]
            rows.append((name, bodies.rank_weights[rank], costs[0], costs[1]))
    one, other = ways
    rows += [
        ("colour_changes", bodies.colour_weight, one.colour_changes,
         other.colour_changes),
        ("model_changes", bodies.model_weight, one.model_changes, other.model_changes),
    ]  # fmt: skip
    return Table({
        Column("objective", "", "objective", "text"): [row[0] for row in rows],
        Column("weight", "1", "what one of it counts in the score"): [
            row[1] for row in rows
        ],
        Column("first_come", "1", "its cost, first come first served", "number"): [
            row[2] for row in rows
        ],
        Column("found", "1", "its cost on the way found", "number"): [
            row[3] for row in rows
        ],
    })  # fmt: skip


def _lanes(bodies: Bodies, way: Way) -> Table:
    """Give how each lane is used."""
    numbers = range(bodies.lanes.count)
    held = [_held(way, lane) for lane in numbers]
    return Table({
        Column("lane", "1", "lane, from 1"): [lane + 1 for lane in numbers],
        Column("places", "1", "its places"): [bodies.lanes.places] * len(numbers),
        Column("bodies", "1", "bodies that entered it"): [
            int((way.lanes == lane).sum()) for lane in numbers
        ],
        Column("most", "1", "bodies that stood in it at once, at most"): [
            int(each.max()) for each in held
        ],
        Column("mean", "1", "bodies in it, mean over the day", "number"): [
            float(each.mean()) for each in held
        ],
    })  # fmt: skip


def _held(way: Way, lane: int | None = None) -> Whole:
    """Give how many bodies stand in a lane, or the store, after each step."""
    count = way.painted.size
    place = {int(car): turn for turn, car in enumerate(way.painted)}
    change = np.zeros(count + way.fill + 1, dtype=np.int64)
    moved = {turn: to for turn, _, to, _ in way.again}
    for turn in range(count):
        change[turn] += lane is None or int(way.lanes[turn]) == lane
    for step, car in enumerate(way.released):
        turn = place[int(car)]
        last = moved.get(turn, int(way.lanes[turn]))
        change[step + way.fill] -= lane is None or last == lane
    if lane is not None:
        for _, of, to, released in way.again:
            change[released + way.fill] += (to == lane) - (of == lane)
    return np.asarray(np.cumsum(change), dtype=np.int64)


def most_held(way: Way) -> int:
    """Give how many bodies the store holds at most."""
    return int(_held(way).max())


def _rules(bodies: Bodies, found: Found) -> Table:
    """Give how every rule of ratio fares, on the way and first come first served."""
    cars = bodies.cars
    tail = np.arange(cars.tail)
    ways = [
        np.concatenate([tail, way.released]) for way in (found.first_come, found.way)
    ]
    rows = range(len(cars.rules))
    return Table({
        Column("rule", "", "rule", "text"): [rule.name for rule in cars.rules],
        Column("most", "1", "cars at most"): [rule.most for rule in cars.rules],
        Column("span", "1", "in so many successive ones"): [
            rule.span for rule in cars.rules
        ],
        Column("excess_first_come", "1", "cars too many, first come first served"): [
            int(excess(cars, place, ways[0]).sum()) for place in rows
        ],
        Column("excess", "1", "cars too many, over windows"): [
            int(excess(cars, place, ways[1]).sum()) for place in rows
        ],
    })  # fmt: skip


def _again(bodies: Bodies, way: Way) -> Table:
    """Give the bodies that went through the store again."""
    return Table({
        Column("order", "", "number of the order", "text"): [
            bodies.cars.names[way.painted[turn]] for turn, *_ in way.again
        ],
        Column("from_lane", "1", "lane that it left"): [
            of + 1 for _, of, _, _ in way.again
        ],
        Column("to_lane", "1", "lane that it entered"): [
            to + 1 for _, _, to, _ in way.again
        ],
        Column("before", "1", "position into the line before which it went"): [
            released + 1 for *_, released in way.again
        ],
    })  # fmt: skip
