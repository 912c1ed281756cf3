"""One set of numbers carried through: all effects, and the line of the claim.

The claim is linear: further jobs = at rest + vehicles x (services + parts x share of
the basket), and the basket is every part that has a maker here, in its proportions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zauyt.plant.economy import Economy
from zauyt.plant.money import in_account
from zauyt.plant.plant import Plant
from zauyt.studies.impacts.books import (
    Books,
    Bought,
    all_books,
    books,
    every,
)
from zauyt.studies.impacts.effects import Effects, effects
from zauyt.studies.impacts.model import Country, Floats, Place, region, whole
from zauyt.studies.localisation.choices import choices


@dataclass(frozen=True)
class Line:
    """Further jobs in the country as a line in volume and in domestic share."""

    people: float
    vehicles: float
    """Planned vehicles of the claim's year."""
    rest: float
    """Further jobs without a vehicle: pay that is spent, services by the year."""
    service: float
    """Further jobs a vehicle by services and freight."""
    basket: float
    """Further jobs a vehicle by all parts that have a maker here."""
    price: float
    """Output a vehicle."""
    yearly: float
    """Domestic purchases by the year, without a vehicle."""
    service_money: float
    """Domestic purchases a vehicle besides parts."""
    basket_money: float
    """What the basket adds to domestic purchases, a vehicle."""

    def domestic_share(self, vehicles: float, taken: float) -> float:
        """Give domestic purchases over output, with a share of the basket taken."""
        bought = self.yearly + vehicles * (
            self.service_money + taken * self.basket_money
        )
        return bought / (vehicles * self.price)

    def taken(self, vehicles: Floats | float, share: Floats | float) -> Floats:
        """Give the share of the basket that makes a domestic share."""
        others = self.yearly / np.asarray(vehicles) + self.service_money
        return np.asarray((np.asarray(share) * self.price - others) / self.basket_money)

    def ratio(self, vehicles: Floats | float, taken: Floats | float) -> Floats:
        """Give further jobs for each job at the plant."""
        a_vehicle = self.service + np.asarray(taken) * self.basket
        return np.asarray((self.rest + np.asarray(vehicles) * a_vehicle) / self.people)


@dataclass(frozen=True)
class Case:
    """What one set of numbers gives."""

    books: tuple[Books, ...]
    national: tuple[Effects, ...]
    """By year."""
    regional: Effects | None
    """In the claim's year, if the file states a region."""
    displaced: float
    line: Line


def case(plant: Plant, land: Country, *, everything: bool, at: int) -> Case:
    """Carry a plant through; ``at`` is the claim's year among those of its content."""
    economy = plant.economy
    assert economy is not None
    here = whole(land, economy)
    found = all_books(plant, everything=everything)
    return Case(
        books=found,
        national=tuple(
            effects(each, economy, land, here, near=False) for each in found
        ),
        regional=_regional(found[at], economy, land),
        displaced=economy.displaced_share,
        line=_line(plant, economy, land, here, found[at]),
    )


def further_per_job(plant: Plant, land: Country, *, everything: bool, at: int) -> float:
    """Give further jobs for each at the plant in one year, and nothing else."""
    assert plant.economy is not None
    found = all_books(plant, everything=everything)[at]
    here = whole(land, plant.economy)
    got = effects(found, plant.economy, land, here, near=False)
    return got.further("jobs") / found.people


def _regional(found: Books, economy: Economy, land: Country) -> Effects | None:
    if economy.region is None:
        return None
    around = region(land, economy, economy.region)
    return effects(found, economy, land, around, near=True)


def _line(
    plant: Plant, economy: Economy, land: Country, here: Place, planned: Books
) -> Line:
    made = choices(plant)
    year, vehicles = planned.year, planned.vehicles or 1.0

    def further(of: Books) -> float:
        return effects(of, economy, land, here, near=False).further("jobs")

    still = books(plant, made, {}, year, 0.0)
    bare = books(plant, made, {}, year, vehicles)
    basket = {a: float(s[year - made.first_year]) for a, s in every(made).items()}
    full = books(plant, made, basket, year, vehicles)
    jobs = [further(each) for each in (still, bare, full)]
    return Line(
        people=planned.people,
        vehicles=planned.vehicles,
        rest=jobs[0],
        service=(jobs[1] - jobs[0]) / vehicles,
        basket=(jobs[2] - jobs[1]) / vehicles,
        price=full.revenue / vehicles,
        yearly=still.domestic,
        service_money=(bare.domestic - still.domestic) / vehicles,
        basket_money=(full.domestic - bare.domestic) / vehicles,
    )


def building_jobs(plant: Plant, land: Country) -> Effects | None:
    """Give the effects of the whole building phase, in job-years."""
    economy, money = plant.economy, plant.money
    if economy is None or economy.building is None or money is None:
        return None
    return effects(
        building_books(plant), economy, land, whole(land, economy), near=False
    )


def building_books(plant: Plant) -> Books:
    """Give the building phase as books: whom it paid."""
    assert plant.economy is not None
    assert plant.economy.building is not None
    assert plant.money is not None
    built = plant.economy.building
    amount = in_account(plant.money, built.amount, built.currency)
    # Drawn shares may pass 1 together; then nothing is left to import.
    total = max(1.0, sum(built.sectors.values()))
    lines = [
        Bought(code, "building", code, share / total * amount, 0.0)
        for code, share in built.sectors.items()
    ]
    abroad = amount - sum(each.domestic for each in lines)
    lines.append(Bought("imported", "building", None, 0.0, abroad))
    return Books(
        year=min(map(int, built.years)), vehicles=0.0, people=0.0, revenue=amount,
        bought=tuple(lines), pay=0.0, employer_taxes=0.0, depreciation=0.0,
    )  # fmt: skip
