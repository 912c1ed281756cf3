"""JSON of a result is one plain object that reads back to the same result."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zauyt.errors import WrongInput
from zauyt.results.as_json import from_json, to_json
from zauyt.results.column import Column
from zauyt.results.result import Note, Result, Table

KEYS = ["study", "plant", "plant_id", "options", "seed", "version", "headline"]
KEYS += ["tables", "notes", "status", "reason", "changes", "columns"]


def finite(result):
    kept = {name: table for name, table in result.tables.items() if name != "log"}
    return replace(result, tables=kept)


def test_json_has_its_keys_in_a_fixed_order(result):
    given = json.loads(to_json(result))
    assert list(given) == KEYS
    assert list(given["headline"]["vehicles"]) == ["value", "low", "high", "unit"]
    assert given["headline"]["bottleneck"]["value"] == "paint"
    assert given["notes"][0]["text"].startswith("The target is not met")


def test_numbers_are_plain_dates_iso_and_the_unknown_null(result):
    given = json.loads(to_json(result))
    assert given["headline"]["lead_time_h"]["value"] is None
    assert given["tables"]["runs"][2]["jph_net"] is None
    assert given["tables"]["log"] == [
        {
            "date": "2026-01-05",
            "at": "2026-01-05T07:30:00",
            "open": True,
            "lost_min": 0.1,
            "model": None,
        },
        {
            "date": "2026-01-06",
            "at": None,
            "open": False,
            "lost_min": None,
            "model": None,
        },
        {
            "date": None,
            "at": "2026-01-06T00:00:00",
            "open": True,
            "lost_min": 1e-300,
            "model": None,
        },
    ]


def test_json_reads_back_to_an_equal_result(result):
    assert from_json(to_json(finite(result))) == finite(result)
    back = from_json(to_json(result))
    assert to_json(back) == to_json(result)


def test_a_result_without_an_answer_reads_back(result):
    reason = Note("target.missed", dict(result.notes[0].numbers))
    none = replace(finite(result), status="no_answer", reason=reason, notes=())
    assert from_json(to_json(none, indent=2)) == none


plain_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    numbers=st.lists(st.floats(allow_infinity=False), max_size=5),
    text=plain_texts,
    changes=st.dictionaries(plain_texts, st.one_of(st.integers(), st.booleans())),
)
@settings(max_examples=100, deadline=None)
def test_any_result_reads_back_equal(numbers, text, changes):
    table = Table(
        {
            Column("x", text, text): numbers,
            Column("name", "", "", "text"): [text] * len(numbers),
        }
    )
    made = Result(
        study="simulate",
        plant=text,
        plant_id=text,
        changes=changes,
        tables={"runs": table},
    )
    assert from_json(to_json(made)) == made


def spoilt(result, change):
    given = json.loads(to_json(result))
    change(given)
    return json.dumps(given)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda g: g.pop("seed"), "seed is missing"),
        (lambda g: g.update(seed="1"), "seed: a str where int"),
        (lambda g: g.update(seed=True), "seed: a bool where int"),
        (lambda g: g.update(status="perhaps"), "status 'perhaps'"),
        (lambda g: g.update(reason={"key": "unknown", "numbers": {}}), "without a"),
        (lambda g: g["headline"]["vehicles"].update(low="x"), "headline.vehicles.low"),
        (lambda g: g["headline"]["vehicles"].update(low=1e9), "above"),
        (lambda g: g["headline"].update({"No name": {}}), "headline.No name"),
        (lambda g: g["tables"]["runs"][1].pop("run"), "tables.runs.1"),
        (lambda g: g["tables"]["runs"][1].update(run=1.5), "tables.runs.1.run"),
        (lambda g: g["tables"]["runs"][1].update(run=None), "tables.runs.1.run"),
        (lambda g: g["tables"]["runs"][1].update(run=10**30), "tables.runs"),
        (lambda g: g["tables"]["runs"][1].update(jph_net=10**400), "too large"),
        (lambda g: g["tables"]["log"][0].update(date="soon"), "tables.log.0.date"),
        (lambda g: g["tables"].pop("log"), "columns: of"),
        (lambda g: g["columns"]["log"][0].update(kind="colour"), "kind of column"),
        (lambda g: g["notes"].append(3), "notes.1"),
        (lambda g: g.update(tables=[]), "tables: a list"),
    ],
)
def test_json_that_is_no_result_is_refused_with_its_place(result, change, said):
    with pytest.raises(WrongInput) as refusal:
        from_json(spoilt(result, change))
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "NaN", '{"a": Infinity}', "[" * 100_000, "9" * 5000]
)
def test_text_that_is_no_json_object_is_refused(text):
    with pytest.raises(WrongInput):
        from_json(text)
