"""Headcount with doubt: every number with a range that it rests on is drawn anew.

The draws are those of `simulate`: the same seed and run give the same value of a
number in both studies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.plant.record import Record
from zauyt.studies.simulation import doubt

BOUNDS: dict[str, tuple[float, float]] = {
    "absence": (0.0, 0.9),
    "absence_days": (1.0, 1000.0),
    "busy_share": (0.01, 1.0),
    "holiday_factor": (1.0, 100.0),
    "availability": (0.01, 0.999),
    "presence_probability": (0.01, 0.999),
    "passed": (0.01, 1.0),
    "finish": (0.01, 1.0),
    "join": (0.01, 1.0),
    "young": (0.0, 1.0),
    "output": (0.0, 1.0),
    "mentor": (0.0, 1.0),
    "first_year": (0.0, 0.99),
    "later": (0.0, 0.99),
    "months": (0.0, 60.0),
}
"""What a drawn number may be, where its doubt would lead beyond sense."""

READ_OF_LINES = ("stations", "positions", "crew", "zones", "cycle_s")
READ_OF_FAILURES = ("mtbf_h", "mtbf_operations", "availability", "mttr_min")


def ranges(plant: Plant) -> dict[str, Evidence]:
    """Give the numbers with a range that the headcount rests on, by path."""
    return {
        path: evidence
        for path, evidence in doubt.ranged(plant).items()
        if _read(plant, path.split("."))
    }


def pipeline_ranges(plant: Plant) -> dict[str, Evidence]:
    """Give the numbers of the pipeline with a range, by path."""
    return {
        path: evidence
        for path, evidence in doubt.ranged(plant).items()
        if path.startswith("pipeline.")
    }


def drawn(plant: Plant, found: Mapping[str, Evidence], *, seed: int, run: int) -> Plant:
    """Give the plant of one draw."""
    return with_values(
        plant, doubt.fitted(plant, doubt.draws(plant, found, seed=seed, run=run))
    )


def with_values(plant: Plant, values: Mapping[str, float]) -> Plant:
    """Give the plant with other numbers, each kept inside what makes sense."""
    for path, value in values.items():
        steps = path.split(".")
        low, high = BOUNDS.get(steps[-1], (0.0, float("inf")))
        plant = _with(plant, steps, min(max(value, low), high))
    return plant


def facts(found: Mapping[str, Evidence]) -> dict[str, list[str]]:
    """Give the paths of each fact: one number, or all that share their doubt."""
    gathered: dict[str, list[str]] = {}
    for path, evidence in found.items():
        gathered.setdefault(evidence.shared or path, []).append(path)
    return gathered


def ends(
    plant: Plant, found: Mapping[str, Evidence], paths: Sequence[str]
) -> tuple[Plant, Plant]:
    """Give the plant with some numbers all at their low, and all at their high ends."""
    low = {path: float(found[path].low or 0.0) for path in paths}
    high = {path: float(found[path].high or 0.0) for path in paths}
    return (
        with_values(plant, doubt.fitted(plant, low)),
        with_values(plant, doubt.fitted(plant, high)),
    )


def _read(plant: Plant, steps: list[str]) -> bool:
    """Tell whether the headcount rests on a number."""
    group, last = steps[0], steps[-1]
    if group == "lines":
        if last == "cycle_s":
            return any(
                plant.failures[name].mtbf_operations is not None
                for role in plant.roles.values()
                for name in role.repairs
            )
        return last in READ_OF_LINES or "crew" in steps
    if group == "failures":
        mended = {name for role in plant.roles.values() for name in role.repairs}
        return steps[1] in mended and last in READ_OF_FAILURES
    if group == "calendars":
        return "breaks_min" in steps
    if group == "people":
        return last in ("absence", "absence_days")
    return group in ("roles", "workforce", "target")


def _with(value: Any, steps: list[str], new: float) -> Any:
    """Give a record or mapping with another number at a path below it."""
    if not steps:
        return new
    first, *rest = steps
    if isinstance(value, Record):
        below = _with(getattr(value, first), rest, new)
        return value.model_copy(update={first: below})
    if isinstance(value, tuple):
        place = int(first)
        return (*value[:place], _with(value[place], rest, new), *value[place + 1 :])
    return {**value, first: _with(value[first], rest, new)}
