"""The plant expanded: stations, sections, buffers, routes, sources as records.

Everything still has its name and its shop-floor unit; `network` makes these of a
plant file, and `pack` turns them into the kernel's arrays.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.line import Source, Work
from zauyt.plant.motion import Indexed, Paced
from zauyt.plant.plant import Plant


@dataclass(frozen=True)
class Kind:
    """Vehicles that no operation time and no route tells apart."""

    model: str
    options: frozenset[str]


@dataclass(frozen=True)
class Class:
    """A kind in a colour, and its share of a source's mix."""

    kind: int
    model: int
    colour: int
    share: float


@dataclass(frozen=True)
class Stop:
    """A station as it works: one position, doing one job at a time."""

    name: str
    station: str  # without the position, where there are several
    line: str
    shop: str
    calendar: str | None
    cycle_s: tuple[float, ...]  # by kind
    work: Work
    failures: tuple[str, ...]
    positions: int


@dataclass(frozen=True)
class Link:
    """The way from one station of a section to the next."""

    places: int
    transit_s: float


@dataclass(frozen=True)
class Outlet:
    """One outcome at a section's end, and where it leads."""

    name: str
    share: float
    limit: int | None
    point: str | None
    targets: tuple[tuple[int, tuple[str, ...]], ...]  # buffer, models (all if none)
    scrap: bool
    short: bool = False  # for jobs that lack a kit


@dataclass
class Section:
    """Stations in pure series, from a head that takes to an end that gives."""

    name: str
    line: str
    stops: list[Stop]
    links: list[Link]
    feeds: list[tuple[int, float]] = field(default_factory=list)
    intake: str = "source"  # or any, weighted, strict, each
    source: int | None = None
    route: int = -1
    models: tuple[str, ...] = ()
    carrier: str | None = None
    releases: str | None = None
    motion: Paced | Indexed | None = None  # a conveyor, with a place a station
    kits: tuple[str, ...] = ()  # without which jobs do not go in
    retrofits: tuple[str, ...] = ()  # that jobs get which were built without


@dataclass(frozen=True)
class Buffer:
    """Places in front of sections."""

    name: str
    line: str  # or store
    shop: str
    places: int | None  # None is without limit
    transit_s: float
    release: str
    lanes: int
    point: str | None = None
    ratios: tuple[Ratio, ...] = ()


@dataclass(frozen=True)
class Ratio:
    """At most so many of so many in a row are of some kinds."""

    most: int
    window: int
    kinds: tuple[bool, ...]
    weight: int = 1


@dataclass(frozen=True, eq=False)
class Phase:
    """A source's mix from a date on (from the beginning, if there is none)."""

    start: datetime.date | None
    classes: tuple[tuple[Class, ...], ...]  # rows; each row's shares add up to 1
    order: NDArray[np.int64]  # rows in planned sequence; empty: the one row, drawn


@dataclass(frozen=True)
class Origin:
    """A source of jobs: what it sends and when."""

    name: str
    spec: Source
    phases: tuple[Phase, ...]  # by date; before the first one it sends nothing
    buffer: int | None


@dataclass(frozen=True)
class Network:
    """The whole plant, expanded, in the order in which events are settled."""

    plant: Plant
    kinds: tuple[Kind, ...]
    models: tuple[str, ...]
    colours: tuple[str, ...]
    sections: tuple[Section, ...]
    buffers: tuple[Buffer, ...]
    routes: tuple[tuple[Outlet, ...], ...]
    route_names: tuple[str, ...]
    origins: tuple[Origin, ...]
    points: tuple[str, ...]

    def admits(self, models: tuple[str, ...]) -> tuple[bool, ...]:
        """Tell for every kind whether it is of one of the models."""
        return tuple(not models or kind.model in models for kind in self.kinds)
