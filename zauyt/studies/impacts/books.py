"""The plant's own column, year by year: what it is paid, whom it pays.

Nothing of the national column of vehicles is in it. Parts from suppliers of the country
are columns of their own as far as the file knows them: price, imported materials, jobs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.economy import Economy
from zauyt.plant.money import Money, in_account
from zauyt.plant.plant import Plant
from zauyt.studies.localisation.choices import (
    Choice,
    Choices,
    bringing_in,
    choices,
)

Floats = NDArray[np.float64]

PARTS, SERVICES, FREIGHT, HANDLING, KIT = (
    "part", "service", "freight", "handling", "kit",
)  # fmt: skip


@dataclass(frozen=True)
class Bought:
    """One line of what the plant buys in a year; money of answers."""

    name: str
    kind: str
    sector: str | None
    """Sector that is paid in the country, if one is."""
    domestic: float
    imported: float
    """Paid abroad."""
    duty: float = 0.0
    supplier: Choice | None = None
    jobs: float = 0.0
    """People whom a supplier employs for it, where the file says so."""
    near: bool = False
    """Whether the supplier belongs to the plant's cluster."""


@dataclass(frozen=True)
class Books:
    """One year of the plant."""

    year: int
    vehicles: float
    people: float
    revenue: float
    bought: tuple[Bought, ...]
    pay: float
    """Gross pay."""
    employer_taxes: float
    depreciation: float

    @property
    def domestic(self) -> float:
        """Give what is paid to firms of the country."""
        return math.fsum(each.domestic for each in self.bought)

    @property
    def imported(self) -> float:
        """Give what is paid abroad."""
        return math.fsum(each.imported for each in self.bought)

    @property
    def duty(self) -> float:
        """Give import duty."""
        return math.fsum(each.duty for each in self.bought)

    @property
    def value_added(self) -> float:
        """Give output less all that is bought and the duty on it."""
        return self.revenue - self.domestic - self.imported - self.duty

    @property
    def surplus(self) -> float:
        """Give what is left when people and depreciation are paid, or lost below 0."""
        return self.value_added - self.pay - self.employer_taxes - self.depreciation


def decided(plant: Plant, made: Choices) -> dict[int, Floats]:
    """Give the share of vehicles with each part that the file decides on, by year."""
    assert plant.content is not None
    found = {
        at: choice.supply[plant.content.roadmap[choice.part].decided - made.first_year]
        for at, choice in enumerate(made.all)
        if choice.part in plant.content.roadmap
        and plant.content.roadmap[choice.part].candidate == choice.candidate
    }
    return _inside(made, found)


def every(made: Choices) -> dict[int, Floats]:
    """Give shares with every part from here: from who saves most, as far as it can."""
    best: dict[str, int] = {}
    for at, choice in enumerate(made.all):
        if choice.part not in best or choice.gain > made.all[best[choice.part]].gain:
            best[choice.part] = at
    full = {
        at: np.minimum(1.0, made.all[at].capacity / np.maximum(made.volumes, 1e-9))
        for at in best.values()
    }
    return _inside(made, full)


def _inside(made: Choices, local: dict[int, Floats]) -> dict[int, Floats]:
    """Limit each part to the vehicles with the part that it is built into."""
    of_part = {made.all[at].part: at for at in local}

    def share(at: int) -> Floats:
        parent = made.parents.get(made.all[at].part)
        if parent is None:
            return local[at]
        if parent not in of_part:
            return np.zeros_like(local[at])
        return np.asarray(np.minimum(local[at], share(of_part[parent])))

    return {at: share(at) for at in local}


def people_in(economy: Economy, year: int) -> float:
    """Give the people of a year; before the first stated year there are as many."""
    stated = {int(key): value for key, value in economy.people.items()}
    before = [each for each in stated if each <= year]
    return stated[max(before) if before else min(stated)]


def all_books(plant: Plant, *, everything: bool) -> tuple[Books, ...]:
    """Give the plant's books of every year of its content.

    ``everything`` takes every part that has a maker here, otherwise those that the
    file decides on.
    """
    content = plant.content
    assert content is not None
    made = choices(plant)
    local = every(made) if everything else decided(plant, made)
    years = range(made.years)
    return tuple(
        books(plant, made, {at: float(share[year]) for at, share in local.items()},
              made.first_year + year, float(made.volumes[year]))
        for year in years
    )  # fmt: skip


def books(
    plant: Plant, made: Choices, local: Mapping[int, float], year: int, vehicles: float
) -> Books:
    """Give the books of one year with some share of vehicles with each local part."""
    economy, content, money = plant.economy, plant.content, plant.money
    assert economy is not None
    assert content is not None
    assert money is not None
    assert content.ex_works_price is not None
    people = people_in(economy, year)
    pay = people * 12 * in_account(money, economy.monthly_pay, economy.currency)
    used = {at: share for at, share in local.items() if share > 0}
    bought = [
        *_kits(plant, money, made, used, vehicles),
        *_parts(plant, made, used, vehicles),
        *_services(economy, money, vehicles),
    ]
    price = in_account(money, content.ex_works_price, content.currency)
    return Books(
        year=year, vehicles=vehicles, people=people, revenue=price * vehicles,
        bought=tuple(bought), pay=pay, employer_taxes=economy.employer_share * pay,
        depreciation=economy.depreciation,
    )  # fmt: skip


def _kits(
    plant: Plant, money: Money, made: Choices, used: Mapping[int, float],
    vehicles: float,
) -> list[Bought]:  # fmt: skip
    """Give the kits, their freight, and unpacking, without what comes from here."""
    assert plant.economy is not None
    assert plant.content is not None
    economy, content = plant.economy, plant.content
    kit = content.kit
    price = in_account(money, kit.price, kit.currency)
    paid, freight = price, kit.freight_share * price
    duty, handling = kit.duty_share * price, kit.handling_share * price
    for at, share in used.items():
        each = made.all[at]
        _, duty_share, handling_share = bringing_in(content, plant.parts[each.part])
        paid -= share * each.credit
        freight -= share * each.freight
        duty -= share * duty_share * each.credit
        handling -= share * handling_share * each.value
    home = economy.freight_domestic_share if economy.freight_sector else 0.0
    lines = [
        Bought("kits", KIT, None, 0.0, vehicles * paid, vehicles * duty),
        Bought("freight of kits", FREIGHT, economy.freight_sector,
               vehicles * home * freight, vehicles * (1 - home) * freight),
    ]  # fmt: skip
    if economy.handling_sector:
        sector = economy.handling_sector
        lines.append(Bought("handling", HANDLING, sector, vehicles * handling, 0.0))
    return lines


def _parts(
    plant: Plant, made: Choices, used: Mapping[int, float], vehicles: float
) -> list[Bought]:
    most = float(made.volumes.max(initial=1.0)) or 1.0
    return [
        Bought(
            f"{each.part}: {each.candidate}", PARTS, plant.parts[each.part].sector,
            vehicles * share * each.price, 0.0, supplier=each,
            jobs=each.jobs * share * vehicles / most, near=each.kind == "cluster",
        )
        for at, share in used.items()
        for each in (made.all[at],)
    ]  # fmt: skip


def _services(economy: Economy, money: Money, vehicles: float) -> list[Bought]:
    lines = []
    for name, each in economy.purchases.items():
        amount = in_account(
            money, each.per_vehicle * vehicles + each.per_year, each.currency
        )
        abroad = each.imported_share * amount
        lines.append(Bought(name, SERVICES, each.sector, amount - abroad, abroad))
    return lines
