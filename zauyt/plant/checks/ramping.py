"""Whether a ramp can be run: gates in order, on steps that exist, of what is there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from zauyt.errors import Problem
from zauyt.plant.checks.routes import count_points
from zauyt.plant.line import Line, speed_steps, steps_path
from zauyt.plant.plant import Plant
from zauyt.plant.ramp import Gate, Milestone, Ramp
from zauyt.plant.reading.nearest import did_you_mean, listed


def check_ramp(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with the ramp; references must exist."""
    ramp = plant.ramp
    if ramp is None:
        return
    for place, gate in enumerate(ramp.gates):
        yield from _gate(plant, f"ramp.gates.{place}", gate)
    yield from _order(ramp)
    for name, milestone in ramp.milestones.items():
        yield from _milestone(plant, f"ramp.milestones.{name}", milestone, ramp)


def stepping_lines(plant: Plant, gate: Gate) -> tuple[str, ...]:
    """Give the lines that step up at a gate."""
    if gate.lines:
        return gate.lines
    day = gate.date.isoformat()
    return tuple(name for name, line in plant.lines.items() if day in speed_steps(line))


def _order(ramp: Ramp) -> Iterator[Problem]:
    for place, (before, gate) in enumerate(itertools.pairwise(ramp.gates), start=1):
        if gate.date <= before.date:
            yield Problem(
                f"ramp.gates.{place}.date",
                f"{gate.date} is not after {before.date}, the date of the gate before;"
                " gates stand in the order in which they are passed",
                "gates_out_of_order",
            )
    if ramp.gates and ramp.gates[0].date <= ramp.start:
        yield Problem(
            "ramp.gates.0.date",
            f"{ramp.gates[0].date} is not after the start on {ramp.start}: there is"
            " nothing to look back on",
            "gates_out_of_order",
        )


def _gate(plant: Plant, path: str, gate: Gate) -> Iterator[Problem]:
    if not gate.first_time_through and not gate.uptime:
        message = "asks for nothing; give first_time_through or uptime, by line"
        yield Problem(path, message, "gate_idle")
    day = gate.date.isoformat()
    for place, name in enumerate(gate.lines):
        line = plant.lines[name]
        if day not in speed_steps(line):
            yield Problem(
                f"{path}.lines.{place}",
                f"{name} has no step on {day}; {_steps(line)}",
                "gate_without_step",
            )
        elif day == min(speed_steps(line)):
            yield _first_step(f"{path}.lines.{place}", name, line)
    if not stepping_lines(plant, gate):
        days = sorted({d for line in plant.lines.values() for d in speed_steps(line)})
        have = f"there are steps on {listed(days)}" if days else "no line has any"
        yield Problem(
            f"{path}.date",
            f"no line has a step of pitch_steps or takt_steps on {day}; {have}",
            "gate_without_step",
        )
    for name in () if gate.lines else stepping_lines(plant, gate):
        line = plant.lines[name]
        if day == min(speed_steps(line)):
            yield _first_step(f"{path}.date", name, line)
    for name in gate.first_time_through:
        if len(plant.lines[name].outcomes) < 2:
            yield Problem(
                f"{path}.first_time_through.{name}",
                f"{name} has no inspection: give the line several outcomes, or name"
                " another",
                "gate_without_inspection",
            )


def _first_step(path: str, name: str, line: Line) -> Problem:
    key = steps_path(name, line).rpartition(".")[2]
    message = (
        f"the first step of {name} holds from the beginning and waits for nothing;"
        f" state the speed before it in {key}"
    )
    return Problem(path, message, "gate_without_step")


def _steps(line: Line) -> str:
    days = sorted(speed_steps(line))
    if days:
        return f"it has them on {listed(days)}"
    key = "takt_steps" if line.paced is None else "paced.pitch_steps"
    return f"it has no {key} at all"


def _milestone(
    plant: Plant, path: str, milestone: Milestone, ramp: Ramp
) -> Iterator[Problem]:
    if milestone.first < ramp.start:
        yield Problem(
            f"{path}.first",
            f"{milestone.first} is before the start on {ramp.start}",
            "milestone_before_start",
        )
    point = milestone.count_point
    points = sorted(count_points(plant))
    if point is not None and point not in points:
        hint = did_you_mean(point, points) or f"; there are {listed(points)}"
        yield Problem(
            f"{path}.count_point", f"nothing has the count point {point}{hint}",
            "unknown_reference",
        )  # fmt: skip
