"""What the supply found, as the books of `impact` and `finance` have it in the file."""

from __future__ import annotations

from typing import Any

import numpy as np

from zauyt.studies.supplying.levels import DAYS_A_YEAR, prices_of
from zauyt.studies.supplying.money import Account
from zauyt.studies.supplying.outcome import Outcome
from zauyt.studies.supplying.ways import Ways

DIGITS = 4


def booked(outcome: Outcome, ways: Ways, account: Account) -> dict[str, Any]:
    """Give the changes of freight and of the days that a kit is paid before its use.

    Freight is that of lanes which bring what is priced in the kit's currency, demurrage
    on the way and at the plant with it, over what is sent on them. The days are money
    tied up over what a day's deliveries are worth (Little's law).
    """
    case = outcome.case
    content, finance = case.plant.content, case.plant.finance
    changes: dict[str, Any] = {}
    days = slice(case.before, case.before + case.counted)
    prices = prices_of(case)[[way.material for way in case.ways]]
    worth = outcome.sent[:, :, days].sum(axis=2).mean(axis=0) * prices
    if content is not None:
        materials = [case.supply.materials[name] for name in case.bill.materials]
        lanes = sorted({
            way.lane
            for way in case.ways
            if materials[way.material].currency == content.kit.currency
        })  # fmt: skip
        sent = sum(
            float(each)
            for each, way in zip(worth, case.ways, strict=True)
            if way.lane in lanes
        )
        spent = (ways.freight + ways.demurrage)[:, lanes].sum(axis=1)
        spent = spent + ways.yard_demurrage
        if sent > 0:
            share = float(spent.mean()) / sent
            changes["content.kit.freight_share"] = round(share, DIGITS)
    a_year = float(worth.sum()) * DAYS_A_YEAR / case.counted
    if finance is not None and a_year > 0:
        tied = float(np.mean(account.tied))
        changes["finance.kit_days"] = round(DAYS_A_YEAR * tied / a_year, 1)
    return changes
