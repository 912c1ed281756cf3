"""``--set path=value``: values as the plant file's reader understands them.

``--set FOLDER`` takes all that a saved result changes in the plant.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from zauyt.errors import Problem, WrongInput
from zauyt.plant.reading.document import Document, placed
from zauyt.plant.reading.yaml import load_yaml
from zauyt.results.folder import load

FILE = "--set"


def set_option() -> click.Option:
    """Give the option that changes values of the plant."""
    return click.Option(
        ["--set", "changes"],
        multiple=True,
        metavar="PATH=VALUE",
        help="Change a value of the plant: --set lines.trim.cycle_s=58; or all that a"
        " result saved by --out changes: --set FOLDER (repeatable).",
    )


def changes_of(texts: Sequence[str]) -> dict[str, Any]:
    """Give the values by path that ``path=value`` texts state, all checked for form.

    A folder of a saved result stands for all that it changes.

    Raises
    ------
    WrongInput
        A text has no path or no value, a value is not YAML, a path stands twice, or a
        folder holds no result, or one that changes nothing.
    """
    changes: dict[str, Any] = {}
    problems: list[Problem] = []
    for text in texts:
        stated = _stated(text, problems)
        problems += [
            Problem(path, "is set twice", "set") for path in stated if path in changes
        ]
        changes |= stated
    if problems:
        raise WrongInput(problems)
    return changes


def _stated(text: str, problems: list[Problem]) -> dict[str, Any]:
    """Give the values of one text: of a path, or of a saved result."""
    path, equals, value = (part.strip() for part in text.partition("="))
    if path and equals:
        return {path: _value(value, problems)}
    if not Path(text).is_dir():
        message = f"{text!r} is not of the form path=value, and no folder of a result"
        problems.append(Problem(FILE, message, "set"))
        return {}
    result = load(text)
    if not result.changes:
        message = f"the result in {text}, of {result.study}, changes nothing"
        problems.append(Problem(FILE, message, "set"))
    return dict(result.changes)


def _value(text: str, problems: list[Problem]) -> Any:
    lines = Document(lines={FILE: text.splitlines()})
    try:
        document = load_yaml(text, file=FILE)
    except WrongInput as error:
        problems += placed(error.problems, lines)
        return None
    problems += placed(document.problems, document)
    return document.data
