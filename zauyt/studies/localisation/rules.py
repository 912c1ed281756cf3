"""Content rules as plain arithmetic: content is a numerator over a denominator.

Both are linear in the shares of vehicles that have each part from here, so that a rule
is one row of a linear program for each year: numerator - least x denominator >= 0.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.checks.sourcing import value_in_kit
from zauyt.plant.content_rule import ContentRule, rules_of
from zauyt.plant.localisation import Content, Operation
from zauyt.plant.money import in_account
from zauyt.plant.plant import Plant
from zauyt.studies.localisation.choices import Choice, Choices

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Form:
    """A rule's content: (base + parts . z) / (below + below_parts . z), by year."""

    rule: ContentRule
    base: Floats
    """Numerator with every part imported, by year."""
    parts: Floats
    """What a vehicle with each choice adds to it."""
    below: Floats
    """Denominator with every part imported, by year."""
    below_parts: Floats
    """What a vehicle with each choice adds to that."""

    def content(self, local: Floats) -> Floats:
        """Give the content by year; ``local`` is (choices, years), shares."""
        above = self.base + self.parts @ local
        return np.asarray(above / (self.below + self.below_parts @ local))


@dataclass(frozen=True)
class Vehicle:
    """What a vehicle with every part imported costs, in the currency of answers."""

    price: float
    """At the plant's gate."""
    foreign: float
    """Paid abroad: the kit and its freight."""
    cost: float
    """All but the margin: kit brought in, and conversion."""


def vehicle(plant: Plant, content: Content) -> Vehicle:
    """Give what a vehicle costs with every part imported."""
    assert plant.money is not None
    kit = content.kit
    paid = in_account(plant.money, kit.price, kit.currency)
    convert = in_account(plant.money, content.conversion_cost, content.currency)
    price = in_account(plant.money, content.ex_works_price or 0.0, content.currency)
    # Parts may have freight, duty and handling of their own.
    freight = paid * kit.freight_share
    rest = paid * (kit.duty_share + kit.handling_share)
    for part in plant.parts.values():
        value = value_in_kit(plant, part) * part.fitted_share
        own = part.freight_share
        freight += value * ((kit.freight_share if own is None else own)
                            - kit.freight_share)  # fmt: skip
        for key in ("duty_share", "handling_share"):
            own = getattr(part, key)
            rest += 0.0 if own is None else value * (own - getattr(kit, key))
    return Vehicle(price, paid + freight, paid + freight + rest + convert)


def forms(plant: Plant, made: Choices, names: tuple[str, ...]) -> dict[str, Form]:
    """Give each rule's content as a form in the shares of local parts."""
    content = plant.content
    assert content is not None
    whole = vehicle(plant, content)
    found = {}
    known = rules_of(content)
    for name in names:
        rule = known[name]
        formula = FORMULAS[rule.formula]
        form = formula(rule, whole, made)
        earned = _operations(plant, rule, made)
        if rule.formula == "ckd_share":
            years = range(made.first_year, made.first_year + made.years)
            earned = earned + np.array([content.ckd_share[str(y)] for y in years])
        base = form.base + earned * form.below
        found[name] = Form(rule, base, form.parts, form.below, form.below_parts)
    return found


def _form(
    rule: ContentRule, made: Choices, base: float, parts: list[float], below: float,
    below_parts: list[float] | None = None,
) -> Form:  # fmt: skip
    ones = np.ones(made.years)
    zeros = np.zeros(len(made.all))
    return Form(
        rule,
        base * ones,
        np.array(parts, dtype=np.float64) if parts else zeros,
        below * ones,
        zeros if below_parts is None else np.array(below_parts, dtype=np.float64),
    )


def _less_foreign(choice: Choice) -> float:
    """Give by what less is paid abroad for a vehicle with a local part."""
    return choice.credit + choice.freight - choice.imported


def ex_works(rule: ContentRule, whole: Vehicle, made: Choices) -> Form:
    """(price - foreign) / price."""
    parts = [_less_foreign(choice) for choice in made.all]
    return _form(rule, made, whole.price - whole.foreign, parts, whole.price)


def without_margin(rule: ContentRule, whole: Vehicle, made: Choices) -> Form:
    """(cost - foreign) / cost, where local parts change the cost, too."""
    dearer = [choice.price - choice.saved for choice in made.all]
    parts = [
        _less_foreign(choice) + more
        for choice, more in zip(made.all, dearer, strict=True)
    ]
    return _form(rule, made, whole.cost - whole.foreign, parts, whole.cost, dearer)


def points(rule: ContentRule, whole: Vehicle, made: Choices) -> Form:
    """Points of the parts from here; those of operations come on top."""
    parts = [choice.points.get(rule.rule, 0.0) for choice in made.all]
    return _form(rule, made, 0.0, parts, 1.0)


def ckd_share(rule: ContentRule, whole: Vehicle, made: Choices) -> Form:
    """The share of vehicles welded and painted here, which the file states by year."""
    return _form(rule, made, 0.0, [], 1.0)


def originates(choice: Choice, rule: ContentRule) -> bool:
    """Tell whether a local part counts as originating, all of it."""
    assert rule.part_least_share is not None, rule.rule
    return choice.price - choice.imported >= rule.part_least_share * choice.price


def build_up(rule: ContentRule, whole: Vehicle, made: Choices) -> Form:
    """Price of originating parts / price of the vehicle."""
    parts = [choice.price if originates(choice, rule) else 0.0 for choice in made.all]
    return _form(rule, made, 0.0, parts, whole.price)


def build_down(rule: ContentRule, whole: Vehicle, made: Choices) -> Form:
    """(price - materials that do not originate) / price."""
    parts = [
        choice.credit + choice.freight
        - (0.0 if originates(choice, rule) else choice.price)
        for choice in made.all
    ]  # fmt: skip
    return _form(rule, made, whole.price - whole.foreign, parts, whole.price)


FORMULAS: dict[str, Callable[[ContentRule, Vehicle, Choices], Form]] = {
    "ex_works": ex_works,
    "without_margin": without_margin,
    "points": points,
    "ckd_share": ckd_share,
    "build_up": build_up,
    "build_down": build_down,
}
"""The closed set of formulas."""


def _operations(plant: Plant, rule: ContentRule, made: Choices) -> Floats:
    """Give what operations earn by a rule, the mean of each year's vehicles."""
    earned = np.zeros(made.years)
    for operation in plant.operations.values():
        amount = operation.earns.get(rule.rule, 0.0) * operation.vehicle_share
        if amount:
            for at in range(made.years):
                earned[at] += amount * done_share(operation, made.first_year + at)
    if rule.operations_at_most is not None:
        earned = np.minimum(earned, rule.operations_at_most)
    return earned


def done_share(operation: Operation, year: int) -> float:
    """Give the share of a year's days on which an operation is done."""
    begin, end = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
    first = max(begin, operation.from_date or begin)
    last = end
    if operation.until is not None:
        last = min(end, operation.until + datetime.timedelta(days=1))
    return max(0, (last - first).days) / (end - begin).days
