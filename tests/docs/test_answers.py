"""The answers beside the examples are those that the simulator gives."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

import zauyt
from docs.made.answers import (
    LAUNCHED,
    STAFFED,
    answer_file,
    answer_of,
    headcount_file,
    headcount_of,
    launch_file,
    launch_of,
)
from docs.made.blocks import ROOT


def same(found: Any, kept: Any) -> bool:
    """Tell whether two answers agree, numbers to nine digits.

    What is counted agrees to the bit on any processor; the last digits of a mean or
    of a quantile by libraries need not.
    """
    if isinstance(found, dict):
        return found.keys() == kept.keys() and all(
            same(found[name], kept[name]) for name in found
        )
    if isinstance(found, list):
        return len(found) == len(kept) and all(map(same, found, kept))
    if isinstance(found, float) and isinstance(kept, float):
        return math.isclose(found, kept, rel_tol=1e-9, abs_tol=1e-9)
    return bool(found == kept)


@pytest.mark.parametrize("example", zauyt.examples())
def test_the_answer_beside_an_example_is_what_it_gives(example: str) -> None:
    kept = answer_file(example).read_text(encoding="utf-8")
    found = json.loads(answer_of(example))
    assert same(found, json.loads(kept)), "python -m docs.made.answers writes it anew"


@pytest.mark.parametrize("example", STAFFED)
def test_the_headcount_beside_an_example_is_what_it_gives(example: str) -> None:
    kept = headcount_file(example).read_text(encoding="utf-8")
    found = json.loads(headcount_of(example))
    assert same(found, json.loads(kept)), "python -m docs.made.answers writes it anew"


@pytest.mark.parametrize("example", LAUNCHED)
def test_the_launch_beside_an_example_is_what_it_gives(example: str) -> None:
    kept = launch_file(example).read_text(encoding="utf-8")
    found = json.loads(launch_of(example))
    assert same(found, json.loads(kept)), "python -m docs.made.answers writes it anew"


def test_no_answer_is_left_of_an_example_that_has_gone() -> None:
    found = set((ROOT / "examples").glob("*/answer*.json"))
    assert found == {answer_file(example) for example in zauyt.examples()}
