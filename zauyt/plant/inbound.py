"""What comes in: kits and parts, who supplies them, on which way, how they are ordered.

A material is what is ordered, carried, kept and counted: the kit of a model, a part of
an option, tyres. Days are calendar days unless said otherwise.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from zauyt.plant.law import Law
from zauyt.plant.money import Currency
from zauyt.plant.record import Name, Record
from zauyt.plant.time import Day, Days
from zauyt.plant.workforce import Month
from zauyt.units import COUNT, DAY, SHARE, Count, Money, PositiveCount, Share, Weight

DayCount = Annotated[float, Field(ge=0, le=1000), DAY]
WholeDays = Annotated[int, Field(ge=0, le=1000), DAY]
SomeDays = Annotated[int, Field(ge=1, le=1000), DAY]
Variation = Annotated[float, Field(ge=0, le=1), COUNT]
RareShare = Annotated[float, Field(ge=0, le=0.5), SHARE]
Pieces = Annotated[int, Field(ge=1, le=1000), COUNT]


class Material(Record):
    """A kit or part that vehicles need.

    A lane brings it, or other materials go into it here; not both.
    """

    models: tuple[Name, ...] = ()
    """Models that have it (all, if none is named)."""
    option: Name | None = None
    """Option that it is for: only vehicles that have the option need it."""
    per_vehicle: Annotated[int, Field(ge=0, le=1000), COUNT] = 1
    """Pieces in a vehicle of these models; 0 for what is only part of others."""
    per_model: dict[Name, Pieces] = Field(default_factory=dict)
    """Pieces in a vehicle of single models, where they have another number."""
    into: dict[Name, Pieces] = Field(default_factory=dict)
    """Materials built here into which it goes, and how many pieces into one."""
    price: Money = 0.0
    """Price of a piece."""
    currency: Currency | None = None
    """Currency of the price (that of answers, otherwise)."""
    per_container: Annotated[float, Field(gt=0, le=1e6), COUNT] = 1.0
    """Pieces in a container, or in whatever its lane counts."""
    lot: PositiveCount = 1
    """Pieces of a lot; it is ordered in whole lots."""
    damaged_share: RareShare = 0.0
    """Share of pieces that are found damaged when unpacked, and scrapped."""
    short_share: RareShare = 0.0
    """Share of pieces that are missing from their containers."""
    safety_stock: Count = 0
    """Pieces that are kept beyond what the plan needs until the next order is there."""
    reorder_level: Count | None = None
    """It is ordered when stock and orders together are at this level or below,
    instead of by the plan; needs ``order_up_to``."""
    order_up_to: Count | None = None
    """Level up to which it is then ordered."""
    urgent_below_days: WholeDays | None = None
    """Days of need below which it is ordered by its urgent lane."""
    fit_later: bool = False
    """Whether a vehicle can be built without and get it later."""
    stock: Count = 0
    """Pieces in stock on the first day, where ``opening: stated``."""
    deliveries: dict[Day, PositiveCount] = Field(default_factory=dict)
    """Pieces ordered before the first day, by the date on which they come, where
    ``opening: stated``."""
    kit: Name | None = None
    """Kit of the plant's ``kits`` that it is, or belongs to, so that ``simulate`` feels
    it: a kit is there when all materials that name it are."""


class Supplier(Record):
    """Who supplies materials, when orders are placed, how long they are frozen."""

    orders: Days = "mon"
    """Weekdays on which orders are placed."""
    every_weeks: Annotated[int, Field(ge=1, le=52), COUNT] = 1
    """Weeks from one order to the next."""
    frozen_days: WholeDays = 0
    """Days from the order to when it is ready to leave: mix and quantity can no longer
    be changed."""
    closed_days: tuple[datetime.date, ...] = ()
    """Days on which nothing leaves."""


class Leg(Record):
    """A part of a way: from the place before to another one."""

    to: Name
    """Place where it ends; the last leg ends at the plant."""
    days: DayCount
    """Mean days under way, from leaving the place before."""
    law: Law | None = None
    """How the days vary (not at all, if not stated)."""
    leaves: Days = "mon-sun"
    """Weekdays on which it can leave the place before."""
    delay_share: Share = 0.0
    """Chance of a week with a delay, at a border, a change of gauge, in a storm: all
    that leaves the place before in that week has it."""
    delay_days: DayCount = 0.0
    """Mean days of a delay."""
    delay_law: Law | None = None
    """How a delay varies (exponential, if not stated)."""
    delay_months: dict[Month, Weight] = Field(default_factory=dict)
    """Months in which delays are more or less likely, as a multiple: ``{jan: 3}``."""
    free_days: WholeDays = 0
    """Days that a container may wait at the place before at no cost."""
    demurrage: Money = 0.0
    """What each further day of a container there costs, in the lane's currency."""


class Lane(Record):
    """A way from a supplier to the plant, leg by leg."""

    supplier: Name
    """Who is at its beginning."""
    materials: Annotated[tuple[Name, ...], Field(min_length=1)]
    """What comes on it."""
    mode: Literal["rail", "road", "sea", "air"] = "rail"
    """How most of it goes."""
    legs: Annotated[tuple[Leg, ...], Field(min_length=1, max_length=20)]
    """Its legs in order."""
    leaves: Days = "mon-sun"
    """Weekdays on which something leaves the supplier."""
    most_containers: PositiveCount | None = None
    """Containers that can leave on a day: a block train (no limit, if not stated)."""
    containers_per_wagon: Annotated[float, Field(gt=0, le=100), COUNT] | None = None
    """Containers on a wagon, or loaded on a lorry (not counted, if not stated)."""
    weight: Weight = 1.0
    """Share of a material's orders, where several lanes bring it; 0 is a lane that is
    only used when a disruption says so."""
    urgent: bool = False
    """Whether it is used for urgent orders only: air freight."""
    cost: Money = 0.0
    """What a container costs on the whole way."""
    currency: Currency | None = None
    """Currency of its costs (that of answers, otherwise)."""
    planned_days: SomeDays | None = None
    """Days under way that orders reckon with (the mean, if not stated)."""
    in_order: bool = False
    """Whether nothing overtakes: a late one then holds up those behind, which makes
    the mean longer."""
    paid: Literal["leaving", "arriving"] = "leaving"
    """Whether what is on it is paid for when it leaves, or when it arrives."""


class Disruption(Record):
    """Something that goes wrong from a date on, to be tried."""

    first: datetime.date
    """First day of it."""
    days: SomeDays
    """Days that it lasts."""
    closed_places: tuple[Name, ...] = ()
    """Places that nothing leaves: a border, a port."""
    closed_suppliers: tuple[Name, ...] = ()
    """Suppliers that nothing leaves."""
    lost_lanes: tuple[Name, ...] = ()
    """Lanes of which everything that leaves the supplier in these days is lost."""
    weights: dict[Name, Weight] = Field(default_factory=dict)
    """Weights of lanes for what leaves in these days, instead of their own: a port is
    switched."""


class Unpacking(Record):
    """Where containers are opened, and how many a workday."""

    containers_per_day: Annotated[float, Field(gt=0, le=1e6), COUNT] | None = None
    """Containers unpacked on a workday (all that are there, if not stated)."""
    free_days: WholeDays = 0
    """Days that a container may wait at the plant at no cost."""
    demurrage: Money = 0.0
    """What each further day of a container costs."""
    currency: Currency | None = None
    """Currency of that (that of answers, otherwise)."""


class Supply(Record):
    """What is built from which materials, how they come, and what is to be kept."""

    first: datetime.date
    """First day that counts."""
    weeks: Annotated[int, Field(ge=1, le=260), COUNT] = 52
    """Weeks that count."""
    calendar: Name | None = None
    """Calendar of the days on which vehicles are built and containers unpacked (the
    plant's, if not stated)."""
    per_workday: dict[Day, Annotated[float, Field(ge=0, le=1e5), COUNT]] = Field(
        default_factory=dict
    )
    """Vehicles planned on a workday, from each date on (``volumes`` spread over the
    workdays of each year, if nothing is stated)."""
    mix: dict[Name, Weight] = Field(default_factory=dict)
    """Shares of models (those of ``models``, if none is stated)."""
    mix_cv: Variation = 0.0
    """By how much a model's share of a month is other than planned when orders were
    frozen: standard deviation divided by the mean."""
    volume_cv: Variation = 0.0
    """The same for the vehicles of a month."""
    catch_up_share: Share = 0.0
    """Vehicles that can be built on a day beyond its plan to make up for late ones, as
    a share of the plan; with 0 they are lost, and the rest of the plan slides."""
    when_missing: Literal["wait", "other_model", "build_short"] = "wait"
    """Without a material: the line waits for it; builds the next vehicles that have
    all they need; or also builds vehicles short of what can be fitted later."""
    pull_workdays: Annotated[int, Field(ge=0, le=100), DAY] = 5
    """Workdays ahead of which vehicles are pulled forward, if need be."""
    park_places: Annotated[int, Field(ge=0, le=1000), COUNT] = 0
    """Places for vehicles built short."""
    lineside_days: Annotated[float, Field(ge=0, le=100), DAY] = 0.0
    """Workdays of need that lie at the line; the rest is in the plant's store."""
    opening: Literal["steady", "stated"] = "steady"
    """Whether the plant begins as if it had been supplied like this for long, or with
    the stock and deliveries that materials state."""
    service: Annotated[float, Field(gt=0, lt=1), SHARE] = 0.98
    """Share of workdays on which everything planned can be built, that is wanted."""
    interest_per_year: Share = 0.0
    """What money tied up costs."""
    storage_share: Share = 0.0
    """What keeping stock costs besides, a year, as a share of its value."""
    unpacking: Unpacking = Unpacking()
    """Where containers are opened."""
    suppliers: Annotated[dict[Name, Supplier], Field(min_length=1)]
    """Suppliers by name."""
    lanes: Annotated[dict[Name, Lane], Field(min_length=1)]
    """Lanes by name."""
    materials: dict[Name, Material] = Field(default_factory=dict)
    """Kits and parts by name."""
    table: str | None = None
    """CSV or Excel file beside this one with a material a row, instead of
    ``materials``; its column ``lanes`` says which lanes bring it."""
    disruptions: dict[Name, Disruption] = Field(default_factory=dict)
    """What may go wrong, by name; each is tried by itself."""
    felt_disruption: Name | None = None
    """Disruption that happens in the runs of ``simulate`` (none, if not stated)."""
