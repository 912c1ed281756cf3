"""Two results of one study set against each other, run by run."""

from __future__ import annotations

import dataclasses

from zauyt.results.column import cells
from zauyt.results.result import Figure, Note, Result, Table
from zauyt.results.summary import RUNS, paired

READING = "reading"
"""Column of the runs that tells runs by chance alone from those with doubt."""

CHANCE, DOUBT = "chance", "doubt"


def compare(other: Result, base: Result) -> Result:
    """Tell by how much one result differs from another, and whether that is clear.

    Both are of one study and one seed, so that each run of the one meets the same
    random numbers in the other. Runs by chance alone and runs with doubt are
    compared apart.

    Returns
    -------
    Result
        Headline: the difference of each measure by chance alone, with its 95 %
        interval. Tables: ``differences``, a row a measure, and
        ``differences_with_doubt`` where both have such runs.

    Raises
    ------
    WrongInput
        When studies or seeds differ, or no run or measure is common to both.
    """
    tables = {"differences": paired(_only(other, CHANCE), _only(base, CHANCE))}
    if DOUBT in _readings(other) and DOUBT in _readings(base):
        tables["differences_with_doubt"] = paired(
            _only(other, DOUBT), _only(base, DOUBT)
        )
    rows = list(tables["differences"].rows())
    is_same = other.plant_id == base.plant_id and other.options == base.options
    return Result(
        study="compare",
        plant=f"{other.plant} against {base.plant}",
        plant_id=other.plant_id,
        options={
            "study": base.study,
            "base": dict(base.options) | {"plant_id": base.plant_id},
            "other": dict(other.options) | {"plant_id": other.plant_id},
        },
        seed=base.seed,
        headline={
            row["measure"]: Figure(
                row["difference"], row["low"], row["high"], row["unit"]
            )
            for row in rows
        },
        tables=tables,
        notes=(Note("compare.same"),) if is_same else (),
    )


def _readings(result: Result) -> set[str]:
    runs = result.tables.get(RUNS)
    if runs is None or all(column.name != READING for column in runs.columns):
        return set()
    return set(runs[READING])


def _only(result: Result, reading: str) -> Result:
    """Give a result with the runs of one reading; with all, if it knows none."""
    if not _readings(result):
        return result
    runs = result.tables[RUNS]
    kept = [place for place, each in enumerate(runs[READING]) if each == reading]
    data = {
        column: [entries[place] for place in kept]
        for column, values in runs.data.items()
        for entries in [cells(values)]
    }
    return dataclasses.replace(result, tables={**result.tables, RUNS: Table(data)})
