"""What is under way, what waits at ports and yards, and what the ways cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.supply.bill import Floats, Whole
from zauyt.arrays.supply.block import load_of
from zauyt.arrays.supply.lanes import places_of
from zauyt.kernels.supply.layout import MICRO, NEVER
from zauyt.plant.inbound import Lane
from zauyt.plant.money import in_account
from zauyt.studies.supplying.outcome import Outcome

DAYS_A_YEAR = 365.0


@dataclass(frozen=True, eq=False)
class Ways:
    """What happened on the ways.

    ``under_way`` are pieces from leaving to arriving, ``owned`` those of them that are
    paid for, ``waiting`` those at each place between (runs, days, materials);
    ``left`` and ``came`` are containers (runs, lanes, days); ``freight`` and
    ``demurrage`` money by run and lane; ``yard_demurrage`` money by run.
    """

    under_way: Whole
    owned: Whole
    waiting: dict[str, Whole]
    left: Floats
    came: Floats
    freight: Floats
    demurrage: Floats
    yard_demurrage: Floats


def ways_of(outcome: Outcome) -> Ways:
    """Follow everything that left a supplier."""
    case = outcome.case
    runs, _, count = outcome.stocks.shape
    lanes = len(case.lanes)
    size = (runs, case.days + 1, count)
    under = np.zeros(size, dtype=np.int64)
    owned = np.zeros(size, dtype=np.int64)
    waiting = {name: np.zeros(size, np.int64) for name in places_of(case.supply)}
    left, came = (np.zeros((runs, lanes, case.days)) for _ in range(2))
    demurrage = np.zeros((runs, lanes))
    loads = _loads(outcome)
    for number, name in enumerate(case.lanes):
        lane = case.supply.lanes[name]
        own = [n for n, way in enumerate(case.ways) if way.lane == number]
        kinds = [case.ways[n].material for n in own]
        for run, drawn in enumerate(outcome.draws):
            trips = drawn.trips[number]
            sent = outcome.sent[run, own]
            on = np.flatnonzero(sent.any(axis=0))
            pieces = sent[:, on].T
            there = np.where(trips.there[on] == NEVER, on, trips.there[on])
            _between(under[run], pieces, kinds, on, there)
            if lane.paid == "leaving":
                _between(owned[run], pieces, kinds, on, there)
            boxes = np.ceil(pieces @ loads[kinds] / MICRO - 1e-9)
            left[run, number, on] = boxes
            came[run, number] = outcome.coming[run, own].T @ loads[kinds] / MICRO
            for place, leg in enumerate(lane.legs[1:], start=1):
                begin, end = trips.arrives[place - 1][on], trips.leaves[place][on]
                lies = there != on
                where = waiting[lane.legs[place - 1].to][run]
                _between(where, pieces * lies[:, None], kinds,
                         np.ceil(begin - 1e-9).astype(np.int64),
                         np.ceil(end - 1e-9).astype(np.int64))  # fmt: skip
                over = np.maximum(np.ceil(end - begin - leg.free_days - 1e-9), 0.0)
                counts = (begin >= case.before) & (begin < case.days) & lies
                demurrage[run, number] += leg.demurrage * float(
                    (boxes * over)[counts].sum()
                )
    freight, owed = _costs(outcome, left, demurrage)
    return Ways(
        _counted(outcome, under), _counted(outcome, owned),
        {name: _counted(outcome, each) for name, each in waiting.items()},
        left[:, :, case.before :], came[:, :, case.before :],
        freight, owed, _yard_demurrage(outcome, loads),
    )  # fmt: skip


def _loads(outcome: Outcome) -> Floats:
    case = outcome.case
    return np.array([
        float(load_of(case.supply.materials[name].per_container))
        for name in case.bill.materials
    ])  # fmt: skip


def _between(
    table: Whole,
    pieces: NDArray[np.integer],
    kinds: list[int],
    begin: Whole,
    end: Whole,
) -> None:
    """Count pieces from one day to before another, as changes from day to day."""
    last = len(table) - 1
    for place, kind in enumerate(kinds):
        np.add.at(table[:, kind], np.minimum(begin, last), pieces[:, place])
        np.add.at(table[:, kind], np.minimum(end, last), -pieces[:, place])


def _counted(outcome: Outcome, changes: Whole) -> Whole:
    """Add up changes to what there is, on the days that count."""
    case = outcome.case
    total: Whole = np.cumsum(changes, axis=1)[:, case.before : case.days]
    return total


def _costs(outcome: Outcome, left: Floats, demurrage: Floats) -> tuple[Floats, Floats]:
    """Give freight and demurrage by run and lane, in the currency of answers."""
    case = outcome.case
    money = case.plant.money
    assert money is not None
    lanes = [case.supply.lanes[name] for name in case.lanes]
    rates = np.array([in_account(money, 1.0, lane.currency) for lane in lanes])
    costs = np.array([lane.cost for lane in lanes]) * rates
    freight: Floats = left[:, :, case.before :].sum(axis=2) * costs
    return freight, demurrage * rates


def _yard_demurrage(outcome: Outcome, loads: Floats) -> Floats:
    """Give what containers cost that wait at the plant too long, the oldest first."""
    case = outcome.case
    rules, money = case.supply.unpacking, case.plant.money
    assert money is not None
    if not rules.demurrage:
        return np.zeros(len(outcome.draws))
    total = np.zeros(len(outcome.draws))
    for number in range(len(case.bill.materials)):
        own = case.ways_of(number)
        arrived = np.cumsum(outcome.coming[:, own].sum(axis=1), axis=1)
        counted = arrived[:, case.before :]
        opened = counted - outcome.yards[:, :, number]
        free = rules.free_days
        old = np.zeros_like(arrived)
        old[:, free + 1 :] = arrived[:, : arrived.shape[1] - free - 1]
        late = np.maximum(old[:, case.before :] - opened, 0)
        total += late.sum(axis=1) * loads[number] / MICRO
    return total * in_account(money, rules.demurrage, rules.currency)


def wagons(lane: Lane, containers: Floats) -> Floats:
    """Give the wagons or lorries of some containers; 0 where they are not counted."""
    if lane.containers_per_wagon is None:
        return np.zeros_like(containers)
    found: Floats = np.ceil(containers / lane.containers_per_wagon - 1e-9)
    return found
