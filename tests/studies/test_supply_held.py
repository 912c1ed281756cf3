"""Safety stocks hold what they state, at nearly the least cost there is.

``ZAUYT_HELD`` says in how many random plants they are tried (6 unless stated).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from tests.kernels.test_supply_twin import case_at_random
from tests.tried import tried
from zauyt.arrays.supply.block import rules_of
from zauyt.arrays.supply.case import case_of
from zauyt.statistics.interval import interval
from zauyt.studies.supplying.cheapest import MOST_PAIRS, cheapest
from zauyt.studies.supplying.held import Held, held
from zauyt.studies.supplying.levels import Paths, paths_of, searched
from zauyt.studies.supplying.outcome import carried_out, draws_of, whole_days_of

RUNS, FURTHER, UNSEEN = 20, 100, 300


def _found(seed: int, service: float) -> tuple[Held, np.ndarray]:
    """Give the stocks found for a random plant, and whole days of unseen runs."""
    plant, policy, _ = case_at_random(seed)
    assert plant.supply is not None
    usual = {"supply.when_missing": policy, "supply.unpacking.containers_per_day": 200,
             "supply.lanes.train.most_containers": 200}  # fmt: skip
    case = case_of(plant.change(usual))
    draws = draws_of(case, seed=seed, runs=RUNS)
    outcome = carried_out(case, draws, rules_of(case))
    further = draws_of(case, seed=seed, runs=FURTHER, first=RUNS)
    found = held(paths_of(case, draws), outcome, further, service)
    unseen = draws_of(case, seed=seed, runs=UNSEEN, first=RUNS + FURTHER)
    return found, whole_days_of(case, unseen, found.outcome.rules)


def test_stocks_hold_their_service_in_runs_that_nothing_was_chosen_by() -> None:
    """In nine random plants of ten at least, which 95 % confidence promises."""
    kept, surely_less, plants = 0, 0, tried("ZAUYT_HELD", 6)
    for seed in plants:
        service = (0.95, 0.98, 0.9)[seed % 3]
        found, days = _found(seed, service)
        assert found.reached, seed
        kept += days.mean() >= service
        surely_less += interval(days).high < service - 0.002
    assert kept >= math.floor(0.9 * len(plants))
    assert surely_less <= 0.02 * len(plants)


def _levels_at_random(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Give needs (materials, days), lowest levels, costs of a piece, days allowed."""
    chance = np.random.default_rng(seed)
    materials, days = int(chance.integers(1, 4)), int(chance.integers(5, 40))
    shared = chance.gamma(0.7, 4.0, size=days)
    own = chance.gamma(0.7, 4.0, size=(materials, days))
    needs = np.floor(shared + own - 3).astype(np.int64)
    allowed = int(chance.integers(0, days // 2))
    lowest = np.sort(needs, axis=1)[:, days - 1 - allowed]
    return needs, lowest, chance.uniform(0.5, 5, size=materials), allowed


@pytest.mark.parametrize("seed", range(40))
def test_no_levels_are_below_the_bound_and_those_found_are_next_to_it(
    seed: int,
) -> None:
    """Against all levels that there are; costs are convex, as those of stocks."""
    needs, lowest, price, allowed = _levels_at_random(seed)

    def costs_of(number: int, levels: np.ndarray) -> np.ndarray:
        held_ = np.maximum(levels[:, None] - needs[number], 0).mean(axis=1)
        return np.asarray(price[number] * held_)

    found = cheapest(needs, lowest, costs_of, allowed=allowed)
    assert found is not None

    def cost(levels: tuple[int, ...]) -> float:
        return sum(float(costs_of(n, np.array([k]))[0]) for n, k in enumerate(levels))

    def short(levels: tuple[int, ...]) -> int:
        return int((needs > np.array(levels)[:, None]).any(axis=0).sum())

    choices = [
        sorted({int(least), *(int(k) for k in row if k > least)})
        for row, least in zip(needs, lowest, strict=True)
    ]
    possible = [each for each in itertools.product(*choices) if short(each) <= allowed]
    best = min(cost(each) for each in possible)
    assert short(found.levels) <= allowed
    assert found.bound <= best + 1e-9
    # The hull's steps are long here: a day is a fortieth of all, not a thousandth.
    assert best - 1e-9 <= cost(found.levels)
    hull = [cost(each) for each in possible if short(each) == short(found.levels)]
    assert cost(found.levels) <= min(hull) + 1e-9


def test_levels_of_a_real_supply_are_next_to_the_bound() -> None:
    for seed in range(4):
        plant, _, _ = case_at_random(seed)
        case = case_of(plant)
        paths = paths_of(case, draws_of(case, seed=seed, runs=40))
        for service in (0.9, 0.97):
            found = searched(paths, service)
            assert found.service >= service
            assert found.bound <= found.cost * (1 + 1e-9)
            assert found.cost <= found.bound * 1.02


def test_what_is_too_much_for_the_program_is_still_searched() -> None:
    plant, _, _ = case_at_random(1)
    case = case_of(plant)
    paths = paths_of(case, draws_of(case, seed=1, runs=100))
    copies = 8
    many = replace(
        paths,
        base=paths.base * copies,
        net=np.concatenate([np.roll(paths.net, 5 * n, axis=1) for n in range(copies)]),
        least=np.tile(paths.least, copies),
        holding=np.tile(paths.holding, copies),
    )
    assert _pairs(many, 0.2) > MOST_PAIRS
    found = searched(many, 0.2)
    assert found.service >= 0.2
    assert 0 < found.bound <= found.cost


def _pairs(paths: Paths, service: float) -> int:
    lowest = np.array([paths.alone(n, service) for n in range(len(paths.net))])
    return int(np.count_nonzero(-paths.net > lowest[:, None]))
