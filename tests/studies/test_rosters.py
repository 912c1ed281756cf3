"""Rosters keep every rule, and are called impossible only when they are.

``ZAUYT_ROSTERS`` says how many random ones are tried (160 unless stated).
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import sys

import pytest
from naive.cases import random_case
from naive.roster_program import solvable
from naive.rosters import broken, exists

import zauyt
from tests.tried import tried
from zauyt.errors import NotInstalled
from zauyt.plots import text
from zauyt.studies.staffing.planned import irreplaceable, plan
from zauyt.studies.staffing.rosters import Case, Limits, Person, Turn, case_of
from zauyt.studies.staffing.solver import Rule, Undecided, fill, loosen

ROSTERS = tried("ZAUYT_ROSTERS", 160)
EFFORT = 0.3
MONDAY = datetime.date(2026, 3, 2)


def week(people: dict[str, Person], *, days: int = 7, **limits: int) -> Case:
    dates = tuple(MONDAY + datetime.timedelta(days=at) for at in range(days))
    turns = (Turn("day", 420, 930, 480), Turn("late", 930, 1440, 480))
    open_days = tuple(date.weekday() < 5 for date in dates)
    return Case("t", dates, open_days, turns, {"a": 1}, people, Limits(**limits))


BOTH = frozenset({"day", "late"})


def person(*leave: int, shifts: frozenset[str] = BOTH) -> Person:
    away = frozenset(MONDAY + datetime.timedelta(days=at) for at in leave)
    return Person(frozenset({"a"}), shifts, away)


def test_no_random_roster_breaks_a_rule_and_what_is_impossible_is_so(capsys):
    found = impossible = undecided = 0
    for number in ROSTERS:
        case = random_case(number, small=number % 6 > 0)
        try:
            filled = fill(case, effort=EFFORT, seed=1)
        except Undecided:
            undecided += 1
            continue
        if filled is not None:
            found += 1
            assert not broken(case, filled.posts), number
        else:
            impossible += 1
            assert solvable(case) is False, number
    with capsys.disabled():
        print(
            f"\n{len(ROSTERS)} random rosters: {found} filled, all rules kept;"
            f" {impossible} impossible by a second solver, too; {undecided} undecided"
        )
    assert found > len(ROSTERS) / 4
    assert impossible > len(ROSTERS) / 10
    assert undecided <= len(ROSTERS) / 20


def small_cases() -> list[tuple[int, Case]]:
    cases = [(number, random_case(number, small=True)) for number in ROSTERS]
    return [(n, c) for n, c in cases if len(c.people) * len(c.days) <= 12]


def test_small_rosters_are_called_impossible_when_trying_all_finds_none():
    impossible = 0
    for number, case in small_cases():
        filled = fill(case, effort=EFFORT, seed=1)
        assert (filled is not None) == exists(case), number
        impossible += filled is None
    assert impossible > len(ROSTERS) / 20


def test_the_leave_that_must_be_moved_is_the_least_that_trying_all_finds():
    compared = 0
    for number, case in small_cases():
        granted = [(name, day) for name, p in case.people.items() for day in p.leave]
        if not granted or fill(case, effort=EFFORT, seed=1) is not None:
            continue
        found = loosen(case, "leave", effort=EFFORT, seed=1)
        least = next(
            (
                count
                for count in range(1, len(granted) + 1)
                if any(
                    exists(_without_leave(case, moved))
                    for moved in itertools.combinations(granted, count)
                )
            ),
            None,
        )
        assert found.amount == least, number
        compared += least is not None
    assert compared


def _without_leave(case: Case, moved: tuple[tuple[str, datetime.date], ...]) -> Case:
    people = {
        name: dataclasses.replace(p, leave=p.leave - {d for n, d in moved if n == name})
        for name, p in case.people.items()
    }
    return dataclasses.replace(case, people=people)


ONE_RULE: tuple[Rule, ...] = (
    "posts", "leave", "days_in_row", "daily_rest_h", "weekly_rest", "week_h", "day_h",
    "overtime_month_h", "overtime_year_h",
)  # fmt: skip


def test_the_second_way_finds_rosters_where_trying_all_does():
    both = set()
    for number, case in small_cases()[:60]:
        assert solvable(case) == exists(case), number
        both.add(exists(case))
    assert both == {True, False}


WITHOUT: dict[Rule, dict[str, int | None]] = {
    "days_in_row": {"most_in_row": 31},
    "daily_rest_h": {"daily_rest_min": 0},
    "weekly_rest": {"weekly_rest_days": 0},
    "week_h": {"week_min": 10**6, "accounting_weeks": None, "day_min": None},
    "day_h": {"day_min": None},
    "overtime_month_h": {"overtime_month_min": 10**6},
    "overtime_year_h": {"overtime_year_min": 10**6},
}
"""Limits that are none, by rule."""


def test_a_loosened_roster_breaks_that_one_rule_alone():
    seen = set()
    larger = [(number, random_case(number, small=False)) for number in ROSTERS[:12]]
    for number, case in [*small_cases(), *larger]:
        if fill(case, effort=EFFORT, seed=1) is not None:
            continue
        for rule in ONE_RULE:
            found = loosen(case, rule, effort=EFFORT / 3, seed=1)
            if found.filled is None:
                continue
            said = broken(case, found.filled.posts)
            assert said, (number, rule)
            seen.add(rule)
            if rule == "posts":
                assert {each.split(":")[0] for each in said} == {"posts"}, number
                continue
            if rule == "leave":
                granted = [(n, d) for n, p in case.people.items() for d in p.leave]
                other = _without_leave(case, tuple(granted))
            else:
                limits = dataclasses.replace(case.limits, **WITHOUT[rule])
                other = dataclasses.replace(case, limits=limits)
            assert not broken(other, found.filled.posts), (number, rule)
    assert len(seen) > 5, seen


def account(weeks: int | None, *, people: int, work: int = 600, **limits: int) -> Case:
    """Give four weeks of one shift of ten hours, Monday to Friday."""
    days = tuple(MONDAY + datetime.timedelta(days=at) for at in range(28))
    given = {"week_min": 2400, "daily_rest_min": 720, "accounting_weeks": weeks,
             "day_min": None if weeks else 480, "overtime_day_min": 120,
             "overtime_month_min": 720, "overtime_year_min": 7200}  # fmt: skip
    names = [f"p{at}" for at in range(people)]
    return Case(
        "t", days, tuple(day.weekday() < 5 for day in days),
        (Turn("long", 360, 360 + work + 30, work),), {"a": 1},
        {name: Person(frozenset({"a"}), frozenset({"long"})) for name in names},
        Limits(**given | limits),
    )  # fmt: skip


def test_a_shift_longer_than_a_day_needs_overtime_or_time_accounted_in_sum():
    assert fill(account(None, people=3), effort=EFFORT, seed=1) is None
    short = plan(account(None, people=3), effort=EFFORT, seed=1)
    gives = {each.rule: each.amount for each in short.loosened}
    assert gives["accounting_weeks"] == 1, "a week's mean of 33 h holds"
    assert gives["day_h"] == 20 * 2, "two hours on each of twenty days"
    assert fill(account(1, people=3), effort=EFFORT, seed=1) is not None


def test_what_two_people_cannot_do_in_a_week_they_can_in_two():
    """A week of five ten-hour days and one of three: 80 h, as two weeks may have."""
    assert fill(account(1, people=2), effort=EFFORT, seed=1) is not None
    for weeks, fits in ((1, False), (2, True)):
        case = account(weeks, people=2, most_in_row=5)
        one = dataclasses.replace(case.people["p0"], shifts=frozenset())
        case = dataclasses.replace(
            case, people={"p0": one, "p1": case.people["p1"]},
            open_days=tuple(at < 5 or 7 <= at < 10 for at in range(28)),
        )  # fmt: skip
        assert (fill(case, effort=EFFORT, seed=1) is not None) == fits


def test_time_in_sum_has_a_fifth_of_a_week_for_every_workday_but_leave():
    case = account(4, people=1)
    (month,) = case.accounts
    assert case.allowed_min("p0", month) == 20 * 480
    leave = frozenset(MONDAY + datetime.timedelta(days=at) for at in (0, 1, 5, 6))
    away = dataclasses.replace(case.people["p0"], leave=leave)
    case = dataclasses.replace(case, people={"p0": away})
    assert case.allowed_min("p0", month) == 18 * 480
    norm = tuple(day.weekday() < 5 and day.day != 9 for day in case.days)
    assert dataclasses.replace(case, norm=norm).allowed_min("p0", month) == 17 * 480


def test_overtime_of_the_year_before_the_roster_counts():
    case = account(None, people=3, overtime=True)
    assert fill(case, effort=EFFORT, seed=1) is None, "40 h are more than 3 x 12 h"
    four = account(None, people=4, overtime=True)
    assert fill(four, effort=EFFORT, seed=1) is not None
    used = {n: dataclasses.replace(p, overtime_before_min=7200 - 60)
            for n, p in four.people.items()}  # fmt: skip
    spent = plan(dataclasses.replace(four, people=used), effort=EFFORT, seed=1)
    assert spent.filled is None
    gives = {each.rule: each.amount for each in spent.loosened}
    assert gives["overtime_year_h"] == 40 - 4 * 1
    assert "overtime" not in gives


def test_the_same_seed_gives_the_same_roster():
    case = week({name: person() for name in "pqrs"}, days=14, week_min=2400)
    first, second = (fill(case, effort=EFFORT, seed=7) for _ in range(2))
    assert first is not None
    assert first == second


def test_nobody_goes_from_the_late_shift_to_the_early_one():
    people = {name: person() for name in "pqr"}
    filled = fill(week(people, daily_rest_min=720), effort=EFFORT, seed=1)
    assert filled is not None
    turns = {(name, place): turn for name, place, turn, _ in filled.posts}
    assert not any(
        turn == 1 and turns.get((name, place + 1)) == 0
        for (name, place), turn in turns.items()
    )


def test_shorter_hours_need_more_people_and_the_rule_of_the_law_is_named():
    two = {name: person() for name in "pq"}
    assert fill(week(two, week_min=2400), effort=EFFORT, seed=1) is not None
    short = plan(week(two, week_min=2160), effort=EFFORT, seed=1)
    assert short.filled is None
    gives = {each.rule: each.amount for each in short.loosened}
    # Ten shifts of 8 h, two people of 36 h: 8 h too many, or two posts empty.
    assert gives["week_h"] == 8
    assert gives["posts"] == 2
    assert gives["daily_rest_h"] is None
    three = {name: person() for name in "pqr"}
    assert fill(week(three, week_min=2160), effort=EFFORT, seed=1) is not None


def test_overtime_is_taken_within_the_law_before_a_post_stays_empty():
    two = {name: person() for name in "pq"}
    limits = {"week_min": 2160, "overtime_day_min": 120, "overtime_month_min": 720,
              "overtime_year_min": 7200}  # fmt: skip
    planned = plan(week(two, **limits), effort=EFFORT, seed=1)
    assert planned.given is not None
    assert (planned.given.rule, planned.given.amount) == ("overtime", 8)
    limits["overtime_month_min"] = 120
    planned = plan(week(two, **limits), effort=EFFORT, seed=1)
    assert planned.given is not None
    assert planned.given.rule == "posts", "2 h a month do not do"


def test_wishes_are_granted_where_they_can_be():
    wish = frozenset({MONDAY, MONDAY + datetime.timedelta(days=3)})
    people = {name: person() for name in "pqr"}
    people["p"] = dataclasses.replace(people["p"], wishes=wish)
    filled = fill(week(people, week_min=2400), effort=EFFORT, seed=1)
    assert filled is not None
    assert not {place for name, place, _, _ in filled.posts if name == "p"} & {0, 3}


def test_shares_are_even_where_they_can_be():
    people = {name: person() for name in "pqrs"}
    filled = fill(week(people, days=14), effort=EFFORT, seed=1)
    assert filled is not None
    days = {name: sum(post[0] == name for post in filled.posts) for name in people}
    assert max(days.values()) - min(days.values()) <= 0
    assert filled.proven


def test_a_single_point_of_failure_is_who_alone_can_fill_a_post():
    people = {
        "p": Person(frozenset({"a", "b"}), BOTH),
        "q": Person(frozenset({"a"}), BOTH),
        "r": Person(frozenset({"b"}), BOTH),
        "s": Person(frozenset({"a"}), BOTH),
        "t": Person(frozenset({"a"}), BOTH),
    }
    case = dataclasses.replace(week(people), needs={"a": 1, "b": 1})
    # Two shifts: b has only p and r, so that both are needed, and one of the others
    # may be missing.
    assert irreplaceable(case) == {"p", "r"}


PLANT = """
format: 1
plant: test
site: {holidays: KZ}
calendars:
  c: {shifts: {day: "07:00-15:30", late: "15:30-00:00"}, breaks_min: {meal: 30}}
workforce: {law: kazakhstan}
people: {a: {}}
lines: {x: {cycle_s: 60, crew: {a: 1}}}
rosters:
  team:
    first: 2026-03-02
    days: 14
    needs: {a: 1, b: 1}
    members:
      p1: {skills: [a]}
      p2: {skills: [a]}
      p3: {skills: [a, b], leave: [2026-03-04]}
      p4: {skills: [b], shifts: [day]}
      p5: {skills: [b]}
"""


@pytest.fixture(scope="module")
def result() -> zauyt.Result:
    return zauyt.staff(zauyt.read_text(PLANT), draws=0)


def test_holidays_leave_and_law_of_the_plant_are_in_the_roster(result):
    case = case_of(zauyt.read_text(PLANT), "team")
    assert case.limits.week_min == 2400
    assert case.limits.daily_rest_min == 720
    rows = list(result.tables["roster"].rows())
    assert len(rows) == 5 * 14
    kinds = {(row["person"], row["date"].isoformat()): row["kind"] for row in rows}
    assert kinds["p3", "2026-03-04"] == "leave"
    # The women's day of 2026 is a Sunday, and the Monday after it is free.
    assert kinds["p1", "2026-03-09"] == "closed"
    assert all(row["shift"] == "day" for row in rows
               if row["person"] == "p4" and row["kind"] == "work")  # fmt: skip


def test_hours_and_days_of_people_are_those_of_their_roster(result):
    worked = [r for r in result.tables["roster"].rows() if r["kind"] == "work"]
    for row in result.tables["roster_people"].rows():
        days = sum(each["person"] == row["person"] for each in worked)
        assert (row["days"], row["hours_h"]) == (days, 8 * days)
        assert row["week_most_h"] <= 40


def test_a_roster_is_drawn_with_a_letter_a_day(result):
    shown = text(result)
    assert "Roster team, 2026-03-02 to 2026-03-15: D day, L late" in shown
    line = next(each for each in shown.splitlines() if each.startswith("p3 "))
    assert line.split()[1][2] == "x"


def test_what_must_give_is_said_and_the_roster_shown():
    plant = zauyt.read_text(PLANT).change(
        {"rosters.team.members.p5": None, "rosters.team.members.p3.skills": ["a"]}
    )
    result = zauyt.staff(plant, draws=0)
    gives = {row["rule"]: row for row in result.tables["relaxations"].rows()}
    # On nine open days the one who knows b works by day alone.
    assert gives["posts"]["amount"] == 9
    assert not gives["overtime"]["enough"]
    assert "at best 9 posts stay empty" in " ".join(text(result).split())
    points = {r["skill"]: r["people"] for r in result.tables["single_points"].rows()}
    assert points["b"] == "p4"


def test_rosters_may_be_left_out():
    result = zauyt.staff(zauyt.read_text(PLANT), draws=0, rosters=False)
    assert "roster" not in result.tables


def test_without_the_solver_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    with pytest.raises(NotInstalled, match=r"pip install .zauyt\[people\]"):
        zauyt.staff(zauyt.read_text(PLANT), draws=0)
