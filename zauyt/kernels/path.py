"""The critical path: the chain of events that decided when the last vehicle left.

`walk` goes back through the history from the last departure at a count point to
the beginning of the counted time, or of the history that is at hand; with earlier
history it goes on where it stopped. Every tick in between is booked once, to the
station the path stood at and to what the path was waiting for: work at the usual
pace, its variation, the model mix, set-ups, repairs, closed windows, transit,
carriers, orders. What a station suffers because its neighbours block or starve
it is never a cause: there the path moves on to the neighbour.

A hop goes to the operation before at the same station, to the same job at the
station before, or, when the job was held, to the operation that made room.
Where two causes end at the same tick, the neighbour downstream is followed.

References: Hopp, Spearman (2008), Factory Physics, on blocking and starving as
carriers of loss; Glasserman, Yao (1994), Monotone Structure in Discrete-Event
Systems, on derivatives along the critical path.
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.compile import compiled
from zauyt.kernels.layout import (
    BY_HEAD,
    BY_JOB,
    BY_OWN,
    BY_POOL,
    FINISH,
    HELD,
    C,
    E,
    H,
    N,
    P,
    S,
    X,
)
from zauyt.kernels.section import LONG

PACE, FILLING, VARIATION, MIX, SET_UPS, TRANSIT, QUALITY, ORDERS, CARRIERS = range(9)
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
)
"""Columns of what `walk` gives by day; after them, the columns of reasons."""

WORKED, HELPED, SETS, REPAIRS_MET, REPAIR_TICKS = range(5)
STATION_COLUMNS = (
    "operations",
    "variation_ticks",
    "set_ups",
    "repairs",
    "repair_ticks",
)
"""Columns of what `walk` gives by station."""


@compiled()
def _day_of(day_starts, time):
    """Give the day in which the tick before `time` lies."""
    return max(np.searchsorted(day_starts, time, side="left") - 1, 0)


@compiled()
def _book(days, day_starts, column, begin, end):
    """Book a stretch of the path to a column, day by day; clip it at the start."""
    begin = max(begin, day_starts[0])
    if end <= begin:
        return
    day = _day_of(day_starts, end)
    while end > begin:
        start = max(day_starts[day], begin)
        days[day, column] += end - start
        end = start
        day -= 1


@compiled()
def _open_stretch(windows, days, day_starts, time, amount, column):
    """Book `amount` open ticks from `time`, and the closed ones in between.

    `windows` are the station's from the first that ends after `time` (windows,
    3); gives the time at which the amount is spent.
    """
    for place in range(windows.shape[0]):
        start, end = windows[place, N.start], windows[place, N.end]
        if end <= time:
            continue
        room = max(start - time, 0)
        if amount <= room:
            break
        _book(days, day_starts, column, time, time + room)
        amount -= room
        reason = len(CAUSES) + windows[place, N.reason]
        _book(days, day_starts, reason, time + room, end)
        time = end
    _book(days, day_starts, column, time, time + amount)
    return time + amount


@compiled()
def _book_windows(windows, days, day_starts, begin, end):
    """Book the closed time between two times."""
    for place in range(windows.shape[0]):
        low = max(windows[place, N.start], begin)
        high = min(windows[place, N.end], end)
        _book(days, day_starts, len(CAUSES) + windows[place, N.reason], low, high)


@compiled()
def _closed(windows, begin, end):
    """Give the closed ticks between two times."""
    total = 0
    for place in range(windows.shape[0]):
        low = max(windows[place, N.start], begin)
        high = min(windows[place, N.end], end)
        total += max(high - low, 0)
        if windows[place, N.start] >= end:
            break
    return total


@compiled()
def _windows_in(memory, s, begin, end):
    """Give the station's windows that reach into a stretch (windows, 3)."""
    of = memory[s + S.windows_from]
    to = memory[s + S.windows_to]
    base = memory[H.windows]
    table = memory[base + of * N.size : base + to * N.size].reshape(to - of, N.size)
    first = np.searchsorted(table[:, N.end], begin, side="right")
    last = np.searchsorted(table[:, N.start], end, side="left")
    return table[first:last]


@compiled()
def _entry(memory, section, count):
    """Give where the entry of a section's job is written down."""
    c = memory[H.sections] + section * C.size
    place = count & memory[c + C.notes_mask]
    return memory[c + C.entries] + place * E.size


@compiled()
def _set_up_of(memory, s, section, count, models):
    """Give the ticks of set-up that the station needed before an operation."""
    on = memory[s + S.set_up_on]
    if on == 0 or count == 0:
        return 0
    job = memory[_entry(memory, section, count) + E.job]
    before = memory[_entry(memory, section, count - 1) + E.job]
    if on == 1:
        same = models[job >> 36] == models[before >> 36]
    else:
        same = (job >> 20) & 0xFFFF == (before >> 20) & 0xFFFF
    return 0 if same else memory[s + S.set_up]


@compiled()
def _book_operation(
    memory, repairs, first_repair, number, section, count, begin, end, average,
    models, days, day_starts, stations,
):  # fmt: skip
    """Book one operation of the path, from when it could begin to its end."""
    s = memory[H.stations] + number * S.size
    windows = _windows_in(memory, s, begin, end)
    time = begin
    if memory[s + S.at_window] == FINISH:
        if windows.shape[0] > 0 and windows[0, N.start] <= begin:
            time = max(windows[0, N.end], begin)
            reason = len(CAUSES) + windows[0, N.reason]
            _book(days, day_starts, reason, begin, time)
        windows = windows[:0]
    work = end - time - _closed(windows, time, end)
    place = first_repair[number] + np.searchsorted(
        repairs[first_repair[number] : first_repair[number + 1], 0], count
    )
    while place < first_repair[number + 1] and repairs[place, 0] == count:
        if repairs[place, 1] >= 0:
            mode, ticks = repairs[place, 1], repairs[place, 2]
            time = _open_stretch(windows, days, day_starts, time, ticks, mode)
            work -= ticks
            stations[number, REPAIRS_MET] += 1
            stations[number, REPAIR_TICKS] += ticks
        place += 1
    set_up = _set_up_of(memory, s, section, count, models)
    if set_up > 0:
        time = _open_stretch(windows, days, day_starts, time, set_up, SET_UPS)
        work -= set_up
        stations[number, SETS] += 1
    job = memory[_entry(memory, section, count) + E.job]
    nominal = memory[memory[s + S.cycles] + (job >> 36)]
    column = QUALITY if (job >> 2) & 1 else PACE
    time = _open_stretch(windows, days, day_starts, time, work, column)
    # A repair that does not need the shift may end in a window.
    _book_windows(windows, days, day_starts, time, end)
    if end > day_starts[0]:
        day = _day_of(day_starts, end)
        usual = average[number] if column == PACE else nominal
        days[day, column] -= work - usual
        days[day, MIX] += nominal - usual
        days[day, VARIATION] += work - nominal
    stations[number, WORKED] += 1
    stations[number, HELPED] += work - nominal


STATION, SECTION, OPERATION, TIME, STEPS = range(5)
"""Where the path stands: at the end of an operation; and its hops so far."""


@compiled()
def walk(
    memory, history, least, repairs, first_repair, average, models, day_starts, at,
    passing, days, stations,
):  # fmt: skip
    """Book the critical path, back from one departure, as far as history goes.

    The path has come to its end when its time is not after ``day_starts[0]`` or
    its operation is below 0.

    Parameters
    ----------
    memory, history
        The run (`layout`), with its history kept.
    least
        The first operation whose history is at hand (stations).
    repairs, first_repair
        Operation, column of `days` and ticks of every repair, sorted by station
        and operation (repairs, 3), where each station's begin (stations + 1).
        Column -1: an operation too long for the history.
    average
        Usual operation time of every station, ticks (stations).
    models
        Model of every kind (kinds).
    day_starts
        Ticks at which days begin, and the end of the last one (days + 1).
    at
        Where the path stands (`STATION`, ...); moved on.
    passing
        What the last job cost that waited for nothing but itself, and on which day
        (2, stations); moved on.
    days, stations
        What is booked, to be added to: ticks (days, causes and reasons), and
        counts and ticks (stations, `STATION_COLUMNS`).
    """
    number, section, count = at[STATION], at[SECTION], at[OPERATION]
    time = at[TIME]
    waiting_ticks, waiting_day = passing[0], passing[1]
    steps = 0
    while time > day_starts[0] and count >= least[number]:
        steps += 1
        s = memory[H.stations] + number * S.size
        c = memory[H.sections] + section * C.size
        word = np.int64(history[number, count & memory[H.history_mask]])
        code = word & 3
        follow = False
        held = False
        if code == HELD:
            if number < memory[c + C.last]:
                count -= memory[s + S.places_after] + 1
                number += 1
            else:
                place = count & memory[c + C.notes_mask]
                room = memory[memory[c + C.exits] + place * X.size + X.room]
                section = (room >> 1) & 0xFFFF
                number = memory[memory[H.sections] + section * C.size + C.first]
                count = room >> 17
                held = True
                if room & 1:
                    count -= 1
                else:
                    follow = True
            # What this job gained, an arrival later on the path had cost.
            waiting_ticks[number] = 0
        else:
            length = word >> 2
            if length == LONG:
                place = first_repair[number]
                while repairs[place, 0] != count or repairs[place, 1] >= 0:
                    place += 1
                length = repairs[place, 2]
            begin = time - length
            _book_operation(
                memory, repairs, first_repair, number, section, count, begin, time,
                average, models, days, day_starts, stations,
            )  # fmt: skip
            if code != BY_OWN:
                waiting_ticks[number] = average[number]
                waiting_day[number] = _day_of(day_starts, max(time, day_starts[0] + 1))
            time = begin
            if code == BY_OWN:
                count -= 1
            elif number > memory[c + C.first]:
                number -= 1
                transit = memory[s - S.size + S.transit_after]
                _book(days, day_starts, TRANSIT, time - transit, time)
                time -= transit
            else:
                follow = True
        if follow:
            entry = _entry(memory, section, count)
            job = memory[entry + E.job]
            decided = memory[entry + E.decided]
            cause = job & 3
            feeder = ((job >> 3) & 0x1FFFF) - 1
            gap = decided & 0xFFFFFFFF
            if cause == BY_HEAD:
                count -= 1
            elif feeder < 0:
                _book(days, day_starts, ORDERS, day_starts[0], time)
                time = day_starts[0]
            else:
                if held:
                    gap = 0
                    if cause == BY_POOL:
                        pool = memory[memory[H.sections] + section * C.size + C.pool]
                        gap = memory[memory[H.pools] + pool * P.size + P.delay]
                column = TRANSIT if cause == BY_JOB else CARRIERS
                _book(days, day_starts, column, time - gap, time)
                time -= gap
                section = feeder
                number = memory[memory[H.sections] + section * C.size + C.last]
                count = decided >> 32
    at[STATION], at[SECTION], at[OPERATION], at[TIME] = number, section, count, time
    at[STEPS] += steps


@compiled()
def book_filling(at, passing, days, day_starts):
    """Book, at the path's end, what filled the plant."""
    if at[OPERATION] < 0:
        # The path came to the first operation of a station: it stood empty.
        _book(days, day_starts, FILLING, day_starts[0], at[TIME])
    for place in range(passing.shape[1]):
        if passing[0, place] > 0:
            day = passing[1, place]
            ticks = min(passing[0, place], days[day, PACE])
            days[day, PACE] -= ticks
            days[day, FILLING] += ticks


@compiled()
def book_tail(memory, at, days, day_starts):
    """Book the time from the last departure to the end: closed, or at work."""
    number, time = at[STATION], at[TIME]
    end = day_starts[-1]
    s = memory[H.stations] + number * S.size
    windows = _windows_in(memory, s, time, end)
    work = end - time - _closed(windows, time, end)
    time = _open_stretch(windows, days, day_starts, time, work, PACE)
    # A window that lasts to the end has no open time behind it.
    _book_windows(windows, days, day_starts, time, end)
