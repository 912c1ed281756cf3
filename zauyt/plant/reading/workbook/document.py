"""A workbook read as plain data, with the sheet, row and column of every value.

Row 1 holds the headings. Rows whose first cell, and columns whose heading, stands in
brackets are for people and not read; so are the sheet ``help`` and those whose name
begins with ``#``. A blank cell states nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zauyt.plant.evidence import EVIDENCE_KEYS, Evidence
from zauyt.plant.network import Network
from zauyt.plant.plant import Plant
from zauyt.plant.reading.document import Document, Mark
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.reading.shape import Named, Number, Shape, Tagged, keys_of
from zauyt.plant.reading.workbook.cell import value_of
from zauyt.plant.reading.workbook.cells import Faulty, Row, rows_by_sheet
from zauyt.plant.reading.workbook.evidence import read_evidence, with_evidence
from zauyt.plant.reading.workbook.layout import (
    EVIDENCE,
    HELP,
    NETWORK,
    Column,
    Root,
    Sheet,
    Steps,
    branches,
    sheets,
    top_of,
)
from zauyt.plant.reading.workbook.reading import Reading, places_of, words_at
from zauyt.plant.record import joined

WORKBOOKS = (".xlsx", ".xlsm")
KEY_AND_VALUE = ("key", "value")


def workbook_document(path: Path) -> Document:
    """Read a workbook as the data of a plant file, or of a network file.

    Raises
    ------
    WrongInput
        It is no workbook, or larger than one may be.
    """
    found = rows_by_sheet(path)
    file = str(path)
    reading = Reading(file, Document(data={}, values={"": Mark(file)}))
    root: Root = Network if NETWORK in found else Plant
    if root is Network:
        # The sheet tells what it is, also before it has a name.
        reading.document.data["network"] = None
    _look_at_names(found, root, reading)
    if found.get(EVIDENCE):
        read_evidence(found[EVIDENCE], reading)
    for name, sheet in sheets(root).items():
        rows = found.get(name, [])
        if rows and name == top_of(root):
            _read_plant(rows, sheet, reading)
        elif rows:
            _read_sheet(rows, sheet, reading)
    reading.document.data = with_evidence(reading.document.data, "", reading)
    for path_, evidence in reading.evidence.items():
        mark = evidence["mark"]
        hint = did_you_mean(path_, reading.numbers)
        reading.add(path_, f"there is no number of this path{hint}", mark, "no_path")
    return reading.document


def _look_at_names(found: dict[str, list[Row]], root: Root, reading: Reading) -> None:
    known = [*sheets(root), EVIDENCE, HELP]
    for name in found:
        if name not in known and not name.startswith(("#", "(")):
            hint = did_you_mean(name, known) or f"; there are {listed(known, most=40)}"
            message = f"unknown sheet {name}{hint}; # before a name keeps it unread"
            reading.add("", message, Mark(reading.file, sheet=name))


def _read_plant(rows: list[Row], sheet: Sheet, reading: Reading) -> None:
    """Read the sheet of keys and values, one a row."""
    places = places_of(rows[0], sheet.name, reading)
    missing = [each for each in KEY_AND_VALUE if each not in places]
    if missing:
        mark = reading.mark(sheet.name, rows[0].number, 0)
        reading.add("", f"has no column {' and no column '.join(missing)}", mark)
        return
    key_place, value_place = (places[each] for each in KEY_AND_VALUE)
    seen: set[str] = set()
    for row in rows[1:]:
        heading = words_at(row, key_place)
        if heading.startswith("("):
            continue
        mark = reading.mark(sheet.name, row.number, key_place)
        if not heading:
            reading.add("", "the row has nothing under key", mark)
        elif heading in seen:
            reading.add(heading, f"key {heading} is given twice", mark)
        else:
            seen.add(heading)
            meant = _meant(heading, sheet, (), mark, reading)
            if meant:
                mark = reading.mark(sheet.name, row.number, value_place)
                cell = row.cells[value_place] if value_place < len(row.cells) else None
                _put(reading.document.data, "", meant, cell, mark, reading)


def _read_sheet(rows: list[Row], sheet: Sheet, reading: Reading) -> None:
    """Read the sheet of some records, one a row."""
    heading = rows[0]
    places = places_of(heading, sheet.name, reading)
    missing = [name for name in sheet.names if name not in places]
    for name in missing:
        mark = reading.mark(sheet.name, heading.number, 0)
        reading.add("", f"has no column {name}", mark)
    columns: dict[int, _Meant] = {}
    for name, place in places.items():
        mark = reading.mark(sheet.name, heading.number, place)
        if name not in sheet.names:
            meant = _meant(name, sheet, sheet.names, mark, reading)
            if meant:
                columns[place] = meant
    if missing:
        return
    for row in rows[1:]:
        names = [words_at(row, places[name]) for name in sheet.names]
        if not any(name.startswith("(") for name in names[:1]):
            _read_row(row, names, sheet, columns, reading)


@dataclass(frozen=True)
class _Meant:
    """What a heading means: a column, and what lies below it (``cycle_law.cv``)."""

    column: Column
    below: Steps = ()


def _meant(
    heading: str, sheet: Sheet, names: Steps, mark: Mark, reading: Reading
) -> _Meant | None:
    """Give what a heading means, or tell that it means nothing."""
    for column in sheet.columns:
        if column.heading == heading:
            return _Meant(column)
    for column in sheet.columns:
        below = heading.removeprefix(f"{column.heading}.")
        if below != heading and _may_have(column.key.shape, below):
            return _Meant(column, tuple(below.split(".")))
    known = [*names, *(column.heading for column in sheet.columns)]
    hint = did_you_mean(heading, known, most=3) or f"; there are {listed(known)}"
    kind = "column" if names else "key"
    reading.add("", f"unknown {kind} {heading}{hint}", mark, "unknown_key")
    return None


def _may_have(shape: Shape, below: str) -> bool:
    return any(
        isinstance(each, Named | Tagged)
        or (isinstance(each, Number) and below in EVIDENCE_KEYS)
        for each in branches(shape)
    )


def _read_row(
    row: Row,
    names: list[str],
    sheet: Sheet,
    columns: dict[int, _Meant],
    reading: Reading,
) -> None:
    mark = reading.mark(sheet.name, row.number, max(0, len(names) - 1))
    found = _holder(names, sheet, mark, reading)
    if found is None:
        return
    holder, path = found
    entry: dict[str, Any] = {}
    document = reading.document
    document.values[path] = document.keys[path] = mark
    given: set[str] = set()
    for place, meant in columns.items():
        cell = row.cells[place] if place < len(row.cells) else None
        if cell is not None:
            given.add(meant.column.heading)
            cell_mark = reading.mark(sheet.name, row.number, place)
            _put(entry, path, meant, cell, cell_mark, reading)
    value: Any = entry
    main = "" if sheet.main is None else sheet.main.heading
    if given == {main} and entry and joined(path, main) not in reading.evidence:
        value = entry[main]
        document.values[path] = document.values[joined(path, main)]
    if isinstance(holder, list):
        holder.append(value)
    else:
        holder[names[-1]] = value


def _holder(
    names: list[str], sheet: Sheet, mark: Mark, reading: Reading
) -> tuple[dict[str, Any] | list[Any], str] | None:
    """Give what a row's record goes into, and the record's path."""
    for name, heading in zip(names, sheet.names, strict=True):
        if not name:
            reading.add("", f"the row has nothing under {heading}", mark)
            return None
    inside: Any = reading.document.data
    path = ""
    for depth, way in enumerate(sheet.ways):
        last = depth == len(sheet.ways) - 1
        for step in way:
            path = joined(path, step)
            kind = list if last and sheet.listed and step == way[-1] else dict
            below = inside.setdefault(step, kind())
            if not isinstance(below, kind):
                message = f"{path} is a single value and has rows as well; state one"
                if all(each.path != path for each in reading.document.problems):
                    reading.add(path, message, mark)
                return None
            inside = below
        if last and sheet.listed:
            return inside, joined(path, len(inside))
        path = joined(path, names[depth])
        if last and names[depth] in inside:
            what = f"{sheet.names[depth]} {names[depth]}"
            first = reading.document.keys[path].line
            reading.add(path, f"{what} is given twice: first in row {first}", mark)
            return None
        if not last and not isinstance(inside.get(names[depth]), dict):
            known = f"in the sheet {sheet.ways[0][0]}"
            hint = did_you_mean(names[depth], inside)
            message = f"there is no {sheet.names[depth]} {names[depth]} {known}{hint}"
            reading.add(path, message, mark, "no_path")
            return None
        if last:
            return inside, path
        inside = inside[names[depth]]
    raise AssertionError("a sheet leads nowhere")


def _put(
    entry: dict[str, Any],
    path: str,
    meant: _Meant,
    cell: Any,
    mark: Mark,
    reading: Reading,
) -> None:
    """Put the value of a cell where it belongs in an entry, and note where it is."""
    steps = (*meant.column.steps, *meant.below)
    inner = ".".join((path, *steps) if path else steps)
    if isinstance(cell, Faulty):
        reading.add(inner, cell.why, mark)
        return
    value = value_of(cell, _below(meant.column.key.shape, meant.below))
    if value is None:
        return
    inside: Any = entry
    walked = path
    values = reading.document.values
    for step in steps[:-1]:
        walked = joined(walked, step)
        values.setdefault(walked, mark)
        below = inside.setdefault(step, {})
        if isinstance(below, int | float | str):
            # `cycle_s` and `cycle_s.low` stand in columns side by side.
            below = inside[step] = {"value": below}
        inside = below
    if not isinstance(inside, dict) or inside.get(steps[-1]) is not None:
        reading.add(inner, "is given in two columns", mark)
        return
    inside[steps[-1]] = value
    values[inner] = reading.document.keys[inner] = mark
    for leaf, _ in _leaves(value, inner):
        values[leaf] = mark


def _below(shape: Shape, steps: Steps) -> Shape:
    """Give the shape of what a heading names below its column."""
    if not steps:
        return shape
    named = next((each for each in branches(shape) if isinstance(each, Named)), None)
    if named is not None and len(steps) == 1:
        return named.entry
    if any(isinstance(each, Number) for each in branches(shape)):
        return keys_of(Evidence)[steps[0]].shape if steps[0] != "value" else shape
    return Number(whole=False)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Give every value below another, with its path."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, entry in items:
            inner = joined(path, name)
            yield inner, entry
            yield from _leaves(entry, inner)
