"""Why no vehicle comes out at all, and what is more than can be simulated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zauyt.arrays.effort import effort
from zauyt.arrays.expanded import Network
from zauyt.arrays.pack import STATES
from zauyt.errors import Problem
from zauyt.results.result import Note
from zauyt.runs.batch import Period, Setting
from zauyt.runs.measure import Measured

MOST_A_DAY = 20e6
"""Operations a day: ten thousand stations and two thousand vehicles."""
MOST_A_RUN = 1e10


def too_much(network: Network, period: Period) -> list[Problem]:
    """Tell when a run would not end within anyone's patience, and by what station."""
    work = effort(network)
    days = period.days + period.warm_up_days
    if work.a_day <= MOST_A_DAY and work.a_day * days <= MOST_A_RUN:
        return []
    message = (
        f"a run of {days:,} days would carry out about {work.a_day * days:,.0f}"
        f" operations, {work.a_day:,.0f} a day; {MOST_A_DAY:,.0f} a day and"
        f" {MOST_A_RUN:,.0f} in all are allowed. {work.station} has most,"
        f" {work.most_a_day:,.0f} a day: look at its seconds, and at its failures"
    )
    return [Problem(f"lines.{work.station}", message, "too_much")]


def no_vehicle(
    setting: Setting, runs: Sequence[Measured], period: Period
) -> list[Note]:
    """Tell why not one vehicle passed the count point in any run, if so.

    The first station, from where jobs come from, that passed none on is named with
    what it spent most of its open time on.
    """
    if any(run.left_in_all for run in runs):
        return []
    said: dict[str, str | int] = {
        "point": setting.counted.point,
        "days": period.days + period.warm_up_days,
    }
    served = np.sum([run.served for run in runs], axis=0)
    number = len(served)
    for section in reversed(setting.packed.network.sections):
        first = number - len(section.stops)
        for place, stop in enumerate(section.stops, start=first):
            if not served[place]:
                said["station"] = stop.name
                key, reason = _state(setting, runs, place)
                if reason is not None:
                    said["reason"] = reason
                return [Note(f"simulate.none.{key}", said)]
        number = first
    return [Note("simulate.none.lost", said)]


def _state(
    setting: Setting, runs: Sequence[Measured], station: int
) -> tuple[str, str | None]:
    """Give the state that took most of a station's open time, and its reason."""
    columns = setting.packed.columns
    spent = np.sum([run.spent[station] for run in runs], axis=0)
    shut = [
        place
        for place, name in enumerate(columns)
        if place >= len(STATES) and not name.startswith(("failure:", "repair_crew:"))
    ]
    is_open = spent.copy()
    is_open[shut] = 0
    most = int(np.argmax(is_open if is_open.any() else spent))
    if most < len(STATES):
        return STATES[most], None
    if most not in shut:
        return "down", columns[most].rpartition(":")[2]
    reasons = [
        columns[place].rpartition(":")[2].replace("_", " ")
        for place in shut
        if spent[place]
    ]
    return "closed", ", ".join(reasons)
