"""Whatever the machine does to a run, it is told in words and nothing saved is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import zauyt
from zauyt.cli.root import carried_out

QUICK = ["simulate", "small", "--runs", "2", "--doubt-runs", "0", "--days", "7"]
LONG = ["simulate", "small", "--runs", "100000"]

resource = pytest.importorskip("resource", reason="limits as on POSIX")


def asked(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "zauyt", *arguments],
        capture_output=True,
        text=True,
        **options,
    )


def no_file_above(size: int) -> Any:
    """Give what makes a process unable to write more than some bytes of a file."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_kill_during_a_run_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert carried_out([*QUICK, "--out", str(kept)]) == 0
    before = zauyt.load(kept)
    command = [sys.executable, "-m", "zauyt", *LONG, "--out", str(kept), "--replace"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    time.sleep(1.5)
    assert run.poll() is None, "it should still be running"
    run.kill()
    run.wait()
    assert zauyt.load(kept) == before
    assert list(tmp_path.iterdir()) == [kept]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("kept", [*QUICK, "--out"]),
        ("answer.xlsx", [*QUICK, "--excel"]),
        ("page.svg", [*QUICK, "--plot"]),
        ("full.npz", [*QUICK, "--state"]),
        ("day.parquet", [*QUICK, "--trace"]),
        ("plant.xlsx", ["template", "kostanay", "-o"]),
        ("plant.yaml", ["import", "kostanay", "-o"]),
    ],
)
def test_a_disk_that_is_full_is_said_and_leaves_no_half_file(
    name: str, arguments: list[str], tmp_path: Path
) -> None:
    carried_out(QUICK)  # what is compiled is kept before the disk is full
    done = asked(*arguments, str(tmp_path / name), preexec_fn=no_file_above(2000))
    assert done.returncode == 2
    said = done.stderr.splitlines()
    assert len(said) == 1, done.stderr
    assert str(tmp_path / name) in said[0]
    assert "file" in said[0].lower()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_output_that_is_taken_only_in_part_is_said(
    unbuffered: str, tmp_path: Path
) -> None:
    with (tmp_path / "schema.json").open("wb") as file:
        done = subprocess.run(
            [sys.executable, "-m", "zauyt", "schema"],
            stdout=file,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=no_file_above(2000),
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        )
    assert done.returncode == 2
    assert done.stderr == "Error: the output cannot be written: File too large\n"


def test_a_full_disk_does_not_keep_the_simulator_from_compiling(tmp_path: Path) -> None:
    code = "from zauyt.kernels import machine as it; print(it.writable_folder())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        preexec_fn=no_file_above(2000),
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
    )
    assert done.stdout == "None\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["simulate", "small", "--run", "5"], "No such option '--run'"),
        (["simulate", "small", "--runs", "many"], "'many' is not a valid integer"),
        (["simulate", "small", "--runs", "-1"], "runs: -1 is out of range"),
        (["simulate", "small", "--set", "lines"], "is not of the form path=value"),
        (["simulate", "small", "--workers", "-2"], "workers: -2"),
        (["simulate", "small", "small"], "unexpected extra argument"),
        (["simulate", "small", "--from", "2026-02-30"], "is not a date"),
        (["lint"], "Missing argument"),
        (["template"], "Missing option '-o'"),
        (["import", "none.xlsx"], "there is no such file"),
        (["--nonsense"], "No such option"),
        (["compare", "small", "kostanay/nothing"], "did you mean"),
    ],
)
def test_a_wrong_option_is_told_in_one_or_two_lines(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert carried_out(arguments) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""
    assert len(err.splitlines()) <= 5


def test_a_folder_in_the_place_of_a_file_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.xlsx", "a.svg", "plant.yaml"):
        (tmp_path / name).mkdir()
    assert carried_out([*QUICK, "--excel", str(tmp_path / "a.xlsx")]) == 2
    assert carried_out([*QUICK, "--plot", str(tmp_path / "a.svg")]) == 2
    assert carried_out(["simulate", str(tmp_path / "plant.yaml")]) == 2
    assert capsys.readouterr().err.count("directory") >= 2


def test_a_reader_that_goes_away_during_a_run_is_no_fault() -> None:
    command = [sys.executable, "-m", "zauyt", *QUICK]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout is not None
    run.stdout.close()
    assert run.communicate()[1] == b""
    assert run.returncode == 141
