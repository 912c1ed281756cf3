"""The search: moves by chance, of which those that make nothing worse are kept.

Exchanges of two cars, a car taken out and put in elsewhere, a stretch turned round,
a stretch shuffled. Moves that change nothing are kept, too: they carry the search
across the plains of which the cost is mostly made. The moves are a function of the
seed and their number alone.

References: Estellon, Gardi, Nouioua (2008), Two local search approaches for solving
real-life car sequencing problems, European Journal of Operational Research 191.
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.chance import uniform
from zauyt.kernels.compile import address, entry, inlined, kernel
from zauyt.kernels.sequencing.cost import (
    BETTER,
    EQUAL,
    class_at,
    colour_at,
    exchange,
    judge_exchange,
    judge_stretch,
    put_stretch,
)
from zauyt.kernels.sequencing.layout import H, R

LOOK = 1024
"""Moves after which it is seen anew where cars are too many.

Only where nothing is asked but rules and colours: lots and stations hold up most of the
exchanges of such cars, and a search that began with them ended sooner and worse.
"""
FIRST_HOT = 12
"""Kinds of moves below this exchange any car, up to 20 one that is too many."""
LONGEST = 48
"""Positions of a stretch that is turned round or shuffled, at most."""


@inlined("m i -> i")
def below(m, limit):
    """Draw a whole number from 0 to below a limit."""
    count = m[H.counter]
    m[H.counter] = count + 1
    return np.int64(uniform(np.uint64(m[H.key]), np.uint64(count)) * limit)


@entry("M i -> i")
def search(block, moves):
    """Try so many moves; give how many made it better."""
    m = address(block)
    better = m[H.better]
    for move in range(m[H.tried], m[H.tried] + moves):
        if move % LOOK == 0 and m[H.terms] == 0:
            look_for_trouble(m)
        kind = below(m, 32)
        if kind < FIRST_HOT:
            try_exchange(m, any_position(m))
        elif kind < 20:
            try_exchange(m, hot_position(m))
        elif kind < 28:
            try_stretch(m, kind)
        elif m[H.colour_rank] >= 0 and m[H.colour_rank] < m[H.ranks]:
            if kind == 28:
                try_turn(m)
            elif kind == 29:
                try_batches(m)
            else:
                try_bring(m)
        else:
            try_exchange(m, hot_position(m))
    m[H.tried] += moves
    return m[H.better] - better


@kernel("m i -> -")
def take(m, verdict):
    """Count a move that was made."""
    m[H.taken] += 1
    if verdict == BETTER:
        m[H.better] += 1


@inlined("m -> i")
def any_position(m):
    """Draw a position of the day."""
    return m[H.tail] + below(m, m[H.length] - m[H.tail])


@kernel("m i -> i")
def equal_position(m, i):
    """Draw where a car stands that the first ranks, some or none, take for equal."""
    level = below(m, m[H.ranks] + 1)
    if level == 0:
        return any_position(m)
    length = m[H.length]
    car = m[m[H.order] + i]
    group = m[m[H.groups] + (level - 1) * length + car]
    begin = m[H.begins] + (level - 1) * (length + 1) + group
    size = m[begin + 1] - m[begin]
    members = m[H.members] + (level - 1) * length + m[begin]
    return m[m[H.places] + m[members + below(m, size)]]


@kernel("m -> -")
def look_for_trouble(m):
    """Note where cars count in windows with too many, of rules of one rank by chance.

    What has become of them since is not followed: they are noted anew soon.
    """
    rank, hot, tail = below(m, m[H.ranks]), m[H.hot], m[H.tail]
    count, room = 0, m[H.length]
    rule = m[H.rule]
    for column in range(m[H.rules]):
        if m[rule + R.rank] == rank:
            counts, most = m[rule + R.counts], m[rule + R.most]
            options = m[H.options] + column
            upto = tail
            for window in range(m[rule + R.first], m[rule + R.last] + 1):
                if m[counts + window] > most:
                    end = min(window + m[rule + R.span], m[H.length])
                    for position in range(max(window, upto), end):
                        has = m[options + class_at(m, position) * m[H.rules]]
                        if has == 1 and count < room:
                            m[hot + count] = position
                            count += 1
                    upto = end
        rule += R.size
    m[H.hot_count] = count


@inlined("m -> i")
def hot_position(m):
    """Draw a position where a car was too many; any, if there are none."""
    count = m[H.hot_count]
    if count == 0:
        return any_position(m)
    return m[m[H.hot] + below(m, count)]


@kernel("m i -> -")
def try_exchange(m, i):
    """Exchange a car with another one, if it makes nothing worse."""
    j = equal_position(m, i)
    if i > j:
        i, j = j, i
    if i == j or (
        class_at(m, i) == class_at(m, j) and colour_at(m, i) == colour_at(m, j)
    ):
        return
    verdict = judge_exchange(m, i, j)
    if verdict <= EQUAL:
        exchange(m, i, j)
        take(m, verdict)


@kernel("m i -> -")
def try_stretch(m, kind):
    """Move cars within a stretch, or turn it round, if it makes nothing worse."""
    a = any_position(m)
    long = 1 + below(m, 1 + below(m, LONGEST))
    if m[H.spans_count] and kind & 1:
        long = m[m[H.spans] + below(m, m[H.spans_count])]
    b = min(a + long, m[H.length] - 1)
    if b <= a:
        return
    if kind < 22:
        rotate(m, a, b, 1)
    elif kind < 24:
        rotate(m, a, b, b - a)
    elif kind < 26:
        rotate(m, a, b, 1 + below(m, b - a))
    else:
        turn(m, a, b)
    settle(m, a, b)


@kernel("m i i i -> -")
def rotate(m, a, b, by):
    """Write the cars of a stretch as the trial, those after the first few first."""
    order, trial, count = m[H.order] + a, m[H.trial], b - a + 1
    for place in range(count):
        other = place + by
        m[trial + place] = m[order + (other if other < count else other - count)]


@kernel("m i i -> -")
def turn(m, a, b):
    """Write the cars of a stretch as the trial, the last first."""
    order, trial = m[H.order] + b, m[H.trial]
    for place in range(b - a + 1):
        m[trial + place] = m[order - place]


@kernel("m i i -> -")
def settle(m, a, b):
    """Put the trial into its place, if it makes nothing worse."""
    verdict = judge_stretch(m, a, b)
    if verdict <= EQUAL:
        put_stretch(m, a, b)
        take(m, verdict)


TRIES = 16
FARTHEST = 400
"""Positions of a stretch that is turned or moved to join colours, at most."""


@kernel("m -> i")
def border(m):
    """Draw a position whose car has another colour than the one before; -1 if none."""
    for _ in range(TRIES):
        at = any_position(m)
        if at > 0 and colour_at(m, at) != colour_at(m, at - 1):
            return at
    return -1


@kernel("m i -> i")
def like(m, colour):
    """Draw a position whose car has a colour; -1 if none is found."""
    for _ in range(TRIES):
        at = any_position(m)
        if colour_at(m, at) == colour:
            return at
    return -1


@kernel("m -> -")
def try_turn(m):
    """Turn round a stretch from a change of colour on, so that its ends join others."""
    a = border(m)
    if a < 0:
        return
    b = like(m, colour_at(m, a - 1))
    if b <= a or b - a > FARTHEST:
        return
    turn(m, a, b)
    settle(m, a, b)


@kernel("m -> -")
def try_batches(m):
    """Let two neighbouring stretches of whole batches change their places."""
    a, b, c = border(m), border(m), border(m)
    if a > b:
        a, b = b, a
    if b > c:
        b, c = c, b
    if a > b:
        a, b = b, a
    if m[H.tail] <= a < b < c and c - a <= FARTHEST:
        rotate(m, a, c - 1, b - a)
        settle(m, a, c - 1)


@kernel("m -> -")
def try_bring(m):
    """Bring a car, or the batch that it begins, to another of its colour."""
    a = border(m)
    if a < 0:
        return
    colour = colour_at(m, a)
    end = a
    if below(m, 2):
        while end + 1 < m[H.length] and colour_at(m, end + 1) == colour:
            end += 1
    b = like(m, colour)
    if b > end + 1 and b - a <= FARTHEST:
        # What lies between comes first, then what is brought, before b.
        rotate(m, a, b - 1, end - a + 1)
        settle(m, a, b - 1)
    elif b >= 0 and b < a - 1 and end - b <= FARTHEST:
        rotate(m, b + 1, end, a - b - 1)
        settle(m, b + 1, end)
