"""The assumption ledger: which number in doubt moves the answer most.

All numbers with a range are screened (`screening`); the leading dozen are run again
at their low and at their high end, on the same random numbers, and only those rows
are findings. The others keep their guess, and say how it was made.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import value_at
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.statistics.interval import Interval
from zauyt.studies.simulation.doubt import fitted
from zauyt.studies.simulation.screening import Fact
from zauyt.studies.simulation.trial import LOCKED, PAIRED, UNKNOWN, Case, Outcomes

DOZEN = 12


def cases(
    plant: Plant, ranges: Mapping[str, Evidence], leading: Sequence[Fact]
) -> dict[str, Case]:
    """Give the plant with each leading number at its low and at its high end."""
    given = {}
    for fact in leading:
        for end in ("low", "high"):
            values = {path: float(getattr(ranges[path], end)) for path in fact.paths}
            given[f"{end} {fact.name}"] = Case(plant.change(fitted(plant, values)))
    return given


def table(
    plant: Plant,
    ranges: Mapping[str, Evidence],
    facts: Sequence[Fact],
    tried: Outcomes | None,
    made: float,
) -> dict[str, Table]:
    """Give every number with a range, those that were run again first.

    ``made`` are the vehicles a year of the plant as it is.
    """
    if not facts:
        return {}
    found = {
        fact.name: (
            tried.difference(f"low {fact.name}"),
            tried.difference(f"high {fact.name}"),
            tried.difference(f"high {fact.name}", f"low {fact.name}"),
        )
        for fact in facts
        if tried is not None and f"low {fact.name}" in tried.by_day
    }
    return {"ledger": _table(plant, ranges, facts, found, made)}


def _table(
    plant: Plant,
    ranges: Mapping[str, Evidence],
    facts: Sequence[Fact],
    found: Mapping[str, tuple[Interval, Interval, Interval]],
    made: float,
) -> Table:
    none = (UNKNOWN, UNKNOWN, UNKNOWN)
    locked = {name for name, ends in found.items() if math.isnan(ends[2].value)}
    order = sorted(
        facts,
        key=lambda fact: (
            fact.name not in found,
            fact.name in locked,
            -fact.guess
            if fact.name in locked or fact.name not in found
            else -abs(found[fact.name][2].value),
        ),
    )
    ends = [found.get(fact.name, none) for fact in order]
    first = [fact.paths[0] for fact in order]
    how = [
        LOCKED if f.name in locked else PAIRED if f.name in found else f.how
        for f in order
    ]
    text = {"path": ("number in the plant file", first)}
    text["shared"] = (
        "the fact it shares its doubt with others by",
        [fact.name if fact.name != fact.paths[0] else "" for fact in order],
    )
    numbers = {
        "value": ("as stated", "its value", [float(value_at(plant, p)) for p in first]),
        "low": ("as stated", "5 % point", [float(ranges[p].low or 0) for p in first]),
        "high": (
            "as stated",
            "95 % point",
            [float(ranges[p].high or 0) for p in first],
        ),
    }
    vehicles = {
        "vehicles_at_low": ("at its low end", [made + each[0].value for each in ends]),
        "vehicles_at_high": (
            "at its high end",
            [made + each[1].value for each in ends],
        ),
        "difference": ("high less low", [each[2].value for each in ends]),
        "difference_low": ("lower 95 % bound", [each[2].low for each in ends]),
        "difference_high": ("upper 95 % bound", [each[2].high for each in ends]),
        "guess": ("range as screened", [fact.guess for fact in order]),
    }
    return Table({
        **{Column(n, "", m, "text"): rows for n, (m, rows) in text.items()},
        **{Column(n, u, m, "number"): rows for n, (u, m, rows) in numbers.items()},
        **{
            Column(n, "vehicles/year", m, "number"): rows
            for n, (m, rows) in vehicles.items()
        },
        Column("how", "", "how difference or guess was found", "text"): how,
        Column("correlation", "1", "of its ranks with those of vehicles", "number"): [
            fact.correlation.value for fact in order
        ],
        Column("source", "", "where the value is from", "text"): [
            ranges[p].source or "" for p in first
        ],
    })  # fmt: skip
