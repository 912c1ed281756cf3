"""What the runs with doubt made of a commitment, and how they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from zauyt.arrays.network import calendar_of
from zauyt.plant.agreement import Obligation
from zauyt.plant.plant import Plant

Made = TypeVar("Made")


@dataclass(frozen=True)
class Sample:
    """What the runs with doubt made of a commitment.

    ``values`` has one number a run, in the order of the runs' numbers.
    """

    study: str
    table: str
    value: float
    kept: int
    runs: int
    values: tuple[float, ...] = ()
    unseen: int = 0
    """Runs of a launch in which no vehicle was seen; each counts as one on the day
    after those that were looked at."""


@dataclass(frozen=True)
class Asked:
    """How many runs, from which seed, on how many threads.

    ``brief`` runs say enough to compare plants with one another: where the plant is
    the same all year, some weeks stand for it. ``known`` keeps what has been run, so
    that commitments that read the same year share its runs.
    """

    runs: int
    seed: int
    workers: int
    brief: bool = False
    known: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, plant: Plant, key: Hashable, make: Callable[[], Made]) -> Made:
        """Give what is made of a plant by these runs, made the first time only."""
        # What is promised about a plant changes nothing of what it does.
        own = plant.model_copy(update={"agreement": None}).id
        whole = (own, self.runs, self.seed, self.brief, key)
        if whole not in self.known:
            self.known[whole] = make()
        made: Made = self.known[whole]
        return made


def kept(each: Obligation, value: float) -> bool:
    """Tell whether a value keeps a commitment."""
    if each.at_most is not None:
        return value <= each.at_most
    return value >= wanted(each)


def wanted(each: Obligation) -> float:
    """Give the amount promised; of a first vehicle, that it needs no day more."""
    if each.at_least is not None:
        return each.at_least
    return each.at_most if each.at_most is not None else 0.0


def measured(
    each: Obligation, study: str, table: str, values: Sequence[float]
) -> Sample:
    """Give what the runs made of a commitment."""
    numbers = tuple(float(value) for value in values)
    count = sum(kept(each, value) for value in numbers)
    mean = sum(numbers) / len(numbers)
    return Sample(study, table, mean, count, len(numbers), numbers)


def on_calendar(plant: Plant, name: str | None) -> Plant:
    """Give the plant whose lines work by another shift pattern.

    Lines that share the calendar of the line where vehicles are counted move to it;
    those with calendars of their own keep them.
    """
    main = main_calendar(plant)
    if name is None or main is None or name == main:
        return plant
    changes: dict[str, Any] = {
        f"lines.{line}.calendar": name
        for line, each in plant.lines.items()
        if calendar_of(plant, each) == main
    }
    return plant.change(changes)


def main_calendar(plant: Plant) -> str | None:
    """Give the calendar of the line where vehicles are counted."""
    point = plant.target.count_point if plant.target is not None else "buy_off"
    counted = [
        line for line in plant.lines.values() if line.count_point in (point, None)
    ]
    named = [line for line in counted if line.count_point == point]
    return calendar_of(plant, (named or counted)[-1])
