"""Large programs that fall into parts once some amounts are decided.

Benders' decomposition (J. F. Benders, Numerische Mathematik 4, 1962): the amounts of
``first`` are decided in a small program, with one number for the cost of every part;
each part, solved with them, gives a cut below which its cost cannot be. What the small
program says is a bound, what the parts cost is a plan, and the gap between them is told
at every turn. Whole amounts inside parts are free in the cuts, and whole in the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from zauyt.statistics.program import (
    Numbers,
    Places,
    Priced,
    Program,
    Solved,
    least_cost,
    priced,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_TURNS = 200
MASTER_GAP = 0.1
"""The small program is solved to this share of the gap that is wanted."""

Told = Callable[[Solved], None]


@dataclass(frozen=True, eq=False)
class Part:
    """Rows and amounts that only what is decided first ties to others."""

    rows: Places
    columns: Places
    own: Program
    tied: csr_array
    """The matrix of these rows over what is decided first."""


@dataclass(eq=False)
class Search:
    """The best plan so far, the bound so far, and the cuts."""

    best: Solved | None = None
    bound: float = -np.inf
    slopes: list[Numbers] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    of_part: list[int] = field(default_factory=list)


def parts_of(program: Program) -> tuple[list[Part], Places]:
    """Give the parts of a program, and the rows over what is decided first alone."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    first = np.flatnonzero(program.first)
    others = np.flatnonzero(~program.first)
    over_others = csr_array(program.matrix[:, others])
    tied = csr_array(program.matrix[:, first])
    used = np.diff(over_others.indptr) > 0
    count = len(others)
    row_of, column_of = over_others.nonzero()
    size = count + program.matrix.shape[0]
    graph = csr_array(
        (np.ones(len(row_of)), (column_of, count + row_of)), shape=(size, size)
    )
    _, label = connected_components(graph, directed=False)
    by_label: dict[int, tuple[list[int], list[int]]] = {}
    for place in range(count):
        by_label.setdefault(int(label[place]), ([], []))[1].append(place)
    for row in np.flatnonzero(used):
        by_label[int(label[count + row])][0].append(int(row))
    found = []
    for rows, columns in by_label.values():
        at, here = np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)
        whole = others[here]
        own = Program(
            cost=program.cost[whole],
            matrix=csr_array(over_others[at][:, here]),
            row_low=program.row_low[at], row_high=program.row_high[at],
            low=program.low[whole], high=program.high[whole],
            whole=program.whole[whole], first=np.zeros(len(here), dtype=np.bool_),
        )  # fmt: skip
        found.append(Part(at, whole, own, tied[at]))
    return found, np.flatnonzero(~used)


def least_cost_by_parts(
    program: Program, *, gap: float, told: Told | None = None
) -> Solved | None:
    """Give amounts of least cost, to a gap, turn by turn; None if a part has none.

    An interrupt ends the search, and the best plan so far is given, if there is one.
    So does a turn that decides what the one before did: the rest of the gap then lies
    with whole amounts inside parts.
    """
    first = np.flatnonzero(program.first)
    found, master_rows = parts_of(program)
    search = Search()
    decided = program.high[first].copy()
    try:
        for _ in range(MOST_TURNS):
            if _turn(program, found, first, decided, search, gap=gap) is None:
                return None
            if search.best is not None:
                if told is not None:
                    told(search.best)
                if search.best.gap <= gap:
                    break
            least = _master(program, first, master_rows, search, len(found), gap=gap)
            if least is None:
                return None
            again = bool(search.best) and np.array_equal(decided, least[0])
            decided, bound = least
            search.bound = max(search.bound, bound)
            if search.best is not None:
                search.best = replace(search.best, bound=search.bound)
                if search.best.gap <= gap or again:
                    break
    except KeyboardInterrupt:
        if search.best is None:
            raise
    return search.best


def _turn(
    program: Program, found: Sequence[Part], first: Places, decided: Numbers,
    search: Search, *, gap: float,
) -> bool | None:  # fmt: skip
    """Solve every part for what is decided: a cut of each, perhaps a better plan."""
    x = np.zeros(len(program.cost))
    x[first] = decided
    # The first turn decides more than any rule allows: it gives cuts, and no plan.
    is_plan = bool(search.heights)
    for place, part in enumerate(found):
        own = _decided(part, decided)
        answer = priced(replace(own, whole=np.zeros_like(own.whole)), own.low)
        if answer is None:
            return None
        slope = -np.asarray(part.tied.T @ answer.row_price)
        search.slopes.append(slope)
        search.heights.append(answer.cost - float(slope @ decided))
        search.of_part.append(place)
        x[part.columns] = answer.x
        if is_plan and own.whole.any():
            whole = least_cost(own, gap=gap * MASTER_GAP)
            if whole is None:
                is_plan = False
            else:
                x[part.columns] = whole.x
    cost = float(program.cost @ x)
    if is_plan and (search.best is None or cost < search.best.cost):
        search.best = Solved(x, cost, search.bound)
    return True


def _decided(part: Part, decided: Numbers) -> Program:
    """Give the program of a part with what was decided first put in."""
    taken = np.asarray(part.tied @ decided)
    return replace(
        part.own,
        row_low=part.own.row_low - taken,
        row_high=part.own.row_high - taken,
    )


def _master(
    program: Program, first: Places, rows: Places, search: Search, parts: int,
    *, gap: float,
) -> tuple[Numbers, float] | None:  # fmt: skip
    """Give what to decide next, and a bound of the whole, from all cuts so far."""
    from scipy.sparse import csr_array, hstack, vstack

    cuts = len(search.heights)
    of_part = csr_array(
        (np.ones(cuts), (np.arange(cuts), np.array(search.of_part))),
        shape=(cuts, parts),
    )
    # slope x first - cost of the part <= - height
    below = hstack([csr_array(np.array(search.slopes)), -of_part])
    own = hstack(
        [csr_array(program.matrix[rows][:, first]), csr_array((len(rows), parts))]
    )
    size = len(first) + parts
    small = Program(
        cost=np.concatenate([program.cost[first], np.ones(parts)]),
        matrix=csr_array(vstack([own, below])),
        row_low=np.concatenate([program.row_low[rows], np.full(cuts, -np.inf)]),
        row_high=np.concatenate([program.row_high[rows], -np.array(search.heights)]),
        low=np.concatenate([program.low[first], np.full(parts, -np.inf)]),
        high=np.concatenate([program.high[first], np.full(parts, np.inf)]),
        whole=np.concatenate([program.whole[first], np.zeros(parts, dtype=np.bool_)]),
        first=np.zeros(size, dtype=np.bool_),
    )
    found = least_cost(small, gap=gap * MASTER_GAP)
    return None if found is None else (found.x[: len(first)], found.bound)


def priced_by_parts(program: Program, x: Numbers) -> Priced | None:
    """Price every part with what is decided first, and all whole amounts, as in x.

    Rows over what is decided first alone have no price.
    """
    first = np.flatnonzero(program.first)
    found, _ = parts_of(program)
    made = x.copy()
    price = np.zeros(len(program.row_low))
    low_price, high_price = np.zeros(len(x)), np.zeros(len(x))
    for part in found:
        answer = priced(_decided(part, x[first]), x[part.columns])
        if answer is None:
            return None
        made[part.columns] = answer.x
        price[part.rows] = answer.row_price
        low_price[part.columns] = answer.low_price
        high_price[part.columns] = answer.high_price
    return Priced(made, float(program.cost @ made), price, low_price, high_price)
