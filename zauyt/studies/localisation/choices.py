"""What making a part here saves, costs and supplies, for each candidate and year.

A local part is compared with what it spares the plant: the maker's deletion credit and
the duty on it, freight and handling. All money is in the currency of answers, at the
prices of one year, per vehicle made (a part that half of the vehicles have counts
half). Savings of a year are discounted from its middle, investment from the beginning
of the year of the decision.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.checks.sourcing import value_in_kit
from zauyt.plant.localisation import Candidate, Content, Part, SupplierKind
from zauyt.plant.money import Money, in_account
from zauyt.plant.plant import Plant

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """One candidate for one part; money per vehicle made."""

    part: str
    candidate: str
    kind: SupplierKind
    value: float
    """The part in the kit."""
    credit: float
    """By what the kit gets cheaper without it."""
    freight: float
    """Freight from abroad that is spared."""
    saved: float
    """All that is spared: credit, duty on it, freight, handling."""
    price: float
    """What the local part costs."""
    quality: float
    """What more rejects cost."""
    imported: float
    """Imported materials in the local part."""
    points: dict[str, float]
    """Points it earns, by rule."""
    investment: float
    """Money spent in the year of the decision, tools and plant."""
    jobs: float
    lead_months: float
    ramp_months: float
    capacity: float
    """Vehicles a year for which it has capacity."""
    supply: Floats
    """Share of vehicles that can have it, by year decided and year made."""

    @property
    def gain(self) -> float:
        """Give what a vehicle with it saves, or loses where it is below zero."""
        return self.saved - self.price - self.quality


@dataclass(frozen=True)
class Choices:
    """Every candidate of a plant over the years of its roadmap."""

    all: tuple[Choice, ...]
    parents: dict[str, str]
    """Parts that are built into another one, and which."""
    first_year: int
    volumes: Floats
    """Vehicles by year."""
    saving_factor: Floats
    """What money of the middle of a year is worth at the beginning of the first."""
    investment_factor: Floats
    """What money of the beginning of a year is worth then."""

    @property
    def years(self) -> int:
        """Give the number of years."""
        return len(self.volumes)

    def of_part(self) -> dict[str, list[int]]:
        """Give the numbers of the choices of each part."""
        found: dict[str, list[int]] = {}
        for at, choice in enumerate(self.all):
            found.setdefault(choice.part, []).append(at)
        return found


def choices(plant: Plant) -> Choices:
    """Give every candidate of a plant that has content and money."""
    content, money = plant.content, plant.money
    assert content is not None, "choices without content"
    assert money is not None, "choices without money"
    years = range(content.first_year, content.first_year + content.years)
    volumes = np.array([plant.volumes[str(year)] for year in years], dtype=np.float64)
    rate = 1 + money.discount_share
    since = np.arange(content.years)
    found = [
        _choice(plant, content, money, (name, part), (label, candidate), volumes)
        for name, part in plant.parts.items()
        for label, candidate in part.candidates.items()
    ]
    return Choices(
        all=tuple(found),
        parents={n: p.part_of for n, p in plant.parts.items() if p.part_of},
        first_year=content.first_year,
        volumes=volumes,
        saving_factor=np.asarray(rate ** -(since + 0.5), dtype=np.float64),
        investment_factor=rate ** -since.astype(np.float64),
    )


def _choice(
    plant: Plant, content: Content, money: Money, named: tuple[str, Part],
    by: tuple[str, Candidate], volumes: Floats,
) -> Choice:  # fmt: skip
    (name, part), (label, candidate) = named, by
    share = part.fitted_share
    value = value_in_kit(plant, part)
    credit = credit_of(plant, part, value)
    freight, duty, handling = bringing_in(content, part)
    price, tooling, investment, reject_cost = (
        in_account(money, amount, candidate.currency)
        for amount in (
            candidate.price, candidate.tooling, candidate.investment,
            candidate.reject_cost,
        )
    )  # fmt: skip
    saved = credit * (1 + duty) + (freight + handling) * value
    capacity = candidate.capacity_per_year / share
    return Choice(
        part=name,
        candidate=label,
        kind=candidate.kind,
        value=share * value,
        credit=share * credit,
        freight=share * freight * value,
        saved=share * saved,
        price=share * price,
        quality=share * candidate.reject_share * (price + reject_cost),
        imported=share * candidate.imported_share * price,
        points=dict(part.earns),
        investment=tooling + investment,
        jobs=candidate.jobs,
        lead_months=candidate.lead_months,
        ramp_months=candidate.ramp_months,
        capacity=capacity,
        supply=_supply(candidate, capacity, volumes),
    )


def credit_of(plant: Plant, part: Part, value: float) -> float:
    """Give by what the kit gets cheaper without a part, in the currency of answers."""
    assert plant.content is not None
    assert plant.money is not None
    kit = plant.content.kit
    if part.deletion_amount is not None:
        return in_account(plant.money, part.deletion_amount, kit.currency)
    stated = part.deletion_credit
    return (kit.deletion_credit if stated is None else stated) * value


def bringing_in(content: Content, part: Part) -> tuple[float, float, float]:
    """Give freight, duty and handling of a part as shares."""
    kit = content.kit
    freight, duty, handling = (
        part.freight_share, part.duty_share, part.handling_share
    )  # fmt: skip
    return (
        kit.freight_share if freight is None else freight,
        kit.duty_share if duty is None else duty,
        kit.handling_share if handling is None else handling,
    )


def ramp(lead_months: float, ramp_months: float, years: int) -> Floats:
    """Give the mean supply in each year after a decision, as a share of all."""
    ends = np.arange(years + 1) * 12.0
    past = np.maximum(ends - lead_months, 0.0)
    if ramp_months:
        rising = np.minimum(past, ramp_months)
        area = rising**2 / (2 * ramp_months) + (past - rising)
    else:
        area = past
    return np.asarray(np.diff(area) / 12.0)


def _supply(candidate: Candidate, capacity: float, volumes: Floats) -> Floats:
    years = len(volumes)
    grown = ramp(candidate.lead_months, candidate.ramp_months, years)
    most = np.minimum(1.0, capacity / np.maximum(volumes, 1e-9))
    supply = np.zeros((years, years))
    for decided in range(years):
        supply[decided, decided:] = grown[: years - decided] * most[decided:]
    return supply


def break_even_volume(choice: Choice, made: Choices) -> float | None:
    """Give the vehicles a year, every year, from which a choice pays.

    It is decided in the first year. ``None`` where no volume that it has capacity for
    makes it pay.
    """
    if choice.gain <= 0:
        return None
    grown = ramp(choice.lead_months, choice.ramp_months, made.years)
    per_vehicle = choice.gain * float(grown @ made.saving_factor)
    if per_vehicle <= 0:
        return None
    volume = choice.investment / per_vehicle
    return volume if volume <= choice.capacity else None


def worth_alone(choice: Choice, made: Choices) -> tuple[float, int]:
    """Give what a choice is worth by itself, and the year decided that is best."""
    savings = (choice.supply * made.volumes * made.saving_factor).sum(axis=1)
    worth = choice.gain * savings - choice.investment * made.investment_factor
    best = int(worth.argmax())
    return float(worth[best]), best
