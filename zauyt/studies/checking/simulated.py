"""Commitments of a year that is not one of a launch: asked of `simulate`."""

from __future__ import annotations

import datetime
from typing import Any

from zauyt.plant.agreement import Obligation
from zauyt.plant.mature import matured
from zauyt.plant.plant import Plant
from zauyt.results.result import Result
from zauyt.runs.batch import Period
from zauyt.studies.checking.sample import Asked, Sample, measured, on_calendar
from zauyt.studies.simulate import simulate
from zauyt.studies.simulation import doubt, unsure
from zauyt.studies.simulation.trial import Bench

FIRST_DAY = datetime.date(2026, 1, 1)
DAYS, WARM_UP_DAYS = 365, 7
CHANCE_RUNS = 2
"""Runs by chance alone beside those with doubt: they tell how much chance does."""


def vehicles(plant: Plant, each: Obligation, asked: Asked) -> Sample:
    """Give the vehicles of a commitment's year, by run."""
    return measured(each, "simulate", "runs", _a_year(plant, each, asked))


def ckd_share(plant: Plant, each: Obligation, asked: Asked) -> Sample:
    """Give the share of vehicles past one point of those past another, run by run.

    The two are counted in different calls on the same random numbers.
    """
    part = _a_year(plant, each, asked)
    whole = _a_year(plant, each.model_copy(update={"count_point": each.of}), asked)
    shares = [a / b if b else 0.0 for a, b in zip(part, whole, strict=True)]
    return measured(each, "simulate", "runs", shares)


def _a_year(plant: Plant, each: Obligation, asked: Asked) -> list[float]:
    """Give the vehicles a year past a commitment's count point, by run."""
    point = each.count_point or "buy_off"
    year = each.year if isinstance(each.year, int) else None

    def make() -> list[float]:
        # How many are wanted moves none of them.
        target = {"vehicles_per_year": 1.0, "count_point": point, "probability": 0.95}
        other = on_calendar(plant, each.calendar).change({"target": target})
        found = _in_brief(other, point, year, asked) if asked.brief else None
        return _in_full(other, year, asked) if found is None else found

    return asked.once(plant, ("simulate", each.calendar, point, year), make)


def _in_full(plant: Plant, year: int | None, asked: Asked) -> list[float]:
    ranges = doubt.doubtful(plant)
    result = simulate(
        plant, start=_first_day(year), days=DAYS, warm_up_days=WARM_UP_DAYS,
        mature=year is None, runs=CHANCE_RUNS if ranges else asked.runs,
        doubt_runs=asked.runs, pairs=0, seed=asked.seed, workers=asked.workers,
    )  # fmt: skip
    return [row["vehicles_per_year"] for row in _doubted(result)]


def _in_brief(
    plant: Plant, point: str, year: int | None, asked: Asked
) -> list[float] | None:
    felt = doubt.felt(matured(plant) if year is None else plant)
    period = Period(_first_day(year), DAYS, WARM_UP_DAYS)
    bench = Bench(felt, period, point, 0, asked.seed, asked.workers)
    found = unsure.in_brief(bench, asked.runs)
    return None if found is None else [float(value) for value in found]


def _first_day(year: int | None) -> datetime.date:
    return FIRST_DAY if year is None else datetime.date(year, 1, 1)


def _doubted(result: Result) -> list[dict[str, Any]]:
    """Give the rows of the runs with doubt, or of all runs where there is no doubt."""
    rows = list(result.tables["runs"].rows())
    return [row for row in rows if row["reading"] == "doubt"] or rows
