"""Sequences against counting by hand, brute force and the laws they may not break."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import subprocess
import sys

import numpy as np
import openpyxl
import pytest

from tests.naive import sequences
from zauyt.arrays.sequencing import block, order_of
from zauyt.errors import NoAnswer, WrongInput
from zauyt.kernels.compile import INTERPRETED
from zauyt.kernels.sequencing.layout import H, R
from zauyt.kernels.sequencing.search import search
from zauyt.plant.orders.cars import (
    costs,
    counts,
    first_order,
    overload_ms,
    places_late,
    score,
    shown,
)
from zauyt.plant.orders.day import cars_of
from zauyt.plant.orders.read import read_cars
from zauyt.plant.reading.file import read_text
from zauyt.plots import text as zauyt_text
from zauyt.results.as_json import to_json
from zauyt.studies.sequence import sequence
from zauyt.studies.sequencing.bounds import lower_bounds
from zauyt.studies.sequencing.proof import proven
from zauyt.studies.sequencing.search import searched

PLANT = """
format: 1
plant: order of a day
models:
  van: {share: 0.5, options: {hook: 0.4}, colours: {red: 0.5, white: 0.5}}
  bus: {share: 0.5, colours: {red: 0.2, white: 0.8}}
sequence:
  rules:
    hook: {of: hook, most: 1, span: 3}
    bus: {of: bus, most: 1, span: 2, priority: 3}
  colours: {batch_limit: 4, priority: 2}
lines: {a: {cycle_s: 60}}
"""
ORDERS = """order,model,colour,options,tail
1,van,red,hook,yes
2,bus,white,,
3,van,red,hook,
4,van,white,,
5,bus,red,,
"""


def found(cars, *, moves=100_000, seed=1, starts=1, workers=1, aim=None):
    return searched(
        cars, moves=moves, seconds=0.0, starts=starts, seed=seed, workers=workers,
        aim=lower_bounds(cars) if aim is None else aim, tell=lambda *_: None,
    )  # fmt: skip


@pytest.mark.parametrize("number", range(200))
def test_the_best_order_of_few_cars_is_found_and_no_order_is_below_the_bound(number):
    cars = sequences.at_random(number, most_cars=6)
    least = sequences.best(cars)
    assert (first_order(cars) is None) == (least is None)
    if least is None:
        return
    assert lower_bounds(cars) <= least
    answer = found(cars)
    assert sequences.allowed(cars, answer.order)
    assert answer.costs == least


@pytest.mark.parametrize("number", [1515, 5009, 5059, 5115])
def test_few_cars_are_shaken_out_of_an_order_that_no_move_makes_better(number):
    cars = sequences.at_random(number, most_cars=5)
    for seed in (1, 2, 3):
        assert found(cars, moves=50_000, seed=seed).costs == sequences.best(cars)


def test_a_rule_longer_than_the_day_whose_windows_lie_inside_it_costs_nothing(tmp_path):
    file = tmp_path / "day.txt"
    file.write_text("4 2 2\n1 1\n2 6\n0 2 1 1\n1 2 0 1\n")
    result = sequence(read_cars(file), moves=1_000)
    assert result.headline["score"].value == 0
    assert result.headline["optimal"].value == "yes"


@pytest.mark.parametrize("number", range(100))
def test_costs_and_counts_are_those_of_counting_every_window(number):
    cars = sequences.at_random(number, least_cars=8, most_cars=40)
    first = first_order(cars)
    if first is None:
        return
    searched_block = block(cars, first, key=number)
    before = sequences.costs(cars, order_of(searched_block))
    for moves in (1, 10, 100, 1_000):
        search(searched_block, moves)
        order = order_of(searched_block)
        assert sequences.allowed(cars, order)
        now = sequences.costs(cars, order)
        assert now == costs(cars, order)
        assert now <= before, "a move that makes it worse was made"
        before = now
        ranked = sorted(range(len(cars.rules)), key=lambda p: cars.rules[p].rank)
        for place, rule in enumerate(ranked):
            row = int(searched_block[H.rule]) + place * R.size
            begin = int(searched_block[row + R.counts])
            first, last = cars.windows(cars.rules[rule])
            kept = searched_block[begin + first : begin + last + 1]
            fresh = counts(cars.options[order, rule], cars.rules[rule].span)
            assert (kept == fresh[first : last + 1]).all()
        places = int(searched_block[H.places])
        at = searched_block[places : places + cars.length]
        assert (at[order] == np.arange(cars.length)).all()


def test_without_a_rule_the_best_is_no_worse():
    for number in range(40):
        cars = sequences.at_random(number, most_cars=5)
        for place in range(len(cars.rules)):
            fewer = dataclasses.replace(
                cars,
                rules=cars.rules[:place] + cars.rules[place + 1 :],
                options=np.delete(cars.options, place, axis=1),
            )
            if (least := sequences.best(cars)) is not None:
                assert sequences.best(fewer) <= least


def test_the_same_moves_give_the_same_order_with_any_number_of_workers():
    cars = sequences.at_random(7, least_cars=60, most_cars=60)
    one = found(cars, starts=3, moves=300_000, aim=(-1,) * len(cars.objectives))
    three = found(
        cars, starts=3, moves=300_000, workers=3, aim=(-1,) * len(cars.objectives)
    )
    assert (one.order == three.order).all()
    assert (one.costs, one.moves) == (three.costs, three.moves)
    more = found(cars, starts=3, moves=600_000, aim=(-1,) * len(cars.objectives))
    assert more.costs <= one.costs


def test_a_search_stopped_by_hand_gives_the_best_so_far():
    cars = sequences.at_random(11, least_cars=50, most_cars=50)

    def stop(moves, _):
        if moves >= 300_000:
            raise KeyboardInterrupt

    given = searched(
        cars, moves=0, seconds=60.0, starts=2, seed=1, workers=1,
        aim=(-1,) * len(cars.objectives), tell=stop,
    )  # fmt: skip
    assert given.stopped
    assert given.moves == 300_000
    assert (given.order == found(
        cars, starts=2, moves=300_000, aim=(-1,) * len(cars.objectives)
    ).order).all()  # fmt: skip


@pytest.mark.skipif(INTERPRETED, reason="this is the interpreted run")
def test_interpreted_the_search_makes_the_same_moves():
    cars = sequences.at_random(3, least_cars=25, most_cars=25)
    mine = block(cars, np.arange(cars.length), key=5)
    search(mine, 3_000)
    code = (
        "import numpy as np; from tests.naive import sequences;"
        "from zauyt.arrays.sequencing import block;"
        "from zauyt.kernels.sequencing.search import search;"
        "c = sequences.at_random(3, least_cars=25, most_cars=25);"
        "b = block(c, np.arange(c.length), key=5); search(b, 3_000);"
        "print(b.tolist())"
    )
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    out = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True,
        check=True,
    ).stdout  # fmt: skip
    assert json.loads(out) == mine.tolist()


def test_a_list_of_orders_is_put_in_order_behind_yesterday(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS)
    result = sequence(read_text(PLANT), orders=file, moves=20_000)
    rows = list(result.tables["sequence"].rows())
    assert sorted(row["order"] for row in rows) == ["2", "3", "4", "5"]
    # Hooks 1 (yesterday) and 3 need two between them; colours then want two changes.
    assert [row["order"] for row in rows].index("3") >= 2
    head = {name: figure.value for name, figure in result.headline.items()}
    assert head["too_many_priority_1"] == 0
    assert head["score"] == score(
        (head["too_many_priority_1"], head["colour_changes"],
         head["too_many_priority_3"])
    )  # fmt: skip
    assert json.loads(to_json(result))["study"] == "sequence"


ASKED = """
format: 1
plant: all that can be asked
models:
  van: {share: 0.5, options: {hook: 0.4}, colours: {red: 0.5, white: 0.5}}
  bus: {share: 0.5, colours: {red: 1}}
sequence:
  open_kits: {most: 2, size: 5}
  rules: {hook: {of: hook, most: 1, span: 4, priority: 2}}
  even_use: {bus: {of: bus, priority: 3}, hook: {of: hook, priority: 3, weight: 2}}
  overload: {line: trim, priority: 4}
  wishes: {priority: 5}
lines:
  trim:
    paced: {pitch_time_s: 100, drift_share: 0.5}
    stations:
      seats: {cycle_s: 90, cycle_by_model: {bus: 120}}
      hooks: {cycle_s: 80, cycle_by_option_s: {hook: 60}}
      doors: {cycle_s: 90}
"""


def test_all_that_a_plant_asks_is_counted_and_told(tmp_path):
    """By hand, for bus bus van+hook van: seats 20 20 -10 -10 s more than a pitch.

    Seats: behind 20, 40, 30, 20: within 50. Hooks: -20 -20 40 -20: within 50. Off even
    use of two buses of four: 0.5 1 0.5 0. Of one hook of four: 0.25 0.5 0.25 0, twice.
    The wished places are 0-based 3 and 0 for orders 1 and 4: 3 off each.
    """
    file = tmp_path / "orders.csv"
    file.write_text(
        "order,model,colour,options,wish,lot\n1,bus,red,,4,a\n2,bus,red,,,b\n"
        "3,van,red,hook,,a\n4,van,red,,1,c\n"
    )
    cars, _ = cars_of(read_text(ASKED), orders=file, vehicles=1, seed=1)
    found_costs = costs(cars, np.arange(4))
    assert cars.objectives == (
        "open_lots_too_many", "too_many_priority_2", "uneven_use", "overload_s",
        "places_off_wish",
    )  # fmt: skip
    assert shown(cars, found_costs) == [0, 0, 4, 0, 6]
    # three buses in a row are 60 s behind, 10 more than fit
    assert overload_ms(cars, 0, np.array([0, 1, 0, 1])).tolist() == [
        0,
        0,
        10_000,
        20_000,
    ]
    result = sequence(read_text(ASKED), orders=file, moves=50_000)
    assert set(result.tables) >= {"overload", "even_use", "wishes", "open_lots"}
    text = zauyt_text(result)
    assert "Work that does not fit" in text
    assert "Off an even use" in text


def test_a_price_is_what_a_looser_rule_would_give():
    text = PLANT.replace("most: 1, span: 3", "most: 1, span: 9")
    result = sequence(read_text(text), vehicles=60, moves=100_000)
    prices = {row["rule"]: row for row in result.tables["prices"].rows()}
    head = result.headline
    row = prices["hook"]
    assert row["too_many"] == head["too_many_priority_1"].value > 0
    assert 0 < row["gain_1"] <= row["sought_1"] <= row["too_many"]
    again = sequence(
        read_text(text.replace("most: 1, span: 9", "most: 2, span: 9")),
        vehicles=60, moves=100_000, seed=1,
    )  # fmt: skip
    least = again.headline["too_many_priority_1"].value
    assert row["too_many"] - row["sought_1"] >= least


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        (
            "line: trim",
            "line: trimm",
            "no paced line is called trimm; did you mean trim",
        ),
        ("of: bus", "of: bu", "no model and no option is called bu; did you mean bus"),
        ("priority: 4", "priority: 3", "priority 3 is that of others"),
        ("size: 5", "size: 0", "size"),
    ],
)
def test_what_cannot_be_asked_is_named_with_its_line(here, there, said):
    with pytest.raises(WrongInput, match=said) as caught:
        read_text(ASKED.replace(here, there, 1))
    assert all(problem.line is not None for problem in caught.value.problems)


def test_a_proof_is_the_least_of_all_orders():
    pytest.importorskip("ortools")
    tried = 0
    for number in range(60):
        cars = sequences.at_random(number, most_cars=6)
        first = first_order(cars)
        asked = (cars.levels, cars.loads, cars.wishes, cars.dues, cars.open_lots)
        if first is None or any(asked):
            continue
        given = proven(cars, first, lower_bounds(cars), effort=10.0, seed=1)
        assert given.costs == given.bounds == sequences.best(cars)
        assert sequences.allowed(cars, given.order)
        tried += 1
    assert tried > 10


def test_a_proof_tells_that_an_order_is_the_best():
    pytest.importorskip("ortools")
    text = PLANT.replace("most: 1, span: 3", "most: 1, span: 9")
    without = sequence(read_text(text), vehicles=12, moves=20_000)
    result = sequence(read_text(text), vehicles=12, moves=20_000, proof=20.0)
    assert result.headline["optimal"].value == "yes"
    assert result.headline["score"].value <= without.headline["score"].value
    with pytest.raises(WrongInput, match="rules of ratio and colours only"):
        sequence(read_text(ASKED), vehicles=12, moves=1_000, proof=1.0)


def test_a_wish_that_is_no_place_is_named(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text("order,model,colour,wish\n1,bus,red,soon\n")
    with pytest.raises(WrongInput, match="wish: soon; a place of the day"):
        sequence(read_text(ASKED), orders=file, moves=1)


def test_vehicles_are_drawn_from_the_mix_where_there_are_no_orders():
    result = sequence(read_text(PLANT), vehicles=400, moves=10_000)
    names = list(result.tables["sequence"]["options"])
    hooks = sum("hook" in options.split() for options in names)
    assert len(names) == 400
    assert 50 < hooks < 110  # 400 x 0.5 x 0.4 = 80
    assert any(note.key == "sequence.drawn" for note in result.notes)


DUE = """order,model,colour,due,tail
0,van,red,2026-01-01,yes
1,van,red,2026-01-07,
2,bus,red,2026-01-06 09:00,
3,van,red,,
4,bus,red,2026-01-06,
5,van,white,2026-01-06 09:00,
"""


def test_orders_that_are_due_come_in_time(tmp_path):
    """By hand: in time are 2 and 5 at places 1 and 2, 4 at 3, 1 at 4, and 3 anywhere.

    As given 4 is one place late and 5 three.
    """
    file = tmp_path / "orders.csv"
    file.write_text(DUE)
    plant = read_text(PLANT.replace("sequence:", "sequence:\n  due: {priority: 1}", 1))
    cars, _ = cars_of(plant, orders=file, vehicles=1, seed=1)
    assert cars.due.tolist() == [-1, 3, 1, -1, 2, 1]
    assert sum(places_late(cars, np.arange(6)).tolist()) == 1 + 3
    result = sequence(plant, orders=file, moves=20_000)
    assert list(result.tables["lateness"]["total"]) == [4, 0]
    assert list(result.tables["lateness"]["most"]) == [3, 0]
    first = [str(name) for name in result.tables["sequence"]["order"]]
    assert {*first[:2]} == {"2", "5"} or {*first[:3]} == {"2", "5", "3"}
    silent = sequence(read_text(PLANT), orders=file, moves=1_000)
    noted = next(n for n in silent.notes if n.key == "sequence.not_asked")
    assert noted.numbers == {"columns": "due"}


def test_everything_wrong_with_a_list_is_named_at_once_in_a_workbook_by_cell(tmp_path):
    rows = [
        ["order", "model", "color", "options", "wish", "due", "model"],
        [1, "van", "red", "hok", None, datetime.date(2026, 1, 7), None],
        [1, "vann", "red", None, 9, "2026-02-30", None],
        [3, "bus", "red", None, "x", "7.1.2026", None],
        [4, "bus", "red", None, 1, datetime.datetime(2026, 1, 7, 14, 30), None],
    ]
    said = [
        "C1: no column is called color; did you mean colour?",
        "A1: the column colour is missing",
        "B3: there is no model vann; did you mean van?",
        "G1: column model is given twice",
        "D2: van has no option hok; did you mean hook?",
        "F3: due: 2026-02-30; a date like 2026-01-15 is meant, or with its time"
        " 2026-01-15 14:30",
        "A3: order 1 stands in row 2, too",
        "E3: wish: 9; the day has 4 places",
        "E4: wish: x; a place of the day, from 1, is meant",
        "F4: due: 7.1.2026; a date like 2026-01-15 is meant, or with its time"
        " 2026-01-15 14:30",
    ]
    book = openpyxl.Workbook()
    book.active.title = "Monday"
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "orders.xlsx")
    with pytest.raises(WrongInput) as caught:
        sequence(read_text(PLANT), orders=tmp_path / "orders.xlsx", moves=1)
    text = str(caught.value)
    assert len(caught.value.problems) == len(said)
    for each in said:
        assert f"orders.xlsx, Monday!{each}" in text
    file = tmp_path / "orders.csv"
    file.write_text("order,model,colour\n1,van,red\n2,van,red,hook\n,van,pink\n")
    with pytest.raises(WrongInput) as caught:
        sequence(read_text(PLANT), orders=file, moves=1)
    assert [
        str(each).rpartition("orders.csv:")[2] for each in caught.value.problems
    ] == [
        "3: the row has 4 cells, the heading 3; a text with a comma needs quotes",
        "4: has no number of the order",
        "4: van has no colour pink; there are red, white",
    ]


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        ("1,van", "2,van", "row 3: order 2 stands in row 2, too"),
        ("3,van,red,hook", "3,van,red,hok", "van has no option hok; did you mean hook"),
        ("2,bus,white", "2,buss,white", "there is no model buss; did you mean bus"),
        ("4,van,white", "4,van,wite", "van has no colour wite; did you mean white"),
        ("order,model", "order,modell", "no column is called modell"),
        ("5,bus,red,,", "5,bus,red,,yes", "yesterday's vehicles come before"),
        ("5,bus,red,,", "5,bus,red,,ja", "tail: ja; yes, no or nothing is meant"),
    ],
)
def test_a_wrong_list_of_orders_says_where_and_what(tmp_path, here, there, said):
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS.replace(here, there, 1))
    with pytest.raises(WrongInput) as caught:
        sequence(read_text(PLANT), orders=file, moves=1)
    text = str(caught.value)
    assert "orders.csv" in text
    assert said.removeprefix("row 3: ") in text


@pytest.mark.parametrize(
    ("here", "there", "path"),
    [
        ("of: hook", "of: hok", "sequence.rules.hook.of"),
        ("most: 1, span: 3", "most: 3, span: 3", "sequence.rules.hook.most"),
    ],
)
def test_a_rule_of_nothing_is_refused_with_its_line(here, there, path):
    with pytest.raises(WrongInput) as caught:
        read_text(PLANT.replace(here, there))
    (problem,) = caught.value.problems
    assert problem.path == path
    assert problem.line is not None


def test_colours_that_no_order_keeps_apart_are_told_with_what_would_do():
    text = PLANT.replace("batch_limit: 4", "batch_limit: 1")
    text = text.replace("{red: 0.5, white: 0.5}", "{red: 0.01, white: 0.99}")
    with pytest.raises(NoAnswer, match=r"batch_limit 1: \d+ of 100 cars are white"):
        sequence(read_text(text), vehicles=100)


def test_a_plant_without_rules_is_told_what_it_lacks():
    with pytest.raises(WrongInput, match="rules for the order of its vehicles"):
        sequence(read_text("format: 1\nplant: p\nlines: {a: {cycle_s: 60}}"))


@pytest.mark.parametrize("option", ["seconds", "moves", "starts", "vehicles"])
def test_options_out_of_range_are_refused(option):
    with pytest.raises(WrongInput, match=option):
        sequence(read_text(PLANT), **{option: -1})


ROADEF = {
    "optimization_objectives.txt": "rank;objective name;\n"
    "1;high_priority_level_and_easy_to_satisfy_ratio_constraints;\n"
    "2;paint_color_batches;\n3;low_priority_level_ratio_constraints;\n",
    "paint_batch_limit.txt": "limitation;\n2;\n",
    "ratios.txt": "Ratio;Prio;Ident;\n1/2;1;HPRC1;\n1/3;0;LPRC1;\n",
    "vehicles.txt": "Date;SeqRank;Ident;Paint Color;HPRC1;LPRC1;\n"
    "2003 38 2;1;v1;red;0;1;\n2003 38 2;2;v2;red;1;0;\n"
    "2003 38 3;1;v3;red;1;1\n2003 38 3;2;v4;blue;1;0;\n2003 38 3;3;v5;red;0;1;\n",
}


def write(folder, files):
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def test_an_instance_of_the_challenge_is_counted_as_by_hand(tmp_path):
    """v1 v2 | v3 v4 v5: HPRC1 is 0 1 | 1 1 0, LPRC1 1 0 | 1 0 1.

    HPRC1 1/2: windows v2v3 and v3v4 have 2. LPRC1 1/3: v1v2v3 and v3v4v5 have 2.
    Colours change to blue and back.
    """
    cars = read_cars(write(tmp_path, ROADEF))
    assert costs(cars, np.arange(5)) == (2, 2, 2)
    assert score((2, 2, 2)) == 2_002_002
    # v5 first keeps v3, v4 apart from v2; both still stand together.
    assert costs(cars, np.array([0, 1, 4, 2, 3])) == (1, 1, 3)
    assert found(cars).costs == sequences.best(cars)


@pytest.mark.parametrize(
    ("name", "here", "there", "said"),
    [
        ("ratios.txt", "1/2;1;HPRC1", "2/2;1;HPRC1", "ratios.txt:2: 2/2: fewer cars"),
        ("ratios.txt", "1/3;0;LPRC1", "1/3;0;LPRC9", "ratios.txt:3: the rule is on"),
        ("ratios.txt", "1/3;0", "1-3;0", "ratios.txt:3: 1-3;0;LPRC1"),
        ("vehicles.txt", "red;1;1", "red;x;1", "vehicles.txt:4: HPRC1: x; 0 or 1"),
        ("vehicles.txt", ";red;0;1;\n2003 38 2;2", "\n2003 38 2;2", "has 3 cells"),
        ("paint_batch_limit.txt", "2", "two", "paint_batch_limit.txt:2: two"),
        ("optimization_objectives.txt", "2;paint", "2;paints", "objectives.txt:3"),
    ],
)
def test_a_wrong_instance_says_file_and_line(tmp_path, name, here, there, said):
    files = {**ROADEF, name: ROADEF[name].replace(here, there, 1)}
    assert files != ROADEF
    with pytest.raises(WrongInput) as caught:
        read_cars(write(tmp_path, files))
    assert said in str(caught.value)


def test_days_that_are_mixed_and_files_that_are_missing_are_named_at_once(tmp_path):
    cars = ROADEF["vehicles.txt"].replace("red;1;1", "red;x;1")
    cars += "2003 38 2;4;v6;red;0;1;\n2003 38 4;1;v7;red;0;1;\n"
    with pytest.raises(WrongInput) as caught:
        read_cars(write(tmp_path, {**ROADEF, "vehicles.txt": cars}))
    text = str(caught.value)
    assert "vehicles.txt:4: HPRC1: x; 0 or 1" in text
    assert "vehicles.txt:7: 2003 38 2 follows 2003 38 3; cars of two days" in text
    assert "vehicles.txt:8: 2003 38 4 follows 2003 38 2" in text
    for name in ("paint_batch_limit.txt", "optimization_objectives.txt"):
        (tmp_path / name).unlink()
    with pytest.raises(WrongInput) as caught:
        read_cars(tmp_path)
    assert len(caught.value.problems) == 2


CSPLIB = "# a comment\n4 2 3\n1 1\n2 3\n0 1 1 0\n1 2 0 1\n2 1 1 1\n"


def test_an_instance_of_csplib_is_counted_as_by_hand(tmp_path):
    """Classes 10, 01, 01, 11: option 1 is 1 0 0 1, at most 1 of 2: none too many.

    Option 2 is 0 1 1 1, at most 1 of 3: windows 0 1 1 and 1 1 1 have 1 and 2 too many.
    """
    file = tmp_path / "four.txt"
    file.write_text(CSPLIB)
    cars = read_cars(file)
    assert costs(cars, np.arange(4)) == (3,)
    assert found(cars).costs == sequences.best(cars)


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        ("4 2 3", "5 2 3", "the classes have 4 cars, the first line says 5"),
        ("4 2 3", "4 2 4", "has 3 lines of classes, the first line says 4"),
        ("1 1\n2 3", "1 3\n2 2", "four.txt:4: option 2: 3 of 2 cars"),
        ("1 2 0 1", "1 2 0 x", "four.txt:6: 1 2 0 x: whole numbers are meant"),
        ("1 2 0 1", "1 2 0", "four.txt:6: number, demand and 2 times 0 or 1"),
    ],
)
def test_a_wrong_text_says_its_line(tmp_path, here, there, said):
    file = tmp_path / "four.txt"
    file.write_text(CSPLIB.replace(here, there, 1))
    with pytest.raises(WrongInput) as caught:
        read_cars(file)
    assert said in str(caught.value)


def test_orders_and_changes_are_for_a_plant(tmp_path):
    file = tmp_path / "four.txt"
    file.write_text(CSPLIB)
    with pytest.raises(WrongInput, match="a benchmark has its own cars"):
        sequence(read_cars(file), orders=file)
