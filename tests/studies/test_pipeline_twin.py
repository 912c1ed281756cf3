"""The monthly plan against people followed one month after another, and all plans."""

from __future__ import annotations

import datetime
import random

import numpy as np
import pytest
from naive.hiring import best_of_all, followed

from tests.tried import of_case, tried
from zauyt.plant.pipeline import Pipeline
from zauyt.studies.staffing.pipeline import solved
from zauyt.studies.staffing.program import program
from zauyt.studies.staffing.reached import carried_out

PIPELINES = tried("ZAUYT_PIPELINES", 24)
MONTHS = 4


def random_pipeline(number: int) -> tuple[Pipeline, dict[str, list[float]]]:
    """Give a small pipeline of two skills with every kind of source."""
    draw = random.Random(number)
    share = lambda low, high: round(draw.uniform(low, high), 2)  # noqa: E731
    keys = {
        "start": datetime.date(2026, 1, 1),
        "experienced": {"a": draw.randint(0, 3), "b": draw.randint(0, 1)},
        "skilled": {"a": {"people": draw.randint(1, 2), "arrivals_per_month": 1}},
        "untrained": {"people": draw.randint(1, 4), "arrivals_per_month": 2},
        "schools": {
            "s": {"skill": draw.choice("ab"), "intake": {"2025-11-01": 2},
                  "months": draw.randint(2, 5), "finish": 1.0, "join": 0.5},
        },
        "courses": {
            "new": {"skill": "a", "months": draw.randint(1, 2),
                    "passed": share(0.5, 1), "trainees_per_trainer": 2,
                    "cost_per_month": share(0, 1)},
            "cross": {"skill": "b", "from_skill": "a", "months": draw.randint(1, 3),
                      "passed": share(0.5, 1), "trainees_per_trainer": 3},
        },
        "centre": {"places": draw.randint(0, 3), "trainers": draw.randint(0, 2)},
        "on_the_job": {"months": draw.randint(0, 2), "output": share(0.3, 1),
                       "mentor": share(0, 0.3)},
        "leaving": {"first_year": share(0, 0.2), "later": share(0, 0.1)},
        "costs": {"wage_per_month": 1.0, "hire": share(0, 2),
                  "short_per_month": float(draw.randint(1, 12))},
    }  # fmt: skip
    wanted = {
        "a": sorted(float(draw.randint(0, 5)) for _ in range(MONTHS)),
        "b": sorted(float(draw.randint(0, 3)) for _ in range(MONTHS)),
    }
    return Pipeline.model_validate(keys), wanted


def most_of(pipeline: Pipeline, wanted) -> dict[tuple[str, str, int], int]:
    """Give how many of each choice there can be; those that cannot be are left out."""
    asked = program(pipeline, {k: np.array(v) for k, v in wanted.items()})
    bound = {"hire": 1, "school": 1, "course": 2}
    return {
        choice: int(min(bound[choice[0]], upper))
        for choice, upper in zip(asked.choices, asked.upper, strict=True)
        if choice[0] != "short" and upper >= 1
        # who begins in the last months comes too late to count
        and not (choice[0] == "course"
                 and choice[2] + pipeline.courses[choice[1]].months >= MONTHS)
    }  # fmt: skip


@pytest.mark.parametrize("number", PIPELINES)
def test_no_plan_costs_less_than_the_one_found(number):
    pipeline, wanted = random_pipeline(number)
    numbers = {skill: np.array(each) for skill, each in wanted.items()}
    plan, _, _ = solved(pipeline, numbers)
    decided = {c: n for c, n in plan.chosen.items() if c[0] != "short"}
    with of_case(f"pipeline {number}"):
        cost, counting = followed(pipeline, wanted, decided)
        old = sum(
            pipeline.experienced.get(skill, 0) * (1 - pipeline.leaving.later) ** month
            for skill in wanted
            for month in range(MONTHS)
        )
        # The wages of those there before are paid whatever is decided.
        assert plan.cost + old == pytest.approx(cost, abs=1e-6)
        for skill in wanted:
            found = [plan.work(skill, month) for month in range(MONTHS)]
            assert found == pytest.approx(counting[skill], abs=1e-9)
        best = best_of_all(pipeline, wanted, most_of(pipeline, wanted))
        assert plan.cost + old <= best * (1 + 1e-3) + 1e-6


@pytest.mark.parametrize("number", PIPELINES[:12])
def test_a_plan_carried_out_as_planned_costs_what_was_planned(number):
    pipeline, wanted = random_pipeline(number)
    numbers = {skill: np.array(each) for skill, each in wanted.items()}
    plan, _, _ = solved(pipeline, numbers)
    came = carried_out(plan, pipeline, numbers)
    assert came.cost == pytest.approx(plan.cost, abs=1e-6)
    short = sum(n for (kind, *_), n in plan.chosen.items() if kind == "short")
    assert came.short.sum() == pytest.approx(short, abs=1e-6)


def test_what_a_draw_does_not_allow_is_left_out_the_last_first():
    pipeline, _ = random_pipeline(3)
    more = pipeline.model_copy(
        update={
            "untrained": pipeline.untrained.model_copy(
                update={"people": 40, "arrivals_per_month": 6.0}
            ),
            "centre": pipeline.centre.model_copy(update={"places": 9, "trainers": 9}),
            "costs": pipeline.costs.model_copy(update={"short_per_month": 50.0}),
            "on_the_job": pipeline.on_the_job.model_copy(update={"months": 0}),
        }
    )
    numbers = {"a": np.array([0.0, 0, 20, 20]), "b": np.zeros(4)}
    plan, _, _ = solved(more, numbers)
    begun = [plan.number("course", "new", month) for month in range(MONTHS)]
    assert sum(begun) > 4, "the plan fills courses"
    fewer = more.model_copy(
        update={"untrained": more.untrained.model_copy(update={"people": 4})}
    )
    came = carried_out(plan, fewer, numbers)
    allowed = followed(
        fewer, {k: v.tolist() for k, v in numbers.items()},
        {c: n for c, n in plan.chosen.items() if c[0] != "short"},
    )[0]  # fmt: skip
    assert allowed == np.inf, "the plan as it stands is not allowed"
    assert np.isfinite(came.cost)
    assert came.short.sum() > carried_out(plan, more, numbers).short.sum()
