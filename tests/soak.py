"""``python -m tests.soak [PART ..]``: all random cases, in stretches, for hours.

What is done is kept in ``out/soak.jsonl``, a line a stretch with its date and commit,
and is not done again: stopped and started anew, the soak goes on where it stopped.
Stretches that failed are tried again. Delete the file to begin from the beginning.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.record import commit
from tests.tried import FIRST

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "out" / "soak.jsonl"
FIGURES = (" random plants ", " random rosters: ", " seeds: ")
"""What a line with figures has, which is kept."""
LONGEST_S = 3 * 3600
"""Seconds after which a stretch is given up as hanging."""


@dataclass(frozen=True)
class Part:
    """Tests, the variable that says how many cases, how many in all and at a time."""

    name: str
    tests: str
    variable: str
    whole: int
    stretch: int

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield from which case on, and how many."""
        for first in range(0, self.whole, self.stretch):
            yield first, min(self.stretch, self.whole - first)


PARTS = (
    Part("rosters", "tests/studies/test_rosters.py", "ZAUYT_ROSTERS", 4_000, 500),
    Part("files", "tests/plant/test_mutants.py", "ZAUYT_MUTANTS", 20_000, 2_000),
    Part(
        "runs", "tests/studies/test_mutants_run.py", "ZAUYT_MUTANTS", 20_000, 1_000
    ),
    Part(
        "workbooks", "tests/plant/test_workbook_mutants.py", "ZAUYT_MUTANTS", 20_000,
        5_000,
    ),
    Part("twin", "tests/kernels/test_twin.py", "ZAUYT_PLANTS", 5_000, 250),
    Part(
        "supply twin", "tests/kernels/test_supply_twin.py", "ZAUYT_SUPPLIES", 5_000, 250
    ),
    Part("held stocks", "tests/studies/test_supply_held.py", "ZAUYT_HELD", 600, 60),
    Part("ordered kits", "tests/runs/test_ordered.py", "ZAUYT_ORDERED", 200, 50),
    Part("any plant", "tests/laws/test_any_plant.py", "ZAUYT_PLANTS", 5_000, 250),
    Part(
        "answers", "tests/studies/test_any_plant_answers.py", "ZAUYT_PLANTS", 5_000,
        250,
    ),
    Part(
        "series lines", "tests/laws/test_laws_of_series_lines.py", "ZAUYT_PLANTS",
        5_000, 500,
    ),
    Part("entries", "tests/laws/test_file.py", "ZAUYT_PLANTS", 5_000, 500),
    Part("bits", "tests/laws/test_bits.py", "ZAUYT_PLANTS", 5_000, 500),
    Part("simpy", "tests/kernels/test_simpy.py", "ZAUYT_PLANTS", 5_000, 500),
    Part("verdicts", "tests/studies/test_verdicts.py", "ZAUYT_VERDICTS", 200, 200),
    Part("networks", "tests/studies/test_plan.py", "ZAUYT_NETWORKS", 3_000, 300),
    Part("roadmaps", "tests/studies/test_localise.py", "ZAUYT_ROADMAPS", 3_000, 300),
    Part("lines", "tests/kernels/test_filling_twin.py", "ZAUYT_LINES", 50_000, 10_000),
    Part(
        "balances", "tests/studies/test_balances_at_random.py", "ZAUYT_BALANCES",
        4_000, 500,
    ),
    Part("days", "tests/laws/test_days.py", "ZAUYT_DAYS", 5_000, 500),
    Part("ways", "tests/laws/test_days.py", "ZAUYT_WAYS", 2_000, 250),
    Part("published", "tests/published", "ZAUYT_PUBLISHED", 10, 10),
    Part(
        "draws", "tests/kernels/test_chance.py", "ZAUYT_DRAWS", 300_000_000,
        300_000_000,
    ),
)  # fmt: skip


def main(words: Sequence[str] | None = None) -> int:
    """Do what is left to do; give 1 if any of it failed."""
    known = {part.name: part for part in PARTS}
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(known))
    names = parser.parse_args(words).parts or list(known)
    for name in names:
        if name not in known:
            parser.error(f"there is no part {name}; there are {', '.join(known)}")
    return int(go_on([known[name] for name in names], KEPT) > 0)


def go_on(parts: Sequence[Part], path: Path) -> int:
    """Do what is left to do of some parts, and give how many stretches failed."""
    done = kept(path)
    failed = 0
    for part in parts:
        before = [row for row in done if row["part"] == part.name and row["passed"]]
        covered = {(row["first"], row["count"]) for row in before}
        for row in before:
            print(said(row), flush=True)
        for first, count in part.stretches():
            if (first, count) in covered:
                continue
            row = carried_out(part, first, count)
            keep(row, path)
            print(said(row), flush=True)
            failed += not row["passed"]
    print(f"{failed} stretches failed" if failed else "all passed")
    return failed


def kept(path: Path) -> list[dict[str, Any]]:
    """Give what has been done before; a line cut off by a kill is no stretch."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1]]


def keep(row: dict[str, Any], path: Path) -> None:
    """Write a stretch down, in the place of a line that a kill cut off."""
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    whole = before[: before.rfind("\n") + 1] + json.dumps(row) + "\n"
    beside = path.with_suffix(".new")
    beside.write_text(whole, encoding="utf-8")
    beside.replace(path)


def carried_out(part: Part, first: int, count: int) -> dict[str, Any]:
    """Carry a stretch out, and give how it went."""
    begin = time.monotonic()
    words = [sys.executable, "-m", "pytest", "-x", "--tb=short", part.tests]
    environment = {**os.environ, FIRST: str(first), part.variable: str(count)}
    try:
        ended = subprocess.run(
            words, cwd=ROOT, env=environment, timeout=LONGEST_S, check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        passed, told = ended.returncode == 0, ended.stdout + ended.stderr
    except subprocess.TimeoutExpired:
        passed, told = False, f"not done after {LONGEST_S} s"
    figures = [
        line for line in told.splitlines() if any(word in line for word in FIGURES)
    ]
    return {
        "part": part.name,
        "first": first,
        "count": count,
        "passed": passed,
        "seconds": round(time.monotonic() - begin),
        "figures": figures,
        "fault": "" if passed else told[-4000:],
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "commit": commit(),
    }


def said(row: dict[str, Any]) -> str:
    """Say in a line how a stretch went, and below it why it failed."""
    last = row["first"] + row["count"] - 1
    how = "passed" if row["passed"] else "FAILED"
    text = (
        f"{row['date']} {row['commit']} {row['part']} {row['first']:,} to {last:,}:"
        f" {how} in {row['seconds']:,} s"
    )
    text += "".join(f"; {figure.strip()}" for figure in row["figures"])
    return text if row["passed"] else f"{text}\n{row['fault']}"


if __name__ == "__main__":
    sys.exit(main())
