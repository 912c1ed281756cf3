"""Shift patterns: hours and rests counted by hand, and what breaks the law is told."""

from __future__ import annotations

import random

import pytest
from reading import problems_of

from zauyt.plant.checks.patterns import (
    breaches,
    gaps,
    least_weeks,
    load_of,
    open_week_h,
    plan_of,
)
from zauyt.plant.labour import law_of
from zauyt.plant.workforce import Pattern, Workforce
from zauyt.studies.staffing.shifts import STANDARD

LAW = law_of("kazakhstan")
UNPAID = ("meal",)
WORKFORCE = Workforce(law="kazakhstan")
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
    assert not list(breaches(one, plan, LAW, WORKFORCE))
    load = load_of(one, plan, UNPAID, NIGHT)
    assert open_week_h(one) == open_h
    assert load.week_mean_h == pytest.approx(mean_h)
    assert load.week_most_h == pytest.approx(most_h)
    assert load.night_week_h == pytest.approx(night_h)


def test_a_pattern_goes_round_with_its_end_joined_to_its_beginning():
    # Late on Sunday, early on Monday: seven hours of rest, over the end of the round.
    one = pattern(cycle=("day", "off", "off", "off", "off", "off", "late"), teams=1)
    found = {b.rule: b for b in breaches(one, plan_of(one), LAW, WORKFORCE)}
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
    "a shift longer than a day": (
        "{shifts: {day: '07:00-17:30'}, breaks_min: {meal: 30},"
        " cycle: [day, day, off, off], teams: 2, step_days: 2}",
        ("shifts.day", "10 h found; rule day_h of kazakhstan (article 71 (4)) wants at"
         " most 8 h; it may be more if time is accounted in sum: accounting_weeks: 1"),
    ),
    "weeks that are too long one by one": (
        "{shifts: {day: '07:00-15:30'}, breaks_min: {meal: 30},"
        " cycle: [day, day, day, day, day, day, off, off, off, off], teams: 2,"
        " step_days: 5}",
        ("cycle", "48 h found; rule week_h of kazakhstan (article 68 (1)) wants at"
         " most 40 h; it may be more if time is accounted in sum: accounting_weeks: 2"),
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


TWELVE = (
    "patterns: {p: {shifts: {day: '07:00-19:00', night: '19:00-07:00'},"
    " breaks_min: {meal: 60}, cycle: [day, day, night, night, off, off, off, off],"
    " teams: 4, step_days: 2}}\n"
)


def test_twelve_hour_shifts_are_lawful_in_sum_alone():
    """Eleven hours of work four days of eight: 38.5 h in the mean, weeks up to 44."""
    alone = problems_of(LINES + TWELVE)
    assert {p.code for p in alone} == {"law_day_h", "law_week_h"}
    weeks = {n: problems_of(
        LINES.replace("kazakhstan", f"kazakhstan, accounting_weeks: {n}") + TWELVE
    ) for n in (1, 2, 8, 53)}  # fmt: skip
    assert [p.code for p in weeks[1]] == ["law_accounting_weeks"]
    assert not weeks[8]
    told = [p for p in weeks[53] if p.path == "workforce.accounting_weeks"]
    assert "53 weeks; rule accounting_weeks" in told[0].message


@pytest.mark.parametrize("seed", range(40))
def test_the_fewest_weeks_in_sum_are_the_first_whose_every_mean_keeps_the_law(seed):
    draw = random.Random(seed)
    lengths = [24.0, 32, 36, 40, 44, 48]
    weeks = [draw.choices(lengths, k=draw.randint(1, 6)) for _ in range(2)]

    def keeps(size):
        return all(
            sum(each[(first + at) % len(each)] for at in range(size)) <= 40 * size
            for each in weeks
            for first in range(len(each))
        )

    found = [size for size in range(1, 7) if keeps(size)]
    longest = max(len(each) for each in weeks)
    assert least_weeks(weeks, 40) == (
        found[0] if found and found[0] <= longest else None
    )


@pytest.mark.parametrize("case", UNLAWFUL)
def test_a_pattern_that_breaks_the_law_is_told_with_its_line(case):
    text, (place, said) = UNLAWFUL[case]
    problems = problems_of(f"{LINES}patterns: {{p: {text}}}\n")
    found = [
        p for p in problems if p.path == f"patterns.p.{place}" and said in p.message
    ]
    assert found, [str(problem) for problem in problems]
    assert found[0].line is not None
