"""Lines, stations, stores and what wears them out."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import Field

from zauyt.plant.law import Law
from zauyt.plant.motion import Indexed, Paced
from zauyt.plant.people import PositivePeople
from zauyt.plant.record import Name, Record, Reference, Unlimited, Wanted
from zauyt.plant.time import Day
from zauyt.units import (
    COUNT,
    MINUTE,
    Count,
    Minutes,
    PositiveCount,
    PositiveHours,
    PositiveSeconds,
    PositiveShare,
    Seconds,
    Share,
    Weight,
)

Places = Count | Unlimited
"""A number of places, or ``unlimited``."""

StationCount = Annotated[int, Field(ge=1, le=20_000), COUNT]
"""Number of equal stations of one line."""


class Failure(Record):
    """One way to break down and how long mending it takes."""

    mtbf_h: PositiveHours | None = None
    """Mean time on the stated clock from the end of a repair to the next failure."""
    mtbf_operations: Annotated[float, Field(ge=1, le=1e9), COUNT] | None = None
    """Mean number of operations between failures, with clock ``operations``."""
    availability: Annotated[float, Field(gt=0, lt=1), COUNT] | None = None
    """Instead of ``mtbf_h``: share of the stated clock's time plus repair time in
    which it is up, so that MTBF = MTTR x availability / (1 - availability)."""
    mttr_min: Annotated[float, Field(gt=0, le=1e6), MINUTE]
    """Mean time to repair, in minutes."""
    clock: Literal["busy", "operations", "calendar"] = "busy"
    """What wears it: time at work, number of operations, or time on the wall."""
    law: Law | None = None
    """Law of the time to failure (exponential unless stated)."""
    repair_law: Law | None = None
    """Law of the repair time (exponential unless stated)."""
    repair_needs_shift: bool = True
    """Whether a repair rests while the station is off shift or on a break."""
    repair_crew: Name | None = None
    """Crew of ``repair_crews`` that must be free for the repair to begin."""
    scope: Literal["station", "zone"] = "station"
    """Whether each station fails by itself, or once for each buffered zone (then
    the zone's slowest station carries the failure)."""


class Work(Record):
    """What a station does; on a line, the value for stations that do not say."""

    cycle_s: PositiveSeconds | None = None
    """Mean time of one operation, without stops; on a line that moves together,
    the work content of a station (none, if not stated)."""
    cycle_law: Law | None = None
    """How the operation time varies (constant unless stated)."""
    cycle_by_model: dict[Name, PositiveSeconds] = Field(default_factory=dict)
    """Operation time of single models, where it differs from ``cycle_s``."""
    cycle_by_option_s: dict[Name, Seconds] = Field(default_factory=dict)
    """Time an option adds to the operation."""
    setup_s: Seconds = 0.0
    """Set-up when what ``setup_on`` names differs from the job before."""
    setup_on: Literal["model", "colour"] = "model"
    """Which change needs the set-up."""
    failure: Name | tuple[Name, ...] = ()
    """Failures of ``failures`` from which the station suffers."""
    positions: PositiveCount = 1
    """Parallel positions, each working on one job."""
    at_window: Literal["pause", "finish", "do_not_start"] = "pause"
    """At a break or a shift's end: pause the operation, finish it, or do not
    begin one that would not be finished."""
    crew: dict[Name, PositivePeople] = Field(default_factory=dict)
    """People of each skill that every position needs while a shift is on."""
    when_short: Literal["slow", "wait"] = "slow"
    """With less than its crew a station is slower in proportion, or is closed for
    the shift; stations that wait are manned first, in order of flow."""


class Station(Work):
    """One station of a line."""

    buffer_before: Places | None = None
    """Places between the station before and this one (the line's otherwise)."""
    transit_before_s: Seconds | None = None
    """Time to move from the station before to this one (the line's otherwise)."""


StationsByName = Annotated[dict[Name, Station], Field(min_length=1)]
"""Stations by name, in order of flow."""


class Source(Record):
    """How jobs come to a line that nothing in the plant feeds."""

    type: Literal["saturated", "arrivals"] = "saturated"
    """Always one waiting, or one after another at intervals."""
    interval_s: PositiveSeconds | None = None
    """Mean time between arrivals."""
    interval_law: Law | None = None
    """How the time between arrivals varies (exponential unless stated)."""
    when_full: Literal["wait", "lose"] = "wait"
    """What an arrival does when there is no room: wait outside, or be lost."""
    models: dict[Name, Weight] = Field(default_factory=dict)
    """Mix of this source alone, where it differs from the plant's."""
    order: Literal["levelled", "random", "batches"] = "levelled"
    """Models spread as evenly as the mix allows, drawn at random, or in lots."""
    lot: PositiveCount = 1
    """Vehicles of one model in a row, with order ``batches``."""


class Outcome(Record):
    """What may come out of the inspection at a line's end."""

    share: Share
    """Share of jobs with this outcome."""
    limit: PositiveCount | None = None
    """Most times one body may have this outcome; the next time it is good."""
    when: Literal["short"] | None = None
    """Jobs that have this outcome for certain: those built ``short`` of a kit."""


class Line(Work):
    """A line: stations in series, from where jobs come to where they may go.

    Every key of a station may stand on the line, for those that do not say.
    """

    shop: Name = "plant"
    """Shop the line belongs to."""
    calendar: Name | None = None
    """Calendar of ``calendars`` (the plant's otherwise; always open if none)."""
    after: Reference | tuple[Reference, ...] | dict[Reference, Weight] = ()
    """Lines, stores or outcomes (``inspect.rework``) that jobs come from, any of
    them; with weights, the proportions in which they are taken when jobs wait in
    all of them."""
    strict: bool = False
    """Whether the weights of ``after`` are kept to even when only some have jobs."""
    joins: tuple[Reference, ...] = ()
    """Lines or stores that each give one job for every job of this line."""
    source: Source | None = None
    """Where jobs come from when nothing in the plant feeds the line."""
    models: tuple[Name, ...] = ()
    """Models that this line takes (all, if none is named)."""
    stations: StationCount | StationsByName = 1
    """Number of equal stations (then named ``S1``, ``S2`` ..), or stations by
    name, in order of flow."""
    table: str | None = None
    """File beside the plant file with one row a station (CSV or Excel)."""
    paced: Paced | None = None
    """A conveyor that moves all jobs of the line, of each zone, at a set speed."""
    indexed: Indexed | None = None
    """A conveyor that moves all jobs, of each zone, when all stations are done."""
    takt_steps: dict[Day, PositiveSeconds] = Field(default_factory=dict)
    """Time from job to job at which the line is worked from a date on, during the
    launch; before the first date the first one holds. All its stations take longer in
    the proportion of this to the slowest ``cycle_s`` (of each position); learning and
    missing people are felt beyond it. A conveyor has ``pitch_steps``."""
    zones: PositiveCount = 1
    """Zones into which the stations are divided, with buffers in between."""
    buffer_before: Places = 0
    """Places before the first station, for each line that feeds it; none of its own
    behind a store, whose ``places`` these are."""
    transit_before_s: Seconds = 0.0
    """Time to reach the first station from the line before (from a store it is the
    store's ``transit_s``)."""
    buffer_between: Places = 0
    """Places between two stations."""
    transit_between_s: Seconds = 0.0
    """Time to move from one station to the next."""
    buffer_between_zones: Places = 0
    """Places between two zones."""
    outcomes: dict[Name, Share | Outcome] = Field(default_factory=dict)
    """Outcomes of the inspection at the end; the first is good, one named
    ``scrap`` leaves the plant. Shares add up to 1."""
    count_point: Name | None = None
    """Count point that a job passes on leaving by the first outcome."""
    carrier: Name | None = None
    """Carrier of ``carriers`` that a job needs from this line on."""
    releases_carrier: Name | None = None
    """Carrier that a job gives back on leaving this line."""


def station_names(line: Line) -> list[str]:
    """Give the names of a line's stations, in order of flow."""
    if isinstance(line.stations, int):
        return [f"S{place}" for place in range(1, line.stations + 1)]
    return list(line.stations)


def moves_together(line: Line) -> bool:
    """Tell whether all jobs of the line, of each zone, move at once."""
    return line.paced is not None or line.indexed is not None


class _Same:
    """A line, equal to itself alone: what is found of it is known by it."""

    __slots__ = ("line",)

    def __init__(self, line: Line) -> None:
        self.line = line

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.line is other.line

    def __hash__(self) -> int:
        return id(self.line)


def stations_of(line: Line) -> dict[str, Station]:
    """Give the stations of a line by name, each with what the line says for it.

    Equal stations given by their number are named ``S1``, ``S2`` and so on. A
    station that states its ``cycle_s`` and no ``cycle_by_model`` has that time
    for every model, whatever the line says of models. ``buffer_before`` and
    ``transit_before_s`` stay as the station has them: the line's keys of these
    names speak of the way to its first station.
    """
    return dict(_stations_of(_Same(line)))


@lru_cache(maxsize=512)  # each of many checks asks for the same
def _stations_of(same: _Same) -> dict[str, Station]:
    line = same.line
    shared = {name: getattr(line, name) for name in Work.model_fields}
    if isinstance(line.stations, int):
        station = Station.model_construct(**shared)
        return {f"S{place}": station for place in range(1, line.stations + 1)}
    return {
        name: Station.model_construct(**_with_own(shared, station.given()))
        for name, station in line.stations.items()
    }


def mature_takt_s(line: Line) -> float:
    """Give the seconds that a line leaves for a job after its launch.

    It is the longest ``cycle_s`` of its stations, for each of their positions; 0 if
    none states any.
    """
    works = stations_of(line).values()
    return max((work.cycle_s or 0.0) / work.positions for work in works)


def speed_steps(line: Line) -> dict[str, float]:
    """Give the steps in speed of a line during the launch, in seconds by date."""
    return line.paced.pitch_steps if line.paced is not None else line.takt_steps


def steps_path(name: str, line: Line) -> str:
    """Give where the file states the steps in speed of a line."""
    key = "takt_steps" if line.paced is None else "paced.pitch_steps"
    return f"lines.{name}.{key}"


def _with_own(shared: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    if given.get("cycle_s") is not None and "cycle_by_model" not in given:
        shared = shared | {"cycle_by_model": {}}
    return shared | given


Ratio = Annotated[
    str,
    Field(pattern=r"^[0-9]{1,4}/[1-9][0-9]{0,3}$"),
    Wanted("at most how many of how many in a row, like 1/2"),
]
"""``1/2``: at most one of any two in a row."""


class Store(Record):
    """A place to wait where the order may change: bodies, parts, vehicles."""

    shop: Name = "plant"
    """Shop the store belongs to."""
    after: Reference | tuple[Reference, ...] | dict[Reference, Weight]
    """Lines or outcomes that jobs come from; what comes first is let in first."""
    places: Places
    """Places in the store, over all its lanes."""
    lanes: PositiveCount | None = None
    """Lanes, each first in, first out (random access, if none are stated)."""
    release: Literal[
        "fifo", "restore_sequence", "colour_batch", "ratio", "sequence_rules"
    ] = "fifo"
    """Which job leaves next: the first come, the earliest of the planned
    sequence, one of the colour released last (then the first come), the first
    come that keeps all ``ratios`` (then the first come), or the one that breaks
    the plant's ``sequence.rules`` least, by priority (then the first come)."""
    ratios: dict[Name, Ratio] = Field(default_factory=dict)
    """With release ``ratio``: of a model or option, at most how many of how many
    that leave in a row, ``panorama_roof: 1/2``."""
    transit_s: Seconds = 0.0
    """Least time from entering to being ready for release."""
    count_point: Name | None = None
    """Count point that a job passes on leaving the store."""


class Carrier(Record):
    """Skids, hangers or pallets: a finite number that circulates."""

    count: PositiveCount
    """How many there are."""
    return_s: Seconds = 0.0
    """Time to come back after being given free."""


__all__ = [
    "Carrier",
    "Failure",
    "Line",
    "Minutes",
    "Outcome",
    "PositiveShare",
    "Source",
    "Station",
    "Store",
    "Work",
    "stations_of",
]
