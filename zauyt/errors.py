"""What can go wrong, told so that the reader knows what to do next.

``ZauytError``
    ``WrongInput``   the file, an option or a table is wrong: every problem found,
                     each with its place
    ``NoAnswer``     the question is well put but has no answer: the rule that binds
    ``NotInstalled`` an optional package is missing: the command that installs it

A bug of ours is an ``AssertionError``; it is never one of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input: where, what was found, what is allowed.

    ``path`` is the dotted plant path (``lines.trim.cycle_s``) or the option;
    ``file``, ``line`` and ``column`` (from 1) are given where the value came
    from a file, with ``source``, that line as it stands there; in a workbook line
    and column are those of the cell in its ``sheet``. ``code`` is
    stable and short, for machines and searches. A problem of severity
    ``warning`` does not stop anything.
    """

    path: str
    message: str
    code: str = "value"
    file: str | None = None
    line: int | None = None
    column: int | None = None
    severity: Literal["error", "warning"] = "error"
    source: str | None = None
    sheet: str | None = None

    @property
    def place(self) -> str:
        """Give where it is: ``plant.yaml:7:5``, or ``plant.xlsx, lines!E7``."""
        parts = [self.file, self.line, self.column]
        if self.sheet is not None:
            cell = f"!{letters(self.column)}{self.line}" if self.line else ""
            parts = [f"{self.file}, {self.sheet}{cell}"]
        return ":".join(str(part) for part in parts if part is not None)

    def __str__(self) -> str:
        place = self.place
        head = f"{place}: " if place else ""
        path = f"{self.path}: " if self.path else ""
        return f"{head}{path}{self.message}"


def letters(column: int | None) -> str:
    """Give the letters over a sheet's column, from 1: ``A``, ``Z``, ``AA``."""
    text, left = "", column or 0
    while left:
        left, letter = divmod(left - 1, 26)
        text = chr(ord("A") + letter) + text
    return text


class ZauytError(Exception):
    """Anything that is told to the user in words, without a traceback."""


class WrongInput(ZauytError):
    """The input is wrong; ``problems`` lists everything found, at once."""

    def __init__(self, problems: list[Problem]) -> None:
        assert problems, "wrong input without a problem"
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class NoAnswer(ZauytError):
    """The question has no answer; the message names the rule that binds."""


class NotInstalled(ZauytError):
    """An optional package is missing; the message says how to get it."""
