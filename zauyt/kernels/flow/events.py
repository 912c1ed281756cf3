"""The flow kernel: a plant's year, section by section, event by event.

Interiors of sections are computed as soon as their inputs are known
(`section`); what depends on the state of the plant happens in time order at
junctions (`junction`). Both are exact: everything that becomes known at time t
lies at t or later. The result does not depend on how far an interior ran ahead.

The arguments of every function here: ``m`` the block of whole numbers
(`layout`), ``tables`` the unit laws, ``draws`` the operation times drawn ahead
(stations, DRAWS), ``history`` for attribution, section after section
(operations, stations).
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.chance import mix
from zauyt.kernels.compile import address, entry, kernel
from zauyt.kernels.flow.agenda import (
    leaf_of,
    next_key,
    nothing_known,
    set_time,
    time_of,
)
from zauyt.kernels.flow.buffer import buffer_at, measure
from zauyt.kernels.flow.clock import calm_until
from zauyt.kernels.flow.conveyor import clear, lets_in_from, stand_still
from zauyt.kernels.flow.crew import call_due
from zauyt.kernels.flow.feed import kit_missing
from zauyt.kernels.flow.intake import look_ahead, ripen
from zauyt.kernels.flow.job import section_at
from zauyt.kernels.flow.junction import (
    end_reached,
    head_freed,
    job_arrived,
    serve_takers,
    token_came,
)
from zauyt.kernels.flow.kit import plan_kits
from zauyt.kernels.flow.layout import (
    DONE,
    FIRST_REASON,
    NEVER,
    STARVED,
    STUCK,
    WAITING,
    C,
    H,
    J,
    M,
    P,
    Q,
    R,
    S,
)
from zauyt.kernels.flow.section import idle_column, resume
from zauyt.kernels.flow.station import (
    close_station,
    drawn_ticks,
    schedule_failure,
    station_at,
)


@kernel("m i u u -> -")
def _key(m, at, seed, run):
    """Turn the key of a name into the key of this seed and run."""
    key = mix(mix(m[at], seed), run)
    m[at] = np.int64(np.uint64(key))


@kernel("m t i i -> -")
def _next_arrival(m, tables, number, time):
    source = m[H.sources] + number * R.size
    ahead = drawn_ticks(
        m, tables, m[source + R.mean], m[source + R.law], m[source + R.key],
        2 * m[source + R.arrivals] + 1,
    )  # fmt: skip
    set_time(m, m[H.leaf_sources] + number, time + ahead)


@kernel("m i -> i")
def _how_plain(m, s):
    """Give 0 for a station with set-up, steps or failures.

    One without has, 1, nothing but its cycles and windows, or, 2, times drawn or
    given, too.
    """
    if (
        m[s + S.set_up_on] > 0
        or m[s + S.stepped] == 1
        or m[s + S.mode_from] < m[s + S.mode_to]
    ):
        return 0
    return 1 if m[s + S.law] == 0 and m[s + S.given] < 0 else 2


@kernel("m t d h u u -> -")
def _begin(m, tables, draws, history, seed, run):
    """Set everything going at time 0, before the first event."""
    for number in range(m[H.sources_count]):
        _key(m, m[H.sources] + number * R.size + R.key, seed, run)
    for at in range(m[H.routes] + Q.key, m[H.outcomes], Q.size):
        _key(m, at, seed, run)
    for number in range(m[H.pools_count]):
        if m[m[H.pools] + number * P.size + P.room] == 0:
            _key(m, m[H.pools] + number * P.size + P.key, seed, run)
    count = m[H.jobs_count]
    for number in range(count):
        at = m[H.jobs] + number * J.size + J.next
        m[at] = number + 1 if number + 1 < count else -1
    for number in range(m[H.stations_count]):
        s = station_at(m, number)
        _key(m, s + S.key, seed, run)
        m[s + S.fails_at] = NEVER
        m[s + S.fails_after] = NEVER
        for which in range(m[s + S.mode_from], m[s + S.mode_to]):
            mode = m[H.modes] + which * M.size
            _key(m, mode + M.key, seed, run)
            m[mode + M.next] = NEVER
        for which in range(m[s + S.mode_from], m[s + S.mode_to]):
            schedule_failure(m, tables, s, m[H.modes] + which * M.size, 0)
        m[s + S.calm] = calm_until(m, s, 0)
        m[s + S.plain] = _how_plain(m, s)
    nothing_known(m)
    for number in range(m[H.pools_count]):
        if m[m[H.pools] + number * P.size + P.room] == 0:
            plan_kits(m, tables, number, 0)
    for number in range(m[H.sections_count]):
        c = section_at(m, number)
        look_ahead(m, number)
        if m[c + C.conveyor] == 1:
            clear(m, c)
            set_time(m, m[H.leaf_heads] + number, 0)
    for number in range(m[H.sources_count]):
        source = m[H.sources] + number * R.size
        if m[source + R.buffer] >= 0:
            _next_arrival(m, tables, number, m[source + R.opens])


@kernel("m -> b")
def _goes_on(m):
    """Give whether something is still to happen, inside sections, from the end on."""
    until = m[H.until]
    for number in range(m[H.sections_count]):
        c = section_at(m, number)
        if m[c + C.conveyor] == 1:
            if m[station_at(m, m[c + C.first]) + S.last] >= until:
                return True
            continue
        known = m[c + C.entered]
        if m[c + C.open_start] == 1:
            known += 1
        for place in range(m[c + C.first], m[c + C.last] + 1):
            s = station_at(m, place)
            left = m[s + S.left]
            if m[s + S.last] >= until or (m[s + S.served] == left and left < known):
                return True
            if m[s + S.served] > left and m[s + S.ready] >= until:
                return True
            known = left
    return False


@kernel("m t d h i -> i")
def _run(m, tables, draws, history, stop):
    """Carry out every event before `stop`; give how it ended."""
    m[H.horizon] = min(stop, m[H.until])
    for number in range(m[H.sections_count]):
        c = section_at(m, number)
        if m[c + C.conveyor] == 1:
            continue
        resume(m, tables, draws, history, number)
        look_ahead(m, number)
    while m[H.status] == DONE:
        key = next_key(m)
        leaf, time = leaf_of(key), time_of(key)
        if time >= NEVER:
            return DONE if _goes_on(m) else STUCK
        if time >= stop:
            return DONE
        m[H.now] = time
        if leaf >= m[H.leaf_heads]:
            head_freed(m, tables, draws, history, leaf - m[H.leaf_heads], time)
        elif leaf >= m[H.leaf_exits]:
            end_reached(m, tables, draws, history, leaf - m[H.leaf_exits], time)
        elif leaf >= m[H.leaf_buffers]:
            number = leaf - m[H.leaf_buffers]
            ripen(m, number, time)
            serve_takers(m, tables, draws, history, number, time)
        elif leaf >= m[H.leaf_sources]:
            number = leaf - m[H.leaf_sources]
            job_arrived(m, tables, draws, history, number, time)
            _next_arrival(m, tables, number, time)
        elif leaf >= m[H.leaf_pools]:
            token_came(m, tables, draws, history, leaf - m[H.leaf_pools], time)
        else:
            number = leaf - m[H.leaf_calls]
            if call_due(m, tables, number, time):
                look_ahead(m, number)
    return m[H.status]


@entry("M T D L u u -> -")
def begin(memory, tables, draws, history, seed, run):
    """Set a run going at time 0, before the first event."""
    m, t, d, h = address(memory), address(tables), address(draws), address(history)
    _begin(m, t, d, h, seed, run)


@entry("M T D L i -> i")
def run(memory, tables, draws, history, stop):
    """Carry out every event before `stop`; give how it ended."""
    m, t, d, h = address(memory), address(tables), address(draws), address(history)
    return _run(m, t, d, h, stop)


@kernel("m i -> i")
def _idle_at_end(m, number):
    """Give the column of what a section's head waits for when the run ends."""
    c = section_at(m, number)
    last = m[H.until] - 1
    pool = m[c + C.pool]
    if pool >= 0 and m[m[H.pools] + pool * P.size + P.free] == 0:
        return WAITING
    if m[c + C.conveyor] == 1 and lets_in_from(m, c, last) > last:
        return STARVED
    kit = kit_missing(m, number, last)
    if kit < 0:
        return STARVED
    return FIRST_REASON + m[m[H.pools] + kit * P.size + P.reason]


@entry("M -> -")
def close_books(memory):
    """Book every station and buffer up to the end of the run; the run is over."""
    m = address(memory)
    for number in range(m[H.sections_count]):
        c = section_at(m, number)
        if m[c + C.idle] == 1:
            m[c + C.column] = _idle_at_end(m, number)
        if m[c + C.conveyor] == 1:
            stand_still(m, c, m[H.until])
            continue
        first = station_at(m, m[c + C.first])
        for place in range(m[c + C.first], m[c + C.last] + 1):
            s = station_at(m, place)
            close_station(m, s, idle_column(m, c, s, first))
    for number in range(m[H.buffers_count]):
        measure(m, buffer_at(m, number), m[H.until])
