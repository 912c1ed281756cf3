"""Under which conditions a run takes place: what closes stations, what slows them.

Nothing here depends on what the plant does, so all of it is known before a run
begins: calendars, planned maintenance, heating up after a closing, failures by the
calendar clock, shifts without enough people; and the factors of a launch. What is
the same in every run is made once by `stated`; `conditions` adds what is drawn.

Where several things close a station, the time goes to the calendar, then to
maintenance, heating up, a failure, missing people. A failure is *hard*: while it
lasts no operation goes on, whatever the station does at a break.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zauyt.arrays.calendar import ClosedWindows
from zauyt.arrays.clock import local_clock
from zauyt.arrays.closures import Usual, usual_windows
from zauyt.arrays.expanded import Network, Stop
from zauyt.arrays.factors import (
    Step,
    Steps,
    laid_out,
    launch_steps,
    pitch_steps,
    product,
    reject_steps,
    takt_steps,
)
from zauyt.arrays.laws import law_tables, stream_key
from zauyt.arrays.painting import Ticks
from zauyt.arrays.quantiles import Floats
from zauyt.arrays.staffing import Short, Staffing, short, staffing
from zauyt.arrays.ticks import failure_mean, signed, whole_ticks
from zauyt.kernels.flow.closings import MODE, WINDOW, draw_failures, merge
from zauyt.plant.law import EXPONENTIAL, Law

UNTIL_FULL = 1.5
"""Room for failures, as a multiple of how many come on average."""


@dataclass(frozen=True, eq=False)
class WallFailures:
    """Failures by the calendar clock: rows for the kernel, and whose they are."""

    modes: Ticks
    steps: Ticks
    laws: Floats
    station: Ticks
    reason: Ticks
    room: int


@dataclass(frozen=True, eq=False)
class Conditions:
    """What a run needs to know of time, station by station.

    ``windows`` has the columns start, end, reason (its place in ``reasons``) and 1
    where it is hard; ``spans`` the first and the end of each station's windows in
    it, sorted and apart. Stations closed alike share them. ``work`` has the steps
    of the operation times by station.
    """

    windows: Ticks
    spans: Ticks
    work: Steps


@dataclass(frozen=True, eq=False)
class Stated:
    """What is the same in every run.

    ``reasons`` names everything that may close a station. Steps are by station,
    for rejects by route; ``pitch`` by paced line, in ticks (steps, 2), ``takt`` by
    line, in millionths of its mature one.
    ``failures`` are those at work; failures by the calendar clock follow theirs
    before the run.
    """

    length_ms: int
    reasons: tuple[str, ...]
    work_by_units: Steps
    failures: Steps
    failures_by_units: Steps
    rejects: Steps
    rejects_by_units: Steps
    pitch: dict[str, Ticks]
    takt: dict[str, tuple[Step, ...]]
    usual: Usual
    wall: WallFailures
    people: Staffing
    learning: list[tuple[Step, ...]]

    @property
    def random(self) -> bool:
        """Tell whether the conditions differ from run to run."""
        return bool(self.wall.modes.size) or self.people.random


def stated(
    network: Network,
    calendars: Mapping[str, ClosedWindows],
    *,
    first_day: datetime.date,
    days: int,
) -> Stated:
    """Give what is the same in every run.

    Parameters
    ----------
    network
        The expanded plant.
    calendars
        When the calendars of its stations are closed, for the same days.
    first_day, days
        First day and number of days; ticks count from its midnight.
    """
    clock = local_clock(network.plant.site, first_day)

    def tick_of(date: datetime.date) -> int:
        return clock(date, 0)

    length_ms = tick_of(first_day + datetime.timedelta(days=days))
    usual = usual_windows(
        network, calendars, clock=clock, first_day=first_day, days=days
    )
    failures = launch_steps(network, "failures", tick_of)
    people = staffing(network, calendars, first_day)
    reasons = _reasons(network, usual, people)
    return Stated(
        length_ms=length_ms,
        reasons=reasons,
        work_by_units=laid_out(launch_steps(network, "work", None)),
        failures=laid_out(failures),
        failures_by_units=laid_out(launch_steps(network, "failures", None)),
        rejects=laid_out(reject_steps(network, tick_of)),
        rejects_by_units=laid_out(reject_steps(network, None)),
        pitch=pitch_steps(network, tick_of),
        takt=takt_steps(network, tick_of),
        usual=usual,
        wall=_wall_failures(network, usual, laid_out(failures), reasons, length_ms),
        people=people,
        learning=launch_steps(network, "work", tick_of),
    )


def _stops(network: Network) -> list[Stop]:
    return [stop for section in network.sections for stop in section.stops]


def _wall_modes(network: Network) -> list[tuple[int, Stop, str]]:
    """Give station number, station and name of all failures on the wall."""
    return [
        (number, stop, name)
        for number, stop in enumerate(_stops(network))
        for name in stop.failures
        if network.plant.failures[name].clock == "calendar"
    ]


def _reasons(network: Network, usual: Usual, people: Staffing) -> tuple[str, ...]:
    """Name all that may close a station, in an order that no draw changes."""
    failing = [f"failure:{name}" for _, _, name in _wall_modes(network)]
    missing = [f"crew:{name}" for name in people.people]
    return tuple(dict.fromkeys([*usual.reasons, *failing, *missing]))


def _wall_failures(
    network: Network,
    usual: Usual,
    launch: Steps,
    reasons: tuple[str, ...],
    length_ms: int,
) -> WallFailures:
    rows = []
    laws: list[Law] = []
    expected = 0.0
    modes = _wall_modes(network)
    for number, stop, name in modes:
        failure = network.plant.failures[name]
        mean, repair = failure_mean(failure), whole_ticks(failure.mttr_min * 60)
        factors = launch.table[slice(*launch.spans[number]), 1]
        most = max(factors, default=1_000_000) / 1_000_000
        expected += length_ms / (mean / most + repair)
        laws += [failure.law or EXPONENTIAL, failure.repair_law or EXPONENTIAL]
        rows.append(
            [
                signed(stream_key(stop.name, f"failure:{name}")),
                0,
                0,
                mean,
                repair,
                int(failure.repair_needs_shift),
                *usual.calendar_spans[number],
                *launch.spans[number],
            ]
        )
    tables, law_rows = law_tables(laws)
    table = np.array(rows, dtype=np.int64).reshape(-1, MODE)
    table[:, 1], table[:, 2] = law_rows[0::2], law_rows[1::2]
    place = {reason: number for number, reason in enumerate(reasons)}
    return WallFailures(
        modes=table,
        steps=launch.table,
        laws=tables,
        station=np.array([number for number, _, _ in modes], dtype=np.int64),
        reason=np.array([place[f"failure:{name}"] for *_, name in modes], np.int64),
        room=int(UNTIL_FULL * expected) + 64,
    )


def conditions(known: Stated, *, seed: int, run: int) -> Conditions:
    """Give the conditions of a run.

    The draws depend on seed and run and on the names of what they concern, and
    on nothing else of the plant. Without anything random every run's are alike:
    make them once.
    """
    missing = short(known.people, seed=seed, run=run)
    failures = _drawn_failures(known, seed=seed, run=run)
    return Conditions(
        *_closed(known, failures, missing), laid_out(_slowed(known, missing))
    )


def _slowed(known: Stated, missing: Short) -> list[tuple[Step, ...]]:
    """Give the steps of operation times: learning times shortage of people."""
    slow: list[tuple[Step, ...]] = [() for _ in known.learning]
    for group, numbers in known.people.sharing.items():
        for number in numbers:
            slow[number] = missing.slow[group]
    both: dict[tuple[int, int], tuple[Step, ...]] = {}
    rows = []
    for learning, shortage in zip(known.learning, slow, strict=True):
        pair = id(learning), id(shortage)
        if pair not in both:
            both[pair] = product((learning, shortage))
        rows.append(both[pair])
    return rows


def _drawn_failures(known: Stated, *, seed: int, run: int) -> Ticks:
    """Give the windows of failures on the wall, by mode and time (windows, 4)."""
    wall = known.wall
    if not wall.modes.size:
        return np.zeros((0, WINDOW), dtype=np.int64)
    room = wall.room
    while True:
        out = np.empty(room * WINDOW, dtype=np.int64)
        made = draw_failures(
            out,
            wall.modes.ravel(),
            known.usual.windows.ravel(),
            wall.steps.ravel(),
            wall.laws,
            np.uint64(seed),
            np.uint64(run),
            known.length_ms,
        )
        if made <= room:
            return out.reshape(-1, WINDOW)[:made]
        room = made


def _closed(known: Stated, failures: Ticks, missing: Short) -> tuple[Ticks, Ticks]:
    """Give all windows and each station's span of them."""
    usual = known.usual
    station = known.wall.station[failures[:, 2]]
    order = np.lexsort((failures[:, 0], station))
    failures, station = failures[order], station[order]
    failures[:, 2] = known.wall.reason[failures[:, 2]]
    place = {reason: number for number, reason in enumerate(known.reasons)}
    short_numbers = sorted(number for number, rows in missing.closed.items() if rows)
    short_rows = [
        (start, end, place[f"crew:{skill}"], 0)
        for number in short_numbers
        for start, end, skill in missing.closed[number]
    ]
    lengths = [len(missing.closed[number]) for number in short_numbers]
    failing = station[np.diff(station, prepend=-1) > 0]
    own = np.array(sorted({*failing.tolist(), *short_numbers}), dtype=np.int64)
    if not own.size:
        return usual.windows, usual.spans
    tasks = np.zeros((own.size, 8), dtype=np.int64)
    tasks[:, 0:2] = usual.spans[own]
    tasks[:, 2] = np.searchsorted(station, own)
    tasks[:, 3] = np.searchsorted(station, own, side="right")
    ends = np.cumsum([0, *lengths])
    at = np.searchsorted(own, short_numbers)
    tasks[at, 4], tasks[at, 5] = ends[:-1], ends[1:]
    short_table = np.array(short_rows, dtype=np.int64).reshape(-1, WINDOW)
    windows = _with_merged(known, tasks, failures, short_table)
    spans = usual.spans.copy()
    spans[own] = tasks[:, 6:8] + len(usual.windows)
    return windows, spans


def _with_merged(known: Stated, tasks: Ticks, failures: Ticks, missing: Ticks) -> Ticks:
    """Give the usual windows, and after them those of stations with their own."""
    usual = known.usual.windows.ravel()
    # Pieces lie between beginnings and ends: two at most for every window.
    lengths = tasks[:, 1:6:2] - tasks[:, 0:6:2]
    room = 2 * int(lengths.sum())
    out = np.empty(usual.size + room * WINDOW, dtype=np.int64)
    out[: usual.size] = usual
    made = merge(
        out[usual.size :],
        tasks.ravel(),
        usual,
        failures.ravel(),
        missing.ravel(),
        known.length_ms,
    )
    assert made <= room, "more windows than can be"
    return out[: usual.size + made * WINDOW].reshape(-1, WINDOW)
