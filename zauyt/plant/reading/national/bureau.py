"""The workbook of input-output tables that Kazakhstan's statistics bureau publishes.

Its sheets are found by the words of their titles, rows by their labels, sectors by
their codes; amounts are in thousands of KZT. Its coefficient sheets are not read: they
are shares of output plus imports, not of output, and count imports as if made at home.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.input_output import HOUSEHOLDS, InputOutput
from zauyt.plant.reading.nearest import listed
from zauyt.plant.reading.workbook.cells import Faulty, Row

THOUSAND = 1000.0
T = TypeVar("T")
SHEETS = {
    "domestic": "использование отечественной продукции",
    "imports": "использование импортной продукции",
    "basic": "использование товаров и услуг в основных ценах",
}
ROWS = {
    "taxes_on_products": "чистые налоги на продукты",
    "compensation": "оплата труда",
    "other_taxes": "другие налоги на производство",
    "capital_consumption": "потребление основного капитала",
    "surplus": "чистая прибыль, чистый смешанный доход",
    "output": "выпуск в основных ценах",
}
FINAL = {
    HOUSEHOLDS: "расходы на конечное потребление домашних хозяйств",
    "government": "расходы на конечное потребление органов",
    "nonprofits": "расходы на конечное потребление нкоодх",
    "investment": "валовое накопление основного капитала",
    "inventories": "изменение запасов",
    "valuables": "приобретение минус выбытие ценностей",
    "exports": "экспорт товаров и услуг",
}
_CODE = re.compile(r"([0-9]{2,3}(?:-[0-9]{2,3})?)(?:\W+кроме ([0-9]{2,3})\W*)?")
"""A code, perhaps with one left out: ``58-63, кроме 61``, here ``58-63x61``."""
_YEAR = re.compile(r"за (20[0-9]{2}) год")


Sheets = Mapping[str, list[Row]]


def is_publication(sheets: Sheets) -> bool:
    """Tell whether a workbook is the publication: it has a sheet of it at least."""
    return any(_found(sheets, words) for words in SHEETS.values())


def read(sheets: Sheets, path: Path) -> InputOutput:
    """Give the table of the published workbook.

    Raises
    ------
    WrongInput
        A sheet, a row, a column or a sector is missing, or a cell is no number.
    """
    missing = [words for words in SHEETS.values() if not _found(sheets, words)]
    if missing:
        raise WrongInput([
            Problem("", f"has no sheet whose title says {words!r}", "table",
                    file=str(path))
            for words in missing
        ])  # fmt: skip
    blocks = {
        name: _Block(_found(sheets, words), path) for name, words in SHEETS.items()
    }
    domestic, basic = blocks["domestic"], blocks["basic"]
    codes = list(domestic.sectors)
    for block in blocks.values():
        block.need(codes)
    _refuse(blocks)
    primary = {name: basic.labelled(label, codes) for name, label in ROWS.items()}
    output = primary.pop("output")
    uses = {name: domestic.use(label) for name, label in FINAL.items()}
    imported = {name: blocks["imports"].use(label) for name, label in FINAL.items()}
    squares = {name: blocks[name].square(codes) for name in ("domestic", "imports")}
    _refuse(blocks)
    taxes = {name: basic.labelled_use(ROWS["taxes_on_products"], label)
             for name, label in FINAL.items()}  # fmt: skip
    _refuse(blocks)
    return InputOutput(
        title=f"Kazakhstan, {len(codes)} products",
        source=f"{path.name}: Bureau of National Statistics of Kazakhstan",
        year=_year(sheets),
        currency="KZT",
        codes=tuple(codes),
        names=tuple(domestic.names[code] for code in codes),
        domestic=squares["domestic"],
        primary={"imports": squares["imports"].sum(axis=0), **primary},
        final=uses,
        final_primary={
            name: (float(imported[name].sum()), taxes[name]) for name in FINAL
        },
        output=output,
        rounding=THOUSAND,
    )


def _refuse(blocks: Mapping[str, _Block]) -> None:
    """Refuse what had problems so far, all of them at once."""
    problems = [problem for block in blocks.values() for problem in block.problems]
    if problems:
        raise WrongInput(problems)


class _Block:
    """One sheet: where its sectors, labels and final uses stand."""

    def __init__(self, rows: list[Row], path: Path) -> None:
        self._rows, self._path = rows, path
        self.problems: list[Problem] = []
        self.sectors: dict[str, int] = {}
        self.names: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._labels: dict[str, Row] = {}
        self._uses: dict[str, int] = {}
        self._title = _said(rows[0].cells[0])
        codes = next((r for r in rows if "код" in map(_said, r.cells[:3])), None)
        if codes is None:
            self._wrong("has no row of codes (Код)")
            return
        heads = rows[rows.index(codes) - 1]
        for at, cell in enumerate(codes.cells):
            code = _code(cell)
            if at > 2 and code:
                self._columns[code] = at
        for at, cell in enumerate(heads.cells):
            if at > max(self._columns.values(), default=0):
                self._uses.setdefault(_said(cell), at)
        for place, row in enumerate(rows):
            code = _code(row.cells[1]) if len(row.cells) > 1 else ""
            if row.number > codes.number and code in self._columns:
                self.sectors[code] = place
                self.names[code] = str(row.cells[2]).strip()
            elif row.number > codes.number and len(row.cells) > 2:
                self._labels.setdefault(_said(row.cells[2]), row)

    def _wrong(self, message: str, line: int | None = None) -> None:
        self.problems.append(
            Problem(self._title, message, "table", file=str(self._path), line=line)
        )

    def _number(self, row: Row, at: int) -> float:
        cell = row.cells[at] if at < len(row.cells) else None
        if isinstance(cell, int | float) and math.isfinite(cell):
            return THOUSAND * float(cell)
        if isinstance(cell, Faulty):
            self._wrong(f"column {at + 1}: {cell.why}", row.number)
        elif cell is not None:
            self._wrong(
                f"column {at + 1}: {cell!r} found; a number is wanted", row.number
            )
        return 0.0

    def need(self, codes: list[str]) -> None:
        """Note the sectors that have no row or no column here."""
        if not codes:
            self._wrong("has no sectors: no row has a code of the heading")
        for what, known in (("row", self.sectors), ("column", self._columns)):
            without = [code for code in codes if code not in known]
            if without:
                self._wrong(f"has no {what} for the sectors {listed(without)}")

    def square(self, codes: list[str]) -> np.ndarray:
        """Give products used by sectors."""
        return np.array([
            [self._number(self._rows[self.sectors[code]], self._columns[each])
             for each in codes]
            for code in codes
        ])  # fmt: skip

    def labelled(self, label: str, codes: list[str]) -> np.ndarray:
        """Give a row below the sectors."""
        row = _beginning(self._labels, label)
        if row is None:
            self._wrong(f"has no row {label!r}")
            return np.zeros(len(codes))
        return np.array([self._number(row, self._columns[code]) for code in codes])

    def use(self, label: str) -> np.ndarray:
        """Give a column beside the sectors."""
        at = _beginning(self._uses, label)
        if at is None:
            self._wrong(f"has no column {label!r}")
            return np.zeros(len(self.sectors))
        return np.array([
            self._number(self._rows[place], at) for place in self.sectors.values()
        ])  # fmt: skip

    def labelled_use(self, label: str, use: str) -> float:
        """Give what stands in a row below the sectors and a column beside them."""
        row, at = _beginning(self._labels, label), _beginning(self._uses, use)
        assert row is not None, label
        if at is None:
            self._wrong(f"has no column {use!r}")
            return 0.0
        return self._number(row, at)


def _beginning(named: Mapping[str, T], words: str) -> T | None:
    return next((each for name, each in named.items() if name.startswith(words)), None)


def _code(cell: Any) -> str:
    """Give the code that a cell holds, or nothing."""
    found = _CODE.fullmatch(_said(cell))
    if found is None:
        return ""
    return f"{found[1]}x{found[2]}" if found[2] else found[1]


def _said(cell: Any) -> str:
    """Give a cell's text in one spelling: small letters, single blanks."""
    return " ".join(str(cell).lower().split()) if cell is not None else ""


def _found(sheets: Sheets, words: str) -> list[Row]:
    """Give the rows of the sheet whose title has these words, none if there is none."""
    for rows in sheets.values():
        if rows and any(words in _said(cell) for cell in rows[0].cells):
            return rows
    return []


def _year(sheets: Sheets) -> int:
    for rows in sheets.values():
        for row in rows:
            for cell in row.cells:
                found = _YEAR.search(_said(cell))
                if found:
                    return int(found[1])
    return 0
