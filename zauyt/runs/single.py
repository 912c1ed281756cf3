"""One run: a fresh copy of the packed plant, keyed by seed and run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed, records
from zauyt.kernels import flow as kernel
from zauyt.kernels import layout
from zauyt.kernels.station import DRAWS


@dataclass(frozen=True)
class Room:
    """How many rows of each kind a run may write down."""

    passages: int = 0
    operations: int = 0
    repairs: int = 0
    moves: int = 0


@dataclass(frozen=True)
class Run:
    """How a run ended, and its memory as it was then."""

    number: int
    ended: int
    memory: NDArray[np.int64]
    history: NDArray[np.uint32]

    def header(self, name: str) -> int:
        """Give a number of the run as a whole."""
        return int(self.memory[getattr(layout.H, name)])

    @property
    def stations(self) -> NDArray[np.void]:
        """Give the stations' records."""
        count = self.header("stations_count")
        return records(self.memory, "stations", count, layout.S)

    @property
    def sections(self) -> NDArray[np.void]:
        """Give the sections' records."""
        count = self.header("sections_count")
        return records(self.memory, "sections", count, layout.C)

    @property
    def buffers(self) -> NDArray[np.void]:
        """Give the buffers' records."""
        return records(self.memory, "buffers", self.header("buffers_count"), layout.B)

    @property
    def passages(self) -> NDArray[np.void]:
        """Give the passages of count points, in order of time."""
        rows = records(self.memory, "passages", self.header("passages_made"), layout.V)
        return rows[np.lexsort((rows["serial"], rows["point"], rows["time"]))]

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


def _fresh(packed: Packed, room: Room) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Give the memory of a run that has not begun, with room for its logs."""
    template = packed.memory
    stations = int(template[layout.H.stations_count])
    sections = int(template[layout.H.sections_count])
    sizes = {
        "passages": room.passages * layout.V.size,
        "repairs": room.repairs * layout.K.size,
        "entries": sections * room.operations * layout.E.size,
        "exits": sections * room.operations * layout.X.size,
        "moves": sections * room.moves * layout.D.size,
    }
    memory = np.empty(template.size + sum(sizes.values()), dtype=np.int64)
    memory[: template.size] = template
    begin = template.size
    for name, size in sizes.items():
        memory[getattr(layout.H, name)] = begin
        begin += size
    memory[layout.H.passages_room] = room.passages
    memory[layout.H.repairs_room] = room.repairs
    memory[layout.H.operations_room] = room.operations
    memory[layout.H.moves_room] = room.moves
    history = np.empty((stations, room.operations), dtype=np.uint32)
    return memory, history


def _need(memory: NDArray[np.int64]) -> Room:
    """Give the room that a run turned out to need."""
    passages = int(memory[layout.H.passages_made])
    if not memory[layout.H.record]:
        return Room(passages)
    count = int(memory[layout.H.stations_count])
    operations = int(records(memory, "stations", count, layout.S)["left"].max())
    sections = records(memory, "sections", memory[layout.H.sections_count], layout.C)
    moves = int(sections["move"].max()) + 1
    return Room(
        passages,
        operations,
        int(memory[layout.H.repairs_made]),
        moves if sections["conveyor"].any() else 0,
    )


def carry_out(packed: Packed, *, seed: int, run: int, room: Room) -> tuple[Run, Room]:
    """Run the plant once; if the room did not do, once more with enough.

    Gives the run, and the room to begin the next one with.
    """
    while True:
        memory, history = _fresh(packed, room)
        draws = np.zeros((int(memory[layout.H.stations_count]), DRAWS))
        arguments = (memory, packed.tables, draws, history)
        kernel.begin(*arguments, np.uint64(seed), np.uint64(run))
        ended = kernel.run(*arguments, packed.length_ticks)
        if ended == layout.FULL:
            packed = packed.roomier()
            continue
        need = _need(memory)
        if (
            need.passages <= room.passages
            and need.operations <= room.operations
            and need.repairs <= room.repairs
            and need.moves <= room.moves
        ):
            kernel.close_books(memory)
            return Run(run, int(ended), memory, history), room
        room = Room(
            max(room.passages, need.passages * 11 // 10),
            max(room.operations, need.operations * 11 // 10),
            max(room.repairs, need.repairs * 11 // 10),
            max(room.moves, need.moves * 11 // 10),
        )
