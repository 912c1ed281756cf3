"""All that is known of a supply before its runs, and what chance decides in one.

The case holds what is the same in every run; ``drawn`` adds the plan's vehicles and the
lanes' trips.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.supply import lanes as ways_of
from zauyt.arrays.supply.bill import Bill, Whole, bill_of
from zauyt.arrays.supply.lanes import Opening, Trips
from zauyt.arrays.supply.parts import Layout
from zauyt.arrays.supply.plan import DAY, Plan, Turnout, plan_of, run_key, turnout
from zauyt.kernels.supply.layout import MICRO
from zauyt.kernels.supply.plan import draw_plan
from zauyt.plant.inbound import Disruption, Supply
from zauyt.plant.plant import Plant

SETTLING = 56
"""Days of a steady opening beyond the longest time from an order to its arrival."""
SHARE = 2**53


@dataclass(frozen=True, eq=False)
class Way:
    """A lane on which a material comes; numbers are places among their kind."""

    lane: int
    material: int
    weight: float
    other: float
    urgent: bool


@dataclass(frozen=True, eq=False)
class Case:
    """A supply before its runs; days are counted from ``first``.

    The first ``before`` days are there to settle and do not count. ``until`` is, by
    lane and day, the day to which an order of that day must last.
    """

    plant: Plant
    supply: Supply
    bill: Bill
    plan: Plan
    first: datetime.date
    before: int
    lanes: tuple[str, ...]
    openings: tuple[Opening, ...]
    ways: tuple[Way, ...]
    orders: NDArray[np.bool_]
    ready: Whole
    runs: NDArray[np.bool_]
    until: Whole
    planned: tuple[int, ...]
    disruption: Disruption | None

    @property
    def days(self) -> int:
        """Give the days simulated."""
        return self.plan.days

    @property
    def counted(self) -> int:
        """Give the days that count: the last ones."""
        return self.days - self.before

    def ways_of(self, material: int) -> list[int]:
        """Give the ways on which a material comes."""
        return [n for n, way in enumerate(self.ways) if way.material == material]


@dataclass(frozen=True)
class Stretch:
    """The days that count, where they are not those of the file."""

    first: datetime.date
    days: int


def case_of(
    plant: Plant, disruption: Disruption | None = None, stretch: Stretch | None = None
) -> Case:
    """Give the case of a plant that has a supply free of errors."""
    supply = plant.supply
    assert supply is not None, "a case without a supply"
    bill = bill_of(plant)
    lanes = tuple(supply.lanes)
    planned = tuple(
        lane.planned_days or ways_of.usual_days(lane) for lane in supply.lanes.values()
    )
    longest = max(_order_days(supply, lanes, planned))
    before = 0 if supply.opening == "stated" else longest + SETTLING
    asked = stretch or Stretch(supply.first, 7 * supply.weeks)
    first = asked.first - before * DAY
    days = before + asked.days
    ahead = 2 * longest + 60
    plan = plan_of(plant, bill, first=first, days=days, ahead=ahead)
    openings = tuple(
        ways_of.opening(supply, name, first=first, days=days, disruption=disruption)
        for name in lanes
    )
    usual = [
        ways_of.opening(supply, name, first=first, days=days + ahead) for name in lanes
    ]
    orders, ready, runs, until = [], [], [], []
    for name, opened, undisturbed, taken in zip(
        lanes, openings, usual, planned, strict=True
    ):
        ordered = ways_of.order_days(supply, name, first=first, days=days + ahead)
        leaves, moving = ways_of.departures(supply, name, opened, ordered[:days])
        orders.append(ordered[:days])
        ready.append(leaves)
        runs.append(moving)
        expected, _ = ways_of.departures(supply, name, undisturbed, ordered)
        until.append(_until(ordered, expected + taken)[:days])
    ways = _ways(supply, bill, lanes, disruption)
    return Case(
        plant, supply, bill, plan, first, before, lanes, openings, ways,
        np.stack(orders), np.stack(ready), np.stack(runs), np.stack(until), planned,
        disruption,
    )  # fmt: skip


def longest_days(case: Case) -> int:
    """Give the most days from what makes an order necessary to its arrival."""
    return max(_order_days(case.supply, case.lanes, case.planned))


def _order_days(
    supply: Supply, lanes: tuple[str, ...], planned: tuple[int, ...]
) -> list[int]:
    """Give the days from one order to the arrival of the next, by lane."""
    suppliers = [supply.suppliers[supply.lanes[name].supplier] for name in lanes]
    return [
        each.frozen_days + days + 7 * each.every_weeks
        for each, days in zip(suppliers, planned, strict=True)
    ]


def _until(ordered: NDArray[np.bool_], arrives: Whole) -> Whole:
    """Give on each day when what is ordered on the next day of orders arrives."""
    count = len(ordered)
    found = np.full(count, int(arrives[-1]), dtype=np.int64)
    then = int(arrives[-1])
    for day in range(count - 1, -1, -1):
        found[day] = then
        if ordered[day]:
            then = int(arrives[day])
    return found


def _ways(
    supply: Supply, bill: Bill, lanes: tuple[str, ...], disruption: Disruption | None
) -> tuple[Way, ...]:
    """Give the ways, those of a material after one another."""
    weights = disruption.weights if disruption is not None else {}
    found = []
    for number, material in enumerate(bill.materials):
        for place, name in enumerate(lanes):
            lane = supply.lanes[name]
            if material in lane.materials:
                other = weights.get(name, lane.weight)
                found.append(Way(place, number, lane.weight, other, lane.urgent))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Drawn:
    """What chance decided in a run: the plan's vehicles, the trips, the keys."""

    run: int
    turnout: Turnout
    variant: Whole
    trips: tuple[Trips, ...]
    key: int


def drawn(case: Case, *, seed: int, run: int) -> Drawn:
    """Draw one run."""
    turned = turnout(case.plant, case.bill, case.plan, seed=seed, run=run)
    key = run_key("supply.unpacking", "bad", seed=seed, run=run)
    variant = _vehicles(case, turned, seed=seed, run=run)
    trips = _trips(case, seed=seed, run=run)
    return Drawn(run, turned, variant, trips, int(key >> np.uint64(1)))


def drawn_again(case: Case, usual: Drawn, *, seed: int) -> Drawn:
    """Draw a run of a case that only a disruption sets apart: its trips are others."""
    return replace(usual, trips=_trips(case, seed=seed, run=usual.run))


def _trips(case: Case, *, seed: int, run: int) -> tuple[Trips, ...]:
    return tuple(
        ways_of.trips(name, case.supply.lanes[name], opened, moving,
                      first=case.first, seed=seed, run=run)
        for name, opened, moving in zip(
            case.lanes, case.openings, case.runs, strict=True)
    )  # fmt: skip


def _vehicles(case: Case, turned: Turnout, *, seed: int, run: int) -> Whole:
    """Draw the variants of the plan's vehicles in order."""
    bill = case.bill
    made = Layout()
    key = run_key("supply.plan", "options", seed=seed, run=run)
    made.say("days", case.days)
    made.say("plan_key", int(key >> np.uint64(1)))
    made.say("models", len(bill.models))
    made.put("due", turned.due)
    shares = np.floor(turned.shares * MICRO).astype(np.int64)
    shares[:, 0] += MICRO - shares.sum(axis=1)
    made.put("shares", shares)
    made.put("credits", np.zeros(len(bill.models)))
    rates = [rate for each in bill.rates for rate in each]
    made.put("options", [round(rate * SHARE) for rate in rates])
    counts = [len(each) for each in bill.rates]
    made.put("options_at", np.concatenate([[0], np.cumsum(counts)]))
    made.put("first_variant", bill.first_variant)
    begin = made.put("variant", np.zeros(int(turned.due[-1])))
    block = made.block()
    draw_plan(block)
    return block[begin:].copy()
