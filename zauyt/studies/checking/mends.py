"""The smallest change of the plan that would keep a commitment.

First all levers are moved as far as they go: if that is not enough, nothing is. Then
each by itself, and two that move by the same share. Every try is on the random numbers
of the verdict, and a few runs suffice: what they gain over the same runs of the plan as
it stands is added to what all of its runs made. A change is enough when the mean clears
the amount by so many spreads that nearly every run keeps it. It is then proven on other
random numbers, in as many runs as the verdict, and goes further where those ask for it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from zauyt.errors import NoAnswer, WrongInput
from zauyt.plant.agreement import Lever, Obligation
from zauyt.plant.plant import Plant
from zauyt.studies.checking.content import roadmap
from zauyt.studies.checking.launched import of_launch
from zauyt.studies.checking.levers import (
    changes_by,
    levers_of,
    most_of,
    price_of,
    share_of,
    stated,
)
from zauyt.studies.checking.sample import Asked, Sample, wanted
from zauyt.studies.checking.samples import sample_of
from zauyt.studies.checking.verdicts import Verdict, verdict_of, wanted_probability

Told = Callable[[], None]

SCREEN_RUNS = 8
"""Runs by which levers are put in order."""
LAUNCH_RUNS = 20
"""Runs of a launch, which are long, by which the least change is searched for; of
all else it is as many as the verdict has."""
LEADING = 4
"""Levers that are tried two at a time."""
STEP = 0.005
"""Relative change to which the smallest one is found."""
SPREADS = 3.3
"""Standard deviations between the mean and the amount: 1 in 2,000 by a normal law."""
PROVEN_SPREADS = 3.0
"""The same on other random numbers, whose spread is an estimate, too."""
HOPELESS = 1.0
"""Spreads by which all levers may fall short in a few runs before they are given up."""
FARTHER = 2.0
"""A choice is left out whose guessed change is so many times that of the best."""
FRESH = 1_000_003
"""Added to the seed for the runs that prove a mend."""


@dataclass(frozen=True)
class Mend:
    """A change that would keep a commitment; ``change`` is relative, if it is one."""

    levers: tuple[str, ...]
    change: float | None
    changes: Mapping[str, Any]
    fresh: Sample
    """What it made of the commitment on other random numbers."""
    verdict: Verdict
    cost: float | None = None


@dataclass(frozen=True)
class Beyond:
    """What a commitment comes to when the levers that were tried move all they can."""

    levers: tuple[str, ...]
    sample: Sample
    moves: bool = True
    """Whether it comes to anything else than it does as the plan stands."""


@dataclass(frozen=True)
class _Choice:
    """Levers moved together, and by how much the few runs clear the amount then."""

    keys: tuple[str, ...]
    most: float
    margin: float
    sample: Sample


@dataclass(frozen=True)
class _Bench:
    """What is tried: a commitment of a plant, and with which runs."""

    plant: Plant
    name: str
    each: Obligation
    levers: Mapping[str, Lever]
    sample: Sample
    """What becomes of it as the plan stands."""
    asked: Asked
    told: Told

    def tried(self, keys: Iterable[str], change: float, asked: Asked) -> Sample | None:
        """Give what becomes of it when levers move; none where the plant cannot run."""
        try:
            moved = changes_by(self.plant, [self.levers[key] for key in keys], change)
            other = self.plant.change(stated(self.plant, moved))
            return sample_of(other, [self.name], asked)[self.name]
        except (WrongInput, NoAnswer):
            return None  # that plant is no plan: it breaks a rule or locks itself up
        finally:
            self.told()

    @property
    def search_runs(self) -> int:
        """Give the runs by which the least change is searched for."""
        return LAUNCH_RUNS if of_launch(self.plant, self.each) else self.asked.runs

    def few(self, runs: int) -> Asked:
        """Give how a few runs are asked for, on the numbers of the verdict."""
        return replace(self.asked, runs=min(self.asked.runs, runs), brief=True)

    def chosen(self, keys: tuple[str, ...], most: float, runs: int) -> _Choice | None:
        """Give levers moved by a share, as a few runs see it."""
        found = self.tried(keys, most, self.few(runs))
        if found is None:
            return None
        return _Choice(keys, most, gained(self.each, self.sample, found), found)

    def score(self, keys: tuple[str, ...], change: float) -> float:
        """Give what the choice goes by: the cost where all have one, else the share."""
        moved = [self.levers[key] for key in keys]
        price = price_of(self.plant, moved, change)
        if price is not None:
            return price
        return share_of(self.plant, changes_by(self.plant, moved, change))


def mend(
    plant: Plant, name: str, sample: Sample, asked: Asked, told: Told
) -> Mend | Beyond | None:
    """Give the least change that keeps a commitment, or how far what there is goes.

    None where nothing could be moved.
    """
    assert plant.agreement is not None, "a plant without an agreement"
    each = plant.agreement.commitments[name]
    levers = levers_of(plant, each)
    bench = _Bench(plant, name, each, levers, sample, asked, told)
    if each.measure == "local_content":
        found = _by_parts(bench)
        if found is not None or not plant.agreement.levers:
            return found
    if not levers:
        return None
    far = _farthest(bench)
    if far is not None and far.margin < -HOPELESS * _spread(sample):
        return _beyond(bench, far)
    best = _least(bench, _singles(bench)) or _least(bench, _pairs(bench, far))
    if best is not None:
        return _proven(bench, best)
    return None if far is None else _beyond(bench, far)


def _beyond(bench: _Bench, far: _Choice) -> Beyond:
    """Say how far the levers go, and whether they move anything at all."""
    after, before = far.sample.values, bench.sample.values[: far.sample.runs]
    return Beyond(far.keys, far.sample, not np.allclose(after, before, rtol=1e-6))


def _farthest(bench: _Bench) -> _Choice | None:
    """Give all levers moved as far as they go; by all runs where a few all keep it."""
    keys = tuple(bench.levers)
    far = bench.chosen(keys, 1.0, SCREEN_RUNS)
    if far is None or far.margin >= 0 or far.sample.kept < far.sample.runs:
        return far
    return bench.chosen(keys, 1.0, bench.asked.runs)


def _by_parts(bench: _Bench) -> Mend | None:
    """Give the fewest parts from here that keep a commitment of content."""
    found = roadmap(bench.plant, bench.each, bench.asked)
    bench.told()
    if not found:
        return None
    other = bench.plant.change(dict(found))
    fresh = sample_of(other, [bench.name], _fresh(bench.asked))[bench.name]
    assert fresh is not None, "content that was told before"
    verdict = verdict_of(fresh, _probability(bench))
    return Mend(("parts",), None, found, fresh, verdict) if verdict == "met" else None


def margin(each: Obligation, sample: Sample, spreads: float) -> float:
    """Give by how much the values keep clear of the amount, less their spread."""
    room = float(np.mean(sample.values)) - wanted(each)
    sign = -1.0 if each.at_most is not None else 1.0
    return sign * room - spreads * _spread(sample)


def gained(each: Obligation, base: Sample, few: Sample) -> float:
    """Give the margin of a changed plan from a few runs of it.

    Run by run they are compared with those of the plan as it stands, and what they
    gain, in mean and in spread, is put upon all of its runs.
    """
    after, every = np.array(few.values), np.array(base.values)
    before = every[: after.size]
    mean = float(every.mean() + (after - before).mean())
    spread = float(after.std(ddof=1)) if after.size > 1 else 0.0
    own = float(before.std(ddof=1)) if after.size > 1 else 0.0
    if own > 0:
        spread *= _spread(base) / own
    sign = -1.0 if each.at_most is not None else 1.0
    return sign * (mean - wanted(each)) - SPREADS * spread


def _spread(sample: Sample) -> float:
    return float(np.std(sample.values, ddof=1)) if len(sample.values) > 1 else 0.0


def _enough(choice: _Choice) -> bool:
    return choice.margin >= 0 and choice.sample.kept == choice.sample.runs


def _singles(bench: _Bench) -> list[_Choice]:
    """Give each lever moved as far as it goes."""
    tried = [
        bench.chosen((key,), most_of(bench.plant, lever), SCREEN_RUNS)
        for key, lever in bench.levers.items()
    ]
    return [choice for choice in tried if choice is not None]


def _pairs(bench: _Bench, far: _Choice | None) -> list[_Choice]:
    """Give two levers at a time, of those that are missed most when all others move.

    Where lines keep pace with one another none does anything by itself.
    """
    leading = list(bench.levers)
    if len(leading) > LEADING and far is not None:
        missed = {}
        for key in bench.levers:
            others = tuple(name for name in bench.levers if name != key)
            found = bench.chosen(others, 1.0, SCREEN_RUNS)
            missed[key] = far.margin - found.margin if found is not None else 0.0
        leading.sort(key=lambda key: -missed[key])
    tried = []
    for keys in itertools.combinations(leading[:LEADING], 2):
        most = min(most_of(bench.plant, bench.levers[key]) for key in keys)
        tried.append(bench.chosen(keys, most, SCREEN_RUNS))
    return [choice for choice in tried if choice is not None]


def _least(bench: _Bench, choices: Sequence[_Choice]) -> _Choice | None:
    """Give the choice of levers that is cheapest, or else moves least, and how far."""
    start = margin(bench.each, bench.sample, SPREADS)

    def guess(choice: _Choice) -> float:
        share = -start / (choice.margin - start) if choice.margin > start else 1.0
        # Rounded: of levers that tie, the one named first is the narrower.
        return round(bench.score(choice.keys, choice.most * min(share, 1.0)), 9)

    slack = HOPELESS * _spread(bench.sample)
    best: _Choice | None = None
    for choice in sorted((c for c in choices if c.margin >= -slack), key=guess):
        most = choice.most
        if best is not None:
            score = bench.score(best.keys, best.most)
            if guess(choice) > FARTHER * score:
                break
            most = _below(bench, choice, score)
        least = bench.chosen(choice.keys, most, bench.search_runs) if most else None
        if least is not None and _enough(least):
            best = _smallest(bench, least, start)
    return best


def _below(bench: _Bench, choice: _Choice, score: float) -> float:
    """Give the largest change of some levers that is better than a score."""
    steps = math.ceil(choice.most / STEP - 1e-9)
    while steps > 0 and bench.score(choice.keys, steps * STEP) >= score:
        steps -= 1
    return min(steps * STEP, choice.most)


def _smallest(bench: _Bench, choice: _Choice, start: float) -> _Choice:
    """Give the least change that is enough, in whole steps or the most itself.

    Between what is enough and what is not, the next try is where a straight line
    between the two says.
    """
    low, high = 0, math.ceil(choice.most / STEP - 1e-9)
    low_margin, best = start, choice
    while high - low > 1:
        share = 0.5
        if low_margin < 0 < best.margin:
            share = -low_margin / (best.margin - low_margin)
        middle = min(high - 1, max(low + 1, low + math.ceil(share * (high - low))))
        found = bench.chosen(choice.keys, middle * STEP, bench.search_runs)
        if found is not None and _enough(found):
            high, best = middle, found
        else:
            low = middle
            low_margin = found.margin if found is not None else low_margin
    return best


def _proven(bench: _Bench, choice: _Choice) -> Mend | Beyond:
    """Try a mend on other random numbers, and go further where they do not prove it."""
    most = min(most_of(bench.plant, bench.levers[key]) for key in choice.keys)
    start = margin(bench.each, bench.sample, SPREADS)
    gain = max(choice.margin - start, 1e-12) / max(choice.most, 1e-12)
    change = choice.most
    while True:
        fresh = bench.tried(choice.keys, change, _fresh(bench.asked))
        if fresh is None:
            return Beyond(choice.keys, choice.sample)
        verdict = verdict_of(fresh, _probability(bench))
        lacking = -margin(bench.each, fresh, PROVEN_SPREADS)
        if verdict == "met" and lacking <= 0:
            break
        if change >= most:
            return Beyond(choice.keys, fresh)
        steps = max(1, math.ceil(min(lacking / gain, most) / STEP))
        change = min(most, change + steps * STEP)
    moved = [bench.levers[key] for key in choice.keys]
    changes = changes_by(bench.plant, moved, change)
    return Mend(
        choice.keys, share_of(bench.plant, changes), changes, fresh, verdict,
        price_of(bench.plant, moved, change),
    )  # fmt: skip


def _fresh(asked: Asked) -> Asked:
    return replace(asked, seed=asked.seed + FRESH)


def _probability(bench: _Bench) -> float:
    assert bench.plant.agreement is not None, "a plant without an agreement"
    return wanted_probability(bench.plant.agreement, bench.each)


def together(plant: Plant, mends: Iterable[Mend]) -> dict[str, Any]:
    """Give the changes of all mends as a file states them.

    Where two move one number, the further one; of a part, the earlier decision.
    """
    found: dict[str, tuple[float, Any]] = {}
    for each in mends:
        for path, value in each.changes.items():
            far = each.change
            if far is None:
                far = -float(value["decided"])
            if path not in found or far > found[path][0]:
                found[path] = (far, value)
    return stated(plant, {path: value for path, (_, value) in found.items()})
