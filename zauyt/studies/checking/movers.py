"""The few numbers in doubt that move a commitment most.

Rank correlation (Spearman) of what was drawn with what came out, over the runs with
doubt. With so many numbers some correlate by chance, so the level is shared among them
all (Bonferroni): what is listed is clear of zero even so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.statistics.interval import Interval
from zauyt.statistics.sensitivity import rank_correlation
from zauyt.studies.checking.content import decided
from zauyt.studies.checking.sample import Asked, Sample
from zauyt.studies.localisation.choices import choices
from zauyt.studies.localisation.draws import ranges as content_ranges
from zauyt.studies.simulation import doubt
from zauyt.studies.staffing import draws as staff_draws

MOST = 5
LEVEL = 0.95


@dataclass(frozen=True)
class Mover:
    """A number in doubt, or several that share theirs."""

    fact: str
    paths: tuple[str, ...]
    correlation: Interval


def movers(plant: Plant, sample: Sample, asked: Asked) -> list[Mover]:
    """Give the numbers that clearly move a commitment, the closest tied first."""
    ranges = _ranges(plant, sample)
    if not ranges or len(set(sample.values)) < 2:
        return []
    facts = staff_draws.facts(ranges)
    drawn = [
        doubt.draws(plant, ranges, seed=asked.seed, run=run)
        for run in range(sample.runs)
    ]
    inputs = np.array([[row[paths[0]] for paths in facts.values()] for row in drawn])
    level = 1 - (1 - LEVEL) / len(facts)
    tied = rank_correlation(inputs, np.array(sample.values), level)
    found = [
        Mover(fact, tuple(paths), each)
        for (fact, paths), each in zip(facts.items(), tied, strict=True)
        if math.isfinite(each.low) and each.low * each.high > 0
    ]
    found.sort(key=lambda mover: (-abs(mover.correlation.value), mover.fact))
    return found[:MOST]


def _ranges(plant: Plant, sample: Sample) -> Mapping[str, Evidence]:
    if sample.study == "staff":
        return staff_draws.ranges(plant)
    if sample.study == "simulate":
        return doubt.doubtful(plant)
    if sample.study == "launch":
        people = staff_draws.pipeline_ranges(plant)
        return {**doubt.doubtful(plant), **people}
    if sample.study == "localise":
        made = choices(plant)
        assert plant.content is not None, "content that was told"
        return content_ranges(plant, decided(plant.content, made), made)
    return {}  # the draws of the other studies are theirs
