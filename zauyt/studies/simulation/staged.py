"""More runs, in stages fixed beforehand, until the target is settled or is not.

Looking and running on until one likes what one sees would prove nothing. The runs at
every look, and the error spent there, are fixed before the first run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from zauyt.plant.plant import Plant
from zauyt.results.result import Figure, Note
from zauyt.results.summary import probability_figure
from zauyt.runs.measure import Measured
from zauyt.statistics.probability import (
    Stage,
    probability_at_least,
    probability_at_most,
    stages,
    verdict,
)

LEVEL = 0.95

Carry = Callable[[range], list[Measured]]
"""Carries out the runs of these numbers."""


@dataclass(frozen=True)
class Looks:
    """The plan of looks, and what each look taken so far has seen."""

    wanted_vehicles: float
    wanted: float
    plan: tuple[Stage, ...]
    successes: list[int] = field(default_factory=list)

    @property
    def most_runs(self) -> int:
        """Give the runs at the last look."""
        return self.plan[-1].runs

    @property
    def level(self) -> float:
        """Give the level at which an interval holds at whichever look it is taken."""
        return 1 - (1 - LEVEL) / len(self.plan)


def planned(plant: Plant, *, first: int, looks: int) -> Looks | None:
    """Plan as many looks as asked, each at twice the runs.

    Nothing is planned without a target, or with one that is certainty.
    """
    if plant.target is None or not 0 < plant.target.probability < 1:
        return None
    wanted = plant.target.probability
    runs = [first * 2**look for look in range(looks)]
    plan = stages(wanted, runs, level=LEVEL)
    return Looks(plant.target.vehicles_per_year, wanted, plan)


def go_on(
    looks: Looks | None,
    runs: list[Measured],
    carry: Carry,
    a_year: Callable[[Measured], float],
) -> None:
    """Carry out more runs after the first ones until a look settles the target.

    They are added to ``runs``; ``a_year`` gives a run's vehicles in a year.
    """
    if looks is None:
        return

    def reached() -> int:
        return sum(a_year(run) >= looks.wanted_vehicles for run in runs)

    looks.successes.append(reached())
    while verdict(looks.plan, looks.successes) == "more_runs":
        stage = looks.plan[len(looks.successes)]
        runs += carry(range(len(runs), stage.runs))
        looks.successes.append(reached())


def probability(looks: Looks) -> Figure:
    """Give the probability of the target, between bounds that hold at any look."""
    total = looks.plan[len(looks.successes) - 1].runs
    reached = [run < looks.successes[-1] for run in range(total)]
    return probability_figure(reached, looks.level)


def told(looks: Looks | None, headline: dict[str, Figure]) -> list[Note]:
    """Give what the looks proved, and put the probability into the headline."""
    if looks is None:
        return []
    headline["target_probability"] = probability(looks)
    total, reached = looks.plan[len(looks.successes) - 1].runs, looks.successes[-1]
    said = verdict(looks.plan, looks.successes)
    numbers = {"probability": looks.wanted, "successes": reached, "runs": total}
    if said != "missed":
        numbers["low"] = probability_at_least(reached, total, looks.level)
    if said != "met":
        numbers["high"] = probability_at_most(reached, total, looks.level)
    return [Note(f"target.{said}", numbers)]
