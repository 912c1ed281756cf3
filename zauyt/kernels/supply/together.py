"""What many vehicles need all together, taken at once where there is enough for all."""

from __future__ import annotations

from zauyt.kernels.compile import inlined, kernel
from zauyt.kernels.supply.layout import H, P


@kernel("m i i -> -")
def need_of_all(m, begin, end):
    """Write what some vehicles need, built or not."""
    for variant in range(m[H.variants]):
        m[m[H.counts] + variant] = 0
    for vehicle in range(begin, end):
        m[m[H.counts] + m[m[H.variant] + vehicle]] += 1
    need_of_counts(m)


@kernel("m i i i -> i")
def need_of_first(m, begin, end, most):
    """Write what the first vehicles of some that are not built need, so many at most.

    Gives the vehicle behind the last one of them.
    """
    for variant in range(m[H.variants]):
        m[m[H.counts] + variant] = 0
    stop, left = begin, most
    while stop < end and left > 0:
        if m[m[H.built] + stop] == 0:
            m[m[H.counts] + m[m[H.variant] + stop]] += 1
            left -= 1
        stop += 1
    need_of_counts(m)
    return stop


@kernel("m -> -")
def need_of_counts(m):
    """Write what the vehicles of each variant that were counted need."""
    for number in range(m[H.materials]):
        m[m[H.pieces] + number] = 0
    for variant in range(m[H.variants]):
        vehicles = m[m[H.counts] + variant]
        if vehicles != 0:
            for use in range(m[m[H.uses_at] + variant], m[m[H.uses_at] + variant + 1]):
                pieces = vehicles * m[m[H.uses] + 2 * use + 1]
                m[m[H.pieces] + m[m[H.uses] + 2 * use]] += pieces


@inlined("m -> b")
def enough(m):
    """Tell whether there is all that was written."""
    for number in range(m[H.materials]):
        if m[m[H.material] + number * P.size + P.stock] < m[m[H.pieces] + number]:
            return False
    return True


@inlined("m -> -")
def take_together(m):
    """Take all that was written out of the stock."""
    for number in range(m[H.materials]):
        material = m[H.material] + number * P.size
        m[material + P.stock] -= m[m[H.pieces] + number]
        m[material + P.used] += m[m[H.pieces] + number]


@kernel("m i i -> i")
def build_together(m, end, most):
    """Build vehicles that are due and lack nothing even all together; give how many.

    It is none where some may lack something: then they are looked at one by one.
    """
    stop = need_of_first(m, m[H.head], end, most)
    if not enough(m):
        return 0
    take_together(m)
    made = 0
    for vehicle in range(m[H.head], stop):
        if m[m[H.built] + vehicle] == 0:
            m[m[H.built] + vehicle] = 1
            made += 1
    m[H.finished] += made
    while m[H.head] < stop and m[m[H.built] + m[H.head]] != 0:
        m[H.head] += 1
    return made
