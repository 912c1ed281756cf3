"""A plan as it is seen: in letters and as a page."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import zauyt
from zauyt.plots import draw, text
from zauyt.plots.plan import drawn
from zauyt.plots.plan.picture import borders
from zauyt.results.result import Result
from zauyt.results.text import display_width

NETWORK = """
format: 1
network: Қазақстан
currency: KZT
first_month: 2026-11
months: 4
level_months: 2
places: {A: {latitude: 53, longitude: 63}, B: {latitude: 41, longitude: 69}}
models: {van: {}}
plants:
  north: {place: A, makes: {van: {cost: 8000000}}, vehicles_per_month: 10}
  south: {place: B, makes: {van: {cost: 7000000}}, vehicles_per_month: 5, people: 70}
lanes:
  road:
    plants: [north, south]
    markets: [home, far]
    cost: {value: 100000, low: 50000, high: 200000}
markets:
  home: {place: A, home: true, sells: {van: {price: 9000000, vehicles_per_year: 240}}}
  far: {place: B, sells: {van: {price: 9500000, vehicles_per_year: 36}}}
suppliers: {kits: {models: [van], kits_per_month: 100}}
scenarios:
  usual: {probability: 0.8}
  weak: {probability: 0.2, demand_factor: {home: 0.3}}
published: {made: {year: 2026, value: 50, why: "two months are no year"}}
"""


@pytest.fixture(scope="module")
def result() -> Result:
    return zauyt.plan(zauyt.read_network_text(NETWORK), gap=1e-6, prices=4)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_terminal(
    result: Result, width: int, *, ascii_only: bool
) -> None:
    shown = text(result, width=width, ascii_only=ascii_only)
    assert max(display_width(line) for line in shown.splitlines()) <= width


def test_the_answer_tells_vehicles_exports_and_what_holds_back(result: Result) -> None:
    said = " ".join(text(result).split())
    # 15 a month are made, 9 in the weak scenario; 3 of them go abroad.
    assert "55 vehicles from 2026-11 to 2027-02, 12 of them for export" in said
    assert "With the file's numbers in doubt, too, the profit is" in said
    assert "the capacity of" in said


def test_the_flows_and_the_months_add_up_to_what_is_made(result: Result) -> None:
    flows = sum(row["vehicles"] for row in drawn.flows(result).rows())
    months = sum(row["made"] for row in drawn.months(result).rows())
    plants = sum(
        value
        for row in drawn.plants(result).rows()
        for key, value in row.items()
        if key.startswith("made_")
    )
    assert flows == pytest.approx(months) == pytest.approx(plants)
    assert flows == pytest.approx(0.8 * 60 + 0.2 * 36)


def test_the_kits_add_up_to_what_is_made_of_them(result: Result) -> None:
    kits = {row["plant"]: row["kits"] for row in drawn.kits(result).rows()}
    made = dict.fromkeys(kits, 0.0)
    for row in result.tables["plants"].rows():
        made[row["plant"]] += row["made"]
    assert kits == pytest.approx(made)
    assert sum(kits.values()) > 0


def test_the_smallest_of_many_plants_are_drawn_together() -> None:
    plants = "".join(
        f"  p{place}: {{makes: {{van: {{cost: 5}}}},"
        f" vehicles_per_month: {place + 1}}}\n"
        for place in range(9)
    )
    names = ", ".join(f"p{place}" for place in range(9))
    network = zauyt.read_network_text(
        "format: 1\nnetwork: nine\ncurrency: KZT\nfirst_month: 2026-01\nmonths: 1\n"
        f"models: {{van: {{}}}}\nplants:\n{plants}"
        f"lanes: {{road: {{plants: [{names}], markets: [home], cost: 1}}}}\n"
        "markets: {home: {sells: {van: {price: 10, vehicles_per_year: 9999}}}}\n"
    )
    rows = {
        row["plant"]: row["made"]
        for row in drawn.months(zauyt.plan(network, prices=0)).rows()
    }
    assert len(rows) == drawn.MOST_PLANTS
    assert rows[""] == pytest.approx(1 + 2 + 3)


def test_the_same_plan_is_drawn_with_the_same_bytes(
    result: Result, tmp_path: Path
) -> None:
    pictures = [draw(result, tmp_path / f"{place}.svg") for place in range(2)]
    first, second = (hashlib.sha256(p.read_bytes()).digest() for p in pictures)
    assert first == second
    said = pictures[0].read_text("utf-8")
    assert said.count("<path") > 50, "borders, bands and bars are paths"


def test_a_plan_without_places_is_drawn_without_a_map(tmp_path: Path) -> None:
    network = zauyt.read_network_text(NETWORK.replace("place: B, ", ""))
    result = zauyt.plan(network, prices=0)
    assert drawn.places(result) is None
    assert draw(result, tmp_path / "plan.png").stat().st_size > 10_000


def test_the_borders_say_where_they_are_from_and_hold_the_country() -> None:
    found = borders()
    assert "Natural Earth" in found["source"]
    assert found["licence"] == "public domain"
    (ring,) = found["rings"]["KAZ"]
    longitudes, latitudes = ring[::2], ring[1::2]
    assert 46 < min(longitudes) < 47
    assert 87 < max(longitudes) < 88
    assert 40 < min(latitudes) < 41
    assert 55 < max(latitudes) < 56


def test_a_saved_plan_is_told_the_same(result: Result, tmp_path: Path) -> None:
    zauyt.save(result, tmp_path / "plan")
    assert text(zauyt.load(tmp_path / "plan")) == text(result)
