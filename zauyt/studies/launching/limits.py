"""What held each month back: the losses on the critical path, month by month.

A run whose gates are decided is carried out once more with its history, and the
critical path is read off it, as in `simulate`'s waterfall: vehicles lost against the
set speed of the mature plant. ``launch`` is a conveyor that is not yet at that speed;
what is closed by the calendar limits nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zauyt.kernels.flow.books import CAUSES
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.runs.batch import Setting
from zauyt.runs.measure import Measured
from zauyt.studies.launching.months import Floats, Months
from zauyt.studies.simulation.pace import pace
from zauyt.studies.simulation.reasons import kind_of
from zauyt.studies.simulation.waterfall import WON_BACK, bars

NO_LOSSES = ("ideal", "out", WON_BACK, "off_shift")
LEAST = 0.005
"""Share of a month's losses below which a cause is left out."""


@dataclass(frozen=True)
class Lost:
    """Vehicles lost by cause and month (causes, months), mean over runs."""

    causes: tuple[str, ...]
    vehicles: Floats

    def most(self, month: int) -> tuple[str | None, float]:
        """Give the cause that took most of a month, and the vehicles it took."""
        if not self.causes or self.vehicles[:, month].max() <= 0:
            return None, 0.0
        place = int(self.vehicles[:, month].argmax())
        return self.causes[place], float(self.vehicles[place, month])


def by_month(recorded: Sequence[tuple[Setting, Measured]], span: Months) -> Lost:
    """Give what was lost in each month, mean over recorded runs."""
    every: dict[str, list[Floats]] = {}
    for setting, run in recorded:
        setter = pace(setting.packed, [run], setting.counted.point)
        for cause, by_day in bars(run, setter).items():
            planned = cause not in CAUSES and kind_of(cause) == "closed"
            if cause not in NO_LOSSES and not planned:
                every.setdefault(cause, []).append(span.sums(by_day))
    means = {
        cause: np.sum(rows, axis=0) / len(recorded) for cause, rows in every.items()
    }
    felt = [cause for cause, row in means.items() if (row > 0.5).any()]
    felt.sort(key=lambda cause: -float(means[cause].sum()))
    empty = np.zeros((0, len(span.firsts)))
    return Lost(tuple(felt), np.stack([means[c] for c in felt]) if felt else empty)


def table(lost: Lost, span: Months) -> Table:
    """Give the losses as one row a month and cause, the largest first."""
    rows = []
    for month, first in enumerate(span.firsts):
        column = lost.vehicles[:, month] if lost.causes else np.zeros(0)
        total = float(np.maximum(column, 0).sum())
        for place in np.argsort(-column, kind="stable").tolist():
            if total > 0 and column[place] >= LEAST * total:
                rows.append((first, lost.causes[place], float(column[place])))
    return Table({
        Column("month", "", "first day of the month", "date"): [r[0] for r in rows],
        Column("cause", "", "what the vehicles were lost to", "text"): [
            row[1] for row in rows
        ],
        Column("vehicles", "vehicles", "lost against the set speed", "number"): [
            row[2] for row in rows
        ],
    })  # fmt: skip
