"""The plant: everything that is known about it, in one frozen record."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from zauyt.plant.agreement import Agreement
from zauyt.plant.balance import LineTasks
from zauyt.plant.economy import Economy
from zauyt.plant.evidence import Evidence
from zauyt.plant.finance import Finance
from zauyt.plant.inbound import Supply
from zauyt.plant.launch import Launch
from zauyt.plant.line import Carrier, Failure, Line, Store
from zauyt.plant.localisation import Content, Operation, Part
from zauyt.plant.money import Money, Year
from zauyt.plant.people import Skill
from zauyt.plant.pipeline import Pipeline
from zauyt.plant.product import Model
from zauyt.plant.ramp import Ramp
from zauyt.plant.record import Name, Record
from zauyt.plant.sequence import Sequence
from zauyt.plant.supply import Kit
from zauyt.plant.time import Calendar, Maintenance
from zauyt.plant.workforce import Pattern, Role, Roster, Workforce
from zauyt.units import COUNT, Hectares, PositiveCount, PositiveShare


class Site(Record):
    """Where the plant stands."""

    place: str = ""
    """Town or district."""
    area_ha: Hectares | None = None
    """Area of the site."""
    time_zone: str = "UTC"
    """Time zone of the calendars, by its IANA name: ``Asia/Qostanay``."""
    holidays: str | None = None
    """Country whose public holidays are kept, by its ISO code: ``KZ``."""


class Target(Record):
    """What the plant is meant to make, and how surely."""

    vehicles_per_year: Annotated[float, Field(gt=0, le=1e8)]
    """Vehicles in a calendar year past the count point."""
    count_point: Name = "buy_off"
    """Where they are counted."""
    probability: PositiveShare = 0.95
    """Chance with which the target is wanted."""


class Plant(Record):
    """A plant, valid by construction; ``change`` gives another one."""

    format: Literal[1]
    """Version of the file's form."""
    plant: str
    """The plant's name."""
    site: Site = Site()
    """Where it stands."""
    target: Target | None = None
    """What it is meant to make."""
    calendars: dict[Name, Calendar] = Field(default_factory=dict)
    """Calendars by name."""
    calendar: Name | None = None
    """Calendar of the lines that name none (the only one, if there is one)."""
    models: dict[Name, Model] = Field(default_factory=dict)
    """Models built, by name; one unnamed model, if none is stated."""
    failures: dict[Name, Failure] = Field(default_factory=dict)
    """Kinds of failure, by name."""
    repair_crews: dict[Name, PositiveCount] = Field(default_factory=dict)
    """Repair crews by name, and how many repairs each can do at once."""
    carriers: dict[Name, Carrier] = Field(default_factory=dict)
    """Carriers that circulate, by name."""
    people: dict[Name, Skill] = Field(default_factory=dict)
    """People, by skill."""
    workforce: Workforce | None = None
    """How people are employed."""
    roles: dict[Name, Role] = Field(default_factory=dict)
    """People besides the crews, by role."""
    rosters: dict[Name, Roster] = Field(default_factory=dict)
    """Teams that are planned person by person, by name."""
    patterns: dict[Name, Pattern] = Field(default_factory=dict)
    """Shift patterns to compare, by name."""
    kits: dict[Name, Kit] = Field(default_factory=dict)
    """Kits of parts that jobs need, by name."""
    money: Money | None = None
    """In which money is counted."""
    volumes: dict[Year, Annotated[float, Field(ge=0, le=1e8), COUNT]] = Field(
        default_factory=dict
    )
    """Vehicles made, by year."""
    parts: dict[Name, Part] = Field(default_factory=dict)
    """Parts that come in the kit and could be made here, by name."""
    operations: dict[Name, Operation] = Field(default_factory=dict)
    """Work at the plant that content rules count, by name."""
    content: Content | None = None
    """Local content: rules, commitments, the kit."""
    economy: Economy | None = None
    """What it pays and buys in the country, and what was said of that."""
    supply: Supply | None = None
    """What comes in: materials, suppliers, lanes, stocks."""
    finance: Finance | None = None
    """What it costs to build and earns in its markets."""
    maintenance: dict[Name, Maintenance] = Field(default_factory=dict)
    """Planned maintenance, by name."""
    launch: dict[Name, Launch] = Field(default_factory=dict)
    """What is worse while the plant runs up, by name."""
    pipeline: Pipeline | None = None
    """Where its people come from."""
    ramp: Ramp | None = None
    """How it is meant to run up."""
    sequence: Sequence | None = None
    """Rules for the order of the vehicles of a day."""
    agreement: Agreement | None = None
    """What was promised about it."""

    balance: dict[Name, LineTasks] = Field(default_factory=dict)
    """Tasks of lines, to be shared out over their stations, by line."""
    lines: Annotated[dict[Name, Line], Field(min_length=1)]
    """Lines by name."""
    stores: dict[Name, Store] = Field(default_factory=dict)
    """Stores by name."""

    evidence: Annotated[dict[str, Evidence], Field(exclude=True)] = Field(
        default_factory=dict
    )
    """What is known of numbers, by path: source, confidence, low and high. In the
    file it stands at the number itself."""

    @property
    def id(self) -> str:
        """Give 16 letters that stand for every value, every low and high.

        Two plants of one ``id`` give the same answers: it does not depend on the
        order of keys (other than stations, outcomes and breaks of a shift, whose
        order means something), on whether a default is written out, on sources,
        confidences or notes.
        """
        from zauyt.plant.evidence import identity

        return identity(self)

    def change(self, changes: dict[str, Any]) -> Plant:
        """Give the plant with other values at dotted paths, checked anew.

        ``{"lines.trim.stations.T12.cycle_s": 58}`` changes one station. A path
        may name a field or entry that the file leaves out, not one that does
        not exist. A changed number loses its evidence, unless a mapping of
        ``value``, ``low``, ``high`` is given. ``None`` takes away what may be
        absent.

        Raises
        ------
        WrongInput
            A path does not exist, or the changed plant is not a plant: every
            problem at once.
        """
        from zauyt.plant.reading.change import changed

        made = changed(self, changes)
        assert isinstance(made, Plant), "a plant became a network"
        return made
