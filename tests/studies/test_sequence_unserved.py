"""Orders that no place is found for, named with their rule; and how it is drawn."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from tests.naive import sequences
from tests.studies.test_sequence import PLANT
from zauyt.plant.orders.cars import excess
from zauyt.plant.reading.file import read_text
from zauyt.plots import text as zauyt_text
from zauyt.plots.sequence import drawn
from zauyt.plots.sequence.picture import picture
from zauyt.studies.sequence import sequence
from zauyt.studies.sequencing.unserved import unserved, unserved_at_least


def least_taken(cars, place):
    """Try all sets of cars of the day without the option, the smallest first."""
    day = range(cars.tail, cars.length)
    order = np.arange(cars.length)
    only_yesterday = without(cars, place, day)
    kept = excess(only_yesterday, place, order).sum()
    for count in range(len(day) + 1):
        for taken in itertools.combinations(day, count):
            some = without(cars, place, taken)
            if excess(some, place, order).sum() == kept:
                return count
    raise AssertionError("without all of them nothing is too many")


def without(cars, place, taken):
    options = cars.options.copy()
    options[list(taken), place] = 0
    return dataclasses.replace(cars, options=options)


@pytest.mark.parametrize("number", range(40))
def test_no_fewer_orders_would_do_for_a_rule_to_be_kept(number):
    cars = sequences.at_random(number)
    order = np.arange(cars.length)
    for place in range(len(cars.rules)):
        named = unserved(cars, place, order)
        assert len(named) == least_taken(cars, place)
        gone = without(cars, place, [cars.tail + each.position for each in named])
        day = without(cars, place, range(cars.tail, cars.length))
        kept = excess(day, place, order).sum()
        assert excess(gone, place, order).sum() == kept


@pytest.mark.parametrize("number", range(0, 40, 2))
def test_what_any_order_leaves_without_a_place_is_never_fewer_than_told(number):
    cars = sequences.at_random(number, most_cars=6)
    every = list(itertools.permutations(range(cars.tail, cars.length)))
    for place in range(len(cars.rules)):
        least = min(
            len(unserved(cars, place, np.array([*range(cars.tail), *day])))
            for day in every
        )
        assert unserved_at_least(cars, place) <= least


def test_an_order_that_cannot_be_served_is_named_with_its_rule(tmp_path):
    """Three of four vehicles have a hook, one in three may: at least one too many."""
    file = tmp_path / "orders.csv"
    file.write_text(
        "order,model,colour,options\n"
        "a,van,red,hook\nb,van,red,hook\nc,van,red,hook\nd,van,red,\n"
    )
    result = sequence(read_text(PLANT), orders=file, moves=5_000)
    (row,) = [r for r in result.tables["rules"].rows() if r["rule"] == "hook"]
    assert row["unserved_at_least"] == 1 == row["unserved"]
    (named,) = result.tables["unserved"].rows()
    assert named["rule"] == "hook"
    assert named["order"] in "abc"
    said = " ".join(zauyt_text(result).split())
    assert (
        f"hook (1 of 3): 1 without a place, 1 at least in any order: {named['order']}"
        in said
    )


def test_the_picture_shows_overload_prices_and_the_line():
    text = PLANT.replace("lines: {a: {cycle_s: 60}}", "") + (
        "  overload: {line: a, priority: 4}\n"
        "lines:\n  a:\n    paced: {pitch_time_s: 60}\n"
        "    stations: {hooks: {cycle_s: 50, cycle_by_option_s: {hook: 20}}}\n"
    )
    text = text.replace("most: 1, span: 3", "most: 1, span: 9")
    text = text.replace("priority: 2}\n\n  over", "priority: 2}\n  over")
    result = sequence(read_text(text), vehicles=60, moves=20_000, prove=2)
    table = drawn.prices(result)
    assert table is not None
    prices = {row["rule"]: row for row in result.tables["prices"].rows()}
    shown = {row["rule"].split()[0]: row["sought"] for row in table.rows()}
    assert shown["hook"] == prices["hook"]["sought_1"] > 0
    titles = [axes.get_title() for axes in picture(result).axes]
    assert any("orange below" in title for title in titles)
    for part in ("does not fit, in seconds", "vehicle more in a rule", "More vehicles"):
        assert any(part in title for title in titles), titles
