"""What a little more of a limit is worth, and how far that holds.

With the whole amounts (levels, runs of lots) fixed, profit is concave and piecewise
linear in every limit. A price is its slope: a dual of the program. How far it holds is
found by solving again at the far end and going back to where the two tangents meet,
until the slope from here reaches there; so a price inside its range is what a re-solve
gives. One more and one less are told apart, since a plan often lies on a kink. Beyond
the range, and for anything large, the plan is made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.statistics.apart import Apart, Way
from zauyt.statistics.stages import side_by_side
from zauyt.studies.planning.frame import Numbers
from zauyt.studies.planning.told import MILLION, Plan, table, years_of

MOST_STEPS = 40
LOOKED_AT = 0.1
"""How far is looked to either side, as a share of the limit."""

SMALL = 1e-3
"""A very small step, as a share of the limit."""

EXACT = 1e-4
"""Share of a price by which a re-solve may differ inside the range that is told."""


@dataclass(frozen=True, eq=False)
class Limit:
    """A limit of a year: its rows' bounds move by ``direction`` for one vehicle."""

    kind: str
    name: str
    year: str
    at: float
    direction: Numbers
    sign: float = 1.0
    """-1 for a commitment, of which one more is a limit that is tighter."""


def limits(plan: Plan) -> Iterator[Limit]:
    """Yield the limits of every year, each as one vehicle a month more all year."""
    planned = plan.planned
    frame = planned.frame
    size = len(planned.program.row_high)
    bound = planned.program.row_high
    rows = planned.rows
    whole = plan.capacity()
    plants = frame.network.plants
    rooms = [name for name in frame.plants if plants[name].storage]
    limited = np.flatnonzero(np.isfinite(frame.lane_most).any(axis=0))
    sales = [
        f"{frame.markets[k]}: {frame.models[m]}"
        for k, m in zip(frame.sale_market, frame.sale_model, strict=True)
    ]
    lanes = [frame.lanes[place] for place in limited]
    kinds = (
        ("capacity", list(frame.plants), frame.capacity_factor, whole),
        ("lane", lanes, None, None),
        ("kits", list(frame.suppliers), None, None),
        ("room", rooms, None, None),
        ("demand", sales, None, None),
    )
    for year, months in years_of(frame.months).items():
        for kind, names, factor, values in kinds:
            for place, name in enumerate(names):
                own = rows[kind][:, months, place]
                direction = np.zeros(size)
                more = 1.0 if factor is None else factor[:, months, place]
                direction[own] = more
                held = bound[own] if values is None else values[:, months, place]
                open_rows = np.isfinite(held)
                if open_rows.any():
                    mean = float(np.mean(held[open_rows]))
                    yield Limit(kind, name, year, mean, direction)
    for c, (name, promise) in enumerate(frame.network.commitments.items()):
        direction = np.zeros(size)
        own = rows["commitment"][:, c]
        direction[own[bound[own] < 0]] = -1.0
        yield Limit("commitment", name, "", promise.vehicles, direction, -1.0)


def worths(plan: Plan, settled: Apart, *, count: int) -> Table:
    """Give the limits of which 1 % more is worth most, and how far that holds."""
    found = []
    prices = settled.priced()
    for limit in limits(plan):
        price = -float(np.sum(prices.row_price * limit.direction))
        if abs(price) * max(limit.at, 1.0) > 1e-9 * abs(prices.cost):
            found.append((abs(price) * limit.at, limit, price))
    found.sort(key=lambda each: (-each[0], each[1].kind, each[1].name, each[1].year))
    rows = []
    asked = [(*each[1:], side) for each in found[:count] for side in (1.0, -1.0)]
    sides = side_by_side(lambda each: _side(settled, *each), asked)
    for _, limit, _ in found[:count]:
        (more, up), (less, down) = next(sides), next(sides)
        rows.append((limit.kind, limit.name, limit.year, limit.at, more / MILLION,
                     limit.at + up, less / MILLION, limit.at - down))  # fmt: skip
    unit = f"m {plan.planned.frame.network.currency}"
    return table(
        rows,
        Column("limit", "", "capacity of a plant, lane, kits of a supplier, room at a"
               " plant, demand of a market, commitment", "text"),
        Column("name", "", "whose it is", "text"),
        Column("year", "", "year; none for a commitment, which is one number", "text"),
        Column("at", "1", "vehicles a month, mean; a commitment's number", "number"),
        Column("worth", unit, "what one vehicle a month more all year earns; of a"
               " commitment, one more promised", "number"),
        Column("holds_to", "1", "most of it for which that holds; looked for up to a"
               " tenth more", "number"),
        Column("worth_less", unit, "what one vehicle a month less all year costs",
               "number"),
        Column("holds_from", "1", "least of it for which that holds; looked for up to"
               " a tenth less", "number"),
    )  # fmt: skip


def _side(
    settled: Apart, limit: Limit, price: float, side: float
) -> tuple[float, float]:
    """Give what a vehicle is worth to one side, and how far that holds.

    Where the plan lies on a kink, the dual is the slope of neither side: then the
    slope is that of a very small step.
    """
    way = Way(settled, limit.direction)
    reach = _reach(way, limit, price, side=side)
    if reach > 0:
        return price, reach
    step = side * SMALL * max(limit.at, 1.0)
    there = way.at(step)
    if there is None:
        return float("nan"), 0.0
    slope = -there[0] / step
    return slope, _reach(way, limit, slope, side=side)


def _reach(way: Way, limit: Limit, price: float, *, side: float) -> float:
    """Give how far a price holds to one side, up to a tenth of the limit."""
    bound = way.settled.program.row_high
    moved = np.flatnonzero(limit.direction)
    far = LOOKED_AT * limit.at
    if side < 0:  # a bound on what there is cannot fall below nothing
        room = np.abs(bound[moved]) / np.abs(limit.direction[moved])
        stated = room[np.isfinite(room) & (room > 0)]
        far = min(far, float(stated.min())) if len(stated) else far
    if far == 0:
        return 0.0
    least = 1e-11 * abs(way.settled.cost)
    for _ in range(MOST_STEPS):
        there = way.at(side * far)
        if there is None:
            far /= 2
            continue
        gained, slope = -there[0], -there[1]
        said = price * side * far
        if gained >= said - EXACT * abs(said) - least:
            return far
        turn = side * (price - slope)
        if turn <= 0:
            return 0.0
        far = min(far * 0.999, (gained - slope * side * far) / turn)
        if far <= 0.1 * SMALL * max(limit.at, 1.0):
            return 0.0
    return 0.0
