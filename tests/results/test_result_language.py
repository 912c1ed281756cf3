"""Every note is said in words, and no language says less than English."""

import pytest

from zauyt.errors import WrongInput
from zauyt.results.language import (
    differences,
    languages,
    parsed,
    places,
    sentence,
    words,
)
from zauyt.results.result import Note

NUMBERS = {"probability": 0.95, "successes": 124, "runs": 2000, "high": None}


def test_a_note_is_said_with_its_numbers_and_the_unknown_in_words():
    assert sentence(Note("target.missed", NUMBERS)) == (
        "The target is not met with a probability of 95.0%: 124 of 2,000 runs reached"
        " it, which proves at most unknown."
    )


def test_names_in_a_note_are_said_as_they_are_whatever_they_hold():
    note = Note("range", {"low": "{high}", "high": ["T1", "{0.__class__}"]})
    assert sentence(note) == "{high} to T1, {0.__class__}"


@pytest.mark.parametrize("numbers", [{}, {**NUMBERS, "more": 1}])
def test_numbers_that_do_not_fit_the_sentence_are_our_bug(numbers):
    with pytest.raises(AssertionError, match=r"target\.missed says"):
        sentence(Note("target.missed", numbers))


def test_a_key_without_a_sentence_is_our_bug():
    with pytest.raises(AssertionError, match="no sentence"):
        sentence(Note("nowhere"))


def test_a_language_without_a_catalogue_is_refused_with_the_nearest():
    with pytest.raises(WrongInput, match="did you mean en"):
        words("eng")
    with pytest.raises(WrongInput):
        words("../en")


@pytest.mark.parametrize("language", languages())
def test_every_language_present_says_the_same_things(language):
    assert differences(words("en"), words(language)) == []


def test_catalogues_that_differ_are_found_out():
    english = {"a": "{n:,} runs", "b": "all", "c": "{x} and {y}"}
    other = {"a": "прогонов: {n:.0f}", "c": "{y}, {z}", "d": "лишнее"}
    assert differences(english, other) == [
        "b is missing",
        "d is not in English",
        "c has places ['y', 'z'], English ['x', 'y']",
    ]


@pytest.mark.parametrize("entry", ["{}", "{0}", "{a.b}", "{a[0]}"])
def test_a_place_is_a_plain_name(entry):
    with pytest.raises(AssertionError, match="not a plain name"):
        places(entry)


@pytest.mark.parametrize("text", ['{"a": "x", "a": "y"}', '{"a": 1}'])
def test_a_catalogue_holds_each_sentence_once(text):
    with pytest.raises(AssertionError):
        parsed(text)
