"""What each fact in doubt does to the people in all, and what would mend a shortage.

The ledger has the people with each fact at the ends of its range, the others as stated.
Where the announced number is too small, `mend` puts the facts that save most to their
better ends one after another until it is enough: what would all have to hold for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Note, Table, of_rows
from zauyt.studies.staffing.draws import ends, facts
from zauyt.studies.staffing.groups import groups
from zauyt.studies.staffing.pools import pools
from zauyt.studies.staffing.year import Year

Row = tuple[str, str, int, float, float, float]
"""Fact, first path, how many numbers; people at low, at high, and the difference."""

LOW, HIGH = "low", "high"


def people_of(plant: Plant, worked: Mapping[str, Year]) -> float:
    """Give the people in all."""
    return float(sum(p.people for p in pools(plant, groups(plant, worked), worked)))


def ledger(
    plant: Plant, ranges: Mapping[str, Evidence], worked: Mapping[str, Year]
) -> list[Row]:
    """Give what each fact does, the one that moves most first."""
    rows = []
    for name, paths in facts(ranges).items():
        low, high = (people_of(each, worked) for each in ends(plant, ranges, paths))
        rows.append((name, paths[0], len(paths), low, high, high - low))
    return sorted(rows, key=lambda row: (-abs(row[-1]), row[0]))


def mend(
    plant: Plant, ranges: Mapping[str, Evidence], worked: Mapping[str, Year],
    rows: list[Row],
) -> list[tuple[str, str, float]]:  # fmt: skip
    """Give facts and their better ends, and people so far, until they are enough.

    Nothing is given where the announced number is enough as it is, or none is stated.
    """
    announced = plant.workforce.announced if plant.workforce is not None else None
    stated = people = people_of(plant, worked)
    steps: list[tuple[str, str, float]] = []
    for name, _, _, low, high, _ in sorted(rows, key=lambda r: (min(r[3:5]), r[0])):
        if announced is None or people <= announced or min(low, high) >= stated:
            break
        better = LOW if low < high else HIGH
        at_low, at_high = ends(plant, ranges, facts(ranges)[name])
        plant = at_low if better == LOW else at_high
        people = people_of(plant, worked)
        steps.append((name, better, people))
    return steps


def tables(rows: list[Row], steps: list[tuple[str, str, float]]) -> dict[str, Table]:
    """Give the ledger, and what would mend a shortage, where there are any."""
    found = {}
    columns: tuple[Column, ...]
    if rows:
        columns = (
            Column("fact", "", "number, or fact that several numbers share", "text"),
            Column("path", "", "the number, or the first of several", "text"),
            Column("numbers", "1", "numbers that it is", "whole"),
            Column("people_at_low", "1", "people in all at its low end", "number"),
            Column("people_at_high", "1", "people in all at its high end", "number"),
            Column("difference", "1", "high less low", "number"),
        )
        found["ledger"] = of_rows(rows, *columns)
    if steps:
        columns = (
            Column("fact", "", "number, or fact that several share", "text"),
            Column("end", "", "its end that takes fewer people", "text"),
            Column("people", "1", "people in all, with those before it, too", "number"),
        )
        found["mend"] = of_rows(steps, *columns)
    return found


def notes(plant: Plant, steps: list[tuple[str, str, float]]) -> list[Note]:
    """Say how many facts must be at their better ends for the announced number."""
    if not steps or plant.workforce is None or plant.workforce.announced is None:
        return []
    announced, people = plant.workforce.announced, steps[-1][2]
    numbers = {
        "announced": announced,
        "count": len(steps),
        "facts": [f"{name} ({end})" for name, end, _ in steps],
        "people": people,
    }
    key = "staff.mend" if people <= announced else "staff.mend.never"
    return [Note(key, numbers)]
