"""A buffer: places in front of sections, and which job leaves it next."""

from __future__ import annotations

from zauyt.kernels.compile import inlined, kernel
from zauyt.kernels.flow.job import job_at
from zauyt.kernels.flow.layout import (
    BY_RATIO,
    BY_RULES,
    COLOUR_BATCH,
    FIFO,
    FULL,
    LN,
    RESTORE_SEQUENCE,
    B,
    H,
    J,
    U,
    W,
)
from zauyt.kernels.flow.note import note_passage


@inlined("m i -> i")
def buffer_at(m, number):
    """Give where the record of a buffer begins."""
    return m[H.buffers] + number * B.size


@kernel("m i i -> -")
def measure(m, b, time):
    """Add up the content since the last change; call it before each change."""
    ticks = min(time, m[H.until]) - max(m[b + B.since], m[H.count_from])
    if ticks > 0:
        m[b + B.area] += m[b + B.count] * ticks
    m[b + B.since] = time


@inlined("m i i -> i")
def waiting_at(m, b, rank):
    """Give where the record of a waiting job begins, by its rank of arrival."""
    place = m[b + B.head] + rank
    if place >= m[b + B.room]:  # a division would take longer
        place -= m[b + B.room]
    return m[H.waiting] + (m[b + B.ring] + place) * W.size


@inlined("m i -> b")
def has_room(m, b):
    """Give whether one more job may stand in the buffer."""
    return m[b + B.count] < m[b + B.places]


@inlined("m i i -> i")
def lane_at(m, b, lane):
    """Give where the record of a store's lane begins."""
    return m[H.lanes] + (m[b + B.lane] + lane) * LN.size


@kernel("m i i i i -> i")
def _lane_score(m, b, count, tail, job):
    """Give how little a lane suits a job that would stand behind `tail`.

    Best is behind its like, as the buffer's rule of release wants it: a job
    little earlier in the planned sequence, of the same colour or kind. Else the
    shorter the lane the better.
    """
    if tail < 0:
        return 2**40 + count
    t, j = job_at(m, tail), job_at(m, job)
    if m[b + B.release] == RESTORE_SEQUENCE:
        ahead = m[j + J.serial] - m[t + J.serial]
        return ahead if ahead > 0 else 2**41 + count
    if m[b + B.release] == COLOUR_BATCH and m[t + J.colour] == m[j + J.colour]:
        return count
    if m[b + B.release] == BY_RULES and m[t + J.kind] == m[j + J.kind]:
        return count
    return 2**40 + count


@kernel("m i i -> i")
def _lane_for(m, b, job):
    """Choose the lane with room that suits a job best; the first of equals."""
    room = m[b + B.places] // m[b + B.lanes]
    best, best_score = -1, 2**62
    for lane in range(m[b + B.lanes]):
        row = lane_at(m, b, lane)
        count = m[row + LN.count]
        if count < room:
            tail = m[row + LN.last] if count > 0 else -1
            score = _lane_score(m, b, count, tail, job)
            if score < best_score:
                best, best_score = lane, score
    return best


@kernel("m i i i i i -> -")
def put(m, b, job, time, section, operation):
    """Place a job in the buffer; the caller has made sure that there is room."""
    measure(m, b, time)
    if m[b + B.count] == m[b + B.room]:
        m[H.status] = FULL
        return
    w = waiting_at(m, b, m[b + B.count])
    lane = 0
    if m[b + B.lanes] > 0:
        lane = _lane_for(m, b, job)
        row = lane_at(m, b, lane)
        m[row + LN.count] += 1
        m[row + LN.last] = job
    m[w + W.lane] = lane
    m[w + W.job] = job
    m[w + W.since] = time
    m[w + W.ripe] = time + m[b + B.transit]
    m[w + W.section] = section
    m[w + W.operation] = operation
    note_passage(m, job_at(m, job), m[b + B.enters], time)
    m[b + B.count] += 1
    m[b + B.most] = max(m[b + B.most], m[b + B.count])


@kernel("m i i -> b")
def _reachable(m, b, rank):
    """Give whether no other job of its lane stands in front of a job."""
    lane = m[waiting_at(m, b, rank) + W.lane]
    for other in range(rank):
        if m[waiting_at(m, b, other) + W.lane] == lane:
            return False
    return True


@kernel("i -> i")
def _bits(word):
    count = 0
    while word > 0:
        count += word & 1
        word >>= 1
    return count


@kernel("m i i -> b")
def _keeps_ratios(m, b, kind):
    """Give whether a job of a kind may leave next without breaking a ratio rule."""
    for place in range(m[b + B.ratios_from], m[b + B.ratios_to]):
        u = m[H.ratios] + place * U.size
        if m[m[H.admits] + m[u + U.kinds] * m[H.admits_width] + kind] == 0:
            continue
        if _bits(m[u + U.seen]) >= m[u + U.most]:
            return False
    return True


@kernel("m i i -> i")
def _too_many(m, b, kind):
    """Give what the rules' too many would count, if a job of a kind left next."""
    found = 0
    for place in range(m[b + B.ratios_from], m[b + B.ratios_to]):
        u = m[H.ratios] + place * U.size
        of = m[m[H.admits] + m[u + U.kinds] * m[H.admits_width] + kind]
        found += max(_bits(m[u + U.seen]) + of - m[u + U.most], 0) * m[u + U.weight]
    return found


@kernel("m i i -> -")
def _note_ratios(m, b, kind):
    """Write down for the ratio rules that a job of a kind left."""
    for place in range(m[b + B.ratios_from], m[b + B.ratios_to]):
        u = m[H.ratios] + place * U.size
        of = m[m[H.admits] + m[u + U.kinds] * m[H.admits_width] + kind]
        kept = (1 << (m[u + U.window] - 1)) - 1
        m[u + U.seen] = ((m[u + U.seen] << 1) | of) & kept


MASKED = 62
"""As many lanes have a bit each in a mask of those whose front has been seen."""


@kernel("m i i i -> i")
def choose(m, b, kinds, time):
    """Give the rank of the job that leaves next for a taker of `kinds`, or -1."""
    count = m[b + B.count]
    if count == 0:
        return -1
    release = m[b + B.release]
    if release == FIFO and m[b + B.lanes] == 0 and kinds < 0:
        return 0 if m[waiting_at(m, b, 0) + W.ripe] <= time else -1
    best, best_score = -1, 2**62
    lanes = m[b + B.lanes]
    seen, every = 0, (1 << min(lanes, MASKED)) - 1
    for rank in range(count):
        w = waiting_at(m, b, rank)
        if m[w + W.ripe] > time:
            break
        if lanes > MASKED:
            if not _reachable(m, b, rank):
                continue
        elif lanes > 0:
            if seen == every:
                break
            lane = 1 << m[w + W.lane]
            if seen & lane != 0:
                continue
            seen |= lane
        j = job_at(m, m[w + W.job])
        if kinds >= 0:
            admits = m[H.admits] + kinds * m[H.admits_width]
            if m[admits + m[j + J.kind]] == 0:
                continue
        score = rank
        if release == RESTORE_SEQUENCE:
            score = m[j + J.serial]
        elif release == COLOUR_BATCH and m[j + J.colour] != m[b + B.colour]:
            score = rank + 2**40
        elif release == BY_RATIO and not _keeps_ratios(m, b, m[j + J.kind]):
            score = rank + 2**40
        elif release == BY_RULES:
            score = rank + _too_many(m, b, m[j + J.kind]) * 2**24
        if score < best_score:
            best, best_score = rank, score
    return best


@kernel("m i i i -> -")
def remove(m, b, rank, time):
    """Take the job of a rank out, the others keeping their order."""
    measure(m, b, time)
    w = waiting_at(m, b, rank)
    j = job_at(m, m[w + W.job])
    if m[b + B.lanes] > 0:
        m[lane_at(m, b, m[w + W.lane]) + LN.count] -= 1
    m[b + B.colour] = m[j + J.colour]
    _note_ratios(m, b, m[j + J.kind])
    note_passage(m, j, m[b + B.point], time)
    note_passage(m, j, m[b + B.leaves], time)
    for place in range(rank, 0, -1):
        to = waiting_at(m, b, place)
        of = waiting_at(m, b, place - 1)
        for field in range(W.size):
            m[to + field] = m[of + field]
    m[b + B.head] += 1
    if m[b + B.head] == m[b + B.room]:
        m[b + B.head] = 0
    m[b + B.count] -= 1
