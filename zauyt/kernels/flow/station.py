"""One station, one operation: when it ends, and where the time went.

The usual operation meets no failure and no closed window and costs a few
additions. The others go through `_serve_slowly`, which walks through set-up,
work, failures and windows piece by piece.
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.chance import WIDTH, fill, unit
from zauyt.kernels.compile import inlined, kernel, rows_at, shared
from zauyt.kernels.flow.clock import (
    calm_until,
    closed_ticks,
    finish,
    finish_past,
    fitting,
    opening,
    spend,
    spend_past,
    spent_at,
)
from zauyt.kernels.flow.layout import (
    BLOCKED,
    BUSY,
    CALLED,
    DO_NOT_START,
    FINISH,
    FIRST_REASON,
    MILLION,
    NEVER,
    OPERATIONS,
    QUEUED,
    SET_UP,
    STARVED,
    WAITING,
    WORKING,
    H,
    J,
    K,
    M,
    S,
    Y,
    Z,
)

ONE = 0x3FF0000000000000
"""The bits of the factor 1."""
DRAWS = 32
"""Operation times are drawn in blocks of this many."""


@inlined("m i -> i")
def station_at(m, number):
    """Give where the record of a station begins."""
    return m[H.stations] + number * S.size


@kernel("m t i i i i -> i")
def drawn_ticks(m, tables, mean, law, key, count):
    """Give a drawn number of whole ticks of the stated mean, at least 1."""
    if law == 0:
        return max(mean, 1)
    laws = rows_at(tables, 0, m[H.law_rows], WIDTH)
    return max(np.int64(mean * unit(laws, law, key, count) + 0.5), 1)


@kernel("m i i -> i")
def step_value(m, at, when):
    """Give what holds at `when`; the fields at `at` are its steps' begin and end.

    The begin moves on, since nothing looks back. Without steps it is 1, in
    millionths.
    """
    number, end = m[at], m[at + 1]
    if number == end:
        return MILLION
    step = m[H.steps] + number * Z.size
    while number + 1 < end and m[step + Z.size + Z.start] <= when:
        number += 1
        step += Z.size
    m[at] = number
    return m[step + Z.value]


@kernel("m i -> i")
def _next_step(m, at):
    """Give where the step after the one that holds begins, or NEVER."""
    number, end = m[at], m[at + 1]
    if number + 1 >= end:
        return NEVER
    return m[m[H.steps] + (number + 1) * Z.size + Z.start]


@shared("m i i -> -")
def _find_factor(m, s, time):
    """Find by how much a station's work is longer at a time, and for how long.

    While its line is worked at a slower takt, it is so much longer at least.
    """
    by_time = step_value(m, s + S.slow, time)
    by_units = step_value(m, s + S.slow_units, m[s + S.served])
    least = 0
    if m[s + S.takt] < m[s + S.takt_to]:
        least = step_value(m, s + S.takt, time) * MILLION
    factor = max(by_time * by_units, least)
    m[s + S.factor] = np.float64(factor / 1e12).view(np.int64)
    m[s + S.steady_until] = min(_next_step(m, s + S.slow), _next_step(m, s + S.takt))
    m[s + S.steady_upto] = _next_step(m, s + S.slow_units)


@inlined("m i i i -> i")
def slowed(m, s, work, time):
    """Give the working time of an operation that begins at a time, by its steps."""
    if time >= m[s + S.steady_until] or m[s + S.served] >= m[s + S.steady_upto]:
        _find_factor(m, s, time)
    factor = m[s + S.factor]
    if factor == ONE:
        return work
    return max(np.int64(work * np.int64(factor).view(np.float64) + 0.5), 1)


@kernel("m i i i -> i")
def _mean_ahead(m, s, mode, time):
    """Give the mean time to failure, or operations, from a time on."""
    by_time = step_value(m, s + S.fail, time)
    by_units = step_value(m, s + S.fail_units, m[s + S.left])
    if by_time == MILLION and by_units == MILLION:
        return m[mode + M.mean]
    factor = np.float64(by_time) * np.float64(by_units)
    return max(np.int64(m[mode + M.mean] * 1e12 / factor + 0.5), 1)


@kernel("m t i i i -> -")
def schedule_failure(m, tables, s, mode, time):
    """Draw when a mode fails next, counted from `time` on its own clock."""
    ahead = drawn_ticks(
        m, tables, _mean_ahead(m, s, mode, time), m[mode + M.law], m[mode + M.key],
        2 * m[mode + M.count],
    )  # fmt: skip
    since = m[s + S.worn]
    if m[mode + M.clock] == OPERATIONS:
        since = m[s + S.left]
    m[mode + M.next] = since + ahead
    at, after = NEVER, NEVER
    for number in range(m[s + S.mode_from], m[s + S.mode_to]):
        other = m[H.modes] + number * M.size
        if m[other + M.clock] == OPERATIONS:
            after = min(after, m[other + M.next])
        else:
            at = min(at, m[other + M.next])
    m[s + S.fails_at] = at
    m[s + S.fails_after] = after


@kernel("m i i i i -> i")
def _advance(m, s, time, amount, column):
    """Spend `amount` from `time`, as the station does at closed windows."""
    least = 1 if m[s + S.at_window] == FINISH else 0
    end = finish_past(m, s, time, amount, least)
    spend_past(m, s, time, end, column, least)
    return end


@kernel("m i i i i -> -")
def note_repair(m, s, reason, ticks, operation):
    """Write down a repair, or (reason -1) an operation too long for the history."""
    if m[H.record] == 0:
        return
    if m[H.repairs_made] < m[H.repairs_room]:
        note = m[H.repairs] + m[H.repairs_made] * K.size
        m[note + K.station] = m[s + S.row]
        m[note + K.operation] = operation
        m[note + K.reason] = reason
        m[note + K.ticks] = ticks
    m[H.repairs_made] += 1


@kernel("m t i -> i")
def drawn_repair(m, tables, mode):
    """Draw the ticks of a mode's next repair."""
    count = m[mode + M.count]
    m[mode + M.count] += 1
    mean, law, key = m[mode + M.repair], m[mode + M.repair_law], m[mode + M.key]
    return drawn_ticks(m, tables, mean, law, key, 2 * count + 1)


@kernel("m t i i i -> i")
def repair(m, tables, s, mode, time):
    """Mend one failure: book it, note it, and give the time it is mended."""
    amount = drawn_repair(m, tables, mode)
    if m[mode + M.needs_shift] == 1:
        end = finish(m, s, time, amount)
    else:
        end = time + amount
        amount -= closed_ticks(m, s, time, end)
    spend(m, s, time, end, FIRST_REASON + m[mode + M.reason])
    note_repair(m, s, m[mode + M.reason], amount, m[s + S.left])
    schedule_failure(m, tables, s, mode, end)
    return end


@kernel("m i i i -> i")
def _due_mode(m, s, clock, due):
    """Give the first mode of a clock that is due, or -1."""
    for number in range(m[s + S.mode_from], m[s + S.mode_to]):
        mode = m[H.modes] + number * M.size
        if m[mode + M.clock] == clock and m[mode + M.next] <= due:
            return mode
    return -1


@kernel("m t i i i -> i")
def _break_down(m, tables, s, mode, time):
    """Give when a failure is mended, or NEVER if a crew must be called for it."""
    if m[mode + M.crew] < 0:
        return repair(m, tables, s, mode, time)
    m[s + S.calling] = CALLED
    m[s + S.mode] = mode
    m[s + S.call_at] = time
    return NEVER


@kernel("m t i i -> i")
def work_on(m, tables, s, time):
    """Go on with an operation and give its end, NEVER if it waits for a crew."""
    m[s + S.booked] = 1
    m[s + S.calm] = -1
    while m[s + S.left] >= m[s + S.fails_after]:
        mode = _due_mode(m, s, OPERATIONS, m[s + S.left])
        time = _break_down(m, tables, s, mode, time)
        if time >= NEVER:
            return NEVER
    if m[s + S.to_set] > 0:
        time = _advance(m, s, time, m[s + S.to_set], SET_UP)
        m[s + S.to_set] = 0
    while m[s + S.worn] + m[s + S.rest] >= m[s + S.fails_at]:
        ahead = m[s + S.fails_at] - m[s + S.worn]
        time = _advance(m, s, time, ahead, WORKING)
        m[s + S.worn] += ahead
        m[s + S.rest] -= ahead
        mode = _due_mode(m, s, BUSY, m[s + S.worn])
        time = _break_down(m, tables, s, mode, time)
        if time >= NEVER:
            return NEVER
    if m[s + S.rest] > 0:
        time = _advance(m, s, time, m[s + S.rest], WORKING)
        m[s + S.worn] += m[s + S.rest]
        m[s + S.rest] = 0
    return min(time, NEVER)


@shared("m t i i i -> i")
def _serve_slowly(m, tables, s, work, idle):
    """Give the end of an operation that meets a failure or a closed window."""
    base = m[s + S.base]
    spend(m, s, m[s + S.last], base, idle)
    time = base
    if m[s + S.at_window] == FINISH:
        time = opening(m, s, base)
    elif m[s + S.at_window] == DO_NOT_START:
        time = fitting(m, s, base, m[s + S.setting] + work)
    spend(m, s, base, time, WAITING)
    m[s + S.to_set] = m[s + S.setting]
    m[s + S.rest] = work
    return work_on(m, tables, s, time)


@shared("m t d i i -> -")
def _draw_ahead(m, tables, draws, s, slot):
    """Draw the station's next block of operation times, as parts of the mean."""
    law = m[s + S.law]
    laws = rows_at(tables, 0, m[H.law_rows], WIDTH)
    block = rows_at(draws, slot, 1, DRAWS)[0]
    fill(block, laws, law, m[s + S.key], m[s + S.served])


@inlined("m t d i i -> i")
def work_ticks(m, tables, draws, s, mean):
    """Give the operation's working time: drawn, or as given beforehand."""
    count = m[s + S.served]
    if m[s + S.given] >= 0:
        return np.int64(tables[m[s + S.given] + count])
    law = m[s + S.law]
    if law == 0:
        return mean
    slot = m[s + S.row] * DRAWS + count % DRAWS
    if count % DRAWS == 0:
        _draw_ahead(m, tables, draws, s, slot)
    return max(np.int64(mean * draws[slot] + 0.5), 1)


@inlined("m t i i i i -> i")
def serve_plainly(m, tables, s, base, work, idle):
    """Give the end of an operation from `base` on that is so many ticks of work.

    `idle` is the column for the time since the station's last departure.
    """
    end = base + work
    if end <= m[s + S.calm]:
        return end
    return _serve_slowly(m, tables, s, work, idle)


@inlined("m t d i i i i -> i")
def serve(m, tables, draws, s, mean, j, idle):
    """Give the end of the station's next operation, on job `j`, of a mean work.

    `idle` is the column for the time since its last departure.
    """
    base = m[s + S.base]
    work = work_ticks(m, tables, draws, s, mean)
    setting = 0
    if m[s + S.set_up_on] > 0:
        if m[s + S.set_up_on] == 1:
            differs = m[s + S.model] != m[j + J.model]
        else:
            differs = m[s + S.colour] != m[j + J.colour]
        if differs and m[s + S.served] > 0:
            setting = m[s + S.set_up]
        m[s + S.model] = m[j + J.model]
        m[s + S.colour] = m[j + J.colour]
    if m[s + S.stepped] == 1:
        work = slowed(m, s, work, base)
    m[s + S.setting] = setting
    end = base + setting + work
    if (
        end <= m[s + S.calm]
        and m[s + S.worn] + work < m[s + S.fails_at]
        and m[s + S.served] < m[s + S.fails_after]
    ):
        m[s + S.worn] += work
        return end
    return _serve_slowly(m, tables, s, work, idle)


@shared("m i i i -> -")
def _depart_slowly(m, s, time, idle):
    """Book an operation that met a closed window or is partly booked."""
    if m[s + S.last] < m[H.count_from] <= time:
        m[s + S.early] = m[s + S.left]
    if m[s + S.booked] == 0:
        begin = m[s + S.base] + m[s + S.setting]
        spend(m, s, m[s + S.last], m[s + S.base], idle)
        spend(m, s, m[s + S.base], begin, SET_UP)
        spend(m, s, begin, m[s + S.ready], WORKING)
    spend(m, s, m[s + S.ready], time, BLOCKED)
    m[s + S.calm] = calm_until(m, s, time)
    m[s + S.booked] = 0


@inlined("m i i i -> -")
def depart(m, s, time, idle):
    """Book the operation served last up to its departure at `time`."""
    before = m[s + S.last]
    if time > m[s + S.calm]:
        _depart_slowly(m, s, time, idle)
    elif before >= m[H.count_from]:
        base = m[s + S.base]
        ready = m[s + S.ready]
        begin = base + m[s + S.setting]
        if idle == STARVED:
            m[s + S.starved] += base - before
        else:
            m[spent_at(m, s, idle)] += base - before
        if begin > base:
            m[spent_at(m, s, SET_UP)] += begin - base
        m[s + S.working] += ready - begin
        m[s + S.blocked] += time - ready
    m[s + S.last] = time


@kernel("m i i -> -")
def close_station(m, s, idle):
    """Book what the station does from its last departure to the end of the run.

    `idle` is the column for the time without a job.
    """
    until = m[H.until]
    if m[s + S.last] < m[H.count_from]:
        m[s + S.early] = m[s + S.left]
    if m[s + S.calling] == QUEUED:
        crew = m[H.crews] + m[m[s + S.mode] + M.crew] * Y.size
        spend(m, s, m[s + S.call_at], until, FIRST_REASON + m[crew + Y.reason])
    elif m[s + S.served] > m[s + S.left]:
        depart(m, s, max(until, m[s + S.last]), idle)
    else:
        spend(m, s, m[s + S.last], until, idle)
