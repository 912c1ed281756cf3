"""The cells of an Excel workbook as they are, formulas by the values they had.

Numbers come with all their digits and faults as faults, so that ``#DIV/0!`` is never
taken for a blank.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from zauyt.errors import Problem, WrongInput
from zauyt.plant.reading.document import MAX_BYTES, content_of

MAX_ROWS = 20_000
MAX_COLUMNS = 500
MAX_UNPACKED_BYTES = 40 * MAX_BYTES

# A damaged workbook shows as any of these: openpyxl has no error of its own.
_DAMAGED = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, NotImplementedError),
    *(ParseError, RuntimeError, TypeError, ValueError),
    *(zipfile.BadZipFile, zlib.error),
)


@dataclass(frozen=True)
class Faulty:
    """A cell without a value: why not."""

    why: str


@dataclass(frozen=True)
class Row:
    """A row with anything in it: its number in the sheet, from 1, and its cells."""

    number: int
    cells: list[Any]


def rows_by_sheet(path: Path) -> dict[str, list[Row]]:
    """Give the rows of every sheet of a workbook (.xlsx) that have anything in them.

    Raises
    ------
    WrongInput
        It cannot be read, is no workbook, or is larger than a plant's may be.
    """
    content = content_of(path)
    try:
        has_formulas = _looked_through(path, content)
        values = _rows(path, content, formulas=False)
        if has_formulas:
            _mark_uncalculated(values, _rows(path, content, formulas=True))
    except _DAMAGED as error:
        raise refused(path, f"is not a workbook: {error}") from error
    return {
        name: [row for row in rows if any(each is not None for each in row.cells)]
        for name, rows in values.items()
    }


def refused(path: Path, message: str, sheet: str | None = None) -> WrongInput:
    """Give the error that tells why a workbook is not read."""
    return WrongInput([Problem("", message, "file", file=str(path), sheet=sheet)])


def _looked_through(path: Path, content: bytes) -> bool:
    """Tell whether there are formulas; refuse what would unpack without end."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise refused(
                path, f"unpacks to {unpacked / 1e6:.0f} MB, which is no plant"
            )
        sheets = [name for name in parts.namelist() if "worksheets/" in name]
        return any(b"<f" in parts.read(name) for name in sheets)


def _rows(path: Path, content: bytes, *, formulas: bool) -> dict[str, list[Row]]:
    import openpyxl  # heavy, and most plants have no workbook

    found = {}
    with warnings.catch_warnings():
        # What openpyxl cannot keep (pictures, rules for a cell) a plant has not.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=not formulas
        )
        for sheet in book.worksheets:
            # The size that a file states may be wrong, in either direction.
            sheet.reset_dimensions()
            rows = []
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
                    message = (
                        f"has more than {MAX_ROWS:,} rows or {MAX_COLUMNS} columns"
                    )
                    raise refused(path, message, sheet.title)
                rows.append(Row(number, [_value(cell) for cell in cells]))
            found[sheet.title] = rows
        book.close()
    return found


def _value(cell: Any) -> Any:
    if cell.data_type == "e":
        return Faulty(f"the formula gives {cell.value}")
    if isinstance(cell.value, str) and not cell.value.strip():
        return None
    return cell.value


def _mark_uncalculated(
    values: dict[str, list[Row]], formulas: dict[str, list[Row]]
) -> None:
    """Mark formulas without a value: of a workbook that was never calculated."""
    why = "the formula has no value yet; open the workbook in Excel and save it"
    for name, rows in formulas.items():
        for row, beside in zip(rows, values[name], strict=True):
            for place, cell in enumerate(row.cells):
                is_formula = isinstance(cell, str) and cell.startswith("=")
                if is_formula and beside.cells[place] is None:
                    beside.cells[place] = Faulty(why)
