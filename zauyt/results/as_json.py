"""A result as one JSON object, and back.

Numbers are plain; those that are not known or not finite are ``null``; dates are ISO
text; keys stand in a fixed order. Reading back gives an equal result, except that an
infinite number in a table comes back as one that is not known.
"""

from __future__ import annotations

import datetime
import json
import math
import sys
from collections.abc import Mapping
from typing import Any, NoReturn, cast

from zauyt.errors import Problem, WrongInput
from zauyt.results.column import DTYPES, ENTRIES, Column, Kind, cells
from zauyt.results.language import sentence
from zauyt.results.result import Figure, Note, Result, Table


def to_json(result: Result, *, language: str = "en", indent: int | None = None) -> str:
    """Give a result as one JSON object, its notes also said in a language."""
    given = header(result, language=language)
    tables = {name: _rows(table) for name, table in result.tables.items()}
    ordered = {}
    for key, value in given.items():
        if key == "notes":
            ordered["tables"] = tables
        ordered[key] = value
    return json.dumps(ordered, ensure_ascii=False, allow_nan=False, indent=indent)


def from_json(text: str) -> Result:
    """Read a result from the JSON that :func:`to_json` gives.

    Raises
    ------
    WrongInput
        When the text is not JSON, or not a result; the message says where.
    """
    try:
        given = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg}"
        problem = Problem("", message, "json", None, error.lineno, error.colno)
        raise WrongInput([problem]) from error
    except (ValueError, RecursionError) as error:
        raise WrongInput([Problem("", f"not JSON: {error}", "json")]) from error
    given = _taken(given, "", dict)
    rows = _taken(_entry(given, "tables", ""), "tables", dict)
    declared = columns_of(given)
    if set(rows) != set(declared):
        _refuse("columns", f"of {sorted(declared)}, but tables {sorted(rows)}")
    tables = {
        name: _table(_taken(rows[name], f"tables.{name}", list), declared[name], name)
        for name in rows
    }
    return from_header(given, tables)


def header(result: Result, *, language: str = "en") -> dict[str, Any]:
    """Give everything but the tables' rows as plain values, in a fixed order."""
    return {
        "study": result.study,
        "plant": result.plant,
        "plant_id": result.plant_id,
        "options": dict(result.options),
        "seed": result.seed,
        "version": result.version,
        "headline": {
            name: {
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "unit": figure.unit,
            }
            for name, figure in result.headline.items()
        },
        "notes": [_note(note, language) for note in result.notes],
        "status": result.status,
        "reason": None if result.reason is None else _note(result.reason, language),
        "changes": dict(result.changes),
        "columns": {
            name: [
                {
                    "name": column.name,
                    "unit": column.unit,
                    "meaning": column.meaning,
                    "kind": column.kind,
                }
                for column in table.columns
            ]
            for name, table in result.tables.items()
        },
    }


def from_header(given: Mapping[str, Any], tables: Mapping[str, Table]) -> Result:
    """Build the result from :func:`header` and its tables.

    Raises
    ------
    WrongInput
        When a key is missing or its value is not what it should be.
    """
    reason = _entry(given, "reason", "")
    seed = _entry(given, "seed", "")
    if seed is not None:
        seed = _taken(seed, "seed", int)
    headline = _taken(_entry(given, "headline", ""), "headline", dict)
    notes = _taken(_entry(given, "notes", ""), "notes", list)
    try:
        return Result(
            study=_text(given, "study", ""),
            plant=_text(given, "plant", ""),
            plant_id=_text(given, "plant_id", ""),
            options=_taken(_entry(given, "options", ""), "options", dict),
            seed=seed,
            version=_text(given, "version", ""),
            status=_entry(given, "status", ""),
            reason=None if reason is None else _read_note(reason, "reason"),
            headline={name: _figure(each, name) for name, each in headline.items()},
            tables=tables,
            changes=_taken(_entry(given, "changes", ""), "changes", dict),
            notes=tuple(_read_note(each, f"notes.{i}") for i, each in enumerate(notes)),
        )
    except AssertionError as error:
        _refuse("", f"not a result: {error}")


def columns_of(given: Mapping[str, Any]) -> dict[str, tuple[Column, ...]]:
    """Give the columns that each table of a header declares."""
    given = _taken(given, "", dict)
    tables = _taken(_entry(given, "columns", ""), "columns", dict)
    found = {}
    for name, entries in tables.items():
        place = f"columns.{name}"
        columns = []
        for entry in _taken(entries, place, list):
            column = _taken(entry, place, dict)
            kind = _entry(column, "kind", place)
            if not isinstance(kind, str) or kind not in {**DTYPES, **ENTRIES}:
                _refuse(f"{place}.kind", f"{kind!r} is not a kind of column")
            label, unit, meaning = (
                _text(column, key, place) for key in ("name", "unit", "meaning")
            )
            columns.append(Column(label, unit, meaning, cast("Kind", kind)))
        found[name] = tuple(columns)
    return found


def _rows(table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    columns = [
        [_cell(each) for each in cells(values)] for values in table.data.values()
    ]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _cell(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _note(note: Note, language: str) -> dict[str, Any]:
    text = sentence(note, language)
    return {"key": note.key, "numbers": dict(note.numbers), "text": text}


def _read_note(given: Any, place: str) -> Note:
    note = _taken(given, place, dict)
    numbers = _taken(_entry(note, "numbers", place), f"{place}.numbers", dict)
    return Note(_text(note, "key", place), numbers)


def _figure(given: Any, name: str) -> Figure:
    place = f"headline.{name}"
    figure = _taken(given, place, dict)
    value, low, high = (_entry(figure, key, place) for key in ("value", "low", "high"))
    for key, bound in (("low", low), ("high", high)):
        if bound is not None:
            _taken(bound, f"{place}.{key}", int | float)
    if value is not None:
        _taken(value, f"{place}.value", int | float | str)
    return Figure(value, low, high, _text(figure, "unit", place))


def _table(rows: list[Any], columns: tuple[Column, ...], name: str) -> Table:
    data: dict[Column, list[Any]] = {column: [] for column in columns}
    names = {column.name for column in columns}
    for number, given in enumerate(rows):
        place = f"tables.{name}.{number}"
        row = _taken(given, place, dict)
        if set(row) != names:
            _refuse(place, f"has {sorted(row)} where {sorted(names)} are declared")
        for column, entries in data.items():
            where = f"{place}.{column.name}"
            entries.append(_read_cell(row[column.name], column.kind, where))
    try:
        return Table(data)
    except (AssertionError, OverflowError) as error:
        _refuse(f"tables.{name}", f"not a table: {error}")


def _read_cell(value: Any, kind: str | None, place: str) -> Any:
    if kind in ("whole", "flag"):
        return _taken(value, place, int if kind == "whole" else bool)
    if value is None:
        return None
    if kind == "number":
        number = _taken(value, place, int | float)
        if abs(number) > sys.float_info.max:
            _refuse(place, "is too large a number")
        return float(number)
    text = _taken(value, place, str)
    if kind == "text":
        return text
    read = datetime.date if kind == "date" else datetime.datetime
    try:
        return read.fromisoformat(text)
    except ValueError as error:
        raise WrongInput([Problem(place, str(error), "json")]) from error


def _entry(given: Mapping[str, Any], key: str, place: str) -> Any:
    if key not in given:
        _refuse(place, f"{key} is missing")
    return given[key]


def _text(given: Mapping[str, Any], key: str, place: str) -> str:
    where = f"{place}.{key}" if place else key
    text: str = _taken(_entry(given, key, place), where, str)
    return text


def _taken(value: Any, place: str, kind: Any) -> Any:
    # In Python true is a whole number, in JSON it is not.
    fits = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    if not fits:
        name = getattr(kind, "__name__", str(kind))
        _refuse(place, f"a {type(value).__name__} where {name} is wanted")
    return value


def _refuse_constant(name: str) -> NoReturn:
    _refuse("", f"{name} is not a number in JSON")


def _refuse(place: str, message: str) -> NoReturn:
    raise WrongInput([Problem(place, message, "json")])
