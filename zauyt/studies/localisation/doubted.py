"""What doubt does to a roadmap: worth, content, the numbers that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.evidence import Evidence
from zauyt.results.column import Column
from zauyt.results.result import Figure, Table
from zauyt.statistics.probability import probability_interval
from zauyt.studies.localisation import search
from zauyt.studies.localisation.draws import drawn, judged, ranges, with_values
from zauyt.studies.localisation.tables import Answer, currency
from zauyt.studies.staffing.draws import facts

Floats = NDArray[np.float64]

POINTS = (0.05, 0.95)

ALL = "*"
"""Stands for all commitments together; no name of a plant file is it."""


@dataclass(frozen=True)
class Doubt:
    """The roadmap's worth in every draw, the chance of each commitment and of all."""

    draws: int = 0
    numbers: int = 0
    worth: Floats | None = None
    met: Mapping[str, Figure] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)


def doubt(answer: Answer, *, draws: int, seed: int) -> Doubt:
    """Draw every number with a range anew, the decisions as they are."""
    found = ranges(answer.plant, answer.plan, answer.made)
    if not found or draws < 2:
        return Doubt(tables={"runs": _stated(answer)})
    names = tuple(answer.forms)
    worth = np.zeros(draws)
    content = {name: np.zeros((draws, answer.made.years)) for name in names}
    for run in range(draws):
        other = drawn(answer.plant, found, seed=seed, run=run)
        worth[run], reached = judged(other, answer.plan, answer.made, names)
        for name in names:
            content[name][run] = reached[name]
    return Doubt(
        draws, len(found), worth, _met(answer, content),
        {
            "runs": _runs(answer, range(draws), worth, content),
            "content_doubt": _content(answer, content),
            "ledger": _ledger(answer, found),
        },
    )  # fmt: skip


def _stated(answer: Answer) -> Table:
    """Give one run, of the numbers as stated."""
    content = {
        name: form.content(answer.plan.local)[None]
        for name, form in answer.forms.items()
    }
    return _runs(answer, [-1], np.array([answer.plan.worth]), content)


def _runs(
    answer: Answer, numbers: Sequence[int], worth: Floats,
    content: Mapping[str, Floats],
) -> Table:  # fmt: skip
    """Give a row a draw: worth, and content by every rule in the last year."""
    columns: dict[Column, Any] = {
        Column("run", "1", "number of the draw; -1 for the numbers as stated", "whole"):
            list(numbers),
        Column("worth", currency(answer), "worth of the roadmap", "number"): worth,
    }  # fmt: skip
    for name, sample in content.items():
        unit = "share" if answer.forms[name].rule.unit == "share" else "1"
        meaning = "content by this rule in the last year"
        columns[Column(f"content_{name}", unit, meaning, "number")] = sample[:, -1]
    return Table(columns)


def _met(answer: Answer, content: Mapping[str, Floats]) -> dict[str, Figure]:
    """Give the chance of each commitment in all of its years, and of all together."""
    assert answer.plant.content is not None
    found = {}
    together = np.ones(len(next(iter(content.values()))), dtype=np.bool_)
    for name, each in answer.plant.content.commitments.items():
        years = search.span(answer.plant.content, name)
        reached = content[each.rule][:, years]
        enough = np.all(reached >= each.least * (1 - 1e-6), axis=1)
        together &= enough
        found[name] = _chance(enough)
    return found | ({ALL: _chance(together)} if found else {})


def _chance(enough: NDArray[Any]) -> Figure:
    bound = probability_interval(int(enough.sum()), enough.size)
    return Figure(bound.value, bound.low, bound.high, "share")


def _content(answer: Answer, content: Mapping[str, Floats]) -> Table:
    rows = []
    for name, sample in content.items():
        for year in range(answer.made.years):
            low, high = np.quantile(sample[:, year], POINTS)
            unit = answer.forms[name].rule.unit
            rows.append(
                (answer.made.first_year + year, name, unit, float(low), float(high))
            )
    columns = (
        Column("year", "", "year", "whole"),
        Column("rule", "", "rule", "text"),
        Column("unit", "", "share or points", "text"),
        Column("low", "by row", "content, 5 % of the draws have less", "number"),
        Column("high", "by row", "content, 5 % of the draws have more", "number"),
    )
    return Table(
        {column: [row[place] for row in rows] for place, column in enumerate(columns)}
    )


def _ledger(answer: Answer, found: Mapping[str, Evidence]) -> Table:
    """Give the worth with each fact in doubt at the ends of its range."""
    rows = []
    for name, paths in facts(found).items():
        ends = []
        for key in ("low", "high"):
            values = {path: float(getattr(found[path], key)) for path in paths}
            other = with_values(answer.plant, values)
            ends.append(judged(other, answer.plan, answer.made, ())[0])
        rows.append((name, paths[0], len(paths), ends[0], ends[1], ends[1] - ends[0]))
    rows.sort(key=lambda row: (-abs(row[-1]), row[0]))
    money = currency(answer)
    columns = (
        Column("fact", "", "number, or the fact that several numbers share", "text"),
        Column("path", "", "the number, or the first of several", "text"),
        Column("numbers", "1", "numbers that it is", "whole"),
        Column("worth_at_low", money, "worth of the roadmap at its low end", "number"),
        Column(
            "worth_at_high", money, "worth of the roadmap at its high end", "number"
        ),
        Column("difference", money, "high less low", "number"),
    )
    return Table(
        {column: [row[place] for row in rows] for place, column in enumerate(columns)}
    )
