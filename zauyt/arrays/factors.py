"""What runs slower, fails more often or is rejected more, from when on.

Factors are whole millionths in steps: from a tick on, or from a number of jobs on,
counted from 0. Several on one thing multiply.
"""

from __future__ import annotations

import bisect
import datetime
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from zauyt.arrays.expanded import Network, Stop
from zauyt.arrays.origins import in_order
from zauyt.arrays.painting import Ticks
from zauyt.arrays.ticks import whole_ticks
from zauyt.kernels.flow.layout import MILLION
from zauyt.plant.launch import Launch
from zauyt.plant.line import mature_takt_s
from zauyt.statistics.learning import curve_steps

TickOf = Callable[[datetime.date], int]
"""From a date to the tick of its midnight."""

Step = tuple[int, int]
"""From when on, and the factor in millionths."""


@dataclass(frozen=True, eq=False)
class Steps:
    """Steps by row: of stations or routes, in the network's order.

    ``table`` has two columns: from when on, and the value then. ``spans`` gives
    the first and the end of each row's steps in it; equal where a row has none,
    which means a factor of 1. The first of a row's steps begins at 0.
    """

    table: Ticks
    spans: Ticks


def laid_out(rows: Sequence[tuple[Step, ...]]) -> Steps:
    """Give the steps of all rows as one table; equal rows share their steps."""
    place: dict[tuple[Step, ...], tuple[int, int]] = {(): (0, 0)}
    table: list[Step] = []
    for row in rows:
        if row not in place:
            place[row] = (len(table), len(table) + len(row))
            table += row
    return Steps(
        np.array(table, dtype=np.int64).reshape(-1, 2),
        np.array([place[row] for row in rows], dtype=np.int64).reshape(-1, 2),
    )


def product(several: Iterable[tuple[Step, ...]]) -> tuple[Step, ...]:
    """Give the steps of a product; nothing where it is 1 throughout."""
    rows = [row for row in several if row]
    if not rows:
        return ()
    found: list[Step] = []
    for start in sorted({start for row in rows for start, _ in row}):
        value = math.prod(
            row[bisect.bisect_right(row, (start, 2**62)) - 1][1] / MILLION
            for row in rows
        )
        factor = max(round(value * MILLION), 1)
        if not found or found[-1][1] != factor:
            found.append((start, factor))
    return () if found == [(0, MILLION)] else tuple(found)


def dated(values: dict[str, float], tick_of: TickOf) -> list[tuple[int, float]]:
    """Give values by date as values from a tick on, the first one from 0 on."""
    found: list[tuple[int, float]] = []
    for day, value in sorted(values.items()):
        start = max(tick_of(datetime.date.fromisoformat(day)), 0) if found else 0
        if found and found[-1][0] == start:
            found.pop()
        found.append((start, value))
    return found


def counted(event: Launch) -> list[tuple[int, float]]:
    """Give factors by units made in order, the first one from 0 on."""
    if event.curve is not None:
        curve = event.curve
        return curve_steps(first=curve.first, progress=curve.progress, law=curve.law,
                           before=curve.before)  # fmt: skip
    found = sorted((int(units), value) for units, value in event.by_units.items())
    return [(0, found[0][1]), *found[1:]] if found else []


def millionths(values: Iterable[tuple[int, float]]) -> tuple[Step, ...]:
    """Give factors as whole millionths."""
    return tuple((start, max(round(value * MILLION), 1)) for start, value in values)


def concerns(event: Launch, stop: Stop) -> bool:
    """Tell whether a launch concerns a station."""
    if not event.lines and not event.stations:
        return True
    return stop.line in event.lines or stop.station in event.stations


def launch_steps(
    network: Network, what: str, tick_of: TickOf | None
) -> list[tuple[Step, ...]]:
    """Give the steps of every station for ``work`` or ``failures``.

    By date with the ticks of dates, by units made without.
    """
    found = []
    known: dict[tuple[str, ...], tuple[Step, ...]] = {}
    events = [
        (name, event)
        for name, event in in_order(network.plant.launch)
        if event.scales == what
    ]
    for section in network.sections:
        for stop in section.stops:
            names: tuple[str, ...] = ()
            if events:
                names = tuple(name for name, event in events if concerns(event, stop))
            if names not in known:
                known[names] = _together(network, names, tick_of)
            found.append(known[names])
    return found


def reject_steps(network: Network, tick_of: TickOf | None) -> list[tuple[Step, ...]]:
    """Give the steps of every route: those of its line, where it has outcomes."""
    found = []
    for name, outlets in zip(network.route_names, network.routes, strict=True):
        names = tuple(
            event_name
            for event_name, event in in_order(network.plant.launch)
            if event.scales == "rejects" and (not event.lines or name in event.lines)
        )
        steps = _together(network, names, tick_of) if len(outlets) > 1 else ()
        found.append(steps)
    return found


def _together(
    network: Network, names: tuple[str, ...], tick_of: TickOf | None
) -> tuple[Step, ...]:
    events = [network.plant.launch[name] for name in names]
    if tick_of is None:
        return product(millionths(counted(event)) for event in events)
    return product(
        millionths(dated(event.by_date, tick_of)) for event in events if event.by_date
    )


def pitch_steps(network: Network, tick_of: TickOf) -> dict[str, Ticks]:
    """Give the pitch of every paced line in ticks, from when on (steps, 2)."""
    found = {}
    for name, line in network.plant.lines.items():
        if line.paced is not None:
            usual = [(0, line.paced.pitch_time_s)]
            steps = dated(line.paced.pitch_steps, tick_of) or usual
            found[name] = np.array(
                [(start, whole_ticks(pitch_s)) for start, pitch_s in steps],
                dtype=np.int64,
            )
    return found


def takt_steps(network: Network, tick_of: TickOf) -> dict[str, tuple[Step, ...]]:
    """Give by how much longer work is at least on the lines that step up in takt."""
    found = {}
    for name, line in network.plant.lines.items():
        if line.takt_steps:
            mature_s = mature_takt_s(line)
            found[name] = millionths(
                (start, takt_s / mature_s)
                for start, takt_s in dated(line.takt_steps, tick_of)
            )
    return found
