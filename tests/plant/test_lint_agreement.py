"""What is wrong with commitments and levers is told with its line."""

from __future__ import annotations

import pytest

from zauyt.plant.reading.file import lint_file

PLANT = """\
format: 1
plant: promises
calendars: {one: {shifts: {day: "08:00-16:00"}}}
lines: {a: {cycle_s: 60, count_point: buy_off}}
money: {currency: KZT, rates: {USD: 500}}
ramp: {start: 2025-07-14}
agreement:
  commitments:
    volume: {measure: vehicles, at_least: 900, year: 2027, penalty: 5, currency: USD}
    first: {measure: first_vehicle, by: 2025-08-01, count_point: buy_off}
    jobs: {measure: people, at_least: 3}
  levers:
    speed: {paths: [lines.a.cycle_s], towards: less, cost_per_percent: 7}
"""

ERRORS = {
    "an unknown measure": (
        ("measure: people", "measure: peoples"), "agreement.commitments.jobs.measure",
        "did you mean people?"),
    "a year outside of the plan": (
        ("year: 2027", "year: 2024"), "agreement.commitments.volume.year",
        "2024 is outside the plan, which has 2025 to 2034"),
    "a date before the launch": (
        ("by: 2025-08-01", "by: 2025-07-01"), "agreement.commitments.first.by",
        "2025-07-01 is outside the launch"),
    "a first vehicle without a date": (
        (" by: 2025-08-01,", ""), "agreement.commitments.first", "needs by"),
    "no amount": (
        ("at_least: 3", "year: 2027"), "agreement.commitments.jobs",
        "needs one of at_least and at_most; neither is given"),
    "two amounts": (
        ("at_least: 3", "at_least: 3, at_most: 4"), "agreement.commitments.jobs",
        "both are given"),
    "a key of another measure": (
        ("at_least: 3", "at_least: 3, rule: kz_points"),
        "agreement.commitments.jobs.rule", "says nothing about people"),
    "a count point that is not there": (
        ("count_point: buy_off}\n    jobs", "count_point: buyoff}\n    jobs"),
        "agreement.commitments.first.count_point", "did you mean buy_off?"),
    "a calendar that is not there": (
        ("year: 2027", "year: 2027, calendar: two"),
        "agreement.commitments.volume.calendar", "there is no calendar two"),
    "a rule that is not there": (
        ("measure: people, at_least: 3", "measure: local_content, at_least: 0.5,"
         " year: 2027, rule: kz_value"), "agreement.commitments.jobs.rule",
        "there is no content rule kz_value"),
    "a share above one": (
        ("measure: people, at_least: 3", "measure: youth_share, at_least: 30"),
        "agreement.commitments.jobs.at_least", "30 is no share"),
    "certainty": (
        ("at_least: 3", "at_least: 3, probability: 1"),
        "agreement.commitments.jobs.probability", "no number of runs proves certainty"),
    "a lever of nothing": (
        ("lines.a.cycle_s", "lines.b.cycle_s"), "agreement.levers.speed.paths.0",
        "there is no b in lines"),
    "a lever that is no number": (
        ("lines.a.cycle_s", "lines.a.count_point"), "agreement.levers.speed.paths.0",
        "a number is needed"),
    "a penalty without a rate": (
        ("currency: USD", "currency: EUR"), "agreement.commitments.volume.currency",
        "give money.rates.EUR"),
    "a negative amount": (
        ("at_least: 900", "at_least: -900"), "agreement.commitments.volume.at_least",
        "-900 is below 0"),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_what_cannot_be_tested_is_told_with_its_line(case, tmp_path):
    (before, after), path, said = ERRORS[case]
    assert before in PLANT
    file = tmp_path / "plant.yaml"
    file.write_text(PLANT.replace(before, after), encoding="utf-8")
    problems = lint_file(file)
    found = [p for p in problems if p.path == path and said in p.message]
    assert found, [str(problem) for problem in problems]
    assert found[0].severity == "error"
    assert found[0].line is not None


def test_money_without_a_currency_is_told(tmp_path):
    file = tmp_path / "plant.yaml"
    money = "money: {currency: KZT, rates: {USD: 500}}\n"
    file.write_text(PLANT.replace(money, ""), encoding="utf-8")
    found = {p.path for p in lint_file(file) if "needs the plant's money" in p.message}
    assert found == {"agreement.commitments.volume", "agreement.levers.speed"}


def test_the_plant_as_written_has_no_problem(tmp_path):
    file = tmp_path / "plant.yaml"
    file.write_text(PLANT, encoding="utf-8")
    assert not [p for p in lint_file(file) if p.severity == "error"]
