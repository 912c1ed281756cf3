"""What the rows of a result say together: summaries, figures, paired differences.

Everything here is computed from ``tables["runs"]``: one row a run, the column ``run``
with its number, and one column of numbers a measure. Texts, dates and counted
days are no measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zauyt.errors import Problem, WrongInput
from zauyt.results.column import BY_ROW, Column
from zauyt.results.result import Figure, Result, Table
from zauyt.statistics.interval import (
    Interval,
    interval,
    paired_difference,
    quantiles,
)
from zauyt.statistics.probability import probability_interval

RUNS = "runs"
RUN = "run"
DAYS = "days"
"""The column of how long a run counts, which is asked for and not found out."""
_MEASURE = Column("measure", "", "what was measured", "text")
_UNIT = Column("unit", "", "unit of the measure", "text")


def bounded(
    name: str, unit: str, meaning: str, means: Sequence[Interval], *, short: str = ""
) -> dict[Column, list[float]]:
    """Give a mean and its bounds as three columns.

    The bounds are named by the short name, where there is one.
    """
    short = short or name
    return {
        Column(name, unit, meaning, "number"): [each.value for each in means],
        Column(f"{short}_low", unit, "its lower 95 % bound", "number"): [
            each.low for each in means
        ],
        Column(f"{short}_high", unit, "its upper 95 % bound", "number"): [
            each.high for each in means
        ],
    }


def figure(estimate: Interval, unit: str) -> Figure:
    """Give an estimate as a figure of the headline."""
    return Figure(estimate.value, estimate.low, estimate.high, unit)


def mean_figure(values: ArrayLike, unit: str, level: float = 0.95) -> Figure:
    """Give the mean over runs with its interval."""
    return figure(interval(values, level), unit)


def probability_figure(reached: ArrayLike, level: float = 0.95) -> Figure:
    """Give the probability of reaching a target, from whether each run reached it."""
    successes = np.asarray(reached, dtype=np.bool_)
    estimate = probability_interval(int(successes.sum()), successes.size, level)
    return figure(estimate, "share")


def measures(runs: Table) -> tuple[Column, ...]:
    """Give the columns of the table of runs that are measures."""
    return tuple(
        column
        for column in runs.columns
        if column.kind in ("number", "whole", "flag") and column.name not in (RUN, DAYS)
    )


def summary(runs: Table, level: float = 0.95) -> Table:
    """Tell how each measure lies over the runs: mean, its bounds, percentiles."""
    columns = measures(runs)
    samples = [_sample(runs, column) for column in columns]
    means = [interval(sample, level) for sample in samples]
    points = [quantiles(sample, level=level) for sample in samples]
    percent = f"{level * 100:g} %"
    data: dict[Column, Any] = {
        _MEASURE: [column.name for column in columns],
        _UNIT: [column.unit for column in columns],
        Column("mean", BY_ROW, "mean over runs", "number"): [m.value for m in means],
        Column("low", BY_ROW, f"lower {percent} bound of the mean", "number"): [
            m.low for m in means
        ],
        Column("high", BY_ROW, f"upper {percent} bound of the mean", "number"): [
            m.high for m in means
        ],
    }
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        name = f"p{share * 100:02.0f}"
        meaning = f"value that {share * 100:g} % of runs stay below"
        data[Column(name, BY_ROW, meaning, "number")] = [p[share].value for p in points]
    return Table(data)


def paired(other: Result, base: Result, level: float = 0.95) -> Table:
    """Tell by how much every measure differs between two results, run by run.

    Runs are paired by their number, which on the same seed means the same random
    numbers; runs that only one of them has are left out, and ``runs`` counts the
    pairs. Measures that only one of them has are left out.

    Returns
    -------
    Table
        A row a measure: ``measure, unit, base, other, difference, low, high, runs``
        and ``clear``, whether the interval of the difference leaves out zero.

    Raises
    ------
    WrongInput
        When studies or seeds differ, or no run or measure is common to both.
    """
    _check_comparable(other, base)
    mine, theirs = other.tables[RUNS], base.tables[RUNS]
    _, here, there = np.intersect1d(
        _run_numbers(mine), _run_numbers(theirs), return_indices=True
    )
    columns = [column for column in measures(theirs) if column in measures(mine)]
    if not len(here) or not columns:
        what = "measure" if len(here) else "run"
        _refuse([f"the two results have no {what} in common"])
    rows = []
    for column in columns:
        values, before = _sample(mine, column)[here], _sample(theirs, column)[there]
        by = paired_difference(values, before, level)
        means = interval(before, level).value, interval(values, level).value
        clear = bool(by.low > 0 or by.high < 0)
        rows.append(
            (column.name, column.unit, *means, by.value, by.low, by.high, clear)
        )
    names, units, bases, others, differences, lows, highs, clears = zip(
        *rows, strict=True
    )
    percent = f"{level * 100:g} %"
    return Table(
        {
            _MEASURE: names,
            _UNIT: units,
            Column("base", BY_ROW, "mean of the base", "number"): bases,
            Column("other", BY_ROW, "mean of the other", "number"): others,
            Column("difference", BY_ROW, "other less base", "number"): differences,
            Column("low", BY_ROW, f"lower {percent} bound of it", "number"): lows,
            Column("high", BY_ROW, f"upper {percent} bound of it", "number"): highs,
            Column("runs", "1", "pairs of runs", "whole"): [len(here)] * len(rows),
            Column("clear", "", "whether the bounds leave out zero", "flag"): clears,
        }
    )


def _check_comparable(other: Result, base: Result) -> None:
    problems = [
        f"{name} differs: {getattr(other, name)} and {getattr(base, name)}"
        for name in ("study", "seed")
        if getattr(other, name) != getattr(base, name)
    ]
    problems += [
        f"the {name} result has no table of runs"
        for name, result in (("other", other), ("base", base))
        if RUNS not in result.tables
    ]
    if problems:
        _refuse(problems)


def _run_numbers(runs: Table) -> NDArray[Any]:
    numbers = np.asarray(runs[RUN])
    assert len(set(numbers.tolist())) == numbers.size, "a run stands twice"
    return numbers


def _sample(runs: Table, column: Column) -> NDArray[np.float64]:
    return np.asarray(runs[column.name], dtype=np.float64)


def _refuse(messages: list[str]) -> None:
    raise WrongInput([Problem("compare", message, "compare") for message in messages])
