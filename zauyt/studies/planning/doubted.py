"""What doubt does to a plan: every number with a range drawn anew, levels as decided.

A draw takes one scenario, each as often as its chance says, and one value of every
number. The levels of shifts stay as planned, since they are decided before; what is
made and sent is decided anew, knowing the draw, as it is in each scenario of the plan.
What is promised may be missed in a draw, at a price above all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from zauyt.plant.evidence import Evidence
from zauyt.plant.network import Network
from zauyt.results.column import Column
from zauyt.results.result import Figure, Table
from zauyt.statistics.apart import least_cost_apart
from zauyt.statistics.probability import probability_interval
from zauyt.statistics.program import Program
from zauyt.statistics.stages import side_by_side
from zauyt.studies.localisation.draws import laid
from zauyt.studies.planning.frame import Numbers, frame, scenarios_of
from zauyt.studies.planning.rows import Goal, Planned, planned
from zauyt.studies.planning.told import MILLION, SOME, Plan, table, years_of
from zauyt.studies.simulation import doubt

POINTS = (0.05, 0.95)
GAP = 1e-3
"""Gap of a draw, whose lots are whole."""

LEAST = 10
"""Draws from which a band is told."""

GOLDEN = 0.6180339887498949
"""Steps of this share meet every scenario as often as its chance says, early on."""

MISSED = 10.0
"""Price of a missed vehicle, as a multiple of the most that one earns or costs."""

Measured = Mapping[tuple[str, str], float]
"""By measure and year."""


@dataclass(frozen=True)
class Doubt:
    """What the draws gave."""

    draws: int = 0
    numbers: int = 0
    headline: Mapping[str, Figure] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawn:
    """One draw: its measures, and the commitments that held in it and were missed."""

    measures: Measured
    kept: Mapping[str, bool]


def doubted(plan: Plan, *, goal: Goal, draws: int, seed: int) -> Iterator[Drawn]:
    """Yield what comes of a plan, draw by draw; nothing without ranges."""
    network = plan.planned.frame.network
    found = ranges(network)
    if found:
        yield from side_by_side(
            lambda run: _drawn(plan, found, goal=goal, seed=seed, run=run), range(draws)
        )


def ranges(network: Network) -> dict[str, Evidence]:
    """Give the numbers with a range that a plan rests on, by path."""
    return {
        path: evidence
        for path, evidence in doubt.ranged(network).items()
        if path.split(".")[0] not in ("published", "places", "commitments", "scenarios")
    }


def _drawn(
    plan: Plan, found: Mapping[str, Evidence], *, goal: Goal, seed: int, run: int
) -> Drawn:
    network = plan.planned.frame.network
    cases = scenarios_of(network)
    share = (run * GOLDEN) % 1.0
    ends = np.cumsum([case.probability for case in cases.values()])
    name = list(cases)[min(int(np.searchsorted(ends, share, "right")), len(cases) - 1)]
    values = doubt.draws(network, found, seed=seed, run=run)
    other = with_values(network, values).model_copy(
        update={"scenarios": {name: cases[name].model_copy(update={"probability": 1})}}
    )
    program = planned(frame(other), goal=goal)
    answer = least_cost_apart(as_decided(program, plan), gap=GAP)
    assert answer is not None, "what is promised may be missed"
    made = Plan(program, answer.x)
    missed = made.of("missed")[0]
    kept = {
        label: bool(missed[place] <= SOME * promise.vehicles * 100)
        for place, (label, promise) in enumerate(network.commitments.items())
        if not promise.scenarios or name in promise.scenarios
    }
    return Drawn(measures(made), kept)


def with_values(network: Network, values: Mapping[str, float]) -> Network:
    """Give the network with other numbers, each kept inside what makes sense."""
    inside = {}
    for path, value in values.items():
        steps = path.split(".")
        most = 1.0 if {"capacity_share", "interest_per_year"} & set(steps) else np.inf
        most = 0.999 if steps[-1] == "price_share" else most
        inside[path] = min(max(value, 0.0), most)
    changed: Network = laid(network, inside)
    return changed


def as_decided(program: Planned, plan: Plan) -> Program:
    """Give a program with the levels of a plan, in which promises may be missed."""
    given = program.program
    low, high, cost = given.low.copy(), given.high.copy(), given.cost.copy()
    for kind in ("level", "change"):
        own = program.columns.of(kind)
        amount = plan.planned.columns.values(kind, plan.x)
        low[own] = high[own] = np.rint(amount) if kind == "level" else amount
    missed = program.columns.of("missed")
    high[missed] = np.inf
    amounts = np.r_[tuple(program.columns.of(k).ravel() for k in ("made", "sent"))]
    cost[missed] = MISSED * np.abs(program.earned[amounts]).max(initial=1.0)
    return replace(given, low=low, high=high, cost=cost)


def measures(plan: Plan) -> dict[tuple[str, str], float]:
    """Give what a plan comes to, in all and by year, mean over its scenarios."""
    numbers = plan.planned.frame

    def mean(amount: Numbers) -> Numbers:
        return np.tensordot(numbers.probability, amount, axes=1)

    abroad = np.array([not numbers.network.markets[k].home for k in numbers.markets])
    amounts = {"made": mean(plan.of("made")), "sold": mean(plan.sold)}
    amounts["exported"] = amounts["sold"][:, abroad[numbers.sale_market]]
    amounts["unmet"] = mean(plan.unmet)
    found = {("profit", ""): float(mean(plan.profit)) / MILLION}
    for name, amount in amounts.items():
        found[name, ""] = float(amount.sum())
        for year, months in years_of(numbers.months).items():
            found[name, year] = float(amount[months].sum())
    return found


def runs(plan: Plan, drawn: list[Drawn]) -> Table:
    """Give a row a draw; without draws one row, -1, of the numbers as stated."""
    unit = f"m {plan.planned.frame.network.currency}"
    each = dict(enumerate(one.measures for one in drawn)) or {-1: measures(plan)}
    kept = [(what, year) for what, year in measures(plan) if not year or what == "made"]
    meanings = {
        "profit": "what is left",
        "made": "vehicles made",
        "sold": "vehicles sold",
        "exported": "vehicles sold abroad",
        "unmet": "demand at the full price that is not met",
    }
    return table(
        [(run, *(found[key] for key in kept)) for run, found in each.items()],
        Column("run", "1", "number of the draw; -1 for the numbers as stated", "whole"),
        *(
            Column(
                f"{what}_{year}" if year else what,
                unit if what == "profit" else "1",
                meanings[what],
                "number",
            )
            for what, year in kept
        ),
    )


def bands(plan: Plan, drawn: list[Drawn]) -> Doubt:
    """Give the bands of the answer, and how often each promise is kept."""
    if len(drawn) < LEAST:
        return Doubt(tables={"runs": runs(plan, [])})
    network = plan.planned.frame.network
    unit = f"m {network.currency}"
    rows, headline = [], {}
    for measure, year in drawn[0].measures:
        values = np.array([each.measures[measure, year] for each in drawn])
        low, high = (float(each) for each in np.quantile(values, POINTS))
        mean = float(values.mean())
        own = unit if measure == "profit" else "1"
        rows.append((measure, year, own, mean, low, high))
        if measure == "profit" or (measure == "made" and year):
            name = f"made_{year}" if year else measure
            headline[f"{name}_with_doubt"] = Figure(mean, low, high, own)
    tables = {
        "runs": runs(plan, drawn),
        "doubt": table(
            rows,
            Column("measure", "", "profit, made, sold, exported, unmet", "text"),
            Column("year", "", "year; none for all months", "text"),
            Column("unit", "", "its unit", "text"),
            Column("mean", "by row", "mean over the draws", "number"),
            Column("low", "by row", "5 % of the draws have less", "number"),
            Column("high", "by row", "5 % of the draws have more", "number"),
        ),
    }
    if network.commitments:
        tables["kept"] = _kept(drawn, list(network.commitments))
    return Doubt(len(drawn), len(ranges(network)), headline, tables)


def _kept(drawn: list[Drawn], names: list[str]) -> Table:
    rows = []
    for name in names:
        held = [each.kept[name] for each in drawn if name in each.kept]
        if held:
            bound = probability_interval(sum(held), len(held))
            rows.append((name, len(held), bound.value, bound.low, bound.high))
    return table(
        rows,
        Column("commitment", "", "commitment", "text"),
        Column("draws", "1", "draws in which it had to be kept", "whole"),
        Column("chance", "share", "draws in which it is, the levels as planned",
               "number"),
        Column("low", "share", "least chance, at 95 %", "number"),
        Column("high", "share", "most chance, at 95 %", "number"),
    )  # fmt: skip
