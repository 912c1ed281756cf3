"""Labour laws that ship with the package: rules as data, each with its source."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from zauyt.plant.reading.shipped import shipped, shipped_data
from zauyt.plant.record import Name, Record
from zauyt.plant.workforce import Workforce

RULES = (
    "week_h", "harmful_week_h", "day_h", "harmful_day_h", "shift_h", "meal_break_min",
    "daily_rest_h", "weekly_rest_days", "night_from_h", "night_to_h",
    "overtime_day_h", "harmful_overtime_day_h", "overtime_month_h", "overtime_year_h",
    "accounting_weeks", "leave_days", "harmful_leave_days",
)  # fmt: skip
"""Rules that every law states."""


class LabourRule(Record):
    """One rule of a labour law."""

    value: Annotated[float, Field(ge=0, le=10_000)]
    """The number it sets."""
    unit: str
    """Its unit: h, min, d, week."""
    says: str
    """What it says, in our words."""
    article: str
    """Where it stands in the law."""
    source: str
    """What was read of it."""
    verified: Literal["text", "quoted", "no"]
    """Whether the words of the law were seen, another's account of them, or none."""


class LabourLaw(Record):
    """A labour law as far as it bounds shifts, hours, leave and overtime."""

    law: Name
    """Its name in a plant file."""
    title: str
    """Its title."""
    country: str
    """Country by its ISO code."""
    looked_at: datetime.date
    """When its sources were looked at."""
    rules: dict[Name, LabourRule]
    """Rules by name."""

    def value(self, rule: str) -> float:
        """Give the number that a rule sets."""
        return self.rules[rule].value


def laws() -> tuple[str, ...]:
    """Give the names of the laws that ship with the package, sorted."""
    return shipped("laws")


@cache
def law_of(name: str) -> LabourLaw:
    """Give a law by its name."""
    law = LabourLaw.model_validate(shipped_data("laws", name))
    assert set(law.rules) == set(RULES), set(law.rules) ^ set(RULES)
    assert law.law == name, law.law
    return law


def law_for(workforce: Workforce | None) -> LabourLaw | None:
    """Give the law of a workforce, with what it agreed on in place of single rules."""
    if workforce is None or workforce.law is None:
        return None
    law = law_of(workforce.law)
    if not workforce.agreed:
        return law
    rules = {
        name: rule.model_copy(
            update={
                "value": workforce.agreed[name],
                "source": f"workforce.agreed.{name} of the plant file",
                "verified": "no",
            }
        )
        if name in workforce.agreed
        else rule
        for name, rule in law.rules.items()
    }
    return law.model_copy(update={"rules": rules})
