"""Where a run's time went on its critical path: by day, by cause, by station."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.expanded import Stop
from zauyt.arrays.pack import STATES, Packed
from zauyt.kernels.flow import books, layout, path
from zauyt.runs.ending import last_hold_up
from zauyt.runs.memory import Memory
from zauyt.runs.replay import Least, look_back
from zauyt.runs.single import PART_BYTES, Run


@dataclass(frozen=True)
class Attribution:
    """The critical path of one run, in ticks.

    ``days`` (days, causes) adds up to the length of each day; ``stations``
    (stations, `path.STATION_COLUMNS`) counts what the path met at each station.
    """

    causes: tuple[str, ...]
    days: NDArray[np.int64]
    stations: NDArray[np.int64]
    steps: int


def cycles_on_path(found: Attribution, number: int, stop: Stop) -> float:
    """Give by how many ticks the path shortens for one tick less of a cycle.

    It is the sum of the operations on it, each counted as often as its work is longer
    than usual: of an operation that is twice as long by chance, a shorter cycle takes
    twice as much. On the path the long ones are more frequent than elsewhere.
    """
    row = dict(zip(path.STATION_COLUMNS, found.stations[number].tolist(), strict=True))
    usual_ticks = float(np.mean(stop.cycle_s)) * 1000
    longer = row["variation_ticks"] / usual_ticks if usual_ticks > 0 else 0.0
    return float(row["operations"] + longer)


def causes_of(packed: Packed) -> tuple[str, ...]:
    """Give the names of the columns of `Attribution.days`."""
    return (*path.CAUSES, *packed.columns[len(STATES) :])


def average_cycle_ticks(packed: Packed, run: Run) -> NDArray[np.int64]:
    """Give every station's operation time for the mix it built (stations)."""
    kinds = len(packed.network.kinds)
    begin = run.header("built")
    count = run.header("sections_count")
    table = run.memory[begin : begin + count * kinds].reshape(count, kinds)
    built = table[packed.section_of].astype(np.float64)
    built[built.sum(axis=1) == 0] = 1.0
    offsets = run.stations["cycles"]
    assert (offsets >= run.header("cycles")).all(), "cycles lie in their table"
    ticks = run.memory[offsets[:, None] + np.arange(kinds)]
    mean: NDArray[np.float64] = (ticks * built).sum(axis=1) / built.sum(axis=1)
    return np.rint(mean).astype(np.int64)


def _sorted_repairs(
    packed: Packed, memory: Memory
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give repairs by station and operation, and where each station's begin."""
    notes = memory.table("repairs", layout.K, memory.header("repairs_made"))
    order = np.lexsort((notes["operation"], notes["station"]))
    reason = notes["reason"][order]
    columns = np.where(reason >= 0, len(path.CAUSES) + reason, -1)
    table = np.stack(
        [notes["operation"][order], columns, notes["ticks"][order]], axis=1
    )
    first = np.searchsorted(notes["station"][order], np.arange(len(packed.stops) + 1))
    return np.ascontiguousarray(table), first.astype(np.int64)


def _last_departure(
    packed: Packed, run: Run, point: str
) -> tuple[int, int, int] | None:
    """Give the station, operation and time of the last departure at a point.

    Of those that pass it on leaving a store, it is that from the station that takes
    them, or from the conveyor.
    """
    found = None
    network = packed.network
    for number, section in enumerate(network.sections):
        at_end = any(outlet.point == point for outlet in network.routes[section.route])
        at_store = any(network.buffers[b].point == point for b, _ in section.feeds)
        if not (at_end or at_store):
            continue
        by_head = not at_end and section.motion is None
        place = int(run.sections[number]["first" if by_head else "last"])
        station = run.stations[place]
        for back in range(min(int(station["left"]), int(station["mask"]) + 1)):
            count = int(station["left"]) - 1 - back
            time = int(run.memory[station["ring"] + (count & station["mask"])])
            if time < packed.length_ticks:
                if found is None or time > found[2]:
                    found = (place, count, time)
                break
    return found


def attribute(
    packed: Packed,
    run: Run,
    *,
    point: str,
    day_starts: NDArray[np.int64],
    most_history_bytes: int = 2 * PART_BYTES,
) -> Attribution:
    """Walk back from the last vehicle at a count point and book every tick.

    Parameters
    ----------
    packed, run
        A run whose history was kept.
    point
        Count point at which vehicles are counted.
    day_starts
        Ticks at which the counted days begin, and the end of the last (days + 1).
    most_history_bytes
        Of a run whose history is not at hand, how much to have at a time.
    """
    causes = causes_of(packed)
    days = np.zeros((day_starts.size - 1, len(causes)), dtype=np.int64)
    stations = np.zeros((len(packed.stops), len(path.STATION_COLUMNS)), dtype=np.int64)
    start = _last_departure(packed, run, point)
    if start is None or start[2] <= day_starts[0]:
        start = (0, -1, int(day_starts[-1]))
    number, count, time = start
    at = np.array([number, packed.section_of[number], count, time, 0, 0, 0, 0])
    models = np.array(
        [packed.network.models.index(kind.model) for kind in packed.network.kinds]
    )
    average = average_cycle_ticks(packed, run)
    passing = np.zeros((2, average.size), dtype=np.int64)
    section = int(packed.section_of[number])
    station, column = last_hold_up(packed, run, section)
    if column == books.PACE and packed.section_of[station] == section:
        station = number
    path.book_tail(run.memory, at, station, column, days, day_starts)

    def look(memory: Memory, least: Least) -> bool:
        straight = path.walk(
            memory.block, memory.history, *least, *_sorted_repairs(packed, memory),
            average, models, day_starts, at, passing, days, stations,
        )  # fmt: skip
        assert straight, "the critical path goes round in a circle"
        return bool(at[path.TIME] > day_starts[0] and at[path.OPERATION] >= 0)

    look_back(packed, run, look, most_bytes=most_history_bytes)
    path.book_filling(at, passing, days, day_starts)
    return Attribution(causes, days, stations, int(at[path.STEPS]))
