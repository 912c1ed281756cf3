"""Throughputs of series lines, from Markov chains (Hillier, Boling 1967 for b = 0)."""

import datetime
import math

import numpy as np
import pytest

from zauyt.arrays.network import network
from zauyt.arrays.pack import pack
from zauyt.plant.plant import Plant
from zauyt.runs.single import Room, carry_out

CYCLE_S = 60.0
DAYS = 400
RUNS = 12


def measured(**line):
    """Give mean and standard error of the throughput in vehicles a cycle."""
    failures = line.pop("failures", {})
    plant = Plant.model_validate(
        {
            "format": 1,
            "plant": "line",
            "failures": failures,
            "lines": {"a": {"cycle_s": CYCLE_S, **line}},
        }
    )
    packed = pack(
        network(plant),
        first_day=datetime.date(2026, 1, 1),
        days=DAYS,
        warm_up_days=10,
    )
    room = Room(700_000)
    rates = []
    for number in range(RUNS):
        run, room = carry_out(packed, seed=7, run=number, room=room)
        counted = (run.passages["time"] >= packed.count_from_ticks).sum()
        rates.append(counted * CYCLE_S / ((DAYS - 10) * 86_400))
    return np.mean(rates), np.std(rates, ddof=1) / math.sqrt(RUNS)


EXPONENTIAL = {"type": "exponential"}


@pytest.mark.parametrize(
    ("stations", "buffer", "exact"),
    [
        (2, 0, 2 / 3),
        (3, 0, 22 / 39),
        (5, 0, 0.48579812),
        (3, 1, 0.67046616),
        (5, 2, 0.68048948),
        (2, 4, 0.85714286),
        (4, 4, 0.78177602),
        (2, 10, 0.92307692),
    ],
)
def test_exponential_line_has_the_exact_throughput(stations, buffer, exact):
    mean, error = measured(
        cycle_law=EXPONENTIAL, stations=stations, buffer_between=buffer
    )
    assert error * 1.96 / exact < 0.003
    assert abs(mean - exact) / error < 4.5


@pytest.mark.parametrize(
    ("stations", "phases", "exact"),
    [(2, 2, 0.72727273), (4, 2, 0.59770686), (2, 4, 0.78527607)],
)
def test_erlang_line_has_the_exact_throughput(stations, phases, exact):
    mean, error = measured(
        cycle_law={"type": "erlang", "phases": phases}, stations=stations
    )
    assert abs(mean - exact) / error < 4.5


@pytest.mark.parametrize(
    ("stations", "buffer", "exact"),
    [(2, 0, 0.53278689), (2, 8, 0.71533532), (3, 2, 0.54977231), (4, 1, 0.46057577)],
)
def test_line_that_breaks_down_at_work_has_the_exact_throughput(
    stations, buffer, exact
):
    mean, error = measured(
        cycle_law=EXPONENTIAL,
        stations=stations,
        buffer_between=buffer,
        failure="stop",
        failures={"stop": {"mtbf_h": 20 / 60, "mttr_min": 4.0}},
    )
    assert abs(mean - exact) / error < 4.5
