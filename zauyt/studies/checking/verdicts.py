"""The verdict on a commitment: what the runs prove, how short it falls, what it costs.

*Met* is proven, at a level of 95 %: the chance of keeping it is at least as wanted.
*Missed* is proven, too: it is rather missed than kept. *At risk* is all between, and
whatever so many runs cannot settle. Bounds are exact (Clopper and Pearson 1934),
one-sided, at a number of runs fixed beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zauyt.plant.agreement import DECLARED, Agreement, Obligation
from zauyt.plant.money import in_account
from zauyt.plant.plant import Plant
from zauyt.statistics.probability import probability_at_least, probability_at_most
from zauyt.studies.checking.sample import Sample, kept, wanted

Verdict = Literal["met", "at_risk", "missed", "declared", "cannot_be_told"]

LEVEL = 0.95
EVEN = 0.5
"""Chance below which a commitment is rather missed than kept."""


@dataclass(frozen=True)
class Judged:
    """A commitment and what came of it; money in the currency of answers."""

    name: str
    each: Obligation
    verdict: Verdict
    sample: Sample | None = None
    missing: tuple[str, ...] = ()
    stated: float | None = None
    """Value that the file states, of what is only declared."""

    @property
    def chance(self) -> float | None:
        """Give the share of runs that keep it."""
        return self.sample.kept / self.sample.runs if self.sample else None

    @property
    def proven_low(self) -> float | None:
        """Give the chance that is proven at least."""
        if self.sample is None:
            return None
        return probability_at_least(self.sample.kept, self.sample.runs, LEVEL)

    @property
    def proven_high(self) -> float | None:
        """Give the chance that is proven at most."""
        if self.sample is None:
            return None
        return probability_at_most(self.sample.kept, self.sample.runs, LEVEL)

    @property
    def value(self) -> float | None:
        """Give the value: mean over runs, or what is declared."""
        return self.sample.value if self.sample is not None else self.stated


def verdict_of(sample: Sample, probability: float) -> Verdict:
    """Give what the runs prove of a commitment wanted with some probability."""
    if probability_at_least(sample.kept, sample.runs, LEVEL) >= probability:
        return "met"
    if probability_at_most(sample.kept, sample.runs, LEVEL) < EVEN:
        return "missed"
    return "at_risk"


def wanted_probability(agreement: Agreement, each: Obligation) -> float:
    """Give the chance with which a commitment is to be kept."""
    return each.probability if each.probability is not None else agreement.probability


def declared_value(plant: Plant, each: Obligation) -> float | None:
    """Give the value that the file states of what is not simulated."""
    if each.declared is not None:
        return each.declared
    if each.measure == "area":
        return plant.site.area_ha
    if each.measure == "training_places" and plant.pipeline is not None:
        centre = plant.pipeline.centre
        return float(centre.places) if centre is not None else None
    return None


def is_declared(each: Obligation) -> bool:
    """Tell whether nothing simulates what is promised."""
    return each.measure in DECLARED


def shortfall(judged: Judged) -> float | None:
    """Give by how much the amount is missed, mean over runs; 0 where it is kept.

    Of a first vehicle it is the days by which it is late.
    """
    sample = judged.sample
    if sample is None:
        return None
    values = sample.values or (sample.value,)
    gaps = [
        0.0 if kept(judged.each, value) else abs(wanted(judged.each) - value)
        for value in values
    ]
    return sum(gaps) / len(gaps)


def exposure(plant: Plant, judged: Judged) -> float | None:
    """Give the penalty to be expected, in the currency of answers."""
    each, chance = judged.each, judged.chance
    if chance is None or plant.money is None:
        return None
    paid = (1 - chance) * each.penalty
    paid += each.penalty_per_unit * (shortfall(judged) or 0.0)
    return in_account(plant.money, paid, each.currency)
