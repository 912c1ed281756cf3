"""The names of bars and months, the same on the terminal and in the picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zauyt.results.language import sentence, word
from zauyt.results.result import Note


def cause_words(row: Mapping[str, Any]) -> str:
    """Give the name of a bar of the waterfall."""
    if row["cause"] is None:
        return sentence(Note("shown.smaller", {"count": row["count"]}))
    return str(row["cause"]).replace("_", " ")


def month_name(month: str) -> str:
    """Give the name of a month that is written ``2026-01``."""
    return word(f"month.{int(month[5:7])}")
