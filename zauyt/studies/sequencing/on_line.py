"""The sequence on the line: simulated beside kit lots, on the same random numbers.

The day is sent again and again, for some weeks: in the order found, lot after lot of
kits, and as given. Every pair of runs has the same failures and times, so that its
difference is that of the orders. First the line alone of which overload is asked,
then the whole plant, where other lines may decide.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zauyt.arrays.listed import listed
from zauyt.errors import NoAnswer
from zauyt.plant.mature import matured
from zauyt.plant.orders.asked import lots_of
from zauyt.plant.orders.cars import Whole
from zauyt.plant.orders.order import Order
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import tree_of
from zauyt.plant.reading.file import read_text
from zauyt.plant.reading.yaml_text import block_text
from zauyt.results.column import Column
from zauyt.results.result import Note, Table, of_rows
from zauyt.runs.batch import Period, carry_out_all, ready
from zauyt.statistics.interval import interval, paired_difference

PERIOD = Period(datetime.date(2026, 1, 1), days=28, warm_up_days=7)
"""Days that are counted, in which the day is sent again and again."""
WHOLE = "whole plant"
FOUND, LOTS, GIVEN = "sequence", "kit_lots", "as_given"


@dataclass(frozen=True)
class Lots:
    """The lot of each car's kit, and how many may be open at once, 0 for any."""

    of_car: Whole
    most: int

    def most_open(self, order: Whole) -> int:
        """Give the most lots that are open at once, from first car to last."""
        lots = self.of_car[order]
        open_now = np.zeros(lots.size + 1, dtype=np.int64)
        for lot in np.unique(lots):
            (where,) = np.nonzero(lots == lot)
            open_now[where[0]] += 1
            open_now[where[-1] + 1] -= 1
        return int(np.cumsum(open_now).max())


def on_line(
    plant: Plant, orders: Sequence[Order], order: Whole, *, runs: int, seed: int,
    workers: int,
) -> tuple[Table, list[Note]]:  # fmt: skip
    """Give what each order of a day makes, and what the one found makes more.

    ``order`` is that of all orders, with those of yesterday first; these are not sent.

    Raises
    ------
    NoAnswer
        When the plant locks itself up with an order.
    """
    tail = sum(each.tail for each in orders)
    lots = _lots(plant, orders)
    found = order[tail:]
    given = np.arange(tail, len(orders))
    first_of_lot = {lot: place for place, lot in reversed([*enumerate(lots.of_car)])}
    turns = np.array([first_of_lot[lot] for lot in lots.of_car[given]])
    ways = {FOUND: found, LOTS: given[np.argsort(turns, kind="stable")], GIVEN: given}
    rows = []
    for scope, simulated in _scopes(plant):
        made = {
            name: _made(simulated, [orders[car] for car in way], name, runs=runs,
                        seed=seed, workers=workers)
            for name, way in ways.items()
        }  # fmt: skip
        rows += list(_rows(scope, ways, made, lots))
    table = of_rows(
        rows,
        Column("where", "", "line alone, or the whole plant", "text"),
        Column("order", "", "order in which the day is sent", "text"),
        Column("per_day", "1/d", "vehicles a day", "number"),
        Column("low", "1/d", "lower end of its 95 % interval", "number"),
        Column("high", "1/d", "upper end of its 95 % interval", "number"),
        Column("gain", "1/d", "what the sequence makes more, by pairs of runs",
               "number"),
        Column("gain_low", "1/d", "lower end of its 95 % interval", "number"),
        Column("gain_high", "1/d", "upper end of its 95 % interval", "number"),
        Column("most_open", "1", "lots of kits open at once, at most"),
        Column("allowed_open", "1", "lots that may be open at once; 0 for any"),
    )  # fmt: skip
    return table, list(_notes(table, runs))


def _lots(plant: Plant, orders: Sequence[Order]) -> Lots:
    """Give the lot of each order; one without a lot has one of its own."""
    asked = plant.sequence.open_kits if plant.sequence is not None else None
    named = lots_of(orders, asked)
    whole = [lot or f"{place}" for place, lot in enumerate(named)]
    names = {name: place for place, name in enumerate(dict.fromkeys(whole))}
    return Lots(np.array([names[lot] for lot in whole]), asked.most if asked else 0)


def _scopes(plant: Plant) -> Iterator[tuple[str, Plant]]:
    """Yield what is simulated: the line whose overload is asked for, and the plant."""
    plant = matured(plant)
    asked = plant.sequence.overload if plant.sequence is not None else None
    if asked is not None:
        yield asked.line, line_alone(plant, asked.line)
    if asked is None or len(plant.lines) > 1:
        yield WHOLE, plant


LEFT_OUT = ("after", "joins", "carrier", "releases_carrier", "outcomes", "source",
            "strict", "transit_before_s", "buffer_before")  # fmt: skip
"""What a line has to do with others."""


def line_alone(plant: Plant, name: str) -> Plant:
    """Give a plant of one line alone, to which vehicles always come."""
    tree = tree_of(plant)
    line = {k: v for k, v in tree["lines"][name].items() if k not in LEFT_OUT}
    kept = ("format", "site", "calendars", "calendar", "models", "failures")
    alone: dict[str, Any] = {
        "plant": f"{plant.plant}: {name} alone",
        **{key: tree[key] for key in kept if key in tree},
        "lines": {name: {**line, "count_point": "buy_off"}},
    }
    skills = {s for each in _stations(line) for s in each.get("crew", {})}
    people = {s: tree["people"][s] for s in skills if s in tree.get("people", {})}
    return read_text(block_text(alone | ({"people": people} if people else {})))


def _stations(line: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield line
    if isinstance(line["stations"], dict):
        yield from line["stations"].values()


def _made(
    plant: Plant, day: Sequence[Order], name: str, *, runs: int, seed: int, workers: int
) -> Whole:
    """Give the vehicles that each run counts."""
    point = plant.target.count_point if plant.target is not None else "buy_off"
    setting = ready(
        plant, PERIOD, point=point, record=False,
        reshape=lambda expanded: listed(expanded, day),
    )  # fmt: skip
    every = carry_out_all(
        [((lambda: setting), run) for run in range(runs)], seed=seed, workers=workers
    )
    if any(run.stuck for run in every):
        raise NoAnswer(f"{plant.plant} locks itself up where the day is sent {name}")
    return np.array([run.vehicles for run in every])


def _rows(
    scope: str, ways: Mapping[str, Whole], made: Mapping[str, Whole], lots: Lots
) -> Iterator[tuple[Any, ...]]:
    for name, way in ways.items():
        mine = interval(made[name] / PERIOD.days)
        more = paired_difference(made[FOUND] / PERIOD.days, made[name] / PERIOD.days)
        yield (
            scope, name, mine.value, mine.low, mine.high,
            more.value, more.low, more.high,
            lots.most_open(way), lots.most,
        )  # fmt: skip


def _notes(table: Table, runs: int) -> Iterator[Note]:
    """Say what the sequence makes more than kit lots, even where that is nothing."""
    for row in table.rows():
        if row["order"] == LOTS:
            sure = row["gain_low"] > 0 or row["gain_high"] < 0
            numbers = {
                "where": row["where"].replace("_", " "), "runs": runs,
                "days": PERIOD.days, "gain": row["gain"], "low": row["gain_low"],
                "high": row["gain_high"],
            }  # fmt: skip
            yield Note(f"sequence.on_line.{'sure' if sure else 'unsure'}", numbers)
