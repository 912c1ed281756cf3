"""Whether a line that moves together states only what such a line can do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from zauyt.errors import Problem
from zauyt.plant.flow import good_outcome, zone_firsts
from zauyt.plant.line import (
    Line,
    Station,
    mature_takt_s,
    moves_together,
    station_names,
    stations_of,
)
from zauyt.plant.motion import Paced
from zauyt.plant.plant import Plant
from zauyt.plant.record import joined

_NOT_BETWEEN = ("buffer_between", "transit_between_s")
_NOT_BEFORE = ("buffer_before", "transit_before_s")


def check_conveyors(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with paced and indexed lines; references must exist."""
    for name, line in plant.lines.items():
        path = joined("lines", name)
        if line.paced and line.indexed:
            message = "a line moves either at a set speed or when all are done"
            yield _refused(f"{path}.indexed", f"{message}; leave one of them out")
        if moves_together(line):
            yield from _between(path, line)
            yield from _stations(plant, path, line)
        if line.paced:
            yield from _paced(joined(path, "paced"), line.paced, line)
        if line.takt_steps:
            yield from _takt(joined(path, "takt_steps"), line)


def _refused(path: str, message: str) -> Problem:
    return Problem(path, message, "conveyor")


def _between(path: str, line: Line) -> Iterator[Problem]:
    for key in _NOT_BETWEEN:
        if getattr(line, key):
            yield _refused(
                joined(path, key),
                "nothing lies between the stations of a line that moves together; leave"
                " it out, or divide the line into zones",
            )
    if isinstance(line.stations, Mapping):
        for name, station in line.stations.items():
            for key in _NOT_BEFORE:
                if getattr(station, key) is not None:
                    yield _refused(
                        f"{path}.stations.{name}.{key}",
                        "a station of a line that moves together has no buffer and no"
                        " way of its own; leave it out",
                    )


def _stations(plant: Plant, path: str, line: Line) -> Iterator[Problem]:
    """Yield what no station of a conveyor can do, each where it is stated."""
    alone = stations_of(line.model_copy(update={"stations": 1}))["S1"]
    yield from _station(plant, path, alone)
    if isinstance(line.stations, Mapping):
        for name, station in line.stations.items():
            yield from _station(plant, f"{path}.stations.{name}", station)


def _station(plant: Plant, path: str, work: Station) -> Iterator[Problem]:
    for key, allowed, words in (
        ("positions", 1, "a place of a conveyor holds one job"),
        ("setup_s", 0, "set-ups are not carried out on a line that moves together"),
        ("at_window", "pause", "a line that moves together pauses where it stands"),
        (
            "when_short",
            "slow",
            "a conveyor with too few people is slow, it cannot wait",
        ),
    ):
        if getattr(work, key) != allowed:
            yield _refused(joined(path, key), f"{words}; leave it out")
    failures = (work.failure,) if isinstance(work.failure, str) else work.failure
    for name in failures:
        failure = plant.failures[name]
        if failure.clock == "calendar":
            yield _refused(
                joined(path, "failure"),
                f"{name} comes by the clock on the wall; a line that moves together is"
                " worn by work alone: clock busy or operations",
            )
        if failure.repair_crew is not None:
            yield _refused(
                joined(path, "failure"),
                f"{name} waits for a repair crew, which a line that moves together"
                " cannot; leave repair_crew out of it",
            )


def _paced(path: str, paced: Paced, line: Line) -> Iterator[Problem]:
    if paced.cold_after_min and not paced.heat_up_min:
        message = "needs heat_up_min: how long it takes to heat up"
        yield _refused(f"{path}.cold_after_min", message)
    if paced.run_empty and paced.when_empty == "stop":
        yield _refused(
            f"{path}.run_empty",
            "a conveyor that stops for want of jobs cannot run empty; write when_empty:"
            " gap",
        )
    if (paced.most_dwell_min is None) != (paced.over_dwell is None):
        given, other = (
            ("over_dwell", "most_dwell_min: the longest time inside")
            if paced.most_dwell_min is None
            else (
                "most_dwell_min",
                "over_dwell: the outcome of a job inside for longer",
            )
        )
        yield _refused(f"{path}.{given}", f"needs {other}")
    if paced.over_dwell is not None and paced.over_dwell == good_outcome(line):
        message = "the first outcome is the good one; name another"
        yield _refused(f"{path}.over_dwell", message)
    longest = _longest_zone(line)
    inside_min = longest * paced.pitch_time_s / 60
    if line.zones > 1 and (paced.most_dwell_min is not None or paced.run_empty):
        key = "run_empty" if paced.run_empty else "most_dwell_min"
        yield _refused(f"{path}.{key}", "an oven is one conveyor; leave zones out")
    elif paced.most_dwell_min is not None and paced.most_dwell_min < inside_min:
        yield _refused(
            f"{path}.most_dwell_min",
            f"a job is inside for {inside_min:.1f} min when nothing stops it: {longest}"
            f" places of {paced.pitch_time_s:g} s",
        )
    steps = sorted(paced.pitch_steps)
    if steps and paced.pitch_steps[steps[-1]] != paced.pitch_time_s:
        yield Problem(
            f"{path}.pitch_steps.{steps[-1]}",
            f"the launch ends at {paced.pitch_steps[steps[-1]]:g} s, but the mature"
            f" plant has a pitch of {paced.pitch_time_s:g} s",
            "conveyor",
            severity="warning",
        )


def _takt(path: str, line: Line) -> Iterator[Problem]:
    """Yield what is wrong with the steps of a line that has no set speed."""
    mature_s = mature_takt_s(line)
    if line.paced:
        yield _refused(path, "the line is a conveyor; give paced.pitch_steps instead")
        return
    if not mature_s:
        yield _refused(path, "the line has no cycle_s that they could lengthen")
        return
    last = max(line.takt_steps)
    for day, takt_s in sorted(line.takt_steps.items()):
        if takt_s < mature_s:
            message = (
                f"a step makes no line faster: {takt_s:g} s is below the {mature_s:g} s"
                " of its slowest station after the launch"
            )
        elif day == last and takt_s > mature_s:
            message = (
                f"the launch ends at {takt_s:g} s, but the mature line's slowest"
                f" station takes {mature_s:g} s"
            )
        else:
            continue
        yield Problem(f"{path}.{day}", message, "takt", severity="warning")


def _longest_zone(line: Line) -> int:
    """Give the most places that one conveyor of a line has."""
    count = len(station_names(line))
    ends = [0, *sorted(zone_firsts(count, line.zones)), count]
    return max(after - before for before, after in itertools.pairwise(ends))
