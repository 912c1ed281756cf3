"""What closes stations in every run alike: calendars, maintenance, heating up."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zauyt.arrays.calendar import ClosedWindows
from zauyt.arrays.clock import LocalClock
from zauyt.arrays.expanded import Network, Stop
from zauyt.arrays.origins import in_order
from zauyt.arrays.painting import NO_REASON, OPEN, Layer, Ticks, layer, painted
from zauyt.plant.motion import Paced
from zauyt.plant.time import Maintenance, clock_min, weekdays
from zauyt.units import TICKS_PER_SECOND

HEAT_UP = "heat_up"

_MINUTE = 60 * TICKS_PER_SECOND


@dataclass(frozen=True, eq=False)
class Usual:
    """Windows that no draw changes, each station's sorted and apart.

    The columns of ``windows`` are start, end, reason, 0. ``spans`` gives the
    first and the end of each station's windows, ``calendar_spans`` those of its
    calendar alone.
    """

    windows: Ticks
    reasons: tuple[str, ...]
    spans: Ticks
    calendar_spans: Ticks


def usual_windows(
    network: Network,
    calendars: Mapping[str, ClosedWindows],
    *,
    clock: LocalClock,
    first_day: datetime.date,
    days: int,
) -> Usual:
    """Give what closes the stations in every run alike."""
    dates = [first_day + datetime.timedelta(days=day) for day in range(-1, days)]
    length_ms = clock(first_day + datetime.timedelta(days=days), 0)
    tables: list[Ticks] = []
    reasons: dict[str, int] = {}
    spans: dict[object, tuple[int, int]] = {None: (0, 0)}
    for name in sorted({stop.calendar for stop in _stops(network) if stop.calendar}):
        closed = calendars[name]
        own = [reasons.setdefault(reason, len(reasons)) for reason in closed.reasons]
        _add(tables, spans, name, _table(closed, own))
    kept = {
        name: _layer_of(event, name, clock, dates)
        for name, event in network.plant.maintenance.items()
    }
    rows = []
    maintenance = in_order(network.plant.maintenance)
    for stop in _stops(network):
        events = _events(maintenance, stop)
        key = _key(network, stop, events)
        if key not in spans:
            layers = _with_events(
                _paced(network, stop), [kept[name] for name in reversed(events)],
                calendars.get(stop.calendar or ""), length_ms,
            )  # fmt: skip
            _add(tables, spans, key, _numbered(layers, length_ms, reasons))
        rows.append((*spans[key], *spans[stop.calendar]))
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Usual(
        np.concatenate([np.zeros((0, 4), dtype=np.int64), *tables]),
        tuple(reasons),
        table[:, :2].copy(),
        table[:, 2:].copy(),
    )


def _stops(network: Network) -> Iterator[Stop]:
    for section in network.sections:
        yield from section.stops


def _add(
    tables: list[Ticks],
    spans: dict[object, tuple[int, int]],
    key: object,
    table: Ticks,
) -> None:
    begin = sum(len(each) for each in tables)
    tables.append(table)
    spans[key] = (begin, begin + len(table))


def _table(closed: ClosedWindows, reasons: list[int]) -> Ticks:
    numbers = np.array(reasons, dtype=np.int64)
    soft = np.zeros_like(closed.start_ms)
    return np.stack(
        [closed.start_ms, closed.end_ms, numbers[closed.reason], soft], axis=1
    )


def _paced(network: Network, stop: Stop) -> Paced | None:
    """Give the conveyor of a station if it must heat up after a closing."""
    paced = network.plant.lines[stop.line].paced
    return paced if paced is not None and paced.heat_up_min else None


def _events(
    maintenance: Sequence[tuple[str, Maintenance]], stop: Stop
) -> tuple[str, ...]:
    """Give the maintenance of a station, by name: the first one's time comes first."""
    return tuple(
        name
        for name, event in maintenance
        if stop.line in event.lines
        or stop.station in event.stations
        or not (event.lines or event.stations)
    )


def _key(network: Network, stop: Stop, events: tuple[str, ...]) -> object:
    """Give what stations closed alike have in common."""
    paced = _paced(network, stop)
    if not events and paced is None:
        return stop.calendar
    heat = None if paced is None else (paced.heat_up_min, paced.cold_after_min)
    return (stop.calendar, events, heat)


def _dated(
    event: Maintenance, clock: LocalClock, dates: list[datetime.date]
) -> Iterator[tuple[int, int]]:
    """Yield from and to of a maintenance on all its days."""
    chosen = weekdays(event.days)
    begin, end = clock_min(event.clock)
    for date in dates:
        if date.weekday() not in chosen:
            continue
        if event.first is not None:
            if date < event.first:
                continue
            weeks = (_monday(date) - _monday(event.first)).days // 7
            if weeks % event.every_weeks:
                continue
        yield clock(date, begin), clock(date, end)


def _layer_of(
    event: Maintenance, name: str, clock: LocalClock, dates: list[datetime.date]
) -> Layer:
    """Give a maintenance on all its days."""
    table = np.array(list(_dated(event, clock, dates)), dtype=np.int64).reshape(-1, 2)
    return layer(table[:, 0], table[:, 1], f"maintenance:{name}")


def _monday(date: datetime.date) -> datetime.date:
    return date - datetime.timedelta(days=date.weekday())


def _with_events(
    paced: Paced | None,
    maintenance: Sequence[Layer],
    closed: ClosedWindows | None,
    length_ms: int,
) -> list[Layer]:
    """Give all that closes a station, the stronger after the weaker."""
    layers = list(maintenance)
    if closed is not None:
        layers.append(
            Layer(closed.start_ms, closed.end_ms, closed.reason, closed.reasons)
        )
    return layers if paced is None else [_heating(paced, layers, length_ms), *layers]


def _heating(paced: Paced, layers: list[Layer], length_ms: int) -> Layer:
    """Give the heating up after each closing that is long enough.

    A plant that is closed when the run begins is cold, however long ago it was
    closed.
    """
    none = np.zeros(1, dtype=np.int64)
    start = np.concatenate([none, *(each.start_ms for each in layers)])
    end = np.concatenate([none, *(each.end_ms for each in layers)])
    order = np.argsort(start, kind="stable")
    start, end = start[order], end[order]
    # What begins before an earlier one has ended is of the same closing.
    upto = np.maximum.accumulate(np.maximum(end, 0))
    first = np.flatnonzero(start[1:] > upto[:-1]) + 1
    begins = np.concatenate([none, start[first]])
    ends = np.concatenate([upto[first - 1], upto[-1:]])
    long = ends - begins >= round(paced.cold_after_min * _MINUTE)
    cold = (begins < ends) & (ends < length_ms) & ((begins == 0) | long)
    heat = round(paced.heat_up_min * _MINUTE)
    return layer(ends[cold], ends[cold] + heat, HEAT_UP)


def _numbered(layers: list[Layer], length_ms: int, reasons: dict[str, int]) -> Ticks:
    """Give what holds where stretches cover one another, as rows of windows."""
    start, end, reason, named = painted(layers, length_ms, beneath=OPEN)
    numbers = [reasons.setdefault(name, len(reasons)) for name in named]
    closed = reason != NO_REASON
    own = np.array([*numbers, 0], dtype=np.int64)[reason[closed]]
    soft = np.zeros_like(own)
    return np.stack([start[closed], end[closed], own, soft], axis=1)
