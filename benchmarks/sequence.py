"""The order of the cars: ROADEF 2005, CSPLib, moves a second, CP-SAT beside us.

    python -m benchmarks.sequence [challenge] [csplib] [solver] [speed]

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
from zauyt.plant.orders.cars import Cars, costs, first_order, score
from zauyt.plant.orders.read import read_cars
from zauyt.plant.plant import Plant
from zauyt.studies.sequence import sequence
from zauyt.studies.sequencing.proof import solved

DATA = Path(os.environ.get("ZAUYT_DATA", "../shared/data"))
CHALLENGE_S = 25.0
CSPLIB_S = {"satisfiable": 1.0, "hard": 10.0, "gravel": 60.0}
SOLVER_DAYS = 6
"""Days of the challenge, the shortest, that CP-SAT is given beside us."""
SPEED_MOVES = 2_000_000
SLOW_MOVES = 4_000


def main(words: list[str]) -> None:
    """Measure what is asked for, or everything, and print it."""
    if not DATA.is_dir():
        sys.exit(f"There are no instances at {DATA}; ZAUYT_DATA says where they are.")
    measured = record.Record("sequence")
    parts = {
        "challenge": _challenge,
        "csplib": _csplib,
        "solver": _solver,
        "speed": _speed,
    }
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
    told = {"below": 0, "at": 0, "above": 0, "too far above": 0,
            "not proven": 0, "below of not proven": 0}  # fmt: skip
    for row in _rows(folder):
        cars = read_cars(folder / row["set"] / row["instance"])
        found = measured.part(
            f"roadef {row['instance']}", functools.partial(_searched, cars, CHALLENGE_S)
        )
        known = int(row["best_known"])
        side = (found["score"] > known) - (found["score"] < known)
        told[("below", "at", "above")[side + 1]] += 1
        open_row = row["optimal"] != "yes" and known > found["lower_bound"]
        told["not proven"] += open_row
        told["below of not proven"] += open_row and found["score"] < known
        print(f"{found['score']:>12,}  known {known:>12,}  {('<', '=', '>')[side + 1]}")
        first = _first_difference(found["costs"], row)
        told["too far above"] += int(first[0] > max(1.0, 0.01 * first[1]))
    print(f"\nROADEF 2005, {CHALLENGE_S:g} s each: {told}")


def _first_difference(costs: list[float], row: dict[str, str]) -> tuple[float, float]:
    """Give by how much the first objective that differs is above, and what is known."""
    words = dict(each.split("=") for each in row["computed_components"].split())
    known = [float(words[name]) for name in row["objective_order"].split("/")]
    for mine, theirs in zip(costs, known, strict=True):
        if mine != theirs:
            return mine - theirs, theirs
    return 0.0, 0.0


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


def _solver(measured: record.Record) -> None:
    """Give the hard instances of CSPLib and the shortest days to CP-SAT, too."""
    texts, folders = DATA / "csplib001", DATA / "roadef2005"
    hard = [
        (f"csplib {row['instance']}", texts / row["file"], CSPLIB_S["hard"])
        for row in _rows(texts)
        if "/" in row["instance"]
    ]
    days = sorted(_rows(folders), key=lambda row: int(row["cars_day_D"]))
    short = [
        (f"roadef {each}", folders / row["set"] / each, CHALLENGE_S)
        for row in days[:SOLVER_DAYS]
        for each in [row["instance"]]
    ]
    told = {"below": 0, "at": 0, "above": 0}
    for name, path, seconds in [*hard, *short]:
        cars = read_cars(path)
        mine = measured.part(name, functools.partial(_searched, cars, seconds))
        assert isinstance(cars, Cars), "an instance"
        other = measured.part(
            f"cp-sat {name}", functools.partial(_by_solver, cars, seconds)
        )
        side = (mine["score"] > other["score"]) - (mine["score"] < other["score"])
        told[("at", "above", "below")[side]] += 1
        print(f"{mine['score']:>12,} in {mine['seconds']} s  CP-SAT"
              f" {other['score']:>12,} in {other['seconds']} s")  # fmt: skip
    print(f"\nbeside CP-SAT, one thread, the same time: {told}")


def _by_solver(cars: Cars, seconds: float) -> dict[str, Any]:
    begin = time.process_time()
    first = first_order(cars)
    assert first is not None, "an order that keeps the batch limit"
    order = solved(cars, np.asarray(first), effort=seconds, seed=1)
    return {
        "score": score(costs(cars, order)),
        "seconds": round(time.process_time() - begin, 2),
    }


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
