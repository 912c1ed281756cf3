"""The critical path: the chain of events that decided when the last vehicle left.

`walk` goes back through the history from the last departure at a count point to
the beginning of the counted time, or of the history that is at hand; with earlier
history it goes on where it stopped. Every tick in between is booked once, to the
station the path stood at and to what the path was waiting for: work at the usual
pace, its variation, the model mix, set-ups, repairs, closed windows, transit,
carriers, kits, orders. What a station suffers because its neighbours block or
starve it is never a cause: there the path moves on to the neighbour.

A hop goes to the operation before at the same station, to the same job at the
station before, or, when the job was held, to the operation that made room.
Where two causes end at the same tick, the neighbour downstream is followed. On a
conveyor it goes back with the job to its head, and from there move by move for as
long as the head had a job each time (`path_conveyor`).

References: Hopp, Spearman (2008), Factory Physics, on blocking and starving as
carriers of loss; Glasserman, Yao (1994), Monotone Structure in Discrete-Event
Systems, on derivatives along the critical path.
"""

from __future__ import annotations

from zauyt.kernels.compile import address, called, entry
from zauyt.kernels.flow.books import (
    CARRIERS,
    CAUSES,
    EMPTY,
    FILLING,
    LET_GO,
    ORDERS,
    PACE,
    STATION_COLUMNS,
    TRANSIT,
    book,
    book_operation,
    book_wait,
    book_windows,
    closed_in,
    day_of,
    entry_of,
    history_of,
    open_stretch,
    room_made,
    windows_in,
)
from zauyt.kernels.flow.layout import (
    BY_ARRIVAL,
    BY_HEAD,
    BY_JOB,
    BY_ORIGIN,
    BY_OWN,
    BY_POOL,
    HELD,
    SHUT,
    C,
    D,
    E,
    H,
    P,
    S,
)
from zauyt.kernels.flow.path_conveyor import book_move, move_of
from zauyt.kernels.flow.section import LONG

STATION, SECTION, OPERATION, TIME, STEPS, MOVING, LEFT, NEWEST = range(8)
"""Where the path stands: at the end of an operation; and its hops so far.

With 1 at MOVING it is at the end of a conveyor's move, which OPERATION then numbers;
with 2 it is where that move could begin but for a job held at the end; with 3 it is at
the end of an operation whose job was held then by what the path has met. LEFT says how
many moves there are before its job came, NEWEST which entry is the newest on it.
"""

MOST_HOPS = 10_000_000
"""Hops without a tick between them, more than any plant has stations and places."""


@called()
def _to_own(memory, history, at, section, entry):
    """Go to what the head of a section did before it took an entry."""
    c = memory[H.sections] + section * C.size
    first = memory[c + C.first]
    at[SECTION], at[STATION], at[OPERATION] = section, first, entry - 1
    if memory[c + C.conveyor] == 1:
        at[MOVING], at[LEFT], at[NEWEST] = 2, 0, entry - 1
        at[OPERATION] = move_of(memory, history, first, entry)


@called()
def _follow(memory, history, section, entry, held, days, day_starts, at):
    """Go to what decided when a section took an entry.

    With `held` the path comes from a section whose job was let go by it.
    """
    note = entry_of(memory, section, entry)
    job, decided = memory[note + E.job], memory[note + E.decided]
    ahead = memory[note + E.wait] >> 62
    kept = (memory[note + E.wait] >> 61) & 1
    wait = memory[note + E.wait] & (2**61 - 1)
    c = memory[H.sections] + section * C.size
    head = memory[H.stations] + memory[c + C.first] * S.size
    cause = job & 3
    feeder = ((job >> 3) & 0x1FFFF) - 1
    gap = decided & 0xFFFFFFFF
    if cause == BY_ORIGIN and not held:
        book(days, day_starts, TRANSIT, at[TIME] - gap, at[TIME])
        at[TIME] -= gap
    if wait > 0:
        ticks = wait & (2**40 - 1)
        reason = wait >> 40
        column = len(CAUSES) + reason - 1 if reason > 0 else ORDERS
        if reason == SHUT:
            column = EMPTY
        begin = at[TIME] - ticks
        book_wait(memory, head, days, day_starts, column, begin, at[TIME])
        at[TIME] = begin
    if cause == BY_ORIGIN and decided >> 32 > 0:
        begin = at[TIME] - (decided >> 32)
        book_wait(memory, head, days, day_starts, ORDERS, begin, at[TIME])
        at[TIME] = begin
    if cause in (BY_HEAD, BY_ORIGIN):
        _to_own(memory, history, at, section, entry)
        return
    if held and cause == BY_POOL:
        gap = memory[memory[H.pools] + memory[c + C.pool] * P.size + P.delay]
    elif held and ahead == 1:
        gap = 0
    column = TRANSIT if cause == BY_JOB else CARRIERS
    book(days, day_starts, column, at[TIME] - gap, at[TIME])
    at[TIME] -= gap
    at[SECTION], at[MOVING] = feeder, 3 * kept
    at[STATION] = memory[memory[H.sections] + feeder * C.size + C.last]
    at[OPERATION] = decided >> 32


@called()
def _to_taker(memory, history, room, days, day_starts, at, passing, stations):
    """Go to the section that made room for a job that was held."""
    c = memory[H.sections] + at[SECTION] * C.size
    stations[memory[c + C.last], LET_GO] += 1
    section, entry = (room >> 1) & 0xFFFF, room >> 17
    # What this job gained, an arrival later on the path had cost.
    passing[0, memory[memory[H.sections] + section * C.size + C.first]] = 0
    at[MOVING] = 0
    if room & 1:
        _to_own(memory, history, at, section, entry)
    else:
        _follow(memory, history, section, entry, True, days, day_starts, at)


@called()
def _onto_conveyor(memory, history, days, day_starts, at, passing, stations):
    """Go from a departure at a conveyor's end to the move that brought it there."""
    section, count = at[SECTION], at[OPERATION]
    room = room_made(memory, section, count)
    if room >= 0 and at[MOVING] != 3:
        _to_taker(memory, history, room, days, day_starts, at, passing, stations)
        return
    c = memory[H.sections] + section * C.size
    first, last = memory[c + C.first], memory[c + C.last]
    move = move_of(memory, history, last, count)
    newest = min(count + last - first, memory[c + C.entered] - 1)
    while newest >= 0 and move_of(memory, history, first, newest) > move:
        newest -= 1
    at[STATION], at[OPERATION], at[MOVING] = first, move, 1
    at[LEFT], at[NEWEST] = last - first, newest
    note = memory[c + C.moves] + (move & memory[c + C.moves_mask]) * D.size
    passing[0, first] = (last - first) * memory[note + D.pitch]
    passing[1, first] = day_of(day_starts, max(at[TIME], day_starts[0] + 1))


@called()
def _back_by_move(
    memory, history, repairs, first_repair, average, days, day_starts, at, passing,
    stations,
):  # fmt: skip
    """Book the conveyor's move that the path has come to, and go on before it."""
    section, move = at[SECTION], at[OPERATION]
    c = memory[H.sections] + section * C.size
    # A later part of the history may have known a later entry.
    newest = min(at[NEWEST], memory[c + C.entered] - 1)
    first = memory[c + C.first]
    while newest >= 0 and move_of(memory, history, first, newest) > move:
        newest -= 1
    at[NEWEST] = newest
    took = newest >= 0 and move_of(memory, history, first, newest) == move
    entry = newest if took and at[LEFT] == 0 else -1
    code = book_move(
        memory, repairs, first_repair, section, move, entry, at[LEFT], at[TIME],
        average, days, day_starts, stations,
    )  # fmt: skip
    note = memory[c + C.moves] + (move & memory[c + C.moves_mask]) * D.size
    at[TIME] -= memory[note + D.length]
    if code == HELD:
        at[MOVING] = 2
    elif code == BY_ARRIVAL:
        _follow(memory, history, section, newest, False, days, day_starts, at)
    elif at[LEFT] > 0:
        at[LEFT] -= 1
        at[OPERATION] = move - 1
    elif took and (
        newest == 0 or move_of(memory, history, first, newest - 1) < move - 1
    ):
        # An empty place is ahead: the job came too late for it.
        _follow(memory, history, section, newest, False, days, day_starts, at)
    else:
        at[OPERATION] = move - 1
    if at[MOVING] == 1 and at[OPERATION] == 0:
        at[OPERATION] = -1


@called()
def _before_move(memory, history, days, day_starts, at, passing, stations):
    """Go from where a move could begin to the move before, or to what let it."""
    section, move = at[SECTION], at[OPERATION]
    c = memory[H.sections] + section * C.size
    last = memory[c + C.last]
    left = memory[memory[H.stations] + last * S.size + S.left]
    exit = min(at[NEWEST], left - 1)
    while exit >= 0 and move_of(memory, history, last, exit) > move - 1:
        exit -= 1
    at[MOVING], at[OPERATION] = 1, move - 1 if move > 1 else -1
    if exit >= 0 and move_of(memory, history, last, exit) == move - 1:
        room = room_made(memory, section, exit)
        if room >= 0:
            _to_taker(memory, history, room, days, day_starts, at, passing, stations)


@called()
def _back_by_operation(
    memory, history, repairs, first_repair, average, models, days, day_starts, at,
    passing, stations,
):  # fmt: skip
    """Book the operation that the path has come to, and go on before it."""
    number, section, count = at[STATION], at[SECTION], at[OPERATION]
    s = memory[H.stations] + number * S.size
    c = memory[H.sections] + section * C.size
    word = history_of(memory, history, number, count)
    code = word & 3
    if at[MOVING] == 3 and code >= HELD:
        code -= HELD
    at[MOVING] = 0
    if code >= HELD:
        if number < memory[c + C.last]:
            at[OPERATION] = count - memory[s + S.places_after] - 1
            at[STATION] = number + 1
            stations[number, LET_GO] += 1
            passing[0, number + 1] = 0
        else:
            room = room_made(memory, section, count)
            _to_taker(memory, history, room, days, day_starts, at, passing, stations)
        return
    length = word >> 2
    if length == LONG:
        place = first_repair[number]
        while repairs[place, 0] != count or repairs[place, 1] >= 0:
            place += 1
        length = repairs[place, 2]
    time = at[TIME]
    begin = time - length
    book_operation(
        memory, repairs, first_repair, number, section, count, begin, time, average,
        models, days, day_starts, stations,
    )  # fmt: skip
    at[TIME] = begin
    if code == BY_OWN:
        at[OPERATION] = count - 1
        return
    passing[0, number] = average[number]
    passing[1, number] = day_of(day_starts, max(time, day_starts[0] + 1))
    if number > memory[c + C.first]:
        at[STATION] = number - 1
        transit = memory[s - S.size + S.transit_after]
        book(days, day_starts, TRANSIT, begin - transit, begin)
        at[TIME] = begin - transit
    else:
        _follow(memory, history, section, count, False, days, day_starts, at)


@called()
def _at_hand(at, least, least_moves):
    """Give whether the history of where the path stands is there."""
    if at[MOVING] in (1, 2):
        return at[OPERATION] > least_moves[at[SECTION]]
    return at[OPERATION] >= least[at[STATION]]


@called()
def _back(
    memory, history, least, least_moves, repairs, first_repair, average, models,
    day_starts, at, passing, days, stations,
):  # fmt: skip
    """Go back hop by hop; give whether the path never goes round in a circle."""
    stood, before = 0, at[TIME]
    while at[TIME] > day_starts[0] and _at_hand(at, least, least_moves):
        at[STEPS] += 1
        stood = stood + 1 if at[TIME] == before else 0
        before = at[TIME]
        if stood == MOST_HOPS:
            return False
        c = memory[H.sections] + at[SECTION] * C.size
        if at[MOVING] == 1:
            _back_by_move(
                memory, history, repairs, first_repair, average, days, day_starts, at,
                passing, stations,
            )  # fmt: skip
        elif at[MOVING] == 2:
            _before_move(memory, history, days, day_starts, at, passing, stations)
        elif memory[c + C.conveyor] == 1:
            _onto_conveyor(memory, history, days, day_starts, at, passing, stations)
        else:
            _back_by_operation(
                memory, history, repairs, first_repair, average, models, days,
                day_starts, at, passing, stations,
            )  # fmt: skip
    return True


@entry("M L M M N M M M M M N N N -> b")
def walk(
    memory, history, least, least_moves, repairs, first_repair, average, models,
    day_starts, at, passing, days, stations,
):  # fmt: skip
    """Book the critical path, back from one departure, as far as history goes.

    The path has come to its end when its time is not after ``day_starts[0]`` or
    its operation is below 0. Gives whether it came so far: one that makes
    `MOST_HOPS` hops at the same tick goes round in a circle.

    Parameters
    ----------
    memory, history
        The run (`layout`), with its history kept.
    least, least_moves
        The first operation whose history is at hand (stations), and the last move
        of which it is not (sections).
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
    return _back(
        address(memory), address(history), address(least), address(least_moves),
        repairs, address(first_repair), address(average), address(models), day_starts,
        address(at), passing, days, stations,
    )  # fmt: skip


@entry("M N N M -> -")
def book_filling(at, passing, days, day_starts):
    """Book, at the path's end, what filled the plant."""
    if at[OPERATION] < 0:
        # The path came to the first operation of a station: it stood empty.
        book(days, day_starts, FILLING, day_starts[0], at[TIME])
    for place in range(passing.shape[1]):
        if passing[0, place] > 0:
            day = passing[1, place]
            ticks = min(passing[0, place], days[day, PACE])
            days[day, PACE] -= ticks
            days[day, FILLING] += ticks


@entry("M M i i N M -> -")
def book_tail(memory, at, number, column, days, day_starts):
    """Book the time from the last departure to the end: closed, at work or waiting.

    `number` and `column` say at which station, and for what if it waits.
    """
    time = at[TIME]
    end = day_starts[-1]
    s = memory[H.stations] + number * S.size
    windows = windows_in(address(memory), s, time, end)
    work = end - time - closed_in(windows, time, end, 0)
    time = open_stretch(windows, days, day_starts, time, work, column, 0)
    # A window that lasts to the end has no open time behind it.
    book_windows(windows, days, day_starts, time, end, 0)


__all__ = ["CAUSES", "STATION_COLUMNS", "book_filling", "book_tail", "walk"]
