"""Tables beside a plant file, put into its data: stations, parts, tasks, materials.

One row a station of a line, in order of flow, a part (``content.table``), a task
(``balance.LINE.table``) or a material (``supply.table``). The column ``station``,
``part``, ``task`` or ``material`` names it; every other column is a key of it, with a
point for what lies below one (``cycle_law.type``, ``cycle_by_model.sorento``). A blank
cell states nothing. The column ``lanes`` of materials names lanes of the plant file
that bring it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any

from zauyt.errors import Problem, WrongInput
from zauyt.plant.balance import Task
from zauyt.plant.inbound import Material
from zauyt.plant.line import Station
from zauyt.plant.localisation import Part
from zauyt.plant.reading.document import Document, Mark
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.reading.shape import Nothing, OneOf, Text, keys_of
from zauyt.plant.reading.table import Row, rows_of
from zauyt.plant.reading.yaml import plain_value
from zauyt.plant.record import Record, joined

SEVERAL = ("failure", "after", "apart_from", "not_at")
"""Columns in which several names stand in one cell, apart by blanks."""


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


STATION = Kind("station", Station)
PART = Kind("part", Part)
TASK = Kind("task", Task)
MATERIAL = Kind("material", Material, ("models", "lanes"), ("lanes",))


def put_tables(document: Document, folder: Path | None) -> None:
    """Put the entries of every ``table:`` into the data in its place.

    Places of the cells and problems go into the document. ``folder`` is where
    the plant file is; without one a table cannot be read.
    """
    data = _group(document.data)
    for name, line in _group(data.get("lines")).items():
        path = joined("lines", name)
        rows = _stated(document, folder, line, path, line, "stations")
        if rows:
            line["stations"] = _entries(*rows, f"{path}.stations", document, STATION)
    content = data.get("content")
    rows = _stated(document, folder, content, "content", data, "parts")
    if rows:
        data["parts"] = _entries(*rows, "parts", document, PART)
    for name, work in _group(data.get("balance")).items():
        path = joined("balance", name)
        rows = _stated(document, folder, work, path, work, "tasks")
        if rows:
            work["tasks"] = _entries(*rows, f"{path}.tasks", document, TASK)
    supply = _group(data.get("supply"))
    rows = _stated(document, folder, supply, "supply", supply, "materials")
    if rows:
        _put_materials(document, supply, rows)


def _group(data: Any) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _stated(
    document: Document, folder: Path | None, group: Any, path: str, holder: Any,
    key: str,
) -> tuple[list[Row], str] | None:  # fmt: skip
    """Take the ``table`` of a group and give its rows and file, None if it has none.

    ``holder`` has the entries under ``key`` where the plant file states them itself.
    """
    if not isinstance(group, dict) or not isinstance(group.get("table"), str):
        return None
    table = group.pop("table")
    if key in holder:
        message = f"has {key} as well as a table; state one of them"
        document.problems.append(Problem(f"{path}.table", message, "table"))
        return None
    try:
        file = _beside(table, folder, f"{path}.table")
        return rows_of(file, key), str(file)
    except WrongInput as error:
        document.problems += error.problems
        return None


def _put_materials(
    document: Document, supply: dict[str, Any], rows: tuple[list[Row], str]
) -> None:
    """Put materials into their supply, and onto the lanes that bring them."""
    path = "supply.materials"
    supply["materials"] = _entries(*rows, path, document, MATERIAL)
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


def _entries(
    rows: list[Row], file: str, path: str, document: Document, kind: Kind
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
        entries[name] = _entry(row, columns, entry_path, file, document, kind)
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


def _entry(
    row: Row, columns: dict[int, str], path: str, file: str, document: Document,
    kind: Kind,
) -> dict[str, Any]:  # fmt: skip
    entry: dict[str, Any] = {}
    texts = _texts(kind)
    for place, column in columns.items():
        text = row.cells[place] if place < len(row.cells) else ""
        if column == kind.name or not text:
            continue
        mark = Mark(file, row.number, place + 1)
        holder = entry
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
    return entry


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
