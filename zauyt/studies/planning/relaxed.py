"""Where the commitments cannot all be kept: the least that must be let go of.

The same rules with a shortfall at each commitment and no money: the plan whose missed
shares add up to least. What then binds are the limits with a price.
"""

from __future__ import annotations

from zauyt.results.column import Column
from zauyt.results.result import Note, Table
from zauyt.statistics.program import least_cost, priced
from zauyt.studies.planning.frame import Frame
from zauyt.studies.planning.rows import planned
from zauyt.studies.planning.told import SOME, Plan, table
from zauyt.studies.planning.worth import limits


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
        and (worth := -float(prices.row_price @ limit.direction)) > 1e-12
    ]
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
            Column("at", "1", "vehicles a month, mean", "number"),
            Column("share_won", "share", "share of the promises kept by one vehicle a"
                   " month more", "number"),
        ),
    }  # fmt: skip
