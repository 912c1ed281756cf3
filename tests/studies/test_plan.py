"""A plan keeps every rule, is the best there is, and says why not more."""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy as np
import pytest
from planning import broken_rules, drawn, network
from scipy.optimize import Bounds, LinearConstraint, milp

import zauyt
from tests.tried import tried
from zauyt.plant.network import Network
from zauyt.results.result import Result
from zauyt.statistics.apart import apart
from zauyt.statistics.program import Program, least_cost
from zauyt.studies.plan import worst_mean
from zauyt.studies.planning.frame import frame
from zauyt.studies.planning.rows import planned
from zauyt.studies.planning.told import Plan
from zauyt.studies.planning.worth import limits, worths

SURE = {"gap": 1e-6, "prices": 0}
NETWORKS = tried("ZAUYT_NETWORKS", 120)


def one(**changes: Any) -> dict[str, Any]:
    """Give a network of one plant, lane and market as plain data."""
    return {
        "first_month": "2026-01",
        "months": 2,
        "origin_rules": {"r": {}},
        "models": {"van": {}},
        "plants": {"p": {"vehicles_per_month": 10, "makes": {"van": {"cost": 5}}}},
        "lanes": {"way": {"plants": ["p"], "markets": ["k"], "cost": 1}},
        "markets": {"k": {"sells": {"van": {"price": 10, "vehicles_per_year": 240}}}},
    } | changes


def profit(result: Result) -> float:
    value = result.headline["profit"].value
    assert isinstance(value, float)
    return value * 1e6


def table(result: Result, name: str) -> list[dict[str, Any]]:
    return list(result.tables[name].rows())


@pytest.mark.parametrize("seed", NETWORKS)
def test_a_plan_keeps_every_rule_of_its_network(seed: int) -> None:
    net = drawn(seed)
    result = zauyt.plan(net, **SURE)
    if result.status == "answered":
        assert broken_rules(net, result) == []
        reasons = sum(row["vehicles"] for row in table(result, "unmet"))
        assert reasons == pytest.approx(result.headline["unmet"].value, abs=1e-4)
    else:
        assert net.commitments


@pytest.mark.parametrize("seed", range(30))
def test_no_plan_of_whole_vehicles_earns_more(seed: int) -> None:
    # Two plants, one market, one month: a handful of whole amounts, tried one by one.
    # With whole limits the best plan is one of whole vehicles.
    draw = random.Random(seed)
    lots = [draw.choice([0, 2, 3]) for _ in "pq"]
    makes = [{"van": {"cost": draw.randint(3, 8), "lot": lot}} for lot in lots]
    small, more = draw.randint(1, 2), draw.randint(1, 3)
    levels = {
        "one": {"vehicles_per_month": small, "cost_per_month": 1},
        "two": {
            "vehicles_per_month": small + more,
            "cost_per_month": draw.randint(1, 9),
        },
    }
    fixed, most, demand, price = (draw.randint(1, 4), draw.randint(1, 4),
                                  draw.randint(1, 6), draw.randint(6, 12))  # fmt: skip
    net = network(
        one(
            months=1,
            plants={
                "p": {"shifts": levels, "makes": makes[0]},
                "q": {"vehicles_per_month": fixed, "makes": makes[1]},
            },
            lanes={
                "p_k": {"plants": ["p"], "markets": ["k"], "cost": 1},
                "q_k": {"plants": ["q"], "markets": ["k"], "cost": 0,
                        "vehicles_per_month": most},
            },
            markets={"k": {"sells": {"van": {"price": price,
                                             "vehicles_per_year": 12 * demand}}}},
        )
    )  # fmt: skip
    best = max(
        price * (p + q) - p * (makes[0]["van"]["cost"] + 1)
        - q * makes[1]["van"]["cost"] - level["cost_per_month"]
        for level in levels.values()
        for p, q in itertools.product(range(8), range(8))
        if p <= level["vehicles_per_month"] and q <= min(fixed, most)
        and p + q <= demand and (p == 0 or p >= lots[0]) and (q == 0 or q >= lots[1])
    )  # fmt: skip
    assert profit(zauyt.plan(net, **SURE)) == pytest.approx(best, abs=1e-6)


def test_a_plant_adds_a_shift_only_when_it_pays_for_all_its_months() -> None:
    def levels(cost: float) -> list[str]:
        shifts = {
            "one": {"vehicles_per_month": 10, "cost_per_month": 0},
            "two": {"vehicles_per_month": 20, "cost_per_month": cost},
        }
        plants = {"p": {"shifts": shifts, "makes": {"van": {"cost": 5}}}}
        result = zauyt.plan(network(one(plants=plants)), **SURE)
        return [row["level"] for row in table(result, "levels")]

    # A vehicle leaves 10 - 5 - 1 = 4, ten more a month leave 40.
    assert levels(39) == ["two"]
    assert levels(41) == ["one"]


REASONS: list[tuple[str, str, dict[str, Any]]] = [
    ("capacity", "p", {}),
    ("lane", "way", {"lanes": {"way": {"plants": ["p"], "markets": ["k"], "cost": 1,
                                       "vehicles_per_month": 3}}}),
    ("kits", "s", {"suppliers": {"s": {"models": ["van"], "kits_per_month": 4}}}),
    ("model", "p", {"plants": {"p": {"vehicles_per_month": 30, "makes": {
        "van": {"cost": 5, "vehicles_per_month": 6}}}}}),
    ("lot", "p", {"plants": {"p": {"vehicles_per_month": 30, "makes": {
        "van": {"cost": 5, "lot": 25}}}}}),
    ("shift", "p", {"plants": {"p": {"makes": {"van": {"cost": 5}}, "shifts": {
        "one": {"vehicles_per_month": 10},
        "two": {"vehicles_per_month": 20, "cost_per_month": 99}}}}}),
    ("cost", "k", {"plants": {"p": {"vehicles_per_month": 30, "makes": {
        "van": {"cost": 9.5}}}}}),
    ("duty", "k", {"markets": {"k": {"fee": 5, "sells": {
        "van": {"price": 10, "vehicles_per_year": 240}}}}}),
    ("origin", "k", {"markets": {"k": {"duty_share": 0.9, "origin_rule": "r", "sells": {
        "van": {"price": 10, "vehicles_per_year": 240}}}}}),
    ("too_late", "k", {"months": 1, "lanes": {"way": {
        "plants": ["p"], "markets": ["k"], "cost": 1, "transit_days": 40}}}),
    ("closed", "k", {"scenarios": {
        "shut": {"probability": 1, "closed_lanes": ["way"]}}}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "name", "changes"), REASONS,
                         ids=[each[0] for each in REASONS])  # fmt: skip
def test_demand_that_is_not_met_names_what_holds_it_back(
    reason: str, name: str, changes: dict[str, Any]
) -> None:
    result = zauyt.plan(network(one(**changes)), **SURE)
    found = {(row["reason"], row["name"]) for row in table(result, "unmet")}
    assert found == {(reason, name)}
    missing = sum(row["vehicles"] for row in table(result, "unmet"))
    assert missing == pytest.approx(result.headline["unmet"].value)


def test_no_lane_from_a_maker_is_a_reason_of_its_own() -> None:
    plants = {
        name: {"vehicles_per_month": 30, "makes": {model: {"cost": 5}}}
        for name, model in (("p", "van"), ("q", "bus"))
    }
    sells = {m: {"price": 10, "vehicles_per_year": 120} for m in ("van", "bus")}
    tree = one(models={"van": {}, "bus": {}}, plants=plants,
               markets={"k": {"sells": sells}})  # fmt: skip
    tree["lanes"]["other"] = {"plants": ["q"], "markets": ["l"], "cost": 1}
    tree["markets"]["l"] = {"sells": {"bus": {"price": 10, "vehicles_per_year": 12}}}
    result = zauyt.plan(network(tree), **SURE)
    (row,) = table(result, "unmet")
    assert (row["market"], row["model"], row["reason"]) == ("k", "bus", "no_way")


@pytest.mark.parametrize("seed", range(12))
def test_a_price_inside_its_range_is_what_a_new_plan_gives(seed: int) -> None:
    # Without levels and lots nothing is whole, so a new plan is a re-solve.
    draw = random.Random(seed)
    amounts = {"p": draw.uniform(5, 15), "q": draw.uniform(5, 15)}
    plants = {
        name: {"vehicles_per_month": amount,
               "makes": {"van": {"cost": draw.uniform(4, 7)}}}
        for name, amount in amounts.items()
    }  # fmt: skip
    lanes = {
        f"{p}_{k}": {"plants": [p], "markets": [k], "cost": draw.uniform(0, 2),
                     "vehicles_per_month": draw.uniform(3, 9)}
        for p in "pq"
        for k in "kl"
    }  # fmt: skip
    markets = {
        k: {"sells": {"van": {"price": draw.uniform(8, 12),
                              "vehicles_per_year": 12 * draw.uniform(5, 12)}}}
        for k in "kl"
    }  # fmt: skip
    net = network(one(plants=plants, lanes=lanes, markets=markets, months=1))
    result = zauyt.plan(net, gap=1e-6, prices=20)
    rows = table(result, "worth")
    assert rows
    paths = {"capacity": "plants.{}.vehicles_per_month",
             "lane": "lanes.{}.vehicles_per_month"}  # fmt: skip
    for row in rows:
        if row["limit"] == "demand":
            market = row["name"].partition(":")[0]
            path, scale = f"markets.{market}.sells.van.vehicles_per_year", 12
        else:
            path, scale = paths[row["limit"]].format(row["name"]), 1
        for end, worth in (("holds_from", "worth_less"), ("holds_to", "worth")):
            moved = row[end] - row["at"]
            if abs(moved) > 1e-6 * row["at"]:
                other = zauyt.plan(net.change({path: scale * row[end]}), **SURE)
                gained = profit(other) - profit(result)
                assert gained == pytest.approx(row[worth] * 1e6 * moved, rel=0.01)


def _again(program: Program, x: Any, direction: Any) -> float | None:
    """Solve once more from nothing, whole amounts as in ``x``, bounds moved."""
    low = np.where(program.whole, x, program.low)
    high = np.where(program.whole, x, program.high)
    moved = LinearConstraint(
        program.matrix, program.row_low + direction, program.row_high + direction
    )
    found = milp(program.cost, bounds=Bounds(low, high), constraints=moved)
    return None if found.fun is None else float(found.fun)


@pytest.mark.parametrize("least", [1, 2_000], ids=["in parts", "together"])
@pytest.mark.parametrize("seed", NETWORKS[: max(40, len(NETWORKS) // 3)])
def test_a_price_inside_its_range_is_what_solving_again_gives(
    seed: int, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zauyt.statistics.apart.SMALL", least)
    program = planned(frame(drawn(seed)))
    found = least_cost(program.program, gap=1e-6)
    if found is None:
        return
    settled = apart(program.program, found.x)
    assert settled is not None
    prices = settled.priced()
    plan = Plan(program, prices.x)
    known = {(each.kind, each.name, each.year): each for each in limits(plan)}
    for row in worths(plan, settled, count=8).rows():
        limit = known[row["limit"], row["name"], row["year"]]
        for end, worth in (("holds_from", "worth_less"), ("holds_to", "worth")):
            moved = 0.5 * (row[end] - row["at"])
            if abs(moved) < 1e-6 * max(1.0, row["at"]):
                continue
            cost = _again(program.program, prices.x, moved * limit.direction)
            assert cost is not None, (seed, row)
            said = row[worth] * 1e6 * moved
            near = pytest.approx(said, rel=0.01, abs=1e-6 * abs(prices.cost))
            assert prices.cost - cost == near, (seed, row)


def test_beyond_its_range_a_limit_is_worth_less_than_its_price() -> None:
    tree = one(
        markets={"k": {"sells": {"van": {"price": 10, "vehicles_per_year": 126}}}}
    )
    net = network(tree)
    (row, *_) = table(zauyt.plan(net, gap=1e-6, prices=1), "worth")
    # Demand is 10.5 a month, capacity 10: half a vehicle a month more has a buyer.
    assert (row["limit"], row["name"], row["at"]) == ("capacity", "p", 10)
    assert row["worth"] * 1e6 == pytest.approx(2 * 4)
    assert row["holds_to"] == pytest.approx(10.5)
    assert row["holds_from"] == pytest.approx(9)
    # At 10.5 there is a buyer for one less, and none for one more.
    full = network(tree).change({"plants.p.vehicles_per_month": 10.5})
    (row, *_) = table(zauyt.plan(full, gap=1e-6, prices=9), "worth")
    assert row["worth_less"] * 1e6 == pytest.approx(2 * 4)
    assert row["worth"] == pytest.approx(0, abs=1e-9)


def test_the_risk_measure_is_the_mean_of_the_worst_scenarios() -> None:
    chance, values = np.array([0.5, 0.1, 0.4]), np.array([10.0, -20.0, 0.0])
    assert worst_mean(chance, values, 0.1) == pytest.approx(-20)
    assert worst_mean(chance, values, 0.2) == pytest.approx(-10)
    assert worst_mean(chance, values, 1.0) == pytest.approx(3)


@pytest.mark.parametrize("unit", [1, 1_000_000])
def test_caution_gives_up_mean_profit_for_the_worst_scenario(unit: int) -> None:
    shifts = {
        "one": {"vehicles_per_month": 5},
        "two": {"vehicles_per_month": 20, "cost_per_month": 30 * unit},
    }
    scenarios = {
        "good": {"probability": 0.8},
        "bad": {"probability": 0.2, "demand_factor": {"k": 0.2}},
    }
    plants = {"p": {"shifts": shifts, "makes": {"van": {"cost": 5 * unit}}}}
    tree = one(plants=plants, scenarios=scenarios)
    tree["lanes"]["way"]["cost"] = unit
    tree["markets"]["k"]["sells"]["van"]["price"] = 10 * unit
    net = network(tree)
    bold = zauyt.plan(net, **SURE, risk_tail=0.2)
    careful = zauyt.plan(net, **SURE, risk_tail=0.2, risk_weight=0.9)
    # Two shifts earn 2 x (80 - 30) or 2 x (16 - 30); one shift 2 x 20 or 2 x 16.
    assert profit(bold) / unit == pytest.approx(0.8 * 100 - 0.2 * 28)
    assert profit(careful) / unit == pytest.approx(0.8 * 40 + 0.2 * 32)
    worst = [r.headline["profit_worst"].value for r in (bold, careful)]
    assert worst == pytest.approx([-28e-6 * unit, 32e-6 * unit])


def test_a_commitment_that_cannot_be_kept_is_named_with_the_most_there_can_be() -> None:
    promise = {"vehicles": 50, "what": "sold", "markets": ["k"]}
    tree = one(commitments={"exports": promise})
    result = zauyt.plan(network(tree))
    assert result.status == "no_answer"
    assert result.reason is not None
    assert result.reason.key == "plan.missed"
    numbers = result.reason.numbers
    assert numbers["commitment"] == "exports"
    assert numbers["possible"] == pytest.approx(20)
    assert (numbers["limit"], numbers["name"]) == ("capacity", "p")
    # The least relaxation can be kept, and a vehicle more cannot.
    kept = network(one(commitments={"exports": promise | {"vehicles": 20}}))
    assert zauyt.plan(kept).status == "answered"
    more = network(one(commitments={"exports": promise | {"vehicles": 20.1}}))
    assert zauyt.plan(more).status == "no_answer"


@pytest.mark.parametrize(
    ("changed", "limit", "name"),
    [
        ({"lanes": {"way": {"plants": ["p"], "markets": ["k"], "cost": 1},
                    "by": {"plants": ["p"], "markets": ["l"], "cost": 1}},
          "scenarios": {"all": {"probability": 1, "closed_lanes": ["by"]}}},
         "closed way", "by"),
        ({"plants": {"p": {"vehicles_per_month": 10,
                           "makes": {"van": {"cost": 5, "lot": 8}}}},
          "lanes": {"by": {"plants": ["p"], "markets": ["k", "l"], "cost": 1}}},
         "least lot", "p"),
    ],
)  # fmt: skip
def test_a_way_or_a_lot_that_holds_a_commitment_back_is_named(
    changed: dict[str, Any], limit: str, name: str
) -> None:
    sale = {"price": 10, "vehicles_per_year": 24}
    tree = one(
        markets={"k": {"sells": {"van": sale}}, "l": {"sells": {"van": sale}}},
        commitments={"abroad": {"vehicles": 3, "what": "sold", "markets": ["l"]}},
        **changed,
    )
    result = zauyt.plan(network(tree), **SURE)
    assert result.status == "no_answer"
    assert result.reason is not None
    assert result.reason.numbers["limit"] == limit
    assert result.reason.numbers["name"] == name


def test_commitments_at_least_cost_make_no_more_than_was_promised() -> None:
    plants = {
        name: {"vehicles_per_month": most, "makes": {"van": {"cost": cost}}}
        for name, most, cost in (("p", 10, 5), ("q", 4, 3))
    }
    lanes = {"way": {"plants": ["p", "q"], "markets": ["k"], "cost": 1}}
    promise = {"vehicles": 12, "what": "sold"}
    net = network(one(plants=plants, lanes=lanes, commitments={"sales": promise}))
    result = zauyt.plan(net, goal="commitments", **SURE)
    made = {row["plant"]: row["made"] for row in table(result, "plants")}
    assert made == pytest.approx({"p": 4, "q": 8})
    assert profit(result) == pytest.approx(-(4 * 6 + 8 * 4))


def test_a_lane_that_is_closed_is_planned_around() -> None:
    lanes = {"short": {"plants": ["p"], "markets": ["k"], "cost": 1},
             "long": {"plants": ["p"], "markets": ["k"], "cost": 3}}  # fmt: skip
    shut = {"shut": {"probability": 1, "closed_lanes": ["short"],
                     "from_month": "2026-02", "until_month": "2026-02"}}  # fmt: skip
    result = zauyt.plan(network(one(lanes=lanes, scenarios=shut)), **SURE)
    used = {(row["month"], row["lane"]) for row in table(result, "sent")}
    assert used == {("2026-01", "short"), ("2026-02", "long")}
    assert profit(result) == pytest.approx(10 * 4 + 10 * 2)


def test_what_takes_a_month_is_sold_a_month_later() -> None:
    lanes = {"way": {"plants": ["p"], "markets": ["k"], "cost": 1, "transit_days": 30}}
    result = zauyt.plan(network(one(lanes=lanes)), **SURE)
    assert [row["month"] for row in table(result, "sent")] == ["2026-01"]
    sold = {row["month"]: row["sold"] for row in table(result, "sold")}
    assert sold == pytest.approx({"2026-01": 0, "2026-02": 10})


def test_stock_carries_vehicles_to_the_months_in_which_they_are_wanted() -> None:
    tree = one(season={"jan": 0}, months=2)
    tree["plants"]["p"]["storage"] = {"most": 6, "cost_per_month": 1}
    tree["markets"]["k"]["sells"]["van"]["vehicles_per_year"] = 330
    result = zauyt.plan(network(tree), **SURE)
    sold = {row["month"]: row["sold"] for row in table(result, "sold")}
    assert sold == pytest.approx({"2026-02": 16})
    assert profit(result) == pytest.approx(16 * 4 - 6 * 1)


def test_further_buyers_come_at_the_lower_price_while_that_pays() -> None:
    def sold(share: float) -> float:
        response = [{"further_share": 0.5, "price_share": share}]
        sale = {"price": 10, "vehicles_per_year": 72, "response": response}
        tree = one(months=1, markets={"k": {"sells": {"van": sale}}})
        result = zauyt.plan(network(tree), **SURE)
        return sum(row["sold"] for row in table(result, "sold"))

    assert sold(0.7) == pytest.approx(9)
    assert sold(0.5) == pytest.approx(6)


def test_money_in_another_currency_counts_by_its_rate() -> None:
    tree = one(months=1, rates={"USD": 500})
    tree["markets"]["k"]["currency"] = "USD"
    tree["markets"]["k"]["sells"]["van"]["price"] = 0.02
    assert profit(zauyt.plan(network(tree), **SURE)) == pytest.approx(10 * 4)


def test_the_money_adds_up_and_every_table_tells_the_same_vehicles() -> None:
    net = drawn(7)
    result = zauyt.plan(net, **SURE)
    rows = {row["kind"]: row["amount"] for row in table(result, "money")}
    whole = rows.pop("profit")
    assert sum(rows.values()) == pytest.approx(whole)
    assert whole == pytest.approx(result.headline["profit"].value)
    chance = {row["scenario"]: row["probability"] for row in table(result, "scenarios")}
    made = sum(chance[row["scenario"]] * row["made"] for row in table(result, "made"))
    assert made == pytest.approx(sum(row["made"] for row in table(result, "plants")))
    assert made == pytest.approx(sum(row["made"] for row in table(result, "months")))


def test_published_numbers_stand_beside_the_plans_own() -> None:
    known = {
        "whole": {"year": 2026, "value": 100},
        "part": {"year": 2027, "value": 100},
        "staff": {"what": "people", "year": 2026, "value": 50},
    }
    tree = one(months=14, published=known)
    tree["plants"]["p"]["people"] = {"2026": 40, "2026-07": 60}
    result = zauyt.plan(network(tree), **SURE)
    found = {row["name"]: row for row in table(result, "published")}
    assert found["whole"]["planned"] == pytest.approx(120)
    assert found["whole"]["difference_share"] == pytest.approx(0.2)
    assert found["part"]["planned"] is None, "two months are no year"
    assert found["staff"]["planned"] == pytest.approx(50)


def test_the_same_network_gives_the_same_plan() -> None:
    first, second = (zauyt.to_json(zauyt.plan(drawn(11), prices=3)) for _ in range(2))
    assert first == second


def test_the_order_of_entries_says_nothing() -> None:
    tree = one()
    tree["plants"]["q"] = {"vehicles_per_month": 7, "makes": {"van": {"cost": 4}}}
    tree["lanes"]["other"] = {"plants": ["q"], "markets": ["k"], "cost": 0}
    turned = tree | {k: dict(reversed(tree[k].items())) for k in ("plants", "lanes")}
    results = [zauyt.plan(network(each), **SURE) for each in (tree, turned)]
    assert profit(results[0]) == pytest.approx(profit(results[1]))
    assert results[0].plant_id == results[1].plant_id


def test_an_option_out_of_its_range_is_refused() -> None:
    with pytest.raises(zauyt.WrongInput, match=r"risk_weight: 1 is out of range"):
        zauyt.plan(network(one()), risk_weight=1)


def test_the_program_has_no_row_for_what_the_network_lacks() -> None:
    numbers = frame(network(one()))
    rows = planned(numbers).rows
    empty = {kind for kind, places in rows.items() if not places.size}
    assert {"lane", "kits", "room", "lot", "one_level", "commitment"} <= empty


def promises(net: Network) -> bool:
    return bool(net.commitments)


def test_a_stopped_plan_is_the_best_so_far_and_says_its_gap() -> None:
    net = drawn(3)
    best = zauyt.plan(net, **SURE)
    told: list[tuple[int, int, float | None]] = []

    def stopping(done: int, total: int, gap: float | None) -> None:
        told.append((done, total, gap))
        if gap is not None and len(told) == 2:
            raise KeyboardInterrupt

    result = zauyt.plan(net, **{**SURE, "prices": 5}, progress=stopping)
    gap = result.headline["gap"].value
    assert told[1][2] == gap
    assert gap > SURE["gap"]
    assert result.notes[-1].key == "plan.stopped"
    assert broken_rules(net, result) == []
    assert "worth" not in result.tables
    assert profit(result) <= profit(best) <= profit(result) * (1 + gap) + 1e-6


def test_a_large_plan_solved_by_its_parts_keeps_the_rules_and_earns_as_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nets = [*map(drawn, range(12)), *filter(promises, map(drawn, range(12, 60)))]
    # The levels that look best leave no whole lot that keeps the promise.
    nets += map(drawn, (170, 327))
    whole = [zauyt.plan(net, **SURE) for net in nets]
    assert {known.status for known in whole} == {"answered", "no_answer"}
    monkeypatch.setattr("zauyt.studies.plan.LARGE", 0)
    monkeypatch.setattr("zauyt.studies.plan.FEW_PARTS", 1)
    for net, known in zip(nets, whole, strict=True):
        found = zauyt.plan(net, **SURE)
        assert found.status == known.status
        if known.status == "no_answer":
            continue
        assert broken_rules(net, found) == []
        lots = any(m.lot for p in net.plants.values() for m in p.makes.values())
        if not lots:
            assert profit(found) == pytest.approx(profit(known), rel=1e-5, abs=1e-6)
        assert profit(found) <= profit(known) + 1e-5 * abs(profit(known)) + 1e-6


def test_a_large_plan_says_what_its_limits_are_worth_and_which_doubt_matters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    doubtful = {"value": 72, "low": 48, "high": 84}
    net = drawn(3).change({"markets.k.sells.a.vehicles_per_year": doubtful})
    whole = zauyt.plan(net, gap=1e-6)
    monkeypatch.setattr("zauyt.studies.plan.LARGE", 0)
    monkeypatch.setattr("zauyt.studies.plan.FEW_PARTS", 1)
    monkeypatch.setattr("zauyt.statistics.apart.SMALL", 1)
    found = zauyt.plan(net, gap=1e-6)
    for name in ("worth", "ledger"):
        known = list(whole.tables[name].rows())
        assert known
        assert len(found.tables[name]) == len(known)
    assert found.tables["ledger"]["difference"] == pytest.approx(
        whole.tables["ledger"]["difference"]
    )


def test_caution_leaves_the_reasons_of_unmet_demand_as_they_are() -> None:
    scenarios = {
        "usual": {"probability": 0.5},
        "worse": {"probability": 0.5, "closed_lanes": ["way"], "from_month": "2026-02"},
    }
    tree = one(scenarios=scenarios)
    for weight in (0.0, 0.3, 0.9):
        result = zauyt.plan(network(tree), **SURE, risk_weight=weight)
        rows = {(row["reason"], row["vehicles"]) for row in table(result, "unmet")}
        assert {reason for reason, _ in rows} == {"capacity", "closed"}
        missing = dict(rows)
        assert missing == pytest.approx({"capacity": 15, "closed": 10})
