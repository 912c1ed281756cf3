"""Stations, parts, tasks or materials from a table beside the plant file: CSV or Excel.

One row a station, in order of flow, one row a part (``content.table``) or a material
(``supply.table``). The column ``station``, ``part`` or ``material`` names it; every
other column is a key of it, with a point for what lies below one (``cycle_law.type``,
``cycle_by_model.sorento``). A blank cell states nothing. The column ``lanes`` of
materials names lanes of the plant file that bring it.
CSV is UTF-8 with commas, semicolons or tabs; with semicolons a decimal comma is
read as a point. Of a workbook the first sheet is read.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any

from zauyt.errors import Problem, WrongInput
from zauyt.plant.balance import Task
from zauyt.plant.inbound import Material
from zauyt.plant.line import Station
from zauyt.plant.localisation import Part
from zauyt.plant.reading.document import (
    Document,
    Mark,
    read_text_file,
    refuse_unprintable,
    tidy_number,
)
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.reading.shape import Nothing, OneOf, Text, keys_of
from zauyt.plant.reading.workbook.cells import Faulty, rows_by_sheet
from zauyt.plant.reading.yaml import plain_value
from zauyt.plant.record import Record, joined

SEVERAL = ("failure", "after", "apart_from", "not_at")
"""Columns in which several names stand in one cell, apart by blanks."""
MAX_ROWS = 20_000
NAME_COLUMN = "station"
EXCEL = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Kind:
    """What a row is: the heading of its name, and the record of its other columns.

    ``several`` are columns in which several names stand in one cell; ``more`` are
    columns that are no keys of the record.
    """

    name: str
    record: type[Record]
    several: tuple[str, ...] = SEVERAL
    more: tuple[str, ...] = ()


STATION = Kind(NAME_COLUMN, Station)
PART = Kind("part", Part)
TASK = Kind("task", Task)
MATERIAL = Kind("material", Material, ("models", "lanes"), ("lanes",))

_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")


@dataclass(frozen=True)
class Row:
    """One row of a table: its number in the file, from 1, its cells, and its sheet.

    Of a text there is no sheet.
    """

    number: int
    cells: list[str]
    sheet: str | None = None


def put_tables(document: Document, folder: Path | None) -> None:
    """Put the stations and parts of every ``table:`` into the data in its place.

    Places of the cells and problems go into the document. ``folder`` is where
    the plant file is; without one a table cannot be read.
    """
    lines = document.data.get("lines") if isinstance(document.data, dict) else None
    for name, line in lines.items() if isinstance(lines, dict) else ():
        if not isinstance(line, dict) or not isinstance(line.get("table"), str):
            continue
        path = f"lines.{name}"
        if "stations" in line:
            message = "has stations as well as a table; state one of them"
            document.problems.append(Problem(path, message, "table"))
        table = line.pop("table")
        try:
            file = _beside(table, folder, joined(path, "table"))
            rows = rows_of(file)
        except WrongInput as error:
            # Till the table can be read, one station stands for it.
            document.problems += error.problems
            continue
        line["stations"] = _entries(rows, str(file), joined(path, "stations"), document)
    _put_parts(document, folder)
    _put_tasks(document, folder)
    _put_materials(document, folder)


def _put_parts(document: Document, folder: Path | None) -> None:
    """Put the parts of ``content.table`` among those that the file states."""
    data = document.data if isinstance(document.data, dict) else {}
    content = data.get("content")
    if not isinstance(content, dict) or not isinstance(content.get("table"), str):
        return
    table = content.pop("table")
    if "parts" in data:
        message = "has parts as well as a table; state one of them"
        document.problems.append(Problem("content.table", message, "table"))
        return
    try:
        file = _beside(table, folder, "content.table")
        rows = rows_of(file, "part")
    except WrongInput as error:
        document.problems += error.problems
        return
    data["parts"] = _entries(rows, str(file), "parts", document, PART)


def _put_tasks(document: Document, folder: Path | None) -> None:
    """Put the tasks of every ``balance.*.table`` among those that the file states."""
    data = document.data if isinstance(document.data, dict) else {}
    lines = data.get("balance")
    for name, work in lines.items() if isinstance(lines, dict) else ():
        if not isinstance(work, dict) or not isinstance(work.get("table"), str):
            continue
        path = f"balance.{name}"
        table = work.pop("table")
        if "tasks" in work:
            message = "has tasks as well as a table; state one of them"
            document.problems.append(Problem(f"{path}.table", message, "table"))
            continue
        try:
            file = _beside(table, folder, f"{path}.table")
            rows = rows_of(file, "task")
        except WrongInput as error:
            document.problems += error.problems
            continue
        work["tasks"] = _entries(rows, str(file), f"{path}.tasks", document, TASK)


def _put_materials(document: Document, folder: Path | None) -> None:
    """Put the materials of ``supply.table`` into the data, and onto their lanes."""
    data = document.data if isinstance(document.data, dict) else {}
    supply = data.get("supply")
    if not isinstance(supply, dict) or not isinstance(supply.get("table"), str):
        return
    table = supply.pop("table")
    if "materials" in supply:
        message = "has materials as well as a table; state one of them"
        document.problems.append(Problem("supply.table", message, "table"))
        return
    try:
        file = _beside(table, folder, "supply.table")
        rows = rows_of(file, "material")
    except WrongInput as error:
        document.problems += error.problems
        return
    path = "supply.materials"
    supply["materials"] = _entries(rows, str(file), path, document, MATERIAL)
    lanes = supply.get("lanes")
    for name, entry in supply["materials"].items():
        for key in MATERIAL.several:
            if key in entry and not isinstance(entry[key], list):
                entry[key] = [entry[key]]
        for lane in entry.pop("lanes", []):
            cell = joined(joined(path, name), "lanes")
            _put_on_lane(document, lanes, str(lane), name, cell)


def _put_on_lane(
    document: Document, lanes: Any, lane: str, material: str, cell: str
) -> None:
    """Add a material to those that a lane brings; its place is the table's cell."""
    known = list(lanes) if isinstance(lanes, dict) else []
    mark = document.values[cell]
    if lane not in known:
        hint = did_you_mean(lane, known) or f"; there are {listed(known)}"
        problem = Problem(cell, f"there is no lane {lane}{hint}", "unknown_reference",
                          mark.file, mark.line, mark.column)  # fmt: skip
        document.problems.append(problem)
    elif isinstance(lanes[lane], dict):
        brought = lanes[lane].setdefault("materials", [])
        if isinstance(brought, list):
            path = f"{joined('supply.lanes', lane)}.materials"
            document.values[f"{path}.{len(brought)}"] = mark
            brought.append(material)


def _beside(table: str, folder: Path | None, path: str) -> Path:
    """Give the file of a table; it must lie beside the plant file or below."""
    if folder is None:
        message = "a table can only be read beside a plant file"
        raise WrongInput([Problem(path, message, "table")])
    parts = PurePath(table).parts
    outside = PurePath(table).is_absolute() or PureWindowsPath(table).is_absolute()
    if outside or ".." in parts or "\0" in table:
        message = (
            f"{table} is not beside the plant file; give the bare name of the file"
        )
        raise WrongInput([Problem(path, message, "table")])
    return folder / table


def rows_of(file: Path, what: str = NAME_COLUMN) -> list[Row]:
    """Give the rows that have anything in them, the heading first.

    Raises
    ------
    WrongInput
        The file is no table, or has no row; ``what`` is what its rows are.
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


def _entries(
    rows: list[Row], file: str, path: str, document: Document, kind: Kind = STATION
) -> dict[str, Any]:
    """Give the rows as plain data by name, and note where each cell stands."""
    document.values[path] = Mark(file, rows[0].number, 1)
    columns = _columns(rows[0], file, path, document, kind)
    if kind.name not in columns.values():
        message = f"has no column {kind.name}"
        document.problems.append(
            Problem(path, message, "table", file, rows[0].number, 1)
        )
        return {}
    place_of_name = next(at for at, each in columns.items() if each == kind.name)
    entries: dict[str, Any] = {}
    first_row: dict[str, int] = {}
    for row in rows[1:]:
        name = row.cells[place_of_name] if place_of_name < len(row.cells) else ""
        mark = Mark(file, row.number, place_of_name + 1)
        message = _row_fault(row, rows[0], name, first_row, kind)
        if message:
            problem = Problem(path, message, "table", file, mark.line, mark.column)
            document.problems.append(problem)
            continue
        first_row[name] = row.number
        entry_path = joined(path, name)
        document.values[entry_path] = document.keys[entry_path] = mark
        entries[name] = _station(row, columns, entry_path, file, document, kind)
    return entries


def _row_fault(
    row: Row, heading: Row, name: str, first_row: dict[str, int], kind: Kind
) -> str:
    if not name:
        return f"the row has nothing under {kind.name}"
    if name in first_row:
        return f"{kind.name} {name} is given twice: first in row {first_row[name]}"
    if any(row.cells[len(heading.cells) :]):
        return (
            f"the row has {len(row.cells)} cells, the heading {len(heading.cells)};"
            " a text with a comma needs quotes"
        )
    return ""


def _columns(
    heading: Row, file: str, path: str, document: Document, kind: Kind
) -> dict[int, str]:
    """Give the columns that mean something, by place; the others are problems."""
    keys = [kind.name, *keys_of(kind.record), *kind.more]
    columns: dict[int, str] = {}
    for place, column in enumerate(heading.cells):
        if not column:
            continue
        message = ""
        if column in columns.values():
            message = f"column {column} is given twice"
        elif column.partition(".")[0] not in keys:
            hint = did_you_mean(column, keys, most=3) or f"; there are {listed(keys)}"
            message = f"unknown column {column}{hint}"
        if message:
            document.problems.append(
                Problem(path, message, "table", file, heading.number, place + 1)
            )
        else:
            columns[place] = column
    return columns


def _station(
    row: Row, columns: dict[int, str], path: str, file: str, document: Document,
    kind: Kind,
) -> dict[str, Any]:  # fmt: skip
    station: dict[str, Any] = {}
    texts = _texts(kind)
    for place, column in columns.items():
        text = row.cells[place] if place < len(row.cells) else ""
        if column == kind.name or not text:
            continue
        mark = Mark(file, row.number, place + 1)
        holder = station
        *above, key = column.split(".")
        inner = path
        for step in above:
            inner = joined(inner, step)
            document.values.setdefault(inner, mark)
            below = holder.setdefault(step, {})
            if not isinstance(below, dict):
                break
            holder = below
        else:
            inner = joined(inner, key)
            document.values[inner] = document.keys[inner] = mark
            holder[key] = text if column in texts else _cell(text, column, kind)
            continue
        message = f"{column} and {inner.rpartition('.')[2]} cannot both be given"
        document.problems.append(
            Problem(inner, message, "table", file, mark.line, mark.column)
        )
    return station


def _texts(kind: Kind) -> set[str]:
    """Give the columns that hold text even where it looks like a number: codes."""
    return {
        name
        for name, key in keys_of(kind.record).items()
        if isinstance(key.shape, OneOf)
        and all(isinstance(each, Text | Nothing) for each in key.shape.branches)
    }


def _cell(text: str, column: str, kind: Kind) -> Any:
    """Give what a cell means; several names may stand in one."""
    names = re.split(r"[\s,;+]+", text)
    if column in kind.several and len(names) > 1:
        return [plain_value(name) for name in names]
    value = plain_value(text)
    truth = {"TRUE": True, "FALSE": False}.get(text.upper())
    return value if truth is None else truth
