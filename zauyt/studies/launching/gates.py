"""Steps up in speed that are taken when quality and equipment hold, not before.

A gate looks back over some days: the share right first time of a line's first visits,
and the share of its open time in which a line's stations were not down, both as they
came about in this very run. Until it is passed the lines keep their speed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import Packed
from zauyt.kernels.flow.layout import NEVER
from zauyt.plant.checks.ramping import stepping_lines
from zauyt.plant.line import speed_steps, steps_path
from zauyt.plant.plant import Plant
from zauyt.plant.ramp import Gate
from zauyt.runs.batch import Period
from zauyt.runs.measure import outcomes
from zauyt.runs.single import Run
from zauyt.runs.stepped import stated_starts, step_starts
from zauyt.studies.simulation.reasons import DOWN, closed_places, places

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Missed:
    """A look at which a gate was not passed: its day, and what was too low.

    ``kind`` is ``first_time_through``, ``uptime``, or ``no_work`` where nothing was
    made that could be judged.
    """

    gate: int
    day: int
    kind: str
    line: str
    found: float
    wanted: float


@dataclass(frozen=True)
class Planned:
    """A gate in a packed plant: which steps it opens, and when it is looked at."""

    gate: Gate
    steps: tuple[tuple[str, int], ...]  # line, place of the step
    days: tuple[int, ...]
    routes: dict[str, int]
    stations: dict[str, NDArray[np.bool_]]


@dataclass
class Passing:
    """What has become of the gates of one run; days count from its first.

    ``taken`` has the day on which each was passed, in order; those that are
    missing never were.
    """

    taken: list[int] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)


def planned(plant: Plant, packed: Packed, period: Period) -> tuple[Planned, ...]:
    """Find the gates' lines and steps in a packed plant."""
    network = packed.network
    found = []
    for gate in plant.ramp.gates if plant.ramp else ():
        day = (gate.date - period.first_day).days
        steps = []
        for line in stepping_lines(plant, gate):
            # Steps that begin on or before the first day are one.
            dates = [
                text
                for text in sorted(speed_steps(plant.lines[line]))
                if text > period.first_day.isoformat()
            ]
            count = stated_starts(packed, line).size
            steps.append((line, count - len(dates) + dates.index(str(gate.date))))
        found.append(
            Planned(
                gate,
                tuple(steps),
                tuple(range(day, period.days, gate.review_days)),
                {name: network.route_names.index(name)
                 for name in gate.first_time_through},
                {name: np.array([stop.line == name for stop in packed.stops])
                 for name in gate.uptime},
            )
        )  # fmt: skip
    return tuple(found)


def _next_day(gates: Sequence[Planned], after: int) -> int | None:
    """Give the next day on which something is counted or decided for some gates."""
    return min(
        (
            day
            for each in gates
            for looked in each.days
            for day in (looked - each.gate.look_back_days, looked)
            if day > after
        ),
        default=None,
    )


def watching(
    packed: Packed, gates: Sequence[Planned], day_starts: Whole, passing: Passing
) -> Callable[[int, Run], int | None]:
    """Give what looks at a run and opens its gates; ``passing`` is filled anew."""
    passing.taken.clear()
    passing.missed.clear()
    counters: dict[int, _Counted] = {}

    def look(tick: int, run: Run) -> int | None:
        day = int(np.searchsorted(day_starts, tick))
        counters[day] = _counted(packed, run)
        if tick == 0:
            for each in gates:
                for line, place in each.steps:
                    for starts in step_starts(run, packed, line):
                        starts[place:] = NEVER
        at = len(passing.taken)
        if at < len(gates) and day in gates[at].days:
            gate = gates[at]
            before = counters[max(day - gate.gate.look_back_days, 0)]
            missed = _missed(gate, at, day, before, counters[day], packed)
            if missed is None:
                passing.taken.append(day)
                _open(packed, gates, at, run, tick)
            else:
                passing.missed.append(missed)
        coming = _next_day(gates[len(passing.taken) :], day)
        return None if coming is None else int(day_starts[coming])

    return look


def _open(
    packed: Packed, gates: Sequence[Planned], at: int, run: Run, tick: int
) -> None:
    """Let a gate's step begin now, and those after it up to the next gate's."""
    later = {
        line: place for gate in gates[at + 1 :][::-1] for line, place in gate.steps
    }
    for line, place in gates[at].steps:
        stated = stated_starts(packed, line)
        end = later.get(line, stated.size)
        for starts in step_starts(run, packed, line):
            starts[place:end] = np.maximum(stated[place:end], tick)


@dataclass(frozen=True)
class _Counted:
    """What has come about so far: outcomes, and ticks of stations."""

    outcomes: Whole
    down: Whole
    open: Whole


def _counted(packed: Packed, run: Run) -> _Counted:
    spent = run.spent
    shut = spent[:, closed_places(packed)].sum(axis=1)
    down = spent[:, places(packed, *DOWN)].sum(axis=1)
    return _Counted(outcomes(run)[:, 0], down, spent.sum(axis=1) - shut)


def _missed(
    gate: Planned,
    number: int,
    day: int,
    before: _Counted,
    now: _Counted,
    packed: Packed,
) -> Missed | None:
    """Give the first threshold that is not met, if there is one."""
    first = np.cumsum([0, *(len(outlets) for outlets in packed.network.routes)])
    came = now.outcomes - before.outcomes
    for line, wanted in gate.gate.first_time_through.items():
        route = gate.routes[line]
        visits = came[first[route] : first[route + 1]]
        if not visits.sum():
            return Missed(number, day, "no_work", line, float("nan"), wanted)
        share = float(visits[0] / visits.sum())
        if share < wanted:
            return Missed(number, day, "first_time_through", line, share, wanted)
    for line, wanted in gate.gate.uptime.items():
        mine = gate.stations[line]
        down = float((now.down - before.down)[mine].sum())
        whole = float((now.open - before.open)[mine].sum())
        if whole <= 0:
            return Missed(number, day, "no_work", line, float("nan"), wanted)
        if 1 - down / whole < wanted:
            return Missed(number, day, "uptime", line, 1 - down / whole, wanted)
    return None


def as_taken(plant: Plant, passing: Passing, period: Period) -> dict[str, object]:
    """Give the changes after which a plant steps up when the gates were passed.

    Steps that were never taken come after the last day.
    """
    assert plant.ramp is not None, "gates of no ramp"
    gates = plant.ramp.gates
    taken = [period.first_day + datetime.timedelta(days=day) for day in passing.taken]
    beyond = period.first_day + datetime.timedelta(days=period.days)
    changes: dict[str, object] = {"ramp": None}
    for name, line in plant.lines.items():
        mine = {
            gate.date: taken[place] if place < len(taken) else beyond
            for place, gate in enumerate(gates)
            if name in stepping_lines(plant, gate)
        }
        if not mine:
            continue
        steps: dict[str, float] = {}
        held = datetime.date.min
        for text, step_s in sorted(speed_steps(line).items()):
            date = datetime.date.fromisoformat(text)
            held = max(held, mine.get(date, held), date)
            if held >= beyond:
                # One after the other, so that the last is still the mature speed.
                held = max(held, beyond + datetime.timedelta(days=len(steps)))
            steps[held.isoformat()] = step_s
        changes[steps_path(name, line)] = steps
    return changes
