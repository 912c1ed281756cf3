"""The example plants read without a word, and say where their numbers are from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import EXAMPLES, FILES, example, made

from zauyt.plant.checks.lint import lint
from zauyt.plant.reading.change import tree_of
from zauyt.plant.reading.file import lint_file
from zauyt.plant.record import walk

KOSTANAY = (
    "kostanay/plant",
    "kostanay/relief",
    "kostanay/whole",
    "kostanay/ramp_2026",
)
TEXTBOOK = ("trim_chassis_final/plant", "trim_chassis_final/buffers")
SOURCED = KOSTANAY + TEXTBOOK

MARK = re.compile(r"estimate\b|arithmetic: .|choice\b|\[[0-9]+\]")
"""How a source begins: ours, following from others, wanted so, or published."""


def numbers(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every number of a plant's plain data: bare, or a mapping of evidence."""
    if isinstance(tree, dict) and "value" not in tree:
        for name, entry in tree.items():
            yield from numbers(entry, f"{path}.{name}".lstrip("."))
    elif isinstance(tree, list):
        for place, entry in enumerate(tree):
            yield from numbers(entry, f"{path}.{place}")
    elif isinstance(tree, dict | int | float) and not isinstance(tree, bool):
        yield path, tree


@pytest.mark.parametrize(
    "path", FILES, ids=[f"{path.parent.name}/{path.stem}" for path in FILES]
)
def test_nothing_is_wrong_or_doubtful_in_an_example(path: Path) -> None:
    assert [str(problem) for problem in lint_file(path)] == []


def test_every_example_has_a_plant_and_a_page_about_it() -> None:
    homes = {path.parent for path in FILES}
    assert len(homes) >= 3
    for home in homes:
        assert (home / "plant.yaml").is_file()
        assert len((home / "README.md").read_text("utf-8").splitlines()) > 10


@pytest.mark.parametrize("name", SOURCED)
def test_every_number_says_where_it_is_from(name: str) -> None:
    stated = dict(numbers(tree_of(example(name))))
    assert stated.pop("format") == 1
    assert len(stated) >= 7
    silent = [
        path
        for path, number in stated.items()
        if not isinstance(number, dict) or not MARK.match(number.get("source", ""))
    ]
    assert silent == []


@pytest.mark.parametrize("name", SOURCED)
def test_an_estimate_has_a_range_and_is_not_called_sure(name: str) -> None:
    for path, evidence in example(name).evidence.items():
        assert evidence.source is not None, path
        if evidence.source.startswith("estimate"):
            assert evidence.low is not None, path
            assert evidence.confidence == "low", path
        elif evidence.source.startswith("["):
            assert evidence.confidence in ("high", "medium"), path
        else:
            assert evidence.source.startswith(("arithmetic", "choice")), path


@pytest.mark.parametrize("name", SOURCED)
def test_every_source_that_is_cited_is_listed_in_the_page(name: str) -> None:
    plant = example(name)
    page = (EXAMPLES / name).with_name("README.md").read_text("utf-8")
    listed = set(re.findall(r"^- (\[[0-9]+\]) \S", page, flags=re.MULTILINE))
    cited = {
        tag
        for evidence in plant.evidence.values()
        for tag in re.findall(r"\[[0-9]+\]", evidence.source or "")
    }
    assert cited
    assert cited <= listed


@pytest.mark.parametrize("name", SOURCED)
def test_no_evidence_speaks_of_a_number_that_is_not_there(name: str) -> None:
    plant = example(name)
    values = dict(walk(plant))
    for path, evidence in plant.evidence.items():
        value = values[path]
        assert isinstance(value, int | float), path
        if evidence.low is not None and evidence.high is not None:
            assert evidence.low <= value <= evidence.high, path
            assert evidence.low < evidence.high, path


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("name", SOURCED)
def test_a_plant_at_the_ends_of_all_ranges_is_a_plant(name: str, end: str) -> None:
    tree = tree_of(example(name))

    def at_end(entry: Any) -> Any:
        if isinstance(entry, dict) and "value" in entry:
            there = entry.get(end, entry["value"])
            return round(there) if isinstance(entry["value"], int) else there
        if isinstance(entry, dict):
            return {key: at_end(each) for key, each in entry.items()}
        return entry

    plain = at_end(tree)
    for line in plain["lines"].values():
        if "outcomes" in line:  # the first is what the others leave
            good, *others = line["outcomes"]
            line["outcomes"][good] = 1 - sum(line["outcomes"][each] for each in others)
    if "finance" in plain:  # likewise
        home, *others = plain["finance"]["markets"].values()
        home["share"] = 1 - sum(each["share"] for each in others)
    errors = [each for each in lint(made(plain)) if each.severity == "error"]
    assert errors == []


def test_the_small_plant_is_what_the_tutorial_says() -> None:
    plant = example("small/plant")
    (line,) = plant.lines.values()
    assert isinstance(line.stations, dict)
    assert len(line.stations) == 5
    assert [s.buffer_before for s in line.stations.values() if s.buffer_before] == [3]
    assert [s.failure for s in line.stations.values() if s.failure] == ["breakdown"]
    assert len(plant.models) == 2
    assert [len(each.shifts) for each in plant.calendars.values()] == [1]
    text = (EXAMPLES / "small" / "plant.yaml").read_text("utf-8")
    assert len(text.splitlines()) <= 60
