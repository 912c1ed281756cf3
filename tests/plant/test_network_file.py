"""Network files: told from plants, read with every problem and its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import zauyt
from zauyt.plant import network
from zauyt.plant.network import Network
from zauyt.plant.reading.file import text_of
from zauyt.plant.reading.shape import keys_of
from zauyt.plant.record import Record

GOOD = """\
format: 1
network: Two plants
currency: KZT
rates: {USD: 500}
first_month: 2026-01
months: 3
origin_rules:
  trade: {text: partly}
models: {van: {}, bus: {}}
plants:
  north:
    makes:
      van: {cost: {value: 5, low: 4, high: 6, source: "estimate", confidence: low}}
    vehicles_per_month: {2026: 10, 2026-03: 20}
  south:
    makes: {bus: {cost: 9, lot: 2, origin: [trade]}}
    shifts:
      one: {vehicles_per_month: 5}
      two: {vehicles_per_month: 9, cost_per_month: 3, people: 30}
    first_level: one
    storage: {most: 3, opening: {bus: 1}}
lanes:
  road: {plants: [north, south], markets: [home], cost: 1, transit_days: 4}
markets:
  home:
    home: true
    sells:
      van: {price: 10, vehicles_per_year: {2026: 100}}
      bus: {price: 20, vehicles_per_year: 60}
scenarios:
  usual: {probability: 0.75}
  shut: {probability: 0.25, closed_lanes: [road]}
"""


def problems(text: str) -> list[str]:
    """Give the errors of a text, each as line and message."""
    with pytest.raises(zauyt.WrongInput) as caught:
        zauyt.read_network_text(text, file="n.yaml")
    return [
        f"{each.line}: {each.path}: {each.message}" for each in caught.value.problems
    ]


def swapped(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, f"{old!r} stands {GOOD.count(old)} times"
    return GOOD.replace(old, new)


def test_a_good_file_is_a_network() -> None:
    net = zauyt.read_network_text(GOOD)
    assert isinstance(net, Network)
    assert net.plants["north"].vehicles_per_month == {"2026": 10, "2026-03": 20}
    assert net.evidence["plants.north.makes.van.cost"].low == 4


def test_a_network_written_reads_back_the_same() -> None:
    net = zauyt.read_network_text(GOOD)
    again = zauyt.read_network_text(text_of(net))
    assert again == net
    assert again.id == net.id


BAD: list[tuple[str, str, str]] = [
    ("markets: [home], cost", "markets: [hom], cost",
     "23: lanes.road.markets.0: there is no market hom; did you mean home?"),
    ("first_level: one", "first_level: on",
     "20: plants.south.first_level: there is no level on; did you mean one?"),
    ("origin: [trade]", "origin: [trad]",
     "16: plants.south.makes.bus.origin.0: there is no rule of origin trad; did you"
     " mean trade?"),
    ("transit_days: 4", "transit_days: -4",
     "23: lanes.road.transit_days: -4 is below 0; a number in days from 0 to 400 is"
     " wanted"),
    ("    home: true", "    currency: EUR",
     "26: markets.home.currency: EUR has no rate; say under rates what one EUR is worth"
     " in KZT"),
    ("models: {van: {}, bus: {}}", "models: {van: {}, bus: {}, car: {}}\nx: 1",
     "10: x: unknown key x; allowed are format, network, currency, price_year, rates,"
     " first_month, months, level_months, season, interest_per_year, places,"
     " origin_rules, models, plants, suppliers, lanes, markets, commitments, scenarios,"
     " published"),
    ("shut: {probability: 0.25", "shut: {probability: 0.2",
     "31: scenarios: the probabilities add up to 0.95; 1 is wanted"),
    ("    vehicles_per_month: {2026: 10, 2026-03: 20}\n", "",
     "12: plants.north: needs exactly one of shifts and vehicles_per_month; none"
     " found"),
    ("{2026: 10, 2026-03: 20}", "{2026-13: 10}",
     "14: plants.north.vehicles_per_month.2026-13: text '2026-13' is not a month like"
     " 2026-03, or a year"),
    ("two: {vehicles_per_month: 9,", "two: {vehicles_per_month: 4,",
     "19: plants.south.shifts.two: makes no more than one; write the level that makes"
     " least first"),
    ("opening: {bus: 1}", "opening: {bus: 4}",
     "21: plants.south.storage.opening: 4 vehicles; 3 can stand there"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"), BAD, ids=[each[2][:30] for each in BAD]
)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, said: str) -> None:
    assert problems(swapped(old, new)) == [said]


def test_demand_for_a_model_that_no_plant_makes_is_named() -> None:
    text = swapped("models: {van: {}, bus: {}}", "models: {van: {}, bus: {}, car: {}}")
    text += "commitments: {}\n"
    sale = "      car: {price: 10, vehicles_per_year: 5}\n"
    text = text.replace("scenarios:\n", sale + "scenarios:\n")
    assert problems(text) == ["30: markets.home.sells.car: no plant makes car"]


def test_a_market_without_a_lane_is_named() -> None:
    market = "  far: {sells: {van: {price: 10, vehicles_per_year: 5}}}\n"
    text = GOOD.replace("scenarios:\n", market + "scenarios:\n")
    assert problems(text) == ["30: markets.far: no lane leads to it"]


def test_a_price_that_does_not_fall_is_named() -> None:
    step = "{{further_share: 0.1, price_share: {}}}"
    steps = f"[{step.format(0.8)}, {step.format(0.9)}]"
    text = swapped(
        "vehicles_per_year: 60}", f"vehicles_per_year: 60, response: {steps}}}"
    )
    assert problems(text) == [
        "29: markets.home.sells.bus.response.1.price_share: the price does not fall:"
        " 0.9 after 0.8"
    ]


def test_a_commitment_that_nothing_counts_to_is_named() -> None:
    text = GOOD + "commitments: {x: {vehicles: 5, plants: [north], models: [bus]}}\n"
    assert problems(text) == [
        "33: commitments.x: none of its plants makes any of its models"
    ]


def test_several_problems_are_told_at_once() -> None:
    text = swapped("transit_days: 4", "transit_days: -4").replace(
        "[north, south]", "[nort]"
    )
    assert len(problems(text)) == 2


def test_a_plan_too_large_to_solve_is_refused() -> None:
    text = GOOD.replace("months: 3", "months: 120")
    names = ", ".join(f"m{place}: {{probability: 0.0001}}" for place in range(10_000))
    text = text[: text.index("scenarios:")] + f"scenarios: {{{names}}}\n"
    text = text.replace(
        "[north, south], markets", "[north, south, north, south], markets"
    )
    (said,) = problems(text)
    assert "4,800,000 amounts to decide" in said


def test_a_lane_that_begins_nowhere_near_a_maker_is_doubtful() -> None:
    text = swapped("plants: [north, south], markets", "plants: [south], markets")
    found = {str(p) for p in zauyt.lint_file(_written(text))}
    assert any("no lane leads here from north" in each for each in found)
    assert any("no lane begins here" in each for each in found)


_HOME: list[Path] = []


@pytest.fixture(autouse=True)
def _home(tmp_path: Path) -> None:
    _HOME[:] = [tmp_path]


def _written(text: str, name: str = "network.yaml") -> Path:
    path = _HOME[0] / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_network_is_told_from_a_plant() -> None:
    path = _written(GOOD)
    assert zauyt.lint_file(path) == []
    with pytest.raises(zauyt.WrongInput, match="is a network of plants, not a plant"):
        zauyt.read(path)
    with pytest.raises(zauyt.WrongInput, match="is a plant, not a network of plants"):
        zauyt.read_network("small")


def test_a_scenario_changes_a_network() -> None:
    _written(GOOD)
    path = _written("base: network.yaml\nchanges:\n  lanes.road.cost: 3\n", "dear.yaml")
    assert zauyt.read_network(path).lanes["road"].cost == 3


def test_a_change_names_a_path_that_is_not_there() -> None:
    net = zauyt.read_network_text(GOOD)
    with pytest.raises(
        zauyt.WrongInput, match="there is no roa in lanes; did you mean"
    ):
        net.change({"lanes.roa.cost": 2})
    assert net.change({"lanes.road.cost": 2}).id != net.id


def test_a_plant_file_that_is_not_there_is_named() -> None:
    text = swapped("  north:\n", "  north:\n    file: kostany\n")
    said = problems(text)
    assert said == [
        "12: plants.north.file: there is no such file here, and no example of this"
        " name; did you mean kostanay?"
    ]
    zauyt.read_network_text(text.replace("kostany", "kostanay"))


def test_evidence_of_a_network_moves_its_id_by_its_range_alone() -> None:
    net = zauyt.read_network_text(GOOD)
    other = zauyt.read_network_text(GOOD.replace('"estimate"', '"another"'))
    wider = zauyt.read_network_text(GOOD.replace("low: 4", "low: 3"))
    assert net.id == other.id
    assert net.id != wider.id


def test_every_key_of_a_network_says_what_it_means() -> None:
    records = [each for each in vars(network).values() if _is_record(each)]
    assert len(records) > 12
    silent = [
        f"{record.__name__}.{name}"
        for record in records
        for name, key in keys_of(record).items()
        if not key.meaning
    ]
    assert silent == []


def _is_record(each: Any) -> bool:
    return isinstance(each, type) and issubclass(each, Record) and each is not Record
