"""Balances checked task by task, the best by trying all, and small cases at random."""

from __future__ import annotations

import itertools
import random

import numpy as np

from zauyt.plant.tasks.task_list import TaskList


def wrong_with(tasks, station, *, takt, stations):
    """Give what is wrong with a balance: stations from 1 by task, in order of tasks."""
    found = []
    for one, other in tasks.pairs:
        if station[one] > station[other]:
            found.append(f"{tasks.names[one]} comes after {tasks.names[other]}")
    for number in range(1, max(station) + 1):
        at_it = [task for task in range(tasks.count) if station[task] == number]
        load = sum(tasks.times_s[task] for task in at_it)
        if load > takt + 1e-9:
            found.append(f"station {number} has {load} s in {takt} s")
    if min(station) < 1 or max(station) > stations:
        found.append(f"stations {min(station)} to {max(station)} of {stations}")
    return found


def loads(tasks, station, stations):
    """Give the time of every station."""
    found = [0.0] * stations
    for time, at in zip(tasks.times_s, station, strict=True):
        found[at - 1] += time
    return found


def all_balances(tasks, stations):
    """Yield every way to do the tasks in so many stations that keeps their order."""
    for station in itertools.product(range(1, stations + 1), repeat=tasks.count):
        if all(station[one] <= station[other] for one, other in tasks.pairs):
            yield station


def least_takt(tasks, stations):
    """Give the least takt of so many stations, by trying all balances."""
    every = all_balances(tasks, stations)
    return min(max(loads(tasks, each, stations)) for each in every)


def least_stations(tasks, takt):
    """Give the fewest stations for a takt, by trying more and more of them."""
    return next(
        number
        for number in range(1, tasks.count + 1)
        if least_takt(tasks, number) <= takt
    )


def at_random(number, *, most_tasks=7, least_tasks=2, most_time=12):
    """Give a small case: times and pairs, of which some say nothing new."""
    draw = random.Random(number)
    count = draw.randint(least_tasks, most_tasks)
    times = [draw.randint(0, most_time) for _ in range(count)]
    order = draw.sample(range(count), count)
    share = draw.choice([0.0, 0.1, 0.3, 0.6])
    pairs = tuple(
        (order[i], order[j])
        for i in range(count)
        for j in range(i + 1, count)
        if draw.random() < share
    )
    return TaskList(
        title=f"case {number}",
        names=tuple(f"task {place}" for place in range(count)),
        times_s=np.array(times, dtype=float),
        pairs=pairs,
    )
