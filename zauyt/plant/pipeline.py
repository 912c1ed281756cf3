"""Where people come from: the region, schools, courses, and how they leave."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from zauyt.plant.record import Name, Record
from zauyt.plant.time import Day
from zauyt.units import COUNT, SHARE, Count, PositiveCount, PositiveShare, Share, Weight

MonthsLong = Annotated[int, Field(ge=1, le=60), COUNT]
"""A number of months, up to five years."""


class Market(Record):
    """People of the region who may be hired."""

    people: Count
    """How many there are in reach."""
    arrivals_per_month: Weight
    """Most who can be hired in a month."""
    young: Share = 0.0
    """Share of them under 35."""


class School(Record):
    """A university or college whose graduates have a skill."""

    skill: Name
    """Skill of ``people`` that they learn."""
    intake: dict[Day, PositiveCount]
    """Those who begin, by the date."""
    months: MonthsLong
    """How long it takes: they graduate in the month so many later."""
    finish: PositiveShare = 1.0
    """Share who graduate."""
    join: PositiveShare = 1.0
    """Share of the graduates who would come to the plant."""


class Course(Record):
    """A course of the training centre that gives a skill."""

    skill: Name
    """Skill of ``people`` that it gives."""
    from_skill: Name | None = None
    """Skill of the plant's own people whom it transfers; without it, it takes people
    without a skill."""
    months: MonthsLong
    """How long it takes."""
    passed: PositiveShare = 1.0
    """Share who pass; the others leave, or go back to the skill they had."""
    trainees_per_trainer: PositiveCount = 10
    """Trainees whom one trainer can take."""
    cost_per_month: Weight = 0.0
    """Cost of a trainee's month, besides the wage."""


class Centre(Record):
    """The training centre."""

    places: Count
    """Trainees it has room for at once."""
    trainers: Count
    """Trainers it has."""
    opens: datetime.date | None = None
    """Month of the first courses (the first of all, if none is stated)."""


class OnTheJob(Record):
    """What newcomers do and take while they learn beside experienced people."""

    months: Annotated[int, Field(ge=0, le=12), COUNT] = 3
    """Months for which someone is a newcomer."""
    output: Share = 0.5
    """Part of an experienced person's work that a newcomer does."""
    mentor: Share = 0.2
    """Part of an experienced person's time that a newcomer takes."""
    work: Annotated[float, Field(ge=1, le=100), COUNT] = 1.0
    """How many times longer a newcomer's work takes, as a launch feels it."""
    rejects: Annotated[float, Field(ge=1, le=100), COUNT] = 1.0
    """How many times more often it is rejected, as a launch feels it."""


class Leaving(Record):
    """Who leaves, by how long they have been there."""

    first_year: Annotated[float, Field(ge=0, lt=1), SHARE] = 0.0
    """Share of people in their first twelve months who leave in a month."""
    later: Annotated[float, Field(ge=0, lt=1), SHARE] = 0.0
    """Share of the others who do."""


class Costs(Record):
    """What people cost, all in the same money, or in wages."""

    wage_per_month: Weight = 1.0
    """Wage of a month, also in a course."""
    hire: Weight = 0.5
    """Cost of a hire."""
    short_per_month: Weight = 20.0
    """What a missing person costs in a month."""


class Pipeline(Record):
    """How the plant comes to the people it needs, month by month."""

    start: datetime.date
    """First month in which people can be hired and courses begin."""
    experienced: dict[Name, Count] = Field(default_factory=dict)
    """People there are before, by skill; all are experienced."""
    wanted: dict[Name, dict[Day, Count]] = Field(default_factory=dict)
    """People wanted from a date on, by skill, in all shifts (those on the books of
    ``people``, for the shifts that are worked, where a skill is not stated)."""
    wanted_share: dict[Day, Share] = Field(default_factory=dict)
    """Share of the people whom `staff` counts that is wanted from a date on, in crews
    whose skill ``wanted`` does not name."""
    skilled: dict[Name, Market] = Field(default_factory=dict)
    """People who have a skill already, by skill."""
    untrained: Market | None = None
    """People without a skill, whom courses take."""
    schools: dict[Name, School] = Field(default_factory=dict)
    """Universities and colleges, by name."""
    courses: dict[Name, Course] = Field(default_factory=dict)
    """Courses, by name."""
    centre: Centre | None = None
    """Training centre, which every course needs."""
    on_the_job: OnTheJob = OnTheJob()
    """Learning beside experienced people."""
    leaving: Leaving = Leaving()
    """Who leaves."""
    costs: Costs = Costs()
    """What people cost."""
