"""Balances against checking by hand, brute force and the laws they may not break."""

from __future__ import annotations

import dataclasses
import json
import random

import numpy as np
import pytest
from click.testing import CliRunner

from tests.naive import balances
from zauyt.arrays.balancing import Graph
from zauyt.cli.ask import command
from zauyt.errors import NoAnswer, WrongInput
from zauyt.plant.tasks.benchmark import read_benchmark
from zauyt.plant.tasks.read import read_tasks
from zauyt.results.as_json import to_json
from zauyt.studies.balance import balance
from zauyt.studies.balancing.bounds import least_stations
from zauyt.studies.balancing.takt import least_cycle

MOVES = 2_000_000
NINE = "5\n3\n4\n2\n6\n5\n1\n4\n3\n"
PAIRS = "1,2\n1,3\n2,4\n3,5\n4,6\n5,7\n6,8\n7,9\n8,9\n-1,-1\nremarks follow\n"


@pytest.fixture
def in2(tmp_path):
    def written(text, name="nine.IN2"):
        path = tmp_path / name
        path.write_bytes(text.replace("\n", "\r\n").encode("latin-1"))
        return path

    return written


def by_task(result, tasks):
    """Give the station of each task, in order of the tasks."""
    rows = {row["task"]: row["station"] for row in result.tables["tasks"].rows()}
    return [rows[name] for name in tasks.names]


def graph(tasks):
    return Graph(tasks.times_s.astype(np.int64), tasks.arcs)


@pytest.mark.parametrize("number", range(60))
def test_fewest_stations_of_few_tasks_are_those_of_trying_all(number):
    tasks = balances.at_random(number)
    takt = max(1, *tasks.times_s.astype(int)) + number % 7
    least = balances.least_stations(tasks, takt)
    assert least_stations(graph(tasks), takt) <= least
    result = balance(tasks, cycle=takt, moves=MOVES)
    station = by_task(result, tasks)
    assert not balances.wrong_with(tasks, station, takt=takt, stations=least)
    head = result.headline
    assert (head["stations"].value, head["lower_bound"].value) == (least, least)
    assert head["optimal"].value == "yes"


@pytest.mark.parametrize("number", range(100, 130))
def test_the_least_takt_of_few_tasks_is_that_of_trying_all(number):
    tasks = balances.at_random(number, most_tasks=6)
    stations = 1 + number % 4
    if not tasks.times_s.any():
        return
    least = balances.least_takt(tasks, stations)
    assert least_cycle(graph(tasks), stations) <= max(least, 1)
    result = balance(tasks, stations=stations, moves=MOVES)
    station = by_task(result, tasks)
    takt = result.headline["takt"].value
    assert not balances.wrong_with(tasks, station, takt=takt, stations=stations)
    assert takt == max(least, 1)
    assert result.headline["optimal"].value == "yes"


@pytest.mark.parametrize("number", range(200, 212))
def test_the_best_efficiency_of_few_tasks_is_that_of_trying_all(number):
    tasks = balances.at_random(number, least_tasks=3, most_tasks=6)
    if not tasks.times_s.any():
        return
    least = min(number * balances.least_takt(tasks, number) for number in (2, 3, 4))
    head = balance(tasks, stations=2, most_stations=4, moves=MOVES).headline
    assert head["stations"].value * head["takt"].value == least
    assert head["optimal"].value == "yes"


def test_a_task_more_or_a_longer_one_never_needs_fewer_stations():
    for number in range(300, 330):
        tasks = balances.at_random(number, most_tasks=12, least_tasks=6)
        takt = max(1, *tasks.times_s.astype(int)) + 3
        with_all = balance(tasks, cycle=takt, moves=MOVES).headline["stations"].value
        freed = dataclasses.replace(tasks, pairs=tasks.pairs[1:])
        assert balance(freed, cycle=takt, moves=MOVES).headline["stations"].value <= (
            with_all
        )
        shorter = dataclasses.replace(tasks, times_s=np.maximum(tasks.times_s - 1, 0))
        head = balance(shorter, cycle=takt, moves=MOVES).headline
        assert head["stations"].value <= with_all


def test_other_numbers_for_tasks_and_a_turned_line_need_as_many_stations():
    for number in range(400, 420):
        tasks = balances.at_random(number, most_tasks=14, least_tasks=8)
        takt = max(1, *tasks.times_s.astype(int)) + 4
        least = balance(tasks, cycle=takt, moves=MOVES).headline["stations"].value
        order = random.Random(number).sample(range(tasks.count), tasks.count)
        renamed = dataclasses.replace(
            tasks,
            times_s=tasks.times_s[np.argsort(order)],
            pairs=tuple((order[j], order[i]) for i, j in tasks.pairs),
        )
        assert balance(renamed, cycle=takt, moves=MOVES).headline["stations"].value == (
            least
        )


def test_the_same_moves_give_the_same_balance_with_any_number_of_threads():
    tasks = balances.at_random(7, least_tasks=60, most_tasks=60, most_time=40)
    one = balance(tasks, stations=13, moves=400_000)
    two = balance(tasks, stations=13, moves=400_000, workers=3)
    assert to_json(one) == to_json(two)
    timed = balance(tasks, stations=13, seconds=0.3)
    again = balance(tasks, stations=13, moves=timed.headline["moves"].value)
    assert by_task(again, tasks) == by_task(timed, tasks)


def test_the_smoothest_balance_of_four_equal_pairs_has_equal_loads():
    tasks = dataclasses.replace(
        balances.at_random(1, least_tasks=4, most_tasks=4),
        times_s=np.array([6.0, 6.0, 4.0, 4.0]),
        pairs=(),
    )
    result = balance(tasks, cycle=12, stations=2, moves=MOVES)
    assert list(result.tables["stations"]["load_s"]) == [10.0, 10.0]
    assert result.headline["smoothness"].value == pytest.approx(8**0.5)


def test_nine_tasks_counted_by_hand(in2):
    text = "9\n" + NINE + PAIRS
    tasks = read_benchmark(in2(text))
    assert float(tasks.times_s.sum()) == 33
    by_hand = [1, 1, 2, 2, 3, 2, 3, 3, 3]
    assert balances.loads(tasks, by_hand, 3) == [8, 11, 14]
    assert not balances.wrong_with(tasks, by_hand, takt=14, stations=3)
    assert balances.wrong_with(tasks, by_hand, takt=13, stations=3)
    head = balance(tasks, cycle=11, moves=MOVES).headline
    assert head["stations"].value == balances.least_stations(tasks, 11)


def test_a_file_is_balanced_by_the_command_as_it_is(in2):
    path = in2("9\n" + NINE + PAIRS)
    options = ["--cycle", "11", "--moves", "100000"]
    done = CliRunner().invoke(command("balance"), [str(path), *options, "--json"])
    head = json.loads(done.stdout)["headline"]
    assert set(head) >= {"stations", "takt", "lower_bound", "optimal", "moves"}
    shown = CliRunner().invoke(command("balance"), [str(path), *options]).stdout
    assert "no balance is better" in shown
    assert "--moves" in shown
    picture = path.with_suffix(".svg")
    CliRunner().invoke(command("balance"), [str(path), *options, f"--plot={picture}"])
    assert "what comes before what" in picture.read_text()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "3\n1\n2\n3\n1,2\n2,3\n3,1\n-1,-1\n",
            "7: tasks come before themselves: 1 -> 2 -> 3 -> 1",
        ),
        ("2\n1\n2\n1,5\n-1,-1\n", "4: there is no task 5; there are 2"),
        ("2\n1\n2\n1,1\n-1,-1\n", "4: task 1 comes before itself"),
        ("2\n1\nx\n-1,-1\n", "3: x: a whole number wanted"),
        ("2\n1\n-4\n-1,-1\n", "3: -4 is below 0"),
        ("2\n1\n2\n1,2\n", "does not end with -1,-1"),
        ("", "is empty"),
        ("99999999\n", "99,999,999 is above 20,000"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_line(in2, text, message):
    with pytest.raises(WrongInput) as caught:
        read_tasks(in2(text))
    assert message in str(caught.value)


def test_a_task_twice_in_an_alb_file_is_named_with_its_line(in2):
    text = (
        "<number of tasks>\n2\n\n<cycle time>\n10\n\n<order strength>\n0,268\n\n"
        "<task times>\n1 4\n1 5\n\n<precedence relations>\n1,2\n\n<end>\n"
    )
    with pytest.raises(WrongInput) as caught:
        read_tasks(in2(text, "x.alb"))
    assert "12: task 1 is given twice" in str(caught.value)
    tasks = read_tasks(in2(text.replace("1 5", "2 5"), "y.alb"))
    assert balance(tasks, moves=MOVES).headline["stations"].value == 1


def test_tasks_longer_than_the_takt_are_named_all_with_file_and_line(in2):
    file = in2("9\n" + NINE + PAIRS)
    with pytest.raises(WrongInput) as caught:
        balance(read_tasks(file), cycle=4)
    assert str(caught.value).splitlines() == [
        f"{file}:{line}: task {task} takes {time} s, longer than the takt of 4 s"
        for line, task, time in ((2, 1, 5), (6, 5, 6), (7, 6, 5))
    ]
    alb = in2("<number of tasks>\n1\n<task times>\n1 9\n<precedence relations>\n",
              "x.alb")  # fmt: skip
    with pytest.raises(WrongInput, match=r"x\.alb:4: task 1 takes 9 s"):
        balance(read_tasks(alb), cycle=4)


def test_too_few_stations_for_a_takt_say_how_many_are_needed(in2):
    tasks = read_tasks(in2("9\n" + NINE + PAIRS))
    with pytest.raises(NoAnswer, match="2 stations are too few for a takt of 7 s"):
        balance(tasks, cycle=7, stations=2, moves=MOVES)
    with pytest.raises(WrongInput, match="state --cycle"):
        balance(tasks)
