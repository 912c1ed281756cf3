"""The agenda: what is still to happen, by time, kind and number.

At the same tick what happens inside sections comes first, then calls for repair
crews, tokens that return or come, arrivals, jobs that can be had from buffers, ends
of sections, heads of sections, each in the order of their numbers.
"""

from __future__ import annotations

import heapq
from typing import Any

from naive.world import Section, World

INSIDE, CALLS, TOKENS, ARRIVALS, RIPE, ENDS, HEADS = range(7)


def post(
    world: World, time: int, kind: int, number: int, happens: str, *whom: Any
) -> None:
    """Put an event on the agenda; `flow` knows what happens by its name."""
    entry = (time, kind, number, next(world.posted), happens, whom)
    heapq.heappush(world.agenda, entry)


def head_is_free(world: World, section: Section) -> None:
    """Take the next job at once if one is always there, else in turn."""
    if section.never_waits:
        assert section.source is not None
        post(
            world, max(world.now, section.source.opens), INSIDE, 0, "draw_job", section
        )
    else:
        post(world, world.now, HEADS, section.number, "head_takes", section)
