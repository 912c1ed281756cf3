"""A scenario is its base with other values, and problems stand where they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import FILES

from zauyt.errors import WrongInput
from zauyt.plant.reading import examples
from zauyt.plant.reading.file import lint_file, read, read_text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_bytes((FILES / "small.yaml").read_bytes())
    return tmp_path


def scenario(folder: Path, changes: str, base: str = "small.yaml") -> Path:
    path = folder / "scenario.yaml"
    path.write_text(f"base: {base}\nchanges:\n{changes}")
    return path


def test_a_scenario_is_its_base_changed(folder: Path) -> None:
    path = scenario(
        folder,
        "  lines.final.stations.S2.cycle_s: 280\n"
        "  failures.stop.mtbf_h: {value: 9, low: 8, high: 11}\n",
    )
    changed = read(folder / "small.yaml").change(
        {
            "lines.final.stations.S2.cycle_s": 280,
            "failures.stop.mtbf_h": {"value": 9, "low": 8, "high": 11},
        }
    )
    assert read(path) == changed
    assert read(path).id == changed.id


def test_a_base_is_sought_beside_the_scenario_and_chains_add_up(folder: Path) -> None:
    below = folder / "cases"
    below.mkdir()
    (below / "one.yaml").write_text(
        "base: ../small.yaml\nchanges: {lines.final.cycle_s: 200, plant: one}\n"
    )
    two = below / "two.yaml"
    two.write_text("base: one.yaml\nchanges: {lines.final.stations: 7}\n")
    line = read(two).lines["final"]
    assert (read(two).plant, line.cycle_s, line.stations) == ("one", 200, 7)


def test_a_wrong_change_is_told_at_its_line(folder: Path) -> None:
    path = scenario(folder, "  lines.finel.cycle_s: 5\n  lines.final.cycle_s: -5\n")
    (problem,) = lint_file(path)
    assert (problem.file, problem.line, problem.column) == (str(path), 3, 24)
    assert problem.message == "there is no finel in lines; did you mean final?"
    path = scenario(folder, "  plant: x\n  lines.final.cycle_s: -5\n")
    (problem,) = lint_file(path)
    assert (problem.file, problem.line, problem.column) == (str(path), 4, 24)


def test_what_a_change_breaks_elsewhere_is_told_in_the_base(folder: Path) -> None:
    path = scenario(folder, "  failures: {other: {mtbf_h: 1, mttr_min: 1}}\n")
    (problem,) = lint_file(path)
    assert (problem.file, problem.line) == (str(folder / "small.yaml"), 10)
    assert problem.message.startswith("there is no failure stop")


def test_problems_of_the_base_are_told_there(folder: Path) -> None:
    (folder / "small.yaml").write_text("format: 1\nplant: x\nlines: 5\n")
    (problem,) = lint_file(scenario(folder, "  plant: y\n"))
    assert (problem.file, problem.line) == (str(folder / "small.yaml"), 3)


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("changes: {}", "", "a scenario needs base"),
        ("base: 5", "base", "5 found; the name of a plant file is wanted"),
        (
            "base: smal.yaml",
            "base",
            "there is no file smal.yaml here, and no example of this name; did you mean"
            " small.yaml",
        ),
        ("base: scenario.yaml", "base", "scenario.yaml has this file as its own base"),
        (
            "base: small.yaml\nchange: {}",
            "change",
            "unknown key change; a scenario has",
        ),
        ("base: small.yaml\nchanges: [1]", "changes", "a mapping from paths to values"),
        ("base: small.yaml\nformat: 2", "format", "write format: 1"),
    ],
)
def test_a_wrong_scenario_is_told(
    folder: Path, text: str, path: str, message: str
) -> None:
    file = folder / "scenario.yaml"
    file.write_text(text)
    problem = lint_file(file)[0]
    assert problem.path == path
    assert problem.message.startswith(message)


def test_a_base_may_be_an_example_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "slow.yaml"
    file.write_text("base: small\nchanges: {plant: Slow}\n")
    assert read(file) == examples.read("small").change({"plant": "Slow"})


def test_bases_that_go_round_are_refused(folder: Path) -> None:
    (folder / "a.yaml").write_text("base: b.yaml\n")
    (folder / "b.yaml").write_text("base: a.yaml\n")
    (problem,) = lint_file(folder / "a.yaml")
    assert (problem.file, problem.code) == (str(folder / "b.yaml"), "base")


def test_text_without_a_folder_has_no_base() -> None:
    with pytest.raises(WrongInput, match="only be read beside a file"):
        read_text("base: small.yaml")
