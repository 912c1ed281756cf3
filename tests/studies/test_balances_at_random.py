"""Laws of balances, on lines drawn at random; of few tasks the best by trying all.

``ZAUYT_BALANCES`` says how many are tried (16 unless stated).
"""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from tests.naive import balances, ruled_balances
from tests.tried import tried
from zauyt.errors import NoAnswer
from zauyt.plant.tasks.task_list import Rules, TaskList
from zauyt.studies.balance import balance

CASES = tried("ZAUYT_BALANCES", 16)
LOADS, PASSES = 200_000, 200
TAKT = 12


@pytest.mark.parametrize("number", CASES)
def test_few_tasks_take_the_fewest_stations_and_the_least_takt(number):
    tasks = balances.at_random(10_000 + number, most_tasks=8)
    takt = max(1.0, float(tasks.times_s.max())) + number % 4
    fewest = balance(tasks, cycle=takt, moves=LOADS).headline
    least = balances.least_stations(tasks, takt)
    assert fewest["stations"].value == fewest["lower_bound"].value == least
    shortest = balance(tasks, stations=least, moves=LOADS).headline
    assert shortest["takt"].value <= takt
    assert shortest["optimal"].value == "yes"
    turned = balance(_turned(tasks), cycle=takt, moves=LOADS).headline
    assert turned["stations"].value == least


@pytest.mark.parametrize("number", CASES)
def test_a_line_with_rules_keeps_them_and_gains_by_one_rule_less(number):
    tasks = ruled_balances.at_random(10_000 + number)
    try:
        head = _kept(tasks)
    except NoAnswer:
        return
    assert head["lower_bound"].value <= head["stations"].value
    assert tasks.rules is not None
    free = _kept(replace(tasks, rules=_one_less(tasks.rules, number)))
    # a search may miss what a bound cannot: the bound never rises
    assert free["lower_bound"].value <= head["lower_bound"].value


def _kept(tasks: TaskList):
    """Balance a line, see that every rule is kept, and give the headline."""
    result = balance(tasks, cycle=TAKT, moves=PASSES)
    stations = result.headline["stations"].value
    rows = list(result.tables["tasks"].rows())
    assert not ruled_balances.wrong_with(tasks, rows, takt=TAKT, stations=stations)
    return result.headline


def _one_less(rules: Rules, number: int) -> Rules:
    """Give the rules without one kind of them."""
    less = (
        {"sides": ("E",) * len(rules.sides)}, {"most_strain": None}, {"apart": ()},
        {"barred": ()}, {"tool_stations": ()}, {"last": (), "first": ()},
    )  # fmt: skip
    return replace(rules, **less[number % len(less)])


def _turned(tasks: TaskList) -> TaskList:
    """Give the same line from its end, its tasks with other numbers."""
    order = list(range(tasks.count))
    random.Random(tasks.count).shuffle(order)
    place = {task: number for number, task in enumerate(order)}
    return replace(
        tasks,
        names=tuple(tasks.names[task] for task in order),
        times_s=np.array([tasks.times_s[task] for task in order]),
        pairs=tuple((place[b], place[a]) for a, b in tasks.pairs),
    )
