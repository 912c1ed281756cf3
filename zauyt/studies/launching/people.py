"""People as the monthly plan brings them, felt by the line.

The plan of the pipeline says, by skill and month, for how many experienced people those
who are there count. What they lack of the people on the books of the shifts that are
worked is missing in each of them; newcomers take longer and make more that is rejected,
in proportion to their share of the skill. All of it goes into the plant as dated
values, so that the simulator feels it as it feels everything else.
"""

from __future__ import annotations

from collections.abc import Mapping

from zauyt.plant.checks.schooling import booked_steps
from zauyt.plant.line import stations_of
from zauyt.plant.plant import Plant
from zauyt.studies.staffing.pipeline import (
    Plan,
    month_of,
    solved,
    stepped,
    wanted_by_month,
)

SCALES = ("work", "rejects")
LEAST_FELT = 0.005
"""Change of a factor that is not worth a step."""


def plan_of(plant: Plant) -> Plan | None:
    """Give the monthly plan of a plant's pipeline, if it has one."""
    if plant.pipeline is None:
        return None
    wanted = wanted_by_month(plant)
    return solved(plant.pipeline, wanted)[0] if wanted else None


def with_people(plant: Plant, plan: Plan | None) -> Plant:
    """Give the plant with the people of a plan."""
    if plan is None:
        return plant
    changes: dict[str, object] = {}
    for skill in plan.wanted:
        if plant.people[skill].by_shift is not None:
            there = _there(plant, plan, skill)
            if min(there.values()) < 1:
                changes[f"people.{skill}.there_from"] = there
        lines = _lines(plant, skill)
        for scales in SCALES:
            factors = _factors(plan, skill, scales)
            chosen = lines if scales == "work" else _inspected(plant, lines)
            if chosen and max(factors.values()) > 1:
                changes[f"launch.newcomers_{skill}_{scales}"] = {
                    "lines": chosen, "scales": scales, "by_date": factors,
                }  # fmt: skip
    return plant.change(changes) if changes else plant


def _there(plant: Plant, plan: Plan, skill: str) -> dict[str, float]:
    """Give for what share of those on the books the people there count, by month."""
    books = stepped(plan.pipeline, {skill: booked_steps(plant, skill)}, plan.months)
    shares = {}
    for month, count in enumerate(books[skill].tolist()):
        share = min(1.0, plan.work(skill, month) / count) if count > 0 else 1.0
        shares[month_of(plan.pipeline, month).isoformat()] = round(max(share, 0.0), 4)
    return shares


def _factors(plan: Plan, skill: str, scales: str) -> dict[str, float]:
    """Give how many times longer, or more often rejected, by month."""
    most = getattr(plan.pipeline.on_the_job, scales)
    found: dict[str, float] = {}
    last = 0.0
    for month in range(plan.months):
        people = plan.people(skill, month)
        share = plan.newcomers(skill, month) / people if people > 0 else 0.0
        factor = round(1 + share * (most - 1), 4)
        if abs(factor - last) >= LEAST_FELT:
            found[month_of(plan.pipeline, month).isoformat()] = last = factor
    return found


def _lines(plant: Plant, skill: str) -> list[str]:
    """Give the lines whose crews have a skill."""
    return [
        name
        for name, line in plant.lines.items()
        if any(skill in station.crew for station in stations_of(line).values())
    ]


def _inspected(plant: Plant, lines: list[str]) -> list[str]:
    return [name for name in lines if len(plant.lines[name].outcomes) > 1]


def more_people(plant: Plant) -> Mapping[str, Plant]:
    """Give the plants whose pipeline has one more of something, by what it is.

    ``class``: one more trainer, and places for those whom one trainer takes.
    ``hiring``: everything begins a month earlier.
    """
    pipeline = plant.pipeline
    assert pipeline is not None, "more people of no pipeline"
    found: dict[str, Plant] = {}
    before = month_of(pipeline, -1)
    found["hiring"] = plant.change({"pipeline.start": before})
    if pipeline.centre is not None and pipeline.courses:
        taken = max(c.trainees_per_trainer for c in pipeline.courses.values())
        changes: dict[str, object] = {
            "pipeline.centre.places": pipeline.centre.places + taken,
            "pipeline.centre.trainers": pipeline.centre.trainers + 1,
        }
        untrained = pipeline.untrained
        if untrained is None or pipeline.centre.places + taken <= untrained.people:
            found["class"] = plant.change(changes)
    return found
