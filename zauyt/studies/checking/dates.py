"""Dates of a launch that could come earlier, and the plan in which they do.

What is dated at or before the first body stays, unless that day itself moves; nothing
is brought forward to before it. People are planned by the month, so a date of the
pipeline counts for its month.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zauyt.plant.agreement import Lever
from zauyt.plant.dated import dates_in, day_of
from zauyt.plant.line import speed_steps, steps_path
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import tree_of, value_at

START = "ramp.start"
PIPELINE = "pipeline."
YEAR_DAYS = 365
"""A date that comes earlier counts by its share of a year."""


@dataclass(frozen=True)
class Earlier:
    """That what is dated at a path comes so many days earlier.

    ``with_start`` says that the first body does, too, and so what is dated with it.
    """

    days: int
    with_start: bool


def dated_levers(plant: Plant) -> dict[str, Lever]:
    """Give the dates of a launch that could come earlier, each kind and all at once."""
    ramp, pipeline = plant.ramp, plant.pipeline
    if ramp is None:
        return {}
    steps = [
        steps_path(name, line)
        for name, line in plant.lines.items()
        if len(speed_steps(line)) > 1
    ]
    models = [f"models.{n}.from_date" for n, m in plant.models.items() if m.from_date]
    found = {
        "steps_in_speed": [*steps, *(["ramp.gates"] if steps and ramp.gates else [])],
        "deliveries": [f"kits.{n}.deliveries" for n, k in plant.kits.items()
                       if k.deliveries],
        "added_shifts": [f"calendars.{n}.shifts_from"
                         for n, each in plant.calendars.items() if each.shifts_from],
        "models": models,
        "hiring_and_training": ["pipeline.start"] if pipeline is not None else [],
    }  # fmt: skip
    everything = [START, *(path for paths in found.values() for path in paths)]
    levers = {
        name: Lever(paths=tuple(paths), towards="earlier")
        for name, paths in (found | {"whole_launch": everything}).items()
        if paths
    }
    return {
        name: lever
        for name, lever in levers.items()
        if any(dates_of(plant, lever, path) for path in lever.paths)
    }


def days_of(plant: Plant, lever: Lever, change: float) -> int:
    """Give by how many days a share of a year brings a lever's dates forward."""
    days = min(math.ceil(change * YEAR_DAYS - 1e-9), lever.most_days)
    if plant.ramp is None or START in lever.paths:
        return days
    rooms = [
        (day - plant.ramp.start).days - 1
        for path in lever.paths
        if not path.startswith(PIPELINE)
        for day in dates_of(plant, lever, path)
    ]
    return min([days, *rooms])


def dates_of(plant: Plant, lever: Lever, path: str) -> list[datetime.date]:
    """Give the dates at or below a lever's path that come earlier when it moves."""
    every, with_start = dates_in(value_at(plant, path)), START in lever.paths
    return [day for day in every if _moves(plant, path, day, with_start=with_start)]


def brought_forward(plant: Plant, lever: Lever, days: int) -> dict[str, Earlier]:
    """Give by how many days what stands at a lever's paths comes earlier."""
    with_start = START in lever.paths
    return {
        path: Earlier(days, with_start)
        for path in lever.paths
        if dates_of(plant, lever, path)
    }


def entries(plant: Plant, dated: Mapping[str, Earlier]) -> dict[str, Any]:
    """Give what stands at some paths with its dates earlier, as the file states it."""
    tree = tree_of(plant)
    found = {}
    for path, each in dated.items():
        entry: Any = tree
        for step in path.split("."):
            entry = entry[int(step) if isinstance(entry, list) else step]
        found[path] = _shifted(plant, path, entry, each)
    return found


def _moves(plant: Plant, path: str, day: datetime.date, *, with_start: bool) -> bool:
    """Tell whether a date comes earlier: the launch begins on the day it begins."""
    if plant.ramp is None or path.startswith(PIPELINE):
        return True
    return day >= plant.ramp.start if with_start else day > plant.ramp.start


def _shifted(plant: Plant, path: str, value: Any, how: Earlier) -> Any:
    """Give plain data with its dates earlier, those that are keys, too."""
    day = day_of(value)
    if day is not None:
        if not _moves(plant, path, day, with_start=how.with_start):
            return value
        earlier = day - datetime.timedelta(days=how.days)
        return earlier.isoformat() if isinstance(value, str) else earlier
    if isinstance(value, Mapping):
        return {
            _shifted(plant, path, key, how): _shifted(plant, path, entry, how)
            for key, entry in value.items()
        }
    if isinstance(value, list):
        return [_shifted(plant, path, entry, how) for entry in value]
    return value
