"""A section: stations in pure series, computed as soon as inputs are known.

The departure of job k from station i is ::

    D[i, k] = max(max(D[i-1, k] + transit, D[i, k-1]) + operation, D[i+1, k-b-1])

with b places between i and i+1 (blocking after service). No clock is consulted:
`advance` computes every departure whose three inputs are known, however far
ahead it lies, of every operation that begins before the horizon. Only what
happens at the two ends are events (`junction`).
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.chance import uniform
from zauyt.kernels.compile import inlined, kernel, shared
from zauyt.kernels.layout import (
    BY_ARRIVAL,
    BY_HEAD,
    BY_OWN,
    FULL,
    HELD,
    IDS,
    NEVER,
    SHARES,
    STARVED,
    SY,
    A,
    C,
    E,
    H,
    J,
    L,
    O,
    Q,
    R,
    S,
    V,
    X,
)
from zauyt.kernels.station import (
    depart,
    note_repair,
    serve,
    serve_plainly,
    station_at,
)

LONG = 2**30 - 1
"""Operations of this many ticks (12 days) or more are written down apart."""


@inlined("m i -> i")
def section_at(m, number):
    """Give where the record of a section begins."""
    return m[H.sections] + number * C.size


@inlined("m i -> i")
def job_at(m, number):
    """Give where the record of a job begins."""
    return m[H.jobs] + number * J.size


@inlined("m i i -> i")
def job_in(m, c, count):
    """Give the number of the job that entered a section as its `count`-th."""
    return m[m[c + C.ids] + (count & m[c + C.mask])] & (2**IDS - 1)


@inlined("m i i -> i")
def kind_in(m, c, count):
    """Give the kind of the job that entered a section as its `count`-th."""
    return m[m[c + C.ids] + (count & m[c + C.mask])] >> IDS


@inlined("m i i -> -")
def put_in(m, c, job):
    """Write down the job that enters a section next."""
    at = m[c + C.ids] + (m[c + C.entered] & m[c + C.mask])
    m[at] = job | (m[job_at(m, job) + J.kind] << IDS)


@inlined("m i -> i")
def last_job(m, c):
    """Give the number of the job at a section's end."""
    return job_in(m, c, m[station_at(m, m[c + C.last]) + S.left])


@kernel("i i -> i")
def share_drawn(key, count):
    """Give a uniform whole number from 0 to SHARES - 1."""
    return np.int64(uniform(key, count) * SHARES)


@kernel("m i i i -> i")
def _planned_row(m, source, count, time):
    """Give the row of classes of a source's next job, which begins at a time."""
    phase = m[H.phases] + m[source + R.phase] * L.size
    while (
        m[source + R.phase] + 1 < m[source + R.phase_to]
        and m[phase + L.size + L.start] <= time
    ):
        m[source + R.phase] += 1
        m[source + R.since] = count
        phase += L.size
    if m[phase + L.row] >= 0:
        return m[phase + L.row]
    length = m[phase + L.order_to] - m[phase + L.order_from]
    return m[m[phase + L.order_from] + (count - m[source + R.since]) % length]


@kernel("m i i i -> i")
def _drawn_class(m, source, row, count):
    """Give where the record of the class of a source's next job begins."""
    a = m[H.classes] + row * m[H.classes_width]
    drawn = share_drawn(m[source + R.key], 2 * count)
    while drawn >= m[a + A.upto]:
        a += A.size
    return a


@kernel("m i i -> i")
def kind_ahead(m, source, time):
    """Give the kind of the job that a source would send at a time."""
    count = m[source + R.count]
    row = _planned_row(m, source, count, time)
    return m[_drawn_class(m, source, row, count) + A.kind]


@kernel("m i i -> i")
def make_job(m, source, time):
    """Bring the source's next job into being and give its number, or -1."""
    number = m[H.free_job]
    if number < 0:
        m[H.status] = FULL
        return number
    j = job_at(m, number)
    m[H.free_job] = m[j + J.next]
    count = m[source + R.count]
    m[source + R.count] += 1
    row = _planned_row(m, source, count, time)
    a = _drawn_class(m, source, row, count)
    m[j + J.kind] = m[a + A.kind]
    m[j + J.model] = m[a + A.model]
    m[j + J.colour] = m[a + A.colour]
    m[j + J.serial] = m[source + R.serial] + count * m[H.sources_count]
    m[j + J.born] = time
    m[j + J.rejected] = 0
    m[j + J.lacks] = 0
    visits = m[H.visits] + number * m[H.visits_width]
    for place in range(visits, visits + m[H.visits_width]):
        m[place] = 0
    m[H.made] += 1
    return number


@kernel("m i i -> -")
def drop_job(m, number, time):
    """Take a job out of being: it left, was scrapped or became part of another."""
    j = job_at(m, number)
    m[H.stayed] += max(time - max(m[j + J.born], m[H.count_from]), 0)
    m[j + J.next] = m[H.free_job]
    m[H.free_job] = number
    m[H.gone] += 1


@kernel("m i i i -> -")
def note_passage(m, j, point, time):
    """Write down that a job passed a count point."""
    if point < 0 or time >= m[H.until]:
        return
    if m[H.passages_made] < m[H.passages_room]:
        note = m[H.passages] + m[H.passages_made] * V.size
        m[note + V.time] = time
        m[note + V.serial] = m[j + J.serial]
        m[note + V.born] = m[j + J.born]
        m[note + V.point] = point
        m[note + V.kind] = m[j + J.kind]
        m[note + V.colour] = m[j + J.colour]
        m[note + V.rejected] = m[j + J.rejected]
    m[H.passages_made] += 1


@shared("m i i i i i -> -")
def note_stay(m, number, s, begin, ready, time):
    """Write down that a job was at a station, from when and until when."""
    if m[H.stays_made] < m[H.stays_room]:
        j = job_at(m, number)
        note = m[H.stays] + m[H.stays_made] * SY.size
        m[note + SY.serial] = m[j + J.serial]
        m[note + SY.born] = m[j + J.born]
        m[note + SY.kind] = m[j + J.kind]
        m[note + SY.colour] = m[j + J.colour]
        m[note + SY.station] = (s - m[H.stations]) // S.size
        m[note + SY.begin] = begin
        m[note + SY.ready] = ready
        m[note + SY.leave] = time
    m[H.stays_made] += 1


@inlined("m i i -> i")
def visits_at(m, job, column):
    """Give where a job's visits are counted: of an outcome, or of a section."""
    return m[H.visits] + job * m[H.visits_width] + column


@kernel("m i i i i i i i -> -")
def note_entry(m, number, job, cause, feeder, operation, gap, time):
    """Write down why, and with which job, a first station's operation begins."""
    c = section_at(m, number)
    j = job_at(m, job)
    m[c + C.cause] = cause
    again = 0
    if m[c + C.visit] >= 0:
        visits = visits_at(m, job, m[c + C.visit])
        again = 1 if m[visits] > 0 else 0
        m[visits] += 1
    if time >= m[H.count_from]:
        m[c + C.fresh] += 1 - again
        m[m[H.built] + number * m[H.admits_width] + m[j + J.kind]] += 1
    if m[H.record] == 1:
        place = m[c + C.entered] & m[c + C.notes_mask]
        note = m[c + C.entries] + place * E.size
        m[note + E.wait] = 0
        m[note + E.decided] = (operation << 32) | min(gap, 2**32 - 1)
        m[note + E.job] = (
            cause
            | ((again | m[c + C.rework]) << 2)
            | ((feeder + 1) << 3)
            | (m[j + J.colour] << 20)
            | (m[j + J.kind] << 36)
        )


@kernel("m i i i i -> -")
def note_exit(m, number, taker, operation, by_head):
    """Write down what made room for the job at a section's end, if it was held."""
    c = section_at(m, number)
    count = m[station_at(m, m[c + C.last]) + S.left]
    if m[H.record] == 1:
        note = m[c + C.exits] + (count & m[c + C.notes_mask]) * X.size
        room = -1
        if taker >= 0:
            room = (operation << 17) | (taker << 1) | by_head
        m[note + X.room] = room


@shared("m i i i -> i")
def _take_from_source(m, number, c, begin):
    """Let the next job of an ever-ready source in, and give 1 if it came."""
    source = m[H.sources] + m[c + C.source] * R.size
    job = make_job(m, source, begin)
    if job < 0:
        return 0
    note_entry(m, number, job, BY_HEAD, -1, -1, 0, begin)
    put_in(m, c, job)
    m[c + C.entered] += 1
    m[c + C.arrive] = begin
    return 1


@inlined("m i i i i i -> i")
def _arrival(m, number, c, s, first, count):
    """Give when the next job reaches a station, or -1 if that is not known."""
    if s > first:
        before = s - S.size
        if m[before + S.left] <= count:
            return -1
        left = m[m[before + S.ring] + (count & m[before + S.mask])]
        return left + m[before + S.transit_after]
    if m[c + C.entered] > count:
        return m[c + C.arrive]
    if m[c + C.open_start] == 1:
        source = m[H.sources] + m[c + C.source] * R.size
        begin = max(m[s + S.last], m[source + R.opens])
        if begin < m[H.horizon] and _take_from_source(m, number, c, begin) == 1:
            return begin
    return -1


@inlined("m i i i -> i")
def idle_column(m, c, s, first):
    """Give what a station does that has no job: starve, or wait for a token."""
    return m[c + C.column] if s == first else STARVED


@shared("m i i i i -> -")
def _leave_open_end(m, number, c, s, time):
    """Let a job out of a section whose end is always free."""
    job = job_in(m, c, m[s + S.left])
    route = m[H.routes] + m[c + C.route] * Q.size
    outcome = m[H.outcomes] + m[route + Q.outcome_from] * O.size
    note_passage(m, job_at(m, job), m[outcome + O.point], time)
    note_exit(m, number, -1, -1, 0)
    if time < m[H.until]:
        drop_job(m, job, time)


@inlined("m h i i i i b -> -")
def settle(m, history, c, s, first, time, held):
    """Make known when the job that a station served last departs."""
    count = m[s + S.left]
    if m[H.record] == 1:
        length = m[s + S.ready] - m[s + S.base]
        if length >= LONG:
            note_repair(m, s, -1, length, count)
            length = LONG
        code = BY_OWN if m[s + S.own] == 1 else BY_ARRIVAL
        if held:
            code += HELD
        place = m[s + S.row] * m[H.history_room] + (count & m[H.history_mask])
        history[place] = (length << 2) | code
        if m[H.stays_room] > 0:
            note_stay(m, job_in(m, c, count), s, m[s + S.base], m[s + S.ready], time)
    depart(m, s, time, idle_column(m, c, s, first))
    m[m[s + S.ring] + (count & m[s + S.mask])] = time
    m[s + S.left] = count + 1


@inlined("m t d i i i i -> b")
def _begin(m, tables, draws, number, c, s, first):
    """Serve the station's next job, if it is known when that arrives."""
    count = m[s + S.left]
    arrival = _arrival(m, number, c, s, first, count)
    if arrival < 0:
        return False
    last = m[s + S.last]
    base = max(arrival, last)
    if base >= m[H.horizon]:
        return False
    m[s + S.own] = 1 if last >= arrival else 0
    idle = idle_column(m, c, s, first)
    mean = m[m[s + S.cycles] + kind_in(m, c, count)]
    m[s + S.base] = base
    if m[s + S.plain] == 1:
        m[s + S.ready] = serve_plainly(m, tables, s, base, mean, idle)
    else:
        j = job_at(m, job_in(m, c, count))
        m[s + S.ready] = serve(m, tables, draws, s, mean, j, idle)
    m[s + S.served] = count + 1
    return True


@shared("m t d h i i -> -")
def advance(m, tables, draws, history, number, at_end):
    """Compute what becomes known in the section.

    `at_end` says what is new: 1, the job at the end has departed, 0, a job has
    entered, 2 + n, station n of the section may run further ahead.
    """
    c = section_at(m, number)
    first = station_at(m, m[c + C.first])
    last = station_at(m, m[c + C.last])
    stack = m[H.stack]
    m[stack] = last if at_end == 1 else first + max(at_end - 2, 0) * S.size
    depth = stack + 1
    if at_end == 1 and last > first:
        m[depth] = last - S.size
        depth += 1
    while depth > stack:
        depth -= 1
        s = m[depth]
        while True:
            count = m[s + S.left]
            if m[s + S.served] == count and not _begin(
                m, tables, draws, number, c, s, first
            ):
                break
            time = m[s + S.ready]
            if time >= NEVER:
                break
            held = False
            if s == last:
                if m[c + C.open_end] == 0:
                    break
                _leave_open_end(m, number, c, s, time)
            elif count > m[s + S.places_after]:
                after = s + S.size
                freeing = count - m[s + S.places_after] - 1
                if m[after + S.left] <= freeing:
                    break
                freed = m[m[after + S.ring] + (freeing & m[after + S.mask])]
                held = freed > time
                time = max(time, freed)
            settle(m, history, c, s, first, time, held)
            # Whom this sets going: the next, if it waited for this very job, the
            # one before, if it waited for this very place, and the station itself,
            # if its next job has come. One is seen to now, the others in turn: each
            # waits for one thing, so that none is on the stack twice.
            ahead = s < last and m[s + S.size + S.served] == count
            behind = False
            again = True
            before = s - S.size
            if s > first:
                come = m[before + S.left]
                behind = (
                    m[before + S.served] > come
                    and count + 1 == come - m[before + S.places_after]
                )
                again = come > count + 1
            if again and (ahead or behind):
                m[depth] = s
                depth += 1
            if behind:
                if ahead:
                    m[depth] = s + S.size
                    depth += 1
                s = before
            elif ahead:
                s += S.size
            elif not again:
                break
