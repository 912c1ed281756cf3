"""People as the monthly plan brings them, felt by the line.

The plan of the pipeline says, by skill and month, for how many experienced people those
who are there count. What they lack of the people on the books of the shifts that are
worked is missing in each of them; newcomers take longer and make more that is rejected,
in proportion to their share of the skill. All of it goes into the plant as dated
values, so that the simulator feels it as it feels everything else.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from zauyt.plant.checks.schooling import booked_steps
from zauyt.plant.evidence import Evidence
from zauyt.plant.line import stations_of
from zauyt.plant.mature import matured
from zauyt.plant.plant import Plant
from zauyt.studies.staffing import draws
from zauyt.studies.staffing.coming import counted
from zauyt.studies.staffing.groups import groups
from zauyt.studies.staffing.pipeline import (
    Plan,
    month_of,
    solved,
    stepped,
    wanted_by_month,
)
from zauyt.studies.staffing.pools import pools
from zauyt.studies.staffing.reached import met
from zauyt.studies.staffing.year import years

SCALES = ("work", "rejects")
NEWCOMERS = "newcomers_"
"""How the names of what newcomers do begin, in ``launch``."""
LEAST_FELT = 0.005
"""Change of a factor that is not worth a step."""


def counted_people(plant: Plant) -> dict[str, int] | None:
    """Give the people of the mature plant's crews by skill, as `staff` counts them.

    None where the pipeline says itself how many it wants.
    """
    if plant.pipeline is None or not plant.pipeline.wanted_share:
        return None
    mature = matured(plant)
    last = max(plant.pipeline.wanted_share)
    first = datetime.date.fromisoformat(last)
    worked = years(mature, first=first, days=365)
    return counted(pools(mature, groups(mature, worked), worked))


def plan_of(plant: Plant, people: Mapping[str, int] | None) -> Plan | None:
    """Give the monthly plan of a plant's pipeline, if it has one.

    ``people`` are those that the headcount says, by skill.
    """
    if plant.pipeline is None:
        return None
    return solved(plant.pipeline, wanted_by_month(plant, people))[0]


def as_drawn(
    plant: Plant, plan: Plan, ranges: Mapping[str, Evidence], *, seed: int, run: int
) -> Plan:
    """Give what becomes of a plan in a draw of the pipeline's numbers.

    Nobody plans anew: decisions are carried out as far as the draw lets them.
    """
    other = draws.drawn(plant, ranges, seed=seed, run=run)
    assert other.pipeline is not None, "a draw without its pipeline"
    return met(plan, other.pipeline)


def with_people(plant: Plant, plan: Plan | None) -> Plant:
    """Give the plant with the people of a plan."""
    if plan is None:
        return plant
    changes: dict[str, object] = {}
    launch: dict[str, object] = {
        name: event
        for name, event in plant.launch.items()
        if not name.startswith(NEWCOMERS)
    }
    for skill in plan.wanted:
        there = _there(plant, plan, skill)
        short = min(there.values()) < 1
        if short or plant.people[skill].there_from:
            changes[f"people.{skill}.there_from"] = there if short else {}
        lines = _lines(plant, skill)
        for scales in SCALES:
            factors = _factors(plan, skill, scales)
            chosen = lines if scales == "work" else _inspected(plant, lines)
            if chosen and max(factors.values()) > 1:
                launch[f"{NEWCOMERS}{skill}_{scales}"] = {
                    "lines": chosen, "scales": scales, "by_date": factors,
                }  # fmt: skip
    if launch != plant.launch:
        changes["launch"] = launch
    return plant.change(changes) if changes else plant


def _there(plant: Plant, plan: Plan, skill: str) -> dict[str, float]:
    """Give for what share of those on the books the people there count, by month.

    Of a skill without a number of people those on the books are those wanted.
    """
    books = plan.wanted[skill]
    if plant.people[skill].by_shift is not None:
        steps = {skill: booked_steps(plant, skill)}
        books = stepped(plan.pipeline, steps, plan.months)[skill]
    shares = {}
    for month, count in enumerate(books.tolist()):
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
