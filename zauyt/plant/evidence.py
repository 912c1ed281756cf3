"""How sure a number is: its source, confidence and range; and the plant's id.

Any number in the file may be a mapping instead::

    mtbf_h: {value: 12, source: "...", confidence: low, low: 6, high: 20}

``low`` and ``high`` are the 5 and 95 % points of what the value may be, in the
field's unit and inside the field's range. A range of a whole-number field is
continuous, too: who draws from it rounds to the nearest whole number. Numbers that
rest on one fact, such as the speed of one conveyor stated on three lines, name it::

    cycle_s: {value: 165, low: 155, high: 177, shared: pace}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from zauyt.plant.line import Line, Outcome, stations_of
from zauyt.plant.reading.shape import Key, keys_of
from zauyt.plant.record import Name, Record
from zauyt.plant.time import Calendar

if TYPE_CHECKING:
    from zauyt.plant.network import Network
    from zauyt.plant.plant import Plant

Confidence = Literal["high", "medium", "low"]
"""How far a number can be trusted."""


class Evidence(Record):
    """What is known of one number besides its value."""

    low: float | None = None
    """The value lies below it with 5 % chance; in the number's unit."""
    high: float | None = None
    """The value lies above it with 5 % chance; in the number's unit."""
    shared: Name | None = None
    """Numbers with the same word here rest on one fact: what is in doubt is drawn
    once for all of them, each in its own range."""
    source: str | None = None
    """Where the value is from."""
    confidence: Confidence | None = None
    """How far the value can be trusted."""
    note: str | None = None
    """Anything else that a reader should know."""


EVIDENCE_KEYS = ("value", *Evidence.model_fields)
"""The keys of a mapping that stands for a number, in the order written."""


def identity(plant: Plant | Network) -> str:
    """Give the plant's id: a hash of values, lows, highs and shared, 16 letters.

    Defaults are left out, so that a key which a later version adds, and the file
    does not state, leaves the id as it was.
    """
    ranges = {
        path: [evidence.low, evidence.high]
        + ([evidence.shared] if evidence.shared else [])
        for path, evidence in plant.evidence.items()
        if evidence.low is not None
    }
    text = json.dumps([_said(plant), ranges], sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _said(value: Any) -> Any:
    """Give a value as plain data in one form only, whatever way it was stated."""
    if isinstance(value, Line):
        return _stated(value) | {
            "stations": _stations(value),
            "outcomes": [[name, _share(each)] for name, each in value.outcomes.items()],
        }
    if isinstance(value, Calendar) and value.breaks_min:
        return _stated(value) | {"breaks_min": list(value.breaks_min.items())}
    if isinstance(value, Record):
        return _stated(value)
    if isinstance(value, Mapping):
        return {name: _said(entry) for name, entry in value.items()}
    if isinstance(value, tuple):
        return [_said(entry) for entry in value]
    return value


def _share(outcome: float | Outcome) -> Any:
    """Give an outcome as its bare share where it states nothing else."""
    said = _said(outcome)
    return (
        said["share"] if isinstance(said, dict) and said.keys() == {"share"} else said
    )


def _stated(record: Record) -> dict[str, Any]:
    values = {name: (getattr(record, name), key) for name, key in _keys(record)}
    return {
        name: _said(value)
        for name, (value, key) in values.items()
        if key.required or value != key.default
    }


def _keys(record: Record) -> list[tuple[str, Key]]:
    own_form = ("stations", "outcomes") if isinstance(record, Line) else ()
    keys = keys_of(type(record))
    return [(name, key) for name, key in keys.items() if name not in own_form]


def _stations(line: Line) -> list[Any]:
    """Give each station's name and values in order; equal ones are made once."""
    if isinstance(line.stations, int):
        one = stations_of(line.model_copy(update={"stations": 1}))["S1"]
        values = _stated(one)
        return [[f"S{place}", values] for place in range(1, line.stations + 1)]
    return [[name, _stated(one)] for name, one in stations_of(line).items()]
