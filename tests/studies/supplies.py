"""Small supplies for the tests: written as a plant file, with draws of one's own."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import numpy as np

import zauyt
from zauyt.arrays.supply.case import Case, Drawn, case_of
from zauyt.arrays.supply.case import drawn as drawn_of
from zauyt.plant.plant import Plant

FIRST = datetime.date(2027, 1, 4)

ONE = """
format: 1
plant: One part
lines: {trim: {cycle_s: 60}}
money: {currency: KZT}
supply:
  first: 2027-01-04
  weeks: 52
  per_workday: {2027-01-01: 4}
  interest_per_year: 0.2
  suppliers: {maker: {orders: mon-sun}}
  lanes: {road: {supplier: maker, materials: [part], mode: road,
                 legs: [{to: plant, days: 3}]}}
  materials: {part: {price: 100}}
"""

TWO_MODELS = """
format: 1
plant: Two models by train
site: {time_zone: Asia/Qostanay, holidays: KZ}
calendars: {day: {shifts: {day: "07:00-15:30"}}}
lines: {trim: {cycle_s: 200}}
money: {currency: KZT, rates: {USD: 540}}
models: {suv: {share: 0.6, options: {roof: 0.3}}, car: {share: 0.4}}
supply:
  first: 2027-01-04
  weeks: 26
  per_workday: {2026-01-01: 40}
  mix_cv: 0.1
  volume_cv: 0.05
  interest_per_year: 0.15
  park_places: 20
  suppliers:
    maker: {orders: mon, frozen_days: 10}
    near: {orders: mon-fri}
  lanes:
    train:
      supplier: maker
      materials: [kit_suv, kit_car, roof]
      leaves: mon,thu
      most_containers: 120
      containers_per_wagon: 2
      cost: 4500
      currency: USD
      legs:
        - {to: port, days: 4, law: {type: gamma, cv: 0.3}}
        - {to: border, days: 4, leaves: "tue,fri", free_days: 5, demurrage: 40}
        - {to: plant, days: 4, delay_share: 0.3, delay_days: 6, delay_months: {jan: 2}}
    other_train:
      supplier: maker
      materials: [kit_suv, kit_car, roof]
      weight: 0
      legs: [{to: far_port, days: 5}, {to: plant, days: 9}]
    road: {supplier: near, materials: [tyre], mode: road,
           legs: [{to: plant, days: 2, law: {type: gamma, cv: 0.4}}]}
    air: {supplier: maker, materials: [roof], mode: air, urgent: true, cost: 30000,
          currency: USD, legs: [{to: plant, days: 5}]}
  unpacking: {containers_per_day: 30, free_days: 3, demurrage: 20000}
  materials:
    kit_suv: {models: [suv], price: 15000, currency: USD, per_container: 2.25, lot: 18,
              safety_stock: 150}
    kit_car: {models: [car], price: 12000, currency: USD, per_container: 2.25, lot: 18,
              safety_stock: 100}
    roof: {option: roof, price: 600, currency: USD, per_container: 40, lot: 20,
           damaged_share: 0.03, short_share: 0.01, urgent_below_days: 8,
           safety_stock: 30, fit_later: true}
    wheel: {per_vehicle: 5}
    tyre: {into: {wheel: 1}, per_vehicle: 0, price: 30000, per_container: 900, lot: 50,
           safety_stock: 500}
  disruptions:
    border_closed: {first: 2027-03-01, days: 21, closed_places: [border]}
    switched: {first: 2027-03-01, days: 21, closed_places: [border],
               weights: {train: 0, other_train: 1}}
    lost_train: {first: 2027-03-01, days: 1, lost_lanes: [train]}
    maker_down: {first: 2027-03-01, days: 14, closed_suppliers: [maker]}
"""


def one_part(**changes: Any) -> Plant:
    """Give a plant of one part, with changes below ``supply``, dots as two lines."""
    plant = zauyt.read_text(ONE)
    return plant.change(
        {f"supply.{k.replace('__', '.')}": v for k, v in changes.items()}
    )


def poisson(case: Case, *, mean: float, seed: int, run: int) -> Drawn:
    """Give a draw of a case of one variant whose days need Poisson numbers of parts."""
    chance = np.random.default_rng([seed, run])
    due = np.zeros(case.days + 1, dtype=np.int64)
    due[1:] = np.cumsum(chance.poisson(mean, size=case.days))
    drawn = drawn_of(case, seed=seed, run=run)
    turnout = dataclasses.replace(drawn.turnout, due=due)
    return dataclasses.replace(
        drawn, turnout=turnout, variant=np.zeros(int(due[-1]), dtype=np.int64)
    )


def case(plant: Plant) -> Case:
    """Give the case of a plant."""
    return case_of(plant)
