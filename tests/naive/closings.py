"""When a station is closed: by its calendar, and by failures on the wall clock."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from naive.chance import Mode


class Window(NamedTuple):
    """From and to, in ticks, and why a station is closed; a failure is hard."""

    begin: int
    end: int
    reason: str
    hard: bool = False


def open_ticks_later(windows: Sequence[Window], time: int, amount: int) -> int:
    """Give when `amount` ticks have passed since `time`, closed ones not counted."""
    for window in windows:
        if window.end <= time:
            continue
        room = max(window.begin - time, 0)
        if amount <= room:
            break
        amount -= room
        time = window.end
    return time + amount


def closed_between(windows: Sequence[Window], begin: int, end: int) -> int:
    """Give the closed ticks in a stretch."""
    return sum(max(min(end, w.end) - max(begin, w.begin), 0) for w in windows)


def failures(mode: Mode, calendar: Sequence[Window], until: int) -> list[Window]:
    """Give the failures of one mode that nothing but time brings on.

    The next one comes so long after the end of a repair; a repair that needs the
    shift rests while the calendar says closed.
    """
    found: list[Window] = []
    mode.plan_next(0)
    while mode.due < until:
        end = mode.due + mode.repair_ticks()
        if mode.failure.repair_needs_shift:
            end = open_ticks_later(calendar, mode.due, mode.repair_ticks())
        found.append(Window(mode.due, end, f"failure:{mode.name}", hard=True))
        mode.count += 1
        mode.plan_next(end)
    return found


def closed(
    calendar: Sequence[Window], wall: Sequence[Mode], until: int
) -> Sequence[Window]:
    """Give all windows of a station, in order and apart.

    The calendar says why, where it closes; of failures the one that was first
    does until its end. Where a failure lasts the window is hard.
    """
    down = [window for mode in wall for window in failures(mode, calendar, until)]
    if not down:
        return calendar
    edges = sorted({edge for w in (*calendar, *down) for edge in (w.begin, w.end)})
    found = []
    first: Window | None = None
    for begin, end in itertools.pairwise(edges):
        shut = [w for w in calendar if w.begin <= begin < w.end]
        here = [w for w in down if w.begin <= begin < w.end]
        if first not in here:
            first = min(here, key=lambda w: w.begin, default=None)
        if shut or first is not None:
            reason = shut[0].reason if shut else first.reason if first else ""
            found.append(Window(begin, end, reason, hard=bool(here)))
    return found
