"""A line filled under its rules task by task: the slow, obvious twin of the kernel."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from zauyt.studies.balancing.ruled import NO_LAST, Book, Place


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
            able = 0 < post <= rules.posts
            if station == self.at and able and self._takes(task, post - 1, ready):
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
