"""The next event: the least of all leaves, found among the least of each group.

A leaf is a thing that may happen, and its key when that is, its number in the lower
bits: of two events at the same tick the one with the lower number comes first,
whatever the order in which they were known.
"""

from __future__ import annotations

from zauyt.kernels.compile import inlined, kernel
from zauyt.kernels.flow.layout import GROUP, LEAF_BITS, NEVER, H

LATEST = NEVER >> LEAF_BITS
"""In a key, the time that does not come."""


@inlined("m i i -> -")
def set_time(m, leaf, time):
    """Set when a leaf's next event is."""
    key = (min(time, LATEST) << LEAF_BITS) | leaf
    at = m[H.keys] + leaf
    before = m[at]
    if before == key:
        return
    m[at] = key
    least = m[H.least] + leaf // GROUP
    if key < m[least]:
        m[least] = key
    elif before == m[least]:
        _find_least(m, least, at - leaf % GROUP)


@kernel("m i i -> -")
def _find_least(m, least, begin):
    """Find the least key of a group."""
    found = m[begin]
    for place in range(1, GROUP):
        found = min(found, m[begin + place])
    m[least] = found


@inlined("m -> i")
def next_key(m):
    """Give the key of the next event."""
    begin = m[H.least]
    found = m[begin]
    for place in range(1, m[H.groups]):
        found = min(found, m[begin + place])
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
    for leaf in range(m[H.groups] * GROUP):
        m[m[H.keys] + leaf] = (LATEST << LEAF_BITS) | leaf
    for group in range(m[H.groups]):
        m[m[H.least] + group] = (LATEST << LEAF_BITS) | (group * GROUP)
