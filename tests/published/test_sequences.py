"""Car sequencing: instances as published, where the data are at hand."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from zauyt.plant.orders.cars import costs, score
from zauyt.plant.orders.read import read_cars
from zauyt.studies.sequence import sequence
from zauyt.studies.sequencing.bounds import lower_bounds

DATA = Path(os.environ.get("ZAUYT_DATA", "../shared/data"))
CHALLENGE, CSPLIB = DATA / "roadef2005", DATA / "csplib001"

needs_data = pytest.mark.skipif(
    not (CHALLENGE.is_dir() and CSPLIB.is_dir()),
    reason=f"no instances at {DATA} (ZAUYT_DATA)",
)


def rows(folder):
    with (folder / "best_known.csv").open(encoding="utf-8") as file:
        return {row["instance"]: row for row in csv.DictReader(file)}


@needs_data
def test_the_orders_of_renault_cost_what_the_official_checker_says():
    """And no bound is above what is known to be reached."""
    for name, row in rows(CHALLENGE).items():
        cars = read_cars(CHALLENGE / row["set"] / name)
        given = np.arange(cars.length)
        assert score(costs(cars, given)) == int(row["renault_initial_score"]), name
        assert score(lower_bounds(cars)) <= int(row["best_known"]), name


@needs_data
@pytest.mark.parametrize(
    ("name", "moves"),
    [
        ("022_3_4_EP_RAF_ENP", 10_000_000),
        ("064_38_2_RAF_EP_ENP_ch2", 4_000_000),
        ("048_39_1_EP_RAF_ENP", 8_000_000),
        ("035_ch1_EP_ENP_RAF_S22_J3", 8_000_000),
    ],
)
def test_a_day_of_the_challenge_is_as_good_as_the_reference(name, moves):
    row = rows(CHALLENGE)[name]
    cars = read_cars(CHALLENGE / row["set"] / name)
    result = sequence(cars, moves=moves, starts=1)
    assert result.headline["score"].value <= int(row["best_known"])


@needs_data
def test_instances_of_csplib_that_can_be_satisfied_are():
    known = rows(CSPLIB)
    names = [name for name in known if "-" in name][::7]
    assert len(names) == 10
    for name in names:
        cars = read_cars(CSPLIB / known[name]["file"])
        assert sequence(cars, moves=2_000_000, starts=1).headline["score"].value == 0


@needs_data
@pytest.mark.parametrize(("name", "excess"), [("19/71", 2), ("21/90", 2), ("6/76", 6)])
def test_hard_instances_of_csplib_reach_their_best_known(name, excess):
    cars = read_cars(CSPLIB / rows(CSPLIB)[name]["file"])
    result = sequence(cars, moves=6_000_000, starts=1)
    assert result.headline["score"].value == excess
