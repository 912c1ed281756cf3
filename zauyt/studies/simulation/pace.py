"""The set speed: what the plant would make if nothing stopped it, for its mix.

Every group of parallel stations passes on at most what its usual operations allow,
for the mix that it built, and at most what comes to it: the sum of what feeds it, or
the least of its parts where it joins them. These bounds are passed on from group to
group until they no longer fall. Where a line takes from several, one may make up for
another; where models part, they keep their shares. Reworked jobs do not count. What
passes the count point, and what the slowest of those makes that no vehicle can do
without, is the set speed; that station, or else the busiest at its bound, sets it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.expanded import Network
from zauyt.arrays.pack import Packed
from zauyt.arrays.revisits import for_rework
from zauyt.plant.motion import Paced
from zauyt.runs.measure import Measured

SWEEPS = 200
"""Times the bounds are passed on; each time they hold, so any number will do."""
ALIKE = 1e-9


@dataclass(frozen=True)
class Pace:
    """The station that sets the pace, and the ticks it leaves for a vehicle."""

    station: str
    line: str
    ticks: float


def kind_shares(packed: Packed, runs: Sequence[Measured]) -> NDArray[np.float64]:
    """Give the mix that left, as shares of kinds (all equal if none left)."""
    built = sum((run.by_day.sum(axis=0) for run in runs), np.zeros(1))
    shares = np.asarray(built, dtype=np.float64)
    if not shares.sum():
        shares = np.ones(len(packed.network.kinds))
    given: NDArray[np.float64] = shares / shares.sum()
    return given


def mixes(packed: Packed, runs: Sequence[Measured]) -> NDArray[np.float64]:
    """Give the mix that every section took, as shares (sections, kinds).

    A section that took nothing has the mix that left.
    """
    took = np.sum([run.built for run in runs], axis=0).astype(np.float64)
    took[took.sum(axis=1) == 0] = kind_shares(packed, runs)
    given: NDArray[np.float64] = took / took.sum(axis=1, keepdims=True)
    return given


def usual_ticks(packed: Packed, mix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the ticks of every station's usual operation for its section's mix.

    A station of a conveyor has the conveyor's time: its set speed after the
    launch, or its own work if that is longer; or the longest work and the move.
    """
    cycles = np.array([stop.cycle_s for stop in packed.stops]) * 1000.0
    usual: NDArray[np.float64] = (cycles * mix[packed.section_of]).sum(axis=1)
    first = 0
    for section in packed.network.sections:
        own = usual[first : first + len(section.stops)]
        if isinstance(section.motion, Paced):
            own[:] = np.maximum(own, section.motion.pitch_time_s * 1000.0)
        elif section.motion is not None:
            own[:] = own.max() + section.motion.transfer_s * 1000.0
        first += len(section.stops)
    return usual


def visits(packed: Packed, runs: Sequence[Measured]) -> dict[str, float]:
    """Give the visits to every station for one vehicle that leaves."""
    jobs: dict[str, float] = {}
    for number, section in enumerate(packed.network.sections):
        count = float(sum(int(run.built[number].sum()) for run in runs))
        for stop in section.stops:
            jobs[stop.station] = jobs.get(stop.station, 0.0) + count
    out = float(sum(run.vehicles for run in runs)) or 1.0
    return {name: count / out for name, count in jobs.items()}


@dataclass
class _Group:
    """Parallel sections: what they can do, what feeds them, where they give to."""

    rate: float  # jobs a tick
    feeds: tuple[tuple[int, float], ...]  # buffer and weight; none for a source
    intake: str
    targets: tuple[tuple[int, float], ...]  # buffer, and the share that may go there
    sections: list[int] = field(default_factory=list)


def _groups(
    packed: Packed, usual: NDArray[np.float64], mix: NDArray[np.float64]
) -> dict[int, _Group]:
    """Give the groups to which good jobs come, by the route at their end."""
    network = packed.network
    rework = for_rework(network)
    firsts = np.searchsorted(packed.section_of, np.arange(len(network.sections)))
    longest = np.maximum.reduceat(usual, firsts).tolist()
    groups: dict[int, _Group] = {}
    for number, section in enumerate(network.sections):
        if rework[number]:
            continue
        targets = tuple(
            (buffer, float(mix[number] @ np.array(network.admits(models))))
            if models
            else (buffer, 1.0)
            for buffer, models in network.routes[section.route][0].targets
        )
        feeds = () if section.source is not None else tuple(section.feeds)
        group = groups.setdefault(
            section.route, _Group(0.0, feeds, section.intake, targets)
        )
        group.rate += 1.0 / longest[number] if longest[number] else math.inf
        group.sections.append(number)
    fed = {buffer for group in groups.values() for buffer, _ in group.targets}
    return {
        route: replace(
            group, feeds=tuple(feed for feed in group.feeds if feed[0] in fed)
        )
        for route, group in groups.items()
    }


def _takers(groups: Mapping[int, _Group], buffers: int) -> list[list[int]]:
    takers: list[list[int]] = [[] for _ in range(buffers)]
    for route, group in groups.items():
        for buffer, _ in group.feeds:
            takers[buffer].append(route)
    return takers


def _bounds(groups: Mapping[int, _Group], buffers: int) -> dict[int, float]:
    """Give what each group passes on, at most, in jobs a tick."""
    takers = _takers(groups, buffers)
    givers: list[list[tuple[int, float]]] = [[] for _ in range(buffers)]
    for route, group in groups.items():
        for buffer, share in group.targets:
            givers[buffer].append((route, share))
    most = {route: group.rate for route, group in groups.items()}
    for _ in range(SWEEPS):
        before = dict(most)
        for route, group in groups.items():
            come = [
                math.fsum(most[giver] * share for giver, share in givers[buffer])
                for buffer, _ in group.feeds
            ]
            given = _given(group, takers, most)
            most[route] = min(most[route], _taken(group, come), given)
        if most == before:
            break
    return most


def _taken(group: _Group, come: list[float]) -> float:
    """Give what a group can take of what comes by its feeds."""
    if not come:
        return math.inf
    if group.intake == "each":
        return min(come)
    if group.intake == "strict":
        total = math.fsum(weight for _, weight in group.feeds)
        bounds = (
            each * total / weight
            for each, (_, weight) in zip(come, group.feeds, strict=True)
            if weight > 0
        )
        return min(bounds, default=math.inf)
    return math.fsum(come)


def _given(group: _Group, takers: list[list[int]], most: Mapping[int, float]) -> float:
    """Give what those behind a group take; models that part keep their shares."""
    ways = [
        (math.fsum(most[taker] for taker in takers[buffer]), share)
        for buffer, share in group.targets
        if takers[buffer]
    ]
    if not ways:
        return math.inf
    if len(ways) > 1 and abs(sum(share for _, share in ways) - 1.0) < ALIKE:
        return min(taken / share for taken, share in ways if share > 0)
    behind = {taker for buffer, _ in group.targets for taker in takers[buffer]}
    return math.fsum(most[taker] for taker in sorted(behind))


def _counting(network: Network, groups: Mapping[int, _Group], point: str) -> list[int]:
    """Give the groups at whose end, or behind whose end, vehicles are counted."""
    return [
        route
        for route, group in groups.items()
        if any(outlet.point == point for outlet in network.routes[route])
        or any(network.buffers[buffer].point == point for buffer, _ in group.targets)
    ]


def _needed(
    groups: Mapping[int, _Group], takers: list[list[int]], route: int,
    counting: Sequence[int],
) -> bool:  # fmt: skip
    """Tell whether every vehicle passes a group: without it none is counted."""
    waits = {
        number: len(group.feeds) if group.intake == "each" else 1
        for number, group in groups.items()
        if group.feeds
    }
    ahead = [number for number, group in groups.items() if not group.feeds]
    reached: set[int] = set()
    filled: set[int] = set()
    while ahead:
        number = ahead.pop()
        if number == route or number in reached:
            continue
        reached.add(number)
        for buffer, _ in groups[number].targets:
            if buffer in filled:
                continue
            filled.add(buffer)
            for taker in takers[buffer]:
                waits[taker] -= 1
                if waits[taker] == 0:
                    ahead.append(taker)
    return not any(number in reached for number in counting)


def _setter(
    groups: Mapping[int, _Group], buffers: int, counting: Sequence[int],
    runs: Sequence[Measured],
) -> tuple[int, float]:  # fmt: skip
    """Give the group that sets the pace, and the vehicles a tick at that pace."""
    most = _bounds(groups, buffers)
    takers = _takers(groups, buffers)
    rate = math.fsum(most[route] for route in counting)
    # Of equals, the one nearest to the end.
    for route in sorted(groups, key=lambda r: (_rounded(groups[r].rate), r)):
        if groups[route].rate > rate * (1.0 + ALIKE):
            break
        if _needed(groups, takers, route, counting):
            return route, groups[route].rate
    at_bound = [
        route
        for route, group in groups.items()
        if group.rate <= most[route] * (1.0 + ALIKE)
    ]

    def busy(route: int) -> float:
        sections = groups[route].sections
        took = sum(float(run.built[sections].sum()) for run in runs)
        return took / groups[route].rate

    return max(at_bound, key=busy), rate


def _rounded(rate: float) -> float:
    return float(f"{rate:.9g}")


def pace(packed: Packed, runs: Sequence[Measured], point: str) -> Pace:
    """Give the set speed for the mix that was built, and the station that sets it.

    ``point`` is the count point.
    """
    mix = mixes(packed, runs)
    usual = usual_ticks(packed, mix)
    groups = _groups(packed, usual, mix)
    # Where only rejects are counted, all that a group makes may be one.
    counting = _counting(packed.network, groups, point) or [
        max(groups, key=lambda route: groups[route].rate)
    ]
    route, rate = _setter(groups, len(packed.network.buffers), counting, runs)
    inside = packed.section_of == groups[route].sections[0]
    stop = packed.stops[int(np.argmax(np.where(inside, usual, -1.0)))]
    return Pace(stop.station, stop.line, 1.0 / rate)
