"""The turns of a search by parts: decide, solve the parts, cut, decide anew.

A small program decides, with one number for the cost of every part. Each part, solved
with what is decided, gives a cut below which its cost cannot be. What the small program
says is a bound, what the parts cost is a plan. Whole amounts inside parts are free in
the cuts, and whole in the plan. What is decided so that a part has no answer is cut off
by the least by which its rows are then missed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from zauyt.statistics.parts import Part, Split
from zauyt.statistics.program import (
    Numbers,
    Priced,
    Program,
    Solved,
    least_cost,
    priced,
)
from zauyt.statistics.stages import in_thread, side_by_side

MOST_TURNS = 200
MASTER_GAP = 0.1
"""The small program is solved to this share of the gap that is wanted."""

INTERIOR = 2_000
"""Entries of a part from which an interior point method is faster."""

SMALL = 1e-6
"""Money below which a unit of cost makes no sense."""

Told = Callable[[Solved], None]


@dataclass(frozen=True, eq=False)
class Cut:
    """No plan costs the part less than slope x decided + height.

    A cut of no part holds of what is decided: slope x decided + height is at most 0.
    """

    slope: Numbers
    height: float
    part: int | None


@dataclass(eq=False)
class Search:
    """The best plan so far, the bound so far, and the cuts."""

    best: Solved | None = None
    bound: float = -np.inf
    cuts: list[Cut] = field(default_factory=list)
    decided: Numbers | None = None
    """What the best plan, or that to begin with, decides first."""
    prices: list[Priced] = field(default_factory=list)
    """The parts of the best plan."""


def searched(
    pieces: Split, search: Search, *, gap: float, told: Told | None = None
) -> None:
    """Search turn by turn, from what is decided before, if anything is."""
    # The first turn without a start decides more than any rule allows: for cuts alone.
    is_plan = search.decided is not None
    decided = pieces.master.high if search.decided is None else search.decided
    for _ in range(MOST_TURNS):
        _turn(pieces, decided, search, gap=gap, is_plan=is_plan)
        was_plan, is_plan = is_plan, True
        if search.best is not None:
            if told is not None:
                told(search.best)
            if search.best.gap <= gap:
                return
        least = in_thread(lambda: _master(pieces, search, gap=gap))
        if least is None:
            search.best = None
            return
        again = was_plan and np.array_equal(decided, least[0])
        decided, bound = least
        search.bound = max(search.bound, bound)
        if search.best is not None:
            search.best = replace(search.best, bound=search.bound)
            if told is not None and (again or search.best.gap <= gap):
                told(search.best)
        if again or (search.best is not None and search.best.gap <= gap):
            return


def _turn(
    pieces: Split, decided: Numbers, search: Search, *, gap: float, is_plan: bool
) -> None:
    """Solve every part for what is decided: a cut of each, perhaps a better plan."""
    answers = side_by_side(lambda part: _answered(part, decided), pieces.parts)
    prices, values = [], []
    cost = float(pieces.master.cost @ decided)
    for place, (part, answer) in enumerate(zip(pieces.parts, answers, strict=True)):
        if answer is None:
            search.cuts.append(_without_answer(part, decided))
            is_plan = False
            continue
        slope = -np.asarray(part.tied.T @ answer.row_price)
        search.cuts.append(Cut(slope, answer.cost - float(slope @ decided), place))
        x = answer.x
        if is_plan and part.own.whole.any():
            whole = least_cost(part.given(decided), gap=gap * MASTER_GAP)
            is_plan = whole is not None
            x = whole.x if whole is not None else x
        cost += float(part.own.cost @ x)
        values.append(x)
        prices.append(answer)
    if is_plan and (search.best is None or cost < search.best.cost):
        x = np.zeros(pieces.size)
        x[pieces.first] = decided
        for part, found in zip(pieces.parts, values, strict=True):
            x[part.columns] = found
        search.best = Solved(x, cost, search.bound)
        search.decided, search.prices = decided, prices


def _answered(part: Part, decided: Numbers) -> Priced | None:
    """Solve a part with its whole amounts free."""
    own = part.given(decided)
    free = replace(own, whole=np.zeros_like(own.whole))
    return solved_part(free, own.low)


def solved_part(own: Program, x: Numbers) -> Priced | None:
    """Solve a part with its whole amounts as in ``x``."""
    return priced(own, x, interior=own.matrix.nnz > INTERIOR)


def _without_answer(part: Part, decided: Numbers) -> Cut:
    """Give the cut of a part that has no answer: how far its rows are missed."""
    from scipy.sparse import csr_array, eye_array, hstack

    own, (count, wide) = part.given(decided), part.own.matrix.shape
    missing = hstack([own.matrix, eye_array(count), -eye_array(count)])
    none = np.zeros(2 * count)
    elastic = Program(
        cost=np.r_[np.zeros(wide), none + 1], matrix=csr_array(missing),
        row_low=own.row_low, row_high=own.row_high,
        low=np.r_[own.low, none], high=np.r_[own.high, none + np.inf],
        whole=np.zeros(wide + 2 * count, dtype=np.bool_),
        first=np.zeros(wide + 2 * count, dtype=np.bool_),
    )  # fmt: skip
    found = priced(elastic, elastic.low)
    assert found is not None, "a part whose amounts have no room"
    slope = -np.asarray(part.tied.T @ found.row_price)
    return Cut(slope, found.cost - float(slope @ decided), None)


def _master(
    pieces: Split, search: Search, *, gap: float
) -> tuple[Numbers, float] | None:
    """Give what to decide next, and a bound of the whole, from all cuts so far."""
    from scipy.sparse import csr_array, diags_array, hstack, vstack

    master, parts = pieces.master, len(pieces.parts)
    cuts = search.cuts
    places = [(at, cut.part) for at, cut in enumerate(cuts) if cut.part is not None]
    at, part_of = np.array(places, dtype=np.int64).reshape(-1, 2).T
    of_part = csr_array((np.ones(len(at)), (at, part_of)), shape=(len(cuts), parts))
    # slope x first - cost of the part <= - height, the cost in a unit of its own, and
    # each row by its own size: numbers of all sizes in one row mislead solvers.
    slopes = np.array([cut.slope for cut in cuts])
    heights = np.array([cut.height for cut in cuts])
    unit = float(2.0 ** np.round(np.log2(max(np.median(np.abs(heights)), SMALL))))
    sizes = np.maximum(np.abs(slopes).max(axis=1, initial=0.0), unit)
    below = diags_array(1 / sizes) @ hstack([csr_array(slopes), -unit * of_part])
    own = hstack([master.matrix, csr_array((master.matrix.shape[0], parts))])
    least = np.full(parts, -np.inf)
    for place in set(range(parts)) - set(part_of.tolist()):
        least[place] = _least(pieces, place)
    size = len(master.cost) + parts
    small = Program(
        cost=np.r_[master.cost, np.full(parts, unit)],
        matrix=csr_array(vstack([own, below])),
        row_low=np.r_[master.row_low, np.full(len(cuts), -np.inf)],
        row_high=np.r_[master.row_high, -heights / sizes],
        low=np.r_[master.low, least / unit],
        high=np.r_[master.high, np.full(parts, np.inf)],
        whole=np.r_[master.whole, np.zeros(parts, dtype=np.bool_)],
        first=np.zeros(size, dtype=np.bool_),
    )  # fmt: skip
    found = least_cost(small, gap=gap * MASTER_GAP)
    return None if found is None else (found.x[: len(master.cost)], found.bound)


def _least(pieces: Split, place: int) -> float:
    """Give what a part costs at least, with whatever is decided first."""
    from scipy.sparse import csr_array, hstack

    part, master = pieces.parts[place], pieces.master
    size = len(part.own.cost) + len(master.cost)
    joined = replace(
        part.own,
        cost=np.r_[part.own.cost, np.zeros(len(master.cost))],
        matrix=csr_array(hstack([part.own.matrix, part.tied])),
        low=np.r_[part.own.low, master.low], high=np.r_[part.own.high, master.high],
        whole=np.zeros(size, dtype=np.bool_), first=np.zeros(size, dtype=np.bool_),
    )  # fmt: skip
    found = priced(joined, joined.low)
    # What nothing satisfies costs what one likes: another cut says that.
    return 0.0 if found is None else found.cost
