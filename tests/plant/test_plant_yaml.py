"""What YAML's traps do to a planner: nothing, or a word on what to write."""

from __future__ import annotations

import datetime

import pytest

from zauyt.errors import Problem, WrongInput
from zauyt.plant.reading.yaml import load_yaml


def value(text: str) -> object:
    document = load_yaml(f"x: {text}", file="plant.yaml")
    assert not document.problems
    return document.data["x"]


def faults(text: str) -> list[Problem]:
    try:
        return load_yaml(text, file="plant.yaml").problems
    except WrongInput as error:
        return list(error.problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("6:00", "6:00"),
        ("22:30:00", "22:30:00"),
        ("1e3", 1000),
        ("1.5e-3", 0.0015),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("+7", 7),
        (".5", 0.5),
        ("-.5", -0.5),
        ("3.", 3),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("''", ""),
        ("'60'", "60"),
        ('"true"', "true"),
        ("2026-01-15", datetime.date(2026, 1, 15)),
        ("'2026-01-15'", "2026-01-15"),
        ("2026-02-30", "2026-02-30"),
        ("2026-01-15T10:00:00", "2026-01-15T10:00:00"),
        ("!!str 5", "5"),
        ("[1, [2.5, a]]", [1, [2.5, "a"]]),
        ("{a: {b: 1}}", {"a": {"b": 1}}),
        ("жол", "жол"),
        ("е\u0308", "ё"),
        ("도장", "도장"),
        ("12345678901234567890", 12345678901234567890.0),
    ],
)
def test_a_value_means_what_it_looks_like(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_keys_are_text_as_written() -> None:
    document = load_yaml("on: 1\nNO: 2\n3: 4\n~: 5\n", file="plant.yaml")
    assert document.data == {"on": 1, "NO": 2, "3": 4, "~": 5}


def test_every_value_and_key_has_its_place() -> None:
    text = "lines:\n  trim: {cycle_s: 58,\n    after: [a, b]}\n"
    document = load_yaml(text, file="plant.yaml")
    places = {path: (m.line, m.column) for path, m in document.values.items()}
    keys = {path: (m.line, m.column) for path, m in document.keys.items()}
    assert places["lines.trim.cycle_s"] == (2, 19)
    assert places["lines.trim.after.1"] == (3, 16)
    assert keys["lines.trim.after"] == (3, 5)


def test_a_key_given_twice_is_refused_with_both_places() -> None:
    (problem,) = faults("a: 1\nb: {c: 1, c: 2}\n")
    assert (problem.path, problem.line, problem.column) == ("b.c", 2, 11)
    assert "first at line 2, column 5" in problem.message


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a:\n\tb: 1", (2, 1), "a tab; indent with blanks"),
        ("a: &x 1\nb: *x", (2, 4), "the alias *x is not read"),
        ("a: &x [*x]", (1, 8), "the alias *x is not read"),
        ("b: {<<: {c: 1}}", (1, 5), "the merge key << is not read"),
        ("a: 1\n---\nb: 2", (2, 1), "a second document begins here"),
        ("a: 1\n---", (2, 1), "a second document begins here"),
        ("a: !!python/name:os.system x", (1, 4), "python/name:os.system is not read"),
        ("a: !unit 5", (1, 4), "the tag !unit is not read"),
        ("a: b: c", (1, 5), "put text that has a colon into quotes"),
        ("a: 7:00-15:30: x", (1, 14), "put text that has a colon into quotes"),
        ("a: [1, 2\nb: 3", (1, 4), "this list is not closed"),
        ("a: {b: 1\nc: 3", (1, 4), "this mapping is not closed"),
        ("a: 'b\nc: 3\n", (1, 4), "this quote is not closed"),
        ("a: 1\n b: 2", (2, 3), "a colon"),
        ("a:\n  b: 1\n c: 2", (3, 2), "not indented like the keys around it"),
        ("a: @x", (1, 4), "text that begins with @ needs quotes"),
        ("? [a]\n: 1", (1, 3), "a key is a name"),
        ("a: \x00", (1, 4), "U+0000 cannot stand"),
        ("a: b\n\x1b", (2, 1), "U+001B cannot stand"),
        ("a: \ud800", (1, 4), "U+D800 cannot stand"),
        ("%YAML 1.1\n---\na: 1\n...\n%YAML 3.0\n---\n", (5, 1), "leave the line out"),
    ],
)
def test_a_trap_is_refused_where_it_is(
    text: str, place: tuple[int, int], said: str
) -> None:
    problem = faults(text)[0]
    assert (problem.line, problem.column) == place
    assert said in problem.message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_no_depth_of_nesting_stalls_or_kills_the_reader(opening: str) -> None:
    problem = faults(opening * 100_000)[-1]
    assert problem.message == "is nested more than 40 levels deep"


def test_aliases_cannot_blow_a_file_up() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n"
        for level in range(1, 30)
    )
    assert len(faults(bomb)) == 29 * 9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" + "1," * 600_000 + "1]", "has more than 500,000 values"),
        ("a: 1\n" * 100_000, "a is given twice"),
        ("a: *x\n" * 100_000, "the alias *x is not read"),
    ],
    ids=["values", "twice", "aliases"],
)
def test_no_number_of_values_or_faults_stalls_the_reader(text: str, said: str) -> None:
    found = faults(text)
    assert said in found[-1].message or said in found[-2].message
    assert len(found) <= 501
