"""Balances under rules against an independent checker, and what a plant's file says."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from tests.naive import balances, ruled_balances
from zauyt.cli.ask import command
from zauyt.errors import NoAnswer, NotInstalled, WrongInput
from zauyt.plant.reading.examples import read as read_example
from zauyt.plant.reading.file import read, read_text
from zauyt.plant.tasks.of_plant import task_lists
from zauyt.plant.tasks.task_list import Rules, TaskList
from zauyt.studies.balance import balance

PASSES = 40
PLANT = """
format: 1
plant: a line with rules
models:
  van: {share: 0.5, options: {hook: 0.5}}
  bus: {share: 0.5}
calendars: {day: {shifts: {early: "06:00-14:00"}}}
people: {fitter: {by_shift: 10, absence: 0.1, absence_days: 3}}
lines:
  main:
    paced: {pitch_time_s: 60, drift_share: 0.1}
    stations: 6
    cycle_s: 55
    crew: {fitter: 1}
balance:
  main:
    posts: 2
    skill: fitter
    tasks:
      seat: {time_s: 30, side: left}
      belt: {time_s: 20, after: seat, side: left, time_by_model: {bus: 40}}
      lamp: {time_s: 35, side: right}
      hook: {time_s: 10, after: lamp, time_by_option_s: {hook: 20}}
      test: {time_s: 25, after: [belt, hook]}
"""


@pytest.mark.parametrize("number", range(60))
def test_every_rule_is_kept(number):
    tasks = ruled_balances.at_random(number)
    try:
        result = balance(tasks, cycle=12, moves=PASSES)
    except NoAnswer:
        return
    rows = list(result.tables["tasks"].rows())
    stations = result.headline["stations"].value
    assert not ruled_balances.wrong_with(tasks, rows, takt=12, stations=stations)
    assert result.headline["lower_bound"].value <= stations
    takt = balance(tasks, stations=stations, moves=PASSES)
    rows = list(takt.tables["tasks"].rows())
    least = takt.headline["takt"].value
    assert not ruled_balances.wrong_with(tasks, rows, takt=least, stations=stations)
    assert least >= takt.headline["lower_bound"].value - 1e-9


def test_most_lines_with_rules_are_balanced():
    found = 0
    for number in range(60):
        try:
            balance(ruled_balances.at_random(number), cycle=12, moves=PASSES)
        except NoAnswer:
            continue
        found += 1
    assert found >= 50


def test_proof_by_the_solver_agrees_with_trying_all():
    for number in range(500, 512):
        plain = balances.at_random(number, most_tasks=6, least_tasks=4)
        rules = Rules(posts=1, sides=("E",) * plain.count)
        tasks = TaskList(**{**vars(plain), "rules": rules})
        takt = max(1, *plain.times_s.astype(int)) + 2
        head = balance(tasks, cycle=takt, moves=5, proof=True).headline
        least = balances.least_stations(plain, takt)
        assert head["stations"].value == head["lower_bound"].value == least


def test_without_the_solver_the_way_to_get_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    tasks = ruled_balances.at_random(2)
    low = balance(tasks, cycle=12, moves=1)
    if low.headline["optimal"].value == "yes":
        pytest.skip("nothing is left to prove")
    with pytest.raises(NotInstalled, match=r"zauyt\[people\]"):
        balance(tasks, cycle=12, moves=1, proof=True)


def test_times_are_weighted_by_the_mix_and_by_orders(tmp_path):
    plant = read_text(PLANT)
    (tasks,) = task_lists(plant, line="", orders=None)
    # belt: half 20, half 40; hook: 10, and 20 more on half of half
    assert dict(zip(tasks.names, tasks.times_s.tolist(), strict=True)) == {
        "seat": 30, "belt": 30, "lamp": 35, "hook": 15, "test": 25,
    }  # fmt: skip
    orders = tmp_path / "orders.csv"
    orders.write_text("order,model,options\n1,van,hook\n2,van,hook\n3,van,\n4,bus,\n")
    (tasks,) = task_lists(plant, line="main", orders=orders)
    assert dict(zip(tasks.names, tasks.times_s.tolist(), strict=True)) == {
        "seat": 30, "belt": 25, "lamp": 35, "hook": 20, "test": 25,
    }  # fmt: skip


def test_the_answer_changes_stations_crews_and_headcount():
    plant = read_text(PLANT)
    result = balance(plant, moves=PASSES)
    # 135 s of work on two sides at 60 s: two stations, three people
    assert result.headline["stations"].value == 2
    assert result.headline["people"].value == 3
    changed = plant.change(dict(result.changes))
    assert list(changed.lines["main"].stations) == ["S1", "S2"]
    crews = [each.crew["fitter"] for each in changed.lines["main"].stations.values()]
    assert sum(crews) == 3
    assert changed.people["fitter"].by_shift == 5  # 10 for six, as before
    assert changed.lines["main"].stations["S1"].cycle_by_model.keys() == {"van", "bus"}


def test_a_balance_is_run_with_variation_and_absence_beside_its_ideal():
    result = balance(read_text(PLANT), moves=PASSES, variation=0.3)
    rows = {row["case"]: row for row in result.tables["variation"].rows()}
    assert rows["planned"]["ideal_jph"] == 60
    # a bus takes 70 s at the first station, more than the line lets drift
    shares = [rows[case]["share"] for case in ("absence", "variation", "planned")]
    assert shares == sorted(set(shares))
    assert 0.9 < rows["planned"]["share"] < 0.99


def test_a_longer_takt_moves_nothing_and_a_kept_balance_few_tasks(tmp_path):
    plain = balances.at_random(31, least_tasks=12, most_tasks=12)
    result = balance(plain, cycle=20, moves=200_000, takt_change_s=2)
    rows = {row["takt_s"]: row for row in result.tables["takt_changes"].rows()}
    assert rows[22]["moved"] == 0
    assert rows[18]["moved"] == len(rows[18]["moves"].split())
    old = [row["station"] for row in result.tables["tasks"].rows()]
    names = [row["task"] for row in result.tables["tasks"].rows()]
    file = tmp_path / "now.csv"
    lines = [f"{name},{station}" for name, station in zip(names, old, strict=True)]
    file.write_text("\n".join(["task,station", *lines]))
    kept = balance(plain, cycle=18, keep=file)
    assert kept.headline["moved_tasks"].value <= rows[18]["moved"]
    station = {row["task"]: row["station"] for row in kept.tables["tasks"].rows()}
    assert not balances.wrong_with(
        plain, [station[name] for name in plain.names], takt=18, stations=99
    )
    file.write_text(f"task,station,post\nnobody,1,\n{names[0]},x,1\n{names[1]},1,a\n")
    with pytest.raises(WrongInput) as caught:
        balance(plain, cycle=18, keep=file)
    assert str(caught.value).splitlines() == [
        f"{file}:2: there is no task nobody",
        f"{file}:3: station x: a whole number from 1 on is wanted",
        f"{file}:4: post a: a whole number, or nothing, is wanted",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "seat: {",
            "seat: {after: test, ",
            "seat.after: comes before itself: seat -> belt -> test -> seat",
        ),
        ("after: seat", "after: sit", "there is no sit here"),
        ("posts: 2", "posts: 1", "seat is done from the left, lamp from the right"),
        ("side: right}", "side: right, zone: x}", "there is no x here"),
        ("side: right}", "side: right, station: 2, not_at: 2}", "cannot be done there"),
        ("main:\n    posts", "mian:\n    posts", "no line is called mian"),
        ("{time_s: 25,", "{time_s: -1,", "below 0"),
    ],
)
def test_what_is_wrong_with_tasks_is_named(old, new, message):
    assert old in PLANT
    with pytest.raises(WrongInput) as caught:
        balance(read_text(PLANT.replace(old, new, 1)))
    assert message in str(caught.value)


def test_what_is_wrong_in_a_table_of_tasks_is_named_with_its_cell(tmp_path):
    head = PLANT.partition("    tasks:\n")[0]
    file = tmp_path / "plant.yaml"
    file.write_text(head + "    table: tasks.csv\n")
    table = tmp_path / "tasks.csv"
    table.write_text("task,time_s,after\na,10,\nb,20,a\nc,5,a b\nb,9,\n")
    with pytest.raises(WrongInput) as caught:
        read(file)
    assert "tasks.csv:5:1: " in str(caught.value)
    assert "task b is given twice: first in row 3" in str(caught.value)
    table.write_text("task,time_s,after\na,10,\nb,20,a\nc,70,a b\n")
    plant = read(file)
    assert plant.balance["main"].tasks["c"].after == ("a", "b")
    with pytest.raises(WrongInput, match=r"tasks\.c\.time_s: takes 70 s, longer than"):
        balance(plant)
    with pytest.raises(
        WrongInput, match=r"tasks.csv:4:2: .* longer than the takt of 60"
    ):
        command("balance").main([str(file)], standalone_mode=False)
    table.write_text("task,time_s,after\na,10,c\nb,20,a\nc,7,b\n")
    with pytest.raises(WrongInput, match=r"tasks.csv:2:3: .* a -> b -> c -> a"):
        read(file)


def test_kostanay_has_at_least_400_tasks_and_all_of_them_find_a_station():
    plant = read_example("kostanay/assembly")
    assert sum(len(work.tasks) for work in plant.balance.values()) >= 400
    result = balance(plant, moves=60)
    rows = list(result.tables["tasks"].rows())
    for tasks in task_lists(plant, line="", orders=None):
        own = [row for row in rows if row["line"] == tasks.title]
        assert not ruled_balances.wrong_with(tasks, own, takt=165, stations=99)
    assert plant.change(dict(result.changes)).lines["trim"].stations
    assert np.isfinite(result.headline["gap"].value)


def test_of_the_rules_of_chassis_its_order_costs_stations_and_strain_none():
    (tasks,) = task_lists(
        read_example("kostanay/assembly"), line="chassis", orders=None
    )
    assert tasks.rules is not None
    bearing_more = replace(tasks, rules=replace(tasks.rules, most_strain=None))
    stations = [
        balance(each, cycle=165, moves=6_000).headline["stations"].value
        for each in (replace(tasks, pairs=()), bearing_more, tasks)
    ]
    assert stations[0] < stations[1] == stations[2]
