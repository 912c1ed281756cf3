"""Many runs, of one plant or of many, on as many threads as there are.

A run depends on its plant, seed and number only, never on the thread or on the
order in which runs are carried out: any number of workers gives the same bits.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TypeVar

from zauyt.arrays.calendar import midnights
from zauyt.arrays.effort import effort
from zauyt.arrays.network import Network, network
from zauyt.arrays.pack import Packed, pack
from zauyt.plant.plant import Plant, Site
from zauyt.runs.measure import Counted, Measured, measure
from zauyt.runs.memory import Mark
from zauyt.runs.single import Room, carry_out

Progress = Callable[[int], None]
Task = TypeVar("Task")
Given = TypeVar("Given")


@dataclass(frozen=True)
class Period:
    """The counted days, and the days before them in which the plant fills."""

    first_day: datetime.date
    days: int
    warm_up_days: int

    def counted(self, site: Site, point: str) -> Counted:
        """Give where and over which ticks vehicles are counted."""
        begin = self.first_day - datetime.timedelta(days=self.warm_up_days)
        # Days of 23 or 25 hours: every midnight is asked for.
        ends = midnights(site, first_day=begin, days=self.warm_up_days + self.days)[
            self.warm_up_days :
        ]
        return Counted(point, ends)


@dataclass(frozen=True)
class Setting:
    """A plant made ready to run over a period."""

    packed: Packed
    counted: Counted
    begins: Mapping[int, Mark] = field(default_factory=dict)
    """Where runs stand already, by number."""


def ready(
    plant: Plant,
    period: Period,
    *,
    point: str,
    record: bool,
    reshape: Callable[[Network], Network] | None = None,
) -> Setting:
    """Make a plant ready to run; ``record`` keeps what attribution needs.

    ``reshape`` changes the plant after its expansion.
    """
    expanded = network(plant)
    return Setting(
        pack(
            expanded if reshape is None else reshape(expanded),
            first_day=period.first_day - datetime.timedelta(days=period.warm_up_days),
            days=period.days + period.warm_up_days,
            warm_up_days=period.warm_up_days,
            record=record,
        ),
        period.counted(plant.site, point),
    )


@dataclass
class _Rooms:
    """The room that runs of one shape turned out to need, shared by threads."""

    room: Room
    lock: threading.Lock = field(default_factory=threading.Lock)


def _first_room(setting: Setting) -> Room:
    """Guess how much a run writes down, a little generously."""
    packed = setting.packed
    ticks = packed.length_ticks
    slowest = max(min(stop.cycle_s) / stop.positions * 1000 for stop in packed.stops)
    most = effort(packed.network).most_a_day * ticks / 86_400_000
    operations = int(min(ticks / max(slowest, 1.0), most)) + 1000
    lines = len(packed.points)
    if not packed.memory[0:3][2]:
        return Room(operations * lines)
    return Room(operations * lines, operations, operations)


def carry_out_all(
    tasks: Sequence[tuple[Callable[[], Setting], int]],
    *,
    seed: int,
    workers: int,
    progress: Progress | None = None,
) -> list[Measured]:
    """Carry out runs, each given by its setting and its number, in order.

    Parameters
    ----------
    tasks
        For each run, what gives its setting, and its number.
    seed
        Seed of every draw.
    workers
        Threads.
    progress
        Called with the number of runs done, after each.
    """
    rooms: dict[int, _Rooms] = {}
    lock = threading.Lock()
    done = 0

    def one(task: tuple[Callable[[], Setting], int]) -> Measured:
        nonlocal done
        setting = task[0]()
        key = int(setting.packed.memory[2])
        with lock:
            shared = rooms.setdefault(key, _Rooms(_first_room(setting)))
        run, room = carry_out(
            setting.packed,
            seed=seed,
            run=task[1],
            room=shared.room,
            begin=setting.begins.get(task[1]),
        )
        with shared.lock:
            shared.room = shared.room.or_more(room)
        measured = measure(setting.packed, run, setting.counted)
        with lock:
            done += 1
            count = done
        if progress is not None:
            progress(count)
        return measured

    return _in_order(one, tasks, workers)


def _in_order(
    one: Callable[[Task], Given], tasks: Iterable[Task], workers: int
) -> list[Given]:
    if workers == 1:
        return [one(task) for task in tasks]
    with ThreadPoolExecutor(workers) as threads:
        futures = [threads.submit(one, task) for task in tasks]
        finished, _ = wait(futures, return_when=FIRST_EXCEPTION)
        if any(future.exception() for future in finished):
            for future in futures:
                future.cancel()
        return [future.result() for future in futures]
