"""One column of a table: its declaration, and its values made plain."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["number", "whole", "flag", "text", "date", "time"]
Values = NDArray[Any] | Sequence[Any]

BY_ROW = "by row"
"""Unit of a column of numbers whose unit stands in each row, in column ``unit``."""

DTYPES: dict[str, Any] = {"number": np.float64, "whole": np.int64, "flag": np.bool_}
ENTRIES: dict[str, type] = {
    "text": str,
    "date": datetime.date,
    "time": datetime.datetime,
}
"""What the kinds of column that are no numpy arrays hold, besides ``None``."""


@dataclass(frozen=True)
class Column:
    """Name, unit and meaning of a column, as printed over it.

    ``unit`` is a symbol: ``s``, ``min``, ``h``, ``1``; ``share`` is a number from 0
    to 1, shown in percent; texts have an empty one; ``BY_ROW`` is another in each
    row. ``kind`` is read off the values unless it is stated; a column of no rows at
    all is one of numbers unless it is.
    """

    name: str
    unit: str
    meaning: str
    kind: Kind | None = None


def settled(column: Column, values: Values) -> tuple[Column, Values]:
    """Give the column with its kind, and its values as that kind is kept."""
    entries = values
    if isinstance(values, np.ndarray):
        assert values.ndim == 1, f"{column.name} has {values.ndim} dimensions"
        if values.dtype.kind == "M":
            days = np.datetime_data(values.dtype)[0] in ("D", "W", "M", "Y")
            # Finer than a microsecond would come out as bare whole numbers.
            values = values.astype("datetime64[D]" if days else "datetime64[us]")
        if values.dtype.kind not in "biuf":
            entries = values.tolist()
    kind = column.kind or _kind(column.name, entries)
    column = replace(column, kind=kind)
    if kind in DTYPES:
        return column, _numbers(column.name, entries, DTYPES[kind])
    wanted = ENTRIES[kind]
    kept = tuple(str(each) if type(each) is np.str_ else each for each in entries)
    for each in kept:
        assert each is None or isinstance(each, wanted), f"{column.name}: {each!r}"
        local = not isinstance(each, datetime.datetime) or each.tzinfo is None
        assert local, f"{column.name}: {each!r} is not a local time"
    return column, kept


def cells(values: Values) -> list[Any]:
    """Give values as Python's own; numbers that are not known are ``None``.

    Infinite numbers stay, since a table may hold them; only JSON and Excel cannot.
    """
    if not isinstance(values, np.ndarray):
        return list(values)
    entries: list[Any] = values.tolist()
    if values.dtype.kind == "f" and np.isnan(values).any():
        return [None if math.isnan(each) else each for each in entries]
    return entries


def _numbers(name: str, entries: Values, dtype: Any) -> NDArray[Any]:
    if isinstance(entries, np.ndarray):
        fits = entries.dtype.kind != "u" or not (entries > np.iinfo(np.int64).max).any()
        assert fits, f"{name}: a whole number beyond 64 bits"
        same = (
            np.can_cast(entries.dtype, dtype, "same_kind") or entries.dtype.kind == "u"
        )
        assert same, f"{name}: {entries.dtype} is not {np.dtype(dtype)}"
        array = entries.astype(dtype, copy=False)
    else:
        array = np.array(entries, dtype=dtype)
    view = array.view()
    view.flags.writeable = False
    return view


def _kind(name: str, entries: Values) -> Kind:
    if isinstance(entries, np.ndarray):
        kinds: dict[str, Kind] = {"b": "flag", "i": "whole", "u": "whole"}
        return kinds.get(entries.dtype.kind, "number")
    present = [each for each in entries if each is not None]
    has_gap = len(present) < len(entries)
    if all(isinstance(each, str) for each in present):
        return "text" if present else "number"
    if all(isinstance(each, datetime.datetime) for each in present):
        return "time"
    if all(
        isinstance(each, datetime.date) and not isinstance(each, datetime.datetime)
        for each in present
    ):
        return "date"
    if all(isinstance(each, bool | np.bool_) for each in present) and not has_gap:
        return "flag"
    if all(isinstance(each, int | np.integer) for each in present) and not has_gap:
        return "whole"
    numbers = all(isinstance(each, int | float | np.number) for each in present)
    assert numbers, f"{name} mixes kinds of values"
    return "number"
