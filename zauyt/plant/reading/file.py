"""Plant files: read one, with everything that is wrong in it, and write one.

A file is YAML 1.2 or, by its suffix, TOML or an Excel workbook. With ``base:`` and
``changes:`` it is a scenario: another plant with other values at dotted paths::

    base: kostanay.yaml
    changes:
      lines.trim.stations.T12.cycle_s: 58

The base is a file beside the scenario, or else an example by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from zauyt.errors import Problem, WrongInput
from zauyt.plant.checks.lint import lint, lint_rest
from zauyt.plant.checks.network_lint import lint_network
from zauyt.plant.network import Network
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import checked, put_all, root_of, tree_of
from zauyt.plant.reading.document import (
    Document,
    load_toml,
    placed,
    read_text_file,
)
from zauyt.plant.reading.leaf import BAD, Findings
from zauyt.plant.reading.nearest import did_you_mean, found_words
from zauyt.plant.reading.tables import put_tables
from zauyt.plant.reading.whole import write_whole
from zauyt.plant.reading.workbook.document import WORKBOOKS, workbook_document
from zauyt.plant.reading.yaml import load_yaml
from zauyt.plant.reading.yaml_text import block_text

MAX_CHAIN = 20
"""Scenarios upon scenarios."""

_SCENARIO_KEYS = ("format", "base", "changes")


@dataclass(frozen=True)
class Reading:
    """What reading a file gave: a plant or network, if there is no error; problems."""

    plant: Plant | Network | None
    document: Document
    problems: list[Problem]


def read(path: str | Path) -> Plant:
    """Read a plant file or a scenario.

    Raises
    ------
    WrongInput
        Everything that is wrong in it, each with file, line and column.
    """
    return _usable(_read_file(Path(path), ()))


def read_network(path: str | Path) -> Network:
    """Read a network file, or a scenario of one.

    Raises
    ------
    WrongInput
        Everything that is wrong in it, each with file, line and column.
    """
    return _usable_network(_read_file(Path(path), ()))


def read_either(path: str | Path) -> Plant | Network:
    """Read a file of a plant or of a network, or a scenario of one.

    Raises
    ------
    WrongInput
        Everything that is wrong in it, each with file, line and column.
    """
    return _whole(_read_file(Path(path), ()))


def read_network_text(
    text: str, *, file: str = "network.yaml", folder: str | Path | None = None
) -> Network:
    """Read a network from text; ``file`` names it in problems.

    Raises
    ------
    WrongInput
        Everything that is wrong in it.
    """
    beside = None if folder is None else Path(folder)
    return _usable_network(_read(text, file, "yaml", beside, ()))


def read_text(
    text: str,
    *,
    file: str = "plant.yaml",
    folder: str | Path | None = None,
    form: Literal["yaml", "toml"] = "yaml",
) -> Plant:
    """Read a plant from text; ``file`` names it in problems.

    Tables and bases are looked for in ``folder``; without one there can be none.

    Raises
    ------
    WrongInput
        Everything that is wrong in it.
    """
    beside = None if folder is None else Path(folder)
    return _usable(_read(text, file, form, beside, ()))


def lint_file(path: str | Path) -> list[Problem]:
    """Give everything wrong or doubtful in a plant file, in reading order.

    Problems of form, of single values and of the plant as a whole together; none
    is raised.
    """
    try:
        return _read_file(Path(path), ()).problems
    except WrongInput as error:
        return list(error.problems)


def with_places(path: str | Path, problems: Iterable[Problem]) -> list[Problem]:
    """Give problems that a study has with values of a plant file with their places.

    What the file does not state keeps its path alone.
    """
    document = _read_file(Path(path), ()).document
    found = []
    for problem in problems:
        stated = problem.file is None and problem.path in document.values
        found += placed([problem], document) if stated else [problem]
    return found


def _usable(reading: Reading) -> Plant:
    found = _whole(reading)
    if isinstance(found, Network):
        message = "is a network of plants, not a plant; zauyt plan reads it"
        problem = Problem("network", message, "network")
        raise WrongInput(placed([problem], reading.document))
    return found


def _usable_network(reading: Reading) -> Network:
    found = _whole(reading)
    if isinstance(found, Plant):
        message = "is a plant, not a network of plants; a network begins with network:"
        raise WrongInput(placed([Problem("plant", message, "plant")], reading.document))
    return found


def _whole(reading: Reading) -> Plant | Network:
    errors = [each for each in reading.problems if each.severity == "error"]
    if errors:
        raise WrongInput(errors)
    assert reading.plant is not None
    return reading.plant


def _read_file(path: Path, chain: tuple[Path, ...]) -> Reading:
    if path.suffix.lower() in WORKBOOKS:
        return _checked(workbook_document(path), path.parent)
    form: Literal["yaml", "toml"] = "yaml"
    if path.suffix.lower() == ".toml":
        form = "toml"
    text = read_text_file(path)
    return _read(text, str(path), form, path.parent, (*chain, path.resolve()))


def _read(
    text: str,
    file: str,
    form: Literal["yaml", "toml"],
    folder: Path | None,
    chain: tuple[Path, ...],
) -> Reading:
    load = load_toml if form == "toml" else load_yaml
    try:
        document = load(text, file=file)
    except WrongInput as error:
        lines = Document(lines={file: text.splitlines()})
        raise WrongInput(placed(error.problems, lines)) from error
    data = document.data
    if not isinstance(data, dict):
        found = "is empty" if data is None else f"{found_words(data)} found"
        message = f"{found}; a plant file begins with format: 1 and plant: its name"
        problem = Problem("", message, "missing_key")
        return Reading(None, document, placed([problem, *document.problems], document))
    if "base" in data or "changes" in data:
        return _scenario(document, folder, chain)
    put_tables(document, folder)
    return _checked(document, folder)


def _checked(document: Document, folder: Path | None) -> Reading:
    """Make the plant or network of a document, and look at it as a whole."""
    kind = root_of(document.data)
    name = "network" if kind is Network else "plant"
    findings = Findings(stand_ins={"format": 1, name: "unnamed"})
    plant = checked(document.data, findings)
    # What a fault of form left out is not missing a second time.
    known = {problem.path for problem in document.problems} - {""}
    problems = document.problems + [
        problem for problem in findings.problems if problem.path not in known
    ]
    if problems:
        if plant is not BAD:
            broken = findings.lost | {problem.path for problem in problems}
            rest = lint_network if isinstance(plant, Network) else lint_rest
            problems += rest(plant, broken=broken)
        return Reading(None, document, placed(problems, document))
    assert isinstance(plant, kind)
    if isinstance(plant, Network):
        found = [*lint_network(plant), *_plant_files(plant, folder)]
    else:
        found = lint(plant)
    return Reading(plant, document, placed(found, document))


def _plant_files(network: Network, folder: Path | None) -> Iterator[Problem]:
    """Yield the plant files of a network that are neither there nor examples."""
    from zauyt.plant.reading.examples import examples

    for name, plant in network.plants.items():
        if plant.file is None or plant.file in examples():
            continue
        if folder is None or not (folder / plant.file).is_file():
            hint = did_you_mean(plant.file, examples())
            message = f"there is no such file here, and no example of this name{hint}"
            yield Problem(f"plants.{name}.file", message, "file_missing")


def _scenario(
    document: Document, folder: Path | None, chain: tuple[Path, ...]
) -> Reading:
    """Read the base and put the changes into it, keeping the places of both."""
    data: dict[str, Any] = document.data
    problems = list(document.problems)
    for key in data:
        if key not in _SCENARIO_KEYS:
            hint = did_you_mean(key, _SCENARIO_KEYS)
            message = f"unknown key {key}; a scenario has base and changes alone{hint}"
            problems.append(Problem(key, message, "unknown_key"))
    if data.get("format", 1) != 1:
        problems.append(Problem("format", "write format: 1", "wrong_word"))
    changes = data.get("changes", {})
    if not isinstance(changes, dict):
        message = (
            "a mapping from paths to values is wanted, like lines.trim.cycle_s: 58"
        )
        problems.append(Problem("changes", message, "wrong_kind"))
        changes = {}
    below = _base(data.get("base"), folder, chain)
    if isinstance(below, Problem):
        problems.append(below)
    if problems or isinstance(below, Problem):
        return Reading(None, document, placed(problems, document))
    base = _read_file(below, chain)
    if base.plant is None or any(each.severity == "error" for each in base.problems):
        return Reading(None, base.document, base.problems)
    both = _overlaid(base.document, document, changes)
    both.data = tree_of(base.plant)
    problems = put_all(both.data, changes)
    if problems:
        return Reading(None, both, placed(problems, both))
    return _checked(both, folder)


def _base(base: Any, folder: Path | None, chain: tuple[Path, ...]) -> Path | Problem:
    """Give the file of a scenario's base, or what is wrong with it."""
    from zauyt.plant.reading.examples import examples, networks

    if base is None:
        return Problem("", "a scenario needs base: the plant file", "missing_key")
    if not isinstance(base, str):
        message = f"{found_words(base)} found; the name of a plant file is wanted"
        return Problem("base", message, "wrong_kind")
    known = examples() | networks()
    if folder is not None and (folder / base).is_file():
        there = folder / base
    elif base in known:
        there = known[base]
    elif folder is None:
        return Problem("base", "a base can only be read beside a file", "base")
    else:
        names = [each.name for each in folder.iterdir()] if folder.is_dir() else []
        hint = did_you_mean(base, sorted({*names, *known}))
        message = f"there is no file {base} here, and no example of this name{hint}"
        return Problem("base", message, "base")
    if there.resolve() in chain:
        return Problem("base", f"{base} has this file as its own base", "base")
    if len(chain) >= MAX_CHAIN:
        message = f"more than {MAX_CHAIN} scenarios stand upon each other"
        return Problem("base", message, "base")
    return there


def _overlaid(base: Document, scenario: Document, changes: dict[str, Any]) -> Document:
    """Give the places of a base with those of the changes laid over them."""

    def laid(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
        kept = {
            path: mark for path, mark in below.items() if not _within(path, changes)
        }
        head = "changes."
        return kept | {
            path.removeprefix(head): mark
            for path, mark in above.items()
            if path.startswith(head)
        }

    return Document(
        values=laid(base.values, scenario.values),
        keys=laid(base.keys, scenario.keys),
        lines={**base.lines, **scenario.lines},
    )


def _within(path: str, changes: dict[str, Any]) -> bool:
    while path:
        if path in changes:
            return True
        path = path.rpartition(".")[0]
    return False


def text_of(plant: Plant | Network) -> str:
    """Give the plant as YAML text that reads back to the same plant, defaults out."""
    return block_text(tree_of(plant))


def write(plant: Plant | Network, path: str | Path) -> None:
    """Write a plant file; whole or not at all, also when the power fails.

    Raises
    ------
    ZauytError
        The file cannot be written: no such folder, no right to, a full disk.
    """
    write_whole(path, text_of(plant).encode())
