"""A study's options, read off its signature and its docstring.

The type, the default and the sentence of an option are those of the keyword-only
argument of its name; nothing about it is written a second time.
"""

from __future__ import annotations

import datetime
import inspect
import textwrap
import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Union

import click

PROGRESS = "progress"
"""The argument that takes ``progress(done, total)`` and is no option."""

_FLAGS = {"start": "--from"}
_SIMPLE: dict[Any, Any] = {
    int: click.INT,
    float: click.FLOAT,
    str: click.STRING,
    bool: click.BOOL,
}


class Documented(NamedTuple):
    """What a docstring says: its text, and a sentence an argument."""

    text: str
    arguments: dict[str, str]


def day(text: str | datetime.date) -> datetime.date:
    """Give the date that 2026-01-31 means."""
    if isinstance(text, datetime.date):
        return text
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is not a date like 2026-01-31"
        raise click.BadParameter(message) from error


def day_or_state(text: str | datetime.date) -> Any:
    """Give the date, or the state in the file, that is meant."""
    if isinstance(text, datetime.date) or not Path(text).is_file():
        return day(text)
    from zauyt.runs.state import load_state  # the kernels are slow to import

    return load_state(text)


def study_options(study: Callable[..., Any]) -> list[click.Option]:
    """Give the options of a study in the order of its signature."""
    hints = typing.get_type_hints(study, include_extras=True)
    sentences = documented(study).arguments
    return [
        _option(parameter, hints[parameter.name], sentences.get(parameter.name))
        for parameter in inspect.signature(study).parameters.values()
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.name != PROGRESS
    ]


def takes_progress(study: Callable[..., Any]) -> bool:
    """Tell whether a study reports how far it has come."""
    return PROGRESS in inspect.signature(study).parameters


def documented(study: Callable[..., Any]) -> Documented:
    """Give a docstring's text before its sections, and its arguments' sentences."""
    lines = (inspect.getdoc(study) or "").replace("``", "").splitlines()
    heads = [
        place - 1
        for place, line in enumerate(lines)
        if place and line and set(line) == {"-"}
    ]
    ends = [*heads[1:], len(lines)]
    text = "\n".join(lines[: heads[0]] if heads else lines).strip()
    arguments: dict[str, str] = {}
    for head, end in zip(heads, ends, strict=True):
        if lines[head] == "Parameters":
            arguments = _sentences(lines[head + 2 : end])
    return Documented(text, arguments)


def _sentences(lines: list[str]) -> dict[str, str]:
    """Give the indented text under each name, or under each of several names."""
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in lines:
        if line and not line[0].isspace():
            names = [name.strip() for name in line.partition(":")[0].split(",")]
            found.update((name, []) for name in names)
        for name in names:
            if line[:1].isspace():
                found[name].append(line)
    return {
        name: " ".join(textwrap.dedent("\n".join(text)).split())
        for name, text in found.items()
    }


def _option(parameter: inspect.Parameter, hint: Any, help: str | None) -> click.Option:
    assert parameter.default is not parameter.empty, f"{parameter.name}: no default"
    flag = _FLAGS.get(parameter.name, f"--{parameter.name.replace('_', '-')}")
    kind, multiple = _kind(hint, parameter.name)
    if kind is click.BOOL:
        flag = f"{flag}/--no-{flag.removeprefix('--')}"
    return click.Option(
        [flag, parameter.name],
        type=kind,
        default=parameter.default,
        multiple=multiple,
        show_default=parameter.default not in (None, ()),
        help=help,
    )


def _kind(hint: Any, name: str) -> tuple[Any, bool]:
    """Give the kind of an option, and whether it may be given several times."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        return _bounded(inside, name)
    if origin in (Union, types.UnionType):
        kinds = [each for each in inside if each is not type(None)]
        if len(kinds) == 2 and kinds[0] is datetime.date:
            return day_or_state, False
        assert len(kinds) == 1, f"{name} may be any of {kinds}"
        return _kind(kinds[0], name)
    if origin is tuple:
        return _kind(inside[0], name)[0], True
    if origin is Literal:
        return click.Choice([str(each) for each in inside]), False
    if hint is datetime.date:
        return day, False
    if hint is Path:
        return click.Path(path_type=Path), False
    assert hint in _SIMPLE, f"{name}: no option is made of {hint}"
    return _SIMPLE[hint], False


def _bounded(inside: tuple[Any, ...], name: str) -> tuple[Any, bool]:
    """Give the kind of a number with a range, such as ``Field(ge=1)`` states."""
    kind, multiple = _kind(inside[0], name)
    bounds: dict[str, Any] = {}
    for stated in inside[1:]:
        for bound in getattr(stated, "metadata", [stated]):
            for key, side, is_open in (
                ("ge", "min", False),
                ("gt", "min", True),
                ("le", "max", False),
                ("lt", "max", True),
            ):
                if hasattr(bound, key):
                    bounds |= {side: getattr(bound, key), f"{side}_open": is_open}
    if bounds and kind in (click.INT, click.FLOAT):
        kind = (click.IntRange if kind is click.INT else click.FloatRange)(**bounds)
    return kind, multiple
