"""Whatever stands in a workbook's cells: a list of problems, or a plant; no fault."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import openpyxl
import pytest
from test_workbook import EVERYTHING, workbook

from tests.tried import tried
from zauyt.plant.reading.file import lint_file, read, read_text

MUTANTS = tried("ZAUYT_MUTANTS", 20, per=100)
JUNK = (
    *(" ", "x", "3,5", "20 min", "1e400", -1, 0, 1, 0.5, 1e300, True, "x" * 500),
    *(datetime.datetime(2026, 1, 5), datetime.datetime(2026, 1, 5, 7), "2026-01-05"),
    *(datetime.time(7), "{", "[", "{a: 1}", "[1, 2]", "a: 1", "a: b: c", "NO", "~"),
    *("a: {b: 1}, c: 2", "lognormal", "lognormal, cv: x", "type: lognormal", ":"),
    *(",", ": 1", "=1/0", "=A1", "unlimited", "first", "first.one", "0: 1", "#", "(x)"),
)


@pytest.mark.parametrize("seed", MUTANTS)
def test_a_mutated_workbook_is_a_plant_or_a_list_of_problems(
    seed: int, tmp_path: Path
) -> None:
    dice = random.Random(seed)
    path = workbook(read_text(EVERYTHING), tmp_path)
    book = openpyxl.load_workbook(path)
    for _ in range(dice.choice([1, 1, 2, 3, 8])):
        sheet = dice.choice(book.worksheets)
        row, column = (
            dice.randint(1, most + 1) for most in (sheet.max_row, sheet.max_column)
        )
        sheet.cell(row, column).value = dice.choice(JUNK)
    book.save(path)
    problems = lint_file(path)
    assert all(problem.message and problem.file for problem in problems)
    if not any(problem.severity == "error" for problem in problems):
        plant = read(path)
        assert read(workbook(plant, tmp_path)).id == plant.id
