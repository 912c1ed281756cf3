"""Which sheets and columns a workbook has, read off the records' declarations.

A mapping of names to records is a sheet with one row a name (``lines``), also when
it stands inside another record (``stations`` of a line): then the names above it are
its first columns. Every other key is one column, what lies inside a record with a
point (``site.place``). The top of the plant is the sheet ``plant``, one row a key, that
of a network the sheet ``network``.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import Any

from zauyt.plant.network import Network
from zauyt.plant.plant import Plant
from zauyt.plant.reading.shape import (
    Group,
    Key,
    Many,
    Named,
    Nothing,
    OneOf,
    Shape,
    keys_of,
)
from zauyt.plant.record import Record

PLANT, NETWORK, EVIDENCE, HELP = "plant", "network", "evidence", "help"
"""The sheets that are not one row a record."""

Root = type[Plant] | type[Network]
"""What a workbook holds."""


LEFT_OUT = {("Line", "table"), ("Content", "table"), ("LineTasks", "table"),
            ("Supply", "table")}  # fmt: skip
"""Keys that no workbook needs: it holds the stations itself."""

Steps = tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One key: its path below the row's record, and what may stand there."""

    steps: Steps
    key: Key

    @property
    def heading(self) -> str:
        """Give the words over the column."""
        return ".".join(self.steps)


@dataclass(frozen=True)
class Sheet:
    """Records of one kind: ``ways`` lead from each record above to those below it.

    ``names`` are the headings of the columns that name the records, the outermost
    first; records of a list have no name of their own. ``main`` is the column that
    may stand alone, as a bare number.
    """

    name: str
    ways: tuple[Steps, ...]
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    main: Column | None = None

    @property
    def listed(self) -> bool:
        """Tell whether the rows are items of a list, without names of their own."""
        return len(self.names) < len(self.ways)


@functools.cache
def sheets(root: Root = Plant) -> dict[str, Sheet]:
    """Give the sheets of a workbook by name, the plant's or network's own first."""
    columns, below = _columns(root, ())
    top = top_of(root)
    found = {top: Sheet(top, (), (), tuple(columns))}
    for steps, rows in below:
        _add(found, (steps,), (), rows)
    return found


def top_of(root: Root) -> str:
    """Give the name of the sheet with one row a key."""
    return NETWORK if root is Network else PLANT


def branches(shape: Shape) -> tuple[Shape, ...]:
    """Give the shapes that a value may have, but for nothing at all."""
    every = shape.branches if isinstance(shape, OneOf) else (shape,)
    return tuple(each for each in every if not isinstance(each, Nothing))


def _columns(
    record: type[Record], above: Steps
) -> tuple[list[Column], list[tuple[Steps, Named | Many]]]:
    """Give the columns of a record, and the ways to records with rows of their own."""
    columns: list[Column] = []
    below: list[tuple[Steps, Named | Many]] = []
    keys = keys_of(record)
    above_it = [base for base in record.__bases__ if issubclass(base, Record)]
    shared = {name for base in above_it for name in base.model_fields}
    # What only this record has comes before what it shares with others.
    for name in sorted(keys, key=lambda each: each in shared):
        key = keys[name]
        if (record.__name__, name) in LEFT_OUT:
            continue
        steps = (*above, name)
        own = []
        for branch in branches(key.shape):
            if isinstance(branch, Group):
                inner, rows = _columns(branch.record, steps)
                columns += inner
                below += rows
            elif isinstance(branch, Named | Many) and _has_rows(branch):
                below.append((steps, branch))
            else:
                own.append(branch)
        if own:
            shape = own[0] if len(own) == 1 else OneOf(tuple(own))
            columns.append(Column(steps, _with(key, shape)))
    return columns, below


def _with(key: Key, shape: Shape) -> Key:
    return replace(key, shape=shape)


def _has_rows(shape: Named | Many) -> bool:
    inner = shape.entry if isinstance(shape, Named) else shape.item
    return any(isinstance(each, Group) for each in branches(inner))


def _add(
    found: dict[str, Sheet],
    ways: tuple[Steps, ...],
    names: tuple[str, ...],
    rows: Named | Many,
) -> None:
    """Add the sheet of some rows, and those of what lies below them."""
    inner = rows.entry if isinstance(rows, Named) else rows.item
    groups = [each for each in branches(inner) if isinstance(each, Group)]
    scalars = [each for each in branches(inner) if not isinstance(each, Group)]
    name = ways[-1][-1]
    if name in found or name in (EVIDENCE, HELP):
        name = "_".join(step for way in ways for step in way)
    assert name not in found, f"two sheets of the name {name}"
    (group,) = groups
    columns, below = _columns(group.record, ())
    main = None
    if scalars:
        (main,) = (column for column in columns if column.key.required)
    if isinstance(rows, Named):
        heading = _heading(group.record.__name__)
        if heading in (*names, *(column.heading for column in columns)):
            heading = "name"
        names = (*names, heading)
    found[name] = Sheet(name, ways, names, tuple(columns), main)
    for steps, inside in below:
        _add(found, (*ways, steps), names, inside)


def _heading(record: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", record).lower()


def at(value: Any, steps: Steps) -> Any:
    """Give what lies some steps below plain data, or None."""
    for step in steps:
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value
