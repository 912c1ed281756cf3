"""Single values of plain data: numbers with or without evidence, words, dates."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from zauyt.errors import Problem
from zauyt.plant.evidence import EVIDENCE_KEYS, Confidence, Evidence
from zauyt.plant.reading.document import MAX_PROBLEMS
from zauyt.plant.reading.nearest import did_you_mean, found_words
from zauyt.plant.reading.number import number_problem
from zauyt.plant.reading.shape import Number, OneOf, Text, Words, keys_of
from zauyt.plant.reading.wanted import number_wanted
from zauyt.plant.record import joined

BAD: Final = object()
"""Stands for a value that could not be made; its problem is in the findings."""


class Enough(Exception):
    """So many problems were found that more of them help nobody."""


@dataclass
class Findings:
    """What was met on the way: problems, evidence, and entries left out."""

    problems: list[Problem] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    stand_ins: dict[str, Any] = field(default_factory=dict)
    """By path, what stands for a needed value that is wrong, so that the rest of
    its record can be looked at."""

    def add(self, path: str, message: str, code: str = "wrong_kind") -> Any:
        """Note a problem and give ``BAD``; stop at ``MAX_PROBLEMS`` of them."""
        self.problems.append(Problem(path, message, code))
        if len(self.problems) >= MAX_PROBLEMS:
            raise Enough
        return BAD


def number_from(raw: Any, shape: Number, path: str, findings: Findings) -> Any:
    """Give a number; its evidence goes to the findings."""
    if isinstance(raw, dict):
        return _with_evidence(raw, shape, path, findings)
    problem = number_problem(raw, shape)
    if problem is None:
        return raw if shape.whole else float(raw)
    return findings.add(path, problem[1], problem[0])


def _with_evidence(
    raw: dict[str, Any], shape: Number, path: str, findings: Findings
) -> Any:
    before = len(findings.problems)
    if not raw.keys() & set(EVIDENCE_KEYS):
        return findings.add(path, f"a mapping found; {number_wanted(shape)} is wanted")
    for key in (key for key in raw if key not in EVIDENCE_KEYS):
        findings.add(
            joined(path, key),
            f"unknown key {key}{did_you_mean(key, EVIDENCE_KEYS)}; a mapping in place"
            f" of a number has the keys {', '.join(EVIDENCE_KEYS)}",
            "unknown_key",
        )
    if "value" not in raw:
        return findings.add(path, "needs the key value: the number itself", "evidence")
    open_shape = Number(
        whole=False,
        low=shape.low,
        high=shape.high,
        low_open=shape.low_open,
        high_open=shape.high_open,
        unit=shape.unit,
    )
    value = _bare(raw["value"], shape, joined(path, "value"), findings)
    ends = {
        end: _bare(raw[end], open_shape, joined(path, end), findings)
        for end in ("low", "high")
        if raw.get(end) is not None
    }
    words = {
        key: _word_of(raw[key], key, joined(path, key), findings)
        for key in ("shared", "source", "confidence", "note")
        if raw.get(key) is not None
    }
    if len(findings.problems) > before:
        return BAD if value is BAD else value
    if len(ends) == 1:
        given, missing = ("low", "high") if "low" in ends else ("high", "low")
        return findings.add(
            path, f"has {given} but not {missing}; a range needs both", "evidence"
        )
    if ends and not ends["low"] <= value <= ends["high"]:
        return findings.add(
            path,
            f"the value {value:g} is not between low {ends['low']:g} and high"
            f" {ends['high']:g}",
            "evidence",
        )
    if "shared" in words and not ends:
        return findings.add(
            path, "has shared but no range; what is shared is the doubt", "evidence"
        )
    if ends or words:
        findings.evidence[path] = Evidence(**ends, **words)
    return value


def _bare(raw: Any, shape: Number, path: str, findings: Findings) -> Any:
    """Give a number that cannot itself have evidence."""
    if isinstance(raw, dict):
        return findings.add(path, f"a mapping found; {number_wanted(shape)} is wanted")
    return number_from(raw, shape, path, findings)


def _word_of(raw: Any, key: str, path: str, findings: Findings) -> Any:
    if key == "confidence":
        return word_from(raw, Words(get_args(Confidence)), path, findings)
    return text_from(
        raw, _shared_shape() if key == "shared" else Text(), path, findings
    )


def _shared_shape() -> Text:
    """Give the shape of the name of a shared doubt, as its record declares it."""
    shape = keys_of(Evidence)["shared"].shape
    branches = shape.branches if isinstance(shape, OneOf) else (shape,)
    return next(each for each in branches if isinstance(each, Text))


def text_from(raw: Any, shape: Text, path: str, findings: Findings) -> Any:
    """Give text of the pattern wanted."""
    if not isinstance(raw, str):
        quotes = (
            "; put it into quotes"
            if shape.pattern is None and isinstance(raw, int | float | datetime.date)
            else ""
        )
        return findings.add(
            path, f"{found_words(raw)} found; {shape.wanted} is wanted{quotes}"
        )
    if shape.longest is not None and len(raw) > shape.longest:
        return findings.add(
            path, f"has {len(raw)} letters; {shape.longest} at most", "wrong_text"
        )
    if shape.pattern is not None and not re.fullmatch(shape.pattern, raw):
        return findings.add(
            path, f"{found_words(raw)} is not {shape.wanted}", "wrong_text"
        )
    return raw


def word_from(raw: Any, shape: Words, path: str, findings: Findings) -> Any:
    """Give one of a few words."""
    for word in shape.words:
        if raw == word and type(raw) is type(word):
            return raw
    known = [str(word) for word in shape.words]
    hint = did_you_mean(raw, known) if isinstance(raw, str) else ""
    allowed = (
        f"one of {', '.join(known)} is wanted"
        if len(known) > 1
        else f"write {known[0]}"
    )
    return findings.add(
        path, f"{found_words(raw)} found; {allowed}{hint}", "wrong_word"
    )


def flag_from(raw: Any, path: str, findings: Findings) -> Any:
    """Give true or false."""
    if isinstance(raw, bool):
        return raw
    said = raw.casefold() if isinstance(raw, str) else ""
    hint = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(said)
    return findings.add(
        path,
        f"{found_words(raw)} found; "
        + (f"write {hint}" if hint else "true or false is wanted"),
    )


def date_from(raw: Any, path: str, findings: Findings) -> Any:
    """Give a day, quoted or not."""
    if isinstance(raw, datetime.date) and not isinstance(raw, datetime.datetime):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        try:
            return datetime.date.fromisoformat(raw)
        except ValueError:
            return findings.add(path, f"{raw} is not in any calendar", "wrong_date")
    return findings.add(
        path, f"{found_words(raw)} found; a date like 2026-01-15 wanted"
    )
