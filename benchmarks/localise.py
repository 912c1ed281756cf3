"""How long a localisation choice takes: 400 parts over 8 years, to a gap of 1 %.

``python -m benchmarks.localise`` draws parts at random (the seed is fixed), prints the
program's size, then the gap after every stage of the search, which can be stopped
there; the last line is one JSON object.
"""

from __future__ import annotations

import json
import random
import time
from typing import Any

import zauyt
from benchmarks.record import commit, machine
from zauyt.plant.checks.sourcing import counted_by
from zauyt.plant.plant import Plant
from zauyt.statistics.stages import by_gaps
from zauyt.studies.localisation import search
from zauyt.studies.localisation.choices import choices
from zauyt.studies.localisation.program import program
from zauyt.studies.localisation.rules import forms

PARTS, YEARS, GAP = 400, 8, 0.01


def plant(parts: int = PARTS, years: int = YEARS, seed: int = 1) -> Plant:
    """Give a plant with parts at random, some built into others, and commitments."""
    draw = random.Random(seed)
    entries: dict[str, Any] = {}
    for at in range(parts):
        share = draw.uniform(0.2, 1.8) * 0.8 / parts
        entry: dict[str, Any] = {"share": share, "candidates": {}}
        if at and draw.random() < 0.2:
            entry["part_of"] = f"p{draw.randrange(at)}"
        for label in ("existing", "cluster", "new")[: draw.randint(1, 3)]:
            entry["candidates"][label] = {
                "kind": label,
                "price": share * 18000 * draw.uniform(0.65, 1.1),
                "currency": "USD",
                "tooling": share * draw.uniform(1e7, 3e8),
                "lead_months": draw.uniform(4, 30),
                "ramp_months": draw.uniform(0, 12),
                "capacity_per_year": draw.uniform(20_000, 120_000),
                "imported_share": draw.uniform(0.2, 0.7),
            }
        entries[f"p{at}"] = entry
    first = 2026
    return zauyt.read_text(
        json.dumps(
            {
                "format": 1,
                "plant": f"{parts} parts over {years} years",
                "lines": {"a": {"cycle_s": 100}},
                "money": {"currency": "USD", "discount_share": 0.12},
                "volumes": {
                    str(first + y): min(70_000, 25_000 + 12_000 * y)
                    for y in range(years)
                },
                "parts": entries,
                "content": {
                    "first_year": first,
                    "years": years,
                    "ex_works_price": 26_000,
                    "conversion_cost": 2_500,
                    "kit": {
                        "price": 18_000,
                        "deletion_credit": 0.82,
                        "freight_share": 0.08,
                        "handling_share": 0.02,
                    },
                    "rules": ["kz_ex_works", "kz_without_margin"],
                    "commitments": {
                        "early": {"rule": "kz_ex_works", "year": 2028, "least": 0.3},
                        "later": {"rule": "kz_ex_works", "year": 2030, "least": 0.42},
                        "cost": {
                            "rule": "kz_without_margin",
                            "year": 2032,
                            "least": 0.36,
                        },
                    },
                    "most_launches": parts // 6,
                    "most_investment": 60e6,
                },
            }
        )
    )


def main() -> None:
    """Solve, and print the program's size and what it took."""
    chosen = plant()
    assert chosen.content is not None
    assert chosen.money is not None
    began = time.perf_counter()
    made = choices(chosen)
    asked = program(made, chosen.content, chosen.money)
    wanted = search.wanted_by(chosen.content)
    counted = forms(chosen, made, counted_by(chosen))
    built_s = time.perf_counter() - began
    rows = len(asked.high) + len(wanted)
    row = {
        "parts": len(chosen.parts),
        "years": made.years,
        "whole_columns": len(asked.decisions),
        "columns": len(asked.gain),
        "rows": rows,
        "nonzeros": int(asked.matrix.nnz),
        "build_s": round(built_s, 2),
    }
    print(", ".join(f"{name} {value:,}" for name, value in row.items()))
    began, cpu = time.perf_counter(), time.process_time()

    def told(gap: float) -> None:
        print(f"gap {gap:.2%}, {time.perf_counter() - began:.0f} s,"
              f" cpu {time.process_time() - cpu:.0f} s", flush=True)  # fmt: skip

    plan, _ = by_gaps(
        lambda gap: search.best(asked, counted, wanted, gap=gap), gap=GAP, told=told
    )
    seconds, cpu_s = time.perf_counter() - began, time.process_time() - cpu
    found: dict[str, Any] = {"status": "infeasible"} if plan is None else {
        "status": "solved",
        "gap": round(plan.gap, 5),
        "local_parts": len(plan.decided),
        "worth_m_usd": round(plan.worth / 1e6, 3),
    }  # fmt: skip
    took = {"wall_s": round(seconds, 1), "cpu_s": round(cpu_s, 1)}
    asked_of = {"benchmark": "localise", "commit": commit(), "machine": machine()}
    print(json.dumps(asked_of | row | took | found))


if __name__ == "__main__":
    main()
