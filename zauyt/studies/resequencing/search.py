"""From many orders of paint through the store, each with a beam as wide as it pays.

A round draws an order of paint (or takes the one given), a number of bodies that the
store holds before it releases, and looks for the cheapest way through. Rounds are a
function of the seed and their number alone, so that a search stopped by the clock or by
hand is that of its rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from zauyt.arrays.laws import stream_key
from zauyt.arrays.storing import Kinds, block, kinds_of
from zauyt.kernels.chance import mix
from zauyt.kernels.storing.beam import LANES, advance, expand
from zauyt.kernels.storing.layout import CN, LG, H
from zauyt.plant.orders.bodies import Bodies, Cost, cost_of
from zauyt.plant.orders.cars import Whole
from zauyt.studies.resequencing.paint import drawn

WIDTHS = (16, 64, 200, 600)
"""States that a beam keeps; rounds go through them again and again."""


@dataclass(frozen=True)
class Way:
    """A way through the store: what it costs, and what it does.

    ``painted`` and ``released`` are cars of the day in the orders of paint and line;
    ``lanes`` has the lane of each painted car. ``fill`` is the number of bodies in the
    store when it begins to release. ``again`` has a painted car's place, the lane that
    it left and that which it went to, for each that went through the store again, and
    how many had been released before.
    """

    painted: Whole
    lanes: Whole
    released: Whole
    fill: int
    again: tuple[tuple[int, int, int, int], ...]
    cost: Cost


@dataclass(frozen=True)
class Found:
    """The best way, that of first come first served, and how the search went."""

    way: Way
    first_come: Way
    rounds: int
    steps: tuple[tuple[int, float], ...]
    stopped: bool


def first_come(bodies: Bodies, painted: Whole) -> Way:
    """Give the way of bodies that leave in the order in which they come."""
    lanes = np.arange(painted.size) % bodies.lanes.count
    cost = cost_of(bodies, painted, painted)
    return Way(painted, lanes, painted.copy(), 0, (), cost)


def searched(
    bodies: Bodies,
    *,
    rounds: int,
    seconds: float,
    aim: float,
    seed: int,
    workers: int,
    tell: Callable[[int, float], None],
) -> Found:
    """Search until the rounds are over, the time is, or the aim is reached.

    An interruption ends it, too, with the best so far.
    """
    deadline = time.monotonic() + seconds if seconds else None
    key = int(mix(np.uint64(stream_key("resequence", "round")), np.uint64(seed)))
    told = kinds_of(bodies)
    best = first = first_come(bodies, _painted(bodies, key, 0))
    steps = [(0, best.cost.score)]
    done, stopped = 0, False
    with ThreadPoolExecutor(workers) as threads:
        try:
            while best.cost.score > aim + 1e-9 and (not rounds or done < rounds):
                if deadline is not None and time.monotonic() >= deadline:
                    break
                batch = range(done, done + 2 if not rounds else min(done + 2, rounds))
                for way in threads.map(
                    lambda n: one_round(bodies, told, key, n), batch
                ):
                    if way is not None and way.cost.score < best.cost.score:
                        best = way
                done += len(batch)
                if best.cost.score < steps[-1][1]:
                    steps.append((done, best.cost.score))
                tell(done, best.cost.score)
        except KeyboardInterrupt:
            stopped = True
    return Found(best, first, done, tuple(steps), stopped)


def _chance(key: int, number: int) -> np.random.Generator:
    return np.random.default_rng(int(mix(np.uint64(key), np.uint64(number))))


def _painted(bodies: Bodies, key: int, number: int) -> Whole:
    """Give the order of paint of a round."""
    if bodies.chosen:
        return drawn(bodies, _chance(key, number))
    return np.arange(bodies.cars.tail, bodies.cars.length)


def one_round(bodies: Bodies, told: Kinds, key: int, number: int) -> Way | None:
    """Search one order of paint with one filling of the store."""
    painted = _painted(bodies, key, number)
    chance = _chance(key, number + 2**40)
    lanes = bodies.lanes
    most = min(lanes.count * lanes.places, bodies.cars.count - 1)
    fill = round(most * float(chance.beta(3.0, 2.0)))
    width = WIDTHS[number % len(WIDTHS)]
    made = block(bodies, told, fill=fill, width=width, key=int(chance.integers(2**62)))
    begin = int(made[H.arrival])
    made[begin : begin + painted.size] = told.looks[painted - bodies.cars.tail]
    last = _layers(made, bodies.cars.count + fill, width)
    return None if last < 0 else _way(bodies, told, made, painted, last)


def _layers(made: Whole, layers: int, width: int) -> int:
    """Go through all layers; give the best last node, or -1 if none is left."""
    nodes = 1
    for layer in range(layers):
        found = expand(made, layer, nodes)
        if not found:
            return -1
        begin = int(made[H.candidates])
        scores = made[begin : begin + found * CN.size : CN.size]
        keep = min(found, 3 * width)
        chosen = np.argpartition(scores, keep - 1)[:keep] if keep < found else (
            np.arange(found)
        )  # fmt: skip
        chosen = chosen[np.argsort(scores[chosen], kind="stable")]
        nodes = advance(made, np.ascontiguousarray(chosen, dtype=np.int64), layer)
    size, begin = int(made[H.node]), int(made[H.nodes])
    return int(np.argmin(made[begin : begin + nodes * size : size]))


def _actions(made: Whole, layers: int, last: int) -> Iterator[int]:
    """Give what was done in each layer, the last one first."""
    width, begin = int(made[H.width]), int(made[H.log])
    for layer in range(layers - 1, -1, -1):
        row = begin + (layer * width + last) * LG.size
        yield int(made[row + LG.action])
        last = int(made[row + LG.parent])


def _way(bodies: Bodies, told: Kinds, made: Whole, painted: Whole, last: int) -> Way:
    """Give what was done on the way to a last node, car by car."""
    count, fill = bodies.cars.count, int(made[H.fill])
    lanes: list[list[int]] = [[] for _ in range(bodies.lanes.count)]
    into = np.full(count, -1, dtype=np.int64)
    left: list[tuple[int, int]] = []
    again: list[tuple[int, int, int, int]] = []
    for layer, action in enumerate(reversed([*_actions(made, count + fill, last)])):
        rest, pair = divmod(action, LANES * LANES)
        rest, lane = divmod(rest, LANES)
        back, entered = divmod(rest, LANES)
        if back:
            of, to = divmod(back - 1, len(lanes))
            lanes[to].append(lanes[of].pop(0))
            again.append((lanes[to][-1], of, to, len(left)))
        if entered:
            lanes[entered - 1].append(layer)
            into[layer] = entered - 1
        if lane:
            left.append((lanes[lane - 1].pop(0), pair))
    cars = painted if not bodies.chosen else _orders(told, painted, left, bodies)
    released = cars[[place for place, _ in left]]
    cost = cost_of(bodies, cars, released)
    return Way(cars, into, released, fill, tuple(again), cost)


def _orders(
    told: Kinds, painted: Whole, left: list[tuple[int, int]], bodies: Bodies
) -> Whole:
    """Give the order that each painted body becomes: one of its pair."""
    waiting: dict[int, list[int]] = {}
    for car in range(told.pairs.size - 1, -1, -1):
        waiting.setdefault(int(told.pairs[car]), []).append(car + bodies.cars.tail)
    cars = painted.copy()
    for place, pair in left:
        cars[place] = waiting[pair].pop()
    return cars


__all__ = ["Found", "Way", "first_come", "one_round", "searched"]
