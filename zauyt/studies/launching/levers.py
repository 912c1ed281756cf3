"""What one step, one month or one shortage less would bring, on the same numbers.

Each what-if is the launch with one thing changed, run with its gates on the random
numbers of the launch as it is, all numbers at their stated values. They are run up to
the last milestone, or over all months where none is promised.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from zauyt.plant.line import speed_steps, steps_path
from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.runs.batch import Period
from zauyt.statistics.blocks import summed_difference
from zauyt.statistics.interval import Interval
from zauyt.studies.launching.run import Start, Way, launched, made_ready

EARLIER = datetime.timedelta(days=30)
BLOCK_DAYS = 14


def cases(plant: Plant, period: Period) -> dict[str, Plant]:
    """Give the launches with one thing changed, by name.

    ``gates``: every step is taken on its date. ``steps``: every step after the start
    comes 30 days earlier, with its gate. ``kits``, ``shifts``: every delivery, every
    shift that is added comes 30 days earlier. ``month``: all of these and the models
    do. ``repair_crew:NAME``: it is one more. ``learnt``: everything in ``launch`` is
    over before the start.
    """
    assert plant.ramp is not None, "a plant without a ramp"
    found: dict[str, dict[str, object]] = {}
    if plant.ramp.gates:
        found["gates"] = {"ramp.gates": []}
    steps = _steps_earlier(plant)
    if steps:
        found["steps"] = steps
    deliveries: dict[str, object] = {
        f"kits.{name}.deliveries": _earlier(kit.deliveries, period.first_day)
        for name, kit in plant.kits.items()
        if kit.deliveries
    }
    if deliveries:
        found["kits"] = deliveries
    shifts: dict[str, object] = {
        f"calendars.{name}.shifts_from": {
            shift: max(day - EARLIER, plant.ramp.start)
            for shift, day in calendar.shifts_from.items()
        }
        for name, calendar in plant.calendars.items()
        if any(day > period.first_day for day in calendar.shifts_from.values())
    }
    if shifts:
        found["shifts"] = shifts
    whole = {**steps, **deliveries, **shifts, **_models_earlier(plant)}
    if len(whole) > len(steps) and len(whole) > max(len(deliveries), len(shifts)):
        found["month"] = whole
    for name, count in plant.repair_crews.items():
        found[f"repair_crew:{name}"] = {f"repair_crews.{name}": count + 1}
    if plant.launch:
        found["learnt"] = {"launch": {}}
    return {name: plant.change(changes) for name, changes in found.items()}


def _models_earlier(plant: Plant) -> dict[str, object]:
    assert plant.ramp is not None, "a plant without a ramp"
    return {
        f"models.{name}.from_date": max(model.from_date - EARLIER, plant.ramp.start)
        for name, model in plant.models.items()
        if model.from_date is not None and model.from_date > plant.ramp.start
    }


def _earlier(dated: Mapping[str, float], first: datetime.date) -> dict[str, float]:
    """Give dated numbers 30 days earlier, though not before a day; they add up."""
    moved: dict[str, float] = {}
    for text, number in sorted(dated.items()):
        day = max(datetime.date.fromisoformat(text) - EARLIER, first).isoformat()
        moved[day] = moved.get(day, 0) + number
    return moved


def _steps_earlier(plant: Plant) -> dict[str, object]:
    """Give the changes by which steps and gates come 30 days earlier.

    Nothing comes before the second day of the launch, and of steps that would come
    on one day the last holds; so does the last of the gates.
    """
    assert plant.ramp is not None, "a plant without a ramp"
    first = plant.ramp.start + datetime.timedelta(days=1)
    changes: dict[str, object] = {}
    for name, line in plant.lines.items():
        if len(speed_steps(line)) < 2:
            continue
        (text, step_s), *later = sorted(speed_steps(line).items())
        steps = {text: step_s}
        for day_text, value in later:
            day = max(datetime.date.fromisoformat(day_text) - EARLIER, first)
            steps[max(day.isoformat(), text)] = value
        changes[steps_path(name, line)] = steps
    if changes and plant.ramp.gates:
        gates = {
            max(gate.date - EARLIER, first): gate.model_copy(
                update={"date": max(gate.date - EARLIER, first)}
            )
            for gate in plant.ramp.gates
        }
        changes["ramp.gates"] = list(gates.values())
    return changes


def horizon(plant: Plant, period: Period) -> Period:
    """Give the days over which what-ifs are run: up to the last milestone."""
    assert plant.ramp is not None, "a plant without a ramp"
    lasts = [milestone.last for milestone in plant.ramp.milestones.values()]
    if not lasts:
        return period
    days = (max(lasts) - period.first_day).days + 1
    return Period(period.first_day, min(max(days, 1), period.days), 0)


def tried(
    cases: Mapping[str, Plant],
    base: Sequence[Way],
    period: Period,
    point: str,
    *,
    pairs: int,
    seed: int,
    workers: int,
    tell: Callable[[int], None],
) -> dict[str, Interval]:
    """Give by how many vehicles each case exceeds the launch as it is.

    ``base`` are runs of the launch as it is by number, over these days or more.
    """
    made = {
        name: functools.cache(functools.partial(made_ready, plant, period, point))
        for name, plant in cases.items()
    }
    starts = [Start(make, run) for make in made.values() for run in range(pairs)]
    ways = launched(starts, period, seed=seed, workers=workers, tell=tell)
    before = np.array([way.by_day(point)[: period.days] for way in base[:pairs]])
    return {
        name: summed_difference(
            np.array(
                [way.by_day(point) for way in ways[place * pairs : (place + 1) * pairs]]
            ),
            before,
            block=BLOCK_DAYS,
        )
        for place, name in enumerate(cases)
    }


def table(found: Mapping[str, Interval], period: Period) -> dict[str, Table]:
    """Give what each case brings, the most first; nothing if none was tried."""
    if not found:
        return {}
    names = sorted(found, key=lambda name: -found[name].value)
    last = period.first_day + datetime.timedelta(days=period.days - 1)
    return {"what_ifs": Table({
        Column("what_if", "", "what is changed", "text"): names,
        Column("vehicles", "vehicles", "made more in all", "number"): [
            found[name].value for name in names
        ],
        Column("low", "vehicles", "its lower 95 % bound", "number"): [
            found[name].low for name in names
        ],
        Column("high", "vehicles", "its upper 95 % bound", "number"): [
            found[name].high for name in names
        ],
        Column("last", "", "last day that counts", "date"): [last] * len(names),
        Column("how", "", "how it was found", "text"): ["paired runs"] * len(names),
    })}  # fmt: skip
