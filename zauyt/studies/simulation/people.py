"""How many people were there in each shift, and how much of their time they worked.

People count where a station's crew needs them. They work while the station works;
for the rest of the shift, breaks left out, they wait for it or have no station.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.calendar import ClosedWindows
from zauyt.arrays.pack import STATES
from zauyt.arrays.staffing import Shift, present
from zauyt.plant.people import on_books
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.results.summary import bounded
from zauyt.runs.batch import Setting
from zauyt.runs.measure import Measured
from zauyt.statistics.interval import interval
from zauyt.units import TICKS_PER_HOUR

Runs = Sequence[Measured]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Days:
    """A skill's shift in the counted time, workday by workday."""

    needed: Floats
    hours: Floats  # open hours of the stations that need them, weighted by need
    place: NDArray[np.int64]  # which workdays of the shift were counted


def people_tables(setting: Setting, runs: Runs, *, seed: int) -> dict[str, Table]:
    """Give who was there by skill and shift, and the use of each skill's hours.

    There are none where no station has a crew.
    """
    known = setting.packed.stated.people
    rows: list[tuple[str, str, int, float]] = []
    there: list[Floats] = []  # mean people, (runs)
    short: list[Floats] = []  # share of shifts with too few, (runs)
    manned: dict[str, Floats] = {}
    for name, skill in known.people.items():
        manned[name] = np.zeros(len(runs))
        for shift in known.shifts:
            days = _days(setting, shift, name)
            if not days.place.size:
                continue
            found = np.array([
                present(skill, name=name, shift=shift.name, days=shift.days,
                        seed=seed, run=run.number,
                        there=shift.there.get(name))[days.place]
                for run in runs
            ])  # fmt: skip
            books, most = on_books(skill, shift.name), float(days.needed.max())
            rows.append((name, shift.name, books, most))
            there.append(found.mean(axis=1))
            short.append((found < days.needed - 1e-9).mean(axis=1))
            manned[name] += (found * days.hours).sum(axis=1)
    if not rows:
        return {}
    on_shift = Table({
        Column("skill", "", "skill", "text"): [row[0] for row in rows],
        Column("shift", "", "shift", "text"): [row[1] for row in rows],
        Column("on_books", "people", "on the books of the shift"): [
            row[2] for row in rows
        ],
        Column("needed", "people", "that the crews of its stations need"): [
            row[3] for row in rows
        ],
        **bounded("present", "people", "there on a workday, with those who step in",
                  [interval(each) for each in there]),
        Column("short", "share", "share of workdays with too few"): [
            float(each.mean()) for each in short
        ],
    })  # fmt: skip
    return {"people_by_shift": on_shift, "people": _use(setting, runs, manned)}


def _use(setting: Setting, runs: Runs, manned: dict[str, Floats]) -> Table:
    working = STATES.index("working")
    names = [name for name in manned if manned[name].any()]
    worked = {name: np.zeros(len(runs)) for name in names}
    for number, stop in enumerate(setting.packed.stops):
        for name, need in stop.work.crew.items():
            ticks = np.array([float(run.spent[number, working]) for run in runs])
            if name in worked:
                worked[name] += need * ticks / TICKS_PER_HOUR
    years = 365 * 24 * TICKS_PER_HOUR / setting.counted.ticks
    return Table({
        Column("skill", "", "skill", "text"): names,
        **bounded("present_h", "h/year", "hours of people who were there",
                  [interval(manned[name] * years) for name in names]),
        **bounded("working_h", "h/year", "of these, while their station worked",
                  [interval(worked[name] * years) for name in names]),
        **bounded("use", "share", "share of their hours in which they worked",
                  [interval(worked[name] / manned[name]) for name in names]),
    })  # fmt: skip


def _days(setting: Setting, shift: Shift, skill: str) -> _Days:
    """Give what a skill's stations ask of each counted workday of a shift."""
    packed = setting.packed
    begin, end = (int(setting.counted.day_starts[place]) for place in (0, -1))
    needed, hours = np.zeros(shift.days), np.zeros(shift.days)
    for turn in shift.turns:
        need = sum(
            stop.work.crew.get(skill, 0.0)
            for stop in packed.stops
            if stop.calendar == turn.calendar
        )
        start_ms, end_ms = (t.clip(begin, end) for t in (turn.start_ms, turn.end_ms))
        open_h = _open_h(packed.calendars[turn.calendar], start_ms, end_ms)
        needed[turn.place] += need * (end_ms > start_ms)
        hours[turn.place] += need * open_h
    place = np.flatnonzero(needed > 0)
    return _Days(needed[place], hours[place] / needed[place], place)


def _open_h(
    closed: ClosedWindows, start_ms: NDArray[np.int64], end_ms: NDArray[np.int64]
) -> Floats:
    """Give the open hours of a calendar between pairs of moments."""
    lengths = np.concatenate([[0], np.cumsum(closed.end_ms - closed.start_ms)])

    def shut(at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the closed ticks before a moment."""
        before = np.searchsorted(closed.start_ms, at)
        last = np.maximum(before - 1, 0)
        over = np.where(before > 0, (closed.end_ms[last] - at).clip(0), 0)
        given: NDArray[np.int64] = lengths[before] - over
        return given

    open_ms: Floats = (end_ms - start_ms - shut(end_ms) + shut(start_ms)) / 1.0
    return open_ms / TICKS_PER_HOUR
