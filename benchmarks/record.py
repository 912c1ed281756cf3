"""What every benchmark does alike: time in turns, keep each part, say when and what."""

from __future__ import annotations

import datetime
import json
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path("out/benchmarks")


def commit() -> str:
    """Give the commit that is measured, with ``+`` behind it if files differ."""

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no")
    return git("rev-parse", "--short=12", "HEAD") + ("+" if changed else "")


def machine() -> str:
    """Give the machine in a few words."""
    name = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    return f"{os.cpu_count()} x {name}, Python {platform.python_version()}"


def cpu_s(work: Callable[[], object]) -> float:
    """Give the processor time that a call takes, of all its threads, in seconds."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def in_turns(
    contestants: Mapping[str, Callable[[], object]], rounds: int
) -> dict[str, list[float]]:
    """Time every contestant once a round, so that all see the same machine.

    Gives seconds of processor time by contestant and round.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, work in contestants.items():
            seconds[name].append(cpu_s(work))
    return seconds


def ratio(slow: list[float], fast: list[float]) -> dict[str, float]:
    """Give how many times faster one is: the median of rounds, and their range."""
    each = [one / other for one, other in zip(slow, fast, strict=True)]
    return {"median": statistics.median(each), "least": min(each), "most": max(each)}


class Record:
    """The parts of a benchmark measured so far, kept in a file after each.

    Parts that were measured at this very commit are not measured again.
    """

    def __init__(self, name: str) -> None:
        self.path = FOLDER / f"{name}.json"
        self.kept: dict[str, Any] = {
            "benchmark": name,
            "commit": commit(),
            "machine": machine(),
            "parts": {},
        }
        if self.path.exists():
            before = json.loads(self.path.read_text())
            if before["commit"] == self.kept["commit"] and before["commit"][-1] != "+":
                self.kept = before
        print(f"benchmarks.{name}, commit {self.kept['commit']}")
        print(self.kept["machine"])

    def part(self, name: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Give a part's figures: kept ones, or measured now and kept."""
        parts = self.kept["parts"]
        if name not in parts:
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            parts[name] = {"date": now, **work()}
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside = self.path.with_suffix(".new")
            beside.write_text(json.dumps(self.kept, indent=1))
            beside.replace(self.path)
        print(f"\n{name} ({parts[name]['date']})")
        given: dict[str, Any] = parts[name]
        return given

    def end(self) -> None:
        """Print everything as one JSON object, the last line."""
        print()
        print(json.dumps(self.kept))
