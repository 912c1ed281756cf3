"""A supply with doubt: every number with a range is drawn anew in each run.

Orders still reckon with the days of lanes that the file's own numbers give; the plan
and stocks are those drawn. Money is not told with doubt. The draws are those of the
other studies: the same seed and run give the same value of a number.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from zauyt.arrays.supply.bill import Floats
from zauyt.arrays.supply.block import rules_of
from zauyt.arrays.supply.case import Drawn, case_of, drawn, drawn_again
from zauyt.arrays.supply.felt import with_planned_days
from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Figure, Table, of_rows
from zauyt.statistics.probability import probability_interval
from zauyt.statistics.sensitivity import rank_correlation
from zauyt.studies.simulation import doubt
from zauyt.studies.staffing.draws import facts, with_values
from zauyt.studies.supplying.outcome import carried_out

TRIAL_RUNS = 20
"""Runs with doubt in which disruptions are tried, at most."""


@dataclass(frozen=True, eq=False)
class Doubted:
    """Shares of whole days and vehicles late by run, and what moves them.

    ``stood`` has by how many vehicles more the line stands by disruption and run.
    """

    whole_days: Floats = field(default_factory=lambda: np.zeros(0))
    late: Floats = field(default_factory=lambda: np.zeros(0))
    numbers: int = 0
    stood: Mapping[str, Floats] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)

    def headline(self, service: float) -> dict[str, Figure]:
        """Give the share of whole days, and the chance that it is as wanted."""
        if not len(self.whole_days):
            return {}
        low, high = np.quantile(self.whole_days, (0.05, 0.95))
        kept = int(np.count_nonzero(self.whole_days >= service))
        bound = probability_interval(kept, len(self.whole_days))
        mean = float(self.whole_days.mean())
        return {
            "doubt_whole_days": Figure(mean, float(low), float(high), "share"),
            "service_probability": Figure(bound.value, bound.low, bound.high, "share"),
        }


def doubted(
    plant: Plant, *, seed: int, runs: int, what_ifs: bool, told: Callable[[], None]
) -> Doubted:
    """Draw every number with a range anew in each run, and carry the runs out.

    With ``what_ifs`` the first of them are carried out with each disruption, too.
    """
    assert plant.supply is not None, "doubt without a supply"
    trials = plant.supply.disruptions if what_ifs else {}
    found = ranges(plant)
    if not found or runs < 2:
        return Doubted()
    reckoned = with_planned_days(plant)
    whole, late = np.zeros(runs), np.zeros(runs)
    values = np.zeros((runs, len(found)))
    stood = {name: np.zeros(min(runs, TRIAL_RUNS)) for name in trials}
    for run in range(runs):
        taken = doubt.kept_in_range(
            doubt.fitted(plant, doubt.draws(plant, found, seed=seed, run=run))
        )
        values[run] = [taken[path] for path in found]
        doubtful = with_values(reckoned, taken)
        case = case_of(doubtful)
        draw = drawn(case, seed=seed, run=run)
        outcome = carried_out(case, [draw], rules_of(case))
        whole[run] = outcome.whole_days()[0]
        late[run] = outcome.missing.sum()
        for name, more in stood.items():
            if run < len(more):
                usual = int(outcome.stopped.sum())
                more[run] = _stood(doubtful, name, draw, seed=seed) - usual
        told()
    tables = {"doubt": _by_run(whole, late), "ledger": _ledger(found, values, late)}
    return Doubted(whole, late, len(found), stood, tables)


def _stood(plant: Plant, disruption: str, usual: Drawn, *, seed: int) -> int:
    """Give the vehicles not made while the line stood, with a disruption."""
    assert plant.supply is not None
    case = case_of(plant, plant.supply.disruptions[disruption])
    draw = drawn_again(case, usual, seed=seed)
    outcome = carried_out(case, [draw], rules_of(case))
    return int(outcome.stopped.sum())


def ranges(plant: Plant) -> dict[str, Evidence]:
    """Give the numbers with a range that whole days rest on, by path."""
    return {
        path: each
        for path, each in doubt.ranged(plant).items()
        if _read(plant, path.split("."))
    }


def _read(plant: Plant, steps: list[str]) -> bool:
    """Tell whether it matters for what is missing, and when."""
    supply = plant.supply
    assert supply is not None
    if steps[0] == "volumes":
        last = supply.first + datetime.timedelta(weeks=supply.weeks)
        years = range(supply.first.year - 1, last.year + 1)
        return not supply.per_workday and int(steps[1]) in years
    if steps[0] == "models":
        return _felt(plant, steps)
    return steps[0] == "supply" and steps[-1] not in doubt.PRICES


def _felt(plant: Plant, steps: list[str]) -> bool:
    assert plant.supply is not None
    if steps[2] == "share":
        return not plant.supply.mix
    wanted = {each.option for each in plant.supply.materials.values()}
    return steps[2] == "options" and steps[3] in wanted


def _by_run(whole: Floats, late: Floats) -> Table:
    return of_rows(
        [(run, float(whole[run]), float(late[run])) for run in range(len(whole))],
        Column("run", "1", "number of the run", "whole"),
        Column("whole_days", "share", "workdays on which no vehicle lacked anything",
               "number"),
        Column("late", "1", "vehicles not built on their day", "number"),
    )  # fmt: skip


def _ledger(found: Mapping[str, Evidence], values: Floats, late: Floats) -> Table:
    """Give the numbers in doubt by how closely vehicles late follow them."""
    places = {path: place for place, path in enumerate(found)}
    grouped = facts(found)
    first = [paths[0] for paths in grouped.values()]
    tied = rank_correlation(values[:, [places[path] for path in first]], late)
    rows = [
        (name, paths[0], len(paths), each.value, each.low, each.high)
        for (name, paths), each in zip(grouped.items(), tied, strict=True)
    ]
    rows.sort(key=lambda row: (-abs(np.nan_to_num(row[3])), row[0]))
    return of_rows(
        rows,
        Column("fact", "", "number, or the fact that several numbers share", "text"),
        Column("path", "", "the number, or the first of several", "text"),
        Column("numbers", "1", "numbers that it is", "whole"),
        Column("correlation", "1", "of its ranks with vehicles late", "number"),
        Column("low", "1", "its low end, with 95 % confidence", "number"),
        Column("high", "1", "its high end", "number"),
    )
