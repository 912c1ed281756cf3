"""A result as an Excel workbook: the answer on one sheet, then a sheet a table.

Texts are written as texts, whatever they begin with, so that no name becomes a
formula or a link. The same result gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from zauyt.errors import NotInstalled, ZauytError
from zauyt.results import disk
from zauyt.results.column import Column, cells
from zauyt.results.language import sentence, word
from zauyt.results.number import decimals, heading, units_and_decimals
from zauyt.results.result import Result, Table

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_LETTERS = 32_767
_EXACT = 10**15
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def to_excel(result: Result, path: Path | str, *, language: str = "en") -> Path:
    """Write a result as an Excel workbook, whole or not at all; give its path.

    Raises
    ------
    NotInstalled
        When xlsxwriter is missing.
    ZauytError
        When a table is larger than a sheet can be, or the disk refuses.
    """
    title = word("heading.answer", language)
    return _written({"": result}, [title], Path(path), language)


def all_to_excel(
    results: Mapping[str, Result], path: Path | str, *, language: str = "en"
) -> Path:
    """Write several results as one workbook: their answers, then all their tables.

    A sheet is named after its study and its table. Raises as :func:`to_excel`.
    """
    word_of_answer = word("heading.answer", language)
    titles = [f"{name} {word_of_answer}" for name in results]
    return _written(results, titles, Path(path), language)


def _written(
    results: Mapping[str, Result], titles: Sequence[str], place: Path, language: str
) -> Path:
    tables = {
        f"{study} {name}".strip(): table
        for study, result in results.items()
        for name, table in result.tables.items()
    }
    for name, table in tables.items():
        _check_size(name, table)
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with _xlsxwriter().Workbook(buffer, options) as book:
        # A fixed date keeps the bytes the same from the same result.
        book.set_properties({"created": datetime.datetime(2000, 1, 1)})
        formats = _formats(book)
        names = sheet_names([*titles, *tables])
        for name, result in zip(names, results.values(), strict=False):
            _write_answer(book.add_worksheet(name), result, formats, language)
        for name, table in zip(names[len(titles) :], tables.values(), strict=True):
            _write_table(book.add_worksheet(name), table, formats)
    disk.write_whole(place, buffer.getvalue())
    return place


def sheet_names(names: Iterable[str]) -> list[str]:
    """Give names that Excel takes: 31 letters at most, no two alike but for case."""
    taken = {"history"}
    found = []
    for name in names:
        base = name.translate(_FORBIDDEN).strip("'")[:31].strip("'") or "_"
        fresh, count = base, 2
        while fresh.casefold() in taken:
            ending = f"_{count}"
            fresh, count = base[: 31 - len(ending)] + ending, count + 1
        taken.add(fresh.casefold())
        found.append(fresh)
    return found


class _Formats(NamedTuple):
    """The formats of a workbook, each made once."""

    head: Any
    unit: Any
    wrap: Any
    number: Callable[[str], Any]


def _formats(book: Any) -> _Formats:
    def number(pattern: str) -> Any:
        return book.add_format({"num_format": pattern})

    return _Formats(
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"italic": True, "font_color": "#606060"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
        cache(number),
    )


def _write_answer(sheet: Any, result: Result, formats: _Formats, language: str) -> None:
    def title(row: int, key: str, place: int = 0) -> None:
        _text(sheet, row, place, word(f"heading.{key}", language), formats.head)

    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 4, 16)
    status = word(f"status.{result.status}", language)
    row = 0
    for key in ("study", "plant", "plant_id", "seed", "version", "status"):
        title(row, key)
        value = status if key == "status" else getattr(result, key)
        _write(sheet, row, 1, value, formats.number("0"))
        row += 1
    row = _write_headline(sheet, row + 1, result, formats, title)
    notes = [*([] if result.reason is None else [result.reason]), *result.notes]
    if notes:
        title(row, "notes")
        for note in notes:
            row += 1
            text = sentence(note, language)
            sheet.merge_range(row, 0, row, 4, "", formats.wrap)
            sheet.set_row(row, 15 * (1 + len(text) // 90))
            _text(sheet, row, 0, text, formats.wrap)
        row += 2
    for key, entries in (("options", result.options), ("changes", result.changes)):
        if entries:
            title(row, key)
            for name, value in entries.items():
                row += 1
                _text(sheet, row, 0, name)
                listed = isinstance(value, list | dict)
                _write(sheet, row, 1, json.dumps(value) if listed else value, None)
            row += 2


def _write_headline(
    sheet: Any,
    row: int,
    result: Result,
    formats: _Formats,
    title: Callable[[int, str, int], None],
) -> int:
    for place, key in enumerate(("figure", "value", "low", "high", "unit")):
        title(row, key, place)
    for name, figure in result.headline.items():
        row += 1
        _text(sheet, row, 0, name)
        ends = [figure.value, figure.low, figure.high]
        known = [each for each in ends if isinstance(each, int | float)]
        pattern = formats.number(_pattern(figure.unit, decimals(known, figure.unit)))
        for place, value in enumerate(ends):
            _write(sheet, row, 1 + place, value, pattern)
        _text(sheet, row, 4, heading(figure.unit))
    return row + 2


def _write_table(sheet: Any, table: Table, formats: _Formats) -> None:
    forms = units_and_decimals(table)
    for place, (column, values) in enumerate(table.data.items()):
        entries = cells(values)
        patterns = _patterns(column, forms.get(column.name), len(entries))
        _text(sheet, 0, place, column.name, formats.head)
        _text(sheet, 1, place, heading(column.unit), formats.unit)
        if column.meaning:
            sheet.write_comment(0, place, column.meaning)
        longest = len(column.name) + 4
        for row, value in enumerate(entries):
            _write(sheet, row + 2, place, value, formats.number(patterns[row]))
            if isinstance(value, str):
                longest = max(longest, len(value))
        sheet.set_column(place, place, min(60, max(10, longest)))
    sheet.freeze_panes(2, 0)
    # The filter's first row is the units, so that they are not sorted among rows.
    sheet.autofilter(1, 0, max(2, len(table) + 1), len(table.columns) - 1)


def _write(sheet: Any, row: int, place: int, value: Any, pattern: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, datetime.date):
        # Excel counts days from 1900; it has no earlier ones.
        if value.year < 1900:
            _text(sheet, row, place, value.isoformat())
        else:
            sheet.write_datetime(row, place, value, pattern)
    elif isinstance(value, str):
        _text(sheet, row, place, value)
    elif isinstance(value, int) and abs(value) >= _EXACT:
        # Excel keeps 15 digits; a seed or key of more stays whole as a text.
        _text(sheet, row, place, str(value))
    elif math.isfinite(value):
        sheet.write_number(row, place, value, pattern)
    else:
        _text(sheet, row, place, str(value))


def _patterns(
    column: Column, forms: list[tuple[str, int]] | None, rows: int
) -> list[str]:
    if forms is not None:
        return [_pattern(unit, places) for unit, places in forms]
    dated = {"date": "yyyy-mm-dd", "time": "yyyy-mm-dd hh:mm:ss"}
    return [dated.get(column.kind or "", "General")] * rows


def _pattern(unit: str, places: int) -> str:
    point = "." + "0" * places if places else ""
    return f"0{point}%" if unit == "share" else f"#,##0{point}"


def _check_size(name: str, table: Table) -> None:
    rows, columns = len(table) + 2, len(table.columns)
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        message = (
            f"table {name} has {len(table):,} rows and {columns:,} columns; an Excel"
            f" sheet holds {MOST_ROWS - 2:,} and {MOST_COLUMNS:,}: save the result to"
            " a folder instead, its tables are Parquet files"
        )
        raise ZauytError(message)


def _text(sheet: Any, row: int, place: int, text: str, form: Any = None) -> None:
    if len(text) > MOST_LETTERS:
        message = (
            f"sheet {sheet.get_name()}, row {row + 1}: a text of {len(text):,}"
            f" letters; an Excel cell holds {MOST_LETTERS:,}"
        )
        raise ZauytError(message)
    sheet.write_string(row, place, text, form)


def _xlsxwriter() -> Any:
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        message = "Excel workbooks need xlsxwriter: pip install xlsxwriter"
        raise NotInstalled(message) from error
    return xlsxwriter
