"""Tables as polars data frames and as Parquet, and back, without loss."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from zauyt.errors import NotInstalled
from zauyt.results.column import DTYPES, Column
from zauyt.results.result import Table

if TYPE_CHECKING:
    import polars as polars_types


def frame(table: Table) -> polars_types.DataFrame:
    """Give a table as a polars data frame."""
    polars = _polars()
    built: polars_types.DataFrame = polars.DataFrame(
        [
            polars.Series(
                column.name,
                values if isinstance(values, np.ndarray) else list(values),
                dtype=_dtypes()[column.kind],
            )
            for column, values in table.data.items()
        ]
    )
    return built


def written(table: Table) -> bytes:
    """Give a table as the bytes of a Parquet file."""
    buffer = io.BytesIO()
    frame(table).write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def read(content: bytes, columns: Sequence[Column]) -> Table:
    """Give the table that Parquet bytes hold, its columns being those declared.

    Raises
    ------
    ValueError
        When the columns, or their kinds, are not those declared.
    """
    polars = _polars()
    try:
        found = polars.read_parquet(io.BytesIO(content))
    except polars.exceptions.PolarsError as error:
        raise ValueError(f"not Parquet: {error}") from error
    declared = {column.name: _dtypes()[column.kind] for column in columns}
    if dict(found.schema) != declared:
        raise ValueError(f"columns {dict(found.schema)} where {declared} are declared")
    data = {}
    for column in columns:
        series = found[column.name]
        data[column] = series.to_numpy() if column.kind in DTYPES else series.to_list()
    return Table(data)


def _dtypes() -> dict[str | None, Any]:
    polars = _polars()
    return {
        "number": polars.Float64,
        "whole": polars.Int64,
        "flag": polars.Boolean,
        "text": polars.String,
        "date": polars.Date,
        "time": polars.Datetime("us"),
    }


def _polars() -> Any:
    try:
        import polars
    except ModuleNotFoundError as error:
        message = "Data frames and Parquet need polars: pip install polars"
        raise NotInstalled(message) from error
    return polars
