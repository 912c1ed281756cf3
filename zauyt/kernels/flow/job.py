"""Jobs: where they stand in a section, how they come into being and go."""

from __future__ import annotations

import numpy as np

from zauyt.kernels.chance import uniform
from zauyt.kernels.compile import inlined, kernel
from zauyt.kernels.flow.layout import FULL, JOB_BITS, SHARES, A, C, H, J, L, R, S
from zauyt.kernels.flow.station import station_at


@inlined("m i -> i")
def section_at(m, number):
    """Give where the record of a section begins."""
    return m[H.sections] + number * C.size


@inlined("m i -> i")
def job_at(m, number):
    """Give where the record of a job begins."""
    return m[H.jobs] + number * J.size


@inlined("m i i -> i")
def job_in(m, c, count):
    """Give the number of the job that entered a section as its `count`-th."""
    return m[m[c + C.ids] + (count & m[c + C.mask])] & (2**JOB_BITS - 1)


@inlined("m i i -> i")
def kind_in(m, c, count):
    """Give the kind of the job that entered a section as its `count`-th."""
    return m[m[c + C.ids] + (count & m[c + C.mask])] >> JOB_BITS


@inlined("m i i -> -")
def put_in(m, c, job):
    """Write down the job that enters a section next."""
    at = m[c + C.ids] + (m[c + C.entered] & m[c + C.mask])
    m[at] = job | (m[job_at(m, job) + J.kind] << JOB_BITS)


@inlined("m i -> i")
def last_job(m, c):
    """Give the number of the job at a section's end."""
    return job_in(m, c, m[station_at(m, m[c + C.last]) + S.left])


@inlined("m i i -> i")
def visits_at(m, job, column):
    """Give where a job's visits are counted: of an outcome, or of a section."""
    return m[H.visits] + job * m[H.visits_width] + column


@kernel("i i -> i")
def share_drawn(key, count):
    """Give a uniform whole number from 0 to SHARES - 1."""
    return np.int64(uniform(key, count) * SHARES)


@kernel("m i i i -> i")
def _planned_row(m, source, count, time):
    """Give the row of classes of a source's next job, which begins at a time."""
    phase = m[H.phases] + m[source + R.phase] * L.size
    while (
        m[source + R.phase] + 1 < m[source + R.phase_to]
        and m[phase + L.size + L.start] <= time
    ):
        m[source + R.phase] += 1
        m[source + R.since] = count
        phase += L.size
    if m[phase + L.row] >= 0:
        return m[phase + L.row]
    length = m[phase + L.order_to] - m[phase + L.order_from]
    return m[m[phase + L.order_from] + (count - m[source + R.since]) % length]


@kernel("m i i i -> i")
def _drawn_class(m, source, row, count):
    """Give where the record of the class of a source's next job begins."""
    a = m[H.classes] + row * m[H.classes_width]
    drawn = share_drawn(m[source + R.key], 2 * count)
    while drawn >= m[a + A.upto]:
        a += A.size
    return a


@kernel("m i i -> i")
def kind_ahead(m, source, time):
    """Give the kind of the job that a source would send at a time."""
    count = m[source + R.count]
    row = _planned_row(m, source, count, time)
    return m[_drawn_class(m, source, row, count) + A.kind]


@kernel("m i i -> i")
def make_job(m, source, time):
    """Bring the source's next job into being and give its number, or -1."""
    number = m[H.free_job]
    if number < 0:
        m[H.status] = FULL
        return number
    j = job_at(m, number)
    m[H.free_job] = m[j + J.next]
    count = m[source + R.count]
    m[source + R.count] += 1
    row = _planned_row(m, source, count, time)
    a = _drawn_class(m, source, row, count)
    m[j + J.kind] = m[a + A.kind]
    m[j + J.model] = m[a + A.model]
    m[j + J.colour] = m[a + A.colour]
    m[j + J.serial] = m[source + R.serial] + count * m[H.sources_count]
    m[j + J.born] = time
    m[j + J.rejected] = 0
    m[j + J.lacks] = 0
    visits = m[H.visits] + number * m[H.visits_width]
    for place in range(visits, visits + m[H.visits_width]):
        m[place] = 0
    m[H.made] += 1
    return number


@kernel("m i i -> -")
def drop_job(m, number, time):
    """Take a job out of being: it left, was scrapped or became part of another."""
    j = job_at(m, number)
    m[H.stayed] += max(time - max(m[j + J.born], m[H.count_from]), 0)
    m[j + J.next] = m[H.free_job]
    m[H.free_job] = number
    m[H.gone] += 1
