"""The one thing that every study returns: figures, tables, changes and notes.

A ``Result`` holds no sentence. Notes and reasons are a message key and its numbers;
``language.sentence`` says them. Numbers that are not known are ``None`` in figures
and notes, ``nan`` in columns. Everything is plain, so that what is stored reads back
equal to what was stored.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

from zauyt import __version__
from zauyt.results.column import Column, Values, cells, settled

if TYPE_CHECKING:
    import polars

Status = Literal["answered", "no_answer"]
Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""Names of studies, tables, columns and figures."""


@dataclass(frozen=True)
class Figure:
    """One number of the headline with its bounds, or a name such as a bottleneck.

    ``unit`` is a symbol; ``share`` is a number from 0 to 1, shown in percent.
    """

    value: float | str | None
    low: float | None = None
    high: float | None = None
    unit: str = "1"

    def __post_init__(self) -> None:
        for name in ("value", "low", "high"):
            object.__setattr__(self, name, plain(getattr(self, name), name))
        assert not isinstance(self.value, bool | list | dict), "not one number or name"
        low, high = self.low, self.high
        assert low is None or high is None or low <= high, f"{low} is above {high}"


@dataclass(frozen=True)
class Note:
    """Something to be told: the key of a sentence and what fills it."""

    key: str
    numbers: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", plain(dict(self.numbers), self.key))


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """Columns of equal length, each with its name, unit and meaning.

    ``Table({Column("run", "1", "number of the run"): runs, ...})``. A column holds
    numbers (numpy arrays), or texts, dates or local times (tuples, ``None`` where
    there is none). Arrays are shared, not copied, and are read-only from here.
    """

    data: Mapping[Column, Values]

    def __post_init__(self) -> None:
        data = dict(settled(column, values) for column, values in self.data.items())
        names = [column.name for column in data]
        assert names, "a table without columns"
        assert len(set(names)) == len(names), f"a column twice in {names}"
        lengths = {column.name: len(values) for column, values in data.items()}
        assert len(set(lengths.values())) == 1, f"columns of unequal length: {lengths}"
        for name in names:
            assert NAME.fullmatch(name), f"{name!r} is not a column's name"
        object.__setattr__(self, "data", data)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in order."""
        return tuple(self.data)

    def __getitem__(self, name: str) -> Values:
        """Give the values of a column."""
        for column, values in self.data.items():
            if column.name == name:
                return values
        raise KeyError(name)

    def __len__(self) -> int:
        return len(next(iter(self.data.values())))

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.columns)
        return f"<Table of {len(self)} rows: {names}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self.columns == other.columns and all(
            cells(mine) == cells(theirs)
            for mine, theirs in zip(
                self.data.values(), other.data.values(), strict=True
            )
        )

    __hash__ = None  # type: ignore[assignment]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a dict; unknown values are ``None``."""
        names = [column.name for column in self.columns]
        columns = [cells(values) for values in self.data.values()]
        for row in zip(*columns, strict=True):
            yield dict(zip(names, row, strict=True))

    def head(self, rows: int) -> Table:
        """Give the first rows as a table."""
        return Table({column: values[:rows] for column, values in self.data.items()})

    def frame(self) -> polars.DataFrame:
        """Give the table as a polars data frame."""
        from zauyt.results.parquet import frame

        return frame(self)


def of_rows(
    rows: Sequence[Sequence[Any] | Mapping[str, Any]], *columns: Column
) -> Table:
    """Make a table of rows: in the order of the columns, or by their names.

    ``None`` in a column of numbers is a number that is not known.
    """
    data: dict[Column, Any] = {}
    for place, column in enumerate(columns):
        values = [
            row[column.name] if isinstance(row, Mapping) else row[place] for row in rows
        ]
        if column.kind == "number":
            values = [math.nan if each is None else float(each) for each in values]
        data[column] = values
    return Table(data)


@dataclass(frozen=True, kw_only=True)
class Result:
    """The answer of a study about a plant, and everything it was computed from.

    ``tables["runs"]`` has one row a run and one column a measure; summaries,
    comparisons and probabilities are computed from it. ``changes`` maps plant paths
    to values, for ``plant.change``. ``reason`` is given when no answer exists.
    """

    study: str
    plant: str
    plant_id: str
    options: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    version: str = __version__
    status: Status = "answered"
    reason: Note | None = None
    headline: Mapping[str, Figure] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        for name in ("options", "changes"):
            object.__setattr__(self, name, plain(dict(getattr(self, name)), name))
        object.__setattr__(self, "headline", dict(self.headline))
        object.__setattr__(self, "tables", dict(self.tables))
        object.__setattr__(self, "notes", tuple(self.notes))
        for name in (self.study, *self.headline, *self.tables):
            assert NAME.fullmatch(name), f"{name!r} is not a name of the house"
        assert self.status in ("answered", "no_answer"), f"status {self.status!r}"
        answered = self.status == "answered"
        assert answered == (self.reason is None), "no answer without a reason"

    def __str__(self) -> str:
        from zauyt.results.shown import shown

        return shown(self)


def plain(value: Any, place: str = "") -> Any:
    """Give a value as text, numbers, lists and dicts; dates as ISO text.

    Numbers that are not finite become ``None``, numpy's become Python's.

    Raises
    ------
    TypeError
        When something inside is none of these; ``place`` says where.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, PurePath):
        return value.as_posix()
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"{place}: the key {key!r} is not a text")
        return {key: plain(each, f"{place}.{key}") for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each, f"{place}.{index}") for index, each in enumerate(value)]
    if hasattr(value, "tolist"):  # numpy's scalars and arrays, without importing it
        return plain(value.tolist(), place)
    raise TypeError(f"{place}: a {type(value).__name__} cannot be kept in a result")
