"""How many of which vehicle, made where, sent where, month by month?

One linear program over all plants, lanes, markets, months and scenarios, with whole
levels of shifts and least lots. Levels are decided before it is known which scenario
comes; what is made and sent is decided in each.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from zauyt.errors import WrongInput
from zauyt.plant.checks.network_lint import lint_network
from zauyt.plant.network import Network
from zauyt.results.column import Column
from zauyt.results.result import Figure, Note, Result, Table
from zauyt.statistics.apart import Apart, apart
from zauyt.statistics.benders import least_cost_by_parts
from zauyt.statistics.parts import split
from zauyt.statistics.program import Program, Solved, least_cost
from zauyt.statistics.stages import by_gaps
from zauyt.studies.asked import Progress, out_of_range
from zauyt.studies.planning import around, ledger, told
from zauyt.studies.planning.doubted import Doubt, Drawn, bands, doubted
from zauyt.studies.planning.frame import Frame, Numbers, frame
from zauyt.studies.planning.measured import measured
from zauyt.studies.planning.relaxed import relaxation
from zauyt.studies.planning.rows import Goal, Planned, Risk, planned
from zauyt.studies.planning.told import MILLION, Plan
from zauyt.studies.planning.unmet import unmet
from zauyt.studies.planning.worth import worths

MONTHS_A_YEAR = 12
STEPS = 300
"""Steps that are told: a third for the search."""

LARGE, FEW_PARTS = 100_000, 8
"""Amounts from which a program is solved by its parts, and the parts it must have."""


def plan(
    network: Network,
    *,
    goal: Goal = "profit",
    capacity: tuple[str, ...] = (),
    risk_weight: float = 0.0,
    risk_tail: float = 0.2,
    gap: float = 0.01,
    prices: int = 5,
    draws: int = 40,
    seed: int = 1,
    progress: Progress | None = None,
) -> Result:
    """How many of which vehicle, made where, sent where, month by month?

    Parameters
    ----------
    network
        The network, free of errors.
    goal
        Most profit; or the commitments kept at least cost.
    capacity
        Saved results of `simulate` or `launch` to take a plant's capacity or ramp from,
        each as PLANT.LEVEL=FOLDER.
    risk_weight
        Weight of the worst scenarios against the mean, from 0 to 0.99.
    risk_tail
        How much chance the worst scenarios have together: their mean is the CVaR.
    gap
        How far from the best plan it may be, as a share of its profit or cost.
    prices
        Limits told with what a little more of them is worth; none with 0.
    draws
        Times that every number with a range is drawn anew.
    seed
        Seed of every draw.
    progress
        Called with the steps done, the steps in all, and the gap of the best plan so
        far, None before there is one.

    Raises
    ------
    WrongInput
        When the network has errors, or an option is out of its range, or a saved
        result cannot be used.
    """
    taken = measured(network, capacity)
    network = network.change(taken) if taken else network
    _check(network, risk_weight=risk_weight, risk_tail=risk_tail, gap=gap,
           prices=prices, draws=draws, seed=seed)  # fmt: skip
    risk = Risk(risk_weight, risk_tail)
    numbers = frame(network)
    program = planned(numbers, goal=goal, risk=risk)
    options: dict[str, Any] = {
        "goal": goal, "risk_weight": risk_weight, "risk_tail": risk_tail, "gap": gap,
        "prices": prices, "draws": draws,
    }  # fmt: skip
    options |= {"capacity": list(capacity)} if capacity else {}
    told_so_far = progress or (lambda done, total, gap: None)
    told_so_far(0, STEPS, None)
    found = _solved(program.program, gap=gap, progress=told_so_far)
    if found is None:
        reason, tables = relaxation(numbers, gap=gap)
        return Result(study="plan", plant=network.network, plant_id=network.id,
                      options=options, status="no_answer", reason=reason,
                      tables=tables)  # fmt: skip
    settled = apart(program.program, found.x)
    assert settled is not None, "a plan that was found cannot be priced"
    fixed = settled.priced()
    made = Plan(program, fixed.x)
    told_so_far(STEPS // 2, STEPS, found.gap)
    tables = told.tables(made) | around.kits(made) | around.places(made)
    tables["unmet"] = unmet(made, fixed, goal=goal, risk=risk)
    stopped = not _near(found, gap)
    if prices and not stopped:
        tables["worth"], stopped = _worth(made, settled, count=prices)
    drawing = doubted(made, goal=goal, draws=0 if stopped else draws, seed=seed)
    doubt, ended = _doubt(
        made, drawing, told=lambda n: told_so_far(
            STEPS // 2 + n * (STEPS // 3) // draws, STEPS, found.gap)
    )  # fmt: skip
    tables |= dict(doubt.tables) | _published(made)
    if doubt.draws and not ended:
        moved, ended = _ledger(ledger.Asked(made, fixed, goal, risk))
        tables |= moved
    tables["size"] = _size(program, found)
    told_so_far(STEPS, STEPS, found.gap)
    return Result(
        study="plan", plant=network.network, plant_id=network.id, options=options,
        seed=seed, headline=_headline(made, found, risk) | dict(doubt.headline),
        tables=tables, changes=taken,
        notes=(*_notes(made, risk, taken), *_of_doubt(doubt),
               *_of_gap(found, gap, stopped=stopped or ended)),
    )  # fmt: skip


def _worth(plan: Plan, settled: Apart, *, count: int) -> tuple[Table, bool]:
    """Give what limits are worth; nothing, and that it is so, where the user stops."""
    try:
        return worths(plan, settled, count=count), False
    except KeyboardInterrupt:
        return worths(plan, settled, count=0), True


def _doubt(
    plan: Plan, drawing: Iterator[Drawn], *, told: Callable[[int], object]
) -> tuple[Doubt, bool]:
    """Gather the draws, as far as the user lets them be made."""
    drawn: list[Drawn] = []
    stopped = False
    try:
        for each in drawing:
            drawn.append(each)
            told(len(drawn))
    except KeyboardInterrupt:
        stopped = True
    return bands(plan, drawn), stopped


def _ledger(asked: ledger.Asked) -> tuple[dict[str, Table], bool]:
    """Give the numbers in doubt that matter; nothing where the user stops it."""
    try:
        return {"ledger": ledger.told(asked, list(ledger.ledger(asked)))}, False
    except KeyboardInterrupt:
        return {}, True


def _of_doubt(doubt: Doubt) -> list[Note]:
    if not doubt.draws:
        return []
    numbers = {"numbers": doubt.numbers, "draws": doubt.draws}
    return [Note("plan.doubt", numbers)]


def _solved(program: Program, *, gap: float, progress: Progress) -> Solved | None:
    """Solve a program whole, or by its parts if it is large and has them.

    Where the user stops it, the best plan so far is given.
    """

    def told(reached: float) -> None:
        # From a gap of 1 to the one wanted, by its order of magnitude.
        way = math.log(min(1.0, max(reached, gap))) / math.log(gap)
        progress(round(way * STEPS / 3), STEPS, max(0.0, reached))

    search = functools.partial(_whole, program)
    pieces = split(program) if len(program.cost) > LARGE else None
    if pieces is None or len(pieces.parts) < FEW_PARTS:
        return by_gaps(search, gap=gap, told=told)[0]
    found = least_cost_by_parts(
        program, gap=gap, told=lambda best: told(best.gap), pieces=pieces
    )
    if found is None and program.whole[~program.first].any():
        return by_gaps(search, gap=gap, told=told)[0]
    return found


def _whole(program: Program, gap: float) -> Solved | None:
    return least_cost(program, gap=gap)


def _near(found: Solved, gap: float) -> bool:
    """Tell whether a search went to the gap that was wanted."""
    return found.gap <= gap * (1 + 1e-9) + 1e-9


def _of_gap(found: Solved, gap: float, *, stopped: bool) -> list[Note]:
    """Tell when a search, or what comes after it, ended before it was done."""
    if not _near(found, gap):
        return [Note("plan.stopped", {"found": found.gap, "wanted": gap})]
    return [Note("plan.cut_short")] if stopped else []


def _headline(plan: Plan, found: Solved, risk: Risk) -> dict[str, Figure]:
    """Give profit, vehicles by year, exports, what is not met, people, the gap."""
    frame = plan.planned.frame
    unit = f"m {frame.network.currency}"
    chance = frame.probability
    figures = {
        "profit": _over(chance, plan.profit / MILLION, unit),
        "profit_worst": Figure(
            worst_mean(chance, plan.profit, risk.tail) / MILLION, unit=unit
        ),
    }
    amount = plan.of("made").sum(axis=2)
    for year, months in told.years_of(frame.months).items():
        figures[f"made_{year}"] = _over(chance, amount[:, months].sum(axis=1), "1")
    abroad = np.array([not frame.network.markets[k].home for k in frame.markets])
    sold = plan.sold
    exported = sold[:, :, abroad[frame.sale_market]].sum(axis=(1, 2))
    figures["sold"] = _over(chance, sold.sum(axis=(1, 2)), "1")
    figures["exported"] = _over(chance, exported, "1")
    figures["unmet"] = _over(chance, plan.unmet.sum(axis=(1, 2)), "1")
    figures["people_last"] = Figure(float(plan.people()[-1].sum()))
    figures["gap"] = Figure(max(0.0, found.gap), unit="share")
    return figures


def _over(chance: Numbers, values: Numbers, unit: str) -> Figure:
    """Give the mean over scenarios, with the least and the most."""
    return Figure(float(chance @ values), float(values.min()), float(values.max()),
                  unit)  # fmt: skip


def worst_mean(chance: Numbers, values: Numbers, tail: float) -> float:
    """Give the CVaR: the mean of the worst scenarios that have ``tail`` together."""
    total, left = 0.0, tail
    for place in np.argsort(values, kind="stable"):
        taken = min(left, float(chance[place]))
        total += taken * float(values[place])
        left -= taken
    return total / tail


def _published(plan: Plan) -> dict[str, Table]:
    """Give the published numbers beside the plan's own."""
    frame = plan.planned.frame
    network = frame.network
    amounts = {"made": plan.of("made"), "sold": plan.of("sent")}
    rows = []
    for name, known in network.published.items():
        months = told.years_of(frame.months).get(str(known.year), [])
        own = np.isin(frame.plants, known.plants or frame.plants)
        value = float("nan")
        if known.what == "people" and months:
            value = float(plan.people()[months][:, own].sum(axis=1).mean())
        elif len(months) == MONTHS_A_YEAR:
            at = frame.making_plant if known.what == "made" else frame.path_plant
            part = amounts[known.what][:, months][:, :, own[at]]
            value = float(frame.probability @ part.sum(axis=(1, 2)))
        evidence = network.evidence.get(f"published.{name}.value")
        source = (evidence.source if evidence else None) or ""
        rows.append((name, known.what, str(known.year), value, known.value,
                     value - known.value, (value - known.value) / known.value,
                     known.why, source))  # fmt: skip
    if not rows:
        return {}
    columns = (
        Column("name", "", "published number", "text"),
        Column("what", "", "what it counts", "text"),
        Column("year", "", "year", "text"),
        Column("planned", "1", "what the plan has, mean over scenarios; none where"
               " the year is not planned whole", "number"),
        Column("published", "1", "what was published", "number"),
        Column("difference", "1", "planned less published", "number"),
        Column("difference_share", "share", "as a share of the published", "number"),
        Column("why", "", "why it may differ, as the file says", "text"),
        Column("source", "", "where it was published", "text"),
    )  # fmt: skip
    return {"published": told.table(rows, *columns)}


def _size(program: Planned, found: Solved) -> Table:
    """Give the size of the program, and how well it is solved."""
    matrix = program.program.matrix
    rows = [
        ("rows", float(matrix.shape[0])),
        ("columns", float(matrix.shape[1])),
        ("nonzeros", float(matrix.nnz)),
        ("whole", float(program.program.whole.sum())),
        ("gap", max(0.0, found.gap)),
    ]
    return told.table(
        rows,
        Column("what", "", "rows, columns, nonzeros, whole amounts; gap to the bound",
               "text"),
        Column("value", "1", "its number; the gap as a share", "number"),
    )  # fmt: skip


def _notes(plan: Plan, risk: Risk, changes: Mapping[str, object]) -> list[Note]:
    frame: Frame = plan.planned.frame
    notes = []
    count = len(frame.scenarios)
    if count > 1:
        notes.append(Note("plan.scenarios", {"count": count, "tail": risk.tail}))
    else:
        notes.append(Note("plan.one_scenario"))
    own = list(dict.fromkeys(path.split(".")[1] for path in changes))
    if own:
        notes.append(Note("plan.measured", {"plants": own}))
    stated = [
        name
        for name, each in frame.network.plants.items()
        if each.file is not None and name not in own
    ]
    if stated:
        notes.append(Note("plan.from_file", {"plants": stated}))
    untold = [
        name
        for name, rule in frame.network.origin_rules.items()
        if rule.text != "public"
    ]
    if untold:
        notes.append(Note("plan.rules_untold", {"rules": untold}))
    return notes


def _check(network: Network, **options: float) -> None:
    """Refuse a network with errors and options out of range, all at once."""
    allowed = {
        "risk_weight": (0, 0.99),
        "risk_tail": (0.001, 1),
        "gap": (1e-6, 0.5),
        "prices": (0, 1000),
        "draws": (0, 100_000),
        "seed": (0, 2**63 - 1),
    }
    problems = [p for p in lint_network(network) if p.severity == "error"]
    problems += out_of_range(options, allowed)
    if problems:
        raise WrongInput(problems)
