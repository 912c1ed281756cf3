"""What a plant means to the country around it: pay, purchases, building, claims."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from zauyt.plant.money import Currency, Year
from zauyt.plant.record import Name, Record, Wanted
from zauyt.units import (
    COUNT,
    SHARE,
    YEAR,
    Money,
    PositiveMoney,
    PositiveShare,
    Share,
    Weight,
)

Sector = Annotated[
    str,
    Field(pattern=r"^[\w-]+$", max_length=40),
    Wanted('a sector of the input-output table by its code, in quotes: "22"'),
]
"""A sector of the input-output table, by its code."""


class Purchase(Record):
    """Something that the plant buys besides kits and parts."""

    sector: Sector
    """Sector whose firms are paid."""
    per_vehicle: Money = 0.0
    """Money for each vehicle."""
    per_year: Money = 0.0
    """Money a year, whatever is made."""
    currency: Currency | None = None
    """Currency of both (that of answers, otherwise)."""
    imported_share: Share = 0.0
    """Share of it that is paid abroad."""


class Building(Record):
    """What it cost to build and equip the plant, and who was paid for it."""

    amount: PositiveMoney
    """Money spent in all."""
    currency: Currency | None = None
    """Its currency (that of answers, otherwise)."""
    years: Annotated[dict[Year, Share], Field(min_length=1)]
    """Share of it spent in each year; together 1."""
    sectors: Annotated[dict[Sector, Share], Field(min_length=1)]
    """Share of it paid to each sector of the country; what is left is imported."""


class Downstream(Record):
    """A service to finished vehicles: dealers, repair, leasing, transport."""

    sector: Sector
    """Sector whose firms do it."""
    per_vehicle: PositiveMoney
    """Money that these firms take for a vehicle made in the year, the vehicle itself
    left out."""
    currency: Currency | None = None
    """Its currency (that of answers, otherwise)."""
    vehicle_share: PositiveShare = 1.0
    """Share of vehicles that need it: those sold at home, leased, sent far."""


class Region(Record):
    """The region around the plant, for what stays in it."""

    name: str
    """What it is called."""
    jobs_share: Annotated[float, Field(gt=0, lt=1), SHARE]
    """Its share of the country's jobs."""
    quotients: dict[Sector, Weight] = Field(default_factory=dict)
    """How many times larger a sector's share of jobs is there than in the country
    (location quotient); 1 where none is stated."""
    delta: Annotated[float, Field(ge=0, le=1), COUNT] = 0.25
    """Exponent of Flegg's formula: the larger, the less a small region supplies."""
    residents_share: Share = 1.0
    """Share of the plant's people who live and spend there."""


class Claim(Record):
    """What was said about further jobs."""

    least: Annotated[float, Field(gt=0, le=1000), COUNT]
    """Least further jobs for each job at the plant."""
    most: Annotated[float, Field(gt=0, le=1000), COUNT]
    """Most that were said."""
    year: Annotated[int, Field(ge=2000, le=2099), YEAR] | None = None
    """Year it is tested in (the last of ``volumes``, if not stated)."""


class Economy(Record):
    """The plant in its country's economy."""

    table: Name | None = None
    """Input-output table that ships with the package: ``kazakhstan_2024``; ``impact
    --table`` takes a user's own."""
    price_factor: Annotated[float, Field(gt=0, le=1e6), COUNT] = 1.0
    """Prices of the plant's money over those of the table's year."""
    people: Annotated[dict[Year, PositiveMoney], Field(min_length=1)]
    """People employed at the plant, by year; later years have those of the last."""
    monthly_pay: PositiveMoney
    """Mean gross pay of a person and month, with bonuses."""
    currency: Currency | None = None
    """Currency of pay (that of answers, otherwise)."""
    employer_share: Share = 0.0
    """What the employer pays the state on top, as a share of pay."""
    spent_share: Share = 0.8
    """Share of gross pay that households spend; the rest is tax and saving."""
    freight_sector: Sector | None = None
    """Sector that is paid for the domestic part of the kits' freight."""
    freight_domestic_share: Share = 0.0
    """Share of the kits' freight that is paid in the country."""
    handling_sector: Sector | None = None
    """Sector that is paid for unpacking and handling (done at the plant otherwise, by
    its own people)."""
    purchases: dict[Name, Purchase] = Field(default_factory=dict)
    """What else the plant buys, by name."""
    depreciation: Money = 0.0
    """Depreciation a year."""
    building: Building | None = None
    """How it was built."""
    downstream: dict[Name, Downstream] = Field(default_factory=dict)
    """Services to finished vehicles, by name."""
    region: Region | None = None
    """The region around it."""
    displaced_share: Share = 0.0
    """Share of the new jobs that only move people out of other jobs, which then stay
    empty."""
    claim: Claim | None = None
    """What was said about further jobs."""
