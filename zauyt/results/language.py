"""The one place where sentences are: a catalogue a language.

``words/en.json`` maps each message key to a sentence with places for numbers, in
Python's format: ``{runs:,} runs``. Any other ``words/xx.json`` holds the same keys,
and each sentence the same places. A number that is not known is said in words.
"""

from __future__ import annotations

import difflib
import json
import string
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from zauyt.errors import Problem, WrongInput
from zauyt.results.result import Note

UNKNOWN = "unknown"
"""Key of the word for a number that is not known."""


def sentence(note: Note, language: str = "en") -> str:
    """Say a note in a language.

    Raises
    ------
    WrongInput
        When the language has no catalogue.
    """
    catalogue = words(language)
    assert note.key in catalogue, f"no sentence for {note.key}"
    wanted, given = places(catalogue[note.key]), set(note.numbers)
    assert wanted == given, f"{note.key} says {sorted(wanted)}, given {sorted(given)}"
    spoken = []
    for text, name, form, conversion in string.Formatter().parse(catalogue[note.key]):
        spoken.append(text)
        if name is not None:
            assert conversion is None, f"{note.key}: !{conversion} is not allowed"
            value = note.numbers[name]
            spoken.append(_said(value, form or "", catalogue))
    return "".join(spoken)


def word(key: str, language: str = "en") -> str:
    """Say a key that takes no numbers, such as a heading."""
    return sentence(Note(key), language)


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
    """Give a language's catalogue, checked against the English one."""
    if language not in languages():
        near = difflib.get_close_matches(language, languages(), 1, 0.4)
        hint = f"; did you mean {near[0]}?" if near else ""
        message = f"{language!r} is not one of {', '.join(languages())}{hint}"
        raise WrongInput([Problem("language", message, "language")])
    entry = resources.files("zauyt.results") / "words" / f"{language}.json"
    catalogue = parsed(entry.read_text(encoding="utf-8"))
    if language != "en":
        differing = differences(words("en"), catalogue)
        assert not differing, f"{language}: {'; '.join(differing)}"
    return catalogue


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


def _said(value: Any, form: str, catalogue: Mapping[str, str]) -> str:
    if value is None:
        return catalogue[UNKNOWN]
    if isinstance(value, list):
        return ", ".join(_said(each, form, catalogue) for each in value)
    return format(value, form)
