"""Whether verdicts contradict what 5,000 runs say, on small plants of several kinds."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from math import sqrt

import promises
import pytest
from tried import of_case, tried

from zauyt.plant.reading.file import read_text
from zauyt.statistics.probability import probability_at_least
from zauyt.studies.check import check

WANTED, EVEN = 0.95, 0.5
NEAR = 0.03
"""How near to a line a chance is that is near it."""


@dataclass
class Told:
    """What seeds were told of one promise, and how many of their runs keep it."""

    kind: str
    chance: float
    verdicts: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    runs: int = 0

    @property
    def wrong(self) -> int:
        """Give the verdicts that contradict the truth."""
        met = self.verdicts["met"] if self.chance < WANTED else 0
        return met + (self.verdicts["missed"] if self.chance >= EVEN else 0)

    @property
    def near(self) -> bool:
        """Tell whether the truth is near one of the lines."""
        return min(abs(self.chance - WANTED), abs(self.chance - EVEN)) < NEAR


@pytest.fixture(scope="module")
def truth():
    return json.loads(promises.KEPT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def told(truth):
    """Give what every seed that is tried is told."""
    found = {
        (kind, place): Told(kind, chance)
        for kind, each in truth.items()
        for place, (_, chance) in enumerate(each["chances"])
    }
    for text, kinds in promises.by_plant().items():
        keys = [key for key in found if key[0] in kinds]
        plant = promises.with_promises(text, {
            f"k{number}": kinds[kind] | truth[kind]["chances"][place][0]
            for number, (kind, place) in enumerate(keys)
        })  # fmt: skip
        for seed in tried("ZAUYT_VERDICTS", 3):
            with of_case(f"seed {seed}"):
                result = check(plant, seed=seed, mend=False, workers=1)
            rows = result.tables["commitments"].rows()
            for key, row in zip(keys, rows, strict=True):
                found[key].verdicts[row["verdict"]] += 1
                found[key].kept += round(row["chance"] * row["runs"])
                found[key].runs += row["runs"]
    return list(found.values())


def test_the_truth_is_that_of_these_plants(truth):
    for text, kinds in promises.by_plant().items():
        for kind, promise in kinds.items():
            assert truth[kind]["plant_id"] == read_text(text).id, kind
            assert truth[kind]["promise"] == promise
            assert (truth[kind]["runs"], truth[kind]["seed"]) == (5_000, promises.SEED)


def test_runs_of_every_seed_agree_with_the_truth(told):
    for each in told:
        spread = sqrt(each.runs * each.chance * (1 - each.chance))
        assert abs(each.kept - each.runs * each.chance) <= 4.5 * spread + 2, each


def test_verdicts_seldom_contradict_the_truth(told, capsys):
    total = sum(each.verdicts.total() for each in told)
    wrong = sum(each.wrong for each in told)
    worst = max(told, key=lambda each: each.wrong / each.verdicts.total())
    near = [each for each in told if each.near]
    at_risk = sum(each.verdicts["at_risk"] for each in near)
    asked = sum(each.verdicts.total() for each in near)
    with capsys.disabled():
        print(
            f"\n{worst.verdicts.total()} seeds: {wrong} of {total:,} verdicts"
            f" contradict 5,000 runs ({wrong / total:.1%}), most of {worst.kind} with a"
            f" true chance of {worst.chance:.1%} ({worst.wrong}); near the line"
            f" {at_risk} of {asked} are at risk ({at_risk / asked:.1%})"
        )
    assert wrong <= 0.05 * total
    for each in told:
        assert probability_at_least(each.wrong, each.verdicts.total(), 0.999) <= 0.05
    assert at_risk >= 0.9 * asked


def test_what_is_sure_is_told(told):
    for each in told:
        if each.chance >= 0.998:
            assert each.verdicts["met"] >= 0.8 * each.verdicts.total(), each
        if each.chance <= 0.1:
            assert each.verdicts["missed"] == each.verdicts.total(), each
