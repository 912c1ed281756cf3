"""The rows of a table in a file: CSV or Excel.

CSV is UTF-8 with commas, semicolons or tabs; with semicolons a decimal comma is
read as a point. Of a workbook the first sheet is read.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zauyt.errors import Problem, WrongInput
from zauyt.plant.reading.document import (
    read_text_file,
    refuse_unprintable,
    tidy_number,
)
from zauyt.plant.reading.workbook.cells import Faulty, rows_by_sheet

MAX_ROWS = 20_000
EXCEL = (".xlsx", ".xlsm")
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")


@dataclass(frozen=True)
class Row:
    """One row of a table: its number in the file, from 1, its cells, and its sheet.

    Of a text there is no sheet.
    """

    number: int
    cells: list[str]
    sheet: str | None = None


def rows_of(file: Path, what: str) -> list[Row]:
    """Give the rows that have anything in them, the heading first.

    Raises
    ------
    WrongInput
        The file is no table, or has no row; ``what`` is what its rows are, as a plural.
    """
    suffix = file.suffix.lower()
    if suffix in EXCEL:
        rows = _excel_rows(file)
    elif suffix in (".csv", ".tsv", ".txt"):
        rows = _csv_rows(file)
    else:
        raise _refused(file, "is not a table: .csv or .xlsx is wanted")
    rows = [row for row in rows if any(row.cells)]
    if len(rows) < 2:
        raise _refused(
            file, f"has no {what}: a heading and at least one row are needed"
        )
    if len(rows) > MAX_ROWS + 1:
        raise _refused(file, f"has more than {MAX_ROWS:,} rows")
    return rows


def _refused(file: Path, message: str, row: int | None = None) -> WrongInput:
    return WrongInput([Problem("", message, "table", file=str(file), line=row)])


def _csv_rows(file: Path) -> list[Row]:
    text = read_text_file(file)
    refuse_unprintable(text, file=str(file))
    heading = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    number = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if delimiter != ",":
                stripped = [
                    cell.replace(",", ".") if _DECIMAL_COMMA.fullmatch(cell) else cell
                    for cell in stripped
                ]
            rows.append(Row(number, stripped))
            number = reader.line_num + 1
    except csv.Error as error:
        raise _refused(file, f"is not CSV: {error}", number) from error
    return rows


def _excel_rows(file: Path) -> list[Row]:
    sheet, rows = next(iter(rows_by_sheet(file).items()), ("", []))
    return [
        Row(row.number, [_text(cell, file, row.number) for cell in row.cells], sheet)
        for row in rows
    ]


def _text(cell: Any, file: Path, row: int) -> str:
    """Give a cell as the text that CSV would have of it."""
    if isinstance(cell, Faulty):
        raise _refused(file, cell.why, row)
    if isinstance(cell, datetime.datetime):
        whole = cell.time() == datetime.time()
        return str(cell.date()) if whole else cell.isoformat(" ", "minutes")
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(tidy_number(cell)).strip()
