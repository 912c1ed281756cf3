"""The bodies of a day, the store that they pass, and what paint and line ask of them.

Paint sees a body's model and colour, its *look*; the line sees its options and what is
to be used evenly, its *kind*. Where the order of paint may be chosen, so may which body
of a look becomes which of its orders.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from zauyt.plant.orders.cars import Cars, Whole, excess, unevenness, units


@dataclass(frozen=True)
class Lanes:
    """The store: lanes of so many places each, and how they are used.

    With ``again`` a body may go from the front of a lane to the end of another. Where
    it is ``strict`` a lane must have room before a body comes; else the one that
    leaves in the same step may make it.
    """

    count: int
    places: int
    again: bool = False
    strict: bool = True


@dataclass(frozen=True, eq=False)
class Bodies:
    """Cars that come out of paint, a store, and what everything costs.

    ``cars`` has the options, colours, levels and rules, in the order given; its colour
    rank is not used. ``models`` (cars) are places in ``model_names``. ``weights`` has
    the cost of a change of model and one of colour in paint, then of each rank of
    ``cars``. ``batch_limit`` is the most bodies of one colour in a row.
    """

    cars: Cars
    models: Whole
    model_names: tuple[str, ...]
    lanes: Lanes
    model_weight: int
    colour_weight: int
    rank_weights: tuple[int, ...]
    chosen: bool

    @property
    def id(self) -> str:
        """Give 16 letters that stand for everything that an answer depends on."""
        digest = hashlib.blake2b(digest_size=8)
        asked = (self.cars.id, self.model_names, self.lanes, self.model_weight,
                 self.colour_weight, self.rank_weights, self.chosen)  # fmt: skip
        digest.update(repr(asked).encode() + self.models.tobytes())
        return digest.hexdigest()

    @property
    def looks(self) -> Whole:
        """Give by car of the day which look it has: its model and colour, or itself.

        Where the order of paint stands, each kind of car is a look of its own.
        """
        seen = np.column_stack([self.models, self.cars.colours])[self.cars.tail :]
        told = seen if self.chosen else np.column_stack([seen, self.kinds])
        _, look = np.unique(told, axis=0, return_inverse=True)
        return np.asarray(look.reshape(-1), dtype=np.int64)

    @property
    def kinds(self) -> Whole:
        """Give by car of the day which kind it is for the line."""
        cars = self.cars
        parts = [cars.options, *([] if cars.uses is None else [cars.uses])]
        told = np.column_stack(parts)[cars.tail :]
        if not told.shape[1]:
            return np.zeros(cars.count, dtype=np.int64)
        _, kind = np.unique(told, axis=0, return_inverse=True)
        return np.asarray(kind.reshape(-1), dtype=np.int64)


@dataclass(frozen=True)
class Cost:
    """What paint and line are asked to bear, and as one score."""

    model_changes: int
    colour_changes: int
    ranks: tuple[int, ...]
    score: float


def cost_of(bodies: Bodies, painted: Whole, released: Whole) -> Cost:
    """Count what an order of paint and one of the line cost, both of a day's cars."""
    cars = bodies.cars
    order = np.concatenate([np.arange(cars.tail), released])
    ranks = [0] * len(cars.objectives)
    for place, rule in enumerate(cars.rules):
        ranks[rule.rank] += rule.weight * int(excess(cars, place, order).sum())
    for place, level in enumerate(cars.levels):
        ranks[level.rank] += level.weight * int(unevenness(cars, place, order).sum())
    models, colours = bodies.models[painted], cars.colours[painted]
    changes = [int((each[1:] != each[:-1]).sum()) for each in (models, colours)]
    score = float(
        bodies.model_weight * changes[0]
        + bodies.colour_weight * changes[1]
        + sum(
            weight * each / unit
            for weight, each, unit in zip(
                bodies.rank_weights, ranks, units(cars), strict=True
            )
        )
    )
    return Cost(changes[0], changes[1], tuple(ranks), score)
