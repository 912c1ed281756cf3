"""A bill of materials as a table beside the plant file, as a company has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

import zauyt
from tests.studies import supplies
from zauyt.errors import WrongInput

COLUMNS = (
    "material", "lanes", "models", "option", "per_vehicle", "into.wheel", "price",
    "currency", "per_container", "lot", "safety_stock", "damaged_share",
    "short_share", "urgent_below_days", "fit_later",
)  # fmt: skip


def _split() -> tuple[str, list[list[str]]]:
    """Give the plant without materials, and these as the rows of a table."""
    data = yaml.safe_load(supplies.TWO_MODELS)
    materials = data["supply"].pop("materials")
    brought: dict[str, list[str]] = {name: [] for name in materials}
    for name, lane in data["supply"]["lanes"].items():
        for material in lane.pop("materials"):
            brought[material].append(name)
    data["supply"]["table"] = "materials.csv"
    rows = [list(COLUMNS)]
    for name, each in materials.items():
        cells = {"material": name, "lanes": " ".join(brought[name])}
        for key, value in each.items():
            if key == "models":
                cells[key] = " ".join(value)
            elif key == "into":
                cells["into.wheel"] = str(value["wheel"])
            else:
                cells[key] = str(value)
        rows.append([cells.get(column, "") for column in COLUMNS])
    return yaml.safe_dump(data, sort_keys=False), rows


def _written(folder: Path, rows: list[list[str]], text: str = "") -> Path:
    file = folder / "plant.yaml"
    file.write_text(text or _split()[0], encoding="utf-8")
    lines = [";".join(row) for row in rows]
    (folder / "materials.csv").write_text("\n".join(lines), encoding="utf-8")
    return file


def _faults(file: Path) -> list[tuple[str | None, int | None, str]]:
    with pytest.raises(WrongInput) as caught:
        zauyt.read(file)
    return [
        (Path(each.file).name if each.file else None, each.line, each.message)
        for each in caught.value.problems
    ]


def test_materials_of_a_table_are_those_written_into_the_file(tmp_path: Path) -> None:
    text, rows = _split()
    read = zauyt.read(_written(tmp_path, rows, text)).supply
    stated = zauyt.read_text(supplies.TWO_MODELS).supply
    assert read is not None
    assert stated is not None
    assert read.materials == stated.materials
    for name, lane in stated.lanes.items():
        assert sorted(read.lanes[name].materials) == sorted(lane.materials)


def test_a_table_of_a_workbook_is_read_as_csv_is(tmp_path: Path) -> None:
    text, rows = _split()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([_as_excel(cell) for cell in row])
    book.save(tmp_path / "materials.xlsx")
    file = tmp_path / "plant.yaml"
    file.write_text(text.replace("materials.csv", "materials.xlsx"), encoding="utf-8")
    stated = zauyt.read_text(supplies.TWO_MODELS).supply
    read = zauyt.read(file).supply
    assert read is not None
    assert stated is not None
    assert read.materials == stated.materials


def _as_excel(cell: str) -> Any:
    if cell in ("True", "False"):
        return cell == "True"
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell or None


FAULTS = {
    "lanes": (3, "trian", "there is no lane trian; did you mean train?"),
    "price": (2, "-3", "-3 is below 0"),
    "option": (4, "rof", "there is no option rof; did you mean roof?"),
    "models": (2, "suw", "there is no model suw; did you mean suv?"),
    "currency": (3, "EUR", "EUR has no rate; write money.rates.EUR"),
    "damaged_share": (4, "1.5", "1.5 is above 0.5"),
}


@pytest.mark.parametrize("column", list(FAULTS))
def test_a_fault_in_a_table_is_told_with_its_row(column: str, tmp_path: Path) -> None:
    line, cell, said = FAULTS[column]
    _, rows = _split()
    rows[line - 1][COLUMNS.index(column)] = cell
    found = _faults(_written(tmp_path, rows))
    assert [
        each
        for each in found
        if each[:2] == ("materials.csv", line) and said in each[2]
    ], found


def test_what_nobody_supplies_is_told_with_its_row(tmp_path: Path) -> None:
    _, rows = _split()
    rows[3][COLUMNS.index("lanes")] = "air"
    found = _faults(_written(tmp_path, rows))
    assert [each for each in found if each[:2] == ("materials.csv", 4)
            and "nobody supplies it" in each[2]], found  # fmt: skip


def test_names_twice_and_unknown_columns_come_at_once(tmp_path: Path) -> None:
    _, rows = _split()
    rows[0][COLUMNS.index("price")] = "prise"
    rows[2][0] = rows[1][0]
    found = {each[:2] for each in _faults(_written(tmp_path, rows))}
    assert found >= {("materials.csv", 1), ("materials.csv", 3)}


def test_materials_and_a_table_of_them_are_one_too_many(tmp_path: Path) -> None:
    text, rows = _split()
    data = yaml.safe_load(text)
    data["supply"]["materials"] = {"bolt": {}}
    found = _faults(_written(tmp_path, rows, yaml.safe_dump(data)))
    assert [each for each in found if "state one of them" in each[2]], found


def test_a_supply_of_nothing_is_refused() -> None:
    data = yaml.safe_load(supplies.TWO_MODELS)
    data["supply"]["materials"] = {}
    with pytest.raises(WrongInput) as caught:
        zauyt.read_text(yaml.safe_dump(data))
    assert "supply.materials" in {each.path for each in caught.value.problems}


def test_a_bill_of_thousands_of_lines_is_read(tmp_path: Path) -> None:
    _, rows = _split()
    blank = [""] * len(COLUMNS)
    for number in range(2900):
        row = list(blank)
        row[0], row[1] = f"p{number:04}", "train"
        row[COLUMNS.index("price")] = "10"
        rows.append(row)
    supply = zauyt.read(_written(tmp_path, rows)).supply
    assert supply is not None
    assert len(supply.materials) == 2900 + len(_split()[1]) - 1
