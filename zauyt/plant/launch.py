"""How a plant runs up to its full speed: factors by date or by units made."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zauyt.plant.record import Name, Record, StationName, Wanted
from zauyt.plant.time import Day
from zauyt.units import COUNT, SHARE, Count

Factor = Annotated[float, Field(gt=0, le=1000), COUNT]
"""How many times its mature value something is."""

Units = Annotated[
    str,
    Field(pattern=r"^(0|[1-9][0-9]{0,8})$"),
    Wanted("a whole number of units, 0 or more"),
]
"""Units made, as the key of a step."""


class Curve(Record):
    """A factor that falls with the units made by a power law, down to 1."""

    law: Literal["crawford", "wright"] = "crawford"
    """What the power law says: what the n-th unit takes, or the average of the first
    n. Failures by Crow-AMSAA or Duane are ``crawford`` with a progress of 2 to the
    power of less the growth rate."""
    first: Annotated[float, Field(ge=1, le=100), COUNT]
    """Factor of the first unit."""
    progress: Annotated[float, Field(ge=0.5, lt=1), SHARE]
    """To what share it falls whenever the units double: 0.85 is "85 %"."""
    before: Count = 0
    """Units made before the first: trials, pilots, another plant's experience."""
    kept: Annotated[float, Field(gt=0, le=1), SHARE] = 1.0
    """Share of the experience that is left a month later. Below 1 the study `launch`
    follows the curve by month, in vehicles; `simulate` forgets nothing."""


class Launch(Record):
    """Something that is worse at first and gets better in steps."""

    lines: tuple[Name, ...] = ()
    """Lines that it concerns (all, if neither lines nor stations are named)."""
    stations: tuple[StationName, ...] = ()
    """Single stations that it concerns: ``final.S3``."""
    scales: Literal["work", "failures", "rejects"]
    """What is multiplied: operation times, the frequency of failures, or the
    shares of all outcomes but the first."""
    by_date: dict[Day, Factor] = Field(default_factory=dict)
    """Factor from a date on; before the first date the first one holds."""
    by_units: dict[Units, Factor] = Field(default_factory=dict)
    """Factor from the n-th job of each station on, counted from 0."""
    curve: Curve | None = None
    """Instead of steps, a curve over the jobs of each station."""
