"""One operation at one station: how long it takes, and what the time was.

Nothing that happens elsewhere changes an operation once it has begun, so that it
can be walked through when it begins: the wait for an open window, failures that
were due, set-up, work with the failures it brings on, repairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from naive.chance import Mode

Window = tuple[int, int, str]
"""From and to, in ticks, and why a station is closed; in order and apart."""


@dataclass(frozen=True)
class Span:
    """A stretch of a station's time, and what it was.

    Where the station is closed meanwhile, closed is what it was, unless
    `through`: the station went on regardless.
    """

    begin: int
    end: int
    column: str
    through: bool = False


@dataclass
class Timeline:
    """A station's time: when it is closed, what wears it, what it was so far."""

    windows: Sequence[Window]
    at_window: str
    modes: list[Mode]
    worn: int = 0  # ticks at work
    served: int = 0  # operations
    spans: list[Span] = field(default_factory=list)
    repairs: list[tuple[int, int, int]] = field(default_factory=list)

    def note(self, begin: int, end: int, column: str) -> None:
        """Note what a stretch was."""
        self.spans.append(Span(begin, end, column))


def open_from(windows: Sequence[Window], time: int) -> int:
    """Give the first time from `time` on that is not closed."""
    for begin, end, _ in windows:
        if begin <= time < end:
            time = end
    return time


def open_for(windows: Sequence[Window], time: int, amount: int) -> int:
    """Give the first time from `time` on with `amount` open ticks in a row."""
    for begin, end, _ in windows:
        if begin < time + amount and time < end:
            time = end
    return time


def open_ticks_later(windows: Sequence[Window], time: int, amount: int) -> int:
    """Give when `amount` ticks have passed since `time`, closed ones not counted."""
    for begin, end, _ in windows:
        if end <= time:
            continue
        if amount <= begin - time:
            break
        amount -= max(begin - time, 0)
        time = end
    return time + amount


def closed_between(windows: Sequence[Window], begin: int, end: int) -> int:
    """Give the closed ticks in a stretch."""
    return sum(max(min(end, e) - max(begin, b), 0) for b, e, _ in windows)


def serve(station: Timeline, *, begin: int, set_up: int, work: int) -> int:
    """Walk through the station's next operation, and give when it ends.

    `begin` is when station and job are both there; `set_up` and `work` are what
    it takes if nothing comes between.
    """
    time = begin
    if station.at_window == "finish":
        time = open_from(station.windows, begin)
    elif station.at_window == "do_not_start":
        time = open_for(station.windows, begin, set_up + work)
    station.note(begin, time, "waiting")
    time = _mend(station, time, by_operations=True)
    time = _spend(station, time, set_up, "set_up")
    while work:
        # A failure that comes at the very end of the work still holds the job.
        ahead = min((m.due for m in station.modes if not m.by_operations), default=None)
        step = work if ahead is None else min(work, ahead - station.worn)
        time = _spend(station, time, step, "working")
        station.worn += step
        work -= step
        time = _mend(station, time, by_operations=False)
    station.served += 1
    return time


def _spend(station: Timeline, time: int, amount: int, column: str) -> int:
    """Spend working time: it stands still while closed, unless the rule is finish."""
    if station.at_window == "finish":
        end = time + amount
        station.spans.append(Span(time, end, column, through=True))
    else:
        end = open_ticks_later(station.windows, time, amount)
        station.note(time, end, column)
    return end


def _mend(station: Timeline, time: int, *, by_operations: bool) -> int:
    """Mend what is due by one clock, one after the other, and give the end."""
    worn = station.served if by_operations else station.worn
    while True:
        due = [
            (number, mode)
            for number, mode in enumerate(station.modes)
            if mode.by_operations == by_operations and mode.due <= worn
        ]
        if not due:
            return time
        number, mode = due[0]
        amount = mode.repair_ticks()
        end = time + amount
        if mode.failure.repair_needs_shift:
            end = open_ticks_later(station.windows, time, amount)
        station.note(time, end, f"failure:{mode.name}")
        lost = end - time - closed_between(station.windows, time, end)
        station.repairs.append((station.served, number, lost))
        mode.count += 1
        mode.plan_next(worn)
        time = end


def booked(station: Timeline, *, count_from: int, until: int) -> Counter[str]:
    """Add up what the counted time was, in ticks."""
    total: Counter[str] = Counter()
    for span in station.spans:
        begin, end = max(span.begin, count_from), min(span.end, until)
        if end <= begin:
            continue
        total[span.column] += end - begin
        if span.through:
            continue
        for window_begin, window_end, reason in station.windows:
            shut = min(end, window_end) - max(begin, window_begin)
            if shut > 0:
                total[span.column] -= shut
                total[reason] += shut
    return +total
