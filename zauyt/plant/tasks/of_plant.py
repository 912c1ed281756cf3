"""The tasks of a plant's lines as they are balanced: for its mix, or for orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.balance import LineTasks, Task, names, pairs_of, stations_not
from zauyt.plant.line import Line, station_names
from zauyt.plant.orders.order import Order
from zauyt.plant.orders.rows import read_orders
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.tasks.task_list import Rules, TaskList

_SIDES = {"left": "L", "right": "R", "either": "E"}


def task_lists(plant: Plant, *, line: str, orders: Path | None) -> list[TaskList]:
    """Give the tasks of one line, or of all that have any.

    Raises
    ------
    WrongInput
        The plant has no tasks, none for that line, or the orders are wrong.
    """
    if not plant.balance:
        message = "the plant has no tasks; balance: and a line's name state them"
        raise WrongInput([Problem("balance", message, "tasks")])
    if line and line not in plant.balance:
        known = plant.balance
        hint = did_you_mean(line, known) or f"; there are {listed(known)}"
        raise WrongInput([Problem("line", f"{line} has no tasks{hint}", "option")])
    known_orders = None if orders is None else read_orders(orders, plant.models)
    return [
        _tasks(plant, name, work, known_orders)
        for name, work in plant.balance.items()
        if line in ("", name)
    ]


def takt_of(line: Line) -> float | None:
    """Give the takt that a line is set to, in seconds."""
    return line.paced.pitch_time_s if line.paced is not None else line.cycle_s


def _tasks(
    plant: Plant, name: str, work: LineTasks, orders: Sequence[Order] | None
) -> TaskList:
    line = plant.lines[name]
    shares, rates = _mix(plant, line, orders)
    by_model = np.array([
        [_time(task, model, rates[model]) for task in work.tasks.values()]
        for model in shares
    ])  # fmt: skip
    weights = np.array(list(shares.values()))
    return TaskList(
        title=name,
        names=tuple(work.tasks),
        times_s=weights @ by_model,
        pairs=tuple(pairs_of(work)),
        takt_s=takt_of(line),
        stations=len(station_names(line)),
        models=tuple(shares),
        by_model_s=by_model,
        shares=tuple(shares.values()),
        rules=_rules(work),
        path=f"balance.{name}.tasks",
    )


def _mix(
    plant: Plant, line: Line, orders: Sequence[Order] | None
) -> tuple[dict[str, float], dict[str, Mapping[str, float]]]:
    """Give the share of each model on a line, and of its vehicles with each option."""
    models = {
        name: model
        for name, model in plant.models.items()
        if not line.models or name in line.models
    }
    if not models:
        return {"": 1.0}, {"": {}}
    if orders is None:
        total = sum(model.share for model in models.values()) or 1.0
        built = {n: m.share / total for n, m in models.items() if m.share > 0}
        return built, {name: models[name].options for name in built}
    day = [order for order in orders if order.model in models and not order.tail]
    counts = Counter(order.model for order in day)
    with_option = Counter(
        (order.model, option) for order in day for option in order.options
    )
    return (
        {name: count / len(day) for name, count in sorted(counts.items())},
        {
            name: {o: with_option[name, o] / count for o in models[name].options}
            for name, count in counts.items()
        },
    )


def _time(task: Task, model: str, rates: Mapping[str, float]) -> float:
    """Give the mean time of a task on a model, with the options that it has."""
    own = task.time_by_model.get(model, task.time_s)
    return own + sum(
        rates.get(option, 0.0) * more for option, more in task.time_by_option_s.items()
    )


def _rules(work: LineTasks) -> Rules:
    """Give what binds the tasks of a line besides their order."""
    tasks = list(work.tasks.values())
    place = {name: number for number, name in enumerate(work.tasks)}
    first, last = [], []
    for task in tasks:
        zone = work.zones.get(task.zone or "")
        first.append(task.station or (zone.first if zone else 1))
        last.append(task.station or (zone.last if zone else 0))
    return Rules(
        posts=work.posts,
        sides=tuple(_SIDES[task.side] if work.posts > 1 else "E" for task in tasks),
        use=work.use,
        first=tuple(first),
        last=tuple(last),
        barred=tuple(stations_not(task) for task in tasks),
        tools=tuple(task.tool or "" for task in tasks),
        tool_stations=tuple(work.tools.items()),
        strain=tuple(task.strain for task in tasks),
        most_strain=work.most_strain,
        apart=tuple(
            (place[name], place[other])
            for name, task in work.tasks.items()
            for other in names(task.apart_from)
        ),
    )
