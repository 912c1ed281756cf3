"""Chance with doubt: every number that has a range is drawn anew in each run.

``low`` and ``high`` are the 5 and 95 % points. In between and beyond, a normal law
of two halves is assumed, each with the spread of its side; what the field's range
does not allow is cut off. A draw depends on the seed, the run and the path only;
numbers that share their doubt have one draw, each in its own range.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist

import numpy as np

from zauyt.arrays.laws import stream_key
from zauyt.arrays.supply.felt import felt_kits, with_planned_days
from zauyt.kernels.chance import mix, uniform
from zauyt.plant.evidence import Evidence
from zauyt.plant.line import Outcome
from zauyt.plant.network import Network
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import value_at

NORMAL = NormalDist()
POINT = NORMAL.inv_cdf(0.95)


UNFELT = (
    "workforce", "roles", "rosters", "pipeline",
    "money", "volumes", "parts", "operations", "content", "patterns", "sequence",
    "balance",
    "economy",
    "agreement",
    "supply",
    "finance",
)  # fmt: skip
"""Parts of a plant that the simulator does not read."""
ORDERED = ("supply", "volumes", "money")
"""Parts that it does read where kits come as the supply's materials are ordered."""
PRICES = ("price", "cost", "demurrage", "interest_per_year", "storage_share")
"""Numbers of the supply that move no vehicle."""
MOST = {"damaged_share": 0.25, "short_share": 0.25, "mix_cv": 1.0, "volume_cv": 1.0}
"""What a drawn number may be at most, beside the shares of 1."""
WHOLE = ("delay_share", "catch_up_share")


def _unfelt(plant: Plant) -> tuple[str, ...]:
    if not felt_kits(plant):
        return UNFELT
    return tuple(name for name in UNFELT if name not in ORDERED)


def felt(plant: Plant) -> Plant:
    """Give the plant without what the simulator does not read.

    It runs just the same, and changing it takes less time. Orders then go on reckoning
    with the days on the way that are stated now.
    """
    unfelt = _unfelt(plant)
    gone = tuple(f"{name}." for name in unfelt)
    kept = {p: each for p, each in plant.evidence.items() if not p.startswith(gone)}
    fields = Plant.model_fields
    update = {n: fields[n].get_default(call_default_factory=True) for n in unfelt}
    bare = plant.model_copy(update={**update, "evidence": kept})
    return with_planned_days(bare) if felt_kits(bare) else bare


def doubtful(plant: Plant) -> dict[str, Evidence]:
    """Give the numbers with a range that the simulator reads, by path."""
    always = {name for name, skill in plant.people.items() if skill.by_shift is None}
    unfelt = _unfelt(plant)
    found = {}
    for path, evidence in ranged(plant).items():
        steps = path.split(".")
        crewed = len(steps) > 1 and steps[-2] == "crew" and steps[-1] in always
        employed = steps[0] == "people" and steps[1] in always
        read = steps[0] not in unfelt and moves(plant, path)
        if read and not crewed and not employed:
            found[path] = evidence
    return found


def moves(plant: Plant, path: str) -> bool:
    """Tell whether a number of what orders rest on moves what is ordered."""
    steps = path.split(".")
    if steps[0] == "volumes":
        return plant.supply is None or not plant.supply.per_workday
    return steps[0] != "money" and not (steps[0] == "supply" and steps[-1] in PRICES)


def ranged(plant: Plant | Network) -> dict[str, Evidence]:
    """Give the numbers of a plant, or network, that have a range, by path."""
    return {
        path: evidence
        for path, evidence in plant.evidence.items()
        if evidence.low is not None and evidence.high is not None
        and evidence.low < evidence.high
    }  # fmt: skip


def drawn_value(value: float, evidence: Evidence, share: float) -> float:
    """Give the value below which the doubt lies with a share of its weight."""
    assert evidence.low is not None, "a range without a low end"
    assert evidence.high is not None, "a range without a high end"
    score = NORMAL.inv_cdf(share) / POINT
    side = evidence.high - value if score > 0 else value - evidence.low
    # Twice the range's end is 1 draw in 1,000; beyond it the range says nothing.
    return value + max(min(score, 2.0), -2.0) * side


def draws(
    plant: Plant | Network, ranges: Mapping[str, Evidence], *, seed: int, run: int
) -> dict[str, float]:
    """Give a value for every number with a range, drawn for one run."""
    values = {}
    for path, evidence in ranges.items():
        # A name has no point in it and a path has, so that they never meet.
        key = np.uint64(stream_key(evidence.shared or path, "doubt"))
        for below in (seed, run):
            key = np.uint64(mix(key, np.uint64(below)))
        share = float(uniform(key, np.uint64(0)))
        values[path] = drawn_value(float(value_at(plant, path)), evidence, share)
    return values


def fitted(plant: Plant, values: Mapping[str, float]) -> dict[str, float | int]:
    """Give drawn values as the fields take them: whole, above zero, shares of 1."""
    changes: dict[str, float | int] = {}
    for path, drawn in values.items():
        stated = value_at(plant, path)
        if isinstance(stated, int):
            changes[path] = max(round(drawn), min(stated, 1))
        elif stated > 0:
            changes[path] = max(drawn, stated / 100)
        else:
            changes[path] = max(drawn, 0.0)
        if 0 < stated <= 1 and path.rpartition(".")[2] in _SHARES:
            changes[path] = min(changes[path], 0.999)
    return _outcomes_add_up(plant, changes)


_SHARES = frozenset(("availability", "share", "probability"))


def _outcomes_add_up(
    plant: Plant, changes: dict[str, float | int]
) -> dict[str, float | int]:
    """Let the first outcome of each inspection take what the others leave."""
    for name, line in plant.lines.items():
        head = f"lines.{name}.outcomes."
        if not line.outcomes or not any(path.startswith(head) for path in changes):
            continue
        shares: dict[str, float] = {}
        paths: dict[str, str] = {}
        for label, entry in line.outcomes.items():
            is_record = isinstance(entry, Outcome)
            paths[label] = f"{head}{label}.share" if is_record else f"{head}{label}"
            stated = entry.share if isinstance(entry, Outcome) else entry
            shares[label] = float(changes.get(paths[label], stated))
        first, *others = shares
        rest = math.fsum(shares[label] for label in others)
        scale = min(1.0, 0.99 / rest) if rest > 0 else 1.0
        for label in others:
            changes[paths[label]] = shares[label] * scale
        changes[paths[first]] = 1.0 - math.fsum(shares[o] * scale for o in others)
    return changes


def kept_in_range(values: Mapping[str, float]) -> dict[str, float]:
    """Give drawn values, each kept inside what makes sense."""
    found = {}
    for path, value in values.items():
        last = path.rpartition(".")[2]
        share = last in WHOLE or ".options." in path
        found[path] = min(value, MOST.get(last, 1.0 if share else value))
    return found


def doubted(
    plant: Plant, ranges: Mapping[str, Evidence], *, seed: int, run: int
) -> tuple[Plant, dict[str, float]]:
    """Give the plant of one run with doubt, and the values drawn for it."""
    values = draws(plant, ranges, seed=seed, run=run)
    changes = fitted(plant, values)
    ordered = {path: v for path, v in changes.items() if path.startswith("supply.")}
    return plant.change(changes | kept_in_range(ordered)), values
