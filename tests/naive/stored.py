"""Ways through a store, step by step in plain Python, and small cases at random."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import numpy as np

from tests.naive import sequences
from zauyt.plant.orders.bodies import Bodies, Lanes
from zauyt.plant.orders.cars import Cars, Level, Rule


def score(bodies, painted, released):
    """Count changes in paint, and rules and levels of the line, body by body."""
    cars = bodies.cars
    models = [int(bodies.models[car]) for car in painted]
    colours = [int(cars.colours[car]) for car in painted]
    total = Fraction(0)
    for weight, seen in (
        (bodies.model_weight, models), (bodies.colour_weight, colours),
    ):  # fmt: skip
        total += weight * sum(a != b for a, b in itertools.pairwise(seen))
    order = [*range(cars.tail), *map(int, released)]
    bare = Cars(
        cars.title, cars.names, cars.options, cars.colours, cars.colour_names,
        cars.tail, cars.rules, cars.objectives,
    )  # fmt: skip
    for weight, cost in zip(
        bodies.rank_weights, sequences.costs(bare, order), strict=True
    ):
        total += weight * cost
    for place, level in enumerate(cars.levels):
        used, weight = 0, bodies.rank_weights[level.rank] * level.weight
        share = Fraction(level.share).limit_denominator(10_000)
        for position, car in enumerate(released, 1):
            used += int(cars.uses[car, place])
            total += weight * abs(used - position * share)
    return float(total)


def followed(bodies, way):
    """Walk through the store as a way says; raise where a body cannot go so.

    Gives the cars as they leave.
    """
    lanes = [[] for _ in range(bodies.lanes.count)]
    count, left = len(way.painted), []
    again = list(way.again)
    for step in range(count + way.fill):
        while again and again[0][3] == len(left) and step >= way.fill:
            turn, of, to, _ = again[0]
            if not lanes[of] or lanes[of][0] != turn:
                break
            again.pop(0)
            assert len(lanes[to]) < bodies.lanes.places
            lanes[to].append(lanes[of].pop(0))
        if step < count:
            lane = lanes[int(way.lanes[step])]
            assert not bodies.lanes.strict or len(lane) < bodies.lanes.places
            lane.append(step)
        if step >= way.fill:
            car = int(way.released[len(left)])
            turn = [int(each) for each in way.painted].index(car)
            (lane,) = [lane for lane in lanes if turn in lane]
            assert lane[0] == turn, "a body overtook another in its lane"
            lane.pop(0)
            left.append(car)
        assert all(len(lane) <= bodies.lanes.places for lane in lanes)
    assert not again
    assert sorted(left) == list(range(bodies.cars.tail, bodies.cars.length))
    return left


def paint_keeps_its_limit(bodies, painted):
    """Tell whether paint has each car once and no batch that is too long."""
    colours = [int(bodies.cars.colours[car]) for car in painted]
    batches = [len(list(same)) for _, same in itertools.groupby(colours)]
    limit = bodies.cars.batch_limit
    return limit is None or max(batches) <= limit


def ways(bodies, painted):
    """Give every order in which bodies can leave that come in one."""
    lanes = tuple(() for _ in range(bodies.lanes.count))
    seen, found = set(), set()
    todo = [(0, lanes, ())]
    while todo:
        state = todo.pop()
        if state in seen:
            continue
        seen.add(state)
        came, lanes, left = state
        if came == len(painted):
            if len(left) == len(painted):
                found.add(left)
            todo += [(came, *out) for out in _released(lanes, left)]
            continue
        for lane, inside in enumerate(lanes):
            if bodies.lanes.strict and len(inside) == bodies.lanes.places:
                continue
            more = (*lanes[:lane], (*inside, painted[came]), *lanes[lane + 1 :])
            for after, gone in [(more, left), *_released(more, left)]:
                if all(len(each) <= bodies.lanes.places for each in after):
                    todo.append((came + 1, after, gone))
    return found


def _released(lanes, left):
    for lane, inside in enumerate(lanes):
        if inside:
            after = (*lanes[:lane], inside[1:], *lanes[lane + 1 :])
            yield after, (*left, inside[0])


def best(bodies):
    """Try every order of paint and every way; give the least score."""
    cars = range(bodies.cars.tail, bodies.cars.length)
    painted = itertools.permutations(cars) if bodies.chosen else [tuple(cars)]
    return min(
        score(bodies, order, released)
        for order in painted
        if paint_keeps_its_limit(bodies, order) or not bodies.chosen
        for released in ways(bodies, order)
    )


def at_random(number, *, chosen, most=6):
    """Give a small case: a store, rules of two ranks or levels, maybe a tail."""
    draw = random.Random(number)
    count, tail = draw.randint(3, most), 0 if chosen else draw.randint(0, 3)
    length = count + tail
    rules = tuple(
        Rule(f"r{place}", draw.randint(1, span - 1), span, draw.randint(0, 1), cut=True)
        for place, span in enumerate(draw.choices((2, 3, 4), k=draw.randint(1, 3)))
    )
    uses = np.array([[draw.randint(0, 1)] for _ in range(length)])
    level = Level("l", int(uses[tail:].sum()) / count, 2)
    levelled = draw.random() < 0.6
    colours = [draw.randrange(2) for _ in range(length)]
    limit = max(2, max(map(colours[tail:].count, (0, 1))) // 2 + 1)
    cars = Cars(
        title=f"case {number}", names=tuple(f"car {place}" for place in range(length)),
        options=np.array([[draw.randint(0, 1) for _ in rules] for _ in range(length)]),
        colours=np.array(colours), colour_names=("red", "white"), tail=tail,
        rules=rules, objectives=("first", "second", "third"),
        batch_limit=limit if chosen else None,
        levels=(level,) if levelled else (), uses=uses if levelled else None,
        level_unit=count if levelled else 1,
    )  # fmt: skip
    return Bodies(
        cars=cars, models=np.array([draw.randrange(2) for _ in range(length)]),
        model_names=("van", "bus"),
        lanes=Lanes(draw.randint(1, 3), draw.randint(1, 3), strict=draw.random() < 0.5),
        model_weight=1, colour_weight=draw.choice((3, 300)),
        rank_weights=(10_000, 100, 10), chosen=chosen,
    )  # fmt: skip
