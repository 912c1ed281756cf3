"""Whether lines are fast enough for what is wanted of the plant in a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from zauyt.errors import Problem
from zauyt.plant.checks.hours import calendar_of, planned_week_min
from zauyt.plant.flow import Flow, is_end, jobs_per_vehicle
from zauyt.plant.line import Line, Station, moves_together, stations_of
from zauyt.plant.plant import Plant

WEEKS_PER_YEAR = 365 / 7


def kinds_of_station(line: Line) -> dict[str, Station]:
    """Give the stations of a line, one for all if they are equal."""
    if isinstance(line.stations, int):
        return stations_of(line.model_copy(update={"stations": 1}))
    return stations_of(line)


def check_takt(
    plant: Plant, flow: Flow, carried: Mapping[str, Set[str]]
) -> Iterator[Problem]:
    """Give the lines that would not make what is wanted even without a stop."""
    target = plant.target
    if target is None:
        return
    jobs = jobs_per_vehicle(flow, _counted(plant, flow))
    for name, line in plant.lines.items():
        if jobs.get(name, 0.0) < 1 - 1e-9:
            continue
        seconds = 60 * planned_week_min(calendar_of(plant, line)) * WEEKS_PER_YEAR
        takt_s = seconds / (target.vehicles_per_year * jobs[name])
        slowest, cycle_s = slowest_of(plant, line, carried[name])
        if cycle_s > takt_s:
            whole = isinstance(line.stations, int) or moves_together(line)
            yield Problem(
                f"lines.{name}" if whole else f"lines.{name}.stations.{slowest}",
                f"needs {cycle_s:.1f} s for a vehicle, but"
                f" {target.vehicles_per_year:,.0f} vehicles a year leave it"
                f" {takt_s:.1f} s, even with no holiday and no stop",
                "above_takt",
                severity="warning",
            )


def _counted(plant: Plant, flow: Flow) -> list[str]:
    assert plant.target is not None
    point = plant.target.count_point
    named = [name for name, node in flow.nodes.items() if node.count_point == point]
    return named or [name for name in flow.nodes if is_end(flow, name)]


def slowest_of(plant: Plant, line: Line, models: Set[str]) -> tuple[str, float]:
    """Give a line's slowest station, and the seconds a vehicle needs there.

    The stations of a conveyor all have its time: its set speed, or the longest
    work if that is longer.
    """
    cycles = {
        key: mean_cycle_s(plant, station, models) / station.positions
        for key, station in kinds_of_station(line).items()
    }
    slowest = max(cycles, key=lambda key: cycles[key])
    cycle_s = cycles[slowest]
    if line.paced:
        cycle_s = max(cycle_s, line.paced.pitch_time_s)
    if line.indexed:
        cycle_s += line.indexed.transfer_s
    return slowest, cycle_s


def mean_cycle_s(plant: Plant, station: Station, models: Set[str]) -> float:
    """Give a station's mean operation time over the models that come to it.

    A station that states none has no work: only one of a conveyor may.
    """
    usual_s = station.cycle_s or 0.0
    if not plant.models:
        return usual_s
    total = weight = 0.0
    for name in sorted(models):
        model = plant.models[name]
        cycle_s = station.cycle_by_model.get(name, usual_s)
        for option, added_s in station.cycle_by_option_s.items():
            cycle_s += added_s * model.options.get(option, 0.0)
        total += model.share * cycle_s
        weight += model.share
    return total / weight if weight else 0.0
