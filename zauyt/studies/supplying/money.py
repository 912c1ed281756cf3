"""What the supply costs a year, and what is tied up, run by run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zauyt.arrays.supply.bill import Floats
from zauyt.studies.supplying.levels import DAYS_A_YEAR, prices_of
from zauyt.studies.supplying.outcome import Outcome
from zauyt.studies.supplying.ways import Ways

COSTS = ("interest_under_way", "interest_stock", "storage", "freight", "urgent_freight",
         "demurrage", "scrap")  # fmt: skip
"""Costs of the period, taken to a year, in the order told."""


@dataclass(frozen=True, eq=False)
class Account:
    """Money by run: tied up in the mean over the days (by place), and spent a year."""

    tied_under_way: Floats
    tied_stock: Floats
    tied_by_day: Floats
    costs: dict[str, Floats]

    @property
    def tied(self) -> Floats:
        """Give the money tied up, by run."""
        return self.tied_under_way + self.tied_stock

    @property
    def total(self) -> Floats:
        """Give all costs a year, by run."""
        total: Floats = np.sum([self.costs[name] for name in COSTS], axis=0)
        return total


def account_of(outcome: Outcome, ways: Ways) -> Account:
    """Add up the money of every run."""
    case = outcome.case
    prices = prices_of(case)
    a_year = DAYS_A_YEAR / case.counted
    under = ways.owned @ prices
    here = (np.maximum(outcome.stocks, 0) + outcome.yards) @ prices
    interest, storage = case.supply.interest_per_year, case.supply.storage_share
    urgent = np.array([case.supply.lanes[name].urgent for name in case.lanes])
    freight = ways.freight * a_year
    costs = {
        "interest_under_way": under.mean(axis=1) * interest,
        "interest_stock": here.mean(axis=1) * interest,
        "storage": here.mean(axis=1) * storage,
        "freight": freight[:, ~urgent].sum(axis=1),
        "urgent_freight": freight[:, urgent].sum(axis=1),
        "demurrage": (ways.demurrage.sum(axis=1) + ways.yard_demurrage) * a_year,
        "scrap": outcome.scrapped.sum(axis=1) @ prices * a_year,
    }
    return Account(under.mean(axis=1), here.mean(axis=1), under + here, costs)
