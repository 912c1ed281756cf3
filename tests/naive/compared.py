"""What a run of the kernel came to, in the words of the naive twin.

The kernel keeps the last few departures of a station only. Here its rings are
made so long that they keep all.
"""

from __future__ import annotations

import dataclasses
import datetime

import numpy as np

from naive import conditions
from naive.flow import Outcome, run_naively
from naive.plants import FIRST_DAYS, random_plant
from zauyt.arrays.network import network
from zauyt.arrays.pack import Packed, pack, records
from zauyt.kernels.flow import layout
from zauyt.plant.plant import Plant
from zauyt.runs.measure import built, finished, inside_ticks, outcomes
from zauyt.runs.single import Room, Run, carry_out


def with_long_rings(packed: Packed, operations: int) -> Packed:
    """Give the packed plant with room for all departures of every station."""
    length = 1 << operations.bit_length()
    count = int(packed.memory[layout.H.stations_count])
    memory = np.concatenate([packed.memory, np.zeros(count * length, dtype=np.int64)])
    stations = records(memory, "stations", count, layout.S)
    stations["ring"] = packed.memory.size + np.arange(count) * length
    stations["mask"] = length - 1
    return dataclasses.replace(packed, memory=memory)


def departures_of(run: Run) -> list[list[int]]:
    """Give all departures of every station, known before or not."""
    return [
        run.memory[row["ring"] : row["ring"] + row["left"]].tolist()
        for row in run.stations
    ]


@dataclasses.dataclass(frozen=True)
class Case:
    """A plant, for how long, and with which chance."""

    plant: Plant
    first_day: datetime.date = FIRST_DAYS[0]
    days: int = 1
    warm_up_days: int = 0
    seed: int = 1
    run: int = 0


def random_case(number: int) -> Case:
    """Give case number `number`: a random plant, for a day or two."""
    warm_up = int(number % 5 == 0)
    return Case(
        random_plant(number),
        first_day=FIRST_DAYS[number % 3],
        days=1 + warm_up,
        warm_up_days=warm_up,
        seed=number % 7,
        run=number % 11,
    )


def prepared(case: Case, *, operations: int) -> Packed:
    """Give the packed plant of a case with room for so many operations."""
    expanded = network(case.plant)
    packed = pack(
        expanded, first_day=case.first_day, days=case.days,
        warm_up_days=case.warm_up_days, record=True,
        rooms=dict.fromkeys(range(len(expanded.buffers)), 4096),
    )  # fmt: skip
    return with_long_rings(packed, operations)


def by_twin(case: Case) -> Outcome:
    """Run a case in the twin."""
    packed = prepared(case, operations=1)
    conditioned = conditions.Case(
        packed.network, packed.calendars, case.first_day, case.days, case.seed, case.run
    )
    found = run_naively(
        packed.network, length=packed.length_ticks,
        conditions=conditions.conditions_of(conditioned), seed=case.seed,
        count_from=packed.count_from_ticks, run=case.run, tick_of=conditioned.tick,
    )  # fmt: skip
    return dataclasses.replace(
        found,
        repairs=_departed(packed, found.repairs, found.departures),
        departures=counted_on_conveyors(packed, found.departures),
    )


def counted_on_conveyors(
    packed: Packed, departures: dict[str, list[int]]
) -> dict[str, list[int]]:
    """Leave how many jobs left places of conveyors; the kernel keeps no times."""
    moving = _moving(packed)
    return {
        name: [0] * len(times) if name in moving else times
        for name, times in departures.items()
    }


def _moving(packed: Packed) -> set[str]:
    """Give the names of the places of conveyors."""
    return {
        stop.name
        for section in packed.network.sections
        for stop in section.stops
        if section.motion is not None
    }


def by_kernel(case: Case, *, operations: int) -> Outcome:
    """Run a case in the kernel; no station does more than `operations`."""
    packed = prepared(case, operations=operations)
    room = Room(passages=64, operations=operations + 1, repairs=64)
    run, _ = carry_out(packed, seed=case.seed, run=case.run, room=room)
    assert int(run.stations["left"].max(initial=0)) <= operations
    return outcome_of(packed, run)


def outcome_of(packed: Packed, run: Run) -> Outcome:
    """Give what a run of the kernel came to, up to the end of its time."""
    names = [stop.name for stop in packed.stops]
    until = packed.length_ticks
    departures = {
        name: [time for time in times if time < until]
        for name, times in zip(names, departures_of(run), strict=True)
    }
    spent = {
        name: {
            column: int(value)
            for column, value in zip(packed.columns, row, strict=True)
            if value
        }
        for name, row in zip(names, run.spent, strict=True)
    }
    return Outcome(
        departures=counted_on_conveyors(packed, departures),
        spent=spent,
        repairs=_departed(packed, _repairs(packed, run), departures),
        passages=sorted(
            (
                int(p["time"]),
                packed.points[p["point"]],
                int(p["serial"]),
                int(p["born"]),
                int(p["kind"]),
                int(p["colour"]),
                bool(p["rejected"]),
            )
            for p in run.passages
        ),
        came=_came(packed, run),
        outcomes=_outcomes(packed, run),
        finished=dict(zip(names, finished(run).tolist(), strict=True)),
        buffers=[(int(b["area"]), int(b["most"]), int(b["lost"])) for b in run.buffers],
        made=run.header("made"),
        gone=run.header("gone"),
        inside=inside_ticks(run),
        stuck=run.ended == layout.STUCK,
    )


def _came(packed: Packed, run: Run) -> list[list[int]]:
    counted = built(run, len(packed.network.kinds)).sum(axis=1)
    return np.stack([counted, run.sections["fresh"]], axis=1).tolist()


def _outcomes(packed: Packed, run: Run) -> dict[tuple[str, str], tuple[int, int]]:
    rows = iter(outcomes(run).tolist())
    return {
        (name, outlet.name): counts
        for name, outlets in zip(
            packed.network.route_names, packed.network.routes, strict=True
        )
        for outlet, counts in [(outlet, tuple(next(rows))) for outlet in outlets]
        if len(outlets) > 1
    }


def _departed(
    packed: Packed,
    repairs: list[tuple[str, int, str, int]],
    departures: dict[str, list[int]],
) -> list[tuple[str, int, str, int]]:
    """Give the repairs of operations that departed, and all of conveyors.

    Of these the kernel writes down the move, not the operation.
    """
    moving = _moving(packed)
    return sorted(
        (name, -1 if name in moving else operation, failure, lost)
        for name, operation, failure, lost in repairs
        if name in moving or operation < len(departures[name])
    )


def _repairs(packed: Packed, run: Run) -> list[tuple[str, int, str, int]]:
    count = run.header("repairs_made")
    rows = records(run.memory, "repairs", count, layout.K)
    reasons = packed.columns[layout.FIRST_REASON :]
    return [
        (packed.stops[row["station"]].name, int(row["operation"]),
         reasons[row["reason"]].removeprefix("failure:"), int(row["ticks"]))
        for row in rows
        if reasons[row["reason"]].startswith("failure:")
    ]  # fmt: skip


def differences(twin: Outcome, kernel: Outcome) -> list[str]:
    """Say in which parts two runs of one case differ, and where first."""
    found = []
    for field in dataclasses.fields(Outcome):
        left, right = getattr(twin, field.name), getattr(kernel, field.name)
        if left == right:
            continue
        if isinstance(left, dict):
            left, right = _first(left, right)
        elif isinstance(left, list):
            pairs = enumerate(zip(left, right, strict=False))
            place = next((n for n, (a, b) in pairs if a != b), None)
            left = (len(left), place, left[place] if place is not None else None)
            right = (len(right), place, right[place] if place is not None else None)
        found.append(f"{field.name}: twin {left}, kernel {right}")
    return found


def _first(left: dict, right: dict) -> tuple:  # type: ignore[type-arg]
    for name, mine in left.items():
        theirs = right[name]
        if mine == theirs:
            continue
        if isinstance(mine, dict):
            keys = [
                key for key in {**mine, **theirs} if mine.get(key) != theirs.get(key)
            ]
            return (
                (name, {key: mine.get(key) for key in keys}),
                (name, {key: theirs.get(key) for key in keys}),
            )
        if not isinstance(mine, list):
            return (name, mine), (name, theirs)
        place = next(
            (n for n, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b),
            min(len(mine), len(theirs)),
        )
        return (
            (name, len(mine), place, mine[place : place + 1]),
            (name, len(theirs), place, theirs[place : place + 1]),
        )
    raise AssertionError("no difference")
