"""Commitments of the launch: one run of it answers for all years and count points."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from zauyt.plant.agreement import Obligation
from zauyt.plant.plant import Plant
from zauyt.plant.ramp import Ramp
from zauyt.studies.checking.sample import (
    Asked,
    Sample,
    main_calendar,
    measured,
    on_calendar,
)
from zauyt.studies.launching.bench import bench_of, by_chance, in_doubt
from zauyt.studies.launching.months import Floats

LATE = datetime.timedelta(days=183)
"""How long after its day a first vehicle is looked for: to say how late it is."""


def of_launch(plant: Plant, each: Obligation) -> bool:
    """Tell whether a commitment is one of the plant's launch."""
    if plant.ramp is None:
        return False
    if each.measure == "first_vehicle":
        return True
    return each.measure in ("vehicles", "ckd_share") and isinstance(each.year, int)


def launched(
    plant: Plant, every: Mapping[str, Obligation], asked: Asked
) -> dict[str, Sample]:
    """Give what becomes of commitments of the launch, by one launch a shift pattern."""
    assert plant.ramp is not None, "a launch without a ramp"
    main = main_calendar(plant)
    found: dict[str, Sample] = {}
    for calendar in dict.fromkeys(each.calendar or main for each in every.values()):
        own = {n: e for n, e in every.items() if (e.calendar or main) == calendar}
        last = max(_span(plant.ramp, each)[1] for each in own.values())
        ways = _ways(plant, calendar, _months(plant.ramp.start, last), asked)
        for name, each in own.items():
            if each.measure == "first_vehicle":
                found[name] = _first(plant, each, ways)
                continue
            found[name] = measured(each, "launch", "runs", _made(plant, each, ways))
    return found


def _ways(
    plant: Plant, calendar: str | None, months: int, asked: Asked
) -> Mapping[str, Floats]:
    """Give the vehicles past every count point (runs, days), with all doubt there is.

    Where no number has a range the runs differ by chance alone.
    """

    def make() -> Mapping[str, Floats]:
        bench = bench_of(
            on_calendar(plant, calendar), months=months, seed=asked.seed,
            workers=asked.workers,
        )  # fmt: skip
        carried = in_doubt if bench.doubts.numbers else by_chance
        ways = carried(bench, asked.runs, lambda _: None)
        points = {"": bench.point} | {name: name for name in ways[0].by_point}
        return {
            name: np.array([way.by_day(point) for way in ways], dtype=np.float64)
            for name, point in points.items()
        }

    return asked.once(plant, ("launch", calendar, months), make)


def _made(plant: Plant, each: Obligation, ways: Mapping[str, Floats]) -> list[float]:
    """Give what a commitment came to, by run."""
    assert plant.ramp is not None, "a launch without a ramp"
    first, last = _span(plant.ramp, each)
    begin = plant.ramp.start
    days = slice((first - begin).days, (last - begin).days + 1)
    counted = ways[each.count_point or ""][:, days].sum(axis=1)
    if each.measure != "ckd_share":
        return [float(value) for value in counted]
    of = ways[each.of or ""][:, days].sum(axis=1)
    return [float(a / b) if b else 0.0 for a, b in zip(counted, of, strict=True)]


def _first(plant: Plant, each: Obligation, ways: Mapping[str, Floats]) -> Sample:
    """Give the days that the first vehicle has to spare, by run; below 0 it is late."""
    assert plant.ramp is not None, "a launch without a ramp"
    assert each.by is not None, "a date that was checked"
    made = ways[each.count_point or ""] > 0
    seen = made.any(axis=1)
    days = np.where(seen, made.argmax(axis=1), made.shape[1])
    spare = (each.by - plant.ramp.start).days - days
    found = measured(each, "launch", "runs", [float(value) for value in spare])
    return replace(found, unseen=int((~seen).sum()))


def _span(ramp: Ramp, each: Obligation) -> tuple[datetime.date, datetime.date]:
    """Give the first and the last day that are looked at."""
    if each.measure == "first_vehicle":
        assert each.by is not None, "a date that was checked"
        return ramp.start, each.by + LATE
    assert isinstance(each.year, int), "a year that was checked"
    first = max(datetime.date(each.year, 1, 1), ramp.start)
    return first, datetime.date(each.year, 12, 31)


def _months(first: datetime.date, last: datetime.date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month + 1
