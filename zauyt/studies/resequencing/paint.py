"""Orders of paint with as few changes of colour, then of model, as there can be.

Each colour is cut into as few batches as its limit allows (more where neighbours would
be of one colour), batches are laid out by chance, and models go on from batch to batch
where they can.
"""

from __future__ import annotations

import itertools

import numpy as np

from zauyt.plant.orders.bodies import Bodies
from zauyt.plant.orders.cars import Whole

TRIES = 60
"""Layouts of which the one with fewest changes of model is taken."""


def batches_of(bodies: Bodies) -> list[int] | None:
    """Give in how many batches each colour is painted at least; None if it cannot be.

    Batches of one colour are never neighbours; where one colour has too many, others
    are cut more often.
    """
    cars = bodies.cars
    often = np.bincount(cars.colours[cars.tail :], minlength=len(cars.colour_names))
    limit = cars.batch_limit or max(int(often.sum()), 1)
    counts = [-(-int(each) // limit) for each in often]
    most = max(counts)
    others = sum(counts) - most
    largest = counts.index(most)
    while others < most - 1:
        able = [
            place
            for place, count in enumerate(counts)
            if place != largest and count < often[place]
        ]
        if not able:
            return None
        counts[able[0]] += 1
        others += 1
    return counts


def least_changes(bodies: Bodies) -> tuple[int, int]:
    """Give how many changes of model and of colour any order of paint has at least."""
    cars = bodies.cars
    counts = batches_of(bodies)
    models = int(np.unique(bodies.models[cars.tail :]).size) - 1
    return models, 0 if counts is None else sum(counts) - 1


def drawn(bodies: Bodies, chance: np.random.Generator) -> Whole:
    """Draw an order of paint: the day's cars of each model and colour in turn.

    Now and then a colour is cut into more batches than it need be, since the store may
    be too small for long ones.
    """
    cars = bodies.cars
    counts = batches_of(bodies)
    assert counts is not None, "no order of paint keeps the batch limit"
    often = np.bincount(cars.colours[cars.tail :], minlength=len(counts))
    for _ in range(int(chance.geometric(0.5)) - 1):
        able = [
            place
            for place, count in enumerate(counts)
            if count < often[place] and 2 * (count + 1) <= sum(counts) + 2
        ]
        if able:
            counts[int(chance.choice(able))] += 1
    left = np.zeros((len(cars.colour_names), len(bodies.model_names)), dtype=np.int64)
    np.add.at(left, (cars.colours[cars.tail :], bodies.models[cars.tail :]), 1)
    best: list[tuple[int, int]] = []
    fewest = -1
    for _ in range(TRIES):
        laid = _laid(left.copy(), _batches(counts, chance), bodies, chance)
        changes = sum(a[1] != b[1] for a, b in itertools.pairwise(laid))
        if fewest < 0 or changes < fewest:
            best, fewest = laid, changes
    return _cars_of(bodies, best)


def _batches(counts: list[int], chance: np.random.Generator) -> list[int]:
    """Draw an order of batches, no two neighbours of one colour."""
    left = np.array(counts)
    order: list[int] = []
    while left.sum():
        able = left > 0
        if order:
            able[order[-1]] = False
        rest = left.sum()
        urgent = [p for p in np.flatnonzero(able) if 2 * left[p] > rest]
        weights = np.where(able, left, 0)
        pick = (
            urgent[0] if urgent else chance.choice(left.size, p=weights / weights.sum())
        )
        order.append(int(pick))
        left[pick] -= 1
    return order


def _laid(
    left: Whole, batches: list[int], bodies: Bodies, chance: np.random.Generator
) -> list[tuple[int, int]]:
    """Give colour and model car by car: how long each batch is, which models it has."""
    limit = bodies.cars.batch_limit or int(left.sum())
    to_come = [batches.count(colour) for colour in range(left.shape[0])]
    laid: list[tuple[int, int]] = []
    model = -1
    for colour in batches:
        rest, to_come[colour] = int(left[colour].sum()), to_come[colour] - 1
        low = max(rest - to_come[colour] * limit, 1)
        high = min(limit, rest - to_come[colour])
        size = _size(left[colour], low, high, model, chance)
        while size:
            if model < 0 or not left[colour, model]:
                model = _next(left[colour], size, chance)
            part = min(size, int(left[colour, model]))
            laid += [(colour, model)] * part
            left[colour, model] -= part
            size -= part
    return laid


def _size(
    left: Whole, low: int, high: int, model: int, chance: np.random.Generator
) -> int:
    """Draw how long a batch is, rather so that it uses up whole models."""
    sums = {int(left[model])} if model >= 0 else set()
    for first in left:
        sums |= {int(first), *(int(first + other) for other in left)}
    fitting = sorted(each for each in sums if low <= each <= high)
    if fitting and chance.random() < 0.7:
        return int(chance.choice(fitting))
    return int(chance.integers(low, high + 1))


def _next(left: Whole, size: int, chance: np.random.Generator) -> int:
    """Draw the model that a batch goes on with, rather one that it uses up."""
    able = np.flatnonzero(left)
    whole = able[left[able] <= size]
    return int(chance.choice(whole if whole.size else able))


def _cars_of(bodies: Bodies, laid: list[tuple[int, int]]) -> Whole:
    """Give a car of the day for each colour and model, in the order given."""
    cars = bodies.cars
    waiting: dict[tuple[int, int], list[int]] = {}
    for car in range(cars.length - 1, cars.tail - 1, -1):
        key = (int(cars.colours[car]), int(bodies.models[car]))
        waiting.setdefault(key, []).append(car)
    return np.array([waiting[key].pop() for key in laid], dtype=np.int64)
