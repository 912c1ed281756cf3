"""The command line: options from signatures, exit codes, faults in words."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import signal
import subprocess
import sys
import time
from typing import Annotated, Any, Literal

import click
import pytest
from click.testing import CliRunner
from pydantic import Field

import zauyt
from zauyt.cli.ask import command
from zauyt.cli.changes import changes_of
from zauyt.cli.root import carried_out
from zauyt.errors import NoAnswer, WrongInput
from zauyt.plant.plant import Plant
from zauyt.results.as_json import from_json
from zauyt.results.result import Figure, Note, Result

QUICK = ["simulate", "small", "--runs", "2", "--doubt-runs", "0", "--days", "7"]


def count(
    plant: Plant,
    *,
    start: datetime.date | None = None,
    days: Annotated[int, Field(ge=1)] = 3,
    mature: bool = True,
    order: Literal["near", "far"] = "near",
    lines: tuple[str, ...] = (),
    share_of_day: float = 0.5,
    seed: int = 1,
    progress: Any = None,
) -> Result:
    """How many lines does a plant have?

    They are counted one by one.

    Parameters
    ----------
    plant
        The plant.
    start
        First day on which
        they are counted.
    days, seed
        Asked only to be told.
    progress
        Called with the lines counted.

    Raises
    ------
    NoAnswer
        On the 29th of February.
    """
    if start == datetime.date(2024, 2, 29):
        raise NoAnswer("nobody counts on that day")
    if start == datetime.date(2024, 3, 1):
        progress(2, 5)
        raise KeyboardInterrupt
    options = {"start": start, "days": days, "mature": mature, "order": order}
    is_answered = order == "near"
    return Result(
        study="count",
        plant=plant.plant,
        plant_id=plant.id,
        options=options | {"lines": lines, "share_of_day": share_of_day},
        seed=seed,
        status="answered" if is_answered else "no_answer",
        reason=None if is_answered else Note("compare.same"),
        headline={"lines": Figure(len(plant.lines))},
    )


def asked(*arguments: str) -> Any:
    """Ask the study above, and give what click's runner saw."""
    return CliRunner().invoke(
        command("count", count), arguments, standalone_mode=False, prog_name="zauyt"
    )


def test_a_study_is_a_verb_with_the_options_of_its_signature():
    shown = asked("--help").output
    assert "How many lines does a plant have?" in shown
    assert "They are counted one by one." in shown
    assert "NoAnswer" not in shown
    assert "First day on which they are counted." in shown.replace("\n" + " " * 28, " ")
    assert "--mature / --no-mature" in shown
    assert "[near|far]" in shown
    assert "--progress" not in shown
    assert shown.count("Asked only to be told.") == 2
    assert "[default: 3; x>=1]" in shown


def test_options_reach_the_study_as_its_signature_types_them():
    done = asked(
        *("small", "--json", "--from", "2026-03-01", "--days", "5", "--no-mature"),
        *("--lines", "a", "--lines", "b", "--share-of-day", "0.25", "--seed", "7"),
    )
    assert done.return_value == 0
    given = json.loads(done.stdout)
    assert given["seed"] == 7
    assert given["options"] == {
        "start": "2026-03-01",
        "days": 5,
        "mature": False,
        "order": "near",
        "lines": ["a", "b"],
        "share_of_day": 0.25,
    }


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--days", "0"), "0 is not in the range x>=1"),
        (("--from", "1 March"), "'1 March' is not a date like 2026-01-31"),
        (("--order", "nearest"), "'nearest' is not one of 'near', 'far'"),
    ],
)
def test_an_option_out_of_its_range_is_refused_by_its_name(option, said):
    fault = asked("small", *option).exception
    assert isinstance(fault, click.BadParameter)
    assert option[0] in fault.format_message()
    assert said in fault.format_message()


def test_no_answer_leaves_with_three_and_says_why():
    done = asked("small", "--order", "far")
    assert done.return_value == 3
    assert "no answer exists" in done.stdout


def test_a_stopped_study_says_how_far_it_came():
    done = asked("small", "--from", "2024-03-01")
    assert done.return_value == 130
    assert done.stderr == "Stopped after 2 of 5 runs; nothing was saved.\n"


def test_values_set_are_read_as_the_plant_file_reads_them():
    texts = ["a.b=1e3", "c=NO", "d=2026-01-15", "e={value: 5, low: 4, high: 6}", "f="]
    assert changes_of(texts) == {
        "a.b": 1000,
        "c": "NO",
        "d": datetime.date(2026, 1, 15),
        "e": {"value": 5, "low": 4, "high": 6},
        "f": None,
    }


def test_what_a_saved_result_changes_is_set_by_its_folder(tmp_path):
    plant = zauyt.read("small")
    result = dataclasses.replace(
        zauyt.simulate(plant, days=1, runs=2, doubt_runs=0, pairs=0),
        changes={"target.vehicles_per_year": 12345},
    )
    zauyt.save(result, tmp_path / "found")
    assert changes_of([str(tmp_path / "found"), "plant=x"]) == {
        "target.vehicles_per_year": 12345, "plant": "x",
    }  # fmt: skip
    zauyt.save(dataclasses.replace(result, changes={}), tmp_path / "nothing")
    with pytest.raises(WrongInput, match="of simulate, changes nothing"):
        changes_of([str(tmp_path / "nothing")])


def test_every_fault_in_values_set_is_told_at_once():
    with pytest.raises(WrongInput) as found:
        changes_of(["no equals sign", "=5", "a=[1, 2", "b=1", "b=2"])
    said = str(found.value)
    assert len(found.value.problems) == 4
    assert "'no equals sign' is not of the form path=value" in said
    assert "this list is not closed" in said
    assert "b: is set twice" in said


def test_a_changed_plant_is_another_plant():
    plain, changed = (
        json.loads(asked("small", "--json", *change).stdout)["plant_id"]
        for change in ((), ("--set", "target.vehicles_per_year=13000"))
    )
    assert plain != changed


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["simulate", "smal"], 2, "did you mean small?"),
        (["simulate", "none.yaml"], 2, "none.yaml: there is no such file"),
        (["simulate"], 2, "Missing argument 'PLANT'"),
        (["simulte", "small"], 2, "did you mean simulate?"),
        ([*QUICK, "--plot", "a.gif"], 2, "--plot: a.gif does not end in .svg"),
        ([*QUICK, "--excel", "a.xls"], 2, "--excel: a.xls does not end in .xlsx"),
        ([*QUICK, "--days", "0"], 2, "days: 0 is out of range"),
        ([*QUICK, "--set", "lines.mian.cycle_s=5"], 2, "did you mean main?"),
        (["compare", "small"], 2, "needs a second plant or result"),
        (["examples", "smal", "--to", "x"], 2, "did you mean small?"),
    ],
)
def test_what_is_wrong_is_said_on_standard_error(arguments, code, said, capsys):
    assert carried_out(arguments) == code
    out, err = capsys.readouterr()
    assert said in err
    assert "Traceback" not in err
    assert out == ""


def test_a_fault_in_a_file_is_shown_with_its_line_and_a_caret(tmp_path, capsys):
    file = tmp_path / "plant.yaml"
    file.write_text("format: 1\nplant: x\nlines: {a: {cycle_s: -5}}\n")
    assert carried_out(["simulate", str(file)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert "plant.yaml:3:" in said[0]
    assert said[1].strip() == "lines: {a: {cycle_s: -5}}"
    assert said[2].index("^") == said[1].index("-5")


def test_lint_leaves_with_one_when_it_finds_something(tmp_path, capsys):
    good = zauyt.examples()["small"]
    assert carried_out(["lint", "small"]) == 0
    assert capsys.readouterr().out == f"{good}: nothing found\n"
    bad = tmp_path / "plant.yaml"
    bad.write_text("format: 1\nplant: x\nlines: {a: {cycle_s: 5, calendar: day}}\n")
    assert carried_out(["lint", "--json", "small", str(bad)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["files"] == [str(good), str(bad)]
    assert [problem["line"] for problem in found["problems"]] == [3]
    assert carried_out(["lint", str(tmp_path / "none.yaml")]) == 2


def test_an_example_is_listed_printed_and_copied(tmp_path, capsys):
    assert carried_out(["examples"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert {"kostanay", "small"} <= set(listed)
    assert carried_out(["examples", "small"]) == 0
    printed = capsys.readouterr().out
    assert printed == zauyt.examples()["small"].read_text(encoding="utf-8")
    place = tmp_path / "mine"
    assert carried_out(["examples", "small", "--to", str(place)]) == 0
    assert zauyt.read(place) == zauyt.read("small")
    assert carried_out(["examples", "small", "--to", str(place)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_the_schema_is_printed_as_json(capsys):
    assert carried_out(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == zauyt.schema()


def test_json_is_one_object_that_reads_back(capsys):
    assert carried_out([*QUICK, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert from_json(out).headline["bottleneck"].value
    assert set(json.loads(out)) >= {
        *("study", "plant", "plant_id", "options", "seed", "version"),
        *("headline", "tables", "notes"),
    }


def test_a_result_goes_to_every_output_asked_for(tmp_path, capsys):
    places = {
        "--out": tmp_path / "kept",
        "--excel": tmp_path / "a" / "book.xlsx",
        "--plot": tmp_path / "b" / "page.png",
    }
    outputs = [str(each) for pair in places.items() for each in pair]
    assert carried_out([*QUICK, *outputs]) == 0
    out, err = capsys.readouterr()
    assert err.count("Written: ") == 3
    assert "Small plant: simulate" in out
    assert zauyt.load(places["--out"]).study == "simulate"
    assert places["--excel"].read_bytes().startswith(b"PK")
    assert places["--plot"].read_bytes().startswith(b"\x89PNG")
    assert carried_out([*QUICK, *outputs]) == 2
    assert "is there already" in capsys.readouterr().err
    assert carried_out([*QUICK, *outputs, "--replace"]) == 0


@pytest.mark.skipif(os.name != "posix", reason="rights of a folder as on POSIX")
def test_an_output_that_is_refused_hinders_none_of_the_others(tmp_path, capsys):
    file = tmp_path / "file"
    file.touch()
    outputs = ["--out", str(file / "kept"), "--plot", str(tmp_path / "page.svg")]
    assert carried_out([*QUICK, *outputs]) == 2
    out, err = capsys.readouterr()
    assert f"cannot write {file / 'kept'}: " in err
    assert (tmp_path / "page.svg").exists()
    assert "Small plant: simulate" in out


def test_two_plants_are_compared_on_the_same_random_numbers(tmp_path, capsys):
    change = ["--set", "lines.main.stations.trim.cycle_s=300"]
    asked_for = ["--json", *QUICK[2:]]
    assert carried_out(["compare", "small", *change, *asked_for]) == 0
    by_change = json.loads(capsys.readouterr().out)
    assert by_change["changes"] == {"lines.main.stations.trim.cycle_s": 300}
    assert by_change["headline"]["vehicles"]["value"] > 0
    kept = [str(tmp_path / name) for name in ("base", "other")]
    assert carried_out([*QUICK, "--out", kept[0]]) == 0
    assert carried_out([*QUICK, *change, "--out", kept[1]]) == 0
    capsys.readouterr()
    assert carried_out(["compare", *kept, "--json"]) == 0
    saved = json.loads(capsys.readouterr().out)
    assert saved["tables"] == by_change["tables"]
    assert carried_out(["compare", *kept, *change]) == 2
    assert "a saved result cannot be changed" in capsys.readouterr().err
    assert carried_out(["compare", *kept]) == 0
    assert "pairs of runs on the same random numbers" in capsys.readouterr().out


def _run(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "zauyt", *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, **options)


def test_a_reader_that_goes_away_is_no_fault():
    run = _run("schema", stdout=subprocess.PIPE)
    assert run.stdout is not None
    run.stdout.close()
    assert run.communicate()[1] == b""
    assert run.returncode == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_is_said():
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        run = _run("schema", stdout=full)
        said = run.communicate()[1].decode()
    assert said == "Error: the output cannot be written: No space left on device\n"
    assert run.returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_a_stop_from_the_keyboard_is_said_without_a_traceback():
    run = _run(*QUICK[:2], "--runs", "100000", stdout=subprocess.PIPE)
    time.sleep(5)  # a busy machine takes some seconds to start Python at all
    run.send_signal(signal.SIGINT)
    said = run.communicate()[1].decode()
    assert said.rstrip().endswith("nothing was saved.")
    assert "Traceback" not in said
    assert run.returncode == 130


def test_a_terminal_without_blocks_gets_plain_letters():
    run = _run(
        *QUICK,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )
    out, err = run.communicate()
    assert (run.returncode, err) == (0, b"")
    assert out.isascii()
    assert b"####" in out
