"""The report: what is asked, what is kept, what stands on the page."""

from __future__ import annotations

import json
import re

import pytest
from naive.economies import MONEYED

import zauyt
from zauyt.cli.root import carried_out
from zauyt.report import gathered
from zauyt.report.blocks import UNTRANSLATED, table_block
from zauyt.report.content import SECTIONS, content, woven
from zauyt.report.gathered import gather
from zauyt.report.ledger import unsure
from zauyt.report.picture import layout, shops_of
from zauyt.report.written import in_script, page, to_json
from zauyt.results.column import Column
from zauyt.results.language import speaking, words
from zauyt.results.result import Table

PROMISED = """
format: 1
plant: Two </script> shops
calendars: {one_shift: {days: mon-fri, shifts: {day: "08:00-17:00"}}}
failures:
  breakdown:
    mttr_min: 20
    mtbf_h: {value: 6, low: 4, high: 10, source: s, confidence: low}
lines:
  body: {stations: 4, cycle_s: 480, failure: breakdown, buffer_between: 2}
  final: {after: body, stations: 9, cycle_s: 470, count_point: buy_off}
agreement:
  commitments:
    volume: {measure: vehicles, at_least: 100, year: mature, count_point: buy_off,
             calendar: one_shift}
    more: {measure: vehicles, at_least: 900000, year: mature, count_point: buy_off,
           calendar: one_shift}
"""


@pytest.fixture(scope="module")
def plant():
    return zauyt.read_text(PROMISED)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("parts")


@pytest.fixture(scope="module")
def report(plant, kept):
    return gather(plant, few=True, kept=kept)


def test_a_part_is_asked_where_the_file_has_its_records_else_told_why(report):
    assert set(report.results) == {"simulate", "check"}
    assert report.absent["launch"].numbers == {"key": "ramp"}
    assert report.absent["plan"].key == "report.no_network"


def test_what_was_answered_is_taken_from_its_folder(plant, kept, report, monkeypatch):
    def refuse(name):
        raise AssertionError(f"{name} is asked again")

    asked = []
    monkeypatch.setattr(
        gathered, "study_of", lambda name: lambda *_, **__: refuse(name)
    )
    again = gather(
        plant, few=True, kept=kept,
        begun=lambda number, total, study, is_kept: asked.append((study, is_kept)),
    )  # fmt: skip
    assert asked == [("simulate", True), ("check", True)]
    assert again.results == report.results


def test_another_seed_or_number_is_asked_anew(plant, kept):
    marks = {
        gathered._place(kept, "simulate", subject, {"seed": seed})
        for subject in (plant, plant.change({"lines.body.cycle_s": 481}))
        for seed in (1, 2)
    }
    assert len(marks) == 4


def test_a_killed_report_keeps_what_it_had_answered(plant, tmp_path, monkeypatch):
    def killed_at_check(name):
        if name == "check":
            raise KeyboardInterrupt
        return zauyt.studies.study(name)

    monkeypatch.setattr(gathered, "study_of", killed_at_check)
    with pytest.raises(KeyboardInterrupt):
        gather(plant, few=True, kept=tmp_path)
    (folder,) = tmp_path.iterdir()
    assert zauyt.load(folder).study == "simulate"


def test_the_commitments_stand_first_and_every_section_is_there(report):
    made = content(report, "en", command="zauyt report x")
    assert [each["key"] for each in made["sections"]] == [k for k, *_ in SECTIONS]
    first = made["sections"][0]
    assert first["key"] == "commitments"
    table = next(block for block in first["blocks"] if block["kind"] == "table")
    assert table["looks"] == ["missed", "at_risk"]  # 8 runs prove no more
    assert "zauyt report x" in json.dumps(made["sections"][-1])


def test_every_unsure_number_stands_in_the_ledger_with_its_source(plant, report):
    made = content(report, "en", command="")
    rows = next(s for s in made["sections"] if s["key"] == "ledger")["blocks"][1][
        "rows"
    ]
    assert [row[0] for row in rows] == [fact.name for fact in unsure(plant)]
    assert rows[0][:5] == ["failures.breakdown.mtbf_h", "1", "6", "4 to 10", "low"]
    assert rows[0][5].startswith("vehicles a year, vehicles/year: ")
    assert "→" in rows[0][5]
    assert rows[0][6] == "s"


def test_no_text_of_a_plant_ends_the_script_it_stands_in(report):
    text = page(report, command="")
    assert text.count("</script>") == 2
    data = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)
    assert data is not None
    assert json.loads(data[1])["page"]["title"] == "Two </script> shops"
    assert json.loads(in_script("<&>\u2028")) == "<&>\u2028"


def test_the_page_names_nothing_that_lies_elsewhere(report):
    found = set(re.findall(r"https?://[\w./]+", page(report, command="")))
    assert found <= {"http://www.w3.org/2000/svg"}


def test_languages_are_woven_where_they_differ():
    pages = {"en": {"a": ["x", 1, "same"]}, "ko": {"a": ["y", 1, "same"]}}
    assert woven(pages) == {"a": [{"said": {"en": "x", "ko": "y"}}, 1, "same"]}
    with pytest.raises(AssertionError, match="other lengths"):
        woven({"en": ["x"], "ko": ["x", "y"]})


@pytest.fixture(scope="module")
def moneyed(tmp_path_factory):
    """Give a report with the money and the jobs of a small plant."""
    kept = tmp_path_factory.mktemp("moneyed")
    text = MONEYED.replace("economy:\n", "economy:\n  table: kazakhstan_2024\n")
    for name, code in (("manufacturing", "29"), ("business", "69-75"),
                       ("trade", "46"), ("construction", "41-43"),
                       ("agriculture", "01-03")):  # fmt: skip
        text = text.replace(f"sector: {name}", f'sector: "{code}"')
        text = text.replace(f"{name}: ", f'"{code}": ')
    text = text.replace("{USD: 0.8}", "{USD: 0.8, KZT: 0.002}")
    return gather(zauyt.read_text(text), few=True, kept=kept)


@pytest.mark.parametrize("language", ["en", "kk", "ru", "ko"])
def test_every_word_of_ours_is_translated_on_the_page(moneyed, language):
    assert {"finance", "impact", "localise"} <= set(moneyed.results)
    made = content(moneyed, language, command="")
    assert UNTRANSLATED in made["typed"]
    assert json.dumps(made, ensure_ascii=False).count(UNTRANSLATED) == 1


def test_a_word_without_translation_is_marked(report):
    result = report.results["check"]
    column = Column("brand_new_column", "1", "said nowhere else", "number")
    table = Table({column: [1.0]})
    with speaking("ko"):
        (head,) = table_block(table)["heads"]
        assert head["name"] == "brand_new_column [en]"
        assert head["about"] == "said nowhere else [en]"
        assert "[en]" not in json.dumps(table_block(result.tables["commitments"]))
    assert table_block(table)["heads"][0]["name"] == "brand_new_column"


def test_years_are_written_without_marks_of_thousands(moneyed):
    made = content(moneyed, "en", command="")
    for section in made["sections"]:
        for block in section["blocks"]:
            for row in block.get("rows", ()) if block["kind"] == "table" else ():
                assert "2,026" not in row
    money = next(s for s in made["sections"] if s["key"] == "money")
    assert "2026" in json.dumps(money)


def test_one_object_holds_every_result(report):
    given = json.loads(to_json(report))
    assert set(given["results"]) == set(report.results)
    assert zauyt.from_json(json.dumps(given["results"]["check"])).study == "check"
    assert given["absent"]["launch"]["text"] == words("en")["report.lacks"].format(
        key="ramp"
    )


def test_lines_stand_right_of_what_gives_to_them_and_share_no_place():
    plant = zauyt.read("kostanay")
    places = layout(plant)
    assert set(places) == {*plant.lines, *plant.stores}
    assert len(set(places.values())) == len(places)
    body = {
        name: column for name, (shop, column, _) in places.items() if shop == "body"
    }
    assert body["framing"] == body["underbody"] + 1
    shops = ["body", "paint", "trim", "chassis", "final", "test"]
    assert shops_of(plant) == shops
    assert body["closure_fit"] > body["respot"] > body["framing"]


def test_the_command_writes_page_workbook_and_prints_verdicts(tmp_path, capsys):
    file = tmp_path / "plant.yaml"
    file.write_text(PROMISED, encoding="utf-8")
    out = tmp_path / "page.html"
    book = tmp_path / "book.xlsx"
    arguments = ["report", str(file), "--few", "-o", str(out), "--excel", str(book)]
    assert carried_out(arguments) == 0
    printed = capsys.readouterr()
    assert "Of 2 commitments, met: 0, at risk: 1, missed: 1" in printed.out
    assert "2 of 2: Commitments" in printed.err
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    import openpyxl

    names = openpyxl.load_workbook(book, read_only=True).sheetnames
    assert {"simulate Answer", "check Answer", "check commitments"} <= set(names)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "page.pdf"], "--out: page.pdf does not end in .html"),
        (["--excel", "a.xls"], "--excel: a.xls does not end in .xlsx"),
        (["--seed", "-1"], "seed: -1 is out of range"),
        (["--language", "xx"], "'xx' is not"),
        (["--network", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_asked(
    arguments, said, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert carried_out(["report", "small", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
