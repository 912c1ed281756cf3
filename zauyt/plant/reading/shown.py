"""Problems as a person reads them: the place, what is wrong, the line, a caret."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from zauyt.errors import Problem

WIDTH = 88


def shown(problems: Iterable[Problem]) -> str:
    """Give problems as plain text, each with its source line and a caret under it."""
    return "\n".join(_one(problem) for problem in problems)


def _one(problem: Problem) -> str:
    text = str(problem)
    if problem.severity == "warning":
        text = f"warning: {text}"
    if problem.source is None or problem.column is None:
        return text
    source, column = _cut(problem.source, problem.column - 1)
    before = "".join(
        "\t" if letter == "\t" else " " * _cells(letter) for letter in source[:column]
    )
    return f"{text}\n    {source}\n    {before}^"


def _cut(source: str, column: int) -> tuple[str, int]:
    """Give the part of a long line around a column, and the column in it."""
    source = source.rstrip()
    if len(source) <= WIDTH:
        return source, min(column, len(source))
    begin = max(0, min(column - WIDTH // 2, len(source) - WIDTH))
    return source[begin : begin + WIDTH], min(column - begin, WIDTH)


def _cells(letter: str) -> int:
    """Give how many places a letter takes on a terminal."""
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
