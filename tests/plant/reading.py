"""What the tests of plant files share: read text, list what is said of it."""

from __future__ import annotations

from pathlib import Path

from zauyt.errors import Problem, WrongInput
from zauyt.plant.reading.file import read_text

FILES = Path(__file__).with_name("files")

HEAD = "format: 1\nplant: test\n"


def problems_of(text: str) -> tuple[Problem, ...]:
    """Give the problems of a plant's text, none if it is a plant."""
    try:
        read_text(HEAD + text)
    except WrongInput as error:
        return error.problems
    return ()


def said(text: str) -> list[str]:
    """Give ``path: message`` of each problem."""
    return [f"{problem.path}: {problem.message}" for problem in problems_of(text)]
