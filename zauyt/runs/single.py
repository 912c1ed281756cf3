"""One run: a fresh copy of the packed plant, keyed by seed and run.

A run whose history would take too much memory is carried out without it, with
marks on the way; `zauyt.runs.replay` carries it out again between two marks
where history is asked for. The draws are by number, so it is the same run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed, memory_of_run, records
from zauyt.kernels.flow import events as kernel
from zauyt.kernels.flow import layout
from zauyt.runs.memory import (
    Mark,
    Memory,
    Rings,
    Spare,
    copied,
    forget_repairs,
    history_bytes,
    laid_out,
    moved,
    rings_between,
    tight,
)
from zauyt.runs.noted import passed
from zauyt.runs.waiting import full_buffers

HISTORY_BYTES = 2**27
"""History that a run may keep in memory; with more it is carried out in parts."""
PART_BYTES = 2**25
"""History of one such part."""
MARKS_BYTES = 2**25
"""Memory for the marks of a run."""


@dataclass(frozen=True)
class Room:
    """How much a run may write down: rows, and bytes of history (0: unknown)."""

    passages: int = 0
    operations: int = 0
    repairs: int = 0
    moves: int = 0
    history_bytes: int = 0
    stays: int = 0

    def or_more(self, other: Room) -> Room:
        """Give the room that does for both."""
        return Room(
            max(self.passages, other.passages),
            max(self.operations, other.operations),
            max(self.repairs, other.repairs),
            max(self.moves, other.moves),
            max(self.history_bytes, other.history_bytes),
            max(self.stays, other.stays),
        )


@dataclass(frozen=True)
class Run:
    """How a run ended, and its memory as it was then.

    ``marks`` are there when its history is not: it can be had from them. The
    first is the beginning.
    """

    number: int
    ended: int
    kept: Memory
    marks: tuple[Mark, ...] = ()

    @property
    def memory(self) -> NDArray[np.int64]:
        """Give the kernel's block."""
        return self.kept.block

    @property
    def history(self) -> NDArray[np.uint32]:
        """Give what is written down of operations (`Memory.history_at`)."""
        return self.kept.history

    def header(self, name: str) -> int:
        """Give a number of the run as a whole."""
        return self.kept.header(name)

    @property
    def stations(self) -> NDArray[np.void]:
        """Give the stations' records."""
        return self.kept.stations

    @property
    def sections(self) -> NDArray[np.void]:
        """Give the sections' records."""
        return self.kept.sections

    @property
    def buffers(self) -> NDArray[np.void]:
        """Give the buffers' records."""
        return records(self.memory, "buffers", self.header("buffers_count"), layout.B)

    @property
    def passages(self) -> NDArray[np.void]:
        """Give the passages of count points, in order of time."""
        rows = passed(self.noted)
        return rows[np.lexsort((rows["serial"], rows["point"], rows["time"]))]

    @property
    def noted(self) -> NDArray[np.int64]:
        """Give the passages as they were written down (passages, words)."""
        begin, width = self.header("passages"), layout.V.size
        end = begin + self.header("passages_made") * width
        return self.memory[begin:end].reshape(-1, width)

    @property
    def stays(self) -> NDArray[np.void]:
        """Give the stays of jobs at stations, in the order they became known."""
        rows: NDArray[np.void] = self.kept.table(
            "stays", layout.SY, self.header("stays_made")
        )
        return rows

    @property
    def spent(self) -> NDArray[np.int64]:
        """Give the ticks of every station in every column (stations, columns)."""
        count, width = self.header("stations_count"), self.header("spent_width")
        begin = self.header("spent")
        table = self.memory[begin : begin + count * width].reshape(count, width).copy()
        for name, column in (
            ("starved", layout.STARVED),
            ("blocked", layout.BLOCKED),
            ("working", layout.WORKING),
        ):
            table[:, column] += self.stations[name]
        return table


def go_on(packed: Packed, memory: Memory, stop: int) -> int:
    """Carry out what happens before a tick; give how it ended."""
    return int(
        kernel.run(memory.block, packed.tables, memory.draws, memory.history, stop)
    )


def _parts(packed: Packed, room: Room, most_bytes: int) -> int:
    """Give in how many parts a run has to be carried out."""
    if not packed.memory[layout.H.record]:
        return 1
    stations = int(packed.memory[layout.H.stations_count])
    sections = int(packed.memory[layout.H.sections_count])
    note = 8 * layout.E.size
    expected = room.history_bytes or room.operations * (4 * stations + note * sections)
    if expected <= most_bytes:
        return 1
    return math.ceil(expected / min(most_bytes, PART_BYTES))


def most_marks(memory: Memory) -> int:
    """Give how many marks of a run there is memory for."""
    size = 8 * memory.header("repairs") + memory.history.nbytes + memory.draws.nbytes
    return max(MARKS_BYTES // size, 2)


def stops(begin: int, end: int, parts: int) -> list[int]:
    """Give the ticks at which the parts of a time end."""
    return [begin + (end - begin) * part // parts for part in range(1, parts + 1)]


def marked(
    packed: Packed, memory: Memory, ends: list[int], begin: int
) -> tuple[int, list[Mark], int]:
    """Carry a run out part by part, with a mark before each.

    Gives how it ended, the marks and the most repairs of one part.
    """
    marks: list[Mark] = []
    repairs = 0
    ended = layout.DONE
    for end in ends:
        marks.append(Mark(begin, copied(memory)))
        ended = go_on(packed, memory, end)
        repairs = max(repairs, memory.header("repairs_made"))
        if ended != layout.DONE or repairs > memory.header("repairs_room"):
            break
        forget_repairs(memory)
        begin = end
    return ended, marks, repairs


def delivery_steps(
    packed: Packed, block: NDArray[np.int64]
) -> dict[str, tuple[int, NDArray[np.void]]]:
    """Give the pools of kits that the supply brings, and their delivery of each day."""
    kits, first = packed.network.plant.kits, len(packed.network.plant.carriers)
    numbers = {kit: first + place for place, kit in enumerate(sorted(kits))}
    found = {}
    for kit in packed.felt.materials if packed.felt is not None else ():
        pool = int(packed.memory[layout.H.pools]) + numbers[kit] * layout.P.size
        begin = int(packed.memory[pool + layout.P.deliver])
        end = int(packed.memory[pool + layout.P.deliver_to])
        steps = records(block, "steps", end, layout.Z)
        found[kit] = (numbers[kit], steps[begin:])
    return found


def begun(
    packed: Packed,
    rings: Rings,
    *,
    seed: int,
    run: int,
    spare: Spare | None = None,
    came: NDArray[np.int64] | None = None,
) -> Memory:
    """Give a run's memory at its very beginning.

    ``came`` are the kits that the supply brings each day (kits, days and 1).
    """
    memory = laid_out(memory_of_run(packed, seed=seed, run=run), rings, spare)
    if came is not None:
        steps = delivery_steps(packed, memory.block).values()
        for kits, (_, each) in zip(came, steps, strict=True):
            each["value"] = kits
    kernel.begin(
        memory.block, packed.tables, memory.draws, memory.history,
        np.uint64(seed), np.uint64(run),
    )  # fmt: skip
    return memory


FIRST_PASSAGES = 10_000


def fill(
    packed: Packed, *, seed: int, run: int, came: NDArray[np.int64] | None = None
) -> Memory:
    """Carry a run out up to the counted time, and give its memory there."""
    rings = Rings(repairs=FIRST_PASSAGES, passages=FIRST_PASSAGES)
    while True:
        memory = begun(packed, rings, seed=seed, run=run, came=came)
        ended = go_on(packed, memory, packed.count_from_ticks)
        if ended == layout.FULL:
            packed = packed.roomier(full_buffers(packed, memory))
            continue
        repairs = memory.header("repairs_made")
        passages = memory.header("passages_made")
        if repairs <= rings.repairs and passages <= rings.passages:
            return tight(memory)
        rings = Rings(repairs=2 * repairs, passages=2 * passages)


def carry_out(
    packed: Packed,
    *,
    seed: int,
    run: int,
    room: Room,
    most_history_bytes: int = HISTORY_BYTES,
    begin: Mark | None = None,
    spare: Spare | None = None,
    came: NDArray[np.int64] | None = None,
) -> tuple[Run, Room]:
    """Run the plant once; if the room did not do, once more with enough.

    ``begin`` is where this very run stands already, if it is to go on from there.
    A run in ``spare`` room lasts until the next one takes it. ``came`` are the kits
    that the supply brings in it (`zauyt.runs.ordered`).
    Gives the run, and the room to begin the next one with.
    """
    if room.stays:
        begin = None  # Stays are wanted from the beginning.
    while True:
        parts = _parts(packed, room, most_history_bytes)
        rings = Rings(
            room.operations, room.operations, room.moves, room.repairs,
            room.passages, room.stays,
        )  # fmt: skip
        if parts > 1:
            rings = Rings(repairs=room.repairs, passages=room.passages)
        if begin is None:
            at = 0
            memory = begun(packed, rings, seed=seed, run=run, spare=spare, came=came)
        else:
            pending = begin.memory.header("repairs_made")
            rings = replace(rings, repairs=max(rings.repairs, pending))
            memory, at = moved(begin.memory, rings), begin.ticks
        marks: list[Mark] = []
        if parts == 1:
            ended = go_on(packed, memory, packed.length_ticks)
            repairs = memory.header("repairs_made")
        else:
            most = most_marks(memory)
            ends = stops(at, packed.length_ticks, min(parts, most))
            ended, marks, repairs = marked(packed, memory, ends, at)
        if ended == layout.FULL:
            packed = packed.roomier(full_buffers(packed, memory))
            begin = None
            continue
        need = _need(memory, repairs, whole=parts == 1)
        if (
            need.passages <= room.passages
            and need.operations <= room.operations
            and need.repairs <= room.repairs
            and need.moves <= room.moves
            and need.stays <= room.stays
        ):
            kernel.close_books(memory.block)
            learnt = room.or_more(Room(history_bytes=need.history_bytes))
            return Run(run, ended, memory, tuple(marks)), learnt
        room = Room(
            max(room.passages, need.passages * 11 // 10),
            max(room.operations, need.operations * 11 // 10),
            max(room.repairs, need.repairs * 11 // 10),
            max(room.moves, need.moves * 11 // 10),
            max(room.history_bytes, need.history_bytes),
            max(room.stays, need.stays),
        )


def _need(memory: Memory, repairs: int, *, whole: bool) -> Room:
    """Give the room that a run turned out to need."""
    passages = memory.header("passages_made")
    if not memory.header("record"):
        return Room(passages)
    size = history_bytes(None, memory)
    if not whole:
        return Room(passages, 0, repairs, 0, size)
    rings = rings_between(None, memory, repairs=repairs)
    operations = max(rings.operations, rings.notes)
    stays = memory.header("stays_made")
    return Room(passages, operations, repairs, rings.moves, size, stays)
