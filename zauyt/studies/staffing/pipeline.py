"""The monthly plan of people: hires, courses, transfers that reach what is wanted.

The plan is in whole people (HiGHS, to a gap of 0.1 %); what one more place or one more
month is worth is found in the same program without whole numbers, whose dual says it
for a small change. Each is carried out once more with one more of it: where both agree
the dual holds that far, else the second solution is what counts.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.checks.schooling import MOST_MONTHS, wanted_steps
from zauyt.plant.pipeline import Pipeline
from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.studies.staffing.program import (
    Program,
    comes_in,
    experienced_left,
    people_of,
    program,
    survival,
    work_of,
)

Floats = NDArray[np.float64]

GAP = 1e-3
LEAST_MONTHS = 12
AFTER = 3
"""Months that are planned beyond the last change of what is wanted."""
ALIKE = 1e-6


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan: what was decided, and what it comes to by skill and month."""

    pipeline: Pipeline
    wanted: Mapping[str, Floats]
    chosen: Mapping[tuple[str, str, int], float]
    cost: float
    bound: float

    @property
    def months(self) -> int:
        """Give the number of months."""
        return len(next(iter(self.wanted.values())))

    def people(self, skill: str, month: int) -> float:
        """Give the people of a skill who are there, newcomers too."""
        return self._sum(people_of(self.pipeline, skill, month)) + experienced_left(
            self.pipeline, skill, month
        )

    def work(self, skill: str, month: int) -> float:
        """Give for how many experienced people they count."""
        return self._sum(work_of(self.pipeline, skill, month)) + experienced_left(
            self.pipeline, skill, month
        )

    def came(self, skill: str, month: int) -> float:
        """Give how many come to a skill in a month."""
        return self._sum(dict(comes_in(self.pipeline, skill, month)))

    def newcomers(self, skill: str, month: int) -> float:
        """Give the people who still learn beside others."""
        first = max(month - self.pipeline.on_the_job.months + 1, 0)
        return sum(
            self.came(skill, came) * survival(self.pipeline, month - came)
            for came in range(first, month + 1)
        )

    def number(self, kind: str, name: str, month: int) -> float:
        """Give how many were chosen."""
        return self.chosen.get((kind, name, month), 0.0)

    def _sum(self, parts: Mapping[tuple[str, str, int], float]) -> float:
        return sum(share * self.chosen.get(c, 0.0) for c, share in parts.items())


def wanted_by_month(
    plant: Plant, counted: Mapping[str, int] | None = None, *, after: int = AFTER
) -> dict[str, Floats]:
    """Give the people wanted by skill in each month, from the pipeline's first.

    Parameters
    ----------
    plant
        Plant with a pipeline.
    counted
        People of the headcount by skill, of whom the pipeline may want a share.
    after
        Months beyond the last change of what is wanted.
    """
    assert plant.pipeline is not None, "a plant without a pipeline"
    first = plant.pipeline.start
    steps = wanted_steps(plant, counted)
    last = max((day for days in steps.values() for day in days), default="")
    until = datetime.date.fromisoformat(last) if last else first
    months = (until.year - first.year) * 12 + until.month - first.month + 1 + after
    months = min(max(months, LEAST_MONTHS), MOST_MONTHS)
    return stepped(plant.pipeline, steps, months)


def stepped(
    pipeline: Pipeline, steps: Mapping[str, Mapping[str, int]], months: int
) -> dict[str, Floats]:
    """Give dated numbers by month, each from the month of its date on."""
    first = pipeline.start
    found = {}
    for skill, days in steps.items():
        numbers = np.zeros(months)
        for text, count in sorted(days.items()):
            day = datetime.date.fromisoformat(text)
            place = (day.year - first.year) * 12 + day.month - first.month
            numbers[min(max(place, 0), months) :] = count
        found[skill] = numbers
    return found


def solved(
    pipeline: Pipeline, wanted: Mapping[str, Floats], *, whole: bool = True
) -> tuple[Plan, Program, Any]:
    """Give the plan of least cost; without whole numbers also what limits cost."""
    return solved_of(pipeline, wanted, program(pipeline, wanted), whole=whole)


def solved_of(
    pipeline: Pipeline, wanted: Mapping[str, Floats], asked: Program, *, whole: bool
) -> tuple[Plan, Program, Any]:
    """Give the plan of least cost of a program that is written down already."""
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp

    if whole:
        given = milp(
            asked.cost,
            constraints=LinearConstraint(asked.a, -np.inf, asked.b),
            integrality=asked.whole.astype(np.int64),
            bounds=Bounds(0, asked.upper),
            options={"mip_rel_gap": GAP, "node_limit": 20_000},
        )
        bound = given.mip_dual_bound
    else:
        bounds = np.stack([np.zeros(asked.upper.size), asked.upper], axis=1)
        given = linprog(asked.cost, asked.a, asked.b, bounds=bounds, method="highs")
        bound = given.fun
    assert given.x is not None, f"no plan, though people may be missing: {given}"
    x = np.where(asked.whole, np.rint(given.x), given.x) if whole else given.x
    chosen = {c: float(v) for c, v in zip(asked.choices, x, strict=True) if v > 1e-9}
    cost = float(asked.cost @ x)
    return Plan(pipeline, dict(wanted), chosen, cost, float(bound)), asked, given


def pipeline_plan(
    plant: Plant, wanted: Mapping[str, Floats] | None = None
) -> dict[str, Table]:
    """Give the tables of the monthly plan, of its limits, and of what more is worth.

    ``wanted`` are people by skill and month from the pipeline's first month on; what
    the plant's file asks for, if it is not given. There are none without a pipeline.
    """
    if plant.pipeline is None:
        return {}
    asked = wanted_by_month(plant) if wanted is None else wanted
    return plan_tables(solved(plant.pipeline, asked)[0])


def plan_tables(plan: Plan) -> dict[str, Table]:
    """Give the tables of a plan, of its limits, and of what more is worth."""
    return {
        "monthly_plan": months_table(plan),
        "pipeline": _sources_table(plan),
        **worth(plan.pipeline, plan.wanted),
    }


def month_of(pipeline: Pipeline, month: int) -> datetime.date:
    """Give the first day of a month of the plan."""
    year, place = divmod(
        pipeline.start.year * 12 + pipeline.start.month - 1 + month, 12
    )
    return datetime.date(year, place + 1, 1)


def months_table(plan: Plan) -> Table:
    """Give one row a month and skill: who is wanted, there, comes and goes."""
    pipeline = plan.pipeline
    rows = [(m, skill) for m in range(plan.months) for skill in plan.wanted]

    def column(name: str, meaning: str, give: Callable[[str, int], float]) -> Any:
        return Column(name, "1", meaning, "number"), [give(s, m) for m, s in rows]

    def from_courses(skill: str, month: int) -> float:
        parts = dict(comes_in(pipeline, skill, month))
        return sum(
            share * plan.number(*choice)
            for choice, share in parts.items()
            if choice[0] == "course"
        )

    def from_schools(skill: str, month: int) -> float:
        parts = dict(comes_in(pipeline, skill, month))
        return sum(plan.number(*c) for c in parts if c[0] == "school")

    def starts(skill: str, month: int) -> float:
        return sum(
            plan.number("course", name, month)
            for name, course in pipeline.courses.items()
            if course.skill == skill
        )

    def transferred(skill: str, month: int) -> float:
        return sum(
            plan.number("course", name, month)
            for name, course in pipeline.courses.items()
            if course.from_skill == skill
        )

    return Table(dict([
        (Column("month", "", "first day of the month", "date"),
         [month_of(pipeline, month) for month, _ in rows]),
        (Column("skill", "", "skill", "text"), [skill for _, skill in rows]),
        column("wanted", "people wanted", lambda s, m: float(plan.wanted[s][m])),
        column("people", "people there, newcomers too", plan.people),
        column("counting", "experienced people for whom they count", plan.work),
        column("short", "people missing",
               lambda s, m: plan.number("short", s, m)),
        column("newcomers", "who still learn beside others", plan.newcomers),
        column("hired", "hired with the skill",
               lambda s, m: plan.number("hire", s, m)),
        column("from_schools", "graduates taken", from_schools),
        column("from_courses", "who come from courses", from_courses),
        column("course_starts", "who begin a course for the skill", starts),
        column("transferred", "who leave the skill for a course", transferred),
        column("left", "who leave the plant since the month before",
               lambda s, m: _left(plan, s, m)),
    ]))  # fmt: skip


def _left(plan: Plan, skill: str, month: int) -> float:
    """Give who left since the month before: what does not add up otherwise."""
    before = (
        plan.people(skill, month - 1)
        if month
        else float(plan.pipeline.experienced.get(skill, 0))
    )
    moved = sum(
        plan.number("course", name, month)
        - (1 - c.passed) * plan.number("course", name, month - c.months)
        for name, c in plan.pipeline.courses.items()
        if c.from_skill == skill
    )
    return before + plan.came(skill, month) - moved - plan.people(skill, month)


def _sources_table(plan: Plan) -> Table:
    """Give who comes by source and month, and how much of the centre is used."""
    pipeline = plan.pipeline
    rows: list[tuple[int, str, str, float, float, float]] = []
    for month in range(plan.months):
        for skill, market in pipeline.skilled.items():
            rows.append((month, "hire", skill, plan.number("hire", skill, month),
                         market.arrivals_per_month, market.young))  # fmt: skip
        for name in pipeline.schools:
            taken = plan.number("school", name, month)
            rows.append((month, "school", name, taken, np.nan, 1.0))
        young = pipeline.untrained.young if pipeline.untrained else 0.0
        inside = 0.0
        for name, course in pipeline.courses.items():
            begun = plan.number("course", name, month)
            of_own = course.from_skill is not None
            rows.append((month, "course", name, begun, np.nan,
                         np.nan if of_own else young))  # fmt: skip
            inside += sum(
                plan.number("course", name, start)
                for start in range(max(month - course.months + 1, 0), month + 1)
            )
        if pipeline.centre is not None:
            rows.append((month, "centre", "trainees", inside,
                         float(pipeline.centre.places), np.nan))  # fmt: skip
    return Table({
        Column("month", "", "first day of the month", "date"): [
            month_of(pipeline, row[0]) for row in rows
        ],
        Column("kind", "", "hire, school, course or centre", "text"): [
            row[1] for row in rows
        ],
        Column("name", "", "skill, school or course", "text"): [r[2] for r in rows],
        Column("people", "1", "who come, begin, or are inside", "number"): [
            row[3] for row in rows
        ],
        Column("most", "1", "most that there may be", "number"): [r[4] for r in rows],
        Column("young", "share", "of them under 35", "number"): [r[5] for r in rows],
    })  # fmt: skip


def worth(pipeline: Pipeline, wanted: Mapping[str, Floats]) -> dict[str, Table]:
    """Give what one more place, trainer, arrival or month is worth."""
    base, asked, given = solved(pipeline, wanted, whole=False)
    duals = np.asarray(given.ineqlin.marginals)
    bounds = np.asarray(given.upper.marginals)
    rows = []
    for what, name, changed in _more(pipeline):
        other, _, _ = solved(changed, wanted, whole=False)
        saved, less = base.cost - other.cost, missing(base) - missing(other)
        chosen = [(limit[0], limit[1]) == (what, name) for limit in asked.limits]
        dual = -float(duals[np.array(chosen, dtype=bool)].sum())
        if what == "hire":
            mine = [choice[:2] == (what, name) for choice in asked.choices]
            dual = -float(bounds[np.array(mine, dtype=bool)].sum())
        rows.append((what, name, saved, less, _how(dual, saved)))
    earlier = {skill: np.concatenate([[0.0], n]) for skill, n in wanted.items()}
    sooner, _, _ = solved(_month_earlier(pipeline), earlier, whole=False)
    rows.append(("month_earlier", "all", base.cost - sooner.cost,
                 missing(base) - missing(sooner), "solved again"))  # fmt: skip
    return {"pipeline_worth": Table({
        Column("what", "", "of what there is one more", "text"): [r[0] for r in rows],
        Column("name", "", "whose", "text"): [row[1] for row in rows],
        Column("saves", "wages", "cost saved up to the last month", "number"): [
            row[2] for row in rows
        ],
        Column("person_months", "1", "fewer months of a missing person", "number"): [
            row[3] for row in rows
        ],
        Column("how", "", "dual, or solved again", "text"): [row[4] for row in rows],
    })}  # fmt: skip


def _how(dual: float, saved: float) -> str:
    agrees = abs(dual - saved) <= ALIKE * max(1.0, abs(dual))
    return "dual" if agrees else "solved again"


def missing(plan: Plan) -> float:
    """Give the months of a missing person, over all skills."""
    return sum(n for (kind, *_), n in plan.chosen.items() if kind == "short")


def _more(pipeline: Pipeline) -> list[tuple[str, str, Pipeline]]:
    """Give the pipelines with one more of something."""
    found: list[tuple[str, str, Pipeline]] = []
    centre = pipeline.centre
    if centre is not None and pipeline.courses:
        for what in ("places", "trainers"):
            more = centre.model_copy(update={what: getattr(centre, what) + 1})
            found.append((what, "centre", pipeline.model_copy(update={"centre": more})))
        taken = max(c.trainees_per_trainer for c in pipeline.courses.values())
        more = centre.model_copy(
            update={"places": centre.places + taken, "trainers": centre.trainers + 1}
        )
        found.append(("class", "centre", pipeline.model_copy(update={"centre": more})))
    for skill, market in pipeline.skilled.items():
        more_people = market.model_copy(
            update={"arrivals_per_month": market.arrivals_per_month + 1}
        )
        skilled = {**pipeline.skilled, skill: more_people}
        found.append(("hire", skill, pipeline.model_copy(update={"skilled": skilled})))
    untrained = pipeline.untrained
    if untrained is not None and pipeline.courses:
        more_people = untrained.model_copy(
            update={"arrivals_per_month": untrained.arrivals_per_month + 1}
        )
        changed = pipeline.model_copy(update={"untrained": more_people})
        found.append(("arrivals", "untrained", changed))
    return found


def _month_earlier(pipeline: Pipeline) -> Pipeline:
    """Give the pipeline that begins a month earlier, with the same people later."""
    before = pipeline.start.replace(day=1) - datetime.timedelta(days=1)
    kept = 1 - pipeline.leaving.later
    experienced = {skill: n / kept for skill, n in pipeline.experienced.items()}
    return pipeline.model_copy(
        update={"start": before.replace(day=1), "experienced": experienced}
    )
