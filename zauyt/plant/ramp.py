"""How a plant is meant to run up: its first body, its steps, what is promised."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field, model_validator

from zauyt.plant.record import Name, Record
from zauyt.units import COUNT, PositiveCount, PositiveShare

DaysAWhile = Annotated[int, Field(ge=1, le=366), COUNT]
"""A number of days, up to a year."""

Vehicles = Annotated[float, Field(gt=0, le=1e8), COUNT]
"""Vehicles, more than none."""


class Gate(Record):
    """A step up in line speed that is taken only when quality and equipment hold.

    On its date, and then every ``review_days``, it is looked back: the step is taken
    when every threshold is met, and when the gate before has been passed.
    """

    date: datetime.date
    """First day on which it may be taken: a date of its lines' ``pitch_steps`` or
    ``takt_steps``."""
    lines: tuple[Name, ...] = ()
    """Lines that step up (all with a step on that date, if none is named)."""
    first_time_through: dict[Name, PositiveShare] = Field(default_factory=dict)
    """Least share with the first outcome on the first visit, by line."""
    uptime: dict[Name, PositiveShare] = Field(default_factory=dict)
    """Least share of its open time in which a line is not down, by line."""
    look_back_days: DaysAWhile = 28
    """Days that are looked back."""
    review_days: DaysAWhile = 7
    """Days to the next look if it is not passed."""


class Milestone(Record):
    """Vehicles promised between two days."""

    first: datetime.date
    """First day that counts."""
    last: datetime.date
    """Last day that counts."""
    vehicles: PositiveCount
    """Vehicles promised."""
    count_point: Name | None = None
    """Where they are counted (that of the target, if none is stated)."""
    models: tuple[Name, ...] = ()
    """Models that count (all, if none is named)."""

    @model_validator(mode="after")
    def _first_before_last(self) -> Milestone:
        if self.last < self.first:
            raise ValueError(f"ends on {self.last}, before it begins on {self.first}")
        return self


class Ramp(Record):
    """The way from the first pilot body to the full rate."""

    start: datetime.date
    """Day of the first pilot body; the plant is empty before."""
    vehicles_per_year: Vehicles | None = None
    """Full rate (that of the target, if none is stated)."""
    gates: tuple[Gate, ...] = ()
    """Steps that are taken only when quality and equipment hold, in their order."""
    kits: tuple[Name, ...] = ()
    """Kits that can be short only while the plant runs up: the mature plant has
    enough of them."""
    milestones: dict[Name, Milestone] = Field(default_factory=dict)
    """What is promised, by name."""
