"""Do kits and parts come in time, at what cost, what should be kept?

Orders, ways, unpacking and building are followed day by day, run by run; orders react
to the stock. Safety stocks are searched that meet the service at least cost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from zauyt.arrays.supply.block import rules_of
from zauyt.arrays.supply.case import case_of
from zauyt.errors import Problem, WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.plant import Plant
from zauyt.results.result import Figure, Note, Result
from zauyt.statistics.interval import interval
from zauyt.statistics.probability import probability_interval
from zauyt.studies.asked import out_of_range
from zauyt.studies.supplying import days, tables, trials
from zauyt.studies.supplying.answer import Answer
from zauyt.studies.supplying.booked import booked
from zauyt.studies.supplying.doubted import Doubted, doubted
from zauyt.studies.supplying.halves import spread_of
from zauyt.studies.supplying.held import held
from zauyt.studies.supplying.levels import Levels, paths_of, searched
from zauyt.studies.supplying.money import account_of
from zauyt.studies.supplying.outcome import carried_out, draws_of, whole_days_of
from zauyt.studies.supplying.ways import ways_of

Progress = Callable[[int, int], None]

MOST_NUMBERS = 20_000_000
"""Runs times days times materials that are kept at once."""
WHAT_IF_RUNS = 50
"""Runs in which disruptions and shorter lanes are tried, at most."""
LEAST_TRIALS, MOST_TRIALS = 100, 400
"""Further runs in which stocks are tried while they are searched: twice the runs, but
so many at least and at most."""
UNSEEN_RUNS = 100
"""Still further runs, in which only the stocks found are tried."""


def supply(
    plant: Plant,
    *,
    runs: Annotated[int, Field(ge=2, le=10_000)] = 100,
    doubt_runs: Annotated[int, Field(ge=0, le=10_000)] = 59,
    service: Annotated[float, Field(ge=0, lt=1)] = 0.0,
    what_ifs: bool = True,
    seed: int = 1,
    progress: Progress | None = None,
) -> Result:
    """Do kits and parts come in time, at what cost, what should be kept?

    Parameters
    ----------
    plant
        The plant, free of `lint`'s errors, with a supply and money.
    runs
        Times that chance is drawn anew.
    doubt_runs
        Runs in each of which every number with a range is drawn anew, too.
    service
        Share of workdays on which everything planned can be built, that is wanted (0
        for that of the file).
    what_ifs
        Whether disruptions and shorter lanes are tried, in the first 50 runs.
    seed
        Seed of every draw.
    progress
        Called with the steps done and the steps in all.

    Raises
    ------
    WrongInput
        When the plant has errors or no supply, or an option is out of its range.
    """
    _check(plant, runs=runs, doubt_runs=doubt_runs, service=service, seed=seed)
    assert plant.supply is not None
    if service:
        wanted = plant.supply.model_copy(update={"service": service})
        plant = plant.model_copy(update={"supply": wanted})
    steps = _steps(plant, runs, doubt_runs, progress, what_ifs=what_ifs)
    answer = _answered(plant, runs, seed, steps, what_ifs=what_ifs)
    doubt = doubted(plant, seed=seed, runs=doubt_runs, what_ifs=what_ifs,
                    told=steps.done)  # fmt: skip
    steps.end()
    return Result(
        study="supply",
        plant=plant.plant,
        plant_id=plant.id,
        options={
            "runs": runs,
            "doubt_runs": len(doubt.late),
            "service": answer.case.supply.service,
            "what_ifs": what_ifs,
        },
        seed=seed,
        headline=_headline(answer) | doubt.headline(answer.case.supply.service),
        tables=_tables(answer, doubt) | dict(doubt.tables),
        changes=_changes(answer),
        notes=tuple(_notes(answer, doubt)),
    )  # fmt: skip


class _Steps:
    """How many of the steps are done."""

    def __init__(self, told: Progress | None, total: int) -> None:
        self._told, self._total, self._done = told, total, 0

    def done(self) -> None:
        self._done = min(self._done + 1, self._total)
        if self._told is not None:
            self._told(self._done, self._total)

    def end(self) -> None:
        """Say that all is done: what has no range is not drawn."""
        self._done = self._total - 1
        self.done()


def _steps(
    plant: Plant, runs: int, doubt_runs: int, told: Progress | None, *, what_ifs: bool
) -> _Steps:
    """Count the steps: draws, ways, levels, policies, what-ifs, runs with doubt."""
    supply = plant.supply
    assert supply is not None
    further = len(supply.disruptions) + len(supply.lanes) if what_ifs else 0
    drawn = runs + _trial_runs(runs) + UNSEEN_RUNS
    return _Steps(told, drawn + 3 + further + doubt_runs)


def _trial_runs(runs: int) -> int:
    """Give in how many further runs stocks are tried while they are searched."""
    return min(max(2 * runs, LEAST_TRIALS), MOST_TRIALS)


def _answered(
    plant: Plant, runs: int, seed: int, steps: _Steps, *, what_ifs: bool
) -> Answer:
    supply = plant.supply
    assert supply is not None
    case = case_of(plant)
    if runs * case.days * len(case.bill.materials) > MOST_NUMBERS:
        most = MOST_NUMBERS // (case.days * len(case.bill.materials))
        message = f"{runs:,} runs of this plant are too many to keep; {most:,} at most"
        raise WrongInput([Problem("runs", message, "option")])
    draws = draws_of(case, seed=seed, runs=runs, done=steps.done)
    rules = rules_of(case)
    outcome = carried_out(case, draws, rules)
    ways = ways_of(outcome)
    steps.done()
    paths = paths_of(case, draws)
    further = draws_of(case, seed=seed, runs=_trial_runs(runs), first=runs,
                       done=steps.done)  # fmt: skip
    found = held(paths, outcome, further, supply.service)
    best = found.outcome
    spread = spread_of(paths, found.asked, runs=runs)
    steps.done()
    unseen = draws_of(case, seed=seed, runs=UNSEEN_RUNS, first=runs + len(further),
                      done=steps.done)  # fmt: skip
    fresh = whole_days_of(case, unseen, best.rules)
    policies = trials.policies(outcome)
    steps.done()
    hit: list[trials.Tried] = []
    shorter: list[trials.Shorter] = []
    if what_ifs:
        few = draws[:WHAT_IF_RUNS]
        hit = trials.disruptions(case, few, rules, best.rules, seed=seed,
                                 told=steps.done)  # fmt: skip
        own = paths if len(few) == runs else paths_of(case, few)
        plain = searched(own, supply.service)
        shorter = trials.shorter_lanes(plant, own, plain, few, seed=seed,
                                       told=steps.done)  # fmt: skip
    return Answer(
        outcome, ways, account_of(outcome, ways), paths, found,
        account_of(best, ways_of(best)), policies, spread, fresh, hit, shorter,
    )  # fmt: skip


def _headline(answer: Answer) -> dict[str, Figure]:
    """Give what a planner asks first."""
    outcome, money = answer.outcome, answer.currency
    lost = outcome.lost()
    whole = outcome.whole_days()
    stopped = np.count_nonzero((outcome.stopped > 0).any(axis=1))
    chance = probability_interval(int(stopped), len(lost))
    worst = outcome.missing.sum(axis=(0, 1))
    name = answer.case.bill.materials[int(worst.argmax())] if worst.any() else "none"
    return {
        "whole_days": _figure(whole, "share"),
        "stop_probability": Figure(chance.value, chance.low, chance.high, "share"),
        "lost": _figure(lost, "1"),
        "planned": Figure(float(outcome.planned.sum(axis=1).mean())),
        "worst": Figure(name, unit=""),
        "tied": _figure(answer.account.tied, money),
        "cost": _figure(answer.account.total, money),
        "best_whole_days": _figure(answer.best.whole_days(), "share"),
        "unseen_whole_days": _mean(answer.fresh, "share"),
        "best_lost": _figure(answer.best.lost(), "1"),
        "best_tied": _figure(answer.best_account.tied, money),
        "best_cost": _figure(answer.best_account.total, money),
        "bound_gap": Figure(_gap(answer.levels), unit="share"),
    }


def _gap(levels: Levels) -> float:
    """Give by what share the levels may cost more than the cheapest, at most."""
    return levels.cost / levels.bound - 1 if levels.bound > 0 else 0.0


def _figure(values: Any, unit: str) -> Figure:
    low, high = np.quantile(values, days.BAND)
    return Figure(float(np.mean(values)), float(low), float(high), unit)


def _mean(values: Any, unit: str) -> Figure:
    found = interval(values)
    return Figure(found.value, found.low, found.high, unit)


def _tables(answer: Answer, doubt: Doubted) -> dict[str, Any]:
    outcome, ways = answer.outcome, answer.ways
    found = {
        "materials": tables.materials(answer),
        "levels": tables.levels(answer),
        "money": tables.money(answer),
        "lanes": tables.lanes(answer),
        "policies": tables.policies(answer),
    }
    if answer.tried:
        found["disruptions"] = tables.disruptions(answer, doubt.stood)
        found["carrying"] = tables.carrying(answer)
    return found | {
        "weeks": days.weeks(outcome, ways),
        "orders": days.orders(outcome),
        "stock": days.stock(outcome, ways),
        "runs": tables.runs(answer),
    }


def _changes(answer: Answer) -> dict[str, Any]:
    """Give the safety stocks that `simulate` orders by, and what the books read."""
    changes: dict[str, Any] = {}
    stated = answer.case.supply.materials
    for name, stock in zip(
        answer.case.bill.materials, answer.levels.safety, strict=True
    ):
        path, each = f"supply.materials.{name}", stated[name]
        if each.reorder_level is None or each.order_up_to is None:
            if stock != each.safety_stock:
                changes[f"{path}.safety_stock"] = stock
        elif stock:
            changes[f"{path}.reorder_level"] = each.reorder_level + stock
            changes[f"{path}.order_up_to"] = each.order_up_to + stock
    return changes | booked(answer.best, ways_of(answer.best), answer.best_account)


def _notes(answer: Answer, doubt: Doubted) -> list[Note]:
    service, found = answer.case.supply.service, answer.found
    numbers = {"runs": found.trials.count, "service": service}
    if found.reached:
        numbers |= {"gap": _gap(found.levels), "low": found.trials.low}
        notes = [Note("supply.levels", numbers)]
    else:
        numbers |= {"reached": found.trials.value, "low": found.trials.low}
        notes = [Note("supply.short_of_service", numbers)]
    unseen = interval(answer.fresh)
    notes.append(Note("supply.unseen", {
        "runs": len(answer.fresh), "value": unseen.value, "low": unseen.low,
        "high": unseen.high,
    }))  # fmt: skip
    if answer.case.before:
        notes.append(Note("supply.steady", {"days": answer.case.before}))
    notes.append(Note("supply.chance", {"runs": len(answer.outcome.draws)}))
    if len(doubt.late):
        numbers = {"numbers": doubt.numbers, "runs": len(doubt.late)}
        notes.append(Note("supply.doubt", numbers))
    return notes


def _check(plant: Plant, **options: float) -> None:
    """Refuse a plant with errors and options out of range, all at once."""
    allowed = {
        "runs": (2, 10_000),
        "doubt_runs": (0, 10_000),
        "service": (0, 0.9999),
        "seed": (0, 2**63 - 1),
    }
    problems = [problem for problem in lint(plant) if problem.severity == "error"]
    problems += out_of_range(options, allowed)
    if not problems and plant.supply is None:
        message = "needs a supply: materials, suppliers, lanes"
        problems.append(Problem("supply", message, "no_supply"))
    if problems:
        raise WrongInput(problems)
