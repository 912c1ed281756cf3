"""Balances under all rules: stations filled task by task, pass after pass.

Each pass takes the tasks in another order of worth and puts each at the first station
where every rule allows it, at the post that can begin it soonest. Whoever needs what a
colleague at the same station does first waits for it, and all is done within the takt.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from zauyt.arrays.balancing import Graph, Whole
from zauyt.plant.tasks.task_list import Rules
from zauyt.studies.balancing.bounds import measures, tails
from zauyt.studies.balancing.search import Effort, interruptible, worths

NO_LAST = 10**6
PASSES_OF_TAKT = 12
"""Passes after which a shorter takt is given up for a while."""


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


@dataclass
class Filling:
    """A line that is being filled: what stands where, and the station at hand.

    ``home`` is the station and post by task that are taken if they can be.
    """

    book: Book
    cycle: int
    spread: bool
    home: Sequence[tuple[int, int]] = ()
    station: list[int] = field(init=False)
    post: list[int] = field(init=False)
    start: list[int] = field(init=False)
    tool_used: dict[str, int] = field(init=False)
    at: int = 0

    def __post_init__(self) -> None:
        count = self.book.graph.count
        self.station, self.post = [0] * count, [0] * count
        self.start = [0] * count
        self.tool_used = defaultdict(int)
        self.next_station()

    def next_station(self) -> None:
        """Go on to the next station, which is empty."""
        posts = self.book.rules.posts
        self.at += 1
        self.load, self.strain = [0] * posts, [0.0] * posts
        self.tools: set[str] = set()
        self.here: set[int] = set()

    def post_for(self, task: int) -> int:
        """Give the post, from 0, that can do a task at this station; -1 if none."""
        book, rules = self.book, self.book.rules
        if not book.first[task] <= self.at or self.at in book.barred[task]:
            return -1
        if book.apart[task] & self.here:
            return -1
        tool = rules.tools[task] if rules.tools else ""
        most = book.tool_stations.get(tool, NO_LAST)
        if tool and tool not in self.tools and self.tool_used[tool] >= most:
            return -1
        ready = self._ready(task)
        if self.home:
            station, post = self.home[task]
            if station == self.at and post and self._takes(task, post - 1, ready):
                return post - 1
        able = [post for post in range(rules.posts) if self._takes(task, post, ready)]
        if not able:
            return -1
        if self.spread:
            return min(able, key=lambda post: (max(self.load[post], ready), post))
        # the least waiting, then the fullest post
        return min(
            able,
            key=lambda post: (max(ready - self.load[post], 0), -self.load[post], post),
        )

    def _ready(self, task: int) -> int:
        """Give when all that must be done before a task at this station is done."""
        times = self.book.graph.times
        ends = (
            self.start[each] + int(times[each])
            for each in self.book.before[task]
            if each in self.here
        )
        return max(ends, default=0)

    def _takes(self, task: int, post: int, ready: int) -> bool:
        rules = self.book.rules
        if rules.posts > 1 and rules.sides[task] == "RL"[post % 2]:
            return False
        strain = rules.strain[task] if rules.strain else 0.0
        borne = self.strain[post] + strain - 1e-9
        if rules.most_strain is not None and borne > rules.most_strain:
            return False
        begin = max(self.load[post], ready)
        return begin + int(self.book.graph.times[task]) <= self.cycle

    def put(self, task: int, post: int) -> None:
        """Let a post of this station do a task."""
        rules = self.book.rules
        self.station[task], self.post[task] = self.at, post + 1
        self.start[task] = max(self.load[post], self._ready(task))
        self.load[post] = self.start[task] + int(self.book.graph.times[task])
        if rules.strain:
            self.strain[post] += rules.strain[task]
        tool = rules.tools[task] if rules.tools else ""
        if tool and tool not in self.tools:
            self.tools.add(tool)
            self.tool_used[tool] += 1
        self.here.add(task)


def filled(
    book: Book, worth: Sequence[int], *, cycle: int, most: int, spread: bool,
    home: Sequence[tuple[int, int]] = (),
) -> Place | None:  # fmt: skip
    """Fill stations up to a most of them, the worthiest task first; None if in vain."""
    graph = book.graph
    waits = [len(each) for each in book.before]
    line = Filling(book, cycle, spread, home)
    free = [task for task in range(graph.count) if not waits[task]]
    while True:
        heap = [(-worth[task], task) for task in free]
        heapq.heapify(heap)
        free = []
        while heap:
            _, task = heapq.heappop(heap)
            post = line.post_for(task)
            if post < 0:
                free.append(task)
                continue
            line.put(task, post)
            for other in graph.next_of[task]:
                waits[other] -= 1
                if not waits[other]:
                    heapq.heappush(heap, (-worth[other], other))
        if not free:
            return Place(tuple(line.station), tuple(line.post), tuple(line.start))
        if line.at == most or any(book.last[task] <= line.at for task in free):
            return None
        line.next_station()


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


def fewest(
    graph: Graph, rules: Rules, *, cycle: int, most: int, least: int, effort: Effort
) -> Passed | None:
    """Make passes for the fewest stations of a takt, then the fewest people."""
    book, clock = book_of(graph, rules), effort.clock
    best: Passed | None = None
    steps: list[tuple[int, int]] = []
    people = -(-int(graph.times.sum()) // cycle)
    for order, spread in _orders(book, cycle, effort):
        place = filled(book, order, cycle=cycle, most=most, spread=spread)
        clock.spent += 1
        if place is None:
            continue
        value = (max(place.station), place.people)
        if best is None or value < (max(best.place.station), best.place.people):
            steps.append((clock.spent, value[0]))
            best = Passed(place, cycle, tuple(steps))
            effort.tell(clock.spent, value[0])
            most = value[0]
        if most <= least and best.place.people <= people:
            break
    return best


def shortest(
    graph: Graph, rules: Rules, *, stations: int, least: int, effort: Effort
) -> Passed | None:
    """Make passes for the least takt of so many stations."""
    book, clock = book_of(graph, rules), effort.clock
    best: Passed | None = None
    steps: list[tuple[int, int]] = []
    low, top, vain = least, int(graph.times.sum()) + 1, 0
    for order, spread in _orders(book, least, effort):
        middle = (low + top - 1) // 2
        place = filled(book, order, cycle=middle, most=stations, spread=spread)
        clock.spent += 1
        vain += 1
        if place is not None:
            top, vain = _takt(graph, place), 0
            steps.append((clock.spent, top))
            best = Passed(place, top, tuple(steps))
            effort.tell(clock.spent, top)
        elif vain == PASSES_OF_TAKT:
            low, vain = middle + 1, 0
        if top <= least:
            break
        if low >= top:
            low = least
    return best


def _orders(book: Book, cycle: int, effort: Effort) -> Iterator[tuple[list[int], bool]]:
    """Yield orders of worth, and whether loads are spread, until the clock is over."""
    draw = np.random.default_rng([effort.seed, 6])
    graph = book.graph
    worth = measures(graph.times, max(cycle, 1))
    with interruptible(effort.clock):
        first = True
        while not effort.clock.is_over():
            tasks = worths(graph, worth, draw, first=first)
            yield _order(book, tasks, draw), bool(draw.random() < 0.5)
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
