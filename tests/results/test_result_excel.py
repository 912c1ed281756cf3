"""The workbook holds what the result says, as a planner opens it."""

import datetime
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zauyt.errors import ZauytError
from zauyt.results import excel
from zauyt.results.column import Column
from zauyt.results.excel import sheet_names, to_excel
from zauyt.results.result import Note, Result, Table


def sheet(path, name):
    rows = openpyxl.load_workbook(path)[name].iter_rows(values_only=True)
    return [[str(cell) for cell in row if cell not in (None, "")] for row in rows]


def sheets(path):
    return openpyxl.load_workbook(path).sheetnames


def inside(path, part):
    with zipfile.ZipFile(path) as book:
        return book.read(part).decode()


def test_answer_sheet_says_what_was_asked_and_found(result, tmp_path):
    path = to_excel(result, tmp_path / "answer.xlsx")
    lines = sheet(path, "Answer")
    assert ["Plant", "Қостанай зауыты"] in lines
    assert ["Seed", "1"] in lines
    assert ["vehicles", "70500", "69800", "71200"] in lines
    assert ["target_probability", "0.62", "0.55", "0.69", "%"] in lines
    assert ["bottleneck", "paint"] in lines
    assert ["days", "365"] in lines
    assert ["levels", "[0.9, 0.95]"] in lines
    assert ["lines.trim.stations.T12.cycle_s", "58"] in lines
    assert any(line and line[0].startswith("The target is not met") for line in lines)


def test_each_table_has_its_sheet_with_names_units_and_values(result, tmp_path):
    path = to_excel(result, tmp_path / "answer.xlsx")
    assert sheets(path) == ["Answer", "runs", "log"]
    lines = sheet(path, "runs")
    names = ["run", "vehicles", "jph_net", "on_time_share", "bottleneck"]
    assert lines[0] == names
    assert lines[1] == ["1/h", "%"]
    assert lines[2] == ["0", "71", "17.5", "0.9", "paint"]
    assert lines[4] == ["2", "72", "1"]
    log = sheet(path, "log")
    assert log[2][0].startswith("2026-01-05")
    assert log[2][1] == "2026-01-05 07:30:00"
    assert "inf" in log[3]


def test_a_table_is_frozen_filtered_formatted_and_commented(result, tmp_path):
    path = to_excel(result, tmp_path / "answer.xlsx")
    markup = inside(path, "xl/worksheets/sheet2.xml")
    assert 'topLeftCell="A3"' in markup
    assert 'state="frozen"' in markup
    assert '<autoFilter ref="A2:E6"/>' in markup
    styles = inside(path, "xl/styles.xml")
    assert 'formatCode="0.0%"' in styles
    assert 'formatCode="yyyy\\-mm\\-dd"' in styles or "yyyy-mm-dd" in styles
    assert "good vehicles out" in inside(path, "xl/comments1.xml")


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1", "http://x.example"]


def test_no_name_becomes_a_formula_a_link_or_a_number(result, tmp_path):
    names = Table({Column("name", "=1", "=2"): [*DANGEROUS, "007", "{=1}"]})
    spoilt = replace(
        result, plant="=1+1", options={"=1": "=1"}, tables={"names": names}
    )
    path = to_excel(spoilt, tmp_path / "answer.xlsx")
    with zipfile.ZipFile(path) as book:
        for part in book.namelist():
            if part.startswith("xl/worksheets"):
                text = book.read(part).decode()
                assert "<f" not in text.replace("<formulas", "")
                assert "hyperlink" not in text
    assert [line[0] for line in sheet(path, "names")[2:]] == [*DANGEROUS, "007", "{=1}"]


def test_numbers_of_more_than_15_digits_stay_whole(result, tmp_path):
    keys = Table({Column("key", "1", ""): [2**62 + 1, 5]})
    path = to_excel(
        replace(result, seed=2**53 + 1, tables={"keys": keys}), tmp_path / "a.xlsx"
    )
    assert [line[0] for line in sheet(path, "keys")[2:]] == [str(2**62 + 1), "5"]
    assert ["Seed", str(2**53 + 1)] in sheet(path, "Answer")


def test_a_date_before_excels_first_is_a_text(result, tmp_path):
    days = Table({Column("day", "", ""): [datetime.date(1899, 5, 1)]})
    path = to_excel(replace(result, tables={"days": days}), tmp_path / "a.xlsx")
    assert sheet(path, "days")[2] == ["1899-05-01"]


def test_an_empty_table_and_no_answer_are_written_too(result, tmp_path):
    empty = Table({Column("x", "s", ""): []})
    none = replace(
        result, tables={"empty": empty}, status="no_answer", reason=Note("unknown")
    )
    path = to_excel(none, tmp_path / "a.xlsx")
    assert ["Status", "no answer exists"] in sheet(path, "Answer")
    assert sheet(path, "empty") == [["x"], ["s"]]


def test_the_same_result_gives_the_same_bytes(result, tmp_path):
    one, two = (to_excel(result, tmp_path / name) for name in ("1.xlsx", "2.xlsx"))
    assert one.read_bytes() == two.read_bytes()


def test_a_workbook_replaces_the_old_one_and_leaves_nothing_else(result, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_text("old")
    to_excel(result, path)
    assert zipfile.is_zipfile(path)
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_place_that_cannot_be_written_is_told_in_words(result, tmp_path):
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(ZauytError, match="cannot write"):
        to_excel(result, tmp_path / "folder.xlsx")
    assert [each.name for each in tmp_path.iterdir()] == ["folder.xlsx"]


def test_what_a_sheet_cannot_hold_is_told_in_words(tmp_path):
    def of(values):
        table = Table({Column("x", "", ""): values})
        return Result(study="s", plant="p", plant_id="0", tables={"long": table})

    import numpy as np

    with pytest.raises(ZauytError, match="1,048,574"):
        to_excel(of(np.zeros(excel.MOST_ROWS - 1)), tmp_path / "a.xlsx")
    with pytest.raises(ZauytError, match="32,767"):
        to_excel(of(["x" * 32_768]), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


@given(st.lists(st.text(max_size=40), max_size=12))
@settings(max_examples=50, deadline=None)
def test_sheet_names_are_such_as_excel_takes(names):
    found = sheet_names(names)
    assert len(found) == len(names)
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_missing_xlsxwriter_is_told_with_the_command_that_installs_it():
    script = (
        "import sys; sys.modules['xlsxwriter'] = None\n"
        "from zauyt.errors import NotInstalled\n"
        "from zauyt.results.excel import to_excel\n"
        "from zauyt.results.result import Result\n"
        "try:\n"
        "    to_excel(Result(study='s', plant='p', plant_id='0'), 'never.xlsx')\n"
        "except NotInstalled as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip().endswith("pip install xlsxwriter"), done.stderr
