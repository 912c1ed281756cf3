"""What held each month back: the losses on the critical path, month by month.

A run whose gates are decided is carried out once more with its history, and the
critical path is read off it, as in `simulate`'s waterfall: vehicles lost against the
set speed of the mature plant. ``launch`` is a conveyor that is not yet at that speed;
what is closed by the calendar limits nothing. Of ``cycle_variation`` counts what no
buffer won back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zauyt.kernels.flow.books import CAUSES
from zauyt.results.column import Column
from zauyt.results.result import Table, of_rows
from zauyt.runs.batch import Setting
from zauyt.runs.measure import Measured
from zauyt.studies.launching.months import Floats, Months
from zauyt.studies.simulation.pace import pace
from zauyt.studies.simulation.reasons import kind_of
from zauyt.studies.simulation.waterfall import WON_BACK, bars

NO_LOSSES = ("ideal", "out", WON_BACK, "off_shift")
VARIATION = "cycle_variation"
LEAST = 0.005
"""Share of a month's losses below which a cause is left out."""


@dataclass(frozen=True)
class Limit:
    """What took most of a month in most runs: vehicles, and the share of such runs."""

    cause: str | None
    vehicles: float
    share: float


@dataclass(frozen=True)
class Lost:
    """Vehicles lost by run, cause and month (runs, causes, months)."""

    causes: tuple[str, ...]
    vehicles: Floats

    def shares(self) -> Floats:
        """Give the share of runs in which each cause took most (causes, months)."""
        if not self.vehicles.size:
            return np.zeros(self.vehicles.shape[1:])
        most = self.vehicles.argmax(axis=1)
        some = self.vehicles.max(axis=1) > 0
        places = np.arange(len(self.causes))[:, None, None]
        shares: Floats = ((most == places) & some).mean(axis=1)
        return shares

    def most(self, month: int) -> Limit:
        """Give what took most of a month in most runs; of several, by vehicles."""
        shares = self.shares()[:, month]
        if not shares.size or not shares.any():
            return Limit(None, 0.0, 0.0)
        mean = self.vehicles.mean(axis=0)[:, month]
        place = int(np.lexsort((mean, shares))[-1])
        return Limit(self.causes[place], float(mean[place]), float(shares[place]))


def by_month(recorded: Sequence[tuple[Setting, Measured]], span: Months) -> Lost:
    """Give what was lost in each month of recorded runs."""
    shape = (len(recorded), len(span.firsts))
    every: dict[str, Floats] = {}
    for number, (setting, run) in enumerate(recorded):
        setter = pace(setting.packed, [run], setting.counted.point)
        lost = bars(run, setter)
        lost[VARIATION] = lost[VARIATION] + lost[WON_BACK]
        for cause, by_day in lost.items():
            planned = cause not in CAUSES and kind_of(cause) == "closed"
            if cause not in NO_LOSSES and not planned:
                every.setdefault(cause, np.zeros(shape))[number] += span.sums(by_day)
    if VARIATION in every:
        every[VARIATION] = np.maximum(every[VARIATION], 0)
    felt = [cause for cause, rows in every.items() if (rows.mean(axis=0) > 0.5).any()]
    felt.sort(key=lambda cause: (-float(every[cause].sum()), cause))
    empty = np.zeros((shape[0], 0, shape[1]))
    vehicles = np.stack([every[cause] for cause in felt], axis=1) if felt else empty
    return Lost(tuple(felt), vehicles)


def table(lost: Lost, span: Months) -> Table:
    """Give the losses as one row a month and cause, the largest first."""
    columns = (
        Column("month", "", "first day of the month", "date"),
        Column("cause", "", "what the vehicles were lost to", "text"),
        Column("vehicles", "vehicles", "lost against the set speed, mean over runs",
               "number"),
        Column("p05", "vehicles", "5 % of runs are below", "number"),
        Column("p95", "vehicles", "95 % of runs are below", "number"),
        Column("most_in", "share", "runs in which it took most of the month", "number"),
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    if not lost.causes or not lost.vehicles.size:
        return of_rows(rows, *columns)
    mean, shares = lost.vehicles.mean(axis=0), lost.shares()
    low, high = np.quantile(lost.vehicles, [0.05, 0.95], axis=0)
    for month, first in enumerate(span.firsts):
        total = float(np.maximum(mean[:, month], 0).sum())
        for place in np.argsort(-mean[:, month], kind="stable").tolist():
            if total > 0 and mean[place, month] >= LEAST * total:
                at = place, month
                numbers = (mean[at], low[at], high[at], shares[at])
                rows.append((first, lost.causes[place], *map(float, numbers)))
    return of_rows(rows, *columns)
