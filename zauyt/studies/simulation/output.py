"""Vehicles out by day, month, hour and shift, over the runs that differ by chance.

A shift is one of the line at whose end vehicles are counted. A vehicle belongs to the
shift in which it passes, and the shift to the day on which it begins, also after
midnight. Net JPH are vehicles per planned hour: the hours in which that line is open
by its calendar.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.calendar import ClosedWindows
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.results.summary import bounded
from zauyt.runs.batch import Period, Setting, counting_stop
from zauyt.runs.measure import Measured
from zauyt.runs.passages import HOURS
from zauyt.statistics.interval import interval, points
from zauyt.units import TICKS_PER_HOUR

Runs = Sequence[Measured]
Floats = NDArray[np.float64]


def output_tables(setting: Setting, runs: Runs, period: Period) -> dict[str, Table]:
    """Give vehicles by month, day, hour and shift, means over runs with a band."""
    by_day = np.array([run.by_day.sum(axis=1) for run in runs], dtype=np.float64)
    dates = [period.first_day + datetime.timedelta(days=d) for d in range(period.days)]
    months = [date.replace(day=1) for date in dates]
    firsts = list(dict.fromkeys(months))
    number = np.array([firsts.index(month) for month in months])
    by_month = np.stack(
        [by_day[:, number == place].sum(axis=1) for place in range(len(firsts))], axis=1
    )
    return {
        "output_by_month": _dated("month", "first day of the month", firsts, by_month),
        "output_by_day": _dated("date", "day", dates, by_day),
        "output_by_hour": _by_hour(setting, runs),
        **_by_shift(setting, runs, period),
    }


def _dated(
    name: str, meaning: str, dates: list[datetime.date], sample: Floats
) -> Table:
    return Table({Column(name, "", meaning, "date"): dates, **_band(sample)})


def _band(sample: Floats) -> dict[Column, Any]:
    """Give the columns of vehicles: mean over runs, and where most runs lie."""
    low, high = points(sample, [0.05, 0.95])
    return {
        Column("vehicles", "vehicles", "mean over runs", "number"): sample.mean(axis=0),
        Column("p05", "vehicles", "5 % of runs are below", "number"): low,
        Column("p95", "vehicles", "95 % of runs are below", "number"): high,
    }


def _open_before(closed: ClosedWindows, ticks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the open ticks before each of some."""
    shut = np.concatenate([[0], np.cumsum(closed.end_ms - closed.start_ms)])
    ends = np.concatenate([[0], closed.end_ms])
    place = np.searchsorted(closed.start_ms, ticks, side="right")
    # Of the window that holds, what is still ahead.
    ahead = np.maximum(ends[place] - ticks, 0)
    given: NDArray[np.int64] = ticks - shut[place] + ahead
    return given


def _planned(
    setting: Setting, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> Floats:
    """Give the planned hours between pairs of ticks, as far as they are counted."""
    first, last = setting.counted.day_starts[[0, -1]]
    begin, end = starts.clip(first, last), ends.clip(first, last)
    calendar = counting_stop(setting.packed, setting.counted.point).calendar
    if calendar is not None:
        closed: ClosedWindows = setting.packed.calendars[calendar]
        begin, end = _open_before(closed, begin), _open_before(closed, end)
    hours: Floats = (end - begin) / TICKS_PER_HOUR
    return hours


def _rates(sample: Floats, hours: Floats) -> dict[Column, Any]:
    """Give the columns of net JPH over runs; unknown where no hour was planned."""
    with np.errstate(invalid="ignore", divide="ignore"):
        jph = np.where(hours > 0, sample / hours, np.nan)
    bounds = [interval(column) for column in jph.T]
    columns: dict[Column, Any] = {
        Column("planned_h", "h", "open hours of the counting line"): hours,
        **bounded("jph_net", "1/h", "good vehicles per planned hour", bounds,
                  short="jph"),
    }  # fmt: skip
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        name = f"jph_p{100 * share:02.0f}"
        meaning = f"{100 * share:g} % of runs are below"
        columns[Column(name, "1/h", meaning, "number")] = points(jph, [share])[0]
    return columns


def _by_hour(setting: Setting, runs: Runs) -> Table:
    sample = np.array([run.by_hour for run in runs], dtype=np.float64)
    starts = setting.counted.hour_starts
    ends = np.append(starts[1:], setting.counted.day_starts[-1])
    hours = _planned(setting, starts, ends).reshape(-1, HOURS).sum(axis=0)
    return Table({
        Column("hour", "", "hour of the day by the clock", "text"): [
            f"{hour:02}:00" for hour in range(HOURS)
        ],
        **_band(sample),
        **_rates(sample, hours),
    })  # fmt: skip


def _by_shift(setting: Setting, runs: Runs, period: Period) -> dict[str, Table]:
    """Give the tables by shift, and by every shift of every day, if it has shifts."""
    counted, packed = setting.counted, setting.packed
    calendar = counting_stop(packed, counted.point).calendar
    if calendar is None:
        return {}
    closed = packed.calendars[calendar]
    inside = np.isin(closed.shift_start_ms, counted.shift_starts, assume_unique=True)
    shift, day = closed.shift[inside], closed.shift_day[inside]
    hours = _planned(setting, counted.shift_starts, counted.shift_ends)
    sample = np.array([run.by_shift for run in runs], dtype=np.float64)
    made, outside = sample[:, :-1], sample[:, -1:]
    names = [*closed.shifts, "outside"]
    groups = [shift == number for number in range(len(closed.shifts))]
    by_shift = np.stack(
        [made[:, group].sum(axis=1) for group in groups], axis=1
    )  # (runs, shifts)
    total = np.concatenate([by_shift, outside], axis=1)
    planned = np.array([*(float(hours[group].sum()) for group in groups), 0.0])
    count = [*(int(group.sum()) for group in groups), 0]
    return {
        "output_by_shift": Table({
            Column("shift", "", "shift, or outside all of them", "text"): names,
            Column("shifts", "1", "how often it was worked", "whole"): count,
            **_band(total),
            Column("vehicles_a_shift", "vehicles", "mean of such a shift", "number"): [
                made / times if times else np.nan
                for made, times in zip(total.mean(axis=0), count, strict=True)
            ],
            **_rates(total, planned),
        }),
        "output_by_shift_day": Table({
            Column("date", "", "day on which the shift begins", "date"): [
                period.begin + datetime.timedelta(days=each) for each in day.tolist()
            ],
            Column("shift", "", "shift", "text"): [names[k] for k in shift.tolist()],
            **_band(made),
            Column("planned_h", "h", "open hours of the counting line"): hours,
            Column("jph_net", "1/h", "good vehicles per planned hour", "number"):
                made.mean(axis=0) / np.where(hours > 0, hours, np.nan),
        }),
    }  # fmt: skip
