"""Repair crews: a failure that waits until one of few men is free.

A station that may need one is a section of its own. Its failure is an event, and
so is the end of its repair; in between the operation has no known end. Calls are
answered in the order in which they came, at the same tick by section number.
"""

from __future__ import annotations

from zauyt.kernels.compile import kernel
from zauyt.kernels.flow.agenda import set_time
from zauyt.kernels.flow.clock import closed_ticks, spend
from zauyt.kernels.flow.job import section_at
from zauyt.kernels.flow.layout import (
    CALLED,
    FIRST_REASON,
    MENDING,
    NEVER,
    NO_CALL,
    QUEUED,
    C,
    H,
    M,
    S,
    Y,
)
from zauyt.kernels.flow.station import note_repair, repair, station_at, work_on


@kernel("m i i -> b")
def _crewed(m, s, crew):
    """Give whether a station waits for a crew."""
    return m[s + S.calling] == QUEUED and m[m[s + S.mode] + M.crew] == crew


@kernel("m t i i -> -")
def _mend(m, tables, number, time):
    """Let a man of the crew, who is free, begin the repair a section waits for."""
    s = station_at(m, m[section_at(m, number) + C.first])
    mode = m[s + S.mode]
    crew = m[H.crews] + m[mode + M.crew] * Y.size
    m[crew + Y.free] -= 1
    since = m[s + S.call_at]
    if time > since:
        ticks = time - since - closed_ticks(m, s, since, time)
        spend(m, s, since, time, FIRST_REASON + m[crew + Y.reason])
        note_repair(m, s, m[crew + Y.reason], ticks, m[s + S.left])
    m[s + S.calling] = MENDING
    m[s + S.call_at] = repair(m, tables, s, mode, time)
    set_time(m, m[H.leaf_calls] + number, m[s + S.call_at])


@kernel("m i -> i")
def _next_call(m, crew):
    """Give the section that has waited longest for a crew, or -1."""
    found, since = -1, NEVER
    y = m[H.crews] + crew * Y.size
    for place in range(m[y + Y.waiters_from], m[y + Y.waiters_to]):
        number = m[m[H.waiters] + place]
        s = station_at(m, m[section_at(m, number) + C.first])
        if _crewed(m, s, crew) and m[s + S.call_at] < since:
            found, since = number, m[s + S.call_at]
    return found


@kernel("m t i i -> b")
def call_due(m, tables, number, time):
    """Carry out the event: a failure calls for a crew, or a repair has ended.

    Gives whether the station went on to the end of its operation.
    """
    s = station_at(m, m[section_at(m, number) + C.first])
    set_time(m, m[H.leaf_calls] + number, NEVER)
    crew = m[m[s + S.mode] + M.crew]
    free = m[H.crews] + crew * Y.size + Y.free
    if m[s + S.calling] == CALLED:
        m[s + S.calling] = QUEUED
        if m[free] > 0:
            _mend(m, tables, number, time)
        return False
    m[free] += 1
    m[s + S.calling] = NO_CALL
    waiting = _next_call(m, crew)
    if waiting >= 0:
        _mend(m, tables, waiting, time)
    m[s + S.ready] = work_on(m, tables, s, time)
    if m[s + S.calling] == CALLED:
        set_time(m, m[H.leaf_calls] + number, m[s + S.call_at])
        return False
    return True
