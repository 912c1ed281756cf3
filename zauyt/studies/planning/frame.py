"""A network as numbers: what can be made, sent and sold in each month and scenario.

Money is in the network's currency. A *making* is a model at a plant; a *path* is a
making on a lane to a market that takes the model. What leaves in a month is sold
``lag`` months later. Arrays by scenario and month have the shape (S, T, ...).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.months import month_name, month_of, value_in, values_in
from zauyt.plant.network import Network, Scenario
from zauyt.plant.workforce import MONTHS
from zauyt.studies.planning.paths import holds, money, of_paths

AS_STATED = "as_stated"
"""Name of the one scenario of a network that names none."""

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Frame:
    """The numbers of a network; names by place, and arrays over the same places."""

    network: Network
    months: tuple[str, ...]
    scenarios: tuple[str, ...]
    probability: Numbers
    plants: tuple[str, ...]
    models: tuple[str, ...]
    markets: tuple[str, ...]
    lanes: tuple[str, ...]
    suppliers: tuple[str, ...]
    making_plant: Places
    making_model: Places
    making_cost: Numbers
    making_lot: Numbers
    making_most: Numbers
    """(T, makings); infinite where only the plant's capacity holds."""
    stored: Places
    """Makings whose plant has storage."""
    path_making: Places
    path_lane: Places
    path_sale: Places
    path_lag: Places
    path_cost: Numbers
    """Lane, and money tied up on the way."""
    path_open: NDArray[np.bool_]
    """(S, T, paths): whether a vehicle can leave in a month."""
    path_duty: Numbers
    """(S, T, paths), by the month of leaving, as the fee."""
    path_fee: Numbers
    sale_market: Places
    sale_model: Places
    sale_price: Numbers
    demand: Numbers
    """(S, T, sales)."""
    step_sale: Places
    step_further: Numbers
    step_price: Numbers
    capacity: Numbers
    """(T, plants), 0 where levels are chosen."""
    capacity_factor: Numbers
    """(S, T, plants)."""
    level_plant: Places
    level_name: tuple[str, ...]
    level_made: Numbers
    """(T, levels)."""
    level_cost: Numbers
    level_people: Numbers
    lane_most: Numbers
    """(T, lanes), infinite without a limit."""
    kits: Numbers
    """(S, T, suppliers)."""
    kit_makings: NDArray[np.bool_]
    """(suppliers, makings)."""

    @property
    def path_plant(self) -> Places:
        """Give the plant of every path."""
        return self.making_plant[self.path_making]

    @property
    def path_market(self) -> Places:
        """Give the market of every path."""
        return self.sale_market[self.path_sale]

    @property
    def shape(self) -> tuple[int, int]:
        """Give the numbers of scenarios and months."""
        return len(self.scenarios), len(self.months)


def scenarios_of(network: Network) -> dict[str, Scenario]:
    """Give the scenarios; the network as stated, where it names none."""
    return dict(network.scenarios) or {AS_STATED: Scenario(probability=1.0)}


def frame(network: Network) -> Frame:
    """Give a network, free of errors, as numbers."""
    first = month_of(network.first_month)
    months = range(first, first + network.months)
    cases = scenarios_of(network)
    makings = [(p, m) for p, each in network.plants.items() for m in each.makes]
    sales = [(k, m) for k, each in network.markets.items() for m in each.sells]
    paths = _paths(network, makings, sales)
    names: dict[str, Any] = {kind: tuple(getattr(network, kind)) for kind in _KINDS}
    steps = [
        (at, step)
        for at, (k, m) in enumerate(sales)
        for step in network.markets[k].sells[m].response
    ]
    stored = [
        at for at, (p, _) in enumerate(makings) if network.plants[p].storage is not None
    ]
    return Frame(
        network=network,
        months=tuple(month_name(month) for month in months),
        scenarios=tuple(cases),
        probability=np.array([case.probability for case in cases.values()]),
        **names,
        making_plant=_places(names["plants"], [p for p, _ in makings]),
        making_model=_places(names["models"], [m for _, m in makings]),
        **_makings(network, makings, months),
        stored=np.array(stored, dtype=np.int64),
        **of_paths(network, paths, makings, sales, months, cases),
        sale_market=_places(names["markets"], [k for k, _ in sales]),
        sale_model=_places(names["models"], [m for _, m in sales]),
        sale_price=np.array([_price(network, k, m) for k, m in sales]),
        demand=_demand(network, sales, months, cases),
        step_sale=np.array([at for at, _ in steps], dtype=np.int64),
        step_further=np.array([step.further_share for _, step in steps]),
        step_price=np.array([step.price_share for _, step in steps]),
        **_capacity(network, months, cases),
        lane_most=np.array(
            [
                values_in(np.inf if most is None else most, months)
                for most in (e.vehicles_per_month for e in network.lanes.values())
            ]
        ).T,
        **_kits(network, makings, months, cases),
    )  # fmt: skip


_KINDS = ("plants", "models", "markets", "lanes", "suppliers")


def _places(names: tuple[str, ...], wanted: list[str]) -> Places:
    at = {name: place for place, name in enumerate(names)}
    return np.array([at[name] for name in wanted], dtype=np.int64)


def _paths(
    network: Network, makings: list[tuple[str, str]], sales: list[tuple[str, str]]
) -> list[tuple[int, str, int]]:
    """Give every (making, lane, sale) that a vehicle can take."""
    sale_at = {sale: place for place, sale in enumerate(sales)}
    by_plant: dict[str, list[int]] = {}
    for place, (plant, _) in enumerate(makings):
        by_plant.setdefault(plant, []).append(place)
    return [
        (making, name, sale_at[market, makings[making][1]])
        for name, lane in network.lanes.items()
        for plant in lane.plants
        for making in by_plant[plant]
        for market in lane.markets
        if (market, makings[making][1]) in sale_at
    ]


def _makings(
    network: Network, makings: list[tuple[str, str]], months: range
) -> dict[str, Any]:
    costs, lots = [], []
    most = np.full((len(months), len(makings)), np.inf)
    for place, (plant, model) in enumerate(makings):
        home = network.plants[plant]
        making = home.makes[model]
        costs.append(money(network, making.cost, home.currency))
        lots.append(making.lot)
        for t, month in enumerate(months):
            if making.vehicles_per_month is not None:
                most[t, place] = value_in(making.vehicles_per_month, month)
            if making.from_month and month < month_of(making.from_month):
                most[t, place] = 0.0
    return {
        "making_cost": np.array(costs),
        "making_lot": np.array(lots),
        "making_most": most,
    }


def _price(network: Network, market: str, model: str) -> float:
    home = network.markets[market]
    return money(network, home.sells[model].price, home.currency)


def _demand(
    network: Network, sales: list[tuple[str, str]], months: range,
    cases: dict[str, Scenario],
) -> Numbers:  # fmt: skip
    season = [network.season.get(name, 1.0) for name in MONTHS]
    weights = np.array([12 * season[month % 12] / sum(season) for month in months])
    held = _held(months, cases)
    found = np.zeros((len(cases), len(months), len(sales)))
    for d, (market, model) in enumerate(sales):
        if not network.markets[market].open:
            continue
        yearly = network.markets[market].sells[model].vehicles_per_year
        rate = np.array(values_in(yearly, months)) / 12 * weights
        own = [case.demand_factor.get(market, 1.0) for case in cases.values()]
        found[:, :, d] = rate * np.where(held, np.array(own)[:, None], 1.0)
    return found


def _held(months: range, cases: dict[str, Scenario]) -> NDArray[np.bool_]:
    """Tell, by scenario and month, where its own values hold."""
    return np.array([[holds(case, m) for m in months] for case in cases.values()])


def _capacity(
    network: Network, months: range, cases: dict[str, Scenario]
) -> dict[str, Any]:
    """Give the fixed capacities, the levels, and what scenarios make of them."""
    plants = list(network.plants.values())
    fixed = np.zeros((len(months), len(plants)))
    held = _held(months, cases)
    factor = np.ones((len(cases), len(months), len(plants)))
    levels = [
        (p, n, e) for p, each in enumerate(plants) for n, e in each.shifts.items()
    ]
    made = np.zeros((len(months), len(levels)))
    for p, (name, plant) in enumerate(network.plants.items()):
        if plant.vehicles_per_month is not None:
            fixed[:, p] = values_in(plant.vehicles_per_month, months)
        own = [case.capacity_factor.get(name, 1.0) for case in cases.values()]
        factor[:, :, p] = np.where(held, np.array(own)[:, None], 1.0)
    for at, (p, _, level) in enumerate(levels):
        share = np.array(values_in(plants[p].capacity_share, months))
        made[:, at] = level.vehicles_per_month * share
    return {
        "capacity": fixed,
        "capacity_factor": factor,
        "level_plant": np.array([p for p, _, _ in levels], dtype=np.int64),
        "level_name": tuple(name for _, name, _ in levels),
        "level_made": made,
        "level_cost": np.array(
            [
                money(network, level.cost_per_month, plants[p].currency)
                for p, _, level in levels
            ]
        ),
        "level_people": np.array([level.people for _, _, level in levels]),
    }


def _kits(
    network: Network, makings: list[tuple[str, str]], months: range,
    cases: dict[str, Scenario],
) -> dict[str, Any]:  # fmt: skip
    suppliers = network.suppliers
    kits = np.zeros((len(cases), len(months), len(suppliers)))
    held = _held(months, cases)
    for j, (name, supplier) in enumerate(suppliers.items()):
        own = [case.kits_factor.get(name, 1.0) for case in cases.values()]
        share = np.where(held, np.array(own)[:, None], 1.0)
        kits[:, :, j] = np.array(values_in(supplier.kits_per_month, months)) * share
    needs = [
        [
            model in each.models and (not each.plants or plant in each.plants)
            for plant, model in makings
        ]
        for each in suppliers.values()
    ]
    return {
        "kits": kits,
        "kit_makings": np.array(needs, dtype=np.bool_).reshape(
            len(suppliers), len(makings)
        ),
    }


def keeping_cost(frame: Frame) -> Numbers:
    """Give what a vehicle costs that stands at its plant over the end of a month."""
    found = []
    for place in frame.stored:
        plant = frame.network.plants[frame.plants[frame.making_plant[place]]]
        assert plant.storage is not None, "a stored making without storage"
        interest = frame.network.interest_per_year / 12
        found.append(
            money(frame.network, plant.storage.cost_per_month, plant.currency)
            + frame.making_cost[place] * interest
        )
    return np.array(found)
