"""Programs that fall into parts once some amounts are decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zauyt.statistics.program import Flags, Numbers, Places, Program

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class Part:
    """Rows and amounts that only what is decided first ties to others."""

    rows: Places
    columns: Places
    own: Program
    tied: csr_array
    """The matrix of these rows over what is decided first."""

    def given(self, decided: Numbers) -> Program:
        """Give the program of the part with what was decided first put in."""
        taken = np.asarray(self.tied @ decided)
        return replace(
            self.own,
            row_low=self.own.row_low - taken,
            row_high=self.own.row_high - taken,
        )


@dataclass(frozen=True, eq=False)
class Split:
    """A program in parts: the amounts decided first, with their own rows, and parts."""

    size: int
    """Amounts in all."""
    first: Places
    master: Program
    parts: tuple[Part, ...]


def split(program: Program, *, least: int = 1) -> Split:
    """Give a program in parts that nothing ties but what is decided first.

    Parts of fewer entries than ``least`` are put together until they have as many,
    those with whole amounts apart from those without.
    """
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
    label = _together(label, column_of, program.whole[others], least=least)
    rows, columns = np.flatnonzero(used), np.arange(count)
    by_row = _by_label(rows, label[count + rows])
    by_column = _by_label(columns, label[columns])
    parts = [
        _part(program, over_others, tied, by_row.get(each, rows[:0]), here, others)
        for each, here in by_column.items()
    ]
    own = np.flatnonzero(~used)
    master = Program(
        cost=program.cost[first], matrix=csr_array(tied[own]),
        row_low=program.row_low[own], row_high=program.row_high[own],
        low=program.low[first], high=program.high[first],
        whole=program.whole[first], first=np.zeros(len(first), dtype=np.bool_),
    )  # fmt: skip
    return Split(len(program.cost), first, master, tuple(parts))


def _together(label: Places, column_of: Places, whole: Flags, *, least: int) -> Places:
    """Give small parts the label of the first of those that they are put with."""
    entries = np.bincount(label[column_of], minlength=label.max(initial=-1) + 1)
    is_whole = np.zeros(len(entries), dtype=np.bool_)
    is_whole[label[: len(whole)][whole]] = True
    merged = np.arange(len(entries))
    for kind in (False, True):
        small = np.flatnonzero((entries < least) & (is_whole == kind))
        bundle = np.cumsum(entries[small]) // least
        _, first, own = np.unique(bundle, return_index=True, return_inverse=True)
        merged[small] = small[first][own]
    return np.asarray(merged[label])


def _by_label(places: Places, labels: Places) -> dict[int, Places]:
    """Give the places of each label, in the order in which labels first appear."""
    names, begin = np.unique(labels, return_index=True)
    order = np.argsort(labels, kind="stable")
    own = np.split(places[order], np.cumsum(np.bincount(labels)[names])[:-1])
    return {int(names[at]): own[at] for at in np.argsort(begin)}


def _part(
    program: Program, over_others: csr_array, tied: csr_array, rows: Places,
    here: Places, others: Places,
) -> Part:  # fmt: skip
    """Give the part of some rows and amounts, which have no entries elsewhere."""
    from scipy.sparse import csr_array

    some = over_others[rows]
    places = np.searchsorted(here, some.indices)
    matrix = csr_array((some.data, places, some.indptr), shape=(len(rows), len(here)))
    matrix.sort_indices()
    columns = others[here]
    own = Program(
        cost=program.cost[columns], matrix=matrix,
        row_low=program.row_low[rows], row_high=program.row_high[rows],
        low=program.low[columns], high=program.high[columns],
        whole=program.whole[columns], first=np.zeros(len(here), dtype=np.bool_),
    )  # fmt: skip
    return Part(rows, columns, own, csr_array(tied[rows]))
