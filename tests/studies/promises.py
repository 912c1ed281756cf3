"""Small plants of several kinds with promises near the line, and the truth about them.

``python -m tests.studies.promises`` finds the truth: what 5,000 runs with doubt make of
each plant, from a seed that no verdict is asked with. The amounts promised are those
which that many runs keep as often as wanted here; both stand in `promises.json`, with
date and commit, and are not found again.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.record import commit
from zauyt.plant.plant import Plant
from zauyt.plant.reading.file import read_text
from zauyt.studies.checking.sample import Asked
from zauyt.studies.checking.samples import sample_of

KEPT = Path(__file__).with_suffix(".json")
RUNS = 5_000
SEED = 999_999
CHANCES = (0.999, 0.94, 0.85, 0.51, 0.25, 0.02)
"""Chances that are promised; two lie where a wrong verdict is likeliest."""
DUE = datetime.date(2026, 4, 1)
"""Day from which the days of a first vehicle are counted."""

SHOPS = """\
format: 1
plant: two shops
calendars: {one: {days: mon-fri, holidays: false, shifts: {day: "08:00-16:30"},
                  breaks_min: {meal: 30}}}
failures:
  machine: {mtbf_h: {value: 40, low: 25, high: 60},
            mttr_min: {value: 30, low: 20, high: 45}}
lines:
  body: {stations: 2, cycle_s: 860, failure: machine, count_point: body_off}
  trim:
    after: body
    buffer_before: 4
    stations: 2
    cycle_s: {value: 900, low: 850, high: 960}
    failure: machine
    outcomes: {good: 0.95, scrap: {value: 0.05, low: 0.02, high: 0.09}}
    count_point: buy_off
"""

RAMP = """\
ramp: {start: 2026-10-05}
launch: {learning: {lines: [trim], scales: work,
                    by_date: {2026-10-05: {value: 2, low: 1.6, high: 2.5},
                              2026-12-01: 1}}}
"""

HEAVY = """\
format: 1
plant: heavy machines
calendars: {one: {days: mon-sun, holidays: false, shifts: {day: "06:00-14:00"}}}
failures: {crane: {mtbf_h: {value: 12, low: 6, high: 24}, mttr_min: 400}}
ramp: {start: 2026-03-02}
lines:
  frame: {stations: 4, cycle_s: {value: 36000, low: 24000, high: 60000}}
  final: {after: frame, stations: 3, count_point: buy_off, failure: crane,
          cycle_s: {value: 40000, low: 28000, high: 62000}}
"""

CREWS = """\
format: 1
plant: crews
calendars: {one: {shifts: {day: "08:00-16:00"}}}
people:
  welder: {absence: {value: 0.08, low: 0.05, high: 0.12}, absence_days: 4}
  fitter: {absence: {value: 0.05, low: 0.03, high: 0.08}, absence_days: 4}
roles:
  leader: {kind: leading, per_people: {value: 12, low: 8, high: 16}}
  office: {kind: logistics, count: {value: 20, low: 12, high: 30}, relieved: false}
lines:
  body: {stations: 40, cycle_s: 60, crew: {welder: {value: 2, low: 1.7, high: 2.4}}}
  trim: {after: body, stations: 30, cycle_s: 60,
         crew: {fitter: {value: 1.5, low: 1.2, high: 1.9}}}
"""

BOUGHT = """\
format: 1
plant: parts from here
lines: {a: {cycle_s: 60}}
money: {currency: KZT, rates: {USD: 500}}
volumes: {2026: 20000, 2027: 40000, 2028: 40000}
parts:
  seats:
    share: 0.05
    sector: "31"
    candidates: {here: {kind: cluster,
                        price: {value: 450000, low: 350000, high: 600000},
                        imported_share: {value: 0.3, low: 0.15, high: 0.5}, jobs: 60}}
  tyres:
    share: {value: 0.04, low: 0.03, high: 0.05}
    sector: "22"
    candidates: {there: {price: 200000,
                         imported_share: {value: 0.2, low: 0.1, high: 0.4}}}
content:
  first_year: 2026
  years: 3
  ex_works_price: 14000000
  kit: {price: {value: 20000, low: 18000, high: 22000}, currency: USD,
        deletion_credit: {value: 0.9, low: 0.7, high: 1}, freight_share: 0.1,
        duty_share: 0.05, handling_share: 0.02}
  rules: [kz_ex_works]
  roadmap: {seats: {candidate: here, decided: 2026},
            tyres: {candidate: there, decided: 2026}}
"""

JOBS = """\
economy:
  table: kazakhstan_2024
  people: {2026: 500, 2027: {value: 800, low: 650, high: 1000}}
  monthly_pay: {value: 500000, low: 400000, high: 650000}
  employer_share: 0.12
  spent_share: {value: 0.8, low: 0.65, high: 0.9}
  purchases:
    energy: {sector: "35", per_vehicle: {value: 60000, low: 30000, high: 90000}}
    guards: {sector: "77-82", per_year: {value: 1.5e+9, low: 8e+8, high: 2.4e+9}}
  region: {name: here, jobs_share: 0.05}
"""


YEAR = {"measure": "vehicles", "calendar": "one", "count_point": "buy_off"}
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "a mature year": (SHOPS, YEAR | {"year": "mature"}),
    "a year of the launch": (SHOPS + RAMP, YEAR | {"year": 2026}),
    "a share of that year": (SHOPS + RAMP, YEAR | {"measure": "ckd_share", "year": 2026,
                                                   "of": "body_off"}),
    "the first vehicle": (HEAVY, {"measure": "first_vehicle"}),
    "people": (CREWS, {"measure": "people"}),
    "content": (BOUGHT + JOBS, {"measure": "local_content", "year": 2028,
                                "rule": "kz_ex_works"}),
    "further jobs": (BOUGHT + JOBS, {"measure": "further_jobs",
                                     "scope": "country_with_pay"}),
}  # fmt: skip
"""By kind: the plant, and what is promised of it, but for how much."""


def by_plant() -> dict[str, dict[str, dict[str, Any]]]:
    """Give the kinds of promises by plant: those of one plant share its runs."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for kind, (text, promise) in KINDS.items():
        found.setdefault(text, {})[kind] = promise
    return found


def with_promises(text: str, promises: Mapping[str, Mapping[str, Any]]) -> Plant:
    """Give a plant with promises, by name."""
    return read_text(text).change({"agreement": {"commitments": dict(promises)}})


def values_of(
    text: str, promises: Mapping[str, Mapping[str, Any]], *, runs: int, seed: int
) -> dict[str, tuple[float, ...]]:
    """Give what runs with doubt make of the promises about a plant, by kind."""
    loosest = {
        kind: {**promise, **({"by": DUE} if _dated(promise) else {"at_least": 0})}
        for kind, promise in promises.items()
    }
    named = {f"k{place}": each for place, each in enumerate(loosest.values())}
    samples = sample_of(with_promises(text, named), list(named), Asked(runs, seed, 1))
    found = {}
    for kind, sample in zip(loosest, samples.values(), strict=True):
        assert sample is not None, f"{kind} that cannot be told"
        found[kind] = sample.values
    return found


def _dated(promise: Mapping[str, Any]) -> bool:
    return bool(promise["measure"] == "first_vehicle")


def kept_share(promise: Mapping[str, Any], values: Sequence[float]) -> float:
    """Give the share of values that keep a promise; days to spare are before `DUE`."""
    if "by" in promise:
        late = (DUE - datetime.date.fromisoformat(promise["by"])).days
        return sum(value >= late for value in values) / len(values)
    return sum(value >= promise["at_least"] for value in values) / len(values)


def near_the_line(kind: str, values: Sequence[float]) -> list[dict[str, Any]]:
    """Give promises that so many of the values keep as `CHANCES` say."""
    ordered = sorted(values)
    amounts = [ordered[round((1 - chance) * len(ordered))] for chance in CHANCES]
    if not _dated(KINDS[kind][1]):
        return [{"at_least": amount} for amount in dict.fromkeys(amounts)]
    days = [DUE - datetime.timedelta(days=int(amount)) for amount in amounts]
    return [{"by": day.isoformat()} for day in dict.fromkeys(days)]


def found() -> dict[str, Any]:
    """Give the truth of every kind: what is kept, or anew if its plant has changed."""
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    truth = {}
    for text, promises in by_plant().items():
        asked = {"plant_id": read_text(text).id, "runs": RUNS, "seed": SEED}
        own = {kind: asked | {"promise": each} for kind, each in promises.items()}
        if all(kept.get(kind, {}) == kept.get(kind, {}) | own[kind] for kind in own):
            truth |= {kind: kept[kind] for kind in own}
            continue
        values = values_of(text, promises, runs=RUNS, seed=SEED)
        for kind, each in own.items():
            made = near_the_line(kind, values[kind])
            truth[kind] = each | {
                "chances": [[one, kept_share(one, values[kind])] for one in made],
                "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
                "commit": commit(),
            }
            print(kind, truth[kind]["chances"], flush=True)
    return truth


def main() -> int:
    """Write the truth down."""
    KEPT.write_text(json.dumps(found(), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
