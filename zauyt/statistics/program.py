"""Linear programs, some of whose amounts are whole, solved by HiGHS (in scipy).

Least cost x subject to row_low <= A x <= row_high and low <= x <= high. A row has no
two finite sides but equal ones. The answer is the same at each call: the solver
stops by its gap, never by a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

OPTIMAL, LIMIT, INFEASIBLE, UNBOUNDED = 0, 1, 2, 3
"""How scipy's solvers end."""


@dataclass(frozen=True, eq=False)
class Program:
    """A program: costs, matrix, bounds, which amounts are whole.

    ``first`` are the amounts that are decided before all others; without them the
    others fall into parts that have nothing to do with each other.
    """

    cost: Numbers
    matrix: csr_array
    row_low: Numbers
    row_high: Numbers
    low: Numbers
    high: Numbers
    whole: Flags
    first: Flags

    @classmethod
    def of(
        cls, *, rows: Places, columns: Places, entries: Numbers, **given: Any
    ) -> Program:
        """Make a program of the entries of its matrix."""
        from scipy.sparse import csr_array

        shape = (len(given["row_low"]), len(given["cost"]))
        matrix = csr_array((entries, (rows, columns)), shape=shape)
        matrix.eliminate_zeros()
        program = cls(matrix=matrix, **given)
        equal = program.row_low == program.row_high
        both = np.isfinite(program.row_low) & np.isfinite(program.row_high)
        assert (equal | ~both).all(), "a row with two different bounds"
        return program


@dataclass(frozen=True, eq=False)
class Solved:
    """The best found: its amounts, its cost, and a bound below which none can be."""

    x: Numbers
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """Give how far from the bound it may be, as a share of the cost."""
        return (self.cost - self.bound) / max(abs(self.cost), 1e-9)


@dataclass(frozen=True, eq=False)
class Priced:
    """A program solved with its whole amounts fixed, and what its limits are worth.

    ``row_price`` is how the least cost changes with the bound of each row, and
    ``low_price`` and ``high_price`` with the bounds of each amount.
    """

    x: Numbers
    cost: float
    row_price: Numbers
    low_price: Numbers
    high_price: Numbers


def least_cost(program: Program, *, gap: float = 1e-4) -> Solved | None:
    """Give amounts of least cost, to a gap; None if there are none at all."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    scale = _scale(program.cost)
    rows = LinearConstraint(program.matrix, program.row_low, program.row_high)
    found = milp(
        program.cost / scale,
        integrality=program.whole.astype(np.int64),
        bounds=Bounds(program.low, program.high),
        constraints=rows,
        options={"mip_rel_gap": gap},
    )
    if found.status == INFEASIBLE:
        return None
    assert found.status == OPTIMAL, f"the solver ended with: {found.message}"
    x = np.where(program.whole, np.rint(found.x), found.x)
    bound = found.mip_dual_bound if program.whole.any() else found.fun
    assert bound is not None, "a solved program without a bound"
    return Solved(x, float(program.cost @ x), float(bound) * scale)


def priced(program: Program, x: Numbers, *, interior: bool = False) -> Priced | None:
    """Solve with the whole amounts as in ``x``; give what every limit is worth.

    None where these whole amounts leave nothing feasible. With ``interior`` by an
    interior point method, which is faster where there are thousands of entries.
    """
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    scale = _scale(program.cost)
    low = np.where(program.whole, x, program.low)
    high = np.where(program.whole, x, program.high)
    equal = program.row_low == program.row_high
    above = ~equal & np.isfinite(program.row_high)
    below = ~equal & np.isfinite(program.row_low)
    found = linprog(
        program.cost / scale,
        A_ub=vstack([program.matrix[above], -program.matrix[below]], format="csr"),
        b_ub=np.concatenate([program.row_high[above], -program.row_low[below]]),
        A_eq=program.matrix[equal],
        b_eq=program.row_high[equal],
        bounds=np.column_stack([low, high]),
        method="highs-ipm" if interior else "highs",
    )
    if found.status == INFEASIBLE:
        return None
    assert found.status == OPTIMAL, f"the solver ended with: {found.message}"
    price = np.zeros(len(program.row_low))
    price[equal] = found.eqlin.marginals
    parts = np.split(found.ineqlin.marginals, [int(above.sum())])
    price[above], price[below] = parts[0], -parts[1]
    return Priced(
        x=found.x,
        cost=float(program.cost @ found.x),
        row_price=price * scale,
        low_price=np.asarray(found.lower.marginals) * scale,
        high_price=np.asarray(found.upper.marginals) * scale,
    )


def _scale(cost: Numbers) -> float:
    """Give what costs are divided by, so that the solver's tolerances fit them."""
    some = np.abs(cost[cost != 0])
    return float(2.0 ** np.round(np.log2(np.median(some)))) if len(some) else 1.0
