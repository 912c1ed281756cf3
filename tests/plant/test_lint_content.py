"""What is wrong with parts, money and commitments is told with its line."""

from __future__ import annotations

import pytest

import zauyt
from zauyt.errors import WrongInput
from zauyt.plant.content_rule import rule_of, rules
from zauyt.plant.reading.file import lint_file

PLANT = """\
format: 1
plant: parts
lines: {a: {cycle_s: 60}}
money: {currency: KZT, rates: {USD: 500}}
volumes: {2026: 1000, 2027: 2000, 2028: 3000}
content:
  first_year: 2026
  years: 3
  ex_works_price: 14000000
  kit: {price: 18000, currency: USD}
  commitments:
    early: {rule: kz_ex_works, year: 2026, least: 0.3}
    late: {rule: kz_ex_works, year: 2028, least: 0.4}
parts:
  seats:
    share: 0.05
    candidates: {here: {price: 300000, lead_months: 9}}
  frame:
    share: 0.02
    part_of: seats
    candidates: {here: {price: 100, currency: USD}}
"""

ERRORS = {
    "a share above 1": (
        ("share: 0.05", "share: 1.4"), "parts.seats.share", "is above 1"),
    "parts that cost more than the kit": (
        ("share: 0.05", "share: 0.99"), "parts", "add up to 1.01; 1 at most"),
    "a circle in the bill": (
        ("share: 0.05", "share: 0.05\n    part_of: frame"), "parts.seats.part_of",
        "is part of itself: seats in frame in seats"),
    "money without a rate": (
        ("rates: {USD: 500}", "rates: {EUR: 600}"), "content.kit.currency",
        "USD has no rate; write money.rates.USD"),
    "a lead time below zero": (
        ("lead_months: 9", "lead_months: -2"),
        "parts.seats.candidates.here.lead_months", "-2 is below 0"),
    "a decision for one who cannot supply": (
        ("  commitments:", "  roadmap: {seats: {candidate: her, decided: 2026}}\n"
         "  commitments:"), "content.roadmap.seats.candidate",
        "there is no candidate her; did you mean here?"),
    "a commitment that falls": (
        ("least: 0.4", "least: 0.2"), "content.commitments.late.least",
        "0.2 from 2028 is less than early wants from 2026: 0.3"),
    "a percent for a share": (
        ("least: 0.4", "least: 40"), "content.commitments.late.least",
        "40 % is written 0.4"),
    "a rule of origin that does not say when a part counts": (
        ("  commitments:", "  own_rules: {mine: {formula: build_up, text: public}}\n"
         "  commitments:"), "content.own_rules.mine",
        "build_up needs part_least_share"),
    "a rule not seen whole that does not say what is assumed": (
        ("  commitments:", "  own_rules: {mine: {formula: points, text: not_found}}\n"
         "  commitments:"), "content.own_rules.mine",
        "write under assumption what is assumed in its place"),
    "a rule that is not there": (
        ("rule: kz_ex_works, year: 2028", "rule: kz_exworks, year: 2028"),
        "content.commitments.late.rule", "did you mean kz_ex_works?"),
    "a rule that the file cannot be counted by": (
        ("rule: kz_ex_works, year: 2028", "rule: kz_points, year: 2028"),
        "content.commitments.late.rule", "no operation or part has earns.kz_points"),
    "a year without volume": (
        ("2028: 3000", "2029: 3000"), "content.years", "needs volumes for 2028"),
    "a part of nothing": (
        ("part_of: seats", "part_of: seat"), "parts.frame.part_of",
        "there is no part seat; did you mean seats?"),
    "two values of a part": (
        ("share: 0.02", "share: 0.02\n    price: 90"), "parts.frame",
        "needs exactly one of price and share"),
    "a credit above the price": (
        ("share: 0.02", "share: 0.02\n    deletion_amount: 5000"),
        "parts.frame.deletion_amount", "more than the part costs in the kit"),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_what_cannot_be_is_told_with_its_line(case, tmp_path):
    (before, after), path, said = ERRORS[case]
    assert before in PLANT
    file = tmp_path / "plant.yaml"
    file.write_text(PLANT.replace(before, after), encoding="utf-8")
    problems = lint_file(file)
    found = [p for p in problems if p.path == path and said in p.message]
    assert found, [str(problem) for problem in problems]
    assert found[0].severity == "error"
    assert found[0].line is not None


def test_a_part_nobody_can_supply_is_warned_of(tmp_path):
    file = tmp_path / "plant.yaml"
    text = PLANT.replace("    candidates: {here: {price: 100, currency: USD}}\n", "")
    file.write_text(text, encoding="utf-8")
    (problem,) = lint_file(file)
    assert problem.path == "parts.frame"
    assert problem.severity == "warning"
    assert problem.line is not None


def test_parts_come_from_a_table_beside_the_file(tmp_path):
    head, _ = PLANT.split("parts:\n  seats")
    text = head.replace("  years: 3\n", "  years: 3\n  table: parts.csv\n")
    file = tmp_path / "plant.yaml"
    file.write_text(text, encoding="utf-8")
    table = tmp_path / "parts.csv"
    columns = "part;share.value;share.low;share.high;candidates.here.price;part_of\n"
    table.write_text(f"{columns}seats;0,05;0,04;0,07;300000;\n", encoding="utf-8")
    plant = zauyt.read(file)
    assert plant.parts["seats"].share == 0.05
    assert plant.evidence["parts.seats.share"].high == 0.07
    assert plant.parts["seats"].candidates["here"].price == 300000
    table.write_text(f"{columns}seats;0,05;0,04;0,07;-3;\n", encoding="utf-8")
    with pytest.raises(WrongInput, match=r"parts.csv:2:5: .*-3 is not above 0"):
        zauyt.read(file)


def test_every_rule_says_what_was_found_of_its_text():
    assert len(rules()) >= 7
    for name in rules():
        rule = rule_of(name)
        assert rule.source
        assert rule.text != "public" or not rule.assumption
        assert rule.text == "public" or rule.assumption
