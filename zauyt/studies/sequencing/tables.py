"""What is told of a sequence: the cars, the rules, the windows, the colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from zauyt.plant.orders.cars import Cars, Whole, excess, overload_ms, shown
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.studies.sequencing.search import Found
from zauyt.studies.sequencing.terms import terms_tables
from zauyt.studies.sequencing.unserved import (
    unserved,
    unserved_at_least,
    unserved_table,
)

MOST_WINDOWS = 1_000


def tables(
    cars: Cars, found: Found, given: tuple[int, ...], bounds: tuple[int, ...]
) -> dict[str, Table]:
    """Give all tables of a sequence."""
    return {
        "sequence": _sequence(cars, found.order),
        "rules": _rules(cars, found.order),
        "objectives": _objectives(cars, given, found.costs, bounds),
        "windows": _windows(cars, found.order),
        "unserved": unserved_table(cars, found.order),
        **terms_tables(cars, found.order),
        **_batches(cars, found.order),
        "progress": _progress(cars, found.steps),
    }


def _sequence(cars: Cars, order: Whole) -> Table:
    """Give the cars of the day in their new order."""
    day = order[cars.tail :]
    return Table({
        Column("position", "1", "position in the day, from 1"): range(1, day.size + 1),
        Column("order", "", "number of the order", "text"): [
            cars.names[car] for car in day
        ],
        Column("was_at", "1", "position in the order as given"): day - cars.tail + 1,
        Column("colour", "", "colour", "text"): [
            cars.colour_names[cars.colours[car]] for car in day
        ],
        Column("options", "", "rules that the car counts for", "text"): [
            " ".join(
                rule.name
                for place, rule in enumerate(cars.rules)
                if cars.options[car, place]
            )
            for car in day
        ],
        Column("too_many", "1", "windows with too many that it stands in"): (
            troubles(cars, order)
        ),
        **_overloads(cars, order),
    })  # fmt: skip


def _overloads(cars: Cars, order: Whole) -> dict[Column, Any]:
    """Give the work of each car of the day that does not fit, if that is asked."""
    if not cars.loads:
        return {}
    over = sum(overload_ms(cars, place, order) for place in range(len(cars.loads)))
    column = Column("overload_s", "s", "its work that does not fit", "number")
    return {column: np.asarray(over) / 1000}


def troubles(cars: Cars, order: Whole) -> Whole:
    """Give in how many windows with too many each car of the day stands and counts."""
    found = np.zeros(cars.length, dtype=np.int64)
    for place, rule in enumerate(cars.rules):
        first, _ = cars.windows(rule)
        edges = np.zeros(cars.length + 1, dtype=np.int64)
        broken = np.flatnonzero(excess(cars, place, order)) + first
        np.add.at(edges, broken, 1)
        np.add.at(edges, np.minimum(broken + rule.span, cars.length), -1)
        found += np.cumsum(edges)[:-1] * cars.options[order, place]
    return found[cars.tail :]


def _rules(cars: Cars, order: Whole) -> Table:
    """Give how every rule fares, in the order given and in the new one."""
    given = np.arange(cars.length)
    rows = range(len(cars.rules))
    before = [excess(cars, place, given) for place in rows]
    after = [excess(cars, place, order) for place in rows]
    rules = cars.rules
    return Table({
        Column("rule", "", "rule", "text"): [rule.name for rule in rules],
        Column("objective", "", "objective that it counts for", "text"): [
            cars.objectives[rule.rank] for rule in rules
        ],
        Column("most", "1", "cars at most"): [rule.most for rule in rules],
        Column("span", "1", "in so many successive ones"): [r.span for r in rules],
        Column("cars", "1", "cars of the day that count"): [
            int(cars.options[cars.tail :, place].sum()) for place in rows
        ],
        Column("use", "share", "of what the rule lets through in the day"): [
            float(cars.options[cars.tail :, place].mean()) * rule.span / rule.most
            for place, rule in enumerate(rules)
        ],
        Column("excess_given", "1", "cars too many, over windows, as given"): [
            int(each.sum()) for each in before
        ],
        Column("excess", "1", "cars too many, over windows"): [
            int(each.sum()) for each in after
        ],
        Column("windows_broken", "1", "windows with too many"): [
            int((each > 0).sum()) for each in after
        ],
        Column("windows", "1", "windows in all"): [each.size for each in after],
        Column("unserved", "1", "orders that it has no place for"): [
            len(unserved(cars, place, order)) for place in rows
        ],
        Column("unserved_at_least", "1", "of these, in any order"): [
            unserved_at_least(cars, place) for place in rows
        ],
    })  # fmt: skip


def _objectives(cars: Cars, *costs: tuple[int, ...]) -> Table:
    given, found, bounds = (shown(cars, each) for each in costs)
    return Table({
        Column("objective", "", "objective, the first decides first", "text"): (
            list(cars.objectives)
        ),
        Column("given", "1", "its cost in the order as given", "number"): list(given),
        Column("found", "1", "its cost in the new order", "number"): list(found),
        Column("lower_bound", "1", "what no order is below", "number"): list(bounds),
    })  # fmt: skip


def _windows(cars: Cars, order: Whole) -> Table:
    """Give the windows with too many, the first thousand."""
    rows: list[tuple[str, int, int, int]] = []
    for place, rule in enumerate(cars.rules):
        first, _ = cars.windows(rule)
        many = excess(cars, place, order)
        for window in np.flatnonzero(many):
            begin = int(window) + first - cars.tail + 1
            end = min(begin + rule.span - 1, cars.count)
            rows.append((rule.name, begin, end, int(many[window])))
    rows = sorted(rows, key=lambda row: (row[1], row[0]))[:MOST_WINDOWS]
    return Table({
        Column("rule", "", "rule", "text"): [row[0] for row in rows],
        Column("first", "1", "first position; below 1 in the tail"): [
            row[1] for row in rows
        ],
        Column("last", "1", "last position"): [row[2] for row in rows],
        Column("too_many", "1", "cars above the most"): [row[3] for row in rows],
    })  # fmt: skip


def _batches(cars: Cars, order: Whole) -> dict[str, Table]:
    """Give the batches of one colour, if colours count."""
    if cars.colour_rank < 0:
        return {}
    painted = cars.colours[order][cars.tail :]
    begins = np.concatenate([[0], np.flatnonzero(np.diff(painted)) + 1])
    ends = np.concatenate([begins[1:], [painted.size]])
    return {"batches": Table({
        Column("first", "1", "first position"): begins + 1,
        Column("cars", "1", "cars of one colour in a row"): ends - begins,
        Column("colour", "", "their colour", "text"): [
            cars.colour_names[painted[begin]] for begin in begins
        ],
    })}  # fmt: skip


def _progress(cars: Cars, steps: Sequence[tuple[int, tuple[int, ...]]]) -> Table:
    """Give the best costs after so many moves of each start."""
    return Table({
        Column("moves", "1", "moves of each start"): [moves for moves, _ in steps],
        **{
            Column(f"cost_{rank + 1}", "1", f"of {name}", "number"): [
                shown(cars, found)[rank] for _, found in steps
            ]
            for rank, name in enumerate(cars.objectives)
        },
    })  # fmt: skip
