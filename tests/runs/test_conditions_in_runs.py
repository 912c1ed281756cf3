"""What closes and slows stations is felt by the run, as counted by hand."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from zauyt.arrays.network import network
from zauyt.arrays.pack import Packed, pack
from zauyt.plant.reading.file import read_text
from zauyt.runs.single import Room, Run, carry_out
from zauyt.statistics.learning import curve_steps, total_time, units_to_plateau

MONDAY = datetime.date(2026, 1, 5)
HOUR = 3_600_000
DAY = 24 * HOUR
CONSTANT = "law: {type: constant}, repair_law: {type: constant}"


def run_of(text: str, *, days: int, run: int = 0) -> tuple[Packed, Run]:
    plant = read_text(f"format: 1\nplant: p\n{text}")
    packed = pack(network(plant), first_day=MONDAY, days=days)
    return packed, carry_out(packed, seed=1, run=run, room=Room(5000))[0]


def hours(packed: Packed, run: Run, station: str) -> dict[str, float]:
    (row,) = (n for n, stop in enumerate(packed.stops) if stop.name == station)
    spent = zip(packed.columns, run.spent[row].tolist(), strict=True)
    return {column: ticks / HOUR for column, ticks in spent if ticks}


def made(packed: Packed, run: Run, point: str = "buy_off") -> np.ndarray:
    rows = run.passages
    return rows["time"][rows["point"] == packed.points.index(point)]


def test_a_failure_on_the_wall_stops_work_for_as_long_as_its_repair() -> None:
    text = (
        f"failures: {{f: {{mtbf_h: 10, mttr_min: 120, clock: calendar, {CONSTANT}}}}}\n"
        "lines: {a: {cycle_s: 60, failure: f}}\n"
    )
    packed, run = run_of(text, days=1)
    assert hours(packed, run, "a.S1") == {"working": 20, "failure:f": 4}
    times = made(packed, run)
    assert not ((times > 10 * HOUR) & (times < 12 * HOUR)).any()
    slow, late = run_of(text.replace("60,", "7000,"), days=1)
    assert made(slow, late)[5] == 6 * 7_000_000 + 2 * HOUR


@pytest.mark.parametrize("rule", ["pause", "finish", "do_not_start"])
def test_a_failure_pauses_work_whatever_the_station_does_at_a_break(rule: str) -> None:
    text = (
        "calendars: {c: {days: mon-sun, shifts: {day: '06:00-14:00'}}}\n"
        f"failures: {{f: {{mtbf_h: 10, mttr_min: 60, clock: calendar, {CONSTANT}}}}}\n"
        f"lines: {{a: {{cycle_s: 2700, failure: f, at_window: {rule}}}}}\n"
    )
    # From 6:00 a job every 45 min; the sixth begins at 9:45 and is paused at 10:00.
    times = made(*run_of(text, days=1))
    assert (times[:6] / HOUR).tolist() == [6.75, 7.5, 8.25, 9, 9.75, 11.5]
    # The tenth would end at 14:30.
    last = {"pause": 13.75, "finish": 14.5, "do_not_start": 13.75}[rule]
    assert times[-1] / HOUR == last


def test_work_takes_longer_till_the_launch_is_over() -> None:
    text = "lines: {a: {cycle_s: 60}}\nlaunch: {l: {scales: work, "
    packed, run = run_of(text + "by_date: {2026-01-01: 2, 2026-01-06: 1}}}\n", days=2)
    times = made(packed, run)
    assert [(times < DAY).sum(), (times >= DAY).sum()] == [719, 1440]
    packed, run = run_of(text + "by_units: {0: 2, 100: 1}}}\n", days=1)
    assert np.diff(made(packed, run)).tolist() == [120_000] * 99 + [60_000] * 1239


def test_an_empty_oven_lets_in_next_morning_what_came_too_late() -> None:
    """Its places fill up, so that no further arrival would wake it."""
    text = (
        "calendars: {early: {days: mon-sun, shifts: {d: '06:00-15:30'}},"
        " late: {days: mon-sun, shifts: {d: '15:00-16:00'}}}\n"
        "lines: {a: {calendar: late, cycle_s: 60}, b: {after: a, calendar: early,"
        " stations: 30, buffer_before: 4,"
        " paced: {pitch_time_s: 120, run_empty: true}}}\n"
    )
    packed, run = run_of(text, days=3)
    times = made(packed, run)
    # One is on its way at 06:00, 07:00 is an hour later; four wait and one is held.
    first = (times[times < 2 * DAY] - DAY) / HOUR
    assert first.tolist() == pytest.approx([7 + 2 * n / 60 for n in range(5)])
    assert (times >= 2 * DAY).sum() == 5


@pytest.mark.parametrize("law", ["crawford", "wright"])
def test_work_on_a_learning_curve_takes_what_the_closed_form_says(law: str) -> None:
    curve = f"{{first: 2.5, progress: 0.8, law: {law}}}"
    launch = f"launch: {{l: {{scales: work, curve: {curve}}}}}\n"
    times = made(*run_of(f"lines: {{a: {{cycle_s: 60}}}}\n{launch}", days=1)) / 60_000
    form = {"first": 2.5, "progress": 0.8, "law": law}
    for units, _ in curve_steps(**form)[1:]:
        wanted = total_time(units, **form)
        assert times[units - 1] == pytest.approx(wanted, abs=1e-4 * units)
    assert np.diff(times[units_to_plateau(**form) - 1 :]) == pytest.approx(1)


def test_rejects_and_failures_are_more_frequent_till_the_launch_is_over() -> None:
    lines = "lines: {a: {cycle_s: 60, outcomes: {good: 0.9, scrap: 0.1}, failure: f}}\n"
    text = (
        f"failures: {{f: {{mtbf_h: 10, mttr_min: 0.001, {CONSTANT}}}}}\n{lines}"
        "launch: {r: {scales: rejects, by_date: {2026-01-05: 3, 2026-01-15: 1}},"
        " f: {scales: failures, by_date: {2026-01-05: 5, 2026-01-15: 1}}}\n"
    )
    packed, run = run_of(text, days=20)
    scrapped, good = made(packed, run, "scrapped"), made(packed, run)
    for chosen, share in ((slice(0, 10), 0.3), (slice(10, 20), 0.1)):
        begin, end = chosen.start * DAY, chosen.stop * DAY
        bad = ((scrapped >= begin) & (scrapped < end)).sum()
        every = bad + ((good >= begin) & (good < end)).sum()
        # Of 14,400 jobs the share is known to 0.004.
        assert bad / every == pytest.approx(share, abs=0.016)
    # Every 2 h of work for ten days, then every 10 h; each costs 60 ms of repair.
    assert hours(packed, run, "a.S1")["failure:f"] * HOUR / 60 == 120 + 24 - 1


def test_a_station_without_its_crew_is_closed_or_slow() -> None:
    shifts = "calendars: {c: {days: mon-sun, shifts: {day: '06:00-14:00'}}}\n"
    text = f"{shifts}people: {{w: {{by_shift: 5}}}}\nlines:\n"
    lines = (
        "  a: {cycle_s: 60, crew: {w: 4}, when_short: wait}\n"
        "  b: {cycle_s: 60, crew: {w: 2}}\n"
        "  c: {after: a, cycle_s: 60, crew: {w: 2}, when_short: wait}\n"
    )
    packed, run = run_of(text + lines, days=1)
    away = {"off_shift": 16}
    assert hours(packed, run, "a.S1")["working"] > 0
    assert "crew:w" not in hours(packed, run, "a.S1")
    assert hours(packed, run, "c.S1") == away | {"crew:w": 8}
    # One is left for b, which needs two: it takes twice as long.
    assert hours(packed, run, "b.S1") == away | {"working": 8}
    assert np.diff(made(packed, run)).tolist() == [120_000] * (8 * 30 - 1)


def test_absent_people_cost_vehicles_and_no_two_runs_are_alike() -> None:
    text = (
        "calendars: {c: {days: mon-sun, shifts: {day: '06:00-14:00'}}}\n"
        "people: {w: {by_shift: 10, absence: 0.1, absence_days: 3}}\n"
        "lines: {a: {cycle_s: 60, crew: {w: 10}}}\n"
    )
    counts = [len(made(*run_of(text, days=60, run=run))) for run in range(12)]
    assert len(set(counts)) > 8
    # Each absent person takes a tenth of the speed away, on 10 % of the days.
    assert np.mean(counts) == pytest.approx(0.9 * 60 * 8 * 60, rel=0.03)
    again = [len(made(*run_of(text, days=60, run=run))) for run in range(12)]
    assert again == counts


def test_maintenance_and_heating_up_close_a_line() -> None:
    text = (
        "calendars: {c: {days: mon-sun, shifts: {day: '06:00-14:00'}}}\n"
        "maintenance: {m: {lines: [a], days: tue, clock: '13:00-15:00'}}\n"
        "lines: {a: {cycle_s: 60}}\n"
    )
    packed, run = run_of(text, days=2)
    spent = {"working": 15, "off_shift": 32, "maintenance:m": 1}
    assert hours(packed, run, "a.S1") == spent
    oven = "lines: {a: {paced: {pitch_time_s: 60, heat_up_min: 30}}}\n"
    packed, run = run_of(text.partition("maintenance")[0] + oven, days=2)
    assert hours(packed, run, "a.S1")["heat_up"] == 1
    assert len(made(packed, run)) == 2 * 450
