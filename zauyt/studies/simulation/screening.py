"""Which numbers in doubt to try out: a quick look at all that have a range.

Where the critical path knows what a number does (operation times, their spread,
set-ups, failures), its derivative along the path times the range is the guess; for
others, and where a derivative sees nothing, the rank correlation with the vehicles
of the runs with doubt, as far as it is clear of zero. Guesses choose what is run
again; they are no findings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.kernels.flow.path import STATION_COLUMNS
from zauyt.plant.evidence import Evidence
from zauyt.plant.line import stations_of
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import value_at
from zauyt.runs.attribution import cycles_on_path
from zauyt.runs.batch import Setting
from zauyt.runs.measure import Measured
from zauyt.statistics.interval import Interval
from zauyt.statistics.sensitivity import rank_correlation
from zauyt.studies.simulation.span import Span
from zauyt.units import TICKS_PER_HOUR

RANGE_IN_SPREADS = 2 * 1.645
"""From the 5 to the 95 % point, in standard deviations of a normal law."""


@dataclass(frozen=True)
class Fact:
    """What is in doubt at once: one number, or several that share their doubt."""

    name: str
    paths: tuple[str, ...]
    guess: float  # vehicles a year between low and high
    how: str
    correlation: Interval


@dataclass(frozen=True)
class Known:
    """What the critical path met, in vehicles a year (by station; by failure)."""

    per_second: Mapping[str, float]
    variation: Mapping[str, float]
    failures: Mapping[str, float]


def known(setting: Setting, runs: Sequence[Measured], span: Span) -> Known:
    """Give what the critical paths met, means over runs."""
    per_second: dict[str, float] = {}
    variation: dict[str, float] = {}
    failures: dict[str, float] = {}
    open_ticks = span.hours * TICKS_PER_HOUR
    for run in runs:
        assert run.attribution is not None, "a run without its history"
        rate = span.a_year(run) / open_ticks if open_ticks else 0.0
        rate /= len(runs)
        table = run.attribution.stations
        for number, stop in enumerate(setting.packed.stops):
            name = stop.station
            of = dict(zip(STATION_COLUMNS, table[number].tolist(), strict=True))
            second = cycles_on_path(run.attribution, number, stop) * 1000 * rate
            per_second[name] = per_second.get(name, 0.0) + second
            varied = of["variation_ticks"] * rate
            variation[name] = variation.get(name, 0.0) + varied
        for column, cause in enumerate(run.attribution.causes):
            kind, _, name = cause.partition(":")
            if kind == "failure":
                ticks = float(run.attribution.days[:, column].sum())
                failures[name] = failures.get(name, 0.0) + ticks * rate
    return Known(per_second, variation, failures)


def facts(
    plant: Plant,
    ranges: Mapping[str, Evidence],
    drawn: Sequence[Mapping[str, float]],
    output: NDArray[np.float64],
    met: Known,
) -> list[Fact]:
    """Give everything in doubt, the largest guess first."""
    groups: dict[str, list[str]] = {}
    for path, evidence in ranges.items():
        groups.setdefault(evidence.shared or path, []).append(path)
    firsts = [paths[0] for paths in groups.values()]
    unknown = Interval(math.nan, math.nan, math.nan, 0.95, 0)
    found = [unknown] * len(firsts)
    if len(drawn) >= 3:
        inputs = np.array([[row[path] for path in firsts] for row in drawn])
        found = rank_correlation(inputs, output)
    spread = float(output.std(ddof=1)) if output.size > 1 else 0.0
    given = []
    for (name, paths), each in zip(groups.items(), found, strict=True):
        swings = [_swing(plant, path, ranges[path], met) for path in paths]
        seen = [swing for swing in swings if swing is not None]
        by_path = abs(math.fsum(seen))
        clear = 0.0
        if each.known and each.low * each.high > 0:
            clear = min(abs(each.low), abs(each.high))
        by_rank = clear * spread * RANGE_IN_SPREADS
        how = "derivative" if seen and by_path >= by_rank else "rank correlation"
        given.append(Fact(name, tuple(paths), max(by_path, by_rank), how, each))
    return sorted(given, key=lambda fact: -fact.guess)


def _swing(plant: Plant, path: str, evidence: Evidence, met: Known) -> float | None:
    """Give what the path says lies between low and high; None where it is silent."""
    value = float(value_at(plant, path))
    low, high = float(evidence.low or 0.0), float(evidence.high or 0.0)
    parts = path.split(".")
    if parts[0] == "failures":
        loss = met.failures.get(parts[1], 0.0)
        return _failure_swing(parts[2], loss, value, low, high)
    if parts[0] != "lines":
        return None
    line = plant.lines[parts[1]]
    names = stations_of(line)
    of_station = parts[2] == "stations" and len(parts) > 4
    key = parts[4:] if of_station else parts[2:]
    chosen = [parts[3]] if of_station else list(names)
    if not of_station:
        chosen = [s for s in chosen if key[0] not in names[s].model_fields_set]
    full = [f"{parts[1]}.{station}" for station in chosen]
    seconds = math.fsum(met.per_second.get(name, 0.0) for name in full)
    if key[0] == "cycle_s":
        return seconds * (high - low)
    if key[0] == "cycle_by_model":
        total = math.fsum(model.share for model in plant.models.values()) or 1.0
        return seconds * (high - low) * plant.models[key[1]].share / total
    if key[0] == "cycle_by_option_s":
        rates = [model.options.get(key[1], 0.0) for model in plant.models.values()]
        return seconds * (high - low) * max(rates, default=0.0)
    if key == ["cycle_law", "cv"] and value > 0:
        spread = math.fsum(met.variation.get(name, 0.0) for name in full)
        return spread * (high - low) / value
    return None


def _failure_swing(
    key: str, loss: float, value: float, low: float, high: float
) -> float | None:
    """Give the difference in a failure's loss, if it grows with the downtime."""
    if key == "mttr_min":
        return loss * (high - low) / value
    if key in ("mtbf_h", "mtbf_operations") and low > 0:
        return loss * (value / low - value / high)
    if key == "availability" and low > 0 and value < 1:
        return loss * ((1 - low) / low - (1 - high) / high) / ((1 - value) / value)
    return None
