"""What is told of overload, even use, wished and due places, and lots of kits."""

from __future__ import annotations

import numpy as np

from zauyt.plant.orders.cars import (
    Cars,
    Whole,
    drift_ms,
    lots_open,
    overload_ms,
    places_late,
    places_off,
    unevenness,
)
from zauyt.results.column import Column
from zauyt.results.result import Table


def terms_tables(cars: Cars, order: Whole) -> dict[str, Table]:
    """Give the tables of what is asked beyond rules and colours, in both orders."""
    given = np.arange(cars.length)
    found: dict[str, Table] = {}
    if cars.loads:
        found["overload"] = _overload(cars, given, order)
    if cars.levels:
        found["even_use"] = _even_use(cars, given, order)
    if cars.wishes is not None:
        found["wishes"] = _sides(
            "places off those wished",
            [int(places_off(cars, each).sum()) for each in (given, order)],
            [int(places_off(cars, each).max()) for each in (given, order)],
        )
    if cars.dues is not None:
        found["lateness"] = _sides(
            "places late",
            [int(places_late(cars, each).sum()) for each in (given, order)],
            [int(places_late(cars, each).max()) for each in (given, order)],
        )
    if cars.open_lots is not None:
        found["open_lots"] = _sides(
            "lots too many, over places",
            [
                int((lots_open(cars, each) - cars.open_lots.most).clip(0).sum())
                for each in (given, order)
            ],
            [int(lots_open(cars, each).max()) for each in (given, order)],
        )
    return found


def _sides(meaning: str, total: list[int], most: list[int]) -> Table:
    return Table({
        Column("where", "", "in which order", "text"): ["given", "found"],
        Column("total", "1", meaning): total,
        Column("most", "1", "most at once, or of one order"): most,
    })  # fmt: skip


def _overload(cars: Cars, given: Whole, order: Whole) -> Table:
    """Give the work that does not fit, station by station."""
    rows = range(len(cars.loads))
    over = [
        [overload_ms(cars, p, each) / 1000 for p in rows] for each in (given, order)
    ]
    return Table({
        Column("station", "", "station", "text"): [load.name for load in cars.loads],
        Column("drift", "s", "how far work may run over", "number"): [
            load.drift_ms / 1000 for load in cars.loads
        ],
        Column("overload_given", "s", "work that does not fit, as given", "number"): [
            float(each.sum()) for each in over[0]
        ],
        Column("overload", "s", "work that does not fit", "number"): [
            float(each.sum()) for each in over[1]
        ],
        Column("cars", "1", "cars whose work does not fit: help, or a stop"): [
            int((each > 0).sum()) for each in over[1]
        ],
        Column("largest_drift", "s", "furthest that a car is begun late", "number"): [
            float(drift_ms(cars, p, order).max()) / 1000 for p in rows
        ],
    })  # fmt: skip


def _even_use(cars: Cars, given: Whole, order: Whole) -> Table:
    """Give how far the use of each model or option is off its share."""
    rows = range(len(cars.levels))
    unit = cars.level_unit
    off = [[unevenness(cars, p, each) / unit for p in rows] for each in (given, order)]
    return Table({
        Column("of", "", "what is used evenly", "text"): [
            level.name for level in cars.levels
        ],
        Column("share", "share", "its share of the day", "number"): [
            level.share for level in cars.levels
        ],
        Column("off_given", "1", "off the share, over places, as given", "number"): [
            float(each.sum()) for each in off[0]
        ],
        Column("off", "1", "off the share, over places", "number"): [
            float(each.sum()) for each in off[1]
        ],
        Column("largest_off", "1", "furthest off at one place", "number"): [
            float(each.max()) for each in off[1]
        ],
    })  # fmt: skip
