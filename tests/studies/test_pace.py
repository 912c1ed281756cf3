"""Which station sets the pace, also where stations move together."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from zauyt.arrays.network import network
from zauyt.arrays.pack import pack
from zauyt.plant.file import read_text
from zauyt.studies.simulation.waterfall import usual_ticks


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
    assert (usual_ticks(packed, np.ones(1)) / 1000).tolist() == wanted_s
