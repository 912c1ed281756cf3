"""Building the plan with what there is: waiting, another model first, or short."""

from __future__ import annotations

from zauyt.kernels.compile import inlined, kernel
from zauyt.kernels.supply.layout import BUILD_SHORT, NEVER, OWED, WAIT, H, P
from zauyt.kernels.supply.together import (
    build_together,
    need_of_all,
    take_together,
)


@kernel("m i -> i")
def build(m, day):
    """Build vehicles of the plan on a day; give how many."""
    policy = m[H.policy]
    if policy == OWED:
        return build_all(m, day)
    made = build_in_order(m, day) if policy == WAIT else build_what_can_be(m, day)
    blame(m, day)
    return made


@kernel("m i -> i")
def build_all(m, day):
    """Build all that is due, whether there is stock or not; a day short is counted."""
    begin, end = m[H.head], m[H.due_end]
    need_of_all(m, begin, end)
    take_together(m)
    m[H.head] = end
    m[H.finished] = end
    for number in range(m[H.materials]):
        if m[m[H.material] + number * P.size + P.stock] < 0:
            m[m[H.missing] + day * m[H.materials] + number] = 1
            m[m[H.lacked] + day] = 1
    return end - begin


@inlined("m i -> i")
def lacking(m, variant):
    """Give the first material that a vehicle lacks."""
    for use in range(m[m[H.uses_at] + variant], m[m[H.uses_at] + variant + 1]):
        number = m[m[H.uses] + 2 * use]
        stock = m[m[H.material] + number * P.size + P.stock]
        if stock < m[m[H.uses] + 2 * use + 1]:
            return number
    return NEVER


@inlined("m i -> -")
def take(m, variant):
    """Take what a vehicle needs out of the stock."""
    for use in range(m[m[H.uses_at] + variant], m[m[H.uses_at] + variant + 1]):
        material = m[H.material] + m[m[H.uses] + 2 * use] * P.size
        pieces = m[m[H.uses] + 2 * use + 1]
        m[material + P.stock] -= pieces
        m[material + P.used] += pieces


@kernel("m i -> i")
def build_in_order(m, day):
    """Build until a vehicle lacks something; the line waits for it."""
    most = m[m[H.capacity] + day]
    end = m[H.due_end]
    made = build_together(m, end, most)
    while made < most and m[H.head] < end:
        variant = m[m[H.variant] + m[H.head]]
        lacks = lacking(m, variant)
        if lacks != NEVER:
            m[H.cause] = lacks
            m[m[H.lacked] + day] = 1
            break
        take(m, variant)
        m[m[H.built] + m[H.head]] = 1
        m[H.head] += 1
        m[H.finished] += 1
        made += 1
    return made


@kernel("m i -> i")
def build_what_can_be(m, day):
    """Build what lacks nothing, or can be built short; pull forward to fill the day."""
    most = m[m[H.capacity] + day]
    end = m[H.due_end]
    planned = m[m[H.due] + day + 1] - m[m[H.due] + day]
    shut = 0
    last = m[m[H.pull_to] + day] - m[H.slid]
    made = build_together(m, min(end, last), most)
    for vehicle in range(m[H.head], last):
        if vehicle >= end:
            most = min(most, planned)
        if made >= most or shut == m[H.variants]:
            break
        variant = m[m[H.variant] + vehicle]
        if m[m[H.built] + vehicle] != 0 or m[m[H.blocked] + variant] > day:
            continue
        lacks = lacking(m, variant)
        if lacks == NEVER:
            take(m, variant)
            m[H.finished] += 1
        elif vehicle >= end or not park(m, variant):
            m[m[H.blocked] + variant] = day + 1
            if vehicle < end:
                m[m[H.lacked] + day] = 1
                if shut == 0:
                    m[H.cause] = lacks
            shut += 1
            continue
        else:
            m[m[H.lacked] + day] = 1
        m[m[H.built] + vehicle] = 1
        made += 1
    while m[H.head] < end and m[m[H.built] + m[H.head]] != 0:
        m[H.head] += 1
    return made


@kernel("m i -> b")
def park(m, variant):
    """Build a vehicle short and park it, if what it lacks can be fitted later."""
    if m[H.policy] != BUILD_SHORT or m[H.parked_now] == m[H.places]:
        return False
    first, end = m[m[H.uses_at] + variant], m[m[H.uses_at] + variant + 1]
    for use in range(first, end):
        material = m[H.material] + m[m[H.uses] + 2 * use] * P.size
        lacks = m[material + P.stock] < m[m[H.uses] + 2 * use + 1]
        if lacks and m[material + P.later] == 0:
            return False
    row = m[H.park] + m[H.parked_now] * m[H.materials]
    for number in range(m[H.materials]):
        m[row + number] = 0
    for use in range(first, end):
        number = m[m[H.uses] + 2 * use]
        material = m[H.material] + number * P.size
        pieces = m[m[H.uses] + 2 * use + 1]
        if m[material + P.stock] < pieces:
            m[row + number] = pieces
        else:
            m[material + P.stock] -= pieces
            m[material + P.used] += pieces
    m[H.parked_now] += 1
    return True


@kernel("m -> -")
def retrofit(m):
    """Fit what parked vehicles lack, the first parked first; the others move up."""
    materials = m[H.materials]
    left = 0
    for place in range(m[H.parked_now]):
        row = m[H.park] + place * materials
        whole = True
        for number in range(materials):
            if m[row + number] > m[m[H.material] + number * P.size + P.stock]:
                whole = False
        if whole:
            for number in range(materials):
                material = m[H.material] + number * P.size
                m[material + P.stock] -= m[row + number]
                m[material + P.used] += m[row + number]
            m[H.finished] += 1
        else:
            to = m[H.park] + left * materials
            for number in range(materials):
                m[to + number] = m[row + number]
            left += 1
    m[H.parked_now] = left


@kernel("m i -> -")
def blame(m, day):
    """Count today's vehicles that were not built by what they lack.

    Those that lack nothing wait behind others: for what the oldest of these lacked.
    """
    for vehicle in range(m[H.due_from], m[H.due_end]):
        if m[m[H.built] + vehicle] == 0:
            lacks = lacking(m, m[m[H.variant] + vehicle])
            if lacks == NEVER:
                lacks = m[H.cause]
            if lacks != NEVER:
                m[m[H.missing] + day * m[H.materials] + lacks] += 1
