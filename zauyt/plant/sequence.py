"""What is asked of the order of a day's vehicles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from zauyt.errors import Problem
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.record import Name, Record
from zauyt.units import PositiveCount

if TYPE_CHECKING:
    from zauyt.plant.plant import Plant


class RatioRule(Record):
    """At most so many vehicles of a kind in so many successive ones."""

    of: Name
    """Option or model that is counted."""
    most: PositiveCount
    """Vehicles at most."""
    span: PositiveCount
    """Successive vehicles among which they are counted."""
    priority: PositiveCount = 1
    """Priority: 1 comes first; rules of one priority add up."""


class ColourRule(Record):
    """Changes of colour, to be few."""

    batch_limit: PositiveCount | None = None
    """Vehicles of one colour in a row, at most."""
    priority: PositiveCount = 2
    """Priority of few changes of colour."""


class Sequence(Record):
    """Rules for the order of a day's vehicles."""

    rules: dict[Name, RatioRule] = Field(default_factory=dict)
    """Rules of ratio, by name."""
    colours: ColourRule | None = None
    """What is asked of colours; without it they do not count."""


def check_sequence(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with the rules of a plant's sequence."""
    if plant.sequence is None:
        return
    known = [*plant.models, *(o for m in plant.models.values() for o in m.options)]
    for name, rule in plant.sequence.rules.items():
        path = f"sequence.rules.{name}"
        if rule.of not in known:
            hint = did_you_mean(rule.of, known) or f"; there are {listed(known)}"
            message = f"no model and no option is called {rule.of}{hint}"
            yield Problem(f"{path}.of", message, "unknown_reference")
        if rule.most >= rule.span:
            message = f"{rule.most} of {rule.span} allows everything; fewer are meant"
            yield Problem(f"{path}.most", message, "rule_of_nothing")
    if not plant.sequence.rules and plant.sequence.colours is None:
        yield Problem("sequence", "asks for nothing; state rules or colours", "empty")
    coloured = any(model.colours for model in plant.models.values())
    if plant.sequence.colours is not None and not coloured:
        message = "no model has colours"
        yield Problem("sequence.colours", message, "rule_of_nothing")
