"""Where the commitments cannot all be kept: the least that must be let go of.

The same rules with a shortfall at each commitment and no money: the plan whose missed
shares add up to least. What then binds are the limits with a price.
"""

from __future__ import annotations

import numpy as np

from zauyt.results.column import Column
from zauyt.results.result import Note, Table
from zauyt.statistics.program import Priced, least_cost, priced
from zauyt.studies.planning.frame import Frame
from zauyt.studies.planning.rows import planned
from zauyt.studies.planning.told import SOME, Plan, table, years_of
from zauyt.studies.planning.worth import limits

SLIGHT = 1e-12
"""Share of a promise that counts as none."""

SURELY = 0.5
"""Above it, a lot is made."""


def relaxation(frame: Frame, *, gap: float) -> tuple[Note, dict[str, Table]]:
    """Give the commitment missed most and what binds it, and all that are missed."""
    program = planned(frame, relaxed=True)
    found = least_cost(program.program, gap=gap)
    assert found is not None, "making nothing breaks a rule"
    prices = priced(program.program, found.x)
    assert prices is not None, "a plan that was found cannot be priced"
    plan = Plan(program, found.x)
    missed = plan.of("missed")
    promises = frame.network.commitments
    rows = [
        (name, frame.scenarios[s], promise.vehicles,
         promise.vehicles - missed[s, c], missed[s, c])
        for c, (name, promise) in enumerate(promises.items())
        for s in range(len(frame.scenarios))
        if missed[s, c] > SOME * 1e3
    ]  # fmt: skip
    assert rows, "commitments that can be kept were said not to"
    worst = max(rows, key=lambda row: (row[4] / row[2], row[0], row[1]))
    binding = [
        (limit.kind, limit.name, limit.year, limit.at, worth)
        for limit in limits(plan)
        if limit.kind != "commitment"
        and (worth := -float(np.sum(prices.row_price * limit.direction))) > SLIGHT
    ]
    binding += _others(plan, prices)
    binding.sort(key=lambda row: (-row[4] * max(row[3], 1.0), row[:3]))
    numbers = {"commitment": worst[0], "scenario": worst[1], "wanted": worst[2],
               "possible": worst[3]}  # fmt: skip
    note = Note("plan.missed.unbound", numbers)
    if binding:
        limit = {"limit": binding[0][0].replace("_", " "), "name": binding[0][1]}
        note = Note("plan.missed", numbers | limit)
    return note, {
        "missed": table(
            rows,
            Column("commitment", "", "commitment", "text"),
            Column("scenario", "", "scenario", "text"),
            Column("wanted", "1", "vehicles promised", "number"),
            Column("possible", "1", "vehicles with the least relaxation", "number"),
            Column("missed", "1", "vehicles by which it must be less", "number"),
        ),
        "binding": table(
            binding,
            Column("limit", "", "what binds", "text"),
            Column("name", "", "whose it is", "text"),
            Column("year", "", "year", "text"),
            Column("at", "1", "vehicles a month, mean; 0 for a way that is closed, and"
                   " for a least lot that is not made", "number"),
            Column("share_won", "share", "share of the promises kept by one vehicle a"
                   " month more", "number"),
        ),
    }  # fmt: skip


def _others(plan: Plan, prices: Priced) -> list[tuple[str, str, str, float, float]]:
    """Give what binds and is no number of a year: closed ways, and least lots.

    A way is worth what one vehicle a month more on it would add where nothing may go.
    """
    planned = plan.planned
    frame = planned.frame
    sent, lots = planned.columns.of("sent"), planned.rows["if_runs"]
    closed = np.where(frame.path_open, 0.0, -prices.high_price[sent])
    in_lots = np.flatnonzero(frame.making_lot > 0)
    held = np.where(plan.of("runs") > SURELY, 0.0, -prices.row_price[lots])
    found: dict[tuple[str, str, str], float] = {}
    for year, months in years_of(frame.months).items():
        for n, lane in enumerate(frame.path_lane):
            key = ("closed way", frame.lanes[lane], year)
            worth = float(closed[:, months, n].sum())
            found[key] = max(found.get(key, 0.0), worth)
        for place, making in enumerate(in_lots):
            key = ("least lot", frame.plants[frame.making_plant[making]], year)
            worth = float(held[:, months, place].sum())
            found[key] = max(found.get(key, 0.0), worth)
    return [(*key, 0.0, worth) for key, worth in found.items() if worth > SLIGHT]
