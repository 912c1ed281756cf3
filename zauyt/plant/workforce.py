"""Who is employed besides the crews, under which law, and who is on a roster."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from zauyt.plant.people import PositivePeople
from zauyt.plant.record import Name, Record, Wanted
from zauyt.plant.time import Clock, Days
from zauyt.units import (
    COUNT,
    DAY,
    MINUTE,
    SHARE,
    Count,
    Hours,
    Minutes,
    PositiveCount,
    PositiveShare,
    Weight,
)

MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip

Month = Annotated[
    str,
    Field(pattern="^(" + "|".join(MONTHS) + ")$"),
    Wanted("a month: jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov or dec"),
]
"""A month of the year, as a key."""

Kind = Literal["leading", "maintenance", "quality", "logistics", "indirect"]
"""What a role is for, as summed in tables and charts."""


class Workforce(Record):
    """How the plant employs people: law, leave, how surely crews are whole."""

    law: Name | None = None
    """Labour law that ships with the package, by country: ``kazakhstan``."""
    agreed: dict[Name, Annotated[float, Field(ge=0, le=10_000), COUNT]] = Field(
        default_factory=dict
    )
    """Numbers of single rules of the law that an agreement or a newer text sets
    otherwise: ``{week_h: 38}``."""
    accounting_weeks: Annotated[int, Field(ge=1, le=104), COUNT] | None = None
    """Weeks over which working time is accounted in sum: days and single weeks may be
    longer, and their mean must hold (every week and day by itself, if not stated)."""
    announced: PositiveCount | None = None
    """People that were announced, to compare with."""
    presence_probability: Annotated[float, Field(gt=0, lt=1), SHARE] = 0.95
    """Chance on a workday that all posts of one skill in one shift are filled."""
    holiday_factor: Annotated[float, Field(ge=1, le=100), COUNT] = 1.0
    """How much likelier absence is on the workday before or after public holidays
    and closures than on others; the mean over the year stays as stated."""
    leave_days: Annotated[float, Field(ge=0, le=200), DAY] | None = None
    """Paid leave a year, in calendar days (the law's least, if not stated)."""
    harmful_leave_days: Annotated[float, Field(ge=0, le=200), DAY] | None = None
    """Further leave for harmful work (the law's least, if not stated)."""
    leave_months: dict[Month, Weight] = Field(default_factory=dict)
    """Months with more or less leave, each with its leave on a workday as a multiple
    of that in a month that is not named: ``{jul: 1.5}``."""
    rest_min: Minutes | None = None
    """Breaks that everyone has in a shift, in minutes; where a line's calendar
    stops for less, others step in (none do, if not stated)."""
    unpaid_breaks: tuple[Name, ...] = ("meal",)
    """Breaks of calendars that are no working time."""


class Role(Record):
    """People whose number follows from a rule, not from the crew of a station.

    Exactly one of ``count``, ``per_people``, ``share``, ``moves_per_vehicle`` and
    ``repairs`` says how many.
    """

    kind: Kind = "indirect"
    """What the role is for."""
    shop: Name | None = None
    """Shop it belongs to (the plant's; with ``per_people`` each shop of its own)."""
    count: PositivePeople | None = None
    """People at work in each shift."""
    per_people: Annotated[float, Field(gt=0, le=10_000), COUNT] | None = None
    """One for every so many people at work of ``of``, by shop and shift."""
    share: Annotated[float, Field(gt=0, le=10), SHARE] | None = None
    """People at work, as a share of those of ``of`` in the shift."""
    moves_per_vehicle: Annotated[float, Field(gt=0, le=1e5), COUNT] | None = None
    """Moves for each vehicle of the target: tugger stops, fork-lift lifts, kits."""
    move_min: Annotated[float, Field(gt=0, le=1e5), MINUTE] | None = None
    """Mean time of a move."""
    repairs: tuple[Name, ...] = ()
    """Failures of ``failures`` that these people mend."""
    people_per_repair: PositivePeople = 1.0
    """People at a repair, or at a move."""
    busy_share: PositiveShare = 1.0
    """Share of working time in which they mend or move."""
    of: tuple[Name, ...] = ()
    """Skills and roles that are counted (all skills of crews, if none is named)."""
    calendar: Name | None = None
    """Calendar whose shifts they work (the plant's otherwise)."""
    shifts: tuple[Name, ...] = ()
    """Shifts in which they are needed (all of the calendar)."""
    relieved: bool = True
    """Whether others step in for who is absent or on leave."""
    absence: Annotated[float, Field(ge=0, lt=1), SHARE] = 0.0
    """Share of workdays on which a person is absent."""
    absence_days: Annotated[float, Field(ge=1, le=1000), DAY] | None = None
    """Mean length of an absence, in workdays."""
    harmful: bool = False
    """Whether the workplaces are certified as harmful."""


class Member(Record):
    """One person of a roster."""

    skills: Annotated[tuple[Name, ...], Field(min_length=1)]
    """What the person can do."""
    leave: tuple[datetime.date, ...] = ()
    """Days off that are granted."""
    wishes: tuple[datetime.date, ...] = ()
    """Days off that are wished for, given where it can be."""
    shifts: tuple[Name, ...] = ()
    """Shifts that the person may work (all, if none is named)."""
    overtime_before_h: Hours = 0.0
    """Overtime of the year before the roster's first day, which counts in the year's
    most."""


class Roster(Record):
    """A team whose shifts are planned person by person."""

    calendar: Name | None = None
    """Calendar whose days and shifts are worked (the plant's otherwise)."""
    first: datetime.date
    """First day."""
    days: Annotated[int, Field(ge=1, le=92), DAY] = 28
    """Days planned."""
    needs: Annotated[dict[Name, Count], Field(min_length=1)]
    """People wanted in every shift, by skill."""
    members: Annotated[dict[Name, Member], Field(min_length=1)]
    """People by name or number."""
    harmful: bool = False
    """Whether the workplaces are certified as harmful."""
    overtime: bool = False
    """Whether overtime within the law is planned with."""
    most_shifts_in_row: Annotated[int, Field(ge=1, le=31), COUNT] = 6
    """Longest run of days at work."""


class Pattern(Record):
    """A way to man shifts by teams, to be compared with others.

    With ``cycle`` every team goes through the same days, each team ``step_days`` after
    the one before; without it the teams' days are found, if there are any by law.
    """

    days: Days = "mon-sun"
    """Weekdays on which the shifts are worked."""
    shifts: Annotated[dict[Name, Clock], Field(min_length=1)]
    """Shifts by name, each from and to in local time."""
    breaks_min: dict[Name, Minutes] = Field(default_factory=dict)
    """Breaks in every shift, by name and length."""
    cycle: Annotated[tuple[Name, ...], Field(max_length=84)] = ()
    """Day by day, the shift of a team, or ``off``."""
    teams: Annotated[int, Field(ge=1, le=12), COUNT] | None = None
    """Teams (the least number that will do, if there is no cycle)."""
    step_days: PositiveCount = 7
    """Days by which each team is behind the one before."""
    harmful: bool = False
    """Whether the workplaces are certified as harmful."""
