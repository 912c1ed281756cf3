"""The supply by day and week: stock, cover, containers, orders."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from zauyt.arrays.supply.bill import Floats, Whole
from zauyt.arrays.supply.block import load_of
from zauyt.arrays.supply.plan import DAY
from zauyt.kernels.supply.layout import MICRO
from zauyt.results.column import Column
from zauyt.results.result import Table, of_rows
from zauyt.studies.supplying.outcome import Outcome
from zauyt.studies.supplying.ways import Ways, wagons

BAND = (0.05, 0.95)
WEEK = 7


def stock(outcome: Outcome, ways: Ways) -> Table:
    """Give the stock of every material and day: where it is, and for how long it lasts.

    ``low`` and ``high`` are 5 and 95 % points over the runs; means otherwise.
    """
    case = outcome.case
    counted, count = case.counted, len(case.bill.materials)
    here = outcome.stocks + outcome.yards
    low, high = np.quantile(here, BAND, axis=0)
    waiting: Any = sum(ways.waiting.values(), np.zeros_like(ways.under_way))
    lineside = np.minimum(np.maximum(outcome.stocks, 0), _lineside(outcome))
    mean = here.mean(axis=0)
    columns: list[tuple[Column, Any]] = [
        (Column("date", "", "day, at its end", "date"),
         [case.supply.first + n // count * DAY for n in range(counted * count)]),
        (Column("material", "", "kit or part", "text"),
         list(case.bill.materials) * counted),
        (Column("under_way", "1", "pieces between supplier and plant, ports included"),
         ways.under_way.mean(axis=0)),
        (Column("waiting", "1", "of these, waiting at ports and borders"),
         waiting.mean(axis=0)),
        (Column("yard", "1", "pieces in containers at the plant"),
         outcome.yards.mean(axis=0)),
        (Column("store", "1", "pieces unpacked, in the store"),
         (outcome.stocks - lineside).mean(axis=0)),
        (Column("lineside", "1", "pieces at the line"), lineside.mean(axis=0)),
        (Column("plant", "1", "pieces at the plant: yard, store and line"), mean),
        (Column("low", "1", "the same, 5 % of the runs have less"), low),
        (Column("high", "1", "the same, 5 % of the runs have more"), high),
        (Column("cover_days", "d", "calendar days that the mean lasts, by the plan"),
         cover(outcome, mean)),
        (Column("cover_low_days", "d", "the same, low end"), cover(outcome, low)),
    ]  # fmt: skip
    return Table({
        column: values if isinstance(values, list)
        else np.asarray(values, dtype=np.float64).ravel()
        for column, values in columns
    })  # fmt: skip


def cover(outcome: Outcome, pieces: Floats) -> Floats:
    """Give for how many days some pieces last by the plan (days, materials)."""
    case = outcome.case
    found = np.zeros_like(pieces, dtype=np.float64)
    for number in range(len(case.bill.materials)):
        needed = case.plan.needed[number]
        begin = np.arange(case.before, case.days) + 1
        end = np.searchsorted(needed, needed[begin] + pieces[:, number] + 1e-9)
        found[:, number] = np.maximum(end - 1 - begin, 0)
    return found


def _lineside(outcome: Outcome) -> Whole:
    """Give the pieces that the line holds: the need of its days (days, materials)."""
    case = outcome.case
    share = case.supply.lineside_days
    at_work = np.flatnonzero(case.plan.workday)
    begin = np.arange(case.before, case.days) + 1
    place = np.searchsorted(at_work, begin) + math.ceil(share)
    end = np.append(at_work, len(case.plan.workday))[np.minimum(place, len(at_work))]
    needed = case.plan.needed.T
    need = (needed[end] - needed[begin]) * (share / max(math.ceil(share), 1))
    found: Whole = np.ceil(need - 1e-9).astype(np.int64)
    return found


def weeks(outcome: Outcome, ways: Ways) -> Table:
    """Give containers and wagons by week and lane, as they leave and as they come."""
    case = outcome.case
    rows = []
    for number, name in enumerate(case.lanes):
        lane = case.supply.lanes[name]
        left = _weekly(ways.left[:, number])
        came = _weekly(ways.came[:, number])
        on_wagons = _weekly(wagons(lane, ways.left[:, number]))
        for week in range(left.shape[1]):
            low, high = np.quantile(came[:, week], BAND)
            carried = on_wagons[:, week].mean() if lane.containers_per_wagon else None
            rows.append(
                (case.supply.first + week * WEEK * DAY, name, left[:, week].mean(),
                 carried, came[:, week].mean(), low, high)
            )  # fmt: skip
    return of_rows(
        rows,
        Column("week", "", "first day of the week", "date"),
        Column("lane", "", "lane", "text"),
        Column("left", "1", "containers that leave the supplier, mean", "number"),
        Column("wagons", "1", "wagons or lorries that they take, mean", "number"),
        Column("came", "1", "containers that come to the plant, mean", "number"),
        Column("came_low", "1", "the same, 5 % of the runs have fewer", "number"),
        Column("came_high", "1", "the same, 5 % of the runs have more", "number"),
    )


def _weekly(values: Floats) -> Floats:
    found: Floats = values.reshape(len(values), -1, WEEK).sum(axis=2)
    return found


def orders(outcome: Outcome) -> Table:
    """Give the orders by day on which they are placed: pieces, lots, when they come."""
    case = outcome.case
    rows: list[tuple[Any, ...]] = []
    for number, way in enumerate(case.ways):
        name = case.bill.materials[way.material]
        each = case.supply.materials[name]
        placed = outcome.ordered[:, number, case.before :]
        for day in np.flatnonzero(placed.any(axis=0)):
            pieces = placed[:, day]
            low, high = np.quantile(pieces, BAND)
            leaves = int(case.ready[way.lane, case.before + day]) - case.before
            rows.append(
                (case.supply.first + int(day) * DAY, name, case.lanes[way.lane],
                 pieces.mean(), low, high, pieces.mean() / each.lot,
                 pieces.mean() * load_of(each.per_container) / MICRO,
                 (pieces > 0).mean(), case.supply.first + leaves * DAY,
                 case.supply.first + (leaves + case.planned[way.lane]) * DAY)
            )  # fmt: skip
    rows.sort(key=lambda row: (row[0], row[1], row[2]))
    return of_rows(
        rows,
        Column("ordered", "", "day of the order", "date"),
        Column("material", "", "kit or part", "text"),
        Column("lane", "", "lane", "text"),
        Column("pieces", "1", "pieces ordered, mean", "number"),
        Column("low", "1", "the same, 5 % of the runs order less", "number"),
        Column("high", "1", "the same, 5 % of the runs order more", "number"),
        Column("lots", "1", "lots, mean", "number"),
        Column("containers", "1", "containers, mean", "number"),
        Column("chance", "share", "runs in which anything is ordered", "number"),
        Column("leaves", "", "first day on which it leaves the supplier", "date"),
        Column("arrives", "", "day on which it should arrive", "date"),
    )
