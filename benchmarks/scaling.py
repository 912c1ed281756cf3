"""How the cost of a run grows with the plant, with the time and with workers.

    python -m benchmarks.scaling [length] [stations] [workers] [plant] [large]
        [memory] [start]

Processor time in turns, medians. "Above the fixed part" is what a run takes more
than the same plant's run of one day, by operation, with history, measures and
attribution.
"""

from __future__ import annotations

import datetime
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from benchmarks import line, plants, record
from zauyt.plant.plant import Plant
from zauyt.runs.batch import Period, Setting, carry_out_all, ready
from zauyt.runs.measure import measure
from zauyt.runs.memory import Spare
from zauyt.runs.single import Room, carry_out

FIRST_DAY = datetime.date(2026, 1, 5)
ROUNDS = 5
HALL = 50
"""Stations of a hall."""
BARS = {
    "length": "flat within 20 %",
    "stations": "flat within 20 %",
    "workers": "at most 1.10",
    "plant": "at most 0.6 s a run",
    "large": "runs",
    "memory": "at most 180 MB above the imports",
    "start": "help 0.15 s, second 1 s, first 20 s",
}


def _ready(plant: Plant, days: int) -> Setting:
    return ready(plant, Period(FIRST_DAY, days, 7), point="buy_off", record=True)


def _operations(setting: Setting, room: Room) -> tuple[int, Room]:
    run, room = carry_out(setting.packed, seed=1, run=0, room=room)
    measure(setting.packed, run, setting.counted)
    return int(run.stations["left"].sum()), room


def _whole_run(setting: Setting, room: Room) -> Callable[[], None]:
    """Give what carries out one of a study's runs."""
    spare = Spare()

    def work() -> None:
        run, _ = carry_out(setting.packed, seed=1, run=0, room=room, spare=spare)
        measure(setting.packed, run, setting.counted)

    return work


def _above_the_fixed_part(
    cases: dict[str, tuple[Plant, int]], rounds: int
) -> dict[str, Any]:
    """Give nanoseconds an operation for every case, above its run of a day."""
    contestants: dict[str, Callable[[], None]] = {}
    operations: dict[str, int] = {}
    for name, (plant, days) in cases.items():
        for part, length in ((name, days), (f"{name}, fixed", 1)):
            setting = _ready(plant, length)
            operations[part], room = _operations(setting, Room())
            contestants[part] = _whole_run(setting, room)
    seconds = record.in_turns(contestants, rounds)
    each = {}
    for name in cases:
        more = [
            whole - fixed
            for whole, fixed in zip(
                seconds[name], seconds[f"{name}, fixed"], strict=True
            )
        ]
        count = operations[name] - operations[f"{name}, fixed"]
        each[name] = 1e9 * statistics.median(more) / count
    low, high = min(each.values()), max(each.values())
    return {"ns_per_operation": each, "most_over_least": high / low}


def length() -> dict[str, Any]:
    """A plant with everything, a month to ten years."""
    plant = plants.everything(100)
    days = {"month": 30, "quarter": 91, "year": 365, "ten years": 3650}
    return _above_the_fixed_part({n: (plant, d) for n, d in days.items()}, 3)


def stations() -> dict[str, Any]:
    """Series lines of 50 to 1,000 stations, a quarter; plants with everything.

    A plant grows by halls, so that what an operation meets of stores, merges and crews
    stays the same; how much less it costs where only the lines grow is told beside it.
    """
    lines = {
        f"{count} in series": (line.plant(count), 91) for count in (50, 100, 300, 1000)
    }
    halls = {
        f"{count} in halls of {HALL}": (plants.everything(count, count // HALL), 91)
        for count in (50, 100, 300, 1000)
    }
    hall = {
        f"{count} in one hall": (plants.everything(count), 91)
        for count in (50, 100, 300, 1000)
    }
    return {
        "in series": _above_the_fixed_part(lines, ROUNDS),
        "with everything, by halls": _above_the_fixed_part(halls, ROUNDS),
        "with everything, by longer lines": _above_the_fixed_part(hall, ROUNDS),
    }


def workers() -> dict[str, Any]:
    """What the runs take with two workers, beside one."""
    setting = _ready(plants.everything(300), 91)
    tasks = [((lambda: setting), run) for run in range(8)]

    def by(count: int) -> Callable[[], object]:
        return lambda: carry_out_all(tasks, seed=1, workers=count)

    by(2)()
    seconds = record.in_turns({"one": by(1), "two": by(2)}, ROUNDS)
    return {
        "cpu_s": {name: statistics.median(times) for name, times in seconds.items()},
        "two_over_one": record.ratio(seconds["two"], seconds["one"])["median"],
    }


def plant() -> dict[str, Any]:
    """A year of a plant of 300 stations with everything, a run, on one core."""
    setting = _ready(plants.everything(300), 365)
    operations, room = _operations(setting, Room())
    times = record.in_turns({"run": _whole_run(setting, room)}, ROUNDS)["run"]
    return {
        "stations": len(setting.packed.stops),
        "operations": operations,
        "cpu_s": statistics.median(times),
        "least_cpu_s": min(times),
    }


def large() -> dict[str, Any]:
    """A year of a plant of 5,000 stations with everything."""
    setting = _ready(plants.everything(5000), 365)
    begin = time.process_time()
    run, _ = carry_out(setting.packed, seed=1, run=0, room=Room())
    measured = measure(setting.packed, run, setting.counted)
    return {
        "stations": len(setting.packed.stops),
        "operations": int(run.stations["left"].sum()),
        "vehicles": measured.vehicles,
        "parts": len(run.marks) or 1,
        "cpu_s": time.process_time() - begin,
    }


MEMORY = {
    "kostanay, a year, two workers": ("kostanay", 365, 2),
    "100 in series, ten years": ("series", 3650, 1),
    "300 with everything, a year, two workers": ("everything 300", 365, 2),
    "300 with everything, ten years": ("everything 300", 3650, 1),
    "5,000 with everything, a year": ("everything 5000", 365, 1),
}


def resident_mb() -> float:
    """Give the most memory that this process has had resident."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _named(name: str) -> Plant:
    if name == "series":
        return line.plant(line.STATIONS)
    if name.startswith("everything"):
        return plants.everything(int(name.split()[1]))
    from zauyt.plant.reading.examples import read

    return read(name)


def use_memory(name: str, days: int, count: int) -> None:
    """Carry out runs and print how much more memory they took than a day's."""
    small = _ready(_named("series"), 1)
    _operations(small, Room())
    before = resident_mb()
    setting = _ready(_named(name), days)
    tasks = [((lambda: setting), run) for run in range(2 * count)]
    carry_out_all(tasks, seed=1, workers=count)
    print(json.dumps(resident_mb() - before))


def memory() -> dict[str, Any]:
    """Memory above the imports, each case in a process of its own."""
    found = {}
    for case, (name, days, count) in MEMORY.items():
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.scaling", "--memory", name, str(days),
             str(count)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found[case] = float(done.stdout.splitlines()[-1])
    return {"mb_above_imports": found}


def _start_s(*words: str, cache: str | None = None) -> float:
    environment = dict(os.environ)
    # Whoever installs a package has its modules compiled, or has them after a start.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if cache is not None:
        environment["XDG_CACHE_HOME"] = cache
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "zauyt", *words],
        env=environment, capture_output=True, check=True,
    )  # fmt: skip
    return time.perf_counter() - begin


def start() -> dict[str, Any]:
    """What a user waits for, on the clock of the wall."""
    _start_s("simulate", "small")
    with tempfile.TemporaryDirectory() as cache:
        first = _start_s("simulate", "small", cache=cache)
    return {
        "wall_s": {
            "help": statistics.median(_start_s("--help") for _ in range(5)),
            "first simulate small": first,
            "second simulate small": statistics.median(
                _start_s("simulate", "small") for _ in range(3)
            ),
            "second simulate kostanay": _start_s("simulate", "kostanay"),
        }
    }


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "length": length,
    "stations": stations,
    "workers": workers,
    "plant": plant,
    "large": large,
    "memory": memory,
    "start": start,
}


def _show(figures: dict[str, Any], indent: str = "  ") -> None:
    for name, value in figures.items():
        if name == "date":
            continue
        if isinstance(value, dict):
            print(f"{indent}{name}")
            _show(value, indent + "  ")
        elif isinstance(value, float):
            print(f"{indent}{name:44}{value:12.3f}")
        else:
            print(f"{indent}{name:44}{value:>12,}")


def main(asked: list[str]) -> None:
    """Measure the parts asked for, or all, and print them."""
    if asked[:1] == ["--memory"]:
        use_memory(asked[1], int(asked[2]), int(asked[3]))
        return
    unknown = set(asked) - set(PARTS)
    if unknown:
        sys.exit(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    kept = record.Record("scaling")
    for name in asked or PARTS:
        _show(kept.part(name, PARTS[name]))
        print(f"  bar: {BARS[name]}")
    kept.end()


if __name__ == "__main__":
    main(sys.argv[1:])
