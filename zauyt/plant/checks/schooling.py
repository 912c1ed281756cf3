"""Whether a pipeline can be planned: skills that exist and that someone teaches."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping

from zauyt.errors import Problem
from zauyt.plant.checks.employment import crewed_skills
from zauyt.plant.checks.hours import calendar_of
from zauyt.plant.line import stations_of
from zauyt.plant.people import on_books
from zauyt.plant.pipeline import Pipeline
from zauyt.plant.plant import Plant

MOST_MONTHS = 60
"""Months that a plan has at most."""


def check_pipeline(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with the pipeline; references must exist."""
    pipeline = plant.pipeline
    if pipeline is None:
        return
    if pipeline.courses and pipeline.centre is None:
        message = "courses need a training centre: centre: {places: 20, trainers: 2}"
        yield Problem("pipeline.courses", message, "no_centre")
    untrained = pipeline.untrained
    for name, course in pipeline.courses.items():
        path = f"pipeline.courses.{name}"
        if course.from_skill == course.skill:
            message = f"transfers from {course.skill} to itself"
            yield Problem(f"{path}.from_skill", message, "course")
        if course.from_skill is None and untrained is None:
            message = (
                "takes people without a skill, and the region has none: give"
                " pipeline.untrained, or from_skill"
            )
            yield Problem(path, message, "no_trainees")
    if pipeline.centre is not None and untrained is not None:
        places = pipeline.centre.places
        if places > untrained.people and _only_untrained(pipeline):
            yield Problem(
                "pipeline.centre.places",
                f"{places:,} trainees at once, but there are only"
                f" {untrained.people:,} people without a skill in the region"
                " (pipeline.untrained.people)",
                "too_many_trainees",
            )
    for kind, markets in (
        ("skilled", pipeline.skilled),
        ("untrained", {"": untrained} if untrained else {}),
    ):
        for name, market in markets.items():
            if market.arrivals_per_month > market.people:
                path = f"pipeline.{kind}" + (f".{name}" if name else "")
                yield Problem(
                    f"{path}.arrivals_per_month",
                    f"{market.arrivals_per_month:g} a month, but there are only"
                    f" {market.people:,} people in reach",
                    "too_many_arrivals",
                )
    counted = crewed_skills(plant) if pipeline.wanted_share else []
    if not wanted_steps(plant) and not counted:
        message = (
            "wants nobody: give pipeline.wanted by skill and date, wanted_share of the"
            " crews by date, or people.*.by_shift"
        )
        yield Problem("pipeline", message, "nobody_wanted")
    yield from _taught(plant, pipeline)
    yield from _dates(pipeline)
    yield from _without_use(pipeline)


def _dates(pipeline: Pipeline) -> Iterator[Problem]:
    """Yield the dates that no plan reaches: too late, or graduates before its begin."""
    asked: dict[str, Iterable[str]] = {"wanted_share": pipeline.wanted_share}
    asked |= {f"wanted.{skill}": days for skill, days in pipeline.wanted.items()}
    for path, days in asked.items():
        for day in days:
            if months_from(pipeline, day) >= MOST_MONTHS:
                message = f"a plan has {MOST_MONTHS} months from {pipeline.start} on"
                yield Problem(f"pipeline.{path}.{day}", message, "beyond_plan")
    for name, school in pipeline.schools.items():
        for day in school.intake:
            at = months_from(pipeline, day) + school.months
            if not 0 <= at < MOST_MONTHS:
                when = "before" if at < 0 else f"more than {MOST_MONTHS} months after"
                message = (
                    f"after {school.months} months they graduate {when} the pipeline's"
                    f" begin, {pipeline.start}: none of them comes"
                )
                path = f"pipeline.schools.{name}.intake.{day}"
                yield Problem(path, message, "no_graduates", severity="warning")


def _without_use(pipeline: Pipeline) -> Iterator[Problem]:
    """Yield what may be stated and yet brings nobody."""
    centre = pipeline.centre
    if centre is not None and pipeline.courses:
        for key in ("places", "trainers"):
            if not getattr(centre, key):
                message = f"without {key} no course ever begins"
                path = f"pipeline.centre.{key}"
                yield Problem(path, message, "no_course", severity="warning")
    learning = pipeline.on_the_job
    if learning.months and learning.mentor >= learning.output:
        message = (
            f"a newcomer takes {learning.mentor:g} of an experienced person's time and"
            f" does {learning.output:g} of one's work: each makes the others fewer"
        )
        path = "pipeline.on_the_job.mentor"
        yield Problem(path, message, "no_output", severity="warning")


def months_from(pipeline: Pipeline, day: str) -> int:
    """Give the months from the pipeline's first one to that of a date."""
    first = pipeline.start
    return (int(day[:4]) - first.year) * 12 + int(day[5:7]) - first.month


def _only_untrained(pipeline: Pipeline) -> bool:
    return all(course.from_skill is None for course in pipeline.courses.values())


def _taught(plant: Plant, pipeline: Pipeline) -> Iterator[Problem]:
    """Yield the skills of which more are wanted than there are, and no one comes."""
    sources = {
        *pipeline.skilled,
        *(school.skill for school in pipeline.schools.values()),
        *(course.skill for course in pipeline.courses.values()),
    }
    for skill, steps in wanted_steps(plant).items():
        most = max(steps.values(), default=0)
        there = pipeline.experienced.get(skill, 0)
        if most > there and skill not in sources:
            stated = skill in pipeline.wanted
            yield Problem(
                f"pipeline.wanted.{skill}" if stated else "pipeline",
                f"{most:,} of {skill} are wanted and {there:,} are there, but nobody"
                f" teaches it and none can be hired: give pipeline.skilled.{skill}, or"
                " a course or school with that skill",
                "skill_untaught",
            )
    for skill in crewed_skills(plant) if pipeline.wanted_share else ():
        if skill not in (*pipeline.wanted, *sources):
            yield Problem(
                "pipeline.wanted_share",
                f"wants all skills of crews, but nobody teaches {skill} and none can"
                f" be hired: give pipeline.skilled.{skill}, or a course or school with"
                f" that skill, or name it in pipeline.wanted",
                "skill_untaught",
            )


def wanted_steps(
    plant: Plant, counted: Mapping[str, int] | None = None
) -> dict[str, dict[str, int]]:
    """Give the people wanted from a date on, by skill.

    Of skills that the pipeline does not state, its share of those ``counted``, where
    it has one; else those on the books of the shifts that are worked, from the day on
    which the plant needs them.
    """
    assert plant.pipeline is not None, "a plant without a pipeline"
    found: dict[str, dict[str, int]] = {}
    shares = plant.pipeline.wanted_share if counted is not None else {}
    for name, skill in plant.people.items():
        if name in plant.pipeline.wanted:
            found[name] = dict(plant.pipeline.wanted[name])
        elif shares and counted is not None and name in counted:
            found[name] = {
                day: math.ceil(share * counted[name] - 1e-9)
                for day, share in shares.items()
            }
        elif skill.by_shift is not None:
            found[name] = booked_steps(plant, name)
    return found


def booked_steps(plant: Plant, skill: str) -> dict[str, int]:
    """Give the people on the books of the shifts that are worked, from a date on."""
    first = _shift_days(plant, skill)
    return {
        day.isoformat(): sum(
            on_books(plant.people[skill], shift)
            for shift, day_of in first.items()
            if day_of <= day
        )
        for day in sorted(set(first.values()))
    }


def _shift_days(plant: Plant, skill: str) -> dict[str, datetime.date]:
    """Give from when on each shift needs a skill."""
    assert plant.pipeline is not None, "a plant without a pipeline"
    start = plant.ramp.start if plant.ramp is not None else plant.pipeline.start
    found: dict[str, datetime.date] = {}
    for line in plant.lines.values():
        calendar = calendar_of(plant, line)
        if calendar is None:
            continue
        if any(skill in station.crew for station in stations_of(line).values()):
            for shift in calendar.shifts:
                day = max(calendar.shifts_from.get(shift, start), start)
                found[shift] = min(found.get(shift, day), day)
    return found
