"""What a change of the sequence costs beyond rules and colours: term by term.

A term adds up over the positions of the day: how far use is off an even one, work that
does not fit into a station, places off a wished one or behind a due one, lots that are
open at once. A changed stretch reaches from `a` to `b`; its cars are those of the
trial, or, for an exchange, those that stand there with the first and the last
exchanged. Levels, wishes and dues are counted anew within the stretch; stations from
there on until the worker stands where he stood before; lots over the day.
"""

from __future__ import annotations

from zauyt.kernels.compile import inlined, kernel
from zauyt.kernels.sequencing.layout import DUES, LATE, LEVEL, LOTS, STATION, H, T

EXCHANGED, MOVED = 0, 1


@inlined("m i i i i -> i")
def car_then(m, p, a, b, how):
    """Give the car that stands at a position after a change."""
    if p < a or p > b:
        return m[m[H.order] + p]
    if how == MOVED:
        return m[m[H.trial] + p - a]
    if p == a:
        return m[m[H.order] + b]
    return m[m[H.order] + (a if p == b else p)]


@kernel("m i i i i -> i")
def change_of_rank(m, rank, a, b, how):
    """Give by how much the terms of a rank grow with a change."""
    change = 0
    term = m[H.term]
    for _ in range(m[H.terms]):
        if m[term + T.rank] == rank:
            change += change_of_term(m, term, a, b, how) * m[term + T.weight]
        term += T.size
    return change


@kernel("m i i i i -> i")
def change_of_term(m, term, a, b, how):
    """Give by how much a term grows with a change."""
    kind = m[term + T.kind]
    if kind == LEVEL:
        return change_of_level(m, term, a, b, how)
    if kind == STATION:
        return change_of_station(m, term, a, b, how)
    if kind == DUES:
        return change_of_dues(m, term, a, b, how)
    return cost_of_lots(m, term, a, b, how) - m[term + T.cost]


@kernel("m i i i i -> i")
def change_of_level(m, term, a, b, how):
    """Give by how much use gets less even; `values` is by position how far off."""
    uses, values, unit = m[term + T.uses], m[term + T.values], m[term + T.unit]
    grows, more = 0, 0
    for p in range(a, b):
        more += m[uses + car_then(m, p, a, b, how)] - m[uses + m[m[H.order] + p]]
        if more != 0:
            off = m[values + p]
            grows += abs(off + more * unit) - abs(off)
    return grows


@inlined("i i i -> i")
def next_start(start, work, unit):
    """Give where a worker begins the next car: behind the last one, less a pitch."""
    return max(min(start + work, unit), 0)


@kernel("m i i i i -> i")
def change_of_station(m, term, a, b, how):
    """Give by how much more work does not fit; `values` is where each car is begun.

    `uses` is a car's work less a pitch, `unit` how far the worker may drift.
    """
    uses, values, unit = m[term + T.uses], m[term + T.values], m[term + T.unit]
    start, grows = m[values + a], 0
    for p in range(a, m[H.length]):
        before = m[values + p]
        if p > b and start == before:
            break
        was = m[uses + m[m[H.order] + p]]
        now = m[uses + car_then(m, p, a, b, how)]
        grows += max(start + now - unit, 0) - max(before + was - unit, 0)
        start = next_start(start, now, unit)
    return grows


@inlined("i i i -> i")
def off_due(position, due, unit):
    """Give how many places off its due one a car is, or late, where that counts."""
    off = position - due
    return max(off, 0) if unit == LATE else abs(off)


@kernel("m i i i i -> i")
def change_of_dues(m, term, a, b, how):
    """Give by how many places more cars are off those wished or due (-1: none)."""
    uses, unit = m[term + T.uses], m[term + T.unit]
    grows = 0
    for p in range(a, b + 1):
        now, was = car_then(m, p, a, b, how), m[m[H.order] + p]
        if now == was:
            continue
        if m[uses + now] >= 0:
            grows += off_due(p, m[uses + now], unit)
        if m[uses + was] >= 0:
            grows -= off_due(p, m[uses + was], unit)
    return grows


@kernel("m i i i i -> i")
def cost_of_lots(m, term, a, b, how):
    """Give the lots too many that are open, added up over positions.

    A lot is open from its first car of the day to its last; `uses` is a car's lot or
    -1, `values` has room for the last position of each, `unit` is the most.
    """
    uses, values, most = m[term + T.uses], m[term + T.values], m[term + T.unit]
    lots = values + m[H.length]
    for p in range(m[H.tail], m[H.length]):
        lot = m[uses + car_then(m, p, a, b, how)]
        if lot >= 0:
            m[values + lot] = p
            m[lots + lot] = 0
    open_lots, cost = 0, 0
    for p in range(m[H.tail], m[H.length]):
        lot = m[uses + car_then(m, p, a, b, how)]
        if lot >= 0 and m[lots + lot] == 0:
            m[lots + lot] = 1
            open_lots += 1
        cost += max(open_lots - most, 0)
        if lot >= 0 and m[values + lot] == p:
            open_lots -= 1
    return cost


@kernel("m i i i -> -")
def put_terms(m, a, b, how):
    """Take a change into the terms' books; the order still has the cars as before."""
    term = m[H.term]
    for _ in range(m[H.terms]):
        uses, values, unit = m[term + T.uses], m[term + T.values], m[term + T.unit]
        if m[term + T.kind] == LEVEL:
            more = 0
            for p in range(a, b):
                more += m[uses + car_then(m, p, a, b, how)]
                more -= m[uses + m[m[H.order] + p]]
                m[values + p] += more * unit
        elif m[term + T.kind] == STATION:
            start = m[values + a]
            for p in range(a, m[H.length]):
                if p > b and start == m[values + p]:
                    break
                m[values + p] = start
                start = next_start(start, m[uses + car_then(m, p, a, b, how)], unit)
        elif m[term + T.kind] == LOTS:
            m[term + T.cost] = cost_of_lots(m, term, a, b, how)
        term += T.size
