"""What of a plan could be moved, and the plan with it moved."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from zauyt.plant.agreement import Lever, Obligation
from zauyt.plant.money import in_account
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import value_at
from zauyt.plant.record import walk
from zauyt.studies.checking.dates import (
    YEAR_DAYS,
    Earlier,
    brought_forward,
    dated_levers,
    days_of,
    entries,
)
from zauyt.studies.checking.launched import of_launch

OF_SPEED = ("cycle_s", "cycle_by_model", "pitch_time_s", "pitch_steps", "takt_steps")


def levers_of(plant: Plant, each: Obligation) -> dict[str, Lever]:
    """Give what could be moved for a commitment.

    It is what the agreement names; or else, for people, the crews of each skill, and
    for all that lines do, the speed of each line and the MTBF and MTTR of failures; and
    for what a launch does, its dates.
    """
    assert plant.agreement is not None, "a plant without an agreement"
    if plant.agreement.levers:
        return dict(plant.agreement.levers)
    if each.measure == "people":
        return _crews(plant, each)
    if each.measure == "further_jobs":
        return {}
    dates = dated_levers(plant) if of_launch(plant, each) else {}
    return dates | _speeds(plant) | _failures(plant)


def _crews(plant: Plant, each: Obligation) -> dict[str, Lever]:
    towards: Literal["less", "more"] = "less" if each.at_least is None else "more"
    paths: dict[str, list[str]] = {}
    for name, line in plant.lines.items():
        for path, value in walk(line, f"lines.{name}"):
            steps = path.split(".")
            if len(steps) > 1 and steps[-2] == "crew" and _is_amount(value):
                paths.setdefault(steps[-1], []).append(path)
    return {
        f"crews_of_{skill}": Lever(paths=tuple(found), towards=towards)
        for skill, found in paths.items()
    }


def _speeds(plant: Plant) -> dict[str, Lever]:
    found = {}
    for name, line in plant.lines.items():
        paths = tuple(
            path
            for path, value in walk(line, f"lines.{name}")
            if _is_amount(value) and any(key in path.split(".") for key in OF_SPEED)
        )
        if paths:
            found[f"speed_of_{name}"] = Lever(paths=paths, towards="less")
    return found


def _failures(plant: Plant) -> dict[str, Lever]:
    found = {}
    for name, failure in plant.failures.items():
        for key in ("mtbf_h", "mtbf_operations"):
            if getattr(failure, key) is not None:
                path = f"failures.{name}.{key}"
                found[f"mtbf_of_{name}"] = Lever(paths=(path,), towards="more")
        path = f"failures.{name}.mttr_min"
        found[f"mttr_of_{name}"] = Lever(paths=(path,), towards="less")
    return found


def _is_amount(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def most_of(plant: Plant, lever: Lever) -> float:
    """Give how far a lever can be moved: relative, and of dates in years."""
    if lever.towards == "earlier":
        return days_of(plant, lever, lever.most_days / YEAR_DAYS) / YEAR_DAYS
    return lever.most_change


def changes_by(
    plant: Plant, levers: Sequence[Lever], change: float
) -> dict[str, float | int | Earlier]:
    """Give what stands at the levers' paths when they are moved by a share.

    Whole numbers stay whole. None is moved further than it can be. Dates come earlier
    by that share of a year.
    """
    changes: dict[str, float | int | Earlier] = {}
    for lever in levers:
        if lever.towards == "earlier":
            days = days_of(plant, lever, change)
            for path, earlier in brought_forward(plant, lever, days).items():
                before = changes.get(path)
                if not isinstance(before, Earlier) or before.days < days:
                    changes[path] = earlier
            continue
        share = min(change, lever.most_change)
        factor = 1 - share if lever.towards == "less" else 1 + share
        for path in lever.paths:
            value = value_at(plant, path)
            moved = value * factor
            if isinstance(value, int):
                moved = math.floor(moved) if factor < 1 else math.ceil(moved)
            changes[path] = moved
    return changes


def share_of(plant: Plant, changes: Mapping[str, float | int | Earlier]) -> float:
    """Give the largest relative change of a number: whole ones go further at once.

    Dates count by the share of a year by which they come earlier.
    """
    return max(
        (
            value.days / YEAR_DAYS
            if isinstance(value, Earlier)
            else abs(value / value_at(plant, path) - 1)
            for path, value in changes.items()
        ),
        default=0.0,
    )


def stated(plant: Plant, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Give changes as a file states them: the doubt of a number moves along with it.

    Where a number changes and its date, too, the dated entry has both.
    """
    dated = {p: each for p, each in changes.items() if isinstance(each, Earlier)}
    found: dict[str, Any] = {}
    for path, value in changes.items():
        if path in dated:
            continue
        evidence = plant.evidence.get(path)
        found[path] = value
        if evidence is not None and evidence.low is not None:
            assert evidence.high is not None, "a range with one end"
            factor = value / value_at(plant, path)
            found[path] = {
                "value": value, "low": evidence.low * factor,
                "high": evidence.high * factor,
                **({"shared": evidence.shared} if evidence.shared else {}),
            }  # fmt: skip
    if not dated:
        return found
    inside = [path for path in found if path.startswith(tuple(f"{p}." for p in dated))]
    if inside:
        plant = plant.change({path: found.pop(path) for path in inside})
    return found | entries(plant, dated)


def price_of(plant: Plant, levers: Sequence[Lever], change: float) -> float | None:
    """Give what a change costs; none where a lever has no cost."""
    total = 0.0
    for lever in levers:
        dated = lever.towards == "earlier"
        cost = lever.cost_per_day if dated else lever.cost_per_percent
        if cost is None or plant.money is None:
            return None
        amount = cost * 100 * min(change, lever.most_change)
        if dated:
            amount = cost * days_of(plant, lever, change)
        total += in_account(plant.money, amount, lever.currency)
    return total
