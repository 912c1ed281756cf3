"""Levelling the loads of stations: tasks moved or exchanged as long as it helps.

What falls is the sum of the squares of loads, so that stations are as alike as can be;
no station is ever filled beyond the takt.
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.balancing.layout import L
from zauyt.kernels.chance import uniform
from zauyt.kernels.compile import address, entry, inlined, kernel


@inlined("m i -> i")
def below(m, limit):
    """Draw a whole number from 0 to below a limit."""
    count = m[L.counter]
    m[L.counter] = count + 1
    return np.int64(uniform(np.uint64(m[L.stream]), np.uint64(count)) * limit)


@kernel("m i i -> i")
def earliest(m, task, without):
    """Give the first station where a task may stand, one other task left aside."""
    first = 0
    begins = m[L.pred_begin] + task
    for place in range(m[begins], m[begins + 1]):
        other = m[m[L.pred] + place]
        if other != without:
            first = max(first, m[m[L.station] + other])
    return first


@kernel("m i i -> i")
def latest(m, task, without):
    """Give the last station where a task may stand, one other task left aside."""
    last = m[L.stations] - 1
    begins = m[L.succ_begin] + task
    for place in range(m[begins], m[begins + 1]):
        other = m[m[L.succ] + place]
        if other != without:
            last = min(last, m[m[L.station] + other])
    return last


@kernel("m i -> -")
def move(m, task):
    """Put a task into another station, if that makes loads more alike."""
    first, last = earliest(m, task, -1), latest(m, task, -1)
    if first == last:
        return
    load, time = m[L.load], m[m[L.times] + task]
    here = m[m[L.station] + task]
    there = first + below(m, last - first + 1)
    if m[load + there] + time < m[load + here] and m[load + there] + time <= m[L.cycle]:
        m[load + here] -= time
        m[load + there] += time
        m[m[L.station] + task] = there


@kernel("m i i -> -")
def exchange(m, task, other):
    """Exchange the stations of two tasks, if that makes loads more alike."""
    station, load, times = m[L.station], m[L.load], m[L.times]
    here, there = m[station + task], m[station + other]
    more = m[times + other] - m[times + task]
    if here == there or more == 0:
        return
    one, two = m[load + here] + more, m[load + there] - more
    before = m[load + here] * m[load + here] + m[load + there] * m[load + there]
    if one > m[L.cycle] or two > m[L.cycle] or one * one + two * two >= before:
        return
    if not earliest(m, task, other) <= there <= latest(m, task, other):
        return
    if not earliest(m, other, task) <= here <= latest(m, other, task):
        return
    m[station + task], m[station + other] = there, here
    if is_kept(m, task) and is_kept(m, other):
        m[load + here], m[load + there] = one, two
    else:
        m[station + task], m[station + other] = here, there


@kernel("m i -> i")
def is_kept(m, task):
    """Tell whether a task stands after all before it, and before all after it."""
    return earliest(m, task, -1) <= m[m[L.station] + task] <= latest(m, task, -1)


@entry("M i -> -")
def levelled(block, moves):
    """Try so many moves and exchanges."""
    m = address(block)
    for number in range(moves):
        task = below(m, m[L.tasks])
        if number & 1:
            move(m, task)
        else:
            exchange(m, task, below(m, m[L.tasks]))
