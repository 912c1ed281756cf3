"""From the expanded plant to the kernel's arrays, and the names back again."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.calendar import ClosedWindows, windows
from zauyt.arrays.conditions import Conditions, Stated, conditions, stated
from zauyt.arrays.factors import Steps, laid_out
from zauyt.arrays.laws import law_tables, stream_key
from zauyt.arrays.network import Network, Section, Stop, crewed, in_order
from zauyt.arrays.revisits import for_rework, visit_columns
from zauyt.arrays.ticks import failure_mean, signed, whole_ticks
from zauyt.kernels import layout
from zauyt.plant.law import Constant, Exponential, Law
from zauyt.plant.motion import Indexed

CONSTANT = Constant(type="constant")
EXPONENTIAL = Exponential(type="exponential")

AT_WINDOW = {
    "pause": layout.PAUSE,
    "finish": layout.FINISH,
    "do_not_start": layout.DO_NOT_START,
}
INTAKE = {
    "source": layout.FROM_SOURCE,
    "any": layout.ANY_FIRST_COME,
    "weighted": layout.ANY_BY_WEIGHT,
    "strict": layout.ANY_BY_STRICT_WEIGHT,
    "each": layout.ONE_OF_EACH,
}
MISSING = {
    "wait": layout.WAIT,
    "other_model": layout.OTHER_MODEL,
    "build_short": layout.BUILD_SHORT,
}
RELEASE = {
    "fifo": layout.FIFO,
    "restore_sequence": layout.RESTORE_SEQUENCE,
    "colour_batch": layout.COLOUR_BATCH,
    "ratio": layout.BY_RATIO,
}


@dataclass(frozen=True)
class Packed:
    """A plant as the kernel takes it, before any run, and what the numbers mean.

    ``memory`` is the kernel's block (`zauyt.kernels.layout`) with room for no
    history; ``columns`` names the columns of its table ``spent``; ``points`` the
    count points by number, ``scrapped`` and ``left`` (uncounted) among them, and for
    every store where it is entered and left (`store_points`).
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

    def roomier(self, full: Sequence[int]) -> Packed:
        """Give the same with more room for jobs in the buffers that were full."""
        more = {number: 8 * self.rooms.get(number, FIRST_ROOM) for number in full}
        assert more, "no room for jobs, though no place is full"
        return self.again({**self.rooms, **more})


def power_of_two(least: int) -> int:
    """Give the smallest power of two that is not less."""
    return 1 << max(least - 1, 0).bit_length()


def _table(rows: list[dict[str, int]], fields: Any) -> NDArray[np.int64]:
    """Give rows of named whole numbers as the kernel's records."""
    table = np.zeros((len(rows), fields.size), dtype=np.int64)
    for place, row in enumerate(rows):
        for name, value in row.items():
            table[place, getattr(fields, name)] = value
    return table


def lay_out(
    tables: dict[str, NDArray[np.int64]], header: dict[str, int]
) -> NDArray[np.int64]:
    """Give one block: the header, then every table where the header says.

    Addresses that tables contain (rings, cycles, orders) are still relative to
    the table they point into; `_point` makes them absolute.
    """
    begin = layout.H.size
    parts = []
    for name, table in tables.items():
        header[name] = begin
        begin += table.size
        parts.append(table.ravel())
    memory = np.zeros(begin, dtype=np.int64)
    for name, value in header.items():
        memory[getattr(layout.H, name)] = value
    memory[layout.H.size :] = np.concatenate(parts)
    return memory


class _Laws:
    """The laws met so far; their rows are known once all have been met."""

    def __init__(self) -> None:
        self.laws: list[Law] = []

    def row(self, law: Law | None, default: Law = CONSTANT) -> int:
        """Give the place of a law among those met."""
        self.laws.append(law or default)
        return len(self.laws) - 1


def _pack_stations(
    network: Network, laws: _Laws, columns: list[str]
) -> tuple[list[dict[str, int]], list[dict[str, int]], list[int], int]:
    """Give the rows of stations and modes, the cycles, and the ring's length."""
    stations: list[dict[str, int]] = []
    modes: list[dict[str, int]] = []
    cycles: list[int] = []
    known: dict[tuple[int, ...], int] = {}
    ring = 0
    for section in network.sections:
        for place, stop in enumerate(section.stops):
            ticks = tuple(whole_ticks(value) for value in stop.cycle_s)
            if ticks not in known:
                known[ticks] = len(cycles)
                cycles.extend(ticks)
            after = section.links[place] if place < len(section.links) else None
            before = section.links[place - 1] if place else None
            # The station runs ahead of the next by the places between them, and
            # is looked back on by the one before across those between these.
            near = [link.places for link in (before, after) if link]
            length = power_of_two(max(near, default=0) + 4)
            mode_from = len(modes)
            for name in stop.failures:
                # Failures on the wall are windows of the run.
                if network.plant.failures[name].clock != "calendar":
                    modes.append(_mode(network, stop, name, laws, columns))
            work = stop.work
            stations.append({
                "law": laws.row(work.cycle_law),
                "at_window": AT_WINDOW[work.at_window],
                "cycles": known[ticks],
                "set_up_on": _set_up_on(work.setup_s, work.setup_on),
                "set_up": whole_ticks(work.setup_s),
                "places_after": after.places if after else 0,
                "transit_after": whole_ticks(after.transit_s) if after else 0,
                "mode_from": mode_from,
                "mode_to": len(modes),
                "ring": ring,
                "mask": length - 1,
                "key": signed(stream_key(stop.name, "cycle")),
                "given": -1,
                "row": len(stations),
                "model": -1,
                "colour": -1,
            })  # fmt: skip
            ring += length
    return stations, modes, cycles, ring


def _set_up_on(setup_s: float, setup_on: str) -> int:
    if setup_s == 0:
        return 0
    return 1 if setup_on == "model" else 2


def _mode(
    network: Network, stop: Stop, name: str, laws: _Laws, columns: list[str]
) -> dict[str, int]:
    failure = network.plant.failures[name]
    column = f"failure:{name}"
    if column not in columns:
        columns.append(column)
    operations = failure.clock == "operations"
    crews = sorted(network.plant.repair_crews)
    crew = failure.repair_crew
    return {
        "clock": layout.OPERATIONS if operations else layout.BUSY,
        "law": laws.row(failure.law, EXPONENTIAL),
        "repair_law": laws.row(failure.repair_law, EXPONENTIAL),
        "reason": columns.index(column),
        "mean": failure_mean(failure),
        "repair": whole_ticks(failure.mttr_min * 60),
        "needs_shift": int(failure.repair_needs_shift),
        "key": signed(stream_key(stop.name, f"failure:{name}")),
        "crew": -1 if crew is None else crews.index(crew),
    }


def _open_end(section: Section, network: Network) -> bool:
    """Tell whether whatever is ready at the end leaves the plant at once."""
    outlets = network.routes[section.route]
    return (
        len(outlets) == 1
        and not outlets[0].targets
        and section.releases is None
        and section.motion is None
        and not any(crewed(network.plant, stop) for stop in section.stops)
    )


def _open_start(section: Section, network: Network) -> bool:
    """Tell whether a job is always waiting for this section alone."""
    heads = sum(other.source == section.source for other in network.sections)
    return (
        section.intake == "source"
        and section.carrier is None
        and not section.kits
        and section.motion is None
        and heads == 1
        and not any(crewed(network.plant, stop) for stop in section.stops)
    )


def _needs(
    network: Network, section: Section, needs: list[dict[str, int]],
    filters: list[tuple[str, ...]],
) -> dict[str, int]:  # fmt: skip
    """Give where a section's kits stand among the needs, and add them there."""
    begin = len(needs)
    names = sorted(network.plant.kits)
    for name in (*section.kits, *section.retrofits):
        kit = network.plant.kits[name]
        retrofit = name in section.retrofits
        needs.append({
            "pool": len(network.plant.carriers) + names.index(name),
            "kinds": _filter(filters, kit.models),
            "missing": layout.WAIT if retrofit else MISSING[kit.when_missing],
            "retrofit": int(retrofit),
            "bit": names.index(name),
        })  # fmt: skip
    return {"needs_from": begin, "needs_to": len(needs)}


TickOf = Callable[[datetime.date], int]
"""From a date to the tick of its midnight."""


def _conveyor(
    network: Network, section: Section, ring: int, steps: list[dict[str, int]],
    known: Stated,
) -> dict[str, int]:  # fmt: skip
    """Give the fields of a section whose jobs move together."""
    motion = section.motion
    fields = {"conveyor": 1, "slots": ring}
    if isinstance(motion, Indexed):
        return fields | {"transfer": whole_ticks(motion.transfer_s)}
    assert motion is not None, "a conveyor without its motion"
    begin = len(steps)
    pitch = known.pitch[section.line].tolist()
    steps += [{"start": start, "value": value} for start, value in pitch]
    over_stay = 0
    if motion.over_dwell is not None:
        outlets = network.routes[section.route]
        over_stay = [outlet.name for outlet in outlets].index(motion.over_dwell)
    return fields | {
        "pitch": pitch[0][1],
        "pitch_from": begin,
        "pitch_to": len(steps),
        "limit": round(motion.drift_share * layout.MILLION),
        "when_empty": layout.STOP if motion.when_empty == "stop" else layout.GAP,
        "run_empty": int(motion.run_empty),
        "most_stay": whole_ticks((motion.most_dwell_min or 0) * 60),
        "over_stay": _outcomes_before(network)[section.route] + over_stay,
    }


def _outcomes_before(network: Network) -> list[int]:
    """Give the number of the first outcome of every route."""
    sizes = [len(outlets) for outlets in network.routes]
    return list(itertools.accumulate([0, *sizes]))


def _pack_sections(
    network: Network,
    first_ring: int,
    steps: list[dict[str, int]],
    needs: list[dict[str, int]],
    filters: list[tuple[str, ...]],
    known: Stated,
) -> tuple[list[dict[str, int]], list[dict[str, int]], int]:
    """Give the rows of sections and feeds, and the ring's end."""
    sections: list[dict[str, int]] = []
    feeds: list[dict[str, int]] = []
    carriers = sorted(network.plant.carriers)
    station = 0
    ring = first_ring
    visit = visit_columns(network, _outcomes_before(network)[-1])
    rework = for_rework(network)
    for number, section in enumerate(network.sections):
        inside = sum(link.places for link in section.links) + len(section.stops)
        length = power_of_two(inside + 2)
        feed_from = len(feeds)
        feeds += [
            {"buffer": buffer, "weight": max(round(weight * 1e6), 1)}
            for buffer, weight in section.feeds
        ]
        sections.append({
            "first": station,
            "last": station + len(section.stops) - 1,
            "intake": INTAKE[section.intake],
            "feed_from": feed_from,
            "feed_to": len(feeds),
            "source": -1 if section.source is None else section.source,
            "route": section.route,
            "visit": visit[number],
            "rework": int(rework[number]),
            "pool": carriers.index(section.carrier) if section.carrier else -1,
            "frees": carriers.index(section.releases) if section.releases else -1,
            "ids": ring,
            "mask": length - 1,
            "open_end": int(_open_end(section, network)),
            "open_start": int(_open_start(section, network)),
            "held": -1,
            "kinds": _filter(filters, section.models),
            "models": _filter(filters, section.models),
            "choice": -1,
            **_needs(network, section, needs, filters),
        })  # fmt: skip
        station += len(section.stops)
        ring += length
        if section.motion is not None:
            sections[-1].update(_conveyor(network, section, ring, steps, known))
            ring += 2 * len(section.stops)
    return sections, feeds, ring


def _filter(filters: list[tuple[str, ...]], models: tuple[str, ...]) -> int:
    """Give the row of a model filter, -1 for none."""
    if not models:
        return -1
    if models not in filters:
        filters.append(models)
    return filters.index(models)


UNLIMITED = 2**40
FIRST_ROOM = 1024
"""Room first set aside for jobs in a buffer of more places; it grows when full."""


def _pack_buffers(
    network: Network, rooms: Mapping[int, int]
) -> tuple[list[dict[str, int]], list[int], list[int], int]:
    """Give the rows of buffers, their takers and givers, and room for waiting."""
    rows: list[dict[str, int]] = []
    takers: list[int] = []
    givers: list[int] = []
    ring = 0
    for number, buffer in enumerate(network.buffers):
        takers_from, givers_from = len(takers), len(givers)
        for place, section in enumerate(network.sections):
            if any(feed == number for feed, _ in section.feeds):
                takers.append(place)
            targets = (
                target
                for outlet in network.routes[section.route]
                for target, _ in outlet.targets
            )
            if number in targets:
                givers.append(place)
        size = rooms.get(number, FIRST_ROOM)
        if buffer.places is not None:
            size = min(size, max(buffer.places, 1))
        rows.append({
            "places": UNLIMITED if buffer.places is None else buffer.places,
            "release": RELEASE[buffer.release],
            "lanes": buffer.lanes,
            "transit": whole_ticks(buffer.transit_s),
            "takers_from": takers_from,
            "takers_to": len(takers),
            "givers_from": givers_from,
            "givers_to": len(givers),
            "ring": ring,
            "room": size,
            "colour": -1,
        })  # fmt: skip
        ring += size
    return rows, takers, givers, ring


def store_points(buffer: int) -> tuple[str, str]:
    """Give the points at which a store is entered and left, by its buffer's number."""
    return f"into {buffer}", f"out of {buffer}"


def _pack_ratios(
    network: Network, buffers: list[dict[str, int]], points: list[str], first_row: int
) -> tuple[list[dict[str, int]], list[tuple[bool, ...]]]:
    """Give the rows of ratio rules and of their kinds; tell buffers of them."""
    rules: list[dict[str, int]] = []
    kinds: list[tuple[bool, ...]] = []
    for place, (row, buffer) in enumerate(zip(buffers, network.buffers, strict=True)):
        row["point"] = points.index(buffer.point) if buffer.point else -1
        is_store = buffer.name in network.plant.stores
        for field, name in zip(("enters", "leaves"), store_points(place), strict=True):
            row[field] = points.index(name) if is_store else -1
        row["ratios_from"] = len(rules)
        for rule in buffer.ratios:
            number = first_row + len(kinds)
            rules.append({"most": rule.most, "window": rule.window, "kinds": number})
            kinds.append(rule.kinds)
        row["ratios_to"] = len(rules)
    return rules, kinds


def _pack_routes(
    network: Network, points: list[str], filters: list[tuple[str, ...]]
) -> tuple[list[dict[str, int]], list[dict[str, int]], list[dict[str, int]]]:
    """Give the rows of routes, outcomes and targets."""
    routes: list[dict[str, int]] = []
    outcomes: list[dict[str, int]] = []
    targets: list[dict[str, int]] = []
    for name, outlets in zip(network.route_names, network.routes, strict=True):
        outcome_from = len(outcomes)
        upto = 0.0
        for outlet in outlets:
            upto += outlet.share
            point = outlet.point
            if outlet.scrap:
                point = "scrapped"
            elif point is None and not outlet.targets:
                point = "left"
            target_from = len(targets)
            targets += [
                {"buffer": buffer, "kinds": _filter(filters, models)}
                for buffer, models in outlet.targets
            ]
            outcomes.append({
                "upto": (
                    layout.SHARES
                    if outlet is outlets[-1]
                    else round(upto * layout.SHARES)
                ),
                "limit": outlet.limit or 0,
                "point": points.index(point) if point else -1,
                "target_from": target_from,
                "target_to": len(targets),
            })  # fmt: skip
        routes.append({
            "outcome_from": outcome_from,
            "outcome_to": len(outcomes),
            "short": next(
                (
                    outcome_from + place
                    for place, outlet in enumerate(outlets)
                    if outlet.short
                ),
                -1,
            ),
            "key": signed(stream_key(name, "outcome")),
        })  # fmt: skip
    return routes, outcomes, targets


def _pack_sources(
    network: Network, laws: _Laws, tick_of: TickOf
) -> tuple[
    list[dict[str, int]], list[dict[str, int]], NDArray[np.int64], NDArray[np.int64]
]:
    """Give the rows of sources and phases, their classes and planned orders."""
    rows: list[dict[str, int]] = []
    phases: list[dict[str, int]] = []
    orders = [np.zeros(0, dtype=np.int64)]
    order_to = 0
    every = [phase for origin in network.origins for phase in origin.phases]
    groups = [row for phase in every for row in phase.classes]
    width = max((len(row) for row in groups), default=1)
    classes = np.zeros((len(groups), width, layout.A.size), dtype=np.int64)
    for number, row in enumerate(groups):
        upto = np.cumsum([entry.share for entry in row])
        classes[number, :, layout.A.upto] = layout.SHARES
        for place, entry in enumerate(row):
            bound = round(float(upto[place] / upto[-1]) * layout.SHARES)
            classes[number, place] = (bound, entry.kind, entry.model, entry.colour)
    first_row = 0
    for number, origin in enumerate(network.origins):
        spec = origin.spec
        first_phase = len(phases)
        for phase in origin.phases:
            orders.append(first_row + np.array(phase.order, dtype=np.int64))
            order_from, order_to = order_to, order_to + len(phase.order)
            phases.append({
                "start": 0 if phase.start is None else tick_of(phase.start),
                "order_from": order_from,
                "order_to": order_to,
                "row": -1 if phase.order else first_row,
            })  # fmt: skip
            first_row += len(phase.classes)
        rows.append({
            "law": laws.row(spec.interval_law, EXPONENTIAL),
            "mean": whole_ticks(spec.interval_s or 0),
            "wait": int(spec.when_full == "wait"),
            "buffer": -1 if origin.buffer is None else origin.buffer,
            "phase": first_phase,
            "phase_to": len(phases),
            "opens": phases[first_phase]["start"],
            "key": signed(stream_key(origin.name, "source")),
            "serial": number,
        })  # fmt: skip
    return (
        rows,
        phases,
        classes.reshape(len(groups), -1),
        np.concatenate(orders),
    )


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


def _add_steps(
    steps: list[dict[str, int]], given: Steps, rows: Sequence[dict[str, int]],
    *names: str,
) -> None:  # fmt: skip
    """Add steps to the table, and tell each row where its own begin and end.

    ``names`` are the fields of beginnings, and last that of the end.
    """
    offset = len(steps)
    steps += [{"start": start, "value": value} for start, value in given.table.tolist()]
    for row, (begin, end) in zip(rows, given.spans.tolist(), strict=True):
        for name in names[:-1]:
            row[name] = begin + offset
        row[names[-1]] = end + offset


def _pack_steps(
    known: Stated, stations: Sequence[dict[str, int]], routes: Sequence[dict[str, int]]
) -> list[dict[str, int]]:
    """Give the steps that are the same in every run, and tell the rows of them."""
    steps: list[dict[str, int]] = []
    units = known.work_by_units
    _add_steps(steps, units, stations, "slow_units", "slow_units_from", "slow_units_to")
    learning = laid_out(known.learning)
    _add_steps(steps, learning, stations, "learn_from", "learn_to")
    _add_steps(steps, known.failures, stations, "fail", "fail_to")
    by_units = known.failures_by_units
    _add_steps(steps, by_units, stations, "fail_units", "fail_units_to")
    _add_steps(steps, known.rejects, routes, "rejects", "rejects_to")
    by_units = known.rejects_by_units
    _add_steps(steps, by_units, routes, "reject_units", "reject_units_to")
    return steps


def _under(memory: NDArray[np.int64], given: Conditions) -> NDArray[np.int64]:
    """Give a plant's memory with the conditions of a run at its end."""
    h, z = layout.H, layout.Z
    offset = -(-(memory.size - int(memory[h.steps])) // z.size)
    begin = int(memory[h.steps]) + offset * z.size
    steps, closed = given.work.table.ravel(), given.windows.ravel()
    whole = np.zeros(begin + steps.size + closed.size, dtype=np.int64)
    whole[: memory.size] = memory
    whole[begin : begin + steps.size] = steps
    whole[begin + steps.size :] = closed
    whole[h.windows] = begin + steps.size
    stations = records(whole, "stations", int(memory[h.stations_count]), layout.S)
    slow = given.work.spans + offset
    stations["slow"], stations["slow_to"] = slow[:, 0], slow[:, 1]
    stations["slow_from"] = slow[:, 0]
    stations["window"] = stations["windows_from"] = given.spans[:, 0]
    stations["windows_to"] = given.spans[:, 1]
    stations["stepped"] = (stations["slow"] < stations["slow_to"]) | (
        stations["slow_units"] < stations["slow_units_to"]
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
        Whether to keep the history that attribution needs.
    rooms
        Jobs for which a buffer first has room, by its number, where it is not
        `FIRST_ROOM`; none has more room than places.
    """
    rooms = rooms or {}
    laws = _Laws()
    columns: list[str] = []
    closed = _calendars(network, first_day, days)
    known = stated(network, closed, first_day=first_day, days=days)
    columns.extend(known.reasons)
    stations, modes, cycles, ring = _pack_stations(network, laws, columns)
    crews = _pack_crews(network, columns)
    points = [*network.points, "scrapped", "left"]
    for place, buffer in enumerate(network.buffers):
        if buffer.name in network.plant.stores:
            points += store_points(place)
    filters: list[tuple[str, ...]] = []
    routes, outcomes, targets = _pack_routes(network, points, filters)
    steps = _pack_steps(known, stations, routes)

    def tick_of(date: datetime.date) -> int:
        return _ticks_of_day(network, first_day, (date - first_day).days)

    needs: list[dict[str, int]] = []
    sections, feeds, ring = _pack_sections(network, ring, steps, needs, filters, known)
    buffers, takers, givers, waiting = _pack_buffers(network, rooms)
    ratios, ratio_kinds = _pack_ratios(network, buffers, points, len(filters))
    sources, phases, classes, orders = _pack_sources(network, laws, tick_of)
    pools, returns = _pack_pools(network)
    pools += _pack_kits(network, laws, columns, steps, tick_of)
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
    leaf_count = power_of_two(int(leaves[-1]) + len(sections))
    jobs = waiting + ring + len(sections) + 16
    visits_width = max([len(outcomes), *(row["visit"] + 1 for row in sections)])
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
        "leaves_count": leaf_count,
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
    tables = {
        "stations": _table(stations, layout.S),
        "modes": _table(modes, layout.M),
        "sections": _table(sections, layout.C),
        "buffers": _table(buffers, layout.B),
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
        "cycles": np.array(cycles, dtype=np.int64),
        "classes": classes,
        "orders": orders,
        "admits": np.array(admits, dtype=np.int64),
        "jobs": np.zeros((jobs, layout.J.size), dtype=np.int64),
        "visits": np.zeros((jobs, visits_width), dtype=np.int64),
        "waiting": np.zeros((waiting, layout.W.size), dtype=np.int64),
        "returns": np.zeros((returns, layout.T.size), dtype=np.int64),
        "rings": np.zeros(ring, dtype=np.int64),
        "spent": np.zeros((len(stations), len(STATES) + len(columns)), dtype=np.int64),
        "times": np.full(leaf_count, layout.NEVER, dtype=np.int64),
        "tree": np.zeros(2 * leaf_count, dtype=np.int64),
        "built": np.zeros((len(sections), len(network.kinds)), dtype=np.int64),
        "stack": np.zeros(2 * len(stations) + 16, dtype=np.int64),
    }
    memory = lay_out(tables, header)
    _point(memory)
    if not known.random:
        memory = _under(memory, conditions(known, seed=0, run=0))
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


def _pack_crews(network: Network, columns: list[str]) -> list[dict[str, int]]:
    """Give the rows of repair crews, none if no failure waits for one."""
    plant = network.plant
    used = {
        plant.failures[name].repair_crew
        for section in network.sections
        for stop in section.stops
        for name in stop.failures
    }
    if used <= {None}:
        return []
    rows = []
    for name, count in in_order(plant.repair_crews):
        columns.append(f"repair_crew:{name}")
        rows.append({"reason": len(columns) - 1, "free": count})
    return rows


def _pack_pools(network: Network) -> tuple[list[dict[str, int]], int]:
    """Give the rows of carrier pools and the room for returns under way."""
    rows: list[dict[str, int]] = []
    ring = 0
    for _, carrier in in_order(network.plant.carriers):
        rows.append({
            "room": carrier.count,
            "delay": whole_ticks(carrier.return_s),
            "ring": ring,
            "free": carrier.count,
            "section": -1,
        })  # fmt: skip
        ring += carrier.count
    return rows, ring


def _pack_kits(
    network: Network, laws: _Laws, columns: list[str], steps: list[dict[str, int]],
    tick_of: TickOf,
) -> list[dict[str, int]]:  # fmt: skip
    """Give the rows of the pools of kits; room 0 tells them from carriers."""
    rows: list[dict[str, int]] = []
    for name, kit in sorted(network.plant.kits.items()):
        columns.append(f"kit:{name}")
        begin = len(steps)
        for date, count in sorted(kit.deliveries.items()):
            start = tick_of(datetime.date.fromisoformat(date))
            steps.append({"start": start, "value": count})
        rows.append({
            "reason": len(columns) - 1,
            "free": kit.stock,
            "lot": kit.lot or 0,
            "law": laws.row(kit.interval_law),
            "mean": whole_ticks((kit.every_h or 0) * 3600),
            "key": signed(stream_key(f"kits.{name}", "interval")),
            "deliver": begin,
            "deliver_to": len(steps),
        })  # fmt: skip
    return rows
