"""Through the painted-body store: the days of Guo, Côté, Zhang and Miao (2025).

    python -m benchmarks.resequence [small] [real] [large]

Instances are those of ZAUYT_DATA. Every day is searched on one thread for a stated
time; what is kept is not searched again. From 40 cars on most published values are
below what the batch limit in the file allows (a bound of paint alone proves it), so
each of those days is searched twice: with its limit, and without any.
"""

from __future__ import annotations

import csv
import functools
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import record
from zauyt.plant.orders.bodies import Bodies
from zauyt.plant.orders.read import read_bodies
from zauyt.studies.resequence import resequence

DATA = Path(os.environ.get("ZAUYT_DATA", "../shared/data")) / "pbs_guo2025"
SECONDS = 8.0
SMALL = 50
"""Cars up to which a published value is to be reached."""
GAP = 1e-4
"""Gap that the published proofs allow themselves."""
NO_LIMIT = 5_000


def main(words: list[str]) -> None:
    """Measure what is asked for, or everything, and print it."""
    if not DATA.is_dir():
        sys.exit(f"There are no instances at {DATA}; ZAUYT_DATA says where they are.")
    measured = record.Record("resequence")
    with (DATA / "best_known.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    parts = {
        "small": [r for r in rows if r["best_known"] and int(r["cars"]) <= SMALL],
        "real": [r for r in rows if r["instance"].startswith("Real")],
        "large": [r for r in rows if r["best_known"] and int(r["cars"]) > SMALL],
    }
    for name, days in parts.items():
        if not words or name in words:
            if name == "real":
                _real(measured, days)
            else:
                _known(measured, days, name)
    measured.end()


def _searched(name: str, batch_limit: int) -> dict[str, Any]:
    bodies = read_bodies(DATA / f"{name}.txt")
    assert isinstance(bodies, Bodies), "an instance"
    begin = time.process_time()
    result = resequence(bodies, seconds=SECONDS, workers=1, batch_limit=batch_limit)
    head = {key: figure.value for key, figure in result.headline.items()}
    names = ("score", "score_first_come", "lower_bound", "optimal", "rounds")
    return {
        **{key: head[key] for key in names},
        "seconds": round(time.process_time() - begin, 1),
    }


def _known(measured: record.Record, rows: list[dict[str, str]], part: str) -> None:
    """Compare with published values, under the file's limit and, if need be, none."""
    kinds = ("at or below", "within 1 %", "above", "published breaks limit",
             "of those at our bound", "of those at or below without limit")  # fmt: skip
    told = dict.fromkeys(kinds, 0)
    for row in rows:
        name, known = row["instance"], float(row["best_known"])
        found = measured.part(name, functools.partial(_searched, name, 0))
        score, bound = found["score"], found["lower_bound"]
        line = f"{score:>12,.2f}  bound {bound:>12,.2f}  published {known:>12,.2f}"
        if known < bound * (1 - GAP):
            told["published breaks limit"] += 1
            told["of those at our bound"] += score <= bound * (1 + GAP)
            free = measured.part(
                f"{name} without limit", functools.partial(_searched, name, NO_LIMIT)
            )
            told["of those at or below without limit"] += free["score"] <= known * (
                1 + GAP
            )
            print(f"{line}  without limit {free['score']:>12,.2f}")
            continue
        side = "at or below" if score <= known * (1 + GAP) else (
            "within 1 %" if score <= known * 1.01 else "above"
        )  # fmt: skip
        told[side] += 1
        print(f"{line}  {side}")
    print(f"\n{part}, {len(rows)} days, {SECONDS:g} s each: {told}")


def _real(measured: record.Record, rows: list[dict[str, str]]) -> None:
    """Compare the days of a real plant with first come, first served."""
    gains, gaps = [], []
    for row in rows:
        name = row["instance"]
        found = measured.part(name, functools.partial(_searched, name, 0))
        gains.append(1 - found["score"] / found["score_first_come"])
        gaps.append(found["score"] / found["lower_bound"] - 1)
        print(
            f"{found['score']:>12,.2f}  bound {found['lower_bound']:>12,.2f}"
            f"  first come {found['score_first_come']:>12,.2f}"
        )
    print(
        f"\nreal plant, {len(rows)} days, {SECONDS:g} s each: below first come first"
        f" served by {min(gains):.1%} to {max(gains):.1%}, {statistics.mean(gains):.1%}"
        f" in the mean; above our bound by {statistics.mean(gaps):.3%} in the mean,"
        f" {max(gaps):.3%} at most"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
