"""How much a run has to carry out, from the means alone."""

from __future__ import annotations

import math
from typing import Any

from zauyt.arrays.effort import effort
from zauyt.arrays.network import network
from zauyt.plant.plant import Plant

LINE: dict[str, Any] = {"stations": 4, "zones": 2, "cycle_s": 480.0}


def a_day(**line: Any) -> float:
    plant = Plant.model_validate(
        {"format": 1, "plant": "one line", "lines": {"a": LINE | line}}
    )
    return effort(network(plant)).a_day


def test_an_indexed_line_is_as_fast_as_its_longest_work_and_its_transfer():
    # 4 stations, each once in every 485 s.
    assert math.isclose(a_day(indexed={"transfer_s": 5.0}), 4 * 86_400 / 485)


def test_a_paced_line_is_as_fast_as_its_fastest_pitch():
    paced = {"pitch_time_s": 150.0, "pitch_steps": {"2026-02-01": 120.0}}
    assert math.isclose(a_day(paced=paced), 4 * 86_400 / 120)


def test_a_line_of_stations_is_as_fast_as_its_slowest():
    assert math.isclose(a_day(), 4 * 86_400 / 480)
