"""National tables in their forms, and what is said of those that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from zauyt.errors import WrongInput
from zauyt.plant.input_output import matching
from zauyt.plant.reading.national.plain import lines_of
from zauyt.plant.reading.national.read import read_jobs, read_table, shipped_table

GERMANY = Path(__file__).parents[1] / "published" / "germany_1990.csv"


def changed(tmp_path, before, after):
    text = GERMANY.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path = tmp_path / "table.csv"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def refused(path):
    with pytest.raises(WrongInput) as caught:
        read_table(path)
    return [str(problem) for problem in caught.value.problems]


def test_a_table_that_does_not_balance_says_where_and_by_how_much(tmp_path):
    path = changed(tmp_path, "64167,41082,11981", "64167,41182,11981")
    said = refused(path)
    assert len(said) == 2
    assert "column trade" in said[0]
    assert "+100,000,000 EUR (+0.019% of output)" in said[0]
    assert "row manufacturing" in said[1]
    assert "+100,000,000 EUR (+0.009% of output)" in said[1]


def test_rounding_of_the_file_is_no_imbalance(tmp_path):
    read_table(changed(tmp_path, "64167,41082,11981", "64167,41084,11981"))


def test_many_that_do_not_balance_are_told_largest_first_and_then_counted(tmp_path):
    text = GERMANY.read_text(encoding="utf-8")
    codes = [f"s{at}" for at in range(20)]
    head = [f"code,{','.join(codes)},households,output"]
    rows = [f"{code}{',0' * 20},5,{at + 9}" for at, code in enumerate(codes)]
    names = [line.split(",")[0] for line in text.splitlines()[12:]]
    below = [f"{name}{',0' * 20},0," for name in names[:-1]]
    last = ["output," + ",".join(str(at + 9) for at in range(20)) + ",,"]
    path = tmp_path / "table.csv"
    path.write_text(
        "\n".join(["# currency,EUR", *head, *rows, *below, *last]), encoding="utf-8"
    )
    said = refused(path)
    assert len(said) == 13
    assert said[-1].endswith("13 more columns and rows do not balance")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("# currency,EUR", "# money,EUR", "says no currency"),
        ("# unit,1000000", "# unit,many", "'many' found; a whole number above 0"),
        ("households,government", "people,government", "no column households"),
        ("surplus,,", "profit,,", "has no row surplus"),
        ("\ntrade,Trade", "\nbusiness,Trade", "business is given twice: first in row"),
        ("64167,41082", "64167,x", "manufacturing, trade: 'x' found; a number"),
        ("64167,41082", "64167,inf", "a number is wanted"),
    ],
)
def test_what_is_wrong_in_a_table_is_said(tmp_path, before, after, said):
    found = refused(changed(tmp_path, before, after))
    assert any(said in each for each in found), found


def test_numbers_that_are_wrong_are_told_with_their_line(tmp_path):
    found = refused(changed(tmp_path, "64167,41082", "64167,x"))
    assert found[0].startswith(f"{tmp_path / 'table.csv'}:8: ")


def test_all_problems_of_a_table_are_told_at_once(tmp_path):
    path = changed(tmp_path, "64167,41082", "y,x")
    assert len(refused(path)) == 2


def test_a_table_written_in_the_plain_form_reads_back_the_same(tmp_path):
    import csv

    table = shipped_table("kazakhstan_2024")
    path = tmp_path / "again.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines_of(table))
    again = read_table(path)
    assert again.codes == table.codes
    assert (again.domestic == table.domestic).all()
    assert again.final_primary == table.final_primary


def test_a_table_that_does_not_ship_is_named_with_those_that_do():
    with pytest.raises(WrongInput, match="did you mean kazakhstan_2024"):
        shipped_table("kazakstan_2024")


def test_a_division_means_the_groups_within_it():
    codes = ("24", "351", "352", "353", "58-63x61", "61", "86", "87-88", "A")
    assert matching(codes, "24") == [0]
    assert matching(codes, "35") == [1, 2, 3]
    assert matching(codes, "58-63") == [4, 5]
    assert matching(codes, "86-88") == [6, 7]
    assert matching(codes, "A") == [8]
    assert matching(("35",), "351") == []
    assert matching(codes, "B") == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("22,100,120,130,low", "0 <= low <= jobs <= high is wanted"),
        ("22,-1,-2,1,low", "0 <= low <= jobs <= high is wanted"),
        ("22,,1,2,low", "nothing found; a number is wanted"),
        ("22,100,90,130,certain", "confidence 'certain' found; low, medium, high"),
    ],
)
def test_what_is_wrong_in_a_list_of_jobs_is_said(tmp_path, row, said):
    path = tmp_path / "jobs.csv"
    path.write_text(f"code,jobs,low,high,confidence\n{row}\n", encoding="utf-8")
    with pytest.raises(WrongInput, match=said):
        read_jobs(path)


def test_the_table_of_the_guide_balances(tmp_path):
    guide = Path(__file__).parents[2] / "docs" / "guides" / "impact.md"
    text = guide.read_text(encoding="utf-8")
    block = text[text.index("# title,Two sectors") :].partition("```")[0]
    path = tmp_path / "two.csv"
    path.write_text(block, encoding="utf-8")
    assert read_table(path).codes == ("goods", "services")
