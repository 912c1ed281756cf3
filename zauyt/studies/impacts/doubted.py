"""The effects with doubt: every number with a range drawn anew, jobs by sector too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zauyt.arrays.laws import stream_key
from zauyt.kernels.chance import mix, uniform
from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import value_at
from zauyt.studies.impacts.case import Case, case, further_per_job
from zauyt.studies.impacts.model import Country, Floats, with_jobs
from zauyt.studies.localisation.draws import with_values
from zauyt.studies.simulation.doubt import drawn_value, ranged
from zauyt.studies.simulation.doubt import draws as draws_of
from zauyt.studies.staffing.draws import facts

READ = ("money", "volumes", "content", "economy")
"""Parts of a plant that its effects rest on, besides the parts it takes."""
JOBS = "jobs"
"""What the paths of a table's jobs begin with."""
UNREAD = (
    "content.kit.deletion_credit", "content.conversion_cost", "content.commitments",
    "content.ckd_share", "content.most_", "economy.claim", "money.discount_share",
)  # fmt: skip


@dataclass(frozen=True)
class Ranges:
    """Numbers with a range that the effects rest on, by path."""

    plant: Mapping[str, Evidence]
    jobs: Mapping[str, Evidence]
    """Of the table's sectors, as multiples of their jobs."""


def ranges(plant: Plant, land: Country) -> Ranges:
    """Give the numbers with a range that count here."""
    jobs = {}
    for at, code in enumerate(land.table.codes):
        stated = land.jobs.jobs[at]
        low, high = land.jobs.low[at], land.jobs.high[at]
        if stated > 0 and low < high:
            jobs[f"{JOBS}.{code}"] = Evidence(
                low=float(low / stated), high=float(high / stated)
            )
    return Ranges(
        {path: each for path, each in ranged(plant).items() if _counts(path)}, jobs
    )


def _counts(path: str) -> bool:
    steps = path.split(".")
    if steps[0] != "parts":
        return steps[0] in READ and not path.startswith(UNREAD)
    return steps[-1] not in ("lead_months", "ramp_months", "investment", "tooling")


def job_factors(land: Country, found: Ranges, *, seed: int, run: int) -> Floats:
    """Give the jobs of each sector in one draw, as multiples of those stated."""
    factors = np.ones(len(land.table.codes))
    for at, code in enumerate(land.table.codes):
        path = f"{JOBS}.{code}"
        if path in found.jobs:
            key = np.uint64(stream_key(path, "doubt"))
            for below in (seed, run):
                key = np.uint64(mix(key, np.uint64(below)))
            share = float(uniform(key, np.uint64(0)))
            factors[at] = max(drawn_value(1.0, found.jobs[path], share), 0.0)
    return factors


def draw_cases(
    plant: Plant, land: Country, found: Ranges, *, draws: int, seed: int,
    everything: bool, at: int, told: Callable[[], None],
) -> list[Case]:  # fmt: skip
    """Carry every draw through."""
    cases = []
    for run in range(draws):
        other = with_values(plant, _values(plant, found, seed=seed, run=run))
        factors = job_factors(land, found, seed=seed, run=run)
        cases.append(
            case(other, with_jobs(land, factors), everything=everything, at=at)
        )
        told()
    return cases


def _values(plant: Plant, found: Ranges, *, seed: int, run: int) -> dict[str, float]:
    """Give the values of one draw; what is above zero stays above zero."""
    values = draws_of(plant, found.plant, seed=seed, run=run)
    return {
        path: max(value, float(value_at(plant, path)) / 100)
        for path, value in values.items()
    }


@dataclass(frozen=True)
class Moved:
    """Further jobs for each job at the plant with one fact at the ends of its range."""

    fact: str
    path: str
    numbers: int
    at_low: float
    at_high: float


def ledger(
    plant: Plant, land: Country, found: Ranges, *, everything: bool, at: int
) -> list[Moved]:
    """Give the facts in doubt by how much they move further jobs, the most first."""

    def ratio(other: Plant, country: Country) -> float:
        return further_per_job(other, country, everything=everything, at=at)

    moved = []
    for name, paths in facts(found.plant).items():
        ends = [
            ratio(with_values(plant, _ends(found.plant, paths, end)), land)
            for end in ("low", "high")
        ]
        if ends[0] != ends[1]:
            moved.append(Moved(name, paths[0], len(paths), *ends))
    for place, code in enumerate(land.table.codes):
        path = f"{JOBS}.{code}"
        if path not in found.jobs:
            continue
        ends = []
        for factor in (found.jobs[path].low, found.jobs[path].high):
            factors = np.ones(len(land.table.codes))
            factors[place] = factor
            ends.append(ratio(plant, with_jobs(land, factors)))
        if ends[0] != ends[1]:
            moved.append(Moved(path, path, 1, *ends))
    return sorted(moved, key=lambda each: (-abs(each.at_high - each.at_low), each.fact))


def _ends(
    found: Mapping[str, Evidence], paths: Sequence[str], end: str
) -> dict[str, float]:
    return {path: float(getattr(found[path], end)) for path in paths}
