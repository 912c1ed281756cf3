"""The study `staff`, as a planner sees it, on plants that are counted by hand."""

from __future__ import annotations

import datetime
import math

import holidays
import pytest

import zauyt
from zauyt import WrongInput, read_text
from zauyt.plant.labour import RULES, law_of, laws
from zauyt.plots import text

BASE = """
format: 1
plant: counted
site: {holidays: KZ}
target: {vehicles_per_year: 24000}
calendars:
  two:
    shifts: {day: "07:00-15:30", late: "15:30-00:00"}
    breaks_min: {meal: 30, rest: 10}
people:
  fitter: {absence: 0.05, absence_days: 4}
failures:
  cell: {mtbf_h: 9, mttr_min: 60, scope: zone}
workforce:
  {law: kazakhstan, announced: 60, agreed: {leave_days: 0}, presence_probability: 0.9}
lines:
  body: {shop: body, cycle_s: 600, stations: 4, zones: 2, crew: {fitter: 2.5},
         failure: cell, buffer_between_zones: 1}
  trim: {shop: trim, after: body, cycle_s: 600, stations: 3, crew: {fitter: 1}}
"""
LIMIT = {"days": 365, "draws": 0}


def plant(**changes):
    return read_text(BASE).change(
        {path.replace("__", "."): value for path, value in changes.items()}
    )


def rows(result, table, **wanted):
    return [
        row
        for row in result.tables[table].rows()
        if all(row[name] == value for name, value in wanted.items())
    ]


def test_posts_are_those_of_the_stations_by_shop_and_shift():
    result = zauyt.staff(plant(), **LIMIT)
    found = {(r["shop"], r["shift"]): r["posts"] for r in rows(result, "headcount")}
    assert found == {
        ("body", "day"): 10, ("body", "late"): 10,
        ("trim", "day"): 3, ("trim", "late"): 3,
    }  # fmt: skip


def test_people_due_are_the_least_that_the_binomial_law_allows():
    row = rows(zauyt.staff(plant(), **LIMIT), "pools", shift="day")[0]

    def chance(people: int) -> float:
        return sum(
            math.comb(people, k) * 0.05**k * 0.95 ** (people - k)
            for k in range(people - 13 + 1)
        )

    least = next(people for people in range(13, 40) if chance(people) >= 0.9)
    assert row["at_work"] + row["for_absence"] == least
    assert row["whole_chance"] == pytest.approx(chance(least))
    assert row["people"] == least


def test_shops_share_one_pool_and_their_people_add_up_to_it():
    result = zauyt.staff(plant(), **LIMIT)
    pool = rows(result, "pools", shift="late")[0]
    shops = rows(result, "headcount", shift="late")
    assert sum(row["people"] for row in shops) == pool["people"]
    assert sum(row["due"] for row in shops) == pool["at_work"] + pool["for_absence"]


def test_steps_add_up_to_everyone():
    changed = plant(
        workforce__leave_days=24,
        roles={
            "leader": {"kind": "leading", "per_people": 4},
            "office": {"count": 7, "shifts": ["day"], "relieved": False},
        },
    )
    result = zauyt.staff(changed, **LIMIT)
    table = result.tables["steps"]
    assert sum(table["people"]) == pytest.approx(result.headline["people"].value)
    assert table["total"][-1] == pytest.approx(result.headline["people"].value)
    by_row = sum(row["people"] for row in rows(result, "headcount"))
    assert by_row == result.headline["people"].value


def test_a_leader_for_every_so_many_in_each_shop_and_shift():
    changed = plant(roles={"leader": {"kind": "leading", "per_people": 4}})
    found = rows(zauyt.staff(changed, **LIMIT), "headcount", skill="leader")
    assert {(r["shop"], r["shift"]): r["posts"] for r in found} == {
        ("body", "day"): 3, ("body", "late"): 3,
        ("trim", "day"): 1, ("trim", "late"): 1,
    }  # fmt: skip


def test_menders_are_those_for_repairs_under_way():
    menders = {"kind": "maintenance", "repairs": ["cell"], "people_per_repair": 2,
               "busy_share": 0.5}  # fmt: skip
    result = zauyt.staff(plant(roles={"mender": menders}), **LIMIT)
    # Two zones, each down an hour in ten, two people at it, half of their time.
    found = rows(result, "pools", skill="mender", shift="day")[0]
    assert found["posts"] == pytest.approx(2 * 0.1 * 2 / 0.5)
    assert found["at_work"] == 1


def test_drivers_are_those_for_the_moves_of_the_target():
    driver = {"kind": "logistics", "moves_per_vehicle": 12, "move_min": 5}
    result = zauyt.staff(plant(roles={"driver": driver}), **LIMIT)
    days = sum(row["workdays"] for row in rows(result, "months", role="crew"))
    hours = days * 2 * (8.5 - 40 / 60)
    found = rows(result, "pools", skill="driver", shift="late")[0]
    assert found["posts"] == pytest.approx(24000 / hours * 12 * 5 / 60)


def test_shorter_hours_by_law_take_more_people_and_the_rule_is_named():
    usual = zauyt.staff(plant(), **LIMIT)
    harmful = zauyt.staff(plant(people__fitter__harmful=True), **LIMIT)
    before = rows(usual, "pools", shift="day")[0]
    after = rows(harmful, "pools", shift="day")[0]
    due = before["at_work"] + before["for_absence"]
    assert before["for_hours"] == 0
    assert after["for_hours"] == pytest.approx(due * (40 / 36 - 1))
    rule = rows(harmful, "law", rule="harmful_week_h")[0]
    assert (rule["effect"], rule["found"], rule["value"]) == ("binds", 40, 36)


def test_an_agreement_takes_the_place_of_a_rule():
    agreed = zauyt.staff(
        plant(workforce__agreed={"week_h": 32, "leave_days": 0}), **LIMIT
    )
    row = rows(agreed, "pools", shift="day")[0]
    due = row["at_work"] + row["for_absence"]
    assert row["for_hours"] == pytest.approx(due * (40 / 32 - 1))
    rule = rows(agreed, "law", rule="week_h")[0]
    assert (rule["value"], rule["verified"]) == (32, "no")


def test_leave_is_its_share_of_days_that_are_no_holidays():
    result = zauyt.staff(plant(workforce__leave_days=24), **LIMIT)
    row = rows(result, "pools", shift="day")[0]
    due = row["at_work"] + row["for_absence"]
    share = 24 / (365 - len(holidays.country_holidays("KZ", years=2026)))
    assert row["people"] == math.ceil(due / (1 - share))


def test_the_month_with_most_leave_decides_and_others_have_people_to_spare():
    result = zauyt.staff(
        plant(workforce__leave_days=24, workforce__leave_months={"jul": 3}), **LIMIT
    )
    found = rows(result, "months", role="crew")
    july = next(row for row in found if row["month"] == "2026-07")
    assert july["needed"] == july["people"]
    assert all(row["needed"] < july["needed"] for row in found if row is not july)
    leave = sum(row["on_leave"] * row["workdays"] for row in found)
    level = zauyt.staff(plant(workforce__leave_days=24), **LIMIT)
    even = sum(
        row["on_leave"] * row["workdays"] for row in rows(level, "months", role="crew")
    )
    each = (leave / found[0]["people"], even / rows(level, "months")[0]["people"])
    assert each[0] == pytest.approx(each[1]), "everyone has the same leave a year"


def test_those_who_step_in_at_breaks_cover_what_the_line_does_not_stop_for():
    result = zauyt.staff(plant(workforce__rest_min=60), **LIMIT)
    # 60 min of rest, 40 of them the line stands; who steps in rests 60, too.
    row = rows(result, "pools", shift="day")[0]
    assert row["step_in"] == pytest.approx(13 * 20 / (510 - 60))
    assert row["at_work"] == 14


def test_bunched_absence_takes_more_people():
    people = [
        zauyt.staff(
            plant(
                workforce__holiday_factor=factor,
                workforce__presence_probability=0.97,
            ),
            **LIMIT,
        ).headline["people"]
        for factor in (1, 8)
    ]
    assert people[1].value > people[0].value


def test_what_staff_finds_is_read_by_the_simulator():
    found = zauyt.staff(plant(), **LIMIT)
    manned = plant().change(dict(found.changes))
    again = zauyt.staff(manned, **LIMIT)
    assert again.headline["people"] == found.headline["people"]
    due = {
        row["shift"]: row["at_work"] + row["for_absence"]
        for row in rows(found, "pools")
    }
    assert manned.people["fitter"].by_shift == due


def test_people_that_the_file_states_are_judged_as_the_simulator_has_them():
    manned = {"by_shift": {"day": 14, "late": 12}, "relief": 1, "absence": 0.05,
              "absence_days": 4}  # fmt: skip
    found = rows(zauyt.staff(plant(people={"fitter": manned}), **LIMIT), "pools")
    day, late = (next(r for r in found if r["shift"] == s) for s in ("day", "late"))
    # Of 14 on the books two may be absent, since one of 13 posts has relief.
    wanted = sum(math.comb(14, k) * 0.05**k * 0.95 ** (14 - k) for k in range(3))
    assert day["in_file"] == 15
    assert day["in_file_chance"] == pytest.approx(wanted)
    assert (late["in_file"], late["in_file_chance"]) == (13, 0), "12 are never 13"


def test_crews_without_a_number_of_people_are_always_whole_when_simulated():
    short = {"runs": 2, "doubt_runs": 0, "days": 14, "pairs": 0}
    free = plant(people={}, lines__body__crew={}, lines__trim__crew={})
    made = [zauyt.simulate(each, **short) for each in (plant(), free)]
    assert made[0].headline["vehicles"] == made[1].headline["vehicles"]


RANGE = {"value": 0.05, "low": 0.02, "high": 0.1}


def test_doubt_widens_with_the_range_and_comes_again_with_the_seed():
    changed = plant(people__fitter__absence=RANGE)
    result = zauyt.staff(changed, draws=60)
    people = result.headline["people"]
    assert people.low <= people.value <= people.high
    assert people.low < people.high
    assert zauyt.staff(changed, draws=60).headline == result.headline
    share = sum(row["doubt_share"] for row in rows(result, "pools"))
    assert share == pytest.approx(1)
    fact = rows(result, "ledger")[0]
    assert fact["fact"] == "people.fitter.absence"
    low, high = (
        zauyt.staff(plant(people__fitter__absence=a), **LIMIT).headline["people"].value
        for a in (0.02, 0.1)
    )
    assert (fact["people_at_low"], fact["people_at_high"]) == (low, high)


def test_numbers_that_only_staff_reads_are_no_doubt_of_the_simulator():
    changed = plant(
        people__fitter__absence=RANGE,
        workforce__holiday_factor={"value": 1.5, "low": 1, "high": 2},
        lines__body__crew__fitter={"value": 2.5, "low": 2, "high": 3},
    )
    result = zauyt.simulate(changed, runs=2, doubt_runs=2, days=7, pairs=0)
    assert result.options["doubt_runs"] == 0


def test_the_announced_number_is_judged_by_the_draws():
    changed = plant(people__fitter__absence=RANGE)
    for announced, said in ((1000, "are enough"), (20, "are too few")):
        result = zauyt.staff(
            changed.change({"workforce.announced": announced}), draws=60
        )
        assert said in " ".join(text(result).split())


def test_a_shortage_is_mended_by_the_facts_that_save_most():
    doubt = {"value": 2.5, "low": 1.5, "high": 3}
    changed = plant(people__fitter__absence=RANGE, lines__body__crew__fitter=doubt)
    people = zauyt.staff(changed, **LIMIT).headline["people"].value
    less = {"workforce.announced": int(people) - 3}
    result = zauyt.staff(changed.change(less), **LIMIT)
    (step,) = result.tables["mend"].rows()
    assert (step["fact"], step["end"]) == ("lines.body.crew.fitter", "low")
    fewer = zauyt.staff(plant(lines__body__crew__fitter=1.5), **LIMIT)
    assert step["people"] == fewer.headline["people"].value
    assert "mend" not in zauyt.staff(changed, **LIMIT).tables, "60 are enough"
    never = zauyt.staff(changed.change({"workforce.announced": 3}), draws=2)
    assert len(list(never.tables["mend"].rows())) == 2
    assert "Even with 2 facts in doubt" in " ".join(text(never).split())


def test_a_year_with_a_month_shut_needs_nobody_then():
    shut = [{"first": "2026-07-01", "last": "2026-07-31"}]
    result = zauyt.staff(plant(calendars__two__shutdowns=shut), **LIMIT)
    july = next(r for r in rows(result, "months") if r["month"] == "2026-07")
    assert (july["workdays"], july["needed"], july["at_work"]) == (0, 0, 0)


def test_very_many_people_are_counted_without_their_spells():
    many = plant(lines__body__crew__fitter=9000, people__fitter__absence=0.3)
    row = rows(zauyt.staff(many, **LIMIT), "pools")[0]
    assert row["for_absence"] > 500
    assert row["whole_chance"] >= 0.9
    assert row["whole_week_chance"] is None


def test_other_days_are_counted_as_asked():
    start = datetime.date(2026, 3, 1)
    result = zauyt.staff(plant(), start=start, days=31, draws=0)
    assert [row["month"] for row in rows(result, "months")] == ["2026-03"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"days": 0}, "days: 0 is out of range"),
        ({"draws": -1}, "draws: -1 is out of range"),
    ],
)
def test_options_out_of_range_are_refused(options, said):
    with pytest.raises(WrongInput, match=said):
        zauyt.staff(plant(), **options)


def test_a_plant_that_needs_nobody_is_told_so():
    with pytest.raises(WrongInput, match="no station has a crew"):
        zauyt.staff(zauyt.read("small"))


@pytest.mark.parametrize("name", laws())
def test_every_law_states_every_rule_with_its_source(name):
    law = law_of(name)
    assert set(law.rules) == set(RULES)
    assert all(rule.source and rule.article for rule in law.rules.values())
