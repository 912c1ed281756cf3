"""Summaries and comparisons are computed from the rows of runs, and only those."""

import math
import re
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from zauyt.errors import WrongInput
from zauyt.results.column import Column
from zauyt.results.excel import to_excel
from zauyt.results.result import Result, Table
from zauyt.results.summary import mean_figure, paired, probability_figure, summary
from zauyt.results.text import table_text
from zauyt.statistics.interval import interval, paired_difference
from zauyt.statistics.probability import probability_at_least


def of_runs(numbers, vehicles, **more):
    data = {Column("run", "1", ""): numbers, Column("vehicles", "1", ""): vehicles}
    data |= {Column(name, "h", ""): values for name, values in more.items()}
    return Result(
        study="simulate", plant="p", plant_id="0", seed=1, tables={"runs": Table(data)}
    )


def test_summary_has_a_row_a_measure_and_leaves_names_out(runs):
    rows = {row["measure"]: row for row in summary(runs).rows()}
    assert list(rows) == ["vehicles", "jph_net", "on_time_share"]
    assert rows["vehicles"]["mean"] == 70.5
    assert rows["vehicles"]["p50"] == 70.5
    expected = interval([71, 69, 72, 70])
    assert rows["vehicles"]["low"] == expected.low
    assert rows["on_time_share"]["unit"] == "share"


def test_the_days_that_a_run_counts_are_no_measure():
    result = of_runs([0, 1], [5, 6], days=[365, 365])
    assert [row["measure"] for row in summary(result.tables["runs"]).rows()] == [
        "vehicles"
    ]
    (row,) = paired(result, result).rows()
    assert row["measure"] == "vehicles"


def test_a_measure_with_an_unknown_run_has_an_unknown_mean(runs):
    rows = {row["measure"]: row for row in summary(runs).rows()}
    assert rows["jph_net"]["mean"] is None


def test_paired_table_pairs_runs_by_their_number_whatever_their_order():
    rng = np.random.default_rng(1)
    common = rng.normal(70_000, 900, 30)
    better = common + rng.normal(40, 10, 30)
    base = of_runs(np.arange(30), common)
    mixed = rng.permutation(30)
    other = of_runs(mixed, better[mixed])
    (row,) = paired(other, base).rows()
    expected = paired_difference(better, common)
    assert row["difference"] == pytest.approx(expected.value)
    assert (row["low"], row["high"]) == pytest.approx((expected.low, expected.high))
    assert row["clear"]
    assert row["runs"] == 30
    assert row["other"] - row["base"] == pytest.approx(row["difference"])


def test_paired_table_keeps_what_both_have_and_counts_the_pairs():
    base = of_runs([0, 1, 2, 3], [5, 6, 7, 8], lead_time_h=[1.0, 2, 3, 4])
    other = of_runs([2, 3, 4], [8, 9, 9], wip=[1.0, 1, 1])
    (row,) = paired(other, base).rows()
    assert (row["measure"], row["runs"], row["difference"]) == ("vehicles", 2, 1)


def test_paired_table_of_a_result_with_itself_is_zero_and_not_clear(runs):
    same = of_runs([0, 1, 2], [5, 6, 7])
    (row,) = paired(same, same).rows()
    assert (row["low"], row["difference"], row["high"]) == (0, 0, 0)
    assert not row["clear"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 2}, "seed differs: 2 and 1"),
        ({"study": "staff"}, "study differs: staff and simulate"),
        ({"tables": {}}, "the other result has no table of runs"),
    ],
)
def test_results_that_cannot_be_paired_are_refused_in_words(change, said):
    base = of_runs([0, 1], [5, 6])
    with pytest.raises(WrongInput, match=said):
        paired(replace(base, **change), base)


def test_results_without_a_common_run_or_measure_are_refused_in_words():
    base = of_runs([0, 1], [5, 6])
    with pytest.raises(WrongInput, match="no run in common"):
        paired(of_runs([2, 3], [5, 6]), base)
    names = Table({Column("run", "1", ""): [0, 1], Column("model", "", ""): ["a", "b"]})
    with pytest.raises(WrongInput, match="no measure in common"):
        paired(replace(base, tables={"runs": names}), base)


def test_probability_figure_is_the_share_of_runs_with_exact_bounds():
    figure = probability_figure([True] * 59 + [False] * 0)
    assert (figure.value, figure.high, figure.unit) == (1.0, 1.0, "share")
    assert figure.low == probability_at_least(59, 59, 0.975)


def test_mean_of_one_run_is_a_figure_without_bounds():
    figure = mean_figure([12.5], "h")
    assert (figure.value, figure.low, figure.high) == (12.5, None, None)
    assert mean_figure([math.nan, 1.0], "h").value is None


def test_each_row_of_a_summary_shows_its_own_unit_and_decimals(runs):
    known = Table({c: v for c, v in runs.data.items() if c.name != "jph_net"})
    lines = table_text(summary(known)).splitlines()
    assert lines[2].split()[:5] == ["vehicles", "1", "70.5", "68.4", "72.6"]
    assert lines[3].split()[:4] == ["on_time_share", "share", "92.5%", "82.2%"]


def test_each_row_of_a_summary_has_its_own_format_in_excel(runs, tmp_path):
    made = Result(study="s", plant="p", plant_id="0", tables={"summary": summary(runs)})
    with zipfile.ZipFile(to_excel(made, tmp_path / "a.xlsx")) as book:
        cells = book.read("xl/worksheets/sheet2.xml").decode()
        formats = re.findall(
            r'<xf numFmtId="(\d+)"',
            book.read("xl/styles.xml").decode().split("<cellXfs")[1],
        )
        styles = book.read("xl/styles.xml").decode()
    codes = dict(re.findall(r'numFmtId="(\d+)" formatCode="([^"]+)"', styles))
    of = {
        cell: codes.get(formats[int(style)])
        for cell, style in re.findall(r'<c r="(\w+)" s="(\d+)"', cells)
    }
    assert of["C3"] == "#,##0.0"
    assert of["C5"] == "0.0%"
