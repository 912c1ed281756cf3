"""Laws of a supply: pieces balance, more time never helps, stocks shift alike."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

import zauyt
from tests.kernels.test_supply_twin import case_at_random
from tests.studies import supplies
from zauyt.arrays.supply.block import Rules, rules_of
from zauyt.arrays.supply.case import case_of
from zauyt.plant.plant import Plant
from zauyt.studies.supplying.levels import paths_of, searched
from zauyt.studies.supplying.outcome import Outcome, carried_out, draws_of
from zauyt.studies.supplying.ways import ways_of

RUNS = 6


def _plant(**changes: Any) -> Plant:
    plant = zauyt.read_text(supplies.TWO_MODELS)
    return plant.change(
        {f"supply.{key.replace('__', '.')}": value for key, value in changes.items()}
    )


def _outcome(plant: Plant, policy: str = "wait", disruption: str = "") -> Outcome:
    assert plant.supply is not None
    case = case_of(plant, plant.supply.disruptions.get(disruption))
    draws = draws_of(case, seed=3, runs=RUNS)
    return carried_out(case, draws, Rules(policy, rules_of(case).safety))


@pytest.mark.parametrize("seed", range(8))
def test_every_piece_that_came_is_used_kept_or_scrapped(seed: int) -> None:
    plant, _, _ = case_at_random(seed)
    for policy in ("wait", "other_model"):
        outcome = _outcome(plant, policy)
        case = outcome.case
        needs = case.bill.needs
        for run, drawn in enumerate(outcome.draws):
            came = np.zeros(len(case.bill.materials), dtype=int)
            for number, way in enumerate(case.ways):
                came[way.material] += outcome.coming[run, number, case.before :].sum()
            start = outcome.stock_before[run] + outcome.yard_before[run]
            left = outcome.stocks[run, -1] + outcome.yards[run, -1]
            bad = outcome.scrapped[run].sum(axis=0) + outcome.short[run].sum(axis=0)
            used = start + came - left - bad
            made = int(outcome.made[run].sum())
            # Which of the last vehicles were built is not told: tyres go into each.
            tyre = case.bill.materials.index("tyre")
            assert used[tyre] == 5 * made
            assert used[0] + used[1] == made
            assert (used >= 0).all()
            assert needs[drawn.variant].sum(axis=0)[2] >= used[2]


def test_everything_sent_comes_or_is_under_way_or_lost() -> None:
    outcome = _outcome(_plant(), disruption="lost_train")
    case = outcome.case
    ways = ways_of(outcome)
    for run, drawn in enumerate(outcome.draws):
        on_the_way = np.zeros(len(case.bill.materials), dtype=int)
        for number, way in enumerate(case.ways):
            there = drawn.trips[way.lane].there
            sent = outcome.sent[run, number]
            lost = int(sent[case.runs[way.lane] & (there < 0)].sum())
            came = int(outcome.coming[run, number].sum())
            left = int(sent[there >= case.days].sum())
            assert int(sent.sum()) == came + lost + left
            on_the_way[way.material] += left
        assert np.array_equal(ways.under_way[run, -1], on_the_way)


@pytest.mark.parametrize("days", [1, 4])
def test_a_longer_way_never_leaves_more_stock(days: int) -> None:
    usual = _plant(lanes__train__planned_days=15, lanes__road__planned_days=3)
    assert usual.supply is not None
    lane = usual.supply.lanes["train"]
    last = lane.legs[-1].model_copy(update={"days": lane.legs[-1].days + days})
    slower = lane.model_copy(update={"legs": (*lane.legs[:-1], last)})
    lanes = {**usual.supply.lanes, "train": slower}
    other = usual.model_copy(
        update={"supply": usual.supply.model_copy(update={"lanes": lanes})}
    )
    fast, slow = (_outcome(each, "owed") for each in (usual, other))
    # Which roofs are bad depends on when their containers are opened.
    sound = [n for n, name in enumerate(fast.case.bill.materials) if name != "roof"]
    late, early = (each.stocks[:, :, sound] for each in (slow, fast))
    assert (late <= early).all()
    assert (late < early).any()


@pytest.mark.parametrize("more", [1, 37, 400])
def test_more_safety_stock_lifts_every_day_by_as_much(more: int) -> None:
    base = _outcome(_plant(), "owed")
    rules = base.rules
    lifted = carried_out(
        base.case,
        base.draws,
        dataclasses.replace(rules, safety=tuple(each + more for each in rules.safety),
                            urgent=False),
    )  # fmt: skip
    plain = carried_out(base.case, base.draws, dataclasses.replace(rules, urgent=False))
    assert np.array_equal(lifted.stocks, plain.stocks + more)
    assert np.array_equal(lifted.ordered, plain.ordered)


def test_a_closed_border_lets_nothing_past_while_it_is_closed() -> None:
    plant = _plant()
    assert plant.supply is not None
    trial = plant.supply.disruptions["border_closed"]
    case = case_of(plant, trial)
    number = case.lanes.index("train")
    begin = (trial.first - case.first).days
    for drawn in draws_of(case, seed=1, runs=RUNS):
        past = drawn.trips[number].leaves[2]
        assert not ((past >= begin) & (past < begin + trial.days)).any()


def test_what_leaves_in_a_switch_goes_the_other_way_only() -> None:
    outcome = _outcome(_plant(), disruption="switched")
    case = outcome.case
    trial = case.disruption
    assert trial is not None
    days = slice((trial.first - case.first).days, None)
    sent = {"train": 0, "other_train": 0}
    for number, way in enumerate(case.ways):
        name = case.lanes[way.lane]
        if name in sent:
            sent[name] += int(outcome.sent[:, number, days][:, : trial.days].sum())
    assert sent["train"] == 0
    assert sent["other_train"] > 0


def test_the_levels_found_are_hardly_dearer_than_the_best_of_all() -> None:
    """Against every pair of levels that two materials can have."""
    plant = _plant(
        materials__kit_suv__lot=1, materials__kit_car__lot=1, weeks=20,
    )  # fmt: skip
    case = case_of(plant)
    paths = paths_of(case, draws_of(case, seed=5, runs=10))
    names = [case.bill.materials.index(name) for name in ("kit_suv", "kit_car")]
    two = dataclasses.replace(
        paths,
        base=tuple(paths.base[n] for n in names),
        net=paths.net[names],
        least=paths.least[names],
        holding=paths.holding[names],
    )
    for service in (0.8, 0.9, 0.95):
        found = searched(two, service)
        best = min(
            two.cost((one, other))
            for one in range(-150, 300, 2)
            if (other := _least_other(two, one, service)) is not None
        )
        assert two.service(np.array(found.safety) - np.array(two.base)) >= service
        assert found.bound <= best + 1e-6
        assert found.cost <= best * 1.02


def _least_other(paths: Any, one: int, service: float) -> int | None:
    """Give the least of the second stock that keeps the service, if there is one."""
    good = paths.net[0] >= -one
    wanted = int(np.ceil(service * good.size - 1e-9))
    if good.sum() < wanted:
        return None
    return max(int(np.sort(-paths.net[1][good])[wanted - 1]), int(paths.least[1]))
