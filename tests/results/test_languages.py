"""Whatever is said in English is said in every language, in its own letters."""

import re
import unicodedata

import pytest

from zauyt.results.language import languages, places, sentence, speaking, word, words
from zauyt.results.named import label, named, unit_label
from zauyt.results.number import number
from zauyt.results.result import Note

OTHERS = [language for language in languages() if language != "en"]
SCRIPTS = {"ru": "CYRILLIC", "kk": "CYRILLIC", "ko": "HANGUL"}
LATIN = frozenset(
    re.findall(
        r"\w+",
        "JPH OEE WIP NPV IRR FILE FOLDER I II Natural Earth m x w l one few many"
        " agreement levers money price year economy factor law workforce accounting"
        " weeks most shifts in row overtime leave needs excel json out output plot"
        " months moves starts rounds materials profit worst rules simulate",
    )
)
"""What stays in Latin letters: options, keys of the file, tables, abbreviations."""


def letters(text: str, script: str) -> int:
    """Count the letters of a script."""
    return sum(script in unicodedata.name(each, "") for each in text)


def bare(entry: str) -> str:
    """Give an entry without its places' names, but with the forms of its words."""
    return re.sub(r"\{\w+(?::plural ([^}]*)|[^}]*)\}", r"\1", entry)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", ["names", "units"])
def test_every_name_and_unit_is_there_in_every_language(language, kind):
    english, other = named(kind, "en"), named(kind, language)
    assert set(other) == set(english)
    assert [key for key in english if places(key) != places(other[key])] == []


@pytest.mark.parametrize("language", OTHERS)
def test_only_listed_words_stay_in_latin_letters(language):
    found = {
        (key, each)
        for entries in (words(language), named("names", language))
        for key, entry in entries.items()
        for each in re.findall(r"[A-Za-z]+", bare(entry))
        if each not in LATIN
    }
    assert not found


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_in_the_letters_of_its_language(language):
    without = [
        key
        for key, entry in words(language).items()
        if letters(bare(words("en")[key]), "LATIN") > 1
        and not letters(bare(entry), SCRIPTS[language])
        and not key.startswith(("number.", "month.", "range"))
    ]
    assert without == []


def test_kazakh_is_not_russian():
    same = [
        key
        for key, entry in words("kk").items()
        if entry == words("ru")[key] and letters(bare(entry), "CYRILLIC") > 20
    ]
    assert same == []
    assert all(each in "".join(words("kk").values()) for each in "әғқңөұүі")


@pytest.mark.parametrize("language", languages())
def test_every_sentence_can_be_said_with_numbers(language):
    for key, entry in words(language).items():
        said = sentence(Note(key, dict.fromkeys(places(entry), 1234.5)), language)
        assert "{" not in said
        assert "plural" not in said


def test_numbers_stand_in_the_marks_of_the_language():
    numbers = {"probability": 0.955, "successes": 1124, "runs": 2000, "low": 0.1}
    narrow = "\u202f"
    russian = sentence(Note("target.met", numbers), "ru")
    assert f"95,5{narrow}%" in russian
    assert f"2{narrow}000" in russian
    with speaking("kk"):
        assert number(1234567.8, "1", 1) == f"1{narrow}234{narrow}567,8"
    with speaking("ko"):
        assert number(1234567.8, "1", 1) == "1,234,567.8"
        assert word("check.met") == "이행"
    assert number(0.5, "share", 1) == "50.0 %"


def test_a_russian_word_agrees_with_its_number():
    def said(people):
        note = Note("compare.stated.people", {"difference": people})
        return sentence(note, "ru").split(",")[0]

    assert [said(each) for each in (1, 3, 11)] == [
        "+1 человек", "+3 человека", "+11 человек",
    ]  # fmt: skip


def test_names_have_places_filled_and_units_their_symbols():
    assert label("made_2026", "ko") == "2026년 생산"
    assert label("gate_2_days", "ru") == "дней до контрольной точки 2"
    assert unit_label("m KZT", "kk") == "млн KZT"
    assert unit_label("USD", "ru") == "USD"
    assert label("Пресс 1", "ko") == "Пресс 1"
