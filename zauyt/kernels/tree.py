"""The next event: a tournament among the leaves, the earliest at the root.

Leaves are numbered by priority, so that of two events at the same tick the one
with the lower number comes first, whatever the order in which they were known.
"""

from __future__ import annotations

from zauyt.kernels.compile import inlined, kernel
from zauyt.kernels.layout import H


@inlined("m i -> -")
def _play(m, place):
    """Play the match at a place of the tree."""
    times = m[H.times]
    left = m[m[H.tree] + 2 * place]
    right = m[m[H.tree] + 2 * place + 1]
    m[m[H.tree] + place] = left if m[times + left] <= m[times + right] else right


@inlined("m i i -> -")
def set_time(m, leaf, time):
    """Set when a leaf's next event is, and play its matches anew."""
    at = m[H.times] + leaf
    if m[at] == time:
        return
    m[at] = time
    place = (leaf + m[H.leaves_count]) >> 1
    while place > 0:
        _play(m, place)
        place >>= 1


@kernel("m -> -")
def build(m):
    """Play all matches; the number of leaves is a power of two."""
    count = m[H.leaves_count]
    for leaf in range(count):
        m[m[H.tree] + count + leaf] = leaf
    for place in range(count - 1, 0, -1):
        _play(m, place)
