"""Why demand is not met: for every market, model, month and scenario, the one limit.

Of all ways on which a vehicle could come, the best is the one that earns most before
any scarcity. If even that earns nothing, the reason is money: what duty and fee take,
a rule of origin that is not met, or a price below the cost of making and the way. Else
something on it is scarce, or it would be used: the reason is the scarce thing with the
highest price, read off the duals with the whole amounts fixed. A capacity that a
further level of shifts would raise is told as `shift`: the level would cost more than
it earns.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.statistics.program import Priced
from zauyt.studies.planning.frame import Frame, Numbers, Places
from zauyt.studies.planning.paths import money
from zauyt.studies.planning.rows import Goal, Planned, Risk, money_unit
from zauyt.studies.planning.told import Plan, table, years_of

NOTHING = 1e-6
"""Money, as a share of the price, that counts as none."""

Reason = tuple[str, str]
"""What it is, and the name of the plant, lane, supplier or market where it is."""


def unmet(plan: Plan, prices: Priced, *, goal: Goal, risk: Risk) -> Table:
    """Give the demand that is not met, by market, model, year and reason."""
    frame = plan.planned.frame
    left = plan.unmet
    weights = scenario_weights(plan.planned, prices, risk)
    scarce = _scarcities(plan, prices, weights)
    ways = _ways_by_sale(frame)
    found: dict[tuple[str, str, str, str, str], float] = {}
    for year, months in years_of(frame.months).items():
        for s, t, d in _places(left, months):
            kind, name = (
                ("not_promised", "") if goal == "commitments"
                else _reason(frame, scarce, ways[d], (s, t, d), plan)
            )  # fmt: skip
            key = (frame.markets[frame.sale_market[d]],
                   frame.models[frame.sale_model[d]], year, kind, name)  # fmt: skip
            share = float(frame.probability[s])
            found[key] = found.get(key, 0.0) + share * float(left[s, t, d])
    rows = sorted(
        ((*key, value) for key, value in found.items()),
        key=lambda row: (row[2], -row[5], row[:5]),
    )
    return table(
        rows,
        Column("market", "", "market", "text"),
        Column("model", "", "model", "text"),
        Column("year", "", "year", "text"),
        Column("reason", "", "capacity, shift (a further level costs more than it"
               " earns), lane, kits, model (its own limit), lot, room; duty, origin,"
               " cost; closed, too_late (nothing can have arrived yet), no_way,"
               " not_promised", "text"),
        Column("name", "", "plant, lane, supplier or market where the reason is",
               "text"),
        Column("vehicles", "1", "vehicles, mean over scenarios", "number"),
    )  # fmt: skip


def scenario_weights(planned: Planned, prices: Priced, risk: Risk) -> Numbers:
    """Give how much each scenario counts in the objective, with the risk measure."""
    weights = planned.frame.probability * (1 - risk.weight)
    if risk.weight:
        price = prices.row_price[planned.rows["shortfall"]]
        weights = weights - price / money_unit(planned.earned)
    return np.asarray(weights)


def _places(left: Numbers, months: list[int]) -> Iterator[tuple[int, int, int]]:
    chosen = np.zeros(left.shape, dtype=np.bool_)
    chosen[:, months] = True
    for s, t, d in zip(*np.nonzero((left > 0) & chosen), strict=True):
        yield int(s), int(t), int(d)


def _ways_by_sale(frame: Frame) -> list[Places]:
    return [np.flatnonzero(frame.path_sale == d) for d in range(len(frame.sale_price))]


def _scarcities(plan: Plan, prices: Priced, weights: Numbers) -> dict[str, Numbers]:
    """Give what one more of each scarce thing earns, by scenario, month and place."""
    planned = plan.planned
    frame = planned.frame
    scale = 1.0 / np.maximum(weights, 1e-12)[:, None, None]

    def worth(kind: str) -> Numbers:
        return np.asarray(-prices.row_price[planned.rows[kind]] * scale)

    made = planned.columns.of("made")
    model = -prices.high_price[made] * scale
    lots = np.zeros(made.shape)
    in_lots = np.flatnonzero(frame.making_lot > 0)
    # A model that runs is held by what its plant can make of it, not by its lot.
    worth_running, running = worth("if_runs"), plan.of("runs") > 0.5
    lots[:, :, in_lots] = np.where(running, 0.0, worth_running)
    model[:, :, in_lots] += np.where(running, worth_running, 0.0)
    kits = np.einsum("stj,ja->sta", worth("kits"), frame.kit_makings.astype(float))
    lane = np.zeros((*frame.shape, len(frame.lanes)))
    limited = np.flatnonzero(np.isfinite(frame.lane_most).any(axis=0))
    lane[:, :, limited] = worth("lane")
    room = np.zeros((*frame.shape, len(frame.plants)))
    plants = frame.network.plants
    rooms = [p for p, name in enumerate(frame.plants) if plants[name].storage]
    room[:, :, rooms] = worth("room")
    return {
        "capacity": worth("capacity")[:, :, frame.making_plant],
        "kits": kits, "model": model, "lot": lots,
        "lane": lane, "room": room[:, :, frame.making_plant],
    }  # fmt: skip


def _reason(
    frame: Frame, scarce: dict[str, Numbers], ways: Places,
    place: tuple[int, int, int], plan: Plan,
) -> Reason:  # fmt: skip
    """Give the reason of one unmet demand."""
    s, t, d = place
    market = frame.markets[frame.sale_market[d]]
    if not len(ways):
        return "no_way", market
    leaves = t - frame.path_lag[ways]
    in_time = ways[leaves >= 0]
    if not len(in_time):
        return "too_late", market
    months = t - frame.path_lag[in_time]
    is_open = frame.path_open[s, months, in_time]
    if not is_open.any():
        return "closed", market
    ways, months = in_time[is_open], months[is_open]
    making = frame.path_making[ways]
    asked = frame.path_duty[s, months, ways] + frame.path_fee[s, months, ways]
    price = frame.sale_price[d]
    before = price - frame.path_cost[ways] - frame.making_cost[making]
    margin = before - asked
    best = int(np.argmax(margin))
    n, month = int(ways[best]), int(months[best])
    if margin[best] <= NOTHING * price:
        if (before <= NOTHING * price).all():
            return "cost", market
        best = int(np.argmax(before))
        spared = _met_terms(frame, int(ways[best]))
        kind = "origin" if before[best] - spared > NOTHING * price else "duty"
        return kind, market
    return _scarcest(frame, scarce, (s, month, n), plan)


def _scarcest(
    frame: Frame, scarce: dict[str, Numbers], place: tuple[int, int, int], plan: Plan
) -> Reason:
    s, month, n = place
    a, lane = int(frame.path_making[n]), int(frame.path_lane[n])
    plant = int(frame.making_plant[a])
    worth = {
        kind: float(part[s, month, lane if kind == "lane" else a])
        for kind, part in scarce.items()
    }
    kind = max(worth, key=lambda each: worth[each])
    if kind == "lane":
        return kind, frame.lanes[lane]
    if kind == "kits":
        needs = np.flatnonzero(frame.kit_makings[:, a])
        return kind, ", ".join(frame.suppliers[j] for j in needs)
    if kind == "capacity" and _can_rise(frame, plan, plant, month):
        kind = "shift"
    return kind, frame.plants[plant]


def _can_rise(frame: Frame, plan: Plan, plant: int, month: int) -> bool:
    """Tell whether a plant has a level that makes more than the one chosen."""
    own = np.flatnonzero(frame.level_plant == plant)
    if not len(own):
        return False
    chosen = plan.level_of(month)[own]
    makes = frame.level_made[month, own]
    return bool(makes.max() > (chosen * makes).sum())


def _met_terms(frame: Frame, path: int) -> float:
    """Give duty and fee of a vehicle that met its market's rule of origin."""
    network = frame.network
    market = network.markets[frame.markets[frame.path_market[path]]]
    if market.origin_rule is None:
        return float("inf")
    making = frame.path_making[path]
    lane = network.lanes[frame.lanes[frame.path_lane[path]]]
    value = frame.making_cost[making] + money(network, lane.cost, lane.currency)
    fee = market.fee if market.met_fee is None else market.met_fee
    return float(market.met_duty_share * value + money(network, fee, market.currency))
