"""The beam: of each number of stations filled, the few best states, by a worth.

Each state keeps its best few loads as candidates, the level the best few of all. It
proves nothing, but finds answers where there are too many states to remember.
"""

from __future__ import annotations

from zauyt.kernels.balancing.layout import H, S
from zauyt.kernels.balancing.loads import copy, record, same
from zauyt.kernels.balancing.memory import tasks_left
from zauyt.kernels.compile import inlined, kernel


@kernel("m i i -> -")
def keep(m, made, depth):
    """Keep a candidate if it is among the best few of its parent."""
    worth = m[m[H.rows] + m[made + S.parent] * m[H.state_size] + S.priority]
    for place in range(depth):
        worth += m[m[H.worth] + m[m[H.chosen] + place]]
    m[made + S.priority] = worth
    size, begin = m[H.state_size], m[H.begin]
    least = begin
    for at in range(begin, begin + m[H.kept]):
        candidate = m[H.pool] + at * size
        if same(m, candidate, made):
            return
        if m[candidate + S.priority] < m[m[H.pool] + least * size + S.priority]:
            least = at
    if m[H.kept] < m[H.kept_of]:
        copy(m, made, m[H.pool] + (begin + m[H.kept]) * size)
        m[H.kept] += 1
    elif worth > m[m[H.pool] + least * size + S.priority]:
        copy(m, made, m[H.pool] + least * size)


@inlined("m i i -> i")
def better(m, one, other):
    """Tell whether a candidate is worth more than another, or as much and older."""
    size, pool = m[H.state_size], m[H.pool]
    mine, theirs = (
        m[pool + one * size + S.priority],
        m[pool + other * size + S.priority],
    )
    return mine > theirs or (mine == theirs and one < other)


@kernel("m i i -> -")
def sink(m, root, count):
    """Let a place of the ranking sink to where it belongs, the worst on top."""
    ranked = m[H.ranked]
    item = m[ranked + root]
    while True:
        below = 2 * root + 1
        if below >= count:
            break
        if below + 1 < count and better(m, m[ranked + below], m[ranked + below + 1]):
            below += 1
        if not better(m, item, m[ranked + below]):
            break
        m[ranked + root] = m[ranked + below]
        root = below
    m[ranked + root] = item


@kernel("m i -> -")
def rank(m, count):
    """Sort the candidates, the best first."""
    ranked = m[H.ranked]
    for place in range(count):
        m[ranked + place] = place
    for place in range(count // 2 - 1, -1, -1):
        sink(m, place, count)
    for end in range(count - 1, 0, -1):
        m[ranked], m[ranked + end] = m[ranked + end], m[ranked]
        sink(m, 0, end)


@kernel("m i -> i")
def next_level(m, count):
    """Make the best candidates the next level; give how many there are.

    A candidate in which all tasks are done is the answer, and ends the pass.
    """
    rank(m, count)
    size, mask = m[H.state_size], m[H.seen_mask]
    for place in range(mask + 1):
        m[m[H.seen] + place] = 0
    level = m[H.levels] + m[H.level]
    begin = m[level + 1]
    wanted = min(m[H.width], m[H.rows_room] - begin)
    found = 0
    for at in range(count):
        if found == wanted:
            break
        candidate = m[H.pool] + m[m[H.ranked] + at] * size
        place = m[candidate + S.hash] & mask
        known = m[m[H.seen] + place]
        while known != 0 and not same(m, known, candidate):
            place = (place + 1) & mask
            known = m[m[H.seen] + place]
        if known == 0:
            row = m[H.rows] + (begin + found) * size
            copy(m, candidate, row)
            m[m[H.seen] + place] = row
            found += 1
            if m[row + S.size] == 0 and tasks_left(m, row) == 0:
                finish(m, row)
                return 0
    m[level + 2] = begin + found
    m[H.level] += 1
    return found


@kernel("m i -> -")
def finish(m, row):
    """Turn the rows' parents, which are numbers, into places, and keep the answer."""
    at = row
    while m[at + S.done] > 0:
        m[at + S.parent] = m[H.rows] + m[at + S.parent] * m[H.state_size]
        at = m[at + S.parent]
    m[at + S.parent] = 0
    record(m, row)
