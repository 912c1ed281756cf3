"""Several searches in turn for fewer stations: with memory and beams, from both ends.

Each makes some loads in every round, and the best answer of a round is handed on to
all, so that the answer depends on the number of loads alone, not on the clock.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.balancing import MOST_KEPT, Graph, Measures, Whole, block
from zauyt.arrays.laws import stream_key
from zauyt.kernels.balancing.layout import H
from zauyt.kernels.balancing.search import go_on_with_beam, go_on_with_memory
from zauyt.kernels.chance import mix
from zauyt.studies.balancing.bounds import measures, must_rows, tails

ROUND = 60_000
"""Loads that a search tries in a round."""
LIMITS = (10_000, 200_000, 4_000_000)
"""Loads of one state that are tried, more where that was not all of them."""
WIDTHS = (1, 1, 1, 1, 4, 4, 16, 16, 64, 256)
"""States that the beams of a search keep, ten passes each; the last goes on."""
PASSES = 10
FAVOURED = 4
"""Turns in a round from the end of the line that was quicker, to one from the other."""
MOST_BEAM_WORDS = 16_000_000
TRIES = ((1, 500), (3, 100), (1, 2_000), (1, 500))
"""Orders in which a state's loads are tried, and loads of each, pass by pass."""


@dataclass
class Clock:
    """What a search may spend: loads and seconds, and what it has spent."""

    loads: int = 0
    deadline: float | None = None
    spent: int = 0
    stopped: bool = False

    def share(self, parts: int) -> Clock:
        """Give a clock that may spend one of so many equal parts of what is left."""
        loads = self.spent + (self.loads - self.spent) // parts if self.loads else 0
        deadline = self.deadline
        if deadline is not None:
            now = time.monotonic()
            deadline = now + max(0.0, deadline - now) / parts
        return Clock(loads, deadline, self.spent, self.stopped)

    def is_over(self) -> bool:
        """Tell whether it is time to stop."""
        if self.stopped or (self.loads and self.spent >= self.loads):
            return True
        return self.deadline is not None and time.monotonic() >= self.deadline


@dataclass(frozen=True)
class Effort:
    """What a search may spend, its seed and threads, and whom it tells.

    ``tell`` is called with the loads tried so far and the best value.
    """

    clock: Clock
    seed: int
    workers: int
    tell: Callable[[int, float], None]


@dataclass
class Search:
    """One search: its block, and whether it came to its end and proved anything."""

    graph: Graph
    worth: Measures
    must: NDArray[np.bool_]
    cycle: int
    target: int
    stream: int
    width: int = 0
    block: Whole = field(init=False)
    over: bool = False
    proven: bool = False
    passes: int = 0

    def __post_init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.block = block(
            self.graph, self.worth, cycle=self.cycle, must=self.must,
            target=self.target, stream=self.stream, most_width=self.width,
        )  # fmt: skip
        if self.width:
            self._next_pass()

    def aim(self, target: int) -> None:
        """Look for so many stations at most from now on."""
        self.target = min(target, self.target)
        self.block[H.target] = min(self.block[H.target], target)

    @property
    def found(self) -> int:
        """Give the stations of the best answer of its own."""
        return int(self.block[H.stations])

    def go_on(self, turns: int = 1) -> int:
        """Make so many turns; give the loads that were tried."""
        before = int(self.block[H.tried])
        for _ in range(turns):
            if self.over or self.found <= self.target:
                break
            if self.width:
                if go_on_with_beam(self.block, ROUND):
                    self._next_pass()
            elif go_on_with_memory(self.block, ROUND):
                self._ended()
        return int(self.block[H.tried]) - before

    def _ended(self) -> None:
        """See what a search with memory proved, and begin again where it was cut."""
        if not self.block[H.cut]:
            self.over = self.proven = True
        elif self.block[H.limit] == LIMITS[-1] or self._is_crowded():
            self.over = True
        else:
            tried, best = self.block[H.tried], self.block[H.stations]
            answer, limit = self.answer(), self.block[H.limit]
            self._begin()
            self.block[H.tried], self.block[H.stations] = tried, best
            self.block[self.block[H.answer] :][: answer.size] = answer
            self.block[H.limit] = next(each for each in LIMITS if each > limit)

    def _is_crowded(self) -> bool:
        return int(self.block[H.count]) == int(self.block[H.room])

    def _next_pass(self) -> None:
        """Begin another pass of the beam, with other worths."""
        m = self.block
        draw = np.random.default_rng([self.stream, self.passes])
        worth = worths(self.graph, self.worth, draw, first=self.passes == 0)
        count = self.graph.count
        for name in ("worth", "key"):
            m[m[getattr(H, name)] :][:count] = worth
        m[m[H.sorted] :][:count] = np.argsort(-worth, kind="stable")
        step = min(self.passes // PASSES, len(WIDTHS) - 1)
        m[H.width] = min(WIDTHS[step], self.width)
        m[H.kept_of] = 4 if m[H.width] == 1 else MOST_KEPT
        m[H.tries], m[H.per_try] = TRIES[self.passes % len(TRIES)]
        m[H.level] = 0
        m[m[H.levels]], m[m[H.levels] + 1] = 0, 1
        self.passes += 1

    def answer(self) -> Whole:
        """Give the station of each task, from 1, as this search counts them."""
        begin = int(self.block[H.answer])
        return self.block[begin : begin + self.graph.count].copy()


def worths(
    graph: Graph, worth: Measures, draw: np.random.Generator, *, first: bool
) -> Whole:
    """Give what a beam takes tasks for: long ones, and those that much depends on."""
    share = graph.times / worth.capacity[0]
    follow = graph.after.astype(np.float32)
    power = 1.0 if first else draw.choice([1.0, 1.0, 1.3, 1.6, 2.0])
    value = share**power
    others = len(worth.capacity) - 1
    if others and draw.random() < 0.5:
        kind = 1 + int(draw.integers(others))
        value = 0.5 * value + 0.5 * worth.values[kind] / worth.capacity[kind]
    chain = 0.0 if draw.random() < 0.25 else 10 ** draw.uniform(-3, -0.7)
    number = 0.0 if draw.random() < 0.5 else 10 ** draw.uniform(-3, -0.7)
    value = value + chain * (follow @ share) + number * share.mean() * follow.sum(1)
    most = float(value.max())
    scaled = value * (1e7 / most if most else 1.0)
    return np.asarray(scaled, dtype=np.int64) + 1


@dataclass
class Favour:
    """Which end of the line was quicker so far, and gets more turns for that."""

    wins: list[int] = field(default_factory=lambda: [0, 0])

    def turns(self, side: int) -> int:
        """Give the turns in a round of searches from the front (0), or the end (1)."""
        return FAVOURED if self.wins[side] > self.wins[1 - side] else 1

    def learn(self, every: list[Search], target: int) -> None:
        """Count a win for the end from which alone an answer was found."""
        sides = {at % 2 for at, search in enumerate(every) if search.found <= target}
        if len(sides) == 1:
            self.wins[sides.pop()] += 1


@dataclass(frozen=True)
class Found:
    """The best balance: the station of each task, from 1; what was proven, how.

    ``steps`` has the loads tried and the stations whenever they fell.
    """

    stations: int
    answer: Whole
    proven: bool = False
    refuted: bool = False
    steps: tuple[tuple[int, int], ...] = ()


def searched(
    graph: Graph, *, cycle: int, target: int, least: int, effort: Effort,
    favour: Favour | None = None,
) -> Found | None:  # fmt: skip
    """Look for a balance of ``target`` stations or fewer, down to ``least``.

    Gives None if none was found before the clock ran out; ``refuted`` says that there
    is none at all.
    """
    clock = effort.clock
    every = _searches(graph, cycle=cycle, target=target, seed=effort.seed)
    best, answer, steps, proven = target + 1, None, [], False
    favour = favour or Favour()
    turns = [favour.turns(number % 2) for number in range(len(every))]
    with ThreadPoolExecutor(effort.workers) as threads, interruptible(clock):
        while best > least and not proven and not clock.is_over():
            clock.spent += sum(threads.map(Search.go_on, every, turns))
            favour.learn(every, best - 1)
            for number, search in enumerate(every):
                if search.found < best:
                    best, answer = search.found, search.answer()
                    if number % 2:
                        answer = best + 1 - answer
                    steps.append((clock.spent, best))
            for search in every:
                search.aim(best - 1)
            proven = any(search.proven for search in every)
            effort.tell(clock.spent, best)
    if answer is None:
        nothing = np.zeros(0, dtype=np.int64)
        return Found(best, nothing, refuted=True) if proven else None
    return Found(best, answer, proven=proven or best <= least, steps=tuple(steps))


@contextlib.contextmanager
def interruptible(clock: Clock) -> Iterator[None]:
    """Let an interruption end the search, with the best so far."""
    try:
        yield
    except KeyboardInterrupt:
        clock.stopped = True


def _searches(graph: Graph, *, cycle: int, target: int, seed: int) -> list[Search]:
    """Give the searches, those from the end of the line at odd places."""
    worth = measures(graph.times, cycle)
    root = np.uint64(mix(np.uint64(stream_key("balance", "search")), np.uint64(seed)))
    size = 8 + len(worth.capacity) + graph.count // 32
    room = MOST_BEAM_WORDS // (size * (target + 2 + MOST_KEPT))
    width = max(1, min(WIDTHS[-1], room))
    ways = (graph, graph.turned)
    musts = [must_rows(tails(way, worth)) for way in ways]
    found = []
    for number in range(4):
        stream = int(mix(root, np.uint64(number)) >> np.uint64(1))
        wide = width if number >= 2 else 0
        side = number % 2
        found.append(
            Search(ways[side], worth, musts[side], cycle, target, stream, wide)
        )
    return found
