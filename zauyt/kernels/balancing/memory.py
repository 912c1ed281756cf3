"""The search with memory: the most promising state of each depth in turn.

A set of tasks that was met with as few stations before is not looked at again. States
wait in a heap for each number of stations filled; the depths take turns, so that whole
answers come early and the proof goes on beneath.

References: Sewell, Jacobson (2012), see `loads`; Morrison, Sewell, Jacobson (2014), An
application of the branch, bound, and remember algorithm to a new simple assembly line
balancing dataset, European Journal of Operational Research 236.
"""

from __future__ import annotations

from zauyt.kernels.balancing.layout import H, S
from zauyt.kernels.balancing.loads import copy, record, same
from zauyt.kernels.compile import inlined, kernel

SCALE = 1_000_000
BEHIND = 20
"""Millionths of a station's idle share that a task done is worth."""


@inlined("m i -> i")
def priority(m, state):
    """Give how little promise a state has: idle time by station, and tasks left."""
    done, cycle = m[state + S.done], m[H.cycle]
    spent = m[m[H.store] + S.size] - m[state + S.size]
    idle = done * cycle - spent
    return idle * SCALE // (done * cycle) + BEHIND * tasks_left(m, state)


@kernel("m i -> i")
def tasks_left(m, state):
    """Count the tasks that are not done."""
    bits = state + S.size + m[H.measures]
    count = m[H.tasks]
    for word in range(m[H.words]):
        rest = m[bits + word]
        while rest != 0:
            rest &= rest - 1
            count -= 1
    return count


@inlined("m i i -> i")
def comes_first(m, one, other):
    """Tell whether a state is taken before another: less priority, then older."""
    if m[one + S.priority] != m[other + S.priority]:
        return m[one + S.priority] < m[other + S.priority]
    return one < other


@kernel("m i i -> i")
def merged(m, one, other):
    """Merge two skew heaps; give the root."""
    root, hook = 0, 0
    while one != 0 and other != 0:
        if not comes_first(m, one, other):
            one, other = other, one
        if hook == 0:
            root = one
        else:
            m[hook + S.first] = one
        after = m[one + S.second]
        m[one + S.second] = m[one + S.first]
        m[one + S.first] = 0
        hook = one
        one = after
    rest = one if one != 0 else other
    if hook == 0:
        return rest
    m[hook + S.first] = rest
    return root


@kernel("m i -> i")
def popped(m, depth):
    """Take the first state out of a depth's heap; 0 if there is none."""
    heap = m[H.heaps] + depth
    state = m[heap]
    if state != 0:
        m[heap] = merged(m, m[state + S.first], m[state + S.second])
        m[state + S.first] = 0
        m[state + S.second] = 0
        m[H.waiting] -= 1
    return state


@kernel("m i -> -")
def remember(m, made):
    """Keep a new state, unless its tasks were met with as few stations before."""
    if m[made + S.size] == 0 and tasks_left(m, made) == 0:
        record(m, made)
        return
    mask, table = m[H.mask], m[H.table]
    place = m[made + S.hash] & mask
    while m[table + place] != 0:
        known = m[table + place]
        if same(m, known, made):
            if m[known + S.done] <= m[made + S.done]:
                return
            m[known + S.dead] = 1
            break
        place = (place + 1) & mask
    if m[H.count] == m[H.room]:
        m[H.cut] = 1  # nothing is proven any more
        return
    state = m[H.store] + m[H.count] * m[H.state_size]
    m[H.count] += 1
    copy(m, made, state)
    m[state + S.priority] = priority(m, state)
    m[table + place] = state
    heap = m[H.heaps] + m[state + S.done]
    m[heap] = merged(m, m[heap], state)
    m[H.waiting] += 1


@kernel("m i -> i")
def is_hopeless(m, state):
    """Tell whether a state was overtaken, or no longer fits below the best answer."""
    if m[state + S.dead]:
        return 1
    ahead = m[H.target] - m[state + S.done]
    for measure in range(m[H.measures]):
        if m[state + S.size + measure] > ahead * m[m[H.capacity] + measure]:
            return 1
    bits = state + S.size + m[H.measures]
    must = m[H.must] + min(max(ahead, 0), m[H.must_rows] - 1) * m[H.words]
    for word in range(m[H.words]):
        if m[must + word] & ~m[bits + word]:
            return 1
    return 0
