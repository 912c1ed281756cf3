"""YAML 1.2 as planners write it, read with the place of every key and value.

Only what is plain stays plain: ``NO``, ``yes`` and ``6:00`` are text, ``1e3`` is
a number, ``2026-01-15`` a date. Refused, with a word on what to write instead:
keys given twice, aliases and merge keys, tags, tabs, several documents.
The events of the parser are folded without recursion into it, so depth is
bounded before memory is.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import yaml

from zauyt.errors import Problem, WrongInput
from zauyt.plant.reading.document import (
    MAX_DEPTH,
    MAX_PROBLEMS,
    MAX_VALUES,
    Document,
    Mark,
    refuse_unprintable,
    tidy_number,
    too_deep,
    too_many,
)
from zauyt.plant.record import joined

NULLS = {"", "~", "null", "Null", "NULL"}
TRUTHS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_WHOLE = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
REAL = re.compile(
    r"[-+]?(?:(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)"
)
_TAGS = {None, "!", *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Events = Iterator[Any]


def plain_value(text: str) -> Any:
    """Give what unquoted text means: nothing, a truth, a number, a date or text."""
    if text in NULLS:
        return None
    if text in TRUTHS:
        return TRUTHS[text]
    if _WHOLE.fullmatch(text) and len(text) < 300:
        return tidy_number(int(text))
    if _BASED.fullmatch(text) and len(text) < 200:
        return tidy_number(int(text, 0))
    if REAL.fullmatch(text):
        return tidy_number(float(text.replace(".inf", "inf").replace(".nan", "nan")))
    if _DATE.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:  # 2026-02-30 stays text; the field says what is wrong
            return text
    return unicodedata.normalize("NFC", text)


def load_yaml(text: str, *, file: str) -> Document:
    """Read one YAML document as plain data with places.

    Raises
    ------
    WrongInput
        The text is not YAML of the form read here; what was found up to the
        first fault of form is in it, too.
    """
    refuse_unprintable(text, file=file)
    document = Document(values={"": Mark(file, 1, 1)}, lines={file: text.splitlines()})
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    try:
        _whole(events, file, document)
    except yaml.YAMLError as error:
        problem = _syntax_problem(error, file, document.lines[file])
        raise WrongInput([*document.problems, problem]) from error
    return document


def _whole(events: Events, file: str, document: Document) -> None:
    begun = False
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if begun:
                problem = _problem(
                    "",
                    "a second document begins here; a file holds one plant",
                    _mark(event, file),
                )
                raise WrongInput([*document.problems, problem])
            begun = True
            document.data = _node(next(events), events, ("", 0), document)


def _node(
    event: Any, events: Events, place: tuple[str, int], document: Document
) -> Any:
    """Fold one value from the events; ``place`` is its path and depth."""
    path, depth = place
    file = next(iter(document.lines))
    mark = _mark(event, file)
    document.values[path] = mark
    if depth > MAX_DEPTH:
        raise WrongInput([*document.problems, too_deep(mark)])
    if len(document.values) > MAX_VALUES:
        raise WrongInput([*document.problems, too_many(mark)])
    if len(document.problems) >= MAX_PROBLEMS:
        raise WrongInput(document.problems)
    if isinstance(event, yaml.AliasEvent):
        document.problems.append(
            _problem(
                path,
                f"the alias *{event.anchor} is not read; write the value out, or give"
                " it once for the whole line",
                mark,
            )
        )
        return None
    if event.tag not in _TAGS:
        document.problems.append(
            _problem(path, f"the tag {event.tag} is not read; leave it out", mark)
        )
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, place, document)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(events, place, document)
    if event.implicit[0] and event.tag is None:
        return plain_value(event.value)
    return unicodedata.normalize("NFC", event.value)


def _sequence(events: Events, place: tuple[str, int], document: Document) -> list[Any]:
    path, depth = place
    items: list[Any] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        inner = (joined(path, len(items)), depth + 1)
        items.append(_node(event, events, inner, document))
    return items


def _mapping(
    events: Events, place: tuple[str, int], document: Document
) -> dict[str, Any]:
    path, depth = place
    file = next(iter(document.lines))
    entries: dict[str, Any] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        mark = _mark(event, file)
        if not isinstance(event, yaml.ScalarEvent) or event.value == "<<":
            message = (
                "the merge key << is not read; write the keys out"
                if isinstance(event, yaml.ScalarEvent)
                else "a key is a name, not a list, a mapping or an alias"
            )
            document.problems.append(_problem(path, message, mark))
            _skip(event, events, place, document)
            _skip(next(events), events, place, document)
            continue
        key = unicodedata.normalize("NFC", event.value)
        inner = joined(path, key)
        if key in entries:
            first = document.keys[inner]
            message = (
                f"{key} is given twice: first at line {first.line}, column"
                f" {first.column}"
            )
            document.problems.append(_problem(inner, message, mark, "duplicate_key"))
            _skip(next(events), events, place, document)
            continue
        document.keys[inner] = mark
        entries[key] = _node(next(events), events, (inner, depth + 1), document)
    return entries


def _skip(
    event: Any, events: Events, place: tuple[str, int], document: Document
) -> None:
    """Read what has no place in the data, for its faults of form only."""
    spare = Document(lines=document.lines, problems=document.problems)
    _node(event, events, (place[0], place[1] + 1), spare)


def _mark(event: Any, file: str) -> Mark:
    return Mark(file, event.start_mark.line + 1, event.start_mark.column + 1)


def _problem(path: str, message: str, mark: Mark, code: str = "syntax") -> Problem:
    return Problem(path, message, code, mark.file, mark.line, mark.column)


_REASONS = {
    "mapping values are not allowed": "a colon with a blank after it where no key can"
    " be: put text that has a colon into quotes, or check how far the line is"
    " indented",
    "did not find expected ',' or ']'": "this list is not closed: a comma or ] is"
    " missing",
    "did not find expected ',' or '}'": "this mapping is not closed: a comma or } is"
    " missing",
    "found unexpected end of stream": "this quote is not closed",
    "found unexpected ':'": "a colon needs a blank after it",
    "could not find expected ':'": "this key has no colon and value",
    "did not find expected key": "this line is not indented like the keys around it",
    "did not find expected '-' indicator": "this line is not indented like the list"
    " around it",
    "did not find expected <document start>": "this line is not indented like the"
    " keys around it",
    "found unknown escape character": "a backslash in double quotes begins a special"
    " character; use single quotes",
    "did not find expected node content": "a value is missing here",
    "found incompatible YAML document": "this version of YAML is not read; leave the"
    " line out",
    "block sequence entries are not allowed": "a list with - cannot begin here; check"
    " how far the line is indented",
    "found undefined tag handle": "tags (words beginning with !) are not read; put the"
    " text into quotes",
}
_AT_OPENING = ("',' or ']'", "',' or '}'", "end of stream")


def _syntax_problem(error: yaml.YAMLError, file: str, lines: list[str]) -> Problem:
    """Say a fault of form in plain words, at the place where it is mended."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem("", f"is not YAML: {error}", "syntax", file)
    said = error.problem or error.context or ""
    mark = error.problem_mark or error.context_mark
    if any(part in said for part in _AT_OPENING) and error.context_mark:
        mark = error.context_mark
    if mark is None:
        return Problem("", f"is not YAML: {said}", "syntax", file)
    line = lines[mark.line] if mark.line < len(lines) else ""
    character = line[mark.column : mark.column + 1]
    if "cannot start any token" in said and character == "\t":
        reason = "a tab; indent with blanks"
    elif "cannot start any token" in said:
        reason = f"text that begins with {character} needs quotes around it"
    else:
        known = (words for part, words in _REASONS.items() if part in said)
        reason = next(known, f"is not YAML: {said}")
    return Problem("", reason, "syntax", file, mark.line + 1, mark.column + 1)
