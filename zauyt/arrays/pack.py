"""From the expanded plant to the kernel's arrays, and the names back again."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.calendar import ClosedWindows, midnights, windows
from zauyt.arrays.conditions import Conditions, Stated, conditions, stated
from zauyt.arrays.expanded import Network, Stop
from zauyt.arrays.laws import law_tables
from zauyt.arrays.rows.buffers import (
    FIRST_ROOM,
    buffers_and_content,
    ratio_rows,
    route_rows,
    store_points,
)
from zauyt.arrays.rows.lists import outside_rows, waiter_rows
from zauyt.arrays.rows.sections import sections_and_feeds
from zauyt.arrays.rows.sources import carrier_rows, kit_rows, source_rows
from zauyt.arrays.rows.stations import Laws, crew_rows, stations_and_modes, step_rows
from zauyt.arrays.supply.felt import Felt, felt_supply
from zauyt.kernels.flow import layout


@dataclass(frozen=True)
class Packed:
    """A plant as the kernel takes it, before any run, and what the numbers mean.

    ``memory`` is the kernel's block (`zauyt.kernels.flow.layout`) with room for no
    history; ``columns`` names the columns of its table ``spent``; ``points`` the
    count points by number, ``scrapped`` and ``left`` (uncounted) among them, and,
    where history is kept, for every store where it is entered and left; ``felt`` is the
    supply that brings kits as they are used up.
    """

    network: Network
    stated: Stated
    memory: NDArray[np.int64]
    tables: NDArray[np.float64]
    stops: tuple[Stop, ...]
    section_of: NDArray[np.int32]
    columns: tuple[str, ...]
    points: tuple[str, ...]
    calendars: dict[str, ClosedWindows]
    length_ticks: int
    count_from_ticks: int
    rooms: Mapping[int, int]
    again: Callable[[Mapping[int, int]], Packed]
    felt: Felt | None = None

    def roomier(self, full: Sequence[int]) -> Packed:
        """Give the same with more room for jobs in the buffers that were full."""
        more = {number: 8 * self.rooms.get(number, FIRST_ROOM) for number in full}
        assert more, "no room for jobs, though no place is full"
        return self.again({**self.rooms, **more})


def _table(rows: list[dict[str, int]], fields: Any) -> NDArray[np.int64]:
    """Give rows of named whole numbers as the kernel's records."""
    column = fields._asdict()
    table = [[0] * fields.size for _ in rows]
    for numbers, row in zip(table, rows, strict=True):
        for name, value in row.items():
            numbers[column[name]] = value
    return np.array(table, dtype=np.int64).reshape(-1, fields.size)


def lay_out(
    tables: Mapping[str, NDArray[np.int64] | int], header: dict[str, int], *, more: int
) -> NDArray[np.int64]:
    """Give one block: the header, every table where the header says, and more room.

    Of a table of nothing but zeros there is only its size. Addresses that tables
    contain (rings, cycles, orders) are still relative to the table they point into;
    `_point` makes them absolute.
    """
    end = layout.H.size
    for name, table in tables.items():
        header[name] = end
        end += table if isinstance(table, int) else table.size
    memory = np.zeros(end + more, dtype=np.int64)
    for name, table in tables.items():
        if not isinstance(table, int):
            memory[header[name] : header[name] + table.size] = table.ravel()
    for name, value in header.items():
        memory[getattr(layout.H, name)] = value
    return memory


def _calendars(
    network: Network, first_day: datetime.date, days: int
) -> dict[str, ClosedWindows]:
    """Give when the calendars of the plant's stations are closed, by name."""
    plant = network.plant
    names = sorted(
        {stop.calendar for s in network.sections for stop in s.stops if stop.calendar}
    )
    return {
        name: windows(plant.calendars[name], site=plant.site, first_day=first_day,
                      days=days, path=f"calendars.{name}")
        for name in names
    }  # fmt: skip


def _under(memory: NDArray[np.int64], given: Conditions) -> NDArray[np.int64]:
    """Give a plant's memory with the conditions of a run at its end."""
    whole = np.zeros(memory.size + _words(given), dtype=np.int64)
    whole[: memory.size] = memory
    return _put_under(whole, memory.size, given)


def _words(given: Conditions) -> int:
    """Give how many words the conditions of a run take, at most."""
    return int(given.work.table.size + given.windows.size + layout.Z.size)


def _put_under(
    whole: NDArray[np.int64], end: int, given: Conditions
) -> NDArray[np.int64]:
    """Put the conditions of a run behind the end of a plant's memory."""
    h, z = layout.H, layout.Z
    offset = -(-(end - int(whole[h.steps])) // z.size)
    begin = int(whole[h.steps]) + offset * z.size
    steps, closed = given.work.table.ravel(), given.windows.ravel()
    whole = whole[: begin + steps.size + closed.size]
    whole[begin : begin + steps.size] = steps
    whole[begin + steps.size :] = closed
    whole[h.windows] = begin + steps.size
    stations = records(whole, "stations", int(whole[h.stations_count]), layout.S)
    slow = given.work.spans + offset
    stations["slow"], stations["slow_to"] = slow[:, 0], slow[:, 1]
    stations["slow_from"] = slow[:, 0]
    stations["window"] = stations["windows_from"] = given.spans[:, 0]
    stations["windows_to"] = given.spans[:, 1]
    stations["stepped"] = (
        (stations["slow"] < stations["slow_to"])
        | (stations["slow_units"] < stations["slow_units_to"])
        | (stations["takt"] < stations["takt_to"])
    )
    return whole


def memory_of_run(packed: Packed, *, seed: int, run: int) -> NDArray[np.int64]:
    """Give the memory with which a run begins: the plant under its conditions.

    Where nothing about them is drawn it is the same array for every run.
    """
    if not packed.stated.random:
        return packed.memory
    return _under(packed.memory, conditions(packed.stated, seed=seed, run=run))


STATES = ("starved", "blocked", "working", "set_up", "waiting")


def pack(
    network: Network,
    *,
    first_day: datetime.date,
    days: int,
    warm_up_days: int = 0,
    record: bool = False,
    rooms: Mapping[int, int] | None = None,
) -> Packed:
    """Lay a plant out for the kernel, for days from midnight of the first one.

    Parameters
    ----------
    network
        The expanded plant.
    first_day, days
        First day and number of days, the warm-up included.
    warm_up_days
        Days at the beginning whose times and vehicles are not counted.
    record
        Whether to keep the history that attribution needs, and what passes stores.
    rooms
        Jobs for which a buffer first has room, by its number, where it is not
        `FIRST_ROOM`; none has more room than places.
    """
    rooms = rooms or {}
    laws = Laws()
    columns: list[str] = []
    closed = _calendars(network, first_day, days)
    known = stated(network, closed, first_day=first_day, days=days)
    columns.extend(known.reasons)
    stations, modes, cycles, ring = stations_and_modes(network, laws, columns)
    crews = crew_rows(network, columns)
    points = [*network.points, "scrapped", "left"]
    for place, buffer in enumerate(network.buffers):
        if record and buffer.name in network.plant.stores:
            points += store_points(place)
    filters: list[tuple[str, ...]] = []
    routes, outcomes, targets = route_rows(network, points, filters)
    steps = step_rows(network, known, stations, routes)

    def tick_of(date: datetime.date) -> int:
        return _ticks_of_day(network, first_day, (date - first_day).days)

    needs: list[dict[str, int]] = []
    sections, feeds, ring = sections_and_feeds(
        network, ring, steps, needs, filters, known
    )
    buffers, takers, givers, waiting = buffers_and_content(network, rooms)
    ratios, ratio_kinds = ratio_rows(network, buffers, points, len(filters))
    sources, phases, classes, orders = source_rows(network, laws, tick_of)
    pools, returns = carrier_rows(network)
    starts = midnights(network.plant.site, first_day=first_day, days=days).tolist()
    pools += kit_rows(network, laws, columns, steps, tick_of, starts)
    waiters = waiter_rows(sections, needs, stations, modes, pools, crews)
    outside = outside_rows(buffers, sources)
    law_rows_table, law_rows = law_tables(laws.laws)
    for row in stations:
        row["law"] = law_rows[row["law"]]
    for row in modes:
        row["law"] = law_rows[row["law"]]
        row["repair_law"] = law_rows[row["repair_law"]]
    for row in (*sources, *pools[len(network.plant.carriers) :]):
        row["law"] = law_rows[row["law"]]
    pool_count, source_count = len(pools), len(sources)
    calls = len(sections) if crews else 0
    leaves = np.cumsum(
        [0, calls, pool_count, source_count, len(buffers), len(sections)]
    )
    tops = -(-(int(leaves[-1]) + len(sections)) // layout.GROUP**2)
    jobs = waiting + ring + len(sections) + 16
    visits_width = max(row["visit"] + 1 for row in (*outcomes, *sections))
    count_from = _ticks_of_day(network, first_day, warm_up_days)
    header = {
        "count_from": count_from,
        "until": known.length_ms,
        "record": int(record),
        "stations_count": len(stations),
        "sections_count": len(sections),
        "buffers_count": len(buffers),
        "sources_count": source_count,
        "pools_count": pool_count,
        "jobs_count": jobs,
        "tops_count": tops,
        "law_rows": law_rows_table.shape[0],
        "classes_width": classes.shape[1],
        "visits_width": visits_width,
        "spent_width": len(STATES) + len(columns),
        "admits_width": len(network.kinds),
        "leaf_calls": leaves[0],
        "leaf_pools": leaves[1],
        "leaf_sources": leaves[2],
        "leaf_buffers": leaves[3],
        "leaf_exits": leaves[4],
        "leaf_heads": leaves[5],
    }
    admits = [network.admits(models) for models in filters] + ratio_kinds
    for row in sections:
        if any(
            need["missing"] == layout.OTHER_MODEL
            for need in needs[row["needs_from"] : row["needs_to"]]
        ):
            row["kinds"] = row["choice"] = len(admits)
            admits.append((True,) * len(network.kinds))
    tables: dict[str, NDArray[np.int64] | int] = {
        # Records of whole lines of the cache come first, and so begin with a line.
        "stations": _table(stations, layout.S),
        "sections": _table(sections, layout.C),
        "buffers": _table(buffers, layout.B),
        "jobs": jobs * layout.J.size,
        "waiting": waiting * layout.W.size,
        "modes": _table(modes, layout.M),
        "feeds": _table(feeds, layout.F),
        "takers": np.array(takers, dtype=np.int64),
        "givers": np.array(givers, dtype=np.int64),
        "sources": _table(sources, layout.R),
        "phases": _table(phases, layout.L),
        "ratios": _table(ratios, layout.U),
        "pools": _table(pools, layout.P),
        "routes": _table(routes, layout.Q),
        "outcomes": _table(outcomes, layout.O),
        "targets": _table(targets, layout.G),
        "steps": _table(steps, layout.Z),
        "needs": _table(needs, layout.ND),
        "crews": _table(crews, layout.Y),
        "waiters": np.array(waiters, dtype=np.int64),
        "outside": np.array(outside, dtype=np.int64),
        "cycles": np.array(cycles, dtype=np.int64),
        "classes": classes,
        "orders": orders,
        "admits": np.array(admits, dtype=np.int64),
        "visits": jobs * visits_width,
        "returns": returns * layout.T.size,
        "rings": ring,
        "spent": len(stations) * (len(STATES) + len(columns)),
        "keys": tops * layout.GROUP**2,
        "least": tops * layout.GROUP,
        "tops": tops,
        "lanes": sum(row["lanes"] for row in buffers) * layout.LN.size,
        "built": len(sections) * len(network.kinds),
    }
    given = None if known.random else conditions(known, seed=0, run=0)
    more = 0 if given is None else _words(given)
    memory = lay_out(tables, header, more=more)
    _point(memory)
    if given is not None:
        memory = _put_under(memory, memory.size - more, given)
    return Packed(
        network=network,
        stated=known,
        memory=memory,
        tables=law_rows_table,
        stops=tuple(stop for section in network.sections for stop in section.stops),
        section_of=np.repeat(
            np.arange(len(network.sections), dtype=np.int32),
            [len(section.stops) for section in network.sections],
        ),
        columns=(*STATES, *columns),
        points=tuple(points),
        calendars=closed,
        length_ticks=known.length_ms,
        count_from_ticks=count_from,
        rooms=rooms,
        again=lambda more: pack(
            network,
            first_day=first_day,
            days=days,
            warm_up_days=warm_up_days,
            record=record,
            rooms=more,
        ),
        felt=felt_supply(network.plant, first_day=first_day, days=days),
    )


def records(
    memory: NDArray[np.int64], name: str, count: int, fields: Any
) -> NDArray[np.void]:
    """Give a table of the kernel's block as records that share its memory."""
    begin = memory[getattr(layout.H, name)]
    block = memory[begin : begin + count * fields.size]
    return block.view(layout.dtype(fields))


def _point(memory: NDArray[np.int64]) -> None:
    """Make the addresses that records hold into rings and lists absolute."""
    h = layout.H
    stations = records(memory, "stations", memory[h.stations_count], layout.S)
    stations["cycles"] += memory[h.cycles]
    stations["ring"] += memory[h.rings]
    sections = records(memory, "sections", memory[h.sections_count], layout.C)
    sections["ids"] += memory[h.rings]
    sections["slots"] += memory[h.rings]
    count = (memory[h.ratios] - memory[h.phases]) // layout.L.size
    phases = records(memory, "phases", count, layout.L)
    phases["order_from"] += memory[h.orders]
    phases["order_to"] += memory[h.orders]


def _ticks_of_day(network: Network, first_day: datetime.date, day: int) -> int:
    """Give the ticks from midnight of the first day to that of a later one.

    Days before the first one are as far as the kernel is concerned at 0.
    """
    if day <= 0:
        return 0
    return windows(
        None, site=network.plant.site, first_day=first_day, days=day
    ).length_ms
