"""Closed windows: when a station may work, and where its time goes.

A station's windows are sorted and disjoint. Its timeline is walked once, from
left to right: `spend` books a stretch of it and keeps the place of the first
window ahead, so that every look is at the next window only.
"""

from __future__ import annotations

from zauyt.kernels.compile import inlined, kernel
from zauyt.kernels.flow.layout import FIRST_REASON, NEVER, H, N, S


@inlined("m i -> i")
def window_at(m, number):
    """Give where the record of a window begins."""
    return m[H.windows] + number * N.size


@kernel("m i i -> i")
def opening(m, s, time):
    """Give the first time from `time` on at which the station is not closed."""
    w = window_at(m, m[s + S.window])
    end = window_at(m, m[s + S.windows_to])
    while w < end and m[w + N.start] <= time:
        if m[w + N.end] > time:
            time = m[w + N.end]
        w += N.size
    return time


@kernel("m i i i -> i")
def fitting(m, s, time, amount):
    """Give the first open time from `time` on with `amount` open ticks ahead.

    Hard windows ahead are not foreseen.
    """
    w = window_at(m, m[s + S.window])
    end = window_at(m, m[s + S.windows_to])
    while w < end and m[w + N.start] - time < amount:
        if m[w + N.end] > time and (m[w + N.hard] == 0 or m[w + N.start] <= time):
            time = m[w + N.end]
        w += N.size
    return time


@kernel("m i i i i -> i")
def finish_past(m, s, time, amount, least):
    """Give when `amount` ticks outside windows of a hardness have passed.

    `least` 1 passes over windows that are not hard.
    """
    w = window_at(m, m[s + S.window])
    end = window_at(m, m[s + S.windows_to])
    while w < end and m[w + N.start] < time + amount:
        if m[w + N.end] > time and m[w + N.hard] >= least:
            room = max(m[w + N.start] - time, 0)
            if amount <= room:
                return time + amount
            amount -= room
            time = m[w + N.end]
            if time >= NEVER:
                return NEVER
        w += N.size
    return time + amount


@kernel("m i i i -> i")
def finish(m, s, time, amount):
    """Give the time at which `amount` open ticks have passed since `time`."""
    return finish_past(m, s, time, amount, 0)


@kernel("m i i i -> i")
def closed_ticks(m, s, begin, stop):
    """Give the closed ticks between `begin` and `stop`."""
    w = window_at(m, m[s + S.window])
    end = window_at(m, m[s + S.windows_to])
    total = 0
    while w < end and m[w + N.start] < stop:
        total += max(min(m[w + N.end], stop) - max(m[w + N.start], begin), 0)
        w += N.size
    return total


@inlined("m i i -> i")
def spent_at(m, s, column):
    """Give where the ticks of a column of a station stand."""
    return m[H.spent] + m[s + S.row] * m[H.spent_width] + column


@kernel("m i i i i i -> -")
def spend_past(m, s, begin, stop, column, least):
    """Book a stretch, with `least` 1 as if only hard windows were closed."""
    number = m[s + S.window]
    last = m[s + S.windows_to]
    time = max(begin, m[H.count_from])
    stop = min(stop, m[H.until])
    while time < stop:
        w = window_at(m, number)
        while number < last and m[w + N.end] <= time:
            number += 1
            w += N.size
        until = stop
        booked = column
        if number < last:
            if m[w + N.start] <= time:
                until = min(until, m[w + N.end])
                if m[w + N.hard] >= least:
                    booked = FIRST_REASON + m[w + N.reason]
            else:
                until = min(until, m[w + N.start])
        m[spent_at(m, s, booked)] += until - time
        time = until
    m[s + S.window] = number


@kernel("m i i i i -> -")
def spend(m, s, begin, stop, column):
    """Book the stretch from `begin` to `stop`: closed time by its reason.

    `column` takes what is not closed. What lies outside the counted time is
    walked past.
    """
    spend_past(m, s, begin, stop, column, 0)


@kernel("m i i -> i")
def calm_until(m, s, time):
    """Give the time up to which nothing closes, and all is counted or nothing is."""
    until = m[H.until]
    if time < m[H.count_from]:
        until = m[H.count_from] - 1
    number = m[s + S.window]
    w = window_at(m, number)
    last = m[s + S.windows_to]
    while number < last and m[w + N.end] <= time:
        number += 1
        w += N.size
    m[s + S.window] = number
    if number == last:
        return until
    if m[w + N.start] <= time:
        return -1
    return min(until, m[w + N.start])
