"""Carriers on their way back."""

from __future__ import annotations

from zauyt.kernels.compile import kernel
from zauyt.kernels.flow.agenda import set_time
from zauyt.kernels.flow.job import section_at
from zauyt.kernels.flow.layout import NEVER, C, H, P, S, T
from zauyt.kernels.flow.station import station_at


@kernel("m i i i -> -")
def give_back(m, number, pool, time):
    """Send the token of the job at a section's end on its way back."""
    p = m[H.pools] + pool * P.size
    place = (m[p + P.head] + m[p + P.under_way]) % m[p + P.room]
    t = m[H.returns] + (m[p + P.ring] + place) * T.size
    m[t + T.time] = time + m[p + P.delay]
    m[t + T.section] = number
    m[t + T.operation] = m[station_at(m, m[section_at(m, number) + C.last]) + S.left]
    m[p + P.under_way] += 1
    if m[p + P.under_way] == 1:
        set_time(m, m[H.leaf_pools] + pool, m[t + T.time])


@kernel("m i -> -")
def carrier_back(m, number):
    """Put the carrier that has come back among those that are free."""
    p = m[H.pools] + number * P.size
    t = m[H.returns] + (m[p + P.ring] + m[p + P.head]) * T.size
    m[p + P.section] = m[t + T.section]
    m[p + P.operation] = m[t + T.operation]
    m[p + P.head] = (m[p + P.head] + 1) % m[p + P.room]
    m[p + P.under_way] -= 1
    m[p + P.free] += 1
    coming = NEVER
    if m[p + P.under_way] > 0:
        coming = m[m[H.returns] + (m[p + P.ring] + m[p + P.head]) * T.size + T.time]
    set_time(m, m[H.leaf_pools] + number, coming)
