"""Balances under rules, checked rule by rule, and small lines at random."""

from __future__ import annotations

import random

import numpy as np

from zauyt.plant.tasks.task_list import Rules, TaskList


def wrong_with(tasks, rows, *, takt, stations):
    """Give what is wrong with the table of tasks of a balance."""
    rules = tasks.rules
    at = {row["task"]: row for row in rows}
    found = []
    if sorted(at) != sorted(tasks.names) or len(rows) != tasks.count:
        return ["a task is missing or there twice"]
    place = [at[name] for name in tasks.names]
    ends = [row["start_s"] + t for row, t in zip(place, tasks.times_s, strict=True)]
    for one, other in tasks.pairs:
        a, b = place[one]["station"], place[other]["station"]
        if a > b or (a == b and ends[one] > place[other]["start_s"] + 1e-6):
            found.append(f"{one} is not done before {other}")
    for task, row in enumerate(place):
        found += _alone(rules, task, row, stations)
        if ends[task] > takt * rules.use + 1e-6:
            found.append(f"{task} ends at {ends[task]}")
        for other in range(task):
            same = all(place[other][key] == row[key] for key in ("station", "post"))
            apart = ends[other] <= row["start_s"] + 1e-6 or (
                ends[task] <= place[other]["start_s"] + 1e-6
            )
            if same and not apart and tasks.times_s[task] and tasks.times_s[other]:
                found.append(f"{task} and {other} at once by one person")
    for one, other in rules.apart:
        if place[one]["station"] == place[other]["station"]:
            found.append(f"{one} and {other} share a station")
    for tool, most in rules.tool_stations:
        users = [task for task, each in enumerate(rules.tools) if each == tool]
        if len({place[task]["station"] for task in users}) > most:
            found.append(f"{tool} at too many stations")
    if rules.most_strain is not None:
        strain = {}
        for task, row in enumerate(place):
            key = row["station"], row["post"]
            strain[key] = strain.get(key, 0) + rules.strain[task]
        if max(strain.values()) > rules.most_strain + 1e-6:
            found.append("too much strain")
    return found


def _alone(rules, task, row, stations):
    """Give which of a task's own rules its place breaks."""
    found = []
    station, post = row["station"], row["post"]
    if not 1 <= station <= stations or not 1 <= post <= rules.posts:
        found.append(f"{task} at station {station}, post {post}")
    if rules.posts > 1 and rules.sides[task] == ("R" if post % 2 else "L"):
        found.append(f"{task} on the wrong side")
    if rules.first and station < rules.first[task]:
        found.append(f"{task} too early")
    if rules.last and rules.last[task] and station > rules.last[task]:
        found.append(f"{task} too late")
    if rules.barred and station in rules.barred[task]:
        found.append(f"{task} where it cannot be")
    return found


def at_random(number, *, most_tasks=14):
    """Give a small line with rules of every kind."""
    draw = random.Random(number)
    count = draw.randint(4, most_tasks)
    times = [draw.randint(1, 9) for _ in range(count)]
    pairs = tuple((i, j) for j in range(count) for i in range(j) if draw.random() < 0.2)
    first = [1] * count
    last = [0] * count
    for task in draw.sample(range(count), 2):
        first[task] = draw.randint(1, 2)
        last[task] = first[task] + draw.randint(1, 8)
    rules = Rules(
        posts=draw.choice([1, 2, 3]),
        sides=tuple(draw.choice("LREE") for _ in range(count)),
        use=draw.choice([1.0, 0.9]),
        first=tuple(first),
        last=tuple(last),
        barred=tuple((draw.randint(1, 3),) if draw.random() < 0.1 else ()
                     for _ in range(count)),
        tools=tuple(draw.choice(["", "", "", "drill"]) for _ in range(count)),
        tool_stations=(("drill", 4),),
        strain=tuple(float(draw.randint(0, 2)) for _ in range(count)),
        most_strain=draw.choice([None, 4.0]),
        apart=((0, 1),) if (0, 1) not in pairs and draw.random() < 0.5 else (),
    )  # fmt: skip
    return TaskList(
        title=f"line {number}",
        names=tuple(f"t{place}" for place in range(count)),
        times_s=np.array(times, dtype=float),
        pairs=pairs,
        rules=rules,
    )
