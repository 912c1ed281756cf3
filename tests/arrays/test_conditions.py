"""What closes and slows stations in a run, counted by hand and by a slow twin."""

from __future__ import annotations

import datetime
import random
from typing import Any

import numpy as np
import pytest
from naive import conditions as naive

from zauyt.arrays.calendar import windows
from zauyt.arrays.conditions import Conditions, Stated, conditions, stated
from zauyt.arrays.factors import MILLION, Steps
from zauyt.arrays.network import network
from zauyt.plant.reading.file import read_text

HOUR = 3_600_000
MONDAY = datetime.date(2026, 1, 5)
HEAD = "format: 1\nplant: p\n"
EARLY = "calendars: {c: {days: mon-sun, shifts: {day: '07:00-15:00'}}}\n"
TWO = "calendars: {c: {shifts: {day: '06:00-14:00', late: '14:00-22:00'}}}\n"
CONSTANT = "law: {type: constant}, repair_law: {type: constant}"


def case_of(
    text: str,
    *,
    days: int = 2,
    first_day: datetime.date = MONDAY,
    seed: int = 1,
    run: int = 0,
) -> naive.Case:
    plant = read_text(HEAD + text)
    net = network(plant)
    used = {stop.calendar for section in net.sections for stop in section.stops}
    calendars = {
        name: windows(
            plant.calendars[name], site=plant.site, first_day=first_day, days=days
        )
        for name in used
        if name is not None
    }
    return naive.Case(net, calendars, first_day, days, seed, run)


def found(case: naive.Case) -> tuple[Stated, Conditions]:
    known = stated(
        case.network, case.calendars, first_day=case.first_day, days=case.days
    )
    return known, conditions(known, seed=case.seed, run=case.run)


def closed(text: str, name: str = "a.S1", **options: Any) -> list[Any]:
    """Give a station's windows in hours: from, to, reason, and if it is hard."""
    case = case_of(text, **options)
    known, given = found(case)
    (number,) = (n for n, stop in enumerate(case.stops) if stop.name == name)
    rows = given.windows[slice(*given.spans[number])]
    return [
        (start / HOUR, end / HOUR, known.reasons[reason], bool(hard))
        for start, end, reason, hard in rows.tolist()
    ]


def steps_of(steps: Steps, number: int = 0) -> list[tuple[int, float]]:
    rows = steps.table[slice(*steps.spans[number])].tolist()
    return [(start, factor / MILLION) for start, factor in rows]


def failing(more: str, line: str = "cycle_s: 60, failure: f", head: str = EARLY) -> str:
    return (
        f"{head}failures: {{f: {{mtbf_h: 10, mttr_min: 120, clock: calendar,"
        f" {CONSTANT}{more}}}}}\nlines: {{a: {{{line}}}}}\n"
    )


def test_a_failure_on_the_wall_is_mended_in_the_open_time_of_the_calendar() -> None:
    # Fails at 10:00, mended at 12:00; fails at 22:00, mended from 7:00 to 9:00,
    # fails at 19:00, and is not mended before the days are over.
    assert closed(failing("")) == [
        (0, 7, "off_shift", False),
        (10, 12, "failure:f", True),
        (15, 22, "off_shift", False),
        (22, 31, "off_shift", True),
        (31, 33, "failure:f", True),
        (39, 43, "off_shift", False),
        (43, 48, "off_shift", True),
    ]


def test_a_repair_that_needs_no_shift_goes_on_at_night() -> None:
    assert closed(failing(", repair_needs_shift: false")) == [
        (0, 7, "off_shift", False),
        (10, 12, "failure:f", True),
        (15, 22, "off_shift", False),
        (22, 24, "off_shift", True),
        (24, 31, "off_shift", False),
        (34, 36, "failure:f", True),
        (39, 46, "off_shift", False),
        (46, 48, "off_shift", True),
    ]


def test_of_two_failures_the_earlier_keeps_its_time() -> None:
    text = (
        f"failures: {{f: {{mtbf_h: 10, mttr_min: 120, clock: calendar, {CONSTANT}}},"
        f" g: {{mtbf_h: 11, mttr_min: 180, clock: calendar, {CONSTANT}}}}}\n"
        "lines: {a: {cycle_s: 60, failure: [g, f]}}\n"
    )
    assert closed(text, days=1) == [
        (10, 12, "failure:f", True),
        (12, 14, "failure:g", True),
        (22, 24, "failure:f", True),
    ]


def test_a_launch_makes_failures_more_frequent_till_its_date() -> None:
    head = (
        "launch: {l: {scales: failures, by_date: {2026-01-05: 5, 2026-01-06: 1}}}\n"
        + EARLY
    )
    # Every two hours on Monday; the time that begins on Tuesday is ten hours.
    rows = closed(
        failing(", repair_needs_shift: false", head=head).replace(
            "mttr_min: 120", "mttr_min: 600"
        )
    )
    assert [row[0] for row in rows if row[3] and row[2] != "off_shift"][:1] == [7]
    hard = [(start, end) for start, end, _, stiff in rows if stiff]
    assert hard == [(2, 7), (7, 12), (14, 15), (15, 24), (34, 39), (39, 44)]


def test_maintenance_closes_in_its_weeks_below_the_calendar() -> None:
    text = (
        EARLY + "maintenance: {m: {lines: [a], days: 'tue', clock: '14:00-16:00',"
        " every_weeks: 2, first: 2026-01-06}}\n"
        "lines: {a: {cycle_s: 60}, b: {cycle_s: 60, after: a}}\n"
    )
    rows = closed(text, days=22)
    kept = [(start, end) for start, end, reason, _ in rows if reason == "maintenance:m"]
    assert kept == [(24 + 14, 24 + 15), (15 * 24 + 14, 15 * 24 + 15)]
    assert not [row for row in closed(text, "b.S1", days=22) if row[2] != "off_shift"]


def test_an_oven_heats_up_after_a_long_closing_and_not_after_a_short_one() -> None:
    text = (
        "calendars: {c: {days: mon-sun, shifts: {day: '07:00-15:00'},"
        " breaks: {meal: '11:00-11:30'}}}\n"
        "lines: {a: {paced: {pitch_time_s: 60, heat_up_min: 45, cold_after_min: 60}}}\n"
    )
    assert closed(text) == [
        (0, 7, "off_shift", False),
        (7, 7.75, "heat_up", False),
        (11, 11.5, "break:meal", False),
        (15, 31, "off_shift", False),
        (31, 31.75, "heat_up", False),
        (35, 35.5, "break:meal", False),
        (39, 48, "off_shift", False),
    ]
    always = closed(text.replace(", cold_after_min: 60", ""), days=1)
    assert (11.5, 12.25, "heat_up", False) in always


PEOPLE = (
    "people: {welder: {by_shift: {day: 5, late: 8}}}\n"
    "lines:\n"
    "  a: {cycle_s: 60, crew: {welder: 3}, when_short: wait}\n"
    "  b: {after: a, cycle_s: 60, crew: {welder: 3}, when_short: wait}\n"
    "  c: {after: b, cycle_s: 60, crew: {welder: 2}, stations: 2}\n"
)


def test_people_are_given_to_those_who_wait_in_order_of_flow_then_shared() -> None:
    shifts = [(0, 6, "off_shift", False), (22, 24, "off_shift", False)]
    assert closed(TWO + PEOPLE, days=1) == shifts
    # On the day shift two are left for b, which needs three: they go to c.
    short = [(0, 6, "off_shift", False), (6, 14, "crew:welder", False)]
    assert closed(TWO + PEOPLE, "b.S1", days=1) == [*short, shifts[1]]
    case = case_of(TWO + PEOPLE, days=1)
    _, given = found(case)
    for number, stop in enumerate(case.stops):
        slow = [(0, 1.0), (6 * HOUR, 2.0)] if stop.line == "c" else []
        # c needs 4: 2 are left by day, and 2 of 8 in the late shift.
        assert steps_of(given.work, number) == slow


def test_a_conveyor_with_nobody_is_closed_as_a_whole() -> None:
    text = (
        "people: {fitter: {by_shift: 1}, tester: {by_shift: 5}}\n"
        "lines:\n"
        "  a: {cycle_s: 60, crew: {fitter: 1}, when_short: wait}\n"
        "  b: {after: a, paced: {pitch_time_s: 60}, stations:"
        " {x: {crew: {fitter: 1}}, y: {crew: {tester: 1}}}}\n"
    )
    for name in ("b.x", "b.y"):
        assert closed(TWO + text, name, days=1) == [
            (0, 6, "off_shift", False),
            (6, 22, "crew:fitter", False),
            (22, 24, "off_shift", False),
        ]


def test_absent_people_are_as_many_and_as_long_as_stated() -> None:
    from zauyt.arrays.staffing import present

    plant = read_text(
        HEAD
        + TWO
        + "people: {w: {by_shift: 4000, absence: 0.06, absence_days: 5}}\n"
        + "lines: {a: {cycle_s: 60, crew: {w: 1}}}\n"
    )
    skill = plant.people["w"]
    there = present(skill, name="w", shift="day", days=300, seed=1, run=0)
    away = 4000 - there
    # The mean over 300 days of 4,000 people has about 1.9 a day of spread.
    assert away.mean() == pytest.approx(240, abs=9)
    # Days are alike as spells of five days make them: 1 - 1/5 - begins.
    centred = away - away.mean()
    alike = float((centred[1:] * centred[:-1]).mean() / (centred**2).mean())
    assert alike == pytest.approx(1 - 1 / 5 - 0.06 / (5 * 0.94), abs=0.12)
    relief = skill.model_copy(update={"relief": 10_000})
    full = present(relief, name="w", shift="day", days=300, seed=1, run=0)
    assert set(full.tolist()) == {4000}


LAUNCH = (
    "launch:\n"
    "  a: {lines: [a], scales: work, by_date: {2026-01-06: 1.5, 2026-01-07: 1.2}}\n"
    "  b: {stations: [a.S2], scales: work, by_date: {2026-01-01: 2, 2026-01-07: 1}}\n"
    "  c: {scales: work, by_units: {100: 1.4, 5000: 1}}\n"
    "  d: {lines: [b], scales: rejects, by_date: {2025-01-01: 3}}\n"
    "  e: {scales: rejects, by_units: {0: 2, 9: 1}}\n"
    "lines:\n"
    "  a: {stations: 2, paced: {pitch_time_s: 60,"
    " pitch_steps: {2026-01-01: 90, 2026-01-06: 60}}}\n"
    "  b: {cycle_s: 60, after: a, outcomes: {good: 0.9, scrap: 0.1}}\n"
)


def test_launch_steps_multiply_and_hold_from_their_dates_on() -> None:
    case = case_of(LAUNCH, days=5)
    known, given = found(case)
    day = 24 * HOUR
    numbers = {stop.name: number for number, stop in enumerate(case.stops)}
    work = {name: steps_of(given.work, number) for name, number in numbers.items()}
    assert work["a.S1"] == [(0, 1.5), (2 * day, 1.2)]
    assert work["a.S2"] == [(0, 3.0), (2 * day, 1.2)]
    assert work["b.S1"] == []
    assert steps_of(known.work_by_units) == [(0, 1.4), (5000, 1.0)]
    routes = dict(zip(case.network.route_names, range(9), strict=False))
    assert steps_of(known.rejects, routes["b"]) == [(0, 3.0)]
    assert steps_of(known.rejects, routes["a"]) == []
    assert steps_of(known.rejects_by_units, routes["b"]) == [(0, 2.0), (9, 1.0)]
    assert known.pitch["a"].tolist() == [[0, 90_000], [day, 60_000]]
    assert not known.random


def test_stations_closed_alike_share_their_windows() -> None:
    case = case_of(failing("", "cycle_s: 1, stations: {x: {failure: f}, y: {}, z: {}}"))
    _, given = found(case)
    spans = {
        stop.name: tuple(given.spans[number].tolist())
        for number, stop in enumerate(case.stops)
    }
    assert spans["a.y"] == spans["a.z"] != spans["a.x"]


def test_another_run_and_another_seed_fail_at_other_times() -> None:
    text = failing("").replace(CONSTANT, "")
    starts = {
        tuple(row[0] for row in closed(text, days=30, seed=seed, run=run) if row[3])
        for seed, run in ((1, 0), (1, 1), (2, 0))
    }
    assert len(starts) == 3
    assert closed(text, days=30, run=4) == closed(text, days=30, run=4)


def test_what_else_is_in_the_plant_changes_no_draw() -> None:
    text = failing("").replace(CONSTANT, "")
    more = text.replace("lines: {", "lines: {z: {after: a, cycle_s: 5, failure: f}, ")
    assert closed(more, days=30) == closed(text, days=30)


def _random_plant(chance: random.Random) -> str:
    """Give a plant with all that conditions are made of, at random."""

    def some(text: str, share: float = 0.5) -> str:
        return text if chance.random() < share else ""

    def failure(name: str) -> str:
        hours, minutes = chance.choice([3, 17, 60]), chance.choice([5, 90, 700])
        law = chance.choice(["", ", law: {type: gamma, cv: 0.5}"])
        shift = some(", repair_needs_shift: false")
        rates = f"mtbf_h: {hours}, mttr_min: {minutes}"
        return f"{name}: {{{rates}, clock: calendar{law}{shift}}}"

    def line(name: str, after: str) -> str:
        crew = some(f", crew: {{p: {chance.choice([1, 1.5, 2])}{some(', q: 0.5')}}}")
        short = some(", when_short: wait")
        fails = some(", failure: [f, g]") or some(", failure: g")
        own = chance.choice(["one", "two"])
        feed = f"after: {after}, " if after else ""
        if chance.random() < 0.3:
            heat = chance.choice([0, 20, 200])
            cold = some(f", cold_after_min: {chance.choice([1, 45])}") if heat else ""
            oven = f"paced: {{pitch_time_s: 60, heat_up_min: {heat}{cold}}}"
            return f"{name}: {{{feed}calendar: {own}, {oven}, stations: 3{crew}}}"
        positions = some(", positions: 2")
        return (
            f"{name}: {{{feed}calendar: {own}, cycle_s: 60, stations: 3"
            f"{crew}{short}{fails}{positions}}}"
        )

    zone = chance.choice(["UTC", "Europe/Berlin", "Asia/Qostanay"])
    names = ["a", "b", "c", "d"][: chance.randint(2, 4)]
    lines = [line(name, names[at - 1] if at else "") for at, name in enumerate(names)]
    people = chance.randint(3, 14)
    return (
        f"site: {{time_zone: {zone}}}\n"
        "calendars:\n"
        "  one: {days: mon-sat, shifts: {day: '06:00-14:00', night: '22:00-05:00'},"
        " breaks_min: {meal: 30}}\n"
        "  two: {shifts: {day: '07:30-15:30', late: '15:30-23:00'},"
        " breaks: {tea: '10:00-10:15'}}\n"
        "calendar: one\n"
        f"failures: {{{failure('f')}, {failure('g')}}}\n"
        "people:\n"
        f"  p: {{by_shift: {people}, absence: 0.3, absence_days: 2, relief: 1}}\n"
        "  q: {by_shift: 2, absence: 0.2, absence_days: 1}\n"
        "maintenance:\n"
        f"  m: {{lines: [{names[0]}], days: 'mon,thu', clock: '13:30-16:00'}}\n"
        "  n: {days: 'tue', clock: '23:30-01:00', every_weeks: 2, first: 2026-03-24}\n"
        "launch:\n"
        "  l: {scales: failures, by_date: {2026-03-27: 3, 2026-03-30: 1.5}}\n"
        f"  k: {{lines: [{names[-1]}], scales: work, by_date: {{2026-03-29: 1.7}}}}\n"
        "lines:\n" + "".join(f"  {each}\n" for each in lines)
    )


@pytest.mark.parametrize("number", range(40))
def test_the_slow_way_finds_the_same_windows_and_factors(number: int) -> None:
    text = _random_plant(random.Random(number))
    first_day = datetime.date(2026, 3, 23) + datetime.timedelta(days=number % 7)
    case = case_of(text, days=9, first_day=first_day, seed=number, run=number % 3)
    known, given = found(case)
    crews = naive.crewing(case)
    for place, stop in enumerate(case.stops):
        rows = given.windows[slice(*given.spans[place])].tolist()
        told = [
            (start, end, known.reasons[reason], bool(hard))
            for start, end, reason, hard in rows
        ]
        assert told == naive.windows_of(case, stop, crews), stop.name
        steps = given.work.table[slice(*given.work.spans[place])].tolist()
        steps = steps or [(0, MILLION)]
        times = [time for time, _ in steps]
        for time in [
            *times,
            *(time + HOUR for time in times),
            *range(0, 9 * 24 * HOUR, 5 * HOUR),
        ]:
            at = int(np.searchsorted(times, time, side="right")) - 1
            wanted = naive.work_factor(case, stop, crews, time)
            assert steps[at][1] == wanted, (stop.name, time)
