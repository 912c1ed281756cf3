"""What names and meanings of figures, tables and columns are called in a language.

A result names its figures, tables, columns and kinds in ``snake_case`` and says what
a column means in English; both are stored with it. ``words/names/xx.json`` calls each
such name as a reader does, and ``words/meanings/xx.json`` says each English meaning
in another language. Keys with places, such as ``made_{year}``, hold for all that fit
them. What comes from a plant file stays as it is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from zauyt.results.column import BY_ROW, Column
from zauyt.results.language import places, spoken, words


def label(name: str, language: str | None = None) -> str:
    """Call a figure, table, column or kind as a reader does; others as they are."""
    found = _filled(name, "names", language or spoken())
    return name if found is None else found


def meaning(column: Column, language: str | None = None) -> str:
    """Say what a column means."""
    language = language or spoken()
    if language == "en" or not column.meaning:
        return column.meaning
    found = _filled(column.meaning, "meanings", language)
    return column.meaning if found is None else found


def unit_label(unit: str, language: str | None = None) -> str:
    """Give what stands for a unit: nothing for plain counts, money as it is."""
    if unit in ("", "1", BY_ROW):
        return ""
    found = _filled(unit, "units", language or spoken())
    return unit if found is None else found


def known(text: str, kind: str, language: str) -> bool:
    """Tell whether a language has a word for a name, meaning or unit."""
    return _filled(text, kind, language) is not None


@cache
def named(kind: str, language: str) -> Mapping[str, str]:
    """Give the ``names``, ``meanings`` or ``units`` of a language by their keys."""
    words(language)
    folder = resources.files("zauyt.results") / "words" / kind
    entries: dict[str, str] = json.loads(
        (folder / f"{language}.json").read_text(encoding="utf-8")
    )
    return entries


def _filled(text: str, kind: str, language: str) -> str | None:
    entries = named(kind, language)
    if text in entries:
        return entries[text]
    for pattern, entry in _patterns(kind, language):
        found = pattern.fullmatch(text)
        if found:
            parts = {
                key: label(each, language) for key, each in found.groupdict().items()
            }
            return entry.format_map(parts)
    return None


@cache
def _patterns(kind: str, language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Give the entries with places; a place named ``number`` takes digits only."""
    patterns = []
    for key, entry in named(kind, language).items():
        names = places(key)
        if names:
            pattern = re.escape(key)
            for name in names:
                some = r"\d+" if name == "number" else ".+"
                pattern = pattern.replace(rf"\{{{name}\}}", f"(?P<{name}>{some})")
            patterns.append((re.compile(pattern), entry))
    return tuple(patterns)
