"""The JSON Schema of plant and network files, for completion and hints in an editor."""

from __future__ import annotations

from typing import Any, Literal

from zauyt.plant.evidence import EVIDENCE_KEYS, Evidence
from zauyt.plant.network import Network
from zauyt.plant.plant import Plant
from zauyt.plant.reading.shape import (
    Date,
    Flag,
    Group,
    Many,
    Named,
    Nothing,
    Number,
    OneOf,
    Shape,
    Tagged,
    Text,
    Words,
    keys_of,
)
from zauyt.plant.record import Record

Json = dict[str, Any]


def schema(of: Literal["plant", "network"] = "plant") -> Json:
    """Give the JSON Schema (2020-12) of a plant file, or of a network file.

    Every number may be a mapping with its evidence; units stand under
    ``x-unit``; descriptions are those of the fields.
    """
    records: dict[str, Json] = {}
    root = Network if of == "network" else Plant
    top = _record(root, records)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": root.__name__,
        **top,
        "$defs": {"Evidence": _evidence(), **records},
    }


def _evidence() -> Json:
    properties: Json = {
        "value": {"type": "number", "description": "The number itself."}
    }
    for name, key in keys_of(Evidence).items():
        properties[name] = _of(key.shape, {}, evidence=False) | {
            "description": key.meaning
        }
    return {
        "type": "object",
        "description": "A number with its source, confidence and range.",
        "properties": {name: properties[name] for name in EVIDENCE_KEYS},
        "required": ["value"],
        "dependentRequired": {"low": ["high"], "high": ["low"]},
        "additionalProperties": False,
    }


def _record(record: type[Record], records: dict[str, Json]) -> Json:
    properties: Json = {}
    for name, key in keys_of(record).items():
        entry = _of(key.shape, records)
        if key.meaning:
            entry["description"] = key.meaning
        if not key.required and isinstance(key.default, bool | int | float | str):
            entry["default"] = key.default
        properties[name] = entry
    return {
        "type": "object",
        "description": " ".join((record.__doc__ or "").split()),
        "properties": properties,
        "required": [name for name, key in keys_of(record).items() if key.required],
        "additionalProperties": False,
    }


def _reference(record: type[Record], records: dict[str, Json]) -> Json:
    name = record.__name__
    if name not in records:
        records[name] = {}  # a record may hold itself
        records[name] = _record(record, records)
    return {"$ref": f"#/$defs/{name}"}


def _of(shape: Shape, records: dict[str, Json], *, evidence: bool = True) -> Json:
    match shape:
        case Number():
            number = _number(shape)
            if not evidence:
                return number
            either: Json = {"anyOf": [number, {"$ref": "#/$defs/Evidence"}]}
            unit = number.get("x-unit")
            return either | ({"x-unit": unit} if unit else {})
        case Text():
            return _text(shape)
        case Words():
            return {"enum": list(shape.words)}
        case Flag():
            return {"type": "boolean"}
        case Date():
            return {"type": "string", "format": "date"}
        case Nothing():
            return {"type": "null"}
        case Many():
            entry: Json = {"type": "array", "items": _of(shape.item, records)}
            most = {"maxItems": shape.most} if shape.most is not None else {}
            return entry | {"minItems": shape.least} | most
        case Named():
            return {
                "type": "object",
                "propertyNames": _text(shape.key),
                "additionalProperties": _of(shape.entry, records),
                "minProperties": shape.least,
            }
        case Group():
            return _reference(shape.record, records)
        case Tagged():
            return {
                "oneOf": [_reference(each.record, records) for _, each in shape.groups]
            }
        case OneOf():
            return _one_of(shape, records, evidence=evidence)


def _one_of(shape: OneOf, records: dict[str, Json], *, evidence: bool) -> Json:
    entries = [_of(branch, records, evidence=evidence) for branch in shape.branches]
    flat: list[Json] = []
    for entry in entries:
        flat += entry.get("anyOf", [entry])
    units = {unit for entry in entries if (unit := entry.get("x-unit"))}
    one: Json = {"anyOf": flat}
    return one | ({"x-unit": units.pop()} if len(units) == 1 else {})


def _number(shape: Number) -> Json:
    number: Json = {"type": "integer" if shape.whole else "number"}
    if shape.low is not None:
        number["exclusiveMinimum" if shape.low_open else "minimum"] = shape.low
    if shape.high is not None:
        number["exclusiveMaximum" if shape.high_open else "maximum"] = shape.high
    if shape.unit is not None:
        number["x-unit"] = shape.unit.symbol
    return number


def _text(shape: Text) -> Json:
    text: Json = {"type": "string"}
    if shape.pattern is not None:
        text["pattern"] = shape.pattern
    if shape.longest is not None:
        text["maxLength"] = shape.longest
    return text
