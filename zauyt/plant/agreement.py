"""What was promised about the plant, by whom, and what could be changed to keep it."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from zauyt.plant.money import Currency
from zauyt.plant.record import Name, Record
from zauyt.units import COUNT, YEAR, Money, PositiveShare

Measure = Literal[
    "vehicles", "first_vehicle", "ckd_share", "people", "local_content",
    "area", "investment", "training_places", "exports", "youth_share", "further_jobs",
]  # fmt: skip
"""What is promised: ``vehicles`` of a year; the date of the ``first_vehicle``; the
share of a year's vehicles that passed another count point (``ckd_share``); ``people``
employed; ``local_content`` by a rule; ``further_jobs`` for each at the plant; and what
the file can only declare."""

Scope = Literal[
    "plant_suppliers", "region_without_pay", "region_with_pay", "country_without_pay",
    "country_with_pay",
]  # fmt: skip
"""Which further jobs count: those whom the plant pays, or all tiers of suppliers in the
region or the country, without or with what is bought of all the pay."""

DECLARED = ("area", "investment", "training_places", "exports", "youth_share")
"""Measures that the file states and nothing simulates: they are never *met*."""

CalendarYear = Annotated[int, Field(ge=2000, le=2099), YEAR]
Amount = Annotated[float, Field(ge=0, le=1e15), COUNT]


class Obligation(Record):
    """One promise: a measure, how much of it, when, to whom, and the penalty."""

    measure: Measure
    """What is promised."""
    at_least: Amount | None = None
    """Least that keeps the promise."""
    at_most: Amount | None = None
    """Most that keeps the promise."""
    by: datetime.date | None = None
    """Last day for the first vehicle."""
    year: CalendarYear | Literal["mature"] | None = None
    """Calendar year that counts, or ``mature``: a year after the launch."""
    count_point: Name | None = None
    """Where vehicles are counted."""
    of: Name | None = None
    """Count point of the vehicles of which a share is promised."""
    calendar: Name | None = None
    """Shift pattern that is assumed, by its calendar."""
    rule: Name | None = None
    """Rule by which content is counted."""
    scope: Scope | None = None
    """Which further jobs are counted."""
    declared: Amount | None = None
    """Value that is only stated, for what is not simulated."""
    party: str = ""
    """Who promised it."""
    source: str = ""
    """Where the promise is written."""
    penalty: Money = 0.0
    """Paid when it is missed."""
    penalty_per_unit: Money = 0.0
    """Paid for each unit that is short (or too much), or day that is late."""
    currency: Currency | None = None
    """Currency of the penalties (that of answers, otherwise)."""
    probability: PositiveShare | None = None
    """Chance with which it is to be kept (that of the agreement, if none is stated)."""


class Lever(Record):
    """Numbers of the plan that could be changed together, to keep a promise."""

    paths: Annotated[tuple[str, ...], Field(min_length=1)]
    """Numbers in this file, each multiplied by the same factor; or dates, and what
    has them below it (steps in speed, deliveries, added shifts), all moved by the same
    number of days."""
    towards: Literal["less", "more", "earlier"]
    """Whether less or more of numbers helps, or that dates come earlier."""
    most_change: PositiveShare = 0.3
    """Largest relative change of numbers that could be had."""
    most_days: Annotated[int, Field(ge=1, le=3650), COUNT] = 60
    """Most days by which dates could come earlier."""
    cost_per_percent: Money | None = None
    """What a change of numbers by one percent costs."""
    cost_per_day: Money | None = None
    """What each day costs by which dates come earlier."""
    currency: Currency | None = None
    """Currency of the cost (that of answers, otherwise)."""


class Agreement(Record):
    """The agreement about the plant, as rows that can be tested."""

    commitments: Annotated[dict[Name, Obligation], Field(min_length=1)]
    """What is promised, by name."""
    probability: PositiveShare = 0.95
    """Chance with which promises are to be kept."""
    levers: dict[Name, Lever] = Field(default_factory=dict)
    """What could be changed (cycle times, MTBF and MTTR, crews and the dates of the
    launch in the file, if none is)."""
