"""Shift patterns: hours and rests counted by hand, and what breaks the law is told."""

from __future__ import annotations

import pytest
from reading import problems_of

from zauyt.plant.checks.patterns import breaches, gaps, load_of, open_week_h, plan_of
from zauyt.plant.labour import law_of
from zauyt.plant.workforce import Pattern
from zauyt.studies.staffing.shifts import STANDARD

LAW = law_of("kazakhstan")
UNPAID = ("meal",)
NIGHT = (22.0, 6.0)
LINES = "lines: {a: {cycle_s: 60}}\nworkforce: {law: kazakhstan}\n"


def pattern(**keys):
    shifts = {"day": "07:00-15:30", "late": "15:30-00:00"}
    return Pattern(**({"shifts": shifts, "breaks_min": {"meal": 30.0}} | keys))


@pytest.mark.parametrize(
    ("name", "open_h", "mean_h", "most_h", "night_h"),
    [
        # Five days of 8 h in two shifts; the late one has 2 h of night, every 2nd week.
        ("2x8", 80, 40, 40, 5),
        # 7.5 h; five nights of 7.5 h in three weeks, all but the meal in the night.
        ("3x8", 112.5, 37.5, 37.5, 5 * 8 / 3),
        # Eight shifts of 8 h in 12 days, four of them late.
        ("4 on 2 off", 112, 8 * 8 / 12 * 7, 40, 4 * 2 / 12 * 7),
    ],
)
def test_hours_of_patterns_that_plants_use(name, open_h, mean_h, most_h, night_h):
    one = STANDARD[name]
    plan = plan_of(one)
    assert not list(gaps(one, plan))
    assert not list(breaches(one, plan, LAW, UNPAID))
    load = load_of(one, plan, UNPAID, NIGHT)
    assert open_week_h(one) == open_h
    assert load.week_mean_h == pytest.approx(mean_h)
    assert load.week_most_h == pytest.approx(most_h)
    assert load.night_week_h == pytest.approx(night_h)


def test_a_pattern_goes_round_with_its_end_joined_to_its_beginning():
    # Late on Sunday, early on Monday: seven hours of rest, over the end of the round.
    one = pattern(cycle=("day", "off", "off", "off", "off", "off", "late"), teams=1)
    found = {b.rule: b for b in breaches(one, plan_of(one), LAW, UNPAID)}
    assert found["daily_rest_h"].found == 7
    assert found["daily_rest_h"].day == 6


UNLAWFUL = {
    "late, then early": (
        "{shifts: {day: '07:00-15:30', late: '15:30-00:00'}, breaks_min: {meal: 30},"
        " cycle: [late, day, off, off], teams: 4, step_days: 1}",
        ("cycle.0", "7 h found; rule daily_rest_h of kazakhstan (article 83)"),
    ),
    "seven days a week": (
        "{shifts: {day: '07:00-12:00'}, breaks_min: {meal: 30}, cycle: [day],"
        " teams: 1}",
        ("cycle", "0 d found; rule weekly_rest_days of kazakhstan"),
    ),
    "more hours than a person may work": (
        "{shifts: {day: '07:00-17:30'}, breaks_min: {meal: 30},"
        " cycle: [day, day, day, day, day, off, off], teams: 1, days: mon-fri}",
        ("cycle", "50 h found; rule week_h of kazakhstan (article 68 (1)) wants"
         " at most 40 h"),
    ),
    "a shift longer than any may be": (
        "{shifts: {day: '07:00-20:30'}, breaks_min: {meal: 30},"
        " cycle: [day, off, off, off, off, off, off], teams: 7, step_days: 1}",
        ("shifts.day", "13 h found; rule shift_h of kazakhstan (article 73)"),
    ),
    "harmful work of 40 h": (
        "{shifts: {day: '07:00-15:30'}, breaks_min: {meal: 30}, harmful: true,"
        " cycle: [day, day, day, day, day, off, off], teams: 1, days: mon-fri}",
        ("cycle", "40 h found; rule harmful_week_h"),
    ),
    "a shift that nobody works": (
        "{shifts: {day: '07:00-15:30', late: '15:30-00:00'}, breaks_min: {meal: 30},"
        " cycle: [day, day, day, day, day, off, off], teams: 2}",
        ("cycle", "no team works shift late on day 1"),
    ),
    "a shift that is not there": (
        "{shifts: {day: '07:00-15:30'}, cycle: [dy, off], teams: 2}",
        ("cycle.0", "there is no shift dy; did you mean day?"),
    ),
    "a cycle without teams": (
        "{shifts: {day: '07:00-15:30'}, cycle: [day, off]}",
        ("cycle", "needs teams"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", UNLAWFUL)
def test_a_pattern_that_breaks_the_law_is_told_with_its_line(case):
    text, (place, said) = UNLAWFUL[case]
    problems = problems_of(f"{LINES}patterns: {{p: {text}}}\n")
    found = [
        p for p in problems if p.path == f"patterns.p.{place}" and said in p.message
    ]
    assert found, [str(problem) for problem in problems]
    assert found[0].line is not None
