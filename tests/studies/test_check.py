"""Whether verdicts are true, on plants whose output is known by arithmetic."""

from __future__ import annotations

from math import comb
from statistics import NormalDist

import pytest

import zauyt
from zauyt import plots
from zauyt.cli.root import carried_out
from zauyt.errors import WrongInput
from zauyt.plant.reading.file import read_text
from zauyt.statistics.probability import probability_at_most
from zauyt.studies.check import check
from zauyt.studies.checking.sample import Sample
from zauyt.studies.checking.verdicts import verdict_of

PLANT = """\
format: 1
plant: one station
calendars: {always: {days: mon-sun, shifts: {day: "00:00-12:00", late: "12:00-00:00"}}}
lines:
  main:
    count_point: buy_off
    stations: {only: {cycle_s: %s}}
agreement:
  commitments:
%s
"""
CYCLE = "{value: 600, low: 570, high: 630}"
YEAR_S = 365 * 86_400
NORMAL = NormalDist(600, 30 / NormalDist().inv_cdf(0.95))
QUICK = {"workers": 1, "mend": False}


def volume(at_least, **more):
    keys = {"measure": "vehicles", "at_least": at_least, "year": "mature",
            "calendar": "always"} | more  # fmt: skip
    return "{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"


def plant_of(*rows, cycle=CYCLE, more=""):
    lines = [f"    row{place}: {row}" for place, row in enumerate(rows)]
    return read_text(PLANT % (cycle, "\n".join(lines)) + more)


def verdicts(result):
    return [row["verdict"] for row in result.tables["commitments"].rows()]


def chance_of(amount):
    """Give the chance that a year's vehicles, YEAR_S / cycle, reach an amount."""
    return NORMAL.cdf(YEAR_S / amount)


def amount_for(chance):
    return YEAR_S / NORMAL.inv_cdf(chance)


def test_promises_are_met_at_risk_and_missed_as_arithmetic_says():
    sure, even, never = (amount_for(chance) for chance in (0.9999, 0.75, 0.0001))
    result = check(plant_of(volume(sure), volume(even), volume(never)), **QUICK)
    assert verdicts(result) == ["met", "at_risk", "missed"]
    made = list(result.tables["commitments"].rows())
    # The mean of the reciprocal of a normal law, and its 5 and 95 % points.
    assert made[0]["value"] == pytest.approx(YEAR_S / 600 * (1 + (18.2 / 600) ** 2),
                                             rel=0.01)  # fmt: skip
    assert made[0]["p05"] == pytest.approx(YEAR_S / 630, rel=0.02)
    assert made[0]["p95"] == pytest.approx(YEAR_S / 570, rel=0.02)
    assert made[2]["shortfall"] == pytest.approx(never - made[2]["value"], rel=1e-6)
    assert result.headline["all_met"].value == "no"


@pytest.mark.parametrize("wanted", [0.5, 0.8, 0.95])
@pytest.mark.parametrize("runs", [20, 59, 200])
def test_a_verdict_is_wrong_in_at_most_one_case_of_twenty(wanted, runs):
    def says(what, chance):
        """Give the chance of a verdict, every number of successes counted."""
        total = 0.0
        for kept in range(runs + 1):
            found = verdict_of(Sample("", "", 0.0, kept, runs), wanted)
            if found == what:
                total += binomial(runs, kept, chance)
        return total

    assert says("met", wanted - 1e-9) <= 0.05
    assert says("missed", 0.5) <= 0.05
    # And it is not silent: what is sure is told.
    assert says("missed", 0.1) > 0.95
    if wanted**runs <= 0.05:
        assert says("met", 0.9999) > 0.95


def binomial(runs, kept, chance):
    return comb(runs, kept) * chance**kept * (1 - chance) ** (runs - kept)


def test_missed_needs_proof_that_it_is_rather_missed_than_kept():
    below = [k for k in range(60) if probability_at_most(k, 59) < 0.5]
    for kept in range(60):
        found = verdict_of(Sample("", "", 0.0, kept, 59), 0.95)
        assert (found == "missed") == (kept in below)
    assert verdict_of(Sample("", "", 0.0, 59, 59), 0.95) == "met"
    assert verdict_of(Sample("", "", 0.0, 58, 59), 0.95) == "at_risk"


def contradicts(chance, found):
    return (found == "met" and chance < 0.95) or (found == "missed" and chance >= 0.5)


def test_verdicts_seldom_contradict_arithmetic():
    wrong = 0
    for seed in range(8):
        amounts = [amount_for(chance) for chance in (0.9, 0.94, 0.55, 0.45)]
        rows = [volume(round(amount, 3)) for amount in amounts]
        found = verdicts(check(plant_of(*rows), seed=seed, **QUICK))
        wrong += sum(
            contradicts(chance_of(amount), verdict)
            for amount, verdict in zip(amounts, found, strict=True)
        )
    assert wrong <= 0.05 * 4 * 8


def test_a_mend_turns_the_verdict_on_other_random_numbers():
    plant = plant_of(volume(amount_for(0.3)))
    result = check(plant, workers=1)
    assert verdicts(result) == ["at_risk"] or verdicts(result) == ["missed"]
    (row,) = result.tables["mends"].rows()
    assert row["path"] == "lines.main.stations.only.cycle_s"
    # Mean and 3.3 spreads must clear the amount: about 60 s of cycle and 10 % of it.
    assert 0.05 < row["change"] < 0.16
    assert row["to_value"] == pytest.approx(600 * (1 - row["change"]))
    # The change carries the number's doubt along, as the file states it.
    factor = 1 - row["change"]
    mended = {"value": 600 * factor, "low": 570 * factor, "high": 630 * factor}
    assert result.changes == {row["path"]: pytest.approx(mended)}
    for seed in (77, 78):
        again = check(plant.change(result.changes), seed=seed, **QUICK)
        assert verdicts(again) == ["met"]
    back = plant.change({row["path"]: {"value": 600 * (1 - row["change"] / 3),
                                       "low": 570, "high": 630}})  # fmt: skip
    assert verdicts(check(back, seed=77, **QUICK)) != ["met"]


def test_two_levers_are_moved_where_one_is_not_enough():
    body = "  body: {count_point: body_off, stations: 1, cycle_s: 600}\n"
    text = PLANT.replace("lines:\n", f"lines:\n{body}")
    text = text.replace(
        "    count_point: buy_off", "    after: body\n    count_point: buy_off"
    )
    row = volume(YEAR_S / 560, count_point="buy_off")
    plant = read_text(text % ("600", f"    more: {row}"))
    result = check(plant, workers=1)
    assert verdicts(result) == ["missed"]
    # Neither line alone brings a plant of two in series to 560 s; both at 7 % do.
    assert {row["levers"] for row in result.tables["mends"].rows()} == {
        "speed_of_body and speed_of_main"
    }
    assert list(result.tables["mends"]["change"]) == pytest.approx([0.07, 0.07])
    mended = plant.change(result.changes)
    assert verdicts(check(mended, seed=5, **QUICK)) == ["met"]


def test_the_answer_reads_in_a_hundred_columns_and_is_drawn(tmp_path):
    result = check(plant_of(volume(amount_for(0.3)), "{measure: exports, at_least: 1}"),
                   workers=1)  # fmt: skip
    for plain in (False, True):
        told = plots.text(result, width=100, ascii_only=plain)
        assert max(map(len, told.splitlines())) <= 100
        assert "only declared: 0, cannot be told: 1" in " ".join(told.split())
        assert "It would be kept with speed of main changed by" in told
    assert not any(ord(letter) > 127 for letter in told)
    drawn = plots.draw(result, tmp_path / "verdicts.svg").read_text(encoding="utf-8")
    assert "row0" in drawn


def test_the_cheapest_lever_is_taken_where_levers_have_costs():
    levers = """\
  levers:
    slow_and_cheap: {paths: [lines.main.stations.only.cycle_s], towards: less,
                     cost_per_percent: 10}
    dear: {paths: [lines.main.stations.only.cycle_s], towards: less,
           cost_per_percent: 1000}
money: {currency: KZT}
"""
    result = check(plant_of(volume(amount_for(0.3)), more=levers), workers=1)
    (row,) = result.tables["mends"].rows()
    assert row["levers"] == "slow_and_cheap"
    assert row["cost"] == pytest.approx(10 * 100 * row["change"])


def test_what_cannot_be_mended_is_said():
    levers = """\
  levers:
    a_little: {paths: [lines.main.stations.only.cycle_s], towards: less,
               most_change: 0.01}
"""
    result = check(plant_of(volume(amount_for(0.01)), more=levers), workers=1)
    assert "mends" not in result.tables
    assert not result.changes
    assert any(note.key == "check.no_mend" for note in result.notes)


def test_what_is_only_stated_is_declared_and_never_met():
    rows = ("{measure: area, at_least: 60, declared: 63}",
            "{measure: investment, at_least: 5}")  # fmt: skip
    result = check(plant_of(*rows), **QUICK)
    assert verdicts(result) == ["declared", "cannot_be_told"]
    assert result.headline["all_met"].value == "no"


def test_what_leaves_open_how_it_is_counted_is_shown_in_every_reading():
    text = PLANT.replace(
        "lines:\n",
        "lines:\n  body: {count_point: body_off, stations: 1, cycle_s: 300}\n",
    ).replace("    count_point: buy_off", "    after: body\n    count_point: buy_off")
    rows = "    vague: {measure: vehicles, at_least: 50000}"
    result = check(read_text(text % (CYCLE, rows)), **QUICK)
    assert verdicts(result) == ["cannot_be_told"]
    (row,) = result.tables["commitments"].rows()
    assert row["missing"] == "year, count_point, calendar"
    found = {r["reading"]: r["value"] for r in result.tables["readings"].rows()}
    at_end = found["year mature, count_point buy_off, calendar always"]
    assert at_end == pytest.approx(YEAR_S / 600, rel=0.01)
    # The body line cannot run ahead of the line behind it.
    before = found["year mature, count_point body_off, calendar always"]
    assert before == pytest.approx(at_end, rel=0.001)


def test_penalties_to_be_expected_follow_from_chance_and_shortfall():
    row = volume(amount_for(0.5), penalty=1000, penalty_per_unit=2, currency="USD")
    money = "money: {currency: KZT, rates: {USD: 500}}\n"
    result = check(plant_of(row, more=money), **QUICK)
    (found,) = result.tables["commitments"].rows()
    by_hand = 500 * ((1 - found["chance"]) * 1000 + 2 * found["shortfall"])
    assert found["exposure"] == pytest.approx(by_hand)
    assert result.headline["exposure"].value == pytest.approx(by_hand)


def test_an_upper_limit_is_kept_from_below():
    low, high = YEAR_S / 700, YEAR_S / 500
    rows = (
        volume(0).replace("at_least: 0", f"at_most: {high}"),
        volume(0).replace("at_least: 0", f"at_most: {low}"),
    )
    assert verdicts(check(plant_of(*rows), **QUICK)) == ["met", "missed"]


def test_the_same_seed_gives_the_same_answer_on_any_number_of_workers():
    plant = plant_of(volume(amount_for(0.6)))
    once, again = (check(plant, workers=number) for number in (1, 2))
    assert once == again
    assert check(plant, seed=2, workers=2) != once


def test_the_command_line_ends_in_0_only_when_all_are_met(tmp_path, capsys):
    codes = []
    for chance in (0.99999, 0.00001):
        path = tmp_path / f"{chance}.yaml"
        row = volume(amount_for(chance))
        path.write_text(PLANT % (CYCLE, f"    volume: {row}"))
        codes.append(carried_out(["check", str(path), "--no-mend", "--workers", "1"]))
    assert codes == [0, 1]
    said = capsys.readouterr().out
    assert "All 1 commitments are met" in said
    assert "missed" in said


def test_a_plant_that_promised_nothing_is_told_what_to_write():
    plant = plant_of(volume(1)).change({"agreement": None})
    with pytest.raises(WrongInput, match="nothing was promised; give at least"):
        check(plant)


def test_a_dated_commitment_is_asked_of_the_launch():
    # From 1 July on 184 days at 144 a day.
    rows = (
        volume(184 * 144 - 3, year=2026),
        volume(184 * 144 + 3, year=2026),
        "{measure: first_vehicle, by: 2026-07-01}",
    )
    plant = plant_of(*rows, cycle="600", more="ramp: {start: 2026-07-01}\n")
    result = check(plant, **QUICK)
    assert verdicts(result) == ["met", "missed", "met"]
    rows = list(result.tables["commitments"].rows())
    assert [row["study"] for row in rows] == ["launch"] * 3
    assert rows[0]["value"] == pytest.approx(184 * 144, abs=2)


def test_people_and_content_are_asked_of_the_studies_that_know_them():
    plant = zauyt.read("kostanay").change({
        "agreement": {"commitments": {
            "few": {"measure": "people", "at_most": 1500},
            "welded": {"measure": "local_content", "at_least": 0.5, "year": 2027,
                       "rule": "kz_ckd_share"},
            "half": {"measure": "local_content", "at_least": 0.5, "year": 2027,
                     "rule": "kz_ex_works"},
            "further": {"measure": "further_jobs", "at_least": 5,
                        "scope": "country_with_pay"},
            "speech": {"measure": "further_jobs", "at_least": 5},
            "undefined": {"measure": "local_content", "at_least": 0.5, "year": 2027},
        }}
    })  # fmt: skip
    result = check(plant, **QUICK)
    found = {row["commitment"]: row for row in result.tables["commitments"].rows()}
    counted = zauyt.staff(plant, draws=59, rosters=False)
    assert found["few"]["chance"] == counted.headline["announced_enough"].value
    road = zauyt.localise(plant, points=0, draws=59)
    chances = {row["commitment"]: row["chance"]
               for row in road.tables["commitments"].rows()}  # fmt: skip
    assert found["welded"]["chance"] == chances["half_welded"]
    assert found["half"]["chance"] == chances["half_by_2027"]
    assert found["welded"]["verdict"] == "met"
    assert found["half"]["verdict"] == "missed"
    reached = zauyt.impact(plant, draws=59).tables["runs"]["country_with_pay"]
    assert found["further"]["value"] == pytest.approx(reached.mean())
    assert found["further"]["verdict"] == "missed"
    assert found["speech"]["missing"] == "scope"
    assert found["undefined"]["missing"] == "rule"
    # Each rule has its own reading, and they do not agree: speeches mix them.
    by_rule = {
        row["reading"]: row["chance"] for row in result.tables["readings"].rows()
    }
    assert by_rule["rule kz_ckd_share"] == 1
    assert by_rule["rule kz_ex_works"] == 0
