"""Supply day by day: arrivals, unpacking, building, orders, urgent orders.

On each day what arrives is put into the yard; on a workday containers are opened,
parked vehicles get what they lack, vehicles are built in the order of the plan; then
materials are ordered. Orders know the plan, the stock, and what was ordered, not what
will come late.
"""

from __future__ import annotations

from zauyt.kernels.compile import address, entry, inlined, kernel
from zauyt.kernels.supply.building import build, retrofit
from zauyt.kernels.supply.layout import NEVER, H, P, W
from zauyt.kernels.supply.together import need_of_all
from zauyt.kernels.supply.unpacking import unpack


@entry("M -> -")
def carry_out(block):
    """Carry out all days of a run."""
    m = address(block)
    for day in range(m[H.days]):
        carry_out_day(m, day)


@entry("M i -> -")
def hand_over(block, days):
    """Carry out the first days by the plan; what is late then is forgotten."""
    m = address(block)
    for day in range(days):
        carry_out_day(m, day)
    for number in range(m[H.materials]):
        material = m[H.material] + number * P.size
        m[material + P.position] += m[material + P.due] - m[material + P.used]
        m[material + P.used] = m[material + P.due]


@entry("M i -> -")
def open_day(block, day):
    """Put into the stock what has come for a day that a line then works."""
    m = address(block)
    arrive(m, day)
    if m[m[H.workday] + day] != 0:
        unpack(m, day)


@entry("M i -> -")
def close_day(block, day):
    """Count what a line has taken on a day, and what it needs by the plan; order."""
    m = address(block)
    begin, end = m[m[H.due] + day], m[m[H.due] + day + 1]
    for vehicle in range(begin, end):
        variant = m[m[H.variant] + vehicle]
        for use in range(m[m[H.uses_at] + variant], m[m[H.uses_at] + variant + 1]):
            number = m[m[H.uses] + 2 * use]
            if m[m[H.material] + number * P.size + P.kitted] == 0:
                take_pieces(m, number, m[m[H.uses] + 2 * use + 1])
    for number in range(m[H.materials]):
        if m[m[H.material] + number * P.size + P.kitted] != 0:
            take_pieces(m, number, m[m[H.taken] + number])
    order(m, day)
    write_down(m, day)


@inlined("m i i -> -")
def take_pieces(m, number, pieces):
    """Take pieces out of the stock, and of what orders reckon with."""
    material = m[H.material] + number * P.size
    m[material + P.stock] -= pieces
    m[material + P.position] -= pieces
    m[material + P.due] += pieces
    m[material + P.used] += pieces


@kernel("m i -> -")
def carry_out_day(m, day):
    """Carry out a day: what comes, what is built, what is ordered."""
    arrive(m, day)
    fall_due(m, day)
    made = 0
    if m[m[H.workday] + day] != 0:
        unpack(m, day)
        retrofit(m)
        made = build(m, day)
    m[m[H.made] + day] = made
    planned = m[m[H.due] + day + 1] - m[m[H.due] + day]
    behind = max(m[H.due_end] - m[H.finished], 0)
    if made < planned and m[H.head] < m[H.due_end]:
        stopped = min(planned - made, behind)
        m[m[H.stopped] + day] = stopped
        if m[H.keep_late] == 0:
            m[H.slid] += stopped
    m[m[H.behind] + day] = behind
    m[m[H.parked] + day] = m[H.parked_now]
    order(m, day)
    write_down(m, day)


@kernel("m i -> -")
def arrive(m, day):
    """Put what arrives into the yard, and strike out what was lost."""
    days = m[H.days]
    for number in range(m[H.ways]):
        pieces = m[m[H.coming] + number * days + day]
        if pieces != 0:
            way = m[H.way] + number * W.size
            material = m[H.material] + m[way + W.material] * P.size
            m[material + P.yard] += pieces
            if m[way + W.urgent] != 0:
                m[material + P.urgent_coming] -= pieces
    for number in range(m[H.materials]):
        m[m[H.material] + number * P.size + P.position] -= m[
            m[H.lost] + number * days + day
        ]


@kernel("m i -> -")
def fall_due(m, day):
    """Count what the vehicles of a day's plan need against the position."""
    begin = m[H.due_end]
    end = max(m[m[H.due] + day + 1] - m[H.slid], begin)
    need_of_all(m, begin, end)
    for number in range(m[H.materials]):
        material = m[H.material] + number * P.size
        m[material + P.position] -= m[m[H.pieces] + number]
        m[material + P.due] += m[m[H.pieces] + number]
    m[H.due_from] = begin
    m[H.due_end] = end


@kernel("m i -> -")
def order(m, day):
    """Order what is below its level, on days of orders; what is urgent, any day."""
    days = m[H.days]
    for number in range(m[H.materials]):
        material = m[H.material] + number * P.size
        switched = is_switched(m, m[material + P.main], day)
        main = m[material + P.other] if switched else m[material + P.main]
        if main >= 0:
            lane = m[m[H.way] + main * W.size + W.lane]
            if m[m[H.orders] + lane * days + day] != 0:
                pieces = wanted(m, number, m[m[H.until] + lane * days + day], day)
                if pieces > 0:
                    spread(m, number, pieces, day, switched)
        if m[material + P.urgent] >= 0:
            gap = urgent_gap(m, number, day)
            if gap > 0:
                m[material + P.urgent_coming] += gap
                place(m, m[material + P.urgent], gap, day)


@inlined("m i i -> b")
def is_switched(m, way, day):
    """Tell whether what is ordered on a day leaves while weights are others."""
    lane = m[m[H.way] + way * W.size + W.lane]
    leaves = m[m[H.ready] + lane * m[H.days] + day]
    return leaves >= m[H.switch_first] and leaves < m[H.switch_end]


@inlined("m i i -> i")
def needed_before(m, number, day):
    """Give what the plan needs before a day, in thousandths of a piece."""
    width = m[H.width]
    return m[m[H.needed] + number * width + min(day, width - 1)]


@kernel("m i i i -> i")
def wanted(m, number, until, day):
    """Give how many pieces are to be ordered."""
    material = m[H.material] + number * P.size
    position = m[material + P.position]
    if m[material + P.reorder] != NEVER:
        if position > m[material + P.reorder]:
            return 0
        return m[material + P.up_to] - position
    need = needed_before(m, number, until) - needed_before(m, number, day + 1)
    return (need + 999) // 1000 + m[material + P.safety] - position


@kernel("m i i -> i")
def urgent_gap(m, number, day):
    """Give what is short of the next days' need, with all that comes in them."""
    material = m[H.material] + number * P.size
    days = m[H.days]
    end = day + 1 + m[material + P.urgent_days]
    need = needed_before(m, number, end) - needed_before(m, number, day + 1)
    gap = (need + 999) // 1000 + m[material + P.due] - m[material + P.used]
    gap -= m[material + P.stock] + m[material + P.yard] + m[material + P.urgent_coming]
    for way in range(m[material + P.first_way], m[material + P.end_way]):
        if m[m[H.way] + way * W.size + W.urgent] == 0:
            for later in range(day + 1, min(end, days)):
                gap -= m[m[H.coming] + way * days + later]
    return gap


@kernel("m i i i b -> -")
def spread(m, number, pieces, day, switched):
    """Order so many pieces in whole lots, each lot on the way that is most behind."""
    material = m[H.material] + number * P.size
    weight = W.other if switched else W.weight
    sent = W.sent_by_other if switched else W.sent_by_weight
    while pieces > 0:
        best, ways = NEVER, 0
        for number in range(m[material + P.first_way], m[material + P.end_way]):
            way = m[H.way] + number * W.size
            if m[way + weight] > 0 and m[way + W.urgent] == 0:
                ways += 1
                if best == NEVER:
                    best = number
                else:
                    other = m[H.way] + best * W.size
                    mine = (m[way + sent] + m[way + W.lot]) * m[other + weight]
                    theirs = (m[other + sent] + m[other + W.lot]) * m[way + weight]
                    if mine < theirs:
                        best = number
        if best == NEVER:
            return
        way = m[H.way] + best * W.size
        lots = 1 if ways > 1 else (pieces + m[way + W.lot] - 1) // m[way + W.lot]
        m[way + sent] += lots * m[way + W.lot]
        place(m, best, lots * m[way + W.lot], day)
        pieces -= lots * m[way + W.lot]


@kernel("m i i i -> -")
def place(m, number, pieces, day):
    """Order pieces on a way: they leave when they are ready and there is room."""
    way = m[H.way] + number * W.size
    kind = m[way + W.material]
    material = m[H.material] + kind * P.size
    days = m[H.days]
    lane = m[way + W.lane] * days
    m[material + P.position] += pieces
    m[m[H.ordered] + number * days + day] += pieces
    lot = 1 if m[way + W.urgent] != 0 else m[way + W.lot]
    leaves = m[m[H.ready] + lane + day]
    while pieces > 0 and leaves < days:
        here = pieces
        free = m[m[H.room] + lane + leaves]
        if free >= 0:
            here = min(pieces, free // (lot * m[material + P.load]) * lot)
            m[m[H.room] + lane + leaves] = free - here * m[material + P.load]
        if here > 0:
            m[m[H.sent] + number * days + leaves] += here
            comes = m[m[H.arrive] + lane + leaves]
            if comes == NEVER:
                m[m[H.lost] + kind * days + leaves] += here
            elif comes < days:
                m[m[H.coming] + number * days + comes] += here
        pieces -= here
        leaves = m[m[H.onward] + lane + leaves + 1] if leaves + 1 < days else days


@kernel("m i -> -")
def write_down(m, day):
    """Write down what there is at the end of a day."""
    for number in range(m[H.materials]):
        material = m[H.material] + number * P.size
        at = day * m[H.materials] + number
        m[m[H.stocks] + at] = m[material + P.stock]
        m[m[H.yards] + at] = m[material + P.yard]
