"""Parts that could be made in the country, and what content is committed."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from zauyt.plant.economy import Sector
from zauyt.plant.money import Currency, Year
from zauyt.plant.record import Name, Record
from zauyt.units import (
    COUNT,
    SHARE,
    YEAR,
    Money,
    Months,
    PositiveMoney,
    PositiveShare,
    Share,
)

SupplierKind = Literal["existing", "cluster", "new"]
"""Whether a supplier makes the part already, joins the cluster, or is to be built."""


class Candidate(Record):
    """A supplier in the country that could make a part."""

    kind: SupplierKind = "new"
    """``existing`` makes it already, ``cluster`` comes to the plant's cluster, ``new``
    is to be built elsewhere."""
    price: PositiveMoney
    """Price of the part for one vehicle, delivered."""
    currency: Currency | None = None
    """Currency of the price and of the investment (that of answers, otherwise)."""
    tooling: Money = 0.0
    """Tools and dies for the part, paid in the year of the decision."""
    investment: Money = 0.0
    """Buildings and machines, paid in the year of the decision."""
    lead_months: Months = 12.0
    """Months from the decision to the first parts: contract, tools, samples,
    approval (PPAP)."""
    ramp_months: Months = 0.0
    """Months over which supply grows evenly from nothing to all."""
    capacity_per_year: Annotated[float, Field(gt=0, le=1e8), COUNT] = 1e8
    """Vehicle sets that it can make a year."""
    imported_share: Share = 0.0
    """Share of its price that is imported materials."""
    reject_share: Annotated[float, Field(ge=0, lt=1), SHARE] = 0.0
    """Share of parts that are rejected beyond those of the imported part."""
    reject_cost: Money = 0.0
    """What a rejected part costs besides its price: sorting, stops, repair."""
    jobs: Annotated[float, Field(ge=0, le=1e6), COUNT] = 0.0
    """People it employs for this part."""


class Part(Record):
    """A part, or group of parts, that comes in the kit and could be made here.

    Exactly one of ``price`` and ``share`` says its value in the kit.
    """

    price: PositiveMoney | None = None
    """Its price in the kit of one vehicle, without the parts in it that are listed
    by themselves."""
    share: PositiveShare | None = None
    """Its share of the kit's price, likewise."""
    fitted_share: PositiveShare = 1.0
    """Share of vehicles that have it."""
    sector: Sector | None = None
    """Sector of the input-output table that makes it, or the likest one."""
    part_of: Name | None = None
    """Part into which it is built: it is made here in no more vehicles than that."""
    deletion_credit: Share | None = None
    """Share of its price by which the maker's kit gets cheaper without it (the
    kit's, if not stated)."""
    deletion_amount: Money | None = None
    """The same as an amount in the kit's currency."""
    freight_share: Annotated[float, Field(ge=0, le=10), SHARE] | None = None
    """Freight from abroad, as a share of its price (the kit's, if not stated)."""
    duty_share: Annotated[float, Field(ge=0, le=10), SHARE] | None = None
    """Import duty, as a share of what is paid for it (the kit's, if not stated)."""
    handling_share: Annotated[float, Field(ge=0, le=10), SHARE] | None = None
    """Unpacking and handling, as a share of its price (the kit's, if not stated)."""
    earns: dict[Name, Annotated[float, Field(ge=0, le=1e6), COUNT]] = Field(
        default_factory=dict
    )
    """Points it earns when made here, by rule: ``{kz_points: 200}``."""
    candidates: dict[Name, Candidate] = Field(default_factory=dict)
    """Who could make it here, by name."""


class Operation(Record):
    """Work done at the plant that content rules count: welding, painting, stamping."""

    from_date: datetime.date | None = None
    """First day on which it is done (always, if not stated)."""
    until: datetime.date | None = None
    """Last day on which it is done."""
    vehicle_share: PositiveShare = 1.0
    """Share of vehicles on which it is done."""
    earns: dict[Name, Annotated[float, Field(ge=0, le=1e6), COUNT]] = Field(
        default_factory=dict
    )
    """Points, or share of content, that it earns by rule: ``{kz_points: 600}``."""


class KitPrice(Record):
    """The maker's kit of one vehicle: price, and what bringing it in costs."""

    price: PositiveMoney
    """Price of a whole kit."""
    currency: Currency | None = None
    """Currency of the kit and of parts in it (that of answers, otherwise)."""
    deletion_credit: Share = 1.0
    """Share of a part's price by which the kit gets cheaper without it."""
    freight_share: Annotated[float, Field(ge=0, le=10), SHARE] = 0.0
    """Freight from abroad, as a share of the price."""
    duty_share: Annotated[float, Field(ge=0, le=10), SHARE] = 0.0
    """Import duty, as a share of the price."""
    handling_share: Annotated[float, Field(ge=0, le=10), SHARE] = 0.0
    """Unpacking and handling, as a share of the price."""


class Commitment(Record):
    """Content that is promised from a year on, by one rule."""

    rule: Name
    """Rule by which it is counted."""
    year: Annotated[int, Field(ge=2000, le=2099), YEAR]
    """First year whose vehicles must have it."""
    least: Annotated[float, Field(ge=0, le=1e6), COUNT]
    """Least content: a share, or points, as the rule counts."""


class Decision(Record):
    """A part whose supplier is decided already."""

    candidate: Name
    """Who makes it."""
    decided: Annotated[int, Field(ge=2000, le=2099), YEAR]
    """Year of the decision; investment is paid in it."""


Formula = Literal[
    "ex_works", "without_margin", "points", "ckd_share", "build_up", "build_down"
]
"""The closed set of formulas; the guide has each as an equation."""


class OwnRule(Record):
    """A content rule of this file: a newer text, another market, a trial."""

    formula: Formula
    """Formula by which it counts."""
    least: Annotated[float, Field(ge=0, le=1e6), COUNT] | None = None
    """Content from which the rule is met, as far as it is known."""
    part_least_share: PositiveShare | None = None
    """Local share of a part's price from which it counts as originating, all of it
    (``build_up`` and ``build_down``)."""
    operations_at_most: Annotated[float, Field(gt=0, le=1e6), COUNT] | None = None
    """Most points that operations together earn (``points``)."""
    title: str = ""
    """What it is called."""
    market: str = ""
    """Where content so counted is asked for."""
    in_force: str = ""
    """Since when, and until when."""
    source: str = ""
    """What was read of it."""
    text: Literal["public", "partly", "not_found"]
    """Whether its text was found."""
    assumption: str = ""
    """What is assumed in place of text that was not found; every answer repeats it."""
    looked_at: datetime.date | None = None
    """When its sources were looked at."""


class Content(Record):
    """What local content is counted, committed, and what it is counted on."""

    first_year: Annotated[int, Field(ge=2000, le=2099), YEAR]
    """First year of the roadmap; decisions are taken at the beginning of a year."""
    years: Annotated[int, Field(ge=1, le=30), YEAR] = 8
    """Years of the roadmap."""
    ex_works_price: PositiveMoney | None = None
    """Price of a vehicle at the plant's gate, without taxes."""
    currency: Currency | None = None
    """Currency of that price, of conversion and limits (that of answers, otherwise)."""
    conversion_cost: Money = 0.0
    """Labour, energy and depreciation of a vehicle at the plant."""
    kit: KitPrice
    """The maker's kit."""
    ckd_share: dict[Year, Share] = Field(default_factory=dict)
    """Share of vehicles welded and painted here, by year."""
    rules: tuple[Name, ...] = ()
    """Content rules shown side by side (all that the file can be counted by)."""
    own_rules: dict[Name, OwnRule] = Field(default_factory=dict)
    """Content rules besides those that ship, by name; one of the same name takes the
    place of the shipped one."""
    commitments: dict[Name, Commitment] = Field(default_factory=dict)
    """What is promised, by name."""
    most_investment: Money | None = None
    """Most that is invested in a year."""
    most_launches: Annotated[int, Field(ge=1, le=10_000), COUNT] | None = None
    """Most parts that are decided on in a year."""
    roadmap: dict[Name, Decision] = Field(default_factory=dict)
    """Parts that are decided already, by name."""
    table: str | None = None
    """CSV or Excel file beside this one with a part a row, instead of ``parts``."""
