"""Rows of stations, their failure modes, crews and steps of their factors."""

from __future__ import annotations

from collections.abc import Sequence

from zauyt.arrays.conditions import Stated
from zauyt.arrays.expanded import Network, Stop
from zauyt.arrays.factors import Steps, laid_out
from zauyt.arrays.laws import stream_key
from zauyt.arrays.origins import in_order
from zauyt.arrays.ticks import failure_mean, signed, whole_ticks
from zauyt.kernels.flow import layout
from zauyt.plant.law import CONSTANT, EXPONENTIAL, Law

AT_WINDOW = {
    "pause": layout.PAUSE,
    "finish": layout.FINISH,
    "do_not_start": layout.DO_NOT_START,
}


class Laws:
    """The laws met so far; their rows are known once all have been met."""

    def __init__(self) -> None:
        self.laws: list[Law] = []

    def row(self, law: Law | None, default: Law = CONSTANT) -> int:
        """Give the place of a law among those met."""
        self.laws.append(law or default)
        return len(self.laws) - 1


def stations_and_modes(
    network: Network, laws: Laws, columns: list[str]
) -> tuple[list[dict[str, int]], list[dict[str, int]], list[int], int]:
    """Give the rows of stations and modes, the cycles, and the ring's length."""
    stations: list[dict[str, int]] = []
    modes: list[dict[str, int]] = []
    cycles: list[int] = []
    known: dict[tuple[int, ...], int] = {}
    begin: dict[tuple[float, ...], int] = {}
    ring = 0
    for section in network.sections:
        for place, stop in enumerate(section.stops):
            if stop.cycle_s not in begin:
                ticks = tuple(whole_ticks(value) for value in stop.cycle_s)
                if ticks not in known:
                    known[ticks] = len(cycles)
                    cycles.extend(ticks)
                begin[stop.cycle_s] = known[ticks]
            after = section.links[place] if place < len(section.links) else None
            before = section.links[place - 1] if place else None
            # The station runs ahead of the next by the places between them, and
            # is looked back on by the one before across those between these.
            near = [link.places for link in (before, after) if link]
            length = layout.power_of_two(max(near, default=0) + 4)
            mode_from = len(modes)
            for name in stop.failures:
                # Failures on the wall are windows of the run.
                if network.plant.failures[name].clock != "calendar":
                    modes.append(_mode(network, stop, name, laws, columns))
            work = stop.work
            stations.append({
                "law": laws.row(work.cycle_law),
                "at_window": AT_WINDOW[work.at_window],
                "cycles": begin[stop.cycle_s],
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
    network: Network, stop: Stop, name: str, laws: Laws, columns: list[str]
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


def crew_rows(network: Network, columns: list[str]) -> list[dict[str, int]]:
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


def _add_takt(
    steps: list[dict[str, int]], known: Stated, network: Network,
    stations: Sequence[dict[str, int]],
) -> None:  # fmt: skip
    """Add each line's steps of its takt, and tell its stations of them."""
    spans = {}
    for name, several in known.takt.items():
        begin = len(steps)
        steps += [{"start": start, "value": value} for start, value in several]
        spans[name] = begin, len(steps)
    stops = (stop for section in network.sections for stop in section.stops)
    for row, stop in zip(stations, stops, strict=True):
        begin, end = spans.get(stop.line, (0, 0))
        row["takt"] = row["takt_from"] = begin
        row["takt_to"] = end


def step_rows(
    network: Network,
    known: Stated,
    stations: Sequence[dict[str, int]],
    routes: Sequence[dict[str, int]],
) -> list[dict[str, int]]:
    """Give the steps that are the same in every run, and tell the rows of them."""
    steps: list[dict[str, int]] = []
    units = known.work_by_units
    _add_steps(steps, units, stations, "slow_units", "slow_units_from", "slow_units_to")
    learning = laid_out(known.learning)
    _add_steps(steps, learning, stations, "learn_from", "learn_to")
    _add_takt(steps, known, network, stations)
    _add_steps(steps, known.failures, stations, "fail", "fail_to")
    by_units = known.failures_by_units
    _add_steps(steps, by_units, stations, "fail_units", "fail_units_to")
    _add_steps(steps, known.rejects, routes, "rejects", "rejects_to")
    by_units = known.rejects_by_units
    _add_steps(steps, by_units, routes, "reject_units", "reject_units_to")
    return steps
