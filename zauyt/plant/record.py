"""The one base of everything in a plant file: frozen, checked, nothing extra.

A record's fields are its documentation: type, unit and range stand in the
annotation, the sentence under the field says what it means. The reader, the
JSON Schema and the reference page are made from the same declaration.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


@dataclass(frozen=True)
class Wanted:
    """What a pattern asks for, in words."""

    words: str


Name = Annotated[
    str,
    Field(
        pattern=r"^[^\W\d][\w-]*$",
        max_length=60,
    ),
    Wanted("a name: a letter, then letters, digits, _ or -, 60 at most"),
]
"""A name a planner gives: a letter, then letters, digits, ``_`` or ``-``."""

Reference = Annotated[
    str,
    Field(
        pattern=r"^[^\W\d][\w-]*(\.[^\W\d][\w-]*)?$",
        max_length=121,
    ),
    Wanted("the name of a line or store, or line.outcome"),
]
"""A line or store, or one outcome of a line: ``inspect`` or ``inspect.rework``."""

StationName = Annotated[
    str,
    Field(
        pattern=r"^[^\W\d][\w-]*\.[^\W\d][\w-]*$",
        max_length=121,
    ),
    Wanted("a line and its station, like final.S3"),
]
"""A station by its line: ``final.S3``."""

Unlimited = Literal["unlimited"]


class Record(BaseModel):
    """A frozen record of shop-floor facts; unknown keys are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        ser_json_inf_nan="constants",
        allow_inf_nan=False,
        defer_build=True,  # most commands make few kinds of record
    )

    def given(self) -> dict[str, Any]:
        """Give the fields that the file states, in the order of the record."""
        return {
            name: getattr(self, name)
            for name in type(self).model_fields
            if name in self.model_fields_set
        }


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every (path, value) below a record, the leaves in file words.

    What stands about the values, not among them (``Plant.evidence``), is left out.
    """
    if isinstance(value, Record):
        items = [
            (name, getattr(value, name))
            for name, field in type(value).model_fields.items()
            if not field.exclude
        ]
    elif isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, tuple | list):
        items = [(str(place), entry) for place, entry in enumerate(value)]
    else:
        yield path, value
        return
    for name, entry in items:
        yield from walk(entry, joined(path, name))


def joined(path: str, name: str | int) -> str:
    """Give the dotted path of an entry or item below a path."""
    return f"{path}.{name}" if path else str(name)
