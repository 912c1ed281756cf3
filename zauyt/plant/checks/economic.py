"""Whether what a plant pays, its sectors and its claim fit together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from zauyt.errors import Problem
from zauyt.plant.economy import Building, Economy
from zauyt.plant.input_output import matching
from zauyt.plant.plant import Plant
from zauyt.plant.reading.national.read import shipped_table, shipped_tables
from zauyt.plant.reading.nearest import did_you_mean, listed

TOLERANCE = 1e-6


def check_economy(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with the plant's place in its economy."""
    economy = plant.economy
    if economy is None:
        return
    if plant.money is None:
        message = "needs money.currency: in which money it is counted"
        yield Problem("economy", message, "no_money")
    else:
        yield from _currencies(plant, economy)
    yield from _purchases(economy)
    if economy.building is not None:
        yield from _building(economy.building)
    yield from _claim(plant, economy)
    if economy.table is None:
        return
    if economy.table not in shipped_tables():
        known = shipped_tables()
        hint = did_you_mean(economy.table, known) or f"; there are {listed(known)}"
        message = f"no input-output table is called {economy.table}{hint}"
        yield Problem("economy.table", message, "unknown_reference")
        return
    table = shipped_table(economy.table)
    yield from unknown_sectors(plant, table.codes, economy.table)
    if plant.money is not None:
        yield from no_rate(plant, table.currency, economy.table)


def unknown_sectors(
    plant: Plant, codes: Sequence[str], table: str
) -> Iterator[Problem]:
    """Yield every sector that a plant names and a table does not have."""
    for path, code in _sectors(plant):
        if not matching(codes, code):
            hint = did_you_mean(code, codes) or f"; there are {listed(codes, most=60)}"
            message = f"{table} has no sector {code}{hint}"
            yield Problem(path, message, "unknown_sector")


def no_rate(plant: Plant, currency: str, table: str) -> Iterator[Problem]:
    """Yield that a table's money is worth nothing stated in the plant's."""
    assert plant.money is not None
    if currency not in (plant.money.currency, *plant.money.rates):
        message = (
            f"{table} is in {currency}; write money.rates.{currency}: what one is worth"
            f" in {plant.money.currency}"
        )
        yield Problem("economy.table", message, "no_rate")


def _sectors(plant: Plant) -> Iterator[tuple[str, str]]:
    economy = plant.economy
    assert economy is not None
    for kind in ("purchases", "downstream"):
        for name, each in getattr(economy, kind).items():
            yield f"economy.{kind}.{name}.sector", each.sector
    if economy.freight_sector is not None:
        yield "economy.freight_sector", economy.freight_sector
    if economy.handling_sector is not None:
        yield "economy.handling_sector", economy.handling_sector
    for code in economy.building.sectors if economy.building else ():
        yield f"economy.building.sectors.{code}", code
    for code in economy.region.quotients if economy.region else ():
        yield f"economy.region.quotients.{code}", code
    for name, part in plant.parts.items():
        if part.sector is not None:
            yield f"parts.{name}.sector", part.sector


def _currencies(plant: Plant, economy: Economy) -> Iterator[Problem]:
    assert plant.money is not None
    used = [("economy.currency", economy.currency)]
    if economy.building is not None:
        used.append(("economy.building.currency", economy.building.currency))
    for kind in ("purchases", "downstream"):
        for name, each in getattr(economy, kind).items():
            used.append((f"economy.{kind}.{name}.currency", each.currency))
    for path, currency in used:
        if currency not in (None, plant.money.currency, *plant.money.rates):
            message = f"{currency} has no rate; write money.rates.{currency}: what one"
            message += f" is worth in {plant.money.currency}"
            yield Problem(path, message, "no_rate")


def _purchases(economy: Economy) -> Iterator[Problem]:
    for name, each in economy.purchases.items():
        if not each.per_vehicle and not each.per_year:
            message = "needs per_vehicle, per_year or both: what is paid"
            yield Problem(f"economy.purchases.{name}", message, "no_amount")
    if economy.freight_domestic_share and economy.freight_sector is None:
        message = "needs freight_sector: who is paid for it"
        yield Problem("economy.freight_domestic_share", message, "no_sector")


def _building(building: Building) -> Iterator[Problem]:
    total = math.fsum(building.years.values())
    if abs(total - 1) > TOLERANCE:
        message = f"the shares of years add up to {total:.6g}; 1 is wanted"
        yield Problem("economy.building.years", message, "shares")
    paid = math.fsum(building.sectors.values())
    if paid > 1 + TOLERANCE:
        message = f"the shares of sectors add up to {paid:.6g}; 1 at most"
        yield Problem("economy.building.sectors", message, "shares")


def _claim(plant: Plant, economy: Economy) -> Iterator[Problem]:
    claim = economy.claim
    if claim is None:
        return
    if claim.least > claim.most:
        message = f"{claim.least:g} is more than most, {claim.most:g}"
        yield Problem("economy.claim.least", message, "out_of_range")
    content = plant.content
    if claim.year is not None and content is not None:
        last = content.first_year + content.years - 1
        if not content.first_year <= claim.year <= last:
            message = f"content has the years {content.first_year} to {last}"
            yield Problem("economy.claim.year", message, "year_outside")
