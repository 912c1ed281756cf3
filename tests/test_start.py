"""Starting is quick: what is not needed is not loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import zauyt
from zauyt.studies import STUDIES, study

HEAVY = (
    "numpy",
    "numpy.ma",
    "numba",
    "scipy",
    "polars",
    "pydantic",
    "yaml",
    "matplotlib",
    "rich",
    "holidays",
    "xlsxwriter",
)

LOADED = """
import sys
{run}
print(",".join(name for name in {heavy} if name in sys.modules))
"""


def _loaded_by(run: str) -> str:
    code = LOADED.format(run=run, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nonsense"]])
def test_telling_what_there_is_loads_nothing_heavy(arguments):
    run = f"from zauyt.cli.root import carried_out\ncarried_out({arguments})"
    assert _loaded_by(run) == ""


def test_importing_the_package_loads_nothing_heavy():
    assert _loaded_by("import zauyt") == ""


def test_lint_loads_no_simulator():
    loaded = _loaded_by(
        "from zauyt.cli.root import carried_out\ncarried_out(['lint', 'small'])"
    )
    assert not {"numba", "scipy", "polars", "matplotlib"} & set(loaded.split(","))


@pytest.mark.parametrize("name", zauyt.__all__)
def test_every_public_name_is_there(name):
    assert getattr(zauyt, name) is not None
    assert name in dir(zauyt)


def test_a_public_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        zauyt.simulat  # noqa: B018


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_asks_the_question_it_is_listed_with(name):
    assert (study(name).__doc__ or "").startswith(STUDIES[name])


QUICK = [sys.executable, "-m", "zauyt", "simulate", "small"]
QUICK += ["--runs", "1", "--doubt-runs", "0", "--days", "5"]


def _started(cache: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "TMPDIR": str(cache)}
    pipe = subprocess.PIPE
    return subprocess.Popen(QUICK, env=environment, stdout=pipe, stderr=pipe, text=True)


def test_only_what_compiles_says_so_and_two_at_once_do_no_harm(tmp_path):
    first = [_started(tmp_path) for _ in range(2)]
    told = [each.communicate() for each in first]
    assert [each.returncode for each in first] == [0, 0]
    assert told[0] == told[1]
    assert told[0][1].count("\n") == 1
    assert told[0][1].startswith("Compiling the simulator")
    later = _started(tmp_path).communicate()
    assert later == (told[0][0], "")
    (kept,) = (tmp_path / "zauyt").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + b"?")
    again = _started(tmp_path).communicate()
    assert again == told[0]
    assert kept.read_bytes() == whole


def test_a_later_start_loads_neither_compiler_nor_scipy():
    run = "from zauyt.cli.root import carried_out\n"
    run += f"carried_out({QUICK[3:]})"
    _loaded_by(run)
    assert not {"numba", "scipy", "polars", "numpy.ma"} & set(
        _loaded_by(run).split(",")
    )


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="users have no numbers")
def test_machine_code_of_somebody_else_is_not_carried_out(tmp_path, monkeypatch):
    from zauyt.kernels import machine

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert machine.writable_folder() == tmp_path / "zauyt"
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    assert machine.writable_folder() is None
