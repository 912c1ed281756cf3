"""Every rule of the law is kept somewhere, and is named where it binds."""

from __future__ import annotations

import datetime

import pytest
from plant.reading import problems_of

import zauyt
from zauyt.plant.checks.lint import lint
from zauyt.plant.labour import RULES, law_of, laws
from zauyt.studies.staffing.legal import KEPT
from zauyt.studies.staffing.rosters import case_of

PLANT = """
format: 1
plant: t
site: {holidays: KZ}
calendars:
  c: {shifts: {day: "07:00-15:30", late: "15:30-00:00"}, breaks_min: {meal: 30}}
workforce: {law: kazakhstan}
people: {a: {harmful: false}, h: {harmful: true}}
lines:
  x: {cycle_s: 60, stations: 10, crew: {a: 1}}
  y: {after: x, buffer_before: 2, cycle_s: 60, stations: 10, crew: {h: 1}}
rosters:
  team:
    first: 2026-03-02
    days: 28
    overtime: true
    needs: {a: 1}
    members:
      p1: {skills: [a]}
      p2: {skills: [a]}
"""
TEN_HOURS = {"calendars.c.shifts": {"day": "06:00-16:30", "late": "16:30-03:00"}}


def law(changes=None, **options):
    plant = zauyt.read_text(PLANT).change(changes or {})
    result = zauyt.staff(plant, draws=0, **options)
    return {row["rule"]: row for row in result.tables["law"].rows()}, result


def people(changes, skill, shift="day"):
    _, result = law({"rosters": {}, "workforce.agreed": {"leave_days": 0,
                     "harmful_leave_days": 0}} | changes, rosters=False)  # fmt: skip
    return next(
        row["people"] for row in result.tables["headcount"].rows()
        if (row["skill"], row["shift"]) == (skill, shift)
    )  # fmt: skip


@pytest.mark.parametrize("name", laws())
def test_every_rule_says_where_it_is_kept_and_what_was_seen_of_it(name):
    assert set(KEPT) == set(RULES) == set(law_of(name).rules)
    for rule in law_of(name).rules.values():
        assert rule.source
        assert rule.article
        assert rule.verified in ("text", "quoted", "no")


def test_a_shift_longer_than_a_day_is_shared_by_more_people_unless_in_sum():
    assert people({}, "a") == 10
    assert people({}, "h") == 12, "8 h by people of 7 h 12 min: 10 x 8 / 7.2"
    four = TEN_HOURS | {"calendars.c.days": "mon-thu"}
    assert people(four, "a") == 13, "40 h in four days of 10 h: 10 x 10 / 8"
    in_sum = four | {"workforce.accounting_weeks": 1}
    assert people(in_sum, "a") == 10
    assert people(in_sum, "h") == 12, "the week of 36 h still holds: 10 x 40 / 36"


def test_the_day_binds_by_name_and_time_in_sum_frees_it():
    rows, _ = law()
    assert (rows["day_h"]["effect"], rows["day_h"]["found"]) == ("binds", 8)
    assert rows["harmful_day_h"]["effect"] == "binds"
    rows, _ = law(TEN_HOURS | {"workforce.accounting_weeks": 4, "rosters": {}})
    assert rows["day_h"]["effect"] == ""
    assert rows["accounting_weeks"]["found"] == 4


def test_overtime_of_a_roster_is_told_by_rule_and_binds_at_its_most():
    """Ten-hour shifts: two hours of overtime on each of six days, twelve a month."""
    rows, result = law(TEN_HOURS | {"rosters.team.needs": {"a": 1}, **MEMBERS})
    assert rows["overtime_day_h"]["found"] == pytest.approx(2)
    assert rows["overtime_day_h"]["effect"] == "binds"
    most = max(r["overtime_h"] for r in result.tables["roster_people"].rows())
    assert rows["overtime_month_h"]["found"] == pytest.approx(most)
    assert most <= 12
    assert any(r["night_h"] > 0 for r in result.tables["roster_people"].rows())


MEMBERS = {
    f"rosters.team.members.q{at}": {"skills": ["a"]} for at in range(6)
}  # fmt: skip


def test_the_year_s_overtime_before_a_roster_binds_by_name():
    spent = {
        f"rosters.team.members.{name}.overtime_before_h": 120
        for name in ("p1", "p2", *(f"q{at}" for at in range(6)))
    }
    rows, result = law(TEN_HOURS | MEMBERS | spent)
    assert rows["overtime_year_h"]["effect"] == "binds"
    gives = {r["rule"]: r for r in result.tables["relaxations"].rows()}
    assert gives["overtime_year_h"]["enough"]
    assert not gives["overtime_month_h"]["enough"]
    (told,) = (n for n in result.notes if n.key == "staff.roster.law")
    assert "overtime_year_h" in told.numbers["rules"]


def test_time_in_sum_is_named_where_it_alone_fills_a_roster():
    _, result = law(TEN_HOURS | MEMBERS | {"rosters.team.overtime": False})
    (told,) = (n for n in result.notes if n.key == "staff.roster.in_sum")
    assert told.numbers["weeks"] == 1
    rules = {r["rule"]: r for r in result.tables["relaxations"].rows()}
    assert rules["accounting_weeks"]["enough"]
    named = [n.numbers["rules"] for n in result.notes if n.key == "staff.roster.law"]
    assert all("accounting_weeks" not in each for each in named)


WRONG = {
    "leave_days: 20": ("workforce.leave_days", "20 days; rule leave_days of kazakhstan"
                       " (article 88) wants at least 24 d"),
    "harmful_leave_days: 3": ("workforce.harmful_leave_days", "wants at least 6 d"),
    "accounting_weeks: 60": ("workforce.accounting_weeks", "allows 52"),
    "agreed: {week_h: 48}": ("workforce.agreed.week_h", "gives less than rule week_h"),
    "agreed: {week_h: 0}": ("workforce.agreed.week_h", "nobody could work"),
    "agreed: {day_h: 0}": ("workforce.agreed.day_h", "nobody could work"),
    "agreed: {daily_rest_h: 8}": ("workforce.agreed.daily_rest_h", "12 h"),
}  # fmt: skip


@pytest.mark.parametrize("given", WRONG)
def test_less_than_the_law_gives_is_told_with_its_line(given):
    path, said = WRONG[given]
    text = PLANT.partition("plant: t\n")[2].replace(
        "law: kazakhstan", f"law: kazakhstan, {given}"
    )
    told = [*problems_of(text), *_warned(text)]
    found = [p for p in told if p.path == path]
    assert found, told
    assert said in found[0].message


def _warned(text):
    try:
        plant = zauyt.read_text(f"format: 1\nplant: t\n{text}")
    except zauyt.WrongInput:
        return []
    return lint(plant)


def test_time_in_sum_without_a_law_is_told():
    text = PLANT.partition("plant: t\n")[2].replace(
        "law: kazakhstan", "accounting_weeks: 4"
    )
    (problem,) = problems_of(text)
    assert problem.path == "workforce.accounting_weeks"
    assert "needs workforce.law" in problem.message
    assert problem.line


def test_holidays_and_moved_days_make_the_norm_of_a_month():
    """March 2026: 22 days from Monday to Friday, four of them free (8, 21 to 23)."""
    base = {"workforce.accounting_weeks": 5, "rosters.team.days": 31,
            "rosters.team.first": datetime.date(2026, 3, 1)}  # fmt: skip

    def norm(changes):
        plant = zauyt.read_text(PLANT).change(base | changes)
        case = case_of(plant, "team")
        return sum(case.norm), case

    stated, case = norm({})
    free = [day for day, n in zip(case.days, case.norm, strict=True)
            if day.weekday() < 5 and not n]  # fmt: skip
    assert datetime.date(2026, 3, 9) in free, "8 March is a Sunday: the Monday is free"
    assert stated == 22 - len(free)
    moved = {"calendars.c.open_days": [datetime.date(2026, 3, 14)],
             "calendars.c.closed_days": [datetime.date(2026, 3, 13)]}  # fmt: skip
    again, case = norm(moved)
    assert again == stated, "a Saturday is worked for the Friday"
    assert case.norm[13]
    assert not case.norm[12]
