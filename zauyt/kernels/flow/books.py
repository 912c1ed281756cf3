"""Where the time on the critical path is booked: by day and cause, by station."""

from __future__ import annotations

import numpy as np

from zauyt.kernels.compile import address, called, kernel, rows_at
from zauyt.kernels.flow.layout import FINISH, MILLION, C, E, H, N, S, Z

PACE, FILLING, VARIATION, MIX, SET_UPS, TRANSIT, QUALITY, ORDERS, CARRIERS = range(9)
LAUNCH, CREW, EMPTY = range(9, 12)
CAUSES = (
    "pace",
    "filling",
    "cycle_variation",
    "model_mix",
    "set_up",
    "transit",
    "quality",
    "orders",
    "carriers",
    "launch",
    "crew",
    "empty_places",
)
"""Columns of what `walk` gives by day; after them, the columns of reasons."""

WORKED, HELPED, SETS, REPAIRS_MET, REPAIR_TICKS, MOVES, LET_GO = range(7)
STATION_COLUMNS = (
    "operations",
    "variation_ticks",
    "set_ups",
    "repairs",
    "repair_ticks",
    "moves",
    "let_go",
)
"""Columns of what `walk` gives by station; moves at set speed are counted at the
first station of a conveyor, longer ones as operations of the slowest; under `let_go`
how often the path left a station because a place in front of the next one came free."""


@kernel("m i i i i -> i")
def reached(numbers, begin, count, stride, limit):
    """Give how many of rising numbers, `stride` apart, are at most a limit.

    numpy's search takes as long to compile as half of this file.
    """
    low, high = 0, count
    while low < high:
        middle = (low + high) >> 1
        if numbers[begin + middle * stride] <= limit:
            low = middle + 1
        else:
            high = middle
    return low


@called()
def day_of(day_starts, time):
    """Give the day in which the tick before `time` lies."""
    return max(reached(address(day_starts), 0, day_starts.size, 1, time - 1) - 1, 0)


@called()
def book(days, day_starts, column, begin, end):
    """Book a stretch of the path to a column, day by day; clip it at the start."""
    begin = max(begin, day_starts[0])
    if end <= begin:
        return
    day = day_of(day_starts, end)
    while end > begin:
        start = max(day_starts[day], begin)
        days[day, column] += end - start
        end = start
        day -= 1


@called()
def open_stretch(windows, days, day_starts, time, amount, column, hard):
    """Book `amount` open ticks from `time`, and the closed ones in between.

    `windows` are the station's from the first that ends after `time` (windows,
    4), of which with `hard` 1 only hard ones close; gives the time at which the
    amount is spent.
    """
    for place in range(windows.shape[0]):
        start, end = windows[place, N.start], windows[place, N.end]
        if end <= time or windows[place, N.hard] < hard:
            continue
        room = max(start - time, 0)
        if amount <= room:
            break
        book(days, day_starts, column, time, time + room)
        amount -= room
        reason = len(CAUSES) + windows[place, N.reason]
        book(days, day_starts, reason, time + room, end)
        time = end
    book(days, day_starts, column, time, time + amount)
    return time + amount


@called()
def book_windows(windows, days, day_starts, begin, end, hard):
    """Book the closed time between two times; with `hard` 1, of hard windows."""
    for place in range(windows.shape[0]):
        if windows[place, N.hard] < hard:
            continue
        low = max(windows[place, N.start], begin)
        high = min(windows[place, N.end], end)
        book(days, day_starts, len(CAUSES) + windows[place, N.reason], low, high)


@called()
def closed_in(windows, begin, end, hard):
    """Give the closed ticks between two times; with `hard` 1, of hard windows."""
    total = 0
    for place in range(windows.shape[0]):
        low = max(windows[place, N.start], begin)
        high = min(windows[place, N.end], end)
        if windows[place, N.hard] >= hard:
            total += max(high - low, 0)
        if windows[place, N.start] >= end:
            break
    return total


@called()
def windows_in(memory, s, begin, end):
    """Give the station's windows that reach into a stretch (windows, 4)."""
    of = memory[s + S.windows_from]
    to = memory[s + S.windows_to]
    table = memory[H.windows] + of * N.size
    first = reached(memory, table + N.end, to - of, N.size, begin)
    last = reached(memory, table + N.start, to - of, N.size, end - 1)
    return rows_at(memory, table + first * N.size, max(last - first, 0), N.size)


@called()
def entry_of(memory, section, count):
    """Give where the entry of a section's job is written down."""
    c = memory[H.sections] + section * C.size
    place = count & memory[c + C.notes_mask]
    return memory[c + C.entries] + place * E.size


@called()
def room_made(memory, section, count):
    """Give what made room for the job that left a section, -1 if it was not held."""
    return memory[entry_of(memory, section, count) + E.room]


@called()
def history_of(memory, history, number, count):
    """Give what is written down of a station's operation."""
    s = memory[H.stations] + number * S.size
    row = (count + memory[s + S.skew]) & memory[H.history_mask]
    return np.int64(history[memory[s + S.history] + row * memory[s + S.width]])


@called()
def _set_up_of(memory, s, section, count, models):
    """Give the ticks of set-up that the station needed before an operation."""
    on = memory[s + S.set_up_on]
    if on == 0 or count == 0:
        return 0
    job = memory[entry_of(memory, section, count) + E.job]
    before = memory[entry_of(memory, section, count - 1) + E.job]
    if on == 1:
        same = models[job >> 36] == models[before >> 36]
    else:
        same = (job >> 20) & 0xFFFF == (before >> 20) & 0xFFFF
    return 0 if same else memory[s + S.set_up]


@called()
def _step_at(memory, begin, end, when):
    """Give the factor of a station's steps that holds at `when`, 1 without steps."""
    if begin == end:
        return 1.0
    steps = memory[H.steps] + begin * Z.size
    place = reached(memory, steps + Z.start, end - begin, Z.size, when) - 1
    return memory[steps + max(place, 0) * Z.size + Z.value] / MILLION


@called()
def slower(memory, s, time, count):
    """Give how much slower a station works: for want of people, for its launch.

    What hides behind a slower takt costs nothing of its own.
    """
    if memory[s + S.stepped] == 0:
        return 1.0, 1.0
    both = _step_at(memory, memory[s + S.slow_from], memory[s + S.slow_to], time)
    learning = _step_at(memory, memory[s + S.learn_from], memory[s + S.learn_to], time)
    units = _step_at(
        memory, memory[s + S.slow_units_from], memory[s + S.slow_units_to], count
    )
    takt = _step_at(memory, memory[s + S.takt_from], memory[s + S.takt_to], time)
    if takt > max(both * units, 1.0):
        return 1.0, takt
    return both / learning, learning * units


@called()
def book_wait(memory, s, days, day_starts, column, begin, end):
    """Book a wait at a station: what was closed by its reason, the rest to a column."""
    windows = windows_in(memory, s, begin, end)
    time = begin
    for place in range(windows.shape[0]):
        start, stop = windows[place, N.start], windows[place, N.end]
        book(days, day_starts, column, time, min(start, end))
        time = max(time, min(stop, end))
    book(days, day_starts, column, time, end)
    book_windows(windows, days, day_starts, begin, end, 0)


@called()
def repair_from(repairs, first_repair, number, count):
    """Give the first of a station's repairs whose operation or move is not before."""
    first, end = first_repair[number], first_repair[number + 1]
    width = repairs.shape[1]
    return first + reached(
        address(repairs), first * width, end - first, width, count - 1
    )


@called()
def book_operation(
    memory, repairs, first_repair, number, section, count, begin, end, average,
    models, days, day_starts, stations,
):  # fmt: skip
    """Book one operation of the path, from when it could begin to its end."""
    s = memory[H.stations] + number * S.size
    windows = windows_in(memory, s, begin, end)
    time, hard = begin, 0
    if memory[s + S.at_window] == FINISH:
        for window in range(windows.shape[0]):
            if windows[window, N.start] > time:
                break
            opens = max(windows[window, N.end], time)
            reason = len(CAUSES) + windows[window, N.reason]
            book(days, day_starts, reason, time, opens)
            time = opens
        hard = 1
    place = repair_from(repairs, first_repair, number, count)
    repaired = 0
    while place < first_repair[number + 1] and repairs[place, 0] == count:
        if repairs[place, 1] >= 0:
            repaired = 1
            mode, ticks = repairs[place, 1], repairs[place, 2]
            # A repair rests while it is closed, also where work would go on.
            time = open_stretch(windows, days, day_starts, time, ticks, mode, 0)
            stations[number, REPAIRS_MET] += 1
            stations[number, REPAIR_TICKS] += ticks
        place += 1
    set_up = _set_up_of(memory, s, section, count, models)
    if set_up > 0:
        time = open_stretch(windows, days, day_starts, time, set_up, SET_UPS, hard)
        stations[number, SETS] += 1
    job = memory[entry_of(memory, section, count) + E.job]
    nominal = memory[memory[s + S.cycles] + (job >> 36)]
    column = QUALITY if (job >> 2) & 1 else PACE
    work = end - time - closed_in(windows, time, end, hard)
    rest = work - (end - time - closed_in(windows, time, end, 0))
    if repaired == 1 and work >= rest + nominal // 2:
        # When in the operation it broke down is not known: the repair rested here.
        work, hard = work - rest, 0
    time = open_stretch(windows, days, day_starts, time, work, column, hard)
    # A repair that does not need the shift may end in a window.
    book_windows(windows, days, day_starts, time, end, hard)
    short, learnt = slower(memory, s, begin, count)
    crew = work - np.int64(work / short + 0.5)
    launch = work - crew - np.int64((work - crew) / learnt + 0.5)
    if end > day_starts[0]:
        day = day_of(day_starts, end)
        usual = average[number] if column == PACE else nominal
        days[day, column] -= work - usual
        days[day, MIX] += nominal - usual
        days[day, CREW] += crew
        days[day, LAUNCH] += launch
        days[day, VARIATION] += work - crew - launch - nominal
    stations[number, WORKED] += 1
    stations[number, HELPED] += work - nominal
