"""The cost of a sequence, counted window by window, and small cases at random."""

from __future__ import annotations

import itertools
import random

import numpy as np

from zauyt.plant.orders.cars import Cars, Rule


def costs(cars, order):
    """Count every window of every rule and every change of colour, car by car."""
    found = [0] * len(cars.objectives)
    order = [int(car) for car in order]
    for place, rule in enumerate(cars.rules):
        for begin in range(len(order)):
            positions = range(begin, begin + rule.span)
            if rule.cut:
                inside = [p for p in positions if p < len(order)]
                if not any(p >= cars.tail for p in inside):
                    continue
            else:
                if begin < cars.tail or begin + rule.span > len(order):
                    continue
                inside = list(positions)
            count = sum(int(cars.options[order[p], place]) for p in inside)
            found[rule.rank] += rule.weight * max(0, count - rule.most)
    if cars.colour_rank >= 0:
        for before, after in itertools.pairwise(order):
            if (
                after in order[cars.tail :]
                and cars.colours[before] != cars.colours[after]
            ):
                found[cars.colour_rank] += 1
    return tuple(found)


def allowed(cars, order):
    """Tell whether the tail stands, each car is there once, no batch is too long."""
    order = [int(car) for car in order]
    if order[: cars.tail] != list(range(cars.tail)) or sorted(order) != list(
        range(cars.length)
    ):
        return False
    painted = [int(cars.colours[car]) for car in order[cars.tail :]]
    batches = [len(list(same)) for _, same in itertools.groupby(painted)]
    return cars.batch_limit is None or max(batches) <= cars.batch_limit


def best(cars):
    """Try every order of the day; give the least costs, None if none is allowed."""
    tail = list(range(cars.tail))
    every = itertools.permutations(range(cars.tail, cars.length))
    orders = ([*tail, *day] for day in every)
    found = [costs(cars, order) for order in orders if allowed(cars, order)]
    return min(found) if found else None


def at_random(number, *, most_cars=7, least_cars=2):
    """Give a small case: cars, rules of several ranks, maybe colours and a tail."""
    draw = random.Random(number)
    count, tail = draw.randint(least_cars, most_cars), draw.randint(0, 4)
    length = count + tail
    ranks = draw.randint(1, 3)
    colour_rank = draw.choice([-1, *range(ranks)])
    cut = draw.random() < 0.7
    rules = []
    for rank in range(ranks):
        for _ in range(draw.randint(0 if rank == colour_rank else 1, 2)):
            span = draw.randint(2, 6)
            most = draw.randint(1, span - 1)
            weight = draw.choice([1, 1, 3])
            rules.append(Rule(f"r{len(rules)}", most, span, rank, cut, weight))
    colours = [draw.randrange(3) for _ in range(length)]
    options = [[int(draw.random() < 0.5) for _ in rules] for _ in range(length)]
    longest = max(len(list(s)) for _, s in itertools.groupby(colours[tail:]))
    limit = draw.choice([None, longest, longest + 1]) if colour_rank >= 0 else None
    if limit is not None:
        limit = max(1, limit - draw.choice([0, 0, 1]))  # the order given may break it
    return Cars(
        title=f"case {number}",
        names=tuple(f"car {place}" for place in range(length)),
        options=np.array(options, dtype=np.int64).reshape(length, len(rules)),
        colours=np.array(colours, dtype=np.int64),
        colour_names=("red", "white", "blue"),
        tail=tail,
        rules=tuple(rules),
        objectives=tuple(f"rank {rank}" for rank in range(ranks)),
        colour_rank=colour_rank,
        batch_limit=limit,
    )
