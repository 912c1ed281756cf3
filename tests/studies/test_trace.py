"""The trace says where every job was: the same run, told whole."""

from __future__ import annotations

import datetime
import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest

import zauyt
from zauyt.cli.root import carried_out

DAY = datetime.date(2026, 2, 3)
QUICK = ["--runs", "1", "--doubt-runs", "0", "--warm-up-days", "1"]
CONVEYOR = """
format: 1
plant: A conveyor
lines:
  feed: {cycle_s: 50, cycle_law: {type: exponential}}
  paced: {after: feed, stations: 4, cycle_s: 55, buffer_before: 3,
          paced: {pitch_time_s: 60}}
  last: {after: paced, stations: 3, buffer_between: 1, cycle_s: 58, buffer_before: 1,
         cycle_law: {type: exponential}, count_point: buy_off}
"""


def rows_of(plant: Any, days: int = 1) -> list[dict[str, Any]]:
    trace = zauyt.trace(plant, start=DAY, days=days, warm_up_days=1)
    return list(trace.table().rows())


@pytest.mark.parametrize("name", ["small", "kostanay", "conveyor"])
def test_a_job_is_in_one_place_and_a_place_has_one_job(name: str) -> None:
    plant = zauyt.read_text(CONVEYOR) if name == "conveyor" else zauyt.read(name)
    rows = rows_of(plant)
    assert len(rows) > 100
    assert all(row["begin"] <= row["ready"] <= row["leave"] for row in rows)
    for key in ("job", "station"):
        by_key: dict[Any, list[Any]] = {}
        for row in rows:
            by_key.setdefault(row[key], []).append((row["begin"], row["leave"]))
        for stays in by_key.values():
            stays.sort()
            for (_, leave), (begin, _) in itertools.pairwise(stays):
                assert leave <= begin


def test_the_trace_is_of_the_first_run_of_the_study() -> None:
    plant = zauyt.read("small")
    options = {"start": DAY, "days": 4, "warm_up_days": 1}
    result = zauyt.simulate(plant, runs=1, doubt_runs=0, **options)
    made = dict.fromkeys((DAY + datetime.timedelta(at) for at in range(4)), 0)
    for row in rows_of(plant, days=4):
        if row["station"] == "main.test" and row["leave"].date() in made:
            made[row["leave"].date()] += 1
    days = result.tables["output_by_day"].rows()
    assert made == {row["date"]: row["vehicles"] for row in days}


def test_jobs_take_the_stations_of_a_line_in_order() -> None:
    order = [f"main.{name}" for name in ("weld", "paint", "trim", "final", "test")]
    by_job: dict[int, list[str]] = {}
    for row in rows_of(zauyt.read("small")):
        by_job.setdefault(row["job"], []).append(row["station"])
    assert max(len(stations) for stations in by_job.values()) == 5
    for stations in by_job.values():
        first = order.index(stations[0])
        assert stations == order[first : first + len(stations)]


def test_a_year_of_a_large_plant_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(zauyt.WrongInput, match="choose fewer --days"):
        zauyt.trace(zauyt.read("kostanay"), days=365)


def test_times_are_local_also_when_the_clocks_change() -> None:
    changes = {
        "site.time_zone": "Europe/Berlin",
        "calendars.one_shift.days": "mon-sun",
    }
    plant = zauyt.read("small").change(changes)
    trace = zauyt.trace(plant, start=datetime.date(2026, 3, 28), days=2)
    rows = list(trace.table().rows())
    for day in (28, 29):
        first = min(row["ready"] for row in rows if row["ready"].day == day)
        assert first.hour == 8, "the shift begins at 8 by the clock on either day"
    offsets_h = np.unique(trace.offset_ms["ready"]) / 3_600_000
    assert offsets_h.tolist() == [1, 2]


def test_the_event_log_has_the_form_of_ocel_2() -> None:
    log = zauyt.trace(zauyt.read("kostanay"), start=DAY, warm_up_days=1).ocel()
    assert set(log) == {"objectTypes", "eventTypes", "objects", "events"}
    kinds = {}
    for key in ("objectTypes", "eventTypes"):
        for kind in log[key]:
            assert set(kind) == {"name", "attributes"}
            kinds[key, kind["name"]] = {
                each["name"]: each["type"] for each in kind["attributes"]
            }
            assert set(kinds[key, kind["name"]].values()) <= {
                *("string", "time", "integer", "float", "boolean")
            }
    assert len(kinds) == len(log["objectTypes"]) + len(log["eventTypes"])
    objects = {each["id"] for each in log["objects"]}
    assert len(objects) == len(log["objects"])
    assert len({each["id"] for each in log["events"]}) == len(log["events"])
    for each in log["objects"]:
        declared = kinds["objectTypes", each["type"]]
        assert {attribute["name"] for attribute in each["attributes"]} == set(declared)
        assert all("time" in attribute for attribute in each["attributes"])
    for event in log["events"]:
        declared = kinds["eventTypes", event["type"]]
        assert {attribute["name"] for attribute in event["attributes"]} == set(declared)
        assert {each["objectId"] for each in event["relationships"]} <= objects
        assert all(each["qualifier"] for each in event["relationships"])
        moment = datetime.datetime.fromisoformat(event["time"])
        assert moment.utcoffset() == datetime.timedelta()


def test_the_command_line_writes_both_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["simulate", "small", *QUICK, "--from", "2026-02-03", "--days", "1"]
    table, log = tmp_path / "day.parquet", tmp_path / "day.json"
    assert carried_out([*asked, "--trace", str(table)]) == 0
    assert carried_out([*asked, "--trace", str(log)]) == 0
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    assert polars.read_parquet(table).height == len(events) > 100
    capsys.readouterr()
    assert carried_out([*asked, "--trace", str(tmp_path / "day.txt")]) == 2
    assert "does not end in .parquet or .json" in capsys.readouterr().err
