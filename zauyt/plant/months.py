"""Months as numbers in a row, and what holds from a month on."""

from __future__ import annotations

import functools
from collections.abc import Mapping


@functools.lru_cache(maxsize=4096)
def month_of(moment: str) -> int:
    """Give the number of a month: 12 x year + month - 1; a year means its January."""
    year, _, month = moment.partition("-")
    return int(year) * 12 + (int(month) - 1 if month else 0)


def month_name(number: int) -> str:
    """Give a month as 2026-03."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def value_in(steps: Mapping[str, float] | float, month: int) -> float:
    """Give what holds in a month: the entry last before it, 0 before the first."""
    if not isinstance(steps, Mapping):
        return steps
    begun = {month_of(key): value for key, value in steps.items()}
    past = [each for each in begun if each <= month]
    return begun[max(past)] if past else 0.0


def values_in(steps: Mapping[str, float] | float, months: range) -> list[float]:
    """Give what holds in each of some months in a row."""
    if not isinstance(steps, Mapping):
        return [steps] * len(months)
    begun = sorted((month_of(key), value) for key, value in steps.items())
    first = months.start
    found = [0.0] * len(months)
    for begin, value in begun:
        place = max(0, begin - first)
        found[place:] = [value] * len(found[place:])
    return found
