"""A folder of tidy CSVs: one file a block of the table, one row a product.

``sectors.csv`` (code, name_en), ``use_domestic.csv`` and ``use_imports.csv`` (products
by sectors), ``final_demand_domestic.csv``, ``final_demand_imports.csv``,
``final_demand_purchasers.csv`` and ``final_demand_total_basic.csv`` (whose difference,
over all products, is the tax on a final use), ``value_added.csv`` (a row a sector).
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.input_output import HOUSEHOLDS, InputOutput
from zauyt.plant.reading.nearest import listed
from zauyt.plant.reading.table import rows_of

THOUSAND = 1000.0
FINAL = {
    HOUSEHOLDS: "household_consumption",
    "government": "government_consumption",
    "nonprofits": "npish_consumption",
    "investment": "gross_fixed_capital_formation",
    "inventories": "change_in_inventories",
    "valuables": "valuables",
    "exports": "exports",
}
PRIMARY_COLUMNS = {
    "taxes_on_products": "net_taxes_on_products",
    "compensation": "compensation_of_employees",
    "other_taxes": "other_net_taxes_on_production",
    "capital_consumption": "consumption_of_fixed_capital",
    "surplus": "net_profit_and_mixed_income",
}


def read(path: Path) -> InputOutput:
    """Give the table of a folder, whose money is in thousands of KZT.

    Raises
    ------
    WrongInput
        A file, a row or a column is missing, or a cell is no number: all at once.
    """
    problems: list[Problem] = []
    sectors = _cells(path / "sectors.csv", problems)
    codes = list(sectors)
    final_names = list(FINAL.values())
    wanted = [*PRIMARY_COLUMNS.values(), "output_basic"]
    domestic, imports = (
        _block(path / f"use_{name}.csv", codes, codes, problems)
        for name in ("domestic", "imports")
    )
    final, final_imports, taxed, untaxed = (
        _block(path / f"final_demand_{name}.csv", codes, final_names, problems)
        for name in ("domestic", "imports", "purchasers", "total_basic")
    )
    added = _block(path / "value_added.csv", codes, wanted, problems)
    if problems:
        raise WrongInput(problems)
    taxes = (taxed - untaxed).sum(axis=0)
    primary = {name: added[:, at] for at, name in enumerate(PRIMARY_COLUMNS)}
    return InputOutput(
        title=f"Kazakhstan, {len(codes)} products",
        source=(
            "Bureau of National Statistics of Kazakhstan, input-output tables of 2024,"
            " published 19.12.2025 (stat.gov.kz)"
        ),
        year=2024,
        currency="KZT",
        codes=tuple(codes),
        names=tuple(sectors[code].cells.get("name_en", code) for code in codes),
        domestic=domestic,
        primary={"imports": imports.sum(axis=0), **primary},
        final={name: final[:, at] for at, name in enumerate(FINAL)},
        final_primary={
            name: (float(final_imports[:, at].sum()), float(taxes[at]))
            for at, name in enumerate(FINAL)
        },
        output=added[:, -1],
        rounding=THOUSAND,
    )


class _Cells(NamedTuple):
    """One row of a file: its number, and its cells by column."""

    number: int
    cells: dict[str, str]


def _cells(file: Path, problems: list[Problem]) -> dict[str, _Cells]:
    """Give the rows of a file by code; what is wrong with it goes to the problems."""
    try:
        heading, *rows = rows_of(file, "sectors")
    except WrongInput as error:
        problems += error.problems
        return {}
    if "code" not in heading.cells:
        message = "has no column code"
        problems.append(Problem("", message, "table", str(file), heading.number))
        return {}
    at = heading.cells.index("code")
    found: dict[str, _Cells] = {}
    for row in rows:
        code = row.cells[at] if at < len(row.cells) else ""
        if not code or code in found:
            message = f"{code} is given twice" if code else "the row has no code"
            problems.append(Problem("", message, "table", str(file), row.number))
        else:
            cells = dict(zip(heading.cells, row.cells, strict=False))
            found[code] = _Cells(row.number, cells)
    return found


def _block(
    file: Path, codes: list[str], columns: list[str], problems: list[Problem]
) -> np.ndarray:
    """Give the numbers of some rows and columns, in money."""
    rows = _cells(file, problems)
    block = np.zeros((len(codes), len(columns)))
    if not rows:
        return block
    without = [code for code in codes if code not in rows]
    have = next(iter(rows.values())).cells
    lacking = [column for column in columns if column not in have]
    for what, missing in (("row", without), ("column", lacking)):
        if missing:
            message = f"has no {what} {listed(missing)}"
            problems.append(Problem("", message, "table", file=str(file)))
    for at, code in enumerate(codes):
        for place, column in enumerate(columns):
            if code not in rows or column in lacking:
                continue
            text = rows[code].cells.get(column, "")
            value = _number(text)
            if value is None:
                found = f"{text!r} found" if text else "nothing found"
                message = f"{code}, {column}: {found}; a number is wanted"
                line = rows[code].number
                problems.append(Problem("", message, "table", str(file), line))
            else:
                block[at, place] = THOUSAND * value
    return block


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
