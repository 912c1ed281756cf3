"""A program solved by its parts has the same least cost as solved whole."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from zauyt.statistics.apart import Way, apart, least_cost_apart
from zauyt.statistics.benders import least_cost_by_parts
from zauyt.statistics.means import likely
from zauyt.statistics.parts import split
from zauyt.statistics.program import Program, Solved, least_cost, priced


def program(
    seed: int, *, lots: bool = False, short_: bool = True, alike: bool = False
) -> Program:
    """Give shops that are opened or not, and what each makes in months of its own.

    Amounts: whether shop i is open; made by i in month t; sold short in month t.
    Rows: made <= 5 if open; made over all shops + short = demand; at least one open.
    """
    draw = random.Random(seed)
    shops, months = draw.randint(2, 5), draw.randint(3, 6)
    made = shops + np.arange(shops * months).reshape(months, shops)
    short = shops + shops * months + np.arange(months)
    size = int(short[-1]) + 1
    cost, low, high = np.zeros(size), np.zeros(size), np.full(size, np.inf)
    cost[:shops] = [draw.uniform(5, 40) for _ in range(shops)]
    cost[made] = [[draw.uniform(1, 3) for _ in range(shops)] for _ in range(months)]
    if alike:
        cost[made] = np.outer(np.linspace(1, 2, months), cost[made][0])
    cost[short] = 9
    if alike:
        cost[short] = 9 * np.linspace(1, 2, months)
    high[short] = np.inf if short_ else 0
    high[:shops] = 1
    rows, columns, entries, row_low, row_high = [], [], [], [], []

    def row(parts: dict[int, float], least: float, most: float) -> None:
        for column, entry in parts.items():
            rows.append(len(row_low))
            columns.append(column)
            entries.append(entry)
        row_low.append(least)
        row_high.append(most)

    row(dict.fromkeys(range(shops), -1.0), -np.inf, -1.0)
    for t in range(months):
        for i in range(shops):
            row({int(made[t, i]): 1.0, i: -5.0}, -np.inf, 0.0)
        demand = draw.uniform(2, 18)
        row({**dict.fromkeys(map(int, made[t]), 1.0), int(short[t]): 1.0},
            demand, demand)  # fmt: skip
    whole = np.zeros(size, dtype=np.bool_)
    whole[:shops] = True
    if lots:
        whole[made] = True
    first = np.zeros(size, dtype=np.bool_)
    first[:shops] = True
    return Program.of(
        rows=np.array(rows), columns=np.array(columns), entries=np.array(entries),
        cost=cost, low=low, high=high, whole=whole, first=first,
        row_low=np.array(row_low), row_high=np.array(row_high),
    )  # fmt: skip


def keeps(given: Program, x: np.ndarray) -> bool:
    made = given.matrix @ x
    return bool(
        (made <= given.row_high + 1e-6).all()
        and (made >= given.row_low - 1e-6).all()
        and (x >= given.low - 1e-6).all()
        and (x <= given.high + 1e-6).all()
        and np.allclose(x[given.whole], np.rint(x[given.whole]), atol=1e-6)
    )


@pytest.mark.parametrize("seed", range(25))
def test_parts_and_whole_agree_on_the_least_cost(seed: int) -> None:
    given = program(seed)
    whole, parts = least_cost(given, gap=1e-6), least_cost_by_parts(given, gap=1e-6)
    assert whole is not None
    assert parts is not None
    assert keeps(given, parts.x)
    assert parts.cost == pytest.approx(whole.cost, rel=1e-5)
    assert parts.bound <= whole.cost * (1 + 1e-6)


@pytest.mark.parametrize("seed", range(15))
def test_whole_amounts_inside_parts_are_whole_and_the_bound_holds(seed: int) -> None:
    given = program(seed, lots=True)
    whole, parts = least_cost(given, gap=1e-6), least_cost_by_parts(given, gap=1e-4)
    assert whole is not None
    assert parts is not None
    assert keeps(given, parts.x)
    assert parts.bound <= whole.cost * (1 + 1e-6)
    assert whole.cost <= parts.cost * (1 + 1e-6)


@pytest.mark.parametrize("seed", range(25))
def test_a_decision_that_leaves_a_part_without_an_answer_is_only_cut_off(
    seed: int,
) -> None:
    given = program(seed, short_=False)
    whole, parts = least_cost(given, gap=1e-6), least_cost_by_parts(given, gap=1e-6)
    assert (whole is None) == (parts is None)
    if whole is not None and parts is not None:
        assert keeps(given, parts.x)
        assert parts.cost == pytest.approx(whole.cost, rel=1e-5)


@pytest.mark.parametrize("seed", range(25))
def test_what_the_means_of_parts_say_beforehand_is_true_of_the_parts(seed: int) -> None:
    given = program(seed, alike=True)
    pieces = split(given)
    known = likely(pieces, gap=1e-3)
    whole, parts = least_cost(given, gap=1e-6), least_cost_by_parts(given, gap=1e-6)
    assert whole is not None
    assert parts is not None
    assert known.bound <= whole.cost * (1 + 1e-6)
    assert parts.cost == pytest.approx(whole.cost, rel=1e-5)
    assert known.cuts
    draw = random.Random(seed)
    for _ in range(10):
        decided = np.array([draw.random() for _ in pieces.first])
        for cut in known.cuts:
            assert cut.part is not None
            part = pieces.parts[cut.part].given(decided)
            least = priced(part, part.low)
            assert least is not None
            assert cut.slope @ decided + cut.height <= least.cost * (1 + 1e-9) + 1e-6


def test_parts_that_are_not_alike_say_nothing_beforehand() -> None:
    assert likely(split(program(1)), gap=1e-3).cuts == []


def test_what_is_decided_first_ties_all_else_together() -> None:
    given = program(3)
    pieces = split(given)
    months = int((given.cost == 9).sum())
    assert len(pieces.parts) == months
    assert pieces.master.matrix.shape[0] == 1
    columns = np.concatenate([part.columns for part in pieces.parts])
    assert sorted(columns) == list(np.flatnonzero(~given.first))


def test_small_parts_are_put_together_and_none_is_lost() -> None:
    given = program(3, lots=True)
    free = replace(given, whole=given.first)
    alone, together = split(free), split(free, least=20)
    assert 1 < len(together.parts) < len(alone.parts)
    for pieces in (alone, together, split(given, least=10_000)):
        columns = np.concatenate([part.columns for part in pieces.parts])
        assert sorted(columns) == list(np.flatnonzero(~given.first))
        rows = np.concatenate([part.rows for part in pieces.parts])
        assert sorted(rows) == list(range(1, len(given.row_low)))
    one = given.first.copy()
    one[np.flatnonzero(~given.first)[0]] = True
    apart_ = split(replace(given, whole=one), least=10_000)
    assert sorted(part.own.whole.sum() for part in apart_.parts) == [0, 1]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("lots", [False, True])
def test_what_is_decided_is_priced_by_parts_as_it_is_whole(
    seed: int, lots: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zauyt.statistics.apart.SMALL", 1)
    given = program(seed, lots=lots)
    best = least_cost(given, gap=1e-6)
    assert best is not None
    whole, parts = priced(given, best.x), apart(given, best.x)
    assert whole is not None
    assert parts is not None
    assert len(parts.pieces.parts) > 1
    assert keeps(given, parts.priced().x)
    assert parts.cost == pytest.approx(whole.cost)
    assert parts.cost == pytest.approx(float(given.cost @ parts.priced().x))


@pytest.mark.parametrize("seed", range(10))
def test_a_moved_limit_costs_what_the_whole_says_near_and_far(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zauyt.statistics.apart.SMALL", 1)
    given = program(seed)
    best = least_cost(given, gap=1e-6)
    assert best is not None
    settled = apart(given, best.x)
    assert settled is not None
    demand = np.where(given.row_low == given.row_high, 1.0, 0.0)
    way = Way(settled, demand)
    for distance in (2.0, 1.0, 0.5, 3.0, -1.0, -0.3, 0.1, 9.0):
        moved = replace(
            given, row_low=given.row_low + distance * demand,
            row_high=given.row_high + distance * demand,
        )  # fmt: skip
        there, told = priced(moved, best.x), way.at(distance)
        assert there is not None
        assert told is not None
        assert told[0] == pytest.approx(there.cost - settled.cost, abs=1e-6)
        # The slope is one of those at a kink: no chord from here is on its other side.
        for other in (distance - 0.01, distance + 0.01):
            again = way.at(other)
            assert again is not None
            assert again[0] >= told[0] + told[1] * (other - distance) - 1e-6


def test_a_limit_moved_too_far_has_no_answer() -> None:
    given = program(2, short_=False)
    best = least_cost(given, gap=1e-6)
    assert best is not None
    settled = apart(given, best.x)
    assert settled is not None
    demand = np.where(given.row_low == given.row_high, 1.0, 0.0)
    assert Way(settled, demand).at(1000.0) is None
    assert apart(given, np.zeros(len(given.cost))) is None  # no shop is open


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("short_", [False, True])
def test_a_program_half_decided_costs_by_parts_what_it_costs_whole(
    seed: int, short_: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zauyt.statistics.apart.SMALL", 1)
    given = program(seed, lots=True, short_=short_)
    draw = random.Random(seed)
    low, high = given.low.copy(), given.high.copy()
    low[given.first] = high[given.first] = [
        draw.randint(0, 1) for _ in low[given.first]
    ]
    halved = replace(given, low=low, high=high)
    whole, parts = least_cost(halved, gap=1e-6), least_cost_apart(halved, gap=1e-4)
    assert (whole is None) == (parts is None)
    if whole is not None and parts is not None:
        assert keeps(halved, parts.x)
        assert parts.gap <= 1e-4 + 1e-9
        near = 1e-6 * abs(whole.cost)
        assert whole.cost - near <= parts.cost <= whole.cost * (1 + 1e-4) + near
        assert parts.bound <= whole.cost + near


def test_an_interrupt_keeps_the_best_plan_so_far() -> None:
    given = program(5)
    seen: list[Solved] = []

    def told(best: Solved) -> None:
        seen.append(best)
        raise KeyboardInterrupt

    found = least_cost_by_parts(given, gap=1e-9, told=told)
    assert found is not None
    assert len(seen) == 1
    assert found.cost == seen[0].cost
    assert keeps(given, found.x)


def test_an_interrupt_before_any_plan_is_passed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("zauyt.statistics.turns.priced", stopped)
    with pytest.raises(KeyboardInterrupt):
        least_cost_by_parts(program(6), gap=1e-6)


def test_a_program_that_nothing_satisfies_has_no_answer_either_way() -> None:
    given = program(7)
    given.row_high[0] = -100.0  # a hundred shops must be open
    assert least_cost(given) is None
    assert least_cost_by_parts(given, gap=1e-6) is None
