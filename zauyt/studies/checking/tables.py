"""The tables of `check`: verdicts, readings, the numbers that move them, mends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import value_at
from zauyt.results.column import BY_ROW, Column
from zauyt.results.result import Table, of_rows
from zauyt.studies.checking.dates import Earlier
from zauyt.studies.checking.mends import Beyond, Mend
from zauyt.studies.checking.movers import Mover
from zauyt.studies.checking.readings import Reading
from zauyt.studies.checking.sample import Sample, wanted
from zauyt.studies.checking.verdicts import (
    Judged,
    exposure,
    shortfall,
    wanted_probability,
)

UNITS = {
    "vehicles": "vehicles", "first_vehicle": "days to spare", "ckd_share": "share",
    "people": "people", "local_content": "share or points", "area": "ha",
    "investment": "money", "training_places": "places", "exports": "vehicles",
    "youth_share": "share", "further_jobs": "jobs a plant job",
}  # fmt: skip
"""In what each measure is counted."""


def currency(plant: Plant) -> str:
    """Give the currency of answers, or what stands in its place."""
    return plant.money.currency if plant.money is not None else "money"


def commitments(plant: Plant, judged: Sequence[Judged]) -> Table:
    """Give one row a commitment: what was promised, what comes of it, the verdict."""
    assert plant.agreement is not None, "a plant without an agreement"
    rows = []
    for each in judged:
        asked, sample = each.each, each.sample
        low, high = _band(sample)
        rows.append({
            "commitment": each.name, "measure": asked.measure,
            "unit": UNITS[asked.measure], "at_least": asked.at_least,
            "at_most": asked.at_most, "by": asked.by,
            "year": None if asked.year is None else str(asked.year),
            "count_point": asked.count_point, "calendar": asked.calendar,
            "rule": asked.rule, "verdict": each.verdict, "value": each.value,
            "p05": low, "p95": high, "chance": each.chance,
            "proven_low": each.proven_low, "proven_high": each.proven_high,
            "wanted_chance": wanted_probability(plant.agreement, asked),
            "runs": sample.runs if sample else 0,
            "shortfall": shortfall(each), "exposure": exposure(plant, each),
            "missing": ", ".join(each.missing), "party": asked.party,
            "study": sample.study if sample else None,
            "table": sample.table if sample else None, "source": asked.source,
        })  # fmt: skip
    return of_rows(
        rows,
        Column("commitment", "", "commitment", "text"),
        Column("measure", "", "what is promised", "text"),
        Column("unit", "", "in what it is counted", "text"),
        Column("at_least", BY_ROW, "least that keeps it", "number"),
        Column("at_most", BY_ROW, "most that keeps it", "number"),
        Column("by", "", "last day for it", "date"),
        Column("year", "", "year that counts", "text"),
        Column("count_point", "", "where it is counted", "text"),
        Column("calendar", "", "shift pattern assumed", "text"),
        Column("rule", "", "rule by which it is counted", "text"),
        Column("verdict", "", "met, at_risk, missed, declared, cannot_be_told", "text"),
        Column("value", BY_ROW, "mean over runs, or what is declared", "number"),
        Column("p05", BY_ROW, "5 % of runs are below", "number"),
        Column("p95", BY_ROW, "95 % of runs are below", "number"),
        Column("chance", "share", "runs with doubt that keep it", "number"),
        Column("proven_low", "share", "chance proven at least, at 95 %", "number"),
        Column("proven_high", "share", "chance proven at most, at 95 %", "number"),
        Column("wanted_chance", "share", "chance with which it is wanted", "number"),
        Column("runs", "1", "runs with doubt", "whole"),
        Column("shortfall", BY_ROW, "mean over runs, 0 where it is kept", "number"),
        Column("exposure", currency(plant), "penalty to be expected", "number"),
        Column("missing", "", "what its definition lacks", "text"),
        Column("party", "", "who promised it", "text"),
        Column("study", "", "study that answers for it", "text"),
        Column("table", "", "its table with the evidence", "text"),
        Column("source", "", "where the promise is written", "text"),
    )


def _band(sample: Sample | None) -> tuple[float | None, float | None]:
    if sample is None or not sample.values:
        return None, None
    low, high = np.quantile(np.array(sample.values), [0.05, 0.95])
    return float(low), float(high)


def readings(rows: Sequence[Reading]) -> dict[str, Table]:
    """Give what each way to read an open commitment would give."""
    if not rows:
        return {}
    columns = (
        Column("commitment", "", "commitment", "text"),
        Column("reading", "", "what is taken for what is missing", "text"),
        Column("wanted", BY_ROW, "amount promised", "number"),
        Column("value", BY_ROW, "mean over runs", "number"),
        Column("chance", "share", "runs with doubt that keep it", "number"),
        Column("why_not", "", "why it cannot be read so", "text"),
    )
    found = [
        (
            row.commitment, row.words, wanted(row.each),
            row.sample.value if row.sample else None,
            row.sample.kept / row.sample.runs if row.sample else None, row.why,
        )
        for row in rows
    ]  # fmt: skip
    return {"readings": of_rows(found, *columns)}


def movers(every: Mapping[str, Sequence[Mover]]) -> dict[str, Table]:
    """Give the numbers in doubt that move each commitment most."""
    rows = [
        (name, each.fact, each.paths[0], len(each.paths), each.correlation.value,
         each.correlation.low, each.correlation.high)
        for name, found in every.items()
        for each in found
    ]  # fmt: skip
    if not rows:
        return {}
    return {
        "movers": of_rows(
            rows,
            Column("commitment", "", "commitment", "text"),
            Column("fact", "", "number, or fact that several numbers share", "text"),
            Column("path", "", "the number, or the first of several", "text"),
            Column("numbers", "1", "numbers that it is", "whole"),
            Column("correlation", "1", "of its ranks with those of values", "number"),
            Column("low", "1", "lower bound, the level shared among all", "number"),
            Column("high", "1", "upper bound, the level shared among all", "number"),
        )
    }


def mends(plant: Plant, every: Mapping[str, Mend | Beyond]) -> dict[str, Table]:
    """Give one row a number to be changed, and one a commitment that stays unmended."""
    found: dict[str, Table] = {}
    rows: list[tuple[Any, ...]] = [
        (name, " and ".join(each.levers), path, *_change(plant, path, value),
         each.change, each.cost, each.fresh.value, each.fresh.kept / each.fresh.runs,
         each.verdict)
        for name, each in every.items()
        if isinstance(each, Mend)
        for path, value in each.changes.items()
    ]  # fmt: skip
    if rows:
        found["mends"] = of_rows(
            rows,
            Column("commitment", "", "commitment", "text"),
            Column("levers", "", "what is moved", "text"),
            Column("path", "", "number in the plant file", "text"),
            Column("from_value", BY_ROW, "its value", "number"),
            Column("to_value", BY_ROW, "the value that would mend it", "number"),
            Column("decision", "", "what is decided, of a part", "text"),
            Column(
                "days_earlier", "days", "days by which its dates come earlier", "number"
            ),
            Column("change", "share", "relative change of the levers", "number"),
            Column("cost", currency(plant), "cost of the whole mend", "number"),
            Column("fresh_value", BY_ROW, "mean over runs", "number"),
            Column("fresh_chance", "share", "on other random numbers", "number"),
            Column("verdict", "", "the verdict on those", "text"),
        )
    left: list[tuple[Any, ...]] = [
        (name, " and ".join(each.levers), each.sample.value,
         each.sample.kept / each.sample.runs, each.sample.runs, each.moves)
        for name, each in every.items()
        if isinstance(each, Beyond)
    ]  # fmt: skip
    if left:
        found["unmended"] = of_rows(
            left,
            Column("commitment", "", "commitment", "text"),
            Column("levers", "", "what is moved", "text"),
            Column("value", BY_ROW, "mean over runs", "number"),
            Column("chance", "share", "runs that keep it then", "number"),
            Column("runs", "1", "runs with doubt", "whole"),
            Column("has_effect", "", "whether they move it at all", "flag"),
        )
    return found


def _change(
    plant: Plant, path: str, value: Any
) -> tuple[float | None, float | None, str, int | None]:
    """Give a number before and after, or what else is done: of a part, of dates."""
    if isinstance(value, Earlier):
        return None, None, "", value.days
    if isinstance(value, Mapping):
        said = f"{value['candidate']}, decided {value['decided']}"
        return None, None, said, None
    return float(value_at(plant, path)), float(value), "", None
