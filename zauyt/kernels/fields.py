"""Offsets of a record's fields in a block of whole numbers."""

from __future__ import annotations

from collections import namedtuple
from typing import Any


def fields(name: str, words: str) -> Any:
    """Give the offsets of a record's fields, by name, and its ``size``."""
    names = words.split()
    return namedtuple(name, [*names, "size"])(*range(len(names) + 1))
