"""What is built: models, options, colours."""

from __future__ import annotations

import datetime

from pydantic import Field

from zauyt.plant.record import Name, Record
from zauyt.units import Share, Weight


class Model(Record):
    """One vehicle model and how it is ordered."""

    share: Weight = 1.0
    """Share of the mix; shares are scaled so that they add up to 1."""
    from_date: datetime.date | None = None
    """First day on which it is built (from the beginning, if not stated)."""
    options: dict[Name, Share] = Field(default_factory=dict)
    """Take rates of options, each independent of the others."""
    colours: dict[Name, Weight] = Field(default_factory=dict)
    """Shares of colours."""
