"""A conveyor: stations whose jobs move on together.

A move lasts as long as the pitch, or the longest work put off beyond what may be
put off, and the repairs of whatever fails meanwhile, since a stop stops all ::

    running = max(pitch, transfer + max(drift + work) - limit)
    drift'  = max(0, drift + work - running)

Transfer is 0 on a paced line, pitch and limit are 0 on an indexed one. A move is
computed when it begins. At its end the job at the last place leaves, or holds the
conveyor until there is room; then the head takes a job, or an empty place travels
along.
"""

from __future__ import annotations

from zauyt.kernels.compile import kernel, shared
from zauyt.kernels.flow.agenda import set_time
from zauyt.kernels.flow.clock import calm_until, closed_ticks, finish, fitting, spend
from zauyt.kernels.flow.job import job_in, kind_in, section_at
from zauyt.kernels.flow.layout import (
    BLOCKED,
    FIRST_REASON,
    MILLION,
    NEVER,
    OPERATIONS,
    STARVED,
    WORKING,
    C,
    D,
    H,
    M,
    S,
    Z,
)
from zauyt.kernels.flow.note import history_at, note_stay
from zauyt.kernels.flow.station import (
    drawn_repair,
    note_repair,
    schedule_failure,
    slowed,
    station_at,
    work_ticks,
)


@kernel("m i -> i")
def _places(m, c):
    return m[c + C.last] - m[c + C.first] + 1


@kernel("m i -> -")
def clear(m, c):
    """Empty a conveyor before the run begins."""
    for place in range(_places(m, c)):
        m[m[c + C.slots] + place] = -1


@kernel("m i i -> i")
def entry_at(m, c, place):
    """Give which entry stands at a place in the present move, or -1 if none."""
    length = _places(m, c)
    return m[m[c + C.slots] + (m[c + C.move] - place) % length]


@kernel("m i i -> i")
def pitch_at(m, c, time):
    """Give the least ticks of a move that begins at a time."""
    pitch = m[c + C.pitch]
    for place in range(m[c + C.pitch_from], m[c + C.pitch_to]):
        step = m[H.steps] + place * Z.size
        if m[step + Z.start] > time:
            break
        pitch = m[step + Z.value]
    return pitch


@kernel("m i i -> -")
def stand_still(m, c, time):
    """Book a conveyor's stations up to `time`, in which nothing moved."""
    first = station_at(m, m[c + C.first])
    since = m[first + S.last]  # all are booked up to the same time
    if since >= time:
        return
    for place in range(_places(m, c)):
        s = first + place * S.size
        column = BLOCKED if entry_at(m, c, place) >= 0 else STARVED
        if place == 0 and column == STARVED:
            column = m[c + C.column]
        spend(m, s, since, time, column)
        m[s + S.last] = time


@kernel("m t d i i -> iiiii")
def _draw_work(m, tables, draws, c, begin):
    """Draw what each station has to do in the next move.

    Gives the move's running time, the least it can be, the station whose work
    makes it longer or -1, and 1 if no failure meets it.
    """
    length = _places(m, c)
    slots, slot = m[c + C.slots], m[c + C.move] % length
    least = pitch_at(m, c, begin)
    limit = least * m[c + C.limit] // MILLION - m[c + C.transfer]
    running, slowest, unbroken = least, -1, 1
    first = station_at(m, m[c + C.first])
    for place in range(length):
        s = first + place * S.size
        entry = m[slots + slot]
        slot = slot - 1 if slot > 0 else length - 1
        work = 0
        if entry >= 0:
            work = m[m[s + S.cycles] + kind_in(m, c, entry)]
            if m[s + S.plain] != 1:
                if work > 0:
                    work = work_ticks(m, tables, draws, s, work)
                    if m[s + S.stepped] == 1:
                        work = slowed(m, s, work, begin)
                if (
                    m[s + S.worn] + work >= m[s + S.fails_at]
                    or m[s + S.served] >= m[s + S.fails_after]
                ):
                    unbroken = 0
            needed = m[s + S.drift] + work - limit
            if needed > running:
                running, slowest = needed, m[c + C.first] + place
        m[s + S.work] = work
    return max(running, 1), least, slowest, unbroken, 0


@kernel("m i i i -> i")
def _due(m, s, done, mode):
    """Give after how much of the move's running time a mode fails, or NEVER."""
    at = m[mode + M.next]
    if m[mode + M.clock] == OPERATIONS:
        return done if m[s + S.served] >= at else NEVER
    ahead = at - m[s + S.worn]
    return max(ahead, done) if ahead <= m[s + S.work] else NEVER


@kernel("m i i -> iiiii")
def _next_failure(m, c, done):
    """Give when in the move a mode fails next, which, and at which station."""
    best, best_mode, best_station = NEVER, -1, -1
    for place in range(_places(m, c)):
        number = m[c + C.first] + place
        s = station_at(m, number)
        if entry_at(m, c, place) < 0:
            continue
        if (
            m[s + S.worn] + m[s + S.work] < m[s + S.fails_at]
            and m[s + S.served] < m[s + S.fails_after]
        ):
            continue
        for which in range(m[s + S.mode_from], m[s + S.mode_to]):
            mode = m[H.modes] + which * M.size
            due = _due(m, s, done, mode)
            if due < best:
                best, best_mode, best_station = due, mode, number
    return best, best_mode, best_station, 0, 0


@kernel("m i i i i -> i")
def _run_on(m, c, time, done, upto):
    """Let the conveyor run from one point of its running time to another."""
    head = station_at(m, m[c + C.first])
    end = finish(m, head, time, upto - done)
    # What a station has left of its work comes first, then it waits for the others.
    for place in range(_places(m, c) - 1, -1, -1):
        s = station_at(m, m[c + C.first] + place)
        own = min(m[s + S.drift] + m[s + S.work], upto)
        middle = finish(m, s, time, max(own - done, 0))
        spend(m, s, time, middle, WORKING)
        spend(m, s, middle, end, BLOCKED if entry_at(m, c, place) >= 0 else STARVED)
    return end


@kernel("m t i i i i i -> i")
def _mend(m, tables, c, number, mode, done, time):
    """Mend a failure, while everything stands; give when that is done."""
    failed = station_at(m, number)
    amount = drawn_repair(m, tables, mode)
    if m[mode + M.needs_shift] == 1:
        end = finish(m, failed, time, amount)
    else:
        end = time + amount
        amount -= closed_ticks(m, failed, time, end)
    for place in range(_places(m, c)):
        s = station_at(m, m[c + C.first] + place)
        column = BLOCKED if entry_at(m, c, place) >= 0 else STARVED
        if s == failed:
            column = FIRST_REASON + m[mode + M.reason]
        spend(m, s, time, end, column)
    note_repair(m, failed, m[mode + M.reason], amount, m[c + C.move])
    worn = m[failed + S.worn]
    m[failed + S.worn] = worn + min(done, m[failed + S.work])
    schedule_failure(m, tables, failed, mode, end)
    m[failed + S.worn] = worn
    return end


@kernel("m t i i i -> i")
def _move_slowly(m, tables, c, begin, running):
    """Give the end of a move that meets a failure or a closed window."""
    time, done = begin, 0
    while True:
        due, mode, number, _, _ = _next_failure(m, c, done)
        upto = min(due, running)
        time = _run_on(m, c, time, done, upto)
        done = upto
        if due > running:
            return min(time, NEVER)
        time = _mend(m, tables, c, number, mode, done, time)


@kernel("m i i i i i i -> -")
def _note_move(m, c, begin, end, code, least, slowest):
    """Write a move down: its length, why it began then, and what made it long."""
    if m[H.record] == 0:
        return
    note = m[c + C.moves] + (m[c + C.move] & m[c + C.moves_mask]) * D.size
    m[note + D.length] = end - begin
    m[note + D.code] = code
    m[note + D.pitch] = least
    m[note + D.slowest] = slowest


@kernel("m i i i b -> -")
def _book_move(m, c, end, running, calm):
    """Book a move that ends at a time; if it was calm, where its time went, too.

    A move before the counted time is none whose time is asked for.
    """
    length = _places(m, c)
    slots, slot = m[c + C.slots], m[c + C.move] % length
    first = station_at(m, m[c + C.first])
    for place in range(length):
        s = first + place * S.size
        entry = m[slots + slot]
        slot = slot - 1 if slot > 0 else length - 1
        work = m[s + S.work]
        own = min(m[s + S.drift] + work, running)
        m[s + S.last] = end
        m[s + S.drift] += work - own
        if calm:
            m[s + S.working] += own
            at_rest = S.blocked if entry >= 0 else S.starved
            m[s + at_rest] += running - own
        if entry >= 0:
            m[s + S.worn] += work
            m[s + S.served] += 1
            m[s + S.ready] = end


@shared("m t d i i i -> -")
def start_move(m, tables, draws, number, begin, code):
    """Begin a conveyor's next move at `begin`, and compute its end."""
    c = section_at(m, number)
    if begin >= m[H.until]:
        return
    stand_still(m, c, begin)
    head = station_at(m, m[c + C.first])
    m[head + S.calm] = calm_until(m, head, begin)
    running, least, slowest, unbroken, _ = _draw_work(m, tables, draws, c, begin)
    end = begin + running
    calm = unbroken == 1 and end <= m[head + S.calm]
    if not calm:
        end = _move_slowly(m, tables, c, begin, running)
        code |= 4
    _note_move(m, c, begin, end, code, least, slowest)
    _book_move(m, c, end, running, calm and begin >= m[H.count_from])
    m[c + C.move_end] = end
    set_time(m, m[H.leaf_exits] + number, end)


@kernel("m i i i -> -")
def put_on(m, c, entry, time):
    """Place an entry on the head of the conveyor."""
    length = _places(m, c)
    m[m[c + C.slots] + m[c + C.move] % length] = entry
    m[m[c + C.slots] + length + m[c + C.move] % length] = time
    m[c + C.taken] += 1


@kernel("m i i -> b")
def stayed_too_long(m, c, time):
    """Give whether the job at the last place has been inside for too long."""
    if m[c + C.most_stay] == 0:
        return False
    length = _places(m, c)
    slot = (m[c + C.move] - (length - 1)) % length
    return time - m[m[c + C.slots] + length + slot] > m[c + C.most_stay]


@kernel("m i i i -> -")
def _note_stay(m, c, place, time):
    """Write down, if that is asked for, that a job was at a place until now."""
    if m[H.stays_room] == 0:
        return
    length = _places(m, c)
    begin = -1
    if place == 0:
        begin = m[m[c + C.slots] + length + m[c + C.move] % length]
    job = job_in(m, c, entry_at(m, c, place))
    s = station_at(m, m[c + C.first] + place)
    note_stay(m, job, s, begin, m[c + C.move_end], time)


@kernel("m h i i -> -")
def take_off(m, history, number, time):
    """Take the job at the last place off; the others stay where they are."""
    c = section_at(m, number)
    stand_still(m, c, time)
    last = station_at(m, m[c + C.last])
    count = m[last + S.left]
    m[m[last + S.ring] + (count & m[last + S.mask])] = time
    if m[H.record] == 1:
        history[history_at(m, last, count)] = m[c + C.move]
    length = _places(m, c)
    _note_stay(m, c, length - 1, time)
    m[last + S.left] = count + 1
    if time < m[H.count_from]:
        m[last + S.early] = count + 1
    m[m[c + C.slots] + (m[c + C.move] - (length - 1)) % length] = -1
    m[c + C.taken] -= 1


@kernel("m i i -> -")
def move_up(m, c, time):
    """Let every job stand one place further on, and the head be empty."""
    stand_still(m, c, time)
    length = _places(m, c)
    slots, slot = m[c + C.slots], m[c + C.move] % length
    first = station_at(m, m[c + C.first])
    for place in range(length - 1):
        if m[slots + slot] >= 0:
            _note_stay(m, c, place, time)
            s = first + place * S.size
            m[s + S.left] += 1
            if time < m[H.count_from]:
                m[s + S.early] = m[s + S.left]
        slot = slot - 1 if slot > 0 else length - 1
    m[c + C.move] += 1
    m[slots + m[c + C.move] % length] = -1


@kernel("m i i -> i")
def lets_in_from(m, c, time):
    """Give the first time from `time` on at which a job may go in.

    A conveyor that runs empty lets in only what leaves before it next closes.
    """
    if m[c + C.run_empty] == 0:
        return time
    head = station_at(m, m[c + C.first])
    return fitting(m, head, time, _places(m, c) * pitch_at(m, c, time))
