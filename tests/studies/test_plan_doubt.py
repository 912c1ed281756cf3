"""The numbers of a network in doubt: drawn anew, with levels of shifts as planned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from planning import drawn, network

import zauyt
from zauyt.plant.network import Network
from zauyt.results.result import Result
from zauyt.studies.simulation import doubt

SURE = {"gap": 1e-6, "prices": 0}


def ranged(value: float, low: float, high: float) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "source": "estimate"}


def one(**changes: Any) -> dict[str, Any]:
    """Give a network of one plant, lane and market as plain data."""
    return {
        "first_month": "2026-01", "months": 2, "models": {"van": {}},
        "plants": {"p": {"vehicles_per_month": 10, "makes": {"van": {"cost": 5}}}},
        "lanes": {"way": {"plants": ["p"], "markets": ["k"], "cost": 1}},
        "markets": {"k": {"sells": {"van": {
            "price": ranged(10, 8, 14), "vehicles_per_year": 240}}}},
    } | changes  # fmt: skip


def band(result: Result, measure: str, year: str = "") -> dict[str, Any]:
    rows = result.tables["doubt"].rows()
    return next(r for r in rows if (r["measure"], r["year"]) == (measure, year))


def test_a_network_without_ranges_has_no_band() -> None:
    result = zauyt.plan(drawn(2), **SURE)
    assert "doubt" not in result.tables
    assert not any(name.endswith("_with_doubt") for name in result.headline)


def test_the_band_of_the_profit_is_that_of_the_price_it_rests_on() -> None:
    result = zauyt.plan(network(one()), **SURE, draws=200)
    found = result.headline["profit_with_doubt"]
    assert found.low * 1e6 == pytest.approx(20 * (8 - 6), rel=0.1)
    assert found.high * 1e6 == pytest.approx(20 * (14 - 6), rel=0.1)
    made = band(result, "made")
    assert made["low"] == made["high"] == 20


def _drawn(net: Network, seed: int, run: int) -> Network:
    """Give the network of one draw by the changes of its file, checked anew."""
    values = doubt.draws(net, doubt.ranged(net), seed=seed, run=run)
    return net.change({path: max(value, 1e-9) for path, value in values.items()})


def test_every_draw_is_what_planning_the_drawn_file_gives() -> None:
    tree = one(
        plants={
            "p": {"vehicles_per_month": ranged(10, 8, 12),
                  "makes": {"van": {"cost": ranged(5, 4, 6), "lot": 3}}},
            "q": {"vehicles_per_month": {"2026": ranged(6, 5, 7)},
                  "makes": {"van": {"cost": ranged(6, 5, 9)}}},
        },
        lanes={"way": {"plants": ["p", "q"], "markets": ["k"],
                       "cost": ranged(1, 0.5, 2)}},
        markets={"k": {"sells": {"van": {
            "price": ranged(10, 8, 14), "vehicles_per_year": ranged(240, 120, 300),
            "response": [{"further_share": ranged(0.3, 0.1, 0.5),
                          "price_share": 0.8}]}}}},
    )  # fmt: skip
    net = network(tree)
    count = 24
    result = zauyt.plan(net, **SURE, draws=count, seed=5)
    again = [
        zauyt.plan(_drawn(net, 5, run), **SURE, draws=0).headline
        for run in range(count)
    ]
    for measure in ("profit", "sold", "unmet"):
        values = np.array([head[measure].value for head in again], dtype=float)
        told = band(result, measure)
        low, high = np.quantile(values, [0.05, 0.95])
        near = {"rel": 5e-3, "abs": 1e-9 if measure == "profit" else 0.3}
        assert told["mean"] == pytest.approx(values.mean(), **near)
        assert told["low"] == pytest.approx(low, **near)
        assert told["high"] == pytest.approx(high, **near)


def _many() -> Network:
    """Give a network of two plants and two scenarios with more doubt than is solved."""
    tree = one(
        plants={
            "p": {"vehicles_per_month": ranged(10, 8, 12),
                  "makes": {"van": {"cost": ranged(5, 4, 6)},
                            "bus": {"cost": ranged(8, 7, 12)}}},
            "q": {"vehicles_per_month": {"2026": ranged(6, 5, 7)},
                  "makes": {"van": {"cost": ranged(6, 5, 9)}}},
        },
        models={"van": {}, "bus": {}},
        suppliers={"s": {"models": ["van"], "kits_per_month": ranged(14, 9, 15)}},
        lanes={"way": {"plants": ["p", "q"], "markets": ["k"],
                       "cost": ranged(1, 0.5, 2), "transit_days": 3,
                       "vehicles_per_month": ranged(15, 11, 16)}},
        markets={"k": {"fee": ranged(0.5, 0.4, 0.9), "sells": {
            "van": {"price": ranged(11, 8, 14), "vehicles_per_year": 190,
                    "response": [{"further_share": ranged(0.3, 0.1, 0.5),
                                  "price_share": ranged(0.8, 0.7, 0.9)}]},
            "bus": {"price": ranged(13, 12, 15),
                    "vehicles_per_year": ranged(30, 20, 60)}}}},
        scenarios={"usual": {"probability": 0.7},
                   "worse": {"probability": 0.3, "demand_factor": {"k": 0.6}}},
        interest_per_year=ranged(0.1, 0.05, 0.2),
    )  # fmt: skip
    return network(tree)


def test_the_ledger_has_what_planning_with_each_end_gives() -> None:
    net = _many()
    result = zauyt.plan(net, **SURE, draws=10)
    rows = list(result.tables["ledger"].rows())
    assert {row["fact"] for row in rows} == set(doubt.ranged(net))
    assert sum(row["solved"] for row in rows) == 12 < len(rows)
    true: dict[str, float] = {}
    for row in rows:
        ends = [
            zauyt.plan(
                net.change({row["path"]: getattr(net.evidence[row["path"]], end)}),
                **SURE, draws=0,
            ).headline["profit"].value
            for end in ("low", "high")
        ]  # fmt: skip
        true[row["fact"]] = abs(ends[1] - ends[0])
        if row["solved"]:
            told = [row["profit_at_low"], row["profit_at_high"]]
            assert told == pytest.approx(ends, rel=1e-6)
    solved = [abs(row["difference"]) for row in rows if row["solved"]]
    assert solved == sorted(solved, reverse=True)
    # What is left to prices matters less than all that was solved again.
    assert max(true[r["fact"]] for r in rows if not r["solved"]) <= min(solved) + 1e-12


def test_a_number_that_breaks_a_promise_says_how_many_are_missed() -> None:
    tree = one(
        plants={"p": {"vehicles_per_month": ranged(10, 8, 12),
                      "makes": {"van": {"cost": 5, "lot": 9}}}},
        commitments={"many": {"vehicles": 20}},
    )  # fmt: skip
    result = zauyt.plan(network(tree), **SURE, draws=10)
    rows = {row["fact"]: row for row in result.tables["ledger"].rows()}
    capacity = rows["plants.p.vehicles_per_month"]
    # Eight a month are less than the least lot, so that nothing is made at all.
    assert capacity["missed_at_low"] == pytest.approx(20)
    assert capacity["profit_at_low"] == 0
    assert capacity["missed_at_high"] == 0
    assert rows["markets.k.sells.van.price"]["missed_at_low"] == 0


def test_levels_of_shifts_stay_as_planned_in_every_draw() -> None:
    shifts = {
        "one": {"vehicles_per_month": 10, "cost_per_month": 1},
        "two": {"vehicles_per_month": 30, "cost_per_month": 60},
    }
    tree = one(
        plants={"p": {"shifts": shifts, "makes": {"van": {"cost": 5}}}},
        markets={"k": {"sells": {"van": {
            "price": 10, "vehicles_per_year": ranged(240, 120, 480)}}}},
    )  # fmt: skip
    result = zauyt.plan(network(tree), **SURE, draws=100)
    assert {row["level"] for row in result.tables["levels"].rows()} == {"one"}
    assert band(result, "made")["high"] == 20


def test_scenarios_come_as_often_as_their_chance_says() -> None:
    scenarios = {
        "usual": {"probability": 0.75},
        "closed": {"probability": 0.25, "closed_lanes": ["way"]},
    }
    tree = one(scenarios=scenarios)
    tree["markets"]["k"]["sells"]["van"]["price"] = ranged(10, 9.9, 10.1)
    result = zauyt.plan(network(tree), **SURE, draws=100)
    assert band(result, "made")["mean"] == pytest.approx(15, abs=0.4)


def test_a_promise_is_kept_in_as_many_draws_as_its_plant_can_make_it() -> None:
    tree = one(
        plants={"p": {"vehicles_per_month": ranged(10, 8, 12),
                      "makes": {"van": {"cost": 5}}}},
        commitments={"many": {"vehicles": 20}, "few": {"vehicles": 4}},
    )  # fmt: skip
    result = zauyt.plan(network(tree), **SURE, draws=200)
    kept = {row["commitment"]: row for row in result.tables["kept"].rows()}
    assert kept["few"]["chance"] == 1
    assert kept["many"]["low"] < 0.5 < kept["many"]["high"]
    assert kept["many"]["draws"] == 200


def test_draws_that_are_stopped_keep_the_plan() -> None:
    net = network(one())

    def stopping(done: int, total: int, gap: float | None) -> None:
        if total // 2 < done < total:
            raise KeyboardInterrupt

    result = zauyt.plan(net, **SURE, draws=50, progress=stopping)
    assert result.notes[-1].key == "plan.cut_short"
    assert "doubt" not in result.tables
    assert "ledger" not in result.tables
    assert result.headline["made_2026"].value == 20


def test_the_same_seed_draws_the_same() -> None:
    net = network(one())
    first, again, other = (
        zauyt.plan(net, **SURE, draws=20, seed=seed) for seed in (3, 3, 4)
    )
    assert first.tables["doubt"] == again.tables["doubt"]
    assert first.tables["doubt"] != other.tables["doubt"]


def test_two_plans_are_compared_draw_by_draw() -> None:
    dear = one(lanes={"way": {"plants": ["p"], "markets": ["k"], "cost": 2}})
    base, other = (zauyt.plan(network(t), **SURE, draws=20) for t in (one(), dear))
    rows = {
        row["measure"]: row
        for row in zauyt.compare(other, base).tables["differences"].rows()
    }
    # A dearer way costs the same in every draw, whatever the price turns out to be.
    assert rows["profit"]["difference"] * 1e6 == pytest.approx(-20)
    assert rows["profit"]["high"] - rows["profit"]["low"] == pytest.approx(0, abs=1e-9)
    assert rows["profit"]["runs"] == 20
    assert rows["made_2026"]["difference"] == 0


def test_plans_without_draws_are_compared_as_stated_and_not_with_draws() -> None:
    dear = one(lanes={"way": {"plants": ["p"], "markets": ["k"], "cost": 2}})
    base, other = (zauyt.plan(network(t), **SURE, draws=0) for t in (one(), dear))
    rows = {
        row["measure"]: row
        for row in zauyt.compare(other, base).tables["differences"].rows()
    }
    assert rows["profit"]["difference"] * 1e6 == pytest.approx(-20)
    drawn_base = zauyt.plan(network(one()), **SURE, draws=20)
    with pytest.raises(zauyt.WrongInput, match="no run in common"):
        zauyt.compare(other, drawn_base)
