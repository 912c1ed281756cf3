"""A roadmap as it is seen: in letters and as a page."""

from __future__ import annotations

import hashlib

import pytest

import zauyt
from zauyt.cli.root import carried_out
from zauyt.plots import draw, text
from zauyt.plots.localise import drawn
from zauyt.results.text import display_width

PLANT = """
format: 1
plant: Қостанай зауыты
lines: {a: {cycle_s: 60}}
money: {currency: KZT, rates: {USD: 500}, discount_share: 0.1}
volumes: {2026: 20000, 2027: 40000, 2028: 60000}
parts:
  tyres:
    share: {value: 0.02, low: 0.01, high: 0.03}
    candidates: {saran: {price: 120000, lead_months: 6, imported_share: 0.3}}
  seats:
    share: 0.05
    candidates: {almaty: {kind: cluster, price: 460000, tooling: 9e+8,
                          lead_months: 9, imported_share: 0.4}}
content:
  first_year: 2026
  years: 3
  ex_works_price: 14000000
  kit: {price: 18000, currency: USD, deletion_credit: 0.8}
  ckd_share: {2026: 0.6, 2027: 0.7, 2028: 0.7}
  commitments: {asked: {rule: kz_ex_works, year: 2027, least: LEAST}}
"""


@pytest.fixture(scope="module", params=["0.375", "0.9"], ids=["met", "missed"])
def result(request):
    plant = zauyt.read_text(PLANT.replace("LEAST", request.param))
    return zauyt.localise(plant, points=3, draws=20)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_terminal(result, width, ascii_only):
    shown = text(result, width=width, ascii_only=ascii_only)
    assert max(display_width(line) for line in shown.splitlines()) <= width
    assert "None" not in shown
    assert "nan" not in shown


def test_plain_letters_are_plain_but_for_names(result):
    shown = text(result, ascii_only=True)
    assert shown.replace("Қостанай зауыты", "").isascii()


def test_the_picture_is_the_same_again(result, tmp_path):
    first, second = (
        hashlib.sha256(draw(result, tmp_path / name).read_bytes()).hexdigest()
        for name in ("a.svg", "b.svg")
    )
    assert first == second


def test_what_is_drawn_is_what_the_tables_say(result):
    assert sum(drawn.parts(result)["worth"]) == pytest.approx(
        result.headline["worth"].value
    )
    assert len(drawn.parts(result)) == result.headline["local_parts"].value


def test_what_cannot_be_met_is_said_first():
    plant = zauyt.read_text(PLANT.replace("LEAST", "0.9"))
    shown = text(zauyt.localise(plant, points=0, draws=0))
    assert "asked cannot be met: 90.0% by kz_ex_works is wanted in 2027" in shown


def test_a_roadmap_goes_to_a_folder_a_workbook_and_json_and_back(result, tmp_path):
    zauyt.save(result, tmp_path / "kept")
    assert zauyt.load(tmp_path / "kept").tables == result.tables
    assert zauyt.from_json(zauyt.to_json(result)).headline == result.headline
    assert zauyt.to_excel(result, tmp_path / "kept.xlsx").exists()


def test_the_gap_between_rules_is_said(result):
    last = [row for row in result.tables["content"].rows() if row["year"] == 2028]
    shares = {row["rule"]: row["content"] for row in last if row["unit"] == "share"}
    (note,) = [note for note in result.notes if note.key == "localise.apart"]
    assert note.numbers["low"] == min(shares.values())
    assert note.numbers["low"] == shares[note.numbers["low_rule"]]
    assert note.numbers["high"] == max(shares.values())
    assert note.numbers["high"] > note.numbers["low"]


def test_saved_roadmaps_are_compared_even_if_they_fall_short(tmp_path, capsys):
    for name, least in (("met", "0.375"), ("missed", "0.9")):
        plant = zauyt.read_text(PLANT.replace("LEAST", least))
        zauyt.save(zauyt.localise(plant, points=0, draws=10), tmp_path / name)
    words = ["compare", str(tmp_path / "met"), str(tmp_path / "missed")]
    assert carried_out(words) == 0
    shown = capsys.readouterr().out
    assert "content_kz_ex_works" in shown
    assert "10 pairs of draws" in shown
