"""Laws of a day's order and of ways through a store, on random small cases.

All orders of a case are counted, so that its best is known. ``python -m tests.soak days
ways`` tries thousands.
"""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from tests.naive import sequences, stored
from tests.studies.test_resequence import checked
from tests.studies.test_resequence import found as way_found
from tests.studies.test_sequence import found
from tests.tried import of_case, tried

DAYS = tried("ZAUYT_DAYS", 30)
WAYS = tried("ZAUYT_WAYS", 12)


def relabelled(cars, draw):
    """Give the same day with rules, colours, lots and cars in other places."""
    day = list(range(cars.tail, cars.length))
    draw.shuffle(day)
    seats = [*range(cars.tail), *day]
    rules = draw.sample(range(len(cars.rules)), len(cars.rules))
    shades = draw.sample(range(len(cars.colour_names)), len(cars.colour_names))
    by_car = {
        name: None if values is None else values[seats]
        for name, values in (
            ("uses", cars.uses), ("work_ms", cars.work_ms), ("wished", cars.wished),
            ("due", cars.due),
        )
    }  # fmt: skip
    if cars.lots is not None:
        lots = draw.sample(range(cars.length), cars.length)
        by_car["lots"] = np.array([lots[lot] if lot >= 0 else -1 for lot in cars.lots])
        by_car["lots"] = by_car["lots"][seats]
    return dataclasses.replace(
        cars,
        names=tuple(cars.names[car] for car in seats),
        options=cars.options[np.ix_(seats, rules)],
        rules=tuple(cars.rules[place] for place in rules),
        colours=np.array([shades[colour] for colour in cars.colours[seats]]),
        **by_car,
    )


def without(cars, place):
    """Give the same day without a rule."""
    return dataclasses.replace(
        cars,
        rules=cars.rules[:place] + cars.rules[place + 1 :],
        options=np.delete(cars.options, place, axis=1),
    )


def looser(cars, place):
    """Give the same day with a rule that lets through one car more."""
    rules = list(cars.rules)
    rules[place] = dataclasses.replace(rules[place], most=rules[place].most + 1)
    return dataclasses.replace(cars, rules=tuple(rules))


def reached(cars):
    """Search, recount the answer in plain Python, and give its costs."""
    answer = found(cars, moves=100_000)
    assert sequences.allowed(cars, answer.order)
    assert sequences.costs(cars, answer.order) == answer.costs
    return answer.costs


@pytest.mark.parametrize("number", DAYS)
def test_a_day_keeps_its_best_under_other_labels_and_loses_none_with_a_rule(number):
    with of_case(f"day {number}"):
        cars = sequences.at_random(number, most_cars=5)
        least = sequences.best(cars)
        if least is None:
            return
        assert reached(cars) == least
        assert reached(relabelled(cars, random.Random(number))) == least
        for place in range(len(cars.rules)):
            assert reached(without(cars, place)) <= least
            assert reached(looser(cars, place)) <= least


@pytest.mark.parametrize("number", WAYS)
def test_a_way_through_the_store_keeps_the_same_laws(number):
    with of_case(f"way {number}"):
        bodies = stored.at_random(number, chosen=False, most=5)
        best = stored.best(bodies)
        assert checked(bodies, way_found(bodies).way) == pytest.approx(best)
        cars = bodies.cars
        shades = random.Random(number).sample(range(9), len(cars.colour_names))
        painted = np.array([shades[colour] for colour in cars.colours])
        names = tuple(f"colour {place}" for place in range(9))
        other = dataclasses.replace(
            bodies, cars=dataclasses.replace(cars, colours=painted, colour_names=names)
        )
        assert way_found(other).way.cost.score == pytest.approx(best)
        for place in range(len(cars.rules)):
            fewer = dataclasses.replace(bodies, cars=without(cars, place))
            score = checked(fewer, way_found(fewer).way)
            assert score <= best + 1e-9
