"""A section: stations in pure series, computed as soon as inputs are known.

The departure of job k from station i is ::

    D[i, k] = max(max(D[i-1, k] + transit, D[i, k-1]) + operation, D[i+1, k-b-1])

with b places between i and i+1 (blocking after service). No clock is consulted:
every departure whose three inputs are known is computed, however far ahead it lies,
of every operation that begins before the horizon. Only what happens at the two ends
are events (`junction`). A job that enters makes known one departure more of each
station that it can reach (`enter`); a job that leaves, one of each station that waits
for the place (`leave`). So a section is gone through once, in order, and nothing is
looked for.
"""

from __future__ import annotations

from zauyt.kernels.compile import inlined, shared
from zauyt.kernels.flow.job import (
    drop_job,
    job_at,
    job_in,
    kind_in,
    make_job,
    put_in,
    section_at,
)
from zauyt.kernels.flow.layout import (
    BY_ARRIVAL,
    BY_HEAD,
    BY_OWN,
    HELD,
    NEVER,
    STARVED,
    C,
    H,
    O,
    Q,
    R,
    S,
)
from zauyt.kernels.flow.note import (
    history_at,
    note_entry,
    note_passage,
    note_stay,
)
from zauyt.kernels.flow.station import (
    depart,
    note_repair,
    serve,
    serve_plainly,
    station_at,
    work_ticks,
)

LONG = 2**30 - 1
"""Operations of this many ticks (12 days) or more are written down apart."""


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
        history[history_at(m, s, count)] = (length << 2) | code
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
    plain = m[s + S.plain]
    if plain > 0:
        work = mean if plain == 1 else work_ticks(m, tables, draws, s, mean)
        m[s + S.ready] = serve_plainly(m, tables, s, base, work, idle)
    else:
        j = job_at(m, job_in(m, c, count))
        m[s + S.ready] = serve(m, tables, draws, s, mean, j, idle)
    m[s + S.served] = count + 1
    return True


@inlined("m h i i i i i -> b")
def _settle_if_known(m, history, number, c, s, first, last):
    """Let the job that a station has served depart, if it is known when."""
    count = m[s + S.left]
    time = m[s + S.ready]
    if m[s + S.served] == count or time >= NEVER:
        return False
    held = False
    if s == last:
        if m[c + C.open_end] == 0:
            return False
        _leave_open_end(m, number, c, s, time)
    elif count > m[s + S.places_after]:
        after = s + S.size
        freeing = count - m[s + S.places_after] - 1
        if m[after + S.left] <= freeing:
            return False
        freed = m[m[after + S.ring] + (freeing & m[after + S.mask])]
        held = freed > time
        time = max(time, freed)
    settle(m, history, c, s, first, time, held)
    return True


@shared("m t d h i i -> i")
def _carry_on(m, tables, draws, history, number, begin):
    """Compute what is known at a station, then at those behind while they get jobs.

    A station does all it can while it is at hand. Gives 1 if one departed from it.
    """
    c = section_at(m, number)
    first = station_at(m, m[c + C.first])
    last = station_at(m, m[c + C.last])
    s = begin
    while True:
        count = m[s + S.left]
        while m[s + S.served] > m[s + S.left] or _begin(
            m, tables, draws, number, c, s, first
        ):
            if not _settle_if_known(m, history, number, c, s, first, last):
                break
        if m[s + S.left] == count:
            return 1 if s > begin else 0
        if s == last:
            return 1
        s += S.size


@shared("m t d h i -> -")
def leave(m, tables, draws, history, number):
    """Compute what becomes known in a section when the job at its end has departed.

    Each station on the way to the head can let at most one job more go: the one
    that the place ahead was kept for.
    """
    c = section_at(m, number)
    first = station_at(m, m[c + C.first])
    last = station_at(m, m[c + C.last])
    s = last
    moved = True
    while moved:
        moved = s > first and _settle_if_known(
            m, history, number, c, s - S.size, first, last
        )
        if m[s + S.served] == m[s + S.left]:
            _begin(m, tables, draws, number, c, s, first)
        s -= S.size


@shared("m t d h i -> -")
def enter(m, tables, draws, history, number):
    """Compute what becomes known in a section when a job has entered."""
    first = station_at(m, m[section_at(m, number) + C.first])
    _carry_on(m, tables, draws, history, number, first)


@shared("m t d h i -> -")
def resume(m, tables, draws, history, number):
    """Compute all that is known in a section up to the horizon."""
    c = section_at(m, number)
    again = True
    while again:
        again = False
        for place in range(m[c + C.last], m[c + C.first] - 1, -1):
            s = station_at(m, place)
            while _carry_on(m, tables, draws, history, number, s) == 1:
                again = True
