"""The chain of absence that `staff` counts with is the one that `simulate` draws."""

from __future__ import annotations

import math

import numpy as np
import pytest

from zauyt.arrays.staffing import present
from zauyt.plant.people import Skill
from zauyt.statistics.absence import Days, no_short_day, whole_chance

WEEKS = 4000


@pytest.mark.parametrize(
    ("people", "needed", "absence", "days"),
    [(12, 11, 0.05, 4.0), (24, 21, 0.065, 2.0), (6, 6, 0.02, 10.0)],
)
def test_short_days_and_weeks_come_as_often_as_drawn(people, needed, absence, days):
    skill = Skill(by_shift=people, absence=absence, absence_days=days)
    drawn = np.array([
        present(skill, name="a", shift="day", days=5, seed=7, run=run)
        for run in range(WEEKS)
    ])  # fmt: skip
    whole = drawn >= needed
    day = whole_chance(people, needed, Days((absence,), (1.0,)))
    week = no_short_day(people, needed, [absence] * 5, days)
    for found, wanted in ((whole[:, 0].mean(), day), (whole.all(axis=1).mean(), week)):
        error = math.sqrt(wanted * (1 - wanted) / WEEKS)
        assert abs(found - wanted) < 4.5 * error
