"""Roles, law and rosters: what cannot be is told, with the line it stands on."""

from __future__ import annotations

import pytest
from reading import problems_of

SHIFTS = (
    "calendars: {c: {shifts: {day: '07:00-15:30', late: '15:30-00:00'},"
    " breaks_min: {meal: 30}}}\n"
)
LINES = "lines: {a: {cycle_s: 60, crew: {welder: 1}, stations: 4}}\n"
PEOPLE = "people: {welder: {}}\n"
PLANT = SHIFTS + LINES + PEOPLE

ERRORS = {
    "a role without a rule": (
        PLANT + "roles: {r: {}}\n",
        ("roles.r", "needs exactly one of count, per_people, share"),
    ),
    "a role with two rules": (
        PLANT + "roles: {r: {count: 3, share: 0.1}}\n",
        ("roles.r", "count and share given"),
    ),
    "a negative share": (
        PLANT + "roles: {r: {share: -0.1}}\n",
        ("roles.r.share", "-0.1 is not above 0"),
    ),
    "a negative absence": (
        PLANT.replace("{welder: {}}", "{welder: {absence: -0.1}}"),
        ("people.welder.absence", "-0.1 is below 0"),
    ),
    "moves without their time": (
        PLANT + "target: {vehicles_per_year: 9}\nroles: {r: {moves_per_vehicle: 3}}\n",
        ("roles.r", "needs move_min"),
    ),
    "moves without a target": (
        PLANT + "roles: {r: {moves_per_vehicle: 3, move_min: 2}}\n",
        ("roles.r.moves_per_vehicle", "needs target.vehicles_per_year"),
    ),
    "a failure that is not there": (
        PLANT
        + "roles: {r: {repairs: [robt]}}\n"
        + "failures: {robot: {mtbf_h: 1, mttr_min: 1}}\n",
        ("roles.r.repairs.0", "there is no failure robt; did you mean robot?"),
    ),
    "a skill that nobody has": (
        PLANT + "roles: {r: {per_people: 9, of: [weldr]}}\n",
        ("roles.r.of.0", "there is no skill or role weldr; did you mean welder?"),
    ),
    "roles in a circle": (
        PLANT + "roles: {r: {share: 0.1, of: [s]}, s: {share: 0.1, of: [r]}}\n",
        ("roles.r.of", "r, s count one another"),
    ),
    "a shift that the calendar lacks": (
        PLANT + "roles: {r: {count: 3, shifts: [nigt]}}\n",
        ("roles.r.shifts.0", "the calendar has no shift nigt"),
    ),
    "a role of a skill's name": (
        PLANT + "roles: {welder: {count: 3}}\n",
        ("roles.welder", "is also a skill of people"),
    ),
    "absence without its length": (
        PLANT + "roles: {r: {count: 3, absence: 0.1}}\n",
        ("roles.r.absence", "needs absence_days"),
    ),
    "a law that is not there": (
        PLANT + "workforce: {law: kazakstan}\n",
        ("workforce.law", "there is no law kazakstan; did you mean kazakhstan?"),
    ),
    "a month that is none": (
        PLANT + "workforce: {leave_months: {july: 2}}\n",
        ("workforce.leave_months.july", "a month: jan, feb"),
    ),
    "a rule that no law has": (
        PLANT + "workforce: {law: kazakhstan, agreed: {wek_h: 38}}\n",
        ("workforce.agreed.wek_h", "there is no rule wek_h; did you mean week_h"),
    ),
    "a shift longer than the law allows": (
        PLANT.replace("'15:30-00:00'", "'15:30-05:30'")
        + "workforce: {law: kazakhstan}\n",
        (
            "calendars.c.shifts.late",
            "13.5 h of work; rule shift_h of kazakhstan (article 73) allows 12 h",
        ),
    ),
    "a shift without a meal": (
        PLANT.replace("meal: 30", "meal: 20") + "workforce: {law: kazakhstan}\n",
        ("calendars.c.shifts.day", "its longest break is 20 min; rule meal_break_min"),
    ),
    "a roster's skill that nobody has": (
        PLANT + "rosters: {t: {first: 2026-01-05, needs: {tester: 1},"
        " members: {p1: {skills: [fitter]}}}}\n",
        ("rosters.t.needs.tester", "nobody in the team has the skill tester"),
    ),
    "a member's shift that the calendar lacks": (
        PLANT + "rosters: {t: {first: 2026-01-05, needs: {tester: 1},"
        " members: {p1: {skills: [tester], shifts: [dy]}}}}\n",
        ("rosters.t.members.p1.shifts.0", "no shift dy; did you mean day?"),
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_cannot_be_is_told_with_its_line(case):
    text, (path, said) = ERRORS[case]
    problems = problems_of(text)
    found = [p for p in problems if p.path == path and said in p.message]
    assert found, [str(problem) for problem in problems]
    assert found[0].severity == "error"
    assert found[0].line is not None


def test_without_a_law_no_shift_is_too_long():
    text = PLANT.replace("'15:30-00:00'", "'15:30-05:30'")
    assert not [p for p in problems_of(text) if p.severity == "error"]


def test_a_line_that_only_machines_follow_may_run_longer():
    text = (
        "calendars: {c: {shifts: {day: '07:00-15:30'}, breaks_min: {meal: 30}},"
        " oven: {shifts: {long: '05:00-20:00'}}}\ncalendar: c\n"
        "lines: {a: {cycle_s: 60, crew: {welder: 1}},"
        " b: {cycle_s: 60, after: a, calendar: oven}}\n"
        + PEOPLE
        + "workforce: {law: kazakhstan}\n"
    )
    assert not [p for p in problems_of(text) if p.severity == "error"]
