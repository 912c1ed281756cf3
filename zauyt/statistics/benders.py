"""Large programs solved by the parts into which they fall.

Benders' decomposition (J. F. Benders, Numerische Mathematik 4, 1962): the amounts of
``first`` are decided, the parts are solved with them, and what they would pay for other
decisions is put back, turn by turn, with the gap between plan and bound told at each.
"""

from __future__ import annotations

from zauyt.statistics.means import likely
from zauyt.statistics.parts import Split, split
from zauyt.statistics.program import Program, Solved
from zauyt.statistics.turns import Search, Told, searched


def least_cost_by_parts(
    program: Program, *, gap: float, told: Told | None = None,
    pieces: Split | None = None,
) -> Solved | None:  # fmt: skip
    """Give amounts of least cost, to a gap, turn by turn; None if none is found.

    None means that there are none, unless amounts inside parts are whole: then it may
    be that what is best decided leaves whole amounts without an answer.
    An interrupt ends the search, and the best plan so far is given, if there is one.
    So does a turn that decides what the one before did: the rest of the gap then lies
    with whole amounts inside parts.
    """
    pieces = pieces or split(program)
    search = Search()
    try:
        search = likely(pieces, gap=gap)
        searched(pieces, search, gap=gap, told=told)
    except KeyboardInterrupt:
        if search.best is None:
            raise
    return search.best
