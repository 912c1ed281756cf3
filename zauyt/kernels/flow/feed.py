"""From which buffer a section takes its next job, and what it waits for."""

from __future__ import annotations

from zauyt.kernels.compile import kernel
from zauyt.kernels.flow.agenda import set_time
from zauyt.kernels.flow.buffer import buffer_at, choose, waiting_at
from zauyt.kernels.flow.job import job_at, kind_ahead, last_job, section_at
from zauyt.kernels.flow.kit import make_choice, missing_kit
from zauyt.kernels.flow.layout import (
    ANY_BY_STRICT_WEIGHT,
    ANY_FIRST_COME,
    BY_JOB,
    BY_ORIGIN,
    FROM_SOURCE,
    NEVER,
    ONE_OF_EACH,
    B,
    C,
    F,
    H,
    J,
    R,
    W,
)


@kernel("m i -> i")
def first_held(m, number):
    """Give the section held longest by a buffer, or -1."""
    b = buffer_at(m, number)
    found, since = -1, NEVER
    for place in range(m[b + B.givers_from], m[b + B.givers_to]):
        giver = m[m[H.givers] + place]
        c = section_at(m, giver)
        if m[c + C.held] == number and m[c + C.held_since] < since:
            found, since = giver, m[c + C.held_since]
    return found


@kernel("m i -> i")
def source_outside(m, number):
    """Give the source of which an arrival waits outside for a buffer, or -1."""
    b = buffer_at(m, number)
    for place in range(m[b + B.sources_from], m[b + B.sources_to]):
        source = m[H.sources] + m[m[H.outside] + place] * R.size
        if m[source + R.outside] > 0:
            return source
    return -1


@kernel("m i i i -> i")
def came_since(m, number, kinds, time):
    """Give when the job came that a buffer can give next, NEVER if none can.

    The buffer keeps which one it is, for whoever takes it now.
    """
    b = buffer_at(m, number)
    if m[b + B.places] > 0:
        rank = choose(m, b, kinds, time)
        m[b + B.chosen] = rank
        return NEVER if rank < 0 else m[waiting_at(m, b, rank) + W.since]
    giver = first_held(m, number)
    if giver >= 0:
        return m[section_at(m, giver) + C.held_since]
    return NEVER if source_outside(m, number) < 0 else time


@kernel("m i -> b")
def someone_idle(m, b):
    """Give whether a section that takes from a buffer is idle."""
    for place in range(m[b + B.takers_from], m[b + B.takers_to]):
        if m[section_at(m, m[m[H.takers] + place]) + C.idle] == 1:
            return True
    return False


@kernel("m i i -> i")
def _pick_feed(m, c, time):
    """Choose the feed that gives the next job, or -1 if none can."""
    found, best, since = -1, 0.0, NEVER
    for place in range(m[c + C.feed_from], m[c + C.feed_to]):
        feed = m[H.feeds] + place * F.size
        came = came_since(m, m[feed + F.buffer], m[c + C.kinds], time)
        if came == NEVER and m[c + C.intake] != ANY_BY_STRICT_WEIGHT:
            continue
        if m[c + C.intake] != ANY_FIRST_COME:
            score = (m[feed + F.taken] + 1) / m[feed + F.weight]
            if found < 0 or score < best:
                found, best, since = feed, score, came
        elif came < since:
            found, since = feed, came
    return found if since < NEVER else -1


@kernel("m i i -> b")
def all_can_give(m, c, time):
    """Give whether each of a section's feeds has a job for it."""
    for place in range(m[c + C.feed_from], m[c + C.feed_to]):
        buffer = m[m[H.feeds] + place * F.size + F.buffer]
        if came_since(m, buffer, m[c + C.kinds], time) == NEVER:
            return False
    return True


@kernel("m i i i -> i")
def kit_awaited(m, c, buffer, time):
    """Give the kit for which the next job out of a buffer has to wait, or -1.

    With buffer -1 the job is the next of the section's own source.
    """
    if m[c + C.needs_from] == m[c + C.needs_to]:
        return -1
    job = -1
    if buffer < 0:
        source = m[H.sources] + m[c + C.source] * R.size
    else:
        b = buffer_at(m, buffer)
        source = source_outside(m, buffer)
        giver = first_held(m, buffer)
        if m[b + B.places] > 0:
            job = m[waiting_at(m, b, m[b + B.chosen]) + W.job]
        elif giver >= 0:
            job = last_job(m, section_at(m, giver))
    if job < 0:
        return missing_kit(m, c, kind_ahead(m, source, time), 0)
    j = job_at(m, job)
    return missing_kit(m, c, m[j + J.kind], m[j + J.lacks])


@kernel("m i i -> i")
def kit_missing(m, number, time):
    """Give the kit for want of which a head is idle though a job is there, or -1."""
    c = section_at(m, number)
    if m[c + C.needs_from] == m[c + C.needs_to]:
        return -1
    if m[c + C.intake] == FROM_SOURCE:
        source = m[H.sources] + m[c + C.source] * R.size
        return kit_awaited(m, c, -1, time) if time >= m[source + R.opens] else -1
    kinds = m[c + C.kinds]
    m[c + C.kinds] = m[c + C.models]  # which job is there does not depend on kits
    feed = m[H.feeds] + m[c + C.feed_from] * F.size
    if m[c + C.intake] != ONE_OF_EACH:
        feed = _pick_feed(m, c, time)
    elif not all_can_give(m, c, time):
        feed = -1
    kit = kit_awaited(m, c, m[feed + F.buffer], time) if feed >= 0 else -1
    m[c + C.kinds] = kinds
    return kit


@kernel("m i -> i")
def there_since(m, buffer):
    """Give since when the job that a buffer gives next could have been had."""
    b = buffer_at(m, buffer)
    if m[b + B.places] > 0:
        return m[waiting_at(m, b, m[b + B.chosen]) + W.ripe]
    giver = first_held(m, buffer)
    if giver >= 0:
        return m[section_at(m, giver) + C.held_since]
    return m[source_outside(m, buffer) + R.came]


@kernel("m i i -> i")
def could_begin(m, c, feed):
    """Give since when there has been a job for a section that takes one only now."""
    if feed == -2:
        return m[m[H.sources] + m[c + C.source] * R.size + R.opens]
    if m[c + C.intake] != ONE_OF_EACH:
        return there_since(m, m[feed + F.buffer])
    latest = 0
    for place in range(m[c + C.feed_from], m[c + C.feed_to]):
        buffer = m[m[H.feeds] + place * F.size + F.buffer]
        latest = max(latest, there_since(m, buffer))
    return latest


@kernel("i i i i i -> iiiii")
def why_late(idle_since, there, came, feeder, operation):
    """Give what decided when a job could have begun that was there before it did.

    Gives the cause, the ticks of its way until then, and the operation before or,
    where nobody handed it over, how long there was no order.
    """
    if there <= idle_since:
        return BY_ORIGIN, 0, 0, 0, 0
    if feeder >= 0:
        return BY_JOB, max(there - came, 0), operation, 0, 0
    begun = max(came, idle_since)
    return BY_ORIGIN, there - begun, min(begun - idle_since, 2**31 - 1), 0, 0


@kernel("m i i i -> i")
def feed_ready(m, number, c, time):
    """Give the feed from which a section takes next, -1 none, -2 its own source.

    -3: nothing can be taken yet.
    """
    intake = m[c + C.intake]
    if intake == FROM_SOURCE:
        source = m[H.sources] + m[c + C.source] * R.size
        if time < m[source + R.opens]:
            set_time(m, m[H.leaf_heads] + number, m[source + R.opens])
            return -3
        return -3 if kit_awaited(m, c, -1, time) >= 0 else -2
    feed = m[H.feeds] + m[c + C.feed_from] * F.size
    if intake == ONE_OF_EACH:
        if not all_can_give(m, c, time):
            return -3
    else:
        make_choice(m, c)
        feed = _pick_feed(m, c, time)
        if feed < 0:
            return -3
    return -3 if kit_awaited(m, c, m[feed + F.buffer], time) >= 0 else feed
