"""A plant's money: against plain sums by hand, its laws, and wrong input."""

from __future__ import annotations

import numpy as np
import pytest
from naive.economies import MONEYED

import zauyt
from zauyt.errors import WrongInput
from zauyt.plots.compare import letters
from zauyt.studies.finances.accounts import COSTS


def asked(text=MONEYED, **options):
    return zauyt.finance(zauyt.read_text(text), **({"draws": 0} | options))


def by_year(result, name):
    table = result.tables["years"]
    return dict(zip(table["year"].tolist(), table[name].tolist(), strict=True))


def gate():
    """Give the mean price at the gate by hand."""
    home = 30000 * 0.9 / 1.2
    abroad = 0.8 * ((32000 * 0.88 / 1.1 - 500) / 1.15 - 400)
    return 0.7 * home + 0.3 * abroad


def test_revenue_is_what_is_left_of_prices_at_the_gate():
    revenue = by_year(asked(), "revenue")
    assert revenue[2024] == revenue[2025] == 0
    assert revenue[2026] == pytest.approx(20000 * gate())
    assert revenue[2030] == pytest.approx(40000 * gate())


def test_costs_are_the_books_of_impact():
    kit, seat = 12000.0, 600.0
    result = asked()
    kits = by_year(result, "kits")
    assert kits[2026] == pytest.approx(20000 * kit)
    assert kits[2027] == pytest.approx(40000 * (kit - 0.9 * seat))
    assert by_year(result, "duty")[2027] == pytest.approx(
        40000 * 0.05 * (kit - 0.9 * seat)
    )
    assert by_year(result, "freight")[2027] == pytest.approx(40000 * 0.1 * (kit - seat))
    assert by_year(result, "handling")[2027] == pytest.approx(
        40000 * 0.02 * (kit - seat)
    )
    assert by_year(result, "parts")[2028] == pytest.approx(40000 * 500)
    assert by_year(result, "pay")[2028] == pytest.approx(800 * 12 * 2000 * 1.2)
    assert by_year(result, "upkeep")[2028] == pytest.approx(0.02 * 1.08e8)


def test_capital_is_worn_out_evenly_over_its_life():
    result = asked()
    worn = by_year(result, "depreciation")
    assert worn[2025] == 0
    assert worn[2026] == pytest.approx(1e8 / 20 + 8e6 / 3)
    assert worn[2029] == pytest.approx(1e8 / 20)
    assert by_year(result, "capital")[2025] == pytest.approx(6e7 + 8e6)
    items = list(result.tables["capital"].rows())
    assert sum(r["depreciation"] for r in items) == pytest.approx(sum(worn.values()))


def test_tax_is_on_profit_after_losses_and_less_what_is_forgiven():
    result = asked()
    profit = np.array(list(by_year(result, "revenue").values()))
    for name in ("kits", "freight", "duty", "handling", "parts", "services", "pay",
                 "upkeep", "depreciation"):  # fmt: skip
        profit = profit - np.array(list(by_year(result, name).values()))
    tax, lost = {}, 0.0
    for at, year in enumerate(range(2024, 2031)):
        own = float(profit[at])
        if year == 2030:
            own += 0.5e8 - 1e8 * 15 / 20  # halls sold, and what the books had of them
        lost = lost + min(own, 0.0)
        taxed = max(max(own, 0.0) + lost, 0.0)
        lost = min(lost + max(own, 0.0), 0.0)
        tax[year] = 0.25 * taxed * {2026: 0.0, 2027: 0.5}.get(year, 1.0)
    for year, value in by_year(result, "tax").items():
        assert value == pytest.approx(tax[year]), year


def test_working_capital_comes_back():
    result = asked()
    binding, left = by_year(result, "binding"), by_year(result, "left")
    kits = sum(by_year(result, name)[2026] for name in ("kits", "freight", "duty"))
    owed = by_year(result, "parts")[2026] + by_year(result, "services")[2026]
    wanted = 0.2 * kits + 0.1 * by_year(result, "revenue")[2026] - 0.1 * owed
    assert binding[2026] == pytest.approx(wanted)
    assert sum(binding.values()) == pytest.approx(left[2030] - 0.5e8)


def test_support_is_paid_back_with_interest_where_too_little_is_made():
    assert by_year(asked(), "repaid")[2028] == 0
    slow = by_year(asked(scenario="slow"), "repaid")
    assert slow[2028] == pytest.approx(0.5 * 5e6 * 1.1**3)
    assert sum(slow.values()) == slow[2028]


def test_years_months_and_lines_add_up_to_one_flow():
    result = asked()
    years = by_year(result, "flow")
    months = result.tables["months"]
    by_month = np.array(months["flow"]).reshape(-1, 12).sum(axis=1)
    assert by_month == pytest.approx(list(years.values()), abs=1e-3)
    for row in result.tables["years"].rows():
        costs = sum(row[name] for name in COSTS)
        flow = row["revenue"] - costs - row["capital"] + row["support"] - row["repaid"]
        flow += row["left"] - row["tax"] - row["binding"]
        assert row["flow"] == pytest.approx(flow)


def test_present_value_is_that_of_the_months():
    result = asked()
    flows = np.array(result.tables["months"]["flow"])
    plain = sum(f / 1.1 ** ((at + 0.5) / 12) for at, f in enumerate(flows))
    assert result.headline["npv"].value == pytest.approx(plain, rel=1e-9)


def test_a_vehicles_price_falls_to_what_is_left_without_a_rest():
    rows = {r["step"]: r["amount"] for r in asked().tables["waterfall"].rows()}
    left = rows.pop("left")
    assert sum(rows.values()) == pytest.approx(left)
    assert rows["price"] == pytest.approx(0.7 * 30000 + 0.3 * 32000 * 0.8)
    before = ("price", "dealers", "sales_tax", "fees", "duty_abroad", "transport")
    assert sum(rows[step] for step in before) == pytest.approx(gate())


def test_models_are_dearer_or_cheaper_around_the_mean():
    rows = {row["model"]: row for row in asked().tables["models"].rows()}
    assert rows["van"]["kits"] / rows["car"]["kits"] == pytest.approx(1.1 / 0.9)
    mean = 0.5 * (rows["van"]["cost"] + rows["car"]["cost"])
    steps = {row["step"]: row["amount"] for row in asked().tables["waterfall"].rows()}
    costs = -sum(steps[name] for name in COSTS)
    assert mean == pytest.approx(costs)


def test_at_its_break_even_volume_the_plant_is_worth_nothing():
    rows = {row["what"]: row for row in asked().tables["break_even"].rows()}
    factor = rows["npv"]["of_planned"]
    even = f"even: {{volume_factor: {factor:.9f}}}"
    text = MONEYED.replace("slow: {volume_factor: 0.6}", even)
    result = asked(text, scenario="even")
    spent = result.headline["capital"].value
    assert abs(result.headline["npv"].value) < 1e-4 * spent


def test_a_plant_that_never_pays_says_so():
    text = MONEYED.replace("price: 30000", "price: 3000")
    text = text.replace("price: 32000", "price: 3200")
    result = asked(text)
    assert result.headline["npv"].value < 0
    assert result.headline["irr"].value is None
    assert result.headline["payback_years"].value is None
    even = [row["vehicles"] for row in result.tables["break_even"].rows()]
    assert even == [None] * 3
    assert result.notes[0].key == "finance.rates.none"


def test_currencies_move_kits_and_prices_alike():
    weak = asked(scenario="weak")
    kits = by_year(weak, "kits")[2026]
    assert kits == pytest.approx(1.2 * by_year(asked(), "kits")[2026])
    home = next(r for r in weak.tables["markets"].rows() if r["market"] == "home")
    assert home["price"] == pytest.approx(30000 * 1.1)


DOUBT = MONEYED.replace(
    "price: 30000", "price: {value: 30000, low: 27000, high: 33000}"
)


def test_doubt_gives_a_band_a_chance_and_a_tornado():
    first, second = (asked(DOUBT, draws=40) for _ in range(2))
    assert first.tables == second.tables
    npv = first.headline["npv"]
    assert npv.low < npv.value < npv.high
    (row,) = first.tables["ledger"].rows()
    assert row["fact"] == "finance.markets.home.price"
    dear = DOUBT.replace("{value: 30000, low: 27000, high: 33000}", "33000")
    assert asked(dear).headline["npv"].value == pytest.approx(row["at_high"])


def test_the_simulated_output_is_the_most_that_is_made(tmp_path):
    plain = """
format: 1
plant: a
failures: {stop: {mttr_min: 30, mtbf_h: 4}}
lines: {a: {cycle_s: 840, failure: stop, count_point: buy_off}}
calendars: {one: {days: mon-sun, shifts: {day: "00:00-00:00"}}}
"""
    simulated = zauyt.simulate(zauyt.read_text(plain), runs=3, doubt_runs=0, pairs=0)
    zauyt.save(simulated, tmp_path / "made")
    result = asked(DOUBT, draws=6, output=tmp_path / "made")
    capacity = sorted(simulated.tables["runs"]["vehicles_per_year"].tolist())
    runs = list(result.tables["runs"].rows())
    assert sorted({row["capacity"] for row in runs}) == pytest.approx(capacity)
    assert all(row["vehicles"] <= row["capacity"] * (1 + 1e-12) for row in runs)
    zauyt.save(result, tmp_path / "money")
    with pytest.raises(WrongInput, match="a result of simulate is wanted"):
        asked(output=tmp_path / "money")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("years: {2024: 0.4, 2025: 0.6}", "years: {2024: 0.4, 2025: 0.5}",
         "finance.capital.halls.years: the shares add up to 0.9; 1 is wanted"),
        ("home: {share: 0.7", "home: {share: 0.8", "markets: the shares add up"),
        ("van: {share: 0.5", "van: {share: 0.4", "finance.models: the shares add up"),
        ("use_from: 2026,\n", "use_from: 2035,\n", "lies after last_year, 2030"),
        ("grant: {amounts: {2025: 5e+6}, ", "grant: {", "needs amounts, tax_relief"),
        ("clawback: {year: 2027", "clawback: {year: 2030", "back after last_year"),
        ("weak: {rates: {USD: 1.2}", "weak: {rates: {GBP: 1.2}", "GBP has no rate"),
        ("weak: {rates: {USD: 1.2}", "weak: {rates: {EUR: 1.2}", "always worth 1"),
        ("volumes: {", "volumes: {2033: 50000, ", "last year of volumes"),
        ("profit_tax_share: 0.25", "profit_tax_share: 25", "25"),
        ("kit_days: 73", "kit_days: -1", "-1"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_file_is_said(before, after, said):
    text = MONEYED
    assert before in text, before
    with pytest.raises(WrongInput) as caught:
        asked(text.replace(before, after))
    assert said in str(caught.value)


def test_a_scenario_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(WrongInput, match="did you mean slow"):
        asked(scenario="slew")


def test_a_plant_without_money_is_told_all_that_it_needs():
    plain = zauyt.read_text("format: 1\nplant: a\nlines: {a: {cycle_s: 9}}\n")
    with pytest.raises(WrongInput) as caught:
        zauyt.finance(plain)
    said = str(caught.value)
    assert all(f"needs {name}" in said for name in ("finance", "economy", "content"))


def test_all_wrong_options_are_told_at_once(tmp_path):
    with pytest.raises(WrongInput) as caught:
        asked(scenario="none", draws=-1, output=tmp_path / "nothing")
    said = str(caught.value)
    assert "there is no scenario none" in said
    assert "draws: -1 is out of range" in said
    assert "it is not a saved result" in said


def test_two_answers_are_compared_draw_by_draw_in_words_of_doubt():
    found = [asked(DOUBT, draws=12, scenario=name) for name in ("", "slow")]
    told = zauyt.compare(found[1], found[0])
    rows = {row["measure"]: row for row in told.tables["differences"].rows()}
    assert rows["npv"]["clear"]
    assert rows["npv"]["high"] < 0
    assert rows["npv"]["unit"] == "EUR"
    assert rows["capital"]["difference"] == rows["gate"]["difference"] == 0
    assert "12 pairs of draws" in letters(told)


def test_answers_without_draws_are_compared_as_stated():
    told = zauyt.compare(asked(scenario="slow"), asked())
    rows = {row["measure"]: row for row in told.tables["differences"].rows()}
    stated = [asked(scenario=name).headline["npv"].value for name in ("slow", "")]
    assert rows["npv"]["difference"] == pytest.approx(stated[0] - stated[1])
    assert rows["irr"]["base"] == pytest.approx(asked().headline["irr"].value)
    assert rows["cost"]["other"] > rows["cost"]["base"]


def test_what_runs_say_of_a_draw_is_what_its_accounts_say():
    result = asked()
    (row,) = result.tables["runs"].rows()
    years = result.tables["years"]
    assert row["run"] == -1
    assert row["npv"] == result.headline["npv"].value
    assert row["capital"] == pytest.approx(years["capital"].sum())
    assert row["tax"] == pytest.approx(years["tax"].sum())
    assert row["support"] == pytest.approx(
        years["support"].sum() - years["repaid"].sum()
    )
    assert row["gate"] == pytest.approx(gate())
