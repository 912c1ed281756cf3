"""Ways through a store against counting by hand, brute force and the store's laws."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import subprocess
import sys

import numpy as np
import pytest

import zauyt
from tests.naive import stored
from zauyt.arrays.storing import kinds_of
from zauyt.errors import NoAnswer, WrongInput
from zauyt.kernels.compile import INTERPRETED
from zauyt.plant.orders.bodies import Lanes, cost_of
from zauyt.plant.orders.read import read_bodies
from zauyt.plant.reading.file import read_text
from zauyt.results.as_json import to_json
from zauyt.studies.resequence import resequence
from zauyt.studies.resequencing.bound import lower_bound
from zauyt.studies.resequencing.paint import batches_of
from zauyt.studies.resequencing.search import one_round, searched

PLANT = """
format: 1
plant: order of a day
models:
  van: {share: 0.5, options: {hook: 0.3}, colours: {red: 0.5, white: 0.5}}
  bus: {share: 0.5, colours: {red: 0.2, white: 0.8}}
sequence:
  rules:
    hook: {of: hook, most: 1, span: 3}
    bus: {of: bus, most: 1, span: 2, priority: 3}
  colours: {batch_limit: 6, priority: 2}
lines: {paint: {cycle_s: 60}, trim: {after: store, cycle_s: 60}}
stores: {store: {after: paint, places: 12, lanes: 3}}
"""


def found(bodies, *, rounds=30, seed=1, workers=1):
    return searched(
        bodies, rounds=rounds, seconds=0.0, aim=lower_bound(bodies), seed=seed,
        workers=workers, tell=lambda *_: None,
    )  # fmt: skip


def checked(bodies, way):
    """Follow a way through the store in plain Python; give its score counted anew."""
    assert stored.followed(bodies, way) == [int(car) for car in way.released]
    if bodies.chosen:
        assert stored.paint_keeps_its_limit(bodies, way.painted)
    assert sorted(way.painted) == sorted(way.released)
    counted = stored.score(bodies, way.painted, way.released)
    assert way.cost.score == pytest.approx(counted)
    return counted


@pytest.mark.parametrize("number", range(40))
def test_the_best_way_of_bodies_that_come_as_given_is_found(number):
    bodies = stored.at_random(number, chosen=False)
    way = found(bodies).way
    assert checked(bodies, way) == pytest.approx(stored.best(bodies))
    assert lower_bound(bodies) <= way.cost.score + 1e-9


@pytest.mark.parametrize("number", range(12))
def test_the_best_order_of_paint_and_way_are_found(number):
    bodies = stored.at_random(number, chosen=True, most=5)
    if batches_of(bodies) is None:
        pytest.skip("no order of paint keeps the limit")
    way = found(bodies, rounds=60).way
    best = stored.best(bodies)
    assert checked(bodies, way) == pytest.approx(best)
    assert lower_bound(bodies) <= best + 1e-9


def test_ways_of_many_bodies_can_be_followed_lane_by_lane():
    for number in range(20):
        bodies = stored.at_random(number, chosen=number % 2 == 1, most=40)
        told = kinds_of(bodies)
        if bodies.chosen and batches_of(bodies) is None:
            continue
        for round_number in range(4):
            way = one_round(bodies, told, 7, round_number)
            if way is not None:
                checked(bodies, way)


def test_a_body_that_goes_through_again_only_ever_helps():
    gained = 0
    for number in range(8):
        bodies = stored.at_random(number, chosen=False, most=12)
        bodies = dataclasses.replace(bodies, lanes=Lanes(2, 4))
        back = dataclasses.replace(bodies, lanes=Lanes(2, 4, again=True))
        without, way = found(bodies, rounds=12).way, found(back, rounds=12).way
        checked(back, way)
        gained += way.cost.score < without.cost.score
        assert way.cost.score <= without.cost.score + 1e-9
    assert gained


def test_more_lanes_and_random_access_are_never_worse():
    for number in range(8):
        bodies = stored.at_random(number, chosen=False)
        scores = [
            stored.best(dataclasses.replace(bodies, lanes=lanes))
            for lanes in (Lanes(1, 2), Lanes(2, 2), Lanes(4, 1))
        ]
        assert scores[0] >= scores[1]
        assert scores[1] >= scores[2]
        free = dataclasses.replace(bodies, lanes=Lanes(4, 1))
        assert found(free).way.cost.score == pytest.approx(scores[2])


def test_the_same_rounds_give_the_same_way_with_any_number_of_workers():
    bodies = stored.at_random(5, chosen=False, most=30)
    one, two = found(bodies, rounds=6), found(bodies, rounds=6, workers=3)
    assert (one.way.released == two.way.released).all()
    assert (one.way.lanes == two.way.lanes).all()
    assert one.steps == two.steps


def test_a_search_stopped_by_hand_gives_the_best_so_far():
    bodies = stored.at_random(5, chosen=False, most=30)

    def stop(rounds, _):
        if rounds >= 4:
            raise KeyboardInterrupt

    given = searched(
        bodies, rounds=0, seconds=60.0, aim=-1.0, seed=1, workers=1, tell=stop
    )
    assert given.stopped
    assert given.rounds == 4
    assert given.way.cost == found(bodies, rounds=4).way.cost


@pytest.mark.skipif(INTERPRETED, reason="this is the interpreted run")
def test_interpreted_the_search_goes_the_same_way():
    code = (
        "from tests.naive import stored;"
        "from zauyt.arrays.storing import kinds_of;"
        "from zauyt.studies.resequencing.search import one_round;"
        "b = stored.at_random(9, chosen=False, most=9);"
        "w = one_round(b, kinds_of(b), 3, 0);"
        "print([w.released.tolist(), w.lanes.tolist()])"
    )
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    out = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True,
        check=True,
    ).stdout  # fmt: skip
    bodies = stored.at_random(9, chosen=False, most=9)
    way = one_round(bodies, kinds_of(bodies), 3, 0)
    assert json.loads(out) == [way.released.tolist(), way.lanes.tolist()]


def test_a_plants_day_goes_through_its_store():
    plant = read_text(PLANT)
    result = resequence(plant, vehicles=120, rounds=4)
    head = {name: figure.value for name, figure in result.headline.items()}
    assert head["score"] < head["score_first_come"]
    assert head["lower_bound"] <= head["score"]
    line = list(result.tables["line"].rows())
    assert sorted(row["came_as"] for row in line) == list(range(1, 121))
    for lane in (1, 2, 3):
        came = [row["came_as"] for row in line if row["lane"] == lane]
        assert came == sorted(came), "a lane is first in, first out"
    assert json.loads(to_json(result))["study"] == "resequence"


def test_paint_that_is_chosen_changes_colour_less():
    plant = read_text(PLANT)
    given = resequence(plant, vehicles=80, rounds=4)
    chosen = resequence(plant, vehicles=80, rounds=8, paint="chosen")
    changes = [r.headline["colour_changes"].value for r in (given, chosen)]
    assert changes[1] < changes[0]
    colours = list(chosen.tables["paint"]["colour"])
    assert max(len(list(same)) for _, same in itertools.groupby(colours)) <= 6
    orders = [row["order"] for row in chosen.tables["paint"].rows()]
    assert sorted(orders) == sorted(given.tables["paint"]["order"])


@pytest.mark.parametrize(
    ("there", "options", "said"),
    [
        ("places: 12", {"store": "stor"}, "no store stor; did you mean store"),
        ("places: 2", {}, "lanes"),
        ("span: 80", {}, "more than 62"),
        ("places: 12", {"rounds": -1}, "rounds"),
    ],
)
def test_a_wrong_store_or_rule_is_named(there, options, said):
    here = "span: 3" if "span" in there else "places: 12"
    with pytest.raises(WrongInput, match=said):
        resequence(read_text(PLANT.replace(here, there, 1)), **options)


def test_a_plant_without_a_store_is_told_so():
    text = PLANT.replace("after: store", "after: paint")
    text = text.partition("stores:")[0]
    with pytest.raises(WrongInput, match="the plant has no store"):
        resequence(read_text(text))


RULED = """
format: 1
plant: rules at the store
models: {van: {share: 0.6}, bus: {share: 0.4}}
sequence: {rules: {bus: {of: bus, most: 1, span: 2}}}
lines:
  paint: {cycle_s: 60, source: {order: random}}
  trim: {after: store, cycle_s: 61}
stores:
  store: {after: paint, places: 12, lanes: 3, release: sequence_rules}
"""


def in_a_row(text):
    """Give how often two buses begin trim one after the other in a simulated day."""
    trace = zauyt.trace(read_text(text), days=1)
    models = [m for m, line in zip(trace.model, trace.line, strict=True)
              if line == "trim"]  # fmt: skip
    return sum(one == other == "bus" for one, other in itertools.pairwise(models))


def test_a_store_that_releases_by_the_rules_breaks_them_less_than_first_come():
    with_rule = in_a_row(RULED)
    first_come = in_a_row(RULED.replace("sequence_rules", "fifo"))
    assert first_come > 100
    assert with_rule < first_come / 3


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        ("sequence: {rules: {bus: {of: bus, most: 1, span: 2}}}", "", "needs rules"),
        ("span: 2", "span: 90", "rule bus looks at 90 vehicles"),
    ],
)
def test_a_store_without_rules_to_release_by_is_refused(here, there, said):
    with pytest.raises(WrongInput, match=said):
        read_text(RULED.replace(here, there))


DAY = """1
10
4
2
2
2
1
2
2
2
1 1 1 1
1 1 2 0
1 2 1 0
1 2 2 1
2 1 1 0
2 1 2 1
2 2 1 1
2 2 2 0
1 1 1
1 2 1
2 1 1
2 2 1
1 1 1
2 1 0
1 0.5
"""
"""Four cars, body and colour all different; configuration 1 has the option."""


def test_a_text_is_counted_as_by_hand(tmp_path):
    """One change of colour and of body (b1c1 b2c1 b2c2 b1c2 has 1 and 2).

    Evenly means option 1 0 1 0 or the like: off by 1/2, 0, 1/2, 0: 1 in all, times 4.
    """
    file = tmp_path / "four.txt"
    file.write_text(DAY)
    bodies = read_bodies(file)
    cost = cost_of(bodies, np.array([0, 2, 3, 1]), np.array([0, 2, 3, 1]))
    assert (cost.colour_changes, cost.model_changes) == (1, 2)
    # 1 0 1 0: cars 0 and 3 have the option.
    assert cost.score == pytest.approx(10 + 2 + 4 * 1)
    result = resequence(bodies, rounds=20)
    assert result.headline["score"].value == pytest.approx(stored.best(bodies))


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        ("1\n10\n4\n2", "1\n10\n4\nx", "four.txt:4: bodies: x; one whole number"),
        ("2\n2\n2\n1 1 1 1", "0\n2\n2\n1 1 1 1", "four.txt:8: lanes: 0; 1 or more"),
        ("1 1 2 0", "1 1 2", "four.txt:12: 1 1 2: 4 numbers are meant"),
        ("2 2 1\n1 1 1\n2 1 0", "2 2 5\n1 1 1\n2 1 0", "four.txt:22: 5 bodies 2 in"),
        ("1 0.5\n", "", "more are meant"),
    ],
)
def test_a_wrong_text_says_its_line(tmp_path, here, there, said):
    file = tmp_path / "four.txt"
    assert here in DAY
    file.write_text(DAY.replace(here, there, 1))
    with pytest.raises(WrongInput) as caught:
        read_bodies(file)
    assert said in str(caught.value)


def test_a_batch_limit_that_no_paint_keeps_is_told(tmp_path):
    file = tmp_path / "four.txt"
    text = DAY.replace("1 1 2 0", "1 1 2 5").replace("1 1 1\n1 2 1", "1 1 6\n1 2 1", 1)
    file.write_text(text)
    with pytest.raises(NoAnswer, match="1 bodies of a colour in a row"):
        resequence(read_bodies(file), batch_limit=1)
