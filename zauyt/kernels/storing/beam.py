"""The search: layer by layer the best states of a store, as many as its width.

In each layer one body arrives and is put into a lane, and one body at the front of a
lane is released; the first ``fill`` layers only fill the store, the last ones only
empty it. Every way of doing this is a candidate; the cheapest, with what must still
come at least, are gone on with. Where a lane leads back, a body may first go from the
front of one lane to the end of another.

References: Ow, Morton (1988), Filtered beam search in scheduling, International Journal
of Production Research 26; Boysen, Golle, Rothlauf (2011), The car resequencing problem
with pull-off tables, Business Research 4.
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.chance import uniform
from zauyt.kernels.compile import address, entry, inlined, kernel
from zauyt.kernels.storing.layout import CN, LG, H, R

NOISE = 1024
"""Scores that differ by less are of equal cost and told apart by chance."""
LANES = 1024
"""More lanes than any store has: what an action is written down with."""


@inlined("i -> i")
def bits(word):
    """Count the ones of a word below 2^62."""
    word = word - ((word >> 1) & 0x5555555555555555)
    word = (word & 0x3333333333333333) + ((word >> 2) & 0x3333333333333333)
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0F
    word = word + (word >> 8)
    word = word + (word >> 16)
    return (word + (word >> 32)) & 127


@inlined("m i i -> i")
def lane_at(m, node, lane):
    """Give where a lane of a node begins: its count, then its arrivals."""
    return node + m[H.at_lanes] + lane * m[H.lane]


@kernel("m i i i -> i")
def price(m, node, kind, released):
    """Give what releasing a kind costs, as the next after so many."""
    cost = 0
    levels, scale = m[H.levels], m[H.scale]
    target = m[H.targets] + released * levels
    uses = m[H.kind_uses] + kind * levels
    used = node + m[H.at_used]
    for level in range(levels):
        off = scale * (m[used + level] + m[uses + level]) - m[target + level]
        cost += abs(off) * m[m[H.level_weights] + level]
    counts = m[H.kind_rules] + kind * m[H.rules]
    for place in range(m[H.rules]):
        rule = m[H.rule] + place * R.size
        if m[H.tail] + released + 1 >= m[rule + R.span]:
            many = bits(m[node + m[H.at_seen] + 2 * place]) + m[counts + place]
            cost += max(many - m[rule + R.most], 0) * m[rule + R.weight]
    return cost


@kernel("m i i i -> i")
def ahead(m, node, kind, released):
    """Give what must still come when a kind leaves next, or is likely to."""
    if m[H.togo] >= 0:
        place = m[m[H.strides] + kind]
        for other in range(m[H.kinds]):
            place += m[node + 1 + other] * m[m[H.strides] + other]
        return m[m[H.togo] + place]
    cost = 0
    left = m[H.cars] - released - 1
    counts = m[H.kind_rules] + kind * m[H.rules]
    for place in range(m[H.rules]):
        rule = m[H.rule] + place * R.size
        gone = m[node + m[H.at_seen] + 2 * place + 1] + m[counts + place]
        many = (m[rule + R.cars] - gone) * m[rule + R.span] - m[rule + R.most] * left
        cost += max(many, 0) * m[rule + R.weight]
    return cost


@kernel("m i i i -> -")
def note(m, score, parent, action):
    """Write down a candidate, if there is room."""
    found = m[H.found]
    if found < m[H.candidates_room]:
        row = m[H.candidates] + found * CN.size
        count = m[H.counter]
        m[H.counter] = count + 1
        chance = uniform(np.uint64(m[H.key]), np.uint64(count))
        m[row + CN.score] = score * NOISE + np.int64(chance * NOISE)
        m[row + CN.parent] = parent
        m[row + CN.action] = action
        m[H.found] = found + 1


@kernel("m i i -> b")
def same_as_before(m, node, lane):
    """Tell whether a lane before has the same looks in it."""
    row = lane_at(m, node, lane)
    count, arrival = m[row], m[H.arrival]
    for other in range(lane):
        before = lane_at(m, node, other)
        if m[before] != count:
            continue
        same = True
        for place in range(1, count + 1):
            if m[arrival + m[row + place]] != m[arrival + m[before + place]]:
                same = False
                break
        if same:
            return True
    return False


@kernel("m i i i i i -> -")
def release_each(m, node, parent, released, into, again):
    """Note every way to release a body, with one just put into a lane, or -1."""
    over = into >= 0 and m[lane_at(m, node, into)] > m[H.room]
    for lane in range(m[H.lanes]):
        row = lane_at(m, node, lane)
        if m[row] == 0 or (over and lane != into) or same_as_before(m, node, lane):
            continue
        look = m[m[H.arrival] + m[row + 1]]
        begin = m[m[H.pair_from] + look]
        for pair in range(begin, m[m[H.pair_from] + look + 1]):
            if m[node + m[H.at_stock] + pair] == 0:
                continue
            kind = m[m[H.pair_kind] + pair]
            cost = m[node] + price(m, node, kind, released)
            cost += ahead(m, node, kind, released)
            action = ((again * LANES + into + 1) * LANES + lane + 1) * LANES * LANES
            note(m, cost, parent, action + pair)


@kernel("m i i i i -> -")
def go_on_from(m, node, parent, layer, again):
    """Note every way to go on from a node in a layer."""
    released = layer - m[H.fill]
    if layer >= m[H.cars]:
        release_each(m, node, parent, released, -1, again)
        return
    for lane in range(m[H.lanes]):
        row = lane_at(m, node, lane)
        count = m[row]
        full = m[H.room] if m[H.strict] or released < 0 else m[H.room] + 1
        if count >= full or same_as_before(m, node, lane):
            continue
        m[row + 1 + count] = layer
        m[row] = count + 1
        if released >= 0:
            release_each(m, node, parent, released, lane, again)
        else:
            note(m, m[node], parent, (again * LANES + lane + 1) * LANES * LANES * LANES)
        m[row] = count


@kernel("m i i i -> b")
def bring_back(m, node, of, to):
    """Take the front of a lane to the end of another; give whether it can be."""
    one, two = lane_at(m, node, of), lane_at(m, node, to)
    if of == to or m[one] < 2 or m[two] >= m[H.room]:
        return False
    body = m[one + 1]
    take_front(m, one)
    m[two] += 1
    m[two + m[two]] = body
    return True


@kernel("m i -> -")
def take_front(m, row):
    """Take the front body out of a lane."""
    for place in range(1, m[row]):
        m[row + place] = m[row + place + 1]
    m[row] -= 1


@entry("M i i -> i")
def expand(block, layer, nodes):
    """Note every way to go on from the nodes of a layer; give how many there are."""
    m = address(block)
    m[H.found] = 0
    lanes, scratch = m[H.lanes], m[H.scratch]
    for parent in range(nodes):
        node = m[H.nodes] + parent * m[H.node]
        go_on_from(m, node, parent, layer, 0)
        if m[H.again] == 0 or layer < m[H.fill]:
            continue
        for of in range(lanes):
            for to in range(lanes):
                copy(m, node, scratch)
                if bring_back(m, scratch, of, to):
                    m[scratch] += m[H.again_weight]
                    go_on_from(m, scratch, parent, layer, 1 + of * lanes + to)
    return m[H.found]


@kernel("m i i -> -")
def copy(m, node, other):
    """Copy a node."""
    for place in range(m[H.node]):
        m[other + place] = m[node + place]


@kernel("m i i i -> -")
def act(m, node, action, layer):
    """Carry out a candidate's action on a copy of its node."""
    pair = action % (LANES * LANES)
    action //= LANES * LANES
    lane = action % LANES - 1
    action //= LANES
    into = action % LANES - 1
    again = action // LANES
    if again > 0:
        bring_back(m, node, (again - 1) // m[H.lanes], (again - 1) % m[H.lanes])
        m[node] += m[H.again_weight]
    if into >= 0:
        row = lane_at(m, node, into)
        m[row] += 1
        m[row + m[row]] = layer
    if lane < 0:
        return
    kind = m[m[H.pair_kind] + pair]
    m[node] += price(m, node, kind, layer - m[H.fill])
    take_front(m, lane_at(m, node, lane))
    m[node + 1 + kind] += 1
    m[node + m[H.at_stock] + pair] -= 1
    uses = m[H.kind_uses] + kind * m[H.levels]
    for level in range(m[H.levels]):
        m[node + m[H.at_used] + level] += m[uses + level]
    counts = m[H.kind_rules] + kind * m[H.rules]
    for place in range(m[H.rules]):
        seen = node + m[H.at_seen] + 2 * place
        kept = (1 << (m[m[H.rule] + place * R.size + R.span] - 1)) - 1
        m[seen] = ((m[seen] << 1) | m[counts + place]) & kept
        m[seen + 1] += m[counts + place]


@kernel("m i -> i")
def mark(m, node):
    """Give a number that two nodes share only where nothing tells them apart.

    Which lane is which does not matter.
    """
    one, two = 17, 29
    for place in range(m[H.at_lanes]):
        value = m[node + place] % 2147483647
        one = (one * 1000003 + value) % 2147483647
        two = (two * 998244353 + value) % 2147483629
    for lane in range(m[H.lanes]):
        row = lane_at(m, node, lane)
        mine, other = 7, 11
        for place in range(1, m[row] + 1):
            look = m[m[H.arrival] + m[row + place]] + 1
            mine = (mine * 1000003 + look) % 2147483647
            other = (other * 998244353 + look) % 2147483629
        one = (one + mine) % 2147483647
        two = (two + other) % 2147483629
    return one * 2147483648 + two


@kernel("m i -> b")
def is_new(m, number):
    """Note a node's mark; tell whether it was not there."""
    table, size = m[H.table], m[H.table_size]
    place = number % size
    while m[table + place] != -1:
        if m[table + place] == number:
            return False
        place = place + 1 if place + 1 < size else 0
    m[table + place] = number
    return True


@entry("M M i -> i")
def advance(block, chosen, layer):
    """Carry out candidates, those given first, until the width is full.

    Gives how many different nodes there are now.
    """
    m = address(block)
    for place in range(m[H.table_size]):
        m[m[H.table] + place] = -1
    count = 0
    for place in range(chosen.size):
        row = m[H.candidates] + chosen[place] * CN.size
        node = m[H.others] + count * m[H.node]
        copy(m, m[H.nodes] + m[row + CN.parent] * m[H.node], node)
        act(m, node, m[row + CN.action], layer)
        if not is_new(m, mark(m, node)):
            continue
        log = m[H.log] + (layer * m[H.width] + count) * LG.size
        m[log + LG.parent] = m[row + CN.parent]
        m[log + LG.action] = m[row + CN.action]
        count += 1
        if count == m[H.width]:
            break
    m[H.nodes], m[H.others] = m[H.others], m[H.nodes]
    return count


@entry("M -> -")
def fill_to_go(block):
    """Write the least that levels still cost, by the kinds that left.

    The table ends at where every body has left; each place needs those with one more.
    """
    m = address(block)
    kinds, levels, scale = m[H.kinds], m[H.levels], m[H.scale]
    size = m[H.togo_size]
    togo, strides, scratch = m[H.togo], m[H.strides], m[H.scratch]
    m[togo + size - 1] = 0
    for number in range(size - 2, -1, -1):
        released, rest = 0, number
        for kind in range(kinds):
            m[scratch + kind] = rest // m[strides + kind]
            rest %= m[strides + kind]
            released += m[scratch + kind]
        best = 2**62
        for kind in range(kinds):
            more = number + m[strides + kind]
            if m[scratch + kind] == m[m[H.often] + kind]:
                continue
            cost = m[togo + more]
            for level in range(levels):
                used = m[m[H.kind_uses] + kind * levels + level]
                for other in range(kinds):
                    used += (
                        m[scratch + other] * m[m[H.kind_uses] + other * levels + level]
                    )
                off = scale * used - m[m[H.targets] + released * levels + level]
                cost += abs(off) * m[m[H.level_weights] + level]
            best = min(best, cost)
        m[togo + number] = best
