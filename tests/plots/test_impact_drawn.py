"""A plant's effects as they are seen: in letters and as a page."""

from __future__ import annotations

import hashlib

import pytest
from naive.economies import PLANT, asked

import zauyt
from zauyt.plots import draw, text
from zauyt.plots.impact import drawn
from zauyt.results.text import display_width

DOUBT = PLANT.replace("spent_share: 0.7",
                      "spent_share: {value: 0.7, low: 0.5, high: 0.9}")  # fmt: skip
BARE = "\n".join(
    line
    for line in PLANT.splitlines()
    if not line.startswith(("  claim:", "  region:"))
)


@pytest.fixture(scope="module", params=["doubt", "bare"])
def result(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("impact")
    if request.param == "bare":
        return asked(folder, BARE)
    return asked(folder, DOUBT, draws=10, parts="all")


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
    last = list(drawn.years(result).rows())[-1]
    assert last["further"] == pytest.approx(result.headline["further_jobs"].value)
    every = drawn.sectors(result, count=99)
    assert sum(every["all"]) == pytest.approx(last["further"])


def test_a_star_stands_where_the_claim_holds(tmp_path):
    cells = drawn.claim_map(asked(tmp_path, parts="all"))
    shown = text(asked(tmp_path, parts="all"), width=200)
    held = sum(cell["further_per_job"] >= 3 for cell in cells)
    assert held > 0
    assert shown.count("*") == held + 1  # and the one that the title explains


def test_effects_go_to_a_folder_a_workbook_and_json_and_back(result, tmp_path):
    zauyt.save(result, tmp_path / "kept")
    assert zauyt.load(tmp_path / "kept").tables == result.tables
    assert zauyt.from_json(zauyt.to_json(result)).headline == result.headline
    assert zauyt.to_excel(result, tmp_path / "kept.xlsx").exists()
