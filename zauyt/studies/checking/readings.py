"""What a commitment leaves open, and each way in which it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from zauyt.plant.agreement import Obligation, Scope
from zauyt.plant.checks.routes import count_points
from zauyt.plant.checks.sourcing import counted_by
from zauyt.plant.content_rule import rules_of
from zauyt.plant.plant import Plant
from zauyt.studies.checking.sample import Sample, main_calendar


@dataclass(frozen=True)
class Reading:
    """One way to read an open commitment, and what it comes to, or why it cannot."""

    commitment: str
    words: str
    each: Obligation
    sample: Sample | None
    why: str = ""


DEFINED_BY = {
    "vehicles": ("year", "count_point", "calendar"),
    "ckd_share": ("year", "count_point", "of", "calendar"),
    "first_vehicle": ("count_point",),
    "local_content": ("year", "rule"),
    "further_jobs": ("scope",),
}
"""What a measure needs besides its amount before it can be told."""

LAUNCH_YEARS = 3
"""Years of a launch in which an undated commitment is read."""


def missing(plant: Plant, each: Obligation) -> tuple[str, ...]:
    """Give what the commitment's definition lacks.

    A plant of one count point, or one that is always open, leaves nothing open there.
    """
    found = []
    for key in DEFINED_BY.get(each.measure, ()):
        alone = len(options(plant, each)[key]) == 1 and key in ("count_point", "of")
        shiftless = key == "calendar" and not plant.calendars
        if getattr(each, key) is None and not alone and not shiftless:
            found.append(key)
    return tuple(found)


def settled(plant: Plant, each: Obligation) -> Obligation:
    """Give a commitment with what can be read in one way only."""
    points = tuple(count_points(plant))
    if len(points) > 1:
        return each
    names = {key for key in ("count_point", "of") if key in _keys(each)}
    update: dict[str, Any] = {
        key: points[0] for key in names if getattr(each, key) is None
    }
    return each.model_copy(update=update)


def readings(plant: Plant, each: Obligation) -> list[tuple[str, Obligation]]:
    """Give every way to read what is missing: one thing varied, the others usual."""
    lacking = missing(plant, each)
    usual = {key: options(plant, each)[key][0] for key in lacking}
    found: dict[str, Obligation] = {}
    for key in lacking:
        for option in options(plant, each)[key]:
            values = usual | {key: option}
            words = ", ".join(f"{name} {value}" for name, value in values.items())
            found[words] = each.model_copy(update=values)
    return list(found.items())


def options(plant: Plant, each: Obligation) -> Mapping[str, list[Any]]:
    """Give what may stand for each missing part of a definition, the usual first."""
    target = plant.target.count_point if plant.target is not None else "buy_off"
    points = sorted(count_points(plant), key=lambda name: (name != target, name))
    main = main_calendar(plant)
    calendars = sorted(plant.calendars, key=lambda name: (name != main, name))
    years: list[Any] = ["mature"]
    if plant.ramp is not None:
        first = plant.ramp.start.year
        years += range(first, first + LAUNCH_YEARS)
    rules: list[str] = []
    if each.measure == "local_content" and plant.content is not None:
        content = plant.content
        years = list(range(content.first_year, content.first_year + content.years))
        unit = "share" if (each.at_least or 0.0) <= 1 else "points"
        known = rules_of(content)
        rules = [name for name in counted_by(plant) if known[name].unit == unit]
    return {
        "year": years, "count_point": points, "of": points, "calendar": calendars,
        "rule": rules, "scope": list(get_args(Scope)),
    }  # fmt: skip


def _keys(each: Obligation) -> tuple[str, ...]:
    return DEFINED_BY.get(each.measure, ())
