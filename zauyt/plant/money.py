"""In which money a plant counts, and what other money is worth in it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from zauyt.plant.record import Record, Wanted
from zauyt.units import SHARE, YEAR, PositiveMoney

Currency = Annotated[
    str, Field(pattern="^[A-Z]{3}$"), Wanted("a currency by its three letters: KZT")
]
"""A currency by its ISO code."""

Year = Annotated[
    str, Field(pattern="^20[0-9][0-9]$"), Wanted("a year from 2000 to 2099")
]
"""A calendar year, as a key."""


class Money(Record):
    """The money of all answers, at the prices of one year."""

    currency: Currency
    """Currency in which answers are given."""
    rates: dict[Currency, PositiveMoney] = Field(default_factory=dict)
    """What one unit of another currency is worth in it: ``{USD: 520}``."""
    price_year: Annotated[int, Field(ge=2000, le=2099), YEAR] | None = None
    """Year whose prices are meant; nothing is raised by inflation."""
    discount_share: Annotated[float, Field(ge=0, le=1), SHARE] = 0.0
    """What a year's waiting takes off money, beyond inflation."""


def in_account(money: Money, amount: float, currency: str | None) -> float:
    """Give an amount in the currency of answers; its rate must be there."""
    if currency is None or currency == money.currency:
        return amount
    return amount * money.rates[currency]
