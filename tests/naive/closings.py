"""When a station is closed, and what that does to a stretch of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


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
