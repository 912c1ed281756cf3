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


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("64167,41082,11981", "64167,-41082,11981",
         "row manufacturing, column trade: -41,082,000,000 EUR found; nothing below 0"),
        ("compensation,,", "compensation,,-", "row compensation, column agriculture"),
    ],
)  # fmt: skip
def test_nothing_is_bought_or_paid_for_less_than_nothing(tmp_path, before, after, said):
    assert any(said in each for each in refused(changed(tmp_path, before, after)))


def test_flows_below_zero_are_told_beside_what_does_not_balance(tmp_path):
    said = refused(changed(tmp_path, "64167,41082,11981", "64167,-41082,11981"))
    assert len(said) == 3
    assert sum("does not balance" in each for each in said) == 2


def test_a_small_gap_is_never_told_as_none(tmp_path):
    rows = [
        "# currency,EUR", "code,a,households,output", "a,0,1000000005,1000000000",
        "imports,0,0,", "taxes_on_products,0,0,", "compensation,1000000000,,",
        "other_taxes,0,,", "capital_consumption,0,,", "surplus,0,,",
        "output,1000000000,,",
    ]  # fmt: skip
    path = tmp_path / "table.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    (said,) = refused(path)
    assert "+5 EUR (+0.0000005% of output)" in said


BLOCKS = {
    "use_domestic": "a,b\na,1,2\nb,3,4",
    "use_imports": "a,b\na,1,0\nb,0,1",
    "final_demand_domestic": "household_consumption,government_consumption,"
    "npish_consumption,gross_fixed_capital_formation,change_in_inventories,valuables,"
    "exports\na,7,0,0,0,0,0,0\nb,13,0,0,0,0,0,0",
    "value_added": "net_taxes_on_products,compensation_of_employees,"
    "other_net_taxes_on_production,consumption_of_fixed_capital,"
    "net_profit_and_mixed_income,output_basic\na,0,2,0,1,2,10\nb,0,9,0,2,2,20",
}


def tidy(tmp_path):
    """Write a folder of tidy CSVs of two sectors that balance."""
    blocks = dict(BLOCKS)
    zero = "0".join([","] * 6)
    heading = BLOCKS["final_demand_domestic"].partition("\n")[0]
    blocks["final_demand_imports"] = f"{heading}\na,0{zero}0\nb,0{zero}0"
    for name in ("purchasers", "total_basic"):
        blocks[f"final_demand_{name}"] = BLOCKS["final_demand_domestic"]
    for name, text in blocks.items():
        (tmp_path / f"{name}.csv").write_text(f"code,{text}\n", encoding="utf-8")
    (tmp_path / "sectors.csv").write_text(
        "code,name_en\na,First\nb,Second\n", encoding="utf-8"
    )
    return tmp_path


def test_a_folder_of_tidy_files_is_read(tmp_path):
    table = read_table(tidy(tmp_path))
    assert table.names == ("First", "Second")
    assert table.output.tolist() == [10_000, 20_000]


def test_all_that_is_wrong_in_a_folder_is_told_at_once_with_file_and_line(tmp_path):
    folder = tidy(tmp_path)
    (folder / "use_imports.csv").unlink()
    edits = {
        "use_domestic": ("b,3,4", "b,3,much"),
        "value_added": ("\nb,0,9,0,2,2,20", "\na,0,9,0,2,2,20"),
        "final_demand_domestic": (",exports", ",abroad"),
    }
    for name, (before, after) in edits.items():
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
    said = "\n".join(refused(folder))
    assert "use_imports.csv: there is no such file" in said
    assert "use_domestic.csv:3: b, b: 'much' found; a number is wanted" in said
    assert "value_added.csv:3: a is given twice" in said
    assert "value_added.csv: has no row b" in said
    assert "final_demand_domestic.csv: has no column exports" in said


HEADS = ["Расходы на конечное потребление домашних хозяйств",
         "Расходы на конечное потребление органов управления",
         "Расходы на конечное потребление НКООДХ",
         "Валовое накопление основного капитала", "Изменение запасов",
         "Приобретение минус выбытие ценностей", "Экспорт товаров и услуг"]  # fmt: skip
LABELS = [
    "Чистые налоги на продукты",
    "Оплата труда",
    "Другие налоги на производство",
    "Потребление основного капитала",
    "Чистая прибыль, чистый смешанный доход",
    "Выпуск в основных ценах",
]


def published(path, edits=(), *, without=""):
    """Write two sectors as the bureau's workbook lays them out; edit some cells."""
    from openpyxl import Workbook

    below = [[0, 0], [2, 9], [0, 0], [1, 2], [2, 2], [10, 20]]
    sheets = {
        "8. Использование отечественной продукции": [[1, 2, 7], [3, 4, 13]],
        "7. Использование импортной продукции": [[1, 0, 0], [0, 1, 0]],
        "6. Использование товаров и услуг в основных ценах": [[2, 2, 7], [3, 5, 13]],
    }
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        if without and without in title:
            continue
        sheet = book.create_sheet(title[:2])
        sheet.append([title])
        sheet.append([None, None, None, "Первое", "Второе", *HEADS])
        sheet.append([None, "Код", None, "01", "02"])
        for at, (code, row) in enumerate(zip(("01", "02"), rows, strict=True)):
            sheet.append([at + 1, code, f"Продукт {code}", *row, *[0] * 6])
        if title.startswith("6"):
            for label, row in zip(LABELS, below, strict=True):
                sheet.append([None, None, label, *row, *[0] * 7])
        for name, cell, value in edits:
            if title.startswith(name):
                sheet[cell] = value
    book.save(path)
    return path


def test_the_layout_of_the_published_workbook_is_read(tmp_path):
    table = read_table(published(tmp_path / "kz.xlsx"))
    assert table.codes == ("01", "02")
    assert table.output.tolist() == [10_000, 20_000]


def test_texts_in_a_published_workbook_are_told_with_sheet_and_row(tmp_path):
    edits = [("8", "D4", "n/a"), ("7", "E5", "x"), ("6", "D9", "y")]
    said = "\n".join(refused(published(tmp_path / "kz.xlsx", edits)))
    assert "kz.xlsx:4: 8. использование отечественной" in said
    assert "column 4: 'n/a' found; a number is wanted" in said
    assert "kz.xlsx:5: 7. использование импортной" in said
    assert "kz.xlsx:9: 6. использование товаров" in said


def test_what_a_published_workbook_lacks_is_said(tmp_path):
    path = tmp_path / "kz.xlsx"
    said = refused(published(path, without="импортной"))
    assert (
        "has no sheet whose title says 'использование импортной продукции'" in said[0]
    )
    said = refused(published(path, [("7", "B5", "03")]))
    assert "has no row for the sectors 02" in said[0]
    said = refused(published(path, [("6", "L2", "Вывоз")]))
    assert "has no column 'экспорт товаров и услуг'" in "\n".join(said)
