"""A plant or network as plain data, other values put into it at paths, and back.

``lines.trim.stations.T12.cycle_s`` names keys from the top down; an item of a
list is named by its place, from 0. Stations given by their number are named
``S1``, ``S2`` and so on, and are written out when one of them is changed.
"""

from __future__ import annotations

import datetime
import numbers
from collections.abc import Mapping
from typing import Any

from zauyt.errors import Problem, WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.checks.network_lint import lint_network
from zauyt.plant.evidence import EVIDENCE_KEYS, Evidence
from zauyt.plant.line import Line, Station
from zauyt.plant.network import Network
from zauyt.plant.plant import Plant
from zauyt.plant.reading.build import build, is_evidence
from zauyt.plant.reading.leaf import BAD, Enough, Findings
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.reading.shape import (
    Group,
    Many,
    Named,
    Number,
    OneOf,
    Shape,
    Tagged,
    keys_of,
)
from zauyt.plant.record import Record, joined

Tree = dict[str, Any]
"""A plant as its file says it: nested plain data, evidence in its place."""

_MISSING: Any = object()


def root_of(tree: Any) -> type[Plant] | type[Network]:
    """Give what plain data describes: a plant, or a network of plants."""
    return Network if isinstance(tree, Mapping) and "network" in tree else Plant


def tree_of(plant: Plant | Network) -> Tree:
    """Give the plant as plain data: what a short file of it would say.

    Defaults are left out, unless they have evidence or stand on a station, where
    they keep the line's value away.
    """
    kept = {
        ".".join(parts[:length])
        for parts in (path.split(".") for path in plant.evidence)
        for length in range(1, len(parts) + 1)
    }
    tree: Tree = _plain(plant, "", plant.evidence, kept)
    return tree


def _plain(
    value: Any, path: str, evidence: Mapping[str, Evidence], kept: set[str]
) -> Any:
    if path in evidence:
        known = {
            key: getattr(evidence[path], key) for key in EVIDENCE_KEYS if key != "value"
        }
        stated = {key: entry for key, entry in known.items() if entry is not None}
        return {"value": value} | stated
    if isinstance(value, Record):
        return {
            name: _plain(entry, joined(path, name), evidence, kept)
            for name, entry in _stated(value, path, kept).items()
        }
    if isinstance(value, Mapping):
        return {
            name: _plain(entry, joined(path, name), evidence, kept)
            for name, entry in value.items()
        }
    if isinstance(value, tuple | list):
        return [
            _plain(entry, joined(path, place), evidence, kept)
            for place, entry in enumerate(value)
        ]
    return value


def _stated(record: Record, path: str, kept: set[str]) -> dict[str, Any]:
    """Give the fields of a record that its file has to state."""
    stated = {}
    for name, key in keys_of(type(record)).items():
        value = getattr(record, name)
        if value is None:
            continue
        needed = (
            key.required
            or value != key.default
            or joined(path, name) in kept
            or (isinstance(record, Station) and name in record.model_fields_set)
        )
        if needed:
            stated[name] = value
    return stated


def changed(plant: Plant | Network, changes: Mapping[str, Any]) -> Plant | Network:
    """Give the plant with other values at dotted paths, checked anew.

    Raises
    ------
    WrongInput
        Paths that do not exist, with the nearest that does; values that are not
        allowed; and whatever makes the changed plant unusable.
    """
    tree = tree_of(plant)
    problems = put_all(tree, changes)
    if problems:
        raise WrongInput(problems)
    findings = Findings()
    made = checked(tree, findings)
    problems = findings.problems
    if not problems:
        found = lint_network(made) if isinstance(made, Network) else lint(made)
        problems = [each for each in found if each.severity == "error"]
    if problems:
        raise WrongInput(problems)
    assert isinstance(made, Plant | Network)
    return made


def checked(tree: Any, findings: Findings) -> Any:
    """Make a plant or network of plain data; ``BAD`` if not even part of one can be.

    With problems in the findings, the plant lacks what they speak of.
    """
    try:
        made = build(tree, Group(root_of(tree)), "", findings)
    except Enough:
        return BAD
    if made is BAD:
        return BAD
    return made.model_copy(update={"evidence": findings.evidence})


def put_all(tree: Tree, changes: Mapping[str, Any]) -> list[Problem]:
    """Put values into plain data at dotted paths, the wider paths first.

    A wider path (``lines.trim.stations``) goes before a narrower one below it,
    whatever their order, so that both have their effect. Gives the problems.
    """
    problems: list[Problem] = []
    for path in sorted(changes, key=lambda path: path.count(".")):
        try:
            _put(tree, path, plain_data(changes[path]))
        except WrongInput as error:
            problems += error.problems
    return problems


def plain_data(value: Any) -> Any:
    """Give a value as plain data: records as mappings, numbers of any kind bare."""
    if isinstance(value, Record):
        return _plain(value, "", {}, set())
    if isinstance(value, Mapping):
        return {str(name): plain_data(entry) for name, entry in value.items()}
    if isinstance(value, tuple | list):
        return [plain_data(entry) for entry in value]
    if isinstance(value, bool | str | None | datetime.date):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    return value


def _put(tree: Tree, path: str, raw: Any) -> None:
    """Put one value into the tree, making what the path needs on the way."""
    shape: Shape = Group(root_of(tree))
    holder: Any = tree
    parts = path.split(".")
    done = 0
    while True:
        step, inner = _step(holder, shape, parts, done, path)
        done += str(step).count(".") + 1
        if done == len(parts):
            break
        below = holder[step] if not isinstance(holder, dict) else holder.get(step)
        holder[step], shape = _opened(below, inner, ".".join(parts[:done]), path)
        holder = holder[step]
    _set(holder, step, raw, inner)


def _step(
    holder: Any, shape: Shape, parts: list[str], done: int, path: str
) -> tuple[str | int, Shape]:
    """Give the key or place that the next part of a path names, and its shape."""
    name, last = parts[done], done == len(parts) - 1
    above = ".".join(parts[:done])
    if isinstance(shape, Group):
        keys = keys_of(shape.record)
        if name not in keys:
            raise _no_path(path, name, above, list(keys))
        return name, keys[name].shape
    if isinstance(shape, Many):
        if not (name.isascii() and name.isdigit() and int(name) < len(holder)):
            places = [str(place) for place in range(len(holder))]
            raise _no_path(path, name, above, places)
        return int(name), shape.item
    assert isinstance(shape, Named)
    if name in holder:
        return name, shape.entry
    two = ".".join(parts[done : done + 2])  # a reference may have a point in it
    if two in holder:
        return two, shape.entry
    # A whole new record is meant; a bare value may as well be a slip of the pen.
    close = did_you_mean(name, holder)
    if last and (isinstance(shape.entry, Group) or not close):
        return name, shape.entry
    raise _no_path(path, name, above, list(holder))


def _no_path(path: str, name: str, above: str, known: list[str]) -> WrongInput:
    place = f"in {above}" if above else "in a plant"
    hint = did_you_mean(name, known, most=3)
    if not hint and known:
        hint = f"; there are {listed(known, most=40)}"
    return WrongInput(
        [Problem(path, f"there is no {name or 'empty name'} {place}{hint}", "no_path")]
    )


def _opened(below: Any, shape: Shape, above: str, path: str) -> tuple[Any, Shape]:
    """Give what stands at a place in a form that has something below it."""
    if is_evidence(below, shape):
        below = below.get("value")
    for branch in shape.branches if isinstance(shape, OneOf) else (shape,):
        if isinstance(branch, Tagged) and isinstance(below, dict):
            word = below.get(branch.by)
            return below, dict(branch.groups)[str(word)]
        if isinstance(branch, Many) and isinstance(below, list):
            return below, branch
        if isinstance(branch, Group | Named) and isinstance(below, dict):
            return below, branch
        if isinstance(branch, Group | Named) and below is None:
            return _default_below(branch, above), branch
        if isinstance(branch, Named) and branch.entry == Group(Station):
            return {f"S{place}": {} for place in range(1, below + 1)}, branch
        if isinstance(branch, Group) and isinstance(below, int | float):
            return {_main_key(branch): below}, branch
    found = "is not stated" if below is None else "has nothing below it"
    raise WrongInput([Problem(path, f"{above} {found}", "no_path")])


def _default_below(branch: Group | Named, above: str) -> dict[str, Any]:
    """Give what a place that the file leaves out holds: one station, or nothing."""
    if isinstance(branch, Named) and above.endswith(".stations"):
        count = Line.model_fields["stations"].default
        return {f"S{place}": {} for place in range(1, count + 1)}
    return {}


def _main_key(branch: Group) -> str:
    """Give the key for which a bare number stands: the record's one needed key."""
    (key,) = (name for name, key in keys_of(branch.record).items() if key.required)
    return key


def _set(holder: Any, step: str | int, raw: Any, shape: Shape) -> None:
    if raw is None and isinstance(holder, dict):
        holder.pop(step, None)
        return
    before = holder.get(step) if isinstance(holder, dict) else holder[step]
    branches = shape.branches if isinstance(shape, OneOf) else ()
    group = next((each for each in branches if isinstance(each, Group)), None)
    bare = is_evidence(raw, shape) or isinstance(raw, int | float)
    bare = bare and any(isinstance(each, Number) for each in branches)
    if group and bare and isinstance(before, dict) and not is_evidence(before, shape):
        # `outcomes.rework: 0.1` is its share; the limit beside it stays.
        before[_main_key(group)] = raw
    else:
        holder[step] = raw


def value_at(plant: Record, path: str) -> Any:
    """Give the value at a dotted path: a number, a word or a whole record.

    Raises
    ------
    WrongInput
        There is no such path; the problem has the nearest names.
    """
    value: Any = plant
    parts = path.split(".")
    done = 0
    while done < len(parts):
        key, found = parts[done], _MISSING
        for length in (1, 2):  # a reference may have a point in it
            key = ".".join(parts[done : done + length])
            if (found := _entry(value, key)) is not _MISSING:
                break
        if found is _MISSING:
            above = ".".join(parts[:done])
            raise _no_path(path, parts[done], above, _entries(value))
        done += key.count(".") + 1
        value = found
        if key == "stations" and isinstance(value, int) and done < len(parts):
            value = {f"S{place}": Station() for place in range(1, value + 1)}
    return value


def _entry(value: Any, key: str) -> Any:
    """Give what stands below a value at a key, ``_MISSING`` if nothing does."""
    if isinstance(value, Record):
        return getattr(value, key) if key in keys_of(type(value)) else _MISSING
    if isinstance(value, Mapping):
        return value.get(key, _MISSING)
    if isinstance(value, tuple) and key in _entries(value):
        return value[int(key)]
    return _MISSING


def _entries(value: Any) -> list[str]:
    """Give the keys of all that stands below a value."""
    if isinstance(value, Record):
        return list(keys_of(type(value)))
    if isinstance(value, Mapping):
        return list(value)
    return (
        [str(place) for place in range(len(value))] if isinstance(value, tuple) else []
    )
