"""A small plant in the six sectors of the Eurostat manual, and a plain twin of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

import zauyt
from zauyt.plant.reading.national.read import read_table

PUBLISHED = Path(__file__).parents[1] / "published"
GERMANY = PUBLISHED / "germany_1990.csv"

PLANT = """
format: 1
plant: Қостанай зауыты
lines: {a: {cycle_s: 60}}
money: {currency: EUR, rates: {USD: 0.8}}
volumes: {2026: 20000, 2027: 40000}
parts:
  seats:
    share: 0.05
    sector: manufacturing
    candidates: {here: {kind: cluster, price: 500, imported_share: 0.3, jobs: 60}}
  tyres:
    share: 0.02
    sector: manufacturing
    candidates: {there: {price: 300, imported_share: 0.2}}
content:
  first_year: 2026
  years: 2
  ex_works_price: 20000
  kit: {price: 15000, currency: USD, deletion_credit: 0.9, freight_share: 0.1,
        duty_share: 0.05, handling_share: 0.02}
  roadmap: {seats: {candidate: here, decided: 2026}}
economy:
  price_factor: 1.5
  people: {2026: 500, 2027: 800}
  monthly_pay: 2000
  employer_share: 0.2
  spent_share: 0.7
  freight_sector: trade
  freight_domestic_share: 0.4
  handling_sector: business
  purchases:
    energy: {sector: manufacturing, per_vehicle: 90}
    guards: {sector: business, per_year: 3e+6, imported_share: 0.1}
  depreciation: 1e+7
  building:
    {amount: 1e+8, years: {2025: 1}, sectors: {construction: 0.4, business: 0.1}}
  downstream: {dealers: {sector: trade, per_vehicle: 1500, vehicle_share: 0.8}}
  region: {name: here, jobs_share: 0.1, quotients: {agriculture: 2, business: 0.4}}
  displaced_share: 0.25
  claim: {least: 3, most: 4}
"""

MONEY = """
finance:
  last_year: 2030
  capital:
    halls: {amount: 1e+8, years: {2024: 0.4, 2025: 0.6}, life_years: 20, use_from: 2026,
            left_share: 0.5}
    tools:
      {amount: 1e+7, currency: USD, years: {2025: 1}, life_years: 3, use_from: 2026}
  markets:
    home: {share: 0.7, price: 30000, dealer_share: 0.1, sales_tax_share: 0.2}
    abroad: {share: 0.3, price: 32000, currency: USD, dealer_share: 0.12,
             sales_tax_share: 0.1, duty_share: 0.15, fee: 500, transport: 400}
  models:
    van: {share: 0.5, kit_factor: 1.1, price_factor: 1.05, work_factor: 1}
    car: {share: 0.5, kit_factor: 0.9, price_factor: 0.95, work_factor: 1}
  kit_days: 73
  buyer_days: 36.5
  supplier_days: 36.5
  profit_tax_share: 0.25
  loss_years: 5
  upkeep_share: 0.02
  incentives:
    grant: {amounts: {2025: 5e+6}, clawback: {year: 2027, least_vehicles: 30000,
            repaid_share: 0.5, interest_share: 0.1}}
    holiday: {tax_relief: {2026: 1, 2027: 0.5}}
  scenarios:
    weak: {rates: {USD: 1.2}, passed_share: 0.5}
    slow: {volume_factor: 0.6}
"""

MONEYED = (
    PLANT.replace("rates: {USD: 0.8}}", "rates: {USD: 0.8}, discount_share: 0.1}")
    + MONEY
)

JOBS = """# source,Eurostat manual
code,jobs,low,high,confidence
agriculture,1096000,1000000,1200000,high
manufacturing,8381000,8000000,8800000,high
construction,3236000,3100000,3400000,high
trade,9251000,9000000,9600000,high
business,4258000,4100000,4500000,high
other,10206000,10000000,10500000,high
"""


def asked(tmp_path: Path, text: str = PLANT, **options):
    """Give the effects of a plant in the table of the manual."""
    jobs = tmp_path / "jobs.csv"
    jobs.write_text(JOBS, encoding="utf-8")
    options = {"table": GERMANY, "jobs": jobs, "draws": 0} | options
    return zauyt.impact(zauyt.read_text(text), **options)


def twin(year: int) -> dict[str, float]:
    """Give the same effects from one large table, written down by hand.

    Sectors, then seats from here, then the plant, then households: each a column that
    buys from rows, solved at once.
    """
    table = read_table(GERMANY)
    made = table.output
    jobs = [1096e3, 8381e3, 3236e3, 9251e3, 4258e3, 10206e3]
    vehicles = {2026: 20000.0, 2027: 40000.0}[year]
    people = {2026: 500.0, 2027: 800.0}[year]
    # Supplied from January 2027 on: decided in January 2026, twelve months to parts.
    share = {2026: 0.0, 2027: 1.0}[year]
    kit = 15000 * 0.8
    seat = 0.05 * kit
    freight = 0.1 * (kit - share * seat)
    handling = 0.02 * (kit - share * seat)
    seats = vehicles * share * 500
    bought = np.zeros(9)
    bought[1] = 90 * vehicles
    bought[3] = 0.4 * freight * vehicles
    bought[4] = handling * vehicles + 0.9 * 3e6
    bought[6] = seats
    whole = np.zeros((9, 9))
    whole[:6, :6] = table.domestic / made
    left = 0.7 / (1 - table.primary["imports"][1] / made[1])
    whole[:6, 6] = left * table.domestic[:, 1] / made[1]
    pay = np.zeros(9)
    pay[:6] = table.primary["compensation"] / made
    jobs_each = np.zeros(9)
    jobs_each[:6] = np.array(jobs) / made / 1.5
    # Sixty people make the seats of the most vehicles, 40,000.
    jobs_each[6] = 60 * vehicles / 40000 / seats if seats else 0.0
    pay[6] = pay[1] / jobs_each[1] * jobs_each[6]
    households = table.final["households"]
    imported, taxes = table.final_primary["households"]
    whole[:6, 8] = households / (households.sum() + imported + taxes)
    whole[8, :] = 0.7 * pay
    whole[:, 7] = bought
    whole[8, 7] = 0.7 * people * 12 * 2000
    made_of = np.zeros(9)
    made_of[7] = 1.0
    open_table = whole.copy()
    open_table[:, 8] = 0.0
    without = np.linalg.solve(np.eye(9) - open_table, made_of)
    with_pay = np.linalg.solve(np.eye(9) - whole, made_of)
    first = float(jobs_each @ bought)
    return {
        "direct": people,
        "suppliers": first,
        "further_tiers": float(jobs_each @ without) - first,
        "induced": float(jobs_each @ (with_pay - without)),
    }
