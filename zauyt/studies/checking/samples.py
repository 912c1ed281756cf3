"""Which study answers for a commitment, with its year, count point and shifts put in.

Commitments that read the same year of the same plant share its runs.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zauyt.plant.agreement import Obligation
from zauyt.plant.plant import Plant
from zauyt.studies.checking.content import content
from zauyt.studies.checking.launched import launched, of_launch
from zauyt.studies.checking.sample import Asked, Sample, measured
from zauyt.studies.checking.simulated import FIRST_DAY, ckd_share, vehicles
from zauyt.studies.impact import impact
from zauyt.studies.staffing import draws as staff_draws
from zauyt.studies.staffing.count import people_by_row
from zauyt.studies.staffing.groups import groups
from zauyt.studies.staffing.pools import pools
from zauyt.studies.staffing.year import years


def sample_of(
    plant: Plant, names: Sequence[str], asked: Asked
) -> dict[str, Sample | None]:
    """Give what becomes of commitments, which need no more definition.

    There is none where the plant has nothing that could answer.
    """
    assert plant.agreement is not None, "a plant without an agreement"
    every = plant.agreement.commitments
    dated = {name: every[name] for name in names if of_launch(plant, every[name])}
    found: dict[str, Sample | None] = {}
    if dated:
        found |= launched(plant, dated, asked)
    for name in names:
        if name not in found:
            found[name] = _ASKED[every[name].measure](plant, every[name], asked)
    return found


def _people(plant: Plant, each: Obligation, asked: Asked) -> Sample | None:
    """Give the people due in all, by draw."""
    if not plant.roles and not plant.people and not plant.rosters:
        return None
    year = each.year if isinstance(each.year, int) else FIRST_DAY.year
    worked = years(plant, first=datetime.date(year, 1, 1), days=365)
    ranges = staff_draws.ranges(plant)

    def people(other: Plant) -> float:
        due = pools(other, groups(other, worked), worked)
        return float(sum(people_by_row(due).values()))

    if not ranges:
        return measured(each, "staff", "headcount", [people(plant)] * asked.runs)
    drawn = functools.partial(staff_draws.drawn, plant, ranges, seed=asked.seed)
    values = [people(drawn(run=run)) for run in range(asked.runs)]
    return measured(each, "staff", "headcount", values)


def _further_jobs(plant: Plant, each: Obligation, asked: Asked) -> Sample | None:
    """Give the further jobs for each at the plant, by draw."""
    if plant.economy is None:
        return None
    table, rows = asked.once(plant, "impact", lambda: _impact(plant, asked))
    assert each.scope is not None, "a scope that was checked"
    return measured(each, "impact", table, [row[each.scope] for row in rows])


def _impact(plant: Plant, asked: Asked) -> tuple[str, list[Mapping[str, Any]]]:
    """Give the further jobs by scope in every draw, and the table that has them."""
    result = impact(plant, draws=asked.runs, seed=asked.seed)
    if result.options["draws"]:
        return "runs", list(result.tables["runs"].rows())
    stated = {
        f"{row['place']}_{row['counted']}": row["further_per_job"]
        for row in result.tables["multipliers"].rows()
    }
    return "multipliers", [stated] * asked.runs


_ASKED: dict[str, Callable[[Plant, Obligation, Asked], Sample | None]] = {
    "vehicles": vehicles,
    "ckd_share": ckd_share,
    "people": _people,
    "local_content": content,
    "further_jobs": _further_jobs,
    "first_vehicle": lambda plant, each, asked: None,
}
