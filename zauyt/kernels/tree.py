"""The next event: a tournament among the leaves, the earliest at the root.

Leaves are numbered by priority, so that of two events at the same tick the one
with the lower number comes first, whatever the order in which they were known.
"""

from __future__ import annotations

from zauyt.kernels.compile import inlined, kernel
from zauyt.kernels.layout import H


@inlined("m i i -> -")
def set_time(m, leaf, time):
    """Set when a leaf's next event is, and play its matches anew."""
    tree, times = m[H.tree], m[H.times]
    if m[times + leaf] == time:
        return
    m[times + leaf] = time
    place = leaf + m[H.leaves_count]
    winner, best = leaf, time
    while place > 1:
        other = m[tree + (place ^ 1)]
        when = m[times + other]
        if when < best or (when == best and other < winner):
            winner, best = other, when
        place >>= 1
        # Another leaf that won here before has won all above, too.
        if winner != leaf and m[tree + place] == winner:
            return
        m[tree + place] = winner


@kernel("m -> -")
def build(m):
    """Play all matches; the number of leaves is a power of two."""
    count = m[H.leaves_count]
    for leaf in range(count):
        m[m[H.tree] + count + leaf] = leaf
    for place in range(count - 1, 0, -1):
        left, right = m[m[H.tree] + 2 * place], m[m[H.tree] + 2 * place + 1]
        earlier = m[m[H.times] + left] <= m[m[H.times] + right]
        m[m[H.tree] + place] = left if earlier else right
