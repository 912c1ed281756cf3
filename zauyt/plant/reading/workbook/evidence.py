"""The sheet ``evidence``: what is known of numbers besides their values."""

from __future__ import annotations

from typing import Any

from zauyt.plant.evidence import Evidence
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.reading.shape import keys_of
from zauyt.plant.reading.workbook.cell import value_of
from zauyt.plant.reading.workbook.cells import Faulty, Row
from zauyt.plant.reading.workbook.layout import EVIDENCE
from zauyt.plant.reading.workbook.reading import Reading, places_of, words_at
from zauyt.plant.record import joined

NUMBER = "number"
"""Heading of the column that names a number by its path."""


def read_evidence(rows: list[Row], reading: Reading) -> None:
    """Read what is known of numbers, a row a number."""
    heading = rows[0]
    places = places_of(heading, EVIDENCE, reading)
    keys = keys_of(Evidence)
    for name in places:
        if name not in keys and name != NUMBER:
            mark = reading.mark(EVIDENCE, heading.number, places[name])
            hint = did_you_mean(name, [*keys, NUMBER])
            hint = hint or f"; there are {listed([NUMBER, *keys])}"
            reading.add("", f"unknown column {name}{hint}", mark, "unknown_key")
    if NUMBER not in places:
        mark = reading.mark(EVIDENCE, heading.number, 0)
        reading.add("", f"has no column {NUMBER}", mark)
        return
    for row in rows[1:]:
        path = words_at(row, places[NUMBER])
        mark = reading.mark(EVIDENCE, row.number, places[NUMBER])
        if not path:
            reading.add("", f"the row has nothing under {NUMBER}", mark)
        elif path in reading.evidence:
            reading.add(path, "is given twice", mark)
        elif not path.startswith("("):
            reading.evidence[path] = {"mark": mark} | {
                name: (cell, reading.mark(EVIDENCE, row.number, place))
                for name, place in places.items()
                if name in keys
                and place < len(row.cells)
                and (cell := row.cells[place]) is not None
            }


def with_evidence(value: Any, path: str, reading: Reading) -> Any:
    """Give data with its numbers' evidence put in the place of the numbers."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number:
        reading.numbers.append(path)
    if is_number and path in reading.evidence:
        known = reading.evidence.pop(path)
        known.pop("mark")
        given = {"value": value}
        for name, (cell, mark) in known.items():
            inner = joined(path, name)
            if isinstance(cell, Faulty):
                reading.add(inner, cell.why, mark)
                continue
            given[name] = value_of(cell, keys_of(Evidence)[name].shape)
            reading.document.values[inner] = reading.document.keys[inner] = mark
        return given
    if isinstance(value, dict):
        return {
            name: with_evidence(entry, joined(path, name), reading)
            for name, entry in value.items()
        }
    if isinstance(value, list):
        return [
            with_evidence(entry, joined(path, place), reading)
            for place, entry in enumerate(value)
        ]
    return value
