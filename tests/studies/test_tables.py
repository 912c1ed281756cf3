"""The tables of `simulate`, counted by hand on plants without chance."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from zauyt.plant.reading.file import read_text
from zauyt.results.result import Result
from zauyt.studies.simulate import simulate

MONDAY = datetime.date(2026, 1, 5)


def answer(lines: str, *, days: int = 2, **more: Any) -> Result:
    plant = read_text(f"format: 1\nplant: p\n{lines}\n")
    given = {"start": MONDAY, "warm_up_days": 0, "runs": 1, "doubt_runs": 0, "pairs": 0}
    return simulate(plant, days=days, **(given | more))


def rows(result: Result, table: str, *keys: str) -> dict[Any, dict[str, Any]]:
    found = {}
    for row in result.tables[table].rows():
        key = tuple(row[name] for name in keys)
        assert key not in found
        found[key if len(keys) > 1 else key[0]] = row
    return found


TWO_SHIFTS = """
calendars: {c: {days: mon-sun, holidays: false,
                shifts: {day: "08:00-16:00", late: "16:00-01:00"}}}
lines: {a: {cycle_s: 1800}}
"""


def test_a_vehicle_belongs_to_the_shift_in_which_it_passes_also_after_midnight() -> (
    None
):
    """Every half hour of a shift one is out, the first at its first half hour."""
    result = answer(TWO_SHIFTS)
    found = rows(result, "output_by_shift_day", "date", "shift")
    sunday, tuesday = (MONDAY + datetime.timedelta(days=day) for day in (-1, 1))
    # The run begins at midnight, in Sunday's late shift, and ends in Tuesday's.
    made = {key: (row["vehicles"], row["planned_h"]) for key, row in found.items()}
    assert made == {
        (sunday, "late"): (2, 1),
        (MONDAY, "day"): (16, 8),
        (MONDAY, "late"): (18, 9),
        (tuesday, "day"): (16, 8),
        (tuesday, "late"): (15, 8),
    }
    by_shift = rows(result, "output_by_shift", "shift")
    assert [by_shift[name]["vehicles"] for name in ("day", "late")] == [32, 35]
    assert [by_shift[name]["shifts"] for name in ("day", "late")] == [2, 3]
    assert by_shift["day"]["vehicles_a_shift"] == 16
    assert by_shift["late"]["jph_net"] == pytest.approx(35 / 18)
    assert by_shift["outside"]["vehicles"] == 0
    assert result.headline["vehicles"].value == 67


def test_output_by_hour_goes_by_the_clock() -> None:
    found = rows(answer(TWO_SHIFTS), "output_by_hour", "hour")
    # At 0:00 the second day only, at 0:30 on both.
    assert found["00:00"]["vehicles"] == 3
    assert found["00:00"]["planned_h"] == 2
    # What ends at the very end of the shift passes in an hour that is not planned.
    assert found["01:00"]["vehicles"] == 2
    assert found["01:00"]["jph_net"] is None
    assert found["08:00"]["vehicles"] == 2
    assert found["16:00"]["jph_net"] == 2
    assert sum(row["vehicles"] for row in found.values()) == 67


def test_the_hours_of_a_day_without_its_third_hour_are_those_of_the_clock() -> None:
    spring = datetime.date(2026, 3, 29)
    site = "site: {time_zone: Europe/Berlin}\nlines: {a: {cycle_s: 1800}}"
    found = rows(answer(site, start=spring, days=1), "output_by_hour", "hour")
    assert found["02:00"]["vehicles"] == 0
    assert found["02:00"]["planned_h"] == 0
    assert [found[hour]["vehicles"] for hour in ("01:00", "03:00")] == [2, 2]
    assert sum(row["planned_h"] for row in found.values()) == 23


INSPECTED = """
models: {x: {share: 1}, y: {share: 1}}
lines:
  a: {cycle_s: 600}
  check: {after: [a, mend], models: [x], cycle_s: 60, buffer_before: 2,
          outcomes: {good: 1.0e-9, bad: {share: 1, limit: 1}}}
  mend: {after: check.bad, cycle_s: 60, buffer_before: 2}
  pass: {after: a, models: [y], cycle_s: 60, buffer_before: 2}
  out: {after: [check, pass], cycle_s: 60, buffer_before: 2, count_point: buy_off}
"""


def test_first_time_through_counts_the_first_visit_and_direct_runs_no_reject() -> None:
    """Every x fails its first check and passes the second, no y is checked."""
    result = answer(INSPECTED, days=10)
    found = rows(result, "first_time_through", "line", "outcome")
    assert found["check", "good"]["share"] == 0
    assert found["check", "bad"]["share"] == 1
    assert found["check", "bad"]["share_of_all"] == pytest.approx(0.5, abs=1e-3)
    models = rows(result, "models", "model")
    assert models["x"]["direct_run"] == 0
    assert models["y"]["direct_run"] == 1
    share = models["y"]["vehicles"] / (
        models["x"]["vehicles"] + models["y"]["vehicles"]
    )
    assert result.headline["direct_run"].value == pytest.approx(share)


def test_lead_time_runs_from_the_first_station_to_the_count_point() -> None:
    """X takes 600 + 60 + 60 + 60 + 60 s, y takes 600 + 60 + 60 s."""
    result = answer(INSPECTED, days=10)
    found = rows(result, "lead_time", "model")
    for name, hours in (("x", 840 / 3600), ("y", 720 / 3600)):
        for column in ("mean_h", "p05_h", "p50_h", "p95_h"):
            assert found[name][column] == pytest.approx(hours)
    assert found["all"]["p25_h"] == pytest.approx(0.2)
    assert found["all"]["p75_h"] == pytest.approx(840 / 3600)
    assert found["all"]["start"] == "a.S1"
    assert found["all"]["end"] == "buy_off"
    mean = result.headline["lead_time_h"].value
    assert found["all"]["mean_h"] == pytest.approx(mean)


STOPPED = """
calendars: {c: {days: mon-sun, holidays: false, shifts: {day: "08:00-16:00"}}}
failures:
  stop: {clock: operations, mtbf_operations: 10, law: {type: constant},
         mttr_min: 5, repair_law: {type: constant}}
lines:
  a: {cycle_s: 100, failure: stop}
  b: {after: a, buffer_before: 1, cycle_s: 60, outcomes: {good: 0.8, scrap: 0.2},
      count_point: buy_off}
"""


def test_oee_is_good_jobs_at_the_stated_time_over_the_planned_time() -> None:
    """Of every 1,300 s station a works 1,000 and is mended 300; 16 h are planned."""
    result = answer(STOPPED)
    found = rows(result, "oee", "level", "name")
    a, b = found["station", "a.S1"], found["station", "b.S1"]
    assert a["planned_busy_time_h"] == 16
    assert a["actual_production_time_h"] == pytest.approx((44 * 1000 + 400) / 3600)
    assert a["actual_unit_delay_time_h"] == pytest.approx(44 * 300 / 3600)
    assert a["actual_down_time_h"] == 0
    assert a["produced_quantity"] == 444
    assert a["availability"] == pytest.approx(44_400 / 57_600)
    assert a["effectiveness"] == pytest.approx(1)
    assert a["quality_ratio"] == 1
    # The last job comes to b when it closes.
    assert b["produced_quantity"] == 443
    assert b["actual_production_time_h"] == pytest.approx(443 * 60 / 3600)
    assert b["good_quantity"] == pytest.approx(result.headline["vehicles"].value)
    assert b["oee_index"] == pytest.approx(60 * b["good_quantity"] / 57_600)
    for row in found.values():
        parts = row["availability"] * row["effectiveness"] * row["quality_ratio"]
        assert row["oee_index"] == pytest.approx(parts)
        busy = row["actual_unit_busy_time_h"] + row["actual_down_time_h"]
        assert row["planned_busy_time_h"] == pytest.approx(busy)
    assert found["line", "b"]["oee_index"] == b["oee_index"]


def test_a_conveyor_has_an_oee_by_its_set_speed_alone() -> None:
    """At 60 s a move, 57,600 planned seconds are 960; the first fills the head."""
    plant = """
calendars: {c: {days: mon-sun, holidays: false, shifts: {day: "08:00-16:00"}}}
lines: {a: {paced: {pitch_time_s: 60}, stations: 2}}
"""
    found = rows(answer(plant), "oee", "level", "name")
    line = found["line", "a"]
    assert line["planned_run_time_per_item_s"] == 60
    assert line["produced_quantity"] in (959, 960)
    assert line["oee_index"] == pytest.approx(line["good_quantity"] / 960)
    assert line["availability"] is None
    assert found["station", "a.S1"]["oee_index"] is None  # no work is stated


STORED = """
models: {x: {share: 1, colours: {white: 1}}, y: {share: 1, colours: {black: 1}}}
calendars:
  always: {days: mon-sun, holidays: false, shifts: {all: "00:00-00:00"}}
  late: {days: mon-sun, holidays: false, shifts: {day: "08:00-16:00"}}
calendar: always
stores: {store: {after: [slow, fast], places: 2000, release: restore_sequence}}
lines:
  a: {cycle_s: 60}
  slow: {after: a, models: [x], transit_before_s: 90, buffer_before: 9, cycle_s: 60}
  fast: {after: a, models: [y], buffer_before: 9, cycle_s: 60}
  out: {after: store, calendar: late, cycle_s: 60, setup_s: 30, setup_on: colour,
        count_point: buy_off}
"""


def test_a_store_tells_the_sequence_before_and_after() -> None:
    """Every second body falls behind the next; a stock puts them in order again."""
    result = answer(STORED, days=1)
    found = rows(result, "sequence", "store", "where")
    entry, release = found["store", "entry"], found["store", "release"]
    assert entry["in_order"] == pytest.approx(0.5, abs=1e-3)
    assert entry["mean_displacement"] == pytest.approx(1, abs=2e-3)
    assert entry["largest_displacement"] == 1
    # The first to come is taken at once, by a station that is still closed: y x x y x.
    assert release["bodies"] == 321
    assert release["in_order"] == pytest.approx(320 / 321)
    assert release["mean_displacement"] == pytest.approx(2 / 321)
    assert release["largest_displacement"] == 1
    assert release["colour_changes"] == 319
    assert release["colour_batch"] == pytest.approx(321 / 320)
    # 8 h are 60 + 90 + 60 + 317 x 90 s, and the set-up and half of the work of one.
    (set_ups,) = result.tables["set_ups"].rows()
    assert set_ups["line"] == "out"
    assert set_ups["jobs"] == 320
    assert set_ups["set_ups"] == pytest.approx(319)
    assert set_ups["batch"] == pytest.approx(320 / 319)


def test_a_count_point_at_a_store_has_the_hours_of_the_line_behind() -> None:
    plant = """
target: {vehicles_per_year: 100, count_point: drawn}
calendars: {c: {days: mon-sun, holidays: false, shifts: {day: "08:00-16:00"}}}
stores: {store: {after: a, places: 10, count_point: drawn}}
lines: {a: {cycle_s: 60}, b: {after: store, cycle_s: 60}}
"""
    result = answer(plant)
    assert result.headline["jph_net"].value == pytest.approx(60, rel=0.01)
