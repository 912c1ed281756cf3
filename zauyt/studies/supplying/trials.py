"""What is tried on the same draws: policies, disruptions, shorter lanes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from zauyt.arrays.supply.bill import Floats
from zauyt.arrays.supply.block import POLICIES, Rules
from zauyt.arrays.supply.case import Case, Drawn, case_of, drawn_again, longest_days
from zauyt.plant.inbound import Disruption, Lane
from zauyt.plant.plant import Plant
from zauyt.studies.supplying.levels import Levels, Paths, paths_of, prices_of, searched
from zauyt.studies.supplying.outcome import Outcome, carried_out, draws_of

CARRIED = 0.95
"""Share of runs in which a stock that carries a disruption does so."""
Told = Callable[[], None]


@dataclass(frozen=True, eq=False)
class Tried:
    """A disruption: what came of it, and the stock that would have carried it.

    ``at_best`` is what came of it with the stocks found.
    ``more`` are pieces by material: with so many more, in 95 % of the runs its stock
    does not fall below zero from the first day on till what was ordered on the last one
    has come.
    """

    name: str
    disruption: Disruption
    outcome: Outcome
    at_best: Outcome
    more: tuple[int, ...]


def disruptions(
    usual: Case, draws: tuple[Drawn, ...], rules: Rules, best: Rules, *,
    seed: int, told: Told,
) -> list[Tried]:  # fmt: skip
    """Try each disruption by itself, on the same draws."""
    found = []
    for name, each in usual.supply.disruptions.items():
        case = case_of(usual.plant, each)
        again = tuple(drawn_again(case, usual_run, seed=seed) for usual_run in draws)
        outcome = carried_out(case, again, rules)
        at_best = carried_out(case, again, best)
        more = _carrying(case, again, rules, each)
        found.append(Tried(name, each, outcome, at_best, more))
        told()
    return found


def _carrying(
    case: Case, draws: tuple[Drawn, ...], rules: Rules, disruption: Disruption
) -> tuple[int, ...]:
    """Give what stock falls short by while a disruption is felt, in 95 % of runs."""
    owed = carried_out(case, draws, Rules("owed", rules.safety, urgent=False))
    begin = max((disruption.first - case.supply.first).days, 0)
    end = begin + disruption.days + longest_days(case)
    stocks = owed.stocks[:, begin:end].astype(np.int64)
    if not stocks.shape[1]:
        return tuple(0 for _ in case.bill.materials)
    place = max(int(np.ceil(CARRIED * len(draws))) - 1, 0)
    need = np.sort(np.maximum(-stocks.min(axis=1), 0), axis=0)[place]
    return tuple(int(pieces) for pieces in need)


def policies(usual: Outcome) -> dict[str, Outcome]:
    """Try every way of doing without a missing material, on the same draws."""
    return {
        name: usual
        if name == usual.rules.policy
        else carried_out(usual.case, usual.draws, Rules(name, usual.rules.safety))
        for name in POLICIES
        if name != "owed"
    }


@dataclass(frozen=True, eq=False)
class Shorter:
    """What a day less on a lane is worth a year, at the service that is wanted."""

    lane: str
    under_way: float
    stock: float

    @property
    def worth(self) -> float:
        """Give both savings together."""
        return self.under_way + self.stock


def shorter_lanes(
    plant: Plant, paths: Paths, levels: Levels, draws: tuple[Drawn, ...], *,
    seed: int, told: Told,
) -> list[Shorter]:  # fmt: skip
    """Try each lane a day shorter on its longest leg, safety stocks sought anew.

    No stock is lost by it: what leaves a day later arrives as it did.
    """
    supply = plant.supply
    assert supply is not None
    found = []
    for name, lane in supply.lanes.items():
        less = shortened(lane)
        told()
        if less is None or lane.urgent or not lane.weight:
            continue
        other = plant.model_copy(update={
            "supply": supply.model_copy(update={"lanes": {**supply.lanes, name: less}})
        })  # fmt: skip
        case = case_of(other)
        again = draws_of(case, seed=seed, runs=len(draws))
        best = searched(paths_of(case, again), supply.service)
        saved = paths.case.supply.interest_per_year * _days_value(paths.case, name)
        found.append(Shorter(name, saved, max(levels.cost - best.cost, 0.0)))
    return found


def shortened(lane: Lane) -> Lane | None:
    """Give a lane that takes a day less, or nothing where no leg takes that long."""
    longest = max(range(len(lane.legs)), key=lambda place: lane.legs[place].days)
    leg = lane.legs[longest]
    if leg.days < 1 or (lane.planned_days is not None and lane.planned_days < 2):
        return None
    legs = list(lane.legs)
    legs[longest] = leg.model_copy(update={"days": leg.days - 1})
    planned = None if lane.planned_days is None else lane.planned_days - 1
    return lane.model_copy(update={"legs": tuple(legs), "planned_days": planned})


def _days_value(case: Case, name: str) -> float:
    """Give the value of what comes on a lane in a mean day, if paid on leaving."""
    lane = case.supply.lanes[name]
    if lane.paid == "arriving":
        return 0.0
    need = case.plan.needed[:, case.days] - case.plan.needed[:, case.before]
    value: Floats = need * prices_of(case) / case.counted
    total = 0.0
    for number, worth in enumerate(value):
        own = [case.ways[n] for n in case.ways_of(number) if not case.ways[n].urgent]
        weights = sum(way.weight for way in own)
        mine = sum(way.weight for way in own if case.lanes[way.lane] == name)
        total += float(worth) * mine / weights if weights else 0.0
    return total
