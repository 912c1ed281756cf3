"""What jobs need from outside: kits of parts in lots."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zauyt.plant.law import Law
from zauyt.plant.record import Name, Record
from zauyt.plant.time import Day
from zauyt.units import Count, PositiveCount, PositiveHours


class Kit(Record):
    """Sets of parts of which each job of some models needs one.

    They come as is stated here, or, where materials of the supply name the kit, as
    these are ordered by what the line takes.
    """

    line: Name
    """Line that a job cannot enter without a kit."""
    models: tuple[Name, ...] = ()
    """Models that need it (all, if none is named)."""
    stock: Count = 0
    """Kits in stock at the beginning."""
    lot: PositiveCount | None = None
    """Kits that come at once, again and again."""
    every_h: PositiveHours | None = None
    """Mean time between lots, in hours on the wall."""
    interval_law: Law | None = None
    """How the time between lots varies (constant unless stated)."""
    deliveries: dict[Day, PositiveCount] = Field(default_factory=dict)
    """Further kits by the date on which they come, at midnight."""
    when_missing: Literal["wait", "other_model", "build_short"] = "wait"
    """Without a kit: the line waits for it; takes another waiting job that has
    its kit; or builds the vehicle short, which then has the outcome declared
    with ``when: short`` at the first inspection that it comes to."""
    retrofit_line: Name | None = None
    """Line on which a vehicle built short waits for its kit and gets it."""
