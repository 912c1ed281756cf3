"""From several starts, rank by rank, and on from the best.

Each start first cares for the first objective alone, then for the first two, and so on:
a search that cared for all of them from the beginning would be held where a later one
is good. Where no move helps any more, the best so far is shaken: for a while only the
first few objectives count, or some cars are exchanged at random, and the search climbs
again from there.

All starts make the same number of moves, round by round, so that a search stopped by
the clock or by hand is that of its number of moves, whatever the number of threads.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from zauyt.arrays.laws import stream_key
from zauyt.arrays.sequencing import block, order_of
from zauyt.kernels.chance import mix
from zauyt.kernels.sequencing.layout import H
from zauyt.kernels.sequencing.search import search
from zauyt.plant.orders.cars import (
    Cars,
    Whole,
    costs,
    first_order,
    longest_batch,
)

ROUND = 100_000
"""Moves of every start between two looks at the clock."""
LOOK = 100
"""Moves a car after which a start looks at what they gained; of few cars their number.

A hundred would try all exchanges of few cars again and again.
"""
STAGE = 8
"""Looks without any gain after which the next objective counts, too."""
LONGEST_STAGE = 40
"""Looks after which it counts in any case."""
STUCK = 40
"""Looks without any gain after which the best so far is shaken."""
SHAKEN = 0.02
"""Share of the cars that is exchanged where there is one objective only."""
KICKED = 3
"""Exchanges at most, of every other shake, where there are several objectives."""


@dataclass
class Start:
    """One search: where it stands, and the best that it has seen."""

    cars: Cars
    key: int
    block: Whole = field(init=False)
    best: Whole = field(init=False)
    best_costs: tuple[int, ...] = field(init=False)
    since: int = 0
    gained: int = 0
    idle: int = 0
    spent: int = 0
    shakes: int = 0

    def __post_init__(self) -> None:
        first = first_order(self.cars)
        assert first is not None, "no order keeps the batch limit"
        self.best = first
        self.best_costs = costs(self.cars, self.best)
        self.block = block(self.cars, self.best, key=self.key)
        self.block[H.ranks] = 1

    def go_on_from(self, order: Whole) -> None:
        """Go on from an order that keeps the batch limit, with all objectives."""
        self.best, self.best_costs = order.copy(), costs(self.cars, order)
        self.block = block(self.cars, order, key=self.key)
        self.block[H.ranks] = len(self.cars.objectives)

    def go_on(self, moves: int) -> None:
        """Try so many moves more, and turn to what is next where they are in vain."""
        while moves:
            part = min(moves, self._moves_a_look - self.since)
            self.gained += search(self.block, part)
            self.since += part
            moves -= part
            if self.since == self._moves_a_look:
                self._look()
        if self.gained:
            self._keep()

    @property
    def _moves_a_look(self) -> int:
        return min(LOOK, 4 * self.cars.count) * self.cars.count

    def _look(self) -> None:
        """See whether the moves since the last look gained anything."""
        if self.gained:
            self._keep()
        self.idle = 0 if self.gained else self.idle + 1
        self.spent += 1
        self.since = self.gained = 0
        ranks = int(self.block[H.ranks])
        if ranks == len(self.cars.objectives):
            if self.idle == STUCK:
                self._keep()  # as good is another place to go on from
                self._shake()
        elif self.idle == STAGE or self.spent == LONGEST_STAGE:
            self.block[H.ranks] = ranks + 1
            self.idle = self.spent = 0

    def _keep(self) -> None:
        order = order_of(self.block)
        found = costs(self.cars, order)
        if found <= self.best_costs:
            self.best, self.best_costs = order, found

    def _shake(self) -> None:
        """Go on from the best, with fewer objectives or some cars exchanged."""
        self.shakes += 1
        key = int(mix(np.uint64(self.key), np.uint64(self.shakes)) >> np.uint64(1))
        chance = np.random.default_rng(key)
        order = self.best.copy()
        ranks = len(self.cars.objectives)
        kicks = max(1, round(SHAKEN * self.cars.count))
        if ranks > 1:  # one with fewer objectives alone, one that no plain leads out of
            kicks = int(chance.integers(1, KICKED + 1)) if self.shakes % 2 == 0 else 0
        for _ in range(kicks):
            self._exchange_some(order, chance)
        self.block = block(self.cars, order, key=key)
        self.block[H.ranks] = int(chance.integers(1, max(ranks, 2)))
        self.idle = self.spent = 0

    def _exchange_some(self, order: Whole, chance: np.random.Generator) -> None:
        """Exchange two cars at random, if the batch limit allows it."""
        i, j = self.cars.tail + chance.integers(self.cars.count, size=2)
        order[i], order[j] = order[j], order[i]
        limit = self.cars.batch_limit
        if limit is not None and longest_batch(self.cars, order) > limit:
            order[i], order[j] = order[j], order[i]


@dataclass(frozen=True)
class Found:
    """The best sequence, its costs, the moves of each start, and how it fell.

    ``steps`` has the moves in all and the costs whenever they fell.
    """

    order: Whole
    costs: tuple[int, ...]
    moves: int
    starts: int
    steps: tuple[tuple[int, tuple[int, ...]], ...]
    stopped: bool


def searched(
    cars: Cars,
    *,
    moves: int,
    seconds: float,
    starts: int,
    aim: tuple[int, ...],
    seed: int,
    workers: int,
    tell: Callable[[int, tuple[int, ...]], None],
) -> Found:
    """Search until the moves are made, the time is over, or the aim is reached.

    ``moves`` are those of each start, 0 for no limit; ``aim`` are costs that none can
    be below. ``tell`` is called with the moves of each start and the best costs. An
    interruption ends it, too, with the best so far.
    """
    deadline = time.monotonic() + seconds if seconds else None
    root = np.uint64(mix(np.uint64(stream_key("sequence", "start")), np.uint64(seed)))
    every = [
        Start(cars, int(mix(root, np.uint64(number)) >> np.uint64(1)))
        for number in range(starts)
    ]
    best = min(every, key=lambda start: start.best_costs)
    steps = [(0, best.best_costs)]
    done, stopped = 0, False
    with ThreadPoolExecutor(workers) as threads:
        try:
            while best.best_costs > aim and (not moves or done < moves):
                if deadline is not None and time.monotonic() >= deadline:
                    break
                size = min(ROUND, moves - done) if moves else ROUND
                list(threads.map(lambda start, n=size: start.go_on(n), every))
                done += size
                best = min(every, key=lambda start: start.best_costs)
                if best.best_costs < steps[-1][1]:
                    steps.append((done, best.best_costs))
                tell(done, best.best_costs)
        except KeyboardInterrupt:
            stopped = True
    return Found(best.best, best.best_costs, done, starts, tuple(steps), stopped)
