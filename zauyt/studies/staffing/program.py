"""The monthly plan of people as a program of whole numbers.

What is decided, month by month: hires of people who have a skill, graduates taken,
starts of courses. A person who comes in at some month stays with the survival of their
tenure, so that the people of every later month are a sum over those who came. For the
first months a newcomer does part of the work and takes part of an experienced one's
time. Missing people are allowed, at a cost; what people cost in all is made least.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.pipeline import Course, Pipeline

Floats = NDArray[np.float64]
Choice = tuple[str, str, int]
"""What is decided (hire, school, course, short), whose, in which month."""
Limit = tuple[str, str, int]
"""What limits (wanted, places, trainers, ...), whose, in which month."""

FIRST_YEAR = 12


@dataclass(frozen=True, eq=False)
class Program:
    """A program: least ``cost`` of choices under rows ``a x <= b``, ``x`` bounded."""

    choices: tuple[Choice, ...]
    cost: Floats
    upper: Floats
    whole: NDArray[np.bool_]
    limits: tuple[Limit, ...]
    a: Floats
    b: Floats


@dataclass
class _Rows:
    """Rows as they are found: limit, coefficients by choice, right side."""

    rows: list[tuple[Limit, dict[Choice, float], float]] = field(default_factory=list)

    def add(self, limit: Limit, parts: dict[Choice, float], most: float) -> None:
        self.rows.append((limit, parts, most))


def survival(pipeline: Pipeline, months: int) -> float:
    """Give the share of newcomers who are still there after so many months."""
    leaving = pipeline.leaving
    first = min(months, FIRST_YEAR)
    return (1 - leaving.first_year) ** first * (1 - leaving.later) ** (months - first)


def output(pipeline: Pipeline, months: int) -> float:
    """Give the work of a newcomer after so many months, less the mentor's time."""
    on_the_job = pipeline.on_the_job
    if months < on_the_job.months:
        return on_the_job.output - on_the_job.mentor
    return 1.0


def comes_in(
    pipeline: Pipeline, skill: str, month: int
) -> Iterator[tuple[Choice, float]]:
    """Yield what brings people to a skill in a month, and how many each."""
    if skill in pipeline.skilled:
        yield ("hire", skill, month), 1.0
    for name, school in pipeline.schools.items():
        if school.skill == skill:
            yield ("school", name, month), 1.0
    for name, course in pipeline.courses.items():
        if course.skill == skill and month >= course.months:
            yield ("course", name, month - course.months), course.passed


def program(pipeline: Pipeline, wanted: Mapping[str, Floats]) -> Program:
    """Write down the program for people wanted by skill and month."""
    months = len(next(iter(wanted.values())))
    choices = [*_choices(pipeline, wanted, months)]
    place = {choice: number for number, choice in enumerate(choices)}
    rows = _Rows()
    _region(pipeline, months, rows)
    _centre(pipeline, months, rows)
    others = np.zeros((len(rows.rows), len(choices)))
    for number, (_, row, _) in enumerate(rows.rows):
        for choice, share in row.items():
            others[number, place[choice]] += share
    tenure = _Tenure.of(pipeline, months)
    there = [
        pipeline.experienced.get(skill, 0) * tenure.kept - numbers
        for skill, numbers in wanted.items()
    ]
    limits = [("wanted", skill, month) for skill in wanted for month in range(months)]
    return Program(
        choices=tuple(choices),
        cost=np.array([_cost(pipeline, choice, tenure) for choice in choices]),
        upper=np.array([_most(pipeline, choice, wanted) for choice in choices]),
        whole=np.array([kind != "short" for kind, *_ in choices]),
        limits=(*limits, *(limit for limit, *_ in rows.rows)),
        a=np.concatenate([_wanting(pipeline, wanted, choices, tenure), others]),
        b=np.concatenate([*there, [most for *_, most in rows.rows]]),
    )


@dataclass(frozen=True, eq=False)
class _Tenure:
    """By months since someone came: their work, less that of who has left since.

    ``kept`` is the share of those who were there before; ``*_months`` are months of a
    person who is there, up to and without so many months.
    """

    work: Floats
    kept: Floats
    stays_months: Floats
    kept_months: Floats

    @classmethod
    def of(cls, pipeline: Pipeline, months: int) -> _Tenure:
        ages = np.arange(months)
        leaving, taught = pipeline.leaving, pipeline.on_the_job
        first = np.minimum(ages, FIRST_YEAR)
        kept = (1 - leaving.later) ** ages
        stays = (1 - leaving.first_year) ** first
        stays = stays * (1 - leaving.later) ** (ages - first)
        output = np.where(ages < taught.months, taught.output - taught.mentor, 1.0)
        summed = [np.concatenate([[0.0], np.cumsum(each)]) for each in (stays, kept)]
        return cls(stays * output, np.asarray(kept, dtype=np.float64), *summed)


def _wanting(
    pipeline: Pipeline, wanted: Mapping[str, Floats], choices: list[Choice],
    tenure: _Tenure,
) -> Floats:  # fmt: skip
    """Give the rows of the people wanted, skill by skill and month by month."""
    months = tenure.kept.size
    first = {skill: number * months for number, skill in enumerate(wanted)}
    a = np.zeros((len(wanted) * months, len(choices)))

    def add(skill: str, month: int, column: int, numbers: Floats) -> None:
        if skill in first and month < months:
            begin = first[skill] + month
            a[begin : begin + months - month, column] -= numbers[: months - month]

    for column, (kind, name, month) in enumerate(choices):
        if kind == "short":
            a[first[name] + month, column] = -1.0
        elif kind == "hire":
            add(name, month, column, tenure.work)
        elif kind == "school":
            add(pipeline.schools[name].skill, month, column, tenure.work)
        else:
            course = pipeline.courses[name]
            back = month + course.months
            add(course.skill, back, column, course.passed * tenure.work)
            if course.from_skill is not None:
                add(course.from_skill, month, column, -tenure.kept)
                failed = 1 - course.passed
                add(course.from_skill, back, column, failed * tenure.kept)
    return a


def _choices(
    pipeline: Pipeline, wanted: Mapping[str, Floats], months: int
) -> Iterator[Choice]:
    for month in range(months):
        for skill in pipeline.skilled:
            yield "hire", skill, month
        for school in pipeline.schools:
            yield "school", school, month
        for course in pipeline.courses:
            yield "course", course, month
        for skill in wanted:
            yield "short", skill, month


def experienced_left(pipeline: Pipeline, skill: str, month: int) -> float:
    """Give the people there were before who are still there in a month."""
    kept: float = (1 - pipeline.leaving.later) ** month
    return pipeline.experienced.get(skill, 0) * kept


def work_of(pipeline: Pipeline, skill: str, month: int) -> dict[Choice, float]:
    """Give what each choice adds to the work that a skill can do in a month."""
    return _added(pipeline, skill, month, with_output=True)


def people_of(pipeline: Pipeline, skill: str, month: int) -> dict[Choice, float]:
    """Give what each choice adds to the people of a skill in a month."""
    return _added(pipeline, skill, month, with_output=False)


def _added(
    pipeline: Pipeline, skill: str, month: int, *, with_output: bool
) -> dict[Choice, float]:
    found: dict[Choice, float] = {}
    kept = 1 - pipeline.leaving.later
    for came in range(month + 1):
        age = month - came
        work = output(pipeline, age) if with_output else 1.0
        for choice, people in comes_in(pipeline, skill, came):
            found[choice] = (
                found.get(choice, 0.0) + people * survival(pipeline, age) * work
            )
        for name, course in pipeline.courses.items():
            if course.from_skill == skill:
                choice = ("course", name, came)
                gone = kept**age
                if age >= course.months:
                    gone -= (1 - course.passed) * kept ** (age - course.months)
                found[choice] = found.get(choice, 0.0) - gone
    return found


def _region(pipeline: Pipeline, months: int, rows: _Rows) -> None:
    """Add what the region has: people in all, and who has no skill by month."""
    for skill, market in pipeline.skilled.items():
        every = {("hire", skill, month): 1.0 for month in range(months)}
        rows.add(("region", skill, months - 1), every, market.people)
    untrained = pipeline.untrained
    taking = [name for name, c in pipeline.courses.items() if c.from_skill is None]
    if untrained is None or not taking:
        return
    for month in range(months):
        rows.add(("arrivals", "untrained", month),
                 {("course", name, month): 1.0 for name in taking},
                 untrained.arrivals_per_month)  # fmt: skip
    every = {("course", name, m): 1.0 for name in taking for m in range(months)}
    rows.add(("region", "untrained", months - 1), every, untrained.people)


def _centre(pipeline: Pipeline, months: int, rows: _Rows) -> None:
    """Add the places and trainers of the training centre."""
    if pipeline.centre is None or not pipeline.courses:
        return
    for month in range(months):
        places: dict[Choice, float] = {}
        trainers: dict[Choice, float] = {}
        for name, course in pipeline.courses.items():
            for start in range(max(month - course.months + 1, 0), month + 1):
                places["course", name, start] = 1.0
                trainers["course", name, start] = 1 / course.trainees_per_trainer
        rows.add(("places", "centre", month), places, pipeline.centre.places)
        rows.add(("trainers", "centre", month), trainers, pipeline.centre.trainers)


def _cost(pipeline: Pipeline, choice: Choice, tenure: _Tenure) -> float:
    """Give what one more of a choice costs up to the last month."""
    kind, name, month = choice
    costs = pipeline.costs
    if kind == "short":
        return costs.short_per_month
    if kind == "course":
        return _cost_of_course(pipeline, pipeline.courses[name], month, tenure)
    stays = float(tenure.stays_months[tenure.kept.size - month])
    return costs.hire + costs.wage_per_month * stays


def _cost_of_course(
    pipeline: Pipeline, course: Course, month: int, tenure: _Tenure
) -> float:
    costs = pipeline.costs
    left = tenure.kept.size - month
    inside = min(course.months, left)
    whole = inside * (costs.wage_per_month + course.cost_per_month)
    after = float(tenure.stays_months[left - inside])
    whole += costs.wage_per_month * course.passed * after
    if course.from_skill is None:
        return whole + costs.hire
    # The wage of one's own people was paid anyway.
    saved = float(tenure.kept_months[left])
    back = (1 - course.passed) * float(tenure.kept_months[left - inside])
    return whole + costs.wage_per_month * (back - saved)


def _most(pipeline: Pipeline, choice: Choice, wanted: Mapping[str, Floats]) -> float:
    """Give the most of a choice that there can be."""
    kind, name, month = choice
    if kind == "short":
        return float(wanted[name][month])
    if kind == "hire":
        return float(np.floor(pipeline.skilled[name].arrivals_per_month))
    first = pipeline.start.replace(day=1)
    if kind == "school":
        school = pipeline.schools[name]
        begun = sum(
            count
            for day, count in school.intake.items()
            if _months_between(first, day) + school.months == month
        )
        return float(np.floor(begun * school.finish * school.join + 1e-9))
    centre = pipeline.centre
    closed = centre is None or (
        centre.opens is not None
        and _months_between(first, centre.opens.isoformat()) > month
    )
    return 0.0 if closed else np.inf


def _months_between(first: datetime.date, day: str) -> int:
    """Give the months from a first day of a month to a date."""
    year, month = int(day[:4]), int(day[5:7])
    return (year - first.year) * 12 + month - first.month
