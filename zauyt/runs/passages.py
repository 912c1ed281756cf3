"""What the passages of count points and stores say of a run.

Passages are written down in the order in which they came about, which only the
sequence of a store depends on. ``out`` are those of one count point, as
`zauyt.runs.noted.PASSAGE`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed
from zauyt.arrays.rows.buffers import store_points
from zauyt.runs.noted import ByPoint, colours, serials
from zauyt.statistics.interval import points

Rows = NDArray[np.void]
"""Passages of one count point in the counted time."""
LEAD = ("vehicles", "mean", "p05", "p25", "p50", "p75", "p95")
"""Columns of the lead times of a run."""
LEAD_SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
SEQUENCE = ("bodies", "in_order", "displacement", "most", "colour_changes")
"""Columns of what is said of a sequence."""
HOURS = 24


def by_day(out: Rows, day_starts: NDArray[np.int64], kinds: int) -> NDArray[np.int64]:
    """Count passages by day and kind (days, kinds)."""
    days = day_starts.size - 1
    day = np.searchsorted(day_starts, out["time"], side="right") - 1
    counts = np.bincount(day * kinds + out["kind"], minlength=days * kinds)
    return counts.reshape(days, kinds)


def by_hour(out: Rows, hour_starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count passages by the hour that the clock shows (24).

    ``hour_starts`` are the ticks at which the hours of every day begin; one that
    the clocks skip begins with the next.
    """
    place = np.searchsorted(hour_starts, out["time"], side="right") - 1
    return np.bincount(place % HOURS, minlength=HOURS)


def by_shift(
    out: Rows, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Count passages by shift, and last those outside all (shifts + 1).

    What passes at the very end of a shift was worked on in it.
    """
    place = np.searchsorted(ends, out["time"], side="left")
    inside = place < ends.size
    inside[inside] = out["time"][inside] > starts[place[inside]]
    return np.bincount(np.where(inside, place, ends.size), minlength=ends.size + 1)


def lead_times(out: Rows, model_of: NDArray[np.int64] | None) -> NDArray[np.float64]:
    """Give the lead times of all vehicles and of each model, ticks (1 + models, LEAD).

    Unknown where there is none. ``model_of`` gives the model of every kind; without
    it there is only the mean of all vehicles (1, LEAD).
    """
    ticks = out["time"] - out["born"]
    if model_of is None:
        table = np.full((1, len(LEAD)), np.nan)
        table[0, :2] = ticks.size, ticks.mean() if ticks.size else np.nan
        return table
    model = model_of[out["kind"]]
    groups = [ticks, *(ticks[model == each] for each in range(model_of.max() + 1))]
    table = np.full((len(groups), len(LEAD)), np.nan)
    for row, group in zip(table, groups, strict=True):
        row[0] = group.size
        if group.size:
            row[1:] = group.mean(), *points(group, LEAD_SHARES)
    return table


def sequences(packed: Packed, every: ByPoint | None) -> NDArray[np.int64]:
    """Describe the sequence into and out of every store (stores, 2, SEQUENCE).

    Of no store where passages of stores were not written down.
    """
    network = packed.network
    if every is None:
        return np.zeros((0, 2, len(SEQUENCE)), dtype=np.int64)
    stores = [
        store_points(number)
        for number, buffer in enumerate(network.buffers)
        if buffer.name in network.plant.stores
    ]
    table = np.zeros((len(stores), 2, len(SEQUENCE)), dtype=np.int64)
    for store, sides in enumerate(stores):
        for side, point in enumerate(sides):
            rows = every.counted(packed.points.index(point))
            table[store, side] = _sequence(serials(rows), colours(rows))
    return table


def _sequence(
    planned: NDArray[np.int64], colour: NDArray[np.int64]
) -> tuple[int, int, int, int, int]:
    """Give how many bodies, how many in order, by how much displaced, colours.

    A body is in order if none that was planned after it came before it. It is
    displaced by the places between its turn and its turn by the plan, among those
    that came.
    """
    if not planned.size:
        return 0, 0, 0, 0, 0
    latest = np.maximum.accumulate(planned)
    turn = np.empty(planned.size, dtype=np.int64)
    turn[np.argsort(planned, kind="stable")] = np.arange(planned.size)
    displaced = np.abs(np.arange(planned.size) - turn)
    return (
        planned.size,
        int((planned == latest).sum()),
        int(displaced.sum()),
        int(displaced.max()),
        int((colour[1:] != colour[:-1]).sum()),
    )
