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

OF_SPEED = ("cycle_s", "cycle_by_model", "pitch_time_s", "pitch_steps", "takt_steps")


def levers_of(plant: Plant, each: Obligation) -> dict[str, Lever]:
    """Give what could be moved for a commitment.

    It is what the agreement names; or else, for people, the crews of each skill, and
    for all that lines do, the speed of each line and the MTBF and MTTR of failures.
    """
    assert plant.agreement is not None, "a plant without an agreement"
    if plant.agreement.levers:
        return dict(plant.agreement.levers)
    if each.measure == "people":
        return _crews(plant, each)
    if each.measure == "further_jobs":
        return {}
    return _speeds(plant) | _failures(plant)


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


def changes_by(
    plant: Plant, levers: Sequence[Lever], change: float
) -> dict[str, float | int]:
    """Give the numbers of levers moved by a share; whole ones stay whole.

    None is moved further than it can be.
    """
    changes: dict[str, float | int] = {}
    for lever in levers:
        share = min(change, lever.most_change)
        factor = 1 - share if lever.towards == "less" else 1 + share
        for path in lever.paths:
            value = value_at(plant, path)
            moved = value * factor
            if isinstance(value, int):
                moved = math.floor(moved) if factor < 1 else math.ceil(moved)
            changes[path] = moved
    return changes


def share_of(plant: Plant, changes: Mapping[str, float | int]) -> float:
    """Give the largest relative change of a number: whole ones go further at once."""
    return max(
        (abs(value / value_at(plant, path) - 1) for path, value in changes.items()),
        default=0.0,
    )


def stated(plant: Plant, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Give changes as a file states them: the doubt of a number moves along with it."""
    found: dict[str, Any] = {}
    for path, value in changes.items():
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
    return found


def price_of(plant: Plant, levers: Sequence[Lever], change: float) -> float | None:
    """Give what a change costs; none where a lever has no cost."""
    total = 0.0
    for lever in levers:
        if lever.cost_per_percent is None or plant.money is None:
            return None
        share = min(change, lever.most_change)
        amount = lever.cost_per_percent * 100 * share
        total += in_account(plant.money, amount, lever.currency)
    return total
