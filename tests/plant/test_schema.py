"""The schema says to an editor what the reader says to a planner."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from reading import FILES, HEAD

from zauyt.errors import WrongInput
from zauyt.plant.reading.examples import networks
from zauyt.plant.reading.file import (
    read,
    read_network,
    read_network_text,
    read_text,
    text_of,
)
from zauyt.plant.reading.schema import schema

SCHEMA = schema()
NETWORKS = schema("network")
KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def accepts(part: dict[str, Any], value: Any, defined: Any = SCHEMA["$defs"]) -> bool:
    """Check a value as an editor does, with the words that this schema uses."""
    if "$ref" in part:
        return accepts(defined[part["$ref"].rpartition("/")[2]], value, defined)
    for word, enough in (("anyOf", any), ("oneOf", any)):
        if word in part and not enough(
            accepts(each, value, defined) for each in part[word]
        ):
            return False
    if "enum" in part and value not in part["enum"]:
        return False
    kind = part.get("type")
    if kind and (
        not isinstance(value, KINDS[kind])
        or (isinstance(value, bool) and kind in ("integer", "number"))
    ):
        return False
    if isinstance(value, dict):
        return _object(part, value, defined)
    if isinstance(value, list):
        least = len(value) >= part.get("minItems", 0)
        items = part.get("items", {})
        return least and all(accepts(items, each, defined) for each in value)
    if isinstance(value, str):
        return bool(re.search(part.get("pattern", ""), value))
    if isinstance(value, int | float):
        return (
            part.get("minimum", value) <= value <= part.get("maximum", value)
            and part.get("exclusiveMinimum", value - 1) < value
            and value < part.get("exclusiveMaximum", value + 1)
        )
    return True


def _object(part: dict[str, Any], value: dict[str, Any], defined: Any) -> bool:
    if not part.get("required", []) or set(part["required"]) <= set(value):
        known = part.get("properties", {})
        rest = part.get("additionalProperties", {})
        names = part.get("propertyNames", {})
        return len(value) >= part.get("minProperties", 0) and all(
            accepts(names, key, defined)
            and (
                accepts(known[key], entry, defined)
                if key in known
                else rest is not False and accepts(rest, entry, defined)
            )
            for key, entry in value.items()
        )
    return False


def plain(text: str) -> Any:
    """Give a file's data as an editor sees it: dates as text."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_the_schema_accepts_what_the_reader_accepts(path: Any) -> None:
    assert accepts(SCHEMA, plain(text_of(read(path))))


@pytest.mark.parametrize(
    "line",
    [
        "cycle_s: -5",
        "cycle_s: abc",
        "cycle_z: 5",
        "cycle_s: {low: 5, high: 6}",
        "cycle_s: {value: 5, sauce: x}",
        "positions: 1.5",
        "setup_on: color",
        "cycle_law: {type: gama, cv: 1}",
        "cycle_law: {type: gamma}",
        "buffer_before: unlimitd",
        "joins: b",
        "stations: {1: {}}",
        "stations: {}",
        "outcomes: {good: 2}",
        "shop: a b",
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(line: str) -> None:
    text = f"{HEAD}lines: {{a: {{{line}}}}}"
    assert not accepts(SCHEMA, plain(text))
    with pytest.raises(WrongInput, match=r"\w"):
        read_text(text)


def test_numbers_carry_their_unit_and_every_field_its_meaning() -> None:
    line = SCHEMA["$defs"]["Line"]["properties"]
    assert line["cycle_s"]["x-unit"] == "s"
    assert SCHEMA["$defs"]["Failure"]["properties"]["mttr_min"]["x-unit"] == "min"
    assert line["cycle_s"]["description"].startswith("Mean time of one operation, ")
    assert line["setup_on"]["default"] == "model"
    assert SCHEMA["required"] == ["format", "plant", "lines"]
    assert "evidence" not in SCHEMA["properties"]
    for name, record in SCHEMA["$defs"].items():
        for key, field in record["properties"].items():
            if key not in ("type", "value"):
                assert field.get("description"), f"{name}.{key}"
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize("path", networks().values(), ids=networks().keys())
def test_the_schema_of_networks_accepts_what_the_reader_accepts(path: Any) -> None:
    assert accepts(NETWORKS, plain(text_of(read_network(path))), NETWORKS["$defs"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("months: 2", "months: 0"),
        ("months: 2", "month: 2"),
        ("currency: KZT", "currency: tenge"),
        ("cost: 5", "cost: five"),
        ("first_month: 2026-01", "first_month: 2026"),
        ("vehicles_per_month: 9", "vehicles_per_month: {2026-13: 9}"),
        ("lanes: {", "lanez: {"),
    ],
)
def test_the_schema_of_networks_refuses_what_the_reader_refuses(
    before: str, after: str
) -> None:
    text = """
format: 1
network: n
currency: KZT
first_month: 2026-01
months: 2
models: {van: {}}
plants: {p: {makes: {van: {cost: 5}}, vehicles_per_month: 9}}
lanes: {way: {plants: [p], markets: [k], cost: 1}}
markets: {k: {sells: {van: {price: 10, vehicles_per_year: 240}}}}
"""
    assert accepts(NETWORKS, plain(text), NETWORKS["$defs"])
    assert before in text
    wrong = text.replace(before, after, 1)
    assert not accepts(NETWORKS, plain(wrong), NETWORKS["$defs"])
    with pytest.raises(WrongInput, match=r"\w"):
        read_network_text(wrong)
