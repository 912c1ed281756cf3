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

import numpy as np

from zauyt.arrays.calendar import midnights, open_ms
from zauyt.arrays.clock import hours_by_clock
from zauyt.arrays.effort import written
from zauyt.arrays.expanded import Network, Stop
from zauyt.arrays.network import network
from zauyt.arrays.pack import Packed, pack
from zauyt.kernels.flow import layout
from zauyt.plant.plant import Plant
from zauyt.runs.measure import Counted, Measured, measure
from zauyt.runs.memory import Mark, Spare
from zauyt.runs.ordered import ordered
from zauyt.runs.single import Room, carry_out
from zauyt.units import TICKS_PER_SECOND

Progress = Callable[[int], None]
Task = TypeVar("Task")
Given = TypeVar("Given")


@dataclass(frozen=True)
class Period:
    """The counted days, and the days before them in which the plant fills."""

    first_day: datetime.date
    days: int
    warm_up_days: int

    @property
    def begin(self) -> datetime.date:
        """Give the day with which the run begins."""
        return self.first_day - datetime.timedelta(days=self.warm_up_days)

    def counted(self, packed: Packed, point: str) -> Counted:
        """Give where and over which ticks vehicles are counted."""
        # Days of 23 or 25 hours: every midnight is asked for.
        site = packed.network.plant.site
        ends = midnights(
            site, first_day=self.begin, days=self.warm_up_days + self.days
        )[self.warm_up_days :]
        hours = hours_by_clock(site, first_day=self.begin, midnights=ends,
                               first_number=self.warm_up_days)  # fmt: skip
        calendar = counting_stop(packed, point).calendar
        if calendar is None:
            none = np.zeros(0, dtype=np.int64)
            return Counted(point, ends, hours, none, none)
        closed = packed.calendars[calendar]
        inside = (closed.shift_end_ms > ends[0]) & (closed.shift_start_ms < ends[-1])
        return Counted(
            point, ends, hours, closed.shift_start_ms[inside],
            closed.shift_end_ms[inside],
        )  # fmt: skip


def counting_stop(packed: Packed, point: str) -> Stop:
    """Give the last station before a count point, or the first behind its store."""
    network = packed.network
    for section in network.sections:
        if any(outlet.point == point for outlet in network.routes[section.route]):
            return section.stops[-1]
    for section in network.sections:
        if any(network.buffers[buffer].point == point for buffer, _ in section.feeds):
            return section.stops[0]
    raise AssertionError("nothing has the count point")


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
    packed = pack(
        expanded if reshape is None else reshape(expanded),
        first_day=period.begin,
        days=period.days + period.warm_up_days,
        warm_up_days=period.warm_up_days,
        record=record,
    )
    return Setting(packed, period.counted(packed, point))


@dataclass
class _Rooms:
    """The room that runs of one shape turned out to need, shared by threads."""

    room: Room
    lock: threading.Lock = field(default_factory=threading.Lock)


MARGIN = 1.1
"""How much more room is guessed than what rates say."""


def first_room(setting: Setting) -> Room:
    """Guess how much a run writes down, a little generously."""
    packed = setting.packed
    record = bool(packed.memory[layout.H.record])
    open_s: dict[str | None, float] = {
        name: open_ms(closed) / TICKS_PER_SECOND
        for name, closed in packed.calendars.items()
    }
    open_s[None] = packed.length_ticks / TICKS_PER_SECOND
    rows = written(packed.network, open_s, stores=record)
    passages = int(MARGIN * rows.passages) + 1000
    if not record:
        return Room(passages)
    operations = int(MARGIN * rows.operations) + 1000
    return Room(
        passages,
        operations,
        int(MARGIN * rows.repairs) + 1000,
        moves=operations,  # room that only conveyors take
        # No run is carried out in parts for a guess that was too high.
        history_bytes=int(rows.history_bytes / MARGIN**2),
    )


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
    spares: dict[int, Spare] = {}
    lock = threading.Lock()
    done = 0

    def one(task: tuple[Callable[[], Setting], int]) -> Measured:
        nonlocal done
        setting = task[0]()
        key = int(setting.packed.memory[layout.H.record])
        with lock:
            if key not in rooms:
                rooms[key] = _Rooms(first_room(setting))
            shared = rooms[key]
            spare = spares.setdefault(threading.get_ident(), Spare())
        begin = setting.begins.get(task[1])
        came = None
        if begin is None:
            came = ordered(setting.packed, seed=seed, run=task[1])
        run, room = carry_out(
            setting.packed,
            seed=seed,
            run=task[1],
            room=shared.room,
            begin=begin,
            spare=spare,
            came=came,
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
        try:
            futures = [threads.submit(one, task) for task in tasks]
            wait(futures, return_when=FIRST_EXCEPTION)
            return [future.result() for future in futures]
        finally:
            # What has not begun never does, after a fault or a stop by the user.
            threads.shutdown(wait=False, cancel_futures=True)
