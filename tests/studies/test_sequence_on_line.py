"""The sequence simulated on its line, beside the order of kit lots."""

from __future__ import annotations

import pytest

from tests.studies.test_sequence import ASKED, CSPLIB
from zauyt.arrays.listed import listed
from zauyt.arrays.network import network
from zauyt.errors import WrongInput
from zauyt.plant.orders.day import drawn
from zauyt.plant.orders.read import read_cars
from zauyt.plant.reading.file import read_text
from zauyt.plots import text as zauyt_text
from zauyt.studies.sequence import sequence

ON_LINE = """
format: 1
plant: one line whose work depends on the model
models:
  van: {share: 0.5, colours: {red: 1}}
  bus: {share: 0.5, colours: {red: 1}}
sequence:
  open_kits: {most: 4, size: 5}
  overload: {line: trim, priority: 2}
lines:
  trim:
    paced: {pitch_time_s: 100, drift_share: 0.2}
    stations: {seats: {cycle_s: 85, cycle_by_model: {bus: 115}}, doors: {cycle_s: 90}}
"""
LISTED = "order,model,colour\n" + "".join(
    f"{number},{'van' if number <= 10 else 'bus'},red\n" for number in range(1, 21)
)


def test_the_sequence_is_simulated_beside_kit_lots_under_their_limit(tmp_path):
    """By hand: vans and buses in turns drift by 15 s of 20: one every 100 s, 864 a day.

    Where a day ends with a bus and begins with one, the line stops for 10 s more.
    Of ten buses in a row the first drifts 15 s, the second stops the line for 10, each
    later one for 15 s: 130 s on 20 vehicles, 864 / (1 + 130 / 2000) = 811.3 a day.
    """
    file = tmp_path / "orders.csv"
    file.write_text(LISTED)
    result = sequence(read_text(ON_LINE), orders=file, moves=50_000, prove=3)
    rows = {row["order"]: row for row in result.tables["on_line"].rows()}
    assert rows["sequence"]["per_day"] == pytest.approx(864 / 1.0025, rel=3e-3)
    assert rows["kit_lots"]["per_day"] == pytest.approx(811.3, abs=0.5)
    assert rows["as_given"]["per_day"] == rows["kit_lots"]["per_day"]
    for row in rows.values():
        more = rows["sequence"]["per_day"] - row["per_day"]
        assert row["gain"] == pytest.approx(more)
        assert row["most_open"] <= row["allowed_open"] == 4
    assert rows["kit_lots"]["most_open"] == 1 < rows["sequence"]["most_open"]
    assert any(note.key == "sequence.on_line.sure" for note in result.notes)
    assert "more than lot after lot of kits" in " ".join(zauyt_text(result).split())


def test_an_interval_that_contains_zero_is_shown_as_such():
    text = ON_LINE.replace("bus: 115", "bus: 86") + "    failure: cord\n"
    text += "failures: {cord: {mtbf_h: 1, mttr_min: 3}}\n"
    result = sequence(read_text(text), vehicles=40, moves=1_000, prove=3)
    note = next(n for n in result.notes if n.key == "sequence.on_line.unsure")
    assert note.numbers["low"] <= note.numbers["gain"] == 0 <= note.numbers["high"]
    assert "no difference from lot after lot of kits is proven" in " ".join(
        zauyt_text(result).split()
    )


def test_in_a_whole_plant_every_source_sends_the_listed_orders():
    text = ON_LINE.replace("  trim:\n", "  trim:\n    joins: [left, right]\n") + (
        "  left: {cycle_s: 90}\n  right: {cycle_s: 90, models: [van, bus]}\n"
    )
    result = sequence(read_text(text), vehicles=40, moves=20_000, prove=2)
    rows = {(r["where"], r["order"]): r for r in result.tables["on_line"].rows()}
    assert {where for where, _ in rows} == {"trim", "whole plant"}
    for order in ("sequence", "kit_lots"):
        alone, whole = rows["trim", order], rows["whole plant", order]
        assert whole["per_day"] == pytest.approx(alone["per_day"], rel=1e-3)


def test_sources_send_the_orders_listed_and_begin_again():
    plant = read_text(ASKED)
    orders = drawn(plant.models, 30, seed=2)
    expanded = listed(network(plant), orders)
    (origin,) = expanded.origins
    (phase,) = origin.phases
    for number, order in zip(phase.order, orders, strict=True):
        (sent,) = phase.classes[number]
        kind = expanded.kinds[sent.kind]
        assert (kind.model, kind.options) == (order.model, set(order.options))
        assert expanded.colours[sent.colour] == order.colour


def test_a_benchmark_has_no_line_to_be_simulated(tmp_path):
    file = tmp_path / "four.txt"
    file.write_text(CSPLIB)
    with pytest.raises(WrongInput, match="prove: simulates a plant"):
        sequence(read_cars(file), prove=2)
