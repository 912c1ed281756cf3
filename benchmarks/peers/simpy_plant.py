"""A whole plant in SimPy: a process for each station, from the same `Network`.

It knows what the Kostanay plant is made of and refuses the rest: sections with
places and transit, buffers and lanes, merges by order and by weight, joins,
outcomes, rework, carriers, set-ups, calendars, failures on the busy clock. An
operation takes one timeout, to an end that is computed through breaks and
repairs; that is as few events as SimPy can do with. It counts the vehicles that
pass the count points, and no state times.
"""

from __future__ import annotations

import bisect
import datetime
import importlib.metadata
import math
import random
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

import simpy

from zauyt.arrays.expanded import Buffer, Network, Origin, Section, Stop
from zauyt.arrays.pack import Packed
from zauyt.arrays.ticks import failure_mean, whole_ticks
from zauyt.plant.law import EXPONENTIAL, Law

VERSION = importlib.metadata.version("simpy")
Process = Generator[simpy.Event, Any, Any]


@dataclass(slots=True)
class Job:
    """A body that becomes a vehicle."""

    kind: int
    model: int
    colour: int
    serial: int


def drawing(chance: random.Random, law: Law | None) -> Callable[[float], float]:
    """Give what draws a time of a stated mean by a law."""
    if law is None or law.type == "constant":
        return lambda mean: mean
    if law.type == "exponential":
        return lambda mean: chance.expovariate(1.0) * mean
    assert law.type == "lognormal", law.type
    variance = math.log1p(law.cv**2)
    shift, sigma = -variance / 2, math.sqrt(variance)
    return lambda mean: mean * math.exp(chance.gauss(shift, sigma))


class Windows:
    """A calendar's closed times, in ms."""

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        self.starts, self.ends = starts, ends

    def opening(self, time: float) -> float:
        """Give the first open time from a time on."""
        place = bisect.bisect_right(self.starts, time) - 1
        while 0 <= place < len(self.starts) and self.starts[place] <= time:
            time = max(time, self.ends[place])
            place += 1
        return time

    def finish(self, time: float, amount: float) -> float:
        """Give when an amount of open time has passed."""
        place = max(bisect.bisect_right(self.starts, time) - 1, 0)
        for number in range(place, len(self.starts)):
            if self.ends[number] <= time:
                continue
            room = max(self.starts[number] - time, 0)
            if amount <= room:
                break
            amount -= room
            time = self.ends[number]
        return time + amount


@dataclass
class Mode:
    """A failure on the busy clock."""

    mean: float
    mend: float
    ahead: Callable[[float], float]
    repair: Callable[[float], float]
    next: float


class Work:
    """How long a station's operations take."""

    def __init__(self, plant: Plant, stop: Stop) -> None:
        work = stop.work
        chance = random.Random(f"{plant.seed} {stop.name}")
        self.cycles = [cycle * 1000 for cycle in stop.cycle_s]
        self.draw = drawing(chance, work.cycle_law)
        self.windows = plant.windows[stop.calendar]
        assert work.at_window in ("pause", "finish"), work.at_window
        self.through = work.at_window == "finish"
        self.set_up = work.setup_s * 1000
        self.by_model = work.setup_on == "model"
        self.last: int | None = None
        self.worn = 0.0
        self.modes = [plant.mode(name, chance) for name in stop.failures]
        self.due = min((mode.next for mode in self.modes), default=math.inf)

    def _on(self, time: float, amount: float) -> float:
        if self.through:
            return time + amount
        return self.windows.finish(time, amount)

    def end(self, job: Job, time: float) -> float:
        """Give when the operation on a job ends that begins at a time."""
        work = self.draw(self.cycles[job.kind])
        if self.through:
            time = self.windows.opening(time)
        if self.set_up:
            now = job.model if self.by_model else job.colour
            if self.last is not None and self.last != now:
                time = self._on(time, self.set_up)
            self.last = now
        while self.worn + work >= self.due:
            ahead = self.due - self.worn
            time = self._on(time, ahead)
            self.worn, work = self.due, work - ahead
            for mode in self.modes:
                if mode.next <= self.worn:
                    time = self.windows.finish(time, mode.repair(mode.mend))
                    mode.next = self.worn + mode.ahead(mode.mean)
                    break
            self.due = min(mode.next for mode in self.modes)
        self.worn += work
        return self._on(time, work)


class Places:
    """A buffer or store: who waits to put a job in, and what may leave."""

    def __init__(self, plant: Plant, buffer: Buffer) -> None:
        assert buffer.places is None or buffer.places > 0, "no places"
        assert buffer.release in ("fifo", "restore_sequence"), buffer.release
        self.plant = plant
        self.room = math.inf if buffer.places is None else buffer.places
        self.transit = whole_ticks(buffer.transit_s)
        self.restores = buffer.release == "restore_sequence"
        self.lanes: list[deque[tuple[Job, float, float]]] = [
            deque() for _ in range(buffer.lanes or 1)
        ]
        self.lane_room = self.room / len(self.lanes)
        self.count = 0
        self.givers: deque[tuple[simpy.Event, Job]] = deque()
        self.takers: list[Intake] = []

    def _lane(self, job: Job) -> deque[tuple[Job, float, float]]:
        """Choose the lane where a job stands least in the way of others."""
        if len(self.lanes) == 1:
            return self.lanes[0]

        def unsuited(lane: deque[tuple[Job, float, float]]) -> tuple[int, int]:
            if not lane:
                return 1, 0
            ahead = job.serial - lane[-1][0].serial
            return (0, ahead) if ahead > 0 else (2, len(lane))

        fit = [lane for lane in self.lanes if len(lane) < self.lane_room]
        return min(fit, key=unsuited)

    def _put(self, job: Job) -> None:
        now = self.plant.environment.now
        self._lane(job).append((job, now, now + self.transit))
        self.count += 1
        if self.transit:
            there = self.plant.environment.timeout(self.transit)
            there.callbacks.append(lambda _: self.serve())

    def give(self, job: Job) -> Process:
        """Put a job in, when there is room."""
        if self.count < self.room:
            self._put(job)
            self.serve()
        else:
            moved_up = self.plant.environment.event()
            self.givers.append((moved_up, job))
            yield moved_up

    def came(self) -> float:
        """Give when the job came that leaves next, infinity if none can."""
        best = self._next()
        return best[0][1] if best else math.inf

    def _next(self) -> deque[tuple[Job, float, float]] | None:
        now = self.plant.environment.now
        ripe = [lane for lane in self.lanes if lane and lane[0][2] <= now]
        if not ripe:
            return None
        if self.restores:
            return min(ripe, key=lambda lane: lane[0][0].serial)
        return min(ripe, key=lambda lane: lane[0][1])

    def take(self) -> Job:
        """Take the next job out, and let one that waits move up."""
        lane = self._next()
        assert lane, "nothing to take"
        job = lane.popleft()[0]
        self.count -= 1
        if self.givers:
            moved_up, next_job = self.givers.popleft()
            self._put(next_job)
            moved_up.succeed()
        return job

    def serve(self) -> None:
        """Let those who wait for a job have one."""
        for taker in self.takers:
            taker.try_start()


@dataclass
class Pool:
    """Carriers."""

    free: int
    back: int
    takers: list[Intake] = field(default_factory=list)


class Intake:
    """How a section gets its jobs."""

    def __init__(self, plant: Plant, section: Section) -> None:
        self.plant, self.section = plant, section
        assert not section.models, "a choice by model"
        self.feeds = [
            [plant.places[buffer], weight, 0] for buffer, weight in section.feeds
        ]
        self.pool = plant.pools[section.carrier] if section.carrier else None
        self.waits: simpy.Event | None = None
        for places, _, _ in self.feeds:
            places.takers.append(self)
        if self.pool is not None:
            self.pool.takers.append(self)

    def take(self) -> Process:
        """Give the next job, when there is one."""
        if self.section.intake == "source" and self.pool is None:
            return self.plant.made(self.section.source)
        self.waits = waits = self.plant.environment.event()
        self.try_start()
        job = yield waits
        return job

    def try_start(self) -> None:
        """Take a job, if the station waits for one and it can be had."""
        if self.waits is None or (self.pool is not None and self.pool.free == 0):
            return
        waits, job = self.waits, None
        kind = self.section.intake
        if kind == "source":
            job = self.plant.made(self.section.source)
        elif kind == "each":
            if all(places.came() < math.inf for places, _, _ in self.feeds):
                self.waits = None
                job, *_ = [places.take() for places, _, _ in self.feeds]
        else:
            ready = [feed for feed in self.feeds if feed[0].came() < math.inf]
            if ready:
                if kind == "weighted":
                    feed = min(ready, key=lambda feed: (feed[2] + 1) / feed[1])
                else:
                    assert kind == "any", kind
                    feed = min(ready, key=lambda feed: feed[0].came())
                feed[2] += 1
                self.waits = None
                job = feed[0].take()
        if job is not None:
            self.waits = None
            if self.pool is not None:
                self.pool.free -= 1
            waits.succeed(job)


class Plant:
    """The plant, ready to run."""

    def __init__(
        self, packed: Packed, *, seed: int, day_of: Callable[[datetime.date], int]
    ) -> None:
        self.environment = simpy.Environment()
        self.network: Network = packed.network
        self.seed = seed
        self.day_of = day_of
        self.windows = {None: Windows([], [])} | {
            name: Windows(closed.start_ms.tolist(), closed.end_ms.tolist())
            for name, closed in packed.calendars.items()
        }
        self.pools = {
            name: Pool(carrier.count, whole_ticks(carrier.return_s))
            for name, carrier in self.network.plant.carriers.items()
        }
        self.places = [Places(self, buffer) for buffer in self.network.buffers]
        self.sent = [0] * len(self.network.origins)
        self.chance = random.Random(seed)
        self.passed: dict[str, list[float]] = {}
        self.operations = 0
        for section in self.network.sections:
            self._start(section)

    def mode(self, name: str, chance: random.Random) -> Mode:
        """Give a failure of a station."""
        failure = self.network.plant.failures[name]
        assert failure.clock == "busy", failure.clock
        assert failure.mtbf_operations is None, "a failure by operations"
        assert failure.repair_needs_shift, "a repair without a shift"
        assert failure.repair_crew is None, "a repair crew"
        mean, mend = failure_mean(failure), failure.mttr_min * 60_000
        ahead = drawing(chance, failure.law or EXPONENTIAL)
        repair = drawing(chance, failure.repair_law or EXPONENTIAL)
        return Mode(mean, mend, ahead, repair, ahead(mean))

    def made(self, number: int) -> Job:
        """Give the next job of a source."""
        origin: Origin = self.network.origins[number]
        count = self.sent[number]
        self.sent[number] += 1
        now = self.environment.now
        phase = [
            phase
            for phase in origin.phases
            if phase.start is None or self.day_of(phase.start) <= now
        ][-1]
        row = phase.order[count % phase.order.size] if phase.order.size else 0
        classes = phase.classes[row]
        pick = self.chance.choices(classes, [one.share for one in classes])[0]
        serial = number + count * len(self.network.origins)
        return Job(pick.kind, pick.model, pick.colour, serial)

    def _start(self, section: Section) -> None:
        """Set a section's stations going."""
        assert section.motion is None, "a conveyor"
        intake = Intake(self, section)
        before: simpy.Store | None = None
        for place, stop in enumerate(section.stops):
            link = section.links[place] if place < len(section.links) else None
            after = None
            if link is not None:
                assert not link.transit_s, "a way between two stations"
                # With no place between, an idle station asks for its next job.
                after = simpy.Store(self.environment, link.places or math.inf)
            work = Work(self, stop)
            process = self._station(section, work, intake, place, before, after)
            self.environment.process(process)
            before = after

    def _station(
        self, section: Section, work: Work, intake: Intake, place: int,
        before: simpy.Store | None, after: simpy.Store | None,
    ) -> Process:  # fmt: skip
        """Serve job after job."""
        environment = self.environment
        asks = place > 0 and section.links[place - 1].places == 0
        hands = after is not None and section.links[place].places == 0
        direct = section.intake == "source" and section.carrier is None
        while True:
            if before is None:
                if direct:
                    job = self.made(section.source)
                else:
                    job = yield from intake.take()
            elif asks:
                ready = environment.event()
                before.put(ready)
                job = yield ready
            else:
                job = yield before.get()
            self.operations += 1
            yield environment.timeout(work.end(job, environment.now) - environment.now)
            if after is None:
                yield from self._leave(section, job)
            elif hands:
                asked = yield after.get()
                asked.succeed(job)
            else:
                yield after.put(job)

    def _leave(self, section: Section, job: Job) -> Process:
        """Let a job leave a section."""
        outlets = self.network.routes[section.route]
        outlet = outlets[0]
        if len(outlets) > 1:
            outlet = self.chance.choices(outlets, [one.share for one in outlets])[0]
            assert outlet.limit is None, "a limit of rework"
        if outlet.targets:
            assert len(outlet.targets) == 1, "a choice of ways"
            yield from self.places[outlet.targets[0][0]].give(job)
        if outlet.point:
            self.passed.setdefault(outlet.point, []).append(self.environment.now)
        if section.releases:
            pool = self.pools[section.releases]
            back = self.environment.timeout(pool.back)
            back.callbacks.append(lambda _: self._came_back(pool))

    def _came_back(self, pool: Pool) -> None:
        pool.free += 1
        for taker in pool.takers:
            taker.try_start()

    def run(self, until: float) -> None:
        """Carry out what happens before a time, in ms."""
        self.environment.run(until)
