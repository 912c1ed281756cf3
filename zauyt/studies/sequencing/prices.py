"""What each rule costs that is not kept: what one car more would give."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from zauyt.arrays.laws import stream_key
from zauyt.kernels.chance import mix
from zauyt.plant.orders.cars import Cars, costs, excess, shown
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.studies.sequencing.search import Found, Start

MOST_RULES = 20
"""Rules that are priced, those with most too many first."""


def prices_table(
    cars: Cars, found: Found, *, moves: int, seed: int
) -> dict[str, Table]:
    """Give what the objectives would cost less if a rule let through one car more.

    Counted at once, in the order found, and after so many moves from there: what the
    search then finds is there to be had, and may be more.
    """
    many = [int(excess(cars, p, found.order).sum()) for p in range(len(cars.rules))]
    placed = sorted(range(len(cars.rules)), key=lambda p: (-many[p], p))[:MOST_RULES]
    broken = [place for place in placed if many[place]]
    if not moves or not broken:
        return {}
    rows = []
    for place in broken:
        looser, best = _without_one(cars, found, place, moves=moves, seed=seed)
        at_once = shown(cars, costs(looser, found.order))
        rows.append((cars.rules[place], many[place], at_once, shown(cars, best)))
    columns: dict[Column, list[Any]] = {
        Column("rule", "", "rule", "text"): [rule.name for rule, *_ in rows],
        Column("most", "1", "cars at most, as it is"): [rule.most for rule, *_ in rows],
        Column("span", "1", "in so many successive ones"): [r.span for r, *_ in rows],
        Column("too_many", "1", "cars too many, as it is"): [row[1] for row in rows],
    }
    now = shown(cars, found.costs)
    for rank, name in enumerate(cars.objectives):
        at_once_column = Column(f"gain_{rank + 1}", "1", f"less {name}", "number")
        sought = Column(f"sought_{rank + 1}", "1", f"less {name}, sought", "number")
        columns[at_once_column] = [now[rank] - row[2][rank] for row in rows]
        columns[sought] = [now[rank] - row[3][rank] for row in rows]
    return {"prices": Table(columns)}


def _without_one(
    cars: Cars, found: Found, place: int, *, moves: int, seed: int
) -> tuple[Cars, tuple[int, ...]]:
    """Give the cars with one rule looser by one, and the least found then."""
    rules = list(cars.rules)
    rules[place] = dataclasses.replace(rules[place], most=rules[place].most + 1)
    looser = dataclasses.replace(cars, rules=tuple(rules))
    root = np.uint64(mix(np.uint64(stream_key("sequence", "price")), np.uint64(seed)))
    start = Start(looser, int(mix(root, np.uint64(place)) >> np.uint64(1)))
    start.go_on_from(found.order)
    start.go_on(moves)
    return looser, start.best_costs
