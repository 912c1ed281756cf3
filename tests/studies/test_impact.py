"""Effects of a plant: against one large table, its laws, and wrong input."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import numpy as np
import pytest
from naive.economies import GERMANY, JOBS, PLANT, asked, twin

import zauyt
from zauyt.errors import WrongInput

EFFECTS = ("direct", "suppliers", "further_tiers", "induced")


def rows_of(result, table, **wanted):
    return [
        row
        for row in result.tables[table].rows()
        if all(row[key] == value for key, value in wanted.items())
    ]


def jobs(result, year):
    return {row["effect"]: row["jobs"] for row in rows_of(result, "effects", year=year)}


@pytest.mark.parametrize("year", [2026, 2027])
def test_effects_are_those_of_one_large_table_solved_at_once(tmp_path, year):
    found, plain = jobs(asked(tmp_path), year), twin(year)
    for effect in EFFECTS:
        assert found[effect] == pytest.approx(plain[effect], rel=1e-9), effect


def test_sums_tally(tmp_path):
    for parts in ("decided", "all"):
        result = asked(tmp_path, parts=parts)
        for row in result.tables["checks"].rows():
            assert abs(row["gap"]) <= 1e-12 * abs(row["value"]), row["check"]


def test_sectors_add_up_to_the_effects(tmp_path):
    result = asked(tmp_path)
    for effect in EFFECTS[1:]:
        (year,) = rows_of(result, "effects", year=2027, effect=effect)
        for measure in ("jobs", "pay", "value_added", "output"):
            parts = rows_of(result, "sectors", effect=effect)
            total = sum(row[measure] for row in parts)
            assert total == pytest.approx(year[measure], rel=1e-12)


def test_the_plants_column_adds_up_to_its_output(tmp_path):
    for row in ("decided", "all"):
        result = asked(tmp_path, parts=row)
        for year, vehicles in ((2026, 20000), (2027, 40000)):
            paid = sum(
                each["domestic"] + each["imported"] + each["duty"]
                for each in rows_of(result, "books", year=year)
            )
            assert paid == pytest.approx(vehicles * 20000, rel=1e-12)


def test_without_purchases_and_pay_that_is_spent_nothing_is_brought_about(tmp_path):
    bare = {
        "economy.purchases": {}, "economy.spent_share": 0.0, "content.roadmap": {},
        "economy.freight_domestic_share": 0.0, "economy.handling_sector": None,
    }  # fmt: skip
    plant = zauyt.read_text(PLANT).change(bare)
    path = tmp_path / "jobs.csv"
    path.write_text(JOBS, encoding="utf-8")
    result = zauyt.impact(plant, table=GERMANY, jobs=path, draws=0)
    assert result.headline["further_jobs"].value == 0
    assert result.headline["further_per_job_country"].value == 0


def test_the_national_column_of_vehicles_is_not_the_plants_recipe(tmp_path):
    """Whatever the table says of vehicles, a plant that buys none of it is the same."""
    plant = zauyt.read("kostanay")
    first = zauyt.impact(plant, draws=0)
    named = {row["sector"] for row in first.tables["books"].rows()}
    assert "29" not in named
    direct = rows_of(first, "effects", year=2030, effect="direct")[0]
    assert direct["value_added"] / direct["output"] != pytest.approx(0.485, abs=0.02)


def test_a_region_has_no_more_than_its_country(tmp_path):
    found = {
        (row["place"], row["counted"]): row["further_per_job"]
        for row in asked(tmp_path, parts="all").tables["multipliers"].rows()
    }
    for counted in ("without_pay", "with_pay"):
        assert 0 < found["region", counted] < found["country", counted]
    assert found["plant", "suppliers"] < found["country", "without_pay"]
    assert found["country", "without_pay"] < found["country", "with_pay"]


def test_a_region_as_large_as_the_country_is_the_country(tmp_path):
    text = PLANT.replace("jobs_share: 0.1, quotients: {agriculture: 2, business: 0.4}",
                         "jobs_share: 0.999999999, delta: 0")  # fmt: skip
    found = {
        (row["place"], row["counted"]): row["further_per_job"]
        for row in asked(tmp_path, text).tables["multipliers"].rows()
    }
    for counted in ("without_pay", "with_pay"):
        assert found["region", counted] == pytest.approx(found["country", counted])


def test_net_is_gross_less_who_leaves_other_jobs_empty(tmp_path):
    result = asked(tmp_path)
    for row in result.tables["multipliers"].rows():
        assert row["net_per_job"] == pytest.approx(0.75 * row["further_per_job"])
    gross = 800 + result.headline["further_jobs"].value
    assert result.headline["jobs_net"].value == pytest.approx(0.75 * gross)


def test_what_the_claim_needs_is_what_makes_it_true(tmp_path):
    """The volume said to be needed, put into the file, gives the further jobs."""
    result = asked(tmp_path, parts="all")
    (least, _) = result.tables["claim_needs"].rows()
    vehicles = least["vehicles_every_part"]
    plant = zauyt.read_text(PLANT).change(
        {"volumes.2027": vehicles, "parts.seats.candidates.here.jobs":
         60 * vehicles / 40000}
    )  # fmt: skip
    path = tmp_path / "jobs.csv"
    again = zauyt.impact(plant, table=GERMANY, jobs=path, draws=0, parts="all")
    assert again.headline["further_per_job_country"].value == pytest.approx(3)


def test_the_map_goes_through_the_plan(tmp_path):
    result = asked(tmp_path, parts="all")
    points = {row["point"]: row for row in result.tables["claim_points"].rows()}
    assert points["plan"] == points["every_part"] | {"point": "plan"}
    assert points["every_part"]["further_per_job"] == pytest.approx(
        result.headline["further_per_job_country"].value
    )
    cells = list(result.tables["claim_map"].rows())
    for first, second in itertools.pairwise(cells):
        if first["vehicles"] == second["vehicles"]:
            assert second["further_per_job"] > first["further_per_job"]


def test_building_is_a_phase_of_its_own(tmp_path):
    result = asked(tmp_path)
    rows = list(result.tables["building"].rows())
    assert {row["year"] for row in rows} == {2025}
    abroad = [row for row in rows if row["effect"] == "imported"]
    assert abroad[0]["imports"] == pytest.approx(0.5e8)
    ends = sum(
        row["value_added"] + row["imports"]
        for row in rows
        if row["effect"] != "induced"
    )
    # The rest of the money is taxes on products.
    assert 0.97e8 < ends < 1e8
    with_it = result.headline["further_jobs"].value
    text = PLANT.replace("amount: 1e+8", "amount: 9e+8")
    assert asked(tmp_path, text).headline["further_jobs"].value == with_it


def test_services_downstream_are_in_no_other_figure(tmp_path):
    result = asked(tmp_path)
    (dealers,) = result.tables["downstream"].rows()
    assert dealers["money"] == pytest.approx(40000 * 0.8 * 1500)
    text = PLANT.replace("per_vehicle: 1500", "per_vehicle: 9000")
    other = asked(tmp_path, text)
    assert other.headline == result.headline
    assert next(other.tables["downstream"].rows())["jobs"] == pytest.approx(
        6 * dealers["jobs"]
    )


def test_doubt_gives_bands_and_the_same_again_from_the_same_seed(tmp_path):
    text = PLANT.replace("spent_share: 0.7",
                         "spent_share: {value: 0.7, low: 0.5, high: 0.9}")  # fmt: skip
    first, second = (asked(tmp_path, text, draws=30) for _ in range(2))
    assert first.tables == second.tables
    country = first.headline["further_per_job_country"]
    assert country.low < country.value < country.high
    assert first.tables["runs"]["country_with_pay"].std() > 0
    moved = {row["fact"]: row for row in first.tables["ledger"].rows()}
    spent = moved["economy.spent_share"]
    assert spent["at_low"] < country.value < spent["at_high"]
    assert moved["jobs.manufacturing"]["at_high"] > country.value
    differences = [abs(row["difference"]) for row in first.tables["ledger"].rows()]
    assert differences == sorted(differences, reverse=True)


def test_the_ends_of_a_ledger_are_what_the_changed_file_gives(tmp_path):
    text = PLANT.replace("spent_share: 0.7",
                         "spent_share: {value: 0.7, low: 0.5, high: 0.9}")  # fmt: skip
    result = asked(tmp_path, text, draws=5)
    moved = {row["fact"]: row for row in result.tables["ledger"].rows()}
    for end, value in (("at_low", 0.5), ("at_high", 0.9)):
        other = asked(tmp_path, PLANT.replace("spent_share: 0.7",
                                              f"spent_share: {value}"))  # fmt: skip
        assert other.headline["further_per_job_country"].value == pytest.approx(
            moved["economy.spent_share"][end]
        )


def test_money_of_the_table_may_be_another(tmp_path):
    """In dollars of which a euro is worth 1.25, jobs are the same."""
    text = PLANT
    amounts = (
        "price: 500", "price: 300", "ex_works_price: 20000", "monthly_pay: 2000",
        "per_vehicle: 90", "per_year: 3e+6", "depreciation: 1e+7", "amount: 1e+8",
        "per_vehicle: 1500",
    )  # fmt: skip
    for euro in amounts:
        name, value = euro.split(": ")
        text = text.replace(euro, f"{name}: {float(value) * 1.25:.1f}", 1)
    text = text.replace("currency: EUR, rates: {USD: 0.8}",
                        "currency: USD, rates: {EUR: 1.25}")  # fmt: skip
    found, plain = jobs(asked(tmp_path, text), 2027), twin(2027)
    for effect in EFFECTS:
        assert found[effect] == pytest.approx(plain[effect], rel=1e-9), effect


def refused(tmp_path, text=PLANT, **options):
    with pytest.raises(WrongInput) as caught:
        asked(tmp_path, text, **options)
    return "\n".join(str(problem) for problem in caught.value.problems)


def test_sectors_that_do_not_exist_are_named_all_at_once(tmp_path):
    text = PLANT.replace(
        "energy: {sector: manufacturing", "energy: {sector: manufactury"
    )
    text = text.replace("freight_sector: trade", "freight_sector: rail")
    said = refused(tmp_path, text)
    assert "economy.purchases.energy.sector" in said
    assert "did you mean manufacturing?" in said
    assert "economy.freight_sector" in said


def test_a_table_without_jobs_asks_for_them(tmp_path):
    said = refused(tmp_path, jobs=None)
    assert "--jobs FILE" in said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("economy:", "economy_:", "unknown"),
        ("    sector: manufacturing\n    candidates: {here", "    candidates: {here",
         "parts.seats.sector: needs sector"),
        ("currency: EUR, rates: {USD: 0.8}", "currency: USD", "EUR"),
        ("  ex_works_price: 20000\n", "", "ex_works_price"),
        ("years: {2025: 1}", "years: {2024: 0.5, 2025: 0.6}", "add up to 1.1"),
        ("sectors: {construction: 0.4", "sectors: {construction: 0.95",
         "add up to 1.05; 1 at most"),
        ("least: 3, most: 4", "least: 5, most: 4", "5 is more than most, 4"),
        ("least: 3, most: 4", "least: 3, most: 4, year: 2029", "2026 to 2027"),
        ("energy: {sector: manufacturing, per_vehicle: 90}",
         "energy: {sector: manufacturing}", "needs per_vehicle, per_year or both"),
        ("  freight_sector: trade\n", "", "needs freight_sector"),
        ("spent_share: 0.7", "spent_share: 1.7", "1.7"),
        ("people: {2026: 500, 2027: 800}", "people: {2026: -5}", "-5"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_file_is_said(tmp_path, before, after, said):
    assert before in PLANT, before
    with pytest.raises(WrongInput) as caught:
        asked(tmp_path, PLANT.replace(before, after))
    assert said in str(caught.value)


@pytest.mark.parametrize(("option", "value"), [("draws", -1), ("seed", -1)])
def test_options_out_of_range_are_refused(tmp_path, option, value):
    assert option in refused(tmp_path, **{option: value})


def test_a_plant_that_says_nothing_of_its_economy_is_told_all_that_it_needs():
    plain = zauyt.read_text("format: 1\nplant: a\nlines: {a: {cycle_s: 9}}\n")
    with pytest.raises(WrongInput) as caught:
        zauyt.impact(plain, draws=-1)
    said = str(caught.value)
    assert "needs economy" in said
    assert "needs content" in said
    assert "draws: -1 is out of range" in said


def test_a_table_and_jobs_that_cannot_be_read_are_told_together(tmp_path):
    table = tmp_path / "table.csv"
    said = refused(tmp_path, table=table, jobs=tmp_path / "people.csv")
    assert "table.csv: there is no such file" in said
    assert "people.csv: there is no such file" in said


def test_kostanay_with_the_whole_table_is_near_kostanay_with_the_shipped_one():
    """Putting sectors together moves the answer by a few percent, not more."""
    home = Path(os.environ.get("ZAUYT_DATA", "../shared/data"))
    data = home / "input_output_kz_2024"
    if not data.is_dir():
        pytest.skip("no national table at ZAUYT_DATA")
    plant = zauyt.read("kostanay")
    shipped, whole = (
        zauyt.impact(plant, table=table, draws=0, parts="all") for table in (None, data)
    )
    for figure in ("further_per_job_country", "further_per_job_region"):
        assert whole.headline[figure].value == pytest.approx(
            shipped.headline[figure].value, rel=0.1
        )


def test_more_vehicles_or_parts_from_here_bring_about_more(tmp_path):
    found = [
        asked(tmp_path, parts=parts).headline["further_jobs"].value
        for parts in ("decided", "all")
    ]
    assert found[0] < found[1]
    more = asked(tmp_path, PLANT.replace("2027: 40000", "2027: 50000"))
    assert more.headline["further_jobs"].value > found[0]
    assert np.isfinite(found).all()


def test_what_runs_say_is_what_the_effects_say(tmp_path):
    result = asked(tmp_path)
    (row,) = result.tables["runs"].rows()
    effects = rows_of(result, "effects", year=2027)
    for measure in ("jobs", "pay", "value_added", "output", "taxes", "imports"):
        total = sum(each[measure] for each in effects)
        assert row[measure] == pytest.approx(total, rel=1e-12), measure
    assert row["further_jobs"] == result.headline["further_jobs"].value
    told = zauyt.compare(asked(tmp_path, parts="all"), result)
    rows = {each["measure"]: each for each in told.tables["differences"].rows()}
    assert rows["imports"]["difference"] < 0 < rows["jobs"]["difference"]
    assert rows["pay"]["unit"] == "EUR"
