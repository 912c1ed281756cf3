"""Balances under all rules: stations filled task by task, pass after pass.

Each pass takes the tasks in another order and puts each at the first station where
every rule allows it, at the post that can begin it soonest. Whoever needs what a
colleague at the same station does first waits for it, and all is done within the takt.
Orders begin with the worth of tasks and are then changed a little at a time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from zauyt.arrays.balancing import Graph, Whole
from zauyt.arrays.filling import NO_LIMIT, column, filling
from zauyt.arrays.laws import stream_key
from zauyt.kernels.balancing.filling import FEW_PEOPLE, UNPLACED
from zauyt.kernels.balancing.layout import F
from zauyt.kernels.balancing.search import go_on_with_passes
from zauyt.kernels.chance import mix
from zauyt.plant.tasks.task_list import Rules
from zauyt.studies.balancing.bounds import measures, tails
from zauyt.studies.balancing.search import Clock, Effort, interruptible, worths

NO_LAST = 10**6
FIRST = 12
"""Orders by worth that are tried as they are; passes of a takt's first run."""
PASSES, CHUNK = 8_000, 500
"""Passes of a run at most, and between two looks at the clock."""
SLACK = 64
"""Part of the takt by which an order may be worse than the best and be gone on from."""


@dataclass(frozen=True)
class Place:
    """Station and post of every task, from 1, and when it begins there."""

    station: tuple[int, ...]
    post: tuple[int, ...]
    start: tuple[int, ...]

    @property
    def people(self) -> int:
        """Give the posts that have any task."""
        return len({*zip(self.station, self.post, strict=True)})


@dataclass(frozen=True, eq=False)
class Book:
    """The rules as lists by task, with every default filled in."""

    graph: Graph
    rules: Rules
    first: Sequence[int]
    last: Sequence[int]
    barred: Sequence[frozenset[int]]
    apart: Sequence[frozenset[int]]
    before: Sequence[Sequence[int]]
    tool_stations: dict[str, int]


def book_of(graph: Graph, rules: Rules) -> Book:
    """Give the rules by task; the last station follows from what comes after."""
    count = graph.count
    before: list[list[int]] = [[] for _ in range(count)]
    for one, other in graph.arcs.tolist():
        before[other].append(one)
    apart: list[set[int]] = [set() for _ in range(count)]
    for one, other in rules.apart:
        apart[one].add(other)
        apart[other].add(one)
    first = list(rules.first or (1,) * count)
    last = [each or NO_LAST for each in rules.last or (0,) * count]
    for task in graph.order:
        first[task] = max([first[task], *(first[each] for each in before[task])])
    for task in graph.order[::-1]:
        last[task] = min([last[task], *(last[e] for e in graph.next_of[task])])
    return Book(
        graph=graph, rules=rules, first=first, last=last,
        barred=[frozenset(each) for each in rules.barred or ((),) * count],
        apart=[frozenset(each) for each in apart], before=before,
        tool_stations=dict(rules.tool_stations),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Start:
    """An order of tasks to begin with, and whether loads are spread over posts."""

    order: Whole
    spread: bool

    @classmethod
    def of(cls, worth: Sequence[int], *, spread: bool) -> Start:
        """Give the order in which the worthiest task is first."""
        order = np.argsort(-np.array(worth, dtype=np.int64), kind="stable")
        return cls(order, spread)


@dataclass(frozen=True, eq=False)
class Run:
    """A search over orders of tasks, by which a line is filled again and again."""

    book: Book
    block: Whole

    @classmethod
    def of(cls, book: Book, *, seed: int, home: Sequence[tuple[int, int]] = ()) -> Run:
        """Give a run that has not begun."""
        key = mix(np.uint64(stream_key("balance", "rules")), np.uint64(seed))
        block = filling(
            book.graph, book.rules, first=book.first, last=book.last, home=home,
            stream=int(key >> np.uint64(1)),
        )  # fmt: skip
        return cls(book, block)

    def begin(self, start: Start, *, cycle: int, most: int, wish: int = 0) -> None:
        """Begin anew with an order, for a takt and so many stations."""
        m, count = self.block, self.book.graph.count
        for name in ("order", "trial"):
            column(m, name, count)[:] = start.order
        m[F.spread], m[F.wish] = start.spread, wish
        m[F.cycle], m[F.most], m[F.slack] = cycle, most, cycle // SLACK
        m[F.value] = m[F.best] = NO_LIMIT
        m[F.passes] = 0

    def go_on(self, passes: int, clock: Clock) -> bool:
        """Fill the line so many times at most; tell whether all tasks found a place.

        It ends as soon as they do and what is wished for is there.
        """
        left = min(passes, clock.loads - clock.spent) if clock.loads else passes
        while left > 0:
            made = int(go_on_with_passes(self.block, min(left, CHUNK)))
            clock.spent, left = clock.spent + made, left - made
            if self.block[F.best] == 0 or clock.is_over():
                break
        return int(self.block[F.best]) < UNPLACED

    def place(self) -> Place:
        """Give the best balance."""
        found = [
            tuple(column(self.block, name, self.book.graph.count).tolist())
            for name in ("kept_station", "kept_post", "kept_start")
        ]
        return Place(*found)

    def start(self) -> Start:
        """Give the order that gave it."""
        order = column(self.block, "kept_order", self.book.graph.count)
        return Start(order.copy(), bool(self.block[F.spread]))


def least_of(graph: Graph, rules: Rules, cycle: int) -> int:
    """Give the stations that no balance under the rules can be below."""
    worth = measures(graph.times, cycle)
    people = int((-(-worth.values.sum(axis=1) // worth.capacity)).max())
    if rules.most_strain and rules.strain:
        people = max(people, math.ceil(sum(rules.strain) / rules.most_strain - 1e-9))
    wide = measures(graph.times, cycle * rules.posts)
    chain = int(tails(graph, wide).max(initial=1))
    fixed = max(rules.first, default=1)
    return max(-(-people // rules.posts), chain, fixed, 1)


@dataclass(frozen=True)
class Passed:
    """The best of all passes, its takt in whole units, and how it came about."""

    place: Place
    cycle: int
    steps: tuple[tuple[int, int], ...]
    start: Start


def fewest(
    graph: Graph, rules: Rules, *, cycle: int, most: int, least: int, effort: Effort
) -> Passed | None:
    """Make passes for the fewest stations of a takt, then the fewest people.

    A run looks for a station less, from the best order so far or from another one, or
    for fewer people at as many stations.
    """
    book, clock = book_of(graph, rules), effort.clock
    run = Run.of(book, seed=effort.seed)
    best: Passed | None = None
    steps: list[tuple[int, int]] = []
    people = -(-int(graph.times.sum()) // cycle)
    for number, other in enumerate(_starts(book, cycle, effort)):
        turn = number % 3
        start = other if best is None or number < FIRST or turn == 1 else best.start
        down = number < FIRST or turn < 2
        wanted = most - 1 if best and down and number >= FIRST else most
        if wanted < least:
            wanted, down = most, False
        run.begin(start, cycle=cycle, most=wanted, wish=0 if down else FEW_PEOPLE)
        if not run.go_on(1 if number < FIRST else PASSES, clock):
            continue
        place = run.place()
        value = (max(place.station), place.people)
        if best is None or value < (max(best.place.station), best.place.people):
            steps.append((clock.spent, value[0]))
            best = Passed(place, cycle, tuple(steps), run.start())
            most = value[0]
            effort.tell(clock.spent, most)
        if most <= least and best.place.people <= people:
            break
    return best


def shortest(
    graph: Graph, rules: Rules, *, stations: int, least: int, effort: Effort
) -> Passed | None:
    """Make passes for the least takt of so many stations.

    A takt is asked for that is below the best by a part of what is left to the bound,
    a smaller one after each time in vain, and longer runs when that part is 1.
    """
    book, clock = book_of(graph, rules), effort.clock
    run = Run.of(book, seed=effort.seed)
    best: Passed | None = None
    steps: list[tuple[int, int]] = []
    top, part, passes = int(graph.times.sum()) + 1, 2, FIRST
    for number, other in enumerate(_starts(book, least, effort)):
        down = max(1, (top - least) // part)
        start = other if best is None or number % 2 else best.start
        run.begin(start, cycle=top - down, most=stations)
        if run.go_on(passes, clock):
            place, part = run.place(), max(2, part // 2)
            top = _takt(graph, place)
            steps.append((clock.spent, top))
            best = Passed(place, top, tuple(steps), run.start())
            effort.tell(clock.spent, top)
        elif down > 1:
            part *= 2
        else:
            passes = min(2 * passes, PASSES)
        if top <= least:
            break
    return best


def _starts(book: Book, cycle: int, effort: Effort) -> Iterator[Start]:
    """Yield orders of tasks, until the clock is over."""
    draw = np.random.default_rng([effort.seed, 6])
    worth = measures(book.graph.times, max(cycle, 1))
    first = True
    with interruptible(effort.clock):
        while not effort.clock.is_over():
            tasks = worths(book.graph, worth, draw, first=first)
            order = _order(book, tasks, draw)
            yield Start.of(order, spread=bool(draw.random() < 0.5))
            first = False


def _takt(graph: Graph, place: Place) -> int:
    """Give when the last task of any station ends."""
    return int((np.array(place.start) + graph.times).max())


def _order(book: Book, worth: Whole, draw: np.random.Generator) -> list[int]:
    """Give the worth of tasks; those that must be done soon come first."""
    urgent = np.array([min(each, 10**4) for each in book.last], dtype=float)
    noise = 1.0 + draw.uniform(0.0, 0.3) * draw.random(worth.size)
    scaled = worth * noise
    if (urgent < 10**4).any():
        scaled = scaled + (10**4 - urgent) * worth.max() * draw.choice([0.1, 1.0, 10.0])
    return [int(each) for each in scaled]
