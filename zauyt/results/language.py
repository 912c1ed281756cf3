"""The one place where sentences are: a catalogue a language.

``words/en.json`` maps each message key to a sentence with places for numbers, in
Python's format: ``{runs:,} runs``. Any other ``words/xx.json`` holds the same keys,
and each sentence the same places. A number that is not known is said in words; one
that is has the marks of the language (``number.thousands`` and its like). A word that
follows a number's form gives all of its forms: ``{runs:plural run|runs}``.

Who asks for no language is answered in the one that is spoken: English, but for what
runs inside ``with speaking("ko")``.
"""

from __future__ import annotations

import difflib
import json
import string
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Any

from zauyt.errors import Problem, WrongInput
from zauyt.results.result import Note

UNKNOWN = "unknown"
"""Key of the word for a number that is not known."""

PLURAL = "plural "
"""What the form of a place begins with that gives a word's forms, not a number."""


def _russian(count: int) -> int:
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else 2


FORMS: dict[str, tuple[int, Callable[[int], int]]] = {
    "one": (1, lambda _: 0),
    "one_other": (2, lambda count: int(count != 1)),
    "one_few_many": (3, _russian),
}
"""How many forms a word has beside a number, and which: by ``number.forms``."""

_SPOKEN: ContextVar[str] = ContextVar("spoken", default="en")


def spoken() -> str:
    """Give the language that is spoken here."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language in what runs inside, and in no other thread or task.

    Raises
    ------
    WrongInput
        When the language has no catalogue.
    """
    words(language)
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def sentence(note: Note, language: str | None = None) -> str:
    """Say a note in a language.

    Raises
    ------
    WrongInput
        When the language has no catalogue.
    """
    language = language or spoken()
    catalogue = words(language)
    assert note.key in catalogue, f"no sentence for {note.key}"
    wanted, given = places(catalogue[note.key]), set(note.numbers)
    assert wanted == given, f"{note.key} says {sorted(wanted)}, given {sorted(given)}"
    said = []
    for text, name, form, conversion in string.Formatter().parse(catalogue[note.key]):
        said.append(text)
        if name is not None:
            assert conversion is None, f"{note.key}: !{conversion} is not allowed"
            value = note.numbers[name]
            said.append(_said(value, form or "", language))
    return "".join(said)


def word(key: str, language: str | None = None) -> str:
    """Say a key that takes no numbers, such as a heading."""
    return sentence(Note(key), language)


def written(figures: str, language: str | None = None) -> str:
    """Give a number that is written in English with the marks of a language."""
    return figures.translate(_marks(language or spoken()))


@cache
def _marks(language: str) -> Mapping[int, str]:
    catalogue = words(language)
    marks = {",": "thousands", ".": "point", "%": "percent"}
    return str.maketrans({m: catalogue[f"number.{key}"] for m, key in marks.items()})


def languages() -> tuple[str, ...]:
    """Give the languages that have a catalogue, by their ISO codes, sorted."""
    return tuple(
        sorted(
            entry.name.removesuffix(".json")
            for entry in (resources.files("zauyt.results") / "words").iterdir()
            if entry.name.endswith(".json")
        )
    )


@cache
def words(language: str) -> Mapping[str, str]:
    """Give a language's catalogue."""
    if language not in languages():
        near = difflib.get_close_matches(language, languages(), 1, 0.4)
        hint = f"; did you mean {near[0]}?" if near else ""
        message = f"{language!r} is not one of {', '.join(languages())}{hint}"
        raise WrongInput([Problem("language", message, "language")])
    entry = resources.files("zauyt.results") / "words" / f"{language}.json"
    return parsed(entry.read_text(encoding="utf-8"))


def parsed(text: str) -> dict[str, str]:
    """Read a catalogue; a key that stands twice is a mistake of ours."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        assert len(set(keys)) == len(keys), "a key stands twice"
        return dict(pairs)

    catalogue = json.loads(text, object_pairs_hook=once)
    for key, entry in catalogue.items():
        assert isinstance(entry, str), f"{key} is not a sentence"
        places(entry)
    return dict(catalogue)


def differences(english: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """List what another language's catalogue lacks, adds or fills differently."""
    found = [f"{key} is missing" for key in english if key not in other]
    found += [f"{key} is not in English" for key in other if key not in english]
    for key in english:
        if key in other and places(english[key]) != places(other[key]):
            theirs, ours = sorted(places(other[key])), sorted(places(english[key]))
            found.append(f"{key} has places {theirs}, English {ours}")
    return found


def places(entry: str) -> set[str]:
    """Give the names of the places that a sentence leaves for numbers."""
    names = {
        name for _, name, _, _ in string.Formatter().parse(entry) if name is not None
    }
    for name in names:
        assert name.isidentifier(), f"{{{name}}} is not a plain name in {entry!r}"
    return names


def _said(value: Any, form: str, language: str) -> str:
    catalogue = words(language)
    if value is None:
        return catalogue[UNKNOWN]
    if isinstance(value, list):
        return ", ".join(_said(each, form, language) for each in value)
    if form.startswith(PLURAL):
        forms = form.removeprefix(PLURAL).split("|")
        count, which = FORMS[catalogue["number.forms"]]
        assert len(forms) == count, f"{forms} are not {count} forms"
        return forms[which(abs(round(value)))]
    said = format(value, form)
    return said if isinstance(value, str) else written(said, language)
