"""The example networks read without a word, cite their sources, and plan as told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from running import EXAMPLES, NETWORKS
from test_example_files import MARK, numbers

import zauyt
from zauyt.plant.reading.change import tree_of
from zauyt.plant.reading.file import lint_file
from zauyt.results.result import Result

FILES = sorted(path for home in NETWORKS for path in home.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_nothing_is_wrong_or_doubtful_in_a_network(path: Path) -> None:
    assert [str(problem) for problem in lint_file(path)] == []


def test_every_number_but_those_of_a_map_says_where_it_is_from() -> None:
    tree = tree_of(zauyt.read_network("kazakhstan"))
    known = tree.pop("published")
    assert all(MARK.match(each["value"]["source"]) for each in known.values())
    stated = dict(numbers(tree))
    assert stated.pop("format") == 1
    stated = {path: each for path, each in stated.items() if path[:7] != "places."}
    assert len(stated) > 250
    silent = [
        path
        for path, number in stated.items()
        if not isinstance(number, dict) or not MARK.match(number.get("source", ""))
    ]
    assert silent == []


def test_an_estimate_has_a_range_and_is_not_called_sure() -> None:
    for path, evidence in zauyt.read_network("kazakhstan").evidence.items():
        assert evidence.source is not None, path
        if evidence.source.startswith("estimate"):
            assert evidence.low is not None, path
            assert evidence.confidence == "low", path
        elif evidence.source.startswith("["):
            assert evidence.confidence in ("high", "medium"), path


def test_every_source_that_is_cited_is_listed_in_the_page() -> None:
    text = (EXAMPLES / "kazakhstan" / "network.yaml").read_text("utf-8")
    page = (EXAMPLES / "kazakhstan" / "README.md").read_text("utf-8")
    listed = set(re.findall(r"^- (\[[0-9]+\]) \S", page, flags=re.MULTILINE))
    cited = set(re.findall(r"\[[0-9]+\]", text))
    assert len(cited) > 15
    assert cited <= listed


@pytest.fixture(scope="module")
def plan() -> Result:
    """Give the plan of Kazakhstan to a wide gap, which takes a few seconds."""
    return zauyt.plan(zauyt.read_network("kazakhstan"), gap=0.03, prices=0)


def test_the_seven_cities_are_there(plan: Result) -> None:
    rows = plan.tables["places"].rows()
    towns = {row["place"] for row in rows if row["kind"] == "plant"}
    assert towns == {
        "Kostanay", "Almaty", "Saran", "Semey", "Kokshetau", "Uralsk", "Astana",
    }  # fmt: skip


def test_the_totals_lie_near_the_published_ones_and_say_why_not_on_them(
    plan: Result,
) -> None:
    rows = {row["name"]: row for row in plan.tables["published"].rows()}
    for name, far in (("country_2024", 0.1), ("country_2025", 0.05),
                      ("country_2026", 0.15), ("kostanay_2025", 0.1)):  # fmt: skip
        assert abs(rows[name]["difference_share"]) < far, name
    assert all(row["why"] for row in rows.values())
    assert all(re.search(r"\[[0-9]+\]", row["source"]) for row in rows.values())


def test_russia_is_closed_unless_it_is_switched_on(plan: Result) -> None:
    assert "russia" not in {row["market"] for row in plan.tables["sent"].rows()}
    opened = zauyt.read_network("kazakhstan/russia")
    assert opened.markets["russia"].open
    assert zauyt.read_network("kazakhstan").markets["russia"].open is False


def test_the_page_tells_what_the_plan_has(plan: Result) -> None:
    # Another plan within the gap, or of another release of the solver, may differ.
    page = (EXAMPLES / "kazakhstan" / "README.md").read_text("utf-8")
    told = {
        line.split("|")[2].strip(): float(line.split("|")[4].replace(",", ""))
        for line in page.splitlines()
        if line.startswith("| vehicles | 202")
    }
    assert len(told) == 3
    rows = {row["name"]: row for row in plan.tables["published"].rows()}
    for year, value in told.items():
        row = rows[f"country_{year[:4]}"]
        assert value == pytest.approx(row["planned"], rel=0.05), year
