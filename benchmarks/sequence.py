"""The order of the cars: ROADEF 2005, CSPLib, moves a second, CP-SAT beside us.

    python -m benchmarks.sequence [challenge] [csplib] [speed]

Instances are those of ZAUYT_DATA. Every instance is searched by one start on one
thread for a stated time; what is kept is not searched again.
"""

from __future__ import annotations

import csv
import functools
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import record
from zauyt.arrays.sequencing import block
from zauyt.kernels.sequencing.search import search
from zauyt.plant.orders.cars import Cars, first_order
from zauyt.plant.orders.read import read_cars
from zauyt.plant.plant import Plant
from zauyt.studies.sequence import sequence

DATA = Path(os.environ.get("ZAUYT_DATA", "../shared/data"))
CHALLENGE_S = 25.0
CSPLIB_S = {"satisfiable": 1.0, "hard": 10.0, "gravel": 60.0}
SPEED_MOVES = 2_000_000
SLOW_MOVES = 4_000


def main(words: list[str]) -> None:
    """Measure what is asked for, or everything, and print it."""
    if not DATA.is_dir():
        sys.exit(f"There are no instances at {DATA}; ZAUYT_DATA says where they are.")
    measured = record.Record("sequence")
    parts = {"challenge": _challenge, "csplib": _csplib, "speed": _speed}
    for name, part in parts.items():
        if not words or name in words:
            part(measured)
    measured.end()


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "best_known.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _searched(cars: Cars | Plant, seconds: float) -> dict[str, Any]:
    begin = time.process_time()
    result = sequence(cars, seconds=seconds, starts=1, workers=1)
    head = {name: figure.value for name, figure in result.headline.items()}
    found = list(result.tables["objectives"]["found"])
    return {
        "score": head["score"], "costs": found, "lower_bound": head["lower_bound"],
        "moves": head["moves"], "seconds": round(time.process_time() - begin, 2),
    }  # fmt: skip


def _challenge(measured: record.Record) -> None:
    """Search every day of sets A and B for 25 s; compare with the reference bound."""
    folder = DATA / "roadef2005"
    told = {"below": 0, "at": 0, "above": 0, "not proven": 0}
    for row in _rows(folder):
        cars = read_cars(folder / row["set"] / row["instance"])
        found = measured.part(
            f"roadef {row['instance']}", functools.partial(_searched, cars, CHALLENGE_S)
        )
        known = int(row["best_known"])
        side = (found["score"] > known) - (found["score"] < known)
        told[("below", "at", "above")[side + 1]] += 1
        told["not proven"] += row["optimal"] != "yes"
        print(f"{found['score']:>12,}  known {known:>12,}  {('<', '=', '>')[side + 1]}")
    print(f"\nROADEF 2005, {CHALLENGE_S:g} s each: {told}")


def _csplib(measured: record.Record) -> None:
    folder = DATA / "csplib001"
    told = {kind: [0, 0] for kind in CSPLIB_S}
    for row in _rows(folder):
        name = row["instance"]
        kind = "gravel" if "_" in name else "satisfiable" if "-" in name else "hard"
        cars = read_cars(folder / row["file"])
        found = measured.part(
            f"csplib {name}", functools.partial(_searched, cars, CSPLIB_S[kind])
        )
        known = int(row["computed_excess"] or row["best_known"])
        told[kind][0] += found["score"] <= known
        told[kind][1] += 1
        print(f"{found['score']}  known {known}  {found['seconds']} s")
    for kind, (reached, count) in told.items():
        print(f"CSPLib {kind}, {CSPLIB_S[kind]:g} s each: {reached} of {count} reached")


def _speed(measured: record.Record) -> None:
    """Moves a second, compiled and as plain Python."""
    row = _rows(DATA / "roadef2005")[2]
    path = DATA / "roadef2005" / row["set"] / row["instance"]

    def timed() -> dict[str, Any]:
        fast = [_moves_per_s(path, SPEED_MOVES) for _ in range(3)]
        code = (
            "from benchmarks.sequence import _moves_per_s; from pathlib import Path;"
            f"print(_moves_per_s(Path({str(path)!r}), {SLOW_MOVES}))"
        )
        slow = float(
            subprocess.run(
                [sys.executable, "-c", code], check=True, capture_output=True,
                text=True, env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
            ).stdout
        )  # fmt: skip
        compiled = statistics.median(fast)
        return {"compiled": compiled, "python": slow, "ratio": compiled / slow}

    found = measured.part(f"speed {row['instance']}", timed)
    print(
        f"{found['compiled']:,.0f} moves a second, {found['ratio']:,.0f} x plain Python"
    )


def _moves_per_s(path: Path, moves: int) -> float:
    cars = read_cars(path)
    assert isinstance(cars, Cars), "an instance"
    order = first_order(cars)
    assert order is not None, "an order that keeps the batch limit"
    searched = block(cars, np.asarray(order), key=1)
    search(searched, moves // 10)
    begin = time.process_time()
    search(searched, moves)
    return moves / (time.process_time() - begin)


if __name__ == "__main__":
    main(sys.argv[1:])
