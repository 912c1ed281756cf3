"""Which station sets the pace, also where stations move together."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from zauyt.arrays.network import network
from zauyt.arrays.pack import pack
from zauyt.plant.reading.file import read_text
from zauyt.studies.simulate import simulate
from zauyt.studies.simulation.pace import usual_ticks


@pytest.mark.parametrize(
    ("keys", "wanted_s"),
    [
        ("paced: {pitch_time_s: 60}", [60, 60]),
        ("paced: {pitch_time_s: 60}, cycle_s: 50", [60, 60]),
        ("paced: {pitch_time_s: 60}, cycle_s: 50, stations: {x: {cycle_s: 70}, y: {}}",
         [70, 60]),
        ("paced: {pitch_time_s: 60, pitch_steps: {2026-01-01: 90, 2026-06-01: 60}}",
         [60, 60]),
        ("indexed: {transfer_s: 12}, stations: {x: {cycle_s: 40}, y: {cycle_s: 50}}",
         [62, 62]),
        ("cycle_s: 50", [50, 50]),
    ],
)  # fmt: skip
def test_a_conveyor_has_its_set_speed_or_its_longest_work(
    keys: str, wanted_s: list[float]
) -> None:
    stations = "" if "stations" in keys else ", stations: 2"
    plant = read_text(f"format: 1\nplant: p\nlines: {{a: {{{keys}{stations}}}}}\n")
    packed = pack(network(plant), first_day=datetime.date(2026, 1, 5), days=1)
    assert (usual_ticks(packed, np.ones((1, 1))) / 1000).tolist() == wanted_s


STORE = "stores: {hub: {after: a, places: 4}}"
SET_SPEED = {
    "the slowest of a row": ("a: {cycle_s: 40}, b: {after: a, cycle_s: 50}", "", 50),
    "two beside each other, then one": (
        "a: {cycle_s: 10}, b: {after: hub, cycle_s: 120},"
        " c: {after: hub, cycle_s: 120}, d: {after: [b, c], cycle_s: 40}", STORE, 60),
    "two that one feeds": (
        "a: {cycle_s: 70}, b: {after: hub, cycle_s: 120},"
        " c: {after: hub, cycle_s: 120}, d: {after: [b, c], cycle_s: 40}", STORE, 70),
    "one may make up for a slow one beside it": (
        "a: {cycle_s: 50}, b: {cycle_s: 300},"
        " c: {after: {a: 2, b: 1}, cycle_s: 60}", "", 60),
    "unless the weights are strict": (
        "a: {cycle_s: 50}, b: {cycle_s: 300},"
        " c: {after: {a: 2, b: 1}, strict: true, cycle_s: 60}", "", 100),
    "parts that are joined": (
        "a: {cycle_s: 50}, b: {cycle_s: 90}, c: {after: a, joins: [b], cycle_s: 60}",
        "", 90),
    "models that part keep their shares": (
        "a: {cycle_s: 10}, b: {after: a, models: [x], cycle_s: 200},"
        " c: {after: a, models: [y], cycle_s: 60}, d: {after: [b, c], cycle_s: 40}",
        "models: {x: {share: 0.5}, y: {share: 0.5}}", 100),
    "rework does not count": (
        "a: {after: [z, b.bad], buffer_before: unlimited, cycle_s: 60},"
        " z: {cycle_s: 30},"
        " b: {after: a, cycle_s: 50, outcomes: {good: 0.5, bad: 0.5}}", "", 60),
    "parallel positions": ("a: {cycle_s: 100, positions: 4}", "", 25),
}  # fmt: skip


@pytest.mark.parametrize("name", SET_SPEED)
def test_the_set_speed_is_that_of(name: str) -> None:
    lines, more, wanted_s = SET_SPEED[name]
    plant = read_text(f"format: 1\nplant: p\n{more}\nlines: {{{lines}}}\n")
    head = simulate(
        plant, days=10, warm_up_days=2, runs=1, doubt_runs=0, pairs=0
    ).headline
    assert head["jph_gross"].value == pytest.approx(3600 / wanted_s, rel=1e-3)
    net, gross = head["jph_net"].value, head["jph_gross"].value
    assert isinstance(net, float)
    assert isinstance(gross, float)
    assert net <= gross * 1.001


def test_a_repaired_body_is_no_second_visit_to_the_lines_behind() -> None:
    """All bodies go through spot repair or not; every one comes to final once."""
    plant = read_text("""
format: 1
plant: p
target: {vehicles_per_year: 262800}
lines:
  check: {cycle_s: 60, outcomes: {good: 0.6, spot: 0.4}}
  spot: {after: check.spot, cycle_s: 60, positions: 2, buffer_before: 5}
  final: {after: [check, spot], cycle_s: 60, buffer_before: 5}
  test: {after: [final, mend], cycle_s: 40, buffer_before: 9,
         outcomes: {good: 0.8, bad: 0.2}, count_point: buy_off}
  mend: {after: test.bad, cycle_s: 60, buffer_before: 9}
""")
    rows = (
        simulate(plant, days=20, warm_up_days=2, runs=1, doubt_runs=0, pairs=0)
        .tables["ladder"]
        .rows()
    )
    takt = {(row["level"], row["name"]): row["jph_takt"] for row in rows}
    # 262,800 in 8,760 h are 30 an hour; a fifth of the tests are done again.
    assert takt["line", "final"] == pytest.approx(30, rel=2e-3)
    assert takt["station", "final.S1"] == pytest.approx(30, rel=2e-3)
    assert takt["line", "spot"] == pytest.approx(12, rel=0.03)
    assert takt["line", "test"] == pytest.approx(30, rel=2e-3)
    assert takt["station", "test.S1"] == pytest.approx(30 / 0.8, rel=0.01)
    assert takt["line", "mend"] == pytest.approx(30 * 0.25, rel=0.03)
