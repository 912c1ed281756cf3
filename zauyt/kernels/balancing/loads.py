"""Loads of one station: every set of tasks that fits and to which none can be added.

Each is met once: tasks are taken in the order of a list, to which those that become
free are added at the end. A load is left out when the stations left cannot hold what it
leaves, by any measure, or when a task in it could be exchanged for one that is no
shorter and before no fewer others (Jackson's rule).

References: Jackson (1956), A computing procedure for a line balancing problem,
Management Science 2; Scholl, Klein (1997), SALOME, INFORMS Journal on Computing 9;
Sewell, Jacobson (2012), A branch, bound, and remember algorithm for the simple assembly
line balancing problem, INFORMS Journal on Computing 24.
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.balancing.layout import BITS, H, S
from zauyt.kernels.chance import uniform
from zauyt.kernels.compile import inlined, kernel


@inlined("m -> f")
def drawn(m):
    """Draw a number from 0 to 1."""
    count = m[H.counter]
    m[H.counter] = count + 1
    return uniform(np.uint64(m[H.stream]), np.uint64(count))


@inlined("m i i -> i")
def holds(m, bits, task):
    """Tell whether a set of tasks holds one."""
    return (m[bits + task // BITS] >> (task % BITS)) & 1


@inlined("m i -> i")
def bits_of(m, state):
    """Give where the bits of a state begin."""
    return state + S.size + m[H.measures]


@kernel("m i -> i")
def prepare(m, state):
    """Count what each task still waits for, list those that are free; give how many."""
    bits, left, eligible = bits_of(m, state), m[H.left], m[H.eligible]
    tasks, begins, succ = m[H.tasks], m[H.succ_begin], m[H.succ]
    degree, inside = m[H.degree], m[H.inside]
    for task in range(tasks):
        m[left + task] = m[degree + task]
        m[inside + task] = 0
    for task in range(tasks):
        if holds(m, bits, task):
            m[left + task] = -1
            for place in range(m[begins + task], m[begins + task + 1]):
                m[left + m[succ + place]] -= 1
    free = 0
    for place in range(tasks):
        task = m[m[H.sorted] + place]
        if m[left + task] == 0:
            m[eligible + free] = task
            free += 1
    return free


@kernel("m i -> -")
def shuffle(m, free):
    """Put free tasks into another order, those of a great key likely first."""
    eligible, key, at = m[H.eligible], m[H.key], m[H.at]
    for place in range(free):
        task = m[eligible + place]
        m[at + task] = np.int64(m[key + task] * (0.25 + drawn(m)))
    for place in range(1, free):
        task = m[eligible + place]
        worth = m[at + task]
        before = place - 1
        while before >= 0 and m[at + m[eligible + before]] < worth:
            m[eligible + before + 1] = m[eligible + before]
            before -= 1
        m[eligible + before + 1] = task


@inlined("m i i -> i")
def take(m, task, upto):
    """Take a task into the load; give the length of the list, with what it frees."""
    eligible, left = m[H.eligible], m[H.left]
    m[m[H.inside] + task] = 1
    for place in range(m[m[H.succ_begin] + task], m[m[H.succ_begin] + task + 1]):
        after = m[m[H.succ] + place]
        m[left + after] -= 1
        if m[left + after] == 0:
            m[eligible + upto] = after
            upto += 1
    return upto


@inlined("m i -> -")
def put_back(m, task):
    """Take a task out of the load again."""
    left = m[H.left]
    m[m[H.inside] + task] = 0
    for place in range(m[m[H.succ_begin] + task], m[m[H.succ_begin] + task + 1]):
        m[left + m[m[H.succ] + place]] += 1


@inlined("m i i -> i")
def is_full(m, start, rest):
    """Tell whether no task that was passed over would still fit."""
    eligible, times, inside = m[H.eligible], m[H.times], m[H.inside]
    for place in range(start):
        task = m[eligible + place]
        if m[inside + task] == 0 and m[times + task] <= rest:
            return 0
    return 1


@kernel("m i i -> i")
def is_dominated(m, depth, rest):
    """Tell whether a task in the load could be exchanged for a better one."""
    chosen, begins, dom = m[H.chosen], m[H.dom_begin], m[H.dom]
    times, left, inside = m[H.times], m[H.left], m[H.inside]
    for place in range(depth):
        task = m[chosen + place]
        room = rest + m[times + task]
        for at in range(m[begins + task], m[begins + task + 1]):
            other = m[dom + at]
            is_free = m[left + other] == 0 and m[inside + other] == 0
            if is_free and m[times + other] <= room:
                return 1
    return 0


@kernel("m i i -> i")
def child(m, parent, depth):
    """Write the state after a load; give 1 if its rest may fit into what is left."""
    made, chosen, tasks = m[H.child], m[H.chosen], m[H.tasks]
    done = m[parent + S.done] + 1
    ahead = m[H.target] - done
    for measure in range(m[H.measures]):
        value = m[H.value] + measure * tasks
        rest = m[parent + S.size + measure]
        for place in range(depth):
            rest -= m[value + m[chosen + place]]
        if rest > ahead * m[m[H.capacity] + measure]:
            return 0
        m[made + S.size + measure] = rest
    bits, before = bits_of(m, made), bits_of(m, parent)
    for word in range(m[H.words]):
        m[bits + word] = m[before + word]
    mark = m[parent + S.hash]
    for place in range(depth):
        task = m[chosen + place]
        m[bits + task // BITS] |= np.int64(1) << (task % BITS)
        mark ^= m[m[H.zobrist] + task]
    must = m[H.must] + min(ahead, m[H.must_rows] - 1) * m[H.words]
    for word in range(m[H.words]):
        if m[must + word] & ~m[bits + word]:
            return 0
    m[made + S.hash] = mark
    m[made + S.done] = done
    m[made + S.parent] = parent
    m[made + S.dead] = 0
    m[made + S.first] = 0
    m[made + S.second] = 0
    return 1


@kernel("m i -> -")
def record(m, state):
    """Keep a state in which all tasks are done as the best answer: stations by task."""
    m[H.stations] = m[state + S.done]
    m[H.target] = m[H.stations] - 1
    answer = m[H.answer]
    while state != 0:
        bits, done = bits_of(m, state), m[state + S.done]
        for task in range(m[H.tasks]):
            if holds(m, bits, task):
                m[answer + task] = done
        state = m[state + S.parent]


@inlined("m i i -> i")
def same(m, one, other):
    """Tell whether two states have done the same tasks."""
    if m[one + S.hash] != m[other + S.hash]:
        return 0
    bits, others = bits_of(m, one), bits_of(m, other)
    for word in range(m[H.words]):
        if m[bits + word] != m[others + word]:
            return 0
    return 1


@inlined("m i i -> -")
def copy(m, source, target):
    """Copy a state."""
    for place in range(m[H.state_size]):
        m[target + place] = m[source + place]
