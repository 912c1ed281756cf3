"""One operation at one station: how long it takes, and what the time was.

Nothing that happens elsewhere changes an operation once it has begun, unless it
calls for a repair crew, so that it can be walked through when it begins: the wait
for an open window, failures that were due, set-up, work with the failures it
brings on, repairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

from naive.chance import Mode
from naive.closings import Window, closed_between, open_ticks_later

Walk = Generator[tuple[str, str, int], int, int]
"""What an operation asks for on its way: ``("call", crew, time)``, answered by the
time at which the repair begins, and ``("free", crew, time)``."""


@dataclass(frozen=True)
class Span:
    """A stretch of a station's time, and what it was.

    Where the station is closed meanwhile, closed is what it was, unless
    `through`: then the station went on regardless, but for failures.
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
    mean_of: Callable[[Mode, int, int], int]  # mode, time, operations before
    worn: int = 0  # ticks at work
    served: int = 0  # operations
    spans: list[Span] = field(default_factory=list)
    repairs: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def stopping(self) -> Sequence[Window]:
        """Give the windows in which an operation that has begun stands still."""
        if self.at_window == "finish":
            return [window for window in self.windows if window.hard]
        return self.windows

    def note(self, begin: int, end: int, column: str) -> None:
        """Note what a stretch was."""
        self.spans.append(Span(begin, end, column))


def first_start(station: Timeline, time: int, amount: int) -> int:
    """Give when an operation of so many ticks begins: not while closed.

    One that is not to be stopped by a break or a shift's end waits until it can
    be finished before. A failure is not foreseen.
    """
    if station.at_window == "pause":
        return time
    while True:
        in_the_way = [
            window.end
            for window in station.windows
            if window.begin <= time < window.end
            or (
                station.at_window == "do_not_start"
                and not window.hard
                and time < window.end
                and window.begin < time + amount
            )
        ]
        if not in_the_way:
            return time
        time = min(in_the_way)


def serve(station: Timeline, *, begin: int, set_up: int, work: int) -> Walk:
    """Walk through the station's next operation, and give when it ends.

    `begin` is when station and job are both there; `set_up` and `work` are what
    it takes if nothing comes between.
    """
    time = first_start(station, begin, set_up + work)
    station.note(begin, time, "waiting")
    time = yield from _mend(station, time, by_operations=True)
    time = _spend(station, time, set_up, "set_up")
    while work:
        # A failure that comes at the very end of the work still holds the job.
        ahead = min((m.due for m in station.modes if not m.by_operations), default=None)
        step = work if ahead is None else min(work, ahead - station.worn)
        time = _spend(station, time, step, "working")
        station.worn += step
        work -= step
        time = yield from _mend(station, time, by_operations=False)
    station.served += 1
    return time


def _spend(station: Timeline, time: int, amount: int, column: str) -> int:
    """Spend working time: it stands still where the station stops."""
    end = open_ticks_later(station.stopping, time, amount)
    through = station.at_window == "finish"
    station.spans.append(Span(time, end, column, through=through))
    return end


def _mend(station: Timeline, time: int, *, by_operations: bool) -> Walk:
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
        crew = mode.failure.repair_crew
        if crew is not None:
            called = time
            time = yield "call", crew, called
            station.note(called, time, f"repair_crew:{crew}")
        amount = mode.repair_ticks()
        end = time + amount
        if mode.failure.repair_needs_shift:
            end = open_ticks_later(station.windows, time, amount)
        station.note(time, end, f"failure:{mode.name}")
        lost = end - time - closed_between(station.windows, time, end)
        station.repairs.append((station.served, number, lost))
        mode.count += 1
        mode.plan_next(worn, station.mean_of(mode, end, station.served))
        time = end
        if crew is not None:
            yield "free", crew, end


def booked(station: Timeline, *, count_from: int, until: int) -> Counter[str]:
    """Add up what the counted time was, in ticks."""
    total: Counter[str] = Counter()
    for span in station.spans:
        begin, end = max(span.begin, count_from), min(span.end, until)
        if end <= begin:
            continue
        total[span.column] += end - begin
        for window in station.windows:
            shut = min(end, window.end) - max(begin, window.begin)
            if shut > 0 and (window.hard or not span.through):
                total[span.column] -= shut
                total[window.reason] += shut
    return +total
