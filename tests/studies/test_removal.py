"""What a plant gains without a cause of loss, on plants that are counted by hand.

Nothing is drawn and every cycle of events divides a day, so that each day makes
the same and the gain is known to the vehicle.
"""

from __future__ import annotations

import datetime

import pytest

from zauyt.plant.reading.file import read_text
from zauyt.studies.simulate import simulate

HEAD = "format: 1\nplant: p\n"
SHIFTS = (
    "calendars: {c: {days: mon-sun, holidays: false,"
    " shifts: {day: '06:00-14:00', late: '14:00-22:00'}}}\n"
)
CONSTANT = "law: {type: constant}, repair_law: {type: constant}"
KITS = "lot: 100, every_h: 2"
THURSDAY = datetime.date(2026, 1, 8)

# Plant, cause, vehicles a day with the cause, and without it.
PLANTS = {
    "people who make a station slow": (
        # One of two welders is there: a minute's work takes two.
        SHIFTS + "people: {welder: {by_shift: 1}}\n"
        "lines: {a: {cycle_s: 60, crew: {welder: 2}}}\n",
        ("crew", 16 * 30, 16 * 60),
    ),
    "people without whom a station waits": (
        # On the late shift one welder is missing, and the station is closed.
        SHIFTS + "people: {welder: {by_shift: {day: 2, late: 1}}}\n"
        "lines: {a: {cycle_s: 60, crew: {welder: 2}, when_short: wait}}\n",
        ("crew:welder", 8 * 60, 16 * 60),
    ),
    "people without whom a conveyor stands": (
        # The one tester of the late shift goes to b, which waits; all of a stands.
        SHIFTS + "people: {tester: {by_shift: {day: 2, late: 1}}}\n"
        "lines:\n"
        "  a: {paced: {pitch_time_s: 60}, stations: {x: {}, y: {crew: {tester: 1}}},\n"
        "    count_point: buy_off}\n"
        "  b: {cycle_s: 1, crew: {tester: 1}, when_short: wait, after: s}\n"
        "stores: {s: {after: a, places: unlimited}}\n",
        ("crew:tester", 8 * 60, 16 * 60),
    ),
    "kits at a line with its own source": (
        # A hundred kits in two hours, in which a hundred and twenty could be used.
        f"kits: {{k: {{line: a, {KITS}}}}}\nlines: {{a: {{cycle_s: 60}}}}\n",
        ("kit:k", 12 * 100, 12 * 120),
    ),
    "kits at a line directly behind another": (
        f"kits: {{k: {{line: b, {KITS}}}}}\n"
        "lines: {a: {cycle_s: 60}, b: {cycle_s: 60, after: a}}\n",
        ("kit:k", 12 * 100, 12 * 120),
    ),
    "kits that run out": (
        # A week of 10,080 minutes is gone before the vehicles are counted.
        "kits: {k: {line: b, stock: 30078}}\n"
        "lines: {a: {cycle_s: 60}, b: {cycle_s: 60, after: a}}\n",
        ("kit:k", 20_000 / 28, 24 * 60),
    ),
    "kits at a conveyor": (
        f"kits: {{k: {{line: b, {KITS}}}}}\n"
        "lines: {a: {cycle_s: 60},"
        " b: {stations: 3, paced: {pitch_time_s: 60}, after: a}}\n",
        ("kit:k", 12 * 100, 12 * 120),
    ),
    "kits for one of two models": (
        # Every other job needs one, and what comes is enough for four in five.
        "kits: {k: {line: b, models: [van], lot: 48, every_h: 2}}\n"
        "models: {bus: {}, van: {}}\n"
        "lines: {a: {cycle_s: 60}, b: {cycle_s: 60, after: a, buffer_before: 2}}\n",
        ("kit:k", 12 * 96, 12 * 120),
    ),
    "work that is slow at first": (
        "launch: {l: {scales: work, by_date: {2026-01-01: 2}}}\n"
        "lines: {a: {cycle_s: 60}}\n",
        ("launch", 24 * 30, 24 * 60),
    ),
    "a conveyor that is slow at first": (
        # For two of four weeks: on average three quarters of the later speed.
        "lines: {a: {stations: 3, paced: {pitch_time_s: 60,"
        " pitch_steps: {2026-01-01: 120, 2026-01-22: 60}}}}\n",
        ("launch", 18 * 60, 24 * 60),
    ),
    "one man for two stations": (
        # Ten minutes of work, then twenty of repair: one man mends all the time, and
        # each station makes ten vehicles in forty minutes, alone in thirty.
        "failures: {f: {clock: operations, mtbf_operations: 10, mttr_min: 20,"
        f" repair_crew: men, {CONSTANT}}}}}\n"
        "repair_crews: {men: 1}\n"
        "lines: {a: {cycle_s: 60, failure: f}, b: {cycle_s: 60, failure: f}}\n",
        ("repair_crew:men", 2 * 360, 2 * 480),
    ),
    "maintenance of a station": (
        "maintenance: {m: {stations: [a.S2], days: mon-sun, clock: '12:00-13:00'}}\n"
        "lines: {a: {cycle_s: 60, stations: 2}}\n",
        ("maintenance:m", 23 * 60, 24 * 60),
    ),
    "maintenance of a conveyor": (
        "maintenance: {m: {lines: [a], days: mon-sun, clock: '12:00-13:00'}}\n"
        "lines: {a: {stations: 4, zones: 2, paced: {pitch_time_s: 60}}}\n",
        ("maintenance:m", 23 * 60, 24 * 60),
    ),
}


@pytest.mark.parametrize("name", PLANTS)
def test_a_plant_gains_what_is_counted_by_hand(name: str) -> None:
    text, (cause, made, unhindered) = PLANTS[name]
    result = simulate(
        read_text(HEAD + text), mature=False, start=THURSDAY, days=28, warm_up_days=7,
        runs=1, doubt_runs=0, pairs=2, workers=1,
    )  # fmt: skip
    assert result.headline["vehicles_per_year"].value == pytest.approx(365 * made)
    rows = {row["cause"]: row for row in result.tables["waterfall"].rows()}
    assert rows[cause]["without"] == pytest.approx(365 * (unhindered - made))
    assert rows[cause]["without_low"] == rows[cause]["without_high"]
    if not cause.startswith("repair_crew"):
        # On one line nothing else holds it up: the bar is the gain, but for filling.
        assert rows[cause]["vehicles_per_year"] == pytest.approx(
            365 * (unhindered - made), rel=4e-4
        )


def test_a_launch_of_speed_alone_is_tried_over_its_whole_length() -> None:
    plant = read_text(
        HEAD + "lines: {a: {stations: 3, paced: {pitch_time_s: 60,"
        " pitch_steps: {2026-01-01: 120, 2026-05-01: 60}}}}\n"
    )
    result = simulate(
        plant, mature=False, start=datetime.date(2026, 1, 1), days=240, warm_up_days=0,
        runs=1, doubt_runs=0, pairs=2, workers=1,
    )  # fmt: skip
    (launch,) = (
        row for row in result.tables["waterfall"].rows() if row["cause"] == "launch"
    )
    # 120 of 240 days at half the speed.
    assert launch["without"] == pytest.approx(365 * 1440 / 4, rel=1e-4)


def test_the_place_that_gains_most_is_tried_though_others_are_blocked_longer() -> None:
    stations = {f"f{n}": f"{{cycle_s: {10 * n}}}" for n in range(1, 6)}
    stations |= {"slow": "{cycle_s: 60}", "stops": "{cycle_s: 50, failure: f}"}
    text = (
        HEAD + "failures: {f: {clock: operations, mtbf_operations: 40, mttr_min: 4,"
        f" {CONSTANT}}}}}\n"
        "lines: {a: {buffer_between: 1, stations: {"
        + ", ".join(f"{name}: {each}" for name, each in stations.items())
        + "}}}\n"
    )
    asked = {"days": 28, "runs": 1, "doubt_runs": 0, "workers": 1}
    result = simulate(read_text(text), pairs=2, **asked)

    def made(name: str = "") -> float:
        plain = stations[name] if name else ""
        larger = text.replace(
            f"{name}: {plain}", f"{name}: {plain[:-1]}, buffer_before: 2}}"
        )
        found = simulate(read_text(larger if name else text), pairs=0, **asked)
        return float(found.headline["vehicles_per_year"].value)

    gained = {name: made(name) - made() for name in list(stations)[1:]}
    best = max(gained, key=lambda name: gained[name])
    assert best == "stops"
    assert all(gained[name] == 0 for name in gained if name != best)
    blocked = {
        row["station"]: row["blocked"] for row in result.tables["stations"].rows()
    }
    assert min(blocked[f"a.f{n}"] for n in range(1, 6)) > blocked["a.slow"] > 0
    first = next(iter(result.tables["value_of_places"].rows()))
    assert first["name"] == "a.stops"
    assert first["vehicles_per_year"] == pytest.approx(gained[best], rel=0.02)
