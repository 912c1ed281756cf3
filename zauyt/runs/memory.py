"""A run's memory: the kernel's block, its history and the times drawn ahead.

What a run writes down lies behind the plant: of each section's entries and of each
station's operations the latest, in rings, then repairs and passages.
A `Mark` is a run at a moment; with larger rings it can go on from there.
"""

from __future__ import annotations

import mmap
import sys
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import records
from zauyt.kernels.flow import layout
from zauyt.kernels.flow.station import DRAWS

H = layout.H


@dataclass(frozen=True)
class Rings:
    """How many rows of each kind are kept, at least.

    ``operations`` of every station, ``notes`` of every section's entries
    (never fewer than the jobs it can hold and one more), ``moves`` of every conveyor,
    and all ``repairs``, ``passages`` and ``stays``, of which more are counted but
    not written down.
    """

    operations: int = 2
    notes: int = 1
    moves: int = 2
    repairs: int = 0
    passages: int = 0
    stays: int = 0


@dataclass(frozen=True)
class Memory:
    """What a run is: whole numbers, history, operation times drawn ahead."""

    block: NDArray[np.int64]
    history: NDArray[np.uint32]
    draws: NDArray[np.float64]

    def header(self, name: str) -> int:
        """Give a number of the run as a whole."""
        return int(self.block[getattr(H, name)])

    def history_at(
        self, rows: NDArray[np.int64] | int, counts: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Give where operations of stations stand in the history."""
        begin, skew, width = (
            self.stations[name][rows] for name in ("history", "skew", "width")
        )
        place: NDArray[np.int64] = (
            begin + ((counts + skew) & self.header("history_mask")) * width
        )
        return place

    def table(self, name: str, fields: Any, count: int | None = None) -> Any:
        """Give a table of records that share the block's memory."""
        rows = self.header(f"{name}_count") if count is None else count
        return records(self.block, name, rows, fields)

    @property
    def stations(self) -> NDArray[np.void]:
        """Give the stations' records."""
        rows: NDArray[np.void] = self.table("stations", layout.S)
        return rows

    @property
    def sections(self) -> NDArray[np.void]:
        """Give the sections' records."""
        rows: NDArray[np.void] = self.table("sections", layout.C)
        return rows


@dataclass(frozen=True)
class Mark:
    """A run at a moment: everything before ``ticks`` has happened, nothing after."""

    ticks: int
    memory: Memory


SMALL_BYTES = 2**22
"""Room below which it does not matter how the system gives it."""


def _room(count: int, kind: type[Any]) -> NDArray[Any]:
    """Give room for so many numbers, of which only what is written to takes memory.

    numpy asks for huge pages, of which a few bytes make two megabytes resident;
    rings are mostly larger than what comes into them.
    """
    size = count * np.dtype(kind).itemsize
    if size <= SMALL_BYTES or sys.platform == "win32":
        line = 8 * layout.LINE
        room = np.empty(size + line, dtype=np.uint8)
        begin = -room.ctypes.data % line
        return room[begin : begin + size].view(kind)
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    return np.frombuffer(mmap.mmap(-1, size, flags=flags), dtype=kind)


@dataclass(frozen=True)
class Spare:
    """Room that runs have one after another, each when the one before is done with.

    What the system gives anew it clears first, page by page.
    """

    kept: dict[type[Any], NDArray[Any]] = field(default_factory=dict)

    def room(self, count: int, kind: type[Any]) -> NDArray[Any]:
        """Give room for so many numbers, in which anything may stand."""
        if kind not in self.kept or self.kept[kind].size < count:
            self.kept[kind] = _room(count, kind)
        return self.kept[kind][:count]


def laid_out(
    plant: NDArray[np.int64], rings: Rings, spare: Spare | None = None
) -> Memory:
    """Give the memory of a plant's run, with rings that hold nothing yet.

    It lies in spare room, if there is some.
    """
    room = _room if spare is None else spare.room
    recorded = bool(plant[H.record])
    stations, sections = int(plant[H.stations_count]), int(plant[H.sections_count])
    rows = records(plant, "sections", sections, layout.C)
    notes = np.maximum(rows["mask"] + 1, layout.power_of_two(rings.notes)) * recorded
    moves = rows["conveyor"] * layout.power_of_two(rings.moves) * recorded
    first = np.concatenate([[0], np.cumsum(notes)])
    first_move = np.concatenate([[0], np.cumsum(moves)])
    # Two entries fill a line of the cache.
    places = {"entries": -(-plant.size // layout.LINE) * layout.LINE}
    for name, size, after in (
        ("entries", first[-1] * layout.E.size, "moves"),
        ("moves", first_move[-1] * layout.D.size, "repairs"),
        ("repairs", rings.repairs * layout.K.size, "passages"),
        ("passages", rings.passages * layout.V.size, "stays"),
        ("stays", rings.stays * layout.SY.size, ""),
    ):
        begin = places[name] + int(size)
        if after:
            places[after] = begin
    block = room(begin, np.int64)
    block[: plant.size] = plant
    block[plant.size : places["entries"]] = 0
    for name, place in places.items():
        block[getattr(H, name)] = place
    block[H.repairs_room] = rings.repairs
    block[H.passages_room] = rings.passages
    block[H.stays_room] = rings.stays
    rows = records(block, "sections", sections, layout.C)
    rows["entries"] = places["entries"] + first[:-1] * layout.E.size
    rows["notes_mask"] = notes - 1
    rows["moves"] = places["moves"] + first_move[:-1] * layout.D.size
    rows["moves_mask"] = moves - 1
    words = _place_history(block, layout.power_of_two(rings.operations))
    history = room(words * recorded, np.uint32)
    return Memory(block, history, np.zeros((stations, DRAWS)))


def _place_history(block: NDArray[np.int64], length: int) -> int:
    """Say where operations are written down; give the words that it takes.

    Each section has a table of its own, a column for a station and a row for an
    operation of each. When a job leaves, each station on the way to the head lets
    the next job go: these stand in one row, each station's first operation so many
    rows further on. Where jobs leave freely, a row is one job's. Of a conveyor only
    what happens at its two ends is written down.
    """
    block[H.history_mask] = length - 1
    stations = records(block, "stations", int(block[H.stations_count]), layout.S)
    begin = 0
    for section in records(block, "sections", int(block[H.sections_count]), layout.C):
        inside = stations[section["first"] : section["last"] + 1]
        columns = np.arange(inside.size)
        if section["conveyor"]:
            columns[1:] = 1
        inside["width"] = columns[-1] + 1
        inside["history"] = begin + columns
        inside["skew"] = 0
        if not section["conveyor"] and not section["open_end"]:
            inside["skew"][1:] = np.cumsum(inside["places_after"][:-1] + 1)
        begin += length * int(columns[-1] + 1)
    return begin


def _plant_of(memory: Memory) -> NDArray[np.int64]:
    """Give the block without what is written down behind it."""
    return memory.block[: memory.header("entries")]


def _pending(memory: Memory) -> NDArray[np.int64]:
    """Give the repairs of operations that are under way or not long over."""
    made = min(memory.header("repairs_made"), memory.header("repairs_room"))
    notes = memory.table("repairs", layout.K, made)
    over = memory.stations["left"].copy()
    for section in memory.sections[memory.sections["conveyor"] == 1]:
        # There the repairs are of moves.
        over[section["first"] : section["last"] + 1] = section["move"]
    kept = notes["operation"] >= over[notes["station"]] - 1
    return np.ascontiguousarray(memory.table("repairs", layout.K, made)[kept]).view(
        np.int64
    )


def _copy_rings(of: Memory, to: Memory) -> None:
    """Copy what both rings hold of entries, moves and operations."""
    left = of.stations["left"].copy()
    for section, fresh in zip(of.sections, to.sections, strict=True):
        for name, fields, mask, count in (
            ("entries", layout.E, "notes_mask", int(section["entered"])),
            ("moves", layout.D, "moves_mask", int(section["move"]) + 1),
        ):
            kept = np.arange(max(count - int(section[mask]) - 1, 0), count)
            of_rows = section[name] + (kept & section[mask]) * fields.size
            to_rows = fresh[name] + (kept & fresh[mask]) * fields.size
            for offset in range(fields.size):
                to.block[to_rows + offset] = of.block[of_rows + offset]
        if section["conveyor"]:
            # What is kept of its head goes by entries.
            left[section["first"]] = section["entered"]
    rows = np.arange(left.size)
    for back in range(1, of.header("history_mask") + 2):
        known = rows[left >= back]
        latest = left[known] - back
        to.history[to.history_at(known, latest)] = of.history[
            of.history_at(known, latest)
        ]


def moved(memory: Memory, rings: Rings) -> Memory:
    """Give a copy of a run's memory with other, not smaller, rings."""
    fresh = laid_out(_plant_of(memory), rings)
    fresh.draws[:] = memory.draws
    if memory.header("record"):
        _copy_rings(memory, fresh)
        pending = _pending(memory)
        begin = fresh.header("repairs")
        assert rings.repairs * layout.K.size >= pending.size, "repairs find no room"
        fresh.block[begin : begin + pending.size] = pending
        fresh.block[H.repairs_made] = pending.size // layout.K.size
    stored = min(memory.header("passages_made"), memory.header("passages_room"))
    words = min(stored, rings.passages) * layout.V.size
    of, to = memory.header("passages"), fresh.header("passages")
    fresh.block[to : to + words] = memory.block[of : of + words]
    return fresh


def tight(memory: Memory) -> Memory:
    """Give a copy of a run's memory that takes as little room as can be."""
    repairs = _pending(memory).size // layout.K.size if memory.header("record") else 0
    rings = Rings(repairs=repairs, passages=memory.header("passages_made"))
    return moved(memory, rings)


def forget_repairs(memory: Memory) -> None:
    """Forget the repairs of operations that are long over."""
    pending = _pending(memory)
    begin = memory.header("repairs")
    memory.block[begin : begin + pending.size] = pending
    memory.block[H.repairs_made] = pending.size // layout.K.size


def copied(memory: Memory) -> Memory:
    """Give a copy of a run's memory without its passages."""
    room = memory.header("repairs_made") * layout.K.size
    block = memory.block[: memory.header("repairs") + room].copy()
    block[H.repairs_room] = block[H.repairs_made]
    block[H.passages_room] = block[H.stays_room] = 0
    return Memory(block, memory.history.copy(), memory.draws.copy())


def history_bytes(before: Memory | None, after: Memory) -> int:
    """Give the bytes that all history between two moments of a run takes."""
    operations = int(after.stations["left"].sum())
    entries = int(after.sections["entered"].sum())
    if before is not None:
        operations -= int(before.stations["left"].sum())
        entries -= int(before.sections["entered"].sum())
    moves = _moves(before, after).sum()
    return int(4 * operations + 8 * layout.E.size * entries + 8 * layout.D.size * moves)


def _moves(before: Memory | None, after: Memory) -> NDArray[np.int64]:
    """Give the moves of every section between two moments, 0 of no conveyor."""
    moves = after.sections["move"] + after.sections["conveyor"]
    if before is not None:
        moves = moves - before.sections["move"]
    return np.asarray(moves, dtype=np.int64)


def rings_between(before: Memory | None, after: Memory, *, repairs: int) -> Rings:
    """Give rings that hold all history between two moments of a run."""
    operations = after.stations["left"]
    entries = after.sections["entered"]
    if before is not None:
        operations = operations - before.stations["left"]
        entries = entries - before.sections["entered"]
        # What is inside at the beginning is needed, too.
        entries = entries + before.sections["mask"] + 1
    most = int(operations.max(initial=0))
    moves = int(_moves(before, after).max(initial=0))
    # A conveyor's entries are in the history, too, one more than its moves.
    return Rings(most + 4, int(entries.max(initial=0)) + 2, moves + 2, repairs)
