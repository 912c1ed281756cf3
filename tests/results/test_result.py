"""A result holds plain, checked things and gives them in the usual forms."""

import copy
import datetime
import math
import pickle
from pathlib import Path

import numpy as np
import polars
import pytest

from zauyt.results.column import Column
from zauyt.results.result import Figure, Note, Result, Table, plain


def column(name="x", kind=None):
    return Column(name, "1", "", kind)


def test_rows_are_plain_python_values_with_none_for_the_unknown(runs):
    assert list(runs.rows())[2] == {
        "run": 2,
        "vehicles": 72,
        "jph_net": None,
        "on_time_share": 1.0,
        "bottleneck": None,
    }
    assert type(runs["run"].tolist()[0]) is int


def test_frame_has_the_same_values_under_the_same_names(runs):
    frame = runs.frame()
    assert frame.columns == [each.name for each in runs.columns]
    assert frame["vehicles"].to_list() == [71, 69, 72, 70]
    assert frame["bottleneck"].to_list() == ["paint", "trim", None, "paint"]
    assert frame.schema["on_time_share"] == polars.Float64


def test_columns_know_their_kind_by_their_values(result):
    kinds = [each.kind for each in result.tables["log"].columns]
    assert kinds == ["date", "time", "flag", "number", "text"]


def test_numbers_of_a_table_cannot_be_written_over(runs):
    with pytest.raises(ValueError, match="read-only"):
        runs["vehicles"][0] = 0


@pytest.mark.parametrize(
    "data",
    [
        {},
        {column("a"): [1, 2], column("b"): [1]},
        {Column("a", "1", ""): [1], Column("a", "s", ""): [2]},
        {column("Not a name"): [1]},
        {column(): ["text", 1]},
        {column(): np.zeros((2, 2))},
        {column(kind="whole"): np.array([1.5])},
        {column(): [datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)]},
        {column(): np.array([2**63], dtype=np.uint64)},
    ],
)
def test_a_table_that_makes_no_sense_is_our_bug(data):
    with pytest.raises(AssertionError):
        Table(data)


def test_times_of_numpy_become_local_times_at_any_precision():
    for precision in ("s", "ms", "ns"):
        times = np.array(["2026-01-05T07:30"], dtype=f"datetime64[{precision}]")
        (value,) = Table({column(): times})["x"]
        assert value == datetime.datetime(2026, 1, 5, 7, 30)
    days = Table({column(): np.array(["2026-01-05"], dtype="datetime64[D]")})
    assert days["x"] == (datetime.date(2026, 1, 5),)


def test_tables_are_equal_when_kinds_and_values_are():
    one = Table({column(): [1.0, math.nan]})
    assert one == Table({column(): np.array([1.0, math.nan])})
    assert one != Table({column(): [1.0, 2.0]})
    assert one != Table({column("y"): [1.0, math.nan]})
    assert Table({column(): [1]}) != Table({column(): [1.0]})


def test_result_is_plain_inside(result):
    assert result.options["start"] == "2026-01-01"
    assert result.options["levels"] == [0.9, 0.95]
    assert result.headline["lead_time_h"].value is None
    assert type(result.notes[0].numbers["successes"]) is int


def test_result_copies_and_pickles_to_an_equal_one(result):
    assert copy.deepcopy(result) == result
    assert pickle.loads(pickle.dumps(result)) == result


def test_plain_refuses_what_it_cannot_keep_and_says_where():
    with pytest.raises(TypeError, match=r"options\.a\.1: a object"):
        plain({"a": [1, object()]}, "options")
    with pytest.raises(TypeError, match="not a text"):
        plain({1: 2})
    assert plain({"p": Path("a/b"), "n": np.array([1, 2])}) == {"p": "a/b", "n": [1, 2]}


def test_no_answer_needs_a_reason_and_an_answer_has_none():
    asked = {"study": "balance", "plant": "small", "plant_id": "0"}
    with pytest.raises(AssertionError):
        Result(**asked, status="no_answer")
    with pytest.raises(AssertionError):
        Result(**asked, reason=Note("unknown"))
    assert Result(**asked, status="no_answer", reason=Note("unknown")).reason


def test_bounds_in_the_wrong_order_are_our_bug():
    with pytest.raises(AssertionError):
        Figure(1.0, 3.0, 2.0)


def test_result_prints_headline_and_sentences(result):
    lines = str(result).splitlines()
    assert lines[0] == f"Қостанай зауыты: simulate ({result.version}, seed 1)"
    assert lines[2:6] == [
        "vehicles            70,500 (69,800 to 71,200)",
        "target_probability  62.0% (55.0% to 69.0%)",
        "lead_time_h         -",
        "bottleneck          paint",
    ]
    assert lines[7].startswith("The target is not met with a probability of 95.0%")
    assert max(map(len, lines)) <= 100
