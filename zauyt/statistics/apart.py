"""Programs most of which is decided, solved by the parts into which they then fall.

Where whole amounts are fixed, what they tied together falls apart. Each part is solved
alone, which is faster than all at once; and where a limit moves, only the parts that
it holds are solved again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from zauyt.statistics.parts import Part, Split, split
from zauyt.statistics.program import (
    Flags,
    Numbers,
    Places,
    Priced,
    Program,
    Solved,
    least_cost,
    priced,
)
from zauyt.statistics.stages import side_by_side

SMALL = 2_000
"""Entries of a part below which it is put together with others."""

NARROWEST = 1e-7
"""Gap to which whole amounts of parts are solved at the narrowest."""

STRAIGHT = 1e-7
"""How far a straight part may be off, as a share of what it rises."""

TOLERANCE = 1e-6
"""How far a row may be missed by what is decided, as a share of its bound."""


@dataclass(frozen=True, eq=False)
class Apart:
    """A program with its whole amounts decided: its parts, and what each comes to."""

    program: Program
    x: Numbers
    pieces: Split
    answers: tuple[Priced, ...]
    cost: float
    part_of_row: Places
    """Place of the part of every row; -1 for rows over whole amounts alone."""

    def priced(self) -> Priced:
        """Give what every limit is worth."""
        size = len(self.program.row_low)
        price, x = np.zeros(size), self.x.copy()
        low, high = np.zeros(len(x)), np.zeros(len(x))
        for part, answer in zip(self.pieces.parts, self.answers, strict=True):
            x[part.columns] = answer.x
            price[part.rows] = answer.row_price
            low[part.columns] = answer.low_price
            high[part.columns] = answer.high_price
        return Priced(x, self.cost, price, low, high)


@dataclass(eq=False)
class Way:
    """What comes of a program where the bounds of its rows move along a direction.

    A part whose slope at some distance leads back to where it came from is straight
    until there, since it is convex: it is not solved again on the way.
    """

    settled: Apart
    direction: Numbers
    straight: dict[int, tuple[float, float]] = field(default_factory=dict)
    """By part: the distance until which it is straight, and its slope."""

    def at(self, distance: float) -> tuple[float, float] | None:
        """Give by how much the cost rises at a distance, and the slope there.

        None where nothing is feasible. Rows over whole amounts alone do not move.
        """
        rise = slope = 0.0
        touched = np.unique(self.settled.part_of_row[np.flatnonzero(self.direction)])
        for place in touched[touched >= 0].tolist():
            until, known = self.straight.get(place, (0.0, 0.0))
            if until and 0 < distance / until <= 1:
                rise, slope = rise + known * distance, slope + known
                continue
            there = self._solved(place, distance)
            if there is None:
                return None
            rise, slope = rise + there[0], slope + there[1]
            if abs(there[0] - there[1] * distance) <= STRAIGHT * abs(there[0]):
                self.straight[place] = (distance, there[0] / distance)
        return rise, slope

    def _solved(self, place: int, distance: float) -> tuple[float, float] | None:
        part = self.settled.pieces.parts[place]
        x = self.settled.x
        given = part.given(x[self.settled.pieces.first])
        own = self.direction[part.rows]
        moved = replace(
            given, row_low=given.row_low + distance * own,
            row_high=given.row_high + distance * own,
        )  # fmt: skip
        there = priced(moved, x[part.columns])
        if there is None:
            return None
        slope = float(np.sum(there.row_price * own))
        return there.cost - self.settled.answers[place].cost, slope


def apart(program: Program, x: Numbers) -> Apart | None:
    """Solve with the whole amounts as in ``x``, part by part.

    None where these whole amounts leave nothing feasible.
    """
    x = np.where(program.whole, np.rint(x), x)
    pieces = split(replace(program, first=program.whole), least=SMALL)
    decided = x[pieces.first]
    if not _keeps(pieces.master, decided):
        return None
    answers: list[Priced] = []
    solving = side_by_side(
        lambda part: priced(part.given(decided), x[part.columns]), pieces.parts
    )
    for answer in solving:
        if answer is None:
            return None
        answers.append(answer)
    part_of_row = np.full(len(program.row_low), -1)
    for place, part in enumerate(pieces.parts):
        part_of_row[part.rows] = place
    cost = float(np.sum(program.cost[pieces.first] * decided))
    cost += sum(answer.cost for answer in answers)
    return Apart(program, x, pieces, tuple(answers), cost, part_of_row)


def least_cost_apart(program: Program, *, gap: float) -> Solved | None:
    """Give amounts of least cost, to a gap, of a program much of which is decided.

    Decided is what has no room between its bounds. None if nothing is feasible.
    """
    fixed: Flags = program.low == program.high
    pieces = split(replace(program, first=fixed), least=SMALL)
    x = program.low.copy()
    if not _keeps(pieces.master, x[pieces.first]):
        return None
    narrow = gap
    while True:
        bound = float(program.cost[pieces.first] @ x[pieces.first])
        for part in pieces.parts:
            found = _least(part, x[pieces.first], gap=narrow)
            if found is None:
                return None
            x[part.columns] = found.x
            bound += found.bound
        best = Solved(x.copy(), float(program.cost @ x), bound)
        if best.gap <= gap or narrow <= NARROWEST:
            return best
        narrow = max(NARROWEST, narrow * gap / best.gap / 2)


def _least(part: Part, decided: Numbers, *, gap: float) -> Solved | None:
    own = part.given(decided)
    if own.whole.any():
        return least_cost(own, gap=gap)
    found = priced(own, own.low)
    return None if found is None else Solved(found.x, found.cost, found.cost)


def _keeps(master: Program, decided: Numbers) -> bool:
    """Tell whether what is decided keeps the rows that nothing else is in."""
    made = np.asarray(master.matrix @ decided)
    room = TOLERANCE * np.maximum(1.0, np.abs(made))
    return bool(
        (made >= master.row_low - room).all() and (made <= master.row_high + room).all()
    )
