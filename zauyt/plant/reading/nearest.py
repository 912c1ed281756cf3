"""The name that was probably meant, and what was found, in words."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable
from typing import Any

_LONGEST = 121
_MOST = 2000


def nearest(name: str, names: Iterable[str], *, most: int = 1) -> list[str]:
    """Give the names most like a misspelt one, best first; perhaps none.

    Very long names and lists are cut, since likeness is costly to find.
    """
    known = {each.casefold(): each for each in list(names)[:_MOST]}
    wanted = name[:_LONGEST].casefold()
    found = difflib.get_close_matches(wanted, known, n=most, cutoff=0.6)
    return [known[each] for each in found]


def did_you_mean(name: str, names: Iterable[str], *, most: int = 1) -> str:
    """Give ``; did you mean X?``, or nothing when no name is alike."""
    found = nearest(name, names, most=most)
    return f"; did you mean {' or '.join(found)}?" if found else ""


def listed(names: Iterable[str], *, most: int = 12) -> str:
    """Give names joined by commas, the rest of a long list as a number."""
    every = list(names)
    shown = ", ".join(every[:most])
    return f"{shown} and {len(every) - most} more" if len(every) > most else shown


def found_words(value: Any) -> str:
    """Say what a value in a file is: ``12``, ``text 'abc'``, ``a list``."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        shown = value if len(value) <= 60 else value[:57] + "..."
        return f"text {shown!r}"
    if isinstance(value, int | float):
        return number_words(value)
    if isinstance(value, datetime.date):
        return f"the date {value.isoformat()}"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return f"a {type(value).__name__}"


def number_words(value: float) -> str:
    """Give a number with all its digits, a whole one without a point."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return f"{value:,}" if abs(value) >= 10_000 else f"{value}"
