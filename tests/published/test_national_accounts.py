"""Input-output arithmetic against published worked examples, to the printed digits."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from zauyt.plant.reading.national.read import read_table, shipped_jobs, shipped_table
from zauyt.statistics.input_output import closed, coefficients, inverse

DATA = Path(os.environ.get("ZAUYT_DATA", "../shared/data")) / "input_output_kz_2024"
WORKBOOK = DATA / "kaz_bns_input_output_2024_raw.xlsx"
GERMANY = Path(__file__).with_name("germany_1990.csv")

has_data = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"no national table at {DATA} (ZAUYT_DATA)"
)


def multipliers(table):
    """Give output and value added of the whole country by unit of final demand."""
    inverted = inverse(coefficients(table.domestic, table.output))
    added = np.divide(
        table.value_added, table.output, out=np.zeros(len(table.codes)),
        where=table.output > 0,
    )  # fmt: skip
    return inverted.sum(axis=0), added @ inverted


def test_miller_and_blairs_two_sectors():
    """Miller and Blair (2009), section 2.3: tables 2.3 and 2.4."""
    shares = coefficients([[150, 500], [200, 100]], [1000, 2000])
    assert shares.round(2).tolist() == [[0.15, 0.25], [0.2, 0.05]]
    assert inverse(shares).round(4).tolist() == [[1.2541, 0.33], [0.264, 1.1221]]


def test_miller_and_blairs_closure_with_households():
    """Miller and Blair (2009), section 2.5: households as a third sector."""
    shares = coefficients([[150, 500], [200, 100]], [1000, 2000])
    whole = closed(shares, pay=[0.3, 0.25], spent=[0.05, 0.4])
    whole[2, 2] = 0.05  # what households pay each other
    assert inverse(whole)[0].round(4).tolist() == [1.3651, 0.4253, 0.2509]


def test_the_six_sectors_of_the_eurostat_manual():
    """J. Beutel (2008), Eurostat Manual, tables 15.4, 15.16 and 15.19."""
    table = read_table(GERMANY)
    output, added = multipliers(table)
    assert output.round(4).tolist() == [1.7048, 1.8413, 1.8136, 1.6035, 1.5951, 1.3782]
    assert added.round(4).tolist() == [0.845, 0.7647, 0.8615, 0.9019, 0.9393, 0.9199]
    jobs = np.array([1096, 8381, 3236, 9251, 4258, 10206]) * 1e6
    each = jobs / table.output @ inverse(coefficients(table.domestic, table.output))
    assert each.round(4).tolist() == [0.0326, 0.0162, 0.0207, 0.0237, 0.0112, 0.0242]


@has_data
def test_kazakhstans_workbook_and_its_tidy_form_are_one_table():
    tidy, published = read_table(DATA), read_table(WORKBOOK)
    assert tidy.codes == published.codes
    assert len(tidy.codes) == 68
    assert published.year == 2024
    assert (tidy.domestic == published.domestic).all()
    assert (tidy.output == published.output).all()
    assert tidy.final_primary == published.final_primary
    for name, values in tidy.primary.items():
        assert (values == published.primary[name]).all(), name
    for name, values in tidy.final.items():
        assert (values == published.final[name]).all(), name


@has_data
def test_motor_vehicles_of_kazakhstan():
    """The coefficients are of domestic use over output, not those published."""
    table = read_table(DATA)
    output, added = multipliers(table)
    at = table.codes.index("29")
    assert output[at].round(2) == 1.33
    assert added[at].round(2) == 0.68
    with (DATA / "multipliers_2024.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    for place, code in enumerate(table.codes):
        assert output[place] == pytest.approx(
            float(rows[code]["output_mult_type1"]), abs=6e-5
        )
        assert added[place] == pytest.approx(
            float(rows[code]["gva_mult_type1"]), abs=6e-5
        )


@has_data
def test_the_shipped_table_is_the_published_one_put_together():
    from docs.made import national

    assert national.TABLE.read_text(encoding="utf-8") == national.table_text()
    assert national.JOBS.read_text(encoding="utf-8") == national.jobs_text()


def test_motor_vehicles_in_the_shipped_table():
    table = shipped_table("kazakhstan_2024")
    output, added = multipliers(table)
    at = table.codes.index("29")
    assert output[at].round(2) == 1.33
    assert added[at].round(2) == 0.68
    jobs, missing = shipped_jobs("kazakhstan_2024").of(table.codes)
    assert not missing
    assert 9.0e6 < jobs.jobs.sum() < 9.3e6


def test_the_shipped_tables_sums_tally_to_the_last_digit():
    table = shipped_table("kazakhstan_2024")
    paid = table.domestic.sum(axis=0) + sum(table.primary.values())
    used = table.domestic.sum(axis=1) + sum(table.final.values())
    assert (paid == table.output).all()
    assert (used == table.output).all()
