"""The day of the first vehicle: when it comes, and which dates of the file move it."""

from __future__ import annotations

import pytest

from zauyt import plots
from zauyt.errors import WrongInput
from zauyt.plant.reading.file import read_text
from zauyt.studies.check import check
from zauyt.studies.checking.levers import changes_by, levers_of, stated

QUICK = {"workers": 1, "runs": 59}

LAUNCH = """\
format: 1
plant: a launch by hand
calendars:
  one: {days: mon-sun, holidays: false, shifts: {day: "08:00-16:00"}%(calendar)s}
models: {van: {%(model)s}}
%(more)s
lines: {main: {count_point: buy_off, cycle_s: 600%(line)s}}
ramp: {start: 2026-03-10}
agreement:
  commitments:
    begun: {measure: first_vehicle, by: %(by)s, party: the maker}
"""
"""A line that builds its first vehicle within the hour, from 10 March 2026 on."""


def launch_of(*, by, calendar="", model="", more="", line=""):
    return read_text(LAUNCH % {"by": by, "calendar": calendar, "model": model,
                               "more": more, "line": line})  # fmt: skip


def row_of(result, table="commitments"):
    (row,) = result.tables[table].rows()
    return row


def verdict(plant, seed):
    return row_of(check(plant, seed=seed, mend=False, **QUICK))["verdict"]


@pytest.mark.parametrize(
    ("by", "found", "spare", "late"),
    [("2026-03-25", "met", 5, 0), ("2026-03-20", "met", 0, 0),
     ("2026-03-18", "missed", -2, 2)],
)  # fmt: skip
def test_the_day_of_the_first_vehicle_is_told(by, found, spare, late):
    plant = launch_of(by=by, model="from_date: 2026-03-20")
    result = check(plant, mend=False, **QUICK)
    row = row_of(result)
    assert (row["verdict"], row["value"], row["shortfall"]) == (found, spare, late)
    told = plots.text(result, width=100)
    assert "2026-03-20" in told
    assert ("It comes 2.0 days late" in told) == (late > 0)


def test_a_vehicle_that_never_comes_is_said_to_be_late_by_all_that_was_looked_at():
    plant = launch_of(by="2026-03-20", model="from_date: 2027-06-01")
    result = check(plant, mend=False, runs=20, workers=1)
    assert row_of(result)["verdict"] == "missed"
    (note,) = [note for note in result.notes if note.key == "check.unseen"]
    assert note.numbers == {"name": "begun", "count": 20, "runs": 20}


LATE = {
    "models": {"model": "from_date: 2026-03-20"},
    "added shifts": {"calendar": ", shifts_from: {day: 2026-03-20}"},
    "deliveries": {
        "more": "kits: {set: {line: main, stock: 0, deliveries: {2026-03-20: 900}}}"
    },
}
"""By the lever that moves it: what keeps the first vehicle until 20 March."""


@pytest.mark.parametrize("lever", LATE)
def test_a_mend_of_dates_turns_the_verdict_on_other_random_numbers(lever):
    plant = launch_of(by="2026-03-15", **LATE[lever])
    result = check(plant, **QUICK)
    assert row_of(result)["verdict"] == "missed"
    mend = next(iter(result.tables["mends"].rows()))
    assert mend["levers"].replace("_", " ") == lever
    assert 1 <= mend["days_earlier"] <= 7
    for seed in (77, 78):
        assert verdict(plant.change(result.changes), seed) == "met"
    told = " ".join(plots.text(result, width=100).split())
    assert f"It would be kept with {lever} {mend['days_earlier']:.0f} days" in told
    # Two days are what the search tells apart; less by these is not enough.
    days = mend["days_earlier"] - 2
    less = changes_by(plant, [levers_of(plant, commitment(plant))[mend["levers"]]],
                      days / 365)  # fmt: skip
    assert verdict(plant.change(stated(plant, less)), 77) != "met"


def commitment(plant):
    return plant.agreement.commitments["begun"]


STEPS = (
    ", takt_steps: {2026-03-10: 6000, 2026-03-20: {value: 700, low: 650, high: 800}}"
)


def test_a_year_of_the_launch_is_mended_by_earlier_steps():
    year = {"measure": "vehicles", "at_least": 11_900, "year": 2026, "calendar": "one"}
    levers = {"steps": {"paths": ["lines.main.takt_steps"], "towards": "earlier"}}
    plant = launch_of(
        by="2026-03-10", line=STEPS.replace("650", "695").replace("800", "705")
    ).change({"agreement": {"commitments": {"made": year}, "levers": levers}})
    result = check(plant, **QUICK)
    assert row_of(result)["verdict"] == "missed"
    mend = row_of(result, "mends")
    assert (mend["levers"], mend["path"]) == ("steps", "lines.main.takt_steps")
    assert verdict(plant.change(result.changes), 77) == "met"


def test_all_of_a_launch_comes_earlier_where_only_that_helps():
    result = check(launch_of(by="2026-03-10", calendar=", closed_days: [2026-03-10]",
                             model="from_date: 2026-03-10"), **QUICK)  # fmt: skip
    assert row_of(result)["verdict"] == "missed"
    rows = list(result.tables["mends"].rows())
    assert {row["levers"] for row in rows} == {"whole_launch"}
    assert {row["path"] for row in rows} == {"ramp.start", "models.van.from_date"}


def test_nothing_is_brought_forward_to_before_the_first_body():
    levers = {"van": {"paths": ["models.van.from_date"], "towards": "earlier",
                      "most_days": 300}}  # fmt: skip
    plant = launch_of(by="2026-03-10", model="from_date: 2026-03-20")
    plant = plant.change({"agreement.levers": levers})
    each = plant.agreement.levers["van"]
    moved = stated(plant, changes_by(plant, [each], 1.0))
    assert str(moved["models.van.from_date"]) == "2026-03-11"
    result = check(plant, **QUICK)
    assert row_of(result, "unmended")["value"] == -1
    assert "comes to 2026-03-11" in " ".join(plots.text(result, width=100).split())


def test_where_no_lever_moves_the_day_it_is_said():
    failure = "failures: {stop: {mtbf_h: 5000, mttr_min: 1}}"
    plant = launch_of(by="2026-03-15", more=failure, **LATE["models"]).change({
        "lines.main.failure": "stop",
        "agreement.levers": {"stops": {"paths": ["failures.stop.mtbf_h"],
                                       "towards": "more"}},
    })  # fmt: skip
    result = check(plant, **QUICK)
    assert not result.changes
    assert row_of(result, "unmended")["has_effect"] is False
    assert "No lever of the file moves it" in plots.text(result, width=100)


def test_the_cheaper_of_two_dates_is_brought_forward():
    both = LATE["models"] | LATE["deliveries"]
    levers = {
        "dear": {"paths": ["models.van.from_date", "kits.set.deliveries"],
                 "towards": "earlier", "cost_per_day": 100},
        "cheap": {"paths": ["models.van.from_date", "kits.set.deliveries",
                            "ramp.start"], "towards": "earlier", "cost_per_day": 2},
    }  # fmt: skip
    plant = launch_of(by="2026-03-15", **both).change(
        {"agreement.levers": levers, "money": {"currency": "KZT"}}
    )
    mend = next(iter(check(plant, **QUICK).tables["mends"].rows()))
    assert mend["levers"] == "cheap"
    assert mend["cost"] == 2 * mend["days_earlier"]


def test_the_doubt_of_a_step_goes_with_its_date():
    plant = launch_of(by="2026-03-15", line=STEPS)
    levers = levers_of(plant, commitment(plant))
    moved = changes_by(
        plant, [levers["steps_in_speed"], levers["speed_of_main"]], 4 / 365
    )
    steps = stated(plant, moved)["lines.main.takt_steps"]
    factor = 1 - 4 / 365
    assert list(steps) == ["2026-03-10", "2026-03-16"]
    assert steps["2026-03-16"] == {
        "value": pytest.approx(700 * factor), "low": pytest.approx(650 * factor),
        "high": pytest.approx(800 * factor),
    }  # fmt: skip
    assert plant.change(stated(plant, moved)).evidence[
        "lines.main.takt_steps.2026-03-16"
    ].low == pytest.approx(650 * factor)


@pytest.mark.parametrize(
    ("lever", "said"),
    [
        ({"paths": ["lines.main.cycle_s"], "towards": "earlier"},
         "lines.main.cycle_s has no date that could come earlier"),
        ({"paths": ["models.van.from_date"], "towards": "less"},
         "a number is needed, or towards: earlier, which moves dates"),
        ({"paths": ["models.van.from_date"], "towards": "earlier", "most_change": 0.2},
         "most_change: says nothing about dates that move earlier; what does is"
         " most_days, cost_per_day"),
        ({"paths": ["lines.main.cycle_s"], "towards": "less", "most_days": 3},
         "most_days: says nothing about numbers that move less"),
        ({"paths": ["models.van.from_date"], "towards": "earlier", "cost_per_day": 3},
         "an amount of money needs the plant's money"),
    ],
)  # fmt: skip
def test_a_lever_that_cannot_move_so_is_refused(lever, said):
    plant = launch_of(by="2026-03-15", **LATE["models"])
    with pytest.raises(WrongInput) as raised:
        plant.change({"agreement.levers": {"one": lever}})
    assert said in str(raised.value)
