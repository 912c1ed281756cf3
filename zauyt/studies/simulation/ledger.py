"""The assumption ledger: which number in doubt moves the answer most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zauyt.plant.change import value_at
from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.runs.measure import Measured
from zauyt.statistics.sensitivity import rank_correlation


def table(
    plant: Plant,
    ranges: Mapping[str, Evidence],
    drawn: Sequence[Mapping[str, float]],
    runs: Sequence[Measured],
    *,
    days: int,
) -> dict[str, Table]:
    """Give every number with a range, ranked by how closely the answer follows it.

    The ranking is by rank correlation over the runs with doubt; with few runs
    its interval is wide, and numbers far down the list are in no order.
    """
    if len(runs) < 3:
        return {}
    paths = list(ranges)
    inputs = np.array([[row[path] for path in paths] for row in drawn])
    output = np.array([run.vehicles * 365 / days for run in runs])
    found = rank_correlation(inputs, output)
    strength = [
        0.0 if not np.isfinite(each.value) else abs(each.value) for each in found
    ]
    order = sorted(range(len(paths)), key=lambda place: -strength[place])
    evidence = [ranges[paths[place]] for place in order]
    return {"ledger": Table({
        Column("path", "", "number in the plant file", "text"): [
            paths[place] for place in order
        ],
        Column("value", "as stated", "its value", "number"): [
            float(value_at(plant, paths[place])) for place in order
        ],
        Column("low", "as stated", "5 % point", "number"): [
            float(each.low or 0.0) for each in evidence
        ],
        Column("high", "as stated", "95 % point", "number"): [
            float(each.high or 0.0) for each in evidence
        ],
        Column("correlation", "1", "of its ranks with those of vehicles", "number"): [
            found[place].value for place in order
        ],
        Column("correlation_low", "1", "lower 95 % bound", "number"): [
            found[place].low for place in order
        ],
        Column("correlation_high", "1", "upper 95 % bound", "number"): [
            found[place].high for place in order
        ],
        Column("source", "", "where the value is from", "text"): [
            each.source or "" for each in evidence
        ],
    })}  # fmt: skip
