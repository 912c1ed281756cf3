"""How much a run has to carry out, at most, from the means alone.

No section is faster than its slowest station, nor than what feeds it; nor, where
all places behind it are limited, than what it gives to. These bounds are passed on
from section to section until they no longer fall. Windows and stops are left out, so
that the figure is somewhat high; chance is left out, too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from zauyt.arrays.expanded import Network, Section, Stop
from zauyt.arrays.ticks import failure_mean
from zauyt.kernels.flow import layout
from zauyt.plant.motion import Paced
from zauyt.units import TICKS_PER_SECOND

SWEEPS = 50
"""Times the bounds are passed on; each time they hold, so any number will do."""


@dataclass(frozen=True)
class Effort:
    """Operations, arrivals and repairs in a day, and the station with most of them."""

    a_day: float
    most_a_day: float
    station: str


@dataclass(frozen=True)
class Written:
    """Rows that a run writes down, about: passages, repairs, and of any station.

    ``history_bytes`` is what the history of all stations and sections takes.
    """

    passages: float
    repairs: float
    operations: float
    history_bytes: float


def written(
    network: Network, open_s: Mapping[str | None, float], *, stores: bool
) -> Written:
    """Give what a run writes down, from the rates of sections while they are open.

    ``open_s`` are the seconds of the run in which each calendar is open; ``stores``
    tells whether what enters and leaves a store is written down.
    """
    passages = repairs = most = history = 0.0
    is_store = [buffer.name in network.plant.stores for buffer in network.buffers]
    for section, rate in zip(network.sections, _rates(network), strict=True):
        seconds = open_s[section.stops[0].calendar]
        jobs = rate * seconds
        most = max(most, jobs)
        kept = 2 if section.motion is not None else len(section.stops)
        history += jobs * (4 * kept + 8 * layout.E.size)
        repairs += seconds * math.fsum(
            _repairs_per_s(network, stop) for stop in section.stops
        )
        for outlet in network.routes[section.route]:
            into = stores and any(is_store[buffer] for buffer, _ in outlet.targets)
            counted = outlet.point is not None or not outlet.targets
            passages += jobs * outlet.share * (counted + into)
        out_of = stores and any(is_store[buffer] for buffer, _ in section.feeds)
        entered = any(network.buffers[buffer].point for buffer, _ in section.feeds)
        passages += jobs * (out_of + entered)
    return Written(passages, repairs, most, history)


def effort(network: Network) -> Effort:
    """Give what a day of a plant has to carry out, at most."""
    rates = _rates(network)
    by_station: dict[str, float] = {}
    for section, rate in zip(network.sections, rates, strict=True):
        for stop in section.stops:
            work = rate + _repairs_per_s(network, stop)
            by_station[stop.station] = by_station.get(stop.station, 0.0) + work
    for origin in network.origins:
        if origin.spec.interval_s is not None:
            name = f"{origin.name}.source"
            by_station[name] = _per_s(origin.spec.interval_s)
    busiest = max(by_station, key=lambda station: by_station[station])
    return Effort(
        86_400 * math.fsum(by_station.values()), 86_400 * by_station[busiest], busiest
    )


def _per_s(seconds: float) -> float:
    """Give how often a second a time fits; at most once a tick."""
    return 1 / max(seconds, 1 / TICKS_PER_SECOND)


def _repairs_per_s(network: Network, stop: Stop) -> float:
    return math.fsum(
        _per_s(failure.mttr_min * 60 + failure_mean(failure) / TICKS_PER_SECOND)
        for failure in (network.plant.failures[name] for name in stop.failures)
        if failure.clock != "operations"
    )


def _own_rate(section: Section) -> float:
    """Give what a section could do if it were always fed and never held up."""
    if isinstance(section.motion, Paced):
        pitches = section.motion.pitch_steps.values()
        return _per_s(min([section.motion.pitch_time_s, *pitches]))
    longest = max(
        min((cycle for cycle in stop.cycle_s if cycle > 0), default=0.0)
        for stop in section.stops
    )
    if section.motion is not None:
        longest += section.motion.transfer_s
    return _per_s(longest)


def _rates(network: Network) -> list[float]:
    """Give the jobs a second that each section takes, at most."""
    rates = [_own_rate(section) for section in network.sections]
    takers: list[list[int]] = [[] for _ in network.buffers]
    givers: list[list[int]] = [[] for _ in network.buffers]
    for number, section in enumerate(network.sections):
        for buffer, _ in section.feeds:
            takers[buffer].append(number)
        for outlet in network.routes[section.route]:
            for buffer, _ in outlet.targets:
                givers[buffer].append(number)
    arrivals = {
        origin.buffer: _per_s(origin.spec.interval_s)
        for origin in network.origins
        if origin.buffer is not None and origin.spec.interval_s is not None
    }
    for _ in range(SWEEPS):
        before = list(rates)
        for number, section in enumerate(network.sections):
            fed = [
                math.fsum(rates[giver] for giver in givers[buffer])
                + arrivals.get(buffer, 0.0)
                for buffer, _ in section.feeds
            ]
            if fed:
                most = min(fed) if section.intake == "each" else math.fsum(fed)
                rates[number] = min(rates[number], most)
            rates[number] = min(
                rates[number], _let_out(network, section, takers, rates)
            )
        if rates == before:
            break
    return rates


def _let_out(
    network: Network, section: Section, takers: list[list[int]], rates: list[float]
) -> float:
    """Give what those behind a section take of it, infinite without limit."""
    least = math.inf
    for outlet in network.routes[section.route]:
        places = [network.buffers[buffer].places for buffer, _ in outlet.targets]
        if not places or None in places or outlet.share <= 0:
            continue
        taken = {taker for buffer, _ in outlet.targets for taker in takers[buffer]}
        # Taken in order, the number of takers changes no last digit of the sum.
        most = math.fsum(rates[taker] for taker in sorted(taken))
        least = min(least, most / outlet.share)
    return least
