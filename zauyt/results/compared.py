"""Two results of one study set against each other, run by run."""

from __future__ import annotations

from zauyt.results.result import Figure, Note, Result
from zauyt.results.summary import paired


def compare(other: Result, base: Result) -> Result:
    """Tell by how much one result differs from another, and whether that is clear.

    Both are of one study and one seed, so that each run of the one meets the same
    random numbers in the other.

    Returns
    -------
    Result
        Headline: the difference of each measure with its 95 % interval. Tables:
        ``differences``, a row a measure.

    Raises
    ------
    WrongInput
        When studies or seeds differ, or no run or measure is common to both.
    """
    differences = paired(other, base)
    rows = list(differences.rows())
    notes = []
    if other.plant_id == base.plant_id and other.options == base.options:
        notes.append(Note("compare.same"))
    notes.append(Note("compare.pairs", {"runs": rows[0]["runs"]}))
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
        tables={"differences": differences},
        notes=tuple(notes),
    )
