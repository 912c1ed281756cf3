"""What closes stations by chance: failures on the wall, absent people; and the merge.

Windows are rows of four whole numbers: start, end, reason, and 1 where they are
hard: a hard one stops an operation whatever the station does at a break. Arrays
are flat, row after row. All of it happens before a run begins, since none of it
depends on what the plant does.
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.chance import mix, uniform, unit
from zauyt.kernels.compile import compiled, entry
from zauyt.kernels.flow.layout import MILLION

WINDOW = 4
"""Numbers in the row of a window."""
MODE = 10
"""Numbers in the row of a failure mode; see `draw_failures`."""

_kernel = compiled()


@_kernel
def _drawn(tables, law, key, counter, mean):
    """Give a drawn number of whole ticks, at least 1."""
    if law == 0:
        return max(np.int64(mean + 0.5), 1)
    return max(np.int64(mean * unit(tables, law, key, np.uint64(counter)) + 0.5), 1)


@_kernel
def _open_after(closed, first, last, time, amount):
    """Give the time at which `amount` open ticks have passed since `time`."""
    for number in range(first, last):
        start, end = closed[WINDOW * number], closed[WINDOW * number + 1]
        if end <= time:
            continue
        room = max(start - time, 0)
        if amount <= room:
            break
        amount -= room
        time = end
    return time + amount


@_kernel
def _factor(steps, first, last, time):
    """Give the factor in millionths that holds at a time."""
    factor = MILLION
    for number in range(first, last):
        if number > first and steps[2 * number] > time:
            break
        factor = steps[2 * number + 1]
    return factor


@entry("M M M M T u u i -> i")
def draw_failures(out, modes, closed, steps, tables, seed, run, until):
    """Write the windows of failures by the calendar clock; give how many there are.

    Time runs on the wall from one repair's end to the next failure. Draw 2k of a
    mode's stream is its k-th time to failure, 2k + 1 the repair that follows.

    Parameters
    ----------
    out
        Rows of windows to write, each with the mode's number in place of its
        reason; those beyond its room are counted and not written.
    modes
        Rows of: stream, law, law of repair, mean and mean repair in ticks, 1 if
        the repair rests while the calendar is closed, first and end of the
        calendar's windows, first and end of the steps of its frequency.
    closed
        Windows of the calendars.
    steps
        Pairs: from when on, and the frequency then in millionths.
    tables
        Laws.
    seed, run
        What the streams are mixed with.
    until
        End of the run; nothing is written beyond it.
    """
    made = 0
    room = out.size // WINDOW
    for mode in range(modes.size // MODE):
        row = modes[MODE * mode : MODE * (mode + 1)]
        key = mix(mix(np.uint64(row[0]), seed), run)
        first = row[6]
        time = 0
        count = 0
        while True:
            mean = row[3] * (MILLION / _factor(steps, row[8], row[9], time))
            time += _drawn(tables, row[1], key, 2 * count, mean)
            if time >= until:
                break
            repair = _drawn(tables, row[2], key, 2 * count + 1, np.float64(row[4]))
            end = time + repair
            if row[5] == 1:
                while first < row[7] and closed[WINDOW * first + 1] <= time:
                    first += 1
                end = _open_after(closed, first, row[7], time, repair)
            if made < room:
                out[WINDOW * made] = time
                out[WINDOW * made + 1] = min(end, until)
                out[WINDOW * made + 2] = mode
                out[WINDOW * made + 3] = 1
            made += 1
            count += 1
            time = end
            if time >= until:
                break
    return made


@_kernel
def _covering(rows, number, last, time):
    """Give the first of the rows that has not ended, or the end of them."""
    while number < last and rows[WINDOW * number + 1] <= time:
        number += 1
    return number


@_kernel
def _beginning(rows, number, last, before):
    """Give where the first of the rows ahead begins, if before."""
    return min(rows[WINDOW * number], before) if number < last else before


@_kernel
def _edge(rows, number, last, time, edge):
    """Give where the row ahead begins or the one that holds ends, if before."""
    if number == last:
        return edge
    start = rows[WINDOW * number]
    return min(edge, start if start > time else rows[WINDOW * number + 1])


@entry("M M M M M i -> i")
def merge(out, spans, usual, failures, short, until):
    """Write each station's windows, sorted and apart; give how many there are.

    Where several hold, the reason is that of the usual windows, else of the
    failure, else of the missing people; of several failures the earliest, until
    its end. A stretch is hard where a failure holds.

    Parameters
    ----------
    out
        Rows of windows to write; those beyond its room are only counted.
    spans
        Rows of: first and end of the station's usual windows, of its failures,
        and of the shifts for which people are missing; then two numbers to write:
        first and end of the station's windows among `out`.
    usual, failures, short
        Windows; each station's are in order of their starts, and the usual and
        the short ones are apart.
    until
        End of the run.
    """
    made = 0
    room = out.size // WINDOW
    for station in range(spans.size // 8):
        at = 8 * station
        u, u_end, f, f_end = spans[at], spans[at + 1], spans[at + 2], spans[at + 3]
        s, s_end = spans[at + 4], spans[at + 5]
        begin = made
        reason, hard, since = -1, 0, 0
        time = 0
        while True:
            u = _covering(usual, u, u_end, time)
            f = _covering(failures, f, f_end, time)
            s = _covering(short, s, s_end, time)
            if reason < 0:
                # What lies before the next failure or shortage is as it was.
                calm = _beginning(failures, f, f_end, until)
                calm = _beginning(short, s, s_end, calm)
                while u < u_end and usual[WINDOW * u + 1] <= calm:
                    if made < room:
                        for column in range(WINDOW):
                            out[WINDOW * made + column] = usual[WINDOW * u + column]
                    made += 1
                    time = usual[WINDOW * u + 1]
                    u += 1
            now, stiff = -1, 0
            if s < s_end and short[WINDOW * s] <= time:
                now = short[WINDOW * s + 2]
            if f < f_end and failures[WINDOW * f] <= time:
                now = failures[WINDOW * f + 2]
                stiff = 1
            if u < u_end and usual[WINDOW * u] <= time:
                now = usual[WINDOW * u + 2]
            if time >= until:
                now, stiff = -1, 0
            if now != reason or stiff != hard:
                if reason >= 0:
                    if made < room:
                        out[WINDOW * made] = since
                        out[WINDOW * made + 1] = time
                        out[WINDOW * made + 2] = reason
                        out[WINDOW * made + 3] = hard
                    made += 1
                reason, hard, since = now, stiff, time
            if time >= until:
                break
            edge = _edge(usual, u, u_end, time, until)
            edge = _edge(failures, f, f_end, time, edge)
            time = _edge(short, s, s_end, time, edge)
        spans[at + 6] = begin
        spans[at + 7] = made
    return made


@entry("M u i f f -> -")
def count_absent(absent, key, people, share, days):
    """Add to each workday how many of some people are absent.

    Everyone's days are a chain: absent on the first with the stated share; then
    an absence ends after each day with the chance of one in its mean length, and
    a day at work is followed by an absence with the chance that keeps the share.
    Draw d of a person's stream decides workday d.

    Parameters
    ----------
    absent
        Counts by workday.
    key
        Stream; each person has the one below it of their number.
    people
        How many there are.
    share
        Share of workdays on which each is absent.
    days
        Mean length of an absence, in workdays.
    """
    begins = share / (days * (1.0 - share))
    lasts = 1.0 - 1.0 / days
    for person in range(people):
        own = mix(key, np.uint64(person))
        away = uniform(own, np.uint64(0)) < share
        for day in range(absent.size):
            if day > 0:
                away = uniform(own, np.uint64(day)) < (lasts if away else begins)
            if away:
                absent[day] += 1
