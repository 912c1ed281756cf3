"""People by skill: how many there are in a shift, and how many stay away."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from zauyt.plant.record import Name, Record
from zauyt.plant.time import Day
from zauyt.units import COUNT, DAY, SHARE, Count, Share

PositivePeople = Annotated[float, Field(gt=0, le=10_000), COUNT]
"""People a station needs; a part of one is shared with other stations."""


class Skill(Record):
    """The people of one skill, by shift."""

    by_shift: Count | dict[Name, Count] | None = None
    """People on the books of each shift, or one number for every shift; if neither,
    crews are always whole, and `staff` says how many people that takes."""
    absence: Annotated[float, Field(ge=0, lt=1), SHARE] = 0.0
    """Share of workdays on which a person is absent."""
    absence_days: Annotated[float, Field(ge=1, le=1000), DAY] | None = None
    """Mean length of an absence, in workdays."""
    relief: Count = 0
    """People of a shift, besides those on its books, who step in for absent ones."""
    there_from: dict[Day, Share] = Field(default_factory=dict)
    """Share of the people on the books and of relief who are there from a date on,
    while the plant runs up; before the first date the first one holds. Where no
    number is stated, it is the share of what the crews need."""
    harmful: bool = False
    """Whether the workplaces are certified as harmful: people there work fewer hours
    and have more leave, as the law of ``workforce`` says."""


def on_books(skill: Skill, shift: str) -> int:
    """Give how many people of a skill are on the books of a shift."""
    assert skill.by_shift is not None, "a skill without a number of people"
    if isinstance(skill.by_shift, dict):
        return skill.by_shift.get(shift, 0)
    return skill.by_shift
