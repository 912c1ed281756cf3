"""Going on with a search: loads of the memory's states or the beam's, or passes."""

from __future__ import annotations

from zauyt.kernels.balancing.beam import keep, next_level
from zauyt.kernels.balancing.filling import next_pass
from zauyt.kernels.balancing.layout import F, H, S
from zauyt.kernels.balancing.loads import (
    child,
    is_dominated,
    is_full,
    prepare,
    put_back,
    shuffle,
    take,
)
from zauyt.kernels.balancing.memory import is_hopeless, popped, remember
from zauyt.kernels.compile import address, entry, kernel

DONE, GOING_ON = 1, 0


@kernel("m i i i -> i")
def all_loads(m, state, free, limit):
    """Try the loads of a station after a state, up to a limit; give 1 if it was met."""
    eligible, chosen, at = m[H.eligible], m[H.chosen], m[H.at]
    upto, rest_at, some, times = m[H.upto], m[H.rest], m[H.any], m[H.times]
    depth, leaves, met = 0, 0, 0
    m[at], m[upto], m[rest_at], m[some] = 0, free, m[H.cycle], 0
    while depth >= 0:
        place, end, rest = m[at + depth], m[upto + depth], m[rest_at + depth]
        while place < end and m[times + m[eligible + place]] > rest:
            place += 1
        if place < end:
            task = m[eligible + place]
            m[at + depth] = place + 1
            m[some + depth] = 1
            m[chosen + depth] = task
            depth += 1
            m[at + depth] = place + 1
            m[upto + depth] = take(m, task, end)
            m[rest_at + depth] = rest - m[times + task]
            m[some + depth] = 0
            continue
        if m[some + depth] == 0:
            leaves += 1
            if is_full(m, m[at + depth], rest):
                load_found(m, state, depth, rest)
            if leaves >= limit:
                met = 1
                break
        depth -= 1
        if depth >= 0:
            put_back(m, m[chosen + depth])
    m[H.tried] += leaves
    while depth > 0:
        depth -= 1
        put_back(m, m[chosen + depth])
    return met


@kernel("m i i i -> -")
def load_found(m, state, depth, rest):
    """Hand on a full load, if what it leaves may fit into the stations left."""
    if child(m, state, depth) and not is_dominated(m, depth, rest):
        if m[H.mode]:
            m[m[H.child] + S.parent] = (state - m[H.rows]) // m[H.state_size]
            keep(m, m[H.child], depth)
        else:
            remember(m, m[H.child])


@entry("M i -> i")
def go_on_with_memory(block, loads):
    """Try so many loads more; give 1 if no state waits any more."""
    m = address(block)
    m[H.mode] = 0
    end = m[H.tried] + loads
    empty = 0
    while m[H.tried] < end:
        if empty > m[H.target]:
            return DONE
        depth = m[H.depth]
        m[H.depth] = depth + 1 if depth + 1 < m[H.target] else 0
        state = popped(m, depth)
        while state != 0 and is_hopeless(m, state):
            state = popped(m, depth)
        if state == 0:
            empty += 1
        else:
            empty = 0
            m[H.tried] += 1
            if all_loads(m, state, prepare(m, state), m[H.limit]):
                m[H.cut] = 1
    return GOING_ON


@entry("M i -> i")
def go_on_with_beam(block, loads):
    """Try so many loads more; give 1 if the pass has come to its end."""
    m = address(block)
    m[H.mode] = 1
    end = m[H.tried] + loads
    size, levels = m[H.state_size], m[H.levels]
    while m[H.tried] < end:
        begin, stop = m[levels + m[H.level]], m[levels + m[H.level] + 1]
        m[H.begin] = 0
        for row in range(begin, stop):
            state = m[H.rows] + row * size
            m[H.kept] = 0
            free = prepare(m, state)
            for number in range(m[H.tries]):
                if number:
                    free = prepare(m, state)
                    shuffle(m, free)
                if not all_loads(m, state, free, m[H.per_try]):
                    break
            m[H.tried] += 1
            m[H.begin] += m[H.kept]
        if next_level(m, m[H.begin]) == 0:
            return DONE
    return GOING_ON


@entry("M i -> i")
def go_on_with_passes(block, passes):
    """Fill a line so many times more, until all is well; give the passes made."""
    m = address(block)
    for number in range(passes):
        next_pass(m)
        if m[F.best] == 0:
            return number + 1
    return passes
