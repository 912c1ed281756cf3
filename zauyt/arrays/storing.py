"""The bodies of a day as the search through the store takes them: one block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zauyt.kernels.storing.beam import fill_to_go
from zauyt.kernels.storing.layout import CN, LG, H, R
from zauyt.plant.orders.bodies import Bodies
from zauyt.plant.orders.cars import Whole, targets, units

MOST_TO_GO = 4_000_000
"""Places of a table of what must still come; where it had more, it is guessed."""
PER_NODE = 1_024
"""Candidates of a node for which there is room at most; more are not looked at."""


@dataclass(frozen=True)
class Kinds:
    """What the search knows a car by: its look, its kind, and the pair of them."""

    looks: Whole
    kinds: Whole
    pairs: Whole
    pair_look: Whole
    pair_kind: Whole
    stock: Whole
    scale: int
    """Costs of the search are whole numbers of ``1 / scale``."""

    @property
    def kind_count(self) -> int:
        """Give how many kinds there are."""
        return int(self.kinds.max()) + 1


def kinds_of(bodies: Bodies) -> Kinds:
    """Give the looks, kinds and pairs of a day's cars."""
    looks, kinds = bodies.looks, bodies.kinds
    both = np.column_stack([looks, kinds])
    pairs, of_car, stock = np.unique(
        both, axis=0, return_inverse=True, return_counts=True
    )
    scale = max(units(bodies.cars), default=1)
    return Kinds(looks, kinds, of_car.reshape(-1), pairs[:, 0], pairs[:, 1], stock,
                 scale)  # fmt: skip


class _Parts:
    """Fields of the header and the parts behind it, put down one by one."""

    def __init__(self) -> None:
        self.header = np.zeros(H.size, dtype=np.int64)
        self.parts: list[Whole] = []
        self.size: int = H.size

    def put(self, values: ArrayLike) -> int:
        """Put numbers down; give where they begin."""
        flat = np.asarray(values, dtype=np.int64).ravel()
        self.parts.append(flat)
        begin, self.size = self.size, self.size + int(flat.size)
        return begin

    def room(self, words: int) -> int:
        """Keep room for so many numbers; give where it begins."""
        return self.put(np.zeros(words))

    def set(self, **fields: int) -> None:
        """Set fields of the header."""
        for name, value in fields.items():
            self.header[getattr(H, name)] = value

    def whole(self) -> Whole:
        """Give the block."""
        return np.concatenate([self.header, *self.parts])


def block(bodies: Bodies, told: Kinds, *, fill: int, width: int, key: int) -> Whole:
    """Give the block of a search with an empty store; arrivals are set before each."""
    cars, lanes = bodies.cars, bodies.lanes
    parts = _Parts()
    room = lanes.places
    parts.set(
        cars=cars.count, lanes=lanes.count, room=room, strict=int(lanes.strict),
        fill=fill, again=int(lanes.again), again_weight=1, tail=cars.tail,
        arrival=parts.room(cars.count),
        pair_from=parts.put(
            np.searchsorted(told.pair_look, np.arange(told.looks.max() + 2))
        ),
        pair_kind=parts.put(told.pair_kind), stock=parts.put(told.stock),
        kinds=told.kind_count, pairs=told.stock.size, scale=cars.level_unit,
        width=width, key=key,
    )  # fmt: skip
    _rules(parts, bodies, told)
    _levels(parts, bodies, told)
    _nodes(parts, bodies, told, width=width)
    made = parts.whole()
    if made[H.togo] >= 0:
        fill_to_go(made)
    return made


def _first_of(told: Kinds) -> Whole:
    """Give a car of each kind."""
    return np.unique(told.kinds, return_index=True)[1]


def _rules(parts: _Parts, bodies: Bodies, told: Kinds) -> None:
    cars = bodies.cars
    day = cars.options[cars.tail :]
    rows = np.zeros((len(cars.rules), R.size), dtype=np.int64)
    for place, rule in enumerate(cars.rules):
        weight = rule.weight * bodies.rank_weights[rule.rank] * told.scale
        rows[place] = (rule.most, rule.span, weight, day[:, place].sum())
    parts.set(
        rules=len(cars.rules), rule=parts.put(rows),
        kind_rules=parts.put(day[_first_of(told)]),
    )  # fmt: skip


def _levels(parts: _Parts, bodies: Bodies, told: Kinds) -> None:
    cars = bodies.cars
    if cars.uses is None:
        parts.set(togo=-1, levels=0, strides=parts.room(told.kind_count))
        return
    weights = [
        level.weight * bodies.rank_weights[level.rank] * told.scale // cars.level_unit
        for level in cars.levels
    ]
    often = np.bincount(told.kinds)
    # the first kind takes the longest strides
    strides = np.cumprod([1.0, *(often + 1.0)[:0:-1]])[::-1]
    size = float(np.prod(often + 1.0))
    known = size <= MOST_TO_GO and not cars.rules
    parts.set(
        levels=len(cars.levels), level_weights=parts.put(weights),
        kind_uses=parts.put(cars.uses[cars.tail :][_first_of(told)]),
        targets=parts.put(targets(cars)),
        strides=parts.put(strides if known else np.zeros(often.size)),
        togo=parts.room(int(size)) if known else -1,
        often=parts.put(often),
        togo_size=int(size) if known else 0,
    )  # fmt: skip


def _nodes(parts: _Parts, bodies: Bodies, told: Kinds, *, width: int) -> None:
    cars, lanes = bodies.cars, bodies.lanes
    levels, rules, kinds = len(cars.levels), len(cars.rules), told.kind_count
    at_stock = 1 + kinds
    at_used = at_stock + int(told.stock.size)
    at_seen = at_used + levels
    at_lanes = at_seen + 2 * rules
    lane = lanes.places + 2
    size = at_lanes + lanes.count * lane
    seen = np.zeros((rules, 2), dtype=np.int64)
    for place, rule in enumerate(cars.rules):
        last = cars.options[max(cars.tail - rule.span + 1, 0) : cars.tail, place]
        seen[place, 0] = int("".join(map(str, last)) or "0", 2)
    first = np.zeros((width, size), dtype=np.int64)
    first[:, at_stock:at_used] = told.stock
    first[:, at_seen:at_lanes] = seen.ravel()
    often = int(np.bincount(told.pair_look).max())
    ways = lanes.count * often * (1 if lanes.places == 1 else lanes.count)
    ways *= 1 + lanes.count * (lanes.count - 1) if lanes.again else 1
    candidates = width * min(ways, PER_NODE)
    table = 4 * width + 1
    layers = cars.count + lanes.count * lanes.places
    parts.set(
        node=size, at_stock=at_stock, at_used=at_used, at_seen=at_seen,
        at_lanes=at_lanes, lane=lane, nodes=parts.put(first),
        others=parts.room(width * size), scratch=parts.room(max(size, kinds)),
        candidates=parts.room(candidates * CN.size), candidates_room=candidates,
        log=parts.room(layers * width * LG.size),
        table=parts.room(table), table_size=table,
    )  # fmt: skip
