"""What the flow kernel reads and writes: one block of whole numbers.

A plant is *sections* (stations in pure series, first in, first out, one job
each), *buffers* (places in front of sections, where order may change and flows
meet) and *pools* (counted tokens: carriers, crews, kits). All of them lie in one
int64 array ``m``, a table of records after another, so that a kernel function
takes few arguments and copying one array is saving the run.

``m[s + S.ready]`` is the field ``ready`` of the station whose record begins at
``s``. Times are ticks (milliseconds of elapsed time) from the start of the run.
Fields after ``_state`` change during a run, and those said to be state.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import Any

import numpy as np

NEVER = 2**62
"""A time that does not come."""


LINE = 8
"""Words in a line of the processor's cache."""


def _fields(name: str, words: str, lines: int = 0) -> Any:
    """Give the offsets of a record's fields, by name, and its ``size``.

    With ``lines`` a record takes so many whole lines of the cache.
    """
    names = words.split()
    assert lines == 0 or len(names) <= lines * LINE, name
    offsets = [*range(len(names)), lines * LINE or len(names)]
    return namedtuple(name, [*names, "size"])(*offsets)


# States of a station, in the columns of `spent`; after them, the reasons
# (calendar reasons and failures), each a column of its own.
STARVED, BLOCKED, WORKING, SET_UP, WAITING = range(5)
FIRST_REASON = 5

# What happens to an operation at a window.
PAUSE, FINISH, DO_NOT_START = range(3)

# What a job does that finds no kit.
WAIT, OTHER_MODEL, BUILD_SHORT = range(3)

# What a conveyor does that finds no job at its head.
GAP, STOP = range(2)

# How far a call for a repair crew is: none, the failure has happened at a time
# ahead, it waits for a man, it is being mended.
NO_CALL, CALLED, QUEUED, MENDING = range(4)

# Failure clocks.
BUSY, OPERATIONS = range(2)

# How a section takes jobs.
FROM_SOURCE, ANY_FIRST_COME, ANY_BY_WEIGHT, ANY_BY_STRICT_WEIGHT, ONE_OF_EACH = range(5)

# Which job leaves a buffer next.
FIFO, RESTORE_SEQUENCE, COLOUR_BATCH, BY_RATIO, BY_RULES = range(5)

# Why an operation began when it did: in the history, and for first stations. HELD is
# added where the job was held when it was done.
BY_OWN, BY_ARRIVAL, HELD = range(3)
BY_HEAD, BY_JOB, BY_ORIGIN, BY_POOL = range(4)

# How a run ends: at its time, in a deadlock, or out of room for jobs.
DONE, STUCK, FULL = range(3)

LEAF_BITS = 20
"""Bits of a leaf's number in its key, below its time (`agenda`)."""

GROUP = 16
"""Leaves of a group, and groups of a larger one, of which the least key is kept."""

JOB_BITS = 32
"""Bits of a job's number in a section's ring of jobs; its kind stands above them."""

# The run as a whole; it begins at m[0].
H = _fields(
    "Header",
    # state times and passages are counted from count_from; nothing begins from
    # until on; with record 1 the history for attribution is kept, in rings
    "count_from until record"
    # where each table begins, and how many records it has
    " stations modes sections buffers feeds takers givers sources pools routes"
    " outcomes targets windows jobs waiting returns cycles classes orders rings"
    " visits spent keys least tops waiters outside passages entries repairs"
    " admits lanes"
    " moves steps crews phases ratios needs built"
    " stations_count sections_count buffers_count sources_count pools_count"
    " jobs_count tops_count passages_room repairs_room history_mask"
    # where stays at stations are written down, and how many there is room for
    " stays stays_room"
    # widths of tables whose records have no fixed size
    " law_rows classes_width visits_width spent_width admits_width"
    # first leaf of each kind of event
    " leaf_calls leaf_pools leaf_sources leaf_buffers leaf_exits leaf_heads"
    # _state; no interior runs ahead of the horizon
    " now horizon status stays_made passages_made repairs_made free_job made gone"
    " stayed",
    lines=10,
)

S = _fields(
    "Station",
    # What every operation touches lies together, in three lines of the cache. First
    # state: jobs whose departure, and whose operation's end, is known; last
    # departure; begin and end of the operation served last; until when nothing
    # closes, -1 where that operation is booked already; 1: it waited for the one
    # before, not for the job; its set-up
    "left served last base ready calm own setting"
    # ring of its departures and the ring's length - 1; places between it and the
    # next of its section; ticks on the way there; offset of its cycles; (state) 1:
    # nothing but these, 2: a law or given times, too, 0: set-up, steps or failures;
    # row of draws; (state) ticks, where they are booked the short way
    " ring mask places_after transit_after cycles plain row starved"
    # where its operations are written down: of row 0, how many rows its first is
    # further on, words of a row; row of the law tables (0 is constant); place of
    # given times there or -1; 0 no set-up, 1 for the model, 2 for the colour
    " blocked working history skew width law given set_up_on"
    # 1: steps; the factor of work by both kinds of them, as the bits of a float, and
    # up to when and to which operation it holds (state); work so far and when the
    # next failures come, by work and by operations (state); ticks of a set-up
    " stepped factor steady_until steady_upto worn fails_at fails_after set_up"
    # 1: the operation served last is booked up to its end (state)
    " booked"
    # what happens at a window; its windows; (state) first one not behind `last`
    " at_window windows_from windows_to window"
    # its failure modes; stream of its times
    " mode_from mode_to key"
    # steps of the factors of work and of failures, by time and by jobs (state:
    # they move on)
    " slow slow_to slow_units slow_units_to"
    " fail fail_to fail_units fail_units_to"
    # steps of the takt, as the least factor of work (state: they move on)
    " takt takt_to"
    # where the steps of work and takt begin; those of learning alone, among them
    " slow_from slow_units_from takt_from learn_from learn_to"
    # _state: departures before the counted time
    " early"
    " model colour"
    # on a conveyor: ticks of work in this move, and work put off to the next
    " work drift"
    # set-up and work that the operation still needs; a failure that needs a crew:
    # how far it is, its mode, and since when or until when
    " to_set rest calling mode call_at",
    # an odd number, lest the records of many stations vie for the same few lines
    lines=9,
)

M = _fields(
    "Mode",
    # clock, laws, column of `spent` after FIRST_REASON, mean and mean repair
    # (ticks or operations), 1: a repair rests while closed, stream
    "clock law repair_law reason mean repair needs_shift key"
    # crew that mends it, or -1
    " crew"
    # _state: work or operations at which it fails next; failures so far
    " next count",
)

C = _fields(
    "Section",
    # What every job that comes and goes touches lies together, in four lines of the
    # cache. Stations; intake; feeds; 1: a conveyor; pool needed; filter of kinds or -1
    "first last intake feed_from feed_to conveyor pool kinds"
    # ring of its jobs; 1: ends (begins) without events; (state) jobs so far; when the
    # newest reaches the first station; buffer that holds the job at the end or -1,
    # since when
    " ids mask open_end open_start entered arrive held held_since"
    # (state) 1: the head waits, since when; column of the head's last idle time; why
    # the newest came; counted jobs that came for the first time; column of its visits
    # to be counted for each job, or -1 where none comes twice; 1: only rejects come
    # here; ring of what is written down of its entries
    " idle idle_since column cause fresh visit rework entries"
    # its length - 1; route; (state) outcome at the end; pool given back; kits; 1: lets
    # in only what leaves before the next window; source or -1
    " notes_mask route outcome frees needs_from needs_to run_empty source"
    # of a conveyor: least ticks of a move, steps of them, ticks added to the longest
    # work, millionths of the pitch that work may run over; GAP or STOP; ring of its
    # places
    " pitch pitch_from pitch_to transfer limit when_empty slots"
    # the filter by model and kits that is made anew at each choice, or -1, and the
    # filter by model that it is made from
    " choice models"
    # longest stay or 0, and the outcome of what stayed longer
    " most_stay over_stay"
    # ring of what is written down of its moves, length - 1
    " moves moves_mask"
    # _state of a conveyor: number of the move, its end, why the next begins when it
    # does, places taken
    " move move_end code taken",
    lines=7,
)

B = _fields(
    "Buffer",
    # places, rule of release, lanes (0: every job can be reached), ticks on the
    # way; sections that take and give; ring of its content and its length
    "places release lanes transit takers_from takers_to givers_from givers_to"
    # count point or -1; a store's points where it is entered and left, for its
    # sequence, or -1; ratio rules
    " ring room point enters leaves ratios_from ratios_to"
    # its first lane; the sources that send jobs to it
    " lane sources_from sources_to"
    # _state: oldest, content, colour released last; job ticks in it until since;
    # largest content; arrivals turned away
    " head count colour area since most lost"
    # rank of the job found last that a section can take
    " chosen",
    lines=5,
)

LN = _fields("Lane", "count last")
"""A lane of a store: (state) jobs in it, and the one that came last."""

U = _fields("Ratio", "most window kinds weight seen")
"""At most so many of so many in a row are of some kinds; (state) which of the last
ones were, the newest in the lowest bit; what one too many counts."""

W = _fields("WaitingJob", "job since ripe section operation lane", lines=1)
"""A job in a buffer, and the section and operation that it comes from."""

F = _fields("Feed", "buffer weight taken")
"""A buffer of a section, its weight in a million, jobs taken (state)."""

R = _fields(
    "Source",
    # law and mean of the time between arrivals; 1: an arrival waits outside;
    # buffer of arrivals or -1; its phases; from when on it gives jobs
    "law mean wait buffer phase_to opens key serial"
    # _state: the present phase, and the job with which it began
    " count arrivals outside phase since"
    # since when there have been arrivals outside
    " came",
)

L = _fields("Phase", "start order_from order_to row")
"""From when on a source has a mix: planned order, or one row of classes to draw
from (-1: a planned order)."""

P = _fields(
    "Pool",
    # carriers: how many, ticks of their return, ring of returns under way
    "room delay ring"
    # kits: column of the wait for them after FIRST_REASON, size of a lot or 0, law
    # and mean of the time between lots, stream, end of the dated deliveries
    " reason lot law mean key deliver_to"
    # sections that may wait for a token
    " waiters_from waiters_to"
    # _state: tokens there are; returns; lots so far, when the next comes; the next
    # delivery
    " free head under_way section operation lots next_lot deliver",
)
"""Tokens: carriers that circulate, or kits that come in lots."""

ND = _fields("Need", "pool kinds missing retrofit bit")
"""A kit that jobs of some kinds (-1: all) need to enter a section. With retrofit 1
only those that were built without need it; `bit` is its place in `lacks`."""

T = _fields("Return", "time section operation")
"""A token on its way back, and the section and operation that gave it."""

J = _fields("Job", "kind model colour serial born rejected lacks next")
"""``rejected`` is 1 from the first outcome on that is not its line's good one;
``lacks`` has a bit for every kit that the job was built without."""

Q = _fields(
    "Route",
    # outcomes, stream; steps of the factor of rejects, by time and by jobs (both
    # state: they move on)
    # outcome of what was built short, or -1
    "outcome_from outcome_to key short rejects rejects_to reject_units reject_units_to"
    # _state
    " count",
)

O = _fields("Outcome", "upto limit visit point target_from target_to first later")  # noqa: E741
"""Cumulative share (of SHARES), limit or 0 and the column in which it is counted for
each job, count point or -1, targets; (state) counted jobs on their first visit, and on
later ones."""

G = _fields("Target", "buffer kinds")

N = _fields("Window", "start end reason hard")
"""A closed window; a hard one stops what `at_window` would finish or foresee."""

V = _fields("Passage", "time born job")
"""A job at a count point: when, and whence it was, what it was.

``time``: the tick, and the point in the lowest NOTE_BITS; ``born``: the tick, and
the colour there; ``job``: the serial, and there the kind, above 1 if it was rejected.
"""

NOTE_BITS = 20

SY = _fields("Stay", "serial born kind colour station begin ready leave")
"""A job at a station: when work on it began (-1: when it came from the one before),
when it was done, when it left. Written down only where there is room for stays."""

E = _fields("Entry", "decided job wait room")
"""What decided when a job entered a section, what the job was, what let it go.

``decided``: the operation, in the upper 31 bits, of the section that let the job
or the token go, and the ticks from then to the job's arrival, in the lower 32.
``job``: cause (`BY_HEAD` ...), 1 if it comes again or for rework, section + 1,
colour, kind.
``wait``: 0, or the ticks that the head waited last for a kit or an order, and above
40 bits the kit's column after FIRST_REASON + 1, SHUT where the conveyor let nothing
in, or 0; bit 62 is 1 if the job still had its way to go when it was taken, bit 61 if
it was held at the end before only because of that wait. Where nobody handed the job
over, the upper bits of ``decided`` are the ticks without an order before that wait.
``room``: what made room for the job where it was held at the section's end, or -1: the
entry in the upper bits, the section that it entered in 16 bits, and 1 if that
section's first station had just become free.
"""

SHUT = 2**20
"""In an entry, in place of a kit's column."""

K = _fields("Repair", "station operation reason ticks")
"""A repair or a wait for its crew, by its column after FIRST_REASON; with reason
-1 an operation too long for the history."""

Y = _fields("Crew", "reason waiters_from waiters_to free")
"""A repair crew: column of the wait for it, the sections whose first stations may wait
for it, and (state) men who are free."""

D = _fields("Move", "length code pitch slowest")
"""A conveyor's move: its ticks, why it began when it did (and 4 if it met a failure
or a window, above 3 bits what its empty head awaited: a kit's column after
FIRST_REASON + 1, or 0), the pitch then, and the station whose work made it longer, or
-1."""

Z = _fields("Step", "start value")
"""A value that holds from a time or a number of jobs on; factors in millionths."""

MILLION = 1_000_000

A = _fields("Class", "upto kind model colour")

SHARES = 2**52
"""Cumulative shares are whole numbers out of this many."""


def dtype(fields: Any) -> np.dtype[np.void]:
    """Give the numpy record type that reads a table of such records."""
    return _dtype(fields._fields[:-1], fields.size)


@cache
def _dtype(names: tuple[str, ...], words: int) -> np.dtype[np.void]:
    return np.dtype(
        {"names": names, "formats": [np.int64] * len(names), "itemsize": 8 * words}
    )


def power_of_two(least: int) -> int:
    """Give the smallest power of two that is not less: a ring's length."""
    return 1 << max(least - 1, 0).bit_length()
