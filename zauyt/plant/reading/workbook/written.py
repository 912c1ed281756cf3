"""A plant or network as an Excel workbook, with what may stand in every column."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from zauyt.errors import NotInstalled, ZauytError
from zauyt.plant.evidence import Evidence
from zauyt.plant.network import Network
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import tree_of
from zauyt.plant.reading.shape import Flag, Named, Number, Shape, Tagged, Words, keys_of
from zauyt.plant.reading.wanted import wanted
from zauyt.plant.reading.whole import write_whole
from zauyt.plant.reading.workbook.cell import cell_of
from zauyt.plant.reading.workbook.document import KEY_AND_VALUE, WORKBOOKS
from zauyt.plant.reading.workbook.evidence import NUMBER
from zauyt.plant.reading.workbook.help import help_rows
from zauyt.plant.reading.workbook.layout import (
    EVIDENCE,
    HELP,
    Column,
    Root,
    Sheet,
    at,
    branches,
    sheets,
    top_of,
)
from zauyt.plant.record import joined

MOST_LETTERS = 32_767
ROWS_CHECKED = 1000
"""Rows below a heading in which Excel offers the words that may stand there."""


class _Book(NamedTuple):
    """The workbook that is written, and its formats by their properties."""

    book: Any
    format: Callable[..., Any]


def write_workbook(
    plant: Plant | Network | None, path: str | Path, *, root: Root = Plant
) -> None:
    """Write a plant or network as a workbook that reads back to the same one.

    Parameters
    ----------
    plant
        The plant or network; without one, the headings alone, to be filled in.
    path
        Where to; a name that ends in .xlsx.
    root
        What the headings are of, where there is neither.

    Raises
    ------
    NotInstalled
        xlsxwriter is missing.
    ZauytError
        A text is longer than a cell may be, or the file cannot be written.
    """
    target = Path(path)
    if target.suffix.lower() != WORKBOOKS[0]:
        raise ZauytError(f"{target} does not end in {WORKBOOKS[0]}")
    root = root if plant is None else type(plant)
    buffer = io.BytesIO()
    tree, evidence = ({"format": 1}, {}) if plant is None else _bare(plant)
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with _xlsxwriter().Workbook(buffer, options) as workbook:
        # A fixed date keeps the bytes the same from the same plant.
        workbook.set_properties({"created": datetime.datetime(2000, 1, 1)})

        @cache
        def form(**properties: Any) -> Any:
            return workbook.add_format(properties)

        book = _Book(workbook, form)
        _write_help(book, root)
        for name, sheet in sheets(root).items():
            if name == top_of(root):
                _write_plant(book, sheet, tree)
            else:
                _write_sheet(book, sheet, tree)
        _write_evidence(book, evidence)
        workbook.worksheets()[1].activate()
    write_whole(target, buffer.getvalue())


def _bare(plant: Plant | Network) -> tuple[dict[str, Any], dict[str, Evidence]]:
    """Give a plant's data without evidence, and the evidence by path."""

    def bare(value: Any, path: str) -> Any:
        if path in plant.evidence:
            return value["value"]
        if isinstance(value, dict):
            return {
                name: bare(each, joined(path, name)) for name, each in value.items()
            }
        if isinstance(value, list):
            return [bare(each, joined(path, at)) for at, each in enumerate(value)]
        return value

    return bare(tree_of(plant), ""), plant.evidence


def _write_help(book: _Book, root: Root) -> None:
    sheet = book.book.add_worksheet(HELP)
    for place, width in enumerate((16, 26, 9, 46, 18, 80)):
        sheet.set_column(place, place, width)
    for row, cells in enumerate(help_rows(root)):
        is_head = len(cells) > 1 and cells[0] == "sheet"
        for place, text in enumerate(cells):
            form = book.format(bold=True, bottom=1) if is_head else None
            sheet.write_string(row, place, text, form)


def _write_plant(book: _Book, sheet: Sheet, tree: dict[str, Any]) -> None:
    page = book.book.add_worksheet(sheet.name)
    heads = (*KEY_AND_VALUE, "(unit)", "(what it means)")
    for place, (head, width) in enumerate(zip(heads, (26, 34, 8, 90), strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, head, book.format(bold=True, bottom=1))
    page.freeze_panes(1, 0)
    grey = book.format(italic=True, font_color="#606060")
    for row, column in enumerate(sheet.columns, start=1):
        page.write_string(row, 0, column.heading)
        _write(book, page, (row, 1), _value(tree, column), column.key.shape)
        page.write_string(row, 2, _unit(column.key.shape), grey)
        page.write_string(row, 3, column.key.meaning, grey)
        _offer(page, (row, 1, row, 1), column.key.shape)


def _write_sheet(book: _Book, sheet: Sheet, tree: dict[str, Any]) -> None:
    page = book.book.add_worksheet(sheet.name)
    head = book.format(bold=True, bottom=1)
    grey = book.format(italic=True, font_color="#606060")
    for place, name in enumerate(sheet.names):
        page.write_string(0, place, name, head)
        page.write_string(1, place, "(unit)" if place == 0 else "", grey)
        page.set_column(place, place, 18)
    first = len(sheet.names)
    for place, column in enumerate(sheet.columns, start=first):
        page.write_string(0, place, column.heading, head)
        page.write_string(1, place, _unit(column.key.shape), grey)
        page.write_comment(0, place, _comment(column), {"x_scale": 2, "y_scale": 1.5})
        page.set_column(place, place, max(9, min(24, len(column.heading) + 2)))
        _offer(page, (2, place, 1 + ROWS_CHECKED, place), column.key.shape)
    page.freeze_panes(2, first)
    for row, (names, entry) in enumerate(_entries(tree, sheet), start=2):
        for place, name in enumerate(names):
            page.write_string(row, place, name)
        for place, column in enumerate(sheet.columns, start=first):
            value = _value(entry, column, sheet.main)
            _write(book, page, (row, place), value, column.key.shape)


def _value(entry: Any, column: Column, main: Column | None = None) -> Any:
    """Give what an entry says in a column; a bare number stands for the main one."""
    if not isinstance(entry, dict):
        return entry if column is main else None
    above = column.steps[:-1]
    if above and at(entry, above) == {}:
        # A record that is there but says nothing: its defaults make it be there.
        return column.key.default
    value = at(entry, column.steps)
    in_cell = any(
        isinstance(each, Named | Tagged) for each in branches(column.key.shape)
    )
    return None if isinstance(value, dict) and not in_cell else value


def _entries(tree: dict[str, Any], sheet: Sheet) -> Iterator[tuple[list[str], Any]]:
    """Give the names and the data of every record of a sheet, in order."""

    def below(value: Any, depth: int, names: list[str]) -> Iterator[tuple[Any, Any]]:
        if depth == len(sheet.ways):
            yield names, value
            return
        inside = at(value, sheet.ways[depth])
        if isinstance(inside, list):
            for entry in inside:
                yield from below(entry, depth + 1, names)
        elif isinstance(inside, dict):
            for name, entry in inside.items():
                yield from below(entry, depth + 1, [*names, name])

    yield from below(tree, 0, [])


def _write(
    book: _Book, page: Any, place: tuple[int, int], value: Any, shape: Shape
) -> None:
    if value is None:
        return
    cell = cell_of(value, shape)
    if isinstance(cell, bool):
        page.write_boolean(*place, cell)
    elif isinstance(cell, datetime.date):
        page.write_datetime(*place, cell, book.format(num_format="yyyy-mm-dd"))
    elif isinstance(cell, int | float):
        page.write_number(*place, cell)
    else:
        text = str(cell)
        if len(text) > MOST_LETTERS:
            message = (
                f"sheet {page.get_name()}, row {place[0] + 1}: {len(text):,} letters;"
                f" an Excel cell holds {MOST_LETTERS:,}"
            )
            raise ZauytError(message)
        page.write_string(*place, text)


def _write_evidence(book: _Book, evidence: dict[str, Evidence]) -> None:
    page = book.book.add_worksheet(EVIDENCE)
    keys = keys_of(Evidence)
    head = book.format(bold=True, bottom=1)
    page.write_string(0, 0, NUMBER, head)
    page.write_comment(0, 0, "Where the number stands, by its path")
    page.set_column(0, 0, 52)
    for place, (name, key) in enumerate(keys.items(), start=1):
        page.write_string(0, place, name, head)
        page.write_comment(0, place, f"{key.meaning} {_capital(wanted(key.shape))}.")
        page.set_column(place, place, 50 if name in ("source", "note") else 12)
        _offer(page, (1, place, ROWS_CHECKED, place), key.shape)
    page.freeze_panes(1, 1)
    for row, (path, known) in enumerate(evidence.items(), start=1):
        page.write_string(row, 0, path)
        for place, (name, key) in enumerate(keys.items(), start=1):
            _write(book, page, (row, place), getattr(known, name), key.shape)


def _unit(shape: Shape) -> str:
    """Give the unit of a column's numbers, as printed; nothing for a bare count."""
    units = {
        each.unit.symbol
        for each in branches(shape)
        if isinstance(each, Number) and each.unit is not None
    }
    return ", ".join(sorted(units - {"1"}))


def _comment(column: Column) -> str:
    needed = "Needed. " if column.key.required else ""
    return f"{needed}{column.key.meaning}\n{_capital(wanted(column.key.shape))}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _offer(page: Any, cells: tuple[int, int, int, int], shape: Shape) -> None:
    """Let Excel offer the words that may stand in cells, where there are only such."""
    words: list[str] = []
    for each in branches(shape):
        if isinstance(each, Words):
            words += [str(word) for word in each.words]
        elif isinstance(each, Flag):
            words += ["TRUE", "FALSE"]
        else:
            return
    page.data_validation(
        *cells, {"validate": "list", "source": words, "error_type": "warning"}
    )


def _xlsxwriter() -> Any:
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        message = "Excel workbooks need xlsxwriter: pip install xlsxwriter"
        raise NotInstalled(message) from error
    return xlsxwriter
