"""``--set path=value``: values as the plant file's reader understands them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from zauyt.errors import Problem, WrongInput
from zauyt.plant.reading.document import Document, placed
from zauyt.plant.reading.yaml import load_yaml

FILE = "--set"


def set_option() -> click.Option:
    """Give the option that changes values of the plant."""
    return click.Option(
        ["--set", "changes"],
        multiple=True,
        metavar="PATH=VALUE",
        help="Change a value of the plant: --set lines.trim.cycle_s=58 (repeatable).",
    )


def changes_of(texts: Sequence[str]) -> dict[str, Any]:
    """Give the values by path that ``path=value`` texts state, all checked for form.

    Raises
    ------
    WrongInput
        A text has no path or no value, a value is not YAML, or a path stands twice.
    """
    changes: dict[str, Any] = {}
    problems: list[Problem] = []
    for text in texts:
        path, equals, value = (part.strip() for part in text.partition("="))
        if not path or not equals:
            message = f"{text!r} is not of the form path=value"
            problems.append(Problem(FILE, message, "set"))
            continue
        if path in changes:
            problems.append(Problem(path, "is set twice", "set"))
        changes[path] = _value(value, problems)
    if problems:
        raise WrongInput(problems)
    return changes


def _value(text: str, problems: list[Problem]) -> Any:
    lines = Document(lines={FILE: text.splitlines()})
    try:
        document = load_yaml(text, file=FILE)
    except WrongInput as error:
        problems += placed(error.problems, lines)
        return None
    problems += placed(document.problems, document)
    return document.data
