"""A line filled under its rules, task by task, and the search for a good order of them.

Of the tasks that are free the first of an order goes to the station at hand, if every
rule allows it there, to the post that can begin it soonest; when none is left that can,
the next station is begun. The search changes the order a little, fills the line again
and goes on from what is no worse, or little worse than the best.
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.balancing.layout import F
from zauyt.kernels.chance import uniform
from zauyt.kernels.compile import inlined, kernel

UNPLACED = 1 << 60
"""Worth of an order that leaves tasks over, before what they take."""
FEW_PEOPLE, FEW_MOVES = 1, 2
"""What is wished for where all tasks find a place."""
PERSON = 1 << 40
"""Worth of a person, where few are wanted."""


@kernel("m i -> -")
def push(m, task):
    """Put a free task into the heap, the first of the order on top."""
    heap, rank, at = m[F.heap], m[F.rank], m[F.heap_count]
    m[F.heap_count] = at + 1
    mine = m[rank + task]
    while at > 0:
        above = (at - 1) // 2
        if m[rank + m[heap + above]] <= mine:
            break
        m[heap + at] = m[heap + above]
        at = above
    m[heap + at] = task


@kernel("m -> i")
def pop(m):
    """Take the first task of the order out of the heap."""
    heap, rank = m[F.heap], m[F.rank]
    first, count = m[heap], m[F.heap_count] - 1
    m[F.heap_count] = count
    last = m[heap + count]
    mine, at = m[rank + last], 0
    while 2 * at + 1 < count:
        below = 2 * at + 1
        if below + 1 < count and (
            m[rank + m[heap + below + 1]] < m[rank + m[heap + below]]
        ):
            below += 1
        if mine <= m[rank + m[heap + below]]:
            break
        m[heap + at] = m[heap + below]
        at = below
    m[heap + at] = last
    return first


@kernel("m i i -> i")
def is_barred(m, task, at):
    """Tell whether a task's own rules, or tasks already there, bar a station."""
    if at < m[m[F.first] + task]:
        return 1
    begins = m[F.barred_begin] + task
    for place in range(m[begins], m[begins + 1]):
        if m[m[F.barred] + place] == at:
            return 1
    begins = m[F.apart_begin] + task
    for place in range(m[begins], m[begins + 1]):
        if m[m[F.station] + m[m[F.apart] + place]] == at:
            return 1
    tool = m[m[F.tool] + task]
    if tool == 0 or m[m[F.tool_at] + tool] == at:
        return 0
    return 1 if m[m[F.tool_used] + tool] >= m[m[F.tool_most] + tool] else 0


@kernel("m i i -> i")
def ready(m, task, at):
    """Give when all that comes before a task at a station is done there."""
    found = 0
    begins = m[F.pred_begin] + task
    for place in range(m[begins], m[begins + 1]):
        before = m[m[F.pred] + place]
        if m[m[F.station] + before] == at:
            found = max(found, m[m[F.start] + before] + m[m[F.times] + before])
    return found


@inlined("m i i i -> i")
def takes(m, task, post, soonest):
    """Tell whether a post may do a task: side, strain and takt."""
    side = m[m[F.side] + task]
    if m[F.posts] > 1 and side == 2 - post % 2:
        return 0
    if m[m[F.borne] + post] + m[m[F.strain] + task] > m[F.most_strain]:
        return 0
    begin = max(m[m[F.load] + post], soonest)
    return 1 if begin + m[m[F.times] + task] <= m[F.cycle] else 0


@kernel("m i i i -> i")
def post_for(m, task, at, soonest):
    """Give the post, from 0, that is to do a task at a station; -1 if none can."""
    if m[F.homed] and m[m[F.home_station] + task] == at:
        home = m[m[F.home_post] + task] - 1
        if 0 <= home < m[F.posts] and takes(m, task, home, soonest):
            return home
    found, waits, fullest = -1, 0, 0
    for post in range(m[F.posts]):
        if not takes(m, task, post, soonest):
            continue
        load = m[m[F.load] + post]
        # spread: the soonest begin; else the least waiting, then the fullest post
        wait = max(load, soonest) if m[F.spread] else max(soonest - load, 0)
        less = 0 if m[F.spread] else -load
        if found < 0 or wait < waits or (wait == waits and less < fullest):
            found, waits, fullest = post, wait, less
    return found


@inlined("m i i i i -> -")
def put(m, task, at, post, soonest):
    """Let a post of a station do a task, and free what waits for that alone."""
    load = m[F.load] + post
    begin = max(m[load], soonest)
    m[m[F.station] + task], m[m[F.post] + task] = at, post + 1
    m[m[F.start] + task] = begin
    m[load] = begin + m[m[F.times] + task]
    m[m[F.borne] + post] += m[m[F.strain] + task]
    tool = m[m[F.tool] + task]
    if tool and m[m[F.tool_at] + tool] != at:
        m[m[F.tool_at] + tool] = at
        m[m[F.tool_used] + tool] += 1
    begins = m[F.succ_begin] + task
    for place in range(m[begins], m[begins + 1]):
        after = m[m[F.succ] + place]
        m[m[F.waits] + after] -= 1
        if m[m[F.waits] + after] == 0:
            push(m, after)


@kernel("m -> -")
def emptied(m):
    """Empty the line, and make the heap of the tasks that wait for nothing."""
    for tool in range(m[F.tools] + 1):
        m[m[F.tool_at] + tool] = 0
        m[m[F.tool_used] + tool] = 0
    m[F.heap_count], m[F.people], m[F.unlike] = 0, 0, 0
    for place in range(m[F.tasks]):
        m[m[F.rank] + m[m[F.trial] + place]] = place
    for task in range(m[F.tasks]):
        m[m[F.station] + task] = 0
        m[m[F.waits] + task] = m[m[F.degree] + task]
        if m[m[F.waits] + task] == 0:
            push(m, task)


@kernel("m -> i")
def fill(m):
    """Fill the line in the trial order; give the time of tasks that are left over."""
    emptied(m)
    at, later = 0, m[F.later]
    while m[F.heap_count] > 0:
        at += 1
        if at > m[F.most]:
            return left_over(m)
        for post in range(m[F.posts]):
            m[m[F.load] + post] = 0
            m[m[F.borne] + post] = 0
        count = 0
        while m[F.heap_count] > 0:
            task = pop(m)
            soonest = ready(m, task, at)
            post = -1 if is_barred(m, task, at) else post_for(m, task, at, soonest)
            if post < 0:
                m[later + count] = task
                count += 1
            else:
                put(m, task, at, post, soonest)
        count_people(m)
        for place in range(count):
            if m[m[F.last] + m[later + place]] <= at:
                return left_over(m)
            push(m, m[later + place])
    return 0


@inlined("m -> -")
def count_people(m):
    """Count the posts of the station at hand that have work, and how unlike it is."""
    for post in range(m[F.posts]):
        load = m[m[F.load] + post]
        if load > 0:
            part = load * 1000 // m[F.cycle]
            m[F.people] += 1
            m[F.unlike] += part * part


@kernel("m -> i")
def left_over(m):
    """Give the time of tasks without a station, at least 1 for each."""
    found = 0
    for task in range(m[F.tasks]):
        if m[m[F.station] + task] == 0:
            found += max(m[m[F.times] + task], 1)
    return found


@kernel("m -> i")
def worth(m):
    """Fill the line in the trial order and say how bad it is; 0 where it is enough."""
    over = fill(m)
    if over > 0:
        return UNPLACED + over
    if m[F.wish] == FEW_PEOPLE:
        return m[F.people] * PERSON - m[F.unlike]
    found = 0
    if m[F.wish] == FEW_MOVES:
        for task in range(m[F.tasks]):
            if m[m[F.station] + task] != m[m[F.home_station] + task]:
                found += 1
    return found


@inlined("m -> f")
def drawn(m):
    """Draw a number from 0 to 1."""
    count = m[F.counter]
    m[F.counter] = count + 1
    return uniform(np.uint64(m[F.stream]), np.uint64(count))


@inlined("m i -> i")
def below(m, limit):
    """Draw a whole number from 0 to below a limit."""
    return np.int64(drawn(m) * limit)


@kernel("m -> -")
def shake(m):
    """Make a trial order: a few tasks of the order of now elsewhere in it."""
    count, trial = m[F.tasks], m[F.trial]
    for place in range(count):
        m[trial + place] = m[m[F.order] + place]
    while True:
        one = below(m, count)
        span = 1 + below(m, 1 + below(m, count))
        other = one + span if below(m, 2) else one - span
        other = min(max(other, 0), count - 1)
        task = m[trial + one]
        if below(m, 2):
            m[trial + one] = m[trial + other]
        else:
            step = 1 if other > one else -1
            while one != other:
                m[trial + one] = m[trial + one + step]
                one += step
        m[trial + other] = task
        if below(m, 3):
            return


@kernel("m -> -")
def keep_filled(m):
    """Keep the line as it is filled, and the trial order, as the best."""
    for task in range(m[F.tasks]):
        m[m[F.kept_station] + task] = m[m[F.station] + task]
        m[m[F.kept_post] + task] = m[m[F.post] + task]
        m[m[F.kept_start] + task] = m[m[F.start] + task]
        m[m[F.kept_order] + task] = m[m[F.trial] + task]


@kernel("m -> -")
def next_pass(m):
    """Try another order, the very order of now in the first pass, and go on from it."""
    if m[F.passes] > 0:
        shake(m)
    m[F.passes] += 1
    value = worth(m)
    limit = m[F.best]
    if value < limit:
        m[F.best] = value
        keep_filled(m)
    limit += np.int64(m[F.slack] * drawn(m))
    if value <= m[F.value] or value <= limit:
        m[F.value] = value
        for place in range(m[F.tasks]):
            m[m[F.order] + place] = m[m[F.trial] + place]
