"""The smallest change of the plan that would keep a commitment.

Levers are those that the agreement names, or else the speed of each line and the MTBF
and MTTR of each failure. One lever by itself is tried first, then two that move by the
same share. Every try is on the random numbers of the verdict; a change is enough when
the commitment would be kept with about 999 chances in 1,000, so that the verdict turns
on other random numbers, too, and it is tried on those before it is proposed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from zauyt.errors import NoAnswer, WrongInput
from zauyt.plant.agreement import Lever, Obligation
from zauyt.plant.money import in_account
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import value_at
from zauyt.plant.record import walk
from zauyt.studies.checking.samples import Asked, Sample, sample_of, wanted
from zauyt.studies.checking.verdicts import Verdict, verdict_of, wanted_probability

Try = Callable[[], None]

SCREEN_RUNS = 8
"""Runs by which levers are put in order."""
SEARCH_RUNS = 20
"""Runs by which the least change is searched for; all of them prove it."""
LEADING = 4
"""Levers that are looked at closely, by themselves and two at a time."""
STEP = 0.005
"""Relative change to which the smallest one is found."""
SPREADS = 3.3
"""Standard deviations between the mean and the amount: 1 in 2,000 by a normal law."""
FRESH = 1_000_003
"""Added to the seed for the runs that prove a mend."""

OF_SPEED = ("cycle_s", "cycle_by_model", "pitch_time_s", "pitch_steps")
MENDABLE = ("vehicles", "ckd_share", "first_vehicle")
"""Measures that what is done on the lines could mend."""


@dataclass(frozen=True)
class Mend:
    """A change that would keep a commitment, or the best that was found."""

    levers: tuple[str, ...]
    change: float
    """Relative change of every number."""
    changes: Mapping[str, float | int]
    sample: Sample
    fresh: Sample
    verdict: Verdict
    cost: float | None = None


def levers_of(plant: Plant) -> dict[str, Lever]:
    """Give what could be changed: what the agreement names, or speeds and repair."""
    agreement = plant.agreement
    if agreement is not None and agreement.levers:
        return dict(agreement.levers)
    found = {}
    for name, line in plant.lines.items():
        paths = tuple(
            path
            for path, value in walk(line, f"lines.{name}")
            if _is_amount(value) and any(key in path.split(".") for key in OF_SPEED)
        )
        if paths:
            found[f"speed_of_{name}"] = Lever(paths=paths, towards="less")
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


def changed(plant: Plant, changes: Mapping[str, float | int]) -> Plant:
    """Give the plant with other numbers whose doubt moves along with them."""
    values: dict[str, Any] = {}
    for path, value in changes.items():
        evidence = plant.evidence.get(path)
        values[path] = value
        if evidence is not None and evidence.low is not None:
            assert evidence.high is not None, "a range with one end"
            factor = value / value_at(plant, path)
            values[path] = {
                "value": value, "low": evidence.low * factor,
                "high": evidence.high * factor,
                **({"shared": evidence.shared} if evidence.shared else {}),
            }  # fmt: skip
    return plant.change(values)


def enough(each: Obligation, sample: Sample) -> bool:
    """Tell whether a commitment would be kept with a margin."""
    if sample.kept < sample.runs:
        return False
    return margin(each, sample) >= 0


def margin(each: Obligation, sample: Sample) -> float:
    """Give by how much the values keep clear of the amount, less their spread."""
    values = np.array(sample.values)
    spread = float(values.std(ddof=1)) if values.size > 1 else 0.0
    room = float(values.mean()) - wanted(each)
    return (-room if each.at_most is not None else room) - SPREADS * spread


@dataclass(frozen=True)
class _Bench:
    """What is tried: a commitment of a plant, and with which runs."""

    plant: Plant
    name: str
    each: Obligation
    sample: Sample
    """What becomes of it as the plan stands."""
    asked: Asked
    told: Try

    def tried(
        self, levers: Sequence[Lever], change: float, asked: Asked | None = None
    ) -> Sample | None:
        """Give what becomes of it when levers move; none where the plant cannot run."""
        few = replace(self.asked, runs=min(self.asked.runs, SEARCH_RUNS))
        try:
            other = changed(self.plant, changes_by(self.plant, levers, change))
            found = sample_of(other, [self.name], asked or few)[self.name]
        except (WrongInput, NoAnswer):
            return None  # that plant is no plan: it breaks a rule or locks itself up
        finally:
            self.told()
        return found


def mend(
    plant: Plant, name: str, sample: Sample, asked: Asked, told: Try
) -> Mend | None:
    """Give the least change that keeps a commitment; none if no lever does."""
    assert plant.agreement is not None, "a plant without an agreement"
    each = plant.agreement.commitments[name]
    if each.measure not in MENDABLE or not sample.values:
        return None
    if each.measure == "first_vehicle":
        return None  # no lever of a line moves the day on which bodies begin
    bench = _Bench(plant, name, each, sample, asked, told)
    levers = levers_of(plant)
    found = _least(bench, levers, [(key,) for key in _leading(bench, levers)])
    if found is None:
        pairs = list(itertools.combinations(_needed(bench, levers), 2))
        found = _least(bench, levers, pairs)
    return None if found is None else _proven(bench, levers, *found)


def _leading(bench: _Bench, levers: Mapping[str, Lever]) -> list[str]:
    """Give the levers that do most, each moved as far as it could be."""
    few = replace(bench.asked, runs=min(bench.asked.runs, SCREEN_RUNS))
    base = bench.tried((), 0.0, few)
    assert base is not None, "the plan itself runs"
    sign = -1.0 if bench.each.at_most is not None else 1.0
    gains = {}
    for key, lever in levers.items():
        found = bench.tried((lever,), lever.most_change, few)
        if found is not None:
            gains[key] = sign * (found.value - base.value)
    order = sorted(gains, key=lambda key: (-gains[key], key))
    return [key for key in order if gains[key] > 0][:LEADING]


def _needed(bench: _Bench, levers: Mapping[str, Lever]) -> list[str]:
    """Give the levers that are missed most when all others are moved.

    Where lines keep pace with one another none does anything by itself.
    """
    few = replace(bench.asked, runs=min(bench.asked.runs, SCREEN_RUNS))
    every = bench.tried(list(levers.values()), 1.0, few)
    if every is None:
        return _leading(bench, levers)
    sign = -1.0 if bench.each.at_most is not None else 1.0
    missed = {}
    for key in levers:
        others = [lever for name, lever in levers.items() if name != key]
        found = bench.tried(others, 1.0, few)
        if found is not None:
            missed[key] = sign * (every.value - found.value)
    order = sorted(missed, key=lambda key: (-missed[key], key))
    return [key for key in order if missed[key] > 0][:LEADING]


def _least(
    bench: _Bench, levers: Mapping[str, Lever], choices: Sequence[tuple[str, ...]]
) -> tuple[tuple[str, ...], float] | None:
    """Give the choice of levers that is cheapest, or else moves least, and how far."""
    best: tuple[float, tuple[str, ...], float] | None = None
    for keys in choices:
        moved = [levers[key] for key in keys]
        most = min(lever.most_change for lever in moved)
        price = price_of(bench.plant, moved, 1.0)
        if best is not None and price is None:
            most = min(most, best[2] - STEP)
        if most <= 0:
            continue
        least = _least_change(bench, moved, most)
        if least is None:
            continue
        score = least if price is None else price * least
        if best is None or score < best[0]:
            best = (score, keys, least)
    return None if best is None else best[1:]


def _least_change(bench: _Bench, levers: Sequence[Lever], most: float) -> float | None:
    """Give the least change that is enough, in whole steps or the most itself.

    Between what is enough and what is not, the next try is where a straight line
    between the two says.
    """
    at_most = bench.tried(levers, most)
    if at_most is None or not enough(bench.each, at_most):
        return None
    low, high = 0, math.ceil(most / STEP - 1e-9)
    low_margin = margin(bench.each, bench.sample)
    high_margin = margin(bench.each, at_most)
    while high - low > 1:
        share = 0.5
        if low_margin < 0 < high_margin:
            share = -low_margin / (high_margin - low_margin)
        middle = min(high - 1, max(low + 1, low + math.ceil(share * (high - low))))
        found = bench.tried(levers, middle * STEP)
        if found is not None and enough(bench.each, found):
            high, high_margin = middle, margin(bench.each, found)
        else:
            low = middle
            low_margin = margin(bench.each, found) if found is not None else low_margin
    return min(high * STEP, most)


def _proven(
    bench: _Bench, levers: Mapping[str, Lever], keys: tuple[str, ...], change: float
) -> Mend:
    """Try a mend on other random numbers, and go further where they do not prove it."""
    assert bench.plant.agreement is not None, "a plant without an agreement"
    moved = [levers[key] for key in keys]
    most = min(lever.most_change for lever in moved)
    probability = wanted_probability(bench.plant.agreement, bench.each)
    other = replace(bench.asked, seed=bench.asked.seed + FRESH)
    while True:
        fresh = bench.tried(moved, change, other)
        sample = bench.tried(moved, change, bench.asked)
        assert fresh is not None, "a mend that runs on one seed"
        assert sample is not None, "a mend that was tried"
        verdict = verdict_of(fresh, probability)
        clear = enough(bench.each, sample) and enough(bench.each, fresh)
        if (verdict == "met" and clear) or change >= most:
            break
        change = min(most, change + STEP)
    return Mend(
        keys, change, changes_by(bench.plant, moved, change), sample, fresh, verdict,
        price_of(bench.plant, moved, change),
    )  # fmt: skip


def price_of(plant: Plant, levers: Sequence[Lever], change: float) -> float | None:
    """Give what a change costs; none where a lever has no cost."""
    total = 0.0
    for lever in levers:
        if lever.cost_per_percent is None or plant.money is None:
            return None
        amount = lever.cost_per_percent * 100 * change
        total += in_account(plant.money, amount, lever.currency)
    return total


def together(mends: Mapping[str, Mend]) -> dict[str, float | int]:
    """Give the changes of all mends; where two move one number, the further one."""
    found: dict[str, tuple[float, float | int]] = {}
    for each in mends.values():
        for path, value in each.changes.items():
            if path not in found or each.change > found[path][0]:
                found[path] = (each.change, value)
    return {path: value for path, (_, value) in found.items()}
