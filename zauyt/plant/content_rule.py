"""Content rules that ship with the package: each a formula, a source and its status.

A rule is data: which of a few formulas it uses, its parameters, where and since when
it holds, and whether its text was found. A rule whose text is not public stands in
with an assumption, which every answer repeats.
"""

from __future__ import annotations

import datetime
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from zauyt.plant.localisation import Content, Formula
from zauyt.plant.reading.shipped import shipped, shipped_data
from zauyt.plant.record import Name, Record
from zauyt.units import COUNT, PositiveShare

BY_PRICE = ("ex_works", "build_up", "build_down")
"""Formulas whose denominator is the ex-works price."""


class ContentRule(Record):
    """A rule by which local content is counted."""

    rule: Name
    """Its name in a plant file."""
    title: str
    """What it is called."""
    market: str
    """Where content so counted is asked for."""
    formula: Formula
    """Formula by which it counts."""
    least: Annotated[float, Field(ge=0, le=1e6), COUNT] | None = None
    """Content from which the rule is met, as far as it is known."""
    part_least_share: PositiveShare | None = None
    """Local share of a part's price from which it counts as originating, all of it
    (``build_up`` and ``build_down``)."""
    operations_at_most: Annotated[float, Field(gt=0, le=1e6), COUNT] | None = None
    """Most points that operations together earn (``points``)."""
    in_force: str
    """Since when, and until when."""
    says: str = ""
    """What it says, in our words."""
    source: str
    """What was read of it."""
    text: Literal["public", "partly", "not_found"]
    """Whether its text was found."""
    assumption: str = ""
    """What is assumed in place of text that was not found."""
    looked_at: datetime.date | None = None
    """When its sources were looked at."""

    @property
    def unit(self) -> str:
        """Give the unit of its content: ``points`` or ``share``."""
        return "points" if self.formula == "points" else "share"


def rules() -> tuple[str, ...]:
    """Give the names of the rules that ship with the package, sorted."""
    return shipped("rules")


@cache
def rule_of(name: str) -> ContentRule:
    """Give a rule by its name."""
    rule = ContentRule.model_validate(shipped_data("rules", name))
    assert rule.rule == name, rule.rule
    origin = rule.formula in ("build_up", "build_down")
    assert origin == (rule.part_least_share is not None), name
    assert (rule.text == "public") == (not rule.assumption), name
    return rule


def rules_of(content: Content | None) -> dict[str, ContentRule]:
    """Give the rules that a file can name: those that ship, and its own."""
    found = {name: rule_of(name) for name in rules()}
    own = {} if content is None else content.own_rules
    for name, each in own.items():
        stated = {key: getattr(each, key) for key in type(each).model_fields}
        stated["title"] = each.title or name
        found[name] = ContentRule(rule=name, **stated)
    return found
