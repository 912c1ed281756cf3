"""Conveyors, people, kits, launch and maintenance: what cannot be is told."""

from __future__ import annotations

import datetime

import pytest
from reading import FILES, HEAD, problems_of

from zauyt.plant.checks.lint import lint
from zauyt.plant.mature import matured
from zauyt.plant.motion import Paced
from zauyt.plant.reading.file import read, read_text, text_of

PLANT = read(FILES / "launch.yaml")
SHIFTS = "calendars: {c: {shifts: {day: '07:00-15:30', late: '15:30-00:00'}}}\n"
PACED = "paced: {pitch_time_s: 60"


def line(keys: str, *, name: str = "a") -> str:
    return f"lines: {{{name}: {{{keys}}}}}\n"


def oven(keys: str, rest: str = "stations: 10") -> str:
    return line(f"{PACED}, {keys}}}, {rest}")


def crew(people: str, keys: str = "") -> str:
    return (
        f"{SHIFTS}people: {{welder: {{{people}}}}}\n"
        f"lines: {{a: {{cycle_s: 60, crew: {{welder: 2.5}}{keys}, stations: 4}}}}\n"
    )


def kit(keys: str, more: str = "") -> str:
    return (
        "models: {van: {}, bus: {}}\n"
        f"kits: {{set: {{{keys}}}}}\n"
        f"lines: {{a: {{cycle_s: 60{more}}}, b: {{cycle_s: 60, after: a}}}}\n"
    )


ERRORS = {
    "paced and indexed": (
        line(f"{PACED}}}, indexed: {{transfer_s: 5}}"),
        ("lines.a.indexed", "moves either at a set speed or when all are done"),
    ),
    "buffer inside a conveyor": (
        line(f"{PACED}}}, stations: 3, buffer_between: 1"),
        ("lines.a.buffer_between", "or divide the line into zones"),
    ),
    "buffer before a station of a conveyor": (
        line(f"{PACED}}}, stations: {{x: {{}}, y: {{buffer_before: 2}}}}"),
        ("lines.a.stations.y.buffer_before", "has no buffer and no way of its own"),
    ),
    "way into a station of an indexed line": (
        line("indexed: {transfer_s: 5}, stations: {x: {}, y: {transit_before_s: 2}}"),
        ("lines.a.stations.y.transit_before_s", "no way of its own"),
    ),
    "two positions at one place": (
        line(f"{PACED}}}, stations: {{x: {{positions: 2}}}}"),
        ("lines.a.stations.x.positions", "a place of a conveyor holds one job"),
    ),
    "set-up on a conveyor": (
        line(f"{PACED}}}, setup_s: 5"),
        ("lines.a.setup_s", "set-ups are not carried out"),
    ),
    "finishing on a conveyor": (
        line("indexed: {transfer_s: 5}, at_window: finish"),
        ("lines.a.at_window", "pauses where it stands"),
    ),
    "repair crew on a conveyor": (
        "failures: {f: {mtbf_h: 1, mttr_min: 1, repair_crew: c}}\n"
        "repair_crews: {c: 1}\n" + line(f"{PACED}}}, failure: f"),
        ("lines.a.failure", "leave repair_crew out of it"),
    ),
    "calendar failure on a conveyor": (
        "failures: {f: {mtbf_h: 1, mttr_min: 1, clock: calendar}}\n"
        + line(f"{PACED}}}, failure: f"),
        ("lines.a.failure", "worn by work alone: clock busy or operations"),
    ),
    "repair crew for a calendar failure": (
        "failures: {f: {mtbf_h: 1, mttr_min: 1, clock: calendar, repair_crew: c}}\n"
        "repair_crews: {c: 1}\n" + line("cycle_s: 5"),
        ("failures.f.repair_crew", "is mended without"),
    ),
    "a cold oven that needs no heat": (
        oven("cold_after_min: 5"),
        ("lines.a.paced.cold_after_min", "needs heat_up_min"),
    ),
    "an oven that stops and runs empty": (
        oven("run_empty: true, when_empty: stop"),
        ("lines.a.paced.run_empty", "cannot run empty; write when_empty: gap"),
    ),
    "an oven of two zones": (
        oven("run_empty: true", "stations: 10, zones: 2, buffer_between_zones: 1"),
        ("lines.a.paced.run_empty", "an oven is one conveyor; leave zones out"),
    ),
    "a dwell without its outcome": (
        oven("most_dwell_min: 20"),
        ("lines.a.paced.most_dwell_min", "needs over_dwell"),
    ),
    "an outcome without its dwell": (
        oven("over_dwell: scrap", "outcomes: {good: 1, scrap: 0}"),
        ("lines.a.paced.over_dwell", "needs most_dwell_min"),
    ),
    "a dwell that nothing keeps": (
        oven(
            "most_dwell_min: 9, over_dwell: scrap",
            "stations: 10, outcomes: {good: 1, scrap: 0}",
        ),
        ("lines.a.paced.most_dwell_min", "inside for 10.0 min when nothing stops it"),
    ),
    "a dwell that makes good": (
        oven("most_dwell_min: 20, over_dwell: good", "outcomes: {good: 1}"),
        ("lines.a.paced.over_dwell", "the first outcome is the good one"),
    ),
    "a misspelt outcome of a dwell": (
        oven("most_dwell_min: 20, over_dwell: burnd", "outcomes: {ok: 1, burnt: 0}"),
        ("lines.a.paced.over_dwell", "did you mean burnt?"),
    ),
    "a pitch from a day that is none": (
        oven("pitch_steps: {2026-02-30: 70}"),
        ("lines.a.paced.pitch_steps.2026-02-30", "is not in any calendar"),
    ),
    "a pitch from a word": (
        oven("pitch_steps: {spring: 70}"),
        ("lines.a.paced.pitch_steps.spring", "is not a date like 2026-01-15"),
    ),
    "strict without weights": (
        "lines: {a: {cycle_s: 1}, b: {cycle_s: 1, after: a, strict: true}}\n",
        ("lines.b.strict", "give after: {a: 3, b: 1}"),
    ),
    "an unknown skill": (
        crew("by_shift: 20").replace("crew: {welder", "crew: {wleder"),
        ("lines.a.crew.wleder", "there is no skill wleder; did you mean welder?"),
    ),
    "absence without its length": (
        crew("by_shift: 20, absence: 0.05"),
        ("people.welder.absence", "needs absence_days"),
    ),
    "more absence than its spells can make": (
        crew("by_shift: 20, absence: 0.6, absence_days: 1"),
        ("people.welder.absence", "make a share of 0.5 at most"),
    ),
    "people on a shift that no line has": (
        crew("by_shift: {day: 20, late: 20, nihgt: 1}"),
        ("people.welder.by_shift.nihgt", "no line that needs them has a shift nihgt"),
    ),
    "a shift without people": (
        crew("by_shift: {day: 20}"),
        ("people.welder.by_shift", "says nothing of shift late"),
    ),
    "nobody on a shift": (
        crew("by_shift: {day: 20, late: 0}"),
        ("people.welder.by_shift", "nobody is on shift late, which needs 10"),
    ),
    "a crew without shifts": (
        crew("by_shift: 20").replace(SHIFTS, ""),
        ("lines.a.crew", "the line has no calendar with shifts"),
    ),
    "waiting for people on a conveyor": (
        crew("by_shift: 20", f", when_short: wait, {PACED}}}"),
        ("lines.a.when_short", "it cannot wait"),
    ),
    "a kit for an unknown line": (
        kit("line: aa, stock: 5").replace("a: {cycle", "trim: {cycle"),
        ("kits.set.line", "there is no line aa"),
    ),
    "a kit for a model that never comes": (
        kit("line: a, models: [van], stock: 5", ", models: [bus]"),
        ("kits.set.models.0", "a does not take van"),
    ),
    "a kit that never comes": (kit("line: a"), ("kits.set", "none ever comes")),
    "lots at no time": (kit("line: a, lot: 6"), ("kits.set.lot", "needs every_h")),
    "times of no lots": (kit("line: a, every_h: 6"), ("kits.set.every_h", "needs lot")),
    "a law of no interval": (
        kit("line: a, stock: 5, interval_law: {type: exponential}"),
        ("kits.set.interval_law", "give lot and every_h"),
    ),
    "another model where none waits": (
        kit("line: a, stock: 5, when_missing: other_model"),
        ("kits.set.when_missing", "has no buffer in which another job could wait"),
    ),
    "built short and never seen": (
        kit("line: a, stock: 5, when_missing: build_short"),
        ("kits.set.when_missing", "short: {share: 0, when: short}"),
    ),
    "a retrofit of nothing": (
        kit("line: a, stock: 5, retrofit_line: b"),
        ("kits.set.retrofit_line", "write when_missing: build_short"),
    ),
    "a retrofit to which nothing short comes": (
        kit(
            "line: a, stock: 5, when_missing: build_short, retrofit_line: b",
            ", outcomes: {good: 1, short: {share: 0, when: short}}",
        ),
        ("kits.set.retrofit_line", "no vehicle built short comes to b"),
    ),
    "two kits for one model": (
        kit("line: a, models: [van], stock: 5}, more: {line: a, stock: 5"),
        ("kits.more", "put both into one kit"),
    ),
    "short ones by chance": (
        line("cycle_s: 1, outcomes: {good: 0.9, scrap: {share: 0.1, when: short}}"),
        ("lines.a.outcomes.scrap.share", "write share: 0"),
    ),
    "short ones that are good": (
        line("cycle_s: 1, outcomes: {good: {share: 1, when: short}}"),
        ("lines.a.outcomes.good.when", "name another for short jobs"),
    ),
    "maintenance of an unknown station": (
        "maintenance: {m: {stations: [a.S9], days: fri, clock: '13:00-15:00'}}\n"
        + line("cycle_s: 1, stations: 8"),
        ("maintenance.m.stations.0", "there is no station a.S9"),
    ),
    "maintenance of a place of a conveyor": (
        "maintenance: {m: {stations: [a.S1], days: fri, clock: '13:00-15:00'}}\n"
        + line(f"{PACED}}}"),
        ("maintenance.m.stations.0", "a stops as a whole; name it under lines"),
    ),
    "every other week from no week": (
        "maintenance: {m: {days: fri, clock: '13:00-15:00', every_weeks: 2}}\n"
        + line("cycle_s: 1"),
        ("maintenance.m.every_weeks", "needs first"),
    ),
    "a launch by nothing": (
        "launch: {l: {scales: work}}\n" + line("cycle_s: 1"),
        ("launch.l", "needs one of by_date, by_units and curve; none given"),
    ),
    "a launch by both": (
        "launch: {l: {scales: work, by_date: {2026-01-01: 2}, by_units: {0: 2}}}\n"
        + line("cycle_s: 1"),
        ("launch.l", "by_date and by_units given"),
    ),
    "units that are no number": (
        "launch: {l: {scales: work, by_units: {many: 2}}}\n" + line("cycle_s: 1"),
        ("launch.l.by_units.many", "is not a whole number of units"),
    ),
    "rejects of a station": (
        "launch: {l: {stations: [a.S1], scales: rejects, by_date: {2026-01-01: 2}}}\n"
        + line("cycle_s: 1"),
        ("launch.l.stations", "rejects are found at a line's end"),
    ),
    "units for a failure on the wall": (
        "failures: {f: {mtbf_h: 1, mttr_min: 1, clock: calendar}}\n"
        "launch: {l: {scales: failures, by_units: {0: 2}}}\n"
        + line("cycle_s: 1, failure: f"),
        ("launch.l.by_units", "knows no units; write by_date"),
    ),
    "ratios without their rule": (
        "lines: {a: {cycle_s: 1}}\nmodels: {van: {}}\n"
        "stores: {s: {after: a, places: 5, ratios: {van: 1/2}}}\n",
        ("stores.s.ratios", "ratios need release: ratio"),
    ),
    "a rule without ratios": (
        "lines: {a: {cycle_s: 1}}\n"
        "stores: {s: {after: a, places: 5, release: ratio}}\n",
        ("stores.s.release", "needs ratios"),
    ),
    "a ratio that limits nothing": (
        "lines: {a: {cycle_s: 1}}\nmodels: {van: {}}\n"
        "stores: {s: {after: a, places: 5, release: ratio, ratios: {van: 2/2}}}\n",
        ("stores.s.ratios.van", "2 of 2 in a row is no limit"),
    ),
    "takt steps of a conveyor": (
        line("cycle_s: 50, paced: {pitch_time_s: 60}, takt_steps: {2026-01-01: 90}"),
        ("lines.a.takt_steps", "give paced.pitch_steps instead"),
    ),
    "takt steps of a line without work": (
        line("indexed: {transfer_s: 5}, takt_steps: {2026-01-01: 90}"),
        ("lines.a.takt_steps", "no cycle_s that they could lengthen"),
    ),
    "a ratio of an unknown option": (
        "lines: {a: {cycle_s: 1}}\nmodels: {van: {options: {roof: 0.5}}}\n"
        "stores: {s: {after: a, places: 5, release: ratio, ratios: {rof: 1/2}}}\n",
        ("stores.s.ratios.rof", "no model or option rof; did you mean roof?"),
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_what_cannot_be_is_told_at_its_place(name: str) -> None:
    text, (path, message) = ERRORS[name]
    found = [problem for problem in problems_of(text) if problem.path == path]
    assert found, [str(problem) for problem in problems_of(text)]
    assert any(message in problem.message for problem in found)


WARNINGS = {
    "nobody needs the skill": (
        "people: {welder: {by_shift: 4}}\n" + line("cycle_s: 1"),
        ("people.welder", "people_unused"),
    ),
    "too few people": (crew("by_shift: 9"), ("people.welder.by_shift", "people_few")),
    "a launch of failures that are none": (
        "launch: {l: {lines: [a], scales: failures, by_date: {2026-01-01: 2}}}\n"
        + line("cycle_s: 1"),
        ("launch.l.lines.0", "launch_idle"),
    ),
    "a launch that ends at another pitch": (
        oven("pitch_steps: {2026-01-01: 90, 2026-06-01: 70}"),
        ("lines.a.paced.pitch_steps.2026-06-01", "conveyor"),
    ),
    "a takt that ends above the mature one": (
        line("cycle_s: 60, takt_steps: {2026-01-01: 90, 2026-06-01: 70}"),
        ("lines.a.takt_steps.2026-06-01", "takt"),
    ),
    "a takt below the slowest station": (
        line("cycle_s: 60, takt_steps: {2026-01-01: 90, 2026-06-01: 50}"),
        ("lines.a.takt_steps.2026-06-01", "takt"),
    ),
    "a set speed above takt": (
        SHIFTS + "target: {vehicles_per_year: 300000}\n" + oven("run_empty: true"),
        ("lines.a", "above_takt"),
    ),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_what_is_doubtful_is_told_and_the_plant_still_reads(name: str) -> None:
    text, expected = WARNINGS[name]
    found = lint(read_text(HEAD + text))
    assert [(problem.path, problem.code) for problem in found] == [expected]


def test_a_conveyor_has_its_pitch_or_its_longest_work_and_transfer() -> None:
    def told(keys: str, takt: str) -> list[str]:
        target = "target: {vehicles_per_year: 60000}\n"
        found = lint(read_text(HEAD + SHIFTS + target + line(keys)))
        return [each.message for each in found if takt in each.message]

    assert told("paced: {pitch_time_s: 300}", "needs 300.0 s")
    assert told("paced: {pitch_time_s: 200}, cycle_s: 320", "needs 320.0 s")
    assert told("indexed: {transfer_s: 12}, cycle_s: 300", "needs 312.0 s")
    assert not told("paced: {pitch_time_s: 200}, cycle_s: 90", "needs")


def test_every_new_key_is_written_and_read_back() -> None:
    assert read_text(text_of(PLANT)) == PLANT
    assert read_text(text_of(PLANT)).id == PLANT.id
    paced = PLANT.lines["trim"].paced
    assert paced is not None
    assert paced.pitch_steps == {"2026-01-01": 200, "2026-07-01": 150}
    assert PLANT.maintenance["oven_clean"].first == datetime.date(2026, 1, 9)
    assert PLANT.launch["learning"].by_units == {"0": 1.6, "5000": 1.2, "20000": 1}
    assert "launch.quality.by_date.2026-01-01" in PLANT.evidence


def test_steps_and_crews_are_changed_by_their_paths() -> None:
    changed = PLANT.change(
        {
            "launch.reliability.by_date.2026-01-01": 3,
            "lines.trim.paced.pitch_time_s": 160,
            "lines.trim.paced.pitch_steps.2026-07-01": 160,
            "lines.trim.crew.assembler": 2.5,
            "people.assembler.by_shift.late": 61,
            "stores.painted.ratios.roof": "1/2",
        }
    )
    assert changed.launch["reliability"].by_date["2026-01-01"] == 3
    assert changed.lines["trim"].crew == {"assembler": 2.5}
    assert changed.stores["painted"].ratios["roof"] == "1/2"
    assert "people.assembler.by_shift.late" not in changed.evidence
    assert changed.id != PLANT.id


def test_a_mature_plant_has_neither_launch_nor_first_days() -> None:
    mature = matured(PLANT)
    assert not mature.launch
    assert mature.models["sportage"].from_date is None
    assert mature.lines["trim"].paced == Paced(
        pitch_time_s=150, drift_share=0.1, when_empty="stop"
    )
    assert not [path for path in mature.evidence if path.startswith("launch.")]
    assert read_text(text_of(mature)).id == mature.id != PLANT.id
    assert matured(mature) == mature
