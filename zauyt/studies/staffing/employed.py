"""People on the books of the plant as its file stands, beside those that it pays."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from zauyt.plant.checks.employment import crewed_skills
from zauyt.plant.plant import Plant
from zauyt.results.result import Note
from zauyt.studies.staffing.groups import groups
from zauyt.studies.staffing.pools import Pool, pools
from zauyt.studies.staffing.year import years

MOST_APART = 0.01
"""Share of the people stated by which those counted may differ unsaid."""


def employed(found: Sequence[Pool]) -> int:
    """Give the people on the books in all."""
    return sum(pool.people for pool in found)


def payroll_notes(plant: Plant) -> list[Note]:
    """Say where the last year of ``economy.people`` is not what `staff` counts."""
    economy = plant.economy
    nobody = not plant.roles and not plant.rosters and not crewed_skills(plant)
    if economy is None or nobody:
        return []
    last = max(int(year) for year in economy.people)
    stated = {int(year): people for year, people in economy.people.items()}[last]
    worked = years(plant, first=datetime.date(last, 1, 1), days=365)
    counted = employed(pools(plant, groups(plant, worked), worked))
    if abs(counted - stated) <= MOST_APART * stated:
        return []
    return [Note("staff.payroll", {
        "year": str(last), "stated": stated, "counted": counted,
    })]  # fmt: skip
