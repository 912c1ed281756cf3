"""The next event: the least of all leaves, found among the least of larger groups.

A leaf is a thing that may happen, and its key when that is, its number in the lower
bits: of two events at the same tick the one with the lower number comes first,
whatever the order in which they were known.
"""

from __future__ import annotations

from zauyt.kernels.compile import inlined, kernel, shared
from zauyt.kernels.flow.layout import GROUP, LEAF_BITS, NEVER, H

LATEST = NEVER >> LEAF_BITS
"""In a key, the time that does not come."""


@inlined("m i i -> -")
def set_time(m, leaf, time):
    """Set when a leaf's next event is."""
    key = (min(time, LATEST) << LEAF_BITS) | leaf
    if m[m[H.keys] + leaf] != key:
        _set_key(m, leaf, key)


@shared("m i i -> -")
def _set_key(m, leaf, key):
    """Set a leaf's key, and the least ones of its group and of the larger one."""
    at = m[H.keys] + leaf
    least = m[H.least] + leaf // GROUP
    top = m[H.tops] + leaf // GROUP**2
    before = m[at]
    m[at] = key
    if key < m[least]:
        m[least] = key
        m[top] = min(m[top], key)
    elif before == m[least]:
        m[least] = _least_of(m, at - leaf % GROUP)
        if before == m[top]:
            m[top] = _least_of(m, least - leaf // GROUP % GROUP)


@kernel("m i -> i")
def _least_of(m, begin):
    """Give the least key of a group, or of a larger one."""
    found = m[begin]
    for place in range(begin + 1, begin + GROUP):
        found = min(found, m[place])
    return found


@inlined("m -> i")
def next_key(m):
    """Give the key of the next event."""
    begin = m[H.tops]
    found = m[begin]
    for place in range(begin + 1, begin + m[H.tops_count]):
        found = min(found, m[place])
    return found


@inlined("i -> i")
def time_of(key):
    """Give the time of a key, NEVER if it does not come."""
    time = key >> LEAF_BITS
    return NEVER if time == LATEST else time


@inlined("i -> i")
def leaf_of(key):
    """Give the leaf of a key."""
    return key & ((1 << LEAF_BITS) - 1)


@kernel("m -> -")
def nothing_known(m):
    """Let nothing be known of any leaf yet."""
    groups = m[H.tops_count] * GROUP
    for leaf in range(groups * GROUP):
        m[m[H.keys] + leaf] = (LATEST << LEAF_BITS) | leaf
    for group in range(groups):
        m[m[H.least] + group] = m[m[H.keys] + group * GROUP]
    for top in range(m[H.tops_count]):
        m[m[H.tops] + top] = m[m[H.least] + top * GROUP]
