"""What holds on every path of a network: its cost, when it is open, what is asked for.

A path is a model made at a plant, on a lane, to a market that takes it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.months import month_of
from zauyt.plant.network import Network, Scenario

DAYS_A_MONTH = 365.25 / 12

Numbers = NDArray[np.float64]


def money(network: Network, amount: float, currency: str | None) -> float:
    """Give an amount in the network's currency."""
    if currency is None or currency == network.currency:
        return amount
    return amount * network.rates[currency]


def holds(case: Scenario, month: int) -> bool:
    """Tell whether a scenario's own values hold in a month."""
    begin = month_of(case.from_month) if case.from_month else month
    end = month_of(case.until_month) if case.until_month else month
    return begin <= month <= end


def of_paths(
    network: Network, paths: list[tuple[int, str, int]],
    makings: list[tuple[str, str]], sales: list[tuple[str, str]], months: range,
    cases: dict[str, Scenario],
) -> dict[str, Any]:  # fmt: skip
    """Give what holds on every path, and what its market asks for by month."""
    lanes = {name: place for place, name in enumerate(network.lanes)}
    shape = (len(cases), len(months), len(paths))
    is_open = np.zeros(shape, dtype=np.bool_)
    duty, fee = np.zeros(shape), np.zeros(shape)
    cost, lag = np.zeros(len(paths)), np.zeros(len(paths), dtype=np.int64)
    asked = _Asked(network, months, cases)
    for n, (making, lane_name, sale) in enumerate(paths):
        plant, model = makings[making]
        home, lane = network.plants[plant], network.lanes[lane_name]
        name = sales[sale][0]
        market = network.markets[name]
        made = money(network, home.makes[model].cost, home.currency)
        days = lane.transit_days
        way = money(network, lane.cost, lane.currency)
        cost[n] = way + made * network.interest_per_year * days / 365.25
        lag[n] = round(days / DAYS_A_MONTH)
        met = market.origin_rule in home.makes[model].origin
        share, amount = asked.of(name, met=met)
        arrives = slice(int(lag[n]), int(lag[n]) + len(months))
        duty[:, :, n] = share[:, arrives] * (made + way)
        fee[:, :, n] = amount[:, arrives]
        until = max(0, len(months) - int(lag[n])) if market.open else 0
        is_open[:, :until, n] = ~(
            asked.closed("closed_lanes", lane_name)[:, : len(months)]
            | asked.closed("closed_markets", name)[:, arrives]
        )[:, :until]
    return {
        "path_making": np.array([a for a, _, _ in paths], dtype=np.int64),
        "path_lane": np.array([lanes[name] for _, name, _ in paths], dtype=np.int64),
        "path_sale": np.array([d for _, _, d in paths], dtype=np.int64),
        "path_lag": lag,
        "path_cost": cost,
        "path_open": is_open,
        "path_duty": duty,
        "path_fee": fee,
    }


class _Asked:
    """What scenarios make of markets and lanes, by scenario and month.

    The months go on after the last one, as long as anything can be under way.
    """

    def __init__(
        self, network: Network, months: range, cases: dict[str, Scenario]
    ) -> None:
        longest = max(lane.transit_days for lane in network.lanes.values())
        more = range(months.start, months.stop + round(longest / DAYS_A_MONTH))
        self._network, self._cases = network, tuple(cases.values())
        self._holds = np.array([[holds(c, m) for m in more] for c in self._cases])
        self._known: dict[tuple[str, object], Any] = {}

    def of(self, name: str, *, met: bool) -> tuple[Numbers, Numbers]:
        """Give a market's duty as a share, and its fee in the network's currency."""
        if (name, met) not in self._known:
            market = self._network.markets[name]
            duty = market.met_duty_share if met else market.duty_share
            fee = market.fee if not met or market.met_fee is None else market.met_fee
            share = [case.duty_share.get(name, duty) for case in self._cases]
            amount = [case.fee.get(name, fee) for case in self._cases]
            asked = np.where(self._holds, np.array(amount)[:, None], fee)
            self._known[name, met] = (
                np.where(self._holds, np.array(share)[:, None], duty),
                asked * money(self._network, 1.0, market.currency),
            )
        shares, fees = self._known[name, met]
        return shares, fees

    def closed(self, kind: str, name: str) -> NDArray[np.bool_]:
        """Tell when a lane, or a market, is closed."""
        if (name, kind) not in self._known:
            own = np.array([name in getattr(case, kind) for case in self._cases])
            self._known[name, kind] = self._holds & own[:, None]
        found: NDArray[np.bool_] = self._known[name, kind]
        return found
