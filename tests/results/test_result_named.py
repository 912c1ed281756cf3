"""Names, units and numbers are written as the language that is spoken writes them."""

import pytest

from zauyt.errors import WrongInput
from zauyt.results.column import Column
from zauyt.results.language import FORMS, speaking, spoken
from zauyt.results.named import label, meaning, unit_label


def test_names_are_called_as_a_reader_does_and_those_of_a_plant_stay():
    assert label("vehicles_per_year", "en") == "vehicles a year"
    assert label("made_2026", "en") == "made in 2026"
    assert label("made_by_hand", "en") == "made_by_hand"
    assert label("Пресс 1", "en") == "Пресс 1"


def test_plain_counts_have_no_unit_and_money_stays():
    assert [unit_label(unit, "en") for unit in ("1", "by row", "KZT", "m USD")] == [
        "", "", "KZT", "m USD",
    ]  # fmt: skip


def test_english_meanings_are_said_as_they_are_stored():
    column = Column("run", "1", "number of the run")
    assert meaning(column, "en") == "number of the run"


def test_a_language_is_spoken_only_inside():
    with speaking("en"):
        assert spoken() == "en"
    with pytest.raises(WrongInput), speaking("xx"):
        pass
    assert spoken() == "en"


def test_a_russian_word_has_three_forms_beside_a_number():
    forms, which = FORMS["one_few_many"]
    said = {count: which(count) for count in (0, 1, 2, 4, 5, 11, 12, 21, 22, 111, 1001)}
    assert forms == 3
    assert said == {
        0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 21: 0, 22: 1, 111: 2, 1001: 0,
    }  # fmt: skip
