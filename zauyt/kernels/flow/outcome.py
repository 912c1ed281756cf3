"""What comes of the job at a section's end, and where it goes."""

from __future__ import annotations

import numpy as np

from zauyt.kernels.compile import kernel
from zauyt.kernels.flow.buffer import buffer_at
from zauyt.kernels.flow.feed import someone_idle
from zauyt.kernels.flow.job import job_at, kind_in, last_job, share_drawn, visits_at
from zauyt.kernels.flow.layout import MILLION, SHARES, B, C, G, H, J, O, Q, S
from zauyt.kernels.flow.station import station_at, step_value


@kernel("m i i i -> i")
def _drawn_outcome(m, q, time, drawn):
    """Give the outcome for a drawn share, with rejects by their factor."""
    begin = m[q + Q.outcome_from]
    by_time = step_value(m, q + Q.rejects, time)
    by_units = step_value(m, q + Q.reject_units, m[q + Q.count])
    if by_time != MILLION or by_units != MILLION:
        good = m[m[H.outcomes] + begin * O.size + O.upto]
        bad = SHARES - good
        factor = np.float64(by_time) * np.float64(by_units) / 1e12
        share = np.int64(min(bad * factor, 0.99 * SHARES))
        if drawn < SHARES - share:
            return begin
        part = (drawn - (SHARES - share)) / np.float64(share)
        drawn = min(good + np.int64(part * bad), SHARES - 1)
    pick = begin
    while drawn >= m[m[H.outcomes] + pick * O.size + O.upto]:
        pick += 1
    return pick


@kernel("m i i -> -")
def draw_outcome(m, c, time):
    """Decide what comes of the job at a section's end."""
    q = m[H.routes] + m[c + C.route] * Q.size
    begin = m[q + Q.outcome_from]
    m[c + C.outcome] = begin
    if m[q + Q.outcome_to] - begin == 1:
        return
    j = job_at(m, last_job(m, c))
    if m[j + J.lacks] > 0 and m[q + Q.short] >= 0:
        m[c + C.outcome] = m[q + Q.short]
        m[j + J.rejected] = 1
        return
    drawn = share_drawn(m[q + Q.key], m[q + Q.count])
    pick = _drawn_outcome(m, q, time, drawn)
    m[q + Q.count] += 1
    outcome = m[H.outcomes] + pick * O.size
    limit = m[outcome + O.limit]
    if pick > begin and limit > 0:
        visits = visits_at(m, last_job(m, c), m[outcome + O.visit])
        if m[visits] >= limit:
            pick = begin
        else:
            m[visits] += 1
    m[c + C.outcome] = pick
    if pick > begin:
        m[j + J.rejected] = 1


@kernel("m i i -> -")
def count_outcome(m, c, time):
    """Count what came of the job at a section's end, its first visit apart."""
    q = m[H.routes] + m[c + C.route] * Q.size
    if m[q + Q.outcome_to] - m[q + Q.outcome_from] == 1 or time < m[H.count_from]:
        return
    outcome = m[H.outcomes] + m[c + C.outcome] * O.size
    if m[c + C.visit] < 0 or m[visits_at(m, last_job(m, c), m[c + C.visit])] == 1:
        m[outcome + O.first] += 1
    else:
        m[outcome + O.later] += 1


@kernel("m i -> i")
def find_target(m, c):
    """Give the buffer for the job at a section's end: the one with most room.

    Gives -1 when its outcome leads out of the plant.
    """
    outcome = m[H.outcomes] + m[c + C.outcome] * O.size
    begin, end = m[outcome + O.target_from], m[outcome + O.target_to]
    if begin == end:
        return -1
    only = m[H.targets] + begin * G.size
    if end - begin == 1 and m[only + G.kinds] < 0:
        return m[only + G.buffer]
    kind = kind_in(m, c, m[station_at(m, m[c + C.last]) + S.left])
    found, most = -1, -1
    for place in range(begin, end):
        target = m[H.targets] + place * G.size
        kinds = m[target + G.kinds]
        if kinds >= 0 and m[m[H.admits] + kinds * m[H.admits_width] + kind] == 0:
            continue
        b = buffer_at(m, m[target + G.buffer])
        room = m[b + B.places] - m[b + B.count]
        if m[b + B.places] == 0 and someone_idle(m, b):
            room = 1
        if room > most:
            found, most = m[target + G.buffer], room
    return found
