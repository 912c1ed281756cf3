"""Which of a station's columns of time are what: its own loss, planned, or a wait."""

from __future__ import annotations

from typing import Literal

from zauyt.arrays.pack import STATES, Packed

Kind = Literal["down", "missing", "closed"]

DOWN = ("failure", "repair_crew")
MISSING = ("kit", "crew")


def kind_of(reason: str) -> Kind:
    """Tell whether a reason is a stop, something missing, or a planned closing."""
    head = reason.partition(":")[0]
    if head in DOWN:
        return "down"
    return "missing" if head in MISSING else "closed"


def places(packed: Packed, *heads: str) -> list[int]:
    """Give the columns of reasons whose name begins with one of some words."""
    return [
        place
        for place, name in enumerate(packed.columns)
        if place >= len(STATES) and name.partition(":")[0] in heads
    ]


def closed_places(packed: Packed) -> list[int]:
    """Give the columns in which a station is closed by plan."""
    return [
        place
        for place, name in enumerate(packed.columns)
        if place >= len(STATES) and kind_of(name) == "closed"
    ]
