"""The plain form of a national table: one CSV, as a user would lay it out.

Lines that begin with ``#`` come first: ``# title,...``, ``# source``, ``# year``,
``# currency``, ``# unit`` (1000 where money is in thousands). Then a heading:
``code``, ``name``, a column a sector, ``households``, further final uses, ``output``.
A row a sector holds domestic products; below stand ``imports``, ``taxes_on_products``,
``compensation``, ``other_taxes``, ``capital_consumption``, ``surplus`` and ``output``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.input_output import HOUSEHOLDS, PRIMARY, InputOutput, Jobs
from zauyt.plant.reading.nearest import listed
from zauyt.plant.reading.table import Row

KEYS = ("title", "source", "year", "currency", "unit")
MOST_SECTORS = 500
CONFIDENCES = ("low", "medium", "high")


class _Sheet:
    """Rows with names and columns with names, and the problems found in them."""

    def __init__(self, rows: Sequence[Row], file: Path) -> None:
        self.file, self.problems = file, list[Problem]()
        self.about: dict[str, str] = {}
        self.rows: dict[str, Row] = {}
        self.columns: dict[str, int] = {}
        for row in rows:
            first = row.cells[0]
            if first.startswith("#"):
                value = next((cell for cell in row.cells[1:] if cell), "")
                self.about[first.removeprefix("#").strip()] = value
            elif not self.columns:
                self._heading(row)
            elif first in self.rows:
                before = self.rows[first].number
                self.wrong(f"{first} is given twice: first in row {before}", row.number)
            else:
                self.rows[first] = row

    def _heading(self, row: Row) -> None:
        for at, name in enumerate(row.cells):
            if name and name in self.columns:
                self.wrong(f"column {name} is given twice", row.number)
            elif name:
                self.columns[name] = at
        if "code" not in row.cells[:1]:
            self.wrong("the heading must begin with code", row.number)

    def wrong(self, message: str, line: int | None = None) -> None:
        """Note a problem."""
        self.problems.append(
            Problem("", message, "table", file=str(self.file), line=line)
        )

    def text(self, row: str, column: str) -> str:
        """Give a cell as it stands; nothing where the row is short."""
        at, cells = self.columns[column], self.rows[row].cells
        return cells[at] if at < len(cells) else ""

    def number(self, row: str, column: str, default: float | None = None) -> float:
        """Give a cell's number; a blank one is ``default``, if there is one."""
        text = self.text(row, column)
        if not text and default is not None:
            return default
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            said = f"{text!r} found" if text else "nothing found"
            self.wrong(f"{row}, {column}: {said}; a number is wanted",
                       self.rows[row].number)  # fmt: skip
            return 0.0
        return value

    def end(self) -> None:
        """Refuse what had problems."""
        if self.problems:
            raise WrongInput(self.problems)


def table_of(rows: Sequence[Row], file: Path) -> InputOutput:
    """Give the table of the rows of a file."""
    sheet = _Sheet(rows, file)
    codes = [name for name in sheet.rows if name not in (*PRIMARY, "output")]
    _complete(sheet, codes)
    sheet.end()
    final = [
        name for name in sheet.columns if name not in ("code", "name", "output", *codes)
    ]
    unit = _whole(sheet, "unit", 1)
    year = _whole(sheet, "year", 0)

    def row(name: str, columns: Sequence[str]) -> list[float]:
        return [unit * sheet.number(name, column, 0.0) for column in columns]

    table = InputOutput(
        title=sheet.about.get("title") or file.stem,
        source=sheet.about.get("source", ""),
        year=year,
        currency=sheet.about["currency"],
        codes=tuple(codes),
        names=tuple(
            sheet.text(code, "name") if "name" in sheet.columns else code
            for code in codes
        ),
        domestic=np.array([row(code, codes) for code in codes]),
        primary={name: np.array(row(name, codes)) for name in PRIMARY},
        final={
            name: np.array([unit * sheet.number(code, name, 0.0) for code in codes])
            for name in final
        },
        final_primary={
            name: (row("imports", [name])[0], row("taxes_on_products", [name])[0])
            for name in final
        },
        output=np.array(row("output", codes)),
        rounding=float(unit),
    )
    sheet.end()
    return table


def _complete(sheet: _Sheet, codes: list[str]) -> None:
    """Note rows and columns that are missing."""
    if not codes:
        sheet.wrong("has no sectors: a row a sector is wanted")
    if len(codes) > MOST_SECTORS:
        sheet.wrong(f"has {len(codes):,} sectors; {MOST_SECTORS:,} at most")
    without = [code for code in codes if code not in sheet.columns]
    if without:
        sheet.wrong(f"no column is called as the sectors {listed(without)}")
    for name in (*PRIMARY, "output"):
        if name not in sheet.rows:
            sheet.wrong(f"has no row {name}")
    for name in (HOUSEHOLDS, "output"):
        if name not in sheet.columns:
            sheet.wrong(f"has no column {name}")
    if not sheet.about.get("currency"):
        sheet.wrong("says no currency: a first line like # currency,KZT is wanted")


def _whole(sheet: _Sheet, key: str, default: int) -> int:
    text = sheet.about.get(key, "")
    if not text:
        return default
    if not text.isdecimal() or len(text) > 12 or int(text) < 1:
        sheet.wrong(f"# {key}: {text!r} found; a whole number above 0 is wanted")
        return 1
    return int(text)


def jobs_of(rows: Sequence[Row], file: Path) -> Jobs:
    """Give the jobs of the rows of a file."""
    sheet = _Sheet(rows, file)
    for name in ("code", "jobs"):
        if name not in sheet.columns:
            sheet.wrong(f"has no column {name}")
    sheet.end()
    found: list[tuple[float, float, float, str]] = []
    for code, row in sheet.rows.items():
        jobs = sheet.number(code, "jobs")
        ends = [
            sheet.number(code, end, jobs) if end in sheet.columns else jobs
            for end in ("low", "high")
        ]
        if not 0 <= ends[0] <= jobs <= ends[1]:
            message = f"{code}: 0 <= low <= jobs <= high is wanted, not"
            message += f" {ends[0]:g}, {jobs:g}, {ends[1]:g}"
            sheet.wrong(message, row.number)
        sure = (
            "" if "confidence" not in sheet.columns else sheet.text(code, "confidence")
        )
        if sure and sure not in CONFIDENCES:
            message = (
                f"{code}: confidence {sure!r} found; {listed(CONFIDENCES)} is wanted"
            )
            sheet.wrong(message, row.number)
        found.append((jobs, ends[0], ends[1], sure or "low"))
    sheet.end()
    return Jobs(
        source=sheet.about.get("source", ""),
        codes=tuple(sheet.rows),
        jobs=np.array([each[0] for each in found]),
        low=np.array([each[1] for each in found]),
        high=np.array([each[2] for each in found]),
        confidence=tuple(each[3] for each in found),
    )


def lines_of(table: InputOutput) -> list[list[str]]:
    """Give a table as the cells of the plain form, in its unit."""
    unit = int(table.rounding)

    def cells(values: Sequence[float] | np.ndarray) -> list[str]:
        return [f"{float(value) / unit:.0f}" for value in values]

    finals = [table.final[name] for name in table.final]
    lines = [
        ["# title", table.title], ["# source", table.source],
        ["# year", str(table.year)], ["# currency", table.currency],
        ["# unit", str(unit)],
        ["code", "name", *table.codes, *table.final, "output"],
    ]  # fmt: skip
    for at, code in enumerate(table.codes):
        row = [*table.domestic[at], *(each[at] for each in finals), table.output[at]]
        lines.append([code, table.names[at], *cells(row)])
    for name in PRIMARY:
        ends = [""] * len(table.final)
        if name in PRIMARY[:2]:
            place = PRIMARY.index(name)
            ends = cells([table.final_primary[each][place] for each in table.final])
        lines.append([name, "", *cells(table.primary[name]), *ends, ""])
    lines.append(["output", "", *cells(table.output), *[""] * len(table.final), ""])
    return lines
