"""The balance of a line: Scholl's and Otto's instances, one after the other.

    python -m benchmarks.balance [scholl] [otto] [salbp2] [efficiency] [two_sided]
    python -m benchmarks.balance salbp2 every=6      every sixth instance alone

Instances are those of ZAUYT_DATA. Every instance is searched by one thread for a stated
time at most; what is kept is not searched again.
"""

from __future__ import annotations

import csv
import functools
import os
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import record
from zauyt.plant.tasks.benchmark import read_benchmark
from zauyt.plant.tasks.task_list import TaskList
from zauyt.studies.balance import balance

DATA = Path(os.environ.get("ZAUYT_DATA", "../shared/data"))
SCHOLL_S, SALBP2_S, EFFICIENCY_S = 10.0, 20.0, 20.0
TWO_SIDED_S = 10.0
OTTO_S = {"20": 2.0, "50": 2.0, "100": 10.0, "1000": 60.0}


def main(words: list[str]) -> None:
    """Measure what is asked for, or everything, and print it."""
    if not DATA.is_dir():
        sys.exit(f"There are no instances at {DATA}; ZAUYT_DATA says where they are.")
    measured = record.Record("balance")
    every = [word.partition("=")[2] for word in words if word.startswith("every=")]
    step = int(every[0]) if every else 1
    words = [word for word in words if not word.startswith("every=")]
    parts = {
        "scholl": _scholl, "otto": _otto, "salbp2": _salbp2, "efficiency": _efficiency,
        "two_sided": _two_sided,
    }  # fmt: skip
    for name, part in parts.items():
        if not words or name in words:
            part(measured, step)
    measured.end()


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _balanced(tasks: TaskList, **asked: float) -> dict[str, Any]:
    """Give what a search found, and the seconds by the clock and of the processor."""
    begin, busy = time.monotonic(), time.process_time()
    result = balance(tasks, workers=1, **asked)  # type: ignore[arg-type]
    head = {name: figure.value for name, figure in result.headline.items()}
    return {
        **{name: head[name] for name in ("stations", "takt", "lower_bound", "optimal",
                                         "moves")},
        "seconds": round(time.monotonic() - begin, 2),
        "processor_s": round(time.process_time() - busy, 2),
    }  # fmt: skip


class Tally:
    """How many instances are at or below the best known, proven, and how far above."""

    def __init__(self) -> None:
        self.count = self.reached = self.below = self.proven = 0
        self.gaps: list[float] = []

    def add(self, value: float, known: float, found: dict[str, Any]) -> None:
        """Count one instance and say how it fared."""
        self.count += 1
        self.reached += value <= known
        self.below += value < known
        self.proven += found["optimal"] == "yes"
        least = found["lower_bound"]
        self.gaps.append(value / least - 1 if least else 0.0)
        sign = "<" if value < known else ">" if value > known else "="
        print(f"{value:g} {sign} {known:g}, at least {least:g}, {found['seconds']} s")

    def said(self) -> str:
        """Say it in one line."""
        mean = sum(self.gaps) / max(len(self.gaps), 1)
        return (
            f"{self.reached} of {self.count} at or below the best known, {self.below}"
            f" below, {self.proven} proven; mean gap to the bound {mean:.2%}"
        )


def _scholl(measured: record.Record, step: int) -> None:
    folder, tally = DATA / "salbp_scholl", Tally()
    for row in _rows(folder / "best_known.csv")[::step]:
        tasks = read_benchmark(folder / row["file"])
        asked = {"cycle": float(row["cycle_time"]), "seconds": SCHOLL_S}
        found = measured.part(
            f"salbp1 {row['instance']}", functools.partial(_balanced, tasks, **asked)
        )
        tally.add(found["stations"], float(row["best_known"]), found)
    print(f"\nSALBP-1 Scholl, {SCHOLL_S:g} s each: {tally.said()}")


def _otto(measured: record.Record, step: int) -> None:
    folder = DATA / "salbp_otto"
    tallies = {size: Tally() for size in OTTO_S}
    for row in _rows(folder / "best_known.csv")[::step]:
        size = row["n_tasks"]
        tasks = read_benchmark(folder / row["file"])
        found = measured.part(
            f"otto {row['instance']}",
            functools.partial(_balanced, tasks, seconds=OTTO_S[size]),
        )
        tallies[size].add(found["stations"], float(row["best_known"]), found)
    for size, tally in tallies.items():
        print(f"\nOtto, {size} tasks, {OTTO_S[size]:g} s each: {tally.said()}")


def _salbp2(measured: record.Record, step: int) -> None:
    folder, tally = DATA / "salbp_scholl", Tally()
    for row in _rows(folder / "best_known_salbp2.csv")[::step]:
        tasks = read_benchmark(folder / row["file"])
        asked = {"stations": int(row["stations"]), "seconds": SALBP2_S}
        found = measured.part(
            f"salbp2 {row['instance']}", functools.partial(_balanced, tasks, **asked)
        )
        tally.add(found["takt"], float(row["best_known_cycle_time"]), found)
    print(f"\nSALBP-2 Scholl, {SALBP2_S:g} s each: {tally.said()}")


def _efficiency(measured: record.Record, step: int) -> None:
    folder, tally = DATA / "salbp_scholl", Tally()
    for row in _rows(folder / "best_known_salbpE.csv")[::step]:
        if not row["m_best"]:
            continue
        tasks = read_benchmark(folder / row["file"])
        asked = {
            "stations": int(row["m_min"]), "most_stations": int(row["m_max"]),
            "seconds": EFFICIENCY_S,
        }  # fmt: skip
        found = measured.part(
            f"salbpE {row['instance']}", functools.partial(_balanced, tasks, **asked)
        )
        known = float(row["m_best"]) * float(row["c_best"])
        tally.add(found["stations"] * found["takt"], known, found)
    print(f"\nSALBP-E Scholl, {EFFICIENCY_S:g} s each: {tally.said()}")


def _two_sided(measured: record.Record, step: int) -> None:
    """Balance two-sided lines by people alone; cobots, where there are any, rest."""
    folder, tally = DATA / "talbp_cobot", Tally()
    for row in _rows(folder / "best_known.csv")[::step]:
        path = folder / "Singletype_Cobot_TALBP2" / f"{row['instance']}.txt"
        found = measured.part(
            f"two_sided {row['instance']}",
            functools.partial(_balanced, read_benchmark(path), seconds=TWO_SIDED_S),
        )
        tally.add(found["takt"], float("inf"), found)
    print(f"\nTwo-sided lines, {TWO_SIDED_S:g} s each: {tally.said()}")


if __name__ == "__main__":
    main(sys.argv[1:])
