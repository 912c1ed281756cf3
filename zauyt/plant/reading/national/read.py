"""A national table and its jobs, in whichever form they come.

A plain CSV (or the first sheet of a workbook) of any country, the workbook that the
statistics bureau of Kazakhstan publishes, a folder of tidy CSVs, or the name of a table
that ships with the package.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from zauyt.errors import Problem, WrongInput
from zauyt.plant.input_output import (
    Imbalance,
    InputOutput,
    Jobs,
    imbalances,
    impossible,
)
from zauyt.plant.reading.national import bureau, folder, plain
from zauyt.plant.reading.nearest import did_you_mean, listed, number_words
from zauyt.plant.reading.table import EXCEL, rows_of
from zauyt.plant.reading.workbook.cells import rows_by_sheet

SUFFIX = ".csv"
JOBS = "_jobs"
MOST = 12
"""Columns and rows that do not balance which are told one by one, largest first."""
SHIPPED = resources.files("zauyt.plant") / "tables"


def shipped_tables() -> tuple[str, ...]:
    """Give the names of the tables that ship with the package, sorted."""
    names = (entry.name for entry in SHIPPED.iterdir())
    stems = (n.removesuffix(SUFFIX) for n in names if n.endswith(SUFFIX))
    return tuple(sorted(stem for stem in stems if not stem.endswith(JOBS)))


@cache
def shipped_table(name: str) -> InputOutput:
    """Give a table that ships with the package.

    Raises
    ------
    WrongInput
        There is none of that name.
    """
    if name not in shipped_tables():
        known = shipped_tables()
        hint = did_you_mean(name, known) or f"; there are {listed(known)}"
        message = f"no input-output table is called {name}{hint}"
        raise WrongInput([Problem("economy.table", message, "unknown_reference")])
    with resources.as_file(SHIPPED / f"{name}{SUFFIX}") as file:
        return read_table(file)


@cache
def shipped_jobs(name: str) -> Jobs:
    """Give the jobs by sector that ship with a table."""
    with resources.as_file(SHIPPED / f"{name}{JOBS}{SUFFIX}") as file:
        return read_jobs(file)


def read_table(path: Path) -> InputOutput:
    """Read a national table and see that it balances.

    Raises
    ------
    WrongInput
        It cannot be read, something is bought for less than nothing, or columns or
        rows do not add up to output: by how much and where.
    """
    table = _table(path)
    problems = [
        Problem(each.where, each.message, "table", file=str(path))
        for each in impossible(table)
    ]
    if len(problems) > MOST:
        message = f"{len(problems) - MOST} more such flows"
        problems = [*problems[:MOST], Problem("", message, "table", file=str(path))]
    gaps = sorted(imbalances(table), key=lambda each: -abs(each.gap_share))
    problems += [_unbalanced(each, table.currency, path) for each in gaps[:MOST]]
    if len(gaps) > MOST:
        message = f"{len(gaps) - MOST} more columns and rows do not balance"
        problems.append(Problem("", message, "balance", file=str(path)))
    if problems:
        raise WrongInput(problems)
    return table


def _table(path: Path) -> InputOutput:
    if path.is_dir():
        return folder.read(path)
    if path.suffix.lower() in EXCEL:
        sheets = rows_by_sheet(path)
        if bureau.is_publication(sheets):
            return bureau.read(sheets, path)
    return plain.table_of(rows_of(path, "sectors"), path)


def _unbalanced(each: Imbalance, currency: str, path: Path) -> Problem:
    what = "what it pays" if each.kind == "column" else "what is used of it"
    message = (
        f"does not balance: {what} comes to {number_words(each.found)}, output is"
        f" {number_words(each.output)}: {each.found - each.output:+,.0f} {currency}"
        f" ({_percent(each.gap_share)} of output)"
    )
    return Problem(f"{each.kind} {each.code}", message, "balance", file=str(path))


def _percent(share: float) -> str:
    """Give a share as a percentage that is never rounded to nothing."""
    places = 3
    while places < 12 and abs(share) < 10 ** -(places + 2):
        places += 1
    return f"{share:+.{places}%}"


def read_jobs(path: Path) -> Jobs:
    """Read jobs by sector: code, jobs, low, high, confidence.

    Raises
    ------
    WrongInput
        It cannot be read, or a number is missing, below zero or outside its range.
    """
    return plain.jobs_of(rows_of(path, "sectors"), path)
