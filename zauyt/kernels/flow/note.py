"""What a run writes down: passages, stays, entries and what let jobs go."""

from __future__ import annotations

from zauyt.kernels.compile import inlined, kernel, shared
from zauyt.kernels.flow.job import job_at, section_at, visits_at
from zauyt.kernels.flow.layout import NOTE_BITS, SY, C, E, H, J, S, V
from zauyt.kernels.flow.station import station_at


@inlined("m i i -> i")
def history_at(m, s, count):
    """Give where a station's operation stands in the history."""
    row = (count + m[s + S.skew]) & m[H.history_mask]
    return m[s + S.history] + row * m[s + S.width]


@kernel("m i i i -> -")
def note_passage(m, j, point, time):
    """Write down that a job passed a count point."""
    if point < 0 or time >= m[H.until]:
        return
    if m[H.passages_made] < m[H.passages_room]:
        note = m[H.passages] + m[H.passages_made] * V.size
        m[note + V.time] = (time << NOTE_BITS) | point
        m[note + V.born] = (m[j + J.born] << NOTE_BITS) | m[j + J.colour]
        what = (m[j + J.kind] << 1) | m[j + J.rejected]
        m[note + V.job] = (m[j + J.serial] << NOTE_BITS) | what
    m[H.passages_made] += 1


@shared("m i i i i i -> -")
def note_stay(m, number, s, begin, ready, time):
    """Write down that a job was at a station, from when and until when."""
    if m[H.stays_made] < m[H.stays_room]:
        j = job_at(m, number)
        note = m[H.stays] + m[H.stays_made] * SY.size
        m[note + SY.serial] = m[j + J.serial]
        m[note + SY.born] = m[j + J.born]
        m[note + SY.kind] = m[j + J.kind]
        m[note + SY.colour] = m[j + J.colour]
        m[note + SY.station] = (s - m[H.stations]) // S.size
        m[note + SY.begin] = begin
        m[note + SY.ready] = ready
        m[note + SY.leave] = time
    m[H.stays_made] += 1


@kernel("m i i i i i i i -> -")
def note_entry(m, number, job, cause, feeder, operation, gap, time):
    """Write down why, and with which job, a first station's operation begins."""
    c = section_at(m, number)
    j = job_at(m, job)
    m[c + C.cause] = cause
    again = 0
    if m[c + C.visit] >= 0:
        visits = visits_at(m, job, m[c + C.visit])
        again = 1 if m[visits] > 0 else 0
        m[visits] += 1
    if time >= m[H.count_from]:
        m[c + C.fresh] += 1 - again
        m[m[H.built] + number * m[H.admits_width] + m[j + J.kind]] += 1
    if m[H.record] == 1:
        place = m[c + C.entered] & m[c + C.notes_mask]
        note = m[c + C.entries] + place * E.size
        m[note + E.wait] = 0
        m[note + E.room] = -1
        m[note + E.decided] = (operation << 32) | min(gap, 2**32 - 1)
        m[note + E.job] = (
            cause
            | ((again | m[c + C.rework]) << 2)
            | ((feeder + 1) << 3)
            | (m[j + J.colour] << 20)
            | (m[j + J.kind] << 36)
        )


@kernel("m i i i i -> -")
def note_exit(m, number, taker, operation, by_head):
    """Write down what made room for the job at a section's end, which was held."""
    c = section_at(m, number)
    if m[H.record] == 1:
        count = m[station_at(m, m[c + C.last]) + S.left]
        note = m[c + C.entries] + (count & m[c + C.notes_mask]) * E.size
        m[note + E.room] = (operation << 17) | (taker << 1) | by_head


@kernel("m i i i i -> -")
def note_wait(m, number, reason, ticks, flags):
    """Write down that the newest entry waited: for a kit, to be let in, for an order.

    That is reason 0. `flags` has 2 if it still had its way to go when it was taken,
    and 1 if it was held where it came from only because of this wait.
    """
    c = section_at(m, number)
    if m[H.record] == 1:
        place = m[c + C.entered] & m[c + C.notes_mask]
        note = m[c + C.entries] + place * E.size
        m[note + E.wait] = (flags << 61) | (reason << 40) | min(ticks, 2**40 - 1)
