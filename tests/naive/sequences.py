"""The cost of a sequence, counted window by window, and small cases at random."""

from __future__ import annotations

import itertools
import random

import numpy as np

from zauyt.plant.orders.cars import (
    Cars,
    Dues,
    Level,
    Load,
    OpenLots,
    Rule,
    Wishes,
)


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
    for rank, cost in terms(cars, order):
        found[rank] += cost
    return tuple(found)


def terms(cars, order):
    """Count all else position by position: give rank and cost."""
    day = order[cars.tail :]
    for place, level in enumerate(cars.levels):
        used = 0
        for position, car in enumerate(day, 1):
            used += int(cars.uses[car, place])
            wanted = round(position * level.share * cars.level_unit)
            yield level.rank, level.weight * abs(used * cars.level_unit - wanted)
    for place, load in enumerate(cars.loads):
        behind = 0
        for position, car in enumerate(order):
            behind += int(cars.work_ms[car, place])
            if position >= cars.tail:
                yield load.rank, load.weight * max(behind - load.drift_ms, 0)
            behind = max(min(behind, load.drift_ms), 0)
    for position, car in enumerate(day):
        if cars.wishes is not None and cars.wished[car] >= 0:
            off = abs(position - int(cars.wished[car]))
            yield cars.wishes.rank, cars.wishes.weight * off
        if cars.dues is not None and cars.due[car] >= 0:
            late = max(position - int(cars.due[car]), 0)
            yield cars.dues.rank, cars.dues.weight * late
        if cars.open_lots is not None:
            before, after = day[: position + 1], day[position:]
            some = {int(cars.lots[each]) for each in before} & {
                int(cars.lots[each]) for each in after
            }
            many = max(len(some - {-1}) - cars.open_lots.most, 0)
            yield cars.open_lots.rank, cars.open_lots.weight * many


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
        **some_terms(draw, length, tail, ranks),
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


def some_terms(draw, length, tail, ranks):
    """Give levels, loads, wishes, lots and dues at random: often none of them."""
    given = {}
    rank = draw.randrange(ranks)
    if draw.random() < 0.3:
        uses = [[draw.randint(0, 1), draw.randint(0, 2)] for _ in range(length)]
        shares = [sum(row[p] for row in uses[tail:]) / (length - tail) for p in (0, 1)]
        given["levels"] = tuple(Level(f"l{p}", shares[p], rank) for p in (0, 1))
        given |= {"uses": np.array(uses), "level_unit": length - tail}
    if draw.random() < 0.3:
        given["loads"] = (Load("a", 30, rank, 2), Load("b", 0, ranks - 1))
        work = [[draw.randint(-40, 40) for _ in "ab"] for _ in range(length)]
        given["work_ms"] = np.array(work)
    if draw.random() < 0.3:
        given["wishes"] = Wishes(rank)
        wished = [draw.randint(-1, length - tail - 1) for _ in range(length)]
        given["wished"] = np.array(wished)
    if draw.random() < 0.3:
        given["open_lots"] = OpenLots(draw.randint(1, 2), ranks - 1, 3)
        given["lots"] = np.array(
            [draw.randint(-1, min(3, length - 1)) for _ in range(length)]
        )
    if draw.random() < 0.3:
        given["dues"] = Dues(draw.randrange(ranks), draw.randint(1, 3))
        due = [draw.randint(-1, length - tail - 1) for _ in range(length)]
        given["due"] = np.array(due)
    return given
