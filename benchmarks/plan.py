"""A large sparse plan, to a 1 % gap: ``python -m benchmarks.plan``.

10 plants, 60 models each made in 3 of them and sold in 10 of 40 markets, 36 months, 10
scenarios of demand and capacity, three levels of shifts a plant and quarter. The whole
study is carried out, tables and all. The gap after every turn, then rows, columns and
nonzeros are printed; the last line is one JSON object. ``--months`` and ``--scenarios``
make it smaller.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from typing import Any

from benchmarks.record import commit, machine
from zauyt.plant.network import Network
from zauyt.plant.reading.file import read_network_text
from zauyt.plant.reading.yaml_text import block_text
from zauyt.studies.plan import plan

PLANTS, MODELS, MARKETS = 10, 60, 40
MADE_IN, SOLD_IN = 3, 10


def network(months: int, scenarios: int, seed: int = 1) -> Network:
    """Give the network by chance."""
    draw = random.Random(seed)
    plants: dict[str, Any] = {
        f"p{p}": {
            "makes": {},
            "change_cost": 300,
            "shifts": {
                name: {"vehicles_per_month": made, "cost_per_month": cost}
                for name, made, cost in (
                    ("one", 1500, 1000), ("two", 3000, 2500), ("three", 5000, 5500),
                )
            },
        }
        for p in range(PLANTS)
    }  # fmt: skip
    markets: dict[str, Any] = {f"k{k}": {"sells": {}} for k in range(MARKETS)}
    for m in range(MODELS):
        for p in draw.sample(range(PLANTS), MADE_IN):
            plants[f"p{p}"]["makes"][f"m{m}"] = {"cost": draw.uniform(7, 10)}
        for k in draw.sample(range(MARKETS), SOLD_IN):
            markets[f"k{k}"]["sells"][f"m{m}"] = {
                "price": draw.uniform(10, 20),
                "vehicles_per_year": 12 * draw.uniform(30, 100),
            }
    lanes = {
        f"p{p}_k{k}": {"plants": [f"p{p}"], "markets": [f"k{k}"],
                       "cost": draw.uniform(0.2, 3)}
        | ({"vehicles_per_month": 200} if draw.random() < 0.2 else {})
        for p in range(PLANTS)
        for k in range(MARKETS)
    }  # fmt: skip
    cases = {
        f"s{s}": {
            "probability": 1 / scenarios,
            "demand_factor": {name: draw.uniform(0.7, 1.3) for name in markets},
            "capacity_factor": {name: draw.uniform(0.85, 1.0) for name in plants},
        }
        for s in range(scenarios)
    }
    tree = {
        "format": 1, "network": "large", "currency": "KZT", "first_month": "2026-01",
        "months": months, "level_months": 3, "season": {"dec": 1.5, "jan": 0.7},
        "models": {f"m{m}": {} for m in range(MODELS)}, "plants": plants,
        "markets": markets, "lanes": lanes, "scenarios": cases,
    }  # fmt: skip
    return read_network_text(block_text(tree))


def main() -> None:
    """Plan, print the size and the gap turn by turn, and the record as JSON."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--months", type=int, default=36)
    asked.add_argument("--scenarios", type=int, default=10)
    asked.add_argument("--gap", type=float, default=0.01)
    given = asked.parse_args()
    asked_of = network(given.months, given.scenarios)
    begin, cpu = time.monotonic(), time.process_time()
    told: list[float] = []

    def progress(done: int, total: int, gap: float | None) -> None:
        if gap is not None:
            told.append(gap)
            print(f"step {done} of {total}: gap {gap:.2%},"
                  f" {time.monotonic() - begin:.0f} s,"
                  f" cpu {time.process_time() - cpu:.0f} s", flush=True)  # fmt: skip

    result = plan(asked_of, gap=given.gap, progress=progress)
    size = {row["what"]: row["value"] for row in result.tables["size"].rows()}
    counts = {
        what: int(size[what]) for what in ("rows", "columns", "nonzeros", "whole")
    }
    print(", ".join(f"{number:,} {what}" for what, number in counts.items()))
    record = {
        "benchmark": "plan", "commit": commit(), "machine": machine(), **counts,
        "gap": size["gap"],
        "wall_s": round(time.monotonic() - begin, 1),
        "cpu_s": round(time.process_time() - cpu, 1),
    }  # fmt: skip
    print(json.dumps(record))


if __name__ == "__main__":
    main()
