"""What the search for a balance reads and writes: one block of whole numbers.

A state is a set of tasks that fill the first stations: what stands before, in bits.
Stations are filled one after the other, each with a load to which no further task can
be added. Every measure gives each task a value and each station a capacity such that
no station can take tasks worth more, so that what is left of it says how many stations
are needed at least; the first measure is time itself.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any


def _fields(name: str, words: str) -> Any:
    """Give the offsets of a record's fields, by name, and its ``size``."""
    names = words.split()
    return namedtuple(name, [*names, "size"])(*range(len(names) + 1))


BITS = 62
"""Tasks in a word."""

# The search as a whole; it begins at m[0]. `succ_begin` and `succ` have the tasks that
# follow a task at once, `degree` the number of those at once before it. `value` is by
# measure and task, `capacity` by measure. `must` has, by the number of stations left,
# the tasks that can no longer be done in them. `dom_begin` and `dom` have the tasks
# that may take a task's place in a load. `key` says in which order tasks are tried,
# `worth` what a beam keeps.
H = _fields(
    "Header",
    "tasks cycle words measures state_size"
    " times succ_begin succ degree zobrist value capacity must must_rows"
    " dom_begin dom worth key"
    # what one station's loads are tried with
    " sorted eligible chosen at upto rest any inside left child"
    # the best so far
    " stations target answer"
    # states: those of the search with memory, their table and a heap by depth
    " store room count table mask heaps depth waiting cut limit"
    # states of the beam: a level of its states, and candidates for the next one
    " rows rows_room level levels pool kept_of width ranked seen seen_mask"
    " tries per_try"
    " mode begin kept tried stream counter",
)

# A state; what is left of each measure and the bits of its tasks follow.
S = _fields("State", "hash done priority parent dead first second")
"""``done`` counts the stations filled; ``first`` and ``second`` link the heap."""

# What levels a balance: `times`, `load` and `station` (from 0) by task or station; the
# tasks before and after each task.
L = _fields(
    "Level",
    "tasks stations cycle times station load"
    " succ_begin succ pred_begin pred stream counter",
)

# What fills a line under rules task by task. By task: `times`, the `first` and `last`
# station, `side` (0 either, 1 left, 2 right), `strain`, `tool` (0 none); `tool_most` by
# tool. Tasks that may not share a station (`apart`), and stations where a task cannot
# be (`barred`), as lists. `home_station` and `home_post` are taken where they can be,
# if `homed`. `order` is that of now, `trial` another one, `rank` its inverse; `waits`
# to `tool_used` are the line being filled, `people` the posts that have work, `unlike`
# the squares of their loads in thousandths of the takt. `value` is what the order of
# now is worth, `best` the least so far, with `kept_station`, `kept_post`, `kept_start`
# and `kept_order`; `slack` is how much worse than the best an order may be and be gone
# on from. `wish` asks for few people, or few tasks away from home, where all tasks find
# a place.
F = _fields(
    "Filling",
    "tasks cycle posts most spread times first last side strain most_strain tool"
    " tools tool_most succ_begin succ pred_begin pred degree apart_begin apart"
    " barred_begin barred homed home_station home_post"
    " order trial rank waits heap heap_count later station post start"
    " load borne tool_at tool_used people unlike"
    " value best slack wish kept_station kept_post kept_start kept_order"
    " passes stream counter",
)
