"""Where a job's visits are counted."""

import datetime

from benchmarks.plants import everything
from zauyt.arrays.network import network
from zauyt.arrays.pack import pack
from zauyt.arrays.revisits import visit_columns

HALL = 50


def words(halls):
    plant = everything(halls * HALL, halls)
    return pack(network(plant), first_day=datetime.date(2026, 1, 5), days=1).memory.size


def test_memory_grows_as_a_plant_does():
    assert words(8) < 8.5 * words(1)


def test_outcomes_without_a_limit_take_no_column():
    plant = everything(HALL)
    sections, outcomes = visit_columns(network(plant))
    assert {column for columns in outcomes for column in columns} == {-1}
    limited = plant.change(
        {"lines.inspect.outcomes.again": {"share": 0.07, "limit": 2}}
    )
    again, given = visit_columns(network(limited))
    counted = sorted({column for columns in (again, *given) for column in columns})
    assert counted == [-1, *range(len(set(sections)))]
