"""How a section takes its next job, and what moves up behind it.

A section that is idle takes the job that its feed has ready; the section held
longest then puts its own into the place, and goes on from its end.
"""

from __future__ import annotations

from zauyt.kernels.compile import kernel, shared
from zauyt.kernels.flow.agenda import set_time
from zauyt.kernels.flow.buffer import buffer_at, put, remove, waiting_at
from zauyt.kernels.flow.carrier import give_back
from zauyt.kernels.flow.conveyor import (
    lets_in_from,
    put_on,
    stand_still,
    start_move,
    take_off,
)
from zauyt.kernels.flow.feed import (
    came_since,
    could_begin,
    feed_ready,
    first_held,
    someone_idle,
    source_outside,
    why_late,
)
from zauyt.kernels.flow.job import (
    drop_job,
    job_at,
    last_job,
    make_job,
    put_in,
    section_at,
)
from zauyt.kernels.flow.kit import take_kits
from zauyt.kernels.flow.layout import (
    BY_ARRIVAL,
    BY_JOB,
    BY_ORIGIN,
    BY_OWN,
    BY_POOL,
    CALLED,
    FIRST_REASON,
    HELD,
    NEVER,
    ONE_OF_EACH,
    SHUT,
    STARVED,
    WAITING,
    B,
    C,
    F,
    H,
    O,
    P,
    R,
    S,
    W,
)
from zauyt.kernels.flow.note import (
    history_at,
    note_entry,
    note_exit,
    note_passage,
    note_wait,
)
from zauyt.kernels.flow.section import enter, leave, settle
from zauyt.kernels.flow.station import station_at


@kernel("m i -> -")
def look_ahead(m, number):
    """Set the section's next events after something in it became known."""
    c = section_at(m, number)
    if m[c + C.conveyor] == 1:
        return
    time = NEVER
    if m[c + C.open_end] == 0 and m[c + C.held] < 0:
        last = station_at(m, m[c + C.last])
        if m[last + S.served] > m[last + S.left]:
            time = m[last + S.ready]
        if m[last + S.calling] == CALLED:
            set_time(m, m[H.leaf_calls] + number, m[last + S.call_at])
    set_time(m, m[H.leaf_exits] + number, time)
    time = NEVER
    if m[c + C.open_start] == 0 and m[c + C.idle] == 0:
        first = station_at(m, m[c + C.first])
        if m[first + S.left] == m[c + C.entered]:
            time = m[first + S.last]
    set_time(m, m[H.leaf_heads] + number, time)


@shared("m t d h i i i i -> -")
def let_go(m, tables, draws, history, number, time, taker, operation):
    """Let the job at a section's end depart, and compute what that sets going.

    `taker` and its entry `operation` made room, or are -1 if there was room.
    """
    c = section_at(m, number)
    last = station_at(m, m[c + C.last])
    outcome = m[H.outcomes] + m[c + C.outcome] * O.size
    note_passage(m, job_at(m, last_job(m, c)), m[outcome + O.point], time)
    # A conveyor's path has only this to tell a job that was held from others.
    if taker >= 0 and (m[c + C.conveyor] == 0 or time > m[c + C.move_end]):
        head = station_at(m, m[section_at(m, taker) + C.first])
        by_head = 1 if m[head + S.last] == time else 0
        note_exit(m, number, taker, operation, by_head)
    if m[c + C.frees] >= 0:
        give_back(m, number, m[c + C.frees], time)
    m[c + C.held] = -1
    if m[c + C.conveyor] == 1:
        m[c + C.code] = HELD if time > m[c + C.move_end] else BY_OWN
        take_off(m, history, number, time)
        set_time(m, m[H.leaf_heads] + number, time)
        return
    first = station_at(m, m[c + C.first])
    settle(m, history, c, last, first, time, time > m[last + S.ready])
    leave(m, tables, draws, history, number)
    look_ahead(m, number)


@kernel("m i i -> -")
def ripen(m, number, time):
    """Set when the next job on its way to the front of a buffer will be there."""
    b = buffer_at(m, number)
    ripe = NEVER
    if m[b + B.transit] > 0:
        for rank in range(m[b + B.count]):
            w = waiting_at(m, b, rank)
            if m[w + W.ripe] > time:
                ripe = m[w + W.ripe]
                break
    set_time(m, m[H.leaf_buffers] + number, ripe)


@kernel("m i i -> -")
def let_in_from_outside(m, number, time):
    """Let one arrival that waits outside take the place that is free."""
    source = source_outside(m, number)
    if source >= 0:
        job = make_job(m, source, time)
        if job >= 0:
            m[source + R.outside] -= 1
            put(m, buffer_at(m, number), job, time, -1, -1)


@kernel("m t d h i i i -> iiiii")
def _take(m, tables, draws, history, number, taker, time):
    """Take the job that a buffer has chosen and let a held one move up.

    Gives the job, when it reaches the taker, when it left the section from
    which it came, that section and its operation.
    """
    b = buffer_at(m, number)
    c = section_at(m, taker)
    entered = m[c + C.entered]
    giver = first_held(m, number)
    moved, left = -1, -1
    if giver >= 0:
        g = section_at(m, giver)
        moved = last_job(m, g)
        left = m[station_at(m, m[g + C.last]) + S.left]
    if m[b + B.places] == 0:
        if giver >= 0:
            let_go(m, tables, draws, history, giver, time, taker, entered)
        else:
            source = source_outside(m, number)
            m[source + R.outside] -= 1
            moved = make_job(m, source, time)
        return moved, time + m[b + B.transit], time, giver, left
    rank = m[b + B.chosen]
    w = waiting_at(m, b, rank)
    job, ripe, since = m[w + W.job], m[w + W.ripe], m[w + W.since]
    feeder, operation = m[w + W.section], m[w + W.operation]
    remove(m, b, rank, time)
    if giver >= 0:
        put(m, b, moved, time, giver, left)
        let_go(m, tables, draws, history, giver, time, taker, entered)
    else:
        let_in_from_outside(m, number, time)
    ripen(m, number, time)
    # What moved up, or stood behind, may be what another idle section waits for.
    if m[b + B.count] > 0 and someone_idle(m, b):
        set_time(m, m[H.leaf_buffers] + number, time)
    return job, ripe, since, feeder, operation


@kernel("m t d h i i i -> iiiii")
def _join(m, tables, draws, history, c, number, time):
    """Take one job from each buffer; the first one's lives on.

    The feeder that is given is that of the job that came last.
    """
    begin = m[c + C.feed_from]
    main, ripe, since, feeder, operation, latest = -1, time, time, -1, -1, -1
    for place in range(begin, m[c + C.feed_to]):
        buffer = m[m[H.feeds] + place * F.size + F.buffer]
        came = came_since(m, buffer, m[c + C.kinds], time)
        part, part_ripe, part_since, part_feeder, part_operation = _take(
            m, tables, draws, history, buffer, number, time
        )
        ripe = max(ripe, part_ripe)
        if came > latest:
            latest, since = came, part_since
            feeder, operation = part_feeder, part_operation
        if place == begin:
            main = part
        else:
            drop_job(m, part, time)
    return main, ripe, since, feeder, operation


@kernel("m t d h i i -> -")
def _set_off(m, tables, draws, history, number, time):
    """Put the job that has come onto a conveyor's head, and move on."""
    c = section_at(m, number)
    entry = m[c + C.entered] - 1
    if m[H.record] == 1:
        head = station_at(m, m[c + C.first])
        history[history_at(m, head, entry)] = m[c + C.move]
    stand_still(m, c, time)
    m[c + C.column] = STARVED  # a later rest waits for nothing of its own
    put_on(m, c, entry, time)
    code = m[c + C.code] if m[c + C.idle_since] == time else BY_ARRIVAL
    set_time(m, m[H.leaf_heads] + number, NEVER)
    start_move(m, tables, draws, number, time, code)


@kernel("m t d h i i i -> iiiii")
def _take_in(m, tables, draws, history, number, feed, time):
    """Take the job that is ready for a section; as `_take` does."""
    c = section_at(m, number)
    if feed == -2:
        source = m[H.sources] + m[c + C.source] * R.size
        return make_job(m, source, time), time, time, -1, -1
    m[c + C.idle] = 0
    if m[c + C.intake] == ONE_OF_EACH:
        return _join(m, tables, draws, history, c, number, time)
    m[feed + F.taken] += 1
    return _take(m, tables, draws, history, m[feed + F.buffer], number, time)


@shared("m t d h i i i -> i")
def try_start(m, tables, draws, history, number, time, by_pool):
    """Let an idle section take its next job, if it can; give whether it did.

    `by_pool` is the pool that has just got a token, or -1.
    """
    c = section_at(m, number)
    pool = m[c + C.pool]
    if pool >= 0 and m[m[H.pools] + pool * P.size + P.free] == 0:
        return 0
    if m[c + C.conveyor] == 1:
        opens = lets_in_from(m, c, time)
        if opens > time:
            if m[c + C.taken] == 0:  # else it moves, and asks again at its next move
                set_time(m, m[H.leaf_heads] + number, opens)
            return 0
    feed = feed_ready(m, number, c, time)
    if feed == -3:
        return 0
    idle_since = m[c + C.idle_since]
    from_kit = by_pool >= 0 and by_pool != pool
    there = time
    if from_kit or m[c + C.run_empty] == 1:
        there = could_begin(m, c, feed)
    late = from_kit or (by_pool < 0 and max(there, idle_since) < time)
    job, ripe, since, feeder, operation = _take_in(
        m, tables, draws, history, number, feed, time
    )
    if job < 0:
        return 0
    cause = BY_ORIGIN if feeder < 0 else BY_JOB
    m[c + C.column] = STARVED
    arrive = max(ripe, time)
    gap = arrive - (time if cause == BY_ORIGIN else since)
    j = job_at(m, job)
    take_kits(m, c, j)
    if pool >= 0:
        p = m[H.pools] + pool * P.size
        m[p + P.free] -= 1
        if by_pool == pool:
            cause = BY_POOL
            m[c + C.column] = WAITING
            feeder, operation = m[p + P.section], m[p + P.operation]
            gap = arrive - (time - m[p + P.delay])
    kept = late and feeder >= 0 and idle_since < there and since == time
    if late:
        came = there if since == time else since
        cause, gap, operation, _, _ = why_late(
            idle_since, there, came, feeder, operation
        )
        gap += arrive - time
    m[c + C.idle] = 0
    put_in(m, c, job)
    note_entry(m, number, job, cause, feeder, operation, gap, time)
    flags = 2 * (ripe > time) + kept
    if late:
        reason = SHUT
        if from_kit:
            reason = m[m[H.pools] + by_pool * P.size + P.reason] + 1
            m[c + C.column] = FIRST_REASON + reason - 1
        note_wait(m, number, reason, time - max(there, idle_since), flags)
    elif cause == BY_ORIGIN:
        note_wait(m, number, 0, time - idle_since, 0)
    elif ripe > time:
        note_wait(m, number, 0, 0, flags)
    m[c + C.arrive] = arrive
    m[c + C.entered] += 1
    if m[c + C.conveyor] == 1:
        _set_off(m, tables, draws, history, number, arrive)
        return 1
    enter(m, tables, draws, history, number)
    look_ahead(m, number)
    return 1
