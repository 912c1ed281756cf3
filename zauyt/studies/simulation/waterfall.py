"""The loss waterfall: from the set speed of the pace-setting line to vehicles out.

At the set speed (`pace`), over every hour of the calendar, the plant would make the
ideal number of vehicles. The critical path of a run books every tick to a cause;
divided by the pace, that is vehicles. Work at the usual pace, less what it made, is
what buffers and stations faster than the pace won back (a gain is negative). So the
bars close by construction of the path, in every run and on every day, with nothing
left over.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zauyt.runs.measure import Measured
from zauyt.studies.simulation.pace import Pace

WON_BACK = "won_back"
PASSED_ON = ("pace",)
"""Columns of the path that are no loss by themselves."""


def bars(run: Measured, setting: Pace) -> dict[str, NDArray[np.float64]]:
    """Give one run's waterfall by day, in vehicles: ideal, losses, vehicles out.

    ``ideal`` less every other bar but ``out`` is ``out``; a gain is a negative
    loss.
    """
    attribution = run.attribution
    assert attribution is not None, "a run without its history"
    days = attribution.days / setting.ticks
    out = run.by_day.sum(axis=1).astype(np.float64)
    scrapped = run.scrapped_by_day.astype(np.float64)
    given: dict[str, NDArray[np.float64]] = {"ideal": days.sum(axis=1)}
    for column, cause in enumerate(attribution.causes):
        if cause not in PASSED_ON:
            given[cause] = days[:, column].copy()
    given["quality"] += scrapped
    at_pace = days[:, attribution.causes.index("pace")]
    given[WON_BACK] = at_pace - out - scrapped
    given["out"] = out
    return given
