"""What may stand where in a plant file, read off the records' annotations.

Each annotation becomes one small value that says what is allowed there; the
reader's checks, the paths of a change and the JSON Schema all go by it.
"""

from __future__ import annotations

import ast
import datetime
import functools
import inspect
import itertools
import textwrap
import types
import typing
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import annotated_types as limits
from pydantic.fields import FieldInfo

from zauyt.plant.record import Record, Wanted
from zauyt.units import Unit


@dataclass(frozen=True)
class Number:
    """A number from ``low`` to ``high``; an open end is not itself allowed."""

    whole: bool
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    unit: Unit | None = None


@dataclass(frozen=True)
class Text:
    """Text, perhaps of one pattern, which ``wanted`` says in words."""

    pattern: str | None = None
    longest: int | None = None
    wanted: str = "text"


@dataclass(frozen=True)
class Words:
    """One of a few words or numbers."""

    words: tuple[str | int, ...]


@dataclass(frozen=True)
class Flag:
    """True or false."""


@dataclass(frozen=True)
class Date:
    """A day: 2026-01-15."""


@dataclass(frozen=True)
class Nothing:
    """No value: the key may as well be left out."""


@dataclass(frozen=True)
class Many:
    """A list of equal things."""

    item: Shape
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Named:
    """A mapping from names to equal things."""

    key: Text
    entry: Shape
    least: int = 0


@dataclass(frozen=True)
class Group:
    """A record with its own keys."""

    record: type[Record]


@dataclass(frozen=True)
class Tagged:
    """One of several records, told apart by the word under the key ``by``."""

    by: str
    groups: tuple[tuple[str, Group], ...]


@dataclass(frozen=True)
class OneOf:
    """Any of several shapes, told apart by the kind of value."""

    branches: tuple[Shape, ...]


Shape = (
    Number
    | Text
    | Words
    | Flag
    | Date
    | Nothing
    | Many
    | Named
    | Group
    | Tagged
    | OneOf
)


@dataclass(frozen=True)
class Key:
    """One key of a record: what may stand there and what it means."""

    shape: Shape
    required: bool
    default: Any
    record: type[Record]
    name: str

    @property
    def meaning(self) -> str:
        """Give the sentence that stands under the field, nothing if none does."""
        return meanings_of(self.record).get(self.name, "")


@functools.cache
def meanings_of(record: type[Record]) -> dict[str, str]:
    """Give the sentences under the fields of a record, by name.

    They are read off the source when they are asked for: pydantic would read them
    for every record at every start.
    """
    found: dict[str, str] = {}
    for each in reversed(record.__mro__[: record.__mro__.index(Record)]):
        (body,) = ast.parse(textwrap.dedent(inspect.getsource(each))).body
        assert isinstance(body, ast.ClassDef), "the source of a record"
        for field, below in itertools.pairwise(body.body):
            if not isinstance(field, ast.AnnAssign):
                continue
            assert isinstance(field.target, ast.Name), "the field of a record"
            text = _sentence(below)
            # A field declared anew without a sentence means something else.
            found.pop(field.target.id, None)
            if text:
                found[field.target.id] = " ".join(text.split())
    return found


def _sentence(statement: ast.stmt) -> str:
    """Give the text that a statement is, if it is nothing else."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return str(statement.value.value)
    return ""


@functools.cache
def keys_of(record: type[Record]) -> dict[str, Key]:
    """Give the keys that a record may have in a file, in the order declared."""
    hints = typing.get_type_hints(record, include_extras=True)
    return {
        name: Key(
            shape=shape_of(hints[name]),
            required=field.is_required(),
            default=field.get_default(call_default_factory=True, validated_data={}),
            record=record,
            name=name,
        )
        for name, field in record.model_fields.items()
        if not field.exclude
    }


def shape_of(annotation: Any, extras: tuple[Any, ...] = ()) -> Shape:
    """Give the shape that an annotation declares.

    Raises
    ------
    AssertionError
        The annotation is of a kind that no record uses yet.
    """
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return shape_of(arguments[0], (*_flat(arguments[1:]), *extras))
    if origin in (typing.Union, types.UnionType):
        return _one_of(arguments, extras)
    if origin is Literal:
        return Words(arguments)
    if origin is tuple:
        assert arguments[1:] == (Ellipsis,), f"a tuple of fixed length: {annotation}"
        least, most = _size(extras)
        return Many(shape_of(arguments[0]), least, most)
    if origin is dict:
        key = shape_of(arguments[0])
        assert isinstance(key, Text), f"a mapping whose keys are no names: {annotation}"
        return Named(key, shape_of(arguments[1]), _size(extras)[0])
    return _leaf(annotation, extras)


def _leaf(annotation: Any, extras: tuple[Any, ...]) -> Shape:
    if annotation is type(None):
        return Nothing()
    if annotation is bool:
        return Flag()
    if annotation in (int, float):
        return _number(annotation is int, extras)
    if annotation is str:
        return _text(extras)
    if annotation is datetime.date:
        return Date()
    assert isinstance(annotation, type), f"no shape for {annotation}"
    assert issubclass(annotation, Record), f"no shape for {annotation}"
    return Group(annotation)


def _one_of(arguments: tuple[Any, ...], extras: tuple[Any, ...]) -> Shape:
    by = next(
        (each.discriminator for each in extras if getattr(each, "discriminator", None)),
        None,
    )
    branches: list[Shape] = []
    for argument in arguments:
        shape = shape_of(argument)
        branches += shape.branches if isinstance(shape, OneOf) else [shape]
    if by is None:
        return OneOf(tuple(branches))
    groups = []
    for branch in branches:
        assert isinstance(branch, Group), f"{by} tells records apart, not {branch}"
        shape = keys_of(branch.record)[by].shape
        assert isinstance(shape, Words), f"{by} is not a word"
        groups += [(str(word), branch) for word in shape.words]
    return Tagged(by, tuple(groups))


def _flat(extras: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give annotations with what each ``Field`` of them holds, beside itself."""
    flat: list[Any] = []
    for extra in extras:
        flat.append(extra)
        if isinstance(extra, FieldInfo):
            flat += extra.metadata
    return tuple(flat)


def _number(whole: bool, extras: tuple[Any, ...]) -> Number:  # noqa: FBT001
    given: dict[str, Any] = {}
    for extra in extras:
        if isinstance(extra, limits.Ge):
            given |= {"low": extra.ge}
        elif isinstance(extra, limits.Gt):
            given |= {"low": extra.gt, "low_open": True}
        elif isinstance(extra, limits.Le):
            given |= {"high": extra.le}
        elif isinstance(extra, limits.Lt):
            given |= {"high": extra.lt, "high_open": True}
        elif isinstance(extra, Unit):
            given |= {"unit": extra}
    return Number(whole, **given)


def _text(extras: tuple[Any, ...]) -> Text:
    given: dict[str, Any] = {}
    for extra in extras:
        if isinstance(extra, limits.MaxLen):
            given |= {"longest": extra.max_length}
        elif getattr(extra, "pattern", None):
            given |= {"pattern": extra.pattern}
        elif isinstance(extra, Wanted):
            given |= {"wanted": extra.words}
    return Text(**given)


def _size(extras: tuple[Any, ...]) -> tuple[int, int | None]:
    least = next(
        (each.min_length for each in extras if isinstance(each, limits.MinLen)), 0
    )
    most = next(
        (each.max_length for each in extras if isinstance(each, limits.MaxLen)), None
    )
    return least, most
