"""Units and ranges as types: the one place where a number learns its unit.

A field is declared as ``cycle_s: PositiveSeconds``; that declaration makes the
reader's error, the JSON Schema, the reference page and the column headings.
Values are bare numbers in the unit that the field's name ends in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

TICKS_PER_SECOND = 1000
"""The simulator's clock counts whole milliseconds."""
TICKS_PER_HOUR = 3600 * TICKS_PER_SECOND


@dataclass(frozen=True)
class Unit:
    """The unit of a number, as printed: ``s``, ``min``, ``h``, ``1``."""

    symbol: str
    meaning: str


SECOND = Unit("s", "seconds")
MINUTE = Unit("min", "minutes")
HOUR = Unit("h", "hours")
DAY = Unit("d", "days")
SHARE = Unit("1", "share from 0 to 1")
COUNT = Unit("1", "count")
HECTARE = Unit("ha", "hectares")
MONTH = Unit("months", "months")
YEAR = Unit("y", "years")
MONEY = Unit("money", "money")

# A year in milliseconds is 3.2e10; 1e9 s keeps every sum far inside int64.
PositiveSeconds = Annotated[float, Field(gt=0, le=1e9), SECOND]
Seconds = Annotated[float, Field(ge=0, le=1e9), SECOND]
PositiveMinutes = Annotated[float, Field(gt=0, le=1e7), MINUTE]
Minutes = Annotated[float, Field(ge=0, le=1e7), MINUTE]
PositiveHours = Annotated[float, Field(gt=0, le=1e6), HOUR]
Hours = Annotated[float, Field(ge=0, le=1e6), HOUR]
Share = Annotated[float, Field(ge=0, le=1), SHARE]
PositiveShare = Annotated[float, Field(gt=0, le=1), SHARE]
Count = Annotated[int, Field(ge=0, le=10_000_000), COUNT]
PositiveCount = Annotated[int, Field(ge=1, le=10_000_000), COUNT]
Weight = Annotated[float, Field(ge=0, le=1e9), COUNT]
Hectares = Annotated[float, Field(gt=0, le=1e6), HECTARE]
Money = Annotated[float, Field(ge=0, le=1e15), MONEY]
PositiveMoney = Annotated[float, Field(gt=0, le=1e15), MONEY]
Months = Annotated[float, Field(ge=0, le=600), MONTH]
