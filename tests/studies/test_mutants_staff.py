"""Plant files with values changed at random: a list of problems, or a headcount."""

from __future__ import annotations

import math
from pathlib import Path

from tests.plant.test_mutants import mutant
from tests.studies.test_mutants_run import changed
from tests.tried import of_case, tried
from zauyt import WrongInput, read_text, staff
from zauyt.plots import text
from zauyt.results.as_json import to_json
from zauyt.results.language import sentence

MUTANTS = tried("ZAUYT_MUTANTS", 120, per=10)
PLANT = Path(__file__).parents[1] / "plant" / "files" / "team.yaml"
TEXTS = [PLANT.read_text(encoding="utf-8")]


def outcome(plant: str) -> str:
    """Give how a text ends: refused, or with people."""
    try:
        result = staff(read_text(plant, file="mutant.yaml"), draws=2, effort=0.05)
    except WrongInput as error:
        return "WrongInput" if str(error).strip() else "without words"
    assert to_json(result)
    assert text(result)
    assert all(sentence(note) for note in result.notes)
    people = result.headline["people"].value
    assert isinstance(people, float)
    assert math.isfinite(people)
    return "people"


def test_every_mutant_is_refused_in_words_or_counted() -> None:
    ended: dict[str, int] = {}
    for number in MUTANTS:
        plant = changed(number, TEXTS) if number % 5 else mutant(number, TEXTS)
        with of_case(f"mutant {number}:\n{plant}"):
            how = outcome(plant)
        ended[how] = ended.get(how, 0) + 1
    assert "without words" not in ended
    for how in ("people", "WrongInput"):
        assert ended.get(how, 0) > len(MUTANTS) / 10, ended
