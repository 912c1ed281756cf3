"""The critical path on a conveyor: one move booked."""

from __future__ import annotations

import numpy as np

from zauyt.kernels.compile import called
from zauyt.kernels.flow.books import (
    CAUSES,
    CREW,
    EMPTY,
    HELPED,
    LAUNCH,
    MIX,
    MOVES,
    ORDERS,
    PACE,
    QUALITY,
    REPAIR_TICKS,
    REPAIRS_MET,
    VARIATION,
    WORKED,
    book_windows,
    closed_in,
    day_of,
    entry_of,
    history_of,
    open_stretch,
    repair_from,
    slower,
    windows_in,
)
from zauyt.kernels.flow.layout import C, D, E, H, S, Z


@called()
def move_of(memory, history, station, count):
    """Give the move in which a conveyor's job came (first station) or left (last)."""
    return history_of(memory, history, station, count)


@called()
def _usual(memory, c, average):
    """Give the usual ticks of a move: the mature pitch, or the longest work."""
    begin, end = memory[c + C.pitch_from], memory[c + C.pitch_to]
    if end > begin:
        return memory[memory[H.steps] + (end - 1) * Z.size + Z.value]
    longest = 0
    for number in range(memory[c + C.first], memory[c + C.last] + 1):
        longest = max(longest, average[number])
    return memory[c + C.transfer] + longest


@called()
def _column(memory, section, entry, left, awaited):
    """Give what a move is booked to: pace, rework, or a head that was empty.

    `awaited` is the reason + 1 of the kit for want of which it was empty, or 0.
    """
    if left > 0:
        return PACE
    if entry < 0 and awaited > 0:
        return len(CAUSES) + awaited - 1
    if entry < 0:
        source = memory[memory[H.sections] + section * C.size + C.source]
        return ORDERS if source >= 0 else EMPTY
    job = memory[entry_of(memory, section, entry) + E.job]
    return QUALITY if (job >> 2) & 1 else PACE


@called()
def _share_out(memory, section, move, running, begin, usual, day, days, stations):
    """Book by how much a move at pace differs from the usual, and to what."""
    c = memory[H.sections] + section * C.size
    note = memory[c + C.moves] + (move & memory[c + C.moves_mask]) * D.size
    pitch, slowest = memory[note + D.pitch], memory[note + D.slowest]
    days[day, PACE] -= running - usual
    if pitch > 0:
        days[day, LAUNCH] += pitch - usual
        usual = pitch
    if slowest < 0:
        days[day, VARIATION] += running - usual
        stations[memory[c + C.first], MOVES] += 1
        return
    s = memory[H.stations] + slowest * S.size
    short, learnt = slower(memory, s, begin, memory[s + S.left])
    over = running - usual
    crew = min(running - np.int64(running / short + 0.5), max(over, 0))
    launch = min(running - np.int64(running / learnt + 0.5), max(over - crew, 0))
    days[day, CREW] += crew
    days[day, LAUNCH] += launch
    column = MIX if memory[s + S.law] == 0 else VARIATION
    days[day, column] += over - crew - launch
    stations[slowest, WORKED] += 1
    stations[slowest, HELPED] += over


@called()
def book_move(
    memory, repairs, first_repair, section, move, entry, left, end, average, days,
    day_starts, stations,
):  # fmt: skip
    """Book a conveyor's move that ended at `end`, and give why it began when it did.

    `entry` is the job that it took at its head, or -1; `left` says how many moves
    the job on the path still was inside before it.
    """
    c = memory[H.sections] + section * C.size
    first, last = memory[c + C.first], memory[c + C.last]
    note = memory[c + C.moves] + (move & memory[c + C.moves_mask]) * D.size
    begin = end - memory[note + D.length]
    windows = windows_in(memory, memory[H.stations] + first * S.size, begin, end)
    running = end - begin - closed_in(windows, begin, end, 0)
    time = begin
    if memory[note + D.code] & 4:
        for number in range(first, last + 1):
            place = repair_from(repairs, first_repair, number, move)
            while place < first_repair[number + 1] and repairs[place, 0] == move:
                mode, ticks = repairs[place, 1], repairs[place, 2]
                place += 1
                time = open_stretch(windows, days, day_starts, time, ticks, mode, 0)
                running -= ticks
                stations[number, REPAIRS_MET] += 1
                stations[number, REPAIR_TICKS] += ticks
    awaited = memory[note + D.code] >> 3
    column = _column(memory, section, entry, left, awaited)
    time = open_stretch(windows, days, day_starts, time, running, column, 0)
    book_windows(windows, days, day_starts, time, end, 0)
    if column == PACE and end > day_starts[0]:
        usual = _usual(memory, c, average)
        day = day_of(day_starts, end)
        _share_out(memory, section, move, running, begin, usual, day, days, stations)
    return memory[note + D.code] & 3
