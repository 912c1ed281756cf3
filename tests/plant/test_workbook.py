"""A plant goes into an Excel workbook and comes back; every fault has its cell."""

from __future__ import annotations

import random
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import zauyt
from zauyt.cli.root import carried_out
from zauyt.errors import ZauytError
from zauyt.plant.law import Law
from zauyt.plant.plant import Plant
from zauyt.plant.reading.file import lint_file, read, read_text, text_of
from zauyt.plant.reading.workbook.layout import sheets
from zauyt.plant.reading.workbook.written import write_workbook

LAWS = {each.__name__ for each in typing.get_args(typing.get_args(Law)[0])}
"""Records that stand in one cell."""

EVERYTHING = """
format: 1
plant: "2025"
calendars:
  day:
    days: mon-thu,sat
    shifts: {early: "06:00-14:00", late: "14:00-22:00"}
    breaks: {meal: "11:00-11:30"}
    holidays: false
    open_days: [2026-01-03, 2026-01-10]
    shutdowns:
      - {first: 2026-07-01, last: 2026-07-14, reason: "summer, as ever"}
      - {first: 2026-12-30, last: 2026-12-31}
models: {a: {share: 0.1, options: {roof: {value: 0.2, low: 0.1, high: 0.3}}}, b: {}}
failures:
  f: {mtbf_h: 0.30000000000000004, mttr_min: 5, law: {type: erlang, phases: 3}}
  g:
    availability: {value: 0.9, low: 0.8, high: 0.95, source: "a; b, c", note: "x"}
    mttr_min: 1
    repair_law: {type: empirical, values: [1, 2.5, {value: 3, low: 2, high: 4}]}
    repair_crew: fitters
people:
  fitter: {by_shift: {early: 4, late: 3}, absence: 0.05, absence_days: 5}
  painter: {by_shift: {value: 7, low: 6, high: 8}, relief: 1}
kits:
  seats: {line: last, models: [a], stock: 9, lot: 4, every_h: 24,
          deliveries: {2026-02-03: 300, 2026-03-03: {value: 100, low: 50, high: 120}}}
maintenance: {oil: {lines: [first], days: fri, clock: "13:00-13:30"}}
launch:
  learning: {lines: [last], scales: work, by_date: {2026-01-01: 1.6, 2026-04-01: 1}}
  defects: {stations: [first.one], scales: failures, by_units: {0: 2, 5000: 1.2}}
repair_crews: {fitters: {value: 2, low: 1, high: 3}}
lines:
  first:
    source: {}
    cycle_s: 60
    failure: [f, g]
    stations:
      one: {cycle_by_model: {a: 55}, cycle_law: {type: lognormal, cv: 0.2}}
      two: {failure: [], cycle_law: {type: constant}, buffer_before: unlimited}
      three:
    outcomes:
      good: 0.7
      rework: {share: 0.2, limit: 2}
      scrap: {share: {value: 0.1, low: 0, high: 0.2}}
  again: {after: first.rework, cycle_s: {value: 5, confidence: low}, stations: 2}
  last:
    after: {first: 3, again: 1}
    cycle_s: 1
    failure: f
    crew: {fitter: 1, painter: 0.5}
    when_short: wait
  belt: {after: last, stations: 3, cycle_s: 9, paced: {pitch_time_s: 10,
         pitch_steps: {2026-01-01: 20, 2026-07-01: 10}, heat_up_min: 5}}
  shuttle: {after: belt, stations: 3, cycle_s: 9, indexed: {transfer_s: 1}}
stores:
  yard: {after: shuttle, places: unlimited, release: ratio, ratios: {roof: 1/2}}
"""


def workbook(plant: Plant | None, folder: Path) -> Path:
    path = folder / "plant.xlsx"
    write_workbook(plant, path)
    return path


def edited(path: Path, change: Callable[[Any], None]) -> Path:
    """Change a workbook as a planner does, by a program of another maker."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def place_of(sheet: Any, row: str, heading: str) -> Any:
    """Give the cell of a row, by its first cell, under a heading."""
    column = next(cell.column for cell in sheet[1] if cell.value == heading)
    number = next(cell.row for cell in sheet["A"] if cell.value == row)
    return sheet.cell(number, column)


def said(path: Path) -> list[str]:
    return [str(each).removeprefix(f"{path}, ") for each in lint_file(path)]


@pytest.mark.parametrize("name", zauyt.examples())
def test_every_example_comes_back_from_its_workbook(name: str, tmp_path: Path) -> None:
    plant = zauyt.read(name)
    again = read(workbook(plant, tmp_path))
    assert again.id == plant.id
    assert again == plant
    assert again.evidence == plant.evidence
    assert text_of(again) == text_of(plant)


def test_whatever_a_plant_file_can_say_comes_back(tmp_path: Path) -> None:
    plant = read_text(EVERYTHING)
    again = read(workbook(plant, tmp_path))
    assert text_of(again) == text_of(plant)
    assert again.id == plant.id
    # Once more through the program of another maker.
    assert read(edited(tmp_path / "plant.xlsx", lambda _: None)) == plant


def test_a_share_alone_is_the_same_plant_however_it_is_stated(tmp_path: Path) -> None:
    text = "{format: 1, plant: x, lines: {a: {cycle_s: 1, outcomes: {good: 0.9, %s}}}}"
    plant = read_text(text % "scrap: {share: 0.1}")
    assert plant.id == read_text(text % "scrap: 0.1").id
    assert plant.id == read(workbook(plant, tmp_path)).id


def test_the_same_plant_gives_the_same_bytes(tmp_path: Path) -> None:
    plant = zauyt.read("small")
    first = workbook(plant, tmp_path).read_bytes()
    assert workbook(plant, tmp_path).read_bytes() == first


def test_every_key_of_a_plant_file_has_a_column_or_a_sheet() -> None:
    steps = {step for sheet in sheets().values() for way in sheet.ways for step in way}
    for sheet in sheets().values():
        for column in sheet.columns:
            steps |= set(column.steps)
    plant = zauyt.schema()
    for name, record in {"Plant": plant, **plant["$defs"]}.items():
        if name not in {*LAWS, "Evidence"}:
            assert record["properties"].keys() - steps <= {"table"}, name


def test_an_empty_workbook_is_read_and_needs_a_name_and_lines(tmp_path: Path) -> None:
    path = workbook(None, tmp_path)
    assert [each.message.split(" (")[0] for each in lint_file(path)] == [
        "needs the key lines",
        "needs the key plant",
    ]

    def fill(book: Any) -> None:
        book["plant"]["B3"] = "Mine"
        book["lines"].append(["main"])
        place_of(book["lines"], "main", "cycle_s").value = 60

    assert read(edited(path, fill)) == read_text(
        "{format: 1, plant: Mine, lines: {main: {cycle_s: 60}}}"
    )


def test_every_faulty_cell_is_told_at_once_with_its_sheet_and_cell(
    tmp_path: Path,
) -> None:
    cells: dict[str, str] = {}

    def spoil(book: Any) -> None:
        lines, stations = book["lines"], book["stations"]
        place_of(book["models"], "van", "share").value = "3,5"
        place_of(book["failures"], "breakdown", "mttr_min").value = "20 min"
        place_of(lines, "main", "at_window").value = "puase"
        place_of(lines, "main", "stations").value = 3
        lines["A4"] = "second"
        place_of(lines, "second", "cycle_s").value = -5
        cells["puase"] = place_of(lines, "main", "at_window").coordinate
        cells["-5"] = place_of(lines, "second", "cycle_s").coordinate
        law = place_of(lines, "line", "cycle_law")
        law.value, cells["law"] = "cycle_lw", law.coordinate
        stations.append([None, "lost"])
        stations.append(["mian", "lost"])
        stations.append(["main", "weld"])
        place_of(book["calendars"], "one_shift", "shifts").value = "day 08:00"
        book["evidence"].append(["failures.breakdwn.mtbf_h", 1, 2])
        book["evidence"]["B2"] = 7
        book["plant"]["A2"] = "fromat"
        book.create_sheet("strores")

    path = edited(workbook(zauyt.read("small"), tmp_path), spoil)
    found = {each.split(": ")[0]: each for each in said(path)}
    for cell, message in {
        "models!B3": "models.van.share: text '3,5' found",
        "failures!E3": "write the bare number in minutes, without min",
        "failures!B3": "the value 6 is not between low 7 and high 10",
        f"lines!{cells['puase']}": "did you mean pause?",
        f"lines!{cells['-5']}": "lines.second.cycle_s: -5 is not above 0",
        f"lines!{cells['law']}": "unknown column cycle_lw; did you mean cycle_law",
        "stations!B3": "is a single value and has rows as well; state one",
        "stations!B8": "the row has nothing under line",
        "stations!B9": "there is no line mian in the sheet lines; did you mean main?",
        "calendars!C3": "text 'day 08' is not a name",
        "evidence!A3": "no number of this path; did you mean failures.breakdown.mtbf_h",
        "plant!A2": "unknown key fromat; did you mean format?",
        "strores": "unknown sheet strores; did you mean stores?",
    }.items():
        assert message in found[cell]
    first = next(each for each in lint_file(path) if each.sheet == "models")
    assert (first.file, first.line, first.column) == (str(path), 3, 2)


def test_a_name_given_twice_is_told(tmp_path: Path) -> None:
    path = workbook(zauyt.read("small"), tmp_path)
    edited(path, lambda book: book["stations"].append(["main", "weld"]))
    (told,) = said(path)
    assert told.endswith("station weld is given twice: first in row 3")


def test_a_formula_counts_by_its_value_and_a_fault_is_no_blank(tmp_path: Path) -> None:
    path = tmp_path / "plant.xlsx"
    with xlsxwriter.Workbook(path) as book:
        plant, lines = book.add_worksheet("plant"), book.add_worksheet("lines")
        plant.write_row(0, 0, ["key", "value"])
        plant.write_row(1, 0, ["format", 1])
        plant.write_row(2, 0, ["plant", "Mine"])
        lines.write_row(0, 0, ["line", "cycle_s", "positions"])
        lines.write(1, 0, "main")
        lines.write_formula(1, 1, "=30+30", None, 60)
        lines.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    assert said(path) == ["lines!C2: lines.main.positions: the formula gives #DIV/0!"]
    edited(path, lambda book: book["lines"].__setitem__("C2", "=1+1"))
    assert [each.split("formula ")[1].split(";")[0] for each in said(path)] == [
        "has no value yet",
        "has no value yet",
    ]


def test_evidence_and_parts_may_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    def spread(book: Any) -> None:
        for sheet, heading, value in (
            ("models", "colours.white", 0.4),
            ("models", "colours.black", 0.6),
            ("models", "share.low", 2),
            ("models", "share.high", 4),
            ("models", "(mine)", "not read"),
            ("stations", "cycle_law.type", "lognormal"),
            ("stations", "cycle_law.cv", 0.2),
        ):
            page = book[sheet]
            place = page.max_column + 1
            page.cell(1, place, heading)
            page.cell(3, place, value)
        book["stations"]["D3"] = None
        book.create_sheet("# my sums")["A1"] = "not read"

    plant = zauyt.read("small")
    again = read(edited(workbook(plant, tmp_path), spread))
    assert again == plant.change(
        {
            "models.van.colours": {"white": 0.4, "black": 0.6},
            "models.van.share": {"value": 3, "low": 2, "high": 4},
            "lines.main.stations.weld.cycle_law": {"type": "lognormal", "cv": 0.2},
        }
    )


def test_a_damaged_workbook_is_told_in_words(tmp_path: Path) -> None:
    path = workbook(zauyt.read("small"), tmp_path)
    whole = path.read_bytes()
    dice = random.Random(1)
    told = 0
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 20)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged[: dice.choice([len(damaged), dice.randrange(3000)])])
        told += bool(lint_file(path))
    assert told > 30


def test_the_command_line_writes_fills_and_imports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, made = tmp_path / "small.xlsx", tmp_path / "plant.yaml"
    assert carried_out(["template", "small", "-o", str(book)]) == 0
    assert carried_out(["import", str(book), "-o", str(made)]) == 0
    assert read(made) == zauyt.read("small")
    assert carried_out(["lint", str(book)]) == 0
    capsys.readouterr()
    assert carried_out(["import", str(book)]) == 0
    assert capsys.readouterr().out == made.read_text(encoding="utf-8")
    assert carried_out(["import", str(book), "-o", str(made)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert carried_out(["template", "-o", str(tmp_path / "a.xls")]) == 2
    assert "does not end in .xlsx" in capsys.readouterr().err
    assert carried_out(["template", "-o", str(tmp_path / "none" / "a.xlsx")]) == 2
    assert "No such file or directory" in capsys.readouterr().err


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    plant = zauyt.read("small").change({"plant": "x" * 40_000})
    with pytest.raises(ZauytError, match="40,000 letters"):
        workbook(plant, tmp_path)
    assert not list(tmp_path.iterdir())
