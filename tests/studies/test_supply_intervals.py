"""What `supply` says of how sure it is: levels, fresh runs, disruptions, doubt."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import zauyt
from tests.studies import supplies
from zauyt.arrays.supply.block import rules_of
from zauyt.arrays.supply.case import case_of
from zauyt.plant.plant import Plant
from zauyt.results.result import Result
from zauyt.studies.supplying.halves import spread_of
from zauyt.studies.supplying.levels import paths_of, searched
from zauyt.studies.supplying.outcome import carried_out, draws_of

RUNS = 20


def _plant() -> Plant:
    unsure = supplies.TWO_MODELS.replace(
        "days: 2, law", "days: {value: 2, low: 1, high: 7}, law"
    )
    return zauyt.read_text(unsure)


@cache
def _result() -> Result:
    return zauyt.supply(_plant(), runs=RUNS, doubt_runs=25)


def test_the_interval_of_a_stock_holds_what_other_draws_find() -> None:
    """Of stocks found from other draws, most lie inside, and not by being wide."""
    case = case_of(zauyt.read_text(supplies.TWO_MODELS))
    draws = draws_of(case, seed=3, runs=24 * RUNS)
    found, spread = [], []
    for begin in range(0, len(draws), RUNS):
        paths = paths_of(case, draws[begin : begin + RUNS])
        found.append(searched(paths, 0.97).safety)
        spread.append(spread_of(paths, 0.97, runs=RUNS))
    stocks, widths = np.array(found), np.array(spread)
    inside = np.abs(stocks - np.median(stocks, axis=0)) <= widths
    assert inside.mean() > 0.85
    scatter = stocks.std(axis=0)
    assert (np.median(widths, axis=0) < 5 * scatter).all()
    assert (widths.mean(axis=0)[scatter > 0] > scatter[scatter > 0]).all()


def test_the_stocks_found_are_tried_on_runs_that_the_search_has_not_seen() -> None:
    result, plant = _result(), _plant()
    told = result.headline["unseen_whole_days"]
    assert told.low is not None
    assert told.high is not None
    assert told.low <= told.value <= told.high
    case = case_of(plant.change(dict(result.changes)))
    draws = draws_of(case, seed=1, runs=100, first=RUNS + 100)
    rules = rules_of(case)
    again = carried_out(case, draws, rules).whole_days()
    assert told.value == pytest.approx(float(again.mean()))
    notes = {note.key: note.numbers for note in result.notes}
    assert notes["supply.levels"]["low"] >= 0.98
    assert told.high >= 0.98


def test_bands_of_a_disruption_hold_its_means() -> None:
    for row in _result().tables["disruptions"].rows():
        assert row["chance_low"] <= row["chance"] <= row["chance_high"]
        assert row["chance_high"] - row["chance_low"] < 0.55
        assert row["stood_low"] <= row["stood_high"]
        assert row["doubt_low"] <= row["doubt_high"]


def test_a_disruption_with_the_stocks_found_is_that_of_the_changed_plant() -> None:
    plant = zauyt.read_text(supplies.TWO_MODELS)
    result = zauyt.supply(plant, runs=10, doubt_runs=0)
    again = zauyt.supply(plant.change(dict(result.changes)), runs=10, doubt_runs=0)
    hit = {row["disruption"]: row for row in again.tables["disruptions"].rows()}
    for row in result.tables["disruptions"].rows():
        assert row["best_stood"] == hit[row["disruption"]]["stood"]
        assert row["doubt_stood"] is None


def test_doubt_about_a_lane_widens_what_a_disruption_does() -> None:
    rows = {row["disruption"]: row for row in _result().tables["disruptions"].rows()}
    assert any(
        row["doubt_high"] - row["doubt_low"] != row["stood_high"] - row["stood_low"]
        for row in rows.values()
    )
