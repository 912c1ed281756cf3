"""Stock against exact results: newsvendor, base stock, (s, S) with Poisson demand.

References: Hadley and Whitin (1963), Analysis of inventory systems, chapters 4 and 6;
Zipkin (2000), Foundations of inventory management, sections 6.2 and 9.5.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import poisson as poisson_law

from tests.studies import supplies
from zauyt.arrays.supply.block import Rules
from zauyt.plant.plant import Plant
from zauyt.studies.supplying.levels import Paths, paths_of, searched
from zauyt.studies.supplying.outcome import carried_out

MEAN = 4.0
LEAD_DAYS = 3
RUNS = 60


def _paths(plant: Plant) -> Paths:
    case = supplies.case(plant)
    draws = tuple(
        supplies.poisson(case, mean=MEAN, seed=1, run=run) for run in range(RUNS)
    )
    return paths_of(case, draws)


def _stock(plant: Plant) -> np.ndarray:
    case = supplies.case(plant)
    draws = [supplies.poisson(case, mean=MEAN, seed=2, run=run) for run in range(RUNS)]
    return carried_out(case, draws, Rules("owed", (0,))).stocks[:, :, 0].ravel()


@pytest.mark.parametrize("level", [10, 14, 18])
def test_base_stock_has_the_poisson_law_of_demand_in_the_lead_time(level: int) -> None:
    plant = supplies.one_part(
        materials__part__reorder_level=level - 1, materials__part__order_up_to=level
    )
    stock = _stock(plant)
    demand = poisson_law(MEAN * LEAD_DAYS)
    assert (stock >= 0).mean() == pytest.approx(demand.cdf(level), abs=0.01)
    held = sum((level - d) * demand.pmf(d) for d in range(level))
    assert np.maximum(stock, 0).mean() == pytest.approx(held, rel=0.02, abs=0.05)
    owed = held - (level - MEAN * LEAD_DAYS)
    assert np.maximum(-stock, 0).mean() == pytest.approx(owed, rel=0.06, abs=0.02)


def _positions(low: int, high: int) -> np.ndarray:
    """Give how likely each position is after ordering, from low + 1 to high."""
    size = high - low
    moves = np.zeros((size, size))
    for place in range(size):
        for demand in range(200):
            level = low + 1 + place - demand
            to = size - 1 if level <= low else level - low - 1
            moves[place, to] += poisson_law(MEAN).pmf(demand)
    values, vectors = np.linalg.eig(moves.T)
    stationary = np.real(vectors[:, np.argmax(np.real(values))])
    return stationary / stationary.sum()


@pytest.mark.parametrize(("low", "high"), [(12, 20), (9, 30)])
def test_s_s_has_the_law_of_its_position_less_demand(low: int, high: int) -> None:
    plant = supplies.one_part(
        materials__part__reorder_level=low, materials__part__order_up_to=high
    )
    stock = _stock(plant)
    demand = poisson_law(MEAN * LEAD_DAYS)
    chances = _positions(low, high)
    levels = np.arange(low + 1, high + 1)
    whole = float(chances @ demand.cdf(levels))
    held = sum(
        chance * sum((level - d) * demand.pmf(d) for d in range(level))
        for chance, level in zip(chances, levels, strict=True)
    )
    assert (stock >= 0).mean() == pytest.approx(whole, abs=0.01)
    assert np.maximum(stock, 0).mean() == pytest.approx(held, rel=0.03)


@pytest.mark.parametrize("ratio", [0.72, 0.92, 0.97])
def test_the_stock_found_is_the_newsvendors_quantile(ratio: float) -> None:
    plant = supplies.one_part(
        materials__part__reorder_level=11, materials__part__order_up_to=12
    )
    paths = _paths(plant)
    best = 12 + searched(paths, ratio).safety[0]
    demand = poisson_law(MEAN * LEAD_DAYS)
    assert min(abs(demand.cdf(best) - ratio), abs(demand.cdf(best - 1) - ratio)) > 0.006
    assert best == demand.ppf(ratio)


def test_the_newsvendors_quantile_is_the_cheapest_level_of_all() -> None:
    plant = supplies.one_part(
        materials__part__reorder_level=11, materials__part__order_up_to=12
    )
    net = _paths(plant).net[0]
    hold, owe = 1.0, 4.0
    costs = {
        more: hold * np.maximum(net + more, 0).mean()
        + owe * np.maximum(-(net + more), 0).mean()
        for more in range(-10, 20)
    }
    cheapest = 12 + min(costs, key=costs.__getitem__)
    assert cheapest == poisson_law(MEAN * LEAD_DAYS).ppf(owe / (owe + hold))
