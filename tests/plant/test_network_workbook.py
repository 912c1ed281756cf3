"""A network goes into an Excel workbook and comes back; every fault has its cell."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import zauyt
from zauyt.cli.root import carried_out
from zauyt.plant.network import Network
from zauyt.plant.reading.examples import networks
from zauyt.plant.reading.file import lint_file, read_network, text_of
from zauyt.plant.reading.workbook.layout import sheets
from zauyt.plant.reading.workbook.written import write_workbook

EVERYTHING = """
format: 1
network: "2026"
currency: KZT
rates: {USD: {value: 520, low: 480, high: 560, source: "a; b, c"}}
first_month: 2026-01
months: 6
season: {dec: 1.6, jan: {value: 0.7, low: 0.6, high: 0.8}}
places: {here: {latitude: 53.2, longitude: 63.6}}
origin_rules: {trade: {text: partly, note: "x"}}
models: {van: {}, suv: {}}
plants:
  north:
    place: here
    file: small
    makes: {van: {cost: 8, origin: [trade], lot: 5, from_month: 2026-02},
            suv: {cost: {value: 12, low: 11, high: 13}}}
    shifts:
      one: {vehicles_per_month: 5, cost_per_month: 3, people: 30}
      two: {vehicles_per_month: {value: 9, low: 8, high: 10}, cost_per_month: 6}
    first_level: one
    capacity_share: {2026: 0.5, 2026-04: {value: 0.8, low: 0.7, high: 0.9}}
    storage: {most: 3, cost_per_month: 0.1, opening: {van: 1}}
  south: {makes: {suv: {cost: 11}}, vehicles_per_month: {2026: 2, 2026-03: 4}}
suppliers: {kits: {models: [van], kits_per_month: {2026: 20}}}
lanes:
  road: {plants: [north, south], markets: [home], mode: road, cost: 0.15}
  rail: {plants: [north], markets: [far], cost: 1, currency: USD, transit_days: 20}
markets:
  home:
    home: true
    sells:
      van: {price: 10, vehicles_per_year: 60}
      suv:
        price: 14
        vehicles_per_year: {2026: 70, 2026-04: {value: 80, low: 70, high: 90}}
        response:
          - {further_share: 0.2, price_share: 0.95}
          - {further_share: {value: 0.3, low: 0.2, high: 0.4}, price_share: 0.9}
  far: {currency: USD, origin_rule: trade, fee: 1, met_fee: 0,
        sells: {van: {price: 21, vehicles_per_year: 40}}}
commitments: {some: {vehicles: 1, what: sold, markets: [far]}}
scenarios:
  usual: {probability: 0.8}
  closed: {probability: 0.2, from_month: 2026-04, closed_lanes: [rail],
           demand_factor: {home: 0.9}}
published: {known: {year: 2026, value: 50, plants: [north], why: "no, really"}}
"""


def workbook(network: Network | None, folder: Path) -> Path:
    path = folder / "network.xlsx"
    write_workbook(network, path, root=Network)
    return path


@pytest.mark.parametrize("path", networks().values(), ids=networks().keys())
def test_every_network_comes_back_from_its_workbook(path: Path, tmp_path: Path) -> None:
    network = read_network(path)
    # A plant file that stands beside the network is not looked for elsewhere.
    again = read_network(workbook(network, tmp_path))
    assert again.id == network.id
    assert again.evidence == network.evidence
    assert text_of(again) == text_of(network)


def test_whatever_a_network_file_can_say_comes_back(tmp_path: Path) -> None:
    network = zauyt.read_network_text(EVERYTHING)
    again = read_network(workbook(network, tmp_path))
    assert text_of(again) == text_of(network)
    assert again.id == network.id


def test_every_key_of_a_network_file_has_a_column_or_a_sheet() -> None:
    every = sheets(Network).values()
    steps = {step for sheet in every for way in sheet.ways for step in way}
    steps |= {step for sheet in every for each in sheet.columns for step in each.steps}
    schema = zauyt.schema("network")
    for name, record in {"Network": schema, **schema["$defs"]}.items():
        if name != "Evidence":
            assert record["properties"].keys() <= steps, name


def test_an_empty_workbook_says_what_a_network_needs(tmp_path: Path) -> None:
    problems = lint_file(workbook(None, tmp_path))
    said = " ".join(each.message for each in problems)
    for key in ("currency", "first_month", "lanes", "markets", "models", "plants"):
        assert f"needs the key {key}" in said
    assert any(each.path == "network" for each in problems)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        ("network", "currency", "tenge", "KZT"),
        ("lanes", "transit_days", -3, "below 0"),
        ("makes", "cost", "much", "a number"),
    ],
)
def test_what_is_wrong_is_named_with_sheet_and_cell(
    tmp_path: Path, sheet: str, cell: str, value: object, said: str
) -> None:
    path = workbook(zauyt.read_network_text(EVERYTHING), tmp_path)
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    if sheet == "network":
        row = next(each.row for each in page["A"] if each.value == cell)
        place = page.cell(row, 2)
    else:
        column = next(each.column for each in page[1] if each.value == cell)
        place = page.cell(3, column)
    place.value = value
    book.save(path)
    (problem,) = lint_file(path)
    assert said in problem.message
    assert (problem.sheet, problem.line) == (sheet, place.row)


def test_the_command_line_writes_and_reads_networks_as_workbooks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, again = tmp_path / "n.yaml", tmp_path / "again.yaml"
    file.write_text(EVERYTHING, encoding="utf-8")
    book = str(tmp_path / "n.xlsx")
    assert carried_out(["template", str(file), "-o", book]) == 0
    assert carried_out(["import", book, "-o", str(again)]) == 0
    assert read_network(again).id == read_network(file).id
    assert carried_out(["plan", book, "--prices", "0", "--draws", "0"]) == 0
    assert "2026: plan" in capsys.readouterr().out
    assert carried_out(["template", "--network", "-o", str(tmp_path / "e.xlsx")]) == 0
    assert carried_out(["template", "small", "--network", "-o", f"{book}x.xlsx"]) == 2
    assert carried_out(["schema", "--network"]) == 0
    assert '"title": "Network"' in capsys.readouterr().out
