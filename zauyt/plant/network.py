"""Several plants planned together: who makes what, for whom, on which way.

What holds from a month on stands by month: ``{2026: 400, 2026-07: 900}``, where a
year means its January; before the first entry it is 0. Money is in the currency of
its record, which is the network's unless stated.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from zauyt.plant.evidence import Evidence
from zauyt.plant.record import Name, Record, Wanted
from zauyt.plant.workforce import Month
from zauyt.units import COUNT, DAY, SHARE, Money, Share, Weight

Moment = Annotated[
    str,
    Field(pattern=r"^[12][0-9]{3}(-(0[1-9]|1[0-2]))?$"),
    Wanted("a month like 2026-03, or a year"),
]
"""A month, or a year, which stands for its January."""

YearMonth = Annotated[
    str,
    Field(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$"),
    Wanted("a month like 2026-03"),
]
"""A month."""

Currency = Annotated[
    str,
    Field(pattern=r"^[A-Z]{3}$"),
    Wanted("a currency by its three letters, like KZT"),
]
"""A currency by its ISO code."""

Vehicles = Annotated[float, Field(ge=0, le=1e9), COUNT]
Steps = dict[Moment, Vehicles] | Vehicles
"""Vehicles, or people, from each month on; a bare number holds always."""
ShareSteps = dict[Moment, Share] | Share
Degrees = Annotated[float, Field(ge=-180, le=180)]
Angle = Annotated[float, Field(ge=-90, le=90)]
Factor = Annotated[float, Field(ge=0, le=100), COUNT]
DutyShare = Annotated[float, Field(ge=0, le=10), SHARE]


class Place(Record):
    """A town on the map."""

    latitude: Angle
    """Degrees north of the equator."""
    longitude: Degrees
    """Degrees east of Greenwich."""


class OriginRule(Record):
    """A rule of origin: whether a vehicle counts as made here."""

    text: Literal["public", "partly", "not_found"] = "not_found"
    """How far the words of the rule could be read."""
    source: str = ""
    """Where the rule stands."""
    note: str = ""
    """What it asks for, as far as it is known."""


class Vehicle(Record):
    """A model, or a group of models that are planned as one."""

    brand: str = ""
    """Brand, or brands."""


class Making(Record):
    """How a plant makes a model."""

    cost: Money
    """Kit, work and energy of one vehicle, without what a shift costs."""
    lot: Vehicles = 0.0
    """Least that is made in a month in which the model is made at all."""
    vehicles_per_month: Steps | None = None
    """Most that can be made of it (what the plant can, if not stated)."""
    from_month: YearMonth | None = None
    """First month in which it is made."""
    origin: tuple[Name, ...] = ()
    """Rules of origin that it meets, made here."""


class ShiftLevel(Record):
    """A way of manning a plant: what it makes and costs in a month."""

    vehicles_per_month: Vehicles
    """Most that is made."""
    cost_per_month: Money = 0.0
    """Cost of it, whatever is made."""
    people: Vehicles = 0.0
    """People on the books."""


class Storage(Record):
    """Room for finished vehicles at a plant."""

    most: Vehicles
    """Most that can stand there at the end of a month."""
    cost_per_month: Money = 0.0
    """Cost of one that stands there."""
    opening: dict[Name, Vehicles] = Field(default_factory=dict)
    """What stands there at the beginning, by model."""


class Factory(Record):
    """A plant of the network: by shifts that are decided, or by its capacity.

    Exactly one of ``shifts`` and ``vehicles_per_month`` is stated.
    """

    place: Name | None = None
    """Town where it stands."""
    maker: str = ""
    """Company."""
    file: str | None = None
    """Plant file, or example, that describes it. Its capacity is stated here all the
    same, with the command that gave it as its source."""
    currency: Currency | None = None
    """Currency of its costs (the network's, if not stated)."""
    makes: Annotated[dict[Name, Making], Field(min_length=1)]
    """What it makes, by model."""
    vehicles_per_month: Steps | None = None
    """Most that it makes, all models together."""
    people: Steps | None = None
    """People on its books."""
    shifts: dict[Name, ShiftLevel] = Field(default_factory=dict)
    """Levels, of which one is chosen at a time, the least first."""
    change_cost: Money = 0.0
    """Cost of changing the level: hiring, schooling, letting go."""
    first_level: Name | None = None
    """Level before the first month; going on with it costs no change."""
    capacity_share: ShareSteps = 1.0
    """Share of a level's vehicles that can be made: a launch, a rebuild."""
    storage: Storage | None = None
    """Room for finished vehicles (none stay over the end of a month without)."""


class Supplier(Record):
    """Kits that some models need, one for a vehicle."""

    models: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Models that they are for."""
    plants: tuple[Name, ...] = ()
    """Plants that they go to (all, if none is named)."""
    kits_per_month: Steps
    """Most that come."""


class Lane(Record):
    """A way from plants to markets."""

    plants: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Plants where it begins."""
    markets: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Markets where it ends."""
    mode: Literal["rail", "road", "sea"] = "rail"
    """How vehicles go."""
    cost: Money
    """Cost of one vehicle."""
    currency: Currency | None = None
    """Currency of the cost."""
    transit_days: Annotated[float, Field(ge=0, le=400), DAY] = 0.0
    """Days under way; sales come as many whole months later as they are nearest to."""
    vehicles_per_month: Steps | None = None
    """Most that go, all its plants and markets together (no limit, if not stated)."""


class Response(Record):
    """A further step of the demand: more is sold when the price is lower."""

    further_share: Annotated[float, Field(gt=0, le=10), SHARE]
    """What is sold besides, as a share of the demand at the full price."""
    price_share: Annotated[float, Field(gt=0, lt=1), SHARE]
    """Price of these, as a share of the full price."""


class Sale(Record):
    """What a market takes of a model, and at which price."""

    price: Money
    """Price of one vehicle at the market, without its value-added tax."""
    vehicles_per_year: Steps
    """Demand at that price, as a yearly rate; the season spreads it over the months."""
    response: tuple[Response, ...] = ()
    """Further steps, each at a lower price than the one before."""


class Market(Record):
    """A market: what it takes, and what it asks for at its border."""

    place: Name | None = None
    """Town that stands for it on the map."""
    home: bool = False
    """Whether it is the home market; sales to all others are exports."""
    open: bool = True
    """Whether anything is sold there."""
    currency: Currency | None = None
    """Currency of its prices and fees."""
    origin_rule: Name | None = None
    """Rule by which the lower duty and fee are given."""
    duty_share: DutyShare = 0.0
    """Duty on the cost of making and the way, where the rule is not met."""
    met_duty_share: DutyShare = 0.0
    """Duty where the rule is met."""
    fee: Money = 0.0
    """Fee on one vehicle (utilisation fee), where the rule is not met."""
    met_fee: Money | None = None
    """Fee where the rule is met (the same, if not stated)."""
    sells: Annotated[dict[Name, Sale], Field(min_length=1)]
    """What it takes, by model."""


class Commitment(Record):
    """Vehicles that are promised."""

    vehicles: Annotated[float, Field(gt=0, le=1e9), COUNT]
    """Least number."""
    what: Literal["made", "sold"] = "made"
    """What is counted."""
    plants: tuple[Name, ...] = ()
    """Plants that count (all, if none is named); where they are sold, those that
    made them."""
    models: tuple[Name, ...] = ()
    """Models that count (all, if none is named)."""
    markets: tuple[Name, ...] = ()
    """Markets that count, for what is sold (all, if none is named)."""
    from_month: YearMonth | None = None
    """First month that counts."""
    until_month: YearMonth | None = None
    """Last month that counts."""
    scenarios: tuple[Name, ...] = ()
    """Scenarios in which it must be kept (all, if none is named)."""


class Scenario(Record):
    """One way that things may come."""

    probability: Annotated[float, Field(gt=0, le=1), SHARE]
    """Its chance; those of all scenarios add up to 1."""
    from_month: YearMonth | None = None
    """First month that is other than stated."""
    until_month: YearMonth | None = None
    """Last month that is other than stated."""
    capacity_factor: dict[Name, Factor] = Field(default_factory=dict)
    """By plant: its capacity, as a multiple."""
    demand_factor: dict[Name, Factor] = Field(default_factory=dict)
    """By market: its demand, as a multiple."""
    fee: dict[Name, Money] = Field(default_factory=dict)
    """By market: the fee instead of both of its fees, in its currency."""
    duty_share: dict[Name, DutyShare] = Field(default_factory=dict)
    """By market: the duty instead of both of its duties."""
    closed_lanes: tuple[Name, ...] = ()
    """Lanes on which nothing goes."""
    closed_markets: tuple[Name, ...] = ()
    """Markets to which nothing is sent."""
    kits_factor: dict[Name, Factor] = Field(default_factory=dict)
    """By supplier: its kits, as a multiple; 0 where it is lost."""


class Published(Record):
    """A number that was published, to compare the plan with."""

    what: Literal["made", "sold", "people"] = "made"
    """What it counts; people as the mean over the year's planned months."""
    year: Annotated[int, Field(ge=1900, le=2999)]
    """Year that it is about."""
    plants: tuple[Name, ...] = ()
    """Plants that it is about (all, if none is named)."""
    value: Vehicles
    """The number."""
    why: str = ""
    """Why the plan may be another."""


class Network(Record):
    """Plants planned together, valid by construction; ``change`` gives another one."""

    format: Literal[1]
    """Version of the file's form."""
    network: str
    """The network's name."""
    currency: Currency
    """Currency in which everything is added up."""
    price_year: Annotated[int, Field(ge=1900, le=2999)] | None = None
    """Year of the prices."""
    rates: dict[Currency, Annotated[float, Field(gt=0, le=1e12)]] = Field(
        default_factory=dict
    )
    """By currency: what one unit of it is worth in the network's."""
    first_month: YearMonth
    """First month that is planned."""
    months: Annotated[int, Field(ge=1, le=120), COUNT] = 12
    """Months that are planned."""
    level_months: Annotated[int, Field(ge=1, le=120), COUNT] = 3
    """Months for which a plant keeps the level of shifts that is chosen."""
    season: dict[Month, Weight] = Field(default_factory=dict)
    """Demand of months that have more or less than others, as a multiple of one that
    is not named; a year's demand stays."""
    interest_per_year: Share = 0.0
    """What money tied up in vehicles under way or in stock costs."""
    places: dict[Name, Place] = Field(default_factory=dict)
    """Towns by name."""
    origin_rules: dict[Name, OriginRule] = Field(default_factory=dict)
    """Rules of origin by name."""
    models: Annotated[dict[Name, Vehicle], Field(min_length=1)]
    """Models by name."""
    plants: Annotated[dict[Name, Factory], Field(min_length=1)]
    """Plants by name."""
    suppliers: dict[Name, Supplier] = Field(default_factory=dict)
    """Suppliers of kits by name."""
    lanes: Annotated[dict[Name, Lane], Field(min_length=1)]
    """Lanes by name."""
    markets: Annotated[dict[Name, Market], Field(min_length=1)]
    """Markets by name."""
    commitments: dict[Name, Commitment] = Field(default_factory=dict)
    """Commitments by name; every plan keeps them."""
    scenarios: dict[Name, Scenario] = Field(default_factory=dict)
    """What may come, by name (as stated, if there is none)."""
    published: dict[Name, Published] = Field(default_factory=dict)
    """Published numbers by name."""

    evidence: Annotated[dict[str, Evidence], Field(exclude=True)] = Field(
        default_factory=dict
    )
    """What is known of numbers, by path, as in a plant."""

    @property
    def id(self) -> str:
        """Give 16 letters that stand for every value, as ``Plant.id`` does."""
        from zauyt.plant.evidence import identity

        return identity(self)

    def change(self, changes: dict[str, Any]) -> Network:
        """Give the network with other values at dotted paths, checked anew.

        Raises
        ------
        WrongInput
            A path does not exist, or the changed network is none: every problem.
        """
        from zauyt.plant.reading.change import changed

        made = changed(self, changes)
        assert isinstance(made, Network), "a network became a plant"
        return made
