"""What a change of the sequence costs, and making it.

A change is judged rank by rank: it is worse or better by the first rank in which it
makes a difference. Only windows that hold some of the changed positions and not all
of them are looked at: a window that holds both cars of an exchange counts the same.
"""

from __future__ import annotations

from zauyt.kernels.compile import inlined, kernel
from zauyt.kernels.sequencing.layout import H, R
from zauyt.kernels.sequencing.terms import (
    EXCHANGED,
    MOVED,
    change_of_rank,
    put_terms,
)

WORSE, EQUAL, BETTER = 1, 0, -1
FORBIDDEN = 2


@inlined("m i -> i")
def class_at(m, position):
    """Give the class of the car at a position."""
    return m[m[H.classes] + m[m[H.order] + position]]


@inlined("m i -> i")
def colour_at(m, position):
    """Give the colour of the car at a position."""
    return m[m[H.colours] + m[m[H.order] + position]]


@inlined("m i i i -> i")
def one_more(m, rule, begin, end):
    """Give by how much the excess grows with one car more in a stretch of windows."""
    counts, most = m[rule + R.counts], m[rule + R.most]
    grows = 0
    for window in range(counts + begin, counts + end):
        grows += m[window] >= most
    return grows


@inlined("m i i i -> i")
def one_less(m, rule, begin, end):
    """Give by how much the excess falls with one car less in a stretch of windows."""
    counts, most = m[rule + R.counts], m[rule + R.most]
    falls = 0
    for window in range(counts + begin, counts + end):
        falls += m[window] > most
    return falls


@inlined("m i i i i -> -")
def add(m, rule, begin, end, more):
    """Count cars more in a stretch of windows."""
    counts = m[rule + R.counts]
    for window in range(counts + begin, counts + end):
        m[window] += more


@kernel("m i i -> i")
def judge_exchange(m, i, j):
    """Tell whether exchanging the cars at i < j is better, equal or worse."""
    old, new = class_at(m, i), class_at(m, j)
    paint = 0
    if colour_at(m, i) != colour_at(m, j):
        paint = colour_changes_of_exchange(m, i, j)
        if paint == NOT_ALLOWED:
            return FORBIDDEN
    paint *= m[H.colour_weight]
    rules = m[H.rules]
    rule = m[H.rule]
    here = m[H.options] + old * rules
    there = m[H.options] + new * rules
    end = rule + rules * R.size
    for rank in range(m[H.ranks]):
        change = paint if rank == m[H.colour_rank] else 0
        if old != new:
            while rule < end and m[rule + R.rank] == rank:
                gains = m[there] - m[here]
                if gains != 0:
                    span = m[rule + R.span]
                    begin = max(i - span + 1, m[rule + R.first])
                    stop = min(min(i, j - span), m[rule + R.last]) + 1
                    first = max(max(i + 1, j - span + 1), m[rule + R.first])
                    last = min(j, m[rule + R.last]) + 1
                    if gains > 0:
                        each = one_more(m, rule, begin, stop)
                        each -= one_less(m, rule, first, last)
                    else:
                        each = one_more(m, rule, first, last)
                        each -= one_less(m, rule, begin, stop)
                    change += each * m[rule + R.weight]
                rule += R.size
                here += 1
                there += 1
        if m[H.terms] != 0:
            change += change_of_rank(m, rank, i, j, EXCHANGED)
        if change != 0:
            return WORSE if change > 0 else BETTER
    return EQUAL


@kernel("m i i -> -")
def exchange(m, i, j):
    """Exchange the cars at i < j."""
    if m[H.terms] != 0:
        put_terms(m, i, j, EXCHANGED)
    old, new = class_at(m, i), class_at(m, j)
    if old != new:
        rules = m[H.rules]
        rule = m[H.rule]
        here = m[H.options] + old * rules
        there = m[H.options] + new * rules
        for _ in range(rules):
            gains = m[there] - m[here]
            if gains != 0:
                span = m[rule + R.span]
                begin = max(i - span + 1, m[rule + R.first])
                stop = min(min(i, j - span), m[rule + R.last]) + 1
                first = max(max(i + 1, j - span + 1), m[rule + R.first])
                last = min(j, m[rule + R.last]) + 1
                add(m, rule, begin, stop, gains)
                add(m, rule, first, last, -gains)
            rule += R.size
            here += 1
            there += 1
    order, places = m[H.order], m[H.places]
    one, two = m[order + i], m[order + j]
    m[order + i], m[order + j] = two, one
    m[places + one], m[places + two] = j, i


NOT_ALLOWED = 2**40
"""Changes of colour of what would paint too many cars of one colour in a row."""


@inlined("m i i -> i")
def differs(m, position, colour):
    """Tell whether the car at a position exists and has another colour."""
    if position < 0 or position >= m[H.length]:
        return 0
    return 1 if colour_at(m, position) != colour else 0


@kernel("m i i i i -> i")
def run_around(m, position, colour, other, changed):
    """Give how many cars of a colour stand in a row with it at a position.

    ``other`` stands at the position ``changed``. Cars of the tail do not count.
    """
    count = 1
    at = position - 1
    while at >= m[H.tail]:
        if (other if at == changed else colour_at(m, at)) != colour:
            break
        count += 1
        at -= 1
    at = position + 1
    while at < m[H.length]:
        if (other if at == changed else colour_at(m, at)) != colour:
            break
        count += 1
        at += 1
    return count


@kernel("m i i -> i")
def colour_changes_of_exchange(m, i, j):
    """Give how many changes of colour more an exchange makes; colours differ."""
    one, two = colour_at(m, i), colour_at(m, j)
    more = differs(m, i - 1, two) - differs(m, i - 1, one)
    more += differs(m, j + 1, one) - differs(m, j + 1, two)
    if j > i + 1:
        more += differs(m, i + 1, two) - differs(m, i + 1, one)
        more += differs(m, j - 1, one) - differs(m, j - 1, two)
    limit = m[H.batch_limit]
    if run_around(m, i, two, one, j) > limit or run_around(m, j, one, two, i) > limit:
        return NOT_ALLOWED
    return more


@kernel("m i i -> i")
def judge_stretch(m, a, b):
    """Tell whether the cars of `trial` at the positions a to b would be better.

    They are those that stand there now, in another order.
    """
    paint = colour_changes_of_stretch(m, a, b)
    if paint == NOT_ALLOWED:
        return FORBIDDEN
    paint *= m[H.colour_weight]
    rule = m[H.rule]
    column = 0
    end = rule + m[H.rules] * R.size
    for rank in range(m[H.ranks]):
        change = paint if rank == m[H.colour_rank] else 0
        while rule < end and m[rule + R.rank] == rank:
            if running_differences(m, a, b, column):
                change += excess_of_stretch(m, rule, a, b) * m[rule + R.weight]
            rule += R.size
            column += 1
        if m[H.terms] != 0:
            change += change_of_rank(m, rank, a, b, MOVED)
        if change != 0:
            return WORSE if change > 0 else BETTER
    return EQUAL


@kernel("m i i i -> i")
def running_differences(m, a, b, column):
    """Write how many more cars of the trial have an option, up to each position.

    Gives whether there is any difference.
    """
    sums, trial, rules = m[H.sums], m[H.trial], m[H.rules]
    options, classes = m[H.options] + column, m[H.classes]
    order = m[H.order] + a
    total, some = 0, 0
    m[sums] = 0
    for place in range(b - a + 1):
        total += m[options + m[classes + m[trial + place]] * rules]
        total -= m[options + m[classes + m[order + place]] * rules]
        m[sums + place + 1] = total
        some |= total
    return some != 0


@kernel("m i i i -> i")
def excess_of_stretch(m, rule, a, b):
    """Give by how much a rule's excess grows, from the running differences."""
    span, most = m[rule + R.span], m[rule + R.most]
    counts, sums = m[rule + R.counts], m[H.sums] - a
    first, last = m[rule + R.first], m[rule + R.last]
    grows = 0
    for window in range(max(a - span + 1, first), min(a, b - span, last) + 1):
        more = m[sums + window + span]
        if more != 0:
            before = m[counts + window] - most
            grows += max(before + more, 0) - max(before, 0)
    for window in range(max(a + 1, first), min(b, last) + 1):
        more = m[sums + min(window + span, b + 1)] - m[sums + window]
        if more != 0:
            before = m[counts + window] - most
            grows += max(before + more, 0) - max(before, 0)
    return grows


@kernel("m i i -> i")
def colour_changes_of_stretch(m, a, b):
    """Give how many changes of colour more the trial makes."""
    colours, trial, limit = m[H.colours], m[H.trial], m[H.batch_limit]
    more = 0
    before = -1
    row = 0
    if a > 0:
        before = colour_at(m, a - 1)
        if m[H.colour_weight] != 0:
            at = a - 1
            while at >= m[H.tail] and row <= limit and colour_at(m, at) == before:
                row += 1
                at -= 1
    old = before
    for place in range(b - a + 1):
        colour = m[colours + m[trial + place]]
        if colour != before:
            more += before != -1
            row = 0
            before = colour
        row += 1
        if row > limit:
            return NOT_ALLOWED
        was = colour_at(m, a + place)
        more -= old != -1 and was != old
        old = was
    if b + 1 < m[H.length]:
        after = colour_at(m, b + 1)
        more += after != before
        more -= after != old
        at = b + 1
        while at < m[H.length] and colour_at(m, at) == before:
            row += 1
            if row > limit:
                return NOT_ALLOWED
            at += 1
    return more


@kernel("m i i -> -")
def put_stretch(m, a, b):
    """Put the cars of the trial at the positions a to b."""
    if m[H.terms] != 0:
        put_terms(m, a, b, MOVED)
    rule = m[H.rule]
    for column in range(m[H.rules]):
        if running_differences(m, a, b, column):
            span, counts = m[rule + R.span], m[rule + R.counts]
            first, last = m[rule + R.first], m[rule + R.last]
            sums = m[H.sums] - a
            for window in range(max(a - span + 1, first), min(a, b - span, last) + 1):
                m[counts + window] += m[sums + window + span]
            for window in range(max(a + 1, first), min(b, last) + 1):
                more = m[sums + min(window + span, b + 1)] - m[sums + window]
                m[counts + window] += more
        rule += R.size
    order, trial, places = m[H.order] + a, m[H.trial], m[H.places]
    for place in range(b - a + 1):
        car = m[trial + place]
        m[order + place] = car
        m[places + car] = a + place
