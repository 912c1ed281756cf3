"""The answers beside the examples are those that the simulator gives, to the digit."""

from __future__ import annotations

import pytest

import zauyt
from docs.made.answers import answer_file, answer_of
from docs.made.blocks import ROOT


@pytest.mark.parametrize("example", zauyt.examples())
def test_the_answer_beside_an_example_is_what_it_gives(example: str) -> None:
    kept = answer_file(example).read_text(encoding="utf-8")
    assert answer_of(example) == kept, "python -m docs.made.answers writes it anew"


def test_no_answer_is_left_of_an_example_that_has_gone() -> None:
    found = set((ROOT / "examples").glob("*/answer*.json"))
    assert found == {answer_file(example) for example in zauyt.examples()}
