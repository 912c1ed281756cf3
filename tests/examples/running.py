"""What the tests of the example plants share: files, parts of plants, runs of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zauyt.arrays.calendar import hours_open, windows
from zauyt.arrays.network import network
from zauyt.arrays.pack import pack
from zauyt.plant.mature import matured
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import checked, tree_of
from zauyt.plant.reading.file import read
from zauyt.plant.reading.leaf import Findings
from zauyt.runs.single import Room, carry_out

EXAMPLES = Path(__file__).parents[2] / "examples"
NETWORKS = {path.parent for path in EXAMPLES.glob("*/network.yaml")}
"""Folders of examples that are networks of plants."""
FILES = sorted(p for p in EXAMPLES.glob("*/*.yaml") if p.parent not in NETWORKS)

ALONE = ("after", "joins", "buffer_before", "carrier", "releases_carrier", "source")


def example(name: str) -> Plant:
    """Give the plant of an example's file: ``kostanay/plant``."""
    return read(EXAMPLES / f"{name}.yaml")


def mature_example(name: str) -> Plant:
    """Give the plant of an example's file after its launch."""
    return matured(example(name))


def made(tree: dict[str, Any]) -> Plant:
    """Give the plant of plain data that is right."""
    findings = Findings()
    plant = checked(tree, findings)
    assert not findings.problems, findings.problems
    assert isinstance(plant, Plant)
    return plant


def part(plant: Plant, lines: Iterable[str], first: str) -> Plant:
    """Give some lines of a plant as a plant: ``first`` always has a job waiting.

    What leaves the part by a good outcome leaves the plant.
    """
    tree = tree_of(plant)
    tree.pop("target", None)
    tree.pop("stores", None)
    tree.pop("carriers", None)
    tree["lines"] = {name: tree["lines"][name] for name in lines}
    for name, line in tree["lines"].items():
        for key in ("count_point", "carrier", "releases_carrier"):
            line.pop(key, None)
        if name == first:
            for key in ALONE:
                line.pop(key, None)
    return made(tree)


def passages(
    plant: Plant,
    first_day: datetime.date,
    *,
    days: int,
    warm_up_days: int,
    seed: int = 1,
) -> dict[str, int]:
    """Count what passes each count point in the days after the warm-up."""
    begin = first_day - datetime.timedelta(warm_up_days)
    packed = pack(
        network(plant),
        first_day=begin,
        days=warm_up_days + days,
        warm_up_days=warm_up_days,
    )
    run, _ = carry_out(packed, seed=seed, run=0, room=Room(500_000))
    rows = run.passages
    rows = rows[rows["time"] >= packed.count_from_ticks]
    return {
        point: int((rows["point"] == place).sum())
        for place, point in enumerate(packed.points)
    }


def open_hours(
    plant: Plant, calendar: str, first_day: datetime.date, *, days: int
) -> float:
    """Give the hours in which a calendar is open."""
    closed = windows(
        plant.calendars[calendar], site=plant.site, first_day=first_day, days=days
    )
    return hours_open(closed)
