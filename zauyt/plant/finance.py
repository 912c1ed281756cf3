"""What a plant costs to build, earns in its markets, and owes: money over the years."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from zauyt.plant.money import Currency, Year
from zauyt.plant.record import Name, Record
from zauyt.units import (
    COUNT,
    DAY,
    SHARE,
    YEAR,
    Money,
    PositiveMoney,
    PositiveShare,
    Share,
)

Days = Annotated[float, Field(ge=0, le=3650), DAY]
Factor = Annotated[float, Field(gt=0, le=1000), COUNT]


class Capital(Record):
    """Something that is bought once and worn out over years."""

    amount: PositiveMoney
    """What it costs in all."""
    currency: Currency | None = None
    """Its currency (that of answers, otherwise)."""
    years: Annotated[dict[Year, Share], Field(min_length=1)]
    """Share of it paid in each year; together 1."""
    life_years: Annotated[float, Field(gt=0, le=100), YEAR] = 10.0
    """Years over which it is depreciated, evenly, from the first of use."""
    use_from: Annotated[int, Field(ge=2000, le=2099), YEAR]
    """First year of use."""
    left_share: Share = 0.0
    """Share of its cost that it is sold for after the last year."""


class Market(Record):
    """Where vehicles are sold, at what price, and what lies between it and the plant.

    Net at the gate = (price x (1 - dealer) / (1 + tax) - fee) / (1 + duty) - transport.
    """

    share: PositiveShare
    """Share of vehicles sold there; together 1."""
    price: PositiveMoney
    """What a buyer pays for the mean vehicle, with all taxes."""
    currency: Currency | None = None
    """Currency of price, fee and transport (that of answers, otherwise)."""
    dealer_share: Annotated[float, Field(ge=0, lt=1), SHARE] = 0.0
    """Share of the price that dealers keep."""
    sales_tax_share: Annotated[float, Field(ge=0, le=10), SHARE] = 0.0
    """Tax on sales, on top of the price without it."""
    duty_share: Annotated[float, Field(ge=0, le=10), SHARE] = 0.0
    """Import duty there, on value and transport."""
    fee: Money = 0.0
    """Fee for each vehicle there: utilisation, certificate."""
    transport: Money = 0.0
    """Transport of a vehicle there."""


class ModelMoney(Record):
    """What differs between models."""

    share: PositiveShare
    """Share of vehicles; together 1."""
    kit_factor: Factor = 1.0
    """Price of its kit and parts, as a multiple of the mean vehicle's."""
    price_factor: Factor = 1.0
    """Its price, as a multiple of the mean vehicle's."""
    work_factor: Factor = 1.0
    """Its labour, energy and other conversion, as a multiple of the mean vehicle's."""


class Clawback(Record):
    """What must be paid back when a condition is not met."""

    year: Annotated[int, Field(ge=2000, le=2099), YEAR]
    """Year whose vehicles are counted; it is paid back in the year after."""
    least_vehicles: Annotated[float, Field(gt=0, le=1e8), COUNT]
    """Fewest vehicles with which nothing is owed."""
    repaid_share: PositiveShare = 1.0
    """Share of all that was had until then."""
    interest_share: Annotated[float, Field(ge=0, le=1), SHARE] = 0.0
    """Interest a year on it, from the middle of the year in which it was had."""


class Incentive(Record):
    """Support from the state: money by year, or profit tax forgiven."""

    amounts: dict[Year, PositiveMoney] = Field(default_factory=dict)
    """Money by year."""
    currency: Currency | None = None
    """Its currency (that of answers, otherwise)."""
    tax_relief: dict[Year, Share] = Field(default_factory=dict)
    """Share of profit tax forgiven, by year."""
    clawback: Clawback | None = None
    """When it is to be paid back."""


class Scenario(Record):
    """Money as it may come: currencies, prices, volumes against what is stated."""

    rates: dict[Currency, Factor] = Field(default_factory=dict)
    """What a foreign currency is worth, as a multiple of the stated rate."""
    passed_share: Share = 0.0
    """Share of the mean change of the kit's currency that home prices follow."""
    volume_factor: Factor = 1.0
    """Vehicles, as a multiple of those stated."""
    price_factor: Factor = 1.0
    """Prices to buyers, as a multiple of those stated."""


class Finance(Record):
    """The plant's money over its years."""

    last_year: Annotated[int, Field(ge=2000, le=2099), YEAR]
    """Last year that is counted; volumes and parts stay at the last stated."""
    capital: Annotated[dict[Name, Capital], Field(min_length=1)]
    """What is bought once, by name."""
    markets: Annotated[dict[Name, Market], Field(min_length=1)]
    """Where vehicles are sold, by name."""
    models: dict[Name, ModelMoney] = Field(default_factory=dict)
    """What differs between models, by name (all alike, if none is stated)."""
    kit_days: Days = 0.0
    """Days from paying a kit to its vehicle leaving: on rail, in port, in stock."""
    finished_days: Days = 0.0
    """Days from a vehicle's leaving to its sale."""
    buyer_days: Days = 0.0
    """Days from the sale to the money."""
    supplier_days: Days = 0.0
    """Days after which suppliers of the country are paid."""
    profit_tax_share: Share = 0.0
    """Tax on profit; losses of earlier years are taken off it first."""
    loss_years: Annotated[int, Field(ge=0, le=100), YEAR] = 10
    """Years for which a loss may be taken off later profit."""
    upkeep_share: Share = 0.0
    """Yearly replacement of machines, as a share of all capital in use."""
    incentives: dict[Name, Incentive] = Field(default_factory=dict)
    """Support from the state, by name."""
    scenarios: dict[Name, Scenario] = Field(default_factory=dict)
    """Other money, by name."""
