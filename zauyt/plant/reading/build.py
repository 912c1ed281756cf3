"""Plain data into records, with every problem found, each in shop-floor words.

The data is walked beside the shape that the records declare: at each place the
one branch that was meant is taken, so a problem names that place and what may
stand there. Records are made bottom-up; what is wrong is left out of them, so
that the rest can still be looked at.
"""

from __future__ import annotations

import datetime
import functools
import re
from typing import Any

from pydantic import ValidationError

from zauyt.errors import Problem
from zauyt.plant.evidence import EVIDENCE_KEYS, Evidence
from zauyt.plant.line import Line, Station, Work
from zauyt.plant.reading.leaf import (
    BAD,
    Findings,
    date_from,
    flag_from,
    number_from,
    text_from,
    word_from,
)
from zauyt.plant.reading.nearest import did_you_mean, found_words, listed, nearest
from zauyt.plant.reading.shape import (
    Date,
    Flag,
    Group,
    Many,
    Named,
    Nothing,
    Number,
    OneOf,
    Shape,
    Tagged,
    Text,
    Words,
    keys_of,
)
from zauyt.plant.reading.wanted import wanted
from zauyt.plant.record import Record, joined


def build(raw: Any, shape: Shape, path: str, findings: Findings) -> Any:
    """Give the value that plain data stands for, or ``BAD``.

    ``raw`` is made of None, truths, numbers, text, dates, lists and mappings
    with text keys; anything else is a problem.
    """
    match shape:
        case Number():
            return number_from(raw, shape, path, findings)
        case Text():
            return text_from(raw, shape, path, findings)
        case Words():
            return word_from(raw, shape, path, findings)
        case Flag():
            return flag_from(raw, path, findings)
        case Date():
            return date_from(raw, path, findings)
        case Many():
            return _many(raw, shape, path, findings)
        case Named():
            return _named(raw, shape, path, findings)
        case Group():
            return _group(raw, shape, path, findings)
        case Tagged():
            return _tagged(raw, shape, path, findings)
        case OneOf():
            return _one_of(raw, shape, path, findings)
        case Nothing():
            return raw if raw is None else findings.add(path, "leave this out")


def is_evidence(raw: Any, shape: Shape) -> bool:
    """Tell whether a mapping stands for a number with its evidence."""
    if not isinstance(raw, dict):
        return False
    if isinstance(shape, Number):
        return True
    if not isinstance(shape, OneOf):
        return False
    if not any(isinstance(branch, Number) for branch in shape.branches):
        return False
    own = {
        key
        for branch in shape.branches
        if isinstance(branch, Group)
        for key in keys_of(branch.record)
    }
    others = [branch for branch in shape.branches if isinstance(branch, Group | Named)]
    plain = not any(isinstance(value, dict) for value in raw.values())
    return not others or (
        plain and bool(raw.keys() & set(EVIDENCE_KEYS)) and not raw.keys() & own
    )


def _many(raw: Any, shape: Many, path: str, findings: Findings) -> Any:
    if not isinstance(raw, list):
        hint = f"; write [{raw}]" if isinstance(raw, str | int | float) else ""
        return findings.add(path, f"{found_words(raw)} found; a list is wanted{hint}")
    if len(raw) < shape.least or (shape.most is not None and len(raw) > shape.most):
        at_most = f" and at most {shape.most:,}" if shape.most is not None else ""
        return findings.add(
            path,
            f"has {len(raw):,} entries; at least {shape.least}{at_most} are wanted",
            "wrong_size",
        )
    items = [
        build(item, shape.item, joined(path, place), findings)
        for place, item in enumerate(raw)
    ]
    return tuple(item for item in items if item is not BAD)


def _named(raw: Any, shape: Named, path: str, findings: Findings) -> Any:
    if not isinstance(raw, dict):
        return findings.add(
            path, f"{found_words(raw)} found; {wanted(shape)} is wanted"
        )
    if len(raw) < shape.least:
        return findings.add(
            path, "is empty; at least one entry is needed", "wrong_size"
        )
    entries = {}
    for name, entry in raw.items():
        inner = joined(path, name)
        before = len(findings.problems)
        text_from(name, shape.key, inner, findings)
        if len(findings.problems) > before:
            last = findings.problems[-1]
            findings.problems[-1] = Problem(last.path, last.message, "wrong_name")
            findings.lost.add(inner)
            continue
        # `S1:` with nothing behind it is a station that says nothing of its own.
        given = {} if entry is None and isinstance(shape.entry, Group) else entry
        value = build(given, shape.entry, inner, findings)
        if value is BAD:
            findings.lost.add(inner)
        else:
            entries[name] = value
    return entries if len(entries) >= shape.least else BAD


def _group(raw: Any, shape: Group, path: str, findings: Findings) -> Any:
    if not isinstance(raw, dict):
        return findings.add(
            path, f"{found_words(raw)} found; {wanted(shape)} is wanted"
        )
    keys = keys_of(shape.record)
    values = {}
    missing = False
    before = len(findings.problems)
    for name in raw:
        if name not in keys:
            _unknown_key(name, shape, path, findings)
    for name, key in keys.items():
        inner = joined(path, name)
        given = raw.get(name)
        needed = key.required and inner not in findings.stand_ins
        if key.required and not needed:
            values[name] = findings.stand_ins[inner]
        if given is None and (not key.required or name not in raw):
            if name in raw and not _may_be_nothing(key.shape):
                findings.add(inner, f"is empty; {wanted(key.shape)} is wanted")
            elif key.required:
                missing = missing or needed
                meaning = f" ({key.meaning.rstrip('.')})" if key.meaning else ""
                findings.add(path, f"needs the key {name}{meaning}", "missing_key")
            continue
        value = build(given, key.shape, inner, findings)
        missing = missing or (value is BAD and needed)
        if value is not BAD:
            values[name] = value
    if missing:
        return BAD
    return _made(shape, values, path, findings, clean=len(findings.problems) == before)


def _may_be_nothing(shape: Shape) -> bool:
    return isinstance(shape, OneOf) and any(
        isinstance(branch, Nothing) for branch in shape.branches
    )


def _made(
    shape: Group, values: dict[str, Any], path: str, findings: Findings, *, clean: bool
) -> Any:
    """Make the record; its own checks see several fields at once."""
    try:
        return shape.record.model_validate(values)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            # What spans fields may come only from what is reported already.
            if not clean and not fault["loc"]:
                continue
            place = ".".join(str(part) for part in fault["loc"] if part != "[key]")
            reason = fault.get("ctx", {}).get("error", fault["msg"])
            inner = joined(path, place) if place else path
            findings.add(inner, str(reason), "wrong_value")
        return BAD


def _unknown_key(name: str, shape: Group, path: str, findings: Findings) -> None:
    keys = keys_of(shape.record)
    close = nearest(name, keys, most=3)
    if shape.record.__name__ == "Plant" and name == "evidence":
        hint = "; evidence stands at the number: {value: .., source: .., low: ..}"
    elif name.isdigit():
        hint = "; a number has a point, not a comma"
    elif close:
        hint = f"; did you mean {' or '.join(close)}?"
    elif name in _elsewhere():
        hint = f"; it is a key of {' or '.join(_elsewhere()[name])}"
    else:
        hint = f"; allowed are {listed(keys, most=40)}"
    findings.add(joined(path, name), f"unknown key {name}{hint}", "unknown_key")


@functools.cache
def _elsewhere() -> dict[str, list[str]]:
    """Give the records, by their names in lower case, that have a key."""
    records: dict[str, list[str]] = {}
    for record in sorted(Record.__subclasses__(), key=lambda each: each.__name__):
        of_network = record.__module__ == "zauyt.plant.network"
        if record is not Evidence and not issubclass(record, Work) and not of_network:
            for name in keys_of(record):
                records.setdefault(name, []).append(f"a {record.__name__.lower()}")
    for record in (Line, Station):
        for name in keys_of(record):
            records.setdefault(name, []).append(f"a {record.__name__.lower()}")
    return records


def _tagged(raw: Any, shape: Tagged, path: str, findings: Findings) -> Any:
    if not isinstance(raw, dict):
        hint = ""
        if isinstance(raw, str) and raw in dict(shape.groups):
            hint = f"; write {{{shape.by}: {raw}}}"
        return findings.add(
            path, f"{found_words(raw)} found; {wanted(shape)} is wanted{hint}"
        )
    known = [word for word, _ in shape.groups]
    if shape.by not in raw:
        return findings.add(
            path, f"needs the key {shape.by}: one of {', '.join(known)}", "missing_key"
        )
    word = word_from(
        raw[shape.by], Words(tuple(known)), joined(path, shape.by), findings
    )
    if word is BAD:
        return BAD
    return _group(raw, dict(shape.groups)[word], path, findings)


def _one_of(raw: Any, shape: OneOf, path: str, findings: Findings) -> Any:
    """Build the branch meant, told by the kind of value that was found."""
    kinds: tuple[type[Any], ...]
    if raw is None and _may_be_nothing(shape):
        return None
    if is_evidence(raw, shape) or (
        isinstance(raw, int | float) and not isinstance(raw, bool)
    ):
        kinds = (Number,)
    elif isinstance(raw, dict):
        kinds = (Group, Named, Tagged)
    elif isinstance(raw, list):
        kinds = (Many,)
    elif isinstance(raw, str):
        kinds = (Words, Text, Date)
    elif isinstance(raw, datetime.date):
        kinds = (Date,)
    else:
        kinds = (Flag,)
    real = [branch for branch in shape.branches if not isinstance(branch, Nothing)]
    if len(real) == 1:
        return build(raw, real[0], path, findings)
    meant = next((branch for branch in real if isinstance(branch, kinds)), None)
    if isinstance(meant, Words) and raw not in meant.words and _like_a_number(raw):
        meant = next((each for each in real if isinstance(each, Number)), meant)
    if meant is None and isinstance(raw, str):
        meant = next((each for each in real if isinstance(each, Number)), None)
    if isinstance(meant, Words) and raw not in meant.words:
        hint = did_you_mean(raw, [str(word) for word in meant.words])
        message = f"{found_words(raw)} found; {wanted(shape)} is wanted{hint}"
        return findings.add(path, message, "wrong_word")
    if meant is None:
        return findings.add(
            path, f"{found_words(raw)} found; {wanted(shape)} is wanted"
        )
    return build(raw, meant, path, findings)


def _like_a_number(text: str) -> bool:
    return bool(re.match(r"\s*[-+]?[.,]?[0-9]", text))
