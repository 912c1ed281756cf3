"""Plants in which no two times are alike, and their flow in SimPy.

The model reads the plant's records, not what the simulator makes of them, and
uses SimPy's own resources: a third opinion on blocking, merging, parallel
positions, failures, rework and scrap. Only the draws are the simulator's.

A loop in which everyone waits for the next may still move up all at once. Who is
first then is a rule of the simulator, not of SimPy: the flow ends there.
"""

from __future__ import annotations

import functools
import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import simpy
from naive.chance import Mode, Stream, stream, ticks

from zauyt.plant.line import Line, Outcome, Station, stations_of
from zauyt.plant.plant import Plant

LAWS = [
    {"type": "exponential"},
    {"type": "lognormal", "cv": 0.4},
    {"type": "gamma", "cv": 0.6},
    {"type": "uniform", "spread": 0.5},
]


def tie_free_tree(number: int) -> dict[str, Any]:
    """Give plant `number`: every time in it is drawn from a continuous law."""
    chance = random.Random(f"tie-free {number}")
    failures: dict[str, Any] = {
        name: {"mtbf_h": chance.uniform(0.5, 3), "mttr_min": chance.uniform(2, 20)}
        for name in ("jam", "crash")
    }
    failures["crash"]["repair_law"] = {"type": "gamma", "cv": 0.7}
    points = itertools.count()

    def line(**keys: Any) -> dict[str, Any]:
        return {
            "cycle_s": chance.uniform(60, 300),
            "cycle_law": chance.choice(LAWS),
            "stations": chance.randint(1, 4),
            "buffer_between": chance.choice([0, 0, 1, 2, 5]),
            "buffer_before": chance.choice([0, 1, 1, 3, "unlimited"]),
            "positions": chance.choice([1, 1, 1, 2, 3]),
            "failure": chance.choice([[], ["jam"], ["crash", "jam"]]),
            "count_point": f"p{next(points)}",
            **keys,
        }

    lines = {"start": line()}
    ends = ["start"]
    for place in range(chance.randint(0, 4)):
        if chance.random() < 0.4:
            lines[f"other{place}"] = line()
            ends.append(f"other{place}")
        name = f"next{place}"
        after = [ends.pop() for _ in range(min(len(ends), 2))]
        if chance.random() < 0.5:
            rework: dict[str, Any] = {"share": 0.2}
            if chance.random() < 0.5:
                rework["limit"] = chance.randint(1, 2)
            outcomes = {"good": 0.7, "rework": rework, "scrap": 0.1}
            after.append(f"repair{place}")
            lines[name] = line(after=after, outcomes=outcomes)
            lines[f"repair{place}"] = line(after=f"{name}.rework")
        else:
            lines[name] = line(after=after)
        ends.append(name)
    return {"format": 1, "plant": "p", "failures": failures, "lines": lines}


@dataclass
class Body:
    """A job; `visits` counts its outcomes that were not good."""

    visits: Counter[tuple[str, str]] = field(default_factory=Counter)


class Way:
    """One feeder's places in front of a row of positions.

    With places, a body leaves its station when it gets one, and stands in the
    row's queue from then on. Without, it stands in the queue while still on its
    station, which it leaves when a position takes it.
    """

    def __init__(self, flow: Flow, queue: simpy.Store, places: Any) -> None:
        self.flow = flow
        self.queue = queue
        self.places: simpy.Resource | None = None
        if places != 0:
            count = 10**9 if places == "unlimited" else places
            self.places = simpy.Resource(flow.env, capacity=count)

    def give(self, body: Body) -> Iterator[simpy.Event]:
        """Give a body on; the giver goes on when the body has left it."""
        self.flow.only_one("asks for a place", self)
        if self.places is None:
            taken = self.flow.env.event()
            self.flow.only_one("comes", self.queue)
            yield self.queue.put((body, taken.succeed))
            yield taken
        else:
            place = self.places.request()
            yield place
            self.flow.only_one("comes", self.queue)
            yield self.queue.put((body, functools.partial(self.places.release, place)))


class Flow:
    """A plant in SimPy: what departed from where, and what passed, up to a tick."""

    def __init__(self, plant: Plant, *, until: int, seed: int, run: int) -> None:
        self.plant = plant
        self.chance = {"seed": seed, "run": run}
        self.env = simpy.Environment()
        self.departures: defaultdict[str, list[int]] = defaultdict(list)
        self.passages: list[tuple[int, str]] = []
        self.ways: dict[str, Way] = {}  # by the reference that it leads from
        self.decisions: Counter[str] = Counter()
        self.latest: dict[tuple[str, int], float] = {}
        self.tie = self.env.event()
        self.env.process(self._build())
        self.env.run(until=self.env.timeout(until) | self.tie)
        self.ended = int(self.env.now)

    def only_one(self, does: str, where: object) -> None:
        """End the flow if two do the same at one place and time."""
        again = self.latest.get((does, id(where))) == self.env.now > 0
        if again and not self.tie.triggered:
            self.tie.succeed()
        self.latest[does, id(where)] = self.env.now

    def _build(self) -> Iterator[simpy.Event]:
        queues = {}
        for name, line in self.plant.lines.items():
            queues[name] = simpy.Store(self.env)
            after = (line.after,) if isinstance(line.after, str) else line.after
            for reference in after:
                giver, _, outcome = reference.partition(".")
                outcome = outcome or next(iter(self.plant.lines[giver].outcomes), "")
                way = Way(self, queues[name], line.buffer_before)
                self.ways[f"{giver}.{outcome}"] = way
        for name, line in self.plant.lines.items():
            self._lay(name, line, queues[name] if line.after else None)
        yield self.env.timeout(0)

    def _lay(self, name: str, line: Line, queue: simpy.Store | None) -> None:
        """Set up a line's rows of positions, each with the way to the next."""
        rows = list(stations_of(line).items())
        for place, (label, station) in enumerate(rows):
            ahead, way = None, None
            if place < len(rows) - 1:
                ahead = simpy.Store(self.env)
                way = Way(self, ahead, line.buffer_between)
            for position in range(1, station.positions + 1):
                number = f"#{position}" if station.positions > 1 else ""
                self.env.process(
                    self._position(f"{name}.{label}{number}", name, station, queue, way)
                )
            queue = ahead

    def _position(
        self, name: str, line: str, station: Station, queue: simpy.Store | None,
        way: Way | None,
    ) -> Iterator[Any]:  # fmt: skip
        cycles = stream(name, "cycle", **self.chance)
        wear = Wear(self, name, station)
        assert station.cycle_s is not None
        for count in itertools.count():
            body = Body()
            if queue is not None:
                self.only_one("waits", queue)
                body, leave = yield queue.get()
                leave()
            work = cycles.ticks(count, ticks(station.cycle_s), station.cycle_law)
            yield from wear.work(work)
            point = None
            if way is not None:
                yield from way.give(body)
            else:
                outcome, point = self._decide(line, body)
                onward = self.ways.get(f"{line}.{outcome}")
                if onward is not None:
                    yield from onward.give(body)
            self.departures[name].append(int(self.env.now))
            if point is not None:
                self.passages.append((int(self.env.now), point))

    def _decide(self, name: str, body: Body) -> tuple[str, str | None]:
        """Draw what comes of a body at a line's end, and its count point."""
        line = self.plant.lines[name]
        if not line.outcomes:
            return "", line.count_point
        draws: Stream = stream(name, "outcome", **self.chance)
        share = draws.share(self.decisions[name])
        self.decisions[name] += 1
        records = {
            name: entry if isinstance(entry, Outcome) else Outcome(share=entry)
            for name, entry in line.outcomes.items()
        }
        good, *_ = records
        upto = itertools.accumulate(record.share for record in records.values())
        outcome, record = next(
            each
            for each, bound in zip(records.items(), upto, strict=True)
            if share < bound
        )
        if outcome != good and record.limit is not None:
            if body.visits[name, outcome] == record.limit:
                outcome = good
            else:
                body.visits[name, outcome] += 1
        if outcome == "scrap":
            return outcome, "scrapped"
        return outcome, line.count_point if outcome == good else None


class Wear:
    """The failures of one position, each after so much work."""

    def __init__(self, flow: Flow, name: str, station: Station) -> None:
        self.env = flow.env
        self.worked = 0
        self.modes = []
        assert not isinstance(station.failure, str)
        for failure in station.failure:
            draws = stream(name, f"failure:{failure}", **flow.chance)
            self.modes.append(Mode(failure, flow.plant.failures[failure], draws))
            self.modes[-1].plan_next(0)

    def work(self, amount: int) -> Iterator[simpy.Event]:
        """Work for so many ticks, and stand still for every repair on the way."""
        done = self.worked + amount
        while self.modes and min(mode.due for mode in self.modes) <= done:
            mode = min(self.modes, key=lambda mode: mode.due)
            yield self.env.timeout(mode.due - self.worked)
            self.worked = mode.due
            yield self.env.timeout(mode.repair_ticks())
            mode.count += 1
            mode.plan_next(self.worked)
        yield self.env.timeout(done - self.worked)
        self.worked = done
