"""An order of a vehicle."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Order:
    """One vehicle: its number, what it is, and whether it was built yesterday.

    ``wish`` is the place of the day at which it would come, from 1, or 0; ``lot`` the
    lot of its kit, or nothing; ``due`` the moment by which it is to be built.
    """

    name: str
    model: str
    colour: str
    options: tuple[str, ...]
    tail: bool = False
    wish: int = 0
    lot: str = ""
    due: datetime.datetime | None = None
