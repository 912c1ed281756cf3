"""What no single field can see is told, with a code, at the place to mend it."""

from __future__ import annotations

import pytest
from reading import HEAD, problems_of

from zauyt.plant.checks.hours import is_time_zone, time_zones
from zauyt.plant.checks.lint import lint
from zauyt.plant.reading.file import read_text

A = "a: {cycle_s: 60}"


def lines(*entries: str) -> str:
    return "lines:\n" + "".join(f"  {entry}\n" for entry in entries)


ERRORS = {
    "unknown carrier": (
        lines("a: {cycle_s: 1, carrier: skd}") + "carriers: {skid: {count: 5}}",
        ("lines.a.carrier", "unknown_reference", "did you mean skid?"),
    ),
    "unknown calendar": (
        "calendar: two\n" + lines(A),
        ("calendar", "unknown_reference", "the file has none"),
    ),
    "unknown crew": (
        "failures: {f: {mtbf_h: 1, mttr_min: 1, repair_crew: x}}\n" + lines(A),
        ("failures.f.repair_crew", "unknown_reference", "there is no repair crew x"),
    ),
    "unknown model": (
        "models: {van: {}}\n" + lines("a: {cycle_s: 1, models: [vann]}"),
        ("lines.a.models.0", "unknown_reference", "did you mean van?"),
    ),
    "unknown option": (
        "models: {van: {options: {roof: 0.1}}}\n"
        + lines("a: {cycle_s: 1, stations: {S1: {cycle_by_option_s: {rof: 3}}}}"),
        (
            "lines.a.stations.S1.cycle_by_option_s.rof",
            "unknown_reference",
            "mean roof?",
        ),
    ),
    "unknown outcome": (
        lines("a: {cycle_s: 1, outcomes: {good: 1}}", "b: {cycle_s: 1, after: a.god}"),
        ("lines.b.after", "unknown_reference", "did you mean good?"),
    ),
    "outcome of a line without": (
        lines(A, "b: {cycle_s: 1, after: a.good}"),
        ("lines.b.after", "unknown_reference", "a has none"),
    ),
    "outcome of a store": (
        lines(A, "b: {cycle_s: 1, after: s.good}")
        + "stores: {s: {after: a, places: 1}}",
        ("lines.b.after", "unknown_reference", "s is a store and has no outcomes"),
    ),
    "scrap taken": (
        lines(
            "a: {cycle_s: 1, outcomes: {good: 0.9, scrap: 0.1}}",
            "b: {cycle_s: 1, after: a.scrap}",
        ),
        ("lines.b.after", "scrap_taken", "nothing can follow it"),
    ),
    "named twice": (
        lines(A, "b: {cycle_s: 1, after: [a, a]}"),
        ("lines.b.after.1", "reference_twice", "a is named twice"),
    ),
    "line and store of one name": (
        lines(A) + "stores: {a: {after: a, places: 1}}",
        ("stores.a", "name_twice", "a is also a line"),
    ),
    "no calendar": (
        "calendars: {x: {shifts: {d: '07:00-15:00'}}, y: {shifts: {d: '08:00-15:00'}}}"
        "\n" + lines(A, "b: {cycle_s: 1, after: a, calendar: x}"),
        ("lines.a", "no_calendar", "there are x, y"),
    ),
    "shares": (
        lines("a: {cycle_s: 1, outcomes: {good: 0.9, scrap: 0.2}}"),
        ("lines.a.outcomes", "shares", "add up to 1.1, not to 1"),
    ),
    "scrap first": (
        lines("a: {cycle_s: 1, outcomes: {scrap: 1}}"),
        ("lines.a.outcomes.scrap", "scrap_first", "cannot stand first"),
    ),
    "outcome not taken": (
        lines("a: {cycle_s: 1, outcomes: {good: 0.9, rework: 0.1}}"),
        ("lines.a.outcomes.rework", "outcome_not_taken", "name a.rework under after"),
    ),
    "source and after": (
        lines(A, "b: {cycle_s: 1, after: a, source: {}}"),
        ("lines.b.source", "source_and_feeder", "a line with after has no source"),
    ),
    "source and joins": (
        lines(A, "b: {cycle_s: 1, joins: [a], source: {}}"),
        ("lines.b.source", "source_and_feeder", "a line with joins has no source"),
    ),
    "no way in": (
        lines(A, "b: {cycle_s: 1, after: c}", "c: {cycle_s: 1, after: b}"),
        ("lines.b", "no_way_in", "waits for c"),
    ),
    "join that waits for itself": (
        lines(A, "b: {cycle_s: 1, after: a, joins: [c]}", "c: {cycle_s: 1, after: b}"),
        ("lines.b", "no_way_in", "waits for c"),
    ),
    "store without entry": (
        lines(A) + "stores: {s: {after: [], places: 1}}",
        ("stores.s.after", "no_way_in", "nothing comes to this store"),
    ),
    "no way out": (
        lines(A, "b: {cycle_s: 1, after: [a, c]}", "c: {cycle_s: 1, after: b}"),
        ("lines.a", "no_way_out", "can never leave the plant"),
    ),
    "no way out but by no share": (
        lines(
            "a: {cycle_s: 1, after: [b.back, c], outcomes: {good: 1}}",
            "b: {cycle_s: 1, after: a, outcomes: {good: 0, back: 1}}",
            "c: {cycle_s: 1}",
        ),
        ("lines.a", "no_way_out", "can never leave the plant"),
    ),
    "joined twice": (
        lines(A, "b: {cycle_s: 1, joins: [a]}", "c: {cycle_s: 1, after: a}"),
        ("lines.b.joins.0", "joined_twice", "a also goes to c"),
    ),
    "model with nowhere to go": (
        "models: {van: {}, bus: {}}\n"
        + lines(A, "b: {cycle_s: 1, after: a, models: [van]}"),
        ("lines.a", "model_stuck", "model bus has nowhere to go from here"),
    ),
    "source of no model": (
        "models: {van: {share: 0}, bus: {}}\n"
        + lines(A, "b: {cycle_s: 1, models: [van]}"),
        ("lines.b", "no_model", "none of the models that it takes"),
    ),
    "no cycle": (
        lines("a: {stations: {S1: {cycle_s: 1}, S2: {}}}"),
        ("lines.a.stations.S2", "no_cycle", "has no cycle_s"),
    ),
    "no cycle on a whole line": (
        lines("a: {stations: 12}"),
        ("lines.a", "no_cycle", "has no cycle_s"),
    ),
    "no cycle for one model": (
        "models: {van: {}, bus: {}}\n" + lines("a: {cycle_by_model: {van: 5}}"),
        ("lines.a", "no_cycle", "has no cycle_s for bus"),
    ),
    "two failure rates": (
        "failures: {f: {mtbf_h: 1, availability: 0.9, mttr_min: 1}}\n" + lines(A),
        ("failures.f", "failure_rate", "mtbf_h and availability given"),
    ),
    "no failure rate": (
        "failures: {f: {mttr_min: 1}}\n" + lines(A),
        ("failures.f", "failure_rate", "none given"),
    ),
    "operations on another clock": (
        "failures: {f: {mtbf_operations: 9, mttr_min: 1}}\n" + lines(A),
        ("failures.f.mtbf_operations", "failure_clock", "write clock: operations"),
    ),
    "hours on the clock of operations": (
        "failures: {f: {mtbf_h: 9, mttr_min: 1, clock: operations}}\n" + lines(A),
        ("failures.f.clock", "failure_clock", "give mtbf_operations"),
    ),
    "count point that is not there": (
        "target: {vehicles_per_year: 1}\n" + lines("a: {cycle_s: 1, count_point: out}"),
        ("target.count_point", "unknown_reference", "there are out"),
    ),
    "no share above 0": (
        "models: {van: {share: 0}}\n" + lines(A),
        ("models", "all_zero", "all of van are 0"),
    ),
    "no colour above 0": (
        "models: {van: {colours: {red: 0}}}\n" + lines(A),
        ("models.van.colours", "all_zero", "all of red are 0"),
    ),
    "no weight above 0": (
        lines(A, "b: {cycle_s: 1, after: {a: 0}}"),
        ("lines.b.after", "all_zero", "all of a are 0"),
    ),
    "arrivals without interval": (
        lines("a: {cycle_s: 1, source: {type: arrivals}}"),
        ("lines.a.source", "source_interval", "arrivals need interval_s"),
    ),
    "interval without arrivals": (
        lines("a: {cycle_s: 1, source: {interval_s: 5}}"),
        ("lines.a.source.interval_s", "source_interval", "write type: arrivals"),
    ),
    "lot without batches": (
        lines("a: {cycle_s: 1, source: {lot: 5}}"),
        ("lines.a.source.lot", "source_lot", "need order: batches"),
    ),
    "more zones than stations": (
        lines("a: {cycle_s: 1, stations: 3, zones: 4}"),
        ("lines.a.zones", "zones", "4 zones cannot be made of 3 stations"),
    ),
    "store of no place": (
        lines(A) + "stores: {s: {after: a, places: 0}}",
        ("stores.s.places", "store_places", "0 places"),
    ),
    "more lanes than places": (
        lines(A) + "stores: {s: {after: a, places: 3, lanes: 4}}",
        ("stores.s.lanes", "store_lanes", "4 lanes cannot share 3 places"),
    ),
    "two million positions": (
        lines("a: {cycle_s: 1, stations: 2, positions: 1000000}"),
        ("lines", "too_many", "2,000,000 stations and positions; 100,000 at most"),
    ),
    "places between a store and its line": (
        lines(A, "b: {cycle_s: 1, after: s, buffer_before: 3}")
        + "stores: {s: {after: a, places: 3}}",
        (
            "lines.b.buffer_before",
            "before_after_store",
            "3 is of no effect: the line takes directly from s; state it as"
            " stores.s.places",
        ),
    ),
    "a way between stores and their line": (
        lines(
            A, "b: {cycle_s: 1}", "c: {cycle_s: 1, joins: [s, t], transit_before_s: 30}"
        )
        + "stores: {s: {after: a, places: 3}, t: {after: b, places: 3}}",
        (
            "lines.c.transit_before_s",
            "before_after_store",
            "30.0 is of no effect: the line takes directly from s and t; state it as"
            " stores.s.transit_s and stores.t.transit_s",
        ),
    ),
    "places before the first station": (
        lines(
            "a: {cycle_s: 1, stations: {x: {}, y: {}}}",
            "b: {cycle_s: 1, after: a, stations: {x: {buffer_before: 2}, y: {}}}",
        ),
        (
            "lines.b.stations.x.buffer_before",
            "before_first",
            "2 is of no effect: x is the first station, and what lies before it is"
            " stated by the line; write lines.b.buffer_before",
        ),
    ),
    "store behind a store": (
        lines(A, "b: {cycle_s: 1, after: t}")
        + "stores: {s: {after: a, places: 3}, t: {after: s, places: 3}}",
        ("stores.t.after", "store_after_store", "make one store of both"),
    ),
    "store with proportions": (
        lines(A, "b: {cycle_s: 1}") + "stores: {s: {after: {a: 1, b: 3}, places: 3}}",
        ("stores.s.after", "store_weights", "write after: [a, b]"),
    ),
    "carrier kept": (
        lines("a: {cycle_s: 1, carrier: k}") + "carriers: {k: {count: 5}}",
        ("lines.a.carrier", "carrier_kept", "never given back"),
    ),
    "carrier not taken": (
        lines("a: {cycle_s: 1, releases_carrier: k}") + "carriers: {k: {count: 5}}",
        ("lines.a.releases_carrier", "carrier_not_taken", "no line has carrier: k"),
    ),
    "carrier leaves the plant": (
        lines(
            "a: {cycle_s: 1, carrier: k}",
            "b: {cycle_s: 1, after: a, releases_carrier: k}",
            "c: {cycle_s: 1, after: a}",
        )
        + "carriers: {k: {count: 5}}",
        ("lines.c", "carrier_lost", "leave the plant from here with their k"),
    ),
    "too few carriers to join": (
        lines(
            "a: {cycle_s: 1, carrier: k}",
            "b: {cycle_s: 1, carrier: k}",
            "c: {cycle_s: 1, joins: [a, b], releases_carrier: k}",
        )
        + "carriers: {k: {count: 1}}",
        ("carriers.k.count", "carriers_too_few", "c joins 2 jobs that each hold a k"),
    ),
    "breaks longer than the shift": (
        "calendars: {x: {shifts: {d: '07:00-08:00'}, breaks_min: {a: 40, b: 20}}}\n"
        + lines(A),
        ("calendars.x.breaks_min", "breaks_too_long", "leave nothing of shift d"),
    ),
    "fixed breaks over the whole shift": (
        "calendars: {x: {shifts: {d: '07:00-08:00'}, breaks: {a: '06:00-09:00'}}}\n"
        + lines(A),
        ("calendars.x.breaks", "breaks_too_long", "leave nothing of the shifts"),
    ),
    "unknown time zone": (
        "site: {time_zone: Asia/Kostanai}\n" + lines(A),
        ("site.time_zone", "unknown_zone", "did you mean Asia/Qostanay"),
    ),
    "time zone by its city": (
        "site: {time_zone: Almaty}\n" + lines(A),
        ("site.time_zone", "unknown_zone", "did you mean Asia/Almaty"),
    ),
    "unknown country": (
        "site: {holidays: Kazakhstan}\n" + lines(A),
        ("site.holidays", "unknown_country", "write a code like KZ"),
    ),
    "too many stations": (
        lines(*(f"a{place}: {{cycle_s: 1, stations: 20000}}" for place in range(6))),
        ("lines", "too_many", "120,000 stations and positions; 100,000 at most"),
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_told_at_its_place(name: str) -> None:
    text, (path, code, message) = ERRORS[name]
    found = problems_of(text)
    assert [(each.path, each.code) for each in found[:1]] == [(path, code)]
    assert message in found[0].message
    assert found[0].line is not None
    assert found[0].severity == "error"


WEEK = (
    "calendars:\n"
    "  early: {shifts: {d: '06:00-14:00'}}\n"
    "  late: {shifts: {d: '14:00-22:00'}}\n"
)

WARNINGS = {
    "cycle above takt": (
        "target: {vehicles_per_year: 100000}\n"
        "calendars: {x: {shifts: {d: '07:00-15:30'}, breaks_min: {meal: 30}}}\n"
        + lines("a: {cycle_s: 70}", "b: {cycle_s: 80, after: a}"),
        # 8 h x 5 d x 365 / 7 = 7,508,571 s a year
        [("lines.b", "above_takt", "leave it 75.1 s")],
    ),
    "cycle of one station above takt": (
        "target: {vehicles_per_year: 100000}\n"
        "calendars: {x: {shifts: {d: '07:00-15:30'}, breaks_min: {meal: 30}}}\n"
        + lines(
            "a: {cycle_s: 70, stations: {S1: {cycle_s: 160, positions: 2}, S2: {}}}"
        ),
        [("lines.a.stations.S1", "above_takt", "needs 80.0 s for a vehicle")],
    ),
    "mean of the models above takt": (
        "target: {vehicles_per_year: 1000000}\n"
        "models: {van: {share: 1, options: {roof: 0.5}}, bus: {share: 3}}\n"
        + lines(
            "a: {cycle_s: 20, cycle_by_model: {van: 40}, cycle_by_option_s: {roof: 60}}"
        ),
        [("lines.a", "above_takt", "needs 32.5 s for a vehicle")],
    ),
    "takt through a join and past a rework line": (
        "target: {vehicles_per_year: 1000000}\n"
        + lines(
            "a: {cycle_s: 40}",
            "b: {cycle_s: 30}",
            "c: {cycle_s: 30, joins: [a, b]}",
            "d: {cycle_s: 30, after: [c, e], outcomes: {good: 0.9, bad: 0.1}}",
            "e: {cycle_s: 99, after: d.bad, buffer_before: unlimited}",
        ),
        [("lines.a", "above_takt", "needs 40.0 s")],
    ),
    "parallel lines share the takt": (
        "target: {vehicles_per_year: 1000000}\n"
        + lines(
            "a: {cycle_s: 32}",
            "b: {cycle_s: 60, after: a}",
            "c: {cycle_s: 60, after: a}",
            "d: {cycle_s: 30, after: [b, c]}",
        ),
        [("lines.a", "above_takt", "needs 32.0 s")],
    ),
    "shifts that never meet": (
        WEEK
        + lines("a: {cycle_s: 1, calendar: early}")
        + "  b: {cycle_s: 1, after: a, calendar: late}\n",
        [("lines.b.after", "shifts_never_meet", "a and b are never open at the same")],
    ),
    "places before a source that always has a job": (
        lines("a: {cycle_s: 1, buffer_before: 2}"),
        [("lines.a.buffer_before", "before_source", "always has a job at hand")],
    ),
    "places before a line that not only stores feed": (
        lines(A, "b: {cycle_s: 1, after: [a, s], buffer_before: 2}", "c: {cycle_s: 1}")
        + "stores: {s: {after: c, places: 3}}",
        [],
    ),
    "a store between shifts": (
        WEEK
        + lines(
            "a: {cycle_s: 1, calendar: early}",
            "b: {cycle_s: 1, after: s, calendar: late}",
        )
        + "stores: {s: {after: a, places: 99}}",
        [],
    ),
    "rework loop that can fill": (
        lines(
            "a: {cycle_s: 1}",
            "b: {cycle_s: 1, after: [a, c], outcomes: {good: 0.9, bad: 0.1}}",
            "c: {cycle_s: 1, after: b.bad, buffer_before: 5}",
        ),
        [("lines.b", "loop_can_deadlock", "the loop b > c > b has a limited number")],
    ),
    "rework loop through an unlimited store": (
        lines(
            "a: {cycle_s: 1}",
            "b: {cycle_s: 1, after: [a, c], outcomes: {good: 0.9, bad: 0.1}}",
            "c: {cycle_s: 1, after: s}",
        )
        + "stores: {s: {after: b.bad, places: unlimited}}",
        [],
    ),
    "line that reworks itself": (
        lines(
            "a: {cycle_s: 1}",
            "b: {cycle_s: 1, after: [a, b.bad], outcomes: {good: 0.9, bad: 0.1}}",
        ),
        [("lines.b", "loop_can_deadlock", "the loop b > b has")],
    ),
    "fewer carriers than places": (
        lines(
            "a: {cycle_s: 1, carrier: k, stations: 3, buffer_between: 2}",
            "b: {cycle_s: 1, after: a, buffer_before: 4, releases_carrier: k}",
        )
        + "carriers: {k: {count: 11}}",
        [("carriers.k.count", "carriers_few", "4 at stations and 8 in buffers")],
    ),
    "a buffer for each of two feeders": (
        lines(
            "a: {cycle_s: 1, carrier: k}",
            "b: {cycle_s: 1, after: a}",
            "c: {cycle_s: 1, after: a}",
            "d: {cycle_s: 1, after: [b, c], buffer_before: 4, releases_carrier: k}",
        )
        + "carriers: {k: {count: 11}}",
        [("carriers.k.count", "carriers_few", "4 at stations and 8 in buffers")],
    ),
    "as many carriers as places": (
        lines("a: {cycle_s: 1, carrier: k, stations: 3, releases_carrier: k}")
        + "carriers: {k: {count: 3}}",
        [],
    ),
    "carrier unused": (
        lines(A) + "carriers: {k: {count: 3}}",
        [("carriers.k", "carrier_unused", "no line has this carrier")],
    ),
    "shifts that overlap": (
        "calendars: {x: {shifts: {d: '07:00-15:30', e: '15:00-23:00'}}}\n" + lines(A),
        [("calendars.x.shifts", "shifts_overlap", "the shifts d, e overlap")],
    ),
    "shifts that touch over midnight and the week's end": (
        "calendars: {x: {days: mon-sun, shifts: {d: '06:00-22:00', n: '22:00-06:00'}}}"
        "\n" + lines(A),
        [],
    ),
    "break in no shift": (
        "calendars: {x: {shifts: {d: '07:00-15:30'}, breaks: {t: '16:00-16:10'}}}\n"
        + lines(A),
        [("calendars.x.breaks.t", "break_outside", "16:00-16:10 is in no shift")],
    ),
    "break in a night shift": (
        "calendars: {x: {shifts: {n: '22:00-06:00'}, breaks: {t: '02:00-02:30'}}}\n"
        + lines(A),
        [],
    ),
    "model that never comes": (
        "models: {van: {share: 0}, bus: {}}\n"
        + lines(
            A, "b: {cycle_s: 1, after: a, models: [van]}", "c: {cycle_s: 1, after: a}"
        ),
        [("lines.b", "no_model", "none of the models")],
    ),
    "set-up for colours that no model has": (
        lines("a: {cycle_s: 1, setup_s: 5, setup_on: colour}"),
        [("lines.a.setup_on", "no_colours", "there is never a set-up")],
    ),
    "joined by lines that take different models": (
        "models: {van: {}, bus: {}}\n"
        + lines(
            A,
            "b: {cycle_s: 1, joins: [a], models: [van]}",
            "c: {cycle_s: 1, after: a, models: [bus]}",
        ),
        [],
    ),
    "shared doubt that no other number has": (
        lines(
            "a: {cycle_s: {value: 5, low: 4, high: 6, shared: pace}}",
            "b: {after: a, cycle_s: {value: 5, low: 4, high: 6, shared: pace}}",
            "c: {after: b, cycle_s: {value: 5, low: 4, high: 6, shared: place}}",
        ),
        [("lines.c.cycle_s", "shared_once", "shared: place; did you mean pace")],
    ),
    "a way by a share of 0": (
        lines(
            "a: {cycle_s: 1, outcomes: {good: 1, bad: 0}}",
            "b: {cycle_s: 1, after: a.bad}",
        ),
        [],
    ),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_a_doubt_is_told_and_the_plant_still_reads(name: str) -> None:
    text, expected = WARNINGS[name]
    found = lint(read_text(HEAD + text))
    assert [(each.path, each.code) for each in found] == [each[:2] for each in expected]
    for problem, (_, _, message) in zip(found, expected, strict=True):
        assert message in problem.message
        assert problem.severity == "warning"


def test_ends_count_as_buy_off_only_when_no_count_point_is_named() -> None:
    target = "target: {vehicles_per_year: 1}\n"
    assert not problems_of(target + lines(A))
    assert not problems_of(target + lines("a: {cycle_s: 1, count_point: buy_off}"))
    assert problems_of(target + lines("a: {cycle_s: 1, count_point: line_off}"))


def test_a_plant_of_five_thousand_lines_is_linted() -> None:
    chain = [A, *(f"b{n}: {{cycle_s: 1, after: b{n - 1}}}" for n in range(1, 5000))]
    chain.insert(1, "b0: {cycle_s: 1, after: [a, b4999.again]}")
    chain[-1] = "b4999: {cycle_s: 1, after: b4998, outcomes: {good: 0.9, again: 0.1}}"
    plant = read_text(HEAD + "target: {vehicles_per_year: 9}\n" + lines(*chain))
    (problem,) = lint(plant)
    assert problem.code == "loop_can_deadlock"


def test_a_time_zone_is_known_as_the_list_of_all_has_it():
    listed = time_zones()
    assert all(map(is_time_zone, listed))
    wrong = ["asia/almaty", "Asia", "posix/UTC", "../UTC", "", "Asia/Oral/x"]
    assert not any(map(is_time_zone, wrong))
