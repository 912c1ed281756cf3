"""What is known of a number goes beside it, and only what moves answers is the id."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import FILES, HEAD, said

from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.plant.reading.file import read, read_text


def plant(cycle: str, more: str = "") -> Plant:
    return read_text(f"{HEAD}lines: {{a: {{cycle_s: {cycle}{more}}}}}")


def test_evidence_is_kept_by_path_and_the_value_stays_bare() -> None:
    found = plant(
        "{value: 60, low: 55, high: 70, source: study, confidence: high, note: n}"
    )
    assert found.lines["a"].cycle_s == 60
    assert found.evidence == {
        "lines.a.cycle_s": Evidence(
            low=55, high=70, source="study", confidence="high", note="n"
        )
    }


def test_any_number_can_have_evidence() -> None:
    found = read_text(
        HEAD + "target: {vehicles_per_year: {value: 9, source: s}}\n"
        "repair_crews: {e: {value: 2, low: 1, high: 3}}\n"
        "lines:\n"
        "  a:\n"
        "    cycle_s: 5\n"
        "    cycle_law: {type: empirical, values: [1, {value: 2, source: s}]}\n"
        "    stations: {value: 14, low: 12, high: 15}\n"
        "    buffer_before: {value: 4, note: counted}\n"
        "    outcomes: {good: {value: 0.9, low: 0.8, high: 1}, scrap: {share: 0.1}}\n"
    )
    assert set(found.evidence) == {
        "target.vehicles_per_year",
        "repair_crews.e",
        "lines.a.cycle_law.values.1",
        "lines.a.stations",
        "lines.a.buffer_before",
        "lines.a.outcomes.good",
    }
    assert found.lines["a"].stations == 14
    assert found.lines["a"].outcomes["good"] == 0.9


def test_stations_named_like_evidence_are_stations() -> None:
    found = read_text(
        f"{HEAD}lines: {{a: {{cycle_s: 5, stations: {{low: {{}}, high: {{}}}}}}}}"
    )
    assert list(found.lines["a"].stations) == ["low", "high"]  # type: ignore[call-overload]
    assert not found.evidence


@pytest.mark.parametrize(
    ("line", "path", "message"),
    [
        (
            "cycle_s: {value: 5, low: 6, high: 7}",
            "cycle_s",
            "the value 5 is not between low 6 and high 7",
        ),
        (
            "cycle_s: {value: 5, low: 4}",
            "cycle_s",
            "has low but not high; a range needs",
        ),
        ("cycle_s: {low: 4, high: 7}", "cycle_s", "needs the key value: the number"),
        ("cycle_s: {value: 5, low: 0, high: 7}", "cycle_s.low", "0 is not above 0"),
        (
            "outcomes: {g: {value: 1, low: 0.9, high: 1.2}}",
            "outcomes.g.high",
            "1.2 is ab",
        ),
        ("cycle_s: {value: -5}", "cycle_s.value", "-5 is not above 0"),
        ("positions: {value: 1.5}", "positions.value", "1.5 is not a whole number"),
        (
            "cycle_s: {value: 5, confidence: sure}",
            "cycle_s.confidence",
            "text 'sure' fou",
        ),
        (
            "cycle_s: {value: 5, sauce: x}",
            "cycle_s.sauce",
            "unknown key sauce; did you m",
        ),
        (
            "cycle_s: {value: {value: 5}}",
            "cycle_s.value",
            "a mapping found; a number in",
        ),
        (
            "cycle_s: {value: 5, shared: pace}",
            "cycle_s",
            "has shared but no range; what is shared is the doubt",
        ),
        (
            "cycle_s: {value: 5, low: 4, high: 6, shared: a b}",
            "cycle_s.shared",
            "text 'a b' is not a name",
        ),
        ("cycle_s: {value: 5, source: 7}", "cycle_s.source", "7 found; text is wanted"),
    ],
)
def test_wrong_evidence_is_told(line: str, path: str, message: str) -> None:
    (found,) = said(f"lines: {{a: {{{line}}}}}")
    assert found.startswith(f"lines.a.{path}: {message}")


def test_a_range_of_whole_numbers_may_have_fractions() -> None:
    found = read_text(
        HEAD + "lines: {a: {cycle_s: 5, stations: {value: 3, low: 2.5, high: 3.5}}}"
    )
    assert found.evidence["lines.a.stations"] == Evidence(low=2.5, high=3.5)


def test_the_id_is_of_values_and_ranges_alone() -> None:
    bare = plant("60")
    assert len(bare.id) == 16
    assert plant("{value: 60, source: x, confidence: low, note: y}").id == bare.id
    assert plant("60.0").id == bare.id
    assert plant("61").id != bare.id
    ranged = plant("{value: 60, low: 50, high: 70}")
    assert ranged.id != bare.id
    assert plant("{value: 60, low: 50, high: 71, source: x}").id != ranged.id
    assert plant("{value: 60, high: 70, low: 50, source: x}").id == ranged.id
    assert plant("{value: 60, low: 50, high: 70, shared: pace}").id != ranged.id


def test_the_id_does_not_depend_on_defaults_written_out() -> None:
    bare = plant("60")
    assert (
        plant("60", ", zones: 1, setup_s: 0, failure: [], carrier: null").id == bare.id
    )
    assert plant("60", ", stations: {S1: {}}").id == bare.id
    assert plant("60", ", stations: {S1: {cycle_s: 60}}").id == bare.id
    assert plant("60", ", stations: {S1: {cycle_s: 61}}").id != bare.id


def test_a_default_on_a_station_counts_where_the_line_says_otherwise() -> None:
    said_by_line = plant("60", ", setup_s: 9, stations: {S1: {}}")
    said_by_station = plant("60", ", setup_s: 9, stations: {S1: {setup_s: 0}}")
    assert said_by_line.id != said_by_station.id


def test_the_order_of_stations_and_of_outcomes_counts() -> None:
    one = plant("60", ", stations: {A: {}, B: {}}")
    assert plant("60", ", stations: {B: {}, A: {}}").id != one.id
    shares = plant("60", ", outcomes: {good: 0.5, scrap: 0.5}")
    assert shares.id != plant("60", ", outcomes: {fair: 0.5, scrap: 0.5}").id


def _shuffled(value: object, data: st.DataObject, path: str = "") -> object:
    """Give nested data with its keys in another order, where order is no flow."""
    if isinstance(value, list):
        return [_shuffled(entry, data) for entry in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    if path.rpartition(".")[2] not in ("stations", "outcomes", "breaks_min"):
        keys = data.draw(st.permutations(keys))
    return {key: _shuffled(value[key], data, f"{path}.{key}") for key in keys}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_id_does_not_depend_on_the_order_of_keys(data: st.DataObject) -> None:
    import yaml

    from zauyt.plant.reading.file import text_of

    first = read(FILES / "assembly.yaml")
    shuffled = _shuffled(yaml.safe_load(text_of(first)), data)
    again = read_text(yaml.safe_dump(shuffled, sort_keys=False, allow_unicode=True))
    assert again.id == first.id


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_id_is_the_same_in_every_run(seed: str) -> None:
    path = FILES / "assembly.yaml"
    line = f"print(read({str(path)!r}).id)"
    program = f"from zauyt.plant.reading.file import read; {line}"
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == read(path).id
