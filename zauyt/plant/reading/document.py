"""A file as data with the place of everything in it, before any meaning.

Bounds, so that no file can stall or exhaust a reader: 8 MB, 40 levels of
nesting, 500,000 values. Long tables stand beside the plant file, not in it.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zauyt.errors import Problem, WrongInput
from zauyt.plant.reading.nearest import did_you_mean
from zauyt.plant.record import joined

MAX_BYTES = 8_000_000
MAX_DEPTH = 40
MAX_VALUES = 500_000
MAX_PROBLEMS = 500

_KEY_CODES = {"unknown_key", "missing_key", "duplicate_key", "wrong_name"}
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True)
class Mark:
    """A place in a file; line and column count from 1, if the form has them.

    In a workbook they are those of a cell of its ``sheet``.
    """

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None


@dataclass
class Document:
    """What a file says: plain data, and where each value and key stands.

    ``values`` and ``keys`` are by dotted path; ``lines`` holds the text of each
    file, line by line. ``problems`` are those of form alone.
    """

    data: Any = None
    values: dict[str, Mark] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_text_file(path: Path) -> str:
    """Give the text of a UTF-8 file.

    Raises
    ------
    WrongInput
        It is missing, not a file, unreadable, above 8 MB or not UTF-8 text.
    """
    return decoded(content_of(path), file=str(path))


def content_of(path: Path) -> bytes:
    """Give the bytes of a file.

    Raises
    ------
    WrongInput
        It is missing, not a file, unreadable or above 8 MB.
    """
    file = str(path)
    try:
        if path.is_dir():
            raise _refused(file, "is a folder, not a file")
        if not path.is_file():
            raise _refused(file, "there is no such file" + _alike(path))
        if path.stat().st_size > MAX_BYTES:
            size_mb = path.stat().st_size / 1e6
            raise _refused(
                file,
                f"is {size_mb:.0f} MB; a plant file may have {MAX_BYTES / 1e6:.0f} MB:"
                " put long lists of stations into a table beside it",
            )
        return path.read_bytes()
    except OSError as error:
        raise _refused(file, f"cannot be read: {error.strerror}") from error


def _alike(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f": there is no folder {folder}"
    return did_you_mean(path.name, sorted(entry.name for entry in folder.iterdir()))


def _refused(file: str, message: str) -> WrongInput:
    return WrongInput([Problem("", message, code="file", file=file)])


def decoded(content: bytes, *, file: str) -> str:
    """Give bytes as text; UTF-8, with or without a byte-order mark.

    Raises
    ------
    WrongInput
        They are not UTF-8; the problem says where.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(file, "is UTF-16 text; save it as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        problem = Problem(
            "",
            f"byte {content[error.start]:#04x} is not UTF-8 text; save the file as"
            " UTF-8",
            code="file",
            file=file,
            line=before.count(b"\n") + 1,
            column=len(before.rpartition(b"\n")[2].decode(errors="replace")) + 1,
        )
        raise WrongInput([problem]) from error


def refuse_unprintable(text: str, *, file: str) -> None:
    """Refuse characters that no text file has, such as NUL.

    Raises
    ------
    WrongInput
        One was found; the problem names the first.
    """
    found = _UNPRINTABLE.search(text)
    if found:
        before = text[: found.start()]
        problem = Problem(
            "",
            f"the character U+{ord(found.group()):04X} cannot stand in a text file;"
            " remove it",
            code="file",
            file=file,
            line=before.count("\n") + 1,
            column=len(before.rpartition("\n")[2]) + 1,
        )
        raise WrongInput([problem])


def load_toml(text: str, *, file: str) -> Document:
    """Read TOML text; only faults of form have a line, values have their path.

    Raises
    ------
    WrongInput
        The text is not TOML.
    """
    refuse_unprintable(text, file=file)
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError as error:
        raise WrongInput([too_deep(Mark(file))]) from error
    except ValueError as error:
        message = str(error)
        found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
        line, column = (int(part) for part in found.groups()) if found else (None, None)
        reason = message[: found.start()] if found else message
        problem = Problem(
            "", f"is not TOML: {reason}", "syntax", file, line=line, column=column
        )
        raise WrongInput([problem]) from error
    document = Document(data, values={"": Mark(file)}, lines={file: text.splitlines()})
    document.data = _toml_value(data, "", 0, document)
    return document


def _toml_value(value: Any, path: str, depth: int, document: Document) -> Any:
    mark = document.values[""]
    if depth > MAX_DEPTH:
        raise WrongInput([too_deep(mark)])
    if isinstance(value, dict):
        return {
            unicodedata.normalize("NFC", key): _toml_value(
                entry, joined(path, key), depth + 1, document
            )
            for key, entry in value.items()
        }
    if isinstance(value, list):
        return [
            _toml_value(entry, joined(path, place), depth + 1, document)
            for place, entry in enumerate(value)
        ]
    if isinstance(value, datetime.datetime | datetime.time):
        return value.isoformat()
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return tidy_number(value)


def tidy_number(value: Any) -> Any:
    """Give a float without a fraction as a whole number, and a huge one as float."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, int) and abs(value) >= 2**53:
        return float(value) if abs(value) < 10**300 else float("inf")
    return value


def too_many(mark: Mark) -> Problem:
    """Give the problem of a file with more values than a plant file may have."""
    return Problem(
        "",
        f"has more than {MAX_VALUES:,} values; put long lists of stations into a table"
        " beside the file",
        code="syntax",
        file=mark.file,
        line=mark.line,
        column=mark.column,
    )


def too_deep(mark: Mark) -> Problem:
    """Give the problem of a file nested more deeply than any plant."""
    return Problem(
        "",
        f"is nested more than {MAX_DEPTH} levels deep",
        code="syntax",
        file=mark.file,
        line=mark.line,
        column=mark.column,
    )


def placed(problems: Iterable[Problem], document: Document) -> list[Problem]:
    """Give problems with file, line, column and source line, in reading order.

    Of very many, the first 500 are given.
    """
    found = [_with_place(problem, document) for problem in problems]
    files = list(document.lines)
    ordered = sorted(
        found,
        key=lambda problem: (
            files.index(problem.file) if problem.file in files else len(files),
            problem.sheet or "",
            problem.line or 0,
            problem.column or 0,
            problem.path,
            problem.message,
        ),
    )
    return ordered[:MAX_PROBLEMS]


def _with_place(problem: Problem, document: Document) -> Problem:
    if problem.file is None:
        mark = mark_of(problem.path, document, prefer_key=problem.code in _KEY_CODES)
        problem = dataclasses.replace(
            problem,
            file=mark.file,
            line=mark.line,
            column=mark.column,
            sheet=mark.sheet,
        )
    lines = document.lines.get(problem.file or "", [])
    if problem.source is None and problem.line and problem.line <= len(lines):
        problem = dataclasses.replace(problem, source=lines[problem.line - 1])
    return problem


def mark_of(path: str, document: Document, *, prefer_key: bool = False) -> Mark:
    """Give the place of a path, or of the nearest thing above it."""
    first, second = document.values, document.keys
    if prefer_key:
        first, second = second, first
    while path:
        mark = first.get(path) or second.get(path)
        if mark:
            return mark
        path = path.rpartition(".")[0]
    return first.get("") or document.values[""]
