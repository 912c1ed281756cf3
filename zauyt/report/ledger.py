"""Every unsure number of the plant file, and how much it moves each answer.

A study tells what its answer would be with a number at its low and at its high end.
Numbers that rest on one fact are one row. A row stands the higher, the nearer it comes
to what moves some answer most.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import value_at
from zauyt.report.blocks import Block, columns_block, paragraph, say, scaled
from zauyt.report.gathered import Report
from zauyt.results.named import label
from zauyt.results.number import decimals, number
from zauyt.results.result import Result

FIRST_FACTS = 25


class Moved(NamedTuple):
    """An answer that a ledger is about: its study, the columns, its figure."""

    study: str
    table: str
    fact: str
    at_low: str
    at_high: str
    figure: str


MOVED = (
    Moved("simulate", "ledger", "path", "vehicles_at_low", "vehicles_at_high",
          "vehicles_per_year"),
    Moved("staff", "ledger", "fact", "people_at_low", "people_at_high", "people"),
    Moved("localise", "ledger", "fact", "worth_at_low", "worth_at_high", "worth"),
    Moved("finance", "ledger", "fact", "at_low", "at_high", "npv"),
    Moved("impact", "ledger", "fact", "at_low", "at_high", "further_per_job_country"),
)  # fmt: skip
"""The answers whose ledgers are put side by side."""


class Fact(NamedTuple):
    """Numbers of the file that rest on one fact, and what is known of it."""

    name: str
    paths: tuple[str, ...]
    evidence: Evidence


def unsure(plant: Plant) -> list[Fact]:
    """Give what has a range or is not trusted highly, numbers of one fact together."""
    found: dict[str, list[str]] = {}
    for path, each in plant.evidence.items():
        if each.low is not None or each.confidence in ("low", "medium"):
            found.setdefault(each.shared or path, []).append(path)
    return [
        Fact(name, tuple(paths), plant.evidence[paths[0]])
        for name, paths in found.items()
    ]


def effects(result: Result, moved: Moved) -> dict[str, tuple[float, float]]:
    """Give what an answer would be with each fact at its low and at its high end."""
    if moved.table not in result.tables:
        return {}
    found: dict[str, tuple[float, float]] = {}
    for row in result.tables[moved.table].rows():
        name = row.get("shared") or row[moved.fact]
        ends = row[moved.at_low], row[moved.at_high]
        if None not in ends:
            found.setdefault(name, (float(ends[0]), float(ends[1])))
    return found


def ledger(report: Report) -> list[Block]:
    """Give the ledger as a table that can be searched."""
    asked = [m for m in MOVED if m.study in report.results]
    every = {m: effects(report.results[m.study], m) for m in asked}
    most = {
        moved: max((abs(b - a) for a, b in found.values()), default=0.0)
        for moved, found in every.items()
    }

    def rank(fact: Fact) -> tuple[float, str]:
        shares = [
            abs(found[fact.name][1] - found[fact.name][0]) / most[moved]
            for moved, found in every.items()
            if fact.name in found and most[moved]
        ]
        return -max(shares, default=0.0), fact.name

    facts = sorted(unsure(report.plant), key=rank)
    heads = [
        label("fact"),
        label("numbers"),
        label("value"),
        say("report.range"),
        say("report.confidence"),
        say("report.moves"),
        label("source"),
    ]
    rows = [_row(report, fact, every) for fact in facts]
    block = columns_block(heads, rows, right={1, 2, 3}, most=FIRST_FACTS)
    numbers = sum(len(fact.paths) for fact in facts)
    lead = say("report.ledger", facts=len(facts), numbers=numbers)
    return [paragraph(lead), block | {"search": say("report.search")}]


def _head(report: Report, moved: Moved) -> str:
    figure = report.results[moved.study].headline[moved.figure]
    value = figure.value if isinstance(figure.value, float) else 0.0
    _, unit = scaled(value, figure.unit)
    named = label(moved.figure)
    return f"{named}, {unit}" if unit and unit != named else named


def _row(
    report: Report, fact: Fact, every: Mapping[Moved, Mapping[str, Any]]
) -> list[str]:
    evidence, path = fact.evidence, fact.paths[0]
    value = value_at(report.plant, path)
    ends = [evidence.low, evidence.high]
    known = [float(e) for e in [value, *ends] if isinstance(e, int | float)]
    shown = [_plain_number(each) for each in known]
    moves = [
        f"{_head(report, moved)}: "
        + _effect(report.results[moved.study], moved, found[fact.name])
        for moved, found in every.items()
        if fact.name in found
    ]
    return [
        fact.name, str(len(fact.paths)), shown[0] if shown else str(value),
        say("range", low=shown[-2], high=shown[-1]) if None not in ends else "",
        say(f"report.confidence.{evidence.confidence}") if evidence.confidence else "",
        "; ".join(moves), evidence.source or "",
    ]  # fmt: skip


def _plain_number(value: float) -> str:
    places = 0 if value == int(value) else 3 if abs(value) < 1 else 2
    return number(value, "1", places)


def _effect(result: Result, moved: Moved, ends: tuple[float, float]) -> str:
    figure = result.headline[moved.figure]
    value = figure.value if isinstance(figure.value, float) else 0.0
    scale, _ = scaled(value, figure.unit)
    places = decimals([end / scale for end in ends])
    low, high = (number(end / scale, "1", places) for end in ends)
    return f"{low}\u00a0→\u00a0{high}"
