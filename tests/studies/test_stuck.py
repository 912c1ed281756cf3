"""Plants that lock themselves up, never end or never begin are told so in words."""

import datetime

import pytest

from zauyt import NoAnswer, WrongInput, read_text, simulate
from zauyt.plots.simulate.letters import letters
from zauyt.results.language import sentence

SHUT = "calendars: {c: {days: mon-fri, shifts: {day: '08:00-16:00'}%s}}\n"


def answer(text, **options):
    plant = read_text(f"format: 1\nplant: stuck\n{text}")
    given = {"days": 30, "warm_up_days": 0, "runs": 2, "doubt_runs": 3} | options
    return simulate(plant, **given)


def test_a_rework_loop_without_room_names_who_waits_for_whom():
    text = """
lines:
  a: {cycle_s: 60}
  b: {after: [a, b.again], cycle_s: 60, outcomes: {good: 0.5, again: 0.5}}
"""
    with pytest.raises(
        NoAnswer, match=r"locks itself up after .* b\.S1 waits for .* b"
    ):
        answer(text)


def test_a_plant_that_locks_itself_up_in_doubt_only_says_so():
    text = """
lines:
  a: {cycle_s: 60}
  b: {after: [a, b.again], cycle_s: 60, outcomes: {good: 0.999999999,
      again: {share: {value: 0.000000001, low: 0, high: 0.9}}}}
"""
    assert answer(text, doubt_runs=0).headline["vehicles"].value > 0
    with pytest.raises(NoAnswer, match="locks itself up"):
        answer(text, doubt_runs=20)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lines: {a: {cycle_s: 9999999}}", "a.S1 does not end its first operation"),
        (
            "lines: {a: {cycle_s: 9}, b: {after: a, cycle_s: 9999999}}",
            "b.S1 does not end its first operation",
        ),
        (
            "lines: {a: {cycle_s: 9, source: {type: arrivals, interval_s: 1e9}}}",
            "a.S1 gets no job",
        ),
        (
            "lines: {a: {cycle_s: 9}, b: {cycle_s: 9999999},"
            " c: {joins: [a, b], cycle_s: 9}}",
            "b.S1 does not end its first operation",
        ),
        (
            "lines: {a: {cycle_s: 9},"
            " b: {after: a, transit_before_s: 1e9, buffer_before: 4, cycle_s: 9}}",
            "b.S1 gets no job",
        ),
        (
            "failures: {f: {mtbf_h: 0.001, mttr_min: 1000000}}\n"
            "lines: {a: {cycle_s: 60, failure: f}}",
            "a.S1 is down (f)",
        ),
        (
            "failures: {f: {clock: calendar, availability: 1.0e-9, mttr_min: 5}}\n"
            "lines: {a: {cycle_s: 60, failure: f}}",
            "a.S1 is down (f)",
        ),
        (
            SHUT % ", shutdowns: [{first: 2020-01-01, last: 2030-01-01, reason: rest}]"
            + "lines: {a: {cycle_s: 60}}",
            "a.S1 is closed (off shift, rest) all the time",
        ),
        (
            SHUT % "" + "lines: {a: {cycle_s: 30000, at_window: do_not_start}}",
            "a.S1 waits until the end",
        ),
        (
            "lines: {a: {cycle_s: 60, outcomes: {good: 0, scrap: 1}}}",
            "all of them are reworked or scrapped",
        ),
        (
            "lines: {a: {cycle_s: 60}, b: {after: [a, b.again], cycle_s: 60,"
            " buffer_before: unlimited, outcomes: {good: 1.0e-9, again: 0.999999999}}}",
            "all of them are reworked or scrapped",
        ),
    ],
)
def test_a_plant_that_makes_no_vehicle_is_told_why(text, said):
    result = answer(text)
    assert result.headline["vehicles"].value == 0
    told = sentence(result.notes[0])
    assert told.startswith("No vehicle passes buy_off in 30 days: ")
    assert said in told


def test_a_period_without_an_open_hour_has_an_answer_and_no_jph():
    text = SHUT % "" + "lines: {a: {cycle_s: 60}}"
    weekend = answer(text, start=datetime.date(2026, 1, 3), days=2)
    assert weekend.headline["vehicles"].value == 0
    assert weekend.headline["jph_net"].value is None
    assert "a.S1 is closed (off shift) all the time" in sentence(weekend.notes[0])


def test_jobs_that_pile_up_without_end_are_told_where():
    text = """
lines:
  a: {cycle_s: 0.5}
  b: {after: a, buffer_before: unlimited, cycle_s: 600}
"""
    with pytest.raises(NoAnswer, match="pile up without end in front of b: 524,288"):
        answer(text, runs=1)


def test_room_grows_where_it_is_needed_alone():
    text = """
lines:
  a: {cycle_s: 30}
  b: {after: a, buffer_before: unlimited, cycle_s: 60}
  c: {after: b, buffer_before: 10000000, cycle_s: 60}
"""
    found = answer(text, days=3, runs=1)
    most = dict(zip(*(found.tables["buffers"][name] for name in ("buffer", "most")),
                    strict=True))  # fmt: skip
    assert most["b<a"] == pytest.approx(3 * 86_400 / 60, abs=3)
    assert found.headline["vehicles"].value == pytest.approx(3 * 86_400 / 60, abs=3)


@pytest.mark.parametrize(
    ("text", "station"),
    [
        ("lines: {a: {cycle_s: 1.0e-6, stations: 3}}", "a.S1"),
        (
            "lines: {a: {cycle_s: 9,"
            " source: {type: arrivals, interval_s: 1.0e-5, when_full: lose}}}",
            "a.source",
        ),
        (
            "failures: {f: {mtbf_h: 1.0e-9, mttr_min: 1.0e-9}}\n"
            "lines: {a: {cycle_s: 9, failure: f}}",
            "a.S1",
        ),
    ],
)
def test_more_work_than_a_run_can_carry_out_is_refused_at_once(text, station):
    with pytest.raises(WrongInput, match=f"{station} has most"):
        answer(text)


def test_a_quick_gate_before_a_slow_line_is_no_such_work():
    text = """
lines:
  gate: {cycle_s: 0.001}
  a: {after: gate, cycle_s: 60}
"""
    assert answer(text).headline["vehicles"].value > 0


def test_without_a_target_and_buy_off_the_last_count_point_counts():
    text = """
lines:
  a: {cycle_s: 60, count_point: body_off}
  b: {after: a, cycle_s: 60, count_point: line_off}
"""
    result = answer(text)
    assert result.headline["vehicles"].value == pytest.approx(43_200, abs=5)


def test_a_plant_that_counts_no_way_out_is_refused():
    text = """
lines:
  a: {cycle_s: 60}
  b: {after: [a, b.good], buffer_before: 5, cycle_s: 60,
      outcomes: {good: 0.5, scrap: 0.5}}
"""
    with pytest.raises(WrongInput, match="no vehicle is ever counted"):
        answer(text)


LOOP = """
carriers: {skid: {count: 1}}
lines:
  a: {cycle_s: 60, carrier: skid}
  b: {after: [a, b.again], cycle_s: 60, buffer_before: 1,
      outcomes: {good: 0.5, again: 0.5}}
  c: {after: b, cycle_s: 1, releases_carrier: skid}
"""
DOUBT = """
lines:
  a: {cycle_s: 60}
  b: {after: [a, b.again], cycle_s: 60, outcomes: {good: 0.999999999,
      again: {share: {value: 0.000000001, low: 0, high: 0.9}}}}
"""


@pytest.mark.parametrize(
    ("text", "table", "numbers", "said"),
    [
        (
            LOOP,
            "value_of_places",
            ("vehicles_per_year", "low", "high"),
            "With one carrier more, skid, the plant locks itself up.",
        ),
        (
            DOUBT,
            "ledger",
            ("vehicles_at_high", "difference", "difference_low", "difference_high"),
            "With lines.b.outcomes.again.share at its high end the plant locks itself"
            " up.",
        ),
    ],
)
def test_a_what_if_that_locks_up_is_told_and_has_no_number(text, table, numbers, said):
    result = answer(text, doubt_runs=0)
    assert result.headline["vehicles"].value > 0
    (row,) = result.tables[table].rows()
    assert [row[name] for name in numbers] == [None] * len(numbers)
    assert row["how"] == "locks itself up"
    assert said in [sentence(note) for note in result.notes]
    assert said in " ".join(letters(result).split())


def test_what_starves_behind_a_line_that_waits_for_a_kit_is_not_locked_up():
    """Three kits are there: the other part of the join piles up and would go on."""
    result = answer(
        "kits: {k: {line: a, stock: 3}}\n"
        "lines: {a: {cycle_s: 60}, m: {after: a, buffer_before: 1, cycle_s: 60},"
        " c: {cycle_s: 60}, j: {joins: [m, c], buffer_before: 2, cycle_s: 60}}\n",
        days=2, runs=1, pairs=0,
    )  # fmt: skip
    assert result.headline["vehicles"].value == 3
