"""What is known while a workbook is read, and how a sheet's heading is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zauyt.errors import Problem
from zauyt.plant.reading.document import MAX_PROBLEMS, Document, Mark
from zauyt.plant.reading.shape import Text
from zauyt.plant.reading.workbook.cell import value_of
from zauyt.plant.reading.workbook.cells import Faulty, Row


@dataclass
class Reading:
    """What is known while a workbook is read; ``evidence`` is by path of a number.

    ``numbers`` are the paths of all numbers found.
    """

    file: str
    document: Document
    evidence: dict[str, dict[str, Any]] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)

    def add(self, path: str, message: str, mark: Mark, code: str = "table") -> None:
        """Note a problem at a cell; of very many the first are enough."""
        if len(self.document.problems) < MAX_PROBLEMS:
            self.document.problems.append(
                Problem(
                    path,
                    message,
                    code,
                    file=mark.file,
                    line=mark.line,
                    column=mark.column,
                    sheet=mark.sheet,
                )
            )

    def mark(self, sheet: str, row: int, place: int) -> Mark:
        """Give the mark of a cell; ``place`` counts columns from 0."""
        return Mark(self.file, row, place + 1, sheet)


def places_of(heading: Row, sheet: str, reading: Reading) -> dict[str, int]:
    """Give the places of the headings that are read, from 0, by their words."""
    places: dict[str, int] = {}
    for place in range(len(heading.cells)):
        words = words_at(heading, place)
        if words in places:
            mark = reading.mark(sheet, heading.number, place)
            reading.add("", f"column {words} is given twice", mark)
        elif words and not words.startswith("("):
            places[words] = place
    return places


def words_at(row: Row, place: int) -> str:
    """Give the text of a cell; nothing if it is blank."""
    cell = row.cells[place] if place < len(row.cells) else None
    value = value_of(cell, Text()) if not isinstance(cell, Faulty) else None
    return "" if value is None else str(value)
