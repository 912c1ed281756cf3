"""A launch in doubt: the plant's numbers and those of its pipeline drawn together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.studies.launching.people import as_drawn, with_people
from zauyt.studies.simulation import doubt
from zauyt.studies.staffing.draws import pipeline_ranges
from zauyt.studies.staffing.pipeline import Plan


@dataclass(frozen=True)
class Doubts:
    """What is in doubt: of the plant with its people, and of the people's plan."""

    plant: Plant
    stated: Plant
    plan: Plan | None
    ranges: Mapping[str, Evidence]
    of_people: Mapping[str, Evidence]

    @property
    def numbers(self) -> int:
        """Give how many numbers are drawn anew in each run."""
        return len(self.ranges) + len(self.of_people)

    def drawn(self, *, seed: int, run: int) -> Plant:
        """Give the plant of a draw, manned as the plan comes about in it."""
        other, _ = doubt.doubted(self.plant, self.ranges, seed=seed, run=run)
        if self.plan is None or not self.of_people:
            return other
        plan = as_drawn(self.stated, self.plan, self.of_people, seed=seed, run=run)
        return with_people(other, plan)


def doubts_of(plant: Plant, stated: Plant, plan: Plan | None) -> Doubts:
    """Give what is in doubt of a plant with the people of a plan."""
    of_people = pipeline_ranges(stated) if plan is not None else {}
    return Doubts(plant, stated, plan, doubt.doubtful(plant), of_people)
