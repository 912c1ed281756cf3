"""Dates in a record: those that stand as values, and those that are keys of steps."""

from __future__ import annotations

import datetime
import re
from typing import Any

from zauyt.plant.record import walk

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def day_of(value: Any) -> datetime.date | None:
    """Give the date that a value or a key is, None where it is none."""
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and DAY.fullmatch(value):
        return datetime.date.fromisoformat(value)
    return None


def dates_in(value: Any) -> list[datetime.date]:
    """Give the dates at or below a value, keys and entries."""
    found = [
        day_of(each)
        for path, leaf in walk(value)
        for each in (path.rpartition(".")[2], leaf)
    ]
    return [day for day in found if day is not None]
