"""How many times faster than other engines, on the same plant by the same times.

    python -m benchmarks.engines [line] [kostanay]

Processor time in turns, medians and ratios in one run. The peers are in
`benchmarks.peers`; cimba is in the dependency group ``benchmarks``.
"""

from __future__ import annotations

import datetime
import math
import statistics
import sys
from collections.abc import Callable
from typing import Any

# Loaded after our kernels, cimba takes its records for plain ones.
import cimba as loaded_first  # noqa: F401
import numpy as np
from numpy.typing import NDArray

from benchmarks import line, record
from benchmarks.peers import cimba_line, simpy_line, simpy_plant
from zauyt.arrays.calendar import midnights
from zauyt.arrays.pack import Packed
from zauyt.plant.mature import matured
from zauyt.plant.reading.examples import read
from zauyt.runs.batch import Period, Setting, ready
from zauyt.runs.measure import measure
from zauyt.runs.memory import Spare
from zauyt.runs.single import Room, Run, carry_out

ROUNDS = 7
SHORT = 2_000
"""Jobs for the slow: 200,000 operations are enough for the cost of each."""

COMPUTES = {
    "simpy": "departures from the line",
    "cimba": "departures from the line (and its own queue histories)",
    "ours, departures": "departures, state times and waiting of every station",
    "ours, all tables": "these, history, measures by day and attribution",
    "ours, drawn": "departures and state times, all times and breakdowns drawn inside",
    "ours, drawn, all tables": "these, history, measures by day and attribution",
}


def _once(ready: Packed) -> Callable[[], Run]:
    """Give what runs the line once, with room enough from the start, as studies do."""
    room, spare = carry_out(ready, seed=1, run=0, room=Room())[1], Spare()
    return lambda: carry_out(ready, seed=1, run=0, room=room, spare=spare)[0]


def _measured(ready: Packed) -> Callable[[], object]:
    """Give what runs the line once and measures all that a study shows."""
    period = Period(line.FIRST_DAY, line.DAYS, 0)
    counted = period.counted(ready, "buy_off")
    once = _once(ready)
    return lambda: measure(ready, once(), counted)


def _left(run: Run) -> NDArray[np.int64]:
    return np.asarray(run.passages["time"], dtype=np.int64)


def _proof(given: NDArray[np.int64], cimba: Callable[[], Any]) -> dict[str, bool]:
    """Tell whether all engines gave the same departures, to the millisecond."""
    short = np.ascontiguousarray(given[:, :SHORT])
    few = [
        line.recursion(short),
        simpy_line.departures(short, line.PLACES),
        cimba_line.engine(short, line.PLACES)(),
        *(_left(_once(line.packed(short, record=keep))()) for keep in (False, True)),
    ]
    return {
        f"{SHORT} jobs: recursion = SimPy = cimba = ours = ours with history": (
            line.same(few)
        ),
        f"{line.JOBS} jobs: cimba = ours": line.same(
            [cimba(), _left(_once(line.packed(given))())]
        ),
    }


def reference_line() -> dict[str, Any]:
    """Measure line L in SimPy, in cimba and here."""
    given = line.drawn_ticks(line.STATIONS, line.JOBS)
    short = np.ascontiguousarray(given[:, :SHORT])
    cimba = cimba_line.engine(given, line.PLACES)
    equal = _proof(given, cimba)
    drawn = line.packed(None)
    contestants: dict[str, Callable[[], object]] = {
        "simpy": lambda: simpy_line.departures(short, line.PLACES),
        "cimba": cimba,
        "ours, departures": _once(line.packed(given)),
        "ours, all tables": _measured(line.packed(given, record=True)),
        "ours, drawn": _once(drawn),
        "ours, drawn, all tables": _measured(line.packed(None, record=True)),
    }
    jobs = int(carry_out(drawn, seed=1, run=0, room=Room())[0].stations["left"].sum())
    operations = dict.fromkeys(contestants, given.size)
    operations |= {"simpy": short.size}
    operations |= dict.fromkeys(("ours, drawn", "ours, drawn, all tables"), jobs)
    record.in_turns(contestants, 1)  # what is compiled is compiled now
    seconds = record.in_turns(contestants, ROUNDS)
    each = {
        name: [1e9 * value / operations[name] for value in values]
        for name, values in seconds.items()
    }
    return {
        "versions": {"simpy": simpy_line.VERSION, "cimba": cimba_line.VERSION},
        "equal_departures": equal,
        "ns_per_operation": {n: statistics.median(v) for n, v in each.items()},
        "computes": COMPUTES,
        "times_simpy": {name: record.ratio(each["simpy"], each[name]) for name in each},
        "times_cimba": {name: record.ratio(each["cimba"], each[name]) for name in each},
        "bars": {
            "ours, departures": {"simpy": 300, "cimba": 20},
            "ours, all tables": {"simpy": 200, "cimba": 12},
        },
    }


def _show_line(figures: dict[str, Any]) -> None:
    print("versions:", figures["versions"])
    for what, equal in figures["equal_departures"].items():
        print(f"{'equal' if equal else 'NOT EQUAL'}: {what}")
    print(f"{'engine':26}{'ns/op':>9}{'x SimPy':>10}{'x cimba':>10}  computes")
    for name, ns in figures["ns_per_operation"].items():
        simpy = figures["times_simpy"][name]["median"]
        cimba = figures["times_cimba"][name]["median"]
        what = figures["computes"][name]
        print(f"{name:26}{ns:9.1f}{simpy:10.1f}{cimba:10.1f}  {what}")
    for name, bars in figures["bars"].items():
        print(f"bar for {name}: {bars}")


FIRST_DAY = datetime.date(2026, 2, 2)
WEEKS = 4
PLANT_ROUNDS = 3
OUR_RUNS = 40


def _in_simpy(setting: Setting, seed: int) -> simpy_plant.Plant:
    """Carry the plant out in SimPy."""
    site = setting.packed.network.plant.site
    starts = midnights(site, first_day=FIRST_DAY, days=7 * WEEKS)

    def day_of(date: datetime.date) -> int:
        day = (date - FIRST_DAY).days
        return int(starts[min(max(day, 0), 7 * WEEKS)])

    plant = simpy_plant.Plant(setting.packed, seed=seed, day_of=day_of)
    plant.run(setting.packed.length_ticks)
    return plant


def _ours(setting: Setting, room: Room, run: int) -> tuple[Run, list[int]]:
    """Carry the plant out here; give the vehicles at every count point."""
    done, _ = carry_out(setting.packed, seed=1, run=run, room=room)
    passed = done.passages["point"]
    points = setting.packed.points
    return done, [int((passed == number).sum()) for number in range(len(points))]


def kostanay() -> dict[str, Any]:
    """Measure the mature Kostanay plant, four weeks from empty, in SimPy and here.

    The two draw from generators of their own, so that their vehicles can only be
    compared as samples.
    """
    period = Period(FIRST_DAY, 7 * WEEKS, 0)
    plain, full = (
        ready(matured(read("kostanay")), period, point="buy_off", record=record)
        for record in (False, True)
    )
    room, spare = carry_out(full.packed, seed=1, run=0, room=Room())[1], Spare()
    counts = [_ours(plain, room, run)[1] for run in range(OUR_RUNS)]
    runs: list[simpy_plant.Plant] = []

    def everything() -> None:
        run, _ = carry_out(full.packed, seed=1, run=0, room=room, spare=spare)
        measure(full.packed, run, full.counted)

    everything()
    seconds = record.in_turns(
        {
            "simpy": lambda: runs.append(_in_simpy(plain, len(runs))),
            "ours, departures": lambda: carry_out(
                plain.packed, seed=1, run=0, room=room
            ),
            "ours, everything on": everything,
        },
        PLANT_ROUNDS,
    )
    operations = int(_ours(plain, room, 0)[0].stations["left"].sum())
    each = {
        "simpy": [
            1e9 * second / run.operations
            for second, run in zip(seconds["simpy"], runs, strict=True)
        ]
    } | {
        name: [1e9 * second / operations for second in seconds[name]]
        for name in seconds
        if name != "simpy"
    }
    return {
        "versions": {"simpy": simpy_plant.VERSION},
        "weeks": WEEKS,
        "operations": operations,
        "ns_per_operation": {n: statistics.median(v) for n, v in each.items()},
        "times_simpy": {n: record.ratio(each["simpy"], each[n]) for n in each},
        "vehicles": _agreement(plain.packed.network.points, counts, runs),
        "computes": {
            "simpy": "vehicles at the count points",
            "ours, departures": "these, state times, buffers' contents",
            "ours, everything on": "these, history, measures by day, attribution",
        },
        "bars": {"ours, everything on": {"simpy": 200}},
    }


def _agreement(
    points: tuple[str, ...], counts: list[list[int]], runs: list[simpy_plant.Plant]
) -> dict[str, dict[str, float]]:
    """Give both means at every count point, and how far apart they are."""
    agreement = {}
    for number, point in enumerate(points):
        ours = np.array([count[number] for count in counts], dtype=np.float64)
        peers = np.array([len(run.passed.get(point, [])) for run in runs])
        spread = float(ours.std(ddof=1))
        apart = float(peers.mean() - ours.mean())
        error = spread * math.sqrt(1 / peers.size + 1 / ours.size)
        agreement[point] = {
            "simpy": float(peers.mean()),
            "ours": float(ours.mean()),
            "z": apart / error,
        }
    return agreement


def _show_plant(figures: dict[str, Any]) -> None:
    print(f"{figures['weeks']} weeks, {figures['operations']:,} operations")
    print(f"{'engine':26}{'ns/op':>9}{'x SimPy':>10}  computes")
    for name, ns in figures["ns_per_operation"].items():
        simpy = figures["times_simpy"][name]["median"]
        print(f"{name:26}{ns:9.1f}{simpy:10.1f}  {figures['computes'][name]}")
    for name, bars in figures["bars"].items():
        print(f"bar for {name}: {bars}")
    for point, both in figures["vehicles"].items():
        print(
            f"{point:12} SimPy {both['simpy']:10.1f}  ours {both['ours']:10.1f}"
            f"  z {both['z']:+.2f}"
        )


PARTS: dict[str, tuple[Callable[[], dict[str, Any]], Callable[[Any], None]]] = {
    "line": (reference_line, _show_line),
    "kostanay": (kostanay, _show_plant),
}


def main(asked: list[str]) -> None:
    """Measure the parts asked for, or all, and print them."""
    unknown = set(asked) - set(PARTS)
    if unknown:
        sys.exit(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    kept = record.Record("engines")
    for name in asked or PARTS:
        work, show = PARTS[name]
        show(kept.part(name, work))
    kept.end()


if __name__ == "__main__":
    main(sys.argv[1:])
