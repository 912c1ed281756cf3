"""How many times faster than other engines, on the same plant by the same times.

    python -m benchmarks.engines [line]

Processor time in turns, medians and ratios in one run. The peers are in
`benchmarks.peers`; cimba is in the dependency group ``benchmarks``.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import line, record
from benchmarks.peers import cimba_line, simpy_line
from zauyt.arrays.pack import Packed
from zauyt.runs.batch import Period
from zauyt.runs.measure import measure
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
    """Give what runs the line once, with room enough from the start."""
    room = carry_out(ready, seed=1, run=0, room=Room())[1]
    return lambda: carry_out(ready, seed=1, run=0, room=room)[0]


def _measured(ready: Packed) -> Callable[[], object]:
    """Give what runs the line once and measures all that a study shows."""
    period = Period(line.FIRST_DAY, line.DAYS, 0)
    counted = period.counted(ready.network.plant.site, "buy_off")
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


PARTS: dict[str, tuple[Callable[[], dict[str, Any]], Callable[[Any], None]]] = {
    "line": (reference_line, _show_line),
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
