"""Where sections meet: routes, buffers, held jobs, idle heads, tokens.

Every decision that depends on the state of the plant is taken at an event, in time
order; how an idle section takes its job is in `intake`. A section is *held* when the
job at its end has found no room, and *idle* when its first station waits for a job or
a token. Both are served first come, first served; at the same tick the section with
the lower number is first.
"""

from __future__ import annotations

from zauyt.kernels.compile import kernel, shared
from zauyt.kernels.flow.agenda import set_time
from zauyt.kernels.flow.buffer import buffer_at, has_room, put
from zauyt.kernels.flow.carrier import carrier_back
from zauyt.kernels.flow.conveyor import (
    entry_at,
    lets_in_from,
    move_up,
    start_move,
    stayed_too_long,
)
from zauyt.kernels.flow.feed import kit_missing
from zauyt.kernels.flow.intake import (
    let_go,
    let_in_from_outside,
    look_ahead,
    ripen,
    try_start,
)
from zauyt.kernels.flow.job import drop_job, job_at, last_job, section_at
from zauyt.kernels.flow.kit import kits_came
from zauyt.kernels.flow.layout import (
    BY_OWN,
    GAP,
    NEVER,
    B,
    C,
    H,
    J,
    P,
    R,
    S,
)
from zauyt.kernels.flow.outcome import count_outcome, draw_outcome, find_target
from zauyt.kernels.flow.station import station_at


@kernel("m i i i i -> b")
def _is_next(m, number, since, after, best):
    """Give whether a section's turn is after (since, after) and before `best`."""
    c = section_at(m, number)
    idle_since = m[c + C.idle_since]
    if m[c + C.idle] == 0 or idle_since >= best:
        return False
    return idle_since > since or (idle_since == since and number > after)


@kernel("m i i i -> i")
def _next_taker(m, b, since, after):
    """Give the idle taker next in order of waiting after (since, after), or -1."""
    found, best = -1, NEVER
    for place in range(m[b + B.takers_from], m[b + B.takers_to]):
        taker = m[m[H.takers] + place]
        if _is_next(m, taker, since, after, best):
            found, best = taker, m[section_at(m, taker) + C.idle_since]
    return found


@shared("m t d h i i -> -")
def serve_takers(m, tables, draws, history, number, time):
    """Let idle sections take from a buffer for as long as one can."""
    b = buffer_at(m, number)
    since, after = -1, -1
    while True:
        taker = _next_taker(m, b, since, after)
        if taker < 0:
            return
        waited = m[section_at(m, taker) + C.idle_since]
        if try_start(m, tables, draws, history, taker, time, -1) == 1:
            since, after = -1, -1
        else:
            since, after = waited, taker


@shared("m t d h i i -> -")
def end_reached(m, tables, draws, history, number, time):
    """Carry out the event: the job at a section's end is ready to leave."""
    c = section_at(m, number)
    if m[c + C.conveyor] == 1:
        set_time(m, m[H.leaf_exits] + number, NEVER)
        if entry_at(m, c, m[c + C.last] - m[c + C.first]) < 0:
            m[c + C.code] = BY_OWN
            set_time(m, m[H.leaf_heads] + number, time)
            return
    draw_outcome(m, c, time)
    if m[c + C.conveyor] == 1 and stayed_too_long(m, c, time):
        m[c + C.outcome] = m[c + C.over_stay]
        m[job_at(m, last_job(m, c)) + J.rejected] = 1
    count_outcome(m, c, time)
    target = find_target(m, c)
    job = last_job(m, c)
    if target < 0:
        let_go(m, tables, draws, history, number, time, -1, -1)
        drop_job(m, job, time)
        return
    b = buffer_at(m, target)
    if has_room(m, b):
        left = m[station_at(m, m[c + C.last]) + S.left]
        put(m, b, job, time, number, left)
        let_go(m, tables, draws, history, number, time, -1, -1)
        ripen(m, target, time)
    else:
        m[c + C.held] = target
        m[c + C.held_since] = time
        look_ahead(m, number)
    serve_takers(m, tables, draws, history, target, time)


@shared("m t d h i i -> -")
def head_freed(m, tables, draws, history, number, time):
    """Carry out the event: a section's first station is free for a job."""
    c = section_at(m, number)
    set_time(m, m[H.leaf_heads] + number, NEVER)
    if m[c + C.idle] == 0:
        if m[c + C.conveyor] == 1:
            move_up(m, c, time)
        m[c + C.idle] = 1
        m[c + C.idle_since] = time
    started = try_start(m, tables, draws, history, number, time, -1)
    if started == 1 or m[c + C.conveyor] == 0:
        return
    if m[c + C.taken] > 0 and m[c + C.when_empty] == GAP:
        awaited = kit_missing(m, number, time)
        code = m[c + C.code]
        if awaited >= 0:
            code |= (m[m[H.pools] + awaited * P.size + P.reason] + 1) << 3
        m[c + C.idle] = 0
        start_move(m, tables, draws, number, time, code)
    elif lets_in_from(m, c, time) > time:
        set_time(m, m[H.leaf_heads] + number, lets_in_from(m, c, time))


@shared("m t d h i i -> -")
def token_came(m, tables, draws, history, number, time):
    """Carry out the event: a carrier is back, or kits have come."""
    p = m[H.pools] + number * P.size
    if m[p + P.room] > 0:
        carrier_back(m, number)
    else:
        kits_came(m, tables, number, time)
    since, after = -1, -1
    while m[p + P.free] > 0:
        found, best = -1, NEVER
        for place in range(m[p + P.waiters_from], m[p + P.waiters_to]):
            waiter = m[m[H.waiters] + place]
            if _is_next(m, waiter, since, after, best):
                found, best = waiter, m[section_at(m, waiter) + C.idle_since]
        if found < 0:
            return
        since, after = best, found
        try_start(m, tables, draws, history, found, time, number)


@shared("m t d h i i -> -")
def job_arrived(m, tables, draws, history, number, time):
    """Carry out the event: an arrival source sends a job."""
    source = m[H.sources] + number * R.size
    buffer = m[source + R.buffer]
    b = buffer_at(m, buffer)
    m[source + R.arrivals] += 1
    if m[source + R.outside] == 0:
        m[source + R.came] = time
    m[source + R.outside] += 1
    if has_room(m, b):
        let_in_from_outside(m, buffer, time)
        ripen(m, buffer, time)
    serve_takers(m, tables, draws, history, buffer, time)
    if m[source + R.wait] == 0 and m[source + R.outside] > 0:
        m[source + R.outside] -= 1
        if time >= m[H.count_from]:
            m[b + B.lost] += 1
