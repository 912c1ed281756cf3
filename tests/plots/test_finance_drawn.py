"""A plant's money as it is seen: in letters and as a page."""

from __future__ import annotations

import hashlib

import pytest
from naive.economies import MONEYED

import zauyt
from zauyt.plots import draw, text
from zauyt.plots.finance import drawn
from zauyt.results.text import display_width

DOUBT = MONEYED.replace(
    "price: 30000", "price: {value: 30000, low: 27000, high: 33000}"
)
POOR = MONEYED.replace("price: 30000", "price: 3000").replace(
    "price: 32000", "price: 99"
)


@pytest.fixture(scope="module", params=["doubt", "poor"])
def result(request):
    if request.param == "poor":
        return zauyt.finance(zauyt.read_text(POOR), draws=0)
    return zauyt.finance(zauyt.read_text(DOUBT), draws=10)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_terminal(result, width, ascii_only):
    shown = text(result, width=width, ascii_only=ascii_only)
    assert max(display_width(line) for line in shown.splitlines()) <= width
    assert "None" not in shown
    assert " nan" not in shown


def test_plain_letters_are_plain_but_for_names(result):
    shown = text(result, ascii_only=True)
    assert shown.replace("Қостанай зауыты", "").isascii()


def test_the_picture_is_the_same_again(result, tmp_path):
    first, second = (
        hashlib.sha256(draw(result, tmp_path / name).read_bytes()).hexdigest()
        for name in ("a.svg", "b.svg")
    )
    assert first == second


def test_what_is_drawn_adds_up(result):
    for row in drawn.years(result).rows():
        parts = sum(
            row[key] for key in ("revenue", "running", "capital", "tax", "other")
        )
        assert parts == pytest.approx(row["flow"])
    steps = drawn.waterfall(result)
    assert steps[-1]["step"] == "left"
    assert sum(step["amount"] for step in steps[:-1]) == pytest.approx(
        steps[-1]["amount"]
    )


def test_a_plant_that_never_pays_is_told_in_words():
    shown = text(zauyt.finance(zauyt.read_text(POOR), draws=0))
    assert "It has no rate of return" in shown
    assert "What was paid never comes back" in " ".join(shown.split())
    assert "at no volume" in shown


def test_money_goes_to_a_folder_a_workbook_and_json_and_back(result, tmp_path):
    zauyt.save(result, tmp_path / "kept")
    assert zauyt.load(tmp_path / "kept").tables == result.tables
    assert zauyt.from_json(zauyt.to_json(result)).headline == result.headline
    assert zauyt.to_excel(result, tmp_path / "kept.xlsx").exists()
