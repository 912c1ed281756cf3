"""How the states of a station look, in colour, without colour, and in letters."""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    """The look of a state: colour, hatching, and letters to draw it with."""

    colour: str
    hatch: str
    letter: str
    ascii_letter: str


LOOKS = {
    "working": Look("#2f9e5f", "", "█", "#"),
    "set_up": Look("#3572d4", "\\\\\\", "▚", "%"),
    "down": Look("#cf3a34", "xxx", "╳", "x"),
    "waiting": Look("#8d6cc0", "++", "▖", "w"),
    "blocked": Look("#f0c233", "///", "▒", "/"),
    "starved": Look("#c3c8ce", "...", "░", "."),
    "closed": Look("#343a46", "", " ", " "),
}
"""Every state that is drawn, in the order in which a bar has them."""

_ALSO = {"off_shift": "closed"}


def state_of(column: str) -> str | None:
    """Give the state that a column of shares is drawn as; None if it is no state."""
    name = _ALSO.get(column, column)
    return name if name in LOOKS else None
