"""The names of bars and months, the same on the terminal and in the picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zauyt.results.language import sentence, word, words
from zauyt.results.result import Note


def cause_words(row: Mapping[str, Any]) -> str:
    """Give the name of a bar of the waterfall: ``failure:cell`` is failure of cell."""
    cause: str | None = row["cause"]
    if cause is None:
        return sentence(Note("shown.smaller", {"count": row["count"]}))
    kind, colon, name = cause.partition(":")
    key = f"cause.of.{kind}" if colon else f"cause.{kind}"
    if key in words("en"):
        return sentence(Note(key, {"name": plain(name)} if colon else {}))
    return plain(cause)


def plain(name: str) -> str:
    """Give a name of a file or table as words."""
    return name.replace("_", " ")


def month_name(month: str) -> str:
    """Give the name of a month that is written ``2026-01``."""
    return word(f"month.{int(month[5:7])}")
