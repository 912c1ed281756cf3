"""How a supply is told and drawn."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import zauyt
from tests.studies import supplies
from zauyt.plots import draw, text
from zauyt.plots.supply import drawn, letters
from zauyt.results.language import sentence
from zauyt.results.result import Result


@cache
def _result() -> Result:
    return zauyt.supply(zauyt.read_text(supplies.TWO_MODELS), runs=6)


@pytest.mark.parametrize("width", [80, 100, 140])
def test_it_fits_the_terminal(width: int) -> None:
    lines = text(_result(), width=width).splitlines()
    assert max(len(line) for line in lines) <= max(width, 100)


def test_it_keeps_to_ascii_when_asked() -> None:
    assert text(_result(), ascii_only=True).isascii()


def test_it_says_what_is_asked_first() -> None:
    told = text(_result())
    assert "of workdays everything planned can be built" in told
    assert "What may go wrong, each by itself" in told
    assert "Without a material" in told
    for name in ("kit suv", "train (rail)", "border closed"):
        assert name in told


def test_no_number_of_vehicles_is_said_below_zero_that_rounds_to_it() -> None:
    told = _result()
    rows = list(told.tables["disruptions"].rows())
    row = {**rows[0], "doubt_stood": -0.2, "doubt_low": -0.4, "doubt_high": 3.0}
    said = " ".join(sentence(note) for note in letters._bands(row))
    assert "0 (0 to 3)" in said
    assert not {" -0 ", "(-0 "} & set(re.findall(r"[ (]-0 ", text(told)))


def test_the_least_cover_of_a_week_is_that_of_its_days() -> None:
    weeks = list(drawn.cover_by_week(_result()).rows())
    stock = list(_result().tables["stock"].rows())
    first = next(row for row in weeks if row["material"] == "kit_suv")
    days = [row for row in stock if row["material"] == "kit_suv"][:7]
    assert first["cover_low_days"] == min(row["cover_low_days"] for row in days)


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_the_same_answer_gives_the_same_picture(suffix: str, tmp_path: Path) -> None:
    one = draw(_result(), tmp_path / f"one{suffix}").read_bytes()
    assert one == draw(_result(), tmp_path / f"two{suffix}").read_bytes()
    assert len(one) > 10_000


def test_an_answer_without_what_ifs_has_a_picture_too(tmp_path: Path) -> None:
    result = zauyt.supply(zauyt.read_text(supplies.ONE), runs=2, what_ifs=False)
    assert draw(result, tmp_path / "one.svg").stat().st_size > 10_000
    assert "What may go wrong" not in text(result)
