"""A folder of tidy CSVs: one file a block of the table, one row a product.

``sectors.csv`` (code, name_en), ``use_domestic.csv`` and ``use_imports.csv`` (products
by sectors), ``final_demand_domestic.csv``, ``final_demand_imports.csv``,
``final_demand_purchasers.csv`` and ``final_demand_total_basic.csv`` (whose difference,
over all products, is the tax on a final use), ``value_added.csv`` (a row a sector).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.input_output import HOUSEHOLDS, InputOutput
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
    """Give the table of a folder, whose money is in thousands of KZT."""
    sectors = _cells(path / "sectors.csv", "code")
    codes = list(sectors)
    domestic = _block(path / "use_domestic.csv", codes, codes)
    imports = _block(path / "use_imports.csv", codes, codes)
    final_names = list(FINAL.values())
    final, final_imports, taxed, untaxed = (
        _block(path / f"final_demand_{name}.csv", codes, final_names)
        for name in ("domestic", "imports", "purchasers", "total_basic")
    )
    taxes = (taxed - untaxed).sum(axis=0)
    wanted = [*PRIMARY_COLUMNS.values(), "output_basic"]
    added = _block(path / "value_added.csv", codes, wanted)
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
        names=tuple(sectors[code].get("name_en", code) for code in codes),
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


def _cells(file: Path, key: str) -> dict[str, dict[str, str]]:
    """Give the cells of a file by row and column."""
    heading, *rows = rows_of(file, "sector")
    if key not in heading.cells:
        message = f"has no column {key}"
        raise WrongInput([Problem("", message, "table", str(file), heading.number)])
    at = heading.cells.index(key)
    return {
        row.cells[at]: dict(zip(heading.cells, row.cells, strict=False)) for row in rows
    }


def _block(file: Path, codes: list[str], columns: list[str]) -> np.ndarray:
    """Give the numbers of some rows and columns, in money."""
    cells = _cells(file, "code")
    problems = []
    block = np.zeros((len(codes), len(columns)))
    for at, code in enumerate(codes):
        for place, column in enumerate(columns):
            text = cells.get(code, {}).get(column, "")
            try:
                block[at, place] = THOUSAND * float(text)
            except ValueError:
                message = f"{code}, {column}: {text!r} found; a number is wanted"
                problems.append(Problem("", message, "table", file=str(file)))
    if problems:
        raise WrongInput(problems)
    return block
