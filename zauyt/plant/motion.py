"""Lines whose stations move together: paced conveyors and indexed ones."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zauyt.plant.record import Name, Record
from zauyt.plant.time import Day
from zauyt.units import Minutes, PositiveMinutes, PositiveSeconds, Seconds, Share


class Paced(Record):
    """A conveyor with one place a station that moves by one pitch at a time."""

    pitch_time_s: PositiveSeconds
    """Set speed: the time from one move to the next, if nothing stops it; with
    ``pitch_steps`` that of the mature plant."""
    pitch_steps: dict[Day, PositiveSeconds] = Field(default_factory=dict)
    """Set speed from a date on, during the launch; before the first date the first
    one holds."""
    drift_share: Share = 0.0
    """How far, as a share of the pitch, work may run over into the next station
    before the conveyor stops for it (0: it stops at the station's end)."""
    when_empty: Literal["gap", "stop"] = "gap"
    """When no job is at the head: an empty place travels along, or the conveyor
    waits for one. An entirely empty conveyor waits in either case."""
    run_empty: bool = False
    """Whether a job enters only if it would leave before the next closing."""
    heat_up_min: Minutes = 0.0
    """Time to heat up after a closing, in which the line stays closed."""
    cold_after_min: Minutes = 0.0
    """Shortest closing after which it must heat up."""
    most_dwell_min: PositiveMinutes | None = None
    """Longest time inside that a job bears; one that was in for longer has the
    outcome ``over_dwell``."""
    over_dwell: Name | None = None
    """Outcome of this line for jobs that were in it for too long."""


class Indexed(Record):
    """Shuttle or lift and carry: all jobs move when all stations are done."""

    transfer_s: Seconds
    """Time that the move itself takes."""
