"""What a launch multiplies: factors in whole millionths, from a date or a unit on.

Several on one thing multiply; what comes of that is in whole millionths again.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable
from functools import cache

from zauyt.arrays.expanded import Stop
from zauyt.plant.launch import Curve, Launch
from zauyt.plant.line import stations_of
from zauyt.plant.plant import Plant

TickOf = Callable[[datetime.date], int]

MILLION = 1_000_000


def millionths(factor: float) -> int:
    """Give a factor in whole millionths, at least one."""
    return max(round(factor * MILLION), 1)


def multiplied(factors: Iterable[int]) -> int:
    """Give the product of factors in millionths."""
    return millionths(math.prod(factor / MILLION for factor in factors))


def of_station(plant: Plant, scales: str, stop: Stop) -> list[Launch]:
    """Give the launches that concern a station."""
    return [
        event
        for event in plant.launch.values()
        if event.scales == scales
        and (
            not (event.lines or event.stations)
            or stop.line in event.lines
            or stop.station in event.stations
        )
    ]


def of_rejects(plant: Plant, line: str) -> list[Launch]:
    """Give the launches that concern what is rejected at a line's end."""
    return [
        event
        for event in plant.launch.values()
        if event.scales == "rejects" and (not event.lines or line in event.lines)
    ]


def by_date(events: Iterable[Launch], tick_of: TickOf, time: int) -> int:
    """Give the factor of a time; before the first date the first one holds."""
    factors = []
    for event in events:
        steps = sorted(event.by_date.items())
        came = [f for d, f in steps if tick_of(datetime.date.fromisoformat(d)) <= time]
        if steps:
            factors.append(millionths(came[-1] if came else steps[0][1]))
    return multiplied(factors)


def by_units(events: Iterable[Launch], made: int) -> int:
    """Give the factor of what comes after so many."""
    factors = []
    for event in events:
        steps = sorted((int(units), factor) for units, factor in event.by_units.items())
        if event.curve is not None:
            steps = of_curve(event.curve)
        came = [factor for units, factor in steps if units <= made]
        if steps:
            factors.append(millionths(came[-1] if came else steps[0][1]))
    return multiplied(factors)


@cache
def of_curve(curve: Curve) -> list[tuple[int, float]]:
    """Give the steps of a curve: blocks of units, each with the mean of its units."""
    slope = math.log2(curve.progress)

    def alone(unit: int) -> float:
        if curve.law == "crawford":
            return float(unit**slope)
        return float(unit ** (1 + slope) - (unit - 1) ** (1 + slope))

    scale = curve.first / alone(curve.before + 1)
    steps, begin = [], curve.before + 1
    while scale * alone(begin) > 1 + 1e-12:
        block = []
        unit = begin
        ends_at = max(begin + 1, round(begin * math.sqrt(2)))
        while unit < ends_at and scale * alone(unit) > 1 + 1e-12:
            block.append(scale * alone(unit))
            unit += 1
        steps.append((begin - 1 - curve.before, math.fsum(block) / len(block)))
        begin = unit
    return [*steps, (begin - 1 - curve.before, 1.0)]


def of_takt(plant: Plant, name: str, tick_of: TickOf, time: int) -> int:
    """Give how many times longer a line's work is at least at a time, or 0."""
    line = plant.lines[name]
    steps = sorted(line.takt_steps.items())
    if not steps:
        return 0
    came = [s for d, s in steps if tick_of(datetime.date.fromisoformat(d)) <= time]
    slowest = max(
        (station.cycle_s or 0) / station.positions
        for station in stations_of(line).values()
    )
    return millionths((came[-1] if came else steps[0][1]) / slowest)


def longer(amount: int, date_factor: int, unit_factor: int, takt: int = 0) -> int:
    """Give an amount of ticks times two factors or the takt's, at least 1 tick."""
    factor = max(float(date_factor) * float(unit_factor), float(takt) * MILLION)
    if factor == 1e12:
        return amount
    return max(int(amount * (factor / 1e12) + 0.5), 1)


def shorter(amount: int, date_factor: int, unit_factor: int) -> int:
    """Give an amount of ticks or operations over two factors, at least 1."""
    if date_factor == unit_factor == MILLION:
        return amount
    return max(int(amount * 1e12 / (float(date_factor) * float(unit_factor)) + 0.5), 1)
