"""Reading and writing plant files as a planner does."""

from __future__ import annotations

import datetime
import errno
import os
from pathlib import Path

import pytest
from reading import FILES, HEAD, problems_of, said

from zauyt.errors import Problem, WrongInput, ZauytError
from zauyt.plant.line import Outcome
from zauyt.plant.plant import Plant
from zauyt.plant.reading.file import lint_file, read, read_text, text_of, write
from zauyt.plant.reading.shown import shown

EVERY = sorted(FILES.iterdir())
LINE = "lines: {a: {cycle_s: 60"


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_every_example_reads_without_a_word(path: Path) -> None:
    assert lint_file(path) == []
    assert isinstance(read(path), Plant)


def test_a_file_gives_the_values_it_states() -> None:
    plant = read(FILES / "assembly.yaml")
    assert plant.calendars["two_shifts"].shifts["late"] == "15:30-00:00"
    assert plant.calendars["two_shifts"].open_days == (datetime.date(2026, 3, 14),)
    assert plant.failures["robot"].mtbf_h == 12
    assert plant.lines["underbody"].failure == ("robot", "gun")
    assert plant.lines["trim"].after == {"store": 9, "skd_bodies": 1}
    assert plant.lines["inspect"].outcomes["spot"] == Outcome(share=0.13, limit=2)
    assert list(plant.evidence) == ["failures.robot.mtbf_h", "lines.framing.cycle_s"]


def test_toml_gives_the_same_plant_as_yaml() -> None:
    toml = read(FILES / "body.toml")
    yaml = read_text(
        "format: 1\nplant: body\n"
        "calendars: {day: {shifts: {day: '07:00-15:00'}, closed_days: [2026-05-01]}}\n"
        "lines:\n"
        "  floor: {stations: 3, cycle_s:"
        " {value: 90, low: 85, high: 99, source: time study}}\n"
        "  frame: {joins: [floor], cycle_s: 88.5}\n"
    )
    assert toml == yaml
    assert toml.id == yaml.id


def test_problems_of_toml_carry_the_path_and_faults_of_form_the_line(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plant.toml"
    path.write_text('format = 1\nplant = "x"\n[lines.a]\ncycle_s = -5\n')
    (problem,) = lint_file(path)
    assert (problem.file, problem.path) == (str(path), "lines.a.cycle_s")
    path.write_text('format = 1\nplant = "x\n')
    (problem,) = lint_file(path)
    assert (problem.line, problem.code) == (2, "syntax")


def test_all_problems_of_a_file_are_told_at_once_in_reading_order() -> None:
    found = said(
        "site: {time_zone: Asia/Kostanay}\n"
        "failures: {robot: {mtbf_h: 5, mttr_min: -8}}\n"
        "lines:\n"
        "  trim: {cycle_s: '60', after: framming, failure: robt}\n"
        "  framing: {cycle_z: 3, cycle_s: 3, zones: 2}\n"
    )
    assert found == [
        "site.time_zone: there is no time zone Asia/Kostanay;"
        " did you mean Asia/Qostanay or Asia/Anadyr?",
        "failures.robot.mttr_min: -8 is not above 0;"
        " a number in minutes above 0 and at most 1,000,000 is wanted",
        "lines.trim.cycle_s: text '60' found; a number in seconds above 0 and at most"
        " 1,000,000,000 is wanted; leave the quotes out",
        "lines.trim.after: there is no line or store framming; did you mean framing?",
        "lines.trim.failure: there is no failure robt; did you mean robot?",
        "lines.framing.cycle_z: unknown key cycle_z; did you mean"
        " cycle_s or cycle_law?",
    ]


def test_what_was_left_out_is_not_told_a_second_time() -> None:
    found = said(
        "models: {van: {share: -1}}\n"
        "failures: {robot: {mttr_min: x}}\n"
        "lines:\n"
        "  a: {cycle_s: 5, failure: robot, models: [van], after: b.again}\n"
        "  b: {cycle_s: 5, outcomes: {good: 0.5, again: {shar: 0.5}}}\n"
    )
    assert [each.split(":")[0] for each in found] == [
        "models.van.share",
        "failures.robot.mttr_min",
        "lines.b.outcomes.again",
        "lines.b.outcomes.again.shar",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("cycle_s: -55", "-55 is not above 0; a number in seconds above 0 and at most"),
        ("cycle_s: 60 s", "write the bare number in seconds, without s"),
        ("cycle_s: 58,5", "a number has a point, not a comma"),
        ("cycle_s: '58,5'", "; write 58.5"),
        ("cycle_s: 1_000", "; write 1000"),
        ("cycle_s: 1 000", "; write 1000"),
        ("cycle_s: 6:00", "; that is a time of day"),
        ("cycle_s: true", "true found; a number in seconds"),
        ("cycle_s: .nan", "nan is not a finite number"),
        ("cycle_s: [60]", "a list found; a number in seconds"),
        ("cycle_s: {mean: 60}", "a mapping found; a number in seconds"),
        ("positions: 2.5", "2.5 is not a whole number; a whole number from 1"),
        ("positions: 1e99", "is above 10,000,000"),
        ("buffer_before: unlimitd", "or unlimited is wanted; did you mean unlimited?"),
        ("buffer_before: '5'", "; leave the quotes out"),
        ("setup_on: color", "one of model, colour is wanted; did you mean colour?"),
        ("cycle_law: gamma", "write {type: gamma}"),
        ("cycle_law: {cv: 1}", "needs the key type: one of constant, exponential"),
        ("cycle_law: {type: gama, cv: 1}", "did you mean gamma?"),
        ("cycle_law: {type: gamma}", "needs the key cv (Standard deviation divided"),
        ("cycle_law: {type: gamma, cb: 1}", "unknown key cb; allowed are type, cv"),
        (
            "cycle_law: {type: triangular, low: 2, high: 3}",
            "no triangle from 2 to 3 times the mean",
        ),
        ("joins: b", "text 'b' found; a list is wanted; write [b]"),
        ("after: 5", "5 found; the name of a line or store"),
        (
            "outcomes: {good: 86}",
            "86 is above 1; a number from 0 to 1 is wanted; 86 % is",
        ),
        ("outcomes: {good: 86%}", "; write 0.86"),
        ("outcomes: {good: {limit: 1}}", "needs the key share (Share of jobs with"),
        ("stations: {1: {}}", "text '1' is not a name: a letter, then letters"),
        ("stations: {S1: {after: b}}", "unknown key after; it is a key of a store or"),
        ("stations: {S1: 60}", "60 found; a mapping with the keys cycle_s"),
        ("stations: {}", "is empty; at least one entry is needed"),
        (
            "stations: ",
            "is empty; a whole number from 1 to 20,000, or a mapping of names",
        ),
        ("mtbf_h: 5", "unknown key mtbf_h; it is a key of a failure"),
        ("shop: 5", "5 found; a name: a letter"),
        ("table: 5", "5 found; text is wanted; put it into quotes"),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(line: str, message: str) -> None:
    found = said(f"lines: {{b: {{cycle_s: 5}}, a: {{{line}}}}}")
    assert found
    assert any(message in each for each in found)
    assert found[0].startswith("lines.a")
    for noise in ("Input should", "valid", "Value error", "union", "dict", "tuple"):
        assert noise not in found[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("days: mon-fry", "fry is not a weekday"),
        ("days: Mon", "text 'Mon' is not weekdays like mon-fri"),
        ("shifts: {a: 7:00-15:00}", "text '7:00-15:00' is not from and to like"),
        ("shifts: {a: '07:00-24:00'}", "24:00 is not a time of day; midnight is 00:00"),
        ("holidays: no", "text 'no' found; write false"),
        ("open_days: [2026-02-30]", "2026-02-30 is not in any calendar"),
        ("open_days: [15.01.2026]", "a date like 2026-01-15 wanted"),
        ("open_days: [2026-01-15T08:00]", "a date like 2026-01-15 wanted"),
        (
            "shutdowns: [{first: 2026-02-02, last: 2026-01-01}]",
            "ends on 2026-01-01, before it begins on 2026-02-02",
        ),
    ],
)
def test_a_wrong_calendar_is_told_in_plain_words(text: str, message: str) -> None:
    shifts = "" if "shifts" in text else "shifts: {a: '07:00-15:00'}, "
    found = said(f"calendars: {{c: {{{shifts}{text}}}}}\n{LINE}}}}}")
    assert len(found) == 1
    assert message in found[0]


def test_a_quoted_date_is_a_date() -> None:
    plant = read_text(f"{HEAD}models: {{van: {{from_date: '2026-01-15'}}}}\n{LINE}}}}}")
    assert plant.models["van"].from_date == datetime.date(2026, 1, 15)


def test_an_empty_station_and_an_empty_optional_key_are_nothing_stated() -> None:
    plant = read_text(
        HEAD + "lines:\n  a:\n    cycle_s: 5\n    carrier:\n    stations:\n"
        "      S1:\n      S2:\n"
    )
    assert plant.id == read_text(f"{HEAD}lines: {{a: {{cycle_s: 5, stations: 2}}}}").id


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty; a plant file begins with format: 1"),
        ("# nothing yet\n", "is empty; a plant file begins with format: 1"),
        ("- a\n", "a list found; a plant file begins with format: 1"),
        ("just words", "text 'just words' found"),
        ("format: 2\nplant: x\nlines: {a: {cycle_s: 1}}", "2 found; write 1"),
        ("format: 1\nplant: x\n", "needs the key lines (Lines by name)"),
    ],
)
def test_what_is_no_plant_file_is_told(text: str, message: str) -> None:
    with pytest.raises(WrongInput, match=r"\w") as caught:
        read_text(text)
    assert message in caught.value.problems[0].message
    assert caught.value.problems[0].line == 1


def test_a_file_that_cannot_be_read_is_told_not_raised_raw(tmp_path: Path) -> None:
    (tmp_path / "kostanay.yaml").write_text("")
    (tmp_path / "latin.yaml").write_bytes("plant: caf\xe9\n".encode("latin-1"))
    (tmp_path / "wide.yaml").write_text("plant: x", encoding="utf-16")
    (tmp_path / "huge.yaml").write_bytes(b"#" * 8_000_001)

    def told(name: str) -> str:
        (problem,) = lint_file(tmp_path / name)
        return str(problem).removeprefix(str(tmp_path))

    assert told("kostany.yaml").endswith("no such file; did you mean kostanay.yaml?")
    assert "there is no folder" in told("nowhere/x.yaml")
    assert told(".").endswith("is a folder, not a file")
    assert told("latin.yaml").startswith("/latin.yaml:1:11: byte 0xe9 is not UTF-8")
    assert told("wide.yaml").endswith("is UTF-16 text; save it as UTF-8")
    assert "put long lists of stations into a table" in told("huge.yaml")
    assert "no such file" in told("nul\0.yaml")


def test_a_byte_order_mark_and_windows_line_ends_are_nothing_special(
    tmp_path: Path,
) -> None:
    text = (FILES / "small.yaml").read_text(encoding="utf-8")
    path = tmp_path / "small.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read(path) == read(FILES / "small.yaml")


def test_a_problem_is_shown_with_its_line_and_a_caret_below_the_place() -> None:
    problems = problems_of(
        f"lines:\n  도장: {{cycle_s: -5}}\n  a:\n{' ' * 4}cycle_s: 0"
    )
    assert shown(problems).splitlines() == [
        "plant.yaml:4:17: lines.도장.cycle_s: -5 is not above 0; a number in seconds"
        " above 0 and at most 1,000,000,000 is wanted",
        "      도장: {cycle_s: -5}",
        "                      ^",
        "plant.yaml:6:14: lines.a.cycle_s: 0 is not above 0; a number in seconds"
        " above 0 and at most 1,000,000,000 is wanted",
        "        cycle_s: 0",
        "                 ^",
    ]


def test_a_long_line_is_cut_around_the_place() -> None:
    row = ", ".join(f"S{place}: {{}}" for place in range(100))
    (problem,) = problems_of(f"lines: {{a: {{cycle_s: 5, stations: {{{row}, T: 5}}}}}}")
    _, source, caret = shown([problem]).splitlines()
    assert len(source) <= 4 + 88
    assert source[caret.index("^")] == "5"


def test_a_warning_says_that_it_is_one() -> None:
    warning = Problem("lines.a", "slow", severity="warning")
    assert shown([warning]) == "warning: lines.a: slow"


def test_very_many_problems_end_at_five_hundred() -> None:
    keys = "".join(f"x{place}: 1\n" for place in range(5000))
    assert len(problems_of(keys)) == 500


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_a_written_plant_reads_back_the_same(path: Path, tmp_path: Path) -> None:
    plant = read(path)
    write(plant, tmp_path / "again.yaml")
    again = read(tmp_path / "again.yaml")
    assert again == plant
    assert again.id == plant.id
    assert again.evidence == plant.evidence
    assert text_of(again) == text_of(plant)


def test_a_written_plant_is_short_and_in_the_order_of_the_records() -> None:
    text = text_of(
        read_text("lines: {a: {zones: 1, cycle_s: 60.0}}\nplant: x\nformat: 1")
    )
    assert text == "format: 1\nplant: x\nlines:\n  a: {cycle_s: 60}\n"


@pytest.mark.parametrize(
    "name",
    ["1e3", "NO", "6:00", "0o17", "~", "null", "2026-01-15", " x ", "a: b", "'", "жол"],
)
def test_names_that_look_like_something_else_are_written_in_quotes(name: str) -> None:
    plant = read_text(f"{HEAD}{LINE}}}}}").change({"plant": name})
    assert read_text(text_of(plant)).plant == name


def test_a_failed_write_leaves_the_old_file_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plant.yaml"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ZauytError, match="cannot be written: No space left on device"):
        write(read(FILES / "small.yaml"), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_into_no_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(ZauytError, match="cannot be written: No such file"):
        write(read(FILES / "small.yaml"), tmp_path / "none" / "plant.yaml")
