"""Stations from a table are those that the file would state itself."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from reading import HEAD

from zauyt.errors import WrongInput
from zauyt.plant.reading.file import lint_file, read, read_text, write

ROWS = [
    ["station", "cycle_s", "cycle_law.type", "cycle_law.cv", "cycle_by_model.van"],
    ["T1", 58.5, "lognormal", 0.2, 60],
    ["T2", 60, "", "", ""],
    ["", "", "", "", ""],
    ["T3", "", "gamma", 0.1, ""],
]
STATED = (
    "{T1: {cycle_s: 58.5, cycle_law: {type: lognormal, cv: 0.2},"
    " cycle_by_model: {van: 60}}, T2: {cycle_s: 60},"
    " T3: {cycle_law: {type: gamma, cv: 0.1}}}"
)
START = f"{HEAD}models: {{van: {{}}}}\nfailures: {{f: {{mtbf_h: 1, mttr_min: 1}},"
START += " g: {mtbf_h: 1, mttr_min: 1}}\nlines:\n  a: {cycle_s: 5, "


def plant_file(folder: Path, table: str) -> Path:
    path = folder / "plant.yaml"
    path.write_text(START + f"table: {table}}}\n")
    return path


def csv_of(rows: list[list[object]], delimiter: str = ",") -> str:
    return "\n".join(delimiter.join(str(cell) for cell in row) for row in rows)


def test_a_table_gives_the_same_plant_as_stations_in_the_file(tmp_path: Path) -> None:
    stated = read_text(f"{START}stations: {STATED}}}\n")
    (tmp_path / "t.csv").write_text(csv_of(ROWS))
    assert read(plant_file(tmp_path, "t.csv")) == stated
    semicolons = csv_of(ROWS, ";").replace("58.5", "58,5").replace("0.2", "0,2")
    (tmp_path / "s.csv").write_text(semicolons.replace("\n", "\r\n"), "utf-8-sig")
    assert read(plant_file(tmp_path, "s.csv")) == stated
    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    assert read(plant_file(tmp_path, "t.xlsx")) == stated
    write(stated, tmp_path / "again.yaml")
    assert read(tmp_path / "again.yaml") == stated


def test_several_failures_stand_in_one_cell(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("station,failure,repairs\nT1,f g,\nT2,f,\n")
    path = plant_file(tmp_path, "t.csv")
    (problem,) = lint_file(path)
    assert "unknown column repairs" in problem.message
    (tmp_path / "t.csv").write_text("station,failure\nT1,f g\nT2,f\n")
    stations = read(path).lines["a"].stations
    assert isinstance(stations, dict)
    assert (stations["T1"].failure, stations["T2"].failure) == (("f", "g"), "f")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_wrong_cell_is_told_by_file_row_and_column(tmp_path: Path, form: str) -> None:
    rows: list[list[object]] = [
        ["station", "cycle_s", "positions", "cycel_s"],
        ["T1", "60 s", 1, ""],
        ["", "", "", ""],
        ["T2", 50, 1.5, ""],
        ["T2", 50, 1, ""],
        ["", 50, 1, ""],
        [7, 50, 1, ""],
    ]
    table = tmp_path / f"t.{form}"
    if form == "csv":
        table.write_text(csv_of(rows))
    else:
        with xlsxwriter.Workbook(table) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    found = lint_file(plant_file(tmp_path, table.name))
    assert {each.file for each in found} == {str(table)}
    told = {(each.line, each.column): each.message for each in found}
    assert told[1, 4] == "unknown column cycel_s; did you mean cycle_s or cycle_law?"
    assert told[2, 2].endswith("; write the bare number in seconds, without s")
    assert told[4, 3].startswith("1.5 is not a whole number")
    assert told[5, 1] == "station T2 is given twice: first in row 4"
    assert told[6, 1] == "the row has nothing under station"
    assert told[7, 1].startswith("text '7' is not a name")
    assert len(told) == 6


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", "", "has no stations: a heading and at least one row are needed"),
        (
            "t.csv",
            "station,cycle_s\n",
            "has no stations: a heading and at least one row",
        ),
        ("t.csv", "name,cycle_s\nT1,5\n", "unknown column name"),
        ("t.csv", "cycle_s,cycle_s\n5,5\n", "column cycle_s is given twice"),
        ("t.csv", "station,cycle_s\nT1,5,7\n", "the row has 3 cells, the heading 2"),
        ("t.csv", 'station,cycle_s\nT1,"5\n', "is not CSV: "),
        ("t.csv", "station\nT\xe9\n".encode("latin-1"), "byte 0xe9 is not UTF-8 text"),
        (
            "t.csv",
            "station,cycle_law,cycle_law.cv\nT,x,1\n",
            "cycle_law.cv and cycle_law",
        ),
        ("t.xlsx", "no workbook", "is not a workbook: "),
        ("t.doc", "x", "is not a table: .csv or .xlsx is wanted"),
    ],
)
def test_a_wrong_table_is_told(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / name).write_bytes(data)
    found = lint_file(plant_file(tmp_path, name))
    assert found[0].file == str(tmp_path / name)
    assert any(problem.message.startswith(message) for problem in found)


def test_a_table_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "paint.csv").write_text("station\nT1\n")
    problem = lint_file(plant_file(tmp_path, "pant.csv"))[0]
    assert problem.message.endswith("no such file; did you mean paint.csv?")


@pytest.mark.parametrize(
    "table", ["../t.csv", "/etc/t.csv", "C:\\t.csv", "a/../../t.csv"]
)
def test_a_table_outside_the_folder_is_refused(tmp_path: Path, table: str) -> None:
    problem = lint_file(plant_file(tmp_path, f"'{table}'"))[0]
    assert "is not beside the plant file" in problem.message


def test_stations_and_a_table_together_are_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("station\nT1\n")
    found = lint_file(plant_file(tmp_path, "t.csv, stations: 3"))
    assert "has stations as well as a table" in found[0].message


def test_text_without_a_folder_has_no_table() -> None:
    with pytest.raises(WrongInput, match="can only be read beside a plant file"):
        read_text(f"{START}table: t.csv}}\n")


def test_crews_stand_in_a_column_for_each_skill(tmp_path: Path) -> None:
    shifts = "calendars: {c: {shifts: {day: '07:00-15:30'}}}\n"
    people = "people: {fitter: {by_shift: 9}, tester: {by_shift: 2}}\n"
    start = f"{HEAD}{shifts}{people}lines:\n  a: {{cycle_s: 5, "
    (tmp_path / "t.csv").write_text(
        "station,crew.fitter,crew.tester,when_short\nT1,2.5,,\nT2,1,0.5,wait\n"
    )
    stations = "{T1: {crew: {fitter: 2.5}},"
    stations += " T2: {crew: {fitter: 1, tester: 0.5}, when_short: wait}}"
    stated = read_text(f"{start}stations: {stations}}}\n")
    assert read_text(f"{start}table: t.csv}}\n", folder=tmp_path) == stated
