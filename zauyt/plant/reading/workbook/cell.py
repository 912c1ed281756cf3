"""What one cell means, and what is written into one.

A number, a date, a word stand as they are. Several stand apart by commas; values by
name as ``white: 0.4, black: 0.6``; a law as ``lognormal, cv: 0.2``. What these forms
cannot say is written, and read, as YAML in ``{ }`` or ``[ ]``.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any

from zauyt.errors import WrongInput
from zauyt.plant.reading.document import tidy_number
from zauyt.plant.reading.shape import (
    Date,
    Flag,
    Many,
    Named,
    Number,
    Shape,
    Tagged,
    Text,
    Words,
)
from zauyt.plant.reading.workbook.layout import branches
from zauyt.plant.reading.yaml import load_yaml, plain_value
from zauyt.plant.reading.yaml_text import flow_text, tidied

Cell = str | int | float | bool | datetime.date | None

_PARTS = re.compile(r"[,;\n]")
_TRUTHS = {"true": True, "false": False}


def value_of(cell: Any, shape: Shape) -> Any:
    """Give the plain data that a cell stands for; None if it is blank.

    What is no value of the shape is given as it was found: the reader tells it.
    """
    shapes = branches(shape)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        cell = cell.date() if midnight else cell.isoformat(" ")
    if isinstance(cell, datetime.time):
        cell = cell.isoformat("minutes")
    if isinstance(cell, str):
        text = unicodedata.normalize("NFC", cell.strip())
        return _of_text(text, shapes) if text else None
    value = tidy_number(cell) if isinstance(cell, float) else cell
    if value is None or all(isinstance(each, Many) for each in shapes):
        return None if value is None else [value]
    is_word = any(isinstance(each, Words) and value in each.words for each in shapes)
    if all(isinstance(each, Text | Words) for each in shapes) and not is_word:
        return str(value)
    return value


def _of_text(text: str, shapes: tuple[Shape, ...]) -> Any:
    if all(isinstance(each, Text) for each in shapes):
        return text
    if text[0] in "{[":
        return _of_yaml(text)
    for shape in shapes:
        if isinstance(shape, Tagged):
            return _tagged(text, shape)
        if isinstance(shape, Named) and ":" in text:
            return _named(text, shape)
        if isinstance(shape, Many) and (len(shapes) == 1 or _PARTS.search(text)):
            parts = [part.strip() for part in _PARTS.split(text)]
            return [value_of(part, shape.item) for part in parts if part]
    if any(isinstance(each, Flag) for each in shapes):
        return _TRUTHS.get(text.casefold(), text)
    if any(isinstance(each, Number | Date | Words) for each in shapes):
        value = plain_value(text)
        is_plain = isinstance(value, int | float | datetime.date)
        return value if is_plain and not isinstance(value, bool) else text
    return text


def _of_yaml(text: str) -> Any:
    try:
        document = load_yaml(text, file="cell")
    except WrongInput:
        return text  # is told as text where something else is wanted
    return text if document.problems else document.data


def _tagged(text: str, shape: Tagged) -> Any:
    """Read ``lognormal, cv: 0.2``: the word that tells, then the record's keys."""
    word, *rest = (part.strip() for part in _PARTS.split(text))
    given = {shape.by: word} if ":" not in word else _pair(word)
    for part in rest:
        if ":" not in part:
            return text
        given |= _pair(part)
    return given


def _pair(part: str) -> dict[str, Any]:
    name, _, value = (each.strip() for each in part.partition(":"))
    return {name: plain_value(value)}


def _named(text: str, shape: Named) -> Any:
    """Read ``white: 0.4, black: 0.6``; text that is not of this form as it is."""
    given: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in _PARTS.split(text))):
        name, colon, value = (each.strip() for each in part.partition(":"))
        if not colon or name in given:
            return text
        given[name] = value_of(value, shape.entry)
    return given


def cell_of(value: Any, shape: Shape) -> Cell:
    """Give what to write for plain data, so that it reads back as the same."""
    value = tidied(value)
    if not isinstance(value, dict | list):
        is_exact = not isinstance(value, float) or float(f"{value:.16G}") == value
        return value if is_exact else repr(value)
    for text in (_simple(value, shape), flow_text(value)):
        if text is not None and _same(value_of(text, shape), value):
            return text
    raise AssertionError(f"no cell says {value!r}")


def _same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal, the order of their keys included."""
    return one == other and repr(one) == repr(other)


def _simple(value: Any, shape: Shape) -> str | None:
    """Give a list, mapping or law in its short form, if it has one."""
    if isinstance(value, list):
        return ", ".join(_short(each) for each in value) or None
    tagged = next((each for each in branches(shape) if isinstance(each, Tagged)), None)
    parts = [
        each if tagged and name == tagged.by else f"{name}: {_short(each)}"
        for name, each in value.items()
    ]
    return ", ".join(str(part) for part in parts) or None


def _short(value: Any) -> str:
    return flow_text(value) if isinstance(value, dict | list) else _plain(value)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
