"""A headcount as it is seen: in letters and as a page."""

from __future__ import annotations

import hashlib

import pytest

import zauyt
from zauyt.plots import draw, text
from zauyt.plots.staff import drawn
from zauyt.results.text import display_width

PLANT = """
format: 1
plant: Қостанай зауыты
calendars: {two: {shifts: {day: "07:00-15:30", late: "15:30-00:00"},
                  breaks_min: {meal: 30}}}
people: {welder: {absence: {value: 0.04, low: 0.02, high: 0.08}, absence_days: 5,
                  harmful: true}}
workforce: {law: kazakhstan, announced: 60}
roles: {leader: {kind: leading, per_people: 10}, office: {count: 4, shifts: [day]}}
lines: {body: {cycle_s: 200, stations: 20, crew: {welder: 1}}}
rosters:
  bench:
    first: 2026-03-02
    days: 92
    needs: {welder: 1}
    members: {p1: {skills: [welder]}, p2: {skills: [welder], wishes: [2026-03-05]}}
"""


@pytest.fixture(scope="module")
def result():
    return zauyt.staff(zauyt.read_text(PLANT), draws=40)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_terminal(result, width, ascii_only):
    shown = text(result, width=width, ascii_only=ascii_only)
    assert max(display_width(line) for line in shown.splitlines()) <= width


def test_plain_letters_are_plain_but_for_names(result):
    shown = text(result, ascii_only=True)
    assert shown.replace("Қостанай зауыты", "").isascii()


def test_the_picture_is_the_same_again(result, tmp_path):
    first, second = (
        hashlib.sha256(draw(result, tmp_path / name).read_bytes()).hexdigest()
        for name in ("a.svg", "b.svg")
    )
    assert first == second


def test_what_is_drawn_adds_up_to_the_headline(result):
    people = result.headline["people"].value
    assert drawn.steps(result)["total"][-1] == people
    assert sum(drawn.skills(result)["people"]) == people
    months = drawn.months(result)
    assert max(months["people"]) <= people


def test_a_result_goes_to_a_folder_a_workbook_and_json_and_back(result, tmp_path):
    zauyt.save(result, tmp_path / "kept")
    assert zauyt.load(tmp_path / "kept").tables == result.tables
    assert zauyt.from_json(zauyt.to_json(result)).headline == result.headline
    assert zauyt.to_excel(result, tmp_path / "kept.xlsx").exists()


def test_without_law_draws_or_crews_nothing_is_missing_from_the_text():
    plain = zauyt.read_text(PLANT).change(
        {
            "workforce": None,
            "lines.body.crew": {},
            "people": {},
            "roles.leader": None,
            "rosters": {},
        }
    )
    shown = text(zauyt.staff(plain, draws=0))
    assert "8 people are needed" not in shown
    assert "4 people are needed, 0 of them in crews" in shown
    assert "None" not in shown
