"""Kits: sets of parts that come in lots, and without which jobs do not go in.

A kit that is missing holds up the head of a section, or lets another job go first,
or lets the vehicle be built short: it then lacks the kit until a retrofit line
gives it one.
"""

from __future__ import annotations

from zauyt.kernels.compile import kernel
from zauyt.kernels.flow.agenda import set_time
from zauyt.kernels.flow.layout import BUILD_SHORT, ND, NEVER, OTHER_MODEL, C, H, J, P, Z
from zauyt.kernels.flow.station import drawn_ticks


@kernel("m i i i -> b")
def _applies(m, need, kind, lacks):
    """Give whether a job of a kind, lacking some kits, needs a kit here."""
    if m[need + ND.retrofit] == 1:
        return (lacks >> m[need + ND.bit]) & 1 == 1
    kinds = m[need + ND.kinds]
    return kinds < 0 or m[m[H.admits] + kinds * m[H.admits_width] + kind] == 1


@kernel("m i i i -> i")
def missing_kit(m, c, kind, lacks):
    """Give the kit for which a job would have to wait, or -1."""
    for place in range(m[c + C.needs_from], m[c + C.needs_to]):
        need = m[H.needs] + place * ND.size
        pool = m[need + ND.pool]
        if (
            m[m[H.pools] + pool * P.size + P.free] == 0
            and m[need + ND.missing] != BUILD_SHORT
            and _applies(m, need, kind, lacks)
        ):
            return pool
    return -1


@kernel("m i -> -")
def make_choice(m, c):
    """Make the filter of kinds anew: those of the models taken whose kits are there."""
    if m[c + C.choice] < 0:
        return
    width = m[H.admits_width]
    row = m[H.admits] + m[c + C.choice] * width
    for kind in range(width):
        models = m[c + C.models]
        taken = 1 if models < 0 else m[m[H.admits] + models * width + kind]
        for place in range(m[c + C.needs_from], m[c + C.needs_to]):
            need = m[H.needs] + place * ND.size
            pool = m[H.pools] + m[need + ND.pool] * P.size
            if (
                m[need + ND.missing] == OTHER_MODEL
                and m[pool + P.free] == 0
                and _applies(m, need, kind, 0)
            ):
                taken = 0
        m[row + kind] = taken


@kernel("m i i -> -")
def take_kits(m, c, j):
    """Give a job the kits it needs to go in, or mark that it lacks them."""
    kind, lacks = m[j + J.kind], m[j + J.lacks]
    for place in range(m[c + C.needs_from], m[c + C.needs_to]):
        need = m[H.needs] + place * ND.size
        if not _applies(m, need, kind, lacks):
            continue
        bit = 1 << m[need + ND.bit]
        pool = m[H.pools] + m[need + ND.pool] * P.size
        if m[pool + P.free] == 0:
            m[j + J.lacks] |= bit
            continue
        m[pool + P.free] -= 1
        if m[need + ND.retrofit] == 1:
            m[j + J.lacks] &= ~bit


@kernel("m t i i -> -")
def plan_kits(m, tables, number, time):
    """Set when kits come next; every lot's time is drawn from the lot before."""
    p = m[H.pools] + number * P.size
    if m[p + P.lot] > 0 and m[p + P.next_lot] <= time:
        mean, law, key = m[p + P.mean], m[p + P.law], m[p + P.key]
        m[p + P.next_lot] += drawn_ticks(m, tables, mean, law, key, m[p + P.lots])
        m[p + P.lots] += 1
    coming = m[p + P.next_lot] if m[p + P.lot] > 0 else NEVER
    if m[p + P.deliver] < m[p + P.deliver_to]:
        coming = min(coming, m[m[H.steps] + m[p + P.deliver] * Z.size + Z.start])
    set_time(m, m[H.leaf_pools] + number, coming)


@kernel("m t i i -> -")
def kits_came(m, tables, number, time):
    """Take in the lot and the deliveries that have come."""
    p = m[H.pools] + number * P.size
    if m[p + P.lot] > 0 and m[p + P.next_lot] <= time:
        m[p + P.free] += m[p + P.lot]
    while m[p + P.deliver] < m[p + P.deliver_to]:
        step = m[H.steps] + m[p + P.deliver] * Z.size
        if m[step + Z.start] > time:
            break
        m[p + P.free] += m[step + Z.value]
        m[p + P.deliver] += 1
    plan_kits(m, tables, number, time)
