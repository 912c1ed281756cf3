"""Whatever is said in English is said in every language, in its own letters."""

import ast
import re
import string
import unicodedata
from pathlib import Path

import pytest

from docs.made.glossary import terms
from zauyt.plots.finance.drawn import billions
from zauyt.results.column import Column
from zauyt.results.language import (
    PLURAL,
    languages,
    places,
    sentence,
    speaking,
    word,
    words,
)
from zauyt.results.named import known, label, meaning, named, unit_label
from zauyt.results.number import number
from zauyt.results.result import Note
from zauyt.studies import STUDIES

ROOT = Path(__file__).parents[2]
OTHERS = [language for language in languages() if language != "en"]
SCRIPTS = {"ru": "CYRILLIC", "kk": "CYRILLIC", "ko": "HANGUL"}
LATIN = frozenset(
    re.findall(
        r"\w+",
        "CKD JPH OEE WIP NPV IRR FILE FOLDER I II Natural Earth m x w l one few many"
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
    """Give an entry without its places and options, but with its words' forms."""
    entry = re.sub(r"--\w+", "", entry)
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
        if letters(bare(words("en")[key]), "LATIN") > 2
        and not letters(bare(entry), SCRIPTS[language])
        and not key.startswith(("number.", "month.", "range"))
    ]
    assert without == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_meaning_is_in_the_letters_of_its_language(language):
    entries = named("meanings", language)
    without = {
        key for key, entry in entries.items() if not letters(entry, SCRIPTS[language])
    }
    assert {key for key in without if not re.fullmatch("[A-Z /x]+", key)} <= {
        "AUBT: APT + AUST + ADET"
    }


@pytest.mark.parametrize("language", OTHERS)
def test_numbers_have_the_decimals_of_the_english_sentence(language):
    def forms(entry):
        parts = string.Formatter().parse(entry)
        return {(n, form) for _, n, form, _ in parts if n and PLURAL not in form}

    differing = {
        key: forms(entry) ^ forms(words("en")[key])
        for key, entry in words(language).items()
        if forms(entry) != forms(words("en")[key])
    }
    assert not differing


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
        assert number(0.5, "share", 1) == f"50,0{narrow}%"
    with speaking("ko"):
        assert number(1234567.8, "1", 1) == "1,234,567.8"
        assert word("check.met") == "이행"
    assert number(0.5, "share", 1) == "50.0%"


def test_money_in_an_answer_stands_in_the_marks_of_the_language():
    with speaking("ru"):
        assert billions(1_234.5e9) == "1\u202f234,5"
        assert unit_label("bn KZT") == "млрд KZT"
    assert billions(1_234.5e9) == "1,234.5"


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


def declared() -> tuple[set[str], set[str]]:
    """Give the names and meanings of columns that stand in the source as they are."""
    names, meanings = set(), set()
    for path in (ROOT / "zauyt").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Column":
                for found, place in ((names, 0), (meanings, 2)):
                    given = node.args[place] if place < len(node.args) else None
                    if isinstance(given, ast.Constant):
                        found.add(given.value)
    return names, meanings


def printed() -> tuple[set[str], set[str]]:
    """Give the names and meanings that the reference pages of studies print."""
    names, meanings = set(), set()
    for study in STUDIES:
        page = ROOT / "docs" / "reference" / f"{study}.md"
        for line in page.read_text(encoding="utf-8").splitlines():
            names |= set(re.findall(r"^(?:\| |## Table )`(\w+)`", line))
            cells = re.split(r"(?<!\\)\|", line)
            if line.startswith("| `") and len(cells) == 5:
                meanings.add(cells[3].strip().replace("\\|", "|"))
    return names, meanings


@pytest.mark.parametrize("language", languages())
def test_every_name_of_a_figure_table_or_column_has_words(language):
    names = declared()[0] | printed()[0]
    assert len(names) > 500
    assert {each for each in names if not known(each, "names", language)} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_every_meaning_of_a_column_is_said_in_every_language(language):
    meanings = (declared()[1] | printed()[1]) - {""}
    assert len(meanings) > 800
    assert {each for each in meanings if not known(each, "meanings", language)} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_meaning_is_said_of_a_column_that_is_no_more(language):
    meanings = declared()[1] | printed()[1]
    kept = {key for key in named("meanings", language) if not places(key)}
    assert kept <= meanings


@pytest.mark.parametrize("language", OTHERS)
def test_a_meaning_has_the_places_of_the_english_one(language):
    entries = named("meanings", language)
    assert [key for key, entry in entries.items() if places(key) != places(entry)] == []


def test_a_meaning_with_places_is_filled_in_each_language():
    column = Column("made_2027", "1", "vehicles made in 2027")
    assert meaning(column, "ru") == "автомобили, сделанные в 2027"
    assert meaning(column, "ko") == "2027년 생산 대수"
    cause = Column("set_up", "1", "vehicles: set_up")
    assert meaning(cause, "kk") == "автомобильдер: қайта баптау"


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogues_keep_to_the_glossary(language):
    entries = [*words(language).values(), *named("names", language).values()]
    said = " ".join([*entries, *named("meanings", language).values()]).lower()
    for term in terms():
        # Endings change; the beginnings of a term's words do not.
        stems = (
            re.escape(each[: max(3, len(each) - 2)])
            for each in term[language].lower().split()
        )
        pattern = r"\w*\s+".join(stems)
        assert re.search(pattern, said), term
