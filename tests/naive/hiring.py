"""People of a pipeline followed month by month, and the best of all plans there are.

Written from the words of the guide, not from the program: everyone who comes is a
cohort that loses its share each month.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence

from zauyt.plant.pipeline import Pipeline

Decisions = Mapping[tuple[str, str, int], float]


def followed(
    pipeline: Pipeline, wanted: Mapping[str, Sequence[float]], decided: Decisions
) -> tuple[float, dict[str, list[float]]]:
    """Give the cost of decisions, and for how many people count by skill and month.

    The cost is infinite where a limit of the region or of the centre is passed.
    """
    months = len(next(iter(wanted.values())))
    costs, learning = pipeline.costs, pipeline.on_the_job
    old = {skill: float(pipeline.experienced.get(skill, 0)) for skill in wanted}
    young: dict[str, list[list[float]]] = {skill: [] for skill in wanted}
    cost, counting = 0.0, {skill: [] for skill in wanted}
    for month in range(months):
        for skill in wanted:
            if month:
                old[skill] *= 1 - pipeline.leaving.later
                for cohort in young[skill]:
                    first = cohort[0] < 12
                    leaving = pipeline.leaving
                    cohort[1] *= 1 - (leaving.first_year if first else leaving.later)
                    cohort[0] += 1
        cost += _arrivals(pipeline, decided, month, old, young)
        inside = _inside(pipeline, decided, month)
        if not _allowed(pipeline, decided, month, inside):
            return math.inf, counting
        for name, trainees in inside.items():
            course = pipeline.courses[name]
            cost += trainees * (costs.wage_per_month + course.cost_per_month)
        for skill, numbers in wanted.items():
            there = old[skill] + sum(people for _, people in young[skill])
            work = old[skill] + sum(
                people * (1 if age >= learning.months
                          else learning.output - learning.mentor)
                for age, people in young[skill]
            )  # fmt: skip
            cost += there * costs.wage_per_month
            cost += costs.short_per_month * max(0.0, numbers[month] - work)
            counting[skill].append(work)
    return cost, counting


def _arrivals(
    pipeline: Pipeline, decided: Decisions, month: int,
    old: dict[str, float], young: dict[str, list[list[float]]],
) -> float:  # fmt: skip
    """Let people come and go to courses; give what hiring them costs."""
    hired = 0.0
    for (kind, name, begins), people in decided.items():
        if kind in ("hire", "school") and begins == month:
            skill = name if kind == "hire" else pipeline.schools[name].skill
            if skill in young:
                young[skill].append([0, people])
            hired += people
        elif kind == "course":
            course = pipeline.courses[name]
            if begins == month:
                if course.from_skill is None:
                    hired += people
                elif course.from_skill in old:
                    old[course.from_skill] -= people
            if begins + course.months == month:
                if course.skill in young:
                    young[course.skill].append([0, people * course.passed])
                if course.from_skill is not None and course.from_skill in old:
                    old[course.from_skill] += people * (1 - course.passed)
    return hired * pipeline.costs.hire


def _inside(pipeline: Pipeline, decided: Decisions, month: int) -> dict[str, float]:
    return {
        name: sum(
            people
            for (kind, other, begins), people in decided.items()
            if kind == "course" and other == name
            and begins <= month < begins + course.months
        )
        for name, course in pipeline.courses.items()
    }  # fmt: skip


def _allowed(
    pipeline: Pipeline, decided: Decisions, month: int, inside: Mapping[str, float]
) -> bool:
    centre = pipeline.centre
    if sum(inside.values()) > (centre.places if centre else 0):
        return False
    trainers = sum(
        people / pipeline.courses[name].trainees_per_trainer
        for name, people in inside.items()
    )
    if trainers > (centre.trainers if centre else 0) + 1e-9:
        return False
    fresh = {n for n, course in pipeline.courses.items() if course.from_skill is None}
    begun = [(begins, people) for (kind, name, begins), people in decided.items()
             if kind == "course" and name in fresh]  # fmt: skip
    market = pipeline.untrained
    if sum(people for _, people in begun) > (market.people if market else 0):
        return False
    now = sum(people for begins, people in begun if begins == month)
    if now > (market.arrivals_per_month if market else 0):
        return False
    return all(
        sum(people for (kind, name, _), people in decided.items()
            if kind == "hire" and name == skill) <= each.people
        and decided.get(("hire", skill, month), 0) <= each.arrivals_per_month
        for skill, each in pipeline.skilled.items()
    )  # fmt: skip


def best_of_all(
    pipeline: Pipeline,
    wanted: Mapping[str, Sequence[float]],
    most: Mapping[tuple[str, str, int], int],
) -> float:
    """Give the least cost of all whole decisions up to ``most``."""
    choices = list(most)
    every = itertools.product(*(range(most[choice] + 1) for choice in choices))
    return min(
        followed(pipeline, wanted, dict(zip(choices, numbers, strict=True)))[0]
        for numbers in every
    )
