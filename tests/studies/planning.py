"""What the tests of plans share: networks by chance, and a checker in plain Python.

The checker reads the file's records and the tables of the answer, and nothing that the
study computes with.
"""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import zauyt
from zauyt.plant.network import Network
from zauyt.results.result import Result

CLOSE = 1e-4
"""Vehicles by which a sum of a solver's amounts may miss a limit."""


def network(tree: dict[str, Any]) -> Network:
    """Give the network of plain data that is right."""
    return zauyt.read_network_text(zauyt_text(tree))


def zauyt_text(tree: dict[str, Any]) -> str:
    from zauyt.plant.reading.yaml_text import block_text

    return block_text({"format": 1, "network": "test", "currency": "KZT", **tree})


def drawn(seed: int) -> Network:
    """Give a small network by chance, with every kind of rule now and then."""
    draw = random.Random(seed)
    models = ["a", "b"][: draw.randint(1, 2)]
    months = draw.randint(1, 4)
    level_months = draw.randint(1, 2)
    plants: dict[str, Any] = {}
    for name in ("p", "q")[: draw.randint(1, 2)]:
        makes = {
            model: {"cost": draw.randint(5, 9)}
            | ({"lot": draw.randint(1, 6)} if draw.random() < 0.4 else {})
            | ({"vehicles_per_month": draw.randint(2, 9)} if draw.random() < 0.3
               else {})
            | ({"origin": ["r"]} if draw.random() < 0.5 else {})
            for model in models
        }  # fmt: skip
        plant: dict[str, Any] = {"makes": makes}
        if draw.random() < 0.6:
            small = draw.randint(0, 5)
            plant["shifts"] = {
                "one": {"vehicles_per_month": small, "cost_per_month": small},
                "two": {"vehicles_per_month": small + draw.randint(1, 8),
                        "cost_per_month": draw.randint(1, 20)},
            }  # fmt: skip
            plant["change_cost"] = draw.randint(0, 9)
            if draw.random() < 0.5:
                plant["first_level"] = "one"
            plant["capacity_share"] = draw.choice([1, 0.5])
        else:
            plant["vehicles_per_month"] = draw.randint(1, 12)
        if draw.random() < 0.5:
            opening = {models[0]: draw.randint(0, 3)}
            plant["storage"] = {"most": 5, "cost_per_month": 0.1, "opening": opening}
        plants[name] = plant
    markets: dict[str, Any] = {}
    for name in ("k", "l")[: draw.randint(1, 2)]:
        sells: dict[str, Any] = {}
        for model in models:
            sale: dict[str, Any] = {
                "price": draw.randint(7, 16),
                "vehicles_per_year": 12 * draw.randint(0, 9),
            }
            if draw.random() < 0.3:
                sale["response"] = [{"further_share": 0.5, "price_share": 0.9}]
            sells[model] = sale
        markets[name] = {
            "sells": sells, "origin_rule": "r", "duty_share": draw.choice([0, 0.3]),
            "fee": draw.choice([0, 1, 3]), "met_fee": 0,
        }  # fmt: skip
    lanes = {
        f"{p}_{k}": {"plants": [p], "markets": [k], "cost": draw.randint(0, 2),
                     "transit_days": draw.choice([0, 5, 30])}
        | ({"vehicles_per_month": draw.randint(1, 9)} if draw.random() < 0.4 else {})
        for p in plants
        for k in markets
    }  # fmt: skip
    tree: dict[str, Any] = {
        "first_month": "2026-01", "months": months, "level_months": level_months,
        "origin_rules": {"r": {}}, "models": {model: {} for model in models},
        "plants": plants, "markets": markets, "lanes": lanes,
    }  # fmt: skip
    if draw.random() < 0.4:
        most = draw.randint(2, 12)
        tree["suppliers"] = {"s": {"models": models, "kits_per_month": most}}
    if draw.random() < 0.5:
        tree["scenarios"] = {
            "usual": {"probability": 0.7},
            "worse": {
                "probability": 0.3,
                "from_month": "2026-02",
                "capacity_factor": {"p": 0.5},
                "demand_factor": {"k": 0.5},
                "closed_lanes": ["p_k"] if draw.random() < 0.3 else [],
            },
        }
    if draw.random() < 0.3:
        tree["commitments"] = {"least": {"vehicles": draw.randint(1, 3)}}
    return network(tree)


def broken_rules(net: Network, result: Result) -> list[str]:
    """List every rule of a network that a plan breaks, by going through it by hand."""
    rows = {name: list(table.rows()) for name, table in result.tables.items()}
    months = [
        row["month"] for row in rows["months"] if row["plant"] == next(iter(net.plants))
    ]
    cases: dict[str, Any] = dict(net.scenarios) or {"as_stated": None}
    found: list[str] = []
    levels = _levels(net, rows["levels"], months, found)
    for name, case in cases.items():
        made: dict[tuple[int, str, str], float] = defaultdict(float)
        kept: dict[tuple[int, str, str], float] = defaultdict(float)
        sent: dict[tuple[int, str, str, str, str], float] = defaultdict(float)
        for row in rows["made"]:
            if row["scenario"] == name:
                key = (months.index(row["month"]), row["plant"], row["model"])
                made[key], kept[key] = row["made"], row["kept"]
        for row in rows["sent"]:
            if row["scenario"] == name:
                sent[months.index(row["month"]), row["lane"], row["plant"],
                     row["market"], row["model"]] = row["vehicles"]  # fmt: skip
        _flows(net, case, months, levels, made, kept, sent, found)
        profit = _profit(net, case, months, levels, made, kept, sent)
        told = next(r["profit"] for r in rows["scenarios"] if r["scenario"] == name)
        if abs(profit - told * 1e6) > 1e-3 * max(1.0, abs(profit)):
            found.append(f"{name}: profit {profit} is told as {told * 1e6}")
    return found


def _levels(net: Network, rows: Any, months: list[str], found: list[str]) -> Any:
    by_plant: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows:
        begin = months.index(row["month"])
        if begin % net.level_months:
            found.append(f"a level begins inside a period: {row}")
        for t in range(begin, min(begin + net.level_months, len(months))):
            if t in by_plant[row["plant"]]:
                found.append(f"two levels at once: {row}")
            by_plant[row["plant"]][t] = row["level"]
    return by_plant


def _own(case: Any, month: str) -> bool:
    if case is None:
        return False
    begin, end = case.from_month or "0000", case.until_month or "9999"
    return bool(begin <= month <= end)


def _flows(
    net: Network, case: Any, months: list[str], levels: Any, made: Any, kept: Any,
    sent: Any, found: list[str],
) -> None:  # fmt: skip
    def limit(what: str, amount: float, most: float) -> None:
        if amount > most + CLOSE:
            found.append(f"{what}: {amount} above {most}")

    arrived: dict[tuple[int, str, str], float] = defaultdict(float)
    for (t, lane, plant, market, model), amount in sent.items():
        way = net.lanes[lane]
        assert plant in way.plants
        assert market in way.markets
        lag = round(way.transit_days / (365.25 / 12))
        if t + lag >= len(months):
            found.append(f"arrives after the end: {lane}")
            continue
        if _own(case, months[t]) and lane in case.closed_lanes and amount > CLOSE:
            found.append(f"a closed lane is used: {lane}")
        arrived[t + lag, market, model] += amount
    for t, month in enumerate(months):
        own = _own(case, month)
        for name, plant in net.plants.items():
            factor = case.capacity_factor.get(name, 1.0) if own else 1.0
            if plant.shifts:
                level = plant.shifts[levels[name][t]]
                most = level.vehicles_per_month * plant.capacity_share * factor
            else:
                most = plant.vehicles_per_month * factor
            limit(
                f"capacity {name} {month}",
                sum(made[t, name, m] for m in plant.makes),
                most,
            )
            room = plant.storage.most if plant.storage else 0.0
            limit(
                f"room {name} {month}", sum(kept[t, name, m] for m in plant.makes), room
            )
            for model, making in plant.makes.items():
                amount = made[t, name, model]
                if CLOSE < amount < making.lot - CLOSE:
                    found.append(f"{model} at {name} below its lot: {amount}")
                if making.vehicles_per_month is not None:
                    limit(f"{model} at {name}", amount, making.vehicles_per_month)
                before = kept[t - 1, name, model]
                if t == 0:
                    before = plant.storage.opening.get(model, 0) if plant.storage else 0
                out = sum(v for (at, _, p, _, m), v in sent.items()
                          if (at, p, m) == (t, name, model))  # fmt: skip
                if abs(before + amount - out - kept[t, name, model]) > CLOSE:
                    found.append(f"{model} at {name} in {month} does not add up")
        for name, lane in net.lanes.items():
            if lane.vehicles_per_month is not None:
                gone = sum(
                    v for (at, way, *_), v in sent.items() if (at, way) == (t, name)
                )
                limit(f"lane {name}", gone, lane.vehicles_per_month)
        for name, supplier in net.suppliers.items():
            used = sum(
                v for (at, _, m), v in made.items() if at == t and m in supplier.models
            )
            limit(f"kits {name}", used, supplier.kits_per_month)
        for name, market in net.markets.items():
            for model, sale in market.sells.items():
                demand = sale.vehicles_per_year / 12
                demand *= case.demand_factor.get(name, 1.0) if own else 1.0
                further = sum(step.further_share for step in sale.response)
                limit(f"demand {name}", arrived[t, name, model], demand * (1 + further))
    for name, promise in net.commitments.items():
        if sum(made.values()) < promise.vehicles - CLOSE:
            found.append(f"the commitment {name} is not kept")


def _profit(
    net: Network, case: Any, months: list[str], levels: Any, made: Any, kept: Any,
    sent: Any,
) -> float:  # fmt: skip
    total = 0.0
    arrived: dict[tuple[int, str, str], float] = defaultdict(float)
    for (_, plant, model), amount in made.items():
        total -= amount * net.plants[plant].makes[model].cost
    for (_, plant, _), amount in kept.items():
        storage = net.plants[plant].storage
        total -= amount * storage.cost_per_month if storage else 0.0
    for (t, lane, plant, market, model), amount in sent.items():
        way, goal = net.lanes[lane], net.markets[market]
        making = net.plants[plant].makes[model]
        met = goal.origin_rule in making.origin
        fee = goal.met_fee if met and goal.met_fee is not None else goal.fee
        duty = goal.met_duty_share if met else goal.duty_share
        total -= amount * (way.cost + fee + duty * (making.cost + way.cost))
        lag = round(way.transit_days / (365.25 / 12))
        arrived[t + lag, market, model] += amount
    for (t, market, model), amount in arrived.items():
        sale = net.markets[market].sells[model]
        own = _own(case, months[t])
        demand = sale.vehicles_per_year / 12
        demand *= case.demand_factor.get(market, 1.0) if own else 1.0
        steps = [
            (demand, 1.0),
            *((demand * s.further_share, s.price_share) for s in sale.response),
        ]
        left = amount
        for room, share in steps:
            taken = min(left, room)
            total += taken * share * sale.price
            left -= taken
    for name, plant in net.plants.items():
        before = plant.first_level
        for t in range(len(months)):
            if plant.shifts:
                level = levels[name][t]
                total -= plant.shifts[level].cost_per_month
                if before is not None and level != before:
                    total -= plant.change_cost
                before = level
    return total
